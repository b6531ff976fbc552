"""How good a ranking of clients was: revenue caught, losses foreseen, and how far chance could take it.

A ranking is a `worth` per client, the best first. Clients may be drawn again by weights: how often each is in
a resample.
"""

from collections.abc import Mapping
from math import ceil
from typing import Any

import numpy as np
from scipy import special

TOP_SHARE = 0.20
TINY = 1e-9


def places(worth: np.ndarray, then: np.ndarray) -> np.ndarray:
    """Return the clients in order, the best first; equal worth is told apart by a second figure."""
    return np.lexsort((np.arange(len(worth)), -then, -worth))


def top_count(clients: int) -> int:
    """Return how many clients the top fifth holds."""
    return ceil(TOP_SHARE * clients - TINY)


def captured(order: np.ndarray, value: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return, draw by draw, the share of a value that the first fifth of an order holds."""
    drawn, ranked = weights[:, order], value[order]
    total = drawn @ ranked
    return (_in_first(drawn) * ranked).sum(axis=1) / np.maximum(total, TINY)


def caught(order: np.ndarray, lost: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return, draw by draw, how many of the lost are in the last fifth of an order."""
    last = order[::-1]
    return (_in_first(weights[:, last]) * lost[last]).sum(axis=1)


def _in_first(drawn: np.ndarray) -> np.ndarray:
    """Keep of each row what fits into its first fifth."""
    room = top_count(int(drawn[0].sum()))
    taken = np.cumsum(drawn, axis=1)
    return np.clip(room - (taken - drawn), 0, drawn)


def loss_auc(worth: np.ndarray, lost: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return, draw by draw, the chance that one who was lost stood below one who stayed; ties count half."""
    order = np.argsort(worth, kind="stable")
    starts = np.flatnonzero(np.diff(worth[order], prepend=-np.inf) > TINY)
    drawn = weights[:, order]
    gone = np.add.reduceat(drawn * lost[order], starts, axis=1)
    kept = np.add.reduceat(drawn * ~lost[order], starts, axis=1)
    above = kept.sum(axis=1, keepdims=True) - np.cumsum(kept, axis=1)
    pairs = gone.sum(axis=1) * kept.sum(axis=1)
    with np.errstate(invalid="ignore"):
        return (gone * (above + kept / 2)).sum(axis=1) / np.where(pairs > 0, pairs, np.nan)


def by_chance(value: np.ndarray, draws: int, seed: int) -> np.ndarray:
    """Return what a fifth drawn by lot captures, in order: the band of chance is its middle 95 %."""
    generator, count = np.random.default_rng(seed), top_count(len(value))
    lots = [generator.permutation(value)[:count].sum() for _draw in range(draws)]
    return np.sort(np.array(lots)) / max(float(value.sum()), TINY)


def chance_of_capture(share: float, lots: np.ndarray) -> float:
    """Return how often a lot does as well, or as badly: the p-value of a capture, on two sides."""
    above = len(lots) - np.searchsorted(lots, share - TINY)
    below = np.searchsorted(lots, share + TINY, side="right")
    return float(min(1.0, 2 * (1 + min(above, below)) / (1 + len(lots))))


def chance_of_auc(worth: np.ndarray, lost: np.ndarray) -> float:
    """Return how often chance alone orders the lost so well, or so badly (Mann and Whitney)."""
    if not lost.any() or lost.all() or np.ptp(worth) < TINY:
        return 1.0
    from scipy import stats  # a second to load, and few steps ask

    return float(stats.mannwhitneyu(worth[lost], worth[~lost], method="asymptotic").pvalue)


def chance_of_difference(value: float, drawn: np.ndarray) -> float:
    """Return how often no difference at all would show such a one, from the spread of the resamples."""
    spread = float(np.nanstd(drawn))
    return 1.0 if spread < TINY else float(2 * special.ndtr(-abs(value) / spread))


def holm(chances: Mapping[str, float]) -> dict[str, float]:
    """Return the p-values of what is shown together, corrected after Holm: many looks find something."""
    ordered = sorted(chances, key=lambda name: (chances[name], name))
    corrected, least = {}, 0.0
    for place, name in enumerate(ordered):
        least = max(least, min(1.0, (len(ordered) - place) * chances[name]))
        corrected[name] = least
    return {name: corrected[name] for name in chances}


def without_each(order: np.ndarray, value: np.ndarray) -> np.ndarray:
    """Return, client by client, what the first fifth would capture were that client not there."""
    ranked = value[order]
    sums = np.concatenate([[0.0], np.cumsum(ranked)])
    count = top_count(len(ranked) - 1)
    inside = np.arange(len(ranked)) < count
    top = np.where(inside, sums[min(count + 1, len(ranked))] - ranked, sums[count])
    shares = np.empty(len(ranked))
    shares[order] = top / np.maximum(sums[-1] - ranked, TINY)
    return shares


def losses_foreseen(
    chances: np.ndarray, lost: np.ndarray, revenue: np.ndarray, share: float
) -> dict[str, Any]:
    """Return losses predicted and losses that came: of all, and by third, the safest first.

    The revenue that leaves is foreseen twice: by the chances of each client, and by one `share` of the whole.
    """
    parts = np.array_split(np.argsort(chances, kind="stable"), 3)
    counts = [
        {"clients": len(part), "predicted": float(chances[part].sum()), "lost": int(lost[part].sum())}
        for part in parts
    ]
    amounts = {
        "predicted_eur": float(chances @ revenue),
        "by_share_eur": float(share * revenue.sum()),
        "lost_eur": float(revenue @ lost),
    }
    return {"predicted": float(chances.sum()), "lost": int(lost.sum()), "thirds": counts} | {
        name: round(amount, 2) for name, amount in amounts.items()
    }
