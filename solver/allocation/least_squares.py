"""An ADBUDG curve through any number of observed points, by least squares."""

import numpy as np

from solver.value.curves import Adbudg, adbudg, fit_adbudg

STEPS = 500
ENOUGH = 1e-14  # relative improvement at which the fit stands still


def fit_observed(effort: np.ndarray, response: np.ndarray) -> tuple[Adbudg, float]:
    """Fit the curve to observations; starts from the five-point formula and improves by Levenberg's method.

    Parameters
    ----------
    effort : array_like, shape (n,)
        Multiples of the present effort, with n of at least 4.
    response : array_like, shape (n,)
        Multiples of the present response.

    Returns
    -------
    curve : Adbudg
    squares : float
        Sum of squared residuals.

    References
    ----------
    Levenberg K. (1944), A method for the solution of certain non-linear problems in least squares,
    Quarterly of Applied Mathematics 2.
    """
    x, y = np.asarray(effort, dtype=float), np.asarray(response, dtype=float)
    low, high = y.min(), y.max()
    margin = 0.01 * (high - low)
    start = fit_adbudg(
        low - margin,
        np.clip(np.interp(0.5, x, y), low, 1.0 - margin),
        np.clip(np.interp(1.5, x, y), 1.0 + margin, high),
        high + margin,
    )
    found = np.array([start.a, start.b, np.log(start.c), np.log(start.d)], dtype=float)
    squares, damping = _squares(found, x, y), 1e-3
    for _step in range(STEPS):
        slopes = _slopes(found, x)
        normal = slopes.T @ slopes
        step = np.linalg.solve(
            normal + damping * np.diag(np.diag(normal) + 1e-12), slopes.T @ (y - _curve_at(found, x))
        )
        tried = _squares(found + step, x, y)
        if tried < squares:
            still = squares - tried <= ENOUGH * squares
            found, squares, damping = found + step, tried, damping / 3.0
            if still:
                break
        else:
            damping *= 4.0
            if damping > 1e12:
                break
    return _as_curve(found), float(squares)


def _as_curve(found: np.ndarray) -> Adbudg:
    """Shape and scale are kept positive by their logarithms."""
    return Adbudg(a=found[0], b=found[1], c=np.exp(found[2]), d=np.exp(found[3]))


def _curve_at(found: np.ndarray, x: np.ndarray) -> np.ndarray:
    return adbudg(x, _as_curve(found))


def _squares(found: np.ndarray, x: np.ndarray, y: np.ndarray) -> float:
    return float(((y - _curve_at(found, x)) ** 2).sum())


def _slopes(found: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Return the derivatives of the curve by its four coefficients, points by coefficients."""
    a, b, c, d = _as_curve(found)
    raised = x**c
    share = raised / (d + raised)
    with_c = (a - b) * share * (1.0 - share) * c * np.log(np.where(x > 0, x, 1.0))
    return np.column_stack([share, 1.0 - share, with_c, -(a - b) * share * (1.0 - share)])
