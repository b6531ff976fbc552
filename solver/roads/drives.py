"""What a rep's drives take, by whatever source of driving times: what steps 1, 2, 10 and 12 ask for."""

import numpy as np
import pandas as pd

from solver.roads.places import account_places, every_place, home_of, home_places
from solver.roads.roads import Roads


def tour_minutes(rep_id: str, accounts: pd.DataFrame, reps: pd.DataFrame, roads: Roads) -> np.ndarray:
    """Return the legs that the tours of a rep are made of.

    Parameters
    ----------
    rep_id : str
        Whose home comes first.
    accounts : DataFrame
        `account_id, lat, lon`, once each.
    reps : DataFrame
        `rep_id, home_lat, home_lon`, and `drive_factor`, 1 where the column is missing.
    roads : Roads

    Returns
    -------
    ndarray, shape (1 + accounts, 1 + accounts)
        Minutes from each row's place to each column's, zero on the diagonal, missing where there is no way.

    Raises
    ------
    PortfolioError
        The rep is unknown or has no home.
    """
    places = every_place(accounts, home_of(reps, rep_id))
    minutes: np.ndarray = roads.minutes(places, places) * drive_factors(reps[reps["rep_id"] == rep_id])
    np.fill_diagonal(minutes, 0.0)
    return minutes


def minutes_from_homes(accounts: pd.DataFrame, reps: pd.DataFrame, roads: Roads) -> np.ndarray:
    """Return how far each account lies from each rep's home.

    Parameters
    ----------
    accounts : DataFrame
        `account_id, lat, lon`.
    reps : DataFrame
        `rep_id, home_lat, home_lon`, and `drive_factor`, 1 where the column is missing.
    roads : Roads

    Returns
    -------
    ndarray, shape (accounts, reps)
        Minutes one way, the mean of the way there and the way back, as whoever goes there drives both;
        missing where there is no way. Rounded, so that two homes of one town tie on every processor.
    """
    places, starts = account_places(accounts), home_places(reps)
    there, back = roads.minutes(starts, places).T, roads.minutes(places, starts)
    return np.asarray((drive_factors(reps) * (there + back) / 2).round(6))


def drive_factors(reps: pd.DataFrame) -> np.ndarray:
    """Return how many times as long as the roads say each rep drives."""
    return reps["drive_factor"].to_numpy(dtype=float) if "drive_factor" in reps else np.ones(len(reps))
