"""Who owes too much, or for too long: it pays before anything more is sold, and is visited as before."""

from datetime import date

import numpy as np
import pandas as pd

from solver.tables import check


def to_settle(
    overdue: pd.DataFrame,
    segments: pd.DataFrame,
    *,
    as_of: date,
    overdue_days_max: float,
    overdue_share_max: float,
) -> pd.DataFrame:
    """Return the accounts to which nothing more is sold before they have settled what they owe.

    Parameters
    ----------
    overdue, segments : DataFrame
        The canonical tables of steps 1 and 4: what is owed, and the revenue of the year.
    as_of : date
    overdue_days_max, overdue_share_max : float
        Overdue for more days than this *and* more than this part of the year is too long; of what nobody
        says since when, nobody can tell.

    Returns
    -------
    DataFrame
        The canonical table `to_settle`.
    """
    year = (
        overdue["account_id"]
        .map(segments.set_index("account_id")["revenue_eur"])
        .astype("float64")
        .fillna(0.0)
    )
    late, owed = overdue["overdue_eur"].fillna(0.0), overdue["outstanding_eur"].fillna(0.0)
    days = (pd.Timestamp(as_of) - overdue["overdue_on"]).dt.days
    # Where accounting says what has been due for so long, that is the amount; else all, by its oldest day.
    long = overdue["late_eur"].fillna(late.where(days.gt(overdue_days_max), 0.0))
    table = overdue.assign(
        over_limit=late.where(late.gt(owed), owed).gt(overdue["credit_limit_eur"].fillna(np.inf)),
        too_late=long.gt(0.0) & long.gt(overdue_share_max * year.clip(lower=0.0)),
    )
    return check("to_settle", table[table["over_limit"] | table["too_late"]].reset_index(drop=True))
