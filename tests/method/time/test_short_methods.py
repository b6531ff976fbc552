"""The usual week of a team, as one counts it on one's fingers."""

import pytest

from solver.method.time.short_methods import days_by_weeks, usual_week
from tests.method.time.test_working_days import rep


def test_days_out_of_the_field_hold_office_work_and_only_what_is_more_is_taken_off():
    """Five days and half a day of office work; four days, of whose fifth a whole day of it takes all."""
    whole = rep(admin_days_per_week=0.5)
    part = rep(field_weekdays=["monday", "tuesday", "wednesday", "thursday"], admin_days_per_week=1)
    assert usual_week([whole]) == {"days_per_week": 5, "admin_days_per_week": 0.5}
    assert usual_week([part]) == {"days_per_week": 4, "admin_days_per_week": 0}
    assert usual_week([whole, part]) == {"days_per_week": 4.5, "admin_days_per_week": 0.25}


def test_weeks_worked_times_days_less_office_days():
    found = days_by_weeks(weeks=52, weeks_off=5, days_per_week=4.5, admin_days_per_week=0.25)
    assert found == pytest.approx({"weeks": 47, "days": 211.5, "admin_days": 11.75, "available_days": 199.75})
