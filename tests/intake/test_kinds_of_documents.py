"""Incoming invoices, cancelled ones with credit notes, letters of documents, clients beside the chart."""

import pytest

from solver.intake.drafting.draft import draft
from solver.intake.drafting.propose import propose
from solver.words.errors import PortfolioError
from tests.intake.outcome import TODAY, taken_in

CLIENTS = "Code client;Nom;CP;Ville;Commercial\nA1;Ormeau;35000;Rennes;Ann\nA2;Cap;29200;Brest;Ann\n"
HEADER = "Code client;Date facture;N° facture;Montant HT"


def revenue(intake):
    """Return the revenue of each account, or what was refused."""
    assert not isinstance(intake, PortfolioError), str(intake)
    sums = intake.sales.groupby("account_id")["revenue_eur"].sum().round(2)
    return {str(account): float(amount) for account, amount in sums.items()}


def sold(*rows, column):
    """Write rows of sales with one more column."""
    return "\n".join([f"{HEADER};{column}", *rows]) + "\n"


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Ausgehende Rechnung", "Eingehende Rechnung"),
        ("Ausgangsrechnung", "Eingangsrechnung"),
        ("Factuur uitgaand", "Factuur inkomend"),
        ("Verkoopfactuur", "Inkoopfactuur"),
        ("Fattura in uscita", "Fattura in entrata"),
        ("Fattura attiva", "Fattura passiva"),
        ("Factura emitida", "Factura recibida"),
        ("Sales invoice", "Purchase invoice"),
        ("Customer invoice", "Vendor bill"),
        ("Outgoing invoice", "Invoice received"),
        ("Facture client", "Facture reçue"),
        ("Facture client", "Avoir reçu"),
    ],
)
def test_an_incoming_invoice_is_no_sale(tmp_path, ours, theirs):
    """1,000 and 200 were sold to clients; 5,000 was bought from one of them."""
    rows = sold(
        f"A1;15/01/2025;F1;1000;{ours}",
        f"A1;16/01/2025;F2;5000;{theirs}",
        f"A2;17/01/2025;F3;200;{ours}",
        column="Type",
    )
    taken = taken_in(tmp_path / "f", {"clients.csv": CLIENTS, "registre.csv": rows})
    assert revenue(taken) == {"A1": 1000.0, "A2": 200.0}


@pytest.mark.parametrize("file", ["Fatture passive", "Facturas recibidas", "Factures reçues", "Vendor bills"])
def test_a_file_of_incoming_invoices_is_left_out(tmp_path, file):
    rows = sold("A1;15/01/2025;F1;1000;x", "A2;17/01/2025;F3;200;y", column="Objet")
    taken = taken_in(
        tmp_path / "f", {"clients.csv": CLIENTS, "factures.csv": rows, f"{file}.csv": rows.replace("F", "R")}
    )
    assert revenue(taken) == {"A1": 1000.0, "A2": 200.0}


CANCELLED = sold(
    "A1;15/01/2025;F1;1000;Payée",
    "A1;16/01/2025;F2;500;Annulée",
    "A2;17/01/2025;F3;200;Payée",
    "A2;18/01/2025;F4;70;Annulée",
    "A1;20/01/2025;AV1;-500;Payée",
    "A2;21/01/2025;AV2;-70;Payée",
    "A2;22/01/2025;AV3;-30;Payée",
    column="Statut",
)


def test_a_cancelled_invoice_counts_beside_the_credit_note_that_cancels_it(tmp_path):
    """1,000 + 500 − 500, and 200 + 70 − 70 − 30: leaving the cancelled ones out would take them off twice."""
    taken = taken_in(tmp_path / "f", {"clients.csv": CLIENTS, "factures.csv": CANCELLED})
    assert revenue(taken) == {"A1": 1000.0, "A2": 170.0}


def test_whoever_leaves_out_half_of_a_cancellation_is_told_what_to_write(tmp_path):
    taken = taken_in(
        tmp_path / "f",
        {"clients.csv": CLIENTS, "factures.csv": CANCELLED},
        lambda text: text.replace("    # left alone: Statut", "    drop: {Statut: [Annulée]}"),
    )
    assert isinstance(taken, PortfolioError)
    assert "2 documents, €570.00" in str(taken)
    assert "keep: {Statut: [Payée, Annulée]}" in str(taken)


def test_a_cancelled_invoice_without_a_credit_note_is_left_out(tmp_path):
    rows = "\n".join(line for line in CANCELLED.splitlines() if "AV1" not in line and "AV2" not in line)
    taken = taken_in(tmp_path / "f", {"clients.csv": CLIENTS, "factures.csv": rows + "\n"})
    assert revenue(taken) == {"A1": 1000.0, "A2": 170.0}


def test_a_file_of_credit_notes_without_a_minus_is_turned_by_the_proposal(tmp_path):
    notes = f"{HEADER}\nA1;20/01/2025;AV1;100\nA2;21/01/2025;AV2;30\n"
    rows = sold("A1;15/01/2025;F1;1000;x", "A2;17/01/2025;F3;200;y", column="Objet")
    taken = taken_in(
        tmp_path / "f", {"clients.csv": CLIENTS, "factures.csv": rows, "Credit notes.csv": notes}
    )
    assert revenue(taken) == {"A1": 900.0, "A2": 170.0}


def test_letters_of_credit_notes_beside_letters_of_invoices_are_turned_by_the_proposal(tmp_path):
    rows = sold(
        "A1;15/01/2025;1;1000;FAC", "A2;16/01/2025;2;200;FAC", "A1;17/01/2025;3;100;AVO", column="Type"
    )
    taken = taken_in(tmp_path / "f", {"clients.csv": CLIENTS, "factures.csv": rows})
    assert revenue(taken) == {"A1": 900.0, "A2": 200.0}


def test_letters_that_end_on_the_c_of_clients_are_known(tmp_path):
    """Of FC, DC, CC and AC, quotes and orders go, and the credit note has its minus already."""
    rows = sold(
        "A1;15/01/2025;1;1000;FC",
        "A2;16/01/2025;2;200;FC",
        "A1;17/01/2025;3;900;DC",
        "A1;18/01/2025;4;800;CC",
        "A1;19/01/2025;5;-100;AC",
        column="DOC_TYPE",
    )
    files = {"clients.csv": CLIENTS, "lignes.csv": rows}
    refused = taken_in(tmp_path / "f", files)
    assert "write under this source: drop: {DOC_TYPE: [CC, DC]};" in str(refused)
    taken = taken_in(
        tmp_path / "g",
        files,
        lambda text: text.replace("# drop: {DOC_TYPE", "drop: {DOC_TYPE"),
    )
    assert revenue(taken) == {"A1": 900.0, "A2": 200.0}


@pytest.mark.parametrize("first", ["9ORME", "900001", "C00001", "CLORME", "ORMEAU"])
def test_clients_numbered_beside_the_chart_are_those_of_the_entries_with_sales(tmp_path, first):
    """1,000 and 200 without tax; the bank and the supplier are no clients."""
    second = first[:-1] + "X"
    lines = [
        (first, "Ormeau", "VE", "02/01/25", "F1", "Facture", "1200,00", ""),
        ("707000", "Ventes", "VE", "02/01/25", "F1", "Facture", "", "1000,00"),
        ("445710", "TVA", "VE", "02/01/25", "F1", "Facture", "", "200,00"),
        (second, "Cap", "VE", "03/01/25", "F2", "Facture", "240,00", ""),
        ("707000", "Ventes", "VE", "03/01/25", "F2", "Facture", "", "200,00"),
        ("445710", "TVA", "VE", "03/01/25", "F2", "Facture", "", "40,00"),
        ("0FOURN", "Fournisseur", "HA", "04/01/25", "A1", "Achat", "", "60,00"),
        ("607000", "Achats", "HA", "04/01/25", "A1", "Achat", "60,00", ""),
        (first, "Ormeau", "BQ", "05/01/25", "B1", "Virement", "", "1200,00"),
        ("512000", "Banque", "BQ", "05/01/25", "B1", "Virement", "1200,00", ""),
    ]
    header = "N° compte;Intitulé;Jnl;Date;N° pièce;Libellé écriture;Débit;Crédit"
    book = "\n".join([header, *map(";".join, lines)]) + "\n"
    clients = f"Compte;Nom;CP;Ville\n{first};Ormeau;35000;Rennes\n{second};Cap;29200;Brest\n"
    taken = taken_in(tmp_path / "f", {"fichier.csv": clients, "journal.csv": book})
    assert revenue(taken) == {first: 1000.0, second: 200.0}


def test_a_spanish_diary_is_read_as_accounting_entries(tmp_path):
    lines = [
        ("1", "01/01/2025", "430000001", "Gallego", "ASIENTO DE APERTURA", "500,00", ""),
        ("1", "01/01/2025", "129000000", "Resultado", "ASIENTO DE APERTURA", "", "500,00"),
        ("2", "10/01/2025", "430000001", "Gallego", "Factura 1", "1210,00", ""),
        ("2", "10/01/2025", "700000000", "Ventas", "Factura 1", "", "1000,00"),
        ("2", "10/01/2025", "477000021", "IVA repercutido", "Factura 1", "", "210,00"),
        ("3", "11/01/2025", "430000002", "Delgado", "Factura 2", "242,00", ""),
        ("3", "11/01/2025", "700000000", "Ventas", "Factura 2", "", "200,00"),
        ("3", "11/01/2025", "477000021", "IVA repercutido", "Factura 2", "", "42,00"),
    ]
    book = "\n".join(["Asiento;Fecha;Subcuenta;Título;Concepto;Debe;Haber", *map(";".join, lines)]) + "\n"
    clients = (
        "Código;Título;C.P.;Población\n430000001;Gallego;03001;Alicante\n430000002;Delgado;02001;Albacete\n"
    )
    taken = taken_in(tmp_path / "f", {"Subcuentas.csv": clients, "Diario.csv": book})
    assert revenue(taken) == {"430000001": 1000.0, "430000002": 200.0}


@pytest.mark.parametrize(
    "written", ["{code} - {name}", "{code} {name}", "{code}: {name}", "{name} ({code})", "{name} - {code}"]
)
def test_number_and_name_of_a_client_in_one_cell_are_its_number(tmp_path, written):
    clients = CLIENTS.replace("A1;", "00123;").replace("A2;", "00124;")
    one, two = (written.format(code=c, name=n) for c, n in (("00123", "ORMEAU"), ("00124", "Cap")))
    rows = f"Client;Date facture;N° facture;Montant HT\n{one};15/01/2025;F1;1000\n{two};16/01/2025;F2;200\n"
    taken = taken_in(tmp_path / "f", {"clients.csv": clients, "factures.csv": rows})
    assert revenue(taken) == {"00123": 1000.0, "00124": 200.0}


def test_number_and_name_of_two_clients_in_one_cell_lead_to_none(tmp_path):
    rows = (
        "Client;Date facture;N° facture;Montant HT\nA1 - Cap;15/01/2025;F1;1000\nA2 - Cap;16/01/2025;F2;200\n"
    )
    taken = taken_in(tmp_path / "f", {"clients.csv": CLIENTS, "factures.csv": rows})
    assert "A1 - Cap" in str(taken)


def test_a_meeting_held_online_by_its_venue_is_no_visit(tmp_path):
    sales = sold("A1;15/01/2025;F1;1000;x", "A2;17/01/2025;F3;200;y", column="Objet")
    header = "Date,Client,Rep,Meeting venue,Duration"
    visits = f"{header}\n2025-01-03,A1,Ann,Client location,30\n2025-01-05,A2,Ann,Online,30\n"
    taken = taken_in(tmp_path / "f", {"clients.csv": CLIENTS, "factures.csv": sales, "Meetings.csv": visits})
    assert not isinstance(taken, PortfolioError), str(taken)
    assert taken.visits["account_id"].tolist() == ["A1"]


def test_a_state_that_says_nothing_is_asked_about_with_both_answers(tmp_path):
    """Dolibarr's “Non applicable”: done, or never meant to be; the firm knows."""
    sales = sold("A1;15/01/2025;F1;1000;x", "A2;17/01/2025;F3;200;y", column="Objet")
    visits = "Date;Client;Commercial;Statut\n13/01/2025;A1;Ann;Non applicable\n14/01/2025;A2;Ann;Terminé\n"
    taken = taken_in(tmp_path / "f", {"clients.csv": CLIENTS, "factures.csv": sales, "visites.csv": visits})
    assert "drop: {Statut: [Non applicable]} to leave “Non applicable” out, or keep: {Statut: [" in str(taken)


def test_letters_of_documents_under_a_name_of_one_letter_are_asked_about(tmp_path):
    rows = sold("A1;15/01/2025;1;1000;F", "A2;16/01/2025;2;200;F", "A1;17/01/2025;3;100;A", column="T")
    taken = taken_in(tmp_path / "f", {"clients.csv": CLIENTS, "factures.csv": rows})
    assert "credit_notes: {T: [A]}" in str(taken)


@pytest.mark.parametrize(
    ("place", "day", "written"),
    [
        ("City,Zip code\n1,Ormeau,Denver,80202\n2,Cap,Austin,73301", "01/15/2025", ("US", "USD")),
        ("Town,Postcode\n1,Ormeau,York,YO1 7HH\n2,Cap,Leeds,LS1 2AB", "15/01/2025", ("GB", "GBP")),
        ("City,Postal code\n1,Ormeau,Toronto,M5V 2T6\n2,Cap,Montreal,H2X 1Y4", "2025-01-15", ("CA", "CAD")),
        ("City,Postcode\n1,Ormeau,Rennes,35000\n2,Cap,Brest,29200", "15/01/2025", ("FR", "EUR")),
        ("Ort,PLZ\n1,Ormeau,München,80331\n2,Cap,Köln,50667", "15/01/2025", ("DE", "EUR")),
    ],
)
def test_country_and_currency_are_told_by_postcodes(tmp_path, place, day, written):
    (tmp_path / "customers.csv").write_text(f"Customer ID,Name,{place}\n", encoding="utf-8")
    (tmp_path / "invoices.csv").write_text(
        f"Invoice date,Invoice no,Customer ID,Net amount\n{day},F1,1,1000.50\n{day},F2,2,200\n",
        encoding="utf-8",
    )
    text = draft(propose(tmp_path), "en", TODAY)
    assert f"\ncurrency: {written[1]}\ncountry: {written[0]}\n" in text


@pytest.mark.parametrize(
    ("day", "written"),
    [("01/15/2025", ("US", "USD")), ("2025-01-15", ("FR", "EUR"))],
)
def test_a_country_that_no_file_names_is_marked_as_a_guess(tmp_path, day, written):
    (tmp_path / "customers.csv").write_text("Customer ID,Name,City\n1,Ormeau,A\n2,Cap,B\n", encoding="utf-8")
    (tmp_path / "invoices.csv").write_text(
        f"Invoice date,Invoice no,Customer ID,Net amount\n{day},F1,1,1000.50\n{day},F2,2,200\n",
        encoding="utf-8",
    )
    text = draft(propose(tmp_path), "en", TODAY)
    assert f"currency: {written[1]}  # no file names the currency: to correct" in text
    assert f"country: {written[0]}  # no file names the country: to correct" in text


def test_deposits_that_only_their_wording_tells_are_asked_about(tmp_path):
    """The final invoices hold the whole 1,000 and 200; 300 and 60 were asked for before."""
    rows = sold(
        "A1;13/01/2025;FD1;300;Acompte 30 %",
        "A1;15/01/2025;FA1;1000;Portes",
        "A2;16/01/2025;FD2;60;Acompte 30 %",
        "A2;17/01/2025;FA2;200;Pose",
        column="Désignation",
    )
    files = {"clients.csv": CLIENTS, "factures.csv": rows}
    refused = taken_in(tmp_path / "f", files)
    assert "2 documents ask for deposits by their wording" in str(refused)
    assert "€360.00 → write under this source drop: {Désignation: [Acompte 30 %]};" in str(refused)
    off = rows + "A1;15/01/2025;FA1;-300;Acompte déduit\nA2;17/01/2025;FA2;-60;Acompte déduit\n"
    assert revenue(taken_in(tmp_path / "g", {**files, "factures.csv": off})) == {"A1": 1000.0, "A2": 200.0}


def test_a_visit_called_off_in_its_title_is_no_visit(tmp_path):
    sales = sold("A1;15/01/2025;F1;1000;x", "A2;17/03/2025;F3;200;y", column="Objet")
    titles = ["ANNULÉ - Visite Cap", "Annulé : Visite", *(f"Visite {place}" for place in "abcdefghij")]
    lines = [f"{n + 13}/01/2025;A{n % 2 + 1};Ann;30;{title}" for n, title in enumerate(titles)]
    visits = "\n".join(["Date;Client;Commercial;Durée;Titre", *lines]) + "\n"
    taken = taken_in(tmp_path / "f", {"clients.csv": CLIENTS, "factures.csv": sales, "visites.csv": visits})
    assert not isinstance(taken, PortfolioError), str(taken)
    assert taken.visits["status"].eq("done").sum() == 10


def test_money_paid_too_much_is_no_sale_and_a_rejected_invoice_was_never_issued(tmp_path):
    rows = (
        "Code client;Date facture;N° facture;Montant HT;Type;Stato SdI\n"
        "A1;15/01/2025;F1;1000;Sales invoice;Consegnata\nA1;16/01/2025;F2;70;Sales overpayment;\n"
        "A2;17/01/2025;F3;500;Sales invoice;Scartata\nA2;18/01/2025;F4;200;Sales invoice;Consegnata\n"
    )
    taken = taken_in(tmp_path / "f", {"clients.csv": CLIENTS, "factures.csv": rows})
    assert revenue(taken) == {"A1": 1000.0, "A2": 200.0}


def test_a_rebate_with_its_tax_counts_in_the_journal_of_miscellaneous_entries(tmp_path):
    """1,000 less 100 at the end of the year; an entry without tax and without client moves nothing."""
    header = (
        "JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\tCompAuxNum\tCompAuxLib"
    )
    header += "\tPieceRef\tPieceDate\tEcritureLib\tDebit\tCredit"
    lines = [
        ("VE", "Ventes", "1", "20250115", "411000", "Clients", "A1", "Ormeau", "F1", "1200,00", "0,00"),
        ("VE", "Ventes", "1", "20250115", "707000", "Ventes", "", "", "F1", "0,00", "1000,00"),
        ("VE", "Ventes", "1", "20250115", "445710", "TVA", "", "", "F1", "0,00", "200,00"),
        ("OD", "Opérations diverses", "2", "20251231", "709700", "RRR", "", "", "R1", "100,00", "0,00"),
        ("OD", "Opérations diverses", "2", "20251231", "445710", "TVA", "", "", "R1", "20,00", "0,00"),
        (
            "OD",
            "Opérations diverses",
            "2",
            "20251231",
            "411000",
            "Clients",
            "A1",
            "Ormeau",
            "R1",
            "0,00",
            "120,00",
        ),
        ("OD", "Opérations diverses", "3", "20251231", "418100", "À établir", "", "", "P1", "50,00", "0,00"),
        ("OD", "Opérations diverses", "3", "20251231", "707000", "Ventes", "", "", "P1", "0,00", "50,00"),
    ]
    book = [(*line[:9], line[3], "x", *line[9:]) for line in lines]
    text = "\n".join([header, *map("\t".join, book)]) + "\n"
    taken = taken_in(tmp_path / "f", {"clients.csv": CLIENTS, "123456789FEC20251231.txt": text})
    assert revenue(taken) == {"A1": 900.0}


def test_amounts_in_the_local_currency_are_the_firms_own(tmp_path):
    """“Sales (LCY)” of Business Central stands in pounds, whatever the document was in."""
    clients = CLIENTS.replace("35000;Rennes", "YO1 7HH;York").replace("29200;Brest", "LS1 2AB;Leeds")
    rows = "Customer No.;Posting Date;Document No.;Currency Code;Original Amount;Amount (LCY);Sales (LCY)\n"
    rows += (
        "A1;15/01/2025;F1;;1200;1200;1000\nA2;17/01/2025;F3;EUR;276;240;200\nA2;18/01/2025;F4;;1.2;1.2;1\n"
    )
    taken = taken_in(tmp_path / "f", {"clients.csv": clients, "sales.csv": rows})
    assert revenue(taken) == {"A1": 1000.0, "A2": 201.0}


def test_a_total_in_another_currency_that_is_mostly_nil_is_not_the_amount_without_tax(tmp_path):
    """DocTotal less VatSum: 1,000 and 200; DocTotalFC is filled for foreign documents alone."""
    rows = "CardCode;DocDate;DocNum;VatSum;DocTotal;DocTotalFC\n" + "".join(
        f"A{n % 2 + 1};{n + 13}/01/2025;{n};{20 * (n + 1)},00;{120 * (n + 1)},00;0,00\n" for n in range(12)
    )
    taken = taken_in(tmp_path / "f", {"clients.csv": CLIENTS, "OINV_factures.csv": rows})
    assert revenue(taken) == {"A1": 3600.0, "A2": 4200.0}


@pytest.mark.parametrize(
    "column", ["Werbesperre", "Geen contact gewenst", "Lista Robinson", "Non contattare"]
)
def test_an_objection_is_read_under_its_name_in_other_languages(tmp_path, column):
    clients = CLIENTS.replace("Commercial\n", f"Commercial;{column}\n").replace("Ann\n", "Ann;x\n", 1)
    clients = clients.rstrip("\n") + ";\n"
    sales = sold("A1;15/01/2025;F1;1000;x", "A2;17/01/2025;F3;200;y", column="Objet")
    taken = taken_in(tmp_path / "f", {"clients.csv": clients, "factures.csv": sales})
    assert not isinstance(taken, PortfolioError), str(taken)
    assert taken.accounts.set_index("account_id")["opposed"].to_dict() == {"A1": True, "A2": False}
