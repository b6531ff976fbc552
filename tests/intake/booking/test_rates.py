"""Rates of exchange beside the amounts: which column holds them, and what they make of an amount."""

import pandas as pd
import pytest

from solver.intake.booking.rates import at_rates, column_of_rates, rates_of, rates_of_rows
from solver.intake.reading.sources import read_source
from tests.intake.conftest import refusal

HEADER = "N° facture;Date facture;Code client;Montant HT;Devise;Cours\n"


@pytest.fixture
def read(source):
    """Return invoices written as (currency, rate), and the currency of each."""

    def make(*rows, header=HEADER, **rules):
        text = "".join(f"F{n};15/01/2025;C1;100;{row[0]};{row[1]}\n" for n, row in enumerate(rows))
        raw = read_source(source("sales", header + text, **rules))
        return raw, raw.table["Devise"]

    return make


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([("EUR", "1"), ("CHF", "0,95")], True),
        ([("EUR", ""), ("CHF", "0,95")], True),
        ([("EUR", "0"), ("CHF", "0,95")], True),
        ([("CHF", "0,95"), ("USD", "0,9")], True),  # none in the firm's own
        ([("EUR", "1"), ("CHF", "1"), ("USD", "0,9")], True),  # at par that day
        ([("EUR", "1"), ("CHF", "1")], False),
        ([("EUR", "1"), ("CHF", "0")], False),
        ([("EUR", "1"), ("CHF", "-0,95")], False),
        ([("EUR", "1"), ("CHF", "0,95"), ("USD", "")], False),
        ([("EUR", "2"), ("CHF", "0,95")], False),
        ([("EUR", "1"), ("EUR", "2"), ("CHF", "0,95")], False),
        ([("EUR", "1"), ("EUR", "1")], False),  # no other currency
    ],
)
def test_a_column_of_rates_has_one_in_the_firms_own_currency_and_others_above_nothing(read, rows, told):
    raw, said = read(*rows)
    assert column_of_rates(raw, said, "EUR") == ("Cours" if told else None)


def test_a_column_is_one_of_rates_by_its_name(read):
    rows = [("EUR", "1"), ("CHF", "0,95")]
    assert column_of_rates(*read(*rows, header=HEADER.replace("Cours", "Taux de change")), "EUR") is not None
    assert column_of_rates(*read(*rows, header=HEADER.replace("Cours", "Poids")), "EUR") is None


def test_of_two_columns_of_rates_the_first_of_the_file_counts(source):
    header = "N° facture;Date facture;Code client;Montant HT;Devise;Taux de change;Cours\n"
    raw = read_source(source("sales", header + "F1;15/01/2025;C1;100;CHF;0,9;0,8\n"))
    assert column_of_rates(raw, raw.table["Devise"], "EUR") == "Taux de change"


def test_the_name_of_a_column_may_begin_as_an_inverse_does(source):
    header = "N° facture;Date facture;Code client;Montant HT;Devise;1/Cours;Cours\n"
    rates = {"CHF": "1/Cours"}
    raw = read_source(source("sales", header + "F1;15/01/2025;C1;100;CHF;2,5;0,4\n", rates=rates))
    assert rates_of_rows(raw, raw.table["Devise"], rates_of(raw), raw.table.index).tolist() == [2.5]


def test_a_rate_is_stated_for_all_or_stands_in_a_column_one_way_or_the_other(read):
    rows = [("EUR", "1"), ("CHF", "0,5"), ("CHF", "0,8"), ("USD", "9")]
    for way, found in (("Cours", [1, 0.5, 0.8, 2]), ("1/Cours", [1, 2, 1.25, 2])):
        raw, said = read(*rows, rates={"chf": way, "USD": 2.0})
        assert rates_of_rows(raw, said, rates_of(raw), raw.table.index).tolist() == found


def test_a_row_that_counts_needs_a_rate_above_nothing_and_one_that_does_not_is_left_as_it_is(read):
    for cell in ("", "0", "-2", "n.c."):
        raw, said = read(("CHF", "0,5"), ("CHF", cell), rates={"CHF": "Cours"})
        with refusal("no rate of exchange stands beside an amount in CHF", "row 3", "rates: {CHF: …}"):
            rates_of_rows(raw, said, rates_of(raw), raw.table.index)
    raw, said = read(("CHF", "0,5"), ("CHF", ""), rates={"CHF": "Cours"})
    assert rates_of_rows(raw, said, rates_of(raw), raw.table.index[:1]).tolist() == [0.5, 1]


@pytest.mark.parametrize(
    ("mark", "cell", "rate"), [(",", "1,085", 1.085), (".", "1.085", 1.085), (None, "2", 2)]
)
def test_three_decimals_are_no_thousands_where_one_mark_stands_in_the_rates(read, mark, cell, rate):
    told = {"decimal": mark} if mark else {}
    raw, said = read(("CHF", cell), ("CHF", "2"), rates={"CHF": "Cours"}, **told)
    assert rates_of_rows(raw, said, rates_of(raw), raw.table.index).tolist() == [rate, 2]


def test_amounts_at_a_rate_are_rounded_to_the_millionth_or_to_the_cent_and_at_par_left_as_they_are():
    """10.001 at a third are 3.333667, to the cent 3.33; −0.05 at a tenth is half a cent."""
    micros = pd.Series([10_001_000, 10_001_000, 16_000, 5_000])
    rate = pd.Series([1 / 3, 1.0, 0.5])
    assert at_rates(micros, rate, to_the_cent=False).tolist() == [3_333_667, 10_001_000, 8_000, 5_000]
    assert at_rates(micros, rate, to_the_cent=True).tolist() == [3_330_000, 10_001_000, 10_000, 5_000]
