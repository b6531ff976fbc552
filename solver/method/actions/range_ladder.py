"""Step 11: clients on one rung of a range whose like buy the next one."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd

from solver.method.accounts.revenue import CENT
from solver.method.actions.cross_selling import (
    COMMON_SHARE,
    FEWEST_PEERS,
    GAP_COLUMNS,
    bought_of_each_family,
    like_clients,
)


def range_gaps(
    sales: pd.DataFrame,
    account_types: pd.DataFrame,
    segments: pd.DataFrame,
    qualification: pd.DataFrame,
    ladders: Mapping[str, Sequence[str]],
    *,
    as_of: date,
) -> pd.DataFrame:
    """Return the next rung that each client could take, valued by what its like spend on it.

    Parameters
    ----------
    sales, account_types, segments, qualification : DataFrame
        The canonical tables of steps 1, 6, 4 and 5.
    ladders : mapping
        Range: its product families, the cheapest first.
    as_of : date

    Returns
    -------
    DataFrame
        The columns of `family_gaps`, `family` the next rung, `own_eur` what is bought on this one, `kind`
        next_range.

    Notes
    -----
    A client on rung k, and not on a higher one, could take k + 1 where half of five similar clients or more
    buy it: gap = median of what they spend on k + 1 less its own on k, never above its gap of step 5.
    """
    baskets = bought_of_each_family(sales, as_of)
    clients, members, _sizes = like_clients(account_types, segments, pd.Index(baskets["account_id"].unique()))
    spent = baskets.pivot_table(index="account_id", columns="family", values="own_eur", aggfunc="sum")
    rows = []
    for rungs in ladders.values():
        here = spent.reindex(columns=list(rungs))
        top = here.notna().to_numpy().cumsum(axis=1).argmax(axis=1)
        on_any = here.notna().any(axis=1).to_numpy()
        rung = pd.Series(np.where(on_any, top, -1), index=here.index)
        for code, group in zip(clients["account_id"], clients["group"], strict=True):
            k = int(rung.get(code, -1))
            if k < 0 or k + 1 >= len(rungs):
                continue
            like = members.loc[members["group"].eq(group), "account_id"]
            like = like[like.ne(code)]
            theirs = here[rungs[k + 1]].reindex(like).dropna()
            own = float(here.loc[code, rungs[k]])
            gap = float(theirs.median()) - own if len(theirs) else 0.0
            if len(like) >= FEWEST_PEERS and len(theirs) >= COMMON_SHARE * len(like) and gap > CENT:
                share = len(theirs) / len(like)
                rows.append((code, rungs[k + 1], "next_range", len(like), share, own, gap))
    found = pd.DataFrame(rows, columns=list(GAP_COLUMNS))
    known = found["account_id"].map(qualification.set_index("account_id")["gap_eur"]).astype("float64")
    found["gap_eur"] = found["gap_eur"].clip(upper=known.fillna(np.inf))
    found = found[found["gap_eur"] > CENT]
    by = ["account_id", "gap_eur", "family"]
    return found.sort_values(by, ascending=[True, False, True], ignore_index=True, kind="stable")
