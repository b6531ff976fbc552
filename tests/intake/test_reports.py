"""Quality figures, worklists, and what concerns personal data."""

import json
from datetime import date

import pandas as pd
import pytest

from solver.intake import prepare_tools
from solver.intake.privacy import purge_list
from solver.intake.quality import main_accounts
from solver.tables import empty
from tests.intake.conftest import small_firm, write

CLIENTS = (
    "Code client;Type;Raison sociale;SIRET;CP;Ville;Téléphone;E-mail;Potentiel;Date du potentiel;"
    "Dernier contact;Commercial\n"
    "C1;Client;Alpha;73282932000074;35000;RENNES;0261910001;a@a.example;1000,00;15/06/2025;20/12/2025;R1\n"
    "C2;Client;Beta;73282932000075;35000;RENNES;voir standard;;2000,00;15/06/2024;20/12/2024;R1\n"
    "C3;Client;Gamma;;6000;NICE;;;;;;JPD\n"
    "P1;Prospect;Delta;;;Atlantis;;;;;20/12/2022;\n"
    "F1;Fournisseur;Epsilon;;;;;;;;;\n"
)
SALES = (
    "N° facture;Date facture;Code client;Montant HT\n"
    "F1;15/01/2025;C1;800,00\nF2;15/02/2025;C2;150,00\nF3;15/03/2025;C3;50,00\n"
)
CONTACTS = "Code client;Nom;Opposition\nC1;Ann;non\nC2;Bob;oui\nC2;Cleo;non\n"


@pytest.fixture(scope="module")
def intake(tmp_path_factory):
    folder = tmp_path_factory.mktemp("firm")
    texts = {"accounts": CLIENTS, "sales": SALES, "contacts": CONTACTS}
    return prepare_tools(small_firm([write(folder, table, text) for table, text in texts.items()]))


def field(intake, table, name):
    return next(row for row in intake.quality["fields"] if (row["table"], row["field"]) == (table, name))


def test_completeness_and_validity_can_be_counted_by_hand(intake):
    # two of five rows hold a SIRET, one of them is wrong
    assert field(intake, "accounts", "siret") == {
        "table": "accounts",
        "field": "siret",
        "rows": 5,
        "given": 2,
        "given_share": 0.4,
        "wrong": 1,
        "mended": 0,
        "valid_share": 0.5,
        "filled_share": 0.2,
    }
    assert (
        field(intake, "accounts", "phone")["wrong"],
        field(intake, "accounts", "phone")["valid_share"],
    ) == (1, 0.5)
    assert field(intake, "accounts", "postcode")["mended"] == 1


def test_the_files_are_described(intake):
    facts = intake.quality["files"][0]
    assert (facts["file"], facts["table"], facts["rows"], facts["kept"], facts["encoding"]) == (
        "accounts.csv",
        "accounts",
        5,
        5,
        "utf-8",
    )
    assert facts["columns"]["account_id"] == "Code client"


def test_main_accounts_that_hang_on_one_person_are_named(intake):
    # C1 makes 800 of 1000: alone within the first 80 %
    assert intake.quality["contact_cover"] == {
        "main_accounts": 1,
        "single_contact": ["C1"],
        "no_contact": [],
        "mean_contacts": 1.0,
    }


def test_main_accounts_by_hand():
    revenue = pd.Series({"A": 50.0, "B": 30.0, "C": 10.0, "D": 10.0, "E": -5.0})
    assert main_accounts(revenue, 0.80).tolist() == ["A", "B"]
    assert main_accounts(revenue, 0.95).tolist() == ["A", "B"]  # C and D are equal and stay together
    assert main_accounts(revenue, 0.10).tolist() == ["A"]
    assert main_accounts(pd.Series(dtype="float64"), 0.8).tolist() == []


def test_freshness_counts_who_may_be_visited(intake):
    assert intake.quality["freshness"] == {
        "months": 12,
        "accounts": 4,
        "dated": 3,
        "fresh": 1,
        "fresh_share": 0.25,
    }


def test_places_and_owners_are_told(intake):
    assert intake.quality["places"]["not_found"] == ["P1"]
    assert intake.quality["places"]["town"] == 3
    assert intake.quality["proposed_reps"] == ["C3", "P1"]


def test_proposals_stand_on_the_line_of_their_account(intake):
    rows = intake.repairs[intake.repairs["account_id"].eq("C3")]
    assert rows[["file", "row", "column", "found", "used"]].to_numpy().tolist() == [
        ["accounts.csv", 4, "CP", "6000", "06000"],
        ["accounts.csv", 4, "Commercial", "JPD", "R1"],
    ]


def test_what_to_verify_comes_by_revenue(intake):
    table = intake.fields_to_verify.set_index("account_id")
    assert table.index.tolist() == ["C1", "C2", "C3", "P1"]
    assert table.loc["C1", "fields"] == "a second contact: a main account hangs on one person"
    assert table.loc["C2", "fields"] == (
        "SIRET (wrong); telephone (wrong); e-mail; potential (older than 12 months); "
        "whole record (no contact for 12 months)"
    )
    assert table.loc["C3", "fields"] == (
        "SIRET; postcode (to confirm); telephone; e-mail; potential; rep in charge (to confirm); "
        "a person to ask for"
    )


def test_silent_and_opposed_prospects_are_listed_for_purge(firm):
    rows = "P1;Ann;31/12/2022;;non\nP2;Bob;01/01/2023;;non\nP3;Cleo;;15/06/2020;non\n"
    rows += "P4;Dan;;;non\nP5;Eve;20/12/2025;;oui\n"
    intake = prepare_tools(
        firm(
            "Code client;Nom;Dernier contact;Client depuis;Opposition\nC1;Fay;;;oui\n" + rows,
            SALES.split("F2")[0],
        )
    )
    listed = intake.purge_list.set_index("account_id")["reason"]
    # 36 months before 31 December 2025 is 31 December 2022: P1 is silent, P2 is not yet
    assert listed.index.tolist() == ["P1", "P3", "P5"]
    assert listed["P1"] == "silent for more than 36 months: delete, or ask once whether to stay in touch"
    assert listed["P5"] == "objects to being canvassed: keep only what the list of objections needs"
    assert intake.quality["purge"] == {"silent": 2, "opposed": 1, "undated": 1}


def test_a_register_line_is_written_and_is_no_legal_advice(intake):
    line = intake.quality["register"]
    assert {"purpose", "legal_basis", "people", "categories", "retention", "rights"} <= set(line)
    assert "36 months" in line["retention"]
    assert "not legal advice" in line["note"]


def test_the_quality_report_is_plain_json(intake):
    assert json.loads(json.dumps(intake.quality, allow_nan=False))["as_of"] == "2025-12-31"


def test_an_empty_list_of_accounts_has_nothing_to_purge(firm):
    table, counts = purge_list(empty("accounts"), firm(as_of=date(2025, 12, 31)))
    assert table.empty
    assert counts == {"silent": 0, "opposed": 0, "undated": 0}
