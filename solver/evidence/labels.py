"""Step 7: what each behaviour claims, measured: how many clients so called a year ago were lost since."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from solver.evidence.resample import cents, interval, resampled_sums
from solver.method.accounts.revenue import CENT, year_sales
from solver.method.behaviour.build_typology import build_typology
from solver.method.behaviour.order_facts import order_facts, orders_of
from solver.method.prospects.rates import wilson_interval
from solver.method.prospects.sources import whole_years
from solver.tables.codes import BEHAVIOURS
from solver.words.i18n import _, counted, format_share

PRIOR_CLIENTS = 20  # a label weighs against the firm as a whole as if so many clients had told of it before
SPEAKS_OF_LEAVING = ("new", "at_risk", "inactive")
NUMBERS = ("loss_rate", "low_rate", "high_rate", "base_rate", "lost_share", "low_share", "high_share")


def label_losses(sales: pd.DataFrame, *, as_of: date, **rules: Any) -> pd.DataFrame:
    """Give the behaviours as of a year ago, and count who ordered nothing in the year that followed.

    Parameters
    ----------
    sales : DataFrame
        The canonical table `sales`.
    as_of : date
        Last day of the year that judges.
    **rules
        Those of `build_typology`.

    Returns
    -------
    DataFrame
        The table `label_losses`, all seven behaviours; `loss_rate` is (lost + 20 × base) / (clients + 20),
        and the interval is Wilson's, of the label's own clients. Without two years of sales the rates are
        empty. `lost_share` is the same of their revenue, with its 80 % interval: large clients and small ones
        do not leave alike.

    Notes
    -----
    Only dated facts take part: satisfaction and kind are known as of today alone, so that nobody was unhappy
    or a former client then. Whoever had bought nothing in the year before is not judged.
    """
    then = pd.Timestamp(as_of) - pd.DateOffset(years=1)
    if whole_years(sales, as_of) < 2:
        return _table(pd.DataFrame({"behaviour": [], "lost": [], "revenue_eur": []}))
    ids = pd.Series(sorted(sales["account_id"].unique()), dtype="str")
    accounts = pd.DataFrame({"account_id": ids, "kind": "client", "satisfaction": np.nan, "since_on": pd.NaT})
    facts = order_facts(accounts, sales, as_of=then.date())
    facts = facts[facts["revenue_12m_eur"] > CENT].reset_index(drop=True)
    called = build_typology(facts, **rules).set_index("account_id")["behaviour"]
    lost = ~called.index.isin(orders_of(year_sales(sales, as_of))["account_id"])
    revenue = facts.set_index("account_id")["revenue_12m_eur"].reindex(called.index)
    return _table(pd.DataFrame({"behaviour": called, "lost": lost, "revenue_eur": revenue}))


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
            row["loss_rate"] = (away + PRIOR_CLIENTS * base) / (cases + PRIOR_CLIENTS)
            prior = PRIOR_CLIENTS * whole / clients, PRIOR_CLIENTS * left / clients
            row["lost_share"] = (revenue[mine & lost].sum() + prior[1]) / (revenue[mine].sum() + prior[0])
        if cases:
            row["low_rate"], row["high_rate"] = wilson_interval(away, cases)
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


def argued_by_loss(line: Mapping[str, Any] | None) -> bool:
    """Tell whether a behaviour may be called leaving: it loses at least as many as all clients do."""
    return line is not None and line["loss_rate"] >= line["base_rate"] - 1e-9


def cards_as_measured(cards: pd.DataFrame, losses: pd.DataFrame) -> pd.DataFrame:
    """Return the cards of the behaviours, whose risk says no more than was measured.

    Parameters
    ----------
    cards : DataFrame
        As `behaviour_cards` returns it.
    losses : DataFrame
        As `label_losses` returns it.
    """
    risks = []
    for card in cards.to_dict("records"):
        line = loss_of(losses, card["behaviour"])
        speaks = card["behaviour"] in SPEAKS_OF_LEAVING
        if not speaks or argued_by_loss(line):
            risks.append(card["risk"])
        elif line is None:
            risks.append(_("Not measured: the sales do not reach two years back."))
        else:
            risks.append(
                _("Leaves no more often than others: {rate}, against {base} of all.").format(
                    rate=format_share(line["loss_rate"], 1), base=format_share(line["base_rate"], 1)
                )
            )
    return cards.assign(risk=risks)


def loss_sentence(line: Mapping[str, Any] | None) -> str:
    """Say in people how many clients of a behaviour were lost within a year, beside all clients."""
    if line is None:
        return _("How many of such clients leave could not be measured: the sales are too short.")
    return _(
        "Of {clients} so called a year ago, {lost}; shrunk towards the whole firm that is {rate}, against "
        "{base} of all clients. With them went {share} of what such clients bought."
    ).format(
        clients=counted(line["clients"], "{n} client", "{n} clients"),
        lost=counted(line["lost_clients"], "{n} was lost", "{n} were lost"),
        rate=format_share(line["loss_rate"], 1),
        base=format_share(line["base_rate"], 1),
        share=format_share(line["lost_share"], 1),
    )
