"""What is overdue, off the lettering of a FEC: where lettering is a habit, payments on account deducted."""

from datetime import date

import pandas as pd
import pytest

from solver.intake.booking.account_codes import AccountCodes
from solver.intake.history.overdue import SAID, build_overdue
from solver.report.quality.partners import gaps

HEADER = [
    *("JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "CompAuxNum"),
    *("CompAuxLib", "PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit", "EcritureLet", "DateLet"),
    *("ValidDate", "Montantdevise", "Idevise"),
]
AS_OF = date(2025, 12, 31)
AMOUNTS = dict.fromkeys(("overdue_eur", "late_eur", "outstanding_eur", "credit_limit_eur"), "float64")
TYPES = AMOUNTS | {"account_id": "str", "overdue_on": "datetime64[us]", "risk_grade": "str"}


def entry(number, day, client, amount, letter="", journal="VE", document=None):
    """Return the lines of an invoice, or of a payment where the amount is below zero."""
    other = "706000" if amount > 0 else "512000"
    lines = [("411000", "Clients", client, amount), (other, "x", "", -amount)]
    return [
        [
            *(journal, journal, number, day, account, name, who, who, f"P{number}", document or day, "x"),
            *(f"{max(value, 0)},00", f"{max(-value, 0)},00", letter if who else "", "", day, "", ""),
        ]
        for account, name, who, value in lines
    ]


def fec(*entries):
    rows = [HEADER, *(line for lines in entries for line in lines)]
    return "".join("\t".join(map(str, row)) + "\n" for row in rows)


def settled(count, lettered):
    """Return invoices of 2024, so many of them lettered."""
    return [entry(n, "20240115", "C1", 10, "A" if n < lettered else "") for n in range(count)]


@pytest.fixture
def owed(typed):
    def make(*texts, stated=None):
        told = pd.DataFrame(stated or [], columns=["account_id", *SAID]).astype(TYPES)
        files = [typed("sales", text, preset="fec", name=f"{n}.txt") for n, text in enumerate(texts)]
        return build_overdue(told, files, AccountCodes(pd.Series(["C1", "C2"], dtype="str")), AS_OF)

    return make


def rows(table):
    return [(row.account_id, row.overdue_eur, f"{row.overdue_on:%Y-%m-%d}") for row in table.itertuples()]


def test_open_invoices_older_than_the_law_allows_are_overdue(owed):
    """C1: 100 of 1 September counts, 40 of 1 December does not; C2 paid 30 of its 80 without lettering."""
    table, facts = owed(
        fec(*settled(10, 10)),
        fec(
            entry(1, "20250901", "C1", 100),
            entry(2, "20251201", "C1", 40),
            entry(3, "20250302", "C2", 80),
            entry(4, "20250402", "C2", -30),
            entry(5, "20251231", "C2", 5, "B"),
        ),
    )
    assert rows(table) == [("C1", 100, "2025-10-31"), ("C2", 50, "2025-05-01")]
    assert facts["lettered_share"] == 1
    assert facts["overdue_eur"] == 150


def test_what_was_paid_settles_the_oldest_first(owed):
    table, _facts = owed(
        fec(*settled(10, 10)),
        fec(
            entry(1, "20250101", "C1", 60),
            entry(2, "20250601", "C1", 50),
            entry(3, "20251231", "C1", -60),
        ),
    )
    assert rows(table) == [("C1", 50, "2025-07-31")]


def test_what_the_last_file_brings_forward_counts_once_and_from_its_document(owed):
    table, _facts = owed(
        fec(*settled(10, 10), entry(20, "20241115", "C2", 70)),
        fec(
            entry(1, "20250101", "C2", 70, journal="AN", document="20241115"),
            entry(2, "20251231", "C1", 5, "B"),
        ),
    )
    assert rows(table) == [("C2", 70, "2025-01-14")]


def test_every_file_since_the_balances_were_brought_forward_counts(owed):
    """Half-years: 70 brought forward and 100 of March are open, 30 of them paid in the second file."""
    table, facts = owed(
        fec(*settled(10, 10), entry(20, "20241115", "C2", 70)),
        fec(
            entry(1, "20250101", "C2", 70, journal="AN", document="20241115"),
            entry(2, "20250301", "C1", 100),
        ),
        fec(entry(3, "20250901", "C1", -30), entry(4, "20251231", "C1", 5, "B")),
    )
    assert rows(table) == [("C1", 70, "2025-04-30"), ("C2", 70, "2025-01-14")]
    assert facts["brought_forward"]


def test_where_nothing_brings_forward_what_was_open_nobody_can_tell(owed):
    table, facts = owed(
        fec(*settled(10, 10), entry(20, "20241115", "C2", 70)),
        fec(entry(2, "20250301", "C1", 100), entry(4, "20251231", "C1", 5, "B")),
    )
    assert table.empty
    assert not facts["brought_forward"]


def test_open_lines_none_of_which_is_old_are_not_overdue(owed):
    table, facts = owed(
        fec(*settled(10, 10), entry(20, "20251201", "C1", 40), entry(21, "20251231", "C2", 5))
    )
    assert table.empty
    assert facts["overdue_eur"] == 0


@pytest.mark.parametrize(("lettered", "share"), [(7, 0.7), (0, None)])
def test_where_lettering_is_no_habit_nobody_can_tell(owed, lettered, share):
    table, facts = owed(fec(*settled(10, lettered), entry(50, "20251231", "C1", 5, "Z")))
    assert table.empty
    assert facts["lettered_share"] == (share or 0)


def test_without_lettering_nothing_is_said(owed):
    table, facts = owed(fec(entry(1, "20250901", "C1", 100)))
    assert table.empty
    assert facts is None


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.9, "Overdue on 31 Dec 2025: 2 clients owe €150 for more than 60 days; 90% of the older entries"),
        (0.7, "Cannot tell what is overdue: 70% of the entries older than a year are lettered, and 80%"),
        (None, "Cannot tell what is overdue: no entry of a client is older than a year."),
    ],
)
def test_the_page_says_what_is_overdue_or_why_nobody_can_tell(faulty, share, said):
    facts = {"on": "2025-12-31", "lettered_share": share, "least_share": 0.8, "days": 60, "clients": 2}
    told = gaps({**faulty.quality, "overdue": {**facts, "overdue_eur": 150.0}})
    assert any(sentence.startswith(said) for sentence in told)


def test_the_page_says_that_no_file_brings_balances_forward(faulty):
    facts = {"lettered_share": 0.9, "least_share": 0.8, "brought_forward": False}
    said = "Cannot tell what is overdue: no file brings forward what clients owed"
    assert any(sentence.startswith(said) for sentence in gaps({**faulty.quality, "overdue": facts}))


OWED = fec(*settled(10, 10), entry(20, "20250101", "C1", 60), entry(21, "20251231", "C1", 5, "B"))


def test_what_accounting_says_goes_before_the_lettering(owed):
    """The books say C2, 30 since October; the open invoice of C1 has been settled since, or is disputed."""
    said = {"account_id": "C2", "overdue_eur": 30.0, "overdue_on": pd.Timestamp("2025-10-17")}
    table, facts = owed(OWED, stated=[said])
    assert rows(table) == [("C2", 30, "2025-10-17")]
    assert facts == {"on": "2025-12-31", "stated": True, "clients": 1, "overdue_eur": 30.0, "undated": 0}


def test_a_credit_limit_stands_beside_what_the_lettering_tells(owed):
    table, _facts = owed(OWED, stated=[{"account_id": "C2", "credit_limit_eur": 500.0}])
    columns = ["account_id", "overdue_eur", "credit_limit_eur"]
    assert table[columns].fillna(-1).to_numpy().tolist() == [["C1", 60.0, -1], ["C2", -1, 500.0]]


def test_the_page_asks_since_when_something_is_overdue(faulty):
    facts = {"on": "2025-12-31", "stated": True, "clients": 2, "overdue_eur": 150.0, "undated": 1}
    told = gaps({**faulty.quality, "overdue": facts})
    said = "Overdue on 31 Dec 2025, as accounting says: 2 clients owe €150. For 1 client nothing says since"
    assert any(sentence.startswith(said) for sentence in told)
