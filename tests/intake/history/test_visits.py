from datetime import date

import pytest

from solver.intake import prepare_tools
from solver.value.visit_log import visits_of_the_year
from tests.intake.conftest import CLIENTS, SALES, problems, refusal

VISITS = "Date;Heure;Commercial;Code client;Durée (min);Statut;Résultat\n"


def test_visits_done_and_agreed(log):
    past = "14/01/2025;9h30;R1;C1;45;Réalisée;Commande\n15/02/2025;;JPD;C1;;;\n"
    future = "20/01/2026;10:00;JPD;C2;;Planifiée;\n21/01/2026;;;C3;;;\n"
    made = log("visits", VISITS + past + future)
    table = made.table
    assert table["status"].tolist() == ["done", "done", "agreed", "agreed"]
    assert table["rep_id"].tolist() == ["R1", "JPD", "R1", "R1"]  # who left keeps the past, not the future
    assert table["start_time"].tolist()[0] == "09:30"
    assert table["duration_minutes"].tolist()[0] == 45.0
    assert [problem for _row, problem in problems(made)] == [
        "an agreed visit without a rep of the portfolio"
    ] * 2


def test_visits_at_the_wrong_side_of_today_are_set_aside(log):
    wrong = "15/03/2027;;R1;C1;;Réalisée;\n14/01/2025;;R1;C1;;Planifiée;\n31/02/2025;;R1;C1;;Réalisée;\n"
    made = log("visits", VISITS + wrong + "16/01/2025;;R1;C1;;Réalisée;\n")
    assert len(made.table) == 1
    assert problems(made) == [
        [2, "a visit done on a day still to come"],
        [3, "an appointment for a day gone by: did it take place?"],
        [4, "this is not a date"],
    ]


def test_the_same_visit_twice_is_flagged(log):
    made = log("visits", VISITS + "14/01/2025;;R1;C1;;Réalisée;\n" * 2)
    assert len(made.table) == 2
    assert problems(made) == [[3, "the same row twice, word for word"]]


def test_steps_of_prospecting_are_translated_in_the_order_of_the_file(log):
    good = "13/01/2025;C2;Appelé\n13/01/2025;C2;Joint\n14/01/2025;C1;Gagné\n"
    text = "Date;Code client;Étape\n" + good + "13/01/2026;C1;Perdu\n15/01/2025;C1;\n"
    made = log("prospect_events", text)
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


def test_a_closed_door_is_no_visit_and_a_complaint_is_one(log):
    rows = [f"1{day}/01/2025;;R1;C1;;Réalisée;{result}\n" for day, result in enumerate(WORDS)]
    table = log("visits", VISITS + "".join(rows)).table
    assert table["status"].tolist() == ["done", "not_met", "done", "done", "not_met", "done"]
    assert table["complaint"].fillna("").tolist() == ["", "", "other", "", "", ""]
    assert visits_of_the_year(table, date(2025, 12, 31)).to_dict() == {"C1": 4}


def test_of_four_visits_one_closed_door_and_one_complaint_three_are_visits_of_today(log):
    said = ("Commande", "Absent", "Réclamation", "Visite de suivi")
    rows = (f"1{day}/01/2025;;R1;C1;;Réalisée;{result}\n" for day, result in enumerate(said))
    table = log("visits", VISITS + "".join(rows)).table
    assert visits_of_the_year(table, date(2025, 12, 31)).to_dict() == {"C1": 3}
    assert table["complaint"].notna().sum() == 1


WORDS = (
    "Report: très bien",
    "Absent",
    "Réclamation",
    "Visite de suivi",
    "Absent - à rappeler",
    "Commande annulée",
)


def test_what_the_file_says_of_the_outcome_stands_over_the_words_of_the_result(log):
    header = "Date;Commercial;Code client;Statut;Issue de la visite;Réclamation;Résultat\n"
    rows = (
        "14/01/2025;R1;C1;Réalisée;Rencontré;;Absent au début\n"
        "15/01/2025;R1;C1;Réalisée;Personne sur place;;Porte close\n"
        "16/01/2025;R1;C1;Absent;;;\n"
        "16/01/2025;R1;C1;Réalisée;;;Annulé\n"
        "17/01/2025;R1;C1;Réalisée;Commande;Délai;Réclamation\n"
        "20/01/2026;R1;C1;Planifiée;;;Absent\n"
    )
    table = log("visits", header + rows).table
    assert table["status"].tolist() == ["done", "not_met", "not_met", "not_met", "done", "agreed"]
    assert table["complaint"].fillna("").tolist() == ["", "", "", "", "delivery", ""]


def test_a_complaint_may_be_told_by_yes_and_no(log):
    header = "Date;Commercial;Code client;Statut;Complaint\n"
    said = ("Oui", "non", "Nein", "0", "-", "no", "", "Yes", "Délai")
    rows = "".join(f"{day}/01/2025;R1;C1;Réalisée;{text}\n" for day, text in enumerate(said, start=13))
    table = log("visits", header + rows).table
    assert table["complaint"].fillna("").tolist() == ["other", *[""] * 6, "other", "delivery"]


@pytest.mark.parametrize(
    ("column", "ours"), [("Réclamation", "complaint"), ("Issue de la visite", "visit_outcome")]
)
def test_remarks_under_the_name_of_a_code_are_left_alone(typed, column, ours):
    said = ("Il manque deux cartons", "Rappeler en mars", "prix", "", "Camion rayé", "Voir M. Roux")
    rows = "".join(f"{day}/01/2025;R1;C1;Réalisée;{text}\n" for day, text in enumerate(said, start=13))
    text = f"Date;Commercial;Code client;Statut;{column}\n{rows}"
    made = typed("visits", text)
    assert made.table[ours].isna().all()
    assert ours not in made.raw.columns
    with refusal("this code is not known"):
        typed("visits", text, columns={ours: column})


def test_a_promise_is_no_answer_to_whether_it_was_kept(typed):
    text = "Date de visite;Code client;Promesse\n15/01/2025;C1;Rappeler en mars\n16/01/2025;C2;Devis\n"
    assert "promise_kept" not in typed("visit_reports", text).raw.columns


def test_a_closed_door_is_no_contact(firm, source):
    text = VISITS + "13/02/2025;;R1;C1;;Réalisée;Absent\n13/03/2025;;R1;C2;;Réalisée;Commande\n"
    last = prepare_tools(firm(CLIENTS, SALES, source("visits", text))).accounts["last_contact_on"]
    assert last.isna().tolist() == [True, False, True]
