import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver.parameters import DrivingTimes
from solver.parameters.roads import Barrier
from solver.roads.law import Law, law_minutes
from tests.roads.one_way import steady

USUAL = DrivingTimes()
KM_A_DEGREE = 6371.0088 * math.radians(1)
numbers = st.builds(
    lambda start, short, more, half: DrivingTimes(
        start_minutes=start, short_kmh=short, long_kmh=short + more, half_way_km=half
    ),
    st.floats(0, 30),
    st.floats(1, 65),
    st.floats(0, 65),
    st.floats(0.1, 1000),
)
distances = st.lists(st.floats(0.01, 2000), min_size=2, max_size=2).map(sorted)


def at(*lat, lon=-2.0):
    return pd.DataFrame({"place_id": [f"C{i}" for i in range(len(lat))], "lat": lat, "lon": lon})


@pytest.mark.parametrize(
    ("km", "minutes"),
    # 1.5 + 60 d / v by hand: v = 26 + 61 x 10/99 = 32.162; 26 + 61 / 2 = 56.5; 26 + 61 x 178/267 = 66.667
    [(0, 1.5), (10, 20.156), (89, 96.013), (178, 161.7)],
)
def test_the_usual_law_takes_what_is_worked_out_by_hand(km, minutes):
    assert law_minutes(km, USUAL) == pytest.approx(minutes, abs=5e-4)


@given(numbers, distances)
def test_a_longer_drive_never_takes_less_and_never_more_per_kilometre(law, pair):
    near, far = pair
    short, long = law_minutes(near, law), law_minutes(far, law)
    assert long >= short - 1e-9
    assert long / far <= short / near + 1e-9


def test_no_drive_takes_less_than_five_minutes_nor_is_known_without_a_place():
    minutes = Law().minutes(at(48.0), at(48.0, 48.001, np.nan))
    assert minutes[0, :2].tolist() == [5, 5]
    assert np.isnan(minutes[0, 2])


def test_the_law_is_the_same_both_ways_and_times_its_factor():
    places = at(48.0, 48.2, 47.1)
    once, more = Law().minutes(places, places), Law(factor=1.25).minutes(places, places)
    assert once == pytest.approx(once.T)
    far = ~np.eye(3, dtype=bool)
    assert more[far] == pytest.approx(1.25 * once[far])


def test_the_speed_of_an_older_portfolio_is_a_degree_on_roads_a_third_longer():
    """111.195 km as the crow flies, 144.55 km by road, 157.7 minutes at 55 km/h."""
    assert steady(1.3, 55).minutes(at(48.0), at(49.0))[0, 0] == pytest.approx(KM_A_DEGREE * 1.3 / 55 * 60)
    assert USUAL.steady is False
    assert steady().numbers.steady is True


def test_a_barrier_adds_its_minutes_to_the_ways_across_it_and_to_no_other():
    estuary = Barrier(name="estuary", lat1=48.5, lon1=-3, lat2=48.5, lon2=-1, extra_minutes=70)
    places = at(48.0, 49.0, 48.2)
    free, barred = Law(), Law(DrivingTimes(barriers=[estuary]))
    added = barred.minutes(places, places) - free.minutes(places, places)
    assert added == pytest.approx(np.array([[0, 70, 0], [70, 0, 70], [0, 70, 0]]))
    beyond_its_end = at(48.0, 49.0, lon=-4.0)
    assert barred.minutes(beyond_its_end, beyond_its_end) == pytest.approx(
        free.minutes(beyond_its_end, beyond_its_end)
    )
