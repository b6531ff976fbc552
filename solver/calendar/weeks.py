"""Weeks of the calendar, written as in `2026-W03`."""

import pandas as pd


def week_of(days: pd.Series) -> pd.Series:
    """Return the ISO week of each day, as in `2026-W03`."""
    parts = days.dt.isocalendar()
    return parts["year"].astype("str") + "-W" + parts["week"].astype("str").str.zfill(2)


def monday_of(week: str) -> pd.Timestamp:
    """Return the first day of a week written as `2026-W03`."""
    return pd.Timestamp.fromisocalendar(int(week[:4]), int(week[6:]), 1)
