"""From a territory to its tours: ruin and recreate, then each visit once more by itself."""

from collections.abc import Collection

from solver.calendar.engine import compiled_search
from solver.calendar.territory import Territory
from solver.calendar.tours import NOWHERE, Tours
from solver.calendar.uncompiled import improved


def plan_territory(territory: Territory) -> list[list[int]]:
    """Place the visits of one rep; return the occurrences of each day, in driving order.

    Notes
    -----
    Compiled where numba is installed, else with at most 16 rounds a visit: the two plans differ.
    """
    search = compiled_search() or improved
    best, _cost = search(Tours(territory))
    tours = Tours(territory)
    tours.fill(best)
    _settle(tours)
    take_in(tours)
    tours.insist()
    return tours.stops


def place_around(tours: Tours, standing: Collection[int]) -> None:
    """Place all visits but some, which keep their days as if these were agreed."""
    agreed = tours.fixed
    tours.fixed = [fixed or visit in standing for visit, fixed in enumerate(agreed)]
    days, _cost = (compiled_search() or improved)(tours)
    for day, stops in enumerate(tours.stops):
        tours.remove(day, 0, len(stops))
    tours.fill(days)
    _settle(tours)
    take_in(tours)
    tours.fixed = agreed
    tours.insist()


def take_in(tours: Tours) -> None:
    """Give visits that are out a day with room: late is better than never, whatever they are worth."""
    for visit, day in enumerate(tours.day_of):
        if day == NOWHERE and (found := tours.cheapest(visit)) is not None:
            tours.insert(visit, *found[1:])


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
            tours.insert_cheapest(visit)
            if tours.cost >= before:
                tours.undo()
