"""Step 11: the product families that similar clients buy and this one does not, or hardly.

Similar clients are those of the same account type and the same class of revenue, or of the same account type
where the class holds too few of them.
"""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from solver.method.accounts.revenue import CENT, year_sales

FEWEST_PEERS = 5
COMMON_SHARE = 0.5
WEAK_SHARE = 0.5
GAP_COLUMNS = ("account_id", "family", "kind", "peers", "buying_share", "own_eur", "gap_eur")


def family_gaps(
    sales: pd.DataFrame,
    account_types: pd.DataFrame,
    segments: pd.DataFrame,
    qualification: pd.DataFrame,
    *,
    as_of: date,
) -> pd.DataFrame:
    """Return the families that each client could buy, valued by what its like spend on them.

    Parameters
    ----------
    sales, account_types, segments, qualification : DataFrame
        The canonical tables of steps 1, 6, 4 and 5. Lines without a family are left out.
    as_of : date
        Last day of the 12 months looked at.

    Returns
    -------
    DataFrame
        `account_id, family`; `kind`: new_family (not bought at all: cross-selling) or more_of_family (less
        than half its usual part of the basket: up-selling); `peers`, similar clients; `buying_share`, how
        many of them buy it, at least half; `own_eur` and `gap_eur`. Largest gap of each account first.

    Notes
    -----
    gap = revenue x (median part of the family in the baskets of the similar clients that buy it - its part in
    this basket). Where the account's gap of step 5 is known, its families together never pass it.
    """
    baskets = bought_of_each_family(sales, as_of)
    revenue = baskets.groupby("account_id")["own_eur"].sum()
    baskets["part"] = baskets["own_eur"] / _looked_up(baskets, revenue)
    clients, members, sizes = like_clients(account_types, segments, revenue.index)
    bought = baskets.merge(members[["account_id", "group"]], on="account_id")
    usual = bought.groupby(["group", "family"]).agg(buyers=("part", "size"), usual_part=("part", "median"))
    table = (
        clients[["account_id", "group"]]
        .merge(usual.reset_index(), on="group")
        .merge(baskets, on=["account_id", "family"], how="left")
        .fillna({"own_eur": 0.0, "part": 0.0})
    )
    own = table["part"] > 0
    table["peers"] = table["group"].map(sizes).astype("int64") - 1
    table["buying_share"] = (table["buyers"] - own) / table["peers"]
    table["kind"] = pd.Series("new_family", index=table.index, dtype="str").mask(own, "more_of_family")
    table["gap_eur"] = _looked_up(table, revenue) * (table["usual_part"] - table["part"])
    worth = (
        (table["peers"] >= FEWEST_PEERS)
        & (table["buying_share"] >= COMMON_SHARE)
        & (table["part"] < WEAK_SHARE * table["usual_part"])
    )
    order = ["account_id", "gap_eur", "family"]
    found = table[worth].sort_values(order, ascending=[True, False, True], ignore_index=True, kind="stable")
    known_gap = _looked_up(found, qualification.set_index("account_id")["gap_eur"]).fillna(np.inf)
    before = found.groupby("account_id")["gap_eur"].cumsum() - found["gap_eur"]
    found["gap_eur"] = found["gap_eur"].clip(upper=(known_gap - before).clip(lower=0.0))
    return found.loc[found["gap_eur"] > CENT, list(GAP_COLUMNS)].reset_index(drop=True)


def like_clients(
    account_types: pd.DataFrame, segments: pd.DataFrame, buying: Sequence[str] | pd.Index
) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series]:
    """Group the clients that buy with their like: those of their type and class, or of their type alone.

    Returns
    -------
    tuple of DataFrame, DataFrame and Series
        account_id and `group` of each client; the members of every group; and how many each has.
    """
    clients = account_types.merge(segments[["account_id", "segment"]], on="account_id")
    clients = clients[clients["account_id"].isin(list(buying))]
    narrow, wide = clients["account_type"] + " " + clients["segment"], clients["account_type"]
    members = pd.concat([clients.assign(group=narrow), clients.assign(group=wide)])
    sizes = members.groupby("group").size()
    return clients.assign(group=narrow.where(narrow.map(sizes) > FEWEST_PEERS, wide)), members, sizes


def bought_of_each_family(sales: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return what each account bought of each family in the year, credit notes deducted."""
    lines = year_sales(sales, as_of).dropna(subset=["family"])
    totals = lines.groupby(["account_id", "family"], as_index=False)["revenue_eur"].sum()
    return totals[totals["revenue_eur"] > CENT].rename(columns={"revenue_eur": "own_eur"})


def _looked_up(table: pd.DataFrame, by_account: pd.Series) -> pd.Series:
    """Return the amount of each row's account; of an empty table too."""
    return table["account_id"].map(by_account).astype("float64")
