"""What a run promises: each figure it expects, with bounds where the past gives some, for a later run."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from solver.method.accounts.revenue import CENT

FEWEST_OF_A_SIZE = 30  # clients, to learn from how far such clients ended from the year before
SIZES = 3
BAND = 0.90
FROM_PAST, POINT = "own_past", "point"
COLUMNS = ("promise", "account_id", "expected", "low", "high", "basis")
FORECAST = {
    "attrition_rate": "attrition_rate",
    "stated_growth": "client_growth_rate",
    "inflow_eur": "inflow_eur",
    "new_client_revenue_eur": "new_client_revenue_eur",
    "conversion_rate": "conversion_rate",
}  # figures of step 3, and the promises they are


def parameters_hash(parameters: Mapping[str, Any]) -> str:
    """Return the sha256 of the parameters that a promise rests on, whatever their order."""
    told = json.dumps(parameters, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(told.encode()).hexdigest()


def size_bands(before: pd.Series, after: pd.Series) -> pd.DataFrame:
    """Return between which multiples of the year before nine of ten clients ended, by size.

    Parameters
    ----------
    before, after : Series
        Revenue of two years by account_id; who bought in the first and not in the second ended at 0.

    Notes
    -----
    `from_eur, low, high`, the smallest first; sizes of equal numbers of clients, none where they are too few.
    """
    clients = before[before > CENT].sort_index().sort_values(kind="stable")
    count = min(SIZES, len(clients) // FEWEST_OF_A_SIZE)
    rows = []
    for number in range(count):
        part = clients.iloc[number * len(clients) // count : (number + 1) * len(clients) // count]
        ratio = after.reindex(part.index).fillna(0.0).clip(lower=0.0) / part
        low, high = ratio.quantile([(1 - BAND) / 2, (1 + BAND) / 2])
        rows.append((0.0 if number == 0 else float(part.iloc[0]), float(low), float(high)))
    return pd.DataFrame(rows, columns=["from_eur", "low", "high"])


def account_promises(allocation: pd.DataFrame, revenue_eur: pd.Series, bands: pd.DataFrame) -> pd.DataFrame:
    """Return what is expected of each account: its contribution, and the visits planned.

    By the revenue of the last 12 months the contribution of who buys today is given the bounds of its size.
    """
    revenue = allocation["account_id"].map(revenue_eur).fillna(0.0)
    expected = allocation["contribution_eur"]
    buys = revenue.gt(CENT) & (not bands.empty)
    size = bands["from_eur"].searchsorted(revenue, side="right") - 1 if len(bands) else 0
    low, high = (
        expected.where(~buys, expected * (bands[end].to_numpy()[size] if len(bands) else 1.0))
        for end in ("low", "high")
    )
    basis = pd.Series(POINT, index=allocation.index).mask(buys, FROM_PAST)
    visits, ids = allocation["visits"].astype("float64"), allocation[["account_id"]]
    told = (
        ids.assign(promise="account_contribution", expected=expected, low=low, high=high, basis=basis),
        ids.assign(promise="account_visits", expected=visits, low=visits, high=visits, basis=POINT),
    )
    return pd.concat(told, ignore_index=True)[list(COLUMNS)]


def figure_promises(
    need: Mapping[str, Any], expected: pd.DataFrame, allocation: pd.DataFrame, clients_won: float
) -> pd.DataFrame:
    """Return what is expected of the firm: goal, losses, growth, new clients, visits, contribution.

    Of the facts of step 3, `expected_figures`, the allocation and the clients that step 10 expects to win.
    Visits to prospects are those that can be expected: not everybody receives us. The bounds are 80 %
    intervals; goals and needs bear none: what is asked of the firm is no forecast that could come true.
    """
    left, forecast = need["attrition"], expected.set_index("figure")
    prospects = allocation["kind"].eq("prospect")
    rows: list[tuple[str, float | None, float | None, float | None]] = [
        ("goal_eur", need["goal_eur"], None, None),
        ("new_clients", clients_won, None, None),
        ("prospect_need", need["prospect_visits"], None, None),
        ("visits", allocation["visits"].sum(), None, None),
        ("prospect_visits", allocation.loc[prospects, "expected_visits"].sum(), None, None),
        ("contribution_eur", allocation["contribution_eur"].sum(), None, None),
    ]
    if left["client_rate"] is not None:
        rows.append(("client_loss_rate", left["client_rate"], left["client_low"], left["client_high"]))
    for figure, promise in FORECAST.items():
        point, low, high = (float(forecast[end][figure]) for end in ("expected", "low_80", "high_80"))
        rows.append((promise, point, low, high))
    table = pd.DataFrame(rows, columns=["promise", "expected", "low", "high"])
    known = table[["low", "high"]].notna().all(axis=1)
    for end in ("low", "high"):
        table[end] = table[end].where(known, table["expected"])
    return table.assign(basis=known.map({True: FROM_PAST, False: POINT}), account_id=None)[list(COLUMNS)]


def promises(
    figures: pd.DataFrame,
    accounts: pd.DataFrame,
    *,
    as_of: date,
    plan_start: date,
    plan_end: date,
    parameters: Mapping[str, Any],
) -> pd.DataFrame:
    """Return the table `promises`: the firm's figures, then the accounts'.

    `parameters` are all that they rest on beside the files; a later run says which have changed.
    """
    both = pd.concat([figures.astype({"account_id": "str"}), accounts], ignore_index=True)
    both["account_id"] = both["account_id"].where(both["account_id"].isin(accounts["account_id"]))
    return both.rename(columns={"low": "low_bound", "high": "high_bound"}).assign(
        as_of=pd.Timestamp(as_of),
        plan_start=pd.Timestamp(plan_start),
        plan_end=pd.Timestamp(plan_end),
        parameters=parameters_hash(parameters),
    )
