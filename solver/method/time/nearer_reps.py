"""Accounts that lie nearer to another rep than to their own."""

import numpy as np
import pandas as pd

from solver.roads.drives import minutes_from_homes
from solver.roads.roads import Roads
from solver.tables.codes import VISITED_KINDS

COLUMNS = ("account_id", "rep_id", "home_minutes", "nearer_rep_id", "nearer_minutes", "saved_minutes")


def nearer_reps(
    accounts: pd.DataFrame,
    reps: pd.DataFrame,
    roads: Roads,
    *,
    least_saving_minutes: float = 20.0,
) -> pd.DataFrame:
    """Return the accounts that another rep reaches sooner, the longest detours first.

    Parameters
    ----------
    accounts, reps : DataFrame
        Canonical tables; accounts without a rep or coordinates are left out.
    roads : Roads
        How long a drive takes. A tie goes to the first rep of the list.
    least_saving_minutes : float, default 20
        A smaller difference, one way, is not worth a change of rep.

    Returns
    -------
    DataFrame
        `account_id, rep_id, home_minutes` (one way, from the rep in charge), `nearer_rep_id,
        nearer_minutes, saved_minutes`.
    """
    placed = accounts[accounts["kind"].isin(VISITED_KINDS) & ~accounts["opposed"].astype("bool")]
    placed = placed.dropna(subset=["rep_id", "lat", "lon"]).sort_values(
        "account_id", ignore_index=True, kind="stable"
    )
    minutes = pd.DataFrame(minutes_from_homes(placed, reps, roads), columns=reps["rep_id"].to_list())
    own = minutes.columns.get_indexer(pd.Index(placed["rep_id"]))
    table = placed[["account_id", "rep_id"]].assign(
        home_minutes=minutes.to_numpy()[range(len(placed)), own],
        nearer_rep_id=minutes.fillna(np.inf).idxmin(axis=1) if len(placed) else pd.Series(dtype="str"),
        nearer_minutes=minutes.min(axis=1),
    )
    table["saved_minutes"] = table["home_minutes"] - table["nearer_minutes"]
    worth = table[table["saved_minutes"] >= least_saving_minutes]
    return worth.sort_values("saved_minutes", ascending=False, kind="stable", ignore_index=True)[
        list(COLUMNS)
    ]
