"""Whole kinds of files that could give a wrong figure in silence: read as they mean it, or asked about."""

import pandas as pd
import pytest

from solver.intake import prepare_tools
from solver.intake.booking.account_codes import AccountCodes, is_long_id
from solver.intake.booking.counted_rows import open_questions
from solver.intake.drafting.draft import draft
from solver.intake.drafting.propose import propose
from solver.intake.reading.columns import find_columns, header_position
from solver.intake.reading.header_names import header_of
from solver.intake.reading.sources import read_source
from solver.intake.values.counting import speaks_of_credit_notes
from solver.intake.values.currencies import currency_of
from solver.intake.values.periods import year_in
from tests.intake.conftest import refusal
from tests.intake.outcome import TODAY, taken_in

CLIENTS = "Code client;Nom;CP;Ville;Commercial\nA1;Ormeau;35000;Rennes;Ann\nA2;Cap;29200;Brest;Ann\n"


@pytest.mark.parametrize(
    ("name", "unit", "currency"),
    [
        ("Montant HT (en milliers)", 1000, None),
        ("CA K€", 1000, "EUR"),
        ("Umsatz TEUR", 1000, "EUR"),
        ("Umsatz (Tsd. CHF)", 1000, "CHF"),
        ("Revenue (in thousands)", 1000, None),
        ("Sales ($000)", 1000, "USD"),
        ("CA en millions d’euros", 1_000_000, "EUR"),
        ("MONTANT_HT_USD", 1, "USD"),
        ("Montant en francs suisses", 1, "CHF"),
        ("Client all", 1, None),
        ("revenue_eur", 1, None),
    ],
)
def test_the_name_of_a_column_says_its_unit_and_its_currency(name, unit, currency):
    assert header_of(name)[1:] == (unit, currency)


@pytest.mark.parametrize("said", ["échéance", "budget", "N-1", "objectif", "prévision", "TTC"])
@pytest.mark.parametrize("name", ["Date facture", "Montant HT"])
def test_what_a_bracket_says_of_a_day_or_an_amount_counts(source, name, said):
    column = f"{name} ({said})"
    read = find_columns(source("sales", "x\n"), ["Code client", column], "sales.csv")
    assert column not in read.values()


@pytest.mark.parametrize("said", ["HT", "f.total_ht", "en euros", "obligatoire"])
def test_a_bracket_that_says_nothing_hides_no_column(source, said):
    column = f"Montant HT ({said})"
    assert find_columns(source("sales", "x\n"), [column], "sales.csv") == {"revenue_eur": column}


def test_months_across_keep_their_unit(tmp_path):
    """12 and 3.5 thousand euros in January, 8 in February."""
    files = {
        "clients.csv": CLIENTS,
        "ca 2025.csv": "Code client;janvier (k€);février (k€)\nA1;12;8\nA2;3,5;\n",
    }
    sales = taken_in(tmp_path, files).sales
    assert sorted(sales["revenue_eur"]) == [3500, 8000, 12000]


def test_months_across_keep_their_currency(tmp_path):
    files = {"clients.csv": CLIENTS, "ca.csv": "Code client;2024 (USD);2025 (USD)\nA1;12;8\nA2;3;2\n"}
    sales = taken_in(tmp_path, files, lambda text: text.replace("currency: USD", "currency: EUR", 1))
    assert "in other currencies than EUR" in str(sales)


def test_months_across_in_two_units_are_refused(tmp_path):
    files = {
        "clients.csv": CLIENTS,
        "ca.csv": "Code client;CA 2024 (k€);CA 2025 (€)\nA1;12;8000\nA2;3;2000\n",
    }
    assert "different units" in str(taken_in(tmp_path, files))


def test_carriage_in_the_firms_currency_is_no_revenue(tmp_path):
    """Only the amount beside its twin in the currency of the document is one."""
    (tmp_path / "clients.csv").write_text(CLIENTS, encoding="utf-8")
    (tmp_path / "factures.csv").write_text(
        "Code client;Date facture;Devise;Total HT;Frais de port;Frais de port (EUR)\n"
        "A1;15/01/2025;EUR;1000;10;10\nA2;15/02/2025;USD;2000;20;18\n",
        encoding="utf-8",
    )
    sales = next(found for found in propose(tmp_path).files if found.table == "sales")
    assert sales.columns["revenue_eur"] == "Total HT"


@pytest.mark.parametrize("code", ["KES", "XCD", "LKR", "dirham marocain", "Schweizer Franken"])
def test_every_currency_of_the_register_is_known(code):
    assert currency_of(code) is not None


@pytest.mark.parametrize("currencies", [("EUR", "KES"), ("EUR", "points"), ("", "USD")])
def test_amounts_of_another_an_unknown_or_an_unsaid_currency_are_not_added_up(tmp_path, currencies):
    rows = "".join(f"A{n};15/0{n}/2025;100;{code}\n" for n, code in enumerate(currencies, start=1))
    files = {"clients.csv": CLIENTS, "factures.csv": f"Code client;Date facture;Montant HT;Devise\n{rows}"}
    refused = taken_in(tmp_path, files, lambda text: text.replace("currency: USD", "currency: EUR", 1))
    assert "in other currencies than EUR" in str(refused)
    assert all(code.upper() in str(refused) for code in currencies if code)


def test_rows_without_a_currency_count_once_somebody_says_so(tmp_path):
    """1 row at 1, and 100 dollars at 0.9."""
    files = {
        "clients.csv": CLIENTS,
        "factures.csv": "Code client;Date facture;Montant HT;Devise\n"
        "A1;15/01/2025;100;\nA2;15/02/2025;100;USD\n",
    }

    def stated(text):
        rates = '    path: factures.csv\n    rates: {"": 1, USD: 0.9}\n'
        return text.replace("    path: factures.csv\n", rates, 1).replace("currency: USD", "currency: EUR", 1)

    assert sorted(taken_in(tmp_path, files, stated).sales["revenue_eur"]) == [90, 100]


def test_a_typing_error_in_the_column_of_currencies_is_told(source):
    text = "Code client;Date facture;Montant HT;Devise\nA1;15/01/2025;100;USD\n"
    with refusal("there is no column “Devisse”", "did you mean “Devise”?"):
        read_source(source("sales", text, currency_column="Devisse"))


@pytest.mark.parametrize("country", ["FR", "US", "Suisse"])
def test_a_country_is_no_currency(country):
    assert currency_of(country) is None


@pytest.mark.parametrize(
    ("column", "values", "ways"),
    [
        ("Remise %", (10, 20), ["less_percent"]),
        ("Remise", ("10 %", "5 %"), ["less_share"]),
        ("Discount", (0.05, 0.2), ["less_share"]),
        ("Montant remise", (10, 20), ["less"]),
        ("Remise", (10, 20), ["less_percent", "less"]),
        ("Remise %", (0.1, 0.2), ["less_share", "less_percent"]),
        ("Remise", (150, 20), ["less"]),
    ],
)
def test_a_discount_means_what_the_file_says_or_is_asked_about(tmp_path, column, values, ways):
    (tmp_path / "clients.csv").write_text(CLIENTS, encoding="utf-8")
    rows = "".join(f"A{n};15/0{n}/2025;4;500;{value}\n" for n, value in enumerate(values, start=1))
    header = f"Code client;Date facture;Quantité;Prix unitaire HT;{column}\n"
    (tmp_path / "lignes.csv").write_text(header + rows, encoding="utf-8")
    proposal = propose(tmp_path)
    sales = next(found for found in proposal.files if found.table == "sales")
    told = sales.open_ways.get("revenue_eur") or [sales.computed["revenue_eur"]]
    assert [next(part for part in way if part != "multiply") for way in told] == ways
    text = draft(proposal, "en", TODAY)
    assert all(f"{way}: {column}" in text or f"{way}: '{column}'" in text for way in ways)


def test_a_share_above_one_is_refused(source):
    text = "Code client;Date facture;Qté;PU HT;Remise\nA1;15/01/2025;2;100;10\n"
    computed = {"revenue_eur": {"multiply": ["Qté", "PU HT"], "less_share": "Remise"}}
    with refusal("no share of one", "less_percent: Remise"):
        read_source(source("sales", text, computed=computed))


def test_two_clients_of_one_name_in_two_towns_are_asked_about_and_told_apart(tmp_path):
    files = {
        "ventes.csv": "Date facture;Client;CP;Ville;Montant HT\n15/01/2025;Dupont;35000;Rennes;100\n"
        "15/02/2025;Dupont;29200;Brest;50\n15/03/2025;Cap;29200;Brest;70\n"
    }
    refused = str(taken_in(tmp_path / "asked", files))
    assert "is “Dupont” in “Rennes”, “Brest” one client, or several?" in refused
    join = "computed: {account_id: {join: [Client, Ville]}}"
    assert "{account_id: {join: [Client, Ville]}}" in refused

    def answered(text):
        return text.replace("    path: ventes.csv\n", f"    path: ventes.csv\n    {join}\n")

    sales = taken_in(tmp_path / "answered", files, answered).sales
    assert sales.groupby("account_id")["revenue_eur"].sum().to_dict() == {
        "Cap, Brest": 70,
        "Dupont, Brest": 50,
        "Dupont, Rennes": 100,
    }


def test_two_clients_of_one_name_and_two_codes_stay_two(tmp_path):
    files = {
        "ventes.csv": "Date facture;Code;Client;Ville;Montant HT\n15/01/2025;7;Dupont;Rennes;100\n"
        "15/02/2025;8;Dupont;Brest;50\n15/03/2025;7;Dupont;Rennes;70\n"
    }
    sales = taken_in(tmp_path, files).sales
    assert sales.groupby("account_id")["revenue_eur"].sum().to_dict() == {"7": 170, "8": 50}


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("CA 2024", 2024),
        ("ventes_2024_vf", 2024),
        ("export_20250214", None),
        ("export 2025-02-14", None),
        ("client_120345", None),
        ("CA 2024-2025", None),
    ],
)
def test_a_year_is_one_that_stands_alone_in_a_name(name, year):
    assert year_in(name) == year


def test_eighteen_characters_are_matched_on_fifteen_only_where_the_last_three_say_so():
    """Salesforce's own example: 001A0000006Vm9r and 001A0000006Vm9uIAC; other codes share their beginning."""
    assert is_long_id("001A0000006Vm9uIAC")
    codes = AccountCodes(pd.Series(["ABCDEF123456789001", "001A0000006Vm9u"], dtype="str"))
    found = codes.find(pd.Series(["ABCDEF123456789002", "001A0000006Vm9uIAC"], dtype="str"))
    assert found.isna().tolist() == [True, False]


@pytest.mark.parametrize(
    "names",
    [("clients", "prospects"), ("Feuil1", "Feuil2"), ("Actifs", "Perdus"), ("Nord", "Sud"), ("v1", "v2")],
)
def test_only_names_of_people_are_taken_for_reps(tmp_path, names):
    for number, name in enumerate(names):
        text = f"Code client;Raison sociale;CP;Ville\nC{number};Alpha {number};35000;Rennes\n"
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    assert [found.constants.get("rep_id") for found in propose(tmp_path).files] == [None, None]


def test_every_file_sheet_and_folder_is_told_of(tmp_path):
    (tmp_path / "clients.csv").write_text(CLIENTS, encoding="utf-8")
    (tmp_path / "noms.csv").write_text("N°;Nom\n1;Ormeau\n2;Cap\n", encoding="utf-8")
    (tmp_path / "ca.csv").write_text("Code client;CA 2024;CA 2025\nA1;1;2\nA2;3;4\n", encoding="utf-8")
    (tmp_path / "factures.csv").write_text(
        "Code client;Date facture;Montant HT\nA1;15/01/2025;100\nA2;15/02/2025;50\n", encoding="utf-8"
    )
    (tmp_path / "2023").mkdir()
    (tmp_path / "2023" / "factures.csv").write_text("a;b\n1;2\n", encoding="utf-8")
    text = draft(propose(tmp_path), "en", TODAY)
    assert [name for name in ("noms.csv", "ca.csv", "2023/") if name not in text] == []


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("Statut", ("0", "1", "2")),
        ("STATUT", ("A", "B")),
        ("DocStatus", ("1", "2")),
        ("ORDERSTATUS", ("P", "X")),
        ("fk_statut", ("0", "1")),
        ("Validé", ("oui", "non")),
        ("IsCancelled", ("0", "1")),
        ("ISCANCELLED", ("true", "false")),
        ("Comptabilisé", ("1", "")),
        ("InvoiceType", ("1", "9")),
    ],
)
def test_codes_and_flags_of_states_are_asked_about(source, column, values):
    rows = "".join(f"A1;15/01/2025;100;{value}\n" for value in values)
    raw = read_source(source("sales", f"Code client;Date facture;Montant HT;{column}\n{rows}"))
    assert [question.column for question in open_questions(raw)] == [column]


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("Catégorie", ("A", "B")),
        ("Quantité facturée", ("1", "0")),
        ("Payé", ("oui", "non")),
        ("Région", ("1", "2")),
    ],
)
def test_codes_of_something_else_are_not(source, column, values):
    rows = "".join(f"A1;15/01/2025;100;{value}\n" for value in values)
    raw = read_source(source("sales", f"Code client;Date facture;Montant HT;{column}\n{rows}"))
    assert open_questions(raw) == []


def test_a_visit_that_its_flag_says_was_not_made_is_none(source):
    raw = read_source(source("visits", "Code client;Date;Effectuée\nA1;15/01/2025;oui\nA1;16/01/2025;non\n"))
    (question,) = open_questions(raw)
    assert question.rules == {"drop": ["non"]}


@pytest.mark.parametrize(
    ("name", "alone"),
    [
        ("Gebuchte Verkaufsgutschriften", True),
        ("Posted Sales Credit Memos", True),
        ("avoirs 2025", True),
        ("factures et avoirs", False),
        ("ventes et avoirs", False),
        ("CreditNotesAndInvoices", False),
        ("ventes_avoirs_2024", False),
        ("Ventes avec avoirs", False),
        ("CA net avoirs", False),
        ("Sales incl credit notes", False),
        ("Credit sales 2024", False),
        ("Journal ventes/avoirs", False),
        ("Avoirs sur ventes", True),
        ("clients", False),
    ],
)
def test_the_name_of_a_file_says_that_it_holds_credit_notes_alone(name, alone):
    assert speaks_of_credit_notes(name) == alone


NOTES = "N° facture;Date facture;Code client;Montant HT\n"
SOLD = NOTES + "F1;15/01/2025;A1;900\n"
WITHOUT_NUMBER = NOTES + "V1;15/01/2025;A1;100\n;16/01/2025;A2;50\n"


@pytest.fixture
def with_credit_notes(firm, source):
    def make(text, **said):
        return prepare_tools(firm(CLIENTS, SOLD, source("sales", text, name="avoirs 2025.csv", **said))).sales

    return make


def test_the_line_that_turns_credit_notes_negative_reaches_those_without_a_number(with_credit_notes):
    with refusal("the file is called after credit notes", "credit_notes: {Code client: [A*]}"):
        with_credit_notes(WITHOUT_NUMBER)
    sales = with_credit_notes(WITHOUT_NUMBER, credit_notes={"Code client": ["A*"]})
    assert sorted(sales["revenue_eur"]) == [-100, -50, 900]


def test_a_file_with_amounts_below_zero_writes_its_minus_itself(with_credit_notes):
    sales = with_credit_notes(NOTES + "V1;15/01/2025;A1;100\nV2;16/01/2025;A2;-50\n")
    assert sorted(sales["revenue_eur"]) == [-50, 100, 900]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Type;Le;Fait\nVisite;2025-01-03;To do\nAppel;2025-02-03;x\nVisite;2025-03-03;x\n", 0),
        ("Type;Le\nVisite;2025-01-03\nAppel;2025-02-03\nTotal;2025-03-03\n", 0),
        ("Relevé au 2025-01-03;\nCode client;Montant\nC1;10\nC2;20\n", 1),
    ],
)
def test_a_row_that_looks_like_the_rows_around_it_is_no_header(text, place):
    cells = pd.DataFrame([row.split(";") for row in text.splitlines()], dtype="str")
    assert header_position(cells, {"code client", "to do", "total", "montant"}) == place
