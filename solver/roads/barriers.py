"""Lines that no road crosses nearby: an estuary, a cliff, a mountain."""

from collections.abc import Sequence

import numpy as np

from solver.parameters.roads import Barrier


def extra_minutes(start: np.ndarray, end: np.ndarray, barriers: Sequence[Barrier]) -> np.ndarray | float:
    """Return what barriers add to the straight way between places, given as latitude and longitude."""
    total: np.ndarray | float = 0.0
    for barrier in barriers:
        total = total + barrier.extra_minutes * _crosses(start, end, barrier)
    return total


def _crosses(start: np.ndarray, end: np.ndarray, barrier: Barrier) -> np.ndarray:
    """Tell which straight ways cross the line of a barrier.

    Notes
    -----
    Two segments cross where the ends of each lie on either side of the other. Over a territory, longitude and
    latitude may be taken for plane coordinates: stretching a plane along an axis keeps what crosses crossing.
    """
    one, other = (np.array(point) for point in ((barrier.lat1, barrier.lon1), (barrier.lat2, barrier.lon2)))
    line = _side(one, other, start) * _side(one, other, end)
    way = _side(start, end, one) * _side(start, end, other)
    return np.asarray((line < 0) & (way < 0))


def _side(one: np.ndarray, other: np.ndarray, point: np.ndarray) -> np.ndarray:
    """Return on which side of the line through two points a third lies, by its sign."""
    return np.asarray((other[1] - one[1]) * (point[0] - one[0]) - (other[0] - one[0]) * (point[1] - one[1]))
