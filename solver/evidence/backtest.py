"""The back-test: rank the clients as of a day of the past, and let what followed judge the rankings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from solver.evidence.clients_then import clients_then, outcome
from solver.evidence.cut_offs import YEAR, CutOff, cut_offs, gap_of
from solver.evidence.loss_risk import LossModel, fit_before
from solver.evidence.measures import by_chance, losses_foreseen
from solver.evidence.prospects import prospect_evidence
from solver.evidence.verdicts import (
    FEWEST_LOST,
    NO_SIGNAL,
    RISKS,
    classes_confirmed,
    foresees,
    judge,
    signals,
)

FEWEST_CLIENTS = 50
ONE_CLIENT = 0.90
DRAWS = 1000
# What is known of an account as of today only, and so takes no part.
UNDATED = ("satisfaction", "stage", "access", "accessible_share", "headcount")
DATED = ("potential", "wallet", "change", "families")  # and so not known of every client on every day
ONE_FACT = {"revenue": "revenue_eur", "rfm": "rfm"}
OF_A_YEAR = ("score", *RISKS)  # rankings that are made of whole years
Replayed = Mapping[str, Any]
Replay = Callable[[CutOff], Replayed]


def backtest(
    sales: pd.DataFrame,
    potentials: pd.DataFrame,
    *,
    as_of: date,
    seed: int,
    replay: Replay | None = None,
    draws: int = DRAWS,
) -> dict[str, Any]:
    """Judge every ranking of clients on every day of the past that has a time before and a time after.

    Parameters
    ----------
    sales : DataFrame
        The canonical table; lines after `as_of`, which ends the time that judges, are not looked at.
    potentials : DataFrame
        `account_id, potential_eur, potential_on`; what bears no date before a cut-off is not used on it.
    as_of : date
    seed : int
    replay : callable, optional
        From a cut-off to what the method would have said on it: `scores` and `behaviours` (`account_id` with
        `score` and with `behaviour`), `loss_rates` (by behaviour, as `label_losses` measured them on that
        day), `score_missing` (criteria that could not be replayed) and `prospects` (as in
        `solver.evidence.prospects.prospect_evidence`). Asked only where whole years are judged.
    draws : int, default 1000

    Returns
    -------
    dict
        `draws, gap` (months nobody was invoiced in), `refused` (a cause, or None), `cut_offs`,
        the latest first, and `consequences`, those of the latest. A cut-off holds its `on, months,
        judged_until`, and its own `refused`, or `clients, lost, next_eur`, what
        `solver.evidence.verdicts.judge` returns, `losses` (predicted and real, by third and in revenue),
        `weights` of the facts, `dropped`, `score_missing`, `not_judged` (rankings, each with the code of its
        cause) and `prospects`. With fewer than 10 lost only captures are judged: rankings by risk look for
        no revenue, so they are not, nor are the losses foreseen.
    """
    known = sales[sales["date"] <= pd.Timestamp(as_of)]
    days, refused = cut_offs(known, as_of)
    judged = [_judged(known, potentials, day, replay, seed=seed, draws=draws) for day in days]
    told = next((cut for cut in judged if not cut["refused"]), None)
    return {
        "draws": draws,
        "gap": gap_of(known, as_of),
        "refused": refused,
        "cut_offs": judged,
        "consequences": {
            "classes_confirmed": classes_confirmed(told["rankings"]) if told else None,
            "risk_argued": told["risk_argued"] if told else None,
        },
    }


def _judged(
    sales: pd.DataFrame, potentials: pd.DataFrame, day: CutOff, replay: Replay | None, **chance: int
) -> dict[str, Any]:
    clients = clients_then(sales, day)
    said: dict[str, Any] = {
        "on": day.on.isoformat(),
        "months": day.months,
        "judged_until": day.judged_until.isoformat(),
        "refused": _refusal(clients),
    }
    if said["refused"]:
        return said
    ranked = _ranked(sales, potentials, day, clients, replay)
    model, few = ranked.fitted, bool(ranked.lost.sum() < FEWEST_LOST)
    worths = {name: worth for name, worth in ranked.worths.items() if not (few and name in RISKS)}
    prospects = prospect_evidence(ranked.replayed.get("prospects"), sales, day, **chance)
    said |= {
        "clients": len(clients),
        "lost": int(ranked.lost.sum()),
        "next_eur": float(ranked.next_eur.sum().round(2)),
        **judge(worths, ranked.next_eur, ranked.lost, **chance),
        "losses": losses_foreseen(
            -ranked.worths["loss_risk"], ranked.lost, ranked.worths["revenue"], model.lost_share
        )
        if model and not few
        else None,
        "weights": model.weights() if model and model.says_something else [],
        # Undated fields, and facts the history was too short for.
        "dropped": [*UNDATED, *(model.lacks(DATED) if model else [])],
        "score_missing": list(ranked.replayed.get("score_missing", ())),
        "not_judged": _not_judged(worths, day, few=few, prospects=bool(prospects)) if replay else {},
        "prospects": prospects,
    }
    for ranking in said["rankings"].values():
        if decided := ranking["decided_by"]:
            decided["account_id"] = str(clients["account_id"].iloc[decided.pop("place")])
    return said


def _not_judged(judged: Mapping[str, Any], day: CutOff, *, few: bool, prospects: bool) -> dict[str, str]:
    """Return the rankings that were not judged, each with the code of its cause."""
    of_year = day.months == YEAR
    cause = "short" if not few else "few_lost"
    told = {name: cause if of_year else "half_years" for name in OF_A_YEAR if name not in judged}
    if told.get("loss_risk") == "short" and day.earlier:
        told["loss_risk"] = "few_lost_before"
    return told if prospects else told | {"prospects": "few_prospects" if of_year else "half_years"}


@dataclass(frozen=True)
class Ranked:
    """What each ranking makes of each client of a day, and what the client did afterwards."""

    worths: dict[str, np.ndarray]
    next_eur: np.ndarray
    lost: np.ndarray
    replayed: Replayed
    fitted: LossModel | None


def _ranked(
    sales: pd.DataFrame, potentials: pd.DataFrame, day: CutOff, clients: pd.DataFrame, replay: Replay | None
) -> Ranked:
    replayed = replay(day) if replay and day.months == YEAR else {}
    worths = {name: clients[fact].to_numpy("float64") for name, fact in ONE_FACT.items()}
    if "scores" in replayed:
        worths["score"] = _of(replayed["scores"], "score", clients).fillna(0.0).to_numpy()
    # The order in which the labels are judged was known on the day: that of their losses a year earlier.
    if rates := replayed.get("loss_rates"):
        labels = _of(replayed["behaviours"], "behaviour", clients)
        worths["behaviour"] = -labels.map(rates).fillna(float(np.mean(list(rates.values())))).to_numpy()
    fitted = fit_before(sales, potentials, day)
    if fitted:
        worths["loss_risk"] = -fitted[0].chances(fitted[1])
    after = outcome(sales, clients, day)
    both = after["next_eur"].to_numpy(), after["lost"].to_numpy()
    return Ranked(worths, *both, replayed, fitted[0] if fitted else None)


def risk_argued(
    sales: pd.DataFrame, potentials: pd.DataFrame, *, as_of: date, seed: int, replay: Replay
) -> bool | None:
    """Return what `backtest` says under `risk_argued`, without the rest: step 8 comes before it."""
    known = sales[sales["date"] <= pd.Timestamp(as_of)]
    for day in cut_offs(known, as_of)[0]:
        clients = clients_then(known, day)
        if not _refusal(clients):
            then = _ranked(known, potentials, day, clients, replay)
            lots = by_chance(then.next_eur, DRAWS, seed)
            return foresees(then.worths, then.lost, signals(then.worths, then.next_eur, then.lost, lots))
    return None


def _refusal(clients: pd.DataFrame) -> dict[str, Any] | None:
    if len(clients) < FEWEST_CLIENTS:
        return {"code": "few_clients", "clients": len(clients), "fewest": FEWEST_CLIENTS}
    share = float(clients["revenue_eur"].max() / clients["revenue_eur"].sum())
    if share > ONE_CLIENT:
        largest = str(clients["account_id"].iloc[clients["revenue_eur"].to_numpy().argmax()])
        return {"code": "one_client", "account_id": largest, "share": share}
    return None


def _of(table: pd.DataFrame, column: str, clients: pd.DataFrame) -> pd.Series:
    return clients["account_id"].map(table.set_index("account_id")[column])


def judged_cut_offs(evidence: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the cut-offs that could be judged, the latest first."""
    return [cut for cut in evidence["cut_offs"] if not cut["refused"]]


def latest(evidence: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the latest cut-off that could be judged, or none."""
    return next(iter(judged_cut_offs(evidence)), None)


def without_signal(evidence: Mapping[str, Any]) -> bool:
    """Tell whether nothing was found in any ranking of the latest cut-off."""
    cut = latest(evidence)
    return cut is not None and all(each["verdict"] == NO_SIGNAL for each in cut["rankings"].values())
