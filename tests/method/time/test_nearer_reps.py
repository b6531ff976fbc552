"""Accounts nearer to another rep are found, with the drive they would save."""

import pandas as pd
import pytest

from solver.method.time.nearer_reps import nearer_reps
from tests.roads.one_way import steady

REPS = pd.DataFrame({"rep_id": ["W", "E"], "home_lat": [48.0, 48.0], "home_lon": [-4.0, -2.0]})


def accounts(rep_ids, lons):
    return pd.DataFrame(
        {
            "account_id": [f"C{n}" for n in range(len(lons))],
            "kind": "client",
            "opposed": False,
            "rep_id": rep_ids,
            "lat": 48.0,
            "lon": lons,
        }
    )


def test_an_account_at_the_other_reps_door_is_given_with_the_whole_drive_saved():
    found = nearer_reps(accounts(["W"], [-2.0]), REPS, steady(road_factor=1.0, speed_kmh=60))
    # two degrees of longitude at 48 degrees north are 2 x 111.2 km x cos 48 = 148.8 km, as many minutes;
    # the shortest drive takes five
    assert found.loc[0, ["nearer_rep_id", "nearer_minutes"]].tolist() == ["E", 5.0]
    assert found.loc[0, "saved_minutes"] == pytest.approx(143.8, abs=0.5)


def test_a_drive_shorter_by_the_least_worth_talking_about_is_given():
    engine = steady(road_factor=1.0, speed_kmh=60)
    saved = nearer_reps(accounts(["W"], [-2.0]), REPS, engine)["saved_minutes"].iloc[0]
    assert len(nearer_reps(accounts(["W"], [-2.0]), REPS, engine, least_saving_minutes=saved)) == 1
    assert nearer_reps(accounts(["W"], [-2.0]), REPS, engine, least_saving_minutes=saved + 0.01).empty


def test_a_small_difference_and_an_account_without_a_place_are_left_out():
    found = nearer_reps(
        accounts(["W", "W", None], [-2.95, float("nan"), -2.0]),
        REPS,
        steady(road_factor=1.0, speed_kmh=60),
    )
    assert found.empty
