"""Visits that a file counts for a year, or for each month, are as many visits: what is planned is none."""

import pytest

from solver.intake.reading.counted_visits import count_in
from tests.intake.outcome import taken_in

CLIENTS = (
    "Code client;Raison sociale;Commercial;CP;Ville\n"
    "A1;Atelier Ormeau;Morvan;35000;Rennes\nA2;Bois du Cap;Tanguy;29200;Brest\n"
)
SALES = "Code client;Date facture;N° facture;Montant HT\nA1;15/01/2024;F1;1000\nA2;17/11/2025;F2;2000\n"


def visits(folder, name, text):
    made = taken_in(folder, {"clients.csv": CLIENTS, "factures.csv": SALES, name: text})
    return made.visits


def test_a_number_of_visits_for_a_year_is_as_many_visits_of_that_year(tmp_path):
    text = "Code client;Raison sociale;Nb visites 2025\nA1;Atelier Ormeau;4\nA2;Bois du Cap;1\nTotal;;5\n"
    made = visits(tmp_path, "suivi.csv", text)
    assert made["account_id"].value_counts().to_dict() == {"A1": 4, "A2": 1}
    assert made["status"].eq("done").all()
    assert made["date"].dt.year.eq(2025).all()
    assert made["date"].dt.day_of_week.lt(5).all()


def test_counts_and_crosses_under_months_are_visits_of_these_months(tmp_path):
    text = "Code client;Client;Commercial;Janv;Févr;Mars;Déc;Total\nA1;Atelier Ormeau;Morvan;2;;x;;3\n"
    made = visits(tmp_path, "visites 2025.csv", text + "A2;Bois du Cap;Tanguy;;;;1;1\n")
    assert made.groupby(["account_id", made["date"].dt.month]).size().to_dict() == {
        ("A1", 1): 2,
        ("A1", 3): 1,
        ("A2", 12): 1,
    }
    assert made["rep_id"].value_counts().to_dict() == {"Morvan": 3, "Tanguy": 1}
    assert made["status"].eq("done").all()  # though the last invoice is of November


def test_visits_that_are_planned_by_the_month_took_no_place(tmp_path):
    text = "Code client;Client;Janv;Févr\nA1;Atelier Ormeau;2;1\nA2;Bois du Cap;1;1\n"
    assert visits(tmp_path, "planning visites 2025.csv", text).empty


@pytest.mark.parametrize(
    ("text", "count"), [("3", 3), ("x", 1), ("", 0), ("-", 0), ("2.0", 2), ("1,5", None), ("lundi", None)]
)
def test_a_cell_counts_whole_visits_or_one_by_a_cross(text, count):
    assert count_in(text) == count


def test_events_that_the_program_writes_itself_are_no_visits(tmp_path):
    text = (
        "Date début;Type;Libellé;Tiers;Assigné à\n"
        "03/02/2025;Rendez-vous;Point annuel;Atelier Ormeau;Morvan\n"
        "04/02/2025;Appel téléphonique;Devis 12;Atelier Ormeau;Morvan\n"
        "05/02/2025;Événement automatique;Facture validée;Bois du Cap;admin\n"
        "06/02/2025;Événements insérés automatiquement;Société créée;Bois du Cap;admin\n"
        "27/02/2025;Rendez-vous;Nouvelle gamme;Bois du Cap;Tanguy\n"
    )
    assert visits(tmp_path, "export_agenda.csv", text)["account_id"].tolist() == ["A1", "A2"]


def test_crosses_under_numbers_of_weeks_are_visits_of_these_weeks(tmp_path):
    weeks = ";".join(f"S{n}" for n in range(1, 53))
    crosses = {"A1": (1, 2, 40), "A2": (2, 52)}
    rows = [
        ";".join([account, *("x" if n in held else "" for n in range(1, 53))])
        for account, held in crosses.items()
    ]
    made = visits(tmp_path, "visites 2025.csv", "\n".join([f"Code client;{weeks}", *rows, ""]))
    found = made["date"].dt.isocalendar().groupby(made["account_id"])["week"].agg(list).to_dict()
    assert {account: tuple(sorted(held)) for account, held in found.items()} == crosses
    assert made["date"].dt.day_of_week.lt(5).all()


def test_two_halves_of_a_year_are_no_weeks(tmp_path):
    made = visits(tmp_path, "visites 2025.csv", "Code client;S1;S2\nA1;3;1\nA2;1;\n")
    assert made.empty


def test_meetings_that_name_a_deal_each_are_visits_whatever_became_of_the_deal(tmp_path):
    text = (
        "Activity - Type;Activity - Due date;Activity - Done;Activity - Organization;Deal - Title;"
        "Deal - Status\n"
        "Meeting;2025-02-03;Done;Atelier Ormeau;Roof;Won\n"
        "Call;2025-02-04;Done;Atelier Ormeau;Roof;Won\n"
        "Meeting;2025-02-05;Done;Bois du Cap;Floor;Lost\n"
        "Meeting;2025-02-06;To do;Bois du Cap;Door;Open\n"
        "Meeting;2025-02-07;Done;Bois du Cap;Door;Open\n"
    )
    made = visits(tmp_path, "activities.csv", text)
    assert made["account_id"].value_counts().to_dict() == {"A2": 2, "A1": 1}
