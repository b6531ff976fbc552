"""Which date of a plan that stands belongs to which visit of the plan made again."""

import pandas as pd
import pytest

from solver.calendar.stood import held_rows, least_days, where_they_stood
from tests.calendar.test_rules import ruled
from tests.calendar.village import MONDAY, done, four_weeks, village_firm


def rows_of(*windows, account_id="C1"):
    """Visits as (first day, last day), or one that is agreed for a day."""
    lines = [
        {"account_id": account_id, "status": "planned", "first_day": one[0], "last_day": one[1]}
        if isinstance(one, tuple)
        else {"account_id": account_id, "status": "agreed", "first_day": one, "last_day": one}
        for one in windows
    ]
    return pd.DataFrame(lines)


def stood(rows, *days, first_free=0):
    table = pd.DataFrame(
        {"account_id": "C1", "visit_no": range(1, len(days) + 1), "stop": range(11, 11 + len(days))}
    ).assign(date=[MONDAY + pd.Timedelta(days=day) for day in days])
    return where_they_stood(rows, table, four_weeks(), first_free)


def test_each_visit_keeps_the_first_date_that_its_weeks_hold():
    given, order, used, left = stood(rows_of((0, 9), (5, 20)), 3, 8, 18)
    assert (given, order) == ([3, 8], [11, 12])
    assert used == {("C1", 3), ("C1", 8)}
    assert left == {"C1": [18]}


def test_a_visit_whose_weeks_hold_no_date_takes_one_that_is_left_and_else_none():
    assert stood(rows_of((0, 2), (15, 20)), 8, 18)[0] == [8, 18]
    given, order, _used, left = stood(rows_of((0, 2), (3, 4)), 3)
    assert (given, order, left) == ([None, 3], [0, 11], {"C1": []})


def test_the_dates_of_an_account_count_in_order_of_time_whatever_that_of_the_rows():
    assert stood(rows_of((0, 27), (0, 27)), 18, 3)[:2] == ([3, 18], [12, 11])


def test_dates_before_the_plan_are_no_dates_of_it_and_those_of_its_first_day_are():
    assert stood(rows_of((0, 9)), -1)[0] == [None]
    assert stood(rows_of((0, 9)), 0)[0] == [0]


def test_frozen_dates_are_given_out_first_whatever_the_weeks():
    """Day 3 is frozen, before day 5, and stands though no visit's weeks hold it; day 5 itself is free."""
    assert stood(rows_of((10, 20), (10, 20)), 3, 12, first_free=5)[0] == [3, 12]
    assert stood(rows_of((10, 20)), 3, 12, first_free=5)[0] == [3]
    assert stood(rows_of((10, 20)), 5, 12, first_free=5)[0] == [12]


def test_an_agreed_visit_takes_the_place_of_the_date_nearest_to_it():
    given, _order, used, left = stood(rows_of(9, (0, 27)), 4, 8, 18)
    assert (given, used, left) == ([8, 4], {("C1", 8), ("C1", 4)}, {"C1": [18]})


@pytest.mark.parametrize(("day", "window"), [(2, (2, 20)), (25, (5, 25)), (9, (5, 20)), (1, (5, 20))])
def test_the_weeks_of_a_frozen_visit_are_widened_to_its_date_unless_its_account_asks_for_more(day, window):
    """C1 was seen on the eve of the plan and asks for three days: nothing before the 2nd can stand."""
    firm = ruled(
        village_firm([(0.1, 0.0)], [1], log=[done("C1", 1)]), {"account_id": "C1", "min_gap_days": 3}
    )
    least = least_days(firm, four_weeks())
    assert least == {"C1": 2}
    held = held_rows(rows_of((5, 20)), [day], [True], least)
    assert held[["first_day", "last_day"]].to_numpy().tolist() == [[*window]]
    free = held_rows(rows_of((5, 20)), [day], [False], least)
    assert free[["first_day", "last_day"]].to_numpy().tolist() == [[5, 20]]
    agreed = held_rows(rows_of(9), [day], [True], least)
    assert agreed[["first_day", "last_day"]].to_numpy().tolist() == [[9, 9]]
    assert least_days(village_firm([(0.1, 0.0)], [1]), four_weeks()) == {}
