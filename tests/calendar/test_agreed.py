"""Appointments already taken, as they are read off the log: when, how long, and what was left open."""

import pandas as pd
import pytest

from solver.calendar.agreed import agreed_visits
from tests.calendar.village import agreed, done, four_weeks, village_firm


def read(*lines, **terms):
    log = village_firm([(0.1, 0.0)], [1], log=[*lines]).visits
    return agreed_visits(
        log.assign(**{name: pd.Series([value] * len(log)) for name, value in terms.items()}), four_weeks()
    )


def one(*lines, **terms):
    (found,) = read(*lines, **terms)["C1"]
    return found


def test_one_agreed_to_the_minute_has_its_day_its_clock_and_no_leeway():
    found = one(agreed("C1", 9, "10:30", 45.0))
    assert (found.day, found.first, found.last) == (9, 9, 9)
    assert (found.clock, found.minutes, found.rep_id, found.leeway) == (630, 45.0, "R1", 0)
    assert one(agreed("C1", 9, "10:30")).minutes is None


def test_a_leeway_counts_where_there_is_an_hour_alone():
    assert one(agreed("C1", 9, "10:30"), leeway_minutes=15.0).leeway == 15
    for at_any_time in (
        one(agreed("C1", 9, None), leeway_minutes=15.0),
        one(agreed("C1", 9, "10:30"), flexible="day", leeway_minutes=15.0),
    ):
        assert (at_any_time.clock, at_any_time.leeway) == (None, 0)
        assert (at_any_time.first, at_any_time.last) == (9, 9)


@pytest.mark.parametrize(
    ("day", "first", "last"), [(9, 7, 13), (7, 7, 13), (13, 7, 13), (2, 0, 6), (27, 21, 27)]
)
def test_one_agreed_for_a_week_may_fall_from_its_monday_to_its_sunday(day, first, last):
    found = one(agreed("C1", day, "10:30"), flexible="week")
    assert (found.day, found.clock, found.first, found.last) == (day, None, first, last)


def test_a_week_is_cut_where_the_plan_begins_and_ends():
    """From Wednesday, 7 January, to Thursday, 29 January."""
    chosen = four_weeks(
        plan_start=pd.Timestamp("2026-01-07").date(), plan_end=pd.Timestamp("2026-01-29").date()
    )
    log = village_firm([(0.1, 0.0)], [1], log=[agreed("C1", 4, None), agreed("C1", 23, None)]).visits
    found = agreed_visits(log.assign(flexible="week"), chosen)["C1"]
    assert [(each.day, each.first, each.last) for each in found] == [(2, 0, 4), (21, 19, 22)]


def test_only_dates_agreed_within_the_plan_count_in_order_of_time_those_without_an_hour_last():
    lines = [
        agreed("C1", 9, None),
        agreed("C1", 9, "14:00"),
        agreed("C1", 9, "08:00", 90.0),
        agreed("C1", 9, "08:00", 30.0),
    ]
    found = read(
        *lines, agreed("C1", 28, "10:00"), agreed("C1", -1, "10:00"), agreed("C1", 0, "10:00"), done("C1", 3)
    )
    assert [(each.day, each.clock, each.minutes) for each in found["C1"]] == [
        (0, 600, None),
        (9, 480, 30.0),
        (9, 480, 90.0),
        (9, 840, None),
        (9, None, None),
    ]


def test_rep_and_length_are_those_of_the_appointment_where_it_says_so():
    told, silent = one(agreed("C1", 9, "10:30", 45.0)), one(agreed("C1", 9, None))
    assert [told.row("R2", 60.0, reps)["rep_id"] for reps in ({"R1"}, {"R2"})] == ["R1", "R2"]
    assert (told.row("R2", 60.0, {"R1"})["minutes"], silent.row("R2", 60.0, {"R1"})["minutes"]) == (
        45.0,
        60.0,
    )
    assert told.row(None, 60.0, {"R1"})["ideal_day"] == 9
