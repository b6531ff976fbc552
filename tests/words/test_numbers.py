"""One reader of numbers for files, for portfolio.yaml and for the answers of trainees."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver.course.numbers import UnreadableError, number_readings
from solver.intake.values.numbers import read_numbers
from solver.parameters.refusals import _number_meant

GROUPED = st.sampled_from([(",", " "), (",", "."), (".", ","), (",", "\u202f"), (".", "'"), (".", "")])


@given(st.decimals(0, 10**9, places=2), GROUPED)
def test_a_file_a_parameter_and_an_answer_read_the_same_number(amount, marks):
    mark, group = marks
    text = f"{amount:,.2f}".replace(",", "\0").replace(".", mark).replace("\0", group)
    in_a_file = read_numbers(pd.Series([text], dtype="str"), None).floats[0]
    assert number_readings(text) == (in_a_file,)
    assert float(_number_meant(text)) == in_a_file


def test_what_a_file_leaves_in_doubt_is_two_readings_of_an_answer():
    assert read_numbers(pd.Series(["1,682"], dtype="str"), None).doubtful[0]
    assert number_readings("1,682") == (1.682, 1682.0)
    assert number_readings("0,398") == (0.398,)  # no thousands begin with a nought


@pytest.mark.parametrize("text", ["12 34", "12,34.56", "1.23.4"])
def test_badly_grouped_digits_are_no_number_anywhere(text):
    assert read_numbers(pd.Series([text], dtype="str"), None).bad[0]
    assert _number_meant(text) is None
    with pytest.raises(UnreadableError, match="no number"):
        number_readings(text)


def test_words_after_a_number_are_the_unit_of_an_answer_and_no_number_in_a_file():
    assert number_readings("12 visits", "visits") == (12.0,)
    assert number_readings("−3.", "k€") == (-3.0,)
    assert read_numbers(pd.Series(["12 visits"], dtype="str"), None).bad[0]
