"""Two files on one client: which value is kept, why, where it comes from, and what became of the other."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from solver.intake import prepare_tools
from solver.intake.partners.accounts import build_accounts
from solver.intake.reading.sources import read_source
from solver.intake.reading.typed import read_values
from tests.everyday import draws
from tests.intake.conftest import REPS


@pytest.fixture
def joined(source):
    """Return the accounts of these files, one after the other."""

    def make(*contents):
        sources = [source("accounts", text, name=f"file{n}.csv") for n, text in enumerate(contents, 1)]
        typed = [read_values(read_source(each)) for each in sources]
        return build_accounts(typed, date(2025, 12, 31), "FR", reps=REPS)

    return make


def told(made):
    return made.conflicts[["field", "kept", "other", "reason"]].fillna("–").to_numpy().tolist()


def test_both_values_both_files_and_the_reason_are_listed(joined):
    made = joined("Code client;Nom;CP\nC9;Eve;\nC1;Ann;35000\n", "Code client;Nom;CP\nC1;Anne;29200\n")
    assert made.conflicts.astype("str").to_numpy().tolist() == [
        ["C1", "name", "Ann", "file1.csv", "3", "Anne", "file2.csv", "2", "the first file wins"],
        ["C1", "postcode", "35000", "file1.csv", "3", "29200", "file2.csv", "2", "the first file wins"],
    ]
    assert made.accounts["name"].tolist() == ["Eve", "Ann"]


def test_what_reads_the_same_is_no_conflict(joined):
    made = joined(
        "Code client;Nom;Ville;Commercial\nC1;SARL Ann;ST MALO;R1\n",
        "Code client;Nom;Ville;Commercial\nC1;ANN (SARL);Saint-Malo;Ann Le Goff\n",
    )
    assert told(made) == []
    assert made.accounts["name"].tolist() == ["SARL Ann"]


def test_the_newer_potential_wins_with_its_day_and_its_source(joined):
    header = "Code client;Nom;Potentiel;Date du potentiel;Source du potentiel\n"
    made = joined(header + "C1;Ann;1000;21/02/2023;devis\n", header + "C1;Ann;2500;15/06/2025;visite\n")
    row = made.accounts.iloc[0]
    assert (row["potential_eur"], row["potential_on"], row["potential_source"]) == (
        2500.0,
        pd.Timestamp(2025, 6, 15),
        "visite",
    )
    assert told(made) == [
        ["potential_eur", "2500", "1000", "the newer estimate wins"],
        ["potential_on", "2025-06-15", "2023-02-21", "the newer estimate wins"],
        ["potential_source", "visite", "devis", "the newer estimate wins"],
    ]
    assert made.repairs[["file", "row", "found"]].to_numpy().tolist()[0] == ["file1.csv", 2, "1000"]


def test_the_day_of_one_potential_is_never_put_on_another(joined):
    made = joined(
        "Code client;Nom;Potentiel\nC1;Ann;1000\n",
        "Code client;Nom;Date du potentiel\nC1;Ann;15/06/2025\n",
        "Code client;Nom;Potentiel;Source du potentiel\nC1;Ann;700;salon\n",
    )
    row = made.accounts.iloc[0]
    assert (row["potential_eur"], row["potential_on"]) == (1000.0, pd.Timestamp(2025, 6, 15))
    assert pd.isna(row["potential_source"])
    assert told(made) == [
        ["potential_eur", "1000", "700", "the first file wins"],
        ["potential_source", "–", "salon", "it goes with a value that was not kept"],
    ]


def test_a_town_does_not_go_with_the_postcode_of_another_file(joined):
    made = joined("Code client;Nom;CP\nC1;Ann;35000\n", "Code client;Nom;CP;Ville\nC1;Ann;29200;BREST\n")
    assert made.accounts["town"].isna().all()
    assert [row[:3] for row in told(made)] == [["postcode", "35000", "29200"], ["town", "–", "BREST"]]


def test_the_latest_contact_and_the_earliest_start_count_and_nobody_need_settle_them(joined):
    header = "Code client;Nom;Dernier contact;Client depuis\n"
    made = joined(header + "C1;Ann;21/02/2025;21/02/2020\n", header + "C1;Ann;15/06/2025;15/06/2018\n")
    row = made.accounts.iloc[0]
    assert (row["last_contact_on"], row["since_on"]) == (pd.Timestamp(2025, 6, 15), pd.Timestamp(2018, 6, 15))
    assert [row[3] for row in told(made)] == ["the earliest day counts", "the latest contact counts"]
    assert made.repairs.empty


def test_a_country_or_a_name_that_a_file_does_not_say_never_wins(joined):
    made = joined("Code client;Nom\nC1;\n", "Code client;Nom;Pays\nC1;Ann;Belgique\n")
    assert made.accounts[["name", "country"]].to_numpy().tolist() == [["Ann", "BE"]]
    assert told(made) == []


def test_three_files_fill_each_other_and_each_conflict_is_told(joined):
    header = "Code client;Nom;Téléphone;E-mail\n"
    made = joined(
        header + "C1;Ann;;\n",
        header + "C1;Ann;02 61 91 00 01;a@a.example\n",
        header + "C1;Ann;02 61 91 00 02;\n",
    )
    assert made.accounts[["phone", "email"]].to_numpy().tolist() == [["02 61 91 00 01", "a@a.example"]]
    assert made.conflicts[["kept_file", "other_file"]].to_numpy().tolist() == [["file2.csv", "file3.csv"]]


def test_the_source_of_every_value_is_kept(firm, source):
    second = source(
        "accounts",
        "Code client;Nom;E-mail;Date du potentiel;Potentiel\nC1;Ann;a@a.example;15/06/2025;900\n",
        name="crm.csv",
    )
    reports = source("visit_reports", "Code client;Date;Potentiel\nC1;20/09/2025;1200\n")
    made = prepare_tools(
        firm(
            source("accounts", "Code client;Nom;SIRET\nC1;Ann;73282932000074\n"),
            source("sales", "N° facture;Date facture;Code client;Montant HT\nF1;15/01/2025;C1;10,00\n"),
            second,
            reports,
        )
    )
    where = made.value_sources.set_index("field")[["basis", "file"]].astype("object")
    found = {field: tuple(row) for field, row in zip(where.index, where.to_numpy().tolist(), strict=True)}
    assert found["name"] == ("file", "accounts.csv")
    assert found["email"] == ("file", "crm.csv")
    assert found["potential_eur"] == ("visit_report", "visit_reports.csv")
    assert found["siren"][0] == found["kind"][0] == found["rep_id"][0] == "worked_out"
    filled = made.accounts.drop(columns=["account_id", "source", "opposed"]).iloc[0].notna()
    assert set(found) == set(filled.index[filled])


CELLS = {
    "Téléphone": ["", "02 61 91 00 01", "02 61 91 00 02"],
    "CP": ["", "35000", "29200"],
    "Ville": ["", "Rennes", "Brest"],
    "Potentiel": ["", "1000", "2000"],
    "Date du potentiel": ["", "2024-05-20", "2025-05-20"],
    "Source du potentiel": ["", "visite", "salon"],
    "Dernier contact": ["", "2024-03-21", "2025-03-21"],
}
NAMES = ("phone", "postcode", "town", "potential_eur", "potential_on", "potential_source", "last_contact_on")
ROW = st.tuples(*(st.sampled_from(values) for values in CELLS.values()))


FILES = 3


@settings(max_examples=draws(3, 25), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(ROW, min_size=FILES, max_size=FILES), min_size=10, max_size=40))
def test_whatever_the_files_say_no_value_is_lost_without_a_word(joined, accounts):
    header = "Code client;Nom;" + ";".join(CELLS) + "\n"
    files = (
        "".join(f"C{n};Ann;{';'.join(rows[file])}\n" for n, rows in enumerate(accounts))
        for file in range(FILES)
    )
    made = joined(*(header + text for text in files))
    told = made.conflicts.groupby("account_id")[["field", "other"]].agg(list)
    final = made.accounts.set_index("account_id")
    for n, rows in enumerate(accounts):
        kept = final.loc[f"C{n}"]
        others = told.loc[f"C{n}"] if f"C{n}" in told.index else {"field": [], "other": []}
        listed = set(zip(others["field"], others["other"], strict=True))
        for name, value in ((name, value) for row in rows for name, value in zip(NAMES, row, strict=True)):
            text = "" if pd.isna(kept[name]) else str(kept[name])
            assert text.startswith(value) or (name, value) in listed
        if pd.notna(kept["potential_eur"]) and pd.notna(kept["potential_on"]):
            amount, day = f"{kept['potential_eur']:.0f}", f"{kept['potential_on']:%Y-%m-%d}"
            said = {(row[3], row[4]) for row in rows}
            # The day is the one that a file gives to this amount, or comes from a file that names no amount.
            assert (amount, day) in said or {(amount, ""), ("", day)} <= said
