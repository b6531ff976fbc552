"""Columns and lines fit what they hold: too narrow a column shows ####, too low a line cuts a text."""

import pytest

from solver.handover.excel.fields import Field
from solver.handover.excel.measure import heading_height, lines_of, row_heights, width_of


@pytest.mark.parametrize(
    ("unit", "value", "written"),
    [
        ("money", 14_684_969.4, "US$14,684,969"),
        ("money", -1234.0, "-US$1,234"),
        ("hours", 6204.07, "6,204.1"),
        ("share", 1.234, "123.4 %"),
        ("count", 3476, "3,476"),
    ],
)
def test_a_number_has_room_with_its_signs(unit, value, written):
    assert width_of(Field("x", "x", [0, value], unit, least=1)) >= len(written)


def test_the_longest_word_of_a_head_has_room_beside_the_button_of_the_filter():
    assert width_of(Field("x", "Contribution attendue", [1], "whole")) >= len("Contribution")


def test_no_column_is_wider_than_it_may_be():
    assert width_of(Field("x", "x", ["word " * 100], most=40)) == 40


@pytest.mark.parametrize(
    ("text", "lines"), [("", 1), ("one", 1), ("word " * 9 + "word", 3), ("a\nb\nc", 3), ("x" * 60, 3)]
)
def test_a_text_takes_the_lines_that_its_words_fill(text, lines):
    assert lines_of(text, 20) == lines


def test_a_line_is_as_high_as_its_highest_cell_and_what_is_not_seen_does_not_count():
    short = Field("a", "a", ["one", "one"])
    long = Field("b", "b", ["one", "word " * 20])
    unseen = Field("c", "c", ["word " * 200, "one"], hidden=True)
    low, high = row_heights([short, long, unseen], [10, 20, 5], most_lines=4)
    assert low < high
    assert heading_height([short, unseen], [10, 5]) == heading_height([short], [10])
