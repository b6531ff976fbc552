"""An account rises by two visits a quarter where its days allow, and the plan says where they do not."""

from datetime import date

import pandas as pd
import pytest

from solver.calendar.check import check_calendar
from tests.calendar.village import done, four_weeks, plan, village_firm

YEAR = {"plan_start": date(2026, 1, 5), "plan_end": date(2027, 1, 4), "iterations_per_visit": 20}
SPRING = pd.Timestamp("2026-04-05")


def firm(visits, log=()):
    """C1 gets so many visits and had those of the log; C2's, of last January, makes the log a year long."""
    return village_firm(
        [(0.1, 0), (0.2, 0)], [visits, 2], days=261, log=[done("C2", 350), *(done("C1", ago) for ago in log)]
    )


def before_spring(result):
    own = result.appointments[result.appointments["account_id"] == "C1"]
    return int((own["date"] < SPRING).sum())


@pytest.mark.parametrize(
    ("ramp", "log", "visits"),
    [
        (None, (), 3),  # twelve visits evenly
        (8, (), 2),  # none a year before, and two more
        (8, (340,), 3),  # one a year before, and two more
    ],
)
def test_a_quarter_holds_two_visits_more_than_a_year_before(ramp, log, visits):
    settings = four_weeks(**YEAR, ramp_visits=ramp)
    given = firm(12, log)
    result = plan(given, settings)
    assert before_spring(result) == visits
    assert result.unplaced.empty
    assert not result.remarks["remark"].str.contains("steady rise").any()
    assert check_calendar(result.appointments, result.unplaced, given, settings) == []


def test_a_rise_that_the_distance_between_visits_does_not_slow_is_told():
    """24 visits, each in its own fortnight: five end before spring, and none may wait; told once."""
    result = plan(firm(24), four_weeks(**YEAR, ramp_visits=8, spacing_share=1.0))
    assert before_spring(result) == 5
    told = result.remarks[result.remarks["account_id"].eq("C1")]["remark"]
    assert told.str.startswith("5 visits before 5 Apr 2026, 2 would be a steady rise").tolist() == [True]


def test_a_log_of_less_than_a_year_tells_nothing_of_a_rise():
    given = firm(12)
    given.visits.loc[:, "date"] = pd.Timestamp("2025-10-01")
    assert before_spring(plan(given, four_weeks(**YEAR, ramp_visits=8))) == 3
