"""The exports of EBP and Sage: clients, people and invoices come through as they were written.

Invoices of the samples: 500 + 750 on the first, 200 (and 181.04 for EBP) on the second, a credit note of 100.
EBP: 1,250 + 381.04 - 100 = 1,531.04. Sage 100: 1,250 + 200 - 100 = 1,350; set aside are a line without value
(99), a delivery (100), an order (50) and a purchase (800).
"""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from solver.intake import prepare_tools
from solver.intake.booking.account_codes import AccountCodes
from solver.intake.history.sales import build_sales
from solver.intake.quality.reconcile import reconcile
from solver.intake.reading.sources import read_source
from solver.intake.reading.typed import read_values
from solver.parameters import Source
from solver.words.errors import PortfolioError
from tests.intake.conftest import small_firm

SAMPLES = Path(__file__).with_name("samples")


def sample(name, table, preset):
    return Source(table=table, path=str(SAMPLES / name), preset=preset)


def values(name, table, preset):
    return read_values(read_source(sample(name, table, preset))).table


def sales_book(name, preset, accounts):
    typed = read_values(read_source(sample(name, "sales", preset)))
    return build_sales([typed], AccountCodes(pd.Series(accounts, dtype="str")), date(2025, 12, 31))


def revenue(sourced):
    return sourced.table.groupby("account_id")["revenue_eur"].sum().round(2).to_dict()


def test_ebp_clients_come_with_address_rep_and_company_number():
    table = values("ebp_clients.csv", "accounts", "ebp_clients")
    first = table.iloc[0]
    assert table["account_id"].tolist() == ["DUP0001", "MAR0001", "LER0001"]
    assert first[["name", "rep_id", "siret", "town", "country", "email"]].tolist() == [
        *("Menuiserie Dupont", "R1", "73282932000074", "SAINT-MALO", "FR", "eric@dupont.example"),
    ]
    assert table["kind"].isna().all()


def test_ebp_clients_hold_people_too_but_not_for_every_client():
    made = prepare_tools(
        small_firm(
            [
                sample("ebp_clients.csv", "accounts", "ebp_clients"),
                sample("ebp_clients.csv", "contacts", "ebp_clients"),
                sample("ebp_documents.csv", "sales", "ebp_documents"),
            ]
        )
    )
    assert made.contacts["name"].tolist() == ["Éric DUPONT", "Zoé MARTIN"]
    assert made.sales["revenue_eur"].sum() == pytest.approx(1531.04)
    assert dict(zip(made.accounts["account_id"], made.accounts["kind"], strict=True)) == {
        "DUP0001": "client",
        "LER0001": "prospect",
        "MAR0001": "client",
    }


@pytest.mark.parametrize("name", ["ebp_documents.csv", "ebp_documents_old.csv"])
def test_ebp_documents_come_with_their_lines_whatever_the_version(name):
    sourced = sales_book(name, "ebp_documents", ["DUP0001", "MAR0001"])
    assert revenue(sourced) == {"DUP0001": 1150.0, "MAR0001": 381.04}
    assert sourced.table["order_id"].tolist() == [
        "FA00000101",
        "FA00000101",
        "FA00000102",
        "FA00000102",
        "AV00000007",
    ]
    assert [line["cause"] for line in reconcile(sourced)["causes"]] == ["no amount"]


def test_amounts_of_a_whole_ebp_document_are_told():
    told = sales_book("ebp_documents.csv", "ebp_documents", ["DUP0001", "MAR0001"]).repairs
    beside = told[told["problem"].eq("an amount of the whole document, which its lines do not hold")]
    worth = dict(zip(beside["column"], beside["worth_eur"], strict=True))
    # Each document repeats them on every line; they count once.
    assert worth == {"Document - Montant de la remise": 38.1, "Document - Frais de port HT": 15}
    assert not told["problem"].eq("the lines of a document do not add up to its total").any()


def test_a_document_whose_lines_miss_something_is_told(tmp_path):
    text = (SAMPLES / "ebp_documents.csv").read_text(encoding="cp1252").replace(";750,00", ";700,00")
    (tmp_path / "documents.csv").write_text(text, encoding="cp1252", newline="\n")
    source = Source(table="sales", path=str(tmp_path / "documents.csv"), preset="ebp_documents")
    codes = AccountCodes(pd.Series(["DUP0001", "MAR0001"], dtype="str"))
    told = build_sales([read_values(read_source(source))], codes, date(2025, 12, 31)).repairs
    (row,) = told[told["problem"].eq("the lines of a document do not add up to its total")].to_dict("records")
    assert "FA00000101" in row["found"]
    assert row["worth_eur"] == -50


def test_sage_50_clients_are_called_by_their_name_and_their_type_is_no_kind():
    table = values("sage50_clients.txt", "accounts", "sage50_clients")
    assert table["account_id"].tolist() == ["001", "003", "007"]
    assert table["name"].tolist() == ["Menuiserie Dupont", "Garage Martin & Fils", "Leroy Élise"]
    assert table["kind"].isna().all()
    assert table["postcode"].tolist() == ["35400", "29200", "29000"]


def test_sage_100_tells_prospects_from_clients_and_leaves_suppliers_out():
    made = prepare_tools(
        small_firm(
            [
                sample("sage100_clients.csv", "accounts", "sage100_clients"),
                sample("sage100_clients.csv", "contacts", "sage100_clients"),
                sample("sage100_documents.csv", "sales", "sage100_documents"),
            ]
        )
    )
    kinds = dict(zip(made.accounts["account_id"], made.accounts["kind"], strict=True))
    assert kinds == {"CDUPONT": "client", "CMARTIN": "client", "PLEROY": "prospect"}
    assert made.contacts["name"].tolist() == ["Éric Dupont", "Élise Leroy"]
    assert made.accounts["since_on"].dt.year.tolist() == [2011, 2018, 2025]


def test_sage_100_invoices_count_and_other_documents_are_set_aside():
    sourced = sales_book("sage100_documents.csv", "sage100_documents", ["CDUPONT", "CMARTIN", "FACIER"])
    assert revenue(sourced) == {"CDUPONT": 1150.0, "CMARTIN": 200.0}
    told = reconcile(sourced)
    assert {line["cause"]: line["revenue_eur"] for line in told["causes"]} == {
        "DL_Valorise is “0”: not for this table": 99,
        "DO_Domaine is “1”: not for this table": 800,
        "DO_Type is “1”: not for this table": 50,
        "DO_Type is “3”: not for this table": 100,
    }
    assert told["holds"]


def booked(typed, text, account="C1", **options):
    codes = AccountCodes(pd.Series([account], dtype="str"))
    return build_sales([typed("sales", text, **options)], codes, date(2025, 12, 31))


def test_a_list_of_credit_notes_is_checked_for_those_it_does_not_cover(typed):
    """Next month's AV3 is not in the list that was written for AV2."""
    text = (
        "Numéro;Date;Code client;Montant HT\nFA1;15/01/2025;C1;100\n"
        "AV2;15/02/2025;C1;30\nAV3;15/03/2025;C1;20\n"
    )
    with pytest.raises(PortfolioError, match=r"AV3, .*€20\.00.*\{Numéro: \[AV2, AV3\]\}"):
        booked(typed, text, credit_notes={"Numéro": ["AV2"]})
    assert revenue(booked(typed, text, credit_notes={"Numéro": ["AV2", "AV3"]})) == {"C1": 50}


def test_many_credit_notes_are_named_by_how_they_begin(typed):
    rows = "".join(f"AV2025{n:02d};{n:02d}/02/2025;C1;1\n" for n in range(1, 16))
    text = f"Numéro;Date;Code client;Montant HT\nFA1;15/01/2025;C1;100\n{rows}"
    with pytest.raises(PortfolioError, match=r"\{Numéro: \[AV2\*\]\}"):
        booked(typed, text)
    assert revenue(booked(typed, text, credit_notes={"Numéro": ["AV2*"]})) == {"C1": 85}


def test_a_number_that_serves_twice_hides_no_credit_note(typed):
    text = "Numéro;Date;Code client;Montant HT\nAV2;15/02/2024;C1;30\nAV2;15/02/2025;C1;-40\n"
    with pytest.raises(PortfolioError, match=r"AV2, .*€30\.00"):
        booked(typed, text)


@pytest.mark.parametrize("amount", ["€30", "+30", "30 €", "CHF 30", "1E1"])
def test_an_amount_however_written_is_turned(typed, amount):
    text = f"Numéro;Date;Code client;Type;Montant HT\nF1;15/01/2025;C1;F;100\nX2;15/02/2025;C1;A;{amount}\n"
    turned = typed("sales", text, credit_notes={"Type": ["A"]})
    assert turned.micros.iloc[1] == (-10 if amount == "1E1" else -30) * 1_000_000


def test_the_sign_of_an_entry_is_no_matter_of_its_number(typed):
    rows = [
        ("VE", "1", "20250115", "411000", "C1", "AV0001", "120,00", "0,00"),
        ("VE", "1", "20250115", "706000", "", "AV0001", "0,00", "100,00"),
        ("VE", "1", "20250115", "445710", "", "AV0001", "0,00", "20,00"),
    ]
    header = (
        "JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\tCompAuxNum\tCompAuxLib\t"
        "PieceRef\tPieceDate\tEcritureLib\tDebit\tCredit\tEcritureLet\tDateLet\tValidDate\t"
        "Montantdevise\tIdevise\n"
    )
    lines = "".join(
        f"{journal}\tVentes\t{number}\t{day}\t{account}\tx\t{aux}\tx\t{paper}\t{day}\tx\t{debit}\t{credit}"
        f"\t\t\t{day}\t\t\n"
        for journal, number, day, account, aux, paper, debit, credit in rows
    )
    assert revenue(booked(typed, header + lines, preset="fec")) == {"C1": 100}


def test_credit_notes_without_a_minus_are_refused_and_then_turned(typed):
    text = (
        "Numéro;Date;Code client;Type;Montant HT\nFA1;15/01/2025;C1;Facture;100\nAV2;15/02/2025;C1;Avoir;30\n"
    )
    codes = AccountCodes(pd.Series(["C1"], dtype="str"))
    with pytest.raises(PortfolioError, match=r"like a credit note, AV2, .*€30\.00.*\{Numéro: \[AV2\]\}"):
        build_sales([typed("sales", text)], codes, date(2025, 12, 31))
    sales = build_sales([typed("sales", text, credit_notes={"Numéro": []})], codes, date(2025, 12, 31))
    assert revenue(sales) == {"C1": 130}
    told = build_sales([typed("sales", text, credit_notes={"Type": ["avoir"]})], codes, date(2025, 12, 31))
    assert revenue(told) == {"C1": 70}
    assert "counted as negative" in told.repairs["used"].tolist()
