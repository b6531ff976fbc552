"""What accounts ask of the days of a rep: when they are open, closed, in turn by their zone, or preferred."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from solver.calendar.settings import CalendarSettings
from solver.calendar.tables import CalendarTables
from solver.tables.rhythm import read_rhythm
from solver.tables.week import MINUTES_A_DAY, Week, read_hours, read_weekdays
from solver.words.i18n import mark

type Starts = tuple[tuple[tuple[int, int], ...], ...]

HOURS, CLOSURE, WEEKDAYS, ZONE, RHYTHM = "hours", "closure", "weekdays", "zone", "rhythm"
RULES: Mapping[str, str] = {
    HOURS: mark("opening hours"),
    CLOSURE: mark("closed period"),
    WEEKDAYS: mark("days of the week"),
    ZONE: mark("days of the zone"),
    RHYTHM: mark("hour of the rhythm"),
}


@dataclass(frozen=True)
class DayRules:
    """What one account asks of the field days of its rep.

    Parameters
    ----------
    barred : mapping of str to ndarray of bool
        For each rule of `RULES` that is hard here, the days it bars.
    wished : list of ndarray of bool
        For each preference, the days it would have.
    starts : tuple, optional
        For each weekday the first and last moment a visit may start, in seconds after midnight, for each time
        the account opens; at any time without.
    """

    barred: Mapping[str, np.ndarray] = field(default_factory=dict)
    wished: list[np.ndarray] = field(default_factory=list)
    starts: Starts | None = None

    @property
    def open(self) -> np.ndarray | bool:
        """Tell the days that no rule bars."""
        return ~np.logical_or.reduce(list(self.barred.values())) if self.barred else True


def day_rules(
    rep_id: str,
    seconds: Mapping[str, int],
    days: list[int],
    tables: CalendarTables,
    settings: CalendarSettings,
) -> dict[str, DayRules]:
    """Return the rules of the accounts of a rep that have any.

    Parameters
    ----------
    rep_id : str
    seconds : mapping of str to int
        Time on site at each account.
    days : list of int
        Days of the plan that may hold visits.
    tables : CalendarTables
    settings : CalendarSettings
    """
    dates = pd.DatetimeIndex([pd.Timestamp(settings.day(day)) for day in days])
    asked = {row["account_id"]: row for row in tables.visit_rules.to_dict("records")}
    closures = _closures(tables.closures, dates)
    zones = _zones(tables.zone_days[tables.zone_days["rep_id"] == rep_id], dates)
    found: dict[str, DayRules] = {}
    for account_id, on_site in seconds.items():
        barred: dict[str, np.ndarray] = {}
        wished: list[np.ndarray] = []
        starts: Starts | None = None
        row = asked.get(account_id, {})
        if (text := row.get("open_hours")) and not pd.isna(text):
            week = read_hours(text)
            starts = _starts(week, on_site, settings)
            barred[HOURS] = np.array([not week[day] for day in dates.day_of_week], dtype=bool)
        if (
            (text := row.get("rhythm"))
            and not pd.isna(text)
            and (clock := read_rhythm(text).clock) is not None
        ):
            starts = _at(clock * 60, starts)
            barred[RHYTHM] = np.array([not starts[day] for day in dates.day_of_week], dtype=bool)
        closed = [closures[key] for key in (account_id, "") if key in closures]
        if closed:
            barred[CLOSURE] = np.logical_or.reduce(closed)
        if (text := row.get("weekdays")) and not pd.isna(text):
            preferred, must = read_weekdays(text)
            on_day = np.isin(dates.day_of_week, sorted(preferred))
            if must:
                barred[WEEKDAYS] = ~on_day
            else:
                wished.append(on_day)
        zone = row.get("zone")
        if zone in zones:
            on_day, must = zones[zone]
            if must:
                barred[ZONE] = ~on_day
            else:
                wished.append(on_day)
        if barred or wished:
            found[account_id] = DayRules(barred, wished, starts)
    return found


def _starts(week: Week, on_site: int, settings: CalendarSettings) -> Starts:
    """Return when a visit may start: before the account closes, or so that it ends before that."""
    needed = on_site if settings.hours_keep == "whole" else 60
    slot = settings.slot_minutes * 60
    return tuple(
        tuple(
            (first, end * 60 - needed)
            for start, end in hours
            if (first := -(-start * 60 // slot) * slot) <= end * 60 - needed
        )
        for hours in week
    )


def _at(moment: int, starts: Starts | None) -> Starts:
    """Return starts at one moment alone, on the days of the week on which it is among those there are."""
    at_any_time = (((0, MINUTES_A_DAY * 60),),) * 7
    return tuple(
        ((moment, moment),) if any(first <= moment <= last for first, last in hours) else ()
        for hours in starts or at_any_time
    )


def _closures(closures: pd.DataFrame, dates: pd.DatetimeIndex) -> dict[str, np.ndarray]:
    """Return the days that are closed, by account; those of all accounts under an empty name."""
    closed: dict[str, np.ndarray] = {}
    for row in closures.to_dict("records"):
        key = "" if pd.isna(row["account_id"]) else str(row["account_id"])
        inside = np.asarray((dates >= row["from_on"]) & (dates <= row["to_on"]))
        closed[key] = closed.get(key, False) | inside
    return closed


def _zones(zone_days: pd.DataFrame, dates: pd.DatetimeIndex) -> dict[Any, tuple[np.ndarray, bool]]:
    """Return the days of each zone of a rep, and whether they must be kept: one line that must is enough."""
    zones: dict[Any, tuple[np.ndarray, bool]] = {}
    if zone_days.empty:
        return zones
    odd = np.asarray(dates.isocalendar()["week"] % 2 == 1)
    for row in zone_days.to_dict("records"):
        days, must = read_weekdays(row["weekdays"])
        inside = np.isin(dates.day_of_week, sorted(days))
        if not pd.isna(row["weeks"]):
            inside &= odd == (row["weeks"] == "odd")
        before, strict = zones.get(row["zone"], (np.zeros(len(dates), dtype=bool), False))
        zones[row["zone"]] = before | inside, strict or must
    return zones
