import pandas as pd
import pytest

from solver.intake.partners.owners import assign_owners, check_homes, check_stays, reps_named
from solver.parameters import Rep, Stay
from tests.intake.conftest import REPS, account_rows, refusal
from tests.roads.one_way import steady


def test_a_rep_is_known_by_code_name_or_e_mail():
    named = reps_named(
        pd.Series(["R1", "r2", "ANN LE GOFF", "ann@firm.example", "JPD", None], dtype="str"), REPS
    )
    assert named.tolist()[:4] == ["R1", "R2", "R1", "R1"]
    assert named.isna().tolist()[4:] == [True, True]


def test_orphans_go_to_the_nearest_home_and_are_told():
    # R1 lives in Rennes, R2 in Brest; Saint-Malo is nearer to Rennes, Quimper to Brest.
    table = account_rows(
        rep_id=[None, "JPD", "R1", None], lat=[48.65, 48.0, 48.0, 48.0], lon=[-2.0, -4.1, -4.1, -4.1]
    )
    owned, listed = assign_owners(
        table.assign(kind=["client", "prospect", "client", "supplier"]), REPS, steady()
    )
    assert owned["rep_id"].tolist()[:3] == ["R1", "R2", "R1"]
    assert owned["rep_id"].isna().tolist()[3]
    assert listed["account_id"].tolist() == ["C0", "C1"]
    assert listed["used"].tolist() == ["R1", "R2"]
    assert listed["found"].isna().tolist() == [True, False]


def test_an_orphan_without_a_place_goes_where_its_department_goes():
    table = account_rows(
        rep_id=["R2", "R2", "R1", None, None], postcode=["56000", "56100", "56000", "56300", None]
    )
    owned, _listed = assign_owners(table, REPS, steady())
    # R2 has most accounts of department 56; the account without any place goes to R1, who has fewest
    assert owned["rep_id"].tolist() == ["R2", "R2", "R1", "R2", "R1"]


def rep_at(lat, lon):
    return Rep(rep_id="JD", name="Jeanne Dupont", home_lat=lat, home_lon=lon, annual_cost_eur=60000)


def test_a_home_with_its_coordinates_swapped_is_refused():
    # From 45° on one axis to 45° on the other: cos² 45° = 1/2, an arc of 60°, a sixth of 40,030 km.
    table = account_rows(lat=[45.0, 80.0], lon=[0.0, 0.0])
    with refusal(
        "Jeanne Dupont's days start 6,700 km from the nearest account: are home_lat and home_lon swapped?",
        "→ write home_lat: 45 and home_lon: 0",
    ):
        check_homes(table, [rep_at(45.5, 1), rep_at(0, 45)])


@pytest.mark.parametrize(
    ("lat", "lon", "country", "said", "fix"),
    [
        (47.3, -4.5, "FR", "the stay “Inn” lies 57 km from any town", "→ correct its lat and lon"),
        (-4.48, 48.39, "FR", "the stay “Inn” lies", "→ write lat: 48.39, lon: -4.48"),
        (50.0, 8.0, "DE", "the stay “Inn” lies 334 km from any town", "→ correct its lat and lon"),
    ],
)
def test_a_stay_at_sea_is_refused(lat, lon, country, said, fix):
    """The nearest town to 47.3° N, 4.5° W is Penmarch, 0.52° further north; 3° of latitude are 334 km."""
    places = pd.DataFrame({"place_id": ["C1"], "lat": [53.0], "lon": [8.0]})
    with refusal(said, fix):
        check_stays(places, [Stay(name="Inn", lat=lat, lon=lon)], country)


def test_a_stay_in_a_town_without_an_account_is_none_to_refuse():
    """Brest; and a village 0.5° of latitude, 56 km, from the only account of a German firm."""
    places = pd.DataFrame({"place_id": ["C1"], "lat": [53.0], "lon": [8.0]})
    check_stays(places, [Stay(name="Brest", lat=48.39, lon=-4.48)], "FR")
    check_stays(places, [Stay(name="Dorf", lat=52.5, lon=8.0)], "DE")


def test_a_home_far_from_everything_is_refused():
    with refusal("Jeanne Dupont's days start", "→ correct home_lat and home_lon of this rep"):
        check_homes(account_rows(lat=[48.65], lon=[-2.0]), [rep_at(48.11, 90)])


def test_a_home_is_not_judged_without_a_place_to_hold_it_against():
    check_homes(account_rows(lat=[float("nan")], lon=[float("nan")]), [rep_at(-1.68, 48.11)])
    # Marseille lies 780 km from Brest: a long way, but a rep may live there.
    check_homes(account_rows(lat=[48.39], lon=[-4.49]), [rep_at(43.30, 5.37)])
