"""Step 7: what each behaviour claims, measured: how many clients so called a year ago were lost since."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from solver.evidence.resample import cents, interval, resampled_sums
from solver.method.accounts.revenue import CENT
from solver.method.behaviour.build_typology import build_typology
from solver.method.behaviour.order_facts import order_facts
from solver.method.prospects.client_flow import client_flow
from solver.method.prospects.rates import wilson_interval
from solver.method.prospects.sources import whole_years
from solver.tables.codes import BEHAVIOURS

PRIOR_CLIENTS = 20  # a label weighs against the firm as a whole as if so many clients had told of it before
NUMBERS = (
    "loss_rate",
    "low_rate",
    "high_rate",
    "base_rate",
    "lost_share",
    "low_share",
    "high_share",
    "recency_months",
)


def label_losses(sales: pd.DataFrame, *, as_of: date, **rules: Any) -> pd.DataFrame:
    """Give the behaviours as of a year ago, and count who was lost in the year that ends on a day.

    Returns
    -------
    DataFrame
        The table `label_losses`, all seven behaviours; `loss_rate` is (lost + 20 × base) / (clients + 20),
        with Wilson's interval of as many. Without two years of sales the rates are empty. `lost_share` is the
        same of their revenue, with its 80 % interval: large clients and small ones do not leave alike.
        `recency_months` is for how long half of them had not ordered then: those of today may be less silent.

    Notes
    -----
    `rules` are those of `build_typology`. Only dated facts take part: satisfaction and kind are known as of
    today alone, so that nobody was unhappy or a former client then. Lost is who `client_flow` says left; who
    had bought nothing is not judged.
    """
    then = pd.Timestamp(as_of) - pd.DateOffset(years=1)
    if whole_years(sales, as_of) < 2:
        return _table(pd.DataFrame({"behaviour": [], "lost": [], "revenue_eur": [], "recency_months": []}))
    ids = pd.Series(sorted(sales["account_id"].unique()), dtype="str")
    accounts = pd.DataFrame({"account_id": ids, "kind": "client", "satisfaction": np.nan, "since_on": pd.NaT})
    called = build_typology(order_facts(accounts, sales, as_of=then.date()), **rules)
    flow = client_flow(sales, as_of).merge(
        called[["account_id", "behaviour", "recency_months"]], on="account_id"
    )
    had = flow[flow["previous_eur"] > CENT].rename(columns={"previous_eur": "revenue_eur"})
    return _table(had.assign(lost=had["flow"].eq("left")))


def _table(called: pd.DataFrame) -> pd.DataFrame:
    """Count, for each behaviour, the clients lost and the revenue that left with them."""
    clients, gone = len(called), int(called["lost"].sum())
    base = gone / clients if clients else None
    revenue = cents(called["revenue_eur"])
    lost = called["lost"].to_numpy(dtype=bool)
    whole, left = int(revenue.sum()), int(revenue[lost].sum())
    rows = []
    for name in BEHAVIOURS:
        mine = (called["behaviour"] == name).to_numpy(dtype=bool)
        cases, away = int(mine.sum()), int((mine & lost).sum())
        row = {"behaviour": name, "clients": cases, "lost_clients": away, "base_rate": base}
        if base is not None:
            shrunk = away + PRIOR_CLIENTS * base, cases + PRIOR_CLIENTS
            row["loss_rate"] = shrunk[0] / shrunk[1]
            row["low_rate"], row["high_rate"] = wilson_interval(*shrunk)
            prior = PRIOR_CLIENTS * whole / clients, PRIOR_CLIENTS * left / clients
            row["lost_share"] = (revenue[mine & lost].sum() + prior[1]) / (revenue[mine].sum() + prior[0])
        if cases:
            row["recency_months"] = float(called.loc[mine, "recency_months"].median())
            total, part = resampled_sums(revenue[mine], np.where(lost, revenue, 0)[mine], subject=name)
            shares = (part + prior[1]) / (total + prior[0])
            row["low_share"], row["high_share"] = interval(shares, digits=6)
        rows.append(row)
    columns = ["behaviour", "clients", "lost_clients", *NUMBERS]
    return pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(NUMBERS, "float64"))


def loss_of(losses: pd.DataFrame, behaviour: str) -> dict[str, Any] | None:
    """Return the line of one behaviour; None where nothing could be measured."""
    line = losses[losses["behaviour"] == behaviour]
    if line.empty or line["loss_rate"].isna().any():
        return None
    return {str(key): value for key, value in line.iloc[0].to_dict().items()}


def silence_of_those_at_risk(typology: pd.DataFrame) -> float | None:
    """Return the median months since the last order of who is at risk by its orders today; None of nobody."""
    theirs = typology.loc[
        typology["behaviour"].eq("at_risk") & typology["by_orders"].eq("at_risk"), "recency_months"
    ]
    return float(theirs.median()) if len(theirs) else None


def argued_by_loss(line: Mapping[str, Any] | None) -> bool:
    """Tell whether a behaviour may be called leaving: it loses at least as many as all clients do."""
    return line is not None and line["loss_rate"] >= line["base_rate"] - 1e-9
