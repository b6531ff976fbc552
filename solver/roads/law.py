"""Driving times from coordinates alone: no map, no network, the same figure on every machine."""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
import pandas as pd

from solver.parameters import DrivingTimes
from solver.roads.barriers import extra_minutes
from solver.roads.crow import great_circle_km

LEAST_LEG_MINUTES = (
    5.0  # coordinates are often a town's; leaving a car park and finding the next takes time too
)


@dataclass(frozen=True)
class Law:
    """Driving times by a law on the distance as the crow flies (see `DrivingTimes`).

    Parameters
    ----------
    numbers : DrivingTimes
        Its four numbers and the barriers are read.
    factor : float
        Multiplies what the law says.
    """

    name: ClassVar[str] = "law"
    numbers: DrivingTimes = field(default_factory=lambda: DrivingTimes.model_validate({}))
    factor: float = 1.0

    def minutes(self, origins: pd.DataFrame, targets: pd.DataFrame) -> np.ndarray:
        """Return the drive from each origin to each target (see `solver.roads.roads.Roads`).

        The same both ways, five minutes at least, missing where a coordinate is. It rises with the distance,
        more slowly the longer the drive.
        """
        start, end = (places[["lat", "lon"]].to_numpy().T for places in (origins, targets))
        return self.between(start[:, :, None], end[:, None, :])

    def between(self, start: np.ndarray, end: np.ndarray) -> np.ndarray:
        """Return the drive between places, each its latitudes and longitudes, whose shapes broadcast."""
        law = law_minutes(great_circle_km(*start, *end), self.numbers) * self.factor
        return np.maximum(law, LEAST_LEG_MINUTES) + extra_minutes(start, end, self.numbers.barriers)


def law_minutes(km: np.ndarray | float, numbers: DrivingTimes) -> np.ndarray:
    """Return minutes for distances as the crow flies, before the least drive.

    Notes
    -----
    a + 60 d / (v0 + (v1 - v0) d / (d + k)): the usual numbers were fitted on drives of OSRM in Isère and
    towards Paris, on one half of the places, and tried on the other.
    """
    rise = numbers.long_kmh - numbers.short_kmh
    speed = numbers.short_kmh + rise * np.asarray(km) / (np.asarray(km) + numbers.half_way_km)
    return np.asarray(numbers.start_minutes + 60 * km / speed)
