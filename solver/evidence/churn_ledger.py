"""What became of the clients that were at risk: saved, lost or open, those contacted beside the others."""

from collections.abc import Collection
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from solver.tables import check
from solver.words.months import months_before

Z_95 = 1.96
SAVED_SHARE = 0.5  # of the usual half-year: who bought so much again is saved
HALF_YEAR_MONTHS = 6


def churn_ledger(
    at_risk: pd.DataFrame,
    hot: Collection[str],
    sales: pd.DataFrame,
    visits: pd.DataFrame,
    *,
    seen_on: date,
    as_of: date,
) -> pd.DataFrame:
    """Follow up each client that an earlier run called at risk.

    Parameters
    ----------
    at_risk : DataFrame
        `account_id` and `margin_eur` of the 12 months before.
    hot : collection of str
        Those of them who had said something: a complaint, a low note; the others were silent or declined.
    sales, visits : DataFrame
        The canonical tables of today.
    seen_on, as_of : date
        The days that the earlier run and this one look at.

    Returns
    -------
    DataFrame
        The canonical table `churn_ledger`. Contacted: somebody was met since. Saved: bought since at least
        half of its usual half-year. Lost: bought nothing since, nor for half a year and more. Open: neither;
        a quarter can save a client, and lose only one who was silent before.
    """
    then, now = pd.Timestamp(seen_on), pd.Timestamp(as_of)
    before = sales[(sales["date"] > months_before(seen_on, 12)) & (sales["date"] <= then)]
    since = sales[(sales["date"] > then) & (sales["date"] <= now)]
    codes = at_risk["account_id"]
    half_year = _sum_of(before, codes) / 2
    bought = _sum_of(since, codes)
    met = visits[visits["status"].eq("done") & (visits["date"] > then) & (visits["date"] <= now)]
    bought_last = (
        sales[sales["revenue_eur"].gt(0) & (sales["date"] <= now)].groupby("account_id")["date"].max()
    )
    silent = ~codes.map(bought_last).gt(months_before(as_of, HALF_YEAR_MONTHS)).to_numpy()
    outcome = np.select(
        [(bought > 0) & (bought >= SAVED_SHARE * half_year), (bought <= 0) & silent],
        ["saved", "lost"],
        "open",
    )
    table = pd.DataFrame(
        {
            "account_id": codes.to_numpy(),
            "seen_on": then,
            "heat": np.where(codes.isin(list(hot)), "hot", "cold"),
            "contacted": codes.isin(met["account_id"]).to_numpy(),
            "outcome": outcome,
            "margin_eur": at_risk["margin_eur"].to_numpy(),
        }
    )
    by = ["margin_eur", "account_id"]
    return check("churn_ledger", table.sort_values(by, ascending=[False, True], kind="stable"))


def saved_and_lost(ledger: pd.DataFrame) -> pd.DataFrame:
    """Count saved and lost of those contacted and of those not contacted, always both.

    Returns
    -------
    DataFrame
        `contacted, clients, saved, lost, saved_share` (none without a client) and `margin_eur`.
    """
    rows: list[dict[str, Any]] = []
    for contacted in (True, False):
        part = ledger[ledger["contacted"].eq(contacted)]
        saved = int(part["outcome"].eq("saved").sum())
        rows.append(
            {
                "contacted": contacted,
                "clients": len(part),
                "saved": saved,
                "lost": int(part["outcome"].eq("lost").sum()),
                "saved_share": saved / len(part) if len(part) else None,
                "margin_eur": float(part["margin_eur"].sum()),
            }
        )
    return pd.DataFrame(rows)


def effect_can_be_told(counts: pd.DataFrame, outcome: str = "saved") -> bool:
    """Tell whether the two shares differ by more than chance: 95 % interval of their difference, add-one.

    Parameters
    ----------
    counts : DataFrame
        As `saved_and_lost` returns it.
    outcome : str
        Whose share: saved or lost.

    References
    ----------
    Agresti and Caffo (2000), The American Statistician 54: one success and one failure are added to each
    group, which keeps the interval honest for few clients.
    """
    if counts["clients"].lt(1).any():
        return False
    n = counts["clients"].to_numpy(dtype="float64") + 2
    p = (counts[outcome].to_numpy(dtype="float64") + 1) / n
    half = Z_95 * float(np.sqrt((p * (1 - p) / n).sum()))
    return bool(abs(p[0] - p[1]) > half)


def _sum_of(sales: pd.DataFrame, codes: pd.Series) -> np.ndarray:
    totals = sales.groupby("account_id")["revenue_eur"].sum()
    return codes.map(totals).fillna(0.0).to_numpy(dtype="float64")
