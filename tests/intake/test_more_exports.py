"""Exports as they lie in a folder: pivots by rep, entries by name, words of payment, prices in Dutch."""

import pytest

from solver.intake.reading.hints import meant_otherwise
from solver.words.errors import PortfolioError
from tests.intake.outcome import taken_in
from tests.intake.workbook_files import xlsx

CLIENTS = (
    "Code client;Nom;CP;Ville;Commercial\n"
    "A1;Ormeau;35000;Rennes;Ann\nA2;Cap;29200;Brest;Ann\nA3;Fleurie;56000;Vannes;Bob\n"
)


def revenue(intake):
    assert not isinstance(intake, PortfolioError), str(intake)
    sums = intake.sales.groupby(["account_id", intake.sales["date"].dt.year])["revenue_eur"].sum().round(2)
    return {(str(account), int(year)): float(amount) for (account, year), amount in sums.items()}


def pivot(tmp_path, rows, filters=()):
    folder = tmp_path / "f"
    folder.mkdir()
    above = [["Somme de Montant HT", "Étiquettes de colonnes", "", ""]]
    head = [["Étiquettes de lignes", "2024", "2025", "Total général"]]
    (folder / "TCD.xlsx").write_bytes(xlsx({"TCD": [*filters, *above, *head, *rows]}))
    return taken_in(folder, {"clients.csv": CLIENTS})


REPS_ABOVE = [
    ["Ann", 120, 30, 150],
    ["Ormeau", 100, 10, 110],
    ["Cap", 20, 20, 40],
    ["Bob", 7, "", 7],
    ["Fleurie", 7, "", 7],
    ["Total général", 127, 30, 157],
]


def test_a_pivot_with_a_rep_above_the_clients_counts_the_clients(tmp_path):
    """Ann's 120 are Ormeau's 100 and Cap's 20, and Bob's 7 are Fleurie's."""
    intake = pivot(tmp_path, REPS_ABOVE)
    assert revenue(intake) == {
        ("A1", 2024): 100,
        ("A1", 2025): 10,
        ("A2", 2024): 20,
        ("A2", 2025): 20,
        ("A3", 2024): 7,
    }


def test_filters_above_a_pivot_are_no_header(tmp_path):
    assert sum(revenue(pivot(tmp_path, REPS_ABOVE, [["Société", "(Tous)"], ["", ""]])).values()) == 157


def test_a_pivot_of_clients_alone_is_read_where_another_file_has_them(tmp_path):
    clients = [row for row in REPS_ABOVE if row[0] not in ("Ann", "Bob")]
    assert sum(revenue(pivot(tmp_path, clients)).values()) == 157


@pytest.mark.parametrize("wrong", [121, 0])
def test_a_label_that_is_no_client_and_no_sum_leaves_the_pivot_refused(tmp_path, wrong):
    """“Ann” with 121 above 100 and 20 is no group: what it is only the firm knows."""
    intake = pivot(tmp_path, [["Ann", wrong, 30, 150], *REPS_ABOVE[1:]])
    assert isinstance(intake, PortfolioError)


FEC = "JournalCode;JournalLib;EcritureNum;EcritureDate;CompteNum;CompteLib;CompAuxNum;CompAuxLib;PieceRef;"
FEC += "PieceDate;EcritureLib;Debit;Credit;EcritureLet;DateLet;ValidDate;Montantdevise;Idevise\n"


def entry(number, code, name, amount):
    start = f"VE;Ventes;{number};20250115"
    end = f"F{number};20250115;Facture"
    return (
        f"{start};41100000;Clients;{code};{name};{end};{amount * 1.2:.2f};0;;;20250115;;\n"
        f"{start};70700000;Ventes;;;{end};0;{amount:.2f};;;20250115;;\n"
        f"{start};44571000;TVA;;;{end};0;{amount * 0.2:.2f};;;20250115;;\n"
    ).replace(".", ",")


def test_entries_are_joined_by_name_where_the_list_of_clients_has_no_codes(tmp_path):
    """The entries know CORMEAU and CCAP, the list of clients their names alone."""
    fec = (
        FEC + entry(1, "CORMEAU", "ORMEAU", 100) + entry(2, "CCAP", "CAP", 50) + entry(3, "CFL", "FLEURIE", 9)
    )
    files = {"123456789FEC20251231.txt": fec}
    files["clients.csv"] = CLIENTS.replace("Code client;", "").replace("A1;", "").replace("A2;", "")
    files["clients.csv"] = files["clients.csv"].replace("A3;", "")
    intake = taken_in(tmp_path / "f", files)
    assert revenue(intake) == {("Ormeau", 2025): 100, ("Cap", 2025): 50, ("Fleurie", 2025): 9}


def invoices(column, values):
    rows = [("A1", "F1", 1000), ("A2", "F2", 200), ("A3", "F3", 30), ("A1", "F4", 4)]
    lines = "".join(
        f"{client};1{n}/01/2025;{number};{amount};{value}\n"
        for n, ((client, number, amount), value) in enumerate(zip(rows, values, strict=True))
    )
    return f"Code client;Date facture;N° facture;Montant HT;{column}\n{lines}"


@pytest.mark.parametrize(
    ("column", "values", "total"),
    [
        ("Statut", ["Payée", "En attente", "En retard", "Payée"], 1234),
        ("Estado", ["Pagada", "Pendiente", "Vencida", "Borrador"], 1230),
        ("Stato", ["Pagata", "In attesa", "Scaduta", "Annullata"], 1230),
    ],
)
def test_an_invoice_that_waits_beside_paid_and_overdue_ones_waits_for_its_money(
    tmp_path, column, values, total
):
    intake = taken_in(tmp_path / "f", {"clients.csv": CLIENTS, "factures.csv": invoices(column, values)})
    assert sum(revenue(intake).values()) == total


def test_an_invoice_that_waits_beside_validated_ones_is_asked_about(tmp_path):
    sales = invoices("Statut", ["Validée", "En attente", "En retard", "Payée"])
    intake = taken_in(tmp_path / "f", {"clients.csv": CLIENTS, "factures.csv": sales})
    assert isinstance(intake, PortfolioError)


def test_what_was_ordered_is_no_state_of_an_invoice(tmp_path):
    values = ["Commande de vis", "Commande de gants", "Commande de vis", "Commande de colle"]
    files = {"clients.csv": CLIENTS, "factures.csv": invoices("Objet", values)}
    assert sum(revenue(taken_in(tmp_path / "f", files)).values()) == 1234


def test_quantity_price_and_discount_are_read_in_dutch(tmp_path):
    """10 × 5 less 10 % and 2 × 20 without a discount: 45 and 40."""
    sales = (
        "Factuurnummer;Factuurdatum;Relatiecode;Aantal;Verkoopprijs;Korting %\n"
        "V1;15-01-2025;A1;10;5;10\nV2;16-01-2025;A2;2;20;0\n"
    )
    intake = taken_in(tmp_path / "f", {"clients.csv": CLIENTS, "facturen.csv": sales})
    assert revenue(intake) == {("A1", 2025): 45, ("A2", 2025): 40}


@pytest.mark.parametrize("price", ["Verkoopprijs", "Nettopreis", "Precio de venta", "Prezzo di vendita"])
def test_a_price_beside_a_quantity_is_never_proposed_as_revenue(price):
    assert meant_otherwise("revenue_eur", price, ["Aantal", "Menge", "Cantidad", "Quantità", price])


def test_what_odoo_calls_tax_excluded_is_revenue(tmp_path):
    sales = (
        "Number,Invoice Partner Display Name,Invoice/Bill Date,Tax Excluded Signed,Total Signed,Status\n"
        "INV/1,Ormeau,2025-01-15,100.00,120.00,Posted\nRINV/1,Cap,2025-01-16,-20.00,-24.00,Posted\n"
        "/,Cap,2025-01-17,5000.00,6000.00,Draft\n"
    )
    intake = taken_in(tmp_path / "f", {"clients.csv": CLIENTS, "account.move.csv": sales})
    assert revenue(intake) == {("A1", 2025): 100, ("A2", 2025): -20}


def test_vervallen_of_an_invoice_may_be_overdue_and_is_asked_about(tmp_path):
    """In Dutch an invoice past its day and an offer past its term are called so."""
    sales = invoices("Status", ["Betaald", "Vervallen", "Openstaand", "Concept"])
    intake = taken_in(tmp_path / "f", {"clients.csv": CLIENTS, "verkoopfacturen.csv": sales})
    assert isinstance(intake, PortfolioError)
    assert "Vervallen" in str(intake)
