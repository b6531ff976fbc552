import math

import pytest

from solver.roads.crow import great_circle_km
from tests.calendar.brittany import communes


def test_distance_of_two_airports_is_the_published_one():
    """Nashville to Los Angeles, the usual check of the haversine formula: 2 886.4 km (radius 6 371.0)."""
    assert great_circle_km(36.12, -86.67, 33.94, -118.40) == pytest.approx(2886.44, abs=0.02)


def test_pole_to_equator_is_a_quarter_of_the_circle():
    assert great_circle_km(90, 0, 0, 45) == pytest.approx(math.pi / 2 * 6371.0088, rel=1e-12)


def test_rennes_to_brest_from_the_reference_communes():
    towns = communes().set_index("insee_code")
    rennes, brest = towns.loc["35238"], towns.loc["29019"]
    distance = great_circle_km(rennes["lat"], rennes["lon"], brest["lat"], brest["lon"])
    assert distance == pytest.approx(210, abs=2)
