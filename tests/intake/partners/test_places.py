import pandas as pd
import pytest

from solver.intake.partners.places import locate_accounts, off_map
from solver.intake.partners.places_file import gazetteers
from solver.intake.reference import department, plain_town
from tests.intake.conftest import account_rows, refusal


def placed(**columns):
    located, how, listed = locate_accounts(account_rows(**columns))
    return located, how.tolist(), listed


def test_postcode_and_town_lead_to_the_commune_however_it_is_written():
    located, how, listed = placed(
        postcode=["35400", "35400", "22000", "75012", "13008", "69003"],
        town=[
            "Saint-Malo",
            "ST MALO CEDEX",
            "SAINT BRIEUC",
            "PARIS 12",
            "Marseille 8e Arrondissement",
            "LYON",
        ],
    )
    assert how == ["town"] * 6
    assert listed.empty
    # Saint-Malo lies at 48.64 N, 2.01 W; Paris at 48.86 N, 2.34 E
    assert located.loc[0, ["lat", "lon"]].tolist() == pytest.approx([48.64, -2.01], abs=0.05)
    assert located.loc[3, ["lat", "lon"]].tolist() == pytest.approx([48.86, 2.34], abs=0.05)


def test_a_misspelt_or_missing_town_is_placed_by_its_postcode_and_told():
    located, how, listed = placed(postcode=["35400", "29200"], town=["SAINT MALLO", None])
    assert how == ["near_name", "postcode"]
    assert listed["used"].tolist() == ["Saint-Malo", "Brest"]
    assert located["lat"].notna().all()


def test_a_postal_box_code_falls_back_on_the_town_of_the_department():
    located, how, _listed = placed(postcode=["35040"], town=["RENNES CEDEX"])
    assert how == ["town"]
    assert located["lat"].tolist() == pytest.approx([48.11], abs=0.05)


def test_what_leads_nowhere_is_listed_and_left_empty():
    located, how, listed = placed(
        postcode=[None, "99999", "52240"],
        town=["Atlantis", "Nulle Part", "Iowa City"],
        country=["FR", "FR", "US"],
    )
    assert how == ["none"] * 3
    assert located["lat"].isna().all()
    assert listed["found"].tolist() == ["Atlantis", "99999 Nulle Part", "52240 Iowa City"]


def test_what_is_off_the_map_is_listed_by_the_revenue_behind_it_with_what_to_ask():
    table = account_rows(
        postcode=[None, "99999", None, "35400", None, None],
        town=["Atlantis", "Nulle Part", "Saint-Denis", "Saint-Malo", None, "Gent"],
        country=["FR", "FR", "FR", "FR", "FR", "BE"],
        kind=["client", "client", "prospect", "client", "supplier", "client"],
        name=[f"N{n}" for n in range(6)],
    )
    located, how, _listed = locate_accounts(table)
    revenue = pd.Series({"C0": 10.0, "C1": 500.0, "C5": 20.0})
    found = off_map(located, how.set_axis(located["account_id"]), revenue)
    assert found[["account_id", "cause", "revenue_eur"]].to_numpy().tolist() == [
        ["C1", "neither the postcode nor the town is known: correct them", 500.0],
        [
            "C5",
            "outside France: give the latitude and the longitude, or a table of its places (places_file)",
            20.0,
        ],
        ["C0", "no town of this name is known: give the postcode", 10.0],
        ["C2", "several towns have this name: correct the postcode", 0.0],
    ]


def test_coordinates_of_the_file_win_unless_they_lie_far_from_the_postcode():
    located, how, listed = placed(
        postcode=["35400", "35400", "35400"],
        town=["SAINT-MALO"] * 3,
        lat=[48.66, -2.01, 0.0],
        lon=[-1.99, 48.64, 0.0],
    )
    assert how == ["file", "moved", "town"]
    assert located["lat"].tolist() == pytest.approx([48.66, 48.64, 48.64], abs=0.02)
    assert listed["problem"].tolist() == ["the coordinates lie far from the postcode; the commune's are used"]


def test_town_names_and_departments():
    assert plain_town("STE-ANNE S/ VILAINE") == "sainte anne sur vilaine"
    assert plain_town("L'Abergement-Clémenciat") == plain_town("L ABERGEMENT CLEMENCIAT")
    assert [department(code) for code in ("35238", "2A004", "97411", "20000")] == ["35", "20", "974", "20"]


GEONAMES = (
    "CH\t1003\tLausanne\tVaud\tVD\t\t\t\t\t46.5198\t6.6335\t6\n"
    "CH\t1201\tGenève\tGenève\tGE\t\t\t\t\t46.2081\t6.1425\t6\n"
)
PLAIN = (
    "Pays;Code postal;Ville;Latitude;Longitude\n"
    "CH;1003;Lausanne;46,5198;6,6335\nSuisse;1201;Genève;46.2081;6.1425\n"
)


@pytest.mark.parametrize("text", [GEONAMES, PLAIN], ids=["GeoNames", "plain"])
def test_a_table_of_places_locates_accounts_of_any_country(tmp_path, text):
    (tmp_path / "places.txt").write_text(text, encoding="utf-8")
    table = account_rows(country="CH", postcode=["1003", "1201"], town=["Lausanne", "Geneve"])
    located, how, _listed = locate_accounts(table, gazetteers(str(tmp_path / "places.txt"), "CH"))
    assert how.tolist() == ["town", "town"]
    assert located["lat"].tolist() == [46.5198, 46.2081]


def test_a_table_of_places_without_coordinates_is_refused(tmp_path):
    (tmp_path / "places.csv").write_text("Code postal;Ville\n1003;Lausanne\n", encoding="utf-8")
    with refusal("recognised as: lat, lon", "call its columns"):
        gazetteers(str(tmp_path / "places.csv"), "CH")
