"""A calendar gives no visits; what to ask the firm for stands in the proposal."""

import pytest

from tests.intake.outcome import outcome_of

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
