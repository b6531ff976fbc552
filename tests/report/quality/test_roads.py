"""What is said of driving times: their source, how good they are, who was told."""

import pandas as pd

from solver.parameters import DrivingTimes
from solver.parameters.roads import steady_speed
from solver.report.quality.roads import driving_source, driving_times, older_speed
from solver.roads.describe import describe
from solver.roads.open import open_roads
from solver.roads.places import every_place
from solver.tables import empty

REPS = pd.DataFrame({"rep_id": ["R1"], "home_lat": [48.0], "home_lon": [-2.0]})
ACCOUNTS = pd.DataFrame({"account_id": ["C1", "C2"], "rep_id": "R1", "lat": [48.1, 48.3], "lon": -2.0})


def facts(named, *rows, told=()):
    drives = pd.DataFrame(rows, columns=list(empty("drives").columns)) if rows else empty("drives")
    places = every_place(ACCOUNTS, REPS)
    return describe(named, drives, open_roads(named, drives, ACCOUNTS, REPS), places, told)


def test_the_law_alone_says_that_it_is_an_estimate_and_how_good():
    said = facts(DrivingTimes())
    assert driving_times(said) == ["Times are estimated without roads; typical error 15%."]
    assert driving_source(said) == "Estimated without roads"
    assert older_speed(said) == []


def test_an_older_speed_gives_notice_and_does_not_claim_the_error_of_the_law():
    said = facts(DrivingTimes(**steady_speed(1.3, 55)))
    assert driving_times(said) == ["Times are estimated without roads, at one speed whatever the distance."]
    [notice] = older_speed(said)
    assert "42.3 km/h as the crow flies" in notice  # 55 / 1.3
    assert "Take road_factor and speed_kmh out" in notice


def test_a_server_is_named_with_how_many_places_it_was_told_and_the_rest_is_an_estimate():
    named = DrivingTimes(server={"address": "http://roads.example"}, factor=1.2)
    said = facts(
        named,
        ("home:R1", "C1", 20, "server"),
        ("C1", "home:R1", 21, "server"),
        ("C1", "C2", 9, "law"),
        told={"home:R1", "C1", "C2"},
    )
    source = "OSRM server 66.7%; Estimated without roads 33.3%; estimate × 1.20"
    assert driving_times(said) == [
        f"3 drives, one way: {source}.",
        "Times are estimated without roads; typical error 15%.",
        "The server http://roads.example was told where 3 places lie, to four decimals of a degree.",
    ]


def test_a_file_of_kilometres_in_the_place_of_minutes_is_asked_about():
    """1.3 times the crow's way for each drive; real minutes grow more slowly than the distance."""
    named = DrivingTimes(matrix="roads.csv")
    said = facts(named, ("home:R1", "C1", 14, "matrix"))
    assert not any("kilometres?" in line for line in driving_times(said))
    assert "1.30 per kilometre as the crow flies" in driving_times(said | {"like_km": 1.3})[-1]
