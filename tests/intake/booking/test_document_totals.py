"""The amount of a whole document on each of its rows: asked about, then counted once, with all its costs."""

import pytest

from solver.intake.booking.document_totals import (
    once_each,
    refuse_repeated_totals,
    repeated_totals,
    with_whole_documents,
)
from solver.intake.reading.sources import read_source
from solver.intake.reading.typed import read_values
from tests.intake.conftest import refusal

HEADER = "N° facture;Date facture;Code client;Article;Famille;Montant HT;Coût de revient\n"


@pytest.fixture
def read(source):
    def make(rows, **options):
        return read_source(source("sales", HEADER + "".join(f"{row}\n" for row in rows), **options))

    return make


@pytest.fixture
def counted(read):
    """Return the rows that count once the amounts are said to be those of the documents."""

    def make(rows, **options):
        raw = read(rows, document_amounts=True, **options)
        typed = with_whole_documents(read_values(once_each(raw)), raw)
        return typed, typed.table[typed.raw.counting]

    return make


TWICE = ["F1;15/01/2024;C1;Vis;A;300;100", "F1;15/01/2024;C1;Clou;B;300;80"]


@pytest.mark.parametrize(
    "other",
    ["F1;17/01/2025;C1;Vis;A;50;10", "F1;15/01/2024;C2;Vis;A;50;10"],
    ids=["next year", "another client"],
)
def test_a_number_that_begins_again_is_another_document(read, counted, other):
    rows = [*TWICE, other]
    assert repeated_totals(read(rows)).tolist() == [300_000_000] * 2
    assert counted(rows)[1]["revenue_eur"].tolist() == [300, 50]


@pytest.mark.parametrize(
    "row",
    ["F{n};2{k}/01/2024;C1;Vis;A;{n}00;10", "F{n};15/01/2024;C{k};Vis;A;{n}00;10"],
    ids=["a day on each line", "a site on each line"],
)
def test_totals_repeat_though_each_line_has_its_day_or_its_site(read, counted, row):
    """5 invoices of 100 to 500 on 3 lines each: 1,500 in all, and 3,000 too much if added up."""
    rows = [row.format(n=n, k=k) for n in range(1, 6) for k in range(3)]
    with refusal("on 5 documents of several rows", "€3,000.00 less"):
        refuse_repeated_totals(read(rows))
    assert counted(rows)[1]["revenue_eur"].tolist() == [100, 200, 300, 400, 500]


def test_a_number_that_begins_again_at_the_same_amount_is_another_document(counted):
    rows = [*TWICE, *(row.replace("2024", "2025") for row in TWICE)]
    assert counted(rows)[1]["revenue_eur"].tolist() == [300, 300]


def test_a_few_documents_that_are_otherwise_hide_nothing_and_are_named(read):
    rows = [f"{row.replace('F1', f'F{n}')}" for n in range(1, 10) for row in TWICE]
    mixed = ["F77;15/01/2024;C1;Vis;A;10;1", "F77;15/01/2024;C1;Clou;A;20;1"]
    with refusal("on 9 documents of several rows", "not so on “F77”", "€2,700.00 less"):
        refuse_repeated_totals(read([*rows, *mixed]))


def test_four_of_five_documents_that_say_one_amount_are_most_and_three_are_not(read):
    def said(alike):
        rows = [row.replace("F1", f"F{n}") for n in range(1, 6) for row in TWICE]
        return read([row.replace(";300;80", ";200;80") if row[1] > str(alike) else row for row in rows])

    assert len(repeated_totals(said(4))) == 2 * 4
    assert repeated_totals(said(3)) is None


@pytest.mark.parametrize("amount", ["0", "", "n.c."])
def test_rows_without_an_amount_neither_hide_a_total_nor_take_its_place(read, counted, amount):
    rows = [f"F1;15/01/2024;C1;Port;A;{amount};5", *TWICE]
    assert repeated_totals(read(rows)).tolist() == [300_000_000] * 2
    assert counted(rows)[1]["revenue_eur"].tolist() == [300]


def test_the_stated_decimal_mark_counts(read):
    rows = ["F1;15/01/2024;C1;Vis;A;1.500;1", "F1;15/01/2024;C1;Clou;A;1.500;1"]
    assert repeated_totals(read(rows, decimal=".")).tolist() == [1_500_000] * 2
    assert repeated_totals(read(rows, decimal=",")).tolist() == [1_500_000_000] * 2


def test_two_amounts_in_one_document_are_refused_and_none_is_lost(read):
    rows = [*TWICE, "F2;15/01/2024;C1;Vis;A;100;1", "F2;15/01/2024;C1;Clou;A;40;1"]
    with refusal("the rows of F2 say several amounts, €100.00 and €40.00", "“F2”", "row 4"):
        once_each(read(rows, document_amounts=True))


def test_amounts_that_differ_by_cents_are_said_to_the_cent(read):
    rows = ["F2;15/01/2024;C1;Vis;A;100,05;1", "F2;15/01/2024;C1;Clou;A;100,50;1"]
    with refusal("€100.05 and €100.50 among them", "row 2"):
        once_each(read(rows, document_amounts=True))


@pytest.mark.parametrize("hours", [(" 08:15", " 17:40:05"), ("", "T09:30"), ("  ", "")])
def test_the_hour_of_a_line_makes_no_document_of_its_own(read, hours):
    rows = [row.replace("15/01/2024", f"2024-01-15{hour}") for row, hour in zip(TWICE, hours, strict=True)]
    again = [row.replace("F1", "F2") for row in rows]
    assert repeated_totals(read([*rows, *again])).tolist() == [300_000_000] * 4
    assert len(once_each(read([*rows, *again], document_amounts=True)).asides[-1].rows) == 2


def test_whoever_says_that_amounts_are_of_documents_needs_their_number(source):
    text = "Date facture;Code client;Montant HT\n15/01/2024;C1;300\n"
    with refusal("no column holds the number", "order_id"):
        once_each(read_source(source("sales", text, document_amounts=True)))


def test_the_costs_of_all_rows_stay_and_the_family_of_several_is_unknown(counted):
    """100 and 80 are the costs of two lines; 60 on both rows of F2 is too, for F1 and F3 say so."""
    rows = [
        *TWICE,
        *(row.replace("F1", "F3") for row in TWICE),
        "F2;15/01/2024;C1;Vis;A;90;30",
        "F2;15/01/2024;C1;Clou;A;90;30",
    ]
    typed, kept = counted(rows)
    assert kept["cost_eur"].tolist() == [180, 180, 60]
    assert kept["family"].isna().tolist() == [True, True, False]
    assert "their sum; none where one is missing" in typed.raw.repairs["used"].tolist()


def test_a_cost_that_repeats_as_the_amount_does_counts_once(counted):
    assert counted([row.replace(";80", ";100") for row in TWICE])[1]["cost_eur"].tolist() == [100]


def test_a_cost_is_unknown_where_that_of_one_row_is(counted):
    kept = counted([TWICE[0], TWICE[1].removesuffix("80")] + [r.replace("F1", "F2") for r in TWICE])[1]
    assert kept["cost_eur"].isna().tolist() == [True, False]


def test_four_of_five_documents_that_repeat_their_cost_are_enough_and_three_are_not(counted):
    same = [row.replace("F1", f"F{n}").replace(";80", ";100") for n in range(2, 6) for row in TWICE]
    assert counted([*TWICE, *same])[1]["cost_eur"].tolist() == [100] * 5
    assert counted([*TWICE, *same[:6]])[1]["cost_eur"].tolist() == [180] + [200] * 3


def test_of_columns_whose_lines_add_up_the_first_of_the_file_is_named(source):
    rows = "".join(f"F1;15/01/2024;C1;300;{part};{part}\n" for part in (200, 100))
    text = f"N° facture;Date facture;Code client;Montant HT;Valeur;Ligne\n{rows}"
    with refusal("“Valeur” adds up to it"):
        refuse_repeated_totals(read_source(source("sales", text)))


def test_lines_that_add_up_to_it_are_read_instead_even_where_two_are_alike(source):
    text = (
        "N° facture;Date facture;Code client;Montant HT;Ligne HT\n"
        "F1;15/01/2024;C1;300;100\nF1;15/01/2024;C1;300;100\nF1;15/01/2024;C1;300;50\nF1;15/01/2024;C1;300;50\n"
    )
    with refusal("“Ligne HT” adds up to it"):
        refuse_repeated_totals(read_source(source("sales", text)))


@pytest.mark.parametrize(("alike", "told"), [(True, True), (False, False)])
def test_a_long_file_is_looked_at_in_part_first_and_then_whole(read, monkeypatch, alike, told):
    """Two blocks of four rows are looked at of thirty rows: fifteen documents of two rows each."""
    monkeypatch.setattr("solver.intake.booking.document_totals.SAMPLE", 8)
    monkeypatch.setattr("solver.intake.booking.document_totals.BLOCK", 4)
    rows = [row.replace("F1", f"F{n:02d}") for n in range(15) for row in TWICE]
    rows = rows if alike else [row.replace(";300;80", ";200;80") for row in rows]
    found = repeated_totals(read(rows))
    assert (found is not None) is told
    assert found is None or len(found) == 30


def test_rows_that_are_word_for_word_the_same_are_told_elsewhere(read):
    assert repeated_totals(read([TWICE[0], TWICE[0]])) is None


def test_only_a_file_of_sales_with_numbers_and_amounts_can_repeat_totals(source):
    rows = "15/01/2024;C1;Ann;F1;300\n15/01/2024;C1;Ann;F1;300,00\n"
    text = "Date;Code client;Commercial;N° facture;Montant HT\n" + rows
    assert len(repeated_totals(read_source(source("sales", text)))) == 2
    visits = read_source(source("visits", "Date;Code client;Commercial\n15/01/2024;C1;Ann\n"))
    assert repeated_totals(visits) is None
    unnumbered = read_source(source("sales", text.replace("N° facture", "Truc")))
    assert repeated_totals(unnumbered) is None
