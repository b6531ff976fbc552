"""What a person should know before trusting the dates: counted by hand on a village."""

from dataclasses import replace

import numpy as np
import pytest

from solver.calendar.remarks import waits_longer
from tests.calendar.test_dates_asked import overtime
from tests.calendar.test_rules import ruled
from tests.calendar.village import agreed, done, four_weeks, plan, village_firm

NEAR = (0.1, 0.0)  # 15.8 minutes from home


def told(firm, **changes):
    return plan(firm, four_weeks(**changes)).remarks["remark"].str.replace("\N{NO-BREAK SPACE}", " ").tolist()


def paced(firm, **caps):
    return replace(firm, reps=firm.reps.assign(**caps))


@pytest.mark.parametrize(("most", "far"), [(105, 1), (106, 0)])
def test_a_day_of_nine_tenths_of_the_most_driving_is_counted_and_one_below_is_not(most, far):
    """94.6 minutes there and back are nine tenths of 105.1."""
    firm = paced(village_firm([(0.3, 0.0)], [1]), max_drive_minutes=float(most))
    days = f"{far} day{'' if far == 1 else 's'} take{'s' if far == 1 else ''}"
    assert told(firm) == [f"{days} nine tenths or more of the most driving a day, {most} min"]


def test_days_that_hold_the_most_visits_are_counted():
    """Five visits in one village, two a day at most: two full days, and one of a single visit."""
    firm = paced(village_firm([NEAR] * 5, [1] * 5, days=3), max_visits_day=2.0)
    assert told(firm, regularity_minutes=0) == ["2 days hold the most visits that the rep makes a day, 2"]


@pytest.mark.parametrize(
    ("most", "words"),
    [
        (14, []),
        (13, ["more than the 13 asked for: that takes 3 visits a plan, and 2 visits are planned"]),
        (9, ["more than the 9 asked for: that takes 4 visits a plan, and 2 visits are planned"]),
    ],
)
def test_who_waits_longer_than_asked_is_told_with_the_visits_that_it_would_take(most, words):
    """Two visits in 28 days: a longest gap of 14 takes just these two, one of 13 a third."""
    log = [done("C1", 1), agreed("C1", 13, "10:00"), agreed("C1", 27, "10:00")]
    firm = ruled(village_firm([NEAR], [2], days=28, log=log), {"account_id": "C1", "max_gap_days": most})
    remarks = [one for one in told(firm) if "asked for" in one]
    assert [one.removeprefix("14 days between two visits, ") for one in remarks] == words


def test_one_day_is_one_day():
    assert waits_longer(1, 0) == "1 day between two visits, more than the 0 asked for"


def test_overtime_is_told_with_its_days_and_its_hours():
    """Two days of two hours hold a visit of an hour and 94.6 minutes of road: 34.6 minutes above, each."""
    firm = village_firm([(0.3, 0.0), (-0.3, 0.0)], [1, 1], days=2, hours=2.0)
    assert told(overtime(firm, 60.0)) == ["2 days take overtime, 1.2 h in all"]
    roomy = village_firm([(0.3, 0.0)], [1], days=1)
    assert told(overtime(roomy, 60.0)) == ["0 days take overtime, 0.0 h in all"]


@pytest.mark.parametrize(
    ("day", "start", "words"),
    [
        (5, "10:00", "agreed for 10 Jan 2026, a day without field time"),
        (4, "10:00", None),
    ],
)
def test_an_agreed_visit_outside_the_field_days_is_told(day, start, words):
    firm = village_firm([NEAR], [1], log=[agreed("C1", day, start)])
    assert told(firm) == ([words] if words else [])


def test_agreed_visits_too_near_to_each_other_are_told():
    """An hour each, at 10:00 and at 10:30; from 11:05 on there is time for the five minutes between."""
    near = village_firm([NEAR] * 2, [1, 1], log=[agreed("C1", 2, "10:00"), agreed("C2", 2, "10:30")])
    assert set(told(near)) == {"agreed for 7 Jan 2026: too little time between the agreed visits of that day"}
    later = village_firm([NEAR] * 2, [1, 1], log=[agreed("C1", 2, "10:00"), agreed("C2", 2, "11:05")])
    assert told(later) == []


def test_an_account_without_a_place_is_told_once_however_often_it_is_visited():
    firm = village_firm([NEAR, None], [1, 3])
    assert told(firm) == ["no coordinates: the drive is the mean of the rep's accounts"]
    half = firm.accounts.assign(lat=[48.1, 48.2], lon=[-2.0, np.nan])
    assert len(told(replace(firm, accounts=half))) == 1
