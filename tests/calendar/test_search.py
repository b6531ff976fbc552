from itertools import permutations, product
from random import Random

import numpy as np
import pandas as pd
import pytest

from solver.calendar.build import build_territory, visit_values
from solver.calendar.occurrences import list_occurrences
from solver.calendar.search import plan_territory
from solver.calendar.tours import NOWHERE, Tours
from tests.calendar.village import agreed, four_weeks, plan, village_firm
from tests.roads.one_way import Listed


def territory_of(firm, settings):
    return build_territory("R1", list_occurrences(firm, settings), firm, firm.worth, settings)


def best_driving(territory, room):
    """Try every way to put the visits on the days, in every order."""
    count, best = len(territory.occurrences), np.inf
    shortest = {(): 0}
    for chosen in product(range(len(territory.days)), repeat=count):
        driving = 0
        for day in range(len(territory.days)):
            stops = tuple(visit for visit in range(count) if chosen[visit] == day)
            if len(stops) > room:
                driving = np.inf
                break
            if stops not in shortest:
                shortest[stops] = min(
                    sum(territory.travel[a, b] for a, b in zip((0, *order), (*order, 0), strict=True))
                    for order in permutations(territory.occurrences[visit].place for visit in stops)
                )
            driving += shortest[stops]
        best = min(best, driving)
    return best


@pytest.mark.parametrize("seed", range(5))
def test_six_visits_on_three_days_are_driven_as_short_as_can_be(seed):
    """Visits of 150 min and days of 10 h leave room for three a day at most; all 729 layouts are tried."""
    random = np.random.default_rng(seed)
    places = [tuple(np.round(random.uniform(-0.15, 0.15, 2), 3)) for _account in range(6)]
    firm = village_firm(places, [1] * 6, minutes=150.0, days=3, hours=10.0)
    territory = territory_of(firm, four_weeks(regularity_minutes=0, slot_minutes=1))
    tours = Tours(territory)
    tours.fill(plan_territory(territory))
    assert sum(tours.driving) == best_driving(territory, room=3)


def test_undoing_a_round_leaves_no_trace_and_costs_are_never_off_by_a_second():
    firm = village_firm(
        [(0.1, 0.1), (0.3, 0.0), (-0.2, 0.2), (0.0, -0.4)],
        [4, 2, 6, 1],
        log=[agreed("C2", 8, "10:00"), agreed("C3", 8, None)],
    )
    territory = territory_of(firm, four_weeks())
    tours, random = Tours(territory), Random(1)
    movable = [visit for visit, fixed in enumerate(tours.fixed) if not fixed]
    for step in range(400):
        tours.mark()
        before = (tours.cost, [list(stops) for stops in tours.stops], list(tours.day_of), list(tours.placed))
        for visit in random.sample(movable, 3):
            if tours.day_of[visit] == NOWHERE:
                found = tours.cheapest(visit)
                if found is not None:
                    tours.insert(visit, *found[1:])
            else:
                day = tours.day_of[visit]
                tours.remove(day, 0, random.randint(1, len(tours.stops[day])))
        if step % 2:
            tours.undo()
            assert before == (tours.cost, tours.stops, tours.day_of, tours.placed)
        again = Tours(territory)
        again.fill(tours.stops)
        assert again.cost == tours.cost
        assert again.driving == tours.driving


def test_regularity_draws_visits_to_their_ideal_dates():
    """With regularity priced high, the two visits stand on the days nearest to mid-block: 7 and 21."""
    firm = village_firm([(0.1, 0.0)], [2])
    territory = territory_of(firm, four_weeks(regularity_minutes=500))
    tours = Tours(territory)
    tours.fill(plan_territory(territory))
    assert [territory.days[day] for day in tours.day_of] == [7, 21]


def test_a_far_visit_worth_more_than_all_near_ones_together_takes_their_day():
    """180 minutes hold C1, an hour away and worth 100, or four visits next door, worth 20 each."""
    ids, minutes, worth = [f"C{i}" for i in range(1, 6)], [60.0] + [30.0] * 4, [100.0] + [20.0] * 4
    far = {("home", "C1"): 60, ("C1", "home"): 60}
    roads = Listed(far | {(a, b): 5 for a in ["home", *ids[1:]] for b in ["home", *ids[1:]] if a != b})
    values = [(account_id, 1, value) for account_id, value in zip(ids, worth, strict=True)]
    firm = village_firm([(0.1, 0.0)] * 5, [1] * 5, minutes, days=1, hours=3.0, values=values)
    territory = territory_of(firm, four_weeks(roads=roads))
    tours = Tours(territory)
    tours.fill(plan_territory(territory))
    assert [day != NOWHERE for day in tours.day_of] == [True, False, False, False, False]


def test_the_value_of_a_visit_is_what_it_adds():

    response = pd.DataFrame(
        {"account_id": ["C1"] * 3, "visits": [2, 0, 1], "contribution_eur": [150.0, 0.0, 100.0]}
    )
    values = visit_values(response)
    assert values["visit_no"].tolist() == [1, 2]
    assert values["value_eur"].tolist() == [100.0, 50.0]


@pytest.mark.parametrize("log", [(), (agreed("C3", 0, "12:00"),)])
def test_an_insertion_costs_what_it_was_said_to_cost_where_the_way_back_takes_longer(log):
    random = np.random.default_rng(5)
    places = ["home", "C1", "C2", "C3"]
    roads = Listed({(a, b): float(random.integers(6, 60)) for a in places for b in places if a != b})
    firm = village_firm([(0.1, 0.0)] * 3, [1] * 3, days=1, hours=10.0, log=log)
    tours = Tours(territory_of(firm, four_weeks(roads=roads, regularity_minutes=0)))
    for visit in [visit for visit, fixed in enumerate(tours.fixed) if not fixed]:
        before, prize = tours.cost, tours.prize(visit)
        cost, day, position = tours.cheapest(visit)
        tours.insert(visit, day, position)
        assert tours.cost - before == cost - prize


def test_a_place_that_one_cannot_drive_to_from_another_is_reached_by_home():
    roads = Listed({("home", "C1"): 20, ("C1", "home"): 25, ("home", "C2"): 30, ("C2", "home"): 35})
    firm = village_firm([(0.1, 0.0)] * 2, [1] * 2)
    minutes = territory_of(firm, four_weeks(roads=roads)).travel / 60
    assert minutes.tolist() == [[0, 20, 30], [25, 0, 25 + 30], [35, 35 + 20, 0]]


def test_a_visit_stands_between_its_neighbours_in_time_a_gap_from_each():
    """Three visits in 28 days are never nearer than 5: after day 0 and before day 14, on days 7, 8 and 9."""
    firm = village_firm([(0.1, 0.0)], [3])
    tours = Tours(territory_of(firm, four_weeks()))
    days = tours.territory.days
    tours.day_of[0], tours.day_of[2] = days.index(0), days.index(14)
    low, high = tours.window(1)
    assert days[low:high] == [7, 8, 9]


def test_a_day_holds_what_takes_all_its_time_and_not_a_second_more():
    """Two visits of an hour with ten minutes of road before, between and after them: two and a half hours."""
    ten = Listed({(a, b): 10 for a in ("home", "C1", "C2") for b in ("home", "C1", "C2") if a != b})
    firms = [village_firm([(0.1, 0.0)] * 2, [1, 1], days=1, hours=hours) for hours in (2.5, 2.5 - 1 / 3600)]
    chosen = four_weeks(roads=ten)
    assert [len(plan(firm, chosen).appointments) for firm in firms] == [2, 1]
    for firm, room in zip(firms, (True, False), strict=True):  # and so in Python, visit by visit
        tours = Tours(territory_of(firm, chosen))
        tours.insert_cheapest(0)
        tours.insert_cheapest(1)
        assert (NOWHERE not in tours.day_of) == room
        assert tours.driving == [30 * 60 if room else 20 * 60]
