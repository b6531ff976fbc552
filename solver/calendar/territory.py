"""One rep's year as plain numbers: what the tour search needs, and nothing that is slow to send."""

from dataclasses import dataclass

import numpy as np

HOME = 0


@dataclass(frozen=True)
class Occurrence:
    """One visit to be dated, or already agreed.

    Parameters
    ----------
    place : int
        Row of the account in the travel matrix; 0 is the rep's home.
    number : int
        First, second, … visit of the account, from 1.
    seconds : int
        Time on site.
    first_day, last_day : int
        Ordinals of the first and last dates it may fall on, both included.
    ideal_day : int
        Ordinal of the date that spreads the account's visits evenly.
    gap_days : float
        Ideal days between two visits of the account.
    fixed : bool
        Agreed with the account: the date never moves.
    clock : int, optional
        Agreed start, in seconds after midnight.
    """

    place: int
    number: int
    seconds: int
    first_day: int
    last_day: int
    ideal_day: int
    gap_days: float
    fixed: bool = False
    clock: int | None = None


@dataclass(frozen=True)
class Territory:
    """A rep's working days, roads and visits. Times are whole seconds, so that sums are exact.

    Parameters
    ----------
    rep_id : str
        Whose territory.
    days : list of int
        Ordinals of the dates that may hold visits, rising.
    field_seconds : list of int
        Field time of each day.
    capacity : list of int
        The part of it that visits and driving may fill.
    travel : ndarray of int, shape (places, places)
        Driving between places, home first.
    occurrences : list of Occurrence
        An account's visits stand together, in order.
    prizes : list of list of int
        For each place, the driving worth spending on its first, second, … visit.
    spacing_share, regularity_seconds, slot_seconds, day_start, lunch_start, lunch_seconds
        The settings of the same names.
    iterations : int
        Rounds of improvement.
    seed : str
        Seed of this territory alone, so that one rep's plan does not hang on the others.
    """

    rep_id: str
    days: list[int]
    field_seconds: list[int]
    capacity: list[int]
    travel: np.ndarray
    occurrences: list[Occurrence]
    prizes: list[list[int]]
    spacing_share: float
    regularity_seconds: int
    slot_seconds: int
    day_start: int
    lunch_start: int
    lunch_seconds: int
    iterations: int
    seed: str


def round_up(seconds: np.ndarray, slot: int) -> np.ndarray:
    """Round times up to whole slots."""
    return -(-seconds // slot) * slot
