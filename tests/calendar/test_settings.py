"""The settings of the calendar: what is refused, what holds without a word, and times of the day."""

import inspect
from dataclasses import fields, replace
from datetime import date

import pytest

from solver.calendar.calls import appointment_calls
from solver.calendar.settings import CalendarSettings, clock_minutes, clock_text
from solver.parameters import Portfolio
from solver.words.errors import PortfolioError
from tests.calendar.village import four_weeks


def test_what_nobody_says_is_what_the_portfolio_says_by_default():
    said = Portfolio.model_fields
    defaults = {each.name: each.default for each in fields(CalendarSettings) if each.name in said}
    calls = inspect.signature(appointment_calls).parameters
    defaults |= {name: each.default for name, each in calls.items() if each.default is not each.empty}
    ours = {name: default for name, default in defaults.items() if isinstance(default, str | int | float)}
    assert len(ours) == 13
    assert {name: said[name].default for name in ours} == ours


@pytest.mark.parametrize(
    ("name", "low", "high", "beyond"),
    [
        ("day_reserve_share", 0, 0.9, 0.01),
        ("spacing_share", 0, 1, 0.01),
        ("regularity_minutes", 0, 600, 1),
        ("off_day_minutes", 0, 600, 1),
        ("lunch_minutes", 0, 240, 1),
        ("slot_minutes", 1, 60, 1),
        ("iterations_per_visit", 0, 10_000, 1),
    ],
)
def test_a_setting_may_be_at_its_bound_and_not_beyond(name, low, high, beyond):
    for value in (low, high):
        assert getattr(four_weeks(**{name: value}), name) == value
    for value in (low - beyond, high + beyond):
        with pytest.raises(PortfolioError, match="out of bounds") as caught:
            four_weeks(**{name: value})
        assert caught.value.column == name
        assert f"from {low} to {high}" in str(caught.value)


def test_a_plan_may_be_of_one_day_and_of_no_day_less():
    start = date(2026, 1, 5)
    assert four_weeks().plan_days == 28
    assert four_weeks(plan_end=start).plan_days == 1
    assert four_weeks().day(27) == date(2026, 2, 1)
    with pytest.raises(PortfolioError, match="ends on 2026-01-04, before it starts on 2026-01-05"):
        four_weeks(plan_end=date(2026, 1, 4))


@pytest.mark.parametrize(
    ("clock", "minutes"), [("00:00", 0), ("09:30", 570), (" 9:05 ", 545), ("23:59", 1439), ("12:00", 720)]
)
def test_a_time_of_the_day_is_so_many_minutes_after_midnight(clock, minutes):
    assert clock_minutes(clock) == minutes
    assert clock_minutes(clock_text(minutes)) == minutes


@pytest.mark.parametrize("clock", ["24:00", "12:60", "0930", "9h30", "-1:30", "12:", ":30", "", "1:2:3"])
def test_what_is_no_time_of_the_day_is_refused(clock):
    with pytest.raises(PortfolioError, match="is not a time of the day") as caught:
        clock_minutes(clock)
    assert caught.value.column == "start_time"
    for name in ("day_start", "lunch_start"):
        with pytest.raises(PortfolioError) as caught:
            four_weeks(**{name: clock})
        assert caught.value.column == name


@pytest.mark.parametrize(
    ("visits", "rounds"),
    [(0, 100), (100_000, 100), (100_001, 99), (200_000, 50), (500_000, 20), (900_000, 20)],
)
def test_of_many_visits_each_has_fewer_rounds_and_never_fewer_than_twenty(visits, rounds):
    """Ten million in all."""
    assert replace(four_weeks(), iterations_per_visit=100).for_so_many(visits).iterations_per_visit == rounds
    assert replace(four_weeks(), iterations_per_visit=7).for_so_many(visits).iterations_per_visit == 7
