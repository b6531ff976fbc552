"""Tables: figures in the reader's language, names made safe, one stylesheet for all."""

import re
from html import escape

import pandas as pd
import pytest

from solver.report import Column, show_table


@pytest.fixture
def clients():
    return pd.DataFrame(
        {
            "account_id": ["C1", "C2", "C3"],
            "revenue_eur": [1234567.0, 12.4, None],
            "share": [0.812, 0.004, None],
            "hours_per_visit": [1.25, 2.5, 2.0],
            "visits": [12, 3, 0],
            "account_type": ["high_potential", "going_concern", "their own"],
            "due_on": pd.to_datetime(["2026-01-02", None, "2026-12-31"]),
            "opposed": [True, False, False],
        }
    )


def cells(table):
    return [re.sub("<[^>]+>", "", cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", table.html)]


def test_each_kind_is_told_from_the_name_and_the_type(clients):
    first = cells(show_table(clients))[:8]
    assert first == [
        "C1",
        "€1,234,567",
        "81%",
        "1.25\xa0h",
        "12",
        "High potential",
        "2\xa0Jan\xa02026",
        "yes",
    ]


def test_figures_follow_the_language(clients, speak):
    speak("fr")
    first = cells(show_table(clients, ["revenue_eur", "share", "due_on"]))[:3]
    assert first == ["1\u202f234\u202f567\xa0€", "81\xa0%", "2\xa0janv.\xa02026"]


def test_what_is_missing_is_a_dash_and_an_unknown_code_is_shown(clients):
    third = cells(show_table(clients, ["revenue_eur", "share", "due_on", "account_type"]))[8:]
    assert third == ["–", "–", "31\xa0Dec\xa02026", "their own"]


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", '=HYPERLINK("http://x")', "a & b", "**bold**"])
def test_a_name_from_outside_is_text(name):
    table = pd.DataFrame({"name": [name], "reason": [name * 9]})
    shown = show_table(table, {"name": f"Head {name}", "reason": Column()}, title=name, note=name)
    assert "<script" not in shown.html
    assert "<strong" not in shown.html
    assert name in shown.text
    for place in (f"<caption>{escape(name)}</caption>", f"Head {escape(name, quote=False)}</th>"):
        assert place in shown.html


def test_a_number_under_the_name_of_a_code_is_a_number():
    assert cells(show_table(pd.DataFrame({"stage": [5.0, None]}))) == ["5", "–"]


def test_rows_beyond_the_limit_are_counted_not_shown(clients):
    shown = show_table(clients, ["account_id"], rows=2)
    assert "C3" not in shown.html
    assert "The first 2 of 3 lines." in shown.html


def test_the_total_sums_every_row_and_only_what_can_be_summed(clients):
    columns = ["account_id", "visits", "revenue_eur", "share", "hours_per_visit"]
    shown = cells(show_table(clients, columns, total=True, rows=1))
    assert shown[5:10] == ["Total", "15", "€1,234,579", "", ""]


def test_names_come_after_the_codes(clients):
    accounts = pd.DataFrame({"account_id": ["C2", "C1"], "name": ["Bee", "Ay"]})
    shown = cells(show_table(clients, ["account_id", "visits"], accounts=accounts))
    assert shown == ["C1", "Ay", "12", "C2", "Bee", "3", "C3", "–", "0"]


def test_a_share_can_be_a_bar_as_long_as_the_share(clients):
    shown = show_table(clients, {"share": Column(bar=True)}).html
    assert "--part:81%" in shown
    assert "--part:0%" in shown


def test_the_same_table_gives_the_same_bytes_and_asks_for_no_id(clients):
    """An id would be there twice on a page that shows a table twice."""
    shown = show_table(clients, title="One").html
    assert shown == show_table(clients, title="One").html
    assert " id=" not in shown


def test_a_table_carries_its_cells_not_a_stylesheet(clients):
    html = show_table(clients).html
    assert "<style" not in html
    assert len(html) < 4000


def test_an_empty_table_says_so(clients):
    assert "No line." in show_table(clients.head(0)).html
    assert "No line." in repr(show_table(clients.head(0)))


def test_a_gap_is_unknown_where_the_potential_is():
    table = pd.DataFrame({"potential_eur": [None, 500.0], "gap_eur": [0.0, 0.0]})
    assert [line.split() for line in show_table(table).text.splitlines()[1:]] == [["–", "–"], ["€500", "€0"]]


def test_a_long_file_name_may_run_over_two_lines_and_reads_the_same():
    table = show_table(pd.DataFrame({"file": ["552100554FEC20251231.txt", "a&b_<i>_export_companies.csv"]}))
    assert "552100554<wbr>FEC<wbr>20251231.<wbr>txt" in table._repr_html_()
    assert "a&amp;b_&lt;i&gt;_<wbr>export_<wbr>companies.<wbr>csv" in table._repr_html_()
    assert "552100554FEC20251231.txt" in repr(table)
