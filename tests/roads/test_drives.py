import math

import numpy as np
import pandas as pd
import pytest

from solver.roads.drives import minutes_from_homes, tour_minutes
from tests.roads.one_way import Listed, steady

REPS = pd.DataFrame({"rep_id": ["R1"], "home_lat": [48.0], "home_lon": [-2.0]})
HALF_DEGREE_MINUTES = 6371.0088 * math.radians(0.5) * 1.3 / 55 * 60  # 78.84


def accounts(lats):
    return pd.DataFrame({"account_id": [f"C{n}" for n in range(1, len(lats) + 1)], "lat": lats, "lon": -2.0})


def test_legs_of_a_tour_have_a_least_length_and_gaps_where_a_place_is_unknown():
    minutes = tour_minutes("R1", accounts([48.0, 48.5, np.nan]), REPS, steady())
    assert minutes[0, 1] == 5
    assert minutes[0, 2] == pytest.approx(HALF_DEGREE_MINUTES)
    assert np.isnan(minutes[0, 3])
    assert np.isnan(minutes[3, 2])
    np.testing.assert_array_equal(minutes, minutes.T)
    np.testing.assert_array_equal(np.diag(minutes), 0)


def test_legs_are_read_from_the_row_s_place_to_the_column_s():
    roads = Listed({("home", "C1"): 20, ("C1", "home"): 40})
    assert tour_minutes("R1", accounts([48.5]), REPS, roads).tolist() == [[0, 20], [40, 0]]


def test_how_far_an_account_lies_is_the_mean_of_there_and_back():
    roads = Listed({("home", "C1"): 20, ("C1", "home"): 40, ("home", "C2"): 20})
    far = minutes_from_homes(accounts([48.5, 48.5]), REPS, roads)
    assert far[0, 0] == 30
    assert np.isnan(far[1, 0])  # C2 can be reached, but not left
