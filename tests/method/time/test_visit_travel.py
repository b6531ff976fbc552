import math

import numpy as np
import pandas as pd
import pytest

from solver.method.time.visit_travel import visit_travel_minutes
from solver.words.errors import PortfolioError
from tests.roads.one_way import Listed, steady

REPS = pd.DataFrame({"rep_id": ["R1"], "home_lat": [48.0], "home_lon": [-2.0]})
HALF_DEGREE_MINUTES = 6371.0088 * math.radians(0.5) * 1.3 / 55 * 60  # 78.84


def accounts(*places):
    rows = [(f"C{i}", "R1", lat, lon) for i, (lat, lon) in enumerate(places, start=1)]
    return pd.DataFrame(rows, columns=["account_id", "rep_id", "lat", "lon"])


def test_a_visit_bears_its_share_of_the_way_and_of_the_local_legs():
    """Two accounts in one village, 78.84 min from home, four stops a day: (2 x 78.84 + 3 x 5) / 4.

    The day of 8 h would hold (480 - 157.7 + 5) / (60 + 5) = 5 of them.
    """
    travel = visit_travel_minutes(
        accounts((48.5, -2.0), (48.5, -2.0)), REPS, steady(), stops_per_day=4, on_site_minutes=60
    )
    assert travel["home_minutes"].tolist() == pytest.approx([HALF_DEGREE_MINUTES] * 2)
    assert travel["travel_minutes"].tolist() == pytest.approx([(2 * HALF_DEGREE_MINUTES + 15) / 4] * 2)


def test_a_day_spent_on_the_road_holds_fewer_stops():
    """157.7 min out, neighbours at 5: a day of 8 h leaves (480 - 315.4 + 5) / (75 + 5) = 2.12 stops."""
    travel = visit_travel_minutes(accounts((49.0, -2.0), (49.0, -2.0)), REPS, steady(), stops_per_day=4)
    stops = (480 - 4 * HALF_DEGREE_MINUTES + 5) / 80
    assert stops == pytest.approx(2.12, abs=0.005)
    expected = (4 * HALF_DEGREE_MINUTES + (stops - 1) * 5) / stops
    assert travel["travel_minutes"].tolist() == pytest.approx([expected] * 2)


def test_an_account_beyond_a_day_bears_the_whole_way():
    short_days = REPS.assign(day_hours=4.0)
    travel = visit_travel_minutes(accounts((49.0, -2.0), (49.0, -2.0)), short_days, steady())
    assert travel["travel_minutes"].tolist() == pytest.approx([4 * HALF_DEGREE_MINUTES] * 2)


def test_one_stop_a_day_is_the_way_there_and_back():
    travel = visit_travel_minutes(accounts((48.5, -2.0), (47.5, -2.0)), REPS, steady(), stops_per_day=1)
    assert travel["travel_minutes"].tolist() == pytest.approx([2 * HALF_DEGREE_MINUTES] * 2)


def test_an_account_without_coordinates_gets_the_mean_of_its_rep_and_shows_it():
    travel = visit_travel_minutes(accounts((48.5, -2.0), (np.nan, np.nan), (48.25, -2.0)), REPS, steady())
    known = travel["travel_minutes"][[0, 2]].mean()
    assert travel["account_id"].tolist() == ["C1", "C2", "C3"]
    assert travel["travel_minutes"][1] == pytest.approx(known)
    assert travel["home_minutes"].isna().tolist() == [False, True, False]


def test_an_account_without_coordinates_counts_where_the_roads_know_it():
    """20 min there, 40 back, one stop a day."""
    roads = Listed({("home", "C1"): 20, ("C1", "home"): 40})
    travel = visit_travel_minutes(accounts((np.nan, np.nan)), REPS, roads, stops_per_day=1)
    assert travel.loc[0, ["home_minutes", "travel_minutes"]].tolist() == [30, 60]


def test_rows_in_another_order_give_the_same_minutes():
    some = accounts((48.5, -2.0), (48.1, -2.3), (47.9, -1.8), (np.nan, -2.0))
    shuffled = visit_travel_minutes(some.iloc[[2, 0, 3, 1]], REPS, steady()).sort_values("account_id")
    pd.testing.assert_frame_equal(shuffled.reset_index(drop=True), visit_travel_minutes(some, REPS, steady()))


@pytest.mark.parametrize(
    ("table", "reps", "stops", "words"),
    [
        (accounts((np.nan, np.nan)), REPS, 4, "no account of any rep has coordinates"),
        (accounts((48.5, -2.0)), REPS.assign(home_lat=np.nan), 4, "where the days of rep R1 start"),
        (accounts((48.5, -2.0)), REPS.assign(rep_id="R2"), 4, "where the days of rep R1 start"),
        (accounts((48.5, -2.0)), REPS, 0.5, "0.5 visits"),
    ],
)
def test_what_cannot_be_computed_is_refused_in_words(table, reps, stops, words):
    with pytest.raises(PortfolioError, match=words):
        visit_travel_minutes(table, reps, steady(), stops_per_day=stops)


def test_only_the_ten_nearest_are_neighbours():
    """Twelve accounts ten minutes from home, and from each other but for one leg of a hundred."""
    names = [f"C{n}" for n in range(1, 13)]
    legs = {(a, b): 10.0 for a in ["home", *names] for b in ["home", *names] if a != b}
    legs |= {("C1", "C2"): 100.0, ("C2", "C1"): 100.0}
    roads = Listed(legs)
    travel = visit_travel_minutes(accounts(*[(48.1, -2.0)] * 12), REPS, roads, stops_per_day=4)
    assert travel["travel_minutes"].tolist() == pytest.approx([(20 + 30) / 4] * 12)
    eleven = {pair: minutes for pair, minutes in legs.items() if not {"C12"} & set(pair)}
    travel = visit_travel_minutes(accounts(*[(48.1, -2.0)] * 11), REPS, Listed(eleven), stops_per_day=4)
    local = (9 * 10 + 100) / 10
    assert travel["travel_minutes"][0] == pytest.approx((20 + 3 * local) / 4)


def test_an_account_on_its_own_has_no_neighbour_and_a_rep_without_any_place_the_mean_of_all():
    alone = visit_travel_minutes(accounts((48.5, -2.0)), REPS, steady(), stops_per_day=4)
    assert alone["travel_minutes"].tolist() == pytest.approx([2 * HALF_DEGREE_MINUTES / 4])
    both = pd.concat([REPS, REPS.assign(rep_id="R2")])
    table = accounts((48.5, -2.0), (np.nan, np.nan)).assign(rep_id=["R1", "R2"])
    found = visit_travel_minutes(table, both, steady(), stops_per_day=4)
    assert found["travel_minutes"][1] == found["travel_minutes"][0]
