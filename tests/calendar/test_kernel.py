"""The compiled search counts what `Tours` counts, repeats itself everywhere, and may be missing."""

import ast
import inspect
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest

from solver.calendar import engine, uncompiled
from solver.calendar.build import build_territory
from solver.calendar.check import check_calendar
from solver.calendar.engine import compiled_search
from solver.calendar.occurrences import list_occurrences
from solver.calendar.search import plan_territory
from solver.calendar.tours import Tours
from solver.words import compiling
from tests.calendar.brittany import brittany_firm, settings
from tests.calendar.village import agreed, four_weeks, plan, village_firm
from tests.roads.one_way import Listed


def tours_of(firm, chosen):
    return Tours(build_territory("R1", list_occurrences(firm, chosen), firm, firm.worth, chosen))


def random_roads(random, accounts):
    places = ["home", *(f"C{i}" for i in range(1, accounts + 1))]
    return Listed({(a, b): float(random.integers(6, 60)) for a in places for b in places if a != b})


@pytest.mark.parametrize("seed", range(8))
def test_the_compiled_cost_is_the_cost_of_the_tours(seed):
    """One-way roads, agreed visits with and without a time, too many visits for the days."""
    random = np.random.default_rng(seed)
    visits = random.integers(1, 7, 9).tolist()
    log = [agreed("C1", 8, "10:00"), agreed("C2", 9, None), agreed("C3", 15, "11:30")]
    firm = village_firm([(0.1, 0.0)] * 9, visits, 75.0, hours=5.0, log=log, values=[("C4", 1, 300.0)])
    chosen = four_weeks(roads=random_roads(random, 9), slot_minutes=int(random.choice([1, 5, 15])))
    tours = tours_of(firm, chosen)
    search = compiled_search()
    stops, cost = search(tours)
    tours.fill(stops)
    assert tours.cost == cost
    assert all(tours.times(day) is not None for day in range(len(stops)))


def test_its_random_numbers_are_those_of_splitmix64():
    """The first three numbers of the published generator from seed 1234567, cut to 32 bits."""
    compiled_search()
    from solver.calendar.kernel import draw

    state = np.array([1234567], np.uint64)
    published = (6457827717110365317, 3203168211198807973, 9817491932198370423)
    assert [draw(state, 1 << 32) for _ in published] == [number >> 32 for number in published]


def test_the_search_cools_from_half_the_mean_drive_to_a_fiftieth_and_draws_exponentially():
    """Of ten minutes: 300 seconds at first, 12 at last, 60 half way; −ln of the middle of each 1024th."""
    compiled_search()
    from solver.calendar.compiled import schedule

    found = schedule(100, 600)
    assert found.temperatures[[0, 512]].tolist() == [300 * 1024, 60 * 1024]
    assert found.temperatures[-1] / 1024 == pytest.approx(12, rel=0.01)
    assert found.thresholds[0] == round(1024 * np.log(2048))
    assert found.thresholds[511:513].mean() / 1024 == pytest.approx(np.log(2), abs=1e-3)
    assert found.thresholds.mean() / 1024 == pytest.approx(1, abs=0.01), "the mean of the draw"
    assert (found.rounds, found.account_chance) == (100, 102)


def test_it_drives_less_than_the_search_without_compiled_code():
    firm = brittany_firm(accounts_per_rep=30, reps=("Rennes",))
    tours = tours_of(firm, settings())
    compiled, _cost = compiled_search()(tours)
    plain, _cost = uncompiled.improved(tours_of(firm, settings()))
    cost = {}
    for name, stops in (("compiled", compiled), ("plain", plain)):
        filled = tours_of(firm, settings())
        filled.fill(stops)
        cost[name] = filled.cost
    assert cost["compiled"] < cost["plain"]


def test_two_threads_plan_as_one():
    firm = village_firm([(0.1, 0.1), (0.3, 0.0), (-0.2, 0.2), (0.0, -0.4)], [4, 2, 6, 1])
    alone = plan(firm)
    with ThreadPoolExecutor(2) as pool:
        for other in pool.map(plan, [firm] * 4):
            pd.testing.assert_frame_equal(other.appointments, alone.appointments)


def test_a_round_trip_by_one_way_streets_is_driven_with_the_arrows():
    """A ring of 10 min a leg with the arrows, 80 against them, and 40 across it: 50 or 200 minutes in all.

    To who takes the mean of both directions a leg of the ring is 45, and the way across looks better.
    """
    ring = ["home", "C1", "C2", "C3", "C4"]
    legs = {(a, b): 40.0 for a in ring for b in ring if a != b}
    for here, there in zip(ring, [*ring[1:], "home"], strict=True):
        legs[here, there], legs[there, here] = 10.0, 80.0
    both_ways = {(a, b): (minutes + legs[b, a]) / 2 for (a, b), minutes in legs.items()}
    firm = village_firm([(0.1, 0.0)] * 4, [1] * 4, days=1)
    driven = {}
    for name, believed in (("as they are", legs), ("both ways", both_ways)):
        stops = plan_territory(tours_of(firm, four_weeks(roads=Listed(believed))).territory)
        real = tours_of(firm, four_weeks(roads=Listed(legs)))
        real.fill(stops)
        driven[name] = sum(real.driving) / 60
    assert driven == {"as they are": 50.0, "both ways": 200.0}


@pytest.fixture
def without_numba(monkeypatch):
    compiled_search.cache_clear()
    monkeypatch.setitem(sys.modules, "numba", None)
    yield
    compiled_search.cache_clear()


def test_without_numba_the_plan_keeps_every_rule_and_says_what_is_missing(without_numba):
    firm, chosen = brittany_firm(accounts_per_rep=15, reps=("Rennes",)), settings()
    result = plan(firm, chosen)
    assert check_calendar(result.appointments, result.unplaced, firm, chosen) == []
    assert result.remarks["remark"].str.contains("without numba").sum() == 1


def test_compiled_code_is_kept_apart_for_every_state_of_the_sources_whose_constants_it_holds(monkeypatch):
    compiled_search()
    from solver.calendar import kernel, positions

    read = [ast.parse(inspect.getsource(module)) for module in (kernel, positions)]
    imports = [node for tree in read for node in ast.walk(tree) if hasattr(node, "module")]
    used = {node.module for node in imports if node.module.startswith("solver.")}
    assert used == {source.__name__ for source in (*engine.COMPILED_IN, positions)}
    before = compiling.state_of(*engine.COMPILED_IN)
    written = inspect.getsource
    monkeypatch.setattr(
        compiling, "getsource", lambda source: written(source).replace("STEPS = 1024", "STEPS = 9")
    )
    assert compiling.state_of(*engine.COMPILED_IN) != before
