"""What one visit can be expected to cost in driving, before any tour exists."""

import numpy as np
import pandas as pd

from solver.roads.drives import tour_minutes
from solver.roads.roads import Roads
from solver.words.errors import PortfolioError
from solver.words.i18n import _, ngettext

LOCAL_NEIGHBOURS = 10
ON_SITE_MINUTES = 75.0
DAY_HOURS = 8.0


def visit_travel_minutes(
    accounts: pd.DataFrame,
    reps: pd.DataFrame,
    roads: Roads,
    stops_per_day: float = 4.0,
    on_site_minutes: float = ON_SITE_MINUTES,
) -> pd.DataFrame:
    """Return the driving that one visit of each account can be expected to cost, before any tour exists.

    Parameters
    ----------
    accounts : DataFrame
        `account_id, rep_id, lat, lon` of the accounts that may be visited.
    reps : DataFrame
        `rep_id, home_lat, home_lon`, and `day_hours`, 8 where the column is missing.
    roads : Roads
        How long a drive takes.
    stops_per_day : float
        Visits of a usual day, 1 or more.
    on_site_minutes : float
        Time a usual visit takes without the drive.

    Returns
    -------
    DataFrame
        `account_id, home_minutes, travel_minutes`, in the order of `accounts`. `home_minutes` is the drive
        from the rep's home, one way, the mean of there and back; it is missing where the roads cannot tell
        it, of accounts without coordinates say, whose `travel_minutes` is the mean of their rep's accounts,
        or of everybody's where the rep has none.

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
    day_hours = dict(zip(reps["rep_id"], reps["day_hours"], strict=True)) if "day_hours" in reps else {}
    for rep_id, portfolio in accounts.groupby("rep_id", sort=True):
        minutes = tour_minutes(str(rep_id), portfolio, reps, roads)
        # A visit lies on one tour or another: a leg to a neighbour is driven now this way, now that.
        either_way = (minutes + minutes.T) / 2
        from_home, local = either_way[0, 1:], _mean_of_nearest(either_way[1:, 1:], LOCAL_NEIGHBOURS)
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


def _mean_of_nearest(minutes: np.ndarray, neighbours: int) -> np.ndarray:
    """Mean drive between each place and its nearest others; zero for a place on its own."""
    nearest = np.sort(minutes, axis=1)[:, 1 : neighbours + 1]
    known = ~np.isnan(nearest)
    return np.asarray(np.where(known, nearest, 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1))
