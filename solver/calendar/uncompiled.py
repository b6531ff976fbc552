"""The search without compiled code, for where numba is missing: slower, so fewer rounds and a dearer plan.

The method, and its sources, are those of `solver.calendar.kernel`.
"""

import math
from random import Random

import numpy as np

from solver.calendar.territory import HOME
from solver.calendar.tours import NOWHERE, Tours

LARGEST_RUIN = 12
SINGLE_STOPS = 0.5
TIME_SPANS = (5, 15, 40, 100)
LEFT_OUT_TRIED = 3
FIRST_TEMPERATURE = 0.5  # of the mean drive from home
LAST_TEMPERATURE = 0.02
MOST_ROUNDS_PER_VISIT = 16


def improved(tours: Tours) -> tuple[list[list[int]], int]:
    """Place all visits and improve the tours; return the occurrences of each day, and the cost."""
    territory, random = tours.territory, Random(tours.territory.seed)
    _place_all(tours)
    movable = [visit for visit in range(len(tours.place)) if not tours.fixed[visit]]
    best, best_cost = [list(stops) for stops in tours.stops], tours.cost
    if not movable or not territory.days:
        return best, best_cost
    nearby = _nearby_visits(tours, movable)
    rounds = min(territory.iterations, MOST_ROUNDS_PER_VISIT * len(tours.place))
    mean_drive = max(int(territory.travel[HOME, 1:].mean()), 60)
    cooling = LAST_TEMPERATURE / FIRST_TEMPERATURE
    for round_number in range(rounds):
        temperature = mean_drive * FIRST_TEMPERATURE * cooling ** (round_number / rounds)
        before = tours.cost
        tours.mark()
        out = _ruin(tours, random.choice(movable), nearby, random)
        out += _some_left_out(tours, movable, out, random)
        for visit in _in_some_order(tours, out, random):
            tours.insert_cheapest(visit)
        if tours.cost >= before - temperature * math.log(1.0 - random.random()):
            tours.undo()
        elif tours.cost < best_cost:
            best, best_cost = [list(stops) for stops in tours.stops], tours.cost
    return best, best_cost


def _place_all(tours: Tours) -> None:
    """Place every visit where it is cheapest, the narrowest windows first."""
    waiting = [visit for visit in range(len(tours.place)) if tours.day_of[visit] == NOWHERE]
    waiting.sort(key=lambda v: (tours.last[v] - tours.first[v], -tours.from_home[v], v))
    for visit in waiting:
        tours.insert_cheapest(visit)


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
