"""Closed periods, and the days of the zones."""

import pandas as pd
import pytest

from solver.intake.booking.account_codes import AccountCodes
from solver.intake.decided.visiting_days import build_closures, build_zone_days
from solver.intake.reading.sources import read_source
from solver.intake.reading.typed import read_values
from tests.intake.conftest import REPS, refusal

CODES = AccountCodes(pd.Series(["C1", "C2"]))


@pytest.fixture
def closures(source):
    return lambda text: build_closures([read_values(read_source(source("closures", text)))], CODES)


@pytest.fixture
def zone_days(source):
    return lambda text: build_zone_days(
        [read_values(read_source(source("zone_days", text)))], REPS, ["Nord", "Sud"]
    )


def test_a_closed_period_is_of_one_account_or_of_all_and_may_be_one_day(closures):
    made = closures("Code client;Du;Au;Motif\nC1;03/08/2026;21/08/2026;congés\n*;24/12/2026;;\n")
    assert made.table["account_id"].fillna("all").tolist() == ["C1", "all"]
    assert made.table["to_on"].dt.strftime("%Y-%m-%d").tolist() == ["2026-08-21", "2026-12-24"]


def test_everybody_may_be_written_as_a_word_unless_an_account_is_called_that(closures, source):
    text = "Code client;Du;Au\nTous;24/12/2026;\nall;25/12/2026;\n"
    assert closures(text).table["account_id"].isna().all()
    named = AccountCodes(pd.Series(["C1", "ALL"]))
    made = build_closures([read_values(read_source(source("closures", text)))], named)
    assert made.table["account_id"].fillna("all").tolist() == ["all", "ALL"]


def test_a_closed_period_that_cannot_be_used_is_listed_by_row(closures):
    made = closures(
        "Code client;Du;Au\nC1;03/08/2026;21/08/2026\nC1;03/09/2026;01/09/2026\nC9;03/08/2026;\nC2;;\n"
    )
    assert len(made.table) == 1
    assert made.repairs[["row", "problem"]].to_numpy().tolist() == [
        [4, "this account is in no accounts file"],
        [5, "no date"],
        [3, "it ends before it begins"],
    ]


def test_zone_days_name_the_rep_by_code_or_name_and_the_zone_as_accounts_do(zone_days):
    made = zone_days("Commercial;Zone;Jours;Semaines\nAnn Le Goff;nord;lundi!;paires\nR2;SUD;mar, jeu;\n")
    rows = made.table.astype(object).where(made.table.notna(), None).to_numpy().tolist()
    assert rows == [["R1", "Nord", "Mo!", "even"], ["R2", "Sud", "Tu,Th", None]]


@pytest.mark.parametrize(
    ("line", "problem", "fix"),
    [
        (
            "R9;Nord;lundi;",
            "row 2, column “Commercial”: this rep is not in the portfolio",
            "name one of: R1, R2",
        ),
        (
            "R1;Nrod;lundi;",
            "row 2, column “Zone”: no account is in this zone: “Nrod”",
            "did you mean “Nord”?",
        ),
        ("R1;Nord;lundo;", "row 2, column “Jours”: “lundo” names no day of the week", "write tue, thu"),
        ("R1;Nord;;", "row 2, column “Jours”: the value is missing", "fill it in"),
        ("R1;Nord;lundi;toutes", "row 2, column “Semaines”: these are no weeks", "write odd or even"),
    ],
)
def test_a_line_of_zone_days_that_cannot_be_used_is_refused(zone_days, line, problem, fix):
    with refusal(problem, fix):
        zone_days("Commercial;Zone;Jours;Semaines\n" + line + "\n")
