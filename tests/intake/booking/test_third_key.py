"""Rows that name a person or a contract: a third file says whose they are."""

import pytest

from solver.intake import prepare_tools
from tests.intake.conftest import CLIENTS, SALES, refusal, write

VISITS = """\
Date;Commercial;E-mail;Statut
15/01/2025;R1;ann@rance.example;Effectuée
16/01/2025;R2;BOB@port.example;Effectuée
17/01/2025;R2;bob@port.example;Effectuée
"""
PEOPLE = (
    "Export du 3 mars;;\nNom;E-mail;Société\nAnn;Ann@Rance.example;C1\nBob;bob@port.example;Garage du Port\n"
)


@pytest.fixture
def visited(firm, source, tmp_path):
    def make(people=PEOPLE, visits=VISITS, **via):
        write(tmp_path, "contacts", people, name="people.csv")
        key = {"path": str(tmp_path / "people.csv"), "key": "E-mail", "account_id": "Société", **via}
        log = source("visits", visits, columns={"account_id": "E-mail"}, via=key)
        return prepare_tools(firm(CLIENTS, SALES, log))

    return make


def test_a_third_file_leads_to_the_account_by_its_code_or_its_name(visited):
    made = visited()
    assert made.visits["account_id"].tolist() == ["C1", "C2", "C2"]
    told = made.repairs[made.repairs["problem"].eq("accounts found by way of another file")]
    assert told[["found", "used"]].to_numpy().tolist() == [["3 rows", "people.csv"]]


def test_a_key_that_leads_to_two_accounts_is_refused(visited):
    with refusal("people.csv, row 5", "leads to several accounts, “Garage du Port” and “C3”"):
        visited(PEOPLE + "Bob;bob@port.example;C3\n")


def test_what_leads_nowhere_is_told_as_an_unknown_account(visited):
    made = visited(visits=VISITS + "18/01/2025;R1;eve@nowhere.example;Effectuée\n")
    assert made.visits["account_id"].tolist() == ["C1", "C2", "C2"]
    assert "eve@nowhere.example" in made.repairs["found"].tolist()


def test_a_column_that_is_not_there_is_told_with_the_nearest(visited):
    with refusal("there is no column “Courriel”", "Société"):
        visited(key="Courriel")


@pytest.mark.parametrize("written", ["", "-"])
def test_a_dash_is_no_key_and_an_empty_cell_leads_nowhere(visited, written):
    made = visited(PEOPLE + "Eve;-;C3\nKim;-;C2\n", VISITS + f"18/01/2025;R1;{written};Effectuée\n")
    assert made.visits["account_id"].tolist() == ["C1", "C2", "C2"]


def test_zeros_make_two_keys_where_the_third_file_has_both_however_often_it_repeats_another(visited):
    people = "E-mail;Société\n1500;C1\n01500;C2\n" + "77;C1\n" * 3
    visits = "Date;Commercial;E-mail;Statut\n" + "".join(
        f"{day}/01/2025;R1;{key};Effectuée\n" for day, key in ((15, "1500"), (16, "01500"), (17, "077"))
    )
    assert visited(people, visits).visits["account_id"].tolist() == ["C1", "C2", "C1"]
