"""Who is visited on a trip of two days, and what one of its two visits takes: added up by hand."""

import pandas as pd
import pytest

from solver.method.time.overnight import overnight

IDS = ["near", "far", "farther", "lost"]
TIMES = pd.DataFrame(
    {
        "account_id": IDS,
        "home_minutes": [60.0, 240.0, 420.0, None],
        "visit_minutes": 60.0,
        "travel_minutes": [60.0, 480.0, 840.0, 90.0],
        "hours_per_visit": [2.0, 9.0, 15.0, 2.5],
    }
)
ACCOUNTS = pd.DataFrame({"account_id": IDS, "rep_id": "R1"})
DAY = pd.Series({"R1": 7.5})


def away(nights_max, least=75.0):
    reps = pd.DataFrame({"rep_id": ["R1"], "nights_max": [nights_max], "night_cost_eur": [110.0]})
    reps = reps.assign(night_min_minutes=least)
    return overnight(TIMES, ACCOUNTS, reps, DAY)


def test_a_trip_makes_two_visits_that_share_the_drive_and_the_night():
    """Four hours one way and one there: nine hours in a day of 7.5, five overnight; 110 € for two."""
    times, night_eur = away(3)
    assert times["travel_minutes"].tolist() == [60.0, 240.0, 840.0, 90.0]
    assert times["hours_per_visit"].tolist() == [2.0, 5.0, 15.0, 2.5]
    assert night_eur.to_dict() == {"far": 55.0}


@pytest.mark.parametrize("terms", [(0,), (None,), (3, 241.0)])
def test_who_sleeps_at_home_visits_as_before(terms):
    """Nobody stays away below 241 minutes from home, and the far account is 240 from there."""
    times, night_eur = away(*terms)
    assert times.equals(TIMES)
    assert night_eur.empty


@pytest.mark.parametrize(
    ("home", "visit", "away"),
    [
        (240.0, 60.0, True),  # there and back and the visit: nine hours of eight
        (210.0, 60.0, False),  # just eight
        (420.0, 60.0, True),  # one way and the visit: just eight
        (421.0, 60.0, False),
    ],
)
def test_a_visit_is_made_overnight_where_there_and_back_is_too_long_and_one_way_is_not(home, visit, away):
    times = pd.DataFrame(
        {"account_id": ["C1"], "home_minutes": home, "visit_minutes": visit, "travel_minutes": 99.0}
    ).assign(hours_per_visit=9.9)
    reps = pd.DataFrame(
        {"rep_id": ["R1"], "nights_max": 1, "night_cost_eur": 100.0, "night_min_minutes": 60.0}
    )
    accounts = pd.DataFrame({"account_id": ["C1"], "rep_id": "R1"})
    found, nights = overnight(times, accounts, reps, pd.Series({"R1": 8.0}))
    assert nights.to_dict() == ({"C1": 50.0} if away else {})
    assert found["travel_minutes"].tolist() == [home if away else 99.0]
    assert found["hours_per_visit"].tolist() == [(home + visit) / 60 if away else 9.9]
