"""Cells that were read but may be wrong: identities of companies, days to come, unclear objections."""

import pandas as pd
import pytest

from solver.intake.booking.cells import check_identity, not_in_future, opposed_when_in_doubt

# Numbers with a right check digit: of two companies, the first with a site.
SITE, COMPANY, OTHER = "73282932000074", "732829320", "552100554"


@pytest.fixture
def accounts(typed):
    def make(header, *rows):
        told = typed("accounts", "\n".join([f"Code client;Raison sociale;{header}", *rows]) + "\n")
        return told, told.table

    return make


def test_a_company_is_read_off_its_site_where_it_is_not_said_and_two_that_differ_are_both_kept(accounts):
    rows = (f"C1;A;;{SITE}", f"C2;B;{COMPANY};{SITE}", f"C3;C;{OTHER};{SITE}", f"C4;D;{OTHER};")
    told, listed = check_identity(*accounts("SIREN;SIRET", *rows), "FR")
    assert told["siren"].tolist() == [COMPANY, COMPANY, OTHER, OTHER]
    assert told["siret"].tolist()[:3] == [SITE] * 3
    (line,) = listed.to_dict("records")
    assert (line["account_id"], line["found"], line["used"]) == ("C3", SITE, SITE)
    assert line["problem"] == "the SIRET belongs to another SIREN; both are kept"


def test_a_site_that_a_spreadsheet_rounded_still_tells_its_company_unless_that_is_said(accounts):
    wrong = "7,32829320E+13"
    told, listed = check_identity(*accounts("SIREN;SIRET", f"C1;A;;{wrong}", f"C2;B;{OTHER};{wrong}"), "FR")
    assert told["siren"].tolist() == [COMPANY, OTHER]
    assert told["siret"].isna().all()
    assert listed["used"].fillna("nothing").tolist() == [f"SIREN {COMPANY}", "nothing"]


def test_what_nobody_can_read_is_an_objection_and_so_is_a_scope_without_one_and_each_is_told(accounts):
    rows = ("C1;A;non;", "C2;B;oui;", "C3;C;peut-être;", "C4;D;;démarchage", "C5;E;non;démarchage", "C6;F;;")
    told, listed = opposed_when_in_doubt(*accounts("Opposition;Portée de l'opposition", *rows))
    assert told["opposed"].tolist() == [False, True, True, True, True, False]
    by_column = listed.groupby("problem")["account_id"].agg(list).to_dict()
    assert by_column == {
        "nobody can tell whether this is an objection": ["C3"],
        "nobody can tell what this objection is about": ["C5"],
    }


def test_the_last_day_of_the_files_has_been_and_the_next_one_is_still_to_come(accounts):
    rows = ("C1;A;31/12/2025", "C2;B;01/01/2026", "C3;C;")
    told, listed = not_in_future(
        *accounts("Dernier contact", *rows), "last_contact_on", pd.Timestamp("2025-12-31")
    )
    assert told["last_contact_on"].notna().tolist() == [True, False, False]
    assert listed[["account_id", "found"]].to_numpy().tolist() == [["C2", "01/01/2026"]]
