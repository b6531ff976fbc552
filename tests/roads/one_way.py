"""Driving times for tests: of each pair what the test says, or of a steady speed."""

from dataclasses import dataclass

import numpy as np

from solver.parameters import DrivingTimes
from solver.parameters.roads import steady_speed
from solver.roads.law import Law


@dataclass(frozen=True)
class Listed:
    """Minutes by (from, to), accounts by their code and any rep's home as `home`; the rest has no way."""

    ways: dict
    name: str = "listed"

    def minutes(self, origins, targets):
        """Look each pair up."""
        start, end = (
            [place.removeprefix("stay:").split(":")[0] for place in table["place_id"]]
            for table in (origins, targets)
        )
        return np.array([[0 if a == b else self.ways.get((a, b), np.nan) for b in end] for a in start], float)


def steady(road_factor=1.3, speed_kmh=55):
    """Return a law of one speed, whose drives can be worked out by hand."""
    return Law(DrivingTimes(**steady_speed(road_factor, speed_kmh)))
