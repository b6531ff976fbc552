import re
from collections import Counter
from decimal import ROUND_HALF_EVEN, Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver.intake.values.numbers import MICRO, decimal_marks, read_numbers


def read(*texts, decimal=None, hints=None, unit=1):
    return read_numbers(pd.Series(texts, dtype="str"), decimal, hints, unit)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", "12"),
        ("0012", "12"),
        ("-3,5", "-3.5"),
        ("+3.5", "3.5"),
        ("1 234,50", "1234.50"),
        ("1\u00a0234,50 €", "1234.50"),
        ("1\u202f234\u202f567,89", "1234567.89"),
        ("1.234.567,8", "1234567.8"),
        ("1,234,567.8", "1234567.8"),
        ("1'234.5", "1234.5"),
        ("12,50-", "-12.50"),
        ("(12,50)", "-12.50"),
        ("−7", "-7"),
        ("€ 99.90", "99.90"),
        ("1 500,00 EUR HT", "1500"),
        ("12 k€", "12000"),
        ("1,5M€", "1500000"),
        ("0,123", "0.123"),
        ("0.500", "0.5"),
        (",5", "0.5"),
        ("60 %", "0.6"),
        ("1.2342e+06", "1234200"),
    ],
)
def test_a_number_reads_as_a_person_means_it(text, number):
    read_back = read(text)
    assert read_back.micros[0] == int(Decimal(number) * MICRO)
    assert not (read_back.empty | read_back.bad | read_back.doubtful)[0]


@pytest.mark.parametrize(
    "text",
    [
        "abc",
        "12 34",
        "06 12 34 56 78",
        "1,2,3",
        "12,34.56",
        "1.23.4",
        "12 rue",
        "--5",
        "1e400",
        "9" * 20,
        "1 200,00 TTC",
    ],
)
def test_what_is_no_number_is_said_to_be_none(text):
    read_back = read(text)
    assert read_back.bad[0]
    assert read_back.micros[0] == 0


@pytest.mark.parametrize("text", ["", "  ", "-", "n/a", "NC", "#N/A", "néant"])
def test_an_empty_cell_is_not_a_bad_one(text):
    assert read(text).empty[0]


def test_three_digits_after_one_mark_are_in_doubt_alone():
    assert read("1.234", "12").doubtful.tolist() == [True, False]
    assert read("1,234").doubtful[0]


def test_the_rest_of_the_column_settles_the_doubt():
    assert read("1.234", "5,5").floats.tolist() == [1234.0, 5.5]
    assert read("1.234", "5.55").floats.tolist() == [1.234, 5.55]
    assert read("1,234", "1.000.000").floats.tolist() == [1.234, 1_000_000.0]


def test_another_column_settles_what_this_one_leaves_open():
    assert read("1.234", hints=Counter({",": 1})).floats[0] == 1234.0


def test_a_single_slip_among_many_does_not_raise_the_doubt():
    many = [f"{n},5" for n in range(20)]
    assert read(*many, "7.5", "1.234").floats.tolist()[-2:] == [7.5, 1234.0]


def test_the_stated_mark_decides_and_contradictions_are_bad():
    assert read("1.234", decimal=",").floats[0] == 1234.0
    assert read("1.234", decimal=".").floats[0] == 1.234
    assert read("12.5", decimal=",").bad[0]
    assert read("1,234.5", decimal=",").bad[0]


def test_a_column_of_thousands_spares_the_cells_that_name_their_unit():
    assert read("12,5", "3 k€", unit=1000).floats.tolist() == [12500.0, 3000.0]


def test_marks_beyond_doubt_are_counted():
    assert decimal_marks(["1,5", "2.000.000", "1.234", "7", "x"]) == Counter({",": 2})


@given(
    st.decimals(-(10**9), 10**9, places=2),
    st.sampled_from([(",", " "), (",", "."), (".", ","), (",", "\u202f"), (".", "")]),
)
def test_any_amount_comes_back_to_the_cent(amount, marks):
    mark, group = marks
    text = f"{amount:,.2f}".replace(",", "\0").replace(".", mark).replace("\0", group)
    assert read(text).micros[0] == int(amount * MICRO)


@given(st.text())
def test_no_text_breaks_the_reader(text):
    read_back = read(text)
    assert read_back.empty[0] + read_back.bad[0] + read_back.doubtful[0] <= 1


@given(
    st.lists(st.from_regex(r"-?[0-9]{0,11}[.,]?[0-9]{0,7}", fullmatch=True), min_size=1),
    st.sampled_from([None, ",", "."]),
)
def test_what_is_read_all_at_once_is_what_is_read_one_by_one(texts, decimal):
    alone = [read(text, decimal=decimal, hints=Counter({"."})) for text in texts]
    # A word among them makes no difference to the others; one column of marks decides for its doubts alone.
    doubtful = {text for text, one in zip(texts, alone, strict=True) if re.fullmatch(r"-?\d+[.,]\d{3}", text)}
    together = read(*texts, "x", decimal=decimal, hints=Counter({"."}))
    for place, (text, one) in enumerate(zip(texts, alone, strict=True)):
        if text not in doubtful:
            assert (together.micros[place], together.bad[place]) == (one.micros[0], one.bad[0])
            if not (one.bad[0] or one.empty[0]):
                exact = Decimal(text.replace(",", ".")) * MICRO
                assert one.micros[0] == exact.to_integral_value(ROUND_HALF_EVEN)
