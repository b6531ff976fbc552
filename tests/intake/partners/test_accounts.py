from datetime import date

import pytest

from solver.intake.partners.accounts import build_accounts
from solver.intake.reading.sources import read_source
from solver.intake.reading.typed import read_values
from tests.intake.conftest import refusal

AS_OF = date(2025, 12, 31)


@pytest.fixture
def sourced(source):
    def make(*contents, **options):
        sources = [
            source("accounts", text, name=f"file{n}.csv", **options) for n, text in enumerate(contents, 1)
        ]
        return build_accounts([read_values(read_source(each)) for each in sources], AS_OF, "FR")

    return make


def test_one_code_for_two_different_accounts_is_refused(sourced):
    with refusal(
        "file1.csv, row 4, column “Nom”: C1 stands for two different accounts: rows 2 and 4 do not agree",
        "→ give one of them another code",
    ):
        sourced("Code client;Nom\nC1;Ann\nC2;Bob\nC1;Cleo\n")


def test_the_same_row_twice_is_one_account_and_is_told(sourced):
    made = sourced("Code client;Nom;CP\nC1;Ann;35000\nC2;Bob;\nC1;Ann;\n")
    assert made.accounts["account_id"].tolist() == ["C1", "C2"]
    assert made.accounts["postcode"].tolist()[0] == "35000"
    assert made.repairs[["row", "problem", "used"]].to_numpy().tolist() == [
        [4, "the same account a second time, with the same data", "one row"]
    ]


def test_several_files_complete_each_other_and_the_first_wins(sourced):
    made = sourced(
        "Code client;Nom;CP;Opposition\nC1;Ann;35000;non\n",
        "Code client;Nom;Ville;Opposition\nC1;Anne;RENNES;oui\nC2;Bob;;\n",
    )
    row = made.accounts.iloc[0]
    assert (row["name"], row["postcode"], row["town"]) == ("Ann", "35000", "RENNES")
    assert bool(row["opposed"])  # an objection in one file is an objection
    assert row["source"] == "file1.csv, file2.csv"
    told = made.repairs[["file", "row", "column", "found", "used"]].to_numpy().tolist()
    assert told == [["file2.csv", 2, "Nom", "Anne", "Ann"]]


def test_a_missing_siren_is_read_off_the_siret_and_a_contradiction_is_told(sourced):
    made = sourced("Code client;Nom;SIREN;SIRET\nC1;Ann;;73282932000074\nC2;Bob;000054338;73282932000074\n")
    assert made.accounts["siren"].tolist() == ["732829320", "000054338"]
    assert made.repairs["problem"].tolist() == ["the SIRET belongs to another SIREN; both are kept"]


def test_a_rounded_siret_is_set_aside_and_leaves_its_siren(sourced):
    made = sourced("Code client;Nom;SIRET\nC1;Ann;7,32829320E+13\nC2;Bob;7,3E+13\n")
    assert made.accounts["siret"].isna().all()
    assert made.accounts["siren"].tolist()[0] == "732829320"
    assert made.repairs["found"].tolist() == ["7,32829320E+13", "7,3E+13"]
    assert made.repairs["used"].tolist()[0] == "SIREN 732829320"
    assert made.repairs["used"].isna().tolist() == [False, True]


def test_days_to_come_are_set_aside(sourced):
    made = sourced("Code client;Nom;Date du potentiel;Dernier contact\nC1;Ann;14/09/2029;31/12/2025\n")
    assert made.accounts["potential_on"].isna().all()
    assert made.accounts["last_contact_on"].notna().all()
    assert made.repairs["found"].tolist() == ["14/09/2029"]


def test_a_potential_of_nothing_is_asked_about_but_stands(sourced):
    made = sourced("Code client;Nom;Potentiel\nC1;Ann;0\n")
    assert made.accounts["potential_eur"].tolist() == [0.0]
    assert made.repairs["problem"].tolist() == ["a potential of 0: is that so, or was it never estimated?"]


def test_an_objection_that_nobody_can_read_holds(sourced):
    made = sourced("Code client;Nom;Opposition\nC1;Ann;voir dossier\nC2;Bob;non\nC3;Cleo;\n")
    assert made.accounts["opposed"].tolist() == [True, False, False]
    assert "treated as an objection until somebody says otherwise" in made.repairs["used"].tolist()


def test_a_scope_is_an_objection_and_a_file_without_one_stays_as_it_was(sourced):
    made = sourced(
        "Code client;Nom;Opposition;Portée de l'opposition\n"
        "C1;Ann;oui;prospection\nC2;Bob;oui;traitement\nC3;Cleo;;Tout traitement\nC4;Dan;oui;\n"
        "C5;Eve;non;\nC6;Fay;oui;voir dossier\nC7;Gus;non;traitement\n"
    )
    assert made.accounts["opposed"].tolist() == [True, True, True, True, False, True, True]
    scopes = made.accounts["opposition_scope"].fillna("").tolist()
    assert scopes == ["canvassing", "processing", "processing", "", "", "processing", "processing"]
    doubts = made.repairs[made.repairs["problem"].str.startswith("nobody can tell what this objection")]
    assert doubts["account_id"].tolist() == ["C6", "C7"]
    old = sourced("Code client;Nom;Opposition\nC1;Ann;oui\n").accounts
    assert (bool(old["opposed"].iloc[0]), old["opposition_scope"].isna().all()) == (True, True)


def test_the_widest_scope_that_a_file_names_holds(sourced):
    made = sourced(
        "Code client;Nom;Opposition scope\nC1;Ann;canvassing\nC2;Bob;processing\nC3;Cleo;\n",
        "Code client;Nom;Opposition scope\nC1;Ann;any processing\nC2;Bob;\nC3;Cleo;\n",
    )
    scopes = made.accounts["opposition_scope"].fillna("").tolist()
    assert scopes == ["processing", "processing", ""]
    assert (len(made.repairs), len(made.conflicts)) == (0, 0)


def test_an_account_without_a_name_is_called_by_its_code(sourced):
    made = sourced("Code client;Nom\nC1;\nC2;Bob\n")
    assert made.accounts["name"].tolist() == ["C1", "Bob"]


def test_rows_without_a_code_are_set_aside(sourced):
    made = sourced("Code client;Nom\n;Ann\nC2;Bob\nC3;Cleo\n")
    assert made.accounts["account_id"].tolist() == ["C2", "C3"]
    assert made.repairs[["row", "problem"]].to_numpy().tolist() == [[2, "no account code"]]


def test_the_source_of_each_record_is_kept(sourced):
    made = sourced("Code client;Nom;Origine\nC1;Ann;salon 2024\nC2;Bob;\n", columns={"source": "Origine"})
    assert made.accounts["source"].tolist() == ["file1.csv – salon 2024", "file1.csv"]
