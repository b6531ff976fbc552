"""Rows that are no clients, and amounts that are not yet net: left out, worked out or asked about."""

from pathlib import Path

import pytest

from solver.intake.drafting.draft import draft
from solver.intake.drafting.propose import propose
from solver.intake.reading.line_amounts import of_its_part
from solver.words.errors import PortfolioError
from tests.intake.outcome import TODAY, taken_in

CLIENTS = "Code client;Nom;CP;Ville;Commercial\nA1;Ormeau;35000;Rennes;Ann\nA2;Cap;29200;Brest;Ann\n"


def revenue(intake):
    """Return the revenue of each account, or what was refused."""
    assert not isinstance(intake, PortfolioError), str(intake)
    sums = intake.sales.groupby("account_id")["revenue_eur"].sum().round(2)
    return {str(account): float(amount) for account, amount in sums.items()}


def proposed(folder: Path, files: dict[str, str]) -> str:
    """Return the portfolio that `init` proposes for files."""
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return draft(propose(folder), "en", TODAY)


def sales(*rows, header):
    """Write invoices under a header."""
    return "\n".join([header, *rows]) + "\n"


@pytest.mark.parametrize(
    ("column", "twenty", "five"),
    [
        ("Taux TVA", "20 %", "5,5 %"),
        ("Taux TVA", "20", "5,5"),
        ("TVA", "20,00 %", "5,50 %"),
        ("Taux de TVA", "0,2", "0,055"),
        ("% TVA", "20", "5,5"),
    ],
)
def test_a_rate_of_tax_is_taken_out_of_the_amount_and_not_off_it(tmp_path, column, twenty, five):
    """1,200 at 20 % and −105.50 at 5.5 % are 1,000 and −100 without tax."""
    rows = (f"A1;15/01/2025;F1;1200,00;{twenty}", f"A2;16/01/2025;F2;-105,50;{five}")
    text = sales(*rows, header=f"Code client;Date facture;N° facture;Montant TTC;{column}")
    taken = taken_in(tmp_path / "f", {"clients.csv": CLIENTS, "factures.csv": text})
    assert revenue(taken) == {"A1": 1000.0, "A2": -100.0}


def test_rates_of_tax_under_the_name_of_the_tax_are_told_by_how_few_they_are(tmp_path):
    """Eight invoices of 120 at 20 % and four of 105.50 at 5.5 %: 800 and 400."""
    rows = [f"A1;{day}/01/2025;F{day};120,00;20" for day in range(10, 18)]
    rows += [f"A2;{day}/02/2025;G{day};105,50;5,5" for day in range(10, 14)]
    text = sales(*rows, header="Code client;Date facture;N° facture;Montant TTC;TVA")
    taken = taken_in(tmp_path / "f", {"clients.csv": CLIENTS, "factures.csv": text})
    assert revenue(taken) == {"A1": 800.0, "A2": 400.0}


def test_amounts_of_tax_are_still_taken_off(tmp_path):
    """1,200 with 200 of tax, 240 with 40."""
    rows = ("A1;15/01/2025;F1;1200,00;200,00", "A2;16/01/2025;F2;240,00;40,00")
    text = sales(*rows, header="Code client;Date facture;N° facture;Montant TTC;Montant TVA")
    taken = taken_in(tmp_path / "f", {"clients.csv": CLIENTS, "factures.csv": text})
    assert revenue(taken) == {"A1": 1000.0, "A2": 200.0}


@pytest.mark.parametrize(
    ("part", "price"), [("Ligne - ", "PV HT"), ("Lignes de facture/", "Prix unitaire"), ("Line - ", "PV")]
)
def test_the_parts_of_a_line_are_known_behind_the_name_of_the_line(tmp_path, part, price):
    """4 at 100 less 20 %, and 2 at 50: 320 and 100; the price of one piece is no revenue."""
    header = f"Code client;Date facture;N° facture;{part}Quantité;{part}{price};{part}% remise"
    text = sales("A1;15/01/2025;F1;4;100,00;20", "A2;16/01/2025;F2;2;50,00;0", header=header)
    taken = taken_in(tmp_path / "f", {"clients.csv": CLIENTS, "lignes.csv": text})
    assert revenue(taken) == {"A1": 320.0, "A2": 100.0}


@pytest.mark.parametrize("name", ["Prix / kg", "Montant HT - avoir", "Client - Nom", "Quantité"])
def test_what_stands_before_a_name_is_no_part_of_a_document_unless_it_says_so(name):
    assert of_its_part(name) == name


@pytest.mark.parametrize("word", ["INTRAGROUPE", "Intercompany", "Sociétés du groupe", "Konzern"])
def test_sales_to_the_own_group_are_asked_about_under_any_column(tmp_path, word):
    """1,000 to a client, 5,000 to a sister company: nobody but the firm knows whether these count."""
    rows = ("A1;15/01/2025;F1;1000;FRANCE", f"A2;16/01/2025;F2;5000;{word}")
    text = sales(*rows, header="Code client;Date facture;N° facture;Montant HT;Marché")
    taken = taken_in(tmp_path / "f", {"clients.csv": CLIENTS, "factures.csv": text})
    assert isinstance(taken, PortfolioError)
    assert f"drop: {{Marché: [{word}]}}" in str(taken)
    assert "€5,000.00" in str(taken)


def test_transfers_to_own_services_are_asked_about_among_many_names(tmp_path):
    """Thirty clients at 10, and 900 moved to the workshop: with its line 300 are left."""
    names = [f"Client {n:02d}" for n in range(30)]
    clients = "Code client;Nom;CP;Ville;Commercial\n"
    clients += "".join(f"C{n:02d};{name};35000;Rennes;Ann\n" for n, name in enumerate(names))
    clients += "X1;CESSION INTERNE ATELIER;35000;Rennes;Ann\n"
    rows = [f"C{n:02d};{name};15/01/2025;F{n};10" for n, name in enumerate(names)]
    rows.append("X1;CESSION INTERNE ATELIER;16/01/2025;F99;900")
    text = sales(*rows, header="Code client;Nom client;Date facture;N° facture;Montant HT")
    files = {"clients.csv": clients, "factures.csv": text}
    line = "drop: {Nom client: [CESSION INTERNE ATELIER]}"
    asked = taken_in(tmp_path / "f", files)
    assert isinstance(asked, PortfolioError)
    assert line in str(asked)
    assert "€900.00" in str(asked)
    answered = taken_in(
        tmp_path / "g",
        files,
        lambda written: written.replace("path: factures.csv\n", f"path: factures.csv\n    {line}\n"),
    )
    assert sum(revenue(answered).values()) == 300.0


CANCELLED = sales(
    "A1;15/01/2025;F1;1000;Payée",
    "A1;16/01/2025;F2;500;Annulée (avoir)",
    "A2;18/01/2025;F4;70;Annulée (avoir)",
    "A1;20/01/2025;AV1;-500;Payée",
    "A2;21/01/2025;AV2;-70;Payée",
    "A2;22/01/2025;;90;Brouillon",
    header="Code client;Date facture;N° facture;Montant HT;Statut",
)


def test_a_state_that_names_its_credit_note_counts_beside_it(tmp_path):
    """1,000 + 500 − 500, and 70 − 70; the draft of 90 does not count."""
    taken = taken_in(tmp_path / "f", {"clients.csv": CLIENTS, "factures.csv": CANCELLED})
    assert revenue(taken) == {"A1": 1000.0, "A2": 0.0}


def test_the_line_that_lets_cancelled_documents_count_lets_no_draft_count(tmp_path):
    taken = taken_in(
        tmp_path / "f",
        {"clients.csv": CLIENTS, "factures.csv": CANCELLED},
        lambda text: text.replace("[Brouillon]", "[Brouillon, Annulée (avoir)]"),
    )
    assert isinstance(taken, PortfolioError)
    assert "keep: {Statut: [Payée, Annulée (avoir)]}" in str(taken)


SOLD = sales("A1;15/01/2025;F1;1000", header="Code client;Date facture;N° facture;Montant HT")
FLAGS = "Est un client;Est un prospect;Est un fournisseur"


@pytest.mark.parametrize(
    ("header", "client", "other", "left"),
    [
        ("Groupe", "Clients France", "Fournisseurs", 2),
        ("Catégorie", "Grossiste", "INTERNE", 2),
        (FLAGS, "Oui;Non;Non", "Non;Non;Oui", 2),
        (FLAGS, "Oui;Non;Non", "Oui;Non;Oui", 3),  # who buys and sells is a client
    ],
)
def test_who_is_only_a_supplier_or_a_service_of_the_firm_is_no_account(tmp_path, header, client, other, left):
    clients = f"Code client;Nom;CP;Ville;Commercial;{header}\nA1;Ormeau;35000;Rennes;Ann;{client}\n"
    clients += f"A2;Cap;29200;Brest;Ann;{client}\nS1;Papeterie;29200;Brest;Ann;{other}\n"
    taken = taken_in(tmp_path / "f", {"clients.csv": clients, "factures.csv": SOLD})
    assert not isinstance(taken, PortfolioError), str(taken)
    assert len(taken.accounts) == left


def test_a_register_of_staff_is_no_list_of_accounts(tmp_path):
    staff = "Nom;Prénom;Fonction;Vendeur;Date d'entrée;Salaire brut\n"
    staff += "LE GALL;Yann;Commercial;Oui;01/08/2015;3024\n"
    text = proposed(tmp_path / "f", {"clients.csv": CLIENTS, "Equipe.csv": staff, "factures.csv": SOLD})
    assert text.count("table: accounts") == 1
    assert "Equipe.csv: left out" in text


def test_a_list_of_people_with_their_posts_is_no_register_of_staff(tmp_path):
    people = "Code client;Nom;Prénom;Fonction;Service;E-mail\nA1;Roux;Lise;Directrice;Achats;l@o.fr\n"
    text = proposed(tmp_path / "f", {"clients.csv": CLIENTS, "contacts.csv": people, "factures.csv": SOLD})
    assert "table: contacts" in text


def test_kinds_that_only_the_firm_can_explain_hide_no_rep(tmp_path):
    clients = "Code client;Nom;Type;CP;Ville;Commercial\nA1;Ormeau;Société;35000;Rennes;Ann\n"
    clients += "A2;Cap;Prospect;29200;Brest;Bob\n"
    text = proposed(tmp_path / "f", {"clients.csv": clients, "factures.csv": SOLD})
    assert "rep_id: Ann" in text
    assert "rep_id: Bob" in text


def test_a_code_of_a_database_is_no_address(tmp_path):
    clients = "Compte;Code client;Nom;Adresse 1 : code postal;Adresse 1 : ville;Commercial\n"
    clients += "adae1d6a-0000-ee11-9ae7-000000000000;A1;Ormeau;35000;Rennes;Ann\n"
    text = proposed(tmp_path / "f", {"clients.csv": clients, "factures.csv": SOLD})
    assert "postcode: 'Adresse 1 : code postal'" in text
    assert "within" not in text


def test_credit_notes_read_in_the_firms_currency_are_read_so_once_turned(tmp_path):
    """100 francs were 90 euros: −100 and −90 once turned, beside 1,000 invoiced."""
    notes = "Numéro;Date;Code client;Devise;Montant HT;Montant HT (EUR)\n"
    notes += "V1;20/01/2025;A1;EUR;100,00;100,00\nV2;21/01/2025;A1;CHF;100,00;90,00\n"
    taken = taken_in(tmp_path / "f", {"clients.csv": CLIENTS, "factures.csv": SOLD, "avoirs.csv": notes})
    assert revenue(taken) == {"A1": 810.0}
