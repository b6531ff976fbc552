from datetime import date

import pandas as pd
import pytest

from solver.intake.kinds import decide_kinds, months_before, recent_revenue
from solver.intake.owners import assign_owners, reps_named
from solver.intake.places import locate_accounts
from solver.intake.reference import department, plain_town
from tests.intake.conftest import REPS

AS_OF = date(2025, 12, 31)


def accounts(**columns):
    size = len(next(iter(columns.values())))
    base = {"account_id": [f"C{n}" for n in range(size)], "country": "FR", "kind": "client", "rep_id": None}
    texts = ["account_id", "country", "kind", "rep_id", "postcode", "town"]
    table = pd.DataFrame(
        {**base, "postcode": None, "town": None, "lat": float("nan"), "lon": float("nan"), **columns}
    )
    return table.astype(dict.fromkeys(texts, "str") | {"lat": "float64", "lon": "float64"})


def sales(*rows):
    table = pd.DataFrame(rows, columns=["account_id", "date", "revenue_eur"])
    return table.astype({"account_id": "str", "revenue_eur": "float64"}).assign(
        date=pd.to_datetime(table["date"])
    )


@pytest.mark.parametrize(
    ("said", "bought", "kind"),
    [
        (None, None, "prospect"),
        (None, "2025-06-01", "client"),
        (None, "2024-01-01", "client"),  # the window of 24 months opens on 1 January 2024
        (None, "2023-12-31", "former_client"),
        ("client", "2025-06-01", "client"),
        ("client", "2023-06-01", "former_client"),
        ("client", None, "former_client"),
        ("prospect", "2025-06-01", "client"),
        ("prospect", "2023-06-01", "former_client"),
        ("prospect", None, "prospect"),
        ("former_client", None, "former_client"),
        ("former_client", "2024-06-01", "former_client"),  # the firm gave it up since
        ("former_client", "2025-06-01", "client"),
        ("supplier", "2025-06-01", "supplier"),
    ],
)
def test_the_kind_follows_the_purchases(said, bought, kind):
    table = accounts(kind=[said])
    decided, listed = decide_kinds(table, sales(*([("C0", bought, 10.0)] if bought else [])), AS_OF, 24)
    assert decided["kind"].tolist() == [kind]
    assert len(listed) == (kind != said)


def test_a_credit_note_is_no_purchase():
    decided, _listed = decide_kinds(accounts(kind=[None]), sales(("C0", "2025-06-01", -10.0)), AS_OF, 24)
    assert decided["kind"].tolist() == ["prospect"]


def test_months_are_counted_by_the_calendar():
    assert months_before(AS_OF, 12) == pd.Timestamp("2024-12-31")
    assert months_before(date(2025, 3, 31), 1) == pd.Timestamp("2025-02-28")
    assert months_before(AS_OF, 1.5) == pd.Timestamp("2025-11-15")  # one month, then 15 of 30.4 days


def test_recent_revenue_is_that_of_the_last_twelve_months():
    book = sales(("C0", "2024-12-31", 1.0), ("C0", "2025-01-01", 2.0), ("C0", "2025-12-31", -0.5))
    assert recent_revenue(book, AS_OF).to_dict() == {"C0": 1.5}


def placed(**columns):
    located, how, listed = locate_accounts(accounts(**columns))
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


def test_a_rep_is_known_by_code_name_or_e_mail():
    named = reps_named(
        pd.Series(["R1", "r2", "ANN LE GOFF", "ann@firm.example", "JPD", None], dtype="str"), REPS
    )
    assert named.tolist()[:4] == ["R1", "R2", "R1", "R1"]
    assert named.isna().tolist()[4:] == [True, True]


def test_orphans_go_to_the_nearest_home_and_are_told():
    # R1 lives in Rennes, R2 in Brest; Saint-Malo is nearer to Rennes, Quimper to Brest.
    table = accounts(
        rep_id=[None, "JPD", "R1", None], lat=[48.65, 48.0, 48.0, 48.0], lon=[-2.0, -4.1, -4.1, -4.1]
    )
    owned, listed = assign_owners(table.assign(kind=["client", "prospect", "client", "supplier"]), REPS)
    assert owned["rep_id"].tolist()[:3] == ["R1", "R2", "R1"]
    assert owned["rep_id"].isna().tolist()[3]
    assert listed["account_id"].tolist() == ["C0", "C1"]
    assert listed["used"].tolist() == ["R1", "R2"]
    assert listed["found"].isna().tolist() == [True, False]


def test_an_orphan_without_a_place_goes_where_its_department_goes():
    table = accounts(
        rep_id=["R2", "R2", "R1", None, None], postcode=["56000", "56100", "56000", "56300", None]
    )
    owned, _listed = assign_owners(table, REPS)
    # R2 has most accounts of department 56; the account without any place goes to R1, who has fewest
    assert owned["rep_id"].tolist() == ["R2", "R2", "R1", "R2", "R1"]
