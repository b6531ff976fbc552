"""Places on the small maps: where they should be, and readable."""

import itertools
import math

import pytest

from solver.handover.agenda.tour_map import Frame, territory_map, tour_map

FRAME = Frame(120.0, 80.0)
HOME = (48.5, -2.8)


def test_north_is_up_and_east_is_right():
    made = tour_map(HOME, [(1, (48.9, -2.8)), (2, (48.5, -2.2))], FRAME)
    north, east = (stop["at"] for stop in made["stops"])
    assert north[1] < made["home"][1]
    assert math.isclose(north[0], made["home"][0], abs_tol=0.1)
    assert east[0] > made["home"][0]


def test_the_scale_is_the_same_both_ways_and_the_bar_tells_it():
    # 0.2 degrees of latitude are 22.24 km; at 48.6 north so are 0.3024 degrees of longitude.
    made = tour_map(None, [(1, (48.5, -2.8)), (2, (48.7, -2.8)), (3, (48.5, -2.4976))], FRAME)
    first, north, east = (stop["at"] for stop in made["stops"])
    up, right = first[1] - north[1], east[0] - first[0]
    assert math.isclose(up, right, rel_tol=0.01)
    per_km = made["scale"]["length"] / made["scale"]["km"]
    assert math.isclose(up / per_km, 22.24, rel_tol=0.02)


@pytest.mark.parametrize("count", [2, 5, 8])
def test_marks_on_one_spot_are_set_apart_and_stay_in_the_frame(count):
    made = tour_map(HOME, [(n, (48.7, -2.5)) for n in range(count)], FRAME)
    marks = [stop["mark"] for stop in made["stops"]]
    for n, mark in enumerate(marks):
        assert 0 <= mark[0] <= FRAME.width
        assert 0 <= mark[1] <= FRAME.height
        for other in marks[:n]:
            assert math.dist(mark, other) > 0.6 * FRAME.mark


def test_the_route_goes_from_home_through_the_stops_and_back():
    made = tour_map(HOME, [(1, (48.9, -2.8)), (2, (48.5, -2.2))], FRAME)
    assert made["route"] == [made["home"], *(stop["at"] for stop in made["stops"]), made["home"]]


def test_a_day_without_known_places_has_no_map():
    assert tour_map(HOME, [(1, None)], FRAME) == {}
    assert territory_map(HOME, {}, {}, FRAME) == {}


def test_names_of_towns_do_not_run_into_each_other():
    towns = {f"Town {n}": ((48.5 + n / 1000, -2.8), 10 - n) for n in range(6)}
    made = territory_map(HOME, {(48.5, -2.8): 3, (48.9, -2.2): 1}, towns, FRAME)
    heights = sorted(name["at"][1] for name in made["names"])
    assert made["names"][0]["name"] == "Town 0"
    assert all(low + 7.9 <= high for low, high in itertools.pairwise(heights))
