"""Who would take an account over: the nearest other rep whose day holds the drive and the visit."""

import pandas as pd

from solver.method.time.other_reps import takers
from solver.roads.drives import minutes_from_homes
from tests.roads.one_way import steady

# One degree of longitude at 48 degrees north is 74.4 km, as many minutes at 60 km/h.
REPS = pd.DataFrame({"rep_id": ["W", "M", "E"], "home_lat": 48.0, "home_lon": [-4.0, -3.0, -2.0]})
ROADS = steady(road_factor=1.0, speed_kmh=60)


def found(reps, lons, **day_hours):
    accounts = pd.DataFrame(
        {"account_id": [f"C{n}" for n in range(len(lons))], "rep_id": reps, "lat": 48.0, "lon": lons}
    )
    days = {"W": 8.0, "M": 8.0, "E": 8.0} | day_hours
    minutes = pd.Series(60.0, index=accounts["account_id"])
    return takers(
        accounts, REPS, ROADS, visit_minutes=minutes, day_hours=pd.Series(days, dtype=float)
    ).to_dict()


def test_the_nearest_other_rep_takes_over():
    assert found(["W", "M", "M"], [-3.9, -3.9, -2.1]) == {"C0": "M", "C1": "W", "C2": "E"}


def test_a_rep_whose_day_is_too_short_for_the_way_there_and_back_does_not():
    """From M to -3.9 it is 67 minutes: 134 there and back and 60 on site are 3.2 hours."""
    assert found(["W"], [-3.9], M=3.3) == {"C0": "M"}
    assert found(["W"], [-3.9], M=3.1) == {"C0": "E"}
    assert found(["W"], [-3.9], M=3.1, E=5.0) == {}


def test_a_day_that_just_holds_the_way_and_the_visit_is_long_enough_and_a_minute_less_is_not():
    away = minutes_from_homes(pd.DataFrame({"account_id": ["C0"], "lat": 48.0, "lon": [-3.9]}), REPS, ROADS)[
        0, 1
    ]
    just = (2 * away + 60) / 60
    assert found(["W"], [-3.9], M=just + 1e-9) == {"C0": "M"}
    assert found(["W"], [-3.9], M=just - 1 / 60) == {"C0": "E"}


def test_an_account_without_a_place_is_taken_over_by_nobody():
    assert found(["W"], [float("nan")]) == {}
