"""Driving times from coordinates alone: no map, no network, the same figure on every machine."""

from typing import cast

import numpy as np
import pandas as pd

from solver.words.errors import PortfolioError
from solver.words.i18n import _, ngettext

EARTH_RADIUS_KM = 6371.0088
LEAST_LEG_MINUTES = 5.0
LOCAL_NEIGHBOURS = 10
ON_SITE_MINUTES = 75.0
DAY_HOURS = 8.0


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


def driving_minutes(
    distance_km: np.ndarray | float, road_factor: float = 1.3, speed_kmh: float = 55.0
) -> np.ndarray:
    """Return the time by road of distances as the crow flies.

    Parameters
    ----------
    distance_km : ndarray or float
        Kilometres as the crow flies.
    road_factor : float
        Road distance over distance as the crow flies.
    speed_kmh : float
        Average driving speed.

    Returns
    -------
    ndarray
        Minutes: distance x road_factor / speed x 60.
    """
    return np.asarray(distance_km) * road_factor / speed_kmh * 60


def travel_matrix(
    lat: np.ndarray,
    lon: np.ndarray,
    road_factor: float = 1.3,
    speed_kmh: float = 55.0,
    least_leg_minutes: float = LEAST_LEG_MINUTES,
) -> np.ndarray:
    """Return the driving times between all pairs of places.

    Parameters
    ----------
    lat, lon : ndarray, shape (places,)
        Degrees; missing where unknown.
    road_factor, speed_kmh : float
        See `driving_minutes`.
    least_leg_minutes : float
        Least time between two different places: coordinates are often a town's, and leaving a car park
        and finding the next one takes time too.

    Returns
    -------
    ndarray, shape (places, places)
        Minutes, zero on the diagonal, missing where a coordinate is.
    """
    distance = great_circle_km(lat[:, None], lon[:, None], lat[None, :], lon[None, :])
    minutes: np.ndarray = np.maximum(driving_minutes(distance, road_factor, speed_kmh), least_leg_minutes)
    np.fill_diagonal(minutes, 0.0)
    return minutes


def visit_travel_minutes(
    accounts: pd.DataFrame,
    reps: pd.DataFrame,
    road_factor: float = 1.3,
    speed_kmh: float = 55.0,
    stops_per_day: float = 4.0,
    least_leg_minutes: float = LEAST_LEG_MINUTES,
    on_site_minutes: float = ON_SITE_MINUTES,
) -> pd.DataFrame:
    """Return the driving that one visit of each account can be expected to cost, before any tour exists.

    Parameters
    ----------
    accounts : DataFrame
        `account_id, rep_id, lat, lon` of the accounts that may be visited.
    reps : DataFrame
        `rep_id, home_lat, home_lon`, and `day_hours`, 8 where the column is missing.
    road_factor, speed_kmh, least_leg_minutes : float
        See `travel_matrix`.
    stops_per_day : float
        Visits of a usual day, 1 or more.
    on_site_minutes : float
        Time a usual visit takes without the drive.

    Returns
    -------
    DataFrame
        `account_id, home_minutes, travel_minutes`, in the order of `accounts`. `home_minutes` is the drive
        from the rep's home, one way; it is missing for accounts without coordinates, whose
        `travel_minutes` is the mean of their rep's accounts, or of everybody's where the rep has none.

    Raises
    ------
    PortfolioError
        A rep has no home, or no account at all has coordinates.

    Notes
    -----
    With home at h minutes, neighbours at l minutes, visits of s minutes and a day of D minutes, a tour to
    that place holds n stops, the usual m at most, and a visit bears its share of the way out and back and
    of the legs between stops::

        n      = (D - 2 h + l) / (s + l), at least 1, at most m
        travel = (2 h + (n - 1) l) / n

    l is the mean drive to the ten nearest accounts of the same rep: on any one day only some of the
    neighbours are due. The split into a line haul and a local tour is Daganzo's.

    References
    ----------
    Daganzo, C. F. (1984). The distance traveled to visit N points with a maximum of C stops per vehicle.
    *Transportation Science* 18(4), 331-350.
    """
    if stops_per_day < 1:
        raise PortfolioError(
            ngettext(
                "a day cannot hold {stops} visit on average",
                "a day cannot hold {stops} visits on average",
                stops_per_day,
            ).format(stops=f"{stops_per_day:g}"),
            column="stops_per_day",
            fix=_("give 1 or more"),
        )
    accounts = accounts.reset_index(drop=True)
    home = pd.Series(np.nan, index=accounts.index)
    travel = pd.Series(np.nan, index=accounts.index)
    located = accounts["lat"].notna() & accounts["lon"].notna()
    day_hours = dict(zip(reps["rep_id"], reps["day_hours"], strict=True)) if "day_hours" in reps else {}
    for rep_id, portfolio in accounts[located].groupby("rep_id", sort=True):
        home_lat, home_lon = home_of(reps, str(rep_id))
        lat = np.append(home_lat, portfolio["lat"].to_numpy(dtype=float))
        lon = np.append(home_lon, portfolio["lon"].to_numpy(dtype=float))
        minutes = travel_matrix(lat, lon, road_factor, speed_kmh, least_leg_minutes)
        from_home, local = minutes[0, 1:], _mean_of_nearest(minutes[1:, 1:], LOCAL_NEIGHBOURS)
        home[portfolio.index] = from_home
        day = 60 * day_hours.get(str(rep_id), DAY_HOURS)
        stops = np.clip((day - 2 * from_home + local) / (on_site_minutes + local), 1.0, stops_per_day)
        travel[portfolio.index] = (2 * from_home + (stops - 1) * local) / stops
    if len(accounts) and travel.isna().all():
        raise PortfolioError(
            _("no account of any rep has coordinates"),
            file="accounts",
            column="lat",
            fix=_("give the accounts a postcode and a town, or coordinates"),
        )
    travel = travel.fillna(travel.groupby(accounts["rep_id"]).transform("mean")).fillna(travel.mean())
    return pd.DataFrame(
        {"account_id": accounts["account_id"], "home_minutes": home, "travel_minutes": travel}
    )


def home_of(reps: pd.DataFrame, rep_id: str) -> tuple[float, float]:
    """Return latitude and longitude of the place where a rep's days start.

    Raises
    ------
    PortfolioError
        The rep is unknown or has no home.
    """
    row = reps.loc[reps["rep_id"] == rep_id, ["home_lat", "home_lon"]]
    if row.empty or bool(row.isna().to_numpy().any()):
        raise PortfolioError(
            _("the place where the days of rep {rep_id} start is not known").format(rep_id=rep_id),
            file="reps",
            column="home_lat",
            fix=_("give this rep home_lat and home_lon"),
        )
    return cast("float", row["home_lat"].iloc[0]), cast("float", row["home_lon"].iloc[0])


def _mean_of_nearest(minutes: np.ndarray, neighbours: int) -> np.ndarray:
    """Mean drive of each place to its nearest others; zero for a place on its own."""
    others = min(neighbours, len(minutes) - 1)
    if others < 1:
        return np.zeros(len(minutes))
    return np.asarray(np.sort(minutes, axis=1)[:, 1 : others + 1].mean(axis=1))
