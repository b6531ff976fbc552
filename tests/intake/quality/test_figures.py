import json

import pandas as pd
import pytest

from solver.intake import prepare_tools
from solver.intake.quality.figures import main_accounts
from tests.intake.conftest import CLIENTS, SALES


def field(faulty, table, name):
    return next(row for row in faulty.quality["fields"] if (row["table"], row["field"]) == (table, name))


def test_completeness_and_validity_can_be_counted_by_hand(faulty):
    # two of five rows hold a SIRET, one of them is wrong
    assert field(faulty, "accounts", "siret") == {
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
        field(faulty, "accounts", "phone")["wrong"],
        field(faulty, "accounts", "phone")["valid_share"],
    ) == (1, 0.5)
    assert field(faulty, "accounts", "postcode")["mended"] == 1


def test_the_files_are_described(faulty):
    facts = faulty.quality["files"][0]
    assert (facts["file"], facts["table"], facts["rows"], facts["kept"], facts["encoding"]) == (
        "accounts.csv",
        "accounts",
        5,
        5,
        "utf-8",
    )
    assert facts["columns"]["account_id"] == "Code client"


def test_main_accounts_that_hang_on_one_person_are_named(faulty):
    # C1 makes 800 of 1000: alone within the first 80 %
    assert faulty.quality["contact_cover"] == {
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


def test_freshness_counts_who_may_be_visited(faulty):
    facts = {name: value for name, value in faulty.quality["freshness"].items() if name != "ages"}
    assert facts == {
        "months": 12,
        "accounts": 4,
        "dated": 3,
        "fresh": 1,
        "fresh_share": 0.25,
    }


def test_places_and_owners_are_told(faulty):
    assert faulty.quality["places"]["not_found"] == ["P1"]
    assert faulty.quality["places"]["town"] == 3
    assert faulty.quality["proposed_reps"] == ["C3", "P1"]


def test_the_quality_report_is_plain_json(faulty):
    assert json.loads(json.dumps(faulty.quality, allow_nan=False))["as_of"] == "2025-12-31"


def test_the_days_between_which_the_invoices_run_are_told(faulty):
    # 15 March to 31 December: 16 + 30 + 31 + 30 + 31 + 31 + 30 + 31 + 30 + 31
    assert faulty.quality["invoices"] == {
        "first": "2025-01-15",
        "last": "2025-03-15",
        "days_before_as_of": 291,
        "unmeasured": ["attrition_rate", "new_client_revenue_eur"],
    }


@pytest.mark.parametrize(
    ("stated", "unmeasured"),
    [
        ({}, ["attrition_rate", "new_client_revenue_eur"]),
        ({"attrition_rate": 0.1}, ["new_client_revenue_eur"]),
    ],
)
def test_one_year_of_invoices_says_what_step_3_will_lack(firm, stated, unmeasured):
    """It had better be known before the run that stops there."""
    assert prepare_tools(firm(**stated)).quality["invoices"]["unmeasured"] == unmeasured
    two_years = SALES + "F0;15/01/2024;C1;EPI;10,00\n"
    assert prepare_tools(firm(CLIENTS, two_years)).quality["invoices"]["unmeasured"] == []


def test_valid_company_numbers_are_counted_with_the_revenue_behind_them(faulty):
    """C1 alone has a SIRET whose checksum holds: €800 of the €1,000 of the last 12 months."""
    assert faulty.quality["siren"] == {"clients": 3, "valid": 1, "revenue_share": 0.8}
