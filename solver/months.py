"""Months counted back from a day."""

from datetime import date

import pandas as pd

DAYS_PER_MONTH = 365.25 / 12


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
