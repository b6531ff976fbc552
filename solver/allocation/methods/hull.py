"""Concave envelopes of many value tables at once."""

import numpy as np

from solver.value.levels import Levels

ROWS_AT_ONCE = 8192  # keeps the working arrays in the processor's cache


def envelope_slopes(
    value: np.ndarray, floor: np.ndarray, ceiling: np.ndarray, along: np.ndarray | None = None
) -> np.ndarray:
    """Return the slope of each account's concave envelope at every step between its bounds.

    Parameters
    ----------
    value : ndarray, shape (n, K + 1)
        Contribution of level k.
    floor, ceiling : ndarray of int, shape (n,)
        Lowest and highest level; the envelope spans these only.
    along : ndarray, shape (n, K + 1), optional
        What the slope is counted by, rising with the level; by default the level itself.

    Returns
    -------
    ndarray, shape (n, K)
        Entry k is the envelope's slope from level k to k + 1, never rising with k; NaN outside the bounds.

    Notes
    -----
    From each corner of the envelope the next one is the level with the steepest mean gain, the last of them
    where several are as steep. All accounts take the step together, so the work is one pass per corner; a
    table whose steps fall all the way, as most do, is its own envelope.
    """
    level = np.arange(value.shape[1] - 1)
    inside = (level >= floor[:, None]) & (level < ceiling[:, None])
    slopes = np.where(inside, np.diff(value, axis=1), np.nan)
    bent = np.arange(len(value))
    if along is None:
        bent = np.flatnonzero((np.diff(slopes, axis=1) >= 0).any(axis=1))
    for start in range(0, len(bent), ROWS_AT_ONCE):
        rows = bent[start : start + ROWS_AT_ONCE]
        by = None if along is None else along[rows]
        slopes[rows] = _march(value[rows], floor[rows], ceiling[rows], by)
    return slopes


def segments(
    levels: Levels, floor: np.ndarray, ceiling: np.ndarray, target_price: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the segments of the envelopes by hours, at a price of the target, where levels are uneven.

    Parameters
    ----------
    levels : Levels
    floor, ceiling : ndarray of int, shape (n,)
    target_price : float
        Euros of one part of the prospect target; it changes which levels lie on the envelope.

    Returns
    -------
    gain, hours, counts : ndarray
        Of each segment: euros (the target's included), hours, and parts of the target.
    """
    worth = levels.value + levels.at_prices(0.0, target_price)
    slopes = envelope_slopes(worth, floor, ceiling, levels.hours)
    level = np.arange(worth.shape[1])
    corner = (level == floor[:, None]) | (level == ceiling[:, None])
    corner[:, 1:-1] |= np.diff(slopes, axis=1) < 0  # NaN outside the bounds is no corner
    account, at = np.nonzero(corner)
    same = np.flatnonzero(np.diff(account) == 0)
    first, last = (account[same], at[same]), (account[same + 1], at[same + 1])
    return tuple(
        table[last] - table[first] for table in (worth, levels.hours, levels.target_parts.astype(float))
    )


def _march(value: np.ndarray, floor: np.ndarray, ceiling: np.ndarray, along: np.ndarray | None) -> np.ndarray:
    """Walk from corner to corner of each envelope and return the slopes."""
    slopes = np.full((len(value), value.shape[1] - 1), np.nan)
    levels = np.arange(value.shape[1])
    open_rows = np.flatnonzero(floor < ceiling)
    corner = floor[open_rows].copy()
    while len(open_rows):
        table = value[open_rows]
        here = table[np.arange(len(open_rows)), corner]
        ahead = (levels > corner[:, None]) & (levels <= ceiling[open_rows, None])
        if along is None:
            distance = np.where(ahead, levels - corner[:, None], 1)
        else:
            place = along[open_rows]
            distance = np.where(ahead, place - place[np.arange(len(open_rows)), corner, None], 1.0)
        mean_gain = np.where(ahead, (table - here[:, None]) / distance, -np.inf)
        steepest = mean_gain.max(axis=1)
        following = len(levels) - 1 - np.argmax(mean_gain[:, ::-1] == steepest[:, None], axis=1)
        span = (levels[:-1] >= corner[:, None]) & (levels[:-1] < following[:, None])
        part = slopes[open_rows]
        slopes[open_rows] = np.where(span, steepest[:, None], part)
        onward = following < ceiling[open_rows]
        open_rows, corner = open_rows[onward], following[onward]
    return slopes
