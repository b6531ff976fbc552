"""Visits of which the day, the month or the client stands in a name, or in another file."""

import pytest

from solver.words.errors import PortfolioError
from tests.intake.outcome import taken_in
from tests.intake.workbook_files import xlsx

CLIENTS = "Code client;Nom;CP;Ville;Commercial\nA1;Ormeau;35000;Rennes;Ann\nA2;Cap;29200;Brest;Ann\n"
SALES = "Code client;Date facture;N° facture;Montant HT\nA1;15/01/2025;F1;100\nA2;31/03/2025;F2;200\n"
PEOPLE = "Email;Nom;Prénom;Code client\nann@ormeau.example;Le Gall;Ann;A1\nbob@cap.example;Roux;Bob;A2\n"


def visits(folder, files, sheets=None):
    """Return day and account of each visit done, or what was refused."""
    folder.mkdir()
    if sheets:
        (folder / "Visites 2025.xlsx").write_bytes(xlsx(sheets))
    taken = taken_in(folder, {"clients.csv": CLIENTS, "factures.csv": SALES} | files)
    assert not isinstance(taken, PortfolioError), str(taken)
    done = taken.visits[taken.visits["status"].eq("done")]
    return {
        (f"{day:%Y-%m-%d}", account) for day, account in zip(done["date"], done["account_id"], strict=True)
    }


@pytest.mark.parametrize("names", [("janvier", "février"), ("janv-25", "févr-25"), ("01-2025", "02-2025")])
def test_a_sheet_per_month_with_numbers_of_days_alone(tmp_path, names):
    grids = (
        [["Jour", "Client", "Commercial"], [7, "Ormeau", "Ann"], [31, "Cap", "Ann"]],
        [["Jour", "Client", "Commercial"], [3, "Cap", "Ann"]],
    )
    found = visits(tmp_path / "f", {}, dict(zip(names, grids, strict=True)))
    assert found == {("2025-01-07", "A1"), ("2025-01-31", "A2"), ("2025-02-03", "A2")}


def test_a_sheet_per_client(tmp_path):
    header = ["Date de visite", "Commercial", "Type"]
    sheets = {
        "Ormeau": [header, ["17/01/2025", "Ann", "Visite"], ["09/01/2025", "Ann", "Appel"]],
        "Cap": [header, ["18/01/2025", "Ann", "Visite"], ["10/01/2025", "Ann", "Appel"]],
    }
    assert visits(tmp_path / "f", {}, sheets) == {("2025-01-17", "A1"), ("2025-01-18", "A2")}


def test_activities_joined_by_the_e_mail_of_the_contact_alone(tmp_path):
    log = (
        "Activity date,Activity type,Activity assigned to,Associated contact email\n"
        "2025-01-07 10:00,Meeting,Ann,ann@ormeau.example\n2025-01-08 10:00,Call,Ann,bob@cap.example\n"
        "2025-01-09 10:00,Meeting,Ann,bob@cap.example\n"
    )
    found = visits(tmp_path / "f", {"contacts.csv": PEOPLE, "hubspot-activities.csv": log})
    assert found == {("2025-01-07", "A1"), ("2025-01-09", "A2")}


def test_a_short_number_below_the_name_of_its_table_is_the_client_s(tmp_path):
    clients = "ID;Nom;CP;Ville;Commercial\n143;Ormeau;35000;Rennes;Ann\n146;Cap;29200;Brest;Ann\n"
    sales = SALES.replace("A1", "143").replace("A2", "146")
    log = "Date;Contact/ID;Commercial;Résumé\n17/01/2025;143;Ann;RAS\n18/01/2025;146;Ann;Devis\n"
    files = {"clients.csv": clients, "factures.csv": sales, "Visites terrain.csv": log}
    assert visits(tmp_path / "f", files) == {("2025-01-17", "143"), ("2025-01-18", "146")}
