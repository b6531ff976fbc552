"""Driving times from coordinates alone: no map, no network, the same figure on every machine."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

EARTH_RADIUS_KM = 6371.0088


@dataclass(frozen=True)
class CrowFlies:
    """Driving times as the crow flies, stretched to roads: distance x road_factor / speed x 60.

    Parameters
    ----------
    road_factor : float
        Road distance over distance as the crow flies.
    speed_kmh : float
        Average driving speed.
    """

    name: ClassVar[str] = "law"
    road_factor: float = 1.3
    speed_kmh: float = 55.0

    def minutes(self, origins: pd.DataFrame, targets: pd.DataFrame) -> np.ndarray:
        """Return the drive from each origin to each target (see `solver.roads.roads.Roads`).

        The same both ways; missing where a coordinate is.
        """
        distance = great_circle_km(
            origins["lat"].to_numpy()[:, None],
            origins["lon"].to_numpy()[:, None],
            targets["lat"].to_numpy()[None, :],
            targets["lon"].to_numpy()[None, :],
        )
        return distance * self.road_factor / self.speed_kmh * 60


def great_circle_km(
    from_lat: np.ndarray | float,
    from_lon: np.ndarray | float,
    to_lat: np.ndarray | float,
    to_lon: np.ndarray | float,
) -> np.ndarray:
    """Return the distance as the crow flies.

    Parameters
    ----------
    from_lat, from_lon, to_lat, to_lon : ndarray or float
        Degrees; the shapes broadcast. A missing coordinate gives a missing distance.

    Returns
    -------
    ndarray
        Kilometres.

    Notes
    -----
    Haversine formula on a sphere of the Earth's mean radius (IUGG), 6371.0088 km.
    """
    phi_from, phi_to = np.radians(from_lat), np.radians(to_lat)
    half_phi = (phi_to - phi_from) / 2
    half_lambda = (np.radians(to_lon) - np.radians(from_lon)) / 2
    chord = np.sin(half_phi) ** 2 + np.cos(phi_from) * np.cos(phi_to) * np.sin(half_lambda) ** 2
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(chord, 1.0))))
