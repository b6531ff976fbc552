"""Codes of a database, shares of work done and deposits: what they mean where something proves it."""

import pytest

from solver.intake.booking.known_codes import deposits_count, is_of_deposits, verdicts_of_codes
from solver.intake.reading.sources import read_source


@pytest.mark.parametrize(
    "column", ["f.fk_statut", " F.FK_Statut ", "État (f.fk_statut)", "Etat [f.fk_statut]"]
)
def test_a_column_is_known_by_the_field_alone_or_in_brackets(column):
    told = verdicts_of_codes(column, ["0", "1.0", "2", "3", ""], "sales")
    assert told == {"0": "never", "1.0": "counts", "2": "counts", "3": "doubtful", "": "doubtful"}


def test_a_field_is_read_by_its_own_codes_and_an_empty_cell_is_in_doubt_though_there_is_none():
    assert verdicts_of_codes("f.type", ["0", "2"], "sales") == {"0": "counts", "2": "credit", "": "doubtful"}
    every = ["0", "1", "2", "3"]
    assert verdicts_of_codes("f.fk_statut", every, "sales")["1"] == "counts"  # all the codes there are
    assert verdicts_of_codes("f.type", ["1"], "sales") == {"1": "counts", "": "doubtful"}


@pytest.mark.parametrize(
    ("column", "values", "table"),
    [
        ("fk_statut", ["0", "1"], "sales"),  # of which table is not said
        ("État f.fk_statut", ["0", "1"], "sales"),
        ("f.fk_statut", ["0", "9"], "sales"),  # no such code
        ("f.fk_statut", ["", ""], "sales"),
        ("f.fk_statut", ["0", "1"], "visits"),
        ("Avancement", ["0", "100"], "sales"),
        ("Remarque", ["0", "100"], "visits"),
        ("Avancement", ["0", "50"], "visits"),  # nothing is done whole
        ("Avancement", ["100", "100,0"], "visits"),  # everything is
        ("Avancement", ["100", "101"], "visits"),
        ("Avancement", ["100", "-2"], "visits"),
        ("Avancement", ["100", "0", "hier"], "visits"),
        ("Avancement", [""], "visits"),
    ],
)
def test_what_is_no_code_of_the_field_and_no_share_is_not_read(column, values, table):
    assert verdicts_of_codes(column, values, table) is None


def test_transactions_are_known_by_the_codes_of_one_program_whatever_the_column_is_called():
    """Sales invoice, sales credit, sales receipt, receipt on account; a discount is for the firm to say."""
    told = verdicts_of_codes("Tr", ["SI", "SC", "SR", "SA"], "sales")
    assert told == {"SI": "counts", "SC": "credit", "SR": "never", "SA": "never", "": "doubtful"}
    assert verdicts_of_codes("Type", ["SI", "SD"], "sales")["SD"] == "doubtful"
    assert verdicts_of_codes("Type", ["ACCREC", "ACCPAY"], "sales")["ACCPAY"] == "never"
    assert verdicts_of_codes("Type", ["SI", "NO"], "sales") is None  # yes and no
    assert verdicts_of_codes("Type", ["SI", "SI"], "sales") is None


def test_of_visits_what_is_done_whole_counts_and_anything_less_is_in_doubt():
    values = ["100", "100 %", "100.0", "99", "50,0%", "0", "-1", ""]
    told = verdicts_of_codes("Pourcentage avancement", values, "visits")
    assert [value for value in values if told[value] == "counts"] == ["100", "100 %", "100.0"]
    assert {told[value] for value in values[3:]} == {"doubtful"}
    assert verdicts_of_codes("Avancement", ["100", "0"], "visits") == {
        "100": "counts",
        "0": "doubtful",
        "": "doubtful",
    }


@pytest.mark.parametrize(
    ("kind", "deposits"), [("Facture d'acompte", True), ("ACOMPTE", True), ("Facture", False), ("", False)]
)
def test_a_kind_of_documents_is_that_of_deposits_where_a_word_says_so(kind, deposits):
    assert is_of_deposits(kind) is deposits


@pytest.fixture
def read(source):
    """Return invoices written as (amount that is read, deposits taken off, another amount)."""

    def make(*rows, header="Montant HT;Acompte;Solde"):
        text = "".join(
            f"F{n};15/01/2025;C1;{';'.join(f'{cell:.2f}'.replace('.', ',') for cell in row)}\n"
            for n, row in enumerate(rows)
        )
        columns = {"revenue_eur": header.partition(";")[0]}
        return read_source(source("sales", f"N° facture;Date;Code client;{header}\n{text}", columns=columns))

    return make


GROSS, LEFT = (
    [(1000, 300, 700), (500, 100, 400), (80, 30, 50)],
    [(700, 300, 1000), (400, 100, 500), (50, 30, 80)],
)
WITHOUT = (90, 0, 5)


@pytest.mark.parametrize(
    ("rows", "count"),
    [
        (GROSS, False),  # 1,000 less 300 are 700: the amount that is read holds the deposits
        (LEFT, True),  # 700 and 300 are 1,000: it is what was left
        ([*GROSS, WITHOUT], False),  # where nothing is taken off, nothing is proven
        ([*LEFT, WITHOUT], True),
        ([(amount, -off, other) for amount, off, other in GROSS], False),  # written with their minus
        (GROSS[:2], None),
        ([*GROSS[:2], WITHOUT], None),
        ([*GROSS, (60, 10, 51)], None),
        ([*GROSS, (60, 10, 50.01)], False),
        ([*GROSS, (60, 10, 50.02)], None),
        ([*GROSS, (60, 0.01, 59.99)], False),
        ([*GROSS[:2], (60, 0.01, 59.99)], False),
    ],
)
def test_three_documents_from_which_deposits_are_taken_off_say_whether_these_count(read, rows, count):
    assert deposits_count(read(*rows)) is count


def test_any_other_column_of_amounts_may_be_the_one_that_shows_it_and_not_that_of_the_deposits(read):
    extra = [(*row, 7) for row in GROSS]
    assert deposits_count(read(*extra, header="Montant HT;Acompte;Solde;Port")) is False
    assert deposits_count(read(*extra, header="Montant HT;Acompte;Net;Poids")) is False
    assert deposits_count(read(*GROSS, header="Montant HT;Remise;Solde")) is None
    # Half of the amount each: less or more of it is no other column.
    assert deposits_count(read((200, 100, 9), (80, 40, 9), (60, 30, 9))) is None
    few = [(700, 0, 300, 1000), (400, 0, 100, 500), (50, 30, 30, 80)]  # the second column of deposits tells
    assert deposits_count(read(*few, header="Montant HT;Acompte;Acomptes;Total")) is True
