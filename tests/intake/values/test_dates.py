from collections import Counter
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver.intake.values.dates import date_orders, read_dates


def read(*texts, order=None, hints=None):
    return read_dates(pd.Series(texts, dtype="str"), order, hints)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-03-04", "2025-03-04"),
        ("2025/03/04", "2025-03-04"),
        ("20250304", "2025-03-04"),
        ("2025-03-04T10:30:00Z", "2025-03-04"),
        ("31/12/2025", "2025-12-31"),
        ("12/31/2025", "2025-12-31"),
        ("31.12.25", "2025-12-31"),
        ("31-12-1999 23:59", "1999-12-31"),
        ("05/05/2025", "2025-05-05"),
        ("1er mars 2024", "2024-03-01"),
        ("5 août 2021", "2021-08-05"),
        ("12 janv. 2024", "2024-01-12"),
        ("3-Mar-24", "2024-03-03"),
        ("29 February 2024", "2024-02-29"),
        ("45292", "2024-01-01"),  # the serial number that a spreadsheet gives this day
    ],
)
def test_a_date_reads_as_a_person_means_it(text, day):
    assert read(text).days[0] == np.datetime64(day)


@pytest.mark.parametrize(
    "text", ["31/02/2025", "00/00/0000", "2025-13-01", "01/12/2205", "hier", "12/2025", "99999999"]
)
def test_a_day_that_never_was_is_bad(text):
    assert read(text).bad[0]


def test_day_and_month_below_thirteen_are_in_doubt_alone():
    assert read("03/04/2025", "05/05/2025").doubtful.tolist() == [True, False]


def test_one_day_above_twelve_settles_the_column():
    assert read("03/04/2025", "25/04/2025").days[0] == np.datetime64("2025-04-03")
    assert read("03/04/2025", "04/25/2025").days[0] == np.datetime64("2025-03-04")
    assert read("03/04/2025", hints=Counter({"dmy": 1})).days[0] == np.datetime64("2025-04-03")


def test_both_orders_in_one_column_leave_the_doubt():
    assert read("03/04/2025", "25/04/2025", "04/25/2025").doubtful[0]


def test_the_stated_order_decides_and_contradictions_are_bad():
    both = read("03/04/2025", "25/04/2025", order="mdy")
    assert both.days[0] == np.datetime64("2025-03-04")
    assert both.bad.tolist() == [False, True]
    assert read("03/04/2025", order="ymd").bad[0]


def test_orders_beyond_doubt_are_counted():
    assert date_orders(["31/12/2025", "12/31/2025", "01/02/2025"]) == Counter({"dmy": 1, "mdy": 1})


@given(
    st.dates(date(1900, 1, 1), date(2100, 12, 31)),
    st.sampled_from(["%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y %H:%M"]),
)
def test_any_day_comes_back(day, style):
    assert read(day.strftime(style), order="dmy").days[0] == np.datetime64(day)


@given(st.text())
def test_no_text_breaks_the_reader(text):
    read_back = read(text)
    assert read_back.empty[0] + read_back.bad[0] + read_back.doubtful[0] <= 1
