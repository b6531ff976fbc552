"""Accounts at another rep than their own: who could take them."""

import numpy as np
import pandas as pd

from solver.roads.drives import minutes_from_homes
from solver.roads.roads import Roads

MINUTES = 60.0


def takers(
    accounts: pd.DataFrame,
    reps: pd.DataFrame,
    roads: Roads,
    *,
    visit_minutes: pd.Series,
    day_hours: pd.Series,
) -> pd.Series:
    """Return who would take over each account: the nearest other rep whose day holds the drive and the visit.

    Parameters
    ----------
    accounts, reps : DataFrame
        Canonical tables of step 1.
    roads : Roads
        How long a drive takes. A tie goes to the first rep of the list.
    visit_minutes : Series
        Minutes of one visit to each account, preparation included, by account_id.
    day_hours : Series
        Hours that the longest day of each rep can hold, by rep_id.

    Returns
    -------
    Series of str, indexed by account_id
        Without the accounts that nobody else could visit within a day, or whose place is unknown.
    """
    placed = accounts[accounts["account_id"].isin(visit_minutes.index)].dropna(
        subset=["rep_id", "lat", "lon"]
    )
    if placed.empty or len(reps) < 2:
        return pd.Series(dtype="str")
    codes = pd.Index(reps["rep_id"])
    minutes = minutes_from_homes(placed, reps, roads)
    longest = day_hours.reindex(codes).to_numpy(dtype=float) * MINUTES
    on_site = placed["account_id"].map(visit_minutes).to_numpy(dtype=float)
    minutes = np.where(2 * minutes + on_site[:, None] <= longest, minutes, np.inf)
    minutes[np.arange(len(placed)), codes.get_indexer(pd.Index(placed["rep_id"]))] = np.inf
    found = np.isfinite(minutes).any(axis=1)
    nearest = codes.to_numpy()[minutes.argmin(axis=1)]
    return pd.Series(nearest[found], index=placed["account_id"].to_numpy()[found]).sort_index().astype("str")
