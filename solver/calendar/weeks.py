"""Weeks of the calendar, written as in `2026-W03`, and the dates of a rhythm."""

from datetime import date, datetime, time, timedelta

import pandas as pd
from dateutil.rrule import rrulestr


def week_of(days: pd.Series) -> pd.Series:
    """Return the ISO week of each day, as in `2026-W03`."""
    parts = days.dt.isocalendar()
    return parts["year"].astype("str") + "-W" + parts["week"].astype("str").str.zfill(2)


def monday_of(week: str) -> pd.Timestamp:
    """Return the first day of a week written as `2026-W03`."""
    return pd.Timestamp.fromisocalendar(int(week[:4]), int(week[6:]), 1)


def rhythm_dates(text: str, first: date, last: date, last_visit: date | None) -> list[date]:
    """Return the dates of a rhythm from a first day to a last one, both included, after the last visit.

    Weeks and months are counted from the last visit made, or from the first day where there is none; its day
    counts where the rhythm names none.
    """
    start = first if last_visit is None else max(first, last_visit + timedelta(days=1))
    rule = rrulestr(text, dtstart=datetime.combine(last_visit or first, time()))
    dates = rule.between(datetime.combine(start, time.min), datetime.combine(last, time.max), inc=True)
    return [moment.date() for moment in dates]
