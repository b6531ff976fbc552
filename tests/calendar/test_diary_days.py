"""The days that a contact of the diary may have, in half a year that begins with a holiday."""

import numpy as np
import pandas as pd
import pytest

from solver.calendar.diary import _next_quarter, _next_visit, _thirds_off, _working_day

FIRST, LAST = np.datetime64("2026-01-01"), np.datetime64("2026-06-27")  # a Saturday
CALENDAR = np.busdaycalendar(holidays=["2026-01-01"])


def january(*days):
    return [pd.Timestamp(2026, 1, day) for day in days]


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2026-01-06", "2026-01-06"),
        ("2026-01-10", "2026-01-12"),  # from Saturday to Monday
        ("2026-01-01", "2026-01-02"),
        ("2025-12-24", "2026-01-02"),  # before the plan begins
        ("2026-06-27", "2026-06-26"),  # the plan is over by Monday
        ("2026-07-15", "2026-06-26"),
        ("2026-06-26", "2026-06-26"),
    ],
)
def test_a_day_without_calls_gives_way_to_the_next_one_or_to_the_last_of_the_plan(day, found):
    assert _working_day(pd.Timestamp(day), FIRST, LAST, CALENDAR) == pd.Timestamp(found)


@pytest.mark.parametrize(
    ("day", "not_before", "found"),
    [
        ("2026-01-10", "2026-01-05", "2026-01-09"),  # due by Saturday: on Friday
        ("2026-01-10", "2026-01-09", "2026-01-09"),
        ("2026-01-10", "2026-01-10", "2026-01-12"),  # its weeks begin on Saturday
        ("2026-01-04", "2026-01-01", "2026-01-02"),
        ("2026-01-01", "2025-12-01", "2026-01-02"),  # the day before lies before the plan
        ("2026-01-06", "2026-01-01", "2026-01-06"),
    ],
)
def test_a_day_that_is_the_last_one_gives_way_to_the_one_before_where_its_weeks_have_begun(
    day, not_before, found
):
    known = {"not_before": pd.Timestamp(not_before)}
    assert _working_day(pd.Timestamp(day), FIRST, LAST, CALENDAR, **known) == pd.Timestamp(found)


@pytest.mark.parametrize(
    ("day", "last", "found"),
    [
        ("2026-01-06", "2026-06-27", ["2026-04-01"]),
        ("2026-03-31", "2026-06-27", ["2026-04-01"]),
        ("2026-04-01", "2026-06-27", []),  # the plan is over before July
        ("2026-04-01", "2026-06-30", []),
        ("2026-04-01", "2026-07-01", ["2026-07-01"]),
        ("2026-10-05", "2027-12-31", ["2027-01-01"]),
    ],
)
def test_the_next_quarter_begins_on_its_first_day_with_calls_within_the_plan(day, last, found):
    told = _next_quarter(pd.Timestamp(day), FIRST, np.datetime64(last), CALENDAR)
    assert told == [pd.Timestamp(one) for one in found]


def test_days_are_told_apart_by_how_far_they_lie_from_the_middle_of_the_weeks():
    """From the 1st to the 25th: the middle is the 13th, and a sixth is four days."""
    touch = {"due_from": pd.Timestamp("2026-01-01"), "due_on": pd.Timestamp("2026-01-25")}
    days = january(1, 5, 6, 9, 10, 13, 16, 17, 20, 21, 25)
    assert [_thirds_off(touch)(day) for day in days] == [3, 2, 1, 1, 0, 0, 0, 1, 1, 2, 3]
    at_once = dict.fromkeys(("due_from", "due_on"), pd.Timestamp("2026-01-05"))
    assert _thirds_off(at_once)(pd.Timestamp("2026-01-09")) == 0


@pytest.mark.parametrize(("due_from", "found"), [(1, 6), (6, 6), (7, 20), (20, 20), (21, None)])
def test_the_next_visit_is_the_first_from_the_first_day_of_the_contact_on(due_from, found):
    touch = {"account_id": "C1", "due_from": pd.Timestamp(2026, 1, due_from)}
    seen = {"C1": january(6, 20), "C2": january(8)}
    assert _next_visit(seen, touch) == (pd.Timestamp(2026, 1, found) if found else None)
    assert _next_visit({}, touch) is None
