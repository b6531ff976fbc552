"""Distances as the crow flies."""

import numpy as np

EARTH_RADIUS_KM = 6371.0088


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
