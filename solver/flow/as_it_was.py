"""The method on a day of the past: the same steps, with nothing that was not dated by then."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from solver.evidence.clients_then import known_potential
from solver.evidence.cut_offs import CutOff
from solver.flow.build_typology import BuildTypology
from solver.flow.qualify_portfolio import QualifyPortfolio
from solver.flow.segment_portfolio import SegmentPortfolio
from solver.method.score.score_accounts import note_accounts, score_accounts
from solver.parameters import Portfolio, override
from solver.tables import empty
from solver.tables.codes import STAGES
from solver.words.months import months_before

# Facts of an account that say how it is today, and not since when.
UNDATED = ("satisfaction", "accessible_share", "headcount", "stage")


def potentials_of(accounts: pd.DataFrame) -> pd.DataFrame:
    """Return the potentials that bear a date, as `solver.evidence` takes them."""
    return accounts[["account_id", "potential_eur", "potential_on"]].assign(
        potential_on=pd.to_datetime(accounts["potential_on"])
    )


def as_it_was(
    tables: Mapping[str, pd.DataFrame],
    portfolio: Portfolio,
    grid: Mapping[str, Any],
    scales: Mapping[str, Any],
    day: CutOff,
) -> dict[str, Any]:
    """Return what steps 4, 5, 7 and 9 would have said on a cut-off.

    Parameters
    ----------
    tables : mapping
        `accounts, sales, prospect_events`.
    portfolio : Portfolio
    grid, scales : mapping
        As `score_accounts` and `note_accounts` take them.
    day : CutOff

    Returns
    -------
    dict
        `scores, behaviours, loss_rates, score_missing` and `prospects`, as
        `solver.evidence.backtest.backtest` asks.
    """
    sales = tables["sales"]
    sales = sales[sales["date"] <= pd.Timestamp(day.on)]
    accounts = _accounts_then(
        tables["accounts"], sales, tables["prospect_events"], day.on, portfolio.client_window_months
    )
    then = override(portfolio, as_of=day.on)
    # What was heard at visits or of complaints is not looked back on: the log may have begun since.
    unheard = {
        "visits": empty("visits"),
        "touchpoints": empty("touchpoints"),
        "discoveries": empty("discoveries"),
    }
    known = {**tables, "accounts": accounts, "sales": sales, **unheard}
    known["segments"] = SegmentPortfolio(known, then).segments
    known["qualification"] = QualifyPortfolio(known, then).qualification
    step = BuildTypology(known, then)
    typology, losses = step.typology, step.label_losses.dropna(subset="loss_rate")
    notes = note_accounts(
        accounts,
        known["segments"],
        known["qualification"],
        _typology_notes(typology, portfolio),
        pd.DataFrame({"account_id": accounts["account_id"], "home_minutes": np.nan}),
        **scales,
    )
    scores = score_accounts(notes, **grid)
    weights = {**grid["score_weights"], **grid["score_weights_prospects"]}
    prospects = scores.loc[scores["kind"] == "prospect", ["account_id", "score"]]
    return {
        "scores": scores[["account_id", "score"]],
        "behaviours": typology[["account_id", "behaviour"]],
        "loss_rates": dict(zip(losses["behaviour"], losses["loss_rate"], strict=True)),
        "score_missing": [name for name, weight in weights.items() if weight and notes[name].isna().all()],
        "prospects": prospects.assign(
            potential_eur=known_potential(potentials_of(accounts), prospects["account_id"], day.on)
        ),
    }


def _accounts_then(
    accounts: pd.DataFrame, sales: pd.DataFrame, events: pd.DataFrame, on: date, client_window_months: float
) -> pd.DataFrame:
    """Return the accounts known by then, as what they were; what bears no earlier date is unknown."""
    day = pd.Timestamp(on)
    events = events[events["date"] <= day]
    purchases = sales[sales["revenue_eur"] > 0]
    bought = purchases["account_id"].unique()
    lately = purchases.loc[purchases["date"] > months_before(on, client_window_months), "account_id"].unique()
    ids = accounts["account_id"]
    since, estimated = pd.to_datetime(accounts["since_on"]), pd.to_datetime(accounts["potential_on"])
    met = (estimated <= day) | ids.isin(events["account_id"])
    kind = np.select([ids.isin(lately), ids.isin(bought)], ["client", "former_client"], "prospect")
    then = accounts.assign(kind=pd.Series(kind, index=accounts.index, dtype=accounts["kind"].dtype))
    for name in UNDATED:
        then[name] = then[name].mask(then[name].notna())
    then["since_on"] = since.where(since <= day)
    then["potential_eur"] = then["potential_eur"].where(estimated <= day)
    then["potential_on"] = estimated.where(estimated <= day)
    stages = _stages(events)
    then["stage"] = then["account_id"].map(stages).astype(then["stage"].dtype)
    return then[ids.isin(bought) | met].reset_index(drop=True)


def _stages(events: pd.DataFrame) -> pd.Series:
    """Return the stage that the last event of each prospect left it at."""
    dated = events.sort_values(["account_id", "date"], kind="stable").groupby("account_id")["stage"].last()
    return dated.where(dated.isin(STAGES))


def _typology_notes(typology: pd.DataFrame, portfolio: Portfolio) -> pd.DataFrame:
    notes = typology["behaviour"].map(dict(portfolio.typology_note))
    return typology[["account_id", "behaviour"]].assign(typology_note=notes.astype("float64"))
