"""Nights away: two days of far visits with a bed between them instead of the way home and back.

Which days those are is found on tours that end at home: each far day is offered the next morning to another
one that its visits may fall on, or to a far visit that found no day. The year is then searched again with
those beds standing, and a night is kept while it saves more driving than it costs.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from solver.calendar.search import plan_territory
from solver.calendar.territory import FORBIDDEN, HOME, Territory
from solver.calendar.tours import NOWHERE, Tours

ROUNDS, TRIES = 3, 4


@dataclass(frozen=True)
class _Trip:
    """Far visits of one day, in their order, or one that has none yet."""

    day: int | None
    stops: list[int]


@dataclass(frozen=True, order=True)
class _Offer:
    """A bed after `evening`, between the last visit of one trip and the first of another."""

    less_saved: int
    evening: int
    bed: int
    trips: tuple[int, int]


def sleep_out(tours: Tours) -> Tours:
    """Return the tours with the nights that pay, where the rep may stay away; else the same ones."""
    best = tours
    for _round in range(ROUNDS if tours.territory.sleeping else 0):
        opened = openings(best)
        tried = _searched(best.territory, {**best.territory.nights, **opened}) if opened else None
        if tried is None or _cost(tried) >= _cost(best):
            break
        best = tried
    return best


def openings(tours: Tours, most: int | None = None) -> dict[int, int]:
    """Return the nights worth trying beside those there are: of each evening, the row of its bed.

    Parameters
    ----------
    tours : Tours
        Of a rep who may stay away.
    most : int, optional
        At most so many; without, as many as the rep has left.
    """
    territory = tours.territory
    assert territory.sleeping is not None
    left = territory.sleeping.most - len(territory.nights) if most is None else most
    opened: dict[int, int] = {}
    days: set[int] = set()
    used: set[int] = set()
    for offer in sorted(_offers(tours)):
        taken = {offer.evening, offer.evening + 1}
        if len(opened) < left and not days & taken and not used & set(offer.trips):
            opened[offer.evening] = offer.bed
            days |= taken
            used |= set(offer.trips)
    return opened


def saved_seconds(tours: Tours, evening: int) -> int:
    """Return the driving that a night saves: home and back again, less the way by the bed."""
    travel, bed = tours.travel, tours.territory.nights[evening]
    last, first = tours.place[tours.stops[evening][-1]], tours.place[tours.stops[evening + 1][0]]
    return int(travel[last, HOME] + travel[HOME, first] - travel[last, bed] - travel[bed, first])


def nights_that_pay(tours: Tours) -> dict[int, int]:
    """Return the nights between two days of visits that save more than they cost."""
    territory = tours.territory
    return {
        evening: bed
        for evening, bed in territory.nights.items()
        if tours.stops[evening]
        and tours.stops[evening + 1]
        and territory.sleeping is not None
        and saved_seconds(tours, evening) > territory.sleeping.worth
    }


def close_idle_nights(tours: Tours) -> Tours:
    """Return empty tours without the nights that have no visit before or behind them; else the same ones."""
    nights = tours.territory.nights
    used = {day: bed for day, bed in nights.items() if tours.stops[day] and tours.stops[day + 1]}
    return tours if len(used) == len(nights) else Tours(replace(tours.territory, nights=used))


def _cost(tours: Tours) -> int:
    """Return what the search brings down, and the driving that the nights have to save."""
    sleeping = tours.territory.sleeping
    return tours.cost + len(tours.territory.nights) * (sleeping.worth if sleeping else 0)


def _searched(territory: Territory, nights: dict[int, int]) -> Tours | None:
    """Plan with these nights, again without those that do not pay; None where none does."""
    for _try in range(TRIES):
        slept = replace(territory, nights=nights)
        tours = _with_better_beds(_filled(slept, plan_territory(slept)))
        kept = nights_that_pay(tours)
        if len(kept) == len(nights):
            return tours
        if not (nights := kept):
            break
    return None


def _filled(territory: Territory, stops: list[list[int]]) -> Tours:
    tours = Tours(territory)
    tours.fill(stops)
    return tours


def _with_better_beds(tours: Tours) -> Tours:
    """Give each night the bed that lies best between its days, where both of them still fit."""
    territory, nights = tours.territory, dict(tours.territory.nights)
    for evening in territory.nights:
        if tours.stops[evening] and tours.stops[evening + 1]:
            around = [tours.place[visit] for day in (evening, evening + 1) for visit in tours.stops[day]]
            last, first = tours.place[tours.stops[evening][-1]], tours.place[tours.stops[evening + 1][0]]
            nights[evening] = _bed(territory, last, first, [nights[evening], *around]) or nights[evening]
    moved = _filled(replace(territory, nights=nights), tours.stops)
    for evening, bed in territory.nights.items():
        days = (evening, evening + 1)
        if not all(moved.fits(day, moved.stops[day]) for day in days if moved.stops[day]):
            nights[evening] = bed
    return _filled(replace(territory, nights=nights), tours.stops)


def _bed(territory: Territory, last: int, first: int, towns: list[int]) -> int | None:
    """Return the bed with the shortest way from one visit to the next: a stay, or in a town."""
    travel, sleeping = territory.travel, territory.sleeping
    assert sleeping is not None
    able = [row for row in sleeping.stays or dict.fromkeys(towns) if _is_far(territory, row)]
    return min(able, key=lambda row: int(travel[last, row] + travel[row, first]), default=None)


def _is_far(territory: Territory, row: int) -> bool:
    assert territory.sleeping is not None
    there_and_back = int(territory.travel[HOME, row] + territory.travel[row, HOME])
    return there_and_back >= 2 * territory.sleeping.least


def _offers(tours: Tours) -> Iterator[_Offer]:
    """Offer a bed between each two far trips, on evenings that one of them has already, or that suit both."""
    territory, travel = tours.territory, tours.travel
    trips = _trips(tours)
    assert territory.sleeping is not None
    for one, first in enumerate(trips):
        for two, second in enumerate(trips):
            last_place, next_place = tours.place[first.stops[-1]], tours.place[second.stops[0]]
            bed = None if one == two else _bed(territory, last_place, next_place, [last_place])
            if bed is None:
                continue
            # What found no day for the way it is from home is worth what is given for it.
            saved = -int(travel[last_place, bed] + travel[bed, next_place])
            saved += int(travel[last_place, HOME]) if first.day is not None else tours.prize(first.stops[0])
            saved += int(travel[HOME, next_place]) if second.day is not None else tours.prize(second.stops[0])
            if saved <= territory.sleeping.worth:
                continue
            for evening in _evenings(tours, first, second):
                yield _Offer(-saved, evening, bed, (one, two))


def _trips(tours: Tours) -> list[_Trip]:
    """Return the days out of and back to home that are far, and the far visits without a day."""
    territory = tours.territory
    days = [
        _Trip(day, stops)
        for day, stops in enumerate(tours.stops)
        if stops
        and territory.ends_of(day) == (HOME, HOME)
        and all(_is_far(territory, tours.place[visit]) for visit in (stops[0], stops[-1]))
    ]
    without = [
        _Trip(None, [visit])
        for visit, day in enumerate(tours.day_of)
        if day == NOWHERE and _is_far(territory, tours.place[visit])
    ]
    return days + without


def _evenings(tours: Tours, first: _Trip, second: _Trip) -> list[int]:
    """Return the evenings between the two that leave one of them where it is; of two new ones, the best."""
    if first.day is None and second.day is None:
        low = max(tours.first[first.stops[0]], tours.first[second.stops[0]] - 1)
        high = min(tours.last[first.stops[0]], tours.last[second.stops[0]] - 1)
        able = [evening for evening in range(low, high) if _can(tours, first, second, evening)]
        middle = (low + high) // 2
        return sorted(able, key=lambda evening: (abs(evening - middle), evening))[:1]
    fixed = {first.day, None if second.day is None else second.day - 1} - {None}
    return [evening for evening in sorted(map(int, fixed)) if _can(tours, first, second, evening)]  # type: ignore[arg-type]


def _can(tours: Tours, first: _Trip, second: _Trip, evening: int) -> bool:
    """Whether both trips may fall around an evening that has a working day before and behind."""
    territory = tours.territory
    if not 0 <= evening < len(territory.days) - 1:
        return False
    in_a_row = territory.days[evening + 1] == territory.days[evening] + 1
    at_work = territory.field_seconds[evening] > 0 and territory.field_seconds[evening + 1] > 0
    at_home = territory.ends_of(evening)[1] == territory.ends_of(evening + 1)[0] == HOME
    if not (in_a_row and at_work and at_home):
        return False
    return all(_movable(tours, trip, day) for trip, day in ((first, evening), (second, evening + 1)))


def _movable(tours: Tours, trip: _Trip, day: int) -> bool:
    """Whether a trip may come to a day, and what stands there now may leave it."""
    if trip.day == day:
        return True
    leaving = [] if trip.day is None else trip.stops
    if any(tours.fixed[visit] for visit in (*leaving, *tours.stops[day])):
        return False
    return all(
        tours.first[visit] <= day < tours.last[visit]
        and tours.irregularity[visit][day - tours.first[visit]] < FORBIDDEN
        for visit in trip.stops
    )
