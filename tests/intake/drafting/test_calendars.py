"""A calendar gives no visits; what to ask the firm for stands in the proposal."""

import re

import pytest

from solver.words.errors import PortfolioError
from tests.intake.outcome import outcome_of, taken_in

CLIENTS = "Code client;Raison sociale;Commercial;CP;Ville\nA1;Atelier Ormeau;Morvan;35000;Rennes\n"
INVOICES = "Code client;Date;N° facture;Montant HT\nA1;15/01/2024;F1;1000\nA1;20/02/2025;F2;1100\n"
ICS = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20250203T090000\r\nSUMMARY:Visite Ormeau\r\nEND:VEVENT\r\n"
OUTLOOK = (
    '"Objet","Début","Début","Fin","Journée entière","Organisateur","Emplacement"\n'
    '"RDV Ormeau","03/02/2025","09:00:00","03/02/2025","Faux","Morvan","Rennes"\n'
)


@pytest.mark.parametrize(("name", "text"), [("agenda.ics", ICS), ("calendrier.csv", OUTLOOK)])
def test_a_calendar_is_named_with_the_columns_to_ask_for(tmp_path, name, text):
    for file, content in (("clients.csv", CLIENTS), ("factures.csv", INVOICES), (name, text)):
        (tmp_path / file).write_text(content, encoding="utf-8")
    outcome = outcome_of(tmp_path, tmp_path)
    told = " ".join(outcome.yaml.replace("\n  # ", " ").split())
    assert f"{name} cannot be read: a calendar says when, not at which client" in told
    assert "a line a visit: client code, date, rep, kind (visit, call, e-mail), done or cancelled" in told
    assert outcome.intake is not None
    assert outcome.intake.visits.empty
    assert outcome.intake.sales["revenue_eur"].sum() == 2100


def test_appointments_whose_subjects_name_the_client_are_visits_once_somebody_says_so(tmp_path):
    """Three kinds; of the two visits one was called off, and the longest name that stands there counts."""
    files = {
        "clients.csv": "Name,Town,Postcode\nOrmeau Farms Ltd,Leeds,LS1 4DY\nOrmeau,Leeds,LS1 4DY\n",
        "invoices.csv": "Client name,Invoice date,Invoice number,Net amount\nOrmeau,2025-01-31,F1,100\n",
        "calendar.csv": (
            "Subject,Start Date,Start Time,End Date,End Time,Categories\n"
            "Ormeau Farms - review,2025-01-17,10:00,2025-01-17,11:00,Customer visit\n"
            "Canceled: Ormeau - quote,2025-01-18,10:00,2025-01-18,11:00,Customer visit\n"
            "Call Ormeau,2025-01-19,10:00,2025-01-19,11:00,Call\n"
            "Dentist,2025-01-20,10:00,2025-01-20,11:00,Personal\n"
        ),
    }
    assert taken_in(tmp_path / "as it is", files).visits.empty
    taken = taken_in(tmp_path / "f", files, lambda text: re.sub(r"(?m)^  # (- t|  \w+: )", r"  \1", text))
    assert not isinstance(taken, PortfolioError), str(taken)
    done = taken.visits[taken.visits["status"].eq("done")]
    assert [f"{day:%d}" for day in done["date"]] == ["17"]
    assert done["account_id"].tolist() == ["Ormeau Farms Ltd"]
