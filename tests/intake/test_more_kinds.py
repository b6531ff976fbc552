"""Kinds of rows and columns that a trial of new exports showed: read to the cent, or asked about."""

import pandas as pd
import pytest

from solver.intake.quality.unread_objections import unread_objections
from solver.intake.reading.line_amounts import quantity_and_price
from solver.intake.values.counting import tells_of_no_visit
from solver.intake.values.numbers import MICRO
from solver.words.errors import PortfolioError
from tests.intake.outcome import taken_in
from tests.intake.workbook_files import xlsx

CLIENTS = "Code client;Nom;CP;Ville;Commercial\nA1;Ormeau;35000;Rennes;Ann\nA2;Cap;29200;Brest;Ann\n"


def revenue(intake):
    """Return the revenue of each client and year, or what was refused."""
    assert not isinstance(intake, PortfolioError), str(intake)
    sums = intake.sales.groupby(["account_id", intake.sales["date"].dt.year])["revenue_eur"].sum().round(2)
    return {(str(account), int(year)): float(amount) for (account, year), amount in sums.items()}


def rows(*rest, column, header="Code client;Date facture;N° facture;Montant HT"):
    """Write rows of sales: client, day, number, amount, and the value of one more column."""
    return "\n".join([f"{header};{column}", *(";".join(each) for each in rest)]) + "\n"


@pytest.mark.parametrize(
    ("column", "counts", "other"),
    [
        ("Scénario", "Réel", "Budget"),
        ("Type de CA", "Facturé", "Prévision"),
        ("Type ligne", "Article", "Sous-total"),
        ("État", "Validée", "En cours de saisie"),
    ],
)
def test_a_row_that_was_not_invoiced_is_no_sale(tmp_path, column, counts, other):
    """1,000 and 200 were invoiced; 5,000 of A1 were not."""
    sales = rows(
        ("A1", "15/01/2025", "F1", "1000", counts),
        ("A1", "16/01/2025", "F2", "5000", other),
        ("A2", "17/01/2025", "F3", "200", counts),
        column=column,
    )
    taken = taken_in(tmp_path / "f", {"clients.csv": CLIENTS, "factures.csv": sales})
    assert revenue(taken) == {("A1", 2025): 1000.0, ("A2", 2025): 200.0}


def test_a_flag_called_after_credit_notes_turns_its_rows_negative(tmp_path):
    sales = rows(
        ("A1", "15/01/2025", "F1", "1000", "Non"),
        ("A1", "16/01/2025", "F2", "300", "Oui"),
        ("A2", "17/01/2025", "F3", "200", "Non"),
        column="Avoir",
    )
    taken = taken_in(tmp_path / "f", {"clients.csv": CLIENTS, "factures.csv": sales})
    assert revenue(taken) == {("A1", 2025): 700.0, ("A2", 2025): 200.0}


def test_a_column_of_signs_is_asked_about(tmp_path):
    sales = rows(
        ("A1", "15/01/2025", "F1", "1000", "1"), ("A1", "16/01/2025", "F2", "300", "-1"), column="Signe"
    )
    refused = taken_in(tmp_path / "f", {"clients.csv": CLIENTS, "factures.csv": sales})
    assert isinstance(refused, PortfolioError)
    assert "Signe" in str(refused)


def test_who_is_billed_and_who_is_delivered_is_asked_about(tmp_path):
    sales = "Code client livré;Code client facturé;Date facture;N° facture;Montant HT\n"
    sales += "A1;A2;15/01/2025;F1;1000\nA2;A2;16/01/2025;F2;300\n"
    refused = taken_in(tmp_path / "f", {"clients.csv": CLIENTS, "factures.csv": sales})
    assert isinstance(refused, PortfolioError)
    assert "account_id" in str(refused)


def test_weeks_are_days_of_their_year(tmp_path):
    """The third ISO week of 2025 ends on 19 January, the fiftieth of 2024 on 15 December."""
    sales = "Code client;Semaine;CA HT\nA1;2025-S03;1000\nA1;S50 2024;300\nA2;2025-S04;200\n"
    taken = taken_in(tmp_path / "f", {"clients.csv": CLIENTS, "ca.csv": sales})
    assert sorted(taken.sales["date"].dt.strftime("%Y-%m-%d")) == ["2024-12-15", "2025-01-19", "2025-01-26"]


def test_months_under_a_year_written_once_above_them(tmp_path):
    """The proof of the lines holds too: one line of the file is a sale in each month that it fills."""
    grid = [
        ["", "", "2024", "", "", "2025", "", ""],
        ["Code", "Client", "Nov", "Déc", "Total", "Nov", "Déc", "Total"],
        ["A1", "Ormeau", 10, 20, 30, 40, "", 40],
        ["A2", "Cap", "", 5, 5, 6, 7, 13],
    ]
    folder = tmp_path / "f"
    folder.mkdir()
    (folder / "CA.xlsx").write_bytes(xlsx({"CA": grid}))
    taken = taken_in(folder, {"clients.csv": CLIENTS})
    assert revenue(taken) == {
        ("A1", 2024): 30.0,
        ("A1", 2025): 40.0,
        ("A2", 2024): 5.0,
        ("A2", 2025): 13.0,
    }
    assert taken.quality["reconciliation"]["holds"]


def test_a_total_in_the_column_of_clients_is_no_client(tmp_path):
    grid = [["Code client", "CA HT"], ["A1", 10], ["A2", 20.5], ["Total", 30.5]]
    folder = tmp_path / "f"
    folder.mkdir()
    (folder / "CA.xlsx").write_bytes(xlsx({"janvier 2025": grid, "février 2025": [*grid[:2], ["Total", 10]]}))
    taken = taken_in(folder, {"clients.csv": CLIENTS})
    assert revenue(taken) == {("A1", 2025): 20.0, ("A2", 2025): 20.5}


def test_a_sheet_that_names_no_client_is_left_out_beside_sheets_that_do(tmp_path):
    folder = tmp_path / "f"
    folder.mkdir()
    sheets = {
        "CA 2025": [["Code client", "CA HT"], ["A1", 10], ["A2", 20]],
        "Résumé": [["Année", "CA"], [2025, 30]],
    }
    (folder / "CA.xlsx").write_bytes(xlsx(sheets))
    assert revenue(taken_in(folder, {"clients.csv": CLIENTS})) == {("A1", 2025): 10.0, ("A2", 2025): 20.0}


@pytest.mark.parametrize(
    ("title", "column", "cell"),
    [
        ("CA par client (en milliers d'euros)", "CA HT", "12,5"),
        ("", "CA HT (k€)", "12,5"),
        ("", "CA HT (centimes)", "1250000"),
        ("", "CA HT", "12500"),
    ],
)
def test_what_amounts_are_in_is_read_from_their_name_or_the_title_above_them(source, title, column, cell):
    text = f"{title};;\n\n" if title else ""
    text += f"Code client;Date;{column}\nA1;15/01/2025;{cell}\n"
    from solver.intake.reading.sources import read_source
    from solver.intake.reading.typed import read_values

    typed = read_values(read_source(source("sales", text)))
    assert typed.micros.sum() == 12_500 * MICRO


def test_visits_without_the_day_on_which_they_took_place_are_none(tmp_path):
    sales = rows(("A1", "15/01/2025", "F1", "1000", ""), column="Remarque")
    visits = "Date prévue;Date réalisée;Code client;Commercial\n"
    visits += "".join(f"{day:02d}/03/2025;{day:02d}/03/2025;A1;Ann\n" for day in range(10, 15))
    visits += "20/03/2025;;A2;Ann\n"
    taken = taken_in(tmp_path / "f", {"clients.csv": CLIENTS, "factures.csv": sales, "visites.csv": visits})
    assert not isinstance(taken, PortfolioError), str(taken)
    assert taken.visits["account_id"].tolist() == ["A1"] * 5


@pytest.mark.parametrize(
    ("result", "none"),
    [
        ("Client absent", True),
        ("Client indisponible", True),
        ("Décommandé", True),
        ("Absent", True),
        ("Annulée par le client", True),
        ("RDV reporté par le client", True),
        ("Cancelled by the customer", True),
        ("Abgesagt vom Kunden", True),
        ("Visite du client", False),
        ("Commande annulée puis refaite", False),
        ("Bon accueil", False),
    ],
)
def test_a_result_that_says_only_that_nobody_was_met_is_no_visit(result, none):
    assert tells_of_no_visit(result) is none


def test_a_column_of_consent_is_asked_about(typed):
    """“No” in it is an objection: it must not pass unread."""
    source = typed("accounts", "Code client;Nom;Accepte la prospection\nA1;Ormeau;Non\n", name="clients.csv")
    assert unread_objections([source])["column"].tolist() == ["Accepte la prospection"]


def test_postcode_and_town_are_read_off_whatever_column_holds_both(tmp_path):
    clients = "Code client;Nom;Rue;CP - Ville;Commercial\nA1;Ormeau;1 rue X;35000 RENNES;Ann\n"
    clients += "A2;Cap;2 rue Y;29200 BREST;Ann\n"
    sales = rows(("A1", "15/01/2025", "F1", "1000", ""), column="Remarque")
    taken = taken_in(tmp_path / "f", {"clients.csv": clients, "factures.csv": sales})
    assert not isinstance(taken, PortfolioError), str(taken)
    assert taken.accounts["postcode"].tolist() == ["35000", "29200"]


@pytest.mark.parametrize(
    ("planned", "done"),
    [("geplant am", "durchgeführt am"), ("Prévu le", "Réalisé le"), ("Planned date", "Date done")],
)
def test_a_plan_of_visits_counts_them_on_the_day_they_were_done(tmp_path, planned, done):
    """Two of the three plans became visits, one of them a year later."""
    visits = f"{planned};{done};Code client;Commercial\n30/12/2024;04/01/2025;A1;Ann\n"
    visits += "10/01/2025;;A1;Ann\n12/01/2025;13/01/2025;A2;Ann\n"
    sales = "Code client;Date facture;N° facture;Montant HT\nA1;15/01/2025;F1;1000\nA2;16/02/2025;F2;10\n"
    files = {"clients.csv": CLIENTS, "factures.csv": sales, "visites.csv": visits}
    taken = taken_in(tmp_path / "f", files)
    assert not isinstance(taken, PortfolioError), str(taken)
    assert taken.visits["date"].dt.strftime("%Y-%m-%d").tolist() == ["2025-01-04", "2025-01-13"]


@pytest.mark.parametrize(
    ("price", "discount"),
    [
        ("PV HT unitaire", "% remise"),
        ("Eenheidsprijs excl. btw", "Korting %"),
        ("Einzelpreis ohne MwSt", "Rabatt %"),
    ],
)
def test_a_price_of_one_piece_is_known_by_its_words(tmp_path, price, discount):
    """3 × 10.00 less 5 % is 28.50; 2 × 4.25 is 8.50."""
    head = f"Code client;Date facture;N° facture;Menge;{price};{discount};Taux TVA\n"
    sales = head + "A1;15/01/2025;F1;3;10,00;5,00;20\nA2;16/01/2025;F2;2;4,25;0,00;20\n"
    taken = taken_in(tmp_path / "f", {"clients.csv": CLIENTS, "factures.csv": sales})
    assert revenue(taken) == {("A1", 2025): 28.5, ("A2", 2025): 8.5}


@pytest.mark.parametrize("price", ["Prix unitaire TTC", "Preis inkl. MwSt", "Rate", "Prix de revient"])
def test_a_price_with_tax_a_cost_and_a_rate_are_multiplied_with_no_quantity(price):
    cells = pd.DataFrame({"Qté": ["3", "2"], price: ["10,00", "4,25"]})
    assert quantity_and_price(cells) is None


def test_the_amount_in_the_own_currency_is_read_beside_that_of_the_document(tmp_path):
    head = "Code client;Date facture;N° facture;Währung;Nettobetrag (Belegwährung);Kurs;"
    head += "Nettobetrag (Hauswährung)\n"
    sales = head + "A1;15/01/2025;F1;EUR;100,00;1;100,00\nA2;16/01/2025;F2;USD;200,00;0,9;180,00\n"
    taken = taken_in(tmp_path / "f", {"clients.csv": CLIENTS, "factures.csv": sales})
    assert revenue(taken) == {("A1", 2025): 100.0, ("A2", 2025): 180.0}


def test_the_reps_of_the_clients_are_no_accounts_though_they_have_a_code_and_a_town(tmp_path):
    reps = "Code;Nom complet;Code postal;Ville\nR1;Ann;35000;Rennes\n"
    sales = rows(("A1", "15/01/2025", "F1", "1000", ""), column="Remarque")
    files = {"clients.csv": CLIENTS, "Commerciaux.csv": reps, "factures.csv": sales}
    taken = taken_in(tmp_path / "f", files)
    assert not isinstance(taken, PortfolioError), str(taken)
    assert sorted(taken.accounts["account_id"]) == ["A1", "A2"]


DEPOSITS = (("Facture d'acompte", "300", "0"), *[("Facture", "1000", "300")] * 3)


def deposits(left):
    """Write a deposit and three final invoices; the amount read is the whole one, or what was left of it."""
    head = "Code client;Date facture;N° facture;Type;Montant HT;Acompte déduit HT;"
    head += "Net à payer HT\n" if not left else "Travaux HT\n"
    lines = []
    for number, (kind, whole, off) in enumerate(DEPOSITS):
        rest = str(int(whole) - int(off))
        both = f"{rest};{off};{whole}" if left else f"{whole};{off};{rest}"
        lines.append(f"A1;{number + 10}/01/2025;F{number};{kind};{both}\n")
    return head + "".join(lines)


@pytest.mark.parametrize(("left", "sales"), [(False, 3000.0), (True, 2400.0)])
def test_what_final_invoices_take_off_says_whether_deposits_count(tmp_path, left, sales):
    """Three invoices of 1,000, each less a deposit of 300; of one of these deposits the invoice is there."""
    taken = taken_in(tmp_path / "f", {"clients.csv": CLIENTS, "factures.csv": deposits(left)})
    assert revenue(taken) == {("A1", 2025): sales}


def test_the_field_of_a_database_says_what_its_numbers_mean(tmp_path):
    sales = rows(
        ("A1", "15/01/2025", "F1", "1000", "2"),
        ("A1", "16/01/2025", "(PROV3)", "300", "0"),
        ("A2", "17/01/2025", "F3", "200", "1"),
        column="État (f.fk_statut)",
    )
    taken = taken_in(tmp_path / "f", {"clients.csv": CLIENTS, "factures.csv": sales})
    assert revenue(taken) == {("A1", 2025): 1000.0, ("A2", 2025): 200.0}
    asked = taken_in(tmp_path / "g", {"clients.csv": CLIENTS, "factures.csv": sales.replace(";1\n", ";3\n")})
    assert "drop: {État (f.fk_statut): ['0', '3']}" in str(asked)


def test_a_visit_that_is_not_done_in_whole_is_asked_about(tmp_path):
    visits = "Date début;Code client;Assigné à;Code type;Pourcentage avancement\n"
    visits += "20/01/2025;A1;Ann;AC_RDV;100\n21/01/2025;A1;Ann;AC_RDV;0\n22/01/2025;A2;Ann;AC_OTH_AUTO;-1\n"
    sales = rows(("A1", "15/02/2025", "F1", "1000", ""), column="Remarque")
    files = {"clients.csv": CLIENTS, "factures.csv": sales, "agenda.csv": visits}
    asked = taken_in(tmp_path / "f", files)
    assert "Pourcentage avancement: ['0']" in str(asked)
    answer = "    # drop: {Code type: [AC_OTH_AUTO], Pourcentage avancement: ['0']}"
    both = "    drop: {Code type: [AC_OTH_AUTO], Pourcentage avancement: ['0']}"
    once = "    drop: {Code type: [AC_OTH_AUTO]}\n"
    taken = taken_in(tmp_path / "g", files, lambda text: text.replace(once, "").replace(answer, both))
    assert not isinstance(taken, PortfolioError), str(taken)
    assert len(taken.visits) == 1


def test_a_day_called_visit_of_is_one(tmp_path):
    visits = "Visite du;N° compte;Représentant\n10/01/2025;A1;Ann\n17/01/2025;A2;Ann\n"
    sales = rows(("A1", "15/02/2025", "F1", "1000", ""), column="Remarque")
    files = {"clients.csv": CLIENTS, "factures.csv": sales, "visites.csv": visits}
    taken = taken_in(tmp_path / "f", files)
    assert not isinstance(taken, PortfolioError), str(taken)
    assert taken.visits["date"].dt.day.tolist() == [10, 17]
