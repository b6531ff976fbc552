"""Months counted back from a day."""

from datetime import date

import pandas as pd

DAYS_PER_MONTH = 365.25 / 12
NEEDED_YEARS = 2  # of invoices, to tell who left and who is new
LATE_START_DAYS = 31  # a first month without an invoice does not shorten a year


def covers_years(first: pd.Timestamp | date, day: pd.Timestamp | date, years: int) -> bool:
    """Tell whether what begins on `first` covers so many whole years up to a day, a first month forgiven.

    Parameters
    ----------
    first, day : Timestamp or date
    years : int
    """
    opened = pd.Timestamp(day) - pd.DateOffset(years=years)
    return bool(pd.Timestamp(first) <= opened + pd.Timedelta(days=LATE_START_DAYS))


def months_before(day: date, months: float) -> pd.Timestamp:
    """Return the day so many months earlier; a part of a month counts in days.

    Parameters
    ----------
    day : date
    months : float
        0 or more.
    """
    whole = int(months)
    days = round((months - whole) * DAYS_PER_MONTH)
    return pd.Timestamp(day) - pd.DateOffset(months=whole, days=days)
