"""The four verdicts on a ranking, no fifth, and what follows from them."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from solver.evidence.measures import (
    by_chance,
    captured,
    caught,
    chance_of_auc,
    chance_of_capture,
    chance_of_difference,
    holm,
    loss_auc,
    places,
    without_each,
)
from solver.evidence.resample import in_parts, measured

NO_SIGNAL = "no_signal"
AS_GOOD = "as_good_as_revenue"
BETTER_AT_LOSSES = "better_at_losses"
WORSE = "worse_than_revenue"
LEVEL = 0.05
FEWEST_LOST = 10
DECIDES = 0.05  # one client who moves a capture by more decides it
REVENUE = "revenue"
RISKS = ("loss_risk", "behaviour")  # the better first: the first that there is speaks for the risk


def signals(
    worths: Mapping[str, np.ndarray], next_eur: np.ndarray, lost: np.ndarray, lots: np.ndarray
) -> dict[str, dict[str, float]]:
    """Return of each ranking how often chance alone would do what it does, at `capture` and at `auc`.

    Parameters
    ----------
    worths : mapping of str to array
        A figure per client in each ranking, the best highest; `revenue` among them.
    next_eur, lost : array
        What each client bought afterwards, and whether that was nothing.
    lots : array
        As `by_chance` returns it.

    Notes
    -----
    A capture and, from 10 lost on, the order of the lost are tried for each ranking; all of them together,
    after Holm, so that noise is called a signal once in twenty times however many rankings are shown. A
    ranking that holds all clients equal does nothing.
    """
    whole = np.ones((1, len(next_eur)), dtype=int)
    tried = {}
    for name, worth in worths.items():
        if np.ptp(worth) <= 0:
            continue
        share = float(captured(_order(name, worths), next_eur, whole)[0])
        tried[f"{name} capture"] = chance_of_capture(share, lots)
        if lost.sum() >= FEWEST_LOST:
            tried[f"{name} auc"] = chance_of_auc(worth, lost)
    corrected = holm(tried)
    return {
        name: {part: corrected.get(f"{name} {part}", 1.0) for part in ("capture", "auc")} for name in worths
    }


def _order(name: str, worths: Mapping[str, np.ndarray]) -> np.ndarray:
    """Clients in the order of a ranking; revenue tells ties apart, but not where risk alone is judged."""
    then = np.zeros(len(worths[name])) if name in RISKS else worths[REVENUE]
    return places(worths[name], then)


def judge(
    worths: Mapping[str, np.ndarray], next_eur: np.ndarray, lost: np.ndarray, *, draws: int, seed: int
) -> dict[str, Any]:
    """Judge the rankings by what their clients did afterwards.

    `worths, next_eur, lost` are those of `signals`; `draws` are of the lots, and of the bootstrap of clients.

    Returns
    -------
    dict
        `chance` (`low, high`: what a fifth drawn by lot captures, 19 times in 20) and `rankings`, by name:
        `capture` (`value, low, high`), `capture_eur, auc` (None below 10 lost), `caught` (of the lost, how
        many stood in the last fifth), `capture_more, auc_more, more_caught` (than by revenue), `decided_by`
        (place of the client whose absence moves the capture by more than five points, and the capture without
        it; None) and `verdict`. `risk_argued`: see `foresees`.

    Notes
    -----
    A ranking by risk is held against revenue for the losses only: it does not set out to find revenue.
    """
    lots = by_chance(next_eur, draws, seed)
    signal = signals(worths, next_eur, lost, lots)
    compared = ("capture", "auc") if lost.sum() >= FEWEST_LOST else ("capture",)
    figures = _figures(worths, next_eur, lost, draws, seed)
    alone = figures[REVENUE]
    more = {
        name: {part: (own[part][0] - alone[part][0], own[part][1] - alone[part][1]) for part in own}
        for name, own in figures.items()
        if name != REVENUE
    }
    # What a ranking by risk catches of the revenue is not held against revenue, so it is no look.
    looks = {name: [part for part in compared if part == "auc" or name not in RISKS] for name in more}
    corrected = holm(
        {f"{name} {part}": chance_of_difference(*more[name][part]) for name in more for part in looks[name]}
    )
    rankings = {}
    for name, own in figures.items():
        shown = {"capture": own["capture"], "auc": own["auc"] if "auc" in compared else None}
        if apart := more.get(name):
            shown |= {f"{part}_more": apart[part] if shown[part] else None for part in ("capture", "auc")}
            shown["more_caught"] = apart["caught"]
        better = {
            part: float(np.sign(more[name][part][0]))
            for part in looks.get(name, ())
            if corrected.get(f"{name} {part}", 1.0) < LEVEL
        }
        rankings[name] = {
            **{part: measured(*drawn) if drawn else None for part, drawn in shown.items()},
            "capture_eur": float(round(own["capture"][0] * next_eur.sum(), 2)),
            "caught": round(own["caught"][0]),
            "decided_by": _decided_by(_order(name, worths), next_eur, own["capture"][0]),
            "verdict": verdict(signal=min(signal[name].values()) < LEVEL, **better),
        }
    band = np.quantile(lots, [0.025, 0.975])
    return {
        "chance": {"low": float(band[0]), "high": float(band[1])},
        "rankings": rankings,
        "risk_argued": foresees(worths, lost, signal),
    }


def verdict(*, signal: bool, capture: float = 0.0, auc: float = 0.0) -> str:
    """Return one of four verdicts: `capture` and `auc` are above 0 where surely better than revenue alone."""
    if not signal:
        return NO_SIGNAL
    if auc > 0:
        return BETTER_AT_LOSSES
    return WORSE if capture < 0 or auc < 0 else AS_GOOD


def foresees(
    worths: Mapping[str, np.ndarray], lost: np.ndarray, signal: Mapping[str, Mapping[str, float]]
) -> bool | None:
    """Tell whether the risk of loss finds those who leave, or the behaviours where there is no such risk.

    None where that could not be judged.
    """
    risk = next((name for name in RISKS if name in worths), None)
    if risk is None or lost.sum() < FEWEST_LOST:
        return None
    whole = np.ones((1, len(lost)), dtype=int)
    return bool(signal[risk]["auc"] < LEVEL and loss_auc(worths[risk], lost, whole)[0] > 0.5)


def classes_confirmed(rankings: Mapping[str, Mapping[str, Any]]) -> bool | None:
    """Tell whether the order of the score does what chance does not; None where it could not be judged."""
    return rankings["score"]["verdict"] != NO_SIGNAL if "score" in rankings else None


def _figures(
    worths: Mapping[str, np.ndarray], next_eur: np.ndarray, lost: np.ndarray, draws: int, seed: int
) -> dict[str, dict[str, tuple[float, np.ndarray]]]:
    """Each figure of each ranking once, and in every resample of the clients."""
    orders = {name: _order(name, worths) for name in worths}

    def worked_out(weights: np.ndarray) -> dict[tuple[str, str], np.ndarray]:
        return {
            (name, part): found
            for name, order in orders.items()
            for part, found in (
                ("capture", captured(order, next_eur, weights)),
                ("auc", loss_auc(worths[name], lost, weights)),
                ("caught", caught(order, lost, weights)),
            )
        }

    once = worked_out(np.ones((1, len(lost)), dtype=int))
    drawn = [worked_out(weights) for weights in in_parts(len(lost), draws, np.random.default_rng(seed))]
    return {
        name: {
            part: (once[name, part][0], np.concatenate([found[name, part] for found in drawn]))
            for part in ("capture", "auc", "caught")
        }
        for name in worths
    }


def _decided_by(order: np.ndarray, next_eur: np.ndarray, capture: float) -> dict[str, Any] | None:
    without = without_each(order, next_eur)
    most = int(np.argmax(np.abs(without - capture)))
    if abs(without[most] - capture) <= DECIDES:
        return None
    return {"place": most, "without": float(without[most])}
