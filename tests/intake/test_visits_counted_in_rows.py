"""Files with a row per client and month that say how many visits it had, and when a log was written up to."""

from datetime import date

import pandas as pd
import pytest

from solver.words.errors import PortfolioError
from tests.intake.outcome import taken_in

CLIENTS = "Code client;Nom;CP;Ville;Commercial\nA1;Ormeau;35000;Rennes;Ann\nA2;Cap;29200;Brest;Bob\n"
SALES = "Code client;Date facture;N° facture;Montant HT\nA1;15/01/2025;F1;1000\nA2;17/12/2025;F2;200\n"


@pytest.fixture
def visits_of(tmp_path):
    def make(text, name="suivi des visites.csv", sales=SALES):
        files = {"clients.csv": CLIENTS, "ventes.csv": sales, name: text}
        intake = taken_in(tmp_path / "f", files)
        assert not isinstance(intake, PortfolioError), str(intake)
        return intake

    return make


def by_rep_and_month(intake):
    visits = intake.visits[intake.visits["status"].eq("done")]
    months = pd.to_datetime(visits["date"]).dt.strftime("%Y-%m")
    return {
        (str(rep), month): int(n)
        for (rep, month), n in visits.groupby([visits["rep_id"].astype(str), months]).size().items()
    }


@pytest.mark.parametrize(
    ("column", "months"),
    [
        ("Mois", ("01/2025", "02/2025")),
        ("Mois", ("janvier 2025", "février 2025")),
        ("Période", ("2025-01", "2025-02")),
        ("Month", ("Jan-25", "Feb-25")),
    ],
)
@pytest.mark.parametrize("counts", ["Nombre de visites", "Nb visites", "Visites", "Number of visits"])
def test_a_row_stands_for_as_many_visits_as_it_says(visits_of, column, months, counts):
    """Ann made 2 in January and 1 in February, Bob 3 in January; a 0 is none."""
    first, second = months
    text = (
        f"Code client;Commercial;{column};{counts}\n"
        f"A1;Ann;{first};2\nA2;Bob;{first};3\nA1;Ann;{second};1\nA2;Bob;{second};0\n"
    )
    assert by_rep_and_month(visits_of(text)) == {
        ("Ann", "2025-01"): 2,
        ("Ann", "2025-02"): 1,
        ("Bob", "2025-01"): 3,
    }


def test_month_and_year_may_stand_apart(visits_of):
    text = "Code client;Commercial;Année;Mois;Nombre de visites\nA1;Ann;2025;3;2\nA2;Bob;2025;4;1\n"
    assert by_rep_and_month(visits_of(text)) == {("Ann", "2025-03"): 2, ("Bob", "2025-04"): 1}


def test_visits_of_a_day_all_took_place_on_it(visits_of):
    text = "Code client;Commercial;Date;Nombre de visites\nA1;Ann;14/03/2025;2\nA2;Bob;17/04/2025;1\n"
    days = visits_of(text).visits["date"].tolist()
    assert days == [pd.Timestamp(2025, 3, 14)] * 2 + [pd.Timestamp(2025, 4, 17)]


def test_planned_visits_are_none_made(visits_of):
    text = "Code client;Commercial;Mois;Nombre de visites prévues\nA1;Ann;01/2025;2\nA2;Bob;01/2025;3\n"
    assert visits_of(text).visits.empty


@pytest.mark.parametrize("counts", ["Nb visites 2025", "Numero visite 2025", "Número de visitas 2025"])
def test_a_base_of_clients_gives_its_visits_and_its_years_of_sales(tmp_path, counts):
    """One sheet says 1,000 and 200 in 2024, 1,100 and 250 in 2025, and 2 and 1 visits in 2025."""
    base = (
        f"Raison sociale;CP;Ville;Commercial;CA 2024;CA 2025;{counts}\n"
        "Ormeau;35000;Rennes;Ann;1000;1100;2\nCap;29200;Brest;Bob;200;250;1\n"
    )
    intake = taken_in(tmp_path / "f", {"base clients.csv": base})
    years = intake.sales.groupby(intake.sales["date"].dt.year)["revenue_eur"].sum()
    assert years.to_dict() == {2024: 1200.0, 2025: 1350.0}
    assert intake.visits["rep_id"].astype(str).value_counts().to_dict() == {"Ann": 2, "Bob": 1}


REPORTS = """\
Datum;Kundennr.;Mitarbeiter;Art;Ergebnis
14/11/2025;A1;Ann;Besuch;Auftrag
15/12/2025;A2;Bob;Besuch;
20/12/2025;A1;Ann;{kind};{result}
"""
UP_TO_NOVEMBER = SALES.replace("17/12/2025", "17/11/2025")


def test_a_log_with_results_was_written_up_to_the_day_of_its_last_one(visits_of):
    """Invoices end in November; a call of 20 December has its result, so the visit of the 15th was made."""
    intake = visits_of(REPORTS.format(kind="Telefonat", result="Angebot"), "Berichte.csv", UP_TO_NOVEMBER)
    assert intake.visits["status"].tolist() == ["done", "done"]


def test_visits_after_the_data_are_told_where_nothing_says_that_they_took_place(visits_of):
    """Without a result after November the two of December count as agreed, and that is said."""
    intake = visits_of(REPORTS.format(kind="Besuch", result=""), "Berichte.csv", UP_TO_NOVEMBER)
    assert intake.visits["status"].tolist() == ["done", "agreed", "agreed"]
    told = intake.repairs[intake.repairs["problem"].str.startswith("visits after as_of")]
    assert told["found"].tolist() == ["2 visits"]
    assert intake.visits["date"].max().date() == date(2025, 12, 20)
