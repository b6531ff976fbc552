"""Step 2 against published sums of days, visits and costs."""

import pytest

from solver.method.time.short_methods import days_by_weeks
from tests.golden.published import visits_that_fit, year_calendar


@pytest.mark.published("access_com")
def test_days_counted_from_weeks(example):
    given, expected = example["inputs"], example["expected"]
    found = days_by_weeks(
        weeks=given["weeks"],
        weeks_off=given["leave_weeks"],
        days_per_week=given["days_per_week"],
        admin_days_per_week=given["admin_day_per_week"],
    )
    assert found["days"] == expected["days"]
    assert found["admin_days"] == pytest.approx(expected["admin"])
    assert found["available_days"] == pytest.approx(expected["available"])


@pytest.mark.published("legisocial")
def test_rest_days_of_a_contract_in_days(example):
    given, expected = example["inputs"], example["expected"]
    worked = given["days"] - given["weekends"] - given["leave"] - given["holidays"]
    assert worked == expected["worked"]
    assert worked - given["forfait"] == expected["rtt"]


@pytest.mark.published("ucanss_2025")
def test_rest_days_of_2025(example):
    given = example["inputs"]
    worked = given["days"] - given["weekends"] - given["holidays"] - given["leave"]
    assert worked - given["forfait"] == example["expected"]["rest"]


@pytest.mark.published("ucanss_2025")
def test_the_calendar_finds_the_weekends_and_holidays_that_were_deducted(example):
    year = year_calendar([2025], "FR").iloc[0]
    given = example["inputs"]
    assert (year["weekend_days"], year["holiday_days"]) == (given["weekends"], given["holidays"])


@pytest.mark.published("penombre_2004")
def test_worked_days_of_a_leap_year(example):
    given = example["inputs"]
    worked = given["days"] - given["weekends"] - given["holidays"] - given["leave"]
    assert worked == example["expected"]["worked"]
    year = year_calendar([2004], "FR").iloc[0]
    assert (year["calendar_days"], year["weekend_days"]) == (given["days"], given["weekends"])
    assert year["holiday_days"] == given["holidays"]


@pytest.mark.published("calendar")
def test_working_days_of_eight_years(example):
    years = year_calendar([int(year) for year in example["expected"]], "FR")
    found = years[["weekend_days", "holiday_days", "working_days"]].to_numpy().tolist()
    assert found == list(example["expected"].values())


@pytest.mark.published("ofppt_potentiel")
def test_potential_of_visits(example):
    given, expected = example["inputs"], example["expected"]
    weeks = days_by_weeks(weeks=given["weeks"], weeks_off=given["off"], days_per_week=given["days_per_week"])
    assert (weeks["weeks"], weeks["days"]) == (expected["weeks"], expected["days"])
    hours, visits = visits_that_fit(weeks["days"], given["hours"], given["visit_h"])
    assert (hours, visits) == (expected["hours"], expected["visits"])


@pytest.mark.published("lbm")
def test_call_days(example):
    off = example["inputs"]["off"]
    assert sum(off) == example["expected"]["off"]
    assert 365 - sum(off) == example["expected"]["call_days"]


@pytest.mark.published("portatour")
def test_cost_of_a_visit(example):
    given = example["inputs"]
    assert given["cost"] / (given["visits_day"] * given["days"]) == example["expected"]["cost_visit"]
