"""Contacts, visits, prospect events and decisions."""

import pandas as pd
import pytest

from solver.intake import prepare_tools
from solver.intake.account_codes import AccountCodes
from solver.intake.contacts import build_contacts
from solver.intake.decisions import build_decisions
from solver.intake.sources import read_source
from solver.intake.typed import read_values
from solver.intake.visits import build_prospect_events, build_visits
from tests.intake.conftest import CLIENTS, SALES, refusal

CODES = ("C1", "C2", "C3")
VISITS = "Date;Heure;Commercial;Code client;Durée (min);Statut;Résultat\n"
DECISIONS = "Code client;Visites mini;Visites maxi;Visites imposées;Motif;Date\n"


@pytest.fixture
def book(firm, source):
    def make(table, text):
        portfolio = firm()
        typed = [read_values(read_source(source(table, text)))]
        codes = AccountCodes(pd.Series(CODES, dtype="str"))
        if table == "contacts":
            return build_contacts(typed, codes, portfolio)
        if table == "visits":
            return build_visits(typed, codes, portfolio, pd.Series("R1", index=CODES, dtype="str"))
        if table == "prospect_events":
            return build_prospect_events(typed, codes, portfolio.as_of)
        return build_decisions(typed, codes)

    return make


def problems(made):
    return made.repairs.sort_values("row", kind="stable")[["row", "problem"]].to_numpy().tolist()


def test_people_are_joined_named_and_numbered(book):
    made = book(
        "contacts",
        "Code client;Prénom;Nom;Fonction;Rôle;E-mail;Opposition\n"
        "C1;Ann;Le Goff;Gérante;Décideur;ann@c1.example;non\nC1;;;Acheteur;Acheteur;;oui\nC2;Bob;;;;bob@;\n",
    ).table
    assert made["contact_id"].tolist() == ["C1/1", "C1/2", "C2/1"]
    assert made["name"].tolist() == ["Ann Le Goff", "Acheteur", "Bob"]
    assert made["role"].tolist()[:2] == ["decision_maker", "buyer"]
    assert made["opposed"].tolist() == [False, True, False]
    assert made["email"].isna().tolist() == [False, True, True]


def test_two_people_never_share_a_number(book):
    made = book("contacts", "N° contact;Code client;Nom\n1;C1;Ann\n1;C2;Bob\n")
    assert made.table["contact_id"].tolist() == ["1", "1-2"]
    assert "two people have this number" in made.repairs["problem"].tolist()


def test_a_person_of_an_unknown_account_is_set_aside(book):
    made = book("contacts", "N° contact;Code client;Nom\n1;C1;Ann\n2;C77;Bob\n")
    assert made.table["contact_id"].tolist() == ["1"]
    assert problems(made) == [[3, "this account is in no accounts file"]]


def test_visits_done_and_agreed(book):
    past = "14/01/2025;9h30;R1;C1;45;Réalisée;Commande\n15/02/2025;;JPD;C1;;;\n"
    future = "20/01/2026;10:00;JPD;C2;;Planifiée;\n21/01/2026;;;C3;;;\n"
    made = book("visits", VISITS + past + future)
    table = made.table
    assert table["status"].tolist() == ["done", "done", "agreed", "agreed"]
    assert table["rep_id"].tolist() == ["R1", "JPD", "R1", "R1"]  # who left keeps the past, not the future
    assert table["start_time"].tolist()[0] == "09:30"
    assert table["duration_minutes"].tolist()[0] == 45.0
    assert [problem for _row, problem in problems(made)] == [
        "an agreed visit without a rep of the portfolio"
    ] * 2


def test_visits_at_the_wrong_side_of_today_are_set_aside(book):
    wrong = "15/03/2027;;R1;C1;;Réalisée;\n14/01/2025;;R1;C1;;Planifiée;\n31/02/2025;;R1;C1;;Réalisée;\n"
    made = book("visits", VISITS + wrong + "16/01/2025;;R1;C1;;Réalisée;\n")
    assert len(made.table) == 1
    assert problems(made) == [
        [2, "a visit done on a day still to come"],
        [3, "an appointment for a day gone by: did it take place?"],
        [4, "this is not a date"],
    ]


def test_the_same_visit_twice_is_flagged(book):
    made = book("visits", VISITS + "14/01/2025;;R1;C1;;Réalisée;\n" * 2)
    assert len(made.table) == 2
    assert problems(made) == [[3, "the same row twice, word for word"]]


def test_steps_of_prospecting_are_translated_in_the_order_of_the_file(book):
    good = "13/01/2025;C2;Appelé\n13/01/2025;C2;Joint\n14/01/2025;C1;Gagné\n"
    text = "Date;Code client;Étape\n" + good + "13/01/2026;C1;Perdu\n15/01/2025;C1;\n"
    made = book("prospect_events", text)
    assert made.table["stage"].tolist() == ["called", "reached", "won"]
    assert problems(made) == [
        [5, "dated after the day the portfolio is looked at"],
        [6, "no stage, or one that is not known"],
    ]


def test_a_visit_or_an_answer_is_a_sign_of_life_and_a_call_is_not(firm, source):
    text = "Date;Code client;Étape\n13/01/2025;C2;Appelé\n13/02/2025;C3;Joint\n"
    last = prepare_tools(firm(CLIENTS, SALES, source("prospect_events", text))).accounts["last_contact_on"]
    assert last.isna().tolist() == [True, True, False]
    assert str(last.iloc[2])[:10] == "2025-02-13"


def test_the_later_of_two_decisions_holds(book):
    made = book("decisions", DECISIONS + "C1;6;;;litige;15/12/2025\nC1;;;4;promis;20/12/2025\nC2;;2;;;\n")
    assert made.table[["account_id", "locked_visits", "max_visits"]].fillna(-1).to_numpy().tolist() == [
        ["C1", 4, -1],
        ["C2", -1, 2],
    ]
    assert problems(made) == [[2, "a later decision on the same account replaces this one"]]


def test_a_decision_that_cannot_be_followed_is_set_aside(book):
    made = book("decisions", DECISIONS + "C1;6;2;;;\nC2;;;;;\nC3;1,5;;2;;\nC3;1;;;;\n")
    assert made.table["account_id"].tolist() == ["C3"]
    assert [problem for _row, problem in problems(made)] == [
        "the least number of visits is above the most",
        "the decision says no number of visits",
        "this is not a whole number",
        "a later decision on the same account replaces this one",
    ]


@pytest.mark.parametrize("table", ["contacts", "visits", "prospect_events", "decisions"])
def test_a_log_of_another_firm_is_refused(book, table):
    header = {
        "contacts": "Code client;Nom",
        "visits": "Code client;Date",
        "prospect_events": "Code client;Date;Étape",
        "decisions": "Code client;Visites mini",
    }[table]
    row = {
        "contacts": "Z{n};x",
        "visits": "Z{n};14/01/2025",
        "prospect_events": "Z{n};14/01/2025;joint",
        "decisions": "Z{n};1",
    }[table]
    text = header + "\n" + "".join(row.format(n=n) + "\n" for n in range(10))
    with refusal("this account is in no accounts file in 10 of 10 rows"):
        book(table, text)


@pytest.mark.parametrize("table", ["contacts", "visits", "prospect_events", "decisions"])
def test_a_log_of_which_nothing_is_left_is_an_empty_table(book, table):
    row = {
        "contacts": "Code client;Nom\nZ1;x\n",
        "visits": "Code client;Date\nZ1;14/01/2025\n",
        "prospect_events": "Code client;Date;Étape\nZ1;14/01/2025;joint\n",
        "decisions": "Code client;Visites mini\nZ1;1\n",
    }[table]
    made = book(table, row)
    assert made.table.empty
    assert problems(made) == [[2, "this account is in no accounts file"]]
