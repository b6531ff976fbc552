"""A rep's tours as arrays of whole numbers: what the compiled search works on."""

from typing import NamedTuple

import numpy as np


def _record(names: str) -> np.dtype[np.void]:
    return np.dtype([(name, np.int64) for name in names.split()])


# A visit: `before` and `after` are the visits of the same account that it keeps its distance from; the
# irregularity of day d stands at `irregular + d`; `clock` is the agreed start or -1, give or take `leeway`,
# `opening` the first of seven rows of opening hours, one a weekday, or -1; visits that any day takes alike
# have the same number in `like`.
VISIT = _record(
    "place seconds slots fixed clock leeway opening first last gap before after irregular load like day"
)
# A day: from the place `start` to the place `end`, from `leaves` on; `begin` is the departure of a day that
# has agreed times, else -1; `bit` counts in combinations; `most_driving` and `load_capacity` are the most
# driving and the most visits; `kept` is the number of stops to return to, -1 while the day is as it was;
# `timed` counts the stops with opening hours. `capacity` and `field` hold its overtime, `usual` does not:
# what is above costs `dear` hundredths a second, `over` in all; a day without a visit beside a night costs
# `idle` instead; `state` is that to return to.
DAY = _record(
    "date weekday capacity usual dear field begin leaves start end bit most_driving load_capacity count "
    "driving on_site slots load timed over idle kept state"
)
# A place: its visits stand together, and so do its prizes and the combinations of days it may have.
PLACE = _record("visit visits_end prize placed combination combinations_end")

STEPS = 1024  # of the tables of temperatures and thresholds, and of a chance
# In `now`: the cost, the lengths of the lists below, and how many states days have had.
COST, CHANGED, OUT, STATES = range(4)


class Plan(NamedTuple):
    """The tours while they are being improved; times in seconds, see `VISIT`, `DAY` and `PLACE`."""

    visits: np.ndarray
    days: np.ndarray
    places: np.ndarray
    travel: np.ndarray  # (places, places), from row to column, home first
    grid: np.ndarray  # the same, rounded up to slots
    nearby: np.ndarray  # for each place all places, the nearest first
    prizes: np.ndarray
    irregularity: np.ndarray
    day_from: np.ndarray  # for each date the first day on it or after it
    combinations: np.ndarray  # sets of days as bits
    of_bit: np.ndarray  # what the cheapest day of each bit costs a visit
    movable: np.ndarray  # the visits that may move
    opening: np.ndarray  # (rows, times it opens, first and last start)
    clock: np.ndarray  # start and length of the break
    known: np.ndarray  # (like, days): state of the day, cost and position of the cheapest insertion, in time?
    states: np.ndarray  # a number for each list of stops that a day has had
    stops: np.ndarray  # (days, most stops)
    best: np.ndarray  # the stops of the best tours met
    counts: np.ndarray  # how many each of their days has
    kept: np.ndarray  # the stops of the changed days before this round
    changed: np.ndarray  # list of days
    out: np.ndarray  # list of visits to put back
    keys: np.ndarray  # by which they are put in order
    now: np.ndarray
    random: np.ndarray  # state of the generator


class Schedule(NamedTuple):
    """How long and how hot to search."""

    rounds: int
    temperatures: np.ndarray  # falling, in 1/STEPS of a second
    thresholds: np.ndarray  # of an exponential draw, in 1/STEPS
    spans: np.ndarray  # days around a ruined one
    account_chance: int  # of a ruin by whole accounts, in 1/STEPS
    largest_ruin: int  # visits that strings of stops take out
    most_accounts: int  # that are taken out whole
