"""Does a calendar keep every rule? Written from the rules alone, without the planner's code."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any

import numpy as np
import pandas as pd

from solver.calendar.check_agreed import agreed_minutes, check_agreed
from solver.calendar.check_nights import check_nights
from solver.calendar.check_rules import check_rhythms, check_rules, rhythms_in_force
from solver.calendar.elsewhere import days_elsewhere, with_homes, with_nights
from solver.calendar.occurrences import DAYS_BEFORE_DUE, days_to_goals, visits_due
from solver.calendar.remarks import waits_longer
from solver.calendar.settings import CalendarSettings, clock_minutes
from solver.calendar.tables import CalendarTables
from solver.roads.drives import tour_minutes
from solver.roads.roads import Roads
from solver.tables import empty
from solver.words.i18n import _, format_date, format_number, ngettext
from solver.words.violation import Violation

MINUTES_TOLERANCE = 0.5


def check_calendar(
    appointments: pd.DataFrame,
    unplaced: pd.DataFrame,
    tables: CalendarTables,
    settings: CalendarSettings,
    remarks: pd.DataFrame | None = None,
    nights: pd.DataFrame | None = None,
) -> list[Violation]:
    """Return every rule a calendar breaks; an empty list means it is sound.

    Parameters
    ----------
    appointments, unplaced : DataFrame
        Tables of step 12.
    tables : CalendarTables
        What they were made from.
    settings : CalendarSettings
    remarks : DataFrame, optional
        Of step 12: an account may wait longer than it asks for, if it is told.
    nights : DataFrame, optional
        Of step 12: days end and start there; at home without.

    Returns
    -------
    list of Violation
        Of one of the rules count, objection, field_day, overfull, overtime, day_start, day_end, overlap,
        too_short, most_visits, most_driving, agreed_moved, agreed_leeway, agreed_week, spacing, least_gap,
        longest_gap, closed_hours, closed_period, weekday, zone_day, rhythm, night, most_nights; by how much
        in visits, minutes, days, euros or nights.

    Notes
    -----
    People may have agreed to visits that break a rule among themselves; only what was planned on top of
    them is held to the rules. Drives to accounts without coordinates are taken as the table gives them.
    """
    log = tables.visits.assign(date=pd.to_datetime(tables.visits["date"]))
    start, end = pd.Timestamp(settings.plan_start), pd.Timestamp(settings.plan_end)
    agreed = log[(log["status"] == "agreed") & log["date"].between(start, end)]
    asked = rhythms_in_force(log, tables, settings)
    nights = empty("nights") if nights is None else nights
    away = replace(tables, rep_days=with_nights(tables.rep_days, nights))
    return [
        *_check_counts(appointments, unplaced, tables.allocation),
        *_check_objections(appointments, tables.accounts),
        *check_agreed(appointments, agreed),
        *_check_spacing(appointments, unplaced, log, asked, tables, settings),
        *_check_days(appointments, away, agreed, settings),
        *check_nights(nights, appointments, tables, settings.roads),
        *_check_asked_gaps(appointments, log, tables.visit_rules, remarks),
        *check_rules(appointments[appointments["status"] == "planned"], tables, settings),
        *check_rhythms(appointments, unplaced, asked, tables.visit_rules),
    ]


def _check_counts(
    appointments: pd.DataFrame, unplaced: pd.DataFrame, allocation: pd.DataFrame
) -> Iterator[Violation]:
    """Placed and unplaced visits make up the visits allocated, or the agreed ones where these are more."""
    planned = appointments["status"] == "planned"
    owed = allocation.set_index("account_id")["visits"]
    agreed = appointments[~planned].groupby("account_id").size()
    dated = appointments.groupby("account_id").size()
    missing = unplaced.groupby("account_id").size()
    for account_id in sorted(set(owed.index) | set(dated.index) | set(missing.index)):
        due = max(int(owed.get(account_id, 0)), int(agreed.get(account_id, 0)))
        found = int(dated.get(account_id, 0)) + int(missing.get(account_id, 0))
        if found != due:
            yield Violation(
                "count",
                str(account_id),
                found - due,
                ngettext(
                    "{account_id}: {found} visit placed or unplaced, {due} allocated or agreed",
                    "{account_id}: {found} visits placed or unplaced, {due} allocated or agreed",
                    found,
                ).format(account_id=account_id, found=found, due=due),
            )


def _check_objections(appointments: pd.DataFrame, accounts: pd.DataFrame) -> Iterator[Violation]:
    """Nobody who objects to any use of its data has a visit, agreed or not."""
    if "opposition_scope" not in accounts:
        return
    objecting = accounts.loc[accounts["opposition_scope"].eq("processing"), "account_id"]
    for account_id, own in appointments[appointments["account_id"].isin(objecting)].groupby("account_id"):
        words = _("{account_id} objects to any use of its data, and has a visit")
        yield Violation("objection", str(account_id), len(own), words.format(account_id=account_id))


def _check_spacing(
    appointments: pd.DataFrame,
    unplaced: pd.DataFrame,
    log: pd.DataFrame,
    asked: dict[str, list[pd.Timestamp]],
    tables: CalendarTables,
    settings: CalendarSettings,
) -> Iterator[Violation]:
    """Consecutive visits keep the spacing, the last one done included; dates asked for may lie nearer.

    So may, after the last one done, the visit of a journey in the four weeks before it is due; and a date
    of a plan that stands, frozen, after a visit done: nobody chose it now.
    """
    kept = set(zip(tables.frozen["account_id"], tables.frozen["date"], strict=True))
    due = visits_due(tables.journeys)
    until = days_to_goals(tables.goals, settings)
    missing = unplaced.groupby("account_id").size()
    last_done = log[log["status"] == "done"].groupby("account_id")["date"].max()
    for account_id, own in appointments.groupby("account_id", sort=True):
        ideal = until.get(str(account_id), settings.plan_days) / (len(own) + int(missing.get(account_id, 0)))
        ordered = own.sort_values(["date", "visit_no"])
        dates = list(ordered["date"])
        movable = [
            status == "planned" and (account_id, day) not in kept
            for status, day in zip(ordered["status"], dates, strict=True)
        ]
        steps = [(after - before).days for before, after in pairwise(asked.get(str(account_id), []))]
        ideal = min([ideal, *steps])
        in_time = any(
            pd.Timedelta(0) <= day - dates[0] <= pd.Timedelta(days=DAYS_BEFORE_DUE)
            for day in due.get(str(account_id), ())
        )
        if account_id in last_done.index and account_id not in asked and not in_time:
            dates, movable = [last_done[account_id], *dates], [False, *movable]
        for i in range(1, len(dates)):
            gap = (dates[i] - dates[i - 1]).days
            if gap < settings.spacing_share * ideal - 1e-9 and (movable[i] or movable[i - 1]):
                yield Violation(
                    "spacing",
                    str(account_id),
                    settings.spacing_share * ideal - gap,
                    ngettext(
                        "{account_id}: only {gap} day before the visit of {date}",
                        "{account_id}: only {gap} days before the visit of {date}",
                        gap,
                    ).format(account_id=account_id, gap=gap, date=format_date(dates[i])),
                )


def _check_asked_gaps(
    appointments: pd.DataFrame, log: pd.DataFrame, asked: pd.DataFrame, remarks: pd.DataFrame | None
) -> Iterator[Violation]:
    """Planned visits keep the least days that their account asks for; who waits above the most is told so."""
    done = log.loc[log["status"] == "done", ["account_id", "date"]].assign(status="done")
    dated = pd.concat([done, appointments[["account_id", "date", "status"]]], ignore_index=True)
    gaps = asked.set_index("account_id")[["min_gap_days", "max_gap_days"]].astype("Float64")
    said_of = {} if remarks is None else remarks.groupby("account_id")["remark"].agg(tuple).to_dict()
    for account_id, own in dated[dated["account_id"].isin(gaps.index)].groupby("account_id", sort=True):
        rows: list[Any] = own.sort_values("date", kind="stable").to_dict("records")
        least, most = (float(days) for days in gaps.loc[[account_id]].fillna(-1).to_numpy()[0])
        gaps_had = [int((after["date"] - before["date"]).days) for before, after in pairwise(rows)]
        late = tuple(waits_longer(gap, int(most)) for gap in gaps_had if 0 <= most < gap)
        told = any(remark.startswith(late) for remark in said_of.get(account_id, ()))
        for gap, (before, after) in zip(gaps_had, pairwise(rows), strict=True):
            words = {"account_id": account_id, "gap": gap, "date": format_date(after["date"])}
            if gap < least and "planned" in (before["status"], after["status"]):
                said = ngettext(
                    "{account_id}: {gap} day before the visit of {date}, less than the account asks for",
                    "{account_id}: {gap} days before the visit of {date}, less than the account asks for",
                    gap,
                ).format(**words)
                yield Violation("least_gap", str(account_id), float(least - gap), said)
            if 0 <= most < gap and after["status"] != "done" and not told:
                said = ngettext(
                    "{account_id}: {gap} day before the visit of {date}, more than it asks for, and untold",
                    "{account_id}: {gap} days before the visit of {date}, more than it asks for, and untold",
                    gap,
                ).format(**words)
                yield Violation("longest_gap", str(account_id), float(gap - most), said)


def _check_days(
    appointments: pd.DataFrame, tables: CalendarTables, agreed: pd.DataFrame, settings: CalendarSettings
) -> Iterator[Violation]:
    """Every day that holds a planned visit: field hours, filling, order of times."""
    rep_days = tables.rep_days
    keys = zip(rep_days["rep_id"], pd.to_datetime(rep_days["date"]), strict=True)
    field: dict[Any, float] = dict(zip(keys, rep_days["field_hours"] * 60, strict=True))
    usual = tables.visit_time.set_index("account_id")["visit_minutes"].to_dict()
    lengths_agreed = agreed_minutes(agreed)
    # What is everybody's is looked through once, not once for each rep.
    known = with_homes(tables.accounts, tables.reps, tables.stays).set_index("account_id")
    elsewhere = days_elsewhere(rep_days)
    said_of = {
        rep_id: days.set_index("date").to_dict("index") for rep_id, days in elsewhere.groupby("rep_id")
    }
    for rep_id, own in appointments.groupby("rep_id", sort=True):
        drive = _Drives(str(rep_id), own, known, tables.reps, settings.roads, said_of.get(rep_id, {}))
        in_order: list[dict[Any, Any]] = own.sort_values(["date", "stop"]).to_dict("records")
        for date, day in groupby(in_order, itemgetter("date")):
            stops = list(day)
            if all(stop["status"] == "agreed" for stop in stops):
                continue
            for stop in stops:
                lengths = lengths_agreed if stop["status"] == "agreed" else {}
                key = (stop["account_id"], stop["date"])
                stop["minutes"] = float(lengths.get(key, usual.get(stop["account_id"], 0.0)))
            yield from _check_day(str(rep_id), date, stops, field.get((rep_id, date), 0.0), drive, settings)


def _check_day(
    rep_id: str,
    date: Any,
    stops: list[dict[str, Any]],
    field_minutes: float,
    drive: "_Drives",
    settings: CalendarSettings,
) -> Iterator[Violation]:
    when = format_date(date)
    if field_minutes <= 0:
        words = _("{rep_id}: visits planned on {date}, not a field day")
        yield Violation("field_day", rep_id, len(stops), words.format(rep_id=rep_id, date=when))
        return
    legs = drive.legs(stops)
    work = sum(legs) + sum(stop["minutes"] for stop in stops)
    room = field_minutes * (1 - settings.day_reserve_share)
    starts = [float(clock_minutes(stop["start"])) for stop in stops]
    ends = [float(clock_minutes(stop["end"])) for stop in stops]
    leaves, returns = starts[0] - legs[0], ends[-1] + legs[-1]
    begin = float(clock_minutes(drive.starts_at(date) or settings.day_start))
    has_agreed = any(stop["status"] == "agreed" for stop in stops)
    longest = field_minutes + settings.lunch_minutes + drive.overtime
    latest = (leaves if has_agreed else begin) + longest
    amounts = [
        (
            (
                "overtime",
                work - room - drive.overtime,
                _("{rep_id}: {date} has {minutes} min too much overtime"),
            )
            if drive.overtime
            else ("overfull", work - room, _("{rep_id}: {date} is overfull by {minutes} min"))
        ),
        ("day_end", returns - latest, _("{rep_id}: {date} ends {minutes} min too late")),
        (
            "most_visits",
            len(stops) - drive.most_visits,
            _("{rep_id}: {date} has {minutes} more than the most visits"),
        ),
        (
            "most_driving",
            sum(legs) - drive.most_minutes,
            _("{rep_id}: {date} has {minutes} min more than the most driving"),
        ),
    ]
    if not has_agreed:
        words = _("{rep_id}: {date} starts {minutes} min too early")
        amounts.append(("day_start", begin - leaves, words))
    for i, stop in enumerate(stops):
        short = stop["minutes"] - (ends[i] - starts[i])
        amounts.append(("too_short", short, _("{rep_id}: a visit of {date} is {minutes} min too short")))
        if i and not (stop["status"] == stops[i - 1]["status"] == "agreed"):
            late = ends[i - 1] + legs[i] - starts[i]
            words = _("{rep_id}: on {date}, {minutes} min are missing between two visits")
            amounts.append(("overlap", late, words))
    for rule, amount, words in amounts:
        if amount > MINUTES_TOLERANCE:
            message = words.format(rep_id=rep_id, date=when, minutes=format_number(amount))
            yield Violation(rule, rep_id, float(amount), message)


class _Drives:
    """Driving minutes between one rep's stops."""

    def __init__(
        self,
        rep_id: str,
        own: pd.DataFrame,
        known: pd.DataFrame,
        reps: pd.DataFrame,
        roads: Roads,
        said: dict[Any, Any],
    ) -> None:
        named = {day[end] for day in said.values() for end in ("start_id", "end_id") if day[end]}
        places = sorted({*own["account_id"], *named} - {f"home:{rep_id}"})
        self._row = {place: row for row, place in enumerate(places, start=1)}
        self._minutes = tour_minutes(rep_id, known.reindex(places).reset_index(), reps, roads)
        self._said = said
        caps = reps[reps["rep_id"] == rep_id].reindex(
            columns=["max_drive_minutes", "max_visits_day", "overtime_minutes"]
        )
        # No cap is no number, and nothing is above it.
        minutes, visits, overtime = caps.astype("float64").to_numpy()[0]
        self.most_minutes, self.most_visits = float(minutes), float(visits)
        self.overtime = float(np.nan_to_num(overtime))

    def starts_at(self, date: Any) -> str | None:
        """Return when a day may start, where that is not as usual."""
        return self._said.get(date, {}).get("start_time")

    def _place(self, date: Any, end: str) -> int:
        """Return where a day starts or ends; at home where nothing else is said."""
        return self._row.get(self._said.get(date, {}).get(end) or "", 0)

    def legs(self, stops: list[dict[str, Any]]) -> list[float]:
        """Return the drives of a day, home last."""
        there = [self.to(stop, before) for before, stop in zip([None, *stops], stops, strict=False)]
        return [*there, self.home(stops[-1])]

    def to(self, stop: dict[str, Any], before: dict[str, Any] | None) -> float:
        """Return the drive to a stop from the one before, or from where the day starts."""
        here = self._row[stop["account_id"]]
        there = self._place(stop["date"], "start_id") if before is None else self._row[before["account_id"]]
        minutes = float(self._minutes[there, here])
        return float(stop["travel_minutes"]) if np.isnan(minutes) else minutes

    def home(self, stop: dict[str, Any]) -> float:
        """Return the drive from the last stop to where the day ends."""
        end = self._place(stop["date"], "end_id")
        return float(np.nan_to_num(self._minutes[self._row[stop["account_id"]], end]))
