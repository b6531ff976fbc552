"""From tables to the territories that the tour search works on."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from solver.calendar.occurrences import AGREED
from solver.calendar.rules import DayRules, day_rules
from solver.calendar.settings import CalendarSettings, clock_minutes
from solver.calendar.tables import CalendarTables
from solver.calendar.territory import Occurrence, Territory
from solver.roads.drives import tour_minutes
from solver.roads.roads import Roads

VALUE_WEIGHT = 4.0


def build_territory(
    rep_id: str,
    occurrences: pd.DataFrame,
    tables: CalendarTables,
    values: pd.DataFrame | None,
    settings: CalendarSettings,
) -> Territory:
    """Return the territory of one rep.

    Parameters
    ----------
    rep_id : str
        Which rep.
    occurrences : DataFrame
        The rep's rows of `list_occurrences`, by account and visit number.
    tables : CalendarTables
    values : DataFrame, optional
        `account_id, visit_no, value_eur`; every visit is worth the same without it.
    settings : CalendarSettings
    """
    account_ids = sorted(set(occurrences["account_id"]))
    place = {account_id: row for row, account_id in enumerate(account_ids, start=1)}
    travel = rep_travel(rep_id, account_ids, tables.accounts, tables.reps, tables.visit_time, settings.roads)
    days, field_seconds = _working_days(rep_id, occurrences, tables.rep_days, settings)
    longest = occurrences.groupby("account_id")["minutes"].max()
    on_site = {str(account_id): round(minutes * 60) for account_id, minutes in longest.items()}
    rules = day_rules(rep_id, on_site, days, tables, settings)
    prizes = _prizes(account_ids, occurrences, values, travel, settings.regularity_minutes)
    dearest_day = _dearest_day(rules, settings)
    return Territory(
        rep_id=rep_id,
        days=days,
        field_seconds=field_seconds,
        capacity=[int(seconds * (1 - settings.day_reserve_share) + 1e-6) for seconds in field_seconds],
        travel=np.rint(travel * 60).astype(np.int64),
        occurrences=[
            Occurrence(
                place=place[row["account_id"]],
                number=row["visit_no"],
                seconds=round(row["minutes"] * 60),
                first_day=row["first_day"],
                last_day=row["last_day"],
                ideal_day=row["ideal_day"],
                gap_days=row["gap_days"],
                least_gap=row["least_gap"],
                slack_days=None if pd.isna(row["slack_days"]) else row["slack_days"],
                fixed=row["status"] == AGREED,
                clock=None if pd.isna(row["clock"]) else int(row["clock"]) * 60,
            )
            for row in occurrences.to_dict("records")
        ],
        prizes=[[prize + dearest_day for prize in of_place] for of_place in prizes],
        spacing_share=settings.spacing_share,
        regularity_seconds=round(settings.regularity_minutes * 60),
        slot_seconds=settings.slot_minutes * 60,
        day_start=clock_minutes(settings.day_start) * 60,
        lunch_start=clock_minutes(settings.lunch_start) * 60,
        lunch_seconds=settings.lunch_minutes * 60,
        iterations=settings.iterations_per_visit * len(occurrences),
        seed=f"{settings.seed} {rep_id}",
        rules={place[account_id]: rule for account_id, rule in rules.items()},
        off_day_seconds=round(settings.off_day_minutes * 60),
        first_weekday=settings.plan_start.weekday(),
        **_caps(rep_id, tables.reps),
    )


def _caps(rep_id: str, reps: pd.DataFrame) -> dict[str, int]:
    """Return the most driving and the most visits of a rep's day, where the rep has such limits."""
    own = reps[reps["rep_id"] == rep_id]
    asked = {"most_driving": ("max_drive_minutes", 60), "most_visits": ("max_visits_day", 1)}
    return {
        name: round(float(own[column].iloc[0]) * unit)
        for name, (column, unit) in asked.items()
        if column in own and own[column].notna().all()
    }


def rep_travel(
    rep_id: str,
    account_ids: list[str],
    accounts: pd.DataFrame,
    reps: pd.DataFrame,
    visit_time: pd.DataFrame,
    roads: Roads,
) -> np.ndarray:
    """Return the driving minutes between a rep's home, first, and some accounts.

    An account without coordinates, or without a way home, lies at the mean drive of the others, from home
    and from each of them; where none has coordinates, at the travel of step 2. Where there is no way
    between two of the others, the rep drives by home.
    """
    own = accounts.set_index("account_id")[["lat", "lon"]].reindex(account_ids).reset_index()
    minutes = tour_minutes(rep_id, own, reps, roads)
    unknown = np.isnan(minutes[0]) | np.isnan(minutes[:, 0])
    if unknown.any():
        expected = visit_time.set_index("account_id")["travel_minutes"].reindex(account_ids)
        known = minutes[0, 1:][~unknown[1:]]
        stand_in = known.mean() if len(known) else float(np.nan_to_num(expected.mean()))
        minutes[unknown, :] = stand_in
        minutes[:, unknown] = stand_in
        np.fill_diagonal(minutes, 0.0)
    by_home = minutes[:, [0]] + minutes[[0], :]
    return np.where(np.isnan(minutes), by_home, minutes)


def visit_values(response: pd.DataFrame) -> pd.DataFrame:
    """Return what each visit adds, from the response curves of step 10.

    Parameters
    ----------
    response : DataFrame
        `account_id, visits, contribution_eur`, every level from 0.

    Returns
    -------
    DataFrame
        `account_id, visit_no, value_eur`: contribution with that visit minus contribution without it.
    """
    levels = response.sort_values(["account_id", "visits"])
    added = levels.groupby("account_id")["contribution_eur"].diff()
    values = pd.DataFrame(
        {"account_id": levels["account_id"], "visit_no": levels["visits"], "value_eur": added}
    )
    return values[values["visit_no"] > 0].reset_index(drop=True)


def _working_days(
    rep_id: str, occurrences: pd.DataFrame, rep_days: pd.DataFrame, settings: CalendarSettings
) -> tuple[list[int], list[int]]:
    """Field days of the plan with their seconds; days of agreed visits are added, with none if need be."""
    own = rep_days[(rep_days["rep_id"] == rep_id) & (rep_days["field_hours"] > 0)]
    offsets = (pd.to_datetime(own["date"]) - pd.Timestamp(settings.plan_start)).dt.days
    field = {
        int(day): round(hours * 3600)
        for day, hours in zip(offsets, own["field_hours"], strict=True)
        if 0 <= day < settings.plan_days
    }
    agreed = occurrences.loc[occurrences["status"] == AGREED, "first_day"]
    for day in agreed:
        field.setdefault(int(day), 0)
    days = sorted(field)
    return days, [field[day] for day in days]


def _dearest_day(rules: Mapping[str, DayRules], settings: CalendarSettings) -> int:
    """Return in seconds what the day costs that meets no wish of its account: it is better than none."""
    wishes = max((len(rule.wished) for rule in rules.values()), default=0)
    return wishes * round(settings.off_day_minutes * 60)


def _prizes(
    account_ids: list[str],
    occurrences: pd.DataFrame,
    values: pd.DataFrame | None,
    travel: np.ndarray,
    regularity_minutes: float,
) -> list[list[int]]:
    """Driving seconds worth spending on each further visit of an account.

    A visit is worth a minute more than the dearest drive there and back of the territory on the least
    regular date, so that none stays out where there is room; and four times its own value, turned into
    minutes by what an hour of visits brings on average: where room is short, the least valuable visits stay
    out.
    """
    from_ideal = np.maximum(
        occurrences["ideal_day"] - occurrences["first_day"],
        occurrences["last_day"] - occurrences["ideal_day"],
    )
    least_regular = float(((2 * from_ideal / occurrences["gap_days"]) ** 2).max())
    least = 1.0 + float((travel[0] + travel[:, 0]).max()) + regularity_minutes * least_regular
    known = {}
    if values is not None:
        known = dict(
            zip(zip(values["account_id"], values["visit_no"], strict=True), values["value_eur"], strict=True)
        )
    worth = [
        max(float(np.nan_to_num(known.get((row["account_id"], row["visit_no"]), 0.0))), 0.0)
        for row in occurrences.to_dict("records")
    ]
    hours = occurrences["minutes"].sum() / 60
    per_hour = sum(worth) / hours if hours > 0 else 0.0
    prizes: dict[str, list[int]] = {account_id: [] for account_id in account_ids}
    for account_id, value in zip(occurrences["account_id"], worth, strict=True):
        minutes = least + (VALUE_WEIGHT * 60 * value / per_hour if per_hour > 0 else 0.0)
        prizes[account_id].append(round(minutes * 60))
    return [[], *(prizes[account_id] for account_id in account_ids)]
