from datetime import date
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from solver.intake.booking.account_codes import AccountCodes
from solver.intake.history.sales import build_sales
from solver.intake.quality.reconcile import reconcile
from solver.intake.reading.sources import labels, read_source
from solver.intake.reading.typed import read_values
from tests.everyday import draws
from tests.intake.conftest import refusal

HEADER = "N° facture;Date facture;Code client;Famille;Montant HT\n"
AS_OF = date(2025, 12, 31)


@pytest.fixture
def sourced(source):
    def make(*contents, codes=("C1", "C2"), **options):
        sources = [
            source("sales", text, name=f"sales{n}.csv", **options) for n, text in enumerate(contents, 1)
        ]
        typed = [
            read_values(read_source(each, label))
            for each, label in zip(sources, labels(sources), strict=True)
        ]
        return build_sales(typed, AccountCodes(pd.Series(codes, dtype="str")), AS_OF)

    return make


def invoices(count, account="C1", day="15/01/2025", amount="100,00"):
    return "".join(f"F{n};{day};{account};EPI;{amount}\n" for n in range(count))


def test_amounts_are_signed_and_exact(sourced):
    made = sourced(HEADER + "F1;15/01/2025;C1;EPI;1 200,50\nA1;16/01/2025;C1;EPI;-200,25\n")
    assert made.table["revenue_eur"].tolist() == [1200.5, -200.25]
    assert made.repairs.empty


def test_each_row_is_set_aside_for_its_own_cause(sourced):
    text = HEADER + invoices(200)
    text += "X1;15/01/2025;C1;EPI;\nX2;15/01/2025;C1;EPI;douze\nX3;;C1;EPI;1,00\nX4;32/01/2025;C1;EPI;2,00\n"
    text += "X5;15/01/2025;;EPI;3,00\nX6;15/01/2025;C9;EPI;4,00\nX7;01/01/2026;C1;EPI;5,00\n"
    made = sourced(text)
    told = made.repairs.set_index("found", drop=False)[["row", "problem", "worth_eur"]]
    assert len(made.table) == 200
    assert made.repairs["problem"].tolist() == [
        "no amount",
        "the amount is not a number",
        "no date",
        "this is not a date",
        "no account code",
        "this account is in no accounts file",
        "dated after the day the portfolio is looked at",
    ]
    assert told.loc["C9"].tolist() == [207, "this account is in no accounts file", 4.0]
    assert told.loc["32/01/2025", "worth_eur"] == 2.0
    assert told.loc["douze"].isna()["worth_eur"]


def test_the_books_balance_on_a_file_worked_by_hand(sourced):
    first = (
        HEADER
        + invoices(100)
        + "F200;10/03/2024;C2;EPI;-50,10\nX6;15/01/2025;C9;EPI;40,05\nX3;;C1;EPI;9,95\n;;Total;;9 999,90\n"
    )
    report = reconcile(sourced(first, HEADER.replace(";Famille", "") + "G1;13/02/2025;C1;0,01\n"))
    assert report["by_file"] == [
        {
            "file": "sales1.csv",
            "rows_in": 103,
            "rows_kept": 101,
            "rows_set_aside": 2,
            "rows_unpriced": 0,
            "revenue_in_eur": 9999.90,
            "revenue_kept_eur": 9949.90,
            "revenue_set_aside_eur": 50.0,
        },
        {
            "file": "sales2.csv",
            "rows_in": 1,
            "rows_kept": 1,
            "rows_set_aside": 0,
            "rows_unpriced": 0,
            "revenue_in_eur": 0.01,
            "revenue_kept_eur": 0.01,
            "revenue_set_aside_eur": 0.0,
        },
    ]
    years = {
        (row["file"], row["year"]): (row["rows_kept"], row["revenue_kept_eur"], row["revenue_set_aside_eur"])
        for row in report["by_year"]
    }
    assert years == {
        ("sales1.csv", 2024): (1, -50.1, 0.0),
        ("sales1.csv", 2025): (100, 10000.0, 40.05),
        ("sales1.csv", None): (0, 0.0, 9.95),
        ("sales2.csv", 2025): (1, 0.01, 0.0),
    }
    assert report["causes"] == [
        {"file": "sales1.csv", "cause": "no date", "rows": 1, "revenue_eur": 9.95},
        {
            "file": "sales1.csv",
            "cause": "this account is in no accounts file",
            "rows": 1,
            "revenue_eur": 40.05,
        },
    ]
    assert report["holds"]


@settings(max_examples=draws(12, 100), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.decimals(-(10**6), 10**6, places=2),
            st.sampled_from(["C1", "C2"]),
            st.dates(date(2020, 1, 1), AS_OF),
        ),
        min_size=1,
        max_size=40,
    )
)
def test_whatever_the_lines_not_a_cent_is_lost(sourced, lines):
    text = HEADER + "".join(
        f"F{n};{day:%d/%m/%Y};{code};EPI;{f'{amount:.2f}'.replace('.', ',')}\n"
        for n, (amount, code, day) in enumerate(lines)
    )
    made = sourced(text, date_order="dmy")
    report = reconcile(made)
    assert report["holds"]
    assert Decimal(str(report["by_file"][0]["revenue_in_eur"])) == sum(amount for amount, *_rest in lines)
    assert round(made.table["revenue_eur"].sum(), 2) == float(sum(amount for amount, *_rest in lines))


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (
            "15/01/2025;C9;EPI;1,00",
            "row 102, column “Code client”: this account is in no accounts file in 20 of 120 rows"
            "|add the missing accounts to an accounts file|nearest code there is “C",
        ),
        ("hier;C1;EPI;1,00", "row 102, column “Date facture”: this is not a date in 20 of 120 rows"),
        (
            "15/01/2026;C1;EPI;1,00",
            "row 102, column “Date facture”: dated after the day the portfolio is looked at in 20 of 120 rows"
            "|set as_of to the last day of the data",
        ),
        ("15/01/2025;C1;EPI;x", "row 102, column “Montant HT”: this is not a number in 20 of 120 rows"),
    ],
)
def test_more_than_a_twentieth_of_the_rows_is_too_many(sourced, bad, message):
    text = HEADER + invoices(100) + "".join(f"X{n};{bad}\n" for n in range(20))
    with refusal(*message.split("|")):
        sourced(text)


def test_one_row_that_weighs_more_than_a_twentieth_of_the_money_is_too_much(sourced):
    text = HEADER + invoices(100) + "X1;15/01/2025;C9;EPI;700,00\n"
    with refusal(
        "row 102, column “Code client”: this account is in no accounts file; €700.00 hang on it, 6.5%"
    ):
        sourced(text)


def test_lines_without_an_amount_may_be_comments_but_not_half_the_file(sourced):
    comments = "".join(f"F{n};15/01/2025;C1;;\n" for n in range(40))
    assert len(sourced(HEADER + invoices(60) + comments).table) == 60
    with refusal("no amount in 200 of 260 rows"):
        sourced(HEADER + invoices(60) + comments * 5)


def test_the_same_line_twice_is_flagged_and_kept(sourced):
    made = sourced(HEADER + "F1;15/01/2025;C1;EPI;10,00\n" * 2 + "F1;15/01/2025;C1;EPI;20,00\n")
    assert made.table["revenue_eur"].sum() == 40.0
    assert made.repairs[["row", "found", "used", "worth_eur"]].to_numpy().tolist() == [
        [3, "F1, as on line 2", "both lines are kept", 10.0]
    ]


def test_line_numbers_tell_a_true_repetition(sourced):
    header = "N° facture;N° ligne;Date facture;Code client;Montant HT\n"
    many = "".join(f"F{n};1;15/01/2025;C1;10,00\n" for n in range(100))
    made = sourced(header + many + "F5;1;15/01/2025;C1;10,00\nF5;2;15/01/2025;C1;10,00\n")
    assert len(made.table) == 101
    assert made.repairs[["row", "problem"]].to_numpy().tolist() == [
        [102, "the same line of the same document a second time"]
    ]


def test_without_document_numbers_an_account_and_a_day_make_an_order(sourced):
    made = sourced(
        "Date facture;Code client;Montant HT\n15/01/2025;C1;10\n15/01/2025;C1;20\n16/01/2025;C1;30\n"
    )
    assert made.table["order_id"].tolist() == ["C1 2025-01-15", "C1 2025-01-15", "C1 2025-01-16"]
    assert made.repairs["used"].tolist() == ["the lines of one account on one day count as one order"]


def test_codes_that_differ_by_zeros_or_case_alone_are_understood_and_told(sourced):
    made = sourced(HEADER + "F1;15/01/2025;42;EPI;10,00\nF2;15/01/2025;c1;EPI;10,00\n", codes=("00042", "C1"))
    assert made.table["account_id"].tolist() == ["00042", "C1"]
    assert made.repairs[["found", "used"]].to_numpy().tolist() == [["42", "00042"], ["c1", "C1"]]


def test_a_loose_code_that_fits_two_accounts_fits_none():
    codes = AccountCodes(pd.Series(["042", "0042", "C1"], dtype="str"))
    assert codes.find(pd.Series(["42", "042", "c1"], dtype="str")).isna().tolist() == [True, False, False]


def test_the_same_file_twice_is_refused(sourced):
    told = "sales2.csv: invoice lines of this file are in sales1.csv too: 50 of 50"
    with refusal(told, "→ take one of the two files out"):
        sourced(HEADER + invoices(50), HEADER + invoices(50))


def test_a_whole_invoice_that_two_files_hold_counts_once(sourced):
    made = sourced(
        HEADER + invoices(50),
        HEADER
        + "F7;15/01/2025;C1;EPI;100,00\n"
        + "".join(f"G{n};16/01/2025;C2;EPI;1,00\n" for n in range(60)),
    )
    assert len(made.table) == 110
    told = "this invoice is in sales1.csv too, and counts once"
    assert made.repairs[["file", "problem", "worth_eur"]].to_numpy().tolist() == [["sales2.csv", told, 100.0]]


def test_a_few_lines_shared_by_two_files_are_told_and_kept(sourced):
    made = sourced(
        HEADER + invoices(50),
        HEADER
        + "F7;15/01/2025;C1;EPI;100,00\nF7;15/01/2025;C1;EPI;5,00\n"
        + "".join(f"G{n};16/01/2025;C2;EPI;1,00\n" for n in range(60)),
    )
    assert len(made.table) == 112
    assert made.repairs[["file", "found", "worth_eur"]].to_numpy().tolist() == [["sales2.csv", "F7", 100.0]]


def test_a_column_with_tax_is_warned_about(sourced):
    made = sourced(
        "N° facture;Date facture;Code client;Total TTC\nF1;15/01/2025;C1;12,00\n",
        columns={"revenue_eur": "Total TTC"},
    )
    assert "tax is included" in made.repairs["problem"].iloc[0]


LINES = "Numéro du document;Date;Code client;Quantité;Montant Net HT;Coût de revient\n"
PIECES = (2, 3, 5, 8, 12, 20, 40)


@pytest.mark.parametrize(
    ("cost_of", "cost"),
    [
        (lambda pieces, amount: 0.7 * amount, 0.7 * 10 * sum(PIECES) * 4),
        (lambda pieces, amount: 7, 0.0),
    ],
    ids=["of the line", "of one piece"],
)
def test_the_cost_of_one_piece_is_not_taken_for_that_of_the_line(sourced, cost_of, cost):
    """A piece sells for 10 and costs 7: taken for the line's, 40 pieces would leave 393 of 400."""
    rows = [
        f"F{n}-{pieces};15/01/2025;C1;{pieces};{10 * pieces};{cost_of(pieces, 10 * pieces):g}"
        for n in range(4)
        for pieces in PIECES
    ]
    made = sourced(LINES + "\n".join(rows) + "\n", preset="ebp_documents")
    assert made.table["cost_eur"].sum() == pytest.approx(cost)
    told = made.repairs["problem"].str.startswith("the cost is that of one piece").sum()
    assert told == (0 if cost else 1)
