import math

import numpy as np
import pandas as pd
import pytest

from solver.roads.crow import CrowFlies, great_circle_km
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


def test_a_degree_of_latitude_on_roads_a_third_longer_at_55_km_an_hour():
    """111.195 km as the crow flies, 144.55 km by road."""
    places = pd.DataFrame({"place_id": ["A", "B", "C"], "lat": [48.0, 49.0, np.nan], "lon": -2.0})
    minutes = CrowFlies(road_factor=1.3, speed_kmh=55).minutes(places[:2], places)
    assert minutes[0, 1] == minutes[1, 0] == pytest.approx(6371.0088 * math.radians(1) * 1.3 / 55 * 60)
    assert minutes[:, :2].diagonal().tolist() == [0, 0]
    assert np.isnan(minutes[:, 2]).all()
