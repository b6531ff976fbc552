"""Tours while they are built: an insertion costs what it is said to cost, and undone it leaves nothing."""

from dataclasses import replace

import pandas as pd
import pytest

from solver.calendar.build import build_territory
from solver.calendar.occurrences import list_occurrences
from solver.calendar.territory import FORBIDDEN
from solver.calendar.tours import NOWHERE, Tours
from tests.calendar.test_dates_asked import overtime
from tests.calendar.test_rules import ruled
from tests.calendar.village import MINUTES_PER_DEGREE, MONDAY, agreed, four_weeks, village_firm


def tours_of(firm, **changes):
    chosen = four_weeks(**changes)
    return Tours(build_territory("R1", list_occurrences(firm, chosen), firm, firm.worth, chosen))


def crowded(price):
    """Six accounts around home, days of four hours and three quarters of overtime, one that opens late."""
    places = [(0.2, 0.0), (0.2, 0.1), (-0.1, 0.1), (0.0, -0.3), (0.15, -0.1), (0.3, 0.0)]
    log = [agreed("C1", 8, "10:00"), agreed("C2", 9, None)]
    worth = [(f"C{n}", k, 900.0 / k) for n in range(1, 7) for k in range(1, 4)]
    firm = village_firm(places, [2, 1, 3, 2, 2, 3], 55.0, days=10, hours=4.0, log=log, values=worth)
    firm = ruled(
        firm,
        {"account_id": "C6", "open_hours": "Mo-Fr 10:00-12:00,14:00-17:00"},
        {"account_id": "C5", "weekdays": "Tu,Th"},
    )
    return overtime(firm, 45.0, price)


def state(tours):
    kept = (tours.cost, tours.stops, tours.day_of, tours.driving, tours.over_cost, tours.placed)
    arrays = (tours._before, tours._after, tours._leg, tours._room, tours._drive_room)
    return [repr(part) for part in kept] + [part.tolist() for part in arrays]


@pytest.mark.parametrize("price", [0.5, 3.0])
def test_an_insertion_costs_what_it_was_said_to_cost_and_the_cheapest_is_the_cheapest(price):
    tours = tours_of(crowded(price))
    seen = 0
    for visit in range(len(tours.place)):
        if tours.day_of[visit] != NOWHERE:
            continue
        options = tours.options(visit, *tours.window(visit))
        before = state(tours)
        for cost, day, position in options:
            tours.mark()
            prize, asked = tours.prize(visit), tours.cost
            tours.insert(visit, day, position)
            assert tours.cost == asked + cost - prize
            assert tours.times(day) is not None
            assert not tours.overfull(day)
            tours.undo()
            assert state(tours) == before
        assert tours.cheapest(visit) == min(options, default=None)
        seen += len(options)
        if options:
            tours.insert(visit, *min(options)[1:])
    assert seen > 40
    assert any(tours.overtime(day) for day in range(len(tours.stops)))


def hourly(price):
    """The same accounts without an agreed hour, all of them open in the morning and in the afternoon."""
    hours = [{"account_id": f"C{n}", "open_hours": "Mo-Fr 09:00-11:00,13:30-16:00"} for n in range(1, 7)]
    return ruled(unbound(price), *hours)


def unbound(price):
    """The same accounts, open at any hour of a day of four visits and two hours of road at most."""
    firm = crowded(price)
    reps = firm.reps.assign(max_visits_day=4, max_drive_minutes=120.0)
    return replace(firm, visits=firm.visits.head(0), visit_rules=firm.visit_rules.head(0), reps=reps)


def tried(tours, visit, day):
    """Return what each position of a day costs more, and whether the day could hold the visit there."""
    told = []
    for position in range(len(tours.stops[day]) + 1):
        stops = [*tours.stops[day][:position], visit, *tours.stops[day][position:]]
        fits = tours.fits(day, stops)
        before, prize = tours.cost, tours.prize(visit)
        tours.mark()
        tours.insert(visit, day, position)
        told.append((tours.cost - before + prize, day, position, fits))
        tours.undo()
    return told


@pytest.mark.parametrize("made", [crowded, hourly, unbound])
@pytest.mark.parametrize("price", [0.5, 3.0])
@pytest.mark.parametrize("slot", [5, 30])
def test_the_cheapest_place_of_each_day_is_that_of_trying_them_one_by_one(made, price, slot):
    """Where hours must be kept it is the cheapest that keeps them, else the cheapest, if the day holds it."""
    tours = tours_of(made(price), slot_minutes=slot, day_reserve_share=0.1)
    seen = 0
    for visit in [visit for visit, day in enumerate(tours.day_of) if day == NOWHERE]:
        low, high = tours.window(visit)
        found = {day: (cost, day, position) for cost, day, position in tours.options(visit, low, high)}
        for day in range(low, high):
            places = tried(tours, visit, day)
            if tours.irregularity[visit][day - tours.first[visit]] >= FORBIDDEN:
                places = []
            by_clock = day in tours.shifts or any(tours.openings[v] for v in (visit, *tours.stops[day]))
            able = [place for place in places if place[3]] if by_clock else sorted(places)[:1]
            expected = min((place[:3] for place in able if place[3]), default=None)
            assert found.get(day) == expected
            seen += expected is not None
        if found:
            tours.insert(visit, *min(found.values())[1:])
    assert seen > 20


def test_a_day_above_its_hours_takes_so_much_overtime_and_an_empty_one_none():
    """An hour on site and two ways of 0.3 degrees, 47.3 minutes, on a day of two hours and one above."""
    tours = tours_of(overtime(village_firm([(0.3, 0.0)], [1], days=2, hours=2.0), 60.0))
    tours.insert(0, 0, 0)
    above = 60 + 0.6 * MINUTES_PER_DEGREE - 120
    assert [tours.overtime(day) / 60 for day in (0, 1)] == pytest.approx([above, 0], abs=0.1)
    assert tours.over_cost[0] / 60 == pytest.approx(2 * above, abs=0.2), "at a price of two"
    assert tours.over_cost[1] == 0


def test_an_agreed_visit_is_not_taken_out_with_its_neighbours():
    tours = tours_of(village_firm([(0.1, 0.0), (0.1, 0.01)], [1, 1], log=[agreed("C1", 2, "10:00")]))
    tours.insert(1, 2, 1)
    assert tours.remove(2, 0, 2) == [1]
    assert (tours.stops[2], tours.day_of) == ([0], [2, NOWHERE])


def test_a_visit_fits_alone_where_one_day_that_no_rule_bars_could_hold_it():
    """Two hours and 31.5 minutes: too much for the first day, not for the second."""
    firm = village_firm([(0.1, 0.0)], [1], minutes=120.0, days=2, hours=[2.0, 3.0])
    tours = tours_of(firm)
    assert [tours.fits_alone(0, *days) for days in ((0, 1), (1, 2), (0, 2), (1, 1))] == [
        False,
        True,
        True,
        False,
    ]
    tuesday = MONDAY + pd.Timedelta(days=1)
    barred = tours_of(ruled(firm, closures=[("C1", tuesday, tuesday, None)]))
    assert not barred.fits_alone(0, 0, 2)


def test_visits_of_one_account_keep_their_gap_on_both_sides():
    """Three in four weeks, half of 28 / 3 days apart or more: five after day 1, before 21."""
    tours = tours_of(village_firm([(0.1, 0.0)], [3]))
    days = tours.territory.days
    tours.insert(0, days.index(1), 0)
    tours.insert(2, days.index(21), 0)
    low, high = tours.window(1)
    assert days[low:high] == [7, 8, 9, 10, 11, 14, 15, 16]


def test_a_visit_that_must_be_made_has_its_day_full_or_not():
    firm = village_firm([(0.1, 0.0)] * 2, [1, 1], minutes=200.0, days=1, hours=4.0)
    tours = tours_of(firm)
    tours.insert(0, 0, 0)
    assert tours.cheapest(1) is None
    assert not tours.fits(0, [0, 1])
    must = replace(tours.territory.occurrences[1], must=True, ideal_day=0)
    territory = replace(tours.territory, occurrences=[tours.territory.occurrences[0], must])
    insisting = Tours(territory)
    insisting.insert(0, 0, 0)
    insisting.insist()
    assert insisting.stops[0] == [0, 1]
    assert insisting.overfull(0)
