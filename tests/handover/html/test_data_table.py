"""The page's own tables: sorted by what the values are, not by how they are written."""

import re

import pandas as pd
import pytest

from solver.handover.html.data_table import SEARCHED_FROM, SORTED_FROM, data_table


def lines(count):
    return pd.DataFrame(
        {
            "name": [f"Client {number}" for number in range(count)],
            "revenue_eur": [1234567.891 + number for number in range(count)],
            "share": [0.5] * count,
            "due_on": pd.to_datetime(["2026-02-01"] * count),
            "month": ["2026-03"] * count,
            "visits": list(range(count)),
        }
    )


def keys(html):
    """What the first line is sorted by, cell by cell; its text where nothing is said."""
    first = re.search(r"<tbody><tr>(.*?)</tr>", html)[1]
    cells = re.findall(r"<td([^>]*)>(.*?)</td>", first)
    return [said[1] if (said := re.search(r'data-sort="([^"]*)"', a)) else text for a, text in cells]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_cells_are_sorted_by_their_values_in_every_language(language, speak):
    speak(language)
    found = keys(data_table(lines(1), name="Clients"))
    assert found == [
        "Client 0",
        "1234567.891",
        "0.5",
        "2026-02-01",
        "2026-03",
        "0",
    ]


def test_what_is_missing_is_sorted_as_missing():
    table = pd.DataFrame({"revenue_eur": [None], "due_on": [pd.NaT], "visits": [pd.NA]})
    assert keys(data_table(table, name="Nothing")) == ["", "", ""]


def test_a_table_cut_short_cannot_be_sorted_for_its_first_lines_are_not_all():
    assert 'class="sortable"' in data_table(lines(SORTED_FROM), name="All")
    cut = data_table(lines(60), name="All", rows=30)
    assert "sortable" not in cut
    assert "data-list" not in cut
    assert "The first 30 of 60 lines." in cut


def test_a_long_table_can_be_searched_and_a_short_one_is_seen_at_a_glance():
    assert 'data-list="A &amp; B"' in data_table(lines(SEARCHED_FROM), name="A & B")
    assert "data-list" not in data_table(lines(SEARCHED_FROM - 1), name="A & B")


def test_a_sum_stays_the_last_line():
    summed = data_table(lines(9), name="All", total=True)
    assert "sortable" not in summed
    assert summed.count('<tr class="total">') == 1
    assert summed.index('class="total"') > summed.index("Client 7")


def test_names_are_text_and_the_table_has_a_name():
    named = data_table(pd.DataFrame({"name": ['<script>"']}), name='<b>"')
    assert "<script>" not in named
    assert 'aria-label="&lt;b&gt;&quot;"' in named
    titled = data_table(lines(2), title="<i>")
    assert "<caption>&lt;i&gt;</caption>" in titled
    assert "aria-label" not in titled


def test_an_empty_table_says_so():
    assert "No line." in data_table(lines(0), name="None")
