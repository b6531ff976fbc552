"""The classical charge of work: fixed frequencies, pro-rata reduction, hours shared out."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from solver.words.errors import PortfolioError
from solver.words.i18n import _

EDGE = 1e-9  # 3.0000000001 reps are 3 reps


def frequency_visits(score_class: pd.Series, visits_by_class: Mapping[str, int]) -> pd.Series:
    """Return the fixed number of visits of each account from its class.

    Parameters
    ----------
    score_class : Series of str
        Indexed by account_id.
    visits_by_class : mapping
        Visits over the horizon for every class.
    """
    unknown = sorted(set(score_class.dropna()) - set(visits_by_class))
    if unknown or score_class.isna().any():
        raise PortfolioError(
            _("no frequency is set for class “{name}”").format(name=unknown[0] if unknown else ""),
            column="score_class",
            fix=_("give a number of visits for every class"),
        )
    return score_class.map(dict(visits_by_class)).astype("int64").rename("visits")


def fit_to_hours(
    weights: np.ndarray, hours: np.ndarray, ceiling: np.ndarray, available_hours: float
) -> np.ndarray:
    """Share hours out so that visits are proportional to weights, rounded by largest remainder.

    Parameters
    ----------
    weights : ndarray, shape (n,)
        Zero or more.
    hours : ndarray, shape (n,)
        Hours of one visit.
    ceiling : ndarray of int, shape (n,)
        Most visits of each account.
    available_hours : float

    Returns
    -------
    ndarray of int, shape (n,)
        Visits whose hours fit.
    """
    weights = np.where(ceiling > 0, np.asarray(weights, dtype=float).clip(min=0.0), 0.0)
    if not (weights > 0).any() or available_hours <= 0:
        return np.zeros(len(weights), dtype=np.int64)
    reachable = np.where(weights > 0, ceiling, 0)
    if (reachable * hours).sum() <= available_hours + EDGE:
        return reachable.astype(np.int64)
    exact = np.minimum(_water_level(weights, hours, reachable, available_hours) * weights, reachable)
    visits = np.floor(exact + EDGE).astype(np.int64)
    left = available_hours - float((visits * hours).sum())
    for account in np.argsort(-np.round(exact - visits, 9), kind="stable").tolist():
        if visits[account] < reachable[account] and hours[account] <= left + EDGE:
            visits[account] += 1
            left -= hours[account]
    return visits


def _water_level(weights: np.ndarray, hours: np.ndarray, ceiling: np.ndarray, available: float) -> float:
    """Find the scale s at which Σ hours x min(s x weight, ceiling) takes all the hours, by sorting."""
    active = weights > 0
    w, h, c = weights[active], hours[active], ceiling[active].astype(float)
    full_at = c / w
    order = np.argsort(full_at, kind="stable")
    w, h, c, full_at = w[order], h[order], c[order], full_at[order]
    filled = np.concatenate(([0.0], np.cumsum(h * c)[:-1]))
    rate = np.cumsum((h * w)[::-1])[::-1]
    at_break = filled + full_at * rate
    # Of what all may get, the last, there is too little: by a hair, rounding may say otherwise.
    first = min(int(np.searchsorted(at_break, available)), len(w) - 1)
    return float((available - filled[first]) / rate[first])
