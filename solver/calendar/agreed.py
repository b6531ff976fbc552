"""The appointments already taken: when, and how much of it was left open."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from solver.calendar.settings import CalendarSettings, clock_minutes

AGREED, PLANNED = "agreed", "planned"
TERMS = ("flexible", "leeway_minutes")  # what of an agreed visit was left open
DAYS_A_WEEK = 7


@dataclass(frozen=True)
class Agreed:
    """An appointment already taken.

    Attributes
    ----------
    day : int
        Day of the plan.
    clock : int, optional
        Start in minutes after midnight; at any time of the day without.
    minutes : float, optional
        Length.
    rep_id : str, optional
    leeway : int
        Minutes that it may start earlier or later.
    first, last : int
        Days of the plan that it may fall on.
    """

    day: int
    clock: int | None
    minutes: float | None
    rep_id: str | None
    leeway: int
    first: int
    last: int

    def row(self, rep_id: str | None, minutes: float, known_reps: set[str]) -> dict[str, object]:
        """Return what `list_occurrences` says of it; rep and length where it does not say."""
        return {
            "rep_id": self.rep_id if self.rep_id in known_reps else rep_id,
            "status": AGREED,
            "minutes": minutes if self.minutes is None else self.minutes,
            "clock": self.clock,
            "leeway": self.leeway,
            "first_day": self.first,
            "last_day": self.last,
            "ideal_day": self.day,
        }


def agreed_visits(visits: pd.DataFrame, settings: CalendarSettings) -> dict[str, list[Agreed]]:
    """Return the agreed visits of the plan by account, in order of time."""
    dates = pd.to_datetime(visits["date"])
    inside = dates.between(pd.Timestamp(settings.plan_start), pd.Timestamp(settings.plan_end))
    agreed: dict[str, list[Agreed]] = {}
    for row in visits[(visits["status"] == AGREED) & inside].to_dict("records"):
        agreed.setdefault(str(row["account_id"]), []).append(_read(row, settings))
    return {account_id: sorted(dates, key=_in_time) for account_id, dates in agreed.items()}


def known(value: Any) -> Any:
    """Return the value of a cell, None where it is empty."""
    return None if pd.isna(value) or value == "" else value


def _read(row: dict[Any, Any], settings: CalendarSettings) -> Agreed:
    clock, length, rep_id, flexible, leeway = (
        known(row.get(name)) for name in ("start_time", "duration_minutes", "rep_id", *TERMS)
    )
    date = pd.Timestamp(row["date"])
    day = (date - pd.Timestamp(settings.plan_start)).days
    at_any_time = clock is None or flexible in ("day", "week")
    monday = day - date.weekday()
    in_week = flexible == "week"
    return Agreed(
        day=day,
        clock=None if at_any_time else clock_minutes(str(clock)),
        minutes=None if length is None else float(length),
        rep_id=None if rep_id is None else str(rep_id),
        leeway=0 if at_any_time or leeway is None else round(leeway),
        first=max(monday, 0) if in_week else day,
        last=min(monday + DAYS_A_WEEK, settings.plan_days) - 1 if in_week else day,
    )


def _in_time(one: Agreed) -> tuple[float | str, ...]:
    """Order agreed visits by day and hour; two of one hour by length and rep, not by the rows of the log."""
    return one.day, one.clock is None, one.clock or 0, one.minutes or 0.0, one.rep_id or ""
