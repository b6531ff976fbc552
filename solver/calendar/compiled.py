"""From tours to the arrays of the compiled search, and back."""

import math
from collections.abc import Iterable, Sequence
from hashlib import sha256
from itertools import chain

import numpy as np

from solver.calendar.arrays import COST, DAY, PLACE, STEPS, VISIT, Plan, Schedule
from solver.calendar.clock import Opening
from solver.calendar.kernel import improve
from solver.calendar.territory import HOME, round_up
from solver.calendar.tours import NOWHERE, Tours

TIME_SPANS = (5, 15, 40, 100)
ACCOUNT_CHANCE = 0.1
LARGEST_RUIN = 12
MOST_ACCOUNTS = 4
FIRST_TEMPERATURE = 0.5  # of the mean drive from home
LAST_TEMPERATURE = 0.02
LIKE = ["place", "seconds", "slots", "clock", "leeway", "opening", "load"]


def improved(tours: Tours) -> tuple[list[list[int]], int]:
    """Place all visits and improve the tours; return the occurrences of each day, and the cost."""
    territory = tours.territory
    if not territory.days:
        return [], tours.cost
    mean_drive = max(int(territory.travel[HOME, 1:].mean()), 60)
    plan = _plan_of(tours)
    cost = improve(plan, schedule(territory.iterations, mean_drive))
    return [row[:count].tolist() for row, count in zip(plan.best, plan.counts, strict=True)], cost


def schedule(
    rounds: int,
    mean_drive: int,
    spans: Sequence[int] = TIME_SPANS,
    account_chance: float = ACCOUNT_CHANCE,
    largest_ruin: int = LARGEST_RUIN,
    most_accounts: int = MOST_ACCOUNTS,
) -> Schedule:
    """Return how long and how hot to search.

    Logarithms and powers are rounded to whole numbers here, so that no plan hangs on their last bit.
    """
    first, cooling = STEPS * mean_drive * FIRST_TEMPERATURE, LAST_TEMPERATURE / FIRST_TEMPERATURE
    return Schedule(
        rounds=rounds,
        temperatures=np.array([round(first * cooling ** (i / STEPS)) for i in range(STEPS)]),
        thresholds=np.array([round(-STEPS * math.log((i + 0.5) / STEPS)) for i in range(STEPS)]),
        spans=np.array(spans),
        account_chance=round(STEPS * account_chance),
        largest_ruin=largest_ruin,
        most_accounts=most_accounts,
    )


def _plan_of(tours: Tours) -> Plan:
    territory = tours.territory
    visits = np.zeros(len(tours.place), VISIT)
    for name in ("place", "seconds", "slots", "fixed", "first", "last", "gap"):
        visits[name] = getattr(tours, name)
    visits["clock"] = [-1 if one.clock is None else one.clock for one in territory.occurrences]
    visits["leeway"] = [one.leeway for one in territory.occurrences]
    openings = list(dict.fromkeys(opening for opening in tours.openings if opening is not None))
    visits["opening"] = [NOWHERE if o is None else 7 * openings.index(o) for o in tours.openings]
    visits["before"] = [v - 1 if has else NOWHERE for v, has in enumerate(tours.has_before)]
    visits["after"] = [v + 1 if has else NOWHERE for v, has in enumerate(tours.has_after)]
    visits["irregular"] = _starts(map(len, tours.irregularity)) - visits["first"]
    days = np.zeros(len(territory.days), DAY)
    days["date"], days["capacity"] = territory.days, territory.capacity
    days["field"] = [territory.longest(d) for d in range(len(days))]
    days["usual"], days["dear"] = territory.capacity, territory.overtime_price
    if territory.overtime:
        days["usual"] -= np.array(territory.overtime)
    visits["load"], days["load_capacity"] = 1, territory.most_visits
    days["most_driving"] = territory.most_driving
    days["leaves"] = [territory.begin(d) for d in range(len(days))]
    days["start"], days["end"] = zip(*map(territory.ends_of, range(len(days))), strict=True)
    days["idle"] = [territory.idle(d) for d in range(len(days))]
    days["weekday"] = [territory.weekday(d) for d in range(len(days))]
    days["begin"] = [tours.shifts[d].begin if d in tours.shifts else NOWHERE for d in range(len(days))]
    plan = assemble(
        visits,
        days,
        territory.travel,
        territory.prizes,
        slot_seconds=territory.slot_seconds,
        irregularity=np.concatenate([np.zeros(0, np.int64), *tours.irregularity]),
        openings=[times for week in openings for times in week],
        clock=(territory.lunch_start, territory.lunch_seconds),
        most_stops=tours.width - 1,
        seed=territory.seed,
    )
    for d, stops in enumerate(tours.stops):
        plan.days["count"][d] = len(stops)
        plan.stops[d, : len(stops)] = stops
    return plan


def assemble(
    visits: np.ndarray,
    days: np.ndarray,
    travel: np.ndarray,
    prizes: Sequence[Sequence[int]],
    *,
    slot_seconds: int,
    irregularity: np.ndarray,
    clock: tuple[int, int],
    most_stops: int,
    seed: str,
    openings: Sequence[Opening] = (),
    combinations: Sequence[Sequence[int]] = (),
) -> Plan:
    """Return a plan with empty days.

    Parameters
    ----------
    visits, days : ndarray of `VISIT` and `DAY`
        The visits of a place together.
    travel : ndarray of int, shape (places, places)
        Seconds from row to column, home first.
    prizes : sequence of sequence of int
        For each place, the driving worth spending on its first, second, … visit.
    openings : sequence, optional
        First and last start of each time a place opens, seven rows one after the other for a week.
    combinations : sequence of sequence of int, optional
        For each place the sets of days it may have, as bits; any days without.
    """
    visits["day"], days["kept"] = NOWHERE, NOWHERE
    visits["like"] = np.unique(visits[LIKE], return_inverse=True)[1]
    places = np.zeros(len(travel), PLACE)
    rows = np.arange(len(travel))
    places["visit"] = np.searchsorted(visits["place"], rows)
    places["visits_end"] = np.searchsorted(visits["place"], rows, side="right")
    places["prize"] = _starts(map(len, prizes))
    allowed = combinations or [()] * len(travel)
    places["combination"] = _starts(map(len, allowed))
    places["combinations_end"] = places["combination"] + [len(sets) for sets in allowed]
    stops = np.zeros((len(days), most_stops), np.int64)
    now = np.zeros(4, np.int64)
    now[COST] = sum(chain.from_iterable(prizes))
    return Plan(
        visits=visits,
        days=days,
        places=places,
        travel=travel,
        grid=round_up(travel, slot_seconds),
        nearby=np.argsort(travel + travel.T, axis=1, kind="stable"),
        prizes=np.array([*chain.from_iterable(prizes)], np.int64),
        irregularity=irregularity,
        day_from=np.searchsorted(days["date"], np.arange(days["date"].max() + 2)),
        combinations=np.array([*chain.from_iterable(allowed)], np.int64),
        of_bit=np.zeros(days["bit"].max(initial=0) + 1, np.int64),
        movable=np.flatnonzero((visits["fixed"] == 0) & (visits["first"] < visits["last"])),
        opening=_table_of(openings),
        clock=np.array(clock, np.int64),
        known=np.zeros((visits["like"].max(initial=0) + 1, len(days), 4), np.int64),
        states=np.zeros(len(days), np.int64),
        stops=stops,
        best=np.zeros_like(stops),
        counts=np.zeros(len(days), np.int64),
        kept=np.zeros_like(stops),
        changed=np.zeros(len(days), np.int64),
        out=np.zeros(len(visits), np.int64),
        keys=np.zeros(len(visits), np.int64),
        now=now,
        random=np.array([int.from_bytes(sha256(seed.encode()).digest()[:8], "big")], np.uint64),
    )


def _table_of(openings: Sequence[Opening]) -> np.ndarray:
    """Return opening times as one array; a row that opens less often ends with times that are never met."""
    table = np.full((len(openings), max(map(len, openings), default=0), 2), NOWHERE, np.int64)
    for row, times in enumerate(openings):
        for i, time in enumerate(times):
            table[row, i] = time
    return table


def _starts(lengths: Iterable[int]) -> np.ndarray:
    """Return where each of several lists begins once they stand one after the other."""
    ends = np.cumsum([0, *lengths])
    return ends[:-1]
