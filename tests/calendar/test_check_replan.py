"""The checker on a plan made again: dates that stood are kept, or it is said why not."""

from types import SimpleNamespace

import pandas as pd
import pytest

from solver.calendar.check_replan import check_replan
from solver.words.i18n import format_date
from tests.calendar.village import four_weeks

FREE = pd.Timestamp("2026-01-19")  # what lies before is frozen


def table(*rows):
    """Appointments as (account, day of January, status)."""
    made = pd.DataFrame(rows, columns=["account_id", "day", "status"])
    return made.assign(date=pd.to_datetime("2026-01-" + made["day"].astype("str").str.zfill(2)))


def moved(*rows):
    """Dates that went, as (account, day of January, by choice, number of the visit that took its place)."""
    made = pd.DataFrame(rows, columns=["account_id", "day", "chosen", "visit_no"])
    return made.assign(before_on=pd.to_datetime("2026-01-" + made["day"].astype("str").str.zfill(2)))


STOOD = table(("C1", 7, "planned"), ("C1", 21, "planned"), ("C2", 8, "planned"), ("C2", 2, "planned"))
REST = [("C1", 21, "planned"), ("C2", 8, "planned")]


def broken(now, gone, most=9):
    standing = SimpleNamespace(appointments=STOOD, first_free=FREE.date(), changes_max=most)
    return [(each.rule, each.where, each.amount) for each in check_replan(now, gone, standing, four_weeks())]


def test_dates_that_stand_break_nothing_and_those_before_the_plan_are_none_of_it():
    """The plan begins on 5 January: the visit of the 2nd is past."""
    assert broken(table(("C1", 7, "planned"), *REST), moved()) == []
    assert check_replan(table(*REST), moved(), None, four_weeks()) == []


@pytest.mark.parametrize(
    ("now", "gone", "rule"),
    [
        (REST, [], "moved_untold"),
        (REST, [("C1", 7, True, 1)], "frozen_moved"),
        (REST, [("C1", 7, False, 1)], None),  # it had to move
        (REST, [("C1", 7, False, None)], "frozen_gone"),  # while a later date of its own stands
        (REST[1:], [("C1", 7, False, None), ("C1", 21, False, None)], None),
        ([("C1", 9, "agreed"), *REST], [], None),  # somebody agreed to another day
        ([("C2", 9, "agreed"), *REST], [], "moved_untold"),
        ([("C1", 7, "planned"), REST[1]], [("C1", 21, True, 2)], None),  # a date that is free may be moved
        ([("C1", 7, "planned"), REST[1]], [], "moved_untold"),
    ],
)
def test_a_frozen_date_moves_only_where_it_must_and_none_goes_without_a_word(now, gone, rule):
    assert broken(table(*now), moved(*gone)) == ([] if rule is None else [(rule, "C1", 1)])


@pytest.mark.parametrize(("most", "over"), [(1, []), (0, [("moves_over", "", 1)])])
def test_no_more_dates_are_moved_by_choice_than_were_allowed(most, over):
    now = table(("C1", 7, "planned"), ("C1", 22, "planned"), REST[1])
    assert broken(now, moved(("C1", 21, True, 2)), most) == over


def test_one_agreed_visit_takes_the_place_of_the_date_nearest_to_it_alone():
    """Both dates of C1 went; one agreed for the 20th is for that of the 21st."""
    now = table(("C1", 20, "agreed"), REST[1])
    assert broken(now, moved()) == [("moved_untold", "C1", 1)]
    assert broken(now, moved(("C1", 7, False, 1))) == []


@pytest.mark.parametrize(("agreed_on", "gone"), [(20, 7), (9, 21), (14, 21), (15, 7)])
def test_of_two_dates_that_went_the_one_farther_from_the_agreed_visit_is_told(agreed_on, gone):
    """The 14th lies between the 7th and the 21st: of two as near the earlier one is excused."""
    standing = SimpleNamespace(appointments=STOOD, first_free=FREE.date(), changes_max=9)
    now = table(("C1", agreed_on, "agreed"), REST[1])
    [told] = check_replan(now, moved(), standing, four_weeks())
    assert format_date(pd.Timestamp(2026, 1, gone)) in told.message
