"""What accounts ask of their visits is read from their file, or refused with its row and column."""

import pytest

from solver.intake.reading.sources import read_source
from solver.intake.reading.typed import read_values
from tests.intake.conftest import refusal
from tests.intake.partners.test_accounts import sourced  # noqa: F401

HEADER = "Code client;Nom;Horaires d'ouverture;Jours de visite;Zone;Espacement minimal;Espacement maximal\n"


def test_rules_are_read_from_the_accounts_file_into_a_table_of_their_own(sourced):  # noqa: F811
    made = sourced(HEADER + "C1;Ann;lun-ven 8h-12h 14h-18h;mardi;Nord;20;60\nC2;Bob;;;;;\nC3;Cleo;;jeu!;;;\n")
    rules = made.rules.astype(object).where(made.rules.notna(), None).to_numpy().tolist()
    assert rules == [
        ["C1", "Mo-Fr 08:00-12:00,14:00-18:00", "Tu", "Nord", 20, 60, None, None],
        ["C3", None, "Th!", None, None, None, None, None],
    ]
    assert "open_hours" not in made.accounts


def test_a_second_file_fills_the_rules_of_the_first(sourced):  # noqa: F811
    made = sourced("Code client;Nom\nC1;Ann\n", "Code client;Nom;Opening hours\nC1;Ann;Mo-Fr 09:00-17:00\n")
    assert made.rules["open_hours"].tolist() == ["Mo-Fr 09:00-17:00"]


def test_two_files_that_give_other_hours_are_told_and_the_first_wins(sourced):  # noqa: F811
    made = sourced(
        "Code client;Nom;Opening hours\nC1;Ann;Mo 8-12\n", "Code client;Nom;Opening hours\nC1;Ann;Tu 8-12\n"
    )
    assert made.rules["open_hours"].tolist() == ["Mo 08:00-12:00"]
    told = made.repairs[["file", "row", "column", "found", "used"]].to_numpy().tolist()
    assert told == [["file2.csv", 2, "Opening hours", "Tu 08:00-12:00", "Mo 08:00-12:00"]]


@pytest.mark.parametrize(
    ("line", "problem", "fix"),
    [
        (
            "C2;Bob;8h-tard;;;;",
            "row 3, column “Horaires d'ouverture”: “8h-tard” is no opening hours: “8h-tard” cannot be read",
            "→ write them as in “Mo-Fr 08:00-12:00 14:00-18:00; Sa off”; to do without the column",
        ),
        (
            "C2;Bob;;demain;;;",
            "row 3, column “Jours de visite”: “demain” names no day of the week",
            "→ write tue, thu",
        ),
        (
            "C2;Bob;lun-mar 8h-12h;jeudi!;;;",
            "row 3, column “Jours de visite”: jeudi! and no other day, but the account is closed then: Mo-Tu",
            "→ correct the opening hours or the weekdays",
        ),
        (
            "C2;Bob;;;;60;20",
            "row 3, column “Espacement minimal”: the least gap between visits is above the longest one",
            "→ exchange them",
        ),
        (
            "C2;Bob;;;;deux mois;",
            "row 3, column “Espacement minimal”: “deux mois” is no number of days",
            "→ give a whole number from 0 to 366",
        ),
    ],
)
def test_a_rule_that_cannot_be_read_or_kept_is_refused(sourced, line, problem, fix):  # noqa: F811
    with refusal(problem, fix):
        sourced(HEADER + "C1;Ann;;;;;\n" + line + "\n")


RHYTHM = "Code client;Nom;Opening hours;Weekdays;RRULE;rhythm_slack_days\n"


def test_a_rhythm_is_read_as_calendars_write_it(sourced):  # noqa: F811
    made = sourced(RHYTHM + 'C1;Ann;;;"RRULE:freq=monthly; byday=1MO";7\nC2;Bob;;;;\n')
    assert made.rules[["account_id", "rhythm", "rhythm_slack_days"]].to_numpy().tolist() == [
        ["C1", "FREQ=MONTHLY;BYDAY=1MO", 7]
    ]


@pytest.mark.parametrize(
    ("line", "problem", "fix"),
    [
        (
            "C2;Bob;;;tous les lundis;",
            "row 3, column “RRULE”: “tous les lundis” is no rhythm: “tous les lundis” cannot be read",
            "→ write FREQ=MONTHLY;BYDAY=1MO for first Mondays",
        ),
        (
            'C2;Bob;lun-mar 8h-12h;;"FREQ=MONTHLY;BYDAY=1WE,3TH";',
            "row 3, column “RRULE”: FREQ=MONTHLY;BYDAY=1WE,3TH, but the account is never open or visited",
            "→ correct the rhythm, or give it a leeway in days",
        ),
        (
            'C2;Bob;;mer!;"FREQ=WEEKLY;BYDAY=TH";0',
            "row 3, column “RRULE”: FREQ=WEEKLY;BYDAY=TH, but the account is never open or visited",
            "→ correct the rhythm, or give it a leeway in days",
        ),
        (
            'C2;Bob;;;"FREQ=WEEKLY;BYDAY=TH";a few',
            "row 3, column “rhythm_slack_days”: “a few” is no number of days",
            "→ give a whole number from 0 to 366",
        ),
    ],
)
def test_a_rhythm_that_cannot_be_read_is_refused(sourced, line, problem, fix):  # noqa: F811
    with refusal(problem, fix):
        sourced(RHYTHM + "C1;Ann;;;;\n" + line + "\n")


def test_hours_can_be_left_alone(source):
    read = read_values(
        read_source(source("accounts", HEADER + "C1;Ann;sur rendez-vous;;;;\n", columns={"open_hours": ""}))
    )
    assert read.table["open_hours"].isna().all()
