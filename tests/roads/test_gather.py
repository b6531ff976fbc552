import numpy as np
import pandas as pd
import pytest

from solver.parameters import DrivingTimes, Stay
from solver.roads.gather import gather_drives
from solver.roads.known import fitted_factor
from solver.roads.law import Law
from solver.roads.open import open_roads
from solver.roads.places import account_places, every_place, home_places, stay_places
from solver.tables import empty
from solver.words.errors import PortfolioError
from tests.roads.one_way import Listed

REPS = pd.DataFrame({"rep_id": ["R1", "R2"], "home_lat": [48.0, 48.9], "home_lon": -2.0})
ACCOUNTS = pd.DataFrame(
    {"account_id": ["C1", "C2", "C3"], "rep_id": ["R1", "R1", "R2"], "lat": [48.1, 48.3, 48.7], "lon": -2.0}
)
OWN_FILE = DrivingTimes(matrix="roads.csv", factor=1.0)


def matrix(**minutes):
    rows = [(*pair.split("__"), value) for pair, value in minutes.items()]
    return pd.DataFrame(rows, columns=["from_id", "to_id", "minutes"]).replace("R1", "home:R1")


def said(drives, start, end):
    line = drives[(drives["from_id"] == start) & (drives["to_id"] == end)]
    return line[["minutes", "said_by"]].iloc[0].tolist()


def test_where_only_the_law_speaks_no_drive_is_written_down():
    drives = gather_drives(DrivingTimes(), None, None, ACCOUNTS, REPS)
    assert drives.empty
    assert open_roads(DrivingTimes(), drives, ACCOUNTS, REPS).name == "law"


def test_a_drive_is_taken_from_the_file_then_the_other_way_round_then_from_the_law():
    drives = gather_drives(OWN_FILE, matrix(C1__C2=40, R1__C1=20, C1__R1=25), None, ACCOUNTS, REPS)
    assert said(drives, "C1", "C2") == [40, "matrix"]
    assert said(drives, "C2", "C1") == [40, "reverse"]
    assert said(drives, "C1", "home:R1") == [25, "matrix"]
    places = every_place(ACCOUNTS, REPS).set_index("place_id").loc[["home:R1", "C2"]].reset_index()
    assert said(drives, "home:R1", "C2") == [pytest.approx(Law().minutes(places, places)[0, 1]), "law"]


def test_only_the_drives_of_a_rep_and_those_between_homes_and_accounts_are_asked_for():
    drives = gather_drives(OWN_FILE, matrix(C1__C2=40), None, ACCOUNTS, REPS)
    # R1: 3 places, 6 ordered pairs; R2: 2 pairs; homes and accounts there and back: 12, 6 of them counted.
    assert len(drives) == 6 + 2 + 12 - 6
    assert not drives.duplicated(["from_id", "to_id"]).any()
    assert not ((drives["from_id"] == "C1") & (drives["to_id"] == "C3")).any()


def test_an_engine_fills_what_the_file_leaves_out_with_the_way_to_the_door():
    engine = Listed({("home", "C2"): 30, ("C2", "home"): 33, ("C1", "C2"): 11}, name="osrm")
    named = DrivingTimes(matrix="roads.csv", map="x.osm.pbf", access_minutes=2, factor=1.0)
    drives = gather_drives(named, matrix(C1__C2=40), engine, ACCOUNTS, REPS)
    assert said(drives, "C1", "C2") == [40, "matrix"]
    assert said(drives, "home:R1", "C2") == [32, "osrm"]
    assert said(drives, "C2", "home:R1") == [35, "osrm"]
    assert said(drives, "C1", "home:R1")[1] == "law"  # the engine knows no way


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ({"map": "corse.osm.pbf"}, r"corse\.osm\.pbf: not one of your accounts .* → take the extract"),
        (
            {"server": {"address": "http://localhost:5000"}},
            r"its map is of another region → correct `server`",
        ),
    ],
)
def test_roads_of_another_region_are_refused_instead_of_estimating_every_drive(named, said):
    with pytest.raises(PortfolioError, match=said):
        gather_drives(DrivingTimes(**named), None, Listed({}, name="osrm"), ACCOUNTS, REPS)


def test_an_engine_is_not_asked_for_what_the_file_says_in_full():
    class Asked(Listed):
        def minutes(self, origins, targets):
            raise AssertionError("asked")

    full = {
        f"{a}__{b}": 10.0
        for a in ("R1", "home:R2", "C1", "C2", "C3")
        for b in ("R1", "home:R2", "C1", "C2", "C3")
        if a != b
    }
    named = DrivingTimes(matrix="roads.csv", map="x.osm.pbf")
    assert (gather_drives(named, matrix(**full), Asked({}), ACCOUNTS, REPS)["said_by"] == "matrix").all()


def test_known_drives_are_read_in_their_direction_and_strangers_follow_the_law():
    drives = gather_drives(OWN_FILE, matrix(R1__C1=20, C1__R1=25), None, ACCOUNTS, REPS)
    roads = open_roads(OWN_FILE, drives, ACCOUNTS, REPS)
    home, one = home_places(REPS[:1]), account_places(ACCOUNTS[:1])
    assert roads.minutes(home, one).tolist() == [[20]]
    assert roads.minutes(one, home).tolist() == [[25]]
    stranger = one.assign(place_id="C9")
    assert roads.minutes(home, stranger) == pytest.approx(Law(OWN_FILE).minutes(home, stranger))


@pytest.mark.parametrize(("known", "factor"), [(9, 1.0), (10, 1.3)])
def test_the_law_is_multiplied_by_what_ten_known_drives_say(known, factor):
    """All known drives take 1.3 times the law: so does the factor, from ten of them on."""
    places = pd.DataFrame(
        {"place_id": [f"C{i}" for i in range(11)], "lat": 48 + np.arange(11) / 5, "lon": -2.0}
    )
    minutes = 1.3 * Law().minutes(places, places)[0, 1 : known + 1]
    drives = pd.DataFrame({"from_id": "C0", "to_id": places["place_id"][1 : known + 1], "minutes": minutes})
    assert fitted_factor(drives, places, Law()) == pytest.approx(factor, abs=1e-4)


def test_a_factor_stated_wins_over_the_known_drives():
    stated = DrivingTimes(matrix="roads.csv", factor=2.0)
    roads = open_roads(stated, empty("drives"), ACCOUNTS, REPS)
    assert roads.factor == 2.0


def test_a_stay_is_driven_to_by_road_and_one_at_sea_not_at_all():
    """The map knows the inn. It knows no road to the ship, and no estimate takes anybody there."""
    stays = [Stay(name="Inn", lat=48.2, lon=-2.0), Stay(name="Ship", lat=48.2, lon=-5.5)]
    named = DrivingTimes(map="x.osm.pbf", access_minutes=2, factor=1.0, stays=stays)
    engine = Listed({("home", "C1"): 20, ("home", "Inn"): 30, ("Inn", "home"): 31}, name="osrm")
    drives = gather_drives(named, None, engine, ACCOUNTS, REPS)
    assert said(drives, "home:R1", "stay:Inn") == [32, "osrm"]
    assert said(drives, "stay:Inn", "C2")[1] == "law"
    assert not drives[["from_id", "to_id"]].eq("stay:Ship").any(axis=None)
    roads = open_roads(named, drives, ACCOUNTS, REPS)
    there = roads.minutes(home_places(REPS), stay_places(stays))
    assert np.isnan(there).tolist() == [[False, True], [False, True]]


def test_two_stays_of_one_name_or_one_without_are_refused():
    """A night is planned, and told to the rep, by the name of the stay."""
    with pytest.raises(ValueError, match="two stays are called “Inn”"):
        DrivingTimes(stays=[Stay(name="Inn", lat=48.2, lon=-2.0), Stay(name=" Inn", lat=48.4, lon=-2.0)])
    with pytest.raises(ValueError, match="name"):
        Stay(name=" ", lat=48.2, lon=-2.0)
