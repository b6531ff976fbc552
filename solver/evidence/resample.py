"""Drawing a firm's own cases again and again: how far a figure could be off by chance alone."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

DRAWS = 4000
SEED = 20_260  # fixed: the same files give the same bytes, whatever the plan's own seed
CHUNK = 4_000_000
DIGITS = 9  # what a processor may add beyond is not a difference
# Student's 90 % quantiles: a spread learnt from one, two, three … years is itself uncertain.
STUDENT_90 = (3.078, 1.886, 1.638, 1.533, 1.476, 1.440, 1.415, 1.397, 1.383, 1.372)
NORMAL_90 = 1.282
USUAL, WIDE = 0.80, 0.95


def generator(subject: str) -> np.random.Generator:
    """Return the generator of one figure; what is drawn for another does not move it."""
    return np.random.default_rng([SEED, *subject.encode()])


def cents(amounts: Any) -> np.ndarray:
    """Return amounts in whole cents, whose sums are exact in any order."""
    return np.rint(np.asarray(amounts, dtype="float64") * 100).astype(np.int64)


def resampled_sums(*amounts: np.ndarray, subject: str, draws: int = DRAWS) -> tuple[np.ndarray, ...]:
    """Draw the cases with replacement and return, for each draw, the sum of each list of amounts.

    An amount a case, in cents; all lists go over the same cases. The subject names the random numbers.
    """
    parts = in_parts(len(amounts[0]), draws, generator(subject))
    sums = ([drawn @ amount for amount in amounts] for drawn in parts)
    return tuple(map(np.concatenate, zip(*sums, strict=True)))


def in_parts(cases: int, draws: int, random: np.random.Generator) -> Iterator[np.ndarray]:
    """Return `resamples`, part after part: all at once would be too large for a large firm."""
    at_once = max(1, CHUNK // max(cases, 1))
    for begins in range(0, draws, at_once):
        yield resamples(cases, min(at_once, draws - begins), random)


def resamples(cases: int, draws: int, random: np.random.Generator) -> np.ndarray:
    """Return how often each case is drawn, with replacement: one row a draw."""
    drawn = random.integers(max(cases, 1), size=(draws, cases)) + cases * np.arange(draws)[:, None]
    return np.bincount(drawn.ravel(), minlength=draws * cases).reshape(draws, cases)


def rate_draws(successes: int, cases: int, subject: str, draws: int = DRAWS) -> np.ndarray:
    """Return draws of a rate, given so many successes of so many cases: Beta(successes + ½, failures + ½)."""
    drawn = generator(subject).beta(successes + 0.5, cases - successes + 0.5, size=draws)
    return np.round(drawn, DIGITS)


def widened(
    draws: np.ndarray, centre: float, errors: Sequence[float], *, measured_twice: bool = False
) -> np.ndarray:
    """Widen draws about their centre where the firm's own earlier figures were further off than chance.

    Parameters
    ----------
    draws : array
    centre : float
        The printed figure, on the same scale.
    errors : sequence of float
        What happened minus what the same sums had said, year by year.
    measured_twice : bool
        Whether an error is the difference of two measured figures: chance is in it twice.

    Notes
    -----
    Draws of the cases know nothing of a year that hits every client at once; earlier errors do. What they
    show beyond chance is added to the variance; where a stated figure was off in few years, enlarged as
    Student's t asks.
    """
    off = draws - centre
    chance = float(np.mean(off**2))
    if chance == 0 or not len(errors):
        return draws
    beyond = max(float(np.mean(np.square(errors))) - (1 + measured_twice) * chance, 0.0)
    few = 1.0 if measured_twice else STUDENT_90[min(len(errors), len(STUDENT_90)) - 1] / NORMAL_90
    return centre + off * float(np.sqrt(1 + few**2 * beyond / chance))


def interval(draws: np.ndarray, share: float = USUAL, digits: int = DIGITS) -> tuple[float, float]:
    """Return the ends of the middle share of the draws, each of them one of the draws."""
    tail = (1 - share) / 2
    low, high = np.quantile(np.round(draws, digits), [tail, 1 - tail], method="inverted_cdf")
    return float(low), float(high)


def measured(value: float, draws: np.ndarray) -> dict[str, float]:
    """Return a figure with its 95 % interval, of the draws in which it could be worked out."""
    low, high = interval(draws[np.isfinite(draws)], WIDE)
    return {"value": float(value), "low": low, "high": high}


def ends(draws: np.ndarray | None, digits: int = DIGITS) -> dict[str, float | None]:
    """Return the ends of the 80 % and of the 95 % interval, empty where nothing could be drawn."""
    if draws is None or not len(draws):
        return dict.fromkeys(("low_80", "high_80", "low_95", "high_95"))
    (low, high), (least, most) = interval(draws, USUAL, digits), interval(draws, WIDE, digits)
    return {"low_80": low, "high_80": high, "low_95": least, "high_95": most}


def top_share(amounts: pd.Series, first: int = 3) -> float | None:
    """Return the part of a sum that its largest few make."""
    total = amounts.sum()
    return float(np.sort(amounts.to_numpy())[-first:].sum() / total) if total > 0 else None
