"""From the order of a day's stops to clock times, with a lunch break between two stops.

All times are seconds after midnight. Legs and visits come rounded up to whole slots, so every planned
visit starts on a slot.
"""

from collections.abc import Sequence
from dataclasses import dataclass

type Opening = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Shift:
    """When a day may begin and how long it may last.

    Parameters
    ----------
    begin : int
        Earliest departure from home.
    seconds : int
        Field time of the day, lunch not counted.
    lunch_start, lunch_seconds : int
        The break wished for; it moves to the nearest moment between two visits.
    """

    begin: int
    seconds: int
    lunch_start: int
    lunch_seconds: int


def start_times(
    shift: Shift,
    legs: Sequence[int],
    visits: Sequence[int],
    clocks: Sequence[int | None],
    openings: Sequence[Opening | None] = (),
    leeways: Sequence[int] = (),
) -> list[int] | None:
    """Return the start of each stop, or None when the day cannot be done in that order.

    Parameters
    ----------
    shift : Shift
        The day.
    legs : sequence of int
        Drives: home to the first stop, …, last stop to home; one more than visits.
    visits : sequence of int
        Times on site.
    clocks : sequence of int or None
        Agreed starts.
    openings : sequence, optional
        For each stop the first and last moments it may start at, each time it opens; the rep waits.
    leeways : sequence of int, optional
        How much earlier or later than agreed each stop may start.
    """
    leeways = leeways or [0] * len(visits)
    through = _walk(shift, legs, visits, clocks, openings, leeways, lunch_before=None)
    lunch_end = shift.lunch_start + shift.lunch_seconds
    without_lunch = through is not None and (through.home <= lunch_end or through.leaves >= shift.lunch_start)
    if through is not None and without_lunch and through.home <= shift.begin + shift.seconds:
        return through.starts
    latest = shift.begin + shift.seconds + shift.lunch_seconds
    best: _Walk | None = None
    for stop in range(len(visits) + 1):
        walk = _walk(shift, legs, visits, clocks, openings, leeways, lunch_before=stop)
        if walk is None or walk.home > latest:
            continue
        if best is None or abs(walk.lunch - shift.lunch_start) < abs(best.lunch - shift.lunch_start):
            best = walk
    return best.starts if best is not None else None


def times_as_agreed(
    shift: Shift, legs: Sequence[int], visits: Sequence[int], clocks: Sequence[int | None]
) -> list[int]:
    """Return starts that keep the agreed ones even where the drive between them takes longer.

    Parameters
    ----------
    shift, legs, visits, clocks
        See `start_times`.
    """
    moment, starts = shift.begin, []
    for leg, visit, clock in zip(legs, visits, clocks, strict=False):
        starts.append(moment + leg if clock is None else clock)
        moment = starts[-1] + visit
    return starts


@dataclass(frozen=True)
class _Walk:
    """A day gone through: departure, starts, return, and the moment lunch began."""

    leaves: int
    starts: list[int]
    home: int
    lunch: int


def _walk(
    shift: Shift,
    legs: Sequence[int],
    visits: Sequence[int],
    clocks: Sequence[int | None],
    openings: Sequence[Opening | None],
    leeways: Sequence[int],
    lunch_before: int | None,
) -> _Walk | None:
    """Go through the day; None when an agreed start would be missed, or an account closed."""
    moment, lunch = shift.begin, 0
    starts: list[int] = []
    for stop, visit in enumerate(visits):
        moment += legs[stop]
        if stop == lunch_before:
            lunch = moment
            moment += shift.lunch_seconds
        clock = clocks[stop]
        if clock is not None:
            if moment > clock + leeways[stop]:
                return None
            moment = max(moment, clock - leeways[stop])
        elif openings and (opening := openings[stop]) is not None:
            opened = next((max(moment, first) for first, last in opening if moment <= last), None)
            if opened is None:
                return None
            moment = opened
        starts.append(moment)
        moment += visit
    if lunch_before == len(visits):
        lunch = moment
        moment += shift.lunch_seconds
    leaves = starts[0] - legs[0] if starts else shift.begin
    return _Walk(leaves, starts, moment + legs[-1], lunch)
