"""Ruin and recreate: take a neighbourhood out of the tours, put it back better, thousands of times.

References
----------
Christiaens, J. and Vanden Berghe, G. (2020). Slack induction by string removals for vehicle routing
problems. *Transportation Science* 54(2): removal of strings of neighbouring stops.
Kirkpatrick, S., Gelatt, C. D. and Vecchi, M. P. (1983). Optimization by simulated annealing. *Science* 220.
"""

import math
from random import Random

import numpy as np

from solver.calendar.territory import HOME, Territory
from solver.calendar.tours import NOWHERE, Tours

LARGEST_RUIN = 12
SINGLE_STOPS = 0.5
TIME_SPANS = (5, 15, 40, 100)
LEFT_OUT_TRIED = 3
FIRST_TEMPERATURE = 0.5  # of the mean drive from home
LAST_TEMPERATURE = 0.02


def plan_territory(territory: Territory) -> list[list[int]]:
    """Place the visits of one rep.

    Parameters
    ----------
    territory : Territory
        The rep's days, roads and visits.

    Returns
    -------
    list of list of int
        The occurrences of each day, in driving order.
    """
    tours = Tours(territory)
    _place_all(tours)
    best = _improve(tours, Random(territory.seed))
    tours = Tours(territory)
    tours.fill(best)
    _settle(tours)
    return tours.stops


def _place_all(tours: Tours) -> None:
    """Place every visit where it is cheapest, the narrowest windows first."""
    waiting = [visit for visit in range(len(tours.place)) if tours.day_of[visit] == NOWHERE]
    waiting.sort(key=lambda v: (tours.last[v] - tours.first[v], -tours.from_home[v], v))
    for visit in waiting:
        _insert_cheapest(tours, visit)


def _insert_cheapest(tours: Tours, visit: int) -> int:
    """Place a visit if a day has room and it is worth the detour; return the day or `NOWHERE`."""
    found = tours.cheapest(visit)
    if found is None or found[0] >= tours.prize(visit):
        return NOWHERE
    tours.insert(visit, found[1], found[2])
    return found[1]


def _improve(tours: Tours, random: Random) -> list[list[int]]:
    """Ruin and recreate under a falling temperature; return the best days met."""
    territory = tours.territory
    movable = [visit for visit in range(len(tours.place)) if not tours.fixed[visit]]
    best, best_cost = [list(stops) for stops in tours.stops], tours.cost
    if not movable or not territory.days:
        return best
    nearby = _nearby_visits(tours, movable)
    mean_drive = max(int(territory.travel[HOME, 1:].mean()), 60)
    cooling = LAST_TEMPERATURE / FIRST_TEMPERATURE
    for round_number in range(territory.iterations):
        temperature = mean_drive * FIRST_TEMPERATURE * cooling ** (round_number / territory.iterations)
        before = tours.cost
        tours.mark()
        out = _ruin(tours, random.choice(movable), nearby, random)
        out += _some_left_out(tours, movable, out, random)
        for visit in _in_some_order(tours, out, random):
            _insert_cheapest(tours, visit)
        if tours.cost >= before - temperature * math.log(1.0 - random.random()):
            tours.undo()
        elif tours.cost < best_cost:
            best, best_cost = [list(stops) for stops in tours.stops], tours.cost
    return best


def _settle(tours: Tours) -> None:
    """Move single visits and place left-out ones until nothing gets better."""
    movable = [visit for visit in range(len(tours.place)) if not tours.fixed[visit]]
    cost = tours.cost + 1
    while tours.cost < cost:
        cost = tours.cost
        for visit in movable:
            tours.mark()
            before, day = tours.cost, tours.day_of[visit]
            if day != NOWHERE:
                stop = tours.stops[day].index(visit)
                tours.remove(day, stop, stop + 1)
            _insert_cheapest(tours, visit)
            if tours.cost >= before:
                tours.undo()


def _nearby_visits(tours: Tours, movable: list[int]) -> list[list[int]]:
    """For each place, the visits that may move, nearest places first."""
    of_place: list[list[int]] = [[] for _ in tours.placed]
    for visit in movable:
        of_place[tours.place[visit]].append(visit)
    order = np.argsort(tours.travel, axis=1, kind="stable")
    return [[visit for place in row for visit in of_place[place]] for row in order.tolist()]


def _ruin(tours: Tours, seed: int, nearby: list[list[int]], random: Random) -> list[int]:
    """Take strings of stops out of days that pass near one visit at about the same time of the year."""
    wanted = random.randint(2, LARGEST_RUIN)
    span = random.choice(TIME_SPANS)
    around = tours.day_of[seed]
    if around == NOWHERE:
        around = (tours.first[seed] + tours.last[seed]) // 2
    out: list[int] = []
    ruined = set()
    for visit in nearby[tours.place[seed]]:
        day = tours.day_of[visit]
        if day == NOWHERE or day in ruined or abs(day - around) > span:
            continue
        ruined.add(day)
        stops = tours.stops[day]
        length = 1 if random.random() < SINGLE_STOPS else random.randint(1, len(stops))
        start = max(0, min(stops.index(visit) - random.randrange(length), len(stops) - length))
        out += tours.remove(day, start, start + length)
        if len(out) >= wanted:
            break
    return out


def _some_left_out(tours: Tours, movable: list[int], out: list[int], random: Random) -> list[int]:
    """Draw a few of the visits that had no day before this round."""
    just_removed = set(out)
    waiting = [v for v in movable if tours.day_of[v] == NOWHERE and v not in just_removed]
    return random.sample(waiting, min(LEFT_OUT_TRIED, len(waiting)))


def _in_some_order(tours: Tours, out: list[int], random: Random) -> list[int]:
    """Order visits for insertion: far from home first, narrow window first, dear first, or at random."""
    draw = random.random()
    random.shuffle(out)
    if draw < 0.5:
        out.sort(key=lambda v: -tours.from_home[v])
    elif draw < 0.8:
        out.sort(key=lambda v: tours.last[v] - tours.first[v])
    elif draw < 0.9:
        out.sort(key=lambda v: -tours.prize(v))
    return out
