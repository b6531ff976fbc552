"""Months counted back from a day, and the quarters of a plan."""

from calendar import monthrange
from datetime import date, datetime, timedelta

DAYS_PER_MONTH = 365.25 / 12
MONTHS_PER_QUARTER = 3
NEEDED_YEARS = 2  # of invoices, to tell who left and who is new
LATE_START_DAYS = 31  # a first month without an invoice does not shorten a year


def covers_years(first: datetime | date, day: datetime | date, years: int) -> bool:
    """Tell whether what begins on `first` covers so many whole years up to a day, a first month forgiven.

    Parameters
    ----------
    first, day : datetime or date
    years : int
    """
    return _at_midnight(first) <= _earlier(day, 12 * years) + timedelta(days=LATE_START_DAYS)


def months_before(day: datetime | date, months: float) -> datetime:
    """Return the day so many months earlier; a part of a month counts in days.

    Parameters
    ----------
    day : datetime or date
    months : float
        0 or more.
    """
    whole = int(months)
    days = round((months - whole) * DAYS_PER_MONTH)
    return _earlier(day, whole) - timedelta(days=days)


def plan_quarters(first: date, last: date) -> float:
    """Return the length of a plan in quarters, both days included; a part of a month counts by its days."""
    end = last + timedelta(days=1)
    months = (end.year - first.year) * 12 + end.month - first.month - (end.day < first.day)
    days = (_at_midnight(end) - _earlier(first, -months)).days
    return (months + days / DAYS_PER_MONTH) / MONTHS_PER_QUARTER


def _earlier(day: datetime | date, months: int) -> datetime:
    """Return the same day of an earlier month, or the last one of a month that is shorter."""
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return datetime(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def _at_midnight(day: datetime | date) -> datetime:
    return datetime(day.year, day.month, day.day)
