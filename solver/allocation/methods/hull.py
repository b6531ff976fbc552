"""Concave envelopes of many value tables at once."""

import numpy as np

ROWS_AT_ONCE = 8192  # keeps the working arrays in the processor's cache


def envelope_slopes(value: np.ndarray, floor: np.ndarray, ceiling: np.ndarray) -> np.ndarray:
    """Return the slope of each account's concave envelope at every step between its bounds.

    Parameters
    ----------
    value : ndarray, shape (n, K + 1)
        Contribution of k visits.
    floor, ceiling : ndarray of int, shape (n,)
        Fewest and most visits; the envelope spans these levels only.

    Returns
    -------
    ndarray, shape (n, K)
        Entry k is the envelope's gain from k to k + 1 visits, never rising with k; NaN outside the bounds.

    Notes
    -----
    From each corner of the envelope the next one is the level with the steepest mean gain, the last of them
    where several are as steep. All accounts take the step together, so the work is one pass per corner.
    """
    slopes = np.full((len(value), value.shape[1] - 1), np.nan)
    for start in range(0, len(value), ROWS_AT_ONCE):
        rows = slice(start, start + ROWS_AT_ONCE)
        _march(value[rows], floor[rows], ceiling[rows], slopes[rows])
    return slopes


def _march(value: np.ndarray, floor: np.ndarray, ceiling: np.ndarray, slopes: np.ndarray) -> None:
    """Walk from corner to corner of each envelope and write the slopes in place."""
    levels = np.arange(value.shape[1])
    open_rows = np.flatnonzero(floor < ceiling)
    corner = floor[open_rows].copy()
    while len(open_rows):
        table = value[open_rows]
        here = table[np.arange(len(open_rows)), corner]
        ahead = (levels > corner[:, None]) & (levels <= ceiling[open_rows, None])
        distance = np.where(ahead, levels - corner[:, None], 1)
        mean_gain = np.where(ahead, (table - here[:, None]) / distance, -np.inf)
        steepest = mean_gain.max(axis=1)
        following = len(levels) - 1 - np.argmax(mean_gain[:, ::-1] == steepest[:, None], axis=1)
        span = (levels[:-1] >= corner[:, None]) & (levels[:-1] < following[:, None])
        part = slopes[open_rows]
        slopes[open_rows] = np.where(span, steepest[:, None], part)
        onward = following < ceiling[open_rows]
        open_rows, corner = open_rows[onward], following[onward]
