"""The shapes a response may take: what the visits of a year change, by visits more or fewer than today."""

from typing import NamedTuple

import numpy as np

from solver.words.errors import PortfolioError
from solver.words.i18n import _

type Numbers = np.ndarray | float

EXPONENTIAL = "exponential"
ADBUDG = "adbudg"
FORMS = (EXPONENTIAL, ADBUDG)


class Adbudg(NamedTuple):
    """Coefficients of r(x) = b + (a - b) x^c / (d + x^c); each an array with one entry per curve.

    Parameters
    ----------
    a : ndarray
        Response at saturation, as a multiple of the present.
    b : ndarray
        Response without any visit.
    c : ndarray
        Shape: above 1 the curve is S-shaped.
    d : ndarray
        Effort at which half the way from b to a is gone, to the power c.
    """

    a: np.ndarray
    b: np.ndarray
    c: np.ndarray
    d: np.ndarray


def fit_adbudg(
    none: Numbers,
    half: Numbers,
    plus_half: Numbers,
    saturation: Numbers,
) -> Adbudg:
    """Fit the curve through five judged points: 0, 1/2, 1, 1 1/2 times the present effort, and saturation.

    The point at the present effort is 1 and is met exactly, as are both ends; the shape is a mean of what the
    two other points say, one third for the lower and two thirds for the upper. It may be S-shaped, and
    raising one answer can lower the curve elsewhere.

    Parameters
    ----------
    none, half, plus_half, saturation : array_like
        Judged response as a multiple of the present, with none < half < 1 < plus_half < saturation.

    Notes
    -----
    Little's ADBUDG (1970) as calibrated for CALLPLAN: a = saturation, b = none,
    d = (a - 1) / (1 - b), c = 1/3 ln[d (half - b) / (a - half)] / ln 0.5
    + 2/3 ln[d (plus_half - b) / (a - plus_half)] / ln 1.5.

    References
    ----------
    Lodish L. M. (1971), CALLPLAN: an interactive salesman's call planning system, Management Science 18(4).
    """
    b, low, high, a = (np.asarray(point, dtype=float) for point in (none, half, plus_half, saturation))
    d = (a - 1.0) / (1.0 - b)
    shape_below = np.log(d * (low - b) / (a - low)) / np.log(0.5)
    shape_above = np.log(d * (high - b) / (a - high)) / np.log(1.5)
    return Adbudg(a=a, b=b, c=shape_below / 3.0 + 2.0 * shape_above / 3.0, d=d)


def adbudg(effort: Numbers, curve: Adbudg) -> np.ndarray:
    """Return r(x) for efforts x as multiples of the present effort; shapes broadcast."""
    raised = np.asarray(effort, dtype=float) ** curve.c
    return curve.b + (curve.a - curve.b) * raised / (curve.d + raised)


def exponential(visits: Numbers, ceiling: Numbers, rate: Numbers) -> np.ndarray:
    """Return ceiling x (1 - exp(-rate x visits)): each visit takes the same share of what is left."""
    return np.asarray(ceiling) * -np.expm1(-np.asarray(rate) * np.asarray(visits, dtype=float))


def share_left(none: Numbers, room: Numbers, effort: Numbers) -> np.ndarray:
    """Return w, the share of the room that one visit leaves, by which `effort` visits fewer cost 1 - none.

    Parameters
    ----------
    none : array_like
        Revenue left without the effort, of 1.
    room : array_like
        What endless visits would add, of 1; above 0.
    effort : array_like
        Visits of a year.
    """
    room = np.asarray(room, dtype=float)
    return (room / (room + 1.0 - np.asarray(none))) ** (1.0 / np.asarray(effort))


def nearest_exponential(values: np.ndarray) -> tuple[float, float]:
    """Return ceiling and w of the curve ceiling x (1 - w^k) that comes nearest to values of 0, 1, 2 … visits.

    Parameters
    ----------
    values : ndarray
        What so many visits bring above none.

    Notes
    -----
    Least squares: the ceiling follows from w, and w is looked for to the ten-thousandth.
    """
    left = np.arange(1, 10_000)[:, None] / 10_000
    taken = 1.0 - left ** np.arange(len(values))
    ceiling = taken @ values / (taken**2).sum(axis=1)
    best = int(np.argmin(((values - ceiling[:, None] * taken) ** 2).sum(axis=1)))
    return float(ceiling[best]), float(left[best, 0])


def rate_from_funnel(visits_per_prospect: float, ceiling_ratio: float) -> float:
    """Return the rate of the exponential that reaches the conversion rate after a prospect's usual visits.

    Parameters
    ----------
    visits_per_prospect : float
        Visits a prospect gets on the way to a first order, step 3.
    ceiling_ratio : float
        Conversion with endless visits over the conversion rate of step 3; above 1.

    Returns
    -------
    float
        Rate per visit: the b with 1 - exp(-b visits) = 1 / ceiling_ratio.
    """
    if not ceiling_ratio > 1.0:
        raise PortfolioError(
            _("endless visits must convert more than the usual number of visits"),
            column="ceiling_ratio",
            fix=_("give a number above 1"),
        )
    if not visits_per_prospect > 0.0:
        raise PortfolioError(
            _("a prospect cannot convert without a visit"),
            column="visits_per_prospect",
            fix=_("give a number above 0"),
        )
    return float(-np.log1p(-1.0 / ceiling_ratio) / visits_per_prospect)
