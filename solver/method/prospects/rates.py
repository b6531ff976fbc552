"""Rates counted on few cases, with the interval that says how few."""

from math import sqrt
from statistics import NormalDist
from typing import Any

from solver.words.errors import PortfolioError
from solver.words.i18n import _, ngettext


def wilson_interval(successes: float, cases: float, confidence: float = 0.95) -> tuple[float, float]:
    """Return the score interval of a rate; it stays within 0 and 1 even with few cases.

    Parameters
    ----------
    successes, cases : float
        `0 <= successes <= cases` and at least one case; not whole where a rate is shrunk.
    confidence : float
        Between 0 and 1, both excluded.

    Returns
    -------
    low, high : float

    Raises
    ------
    PortfolioError
        There is no case, or there are more successes than cases.

    Notes
    -----
    With p = successes / n and z the normal quantile, the bounds are
    (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n).

    References
    ----------
    Wilson (1927), Probable inference, the law of succession, and statistical inference, JASA 22.
    """
    if not 0 <= successes <= cases or cases == 0:
        raise PortfolioError(
            _("{successes} out of {cases} is no rate").format(
                successes=ngettext("{n} success", "{n} successes", successes).format(n=successes),
                cases=ngettext("{n} case", "{n} cases", cases).format(n=cases),
            )
        )
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    rate = successes / cases
    centre = rate + z**2 / (2 * cases)
    reach = z * sqrt(rate * (1 - rate) / cases + z**2 / (4 * cases**2))
    scale = 1 + z**2 / cases
    low = 0.0 if successes == 0 else (centre - reach) / scale
    high = 1.0 if successes == cases else (centre + reach) / scale
    return low, high


def measured_or_stated(
    successes: int, cases: int, *, minimum_cases: int, stated_rate: float | None
) -> dict[str, Any]:
    """Return a rate and what it rests on: the record where it is long enough, else what is stated.

    Returns
    -------
    dict
        `cases, successes, rate, low_rate, high_rate` (none where it is stated), `basis, stated_rate`.
    """
    measured = cases >= minimum_cases
    low, high = wilson_interval(successes, cases) if measured else (None, None)
    return {
        "cases": cases,
        "successes": successes,
        "rate": successes / cases if measured else stated_rate,
        "low_rate": low,
        "high_rate": high,
        "basis": "history" if measured else "judgement",
        "stated_rate": stated_rate,
    }
