"""One rep's year as plain numbers: what the tour search needs, and nothing that is slow to send."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import ceil

import numpy as np

from solver.calendar.rules import DayRules

HOME = 0
FORBIDDEN = 1 << 60  # what a day costs that a rule bars
NO_LIMIT = 1 << 40
MUST = 10**7  # what a day is worth to a visit that must have one
LATE_SECONDS = 3600 // 7  # what a day costs on which a visit is late: an hour a week
TOO_SOON = 4 * 3600  # what a day costs on which a visit would be more than a steady rise


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
    least_gap : int
        Days that the account asks for between two visits, at least.
    slack_days : float, optional
        Days away from the ideal date above which it is late, where the account asks for a longest gap.
    fixed : bool
        Agreed with the account: the date never moves.
    clock : int, optional
        Agreed start, in seconds after midnight.
    leeway : int
        Seconds that an agreed visit may start earlier or later.
    not_before : int
        Day before which a visit would be more than a steady rise: dear, not barred.
    must : bool
        Agreed for some days rather than one: it gets one of them before any other visit.
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
    least_gap: int = 0
    slack_days: float | None = None
    leeway: int = 0
    not_before: int = 0
    must: bool = False


@dataclass(frozen=True)
class Sleeping:
    """What a rep may do about nights away.

    Parameters
    ----------
    most : int
        Most nights.
    cost_eur, hour_eur : float
        What a night costs, and what an hour on the road that it saves is worth.
    least_minutes : float
        Drive from home, the mean of there and back, below which nobody stays away.
    stays : sequence of int
        Rows of `travel` with a bed; where there are none, there is one near each visit.
    """

    most: int
    cost_eur: float
    hour_eur: float
    least_minutes: float
    stays: Sequence[int] = ()

    @cached_property
    def worth(self) -> int:
        """Seconds of driving that a night has to save."""
        return ceil(self.cost_eur / self.hour_eur * 3600)

    @cached_property
    def least(self) -> int:
        """The least drive from home, in seconds."""
        return round(self.least_minutes * 60)


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
        The part of it that visits and driving may fill, overtime included.
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
    rules : mapping of int to DayRules
        What places ask of the days, those that ask for something.
    off_day_seconds : int
        Driving accepted to bring a visit to a day that is wished for.
    first_weekday : int
        Weekday of the ordinal 0, Monday as 0.
    most_driving, most_visits : int
        Most seconds of driving, and most visits, of a day.
    starts, ends, begins : list of int
        Of each day, the rows of `travel` where it starts and ends, and its earliest departure in seconds; at
        home and at `day_start` without.
    overtime : sequence of int
        Of each day, the seconds of overtime in its capacity; none without.
    overtime_price : int
        Hundredths of a second of driving that a second of overtime has to save.
    ids : sequence of str
        What the rows of `travel` are behind home: accounts and other places.
    sleeping : Sleeping, optional
        Without, every night is spent at home.
    nights : mapping of int to int
        The row of the bed after each day that does not end at home; the next day starts there.
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
    rules: Mapping[int, DayRules] = field(default_factory=dict)
    off_day_seconds: int = 0
    first_weekday: int = 0
    most_driving: int = NO_LIMIT
    most_visits: int = NO_LIMIT
    starts: Sequence[int] = ()
    ends: Sequence[int] = ()
    begins: Sequence[int] = ()
    overtime: Sequence[int] = ()
    overtime_price: int = 0
    ids: Sequence[str] = ()
    sleeping: Sleeping | None = None
    nights: Mapping[int, int] = field(default_factory=dict)

    def weekday(self, day: int) -> int:
        """Return the weekday of a day, by its position."""
        return (self.first_weekday + self.days[day]) % 7

    def ends_of(self, day: int) -> tuple[int, int]:
        """Return where a day starts and where it ends, as rows of `travel`."""
        start, end = (self.starts[day], self.ends[day]) if self.starts else (HOME, HOME)
        return (self.nights.get(day - 1, start), self.nights.get(day, end)) if self.nights else (start, end)

    def idle(self, day: int) -> int:
        """Return what a day without a visit costs beside a night: the way home and back, so that none is."""
        beds = [self.nights[evening] for evening in (day - 1, day) if evening in self.nights]
        return max((int(self.travel[HOME, bed] + self.travel[bed, HOME]) for bed in beds), default=0)

    def begin(self, day: int) -> int:
        """Return the earliest departure of a day."""
        return self.begins[day] if self.begins else self.day_start

    def longest(self, day: int) -> int:
        """Return the field time of a day, overtime included."""
        return self.field_seconds[day] + (self.overtime[day] if self.overtime else 0)

    def over(self, day: int, work: int) -> int:
        """Return by how much driving and visits of a day exceed what it holds without overtime."""
        return max(work - self.capacity[day] + (self.overtime[day] if self.overtime else 0), 0)

    def overtime_cost(self, day: int, work: int) -> int:
        """Return what that costs."""
        return self.over(day, work) * self.overtime_price // 100


def round_up(seconds: np.ndarray, slot: int) -> np.ndarray:
    """Round times up to whole slots."""
    return -(-seconds // slot) * slot
