"""What a calendar says back to the plan it was made from: which visits find a day, what their road takes."""

from itertools import pairwise

import numpy as np
import pandas as pd

from solver.calendar.tours import NOWHERE, Tours

MINUTE = 60


def found_days(finished: list[Tours], of_rep: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return what the calendar found for each account it was asked to visit.

    Parameters
    ----------
    finished : list of Tours
        One per rep.
    of_rep : dict of str to DataFrame
        The rows of `list_occurrences` of each rep, in the order of the territory's occurrences.

    Returns
    -------
    DataFrame
        `account_id, placed, travel_minutes`: visits with a day, or with a date that the account asked for,
        and the mean driving that one of those takes. The driving of each day is shared out among its stops
        in proportion to their detours, so that what the visits take adds up to what is driven. NaN without a
        day.
    """
    parts = []
    for tours in finished:
        own = of_rep[tours.territory.rep_id]
        shares = np.full(len(own), np.nan)
        for day, stops in enumerate(tours.stops):
            shares[stops] = _shares(tours, day) / MINUTE
        parts.append(
            own[["account_id"]].assign(placed=_counts(tours, own).astype(int), travel_minutes=shares)
        )
    columns = ["account_id", "placed", "travel_minutes"]
    every = pd.concat(parts) if parts else pd.DataFrame(columns=columns)
    sums = {"placed": "sum", "travel_minutes": "mean"}
    return every.groupby("account_id", sort=True).agg(sums).reset_index()[columns]


def _counts(tours: Tours, own: pd.DataFrame) -> np.ndarray:
    """Tell the visits that the plan is to keep: a date asked for stays asked for where no day holds it."""
    return np.asarray((np.array(tours.day_of) != NOWHERE) | own["asked_on"].notna().to_numpy())


def _shares(tours: Tours, day: int) -> np.ndarray:
    """Share a day's driving out among its stops, in proportion to the detour each one makes."""
    stops = tours.stops[day]
    start, end = tours.territory.ends_of(day)
    places = np.array([start, *(tours.place[visit] for visit in stops), end])
    legs = np.array([tours.travel[a, b] for a, b in pairwise(places)], dtype=float)
    past = np.array([tours.travel[a, b] for a, b in zip(places[:-2], places[2:], strict=True)], dtype=float)
    detours = np.maximum(legs[:-1] + legs[1:] - past, 0.0)
    weight = detours if detours.sum() > 0 else np.ones(len(stops))
    return weight / max(weight.sum(), 1.0) * legs.sum() if len(stops) else np.empty(0)
