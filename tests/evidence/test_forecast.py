"""The year to come: its parts, its sum beside the goal, and its ends, by hand."""

import pandas as pd
import pytest

from solver.evidence.forecast import year_forecast

NEED = {
    "revenue_eur": 1000.0,
    "lost_eur": 100.0,
    "client_growth_eur": 27.0,
    "inflow_eur": 40.0,
    "won_back_eur": 3.0,
    "to_win_in_plan_eur": 60.0,
    "plan_share": 1.0,
    "goal_eur": 1050.0,
}


def figures(**ends):
    names = ("expected_eur", "inflow_eur", "won_back_eur", "new_client_revenue_eur", "conversion_rate")
    at = {"expected_eur": 927.0, "inflow_eur": 40.0, "won_back_eur": 3.0}
    rows = [(name, at.get(name, 10.0), *ends.get(name, (None, None))) for name in names]
    return pd.DataFrame(rows, columns=["figure", "expected", "low_80", "high_80"])


def test_the_parts_add_up_and_what_the_plan_wins_takes_the_place_of_what_is_asked():
    year = year_forecast(NEED, figures(), {"revenue_eur": 50.0})
    assert (year.kept_eur, year.growth_eur, year.alone_eur, year.won_eur) == (900, 27, 43, 50)
    assert (year.total_eur, year.short_eur) == (1020, 30)
    assert year.low_eur is year.high_eur is None, "everything is stated"
    assert year_forecast(NEED, figures(), None).won_eur == 60


def test_a_plan_of_half_a_year_wins_at_the_same_pace_for_the_rest():
    assert year_forecast(NEED | {"plan_share": 0.5}, figures(), {"revenue_eur": 25.0}).won_eur == 50


def test_parts_that_are_off_independently_add_up_as_the_sides_of_a_right_angle():
    """30 and 40 below make 50; above, 60 and 80 make 100."""
    ends = {"expected_eur": (897.0, 987.0), "inflow_eur": (0.0, 120.0)}
    year = year_forecast(NEED, figures(**ends), {"revenue_eur": 50.0})
    assert year.low_eur == pytest.approx(1020 - 50)
    assert year.high_eur == pytest.approx(1020 + 100)


def test_what_is_won_moves_in_proportion_to_the_revenue_of_a_new_client():
    """A new client brings 10, at least 4: of 50 won, 30 may lack."""
    year = year_forecast(NEED, figures(new_client_revenue_eur=(4.0, 12.0)), {"revenue_eur": 50.0})
    assert year.low_eur == pytest.approx(1020 - 30)
    assert year.high_eur == pytest.approx(1020 + 10)
