"""From tables to the territories that the tour search works on."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd

from solver.calendar.agreed import AGREED
from solver.calendar.elsewhere import days_elsewhere, places_elsewhere, with_homes
from solver.calendar.occurrences import is_due
from solver.calendar.rules import DayRules, day_rules
from solver.calendar.settings import CalendarSettings, clock_minutes
from solver.calendar.sleeping import beds, night_terms
from solver.calendar.tables import CalendarTables
from solver.calendar.territory import HOME, NO_LIMIT, Occurrence, Territory
from solver.roads.drives import tour_minutes
from solver.roads.roads import Roads

VALUE_WEIGHT = (
    40.0  # an hour of visits brings on average about as many times what the last hour of a rep does
)


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
    days, field_seconds = _working_days(rep_id, occurrences, tables.rep_days, settings)
    sleeping = night_terms(rep_id, tables)
    stays = beds(rep_id, tables, settings.roads) if sleeping else []
    places = with_homes(tables.accounts, tables.reps, tables.stays)
    nights = tables.nights[
        tables.nights["rep_id"].eq(rep_id) & tables.nights["place_id"].isin(places["account_id"])
    ].head(sleeping.most if sleeping else 0)
    elsewhere = [*places_elsewhere(rep_id, tables.rep_days), *stays, *sorted(set(nights["place_id"]))]
    visited = [*account_ids, *(one for one in dict.fromkeys(elsewhere) if one not in place)]
    travel = rep_travel(
        rep_id,
        visited,
        places,
        tables.reps,
        tables.visit_time,
        settings.roads,
    )
    longest = occurrences.groupby("account_id")["minutes"].max()
    on_site = {str(account_id): round(minutes * 60) for account_id, minutes in longest.items()}
    rules = day_rules(rep_id, on_site, days, tables, settings)
    from_home = [0, *(place[account_id] for account_id in account_ids)]
    roads = travel[np.ix_(from_home, from_home)]
    prizes = _prizes(account_ids, occurrences, values, roads, settings.regularity_minutes)
    row_of = {one: row for row, one in enumerate(visited, start=1)}
    starts, ends, begins = _begins(rep_id, days, row_of, tables.rep_days, settings)
    overtime, price = _overtime(rep_id, tables.reps, field_seconds)
    dearest_day = _dearest_day(rules, settings) + max(overtime, default=0) * (price or 0) // 100
    reserved = [int(seconds * (1 - settings.day_reserve_share) + 1e-6) for seconds in field_seconds]
    return Territory(
        rep_id=rep_id,
        days=days,
        field_seconds=field_seconds,
        capacity=[usual + more for usual, more in zip(reserved, overtime, strict=True)],
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
                fixed=row["status"] == AGREED and row["first_day"] == row["last_day"],
                clock=None if pd.isna(row["clock"]) else int(row["clock"]) * 60,
                leeway=row["leeway"] * 60,
                not_before=row["not_before"],
                must=row["status"] == AGREED and row["first_day"] < row["last_day"],
            )
            for row in occurrences.to_dict("records")
        ],
        prizes=[[prize + dearest_day for prize in of_place] for of_place in prizes]
        + [[] for _one in range(len(visited) - len(account_ids))],
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
        most_driving=_cap(rep_id, tables.reps, "max_drive_minutes", 60),
        most_visits=_cap(rep_id, tables.reps, "max_visits_day", 1),
        starts=starts,
        ends=ends,
        begins=begins,
        overtime=overtime if price is not None else (),
        overtime_price=price or 0,
        ids=visited,
        sleeping=replace(sleeping, stays=[row_of[stay] for stay in stays]) if sleeping else None,
        nights=_standing(nights, days, row_of, settings),
    )


def _standing(
    nights: pd.DataFrame, days: list[int], row_of: Mapping[str, int], settings: CalendarSettings
) -> dict[int, int]:
    """Return the beds of a plan that stands, after the days that still have one behind them."""
    evening = (nights["date"] - pd.Timestamp(settings.plan_start)).dt.days
    bed = dict(zip(evening, nights["place_id"].map(row_of), strict=True))
    in_a_row = [day for day, (one, two) in enumerate(pairwise(days)) if two == one + 1]
    return {day: int(bed[days[day]]) for day in in_a_row if days[day] in bed}


def _begins(
    rep_id: str,
    days: list[int],
    row_of: Mapping[str, int],
    rep_days: pd.DataFrame,
    settings: CalendarSettings,
) -> tuple[list[int], list[int], list[int]]:
    """Return where each day starts and ends, and when it may start; nothing where all of it is as usual."""
    said = days_elsewhere(rep_days[rep_days["rep_id"] == rep_id])
    if said.empty:
        return [], [], []
    at = {
        (pd.Timestamp(row["date"]) - pd.Timestamp(settings.plan_start)).days: row
        for row in said.to_dict("records")
    }
    starts, ends, begins = [], [], []
    for day in days:
        row = at.get(day, {})
        starts.append(row_of.get(row.get("start_id") or "", HOME))
        ends.append(row_of.get(row.get("end_id") or "", HOME))
        begins.append(clock_minutes(row.get("start_time") or settings.day_start) * 60)
    return starts, ends, begins


def _overtime(rep_id: str, reps: pd.DataFrame, field_seconds: list[int]) -> tuple[list[int], int | None]:
    """Return the overtime of each day, on field days alone, and its price in hundredths; None without any."""
    most = _cap(rep_id, reps, "overtime_minutes", 60)
    if most == NO_LIMIT:
        return [0] * len(field_seconds), None
    price = _cap(rep_id, reps, "overtime_price", 100)
    return [most if seconds else 0 for seconds in field_seconds], price


def _cap(rep_id: str, reps: pd.DataFrame, column: str, unit: int) -> int:
    """Return the most that a rep's day may hold of something, where the rep has such a limit."""
    own = reps[reps["rep_id"] == rep_id]
    has = column in own and bool(own[column].notna().all())
    return round(float(own[column].iloc[0]) * unit) if has else NO_LIMIT


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
    agreed = occurrences.loc[occurrences["status"] == AGREED, "ideal_day"]
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
    regular date, so that none stays out where there is room; and many times its own value, turned into
    minutes by what an hour of visits brings on average: where room is short, the least valuable visits stay
    out, several of them for a far one that is worth more than they are together. A visit that is due by a day
    is worth as much as the best: another one finds other weeks, and this one would be months late.
    """
    from_ideal = np.maximum(
        occurrences["ideal_day"] - occurrences["first_day"],
        occurrences["last_day"] - occurrences["ideal_day"],
    )
    least_regular = float(((2 * from_ideal / occurrences["gap_days"]) ** 2).max())
    least = 1.0 + float((travel[0] + travel[:, 0]).max()) + regularity_minutes * least_regular
    known: dict[tuple[str, int], float] = {}
    if values is not None:
        pairs = zip(values["account_id"], values["visit_no"], strict=True)
        known = dict(zip(pairs, np.nan_to_num(values["value_eur"].to_numpy(dtype=float)), strict=True))
    asked = zip(occurrences["account_id"], occurrences["visit_no"], strict=True)
    worth = [max(float(known.get(visit, 0.0)), 0.0) for visit in asked]
    first = max(worth, default=0.0)
    worth = [first if due else value for value, due in zip(worth, is_due(occurrences), strict=True)]
    hours = occurrences["minutes"].sum() / 60
    per_hour = sum(worth) / hours if hours > 0 else 0.0
    prizes: dict[str, list[int]] = {account_id: [] for account_id in account_ids}
    for account_id, value in zip(occurrences["account_id"], worth, strict=True):
        minutes = least + (VALUE_WEIGHT * 60 * value / per_hour if per_hour > 0 else 0.0)
        prizes[account_id].append(round(minutes * 60))
    return [[], *(prizes[account_id] for account_id in account_ids)]
