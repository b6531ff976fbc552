"""The shapes a response may take, and how each is fitted through judged points."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

type Numbers = np.ndarray | float

ADBUDG = "adbudg"
EXPONENTIAL = "exponential"
POWER = "power"
FORMS = (ADBUDG, EXPONENTIAL, POWER)


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
    two other points say, one third for the lower and two thirds for the upper.

    Parameters
    ----------
    none, half, plus_half, saturation : array_like
        Judged response as a multiple of the present, with none < half < 1 < plus_half < saturation.

    Returns
    -------
    Adbudg

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
    """Return r(x) for efforts x as multiples of the present effort; shapes broadcast.

    Parameters
    ----------
    effort : array_like
    curve : Adbudg

    Returns
    -------
    ndarray
    """
    raised = np.asarray(effort, dtype=float) ** curve.c
    return curve.b + (curve.a - curve.b) * raised / (curve.d + raised)


def exponential(visits: Numbers, ceiling: Numbers, rate: Numbers) -> np.ndarray:
    """Return ceiling x (1 - exp(-rate x visits)): each visit takes the same share of what is left."""
    return np.asarray(ceiling) * -np.expm1(-np.asarray(rate) * np.asarray(visits, dtype=float))


def power(visits: Numbers, scale: Numbers, elasticity: Numbers) -> np.ndarray:
    """Return scale x visits^elasticity: 1 % more visits bring `elasticity` % more.

    References
    ----------
    Albers, Mantrala and Sridhar (2010), Journal of Marketing Research 47(5): mean elasticity 0.34.
    """
    return np.asarray(scale) * np.asarray(visits, dtype=float) ** np.asarray(elasticity)


@dataclass(frozen=True)
class JudgedCurves:
    """Curves through judged points, each of its own form; arrays with one entry per curve.

    Parameters
    ----------
    none, half, plus_half, saturation : ndarray
        As in `fit_adbudg`.
    form : ndarray of str
        adbudg meets both ends and the present, its shape follows the two other points, and it may be
        S-shaped; exponential meets both ends and the present: each visit takes the same share of what is
        left; power meets the lower end and the present, its elasticity follows the two other points, and it
        stops at saturation.
    """

    none: np.ndarray
    half: np.ndarray
    plus_half: np.ndarray
    saturation: np.ndarray
    form: np.ndarray

    def at(self, effort: Numbers) -> np.ndarray:
        """Return the response to efforts as multiples of the present one; shapes broadcast."""
        x = np.asarray(effort, dtype=float)
        points = (self.none, self.half, self.plus_half, self.saturation)
        rate = np.log((self.saturation - self.none) / (self.saturation - 1.0))
        lower = np.log((self.half - self.none) / (1.0 - self.none)) / np.log(0.5)
        upper = np.log((self.plus_half - self.none) / (1.0 - self.none)) / np.log(1.5)
        raised = power(x, 1.0 - self.none, lower / 3.0 + 2.0 * upper / 3.0)
        shapes = {
            ADBUDG: adbudg(x, fit_adbudg(*points)),
            EXPONENTIAL: self.none + exponential(x, self.saturation - self.none, rate),
            POWER: np.minimum(self.none + raised, self.saturation),
        }
        return np.select([self.form == form for form in shapes], list(shapes.values()))

    def of_rows(self, row: np.ndarray) -> "JudgedCurves":
        """Return the curves of some rows as columns, ready to meet a line of efforts."""
        parts = (self.none, self.half, self.plus_half, self.saturation, self.form)
        return JudgedCurves(*(part[row][:, None] for part in parts))
