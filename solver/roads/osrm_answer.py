"""What OSRM answers to a question for a table, from a server as from a map on this computer."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

FARTHEST_METRES = 1000  # a place farther from any road is not on this map


def minutes_of(answer: Mapping[str, Any]) -> np.ndarray:
    """Return minutes (sources, destinations), missing where there is no way or a place is off the map.

    Parameters
    ----------
    answer : mapping
        `durations` in seconds; of `sources` and `destinations` the metres to the nearest road, `distance`:
        none where there is none.

    References
    ----------
    OSRM, HTTP API, *Table service*.
    """
    minutes = np.array([list(row) for row in answer["durations"]], dtype="float64") / 60
    start, end = (
        np.array([not _near(place["distance"]) for place in answer[ends]], dtype=bool)
        for ends in ("sources", "destinations")
    )
    minutes[start, :] = np.nan
    minutes[:, end] = np.nan
    return minutes


def _near(metres: float | None) -> bool:
    return metres is not None and metres <= FARTHEST_METRES


def coordinates(places: pd.DataFrame) -> list[tuple[float, float]]:
    """Return longitude and latitude of places, to four decimals of a degree: eleven metres."""
    return [(round(lon, 4), round(lat, 4)) for lat, lon in places[["lat", "lon"]].itertuples(index=False)]


def located(places: pd.DataFrame) -> np.ndarray:
    """Return the positions of the places that have coordinates."""
    return np.flatnonzero(places[["lat", "lon"]].notna().all(axis=1).to_numpy())
