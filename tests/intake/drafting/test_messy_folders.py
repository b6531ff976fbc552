"""What a consultant reads without asking in the files of a firm: pages, records of a trial, late visits."""

from tests.intake.conftest import workbook
from tests.intake.outcome import outcome_of, taken_in

CLIENTS = (
    "Code client;Raison sociale;Commercial;CP;Ville\n"
    "A1;Atelier Ormeau;Morvan;35000;Rennes\nA2;Bois du Cap;Tanguy;29200;Brest\n"
)
SALES = "Code client;Date facture;N° facture;Montant HT\nA1;15/01/2024;F1;1000\nA2;17/11/2025;F2;2000\n"


def test_the_titles_that_each_printed_page_repeats_are_no_rows(tmp_path):
    sales = (
        "Sage 100 Gestion commerciale;;;Page 1\nListe des factures;;;Tirage du 05/01/26\n"
        "Date;N° pièce;Code client;Montant HT\n15/01/2024;F1;A1;1000\n17/03/2024;F2;A2;2000\n"
        ";;Sous-total page;3000\nSage 100 Gestion commerciale;;;Page 2\n"
        "Liste des factures;;;Tirage du 05/01/26\n"
        "Date;N° pièce;Code client;Montant HT\n;;Report;3000\n20/02/2025;F3;A1;1100\n;;Total général;4100\n"
    )
    made = taken_in(tmp_path, {"clients.csv": CLIENTS, "liste.csv": sales})
    assert made.sales["revenue_eur"].tolist() == [1000, 2000, 1100]


def test_names_of_columns_over_two_lines_are_read_together(tmp_path):
    folder = tmp_path / "firm"
    folder.mkdir()
    rows = [
        ["TABLEAU DES VENTES"],
        [],
        ["N° de", "Date de", "Nom du", "Commercial", "Ville", "CA"],
        ["facture", "facture", "client", None, None, "HT"],
        [],
        ["F1", "15/01/2024", "Atelier Ormeau", "Morvan", "Rennes", 1000],
        ["F2", "20/02/2025", "Atelier Ormeau", "Morvan", "Rennes", 1100],
        ["F3", "17/03/2024", "Bois du Cap", "Tanguy", "Brest", 2000],
        ["F4", "18/04/2025", "Bois du Cap", "Tanguy", "Brest", 2200],
    ]
    (folder / "ventes.xlsx").write_bytes(workbook({"Feuil1": rows}))
    made = outcome_of(folder, folder).intake
    assert made.sales["revenue_eur"].sum() == 6300
    assert made.accounts["rep_id"].tolist() == ["Morvan", "Tanguy"]


def test_a_record_called_a_trial_is_no_account(tmp_path):
    more = "T1;TEST - ne pas utiliser;Morvan;75001;Paris\nA3;Test Auto Services;Morvan;35000;Rennes\n"
    made = taken_in(tmp_path, {"clients.csv": CLIENTS + more, "factures.csv": SALES})
    assert made.accounts["account_id"].tolist() == ["A1", "A2", "A3"]


def test_visits_of_the_month_after_the_last_invoice_were_made(tmp_path):
    log = "Date;Code client;Commercial;Statut\n13/02/2025;A1;Morvan;Réalisée\n16/12/2025;A2;Tanguy;Réalisée\n"
    made = taken_in(tmp_path, {"clients.csv": CLIENTS, "factures.csv": SALES, "visites.csv": log})
    assert made.visits["status"].tolist() == ["done", "done"]


def test_where_every_month_has_invoices_one_without_is_not_in_the_files(tmp_path):
    """Three days of invoices a month up to November: December is missing, and no month of nothing."""
    rows = "".join(
        f"A{d % 2 + 1};{d:02}/{m:02}/2025;F{m}{d};100\n" for m in range(1, 12) for d in (3, 14, 25)
    )
    log = "Date;Code client;Commercial;Statut\n13/02/2025;A1;Morvan;Réalisée\n16/12/2025;A2;Tanguy;Réalisée\n"
    files = {"clients.csv": CLIENTS, "factures.csv": SALES.split("\n")[0] + "\n" + rows, "visites.csv": log}
    made = taken_in(tmp_path, files)
    assert made.visits["status"].tolist() == ["done"]
    assert "a visit done on a day still to come" in set(made.repairs["problem"])


def test_appointments_planned_after_the_last_invoice_are_still_to_come(tmp_path):
    log = (
        "Date;Code client;Commercial;Statut\n13/02/2025;A1;Morvan;Réalisée\n16/12/2025;A2;Tanguy;Planifiée\n"
    )
    made = taken_in(tmp_path, {"clients.csv": CLIENTS, "factures.csv": SALES, "visites.csv": log})
    assert made.visits["status"].tolist() == ["done", "agreed"]


def test_the_code_called_client_beside_a_name_is_the_code(tmp_path):
    clients = "Client;Nom;CP;Ville\n1001;Atelier Ormeau;35000;Rennes\n1002;Bois du Cap;29200;Brest\n"
    sales = "Client;Date;Facture;Montant HT\n1001;15/01/2024;F1;1000\n1002;17/11/2025;F2;2000\n"
    made = taken_in(tmp_path, {"clients.csv": clients, "factures.csv": sales})
    assert made.accounts[["account_id", "name"]].to_numpy().tolist() == [
        ["1001", "Atelier Ormeau"],
        ["1002", "Bois du Cap"],
    ]


def test_the_works_of_the_month_are_the_revenue_of_a_progress_invoice(tmp_path):
    sales = (
        "N° situation;Date;Maître d'ouvrage;Chantier;Montant marché HT;Avancement cumulé %;"
        "Travaux du mois HT;Net à payer TTC\n"
        "S1;15/01/2024;Atelier Ormeau;Halle;10000;30;3000;3450\n"
        "S2;15/06/2024;Atelier Ormeau;Halle;10000;70;4000;4600\n"
        "S3;20/11/2025;Bois du Cap;Quai;5000;100;5000;5750\n"
    )
    made = taken_in(tmp_path, {"clients.csv": CLIENTS, "situations.csv": sales})
    assert made.sales["revenue_eur"].tolist() == [3000, 4000, 5000]


def test_an_amount_that_says_nothing_of_tax_is_drafted_as_the_one_to_confirm(tmp_path):
    sales = (
        "Date;Client;Ville;Montant\n15/01/2024;Atelier Ormeau;Rennes;1000\n"
        "17/11/2025;Bois du Cap;Brest;2000\n"
    )
    (tmp_path / "ventes.csv").write_text(sales, encoding="utf-8")
    text = outcome_of(tmp_path, tmp_path).yaml
    assert 'revenue_eur: ""  # to correct: needed, and not recognised; perhaps “Montant”' in text


def test_a_price_abbreviated_with_points_is_that_of_one_piece(tmp_path):
    sales = "N° facture;Date;Code client;Quantité;P.U. HT\nF1;15/01/2024;A1;3;100,50\nF2;17/11/2025;A2;2;50\n"
    made = taken_in(tmp_path, {"clients.csv": CLIENTS, "lignes.csv": sales})
    assert made.sales["revenue_eur"].tolist() == [301.5, 100]
