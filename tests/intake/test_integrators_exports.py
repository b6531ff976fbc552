"""Exports as an integrator brings them: read as they mean it, or asked about with a line that answers."""

from datetime import date

import pandas as pd
import pytest

from solver.intake.booking.account_codes import AccountCodes
from solver.intake.booking.counted_rows import open_questions
from solver.intake.history.visits import build_visits
from solver.intake.reading.sources import read_source
from solver.report.quality.files import balance_holds
from solver.words.errors import PortfolioError
from tests.intake.conftest import refusal
from tests.intake.outcome import taken_in
from tests.intake.workbook_files import xlsx

CLIENTS = "Code client;Nom;CP;Ville;Commercial\nA1;Ormeau;35000;Rennes;Ann\nA2;Cap;29200;Brest;Ann\n"
HAND_MADE = [
    ["Suivi du CA, mis à jour le 05/01/2026"],
    ["Code client", "Nom", "Ville", 2024, "", "", 2025, "", ""],
    ["", "", "", "janv", "févr", "Total", "janv", "févr", "Total"],
    ["Secteur de Ann"],
    ["A1", "Ormeau", "Rennes", 100, 20, 120, 300, "", 300],
    ["A2", "Cap", "Brest", "", 7, 7, 50, 60, 110],
    ["Total Ann", "", "", 100, 27, 127, 350, 60, 410],
    ["TOTAL GÉNÉRAL", "", "", 100, 27, 127, 350, 60, 410],
]


def sums(taken):
    """Return the revenue of each client and year."""
    assert not isinstance(taken, PortfolioError), str(taken)
    by = taken.sales.groupby(["account_id", taken.sales["date"].dt.year])["revenue_eur"].sum()
    return {key: round(amount, 2) for key, amount in by.items()}


def questions(source, text):
    """Ask which rows of a file of sales count."""
    return open_questions(read_source(source("sales", text)))


@pytest.mark.parametrize("merged", [[], [(1, 3, 1, 5), (1, 6, 1, 8)], [(1, 0, 2, 0), (1, 3, 1, 5)]])
def test_months_under_a_year_that_stands_once_over_them_are_all_read(tmp_path, merged):
    """127 in 2024 and 410 in 2025: neither January alone, nor the totals as well."""
    folder = tmp_path / "f"
    folder.mkdir()
    (folder / "CA.xlsx").write_bytes(xlsx({"CA": HAND_MADE}, {"CA": merged}))
    taken = taken_in(folder, {})
    assert sums(taken) == {("A1", 2024): 120, ("A1", 2025): 300, ("A2", 2024): 7, ("A2", 2025): 110}
    assert sorted(taken.accounts["account_id"]) == ["A1", "A2"]


def test_only_the_amounts_of_a_group_that_says_so_are_sales(tmp_path):
    """Revenue 10 and 20, margins 3 and 4, under years that stand in both groups."""
    text = "Code client;Nom;CA HT;;Marge;\n;;2024;2025;2024;2025\nA1;Ormeau;10;20;3;4\nA2;Cap;1;2;1;1\n"
    taken = taken_in(tmp_path / "f", {"stat.csv": text})
    assert sums(taken) == {("A1", 2024): 10, ("A1", 2025): 20, ("A2", 2024): 1, ("A2", 2025): 2}


def test_years_of_margins_alone_are_no_sales(tmp_path):
    text = "Code client;Nom;Marge;\n;;2024;2025\nA1;Ormeau;3;4\nA2;Cap;1;1\n"
    assert isinstance(taken_in(tmp_path / "f", {"stat.csv": text}), PortfolioError)


def test_a_period_over_several_columns_is_asked_about(source):
    across = {"2024": date(2024, 12, 31)}
    given = source("sales", "Code;2024;2024\nA1;10;3\n", columns={"account_id": "Code"}, across=across)
    with refusal("2 columns are called “2024”"):
        read_source(given)


@pytest.mark.parametrize("column", ["Rem %", "Rem. %", "Rist. %", "Disc %"])
def test_a_discount_by_a_short_name_is_taken_off(tmp_path, column):
    """2 × 50 less 10 % is 90, then 3 × 20 is 60."""
    lines = f"Date facture;Code client;N° facture;Qté;PU HT;{column};TVA %\n"
    lines += "15/01/2025;A1;F1;2;50,00;10;20\n15/02/2025;A2;F2;3;20,00;0;20\n"
    taken = taken_in(tmp_path / "f", {"clients.csv": CLIENTS, "lignes.csv": lines})
    assert sums(taken) == {("A1", 2025): 90, ("A2", 2025): 60}


def test_per_cent_that_nothing_explains_beside_a_price_is_asked_about(tmp_path):
    lines = "Date facture;Code client;N° facture;Qté;PU HT;Cond. %\n"
    lines += "15/01/2025;A1;F1;2;50,00;10\n15/02/2025;A2;F2;3;20,00;0\n"
    taken = taken_in(tmp_path / "f", {"clients.csv": CLIENTS, "lignes.csv": lines})
    assert isinstance(taken, PortfolioError)


@pytest.mark.parametrize("column", ["Marge %", "Comm. %", "TVA %"])
def test_per_cent_of_something_else_takes_nothing_off_a_price(tmp_path, column):
    lines = f"Date facture;Code client;N° facture;Qté;PU HT;{column}\n"
    lines += "15/01/2025;A1;F1;2;50,00;10\n15/02/2025;A2;F2;3;20,00;20\n"
    taken = taken_in(tmp_path / "f", {"clients.csv": CLIENTS, "lignes.csv": lines})
    assert sums(taken) == {("A1", 2025): 100, ("A2", 2025): 60}


KINDS = "N° facture;Date facture;Code client;{column};Montant HT\n" + "".join(
    f"{n};15/0{1 + n % 9}/2025;A1;{code};{amount}\n"
    for n, (code, amount) in enumerate([("F2", 10), ("F5", 99), ("G2", -4)] * 4)
)


@pytest.mark.parametrize("column", ["BillT", "PICOD", "Nat.", "Colonne 7"])
def test_codes_that_part_the_signs_name_kinds_of_documents_under_any_name(source, column):
    """F5 may be a pro forma: it is asked about, and a rule about the column answers."""
    text = KINDS.format(column=column)
    assert [question.column for question in questions(source, text)] == [column]
    ruled = source("sales", text, drop={column: ["F5"]})
    assert open_questions(read_source(ruled)) == []


def test_codes_with_both_signs_are_no_kinds_of_documents(source):
    text = KINDS.format(column="Rayon").replace("F2;10\n", "F2;-10\n", 1)
    assert questions(source, text) == []


@pytest.mark.parametrize(
    "answer", ["drop: {État: [Annulée, En attente]}", "keep: {État: [En attente, Payée]}"]
)
def test_each_line_of_a_question_answers_it_whole(tmp_path, answer):
    sales = "N° facture;Date facture;Code client;Montant HT;État\n"
    sales += "F1;15/01/2025;A1;100;Payée\nF2;15/02/2025;A2;30;En attente\nF3;15/03/2025;A2;7;Annulée\n"
    files = {"clients.csv": CLIENTS, "factures.csv": sales}
    asked = taken_in(tmp_path / "f", files)
    assert isinstance(asked, PortfolioError)
    assert answer in str(asked)
    taken = taken_in(tmp_path / "f", files, lambda text: text.replace(f"# {answer}", answer))
    waiting = {("A2", 2025): 30.0} if answer.startswith("keep") else {}
    assert sums(taken) == {("A1", 2025): 100, **waiting}


def test_codes_of_documents_that_are_all_ruled_are_not_asked_about_again(source):
    text = "N° facture;Date;Code client;Tipo doc.;Imponibile\n"
    text += "1;15/01/2025;A1;FT;100\n2;15/02/2025;A1;NC;30\n3;15/03/2025;A1;DDT;9\n"
    rules = {"drop": {"Tipo doc.": ["DDT"]}, "credit_notes": {"Tipo doc.": ["NC"]}}
    assert [question.column for question in questions(source, text)] == ["Tipo doc."]
    assert open_questions(read_source(source("sales", text, **rules))) == []


def test_an_amount_beside_that_of_the_documents_currency_is_the_firms_own(tmp_path):
    """100 francs at 1.05 are 105 euros, which stand in the file: no rate may be put on them again."""
    sales = "N° facture;Date facture;Code client;Devise;Montant HT devise;Cours;Montant HT\n"
    sales += "F1;15/01/2025;A1;EUR;40;1;40\nF2;15/02/2025;A2;CHF;100;1,05;105\n"
    taken = taken_in(tmp_path / "f", {"clients.csv": CLIENTS, "factures.csv": sales})
    assert sums(taken) == {("A1", 2025): 40, ("A2", 2025): 105}


def test_two_amounts_that_never_differ_leave_the_currency_open(tmp_path):
    sales = "N° facture;Date facture;Code client;Devise;Montant HT devise;Montant HT\n"
    sales += "F1;15/01/2025;A1;EUR;40;40\nF2;15/02/2025;A2;CHF;100;100\n"
    taken = taken_in(tmp_path / "f", {"clients.csv": CLIENTS, "factures.csv": sales})
    assert isinstance(taken, PortfolioError)
    assert "CHF" in str(taken)


def test_a_total_below_each_client_is_no_client_and_every_line_is_accounted_for(tmp_path):
    """Invoices of three clients: 30, 5 and 8; a client called Total SA has lines of its own."""
    text = "Firm Ltd,,,,\nSales by Customer Detail,,,,\n,Date,Transaction Type,Num,Net amount\n"
    text += (
        "Ormeau,,,,\n,01/25/2025,Invoice,1,10.00\n,02/25/2025,Invoice,2,20.00\nTotal for Ormeau,,,,30.00\n"
    )
    text += (
        "Total SA,,,,\n,03/25/2025,Invoice,3,4.00\n,04/25/2025,Invoice,4,1.00\nTotal for Total SA,,,,5.00\n"
    )
    text += "Cap,,,,\n,05/25/2025,Invoice,5,8.00\nTotal for Cap,,,,8.00\nTOTAL,,,,43.00\n"
    taken = taken_in(tmp_path / "f", {"Sales.csv": text})
    assert sums(taken) == {("Cap", 2025): 8, ("Ormeau", 2025): 30, ("Total SA", 2025): 5}
    assert len(taken.accounts) == 3
    assert taken.quality["reconciliation"]["holds"]


def test_a_list_of_invoices_that_names_the_clients_balances(tmp_path):
    sales = "N° facture;Date facture;Code client;Nom;Montant HT\nF1;15/01/2025;A1;Ormeau;40\n"
    sales += "F2;15/02/2025;A1;Ormeau;60,10\nF3;15/02/2025;A2;Cap;-0,10\n"
    taken = taken_in(tmp_path / "f", {"factures.csv": sales})
    assert taken.quality["reconciliation"]["holds"]
    assert "100.00" in balance_holds(taken.quality)


def test_what_was_planned_for_a_day_gone_by_is_told_where_others_are_said_to_be_done(typed, firm):
    """Two visits took place; of one in three nobody says so, and the file is no wrong file for it."""
    text = "Date;Code client;Commercial;Statut\n15/01/2025;C1;R1;Réalisé\n16/01/2025;C2;R1;Réalisé\n"
    text += "17/01/2025;C3;R1;Planifié\n"
    codes = AccountCodes(pd.Series(["C1", "C2", "C3"], dtype="str"))
    made = build_visits([typed("visits", text)], codes, firm(), pd.Series(dtype="str"))
    assert made.table["status"].tolist() == ["done", "done"]
    assert made.repairs["problem"].tolist() == ["an appointment for a day gone by: did it take place?"]


def test_documents_that_two_periods_share_count_once(tmp_path):
    """F2 to F5 end January and begin February: 10 + 4 × 20 + 30, and not 200."""
    head = "N° facture;Date facture;Code client;Montant HT\n"
    both = "".join(f"F{n};31/01/2025;A1;20\n" for n in range(2, 6))
    files = {
        "clients.csv": CLIENTS,
        "janvier.csv": head + "F1;15/01/2025;A1;10\n" + both,
        "février.csv": head + both + "F6;15/02/2025;A1;30\n",
    }
    taken = taken_in(tmp_path / "f", files)
    assert sums(taken) == {("A1", 2025): 120}


def test_init_dates_the_portfolio_by_the_last_line_that_counts(tmp_path):
    """A draft of December 2026 is no invoice: the year ends in May 2025."""
    sales = "N° facture;Date facture;Code client;Montant HT;Statut\nF1;15/01/2024;A1;100;Payée\n"
    sales += "F2;15/05/2025;A2;30;Payée\nF3;15/12/2026;A2;7;Brouillon\n"
    taken_in(tmp_path / "f", {"clients.csv": CLIENTS, "factures.csv": sales})
    assert "\nas_of: 2025-05-31 " in (tmp_path / "f" / "portfolio.yaml").read_text(encoding="utf-8")


def test_names_places_and_figures_are_not_asked_what_they_mean(tmp_path):
    sales = "N° facture;Date facture;Code client;Nom;Ville;Commercial;Taux;Montant HT;Canal de vente\n"
    sales += "F1;15/01/2024;A1;Ormeau;Rennes;Ann;20 %;100;Web\nF2;15/05/2025;A2;Cap;Brest;Bob;10 %;30;Salon\n"
    sales += "F3;15/06/2025;A2;Cap;Brest;Bob;10 %;30;Web\n"
    taken = taken_in(tmp_path / "f", {"factures.csv": sales})
    assert [each["column"] for each in taken.quality["words_left_alone"]] == ["Canal de vente"]


ORDERS = """Order Reference,Order Date,Customer,Status,Lines/Description,Lines/Quantity,Lines/Subtotal,Total
S1,2025-01-15 09:00:00,Ormeau,Sales Order,Work,0,0,120
,,,,Glue,1,60,
,,,,Screws,2,40,
S2,2025-02-15 09:00:00,Cap,Cancelled,Work,0,0,24
,,,,Glue,1,20,
"""


def test_what_a_document_says_once_stands_for_each_of_its_lines_but_its_total(tmp_path):
    """60 + 40 were ordered by Ormeau; 20 of Cap were cancelled; the totals with tax count nowhere."""
    asked = taken_in(tmp_path / "f", {"sale.order.csv": ORDERS})
    line = "keep: {Status: [Sales Order]}"
    assert f"ask for the list of invoices, or write {line}" in str(asked)
    taken = taken_in(tmp_path / "f", {"sale.order.csv": ORDERS}, lambda text: text.replace(f"# {line}", line))
    assert sums(taken) == {("Ormeau", 2025): 100}


def test_a_line_without_its_document_is_not_given_to_the_one_above(tmp_path):
    """Documents that lack their client, or lines that have a day of their own, are no lines below."""
    text = ORDERS + ",2025-03-15 09:00:00,,,Glue,1,20,\n"
    folder = tmp_path / "f"
    taken_in(folder, {"sale.order.csv": text})
    assert "fill_down" not in (folder / "portfolio.yaml").read_text(encoding="utf-8")


def test_columns_that_begin_with_the_name_of_their_table_are_known_without_it(tmp_path):
    clients = "CLI_ID;CLI_NOM;CLI_CP;CLI_VILLE;CLI_REP\nA1;Ormeau;35000;Rennes;Ann\nA2;Cap;29200;Brest;Bob\n"
    sales = "N° facture;Date facture;Code client;Montant HT\nF1;15/01/2025;A1;10\nF2;15/02/2025;A2;20\n"
    taken = taken_in(tmp_path / "f", {"T_CLIENTS.txt": clients, "factures.csv": sales})
    assert sums(taken) == {("A1", 2025): 10, ("A2", 2025): 20}
    rows = taken.accounts[["name", "postcode", "rep_id"]].to_numpy().tolist()
    assert rows == [["Ormeau", "35000", "Ann"], ["Cap", "29200", "Bob"]]


def test_clients_of_entries_bear_the_names_that_their_lines_say(tmp_path):
    """No column has names: the wording of 411ORM is always “Ormeau”, and that of 411CAP is not one."""
    head = "Journal\tDate\tN° pièce\tCompte\tLibellé\tDébit\tCrédit\n"
    said = [("411ORM", "Ormeau"), ("411ORM", "Ormeau"), ("411CAP", "Facture 3"), ("411CAP", "Facture 4")]
    lines = "".join(
        f"VT\t{n}/01/2025\tF{n}\t{account}\t{label}\t12,00\t\nVT\t{n}/01/2025\tF{n}\t707000\t{label}\t\t10,00\n"
        f"VT\t{n}/01/2025\tF{n}\t445710\t{label}\t\t2,00\n"
        for n, (account, label) in enumerate(said, 10)
    )
    taken = taken_in(tmp_path / "f", {"journal.txt": head + lines})
    assert sums(taken) == {("411CAP", 2025): 20, ("411ORM", 2025): 20}
    names = taken.accounts.set_index("account_id")["name"]
    assert names["411ORM"] == "Ormeau"
    assert names["411CAP"] != "Facture 4"
