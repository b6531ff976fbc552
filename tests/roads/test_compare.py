import numpy as np
import pandas as pd
import pytest

from solver.intake.map_extracts import DEPARTMENTS, EXTRACT, extracts
from solver.roads.compare import against_law, as_kilometres, asymmetry, by_band
from solver.roads.crow import great_circle_km
from solver.roads.law import Law
from tests.roads.one_way import steady

# At 60 km/h as the crow flies a kilometre is a minute; 0.09 degrees of latitude are 10.007 km.
LAW = steady(1.0, 60)
PLACES = pd.DataFrame({"place_id": ["A", "B", "C"], "lat": [48.0, 48.09, np.nan], "lon": -2.0})


def drives(*rows):
    return pd.DataFrame(rows, columns=["from_id", "to_id", "minutes"])


def test_the_two_ways_of_a_pair_are_held_against_each_other():
    found = asymmetry(
        drives(("A", "B", 20.0), ("B", "A", 22.0), ("A", "C", 30.0), ("C", "A", 30.0), ("B", "C", 9.0))
    )
    assert found.pairs == 2
    assert found.mean_minutes == 1
    assert found.largest_minutes == 2
    assert found.share == pytest.approx(2 / 51)  # of (20 + 22) / 2 + 30


def test_the_law_is_held_against_each_drive_the_worst_first():
    found = against_law(drives(("A", "B", 8.0), ("B", "A", 20.0), ("A", "C", 5.0)), PLACES, LAW)
    assert found[["from_id", "to_id"]].to_numpy().tolist() == [["B", "A"], ["A", "B"]]
    assert found["law_minutes"].tolist() == pytest.approx([10.007] * 2, abs=1e-3)
    assert found["error"].tolist() == pytest.approx([10.007 / 20 - 1, 10.007 / 8 - 1], abs=1e-3)


def test_errors_go_by_distance_with_their_bias():
    compared = pd.DataFrame({"km": [1.0, 8.0, 9.0, 200.0], "error": [0.5, -0.2, 0.4, 0.0]})
    table = by_band(compared)
    assert table["from_km"].tolist() == [0, 7, 150]
    assert table["drives"].tolist() == [1, 2, 1]
    assert table["error"].tolist() == pytest.approx([0.5, 0.3, 0.0])
    assert table["bias"].tolist() == pytest.approx([0.5, 0.1, 0.0])


def test_every_department_is_on_one_map():
    codes = {f"{n:02d}" for n in range(1, 96)} | {"971", "972", "973", "974", "976"}
    assert set(EXTRACT) == codes
    assert sum(len(codes.split()) for codes in DEPARTMENTS.values()) == len(EXTRACT)


def test_maps_are_named_by_the_postcodes_they_cover():
    accounts = pd.DataFrame(
        {"postcode": ["35000", "22100", "44000", "97400", None, "35000"], "country": ["FR"] * 5 + ["BE"]}
    )
    assert extracts(accounts).to_dict() == {"bretagne": 2, "pays-de-la-loire": 1, "reunion": 1}


@pytest.mark.parametrize(("towns", "kilometres", "found"), [(9, 1.3, 1.3), (9, None, None), (3, 1.3, None)])
def test_kilometres_in_the_place_of_minutes_are_known_by_growing_in_step_with_the_distance(
    towns, kilometres, found
):
    """Nine towns make 72 drives, three 6: too few to tell. The law's short drives are the slower ones."""
    lat = 45 + np.arange(towns) ** 2 / 80
    places = pd.DataFrame({"place_id": [f"C{i}" for i in range(towns)], "lat": lat, "lon": 5.7})
    away = great_circle_km(lat[:, None], 5.7, lat, 5.7)
    said = Law().minutes(places, places) if kilometres is None else kilometres * away
    known = drives(*((f"C{i}", f"C{j}", said[i, j]) for i in range(towns) for j in range(towns) if i != j))
    assert as_kilometres(known, places) == (None if found is None else pytest.approx(found))
