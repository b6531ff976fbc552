"""Step 9: what this firm's own history says about ranking clients, measured one year back.

The day is moved back by a year. Whoever bought in the year before that day is ranked with what was known
then, and the year that followed says what each ranking was worth. Potential, satisfaction and stage were not
dated then, so they take no part: revenue alone is tested against recency, frequency and money together.
"""

from collections.abc import Mapping
from datetime import date
from math import ceil
from typing import Any

import numpy as np
import pandas as pd

from solver.method.accounts.revenue import CENT, year_sales
from solver.method.behaviour.build_typology import note_rfm
from solver.method.behaviour.order_facts import order_facts, orders_of
from solver.words.i18n import _, counted, format_date, format_number, format_share

TOP_SHARE = 0.20
FEWEST_CLIENTS = 50
FEWEST_LOST = 10
RESAMPLES = 1000
CONFIDENCE = 0.95
SLACK_MONTHS = 1


def ranking_evidence(
    sales: pd.DataFrame, *, as_of: date, seed: int, resamples: int = RESAMPLES
) -> dict[str, Any]:
    """Compare, one year back, a ranking by revenue alone with one by recency, frequency and money.

    Parameters
    ----------
    sales : DataFrame
        The canonical table of step 1.
    as_of : date
        Last day of the year that judges the rankings.
    seed : int
        Seed of the bootstrap over clients.
    resamples : int, default 1000

    Returns
    -------
    dict
        `refused`: a sentence where the history is too short or below 50 clients bought, else None, and then
        `ranked_on` (ISO date), `clients, lost, resamples, seed`;
        `captured`: for `revenue`, `rfm` and `best_possible`, the share of the year's revenue that the top
        fifth brought, `share, low, high`; and `rfm_minus_revenue`;
        `lost_auc`: for `revenue` and `rfm`, the chance that a client who stopped buying was ranked below one
        who went on, and the difference; None below 10 clients lost.

    Notes
    -----
    Intervals are the middle 95 % of the resamples, the same resamples for both rankings. Clients who tie on
    recency, frequency and money are put in order of revenue.
    """
    then = pd.Timestamp(as_of) - pd.DateOffset(years=1)
    refusal = _refusal(sales, then)
    if refusal:
        return {"refused": refusal}
    clients = _clients_then(sales, then, as_of)
    if len(clients) < FEWEST_CLIENTS:
        return {
            "refused": counted(
                len(clients),
                "{n} client had bought in the year before {date}; {least} are needed.",
                "{n} clients had bought in the year before {date}; {least} are needed.",
            ).format(date=format_date(then), least=FEWEST_CLIENTS)
        }
    draws = np.random.default_rng(seed).integers(len(clients), size=(resamples, len(clients)))
    lost = int(clients["lost"].sum())
    return {
        "refused": None,
        "ranked_on": then.date().isoformat(),
        "clients": len(clients),
        "lost": lost,
        "resamples": resamples,
        "seed": seed,
        "captured": _captured(clients, draws),
        "lost_auc": _lost_auc(clients, draws) if lost >= FEWEST_LOST else None,
    }


def evidence_table(evidence: Mapping[str, Any]) -> pd.DataFrame:
    """Return the comparison as a table: measure, ranking, share, low, high; empty where it was refused.

    Parameters
    ----------
    evidence : mapping
        As `ranking_evidence` returns it.
    """
    rows = [
        (measure, ranking, *(figures[part] for part in ("share", "low", "high")))
        for measure in ("captured", "lost_auc")
        for ranking, figures in (evidence.get(measure) or {}).items()
    ]
    return pd.DataFrame(rows, columns=["measure", "ranking", "share", "low", "high"])


def evidence_sentence(evidence: Mapping[str, Any]) -> str:
    """Say in words what the comparison shows, with its interval and its n.

    Parameters
    ----------
    evidence : mapping
        As `ranking_evidence` returns it.
    """
    if evidence["refused"]:
        return str(evidence["refused"])
    revenue, rfm = evidence["captured"]["revenue"], evidence["captured"]["rfm"]
    difference = evidence["captured"]["rfm_minus_revenue"]
    if difference["low"] > 0:
        verdict = _("recency and frequency add to it")
    elif difference["high"] < 0:
        verdict = _("recency and frequency take away from it")
    else:
        verdict = _("no difference can be told")
    return _(
        "One year back, the top fifth by revenue brought {revenue} of the year's revenue, the top fifth by "
        "recency, frequency and money {rfm} (between {low} and {high} points apart, {clients}): {verdict}."
    ).format(
        revenue=format_share(revenue["share"], 1),
        rfm=format_share(rfm["share"], 1),
        low=format_number(100 * difference["low"], 1),
        high=format_number(100 * difference["high"], 1),
        clients=counted(evidence["clients"], "{n} client", "{n} clients"),
        verdict=verdict,
    )


def _refusal(sales: pd.DataFrame, then: pd.Timestamp) -> str | None:
    """Say why the history cannot answer, if it cannot."""
    begins = then - pd.DateOffset(years=1)
    if len(sales) == 0 or sales["date"].min() > begins + pd.DateOffset(months=SLACK_MONTHS):
        return _("The history does not reach back to {date}: two full years are needed.").format(
            date=format_date(begins)
        )
    return None


def _clients_then(sales: pd.DataFrame, then: pd.Timestamp, as_of: date) -> pd.DataFrame:
    """Who had bought in the year before, how they ranked, and what they bought in the year after."""
    ids = pd.Series(sorted(sales["account_id"].unique()), dtype="str")
    accounts = pd.DataFrame({"account_id": ids, "kind": "client", "satisfaction": np.nan, "since_on": pd.NaT})
    facts = order_facts(accounts, sales, as_of=then.date())
    facts = facts[facts["revenue_12m_eur"] > CENT].reset_index(drop=True)
    notes = note_rfm(facts)[["recency_note", "frequency_note", "money_note"]].sum(axis=1)
    year = year_sales(sales, as_of)
    bought = year.groupby("account_id")["revenue_eur"].sum()
    ordered = orders_of(year)["account_id"]
    return pd.DataFrame(
        {
            "account_id": facts["account_id"],
            "revenue": facts["revenue_12m_eur"],
            "rfm": notes,
            "next_eur": facts["account_id"].map(bought).fillna(0.0).clip(lower=0.0),
            "lost": ~facts["account_id"].isin(ordered),
        }
    )


def _captured(clients: pd.DataFrame, draws: np.ndarray) -> dict[str, dict[str, float]]:
    """Share of the next year's revenue in the top fifth of each ranking."""
    orders = {
        "revenue": ["revenue"],
        "rfm": ["rfm", "revenue"],
        "best_possible": ["next_eur"],
    }
    next_eur = clients["next_eur"].to_numpy()
    whole = np.arange(len(clients))[None, :]
    shares, once = {}, {}
    for name, columns in orders.items():
        ranked = clients.sort_values(
            [*columns, "account_id"], ascending=[False] * len(columns) + [True]
        ).index.to_numpy()
        place = np.empty(len(clients), dtype=np.int64)
        place[ranked] = np.arange(len(clients))
        shares[name] = _top_share(place, next_eur, draws)
        once[name] = _top_share(place, next_eur, whole)[0]
    found = {name: _interval(once[name], shares[name]) for name in orders}
    found["rfm_minus_revenue"] = _interval(once["rfm"] - once["revenue"], shares["rfm"] - shares["revenue"])
    return found


def _top_share(place: np.ndarray, value: np.ndarray, draws: np.ndarray) -> np.ndarray:
    """Share of the value that the first fifth of each draw holds."""
    count = ceil(TOP_SHARE * draws.shape[1])
    drawn = value[draws]
    top = np.argsort(place[draws], axis=1, kind="stable")[:, :count]
    return np.take_along_axis(drawn, top, axis=1).sum(axis=1) / np.maximum(drawn.sum(axis=1), CENT)


def _lost_auc(clients: pd.DataFrame, draws: np.ndarray) -> dict[str, dict[str, float]]:
    """Chance that a client who was lost had been ranked below one who was kept."""
    lost = clients["lost"].to_numpy()
    whole = np.arange(len(clients))[None, :]
    shares, once = {}, {}
    for name in ("revenue", "rfm"):
        level = np.unique(clients[name].round(2).to_numpy(), return_inverse=True)[1]
        shares[name] = np.array([_auc(level[draw], lost[draw]) for draw in draws])
        once[name] = _auc(level[whole[0]], lost)
    found = {name: _interval(once[name], shares[name]) for name in shares}
    found["rfm_minus_revenue"] = _interval(once["rfm"] - once["revenue"], shares["rfm"] - shares["revenue"])
    return found


def _auc(level: np.ndarray, lost: np.ndarray) -> float:
    """Chance that a lost client stands lower than a kept one, ties counting half."""
    size = int(level.max()) + 1
    lost_at = np.bincount(level[lost], minlength=size)
    kept_at = np.bincount(level[~lost], minlength=size)
    kept_above = kept_at.sum() - np.cumsum(kept_at)
    pairs = lost_at.sum() * kept_at.sum()
    return float((lost_at * (kept_above + kept_at / 2)).sum() / pairs) if pairs else float("nan")


def _interval(value: float, resampled: np.ndarray) -> dict[str, float]:
    tail = (1 - CONFIDENCE) / 2
    low, high = np.nanquantile(resampled, [tail, 1 - tail])
    return {"share": float(value), "low": float(low), "high": float(high)}
