import pandas as pd

from solver.intake.owners import assign_owners, reps_named
from tests.intake.conftest import REPS, account_rows


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
    owned, listed = assign_owners(table.assign(kind=["client", "prospect", "client", "supplier"]), REPS)
    assert owned["rep_id"].tolist()[:3] == ["R1", "R2", "R1"]
    assert owned["rep_id"].isna().tolist()[3]
    assert listed["account_id"].tolist() == ["C0", "C1"]
    assert listed["used"].tolist() == ["R1", "R2"]
    assert listed["found"].isna().tolist() == [True, False]


def test_an_orphan_without_a_place_goes_where_its_department_goes():
    table = account_rows(
        rep_id=["R2", "R2", "R1", None, None], postcode=["56000", "56100", "56000", "56300", None]
    )
    owned, _listed = assign_owners(table, REPS)
    # R2 has most accounts of department 56; the account without any place goes to R1, who has fewest
    assert owned["rep_id"].tolist() == ["R2", "R2", "R1", "R2", "R1"]
