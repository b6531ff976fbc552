"""The bridge from last year to the goals, added up by hand."""

import pytest

from solver.evidence.forecast import YearForecast
from solver.evidence.year_lines import year_lines

PLAN_LINES = ["plan_prospects", "plan_stated", "plan_beyond"]
NEED = {"revenue_eur": 1000.0, "lost_eur": 100.0, "plan_share": 1.0}
YEAR = YearForecast(
    kept_eur=900, growth_eur=27, alone_eur=43, won_eur=50, goal_eur=1050, low_eur=None, high_eur=None
)
GAIN = {"gain_eur": 30.0, "revenue_eur": 100.0, "prospects_eur": 6.0, "prospects_revenue_eur": 20.0}


def lines(gain=GAIN, goals=None, **need):
    made = year_lines(
        NEED | need, YEAR, margin_eur=200.0, prospect_margin_rate=0.3, gain=gain, goals_eur=goals
    )
    return made.set_index("line")


def test_what_the_plan_gains_at_clients_is_the_growth_that_is_stated_and_the_rest_is_not_counted():
    """Clients gain 80, 27 of them stated; of 50 won from prospects, 30 would come with today's visits."""
    revenue = lines()["revenue_eur"]
    assert revenue.to_dict() == {
        "last_year": 1000,
        "leave": -100,
        "alone": 43,
        "won_anyway": 30,
        "plan_prospects": 20,
        "plan_stated": 27,
        "forecast": 1020,
        "plan_beyond": 53,
        "curves_hold": 1073,
    }
    margin = lines()["margin_eur"]
    assert margin[PLAN_LINES].tolist() == [6, 8, 16], "24 at clients, 27 of 80 of it stated: 30 in all"
    assert margin["leave"] == -20, "20% of the revenue"
    assert margin[["alone", "won_anyway"]].tolist() == [9, 9], "20% of 43, and 30% of 30"


def test_the_goals_are_reached_without_who_leaves_and_who_comes():
    """1,073 + 100 − 93 = 1,080; goals of 1,060 leave 20 to clients with another goal or none."""
    revenue = lines(goals=1060.0)["revenue_eur"]
    assert (revenue["nobody_leaves"], revenue["nobody_comes"], revenue["otherwise"]) == (100, -93, -20)
    assert revenue["goals"] == 1060


def test_a_bridge_has_lines_revenue_and_margin_and_nothing_else():
    made = year_lines(NEED, YEAR, margin_eur=200.0, prospect_margin_rate=0.3, gain=None, goals_eur=None)
    assert list(made.columns) == ["line", "revenue_eur", "margin_eur"]
    assert made.index.tolist() == list(range(len(made)))


def test_growth_that_the_plan_does_not_bring_stays_growth_as_stated():
    less = {"gain_eur": 9.0, "revenue_eur": 30.0, "prospects_eur": 6.0, "prospects_revenue_eur": 20.0}
    margin, revenue = lines(less)["margin_eur"], lines(less)["revenue_eur"]
    assert (margin["growth"], margin["plan_stated"]) == (3, 3), "20% of 17, and what it gains at clients"
    assert (revenue["growth"], revenue["plan_stated"], revenue["forecast"]) == (17, 10, 1020)
    assert "plan_beyond" not in revenue


@pytest.mark.parametrize(("gain", "need"), [(None, {}), (GAIN, {"plan_share": 0.5})])
def test_without_a_log_or_over_half_a_year_the_forecast_stands_alone(gain, need):
    revenue = lines(gain, **need)["revenue_eur"]
    assert revenue.to_dict() == {
        "last_year": 1000,
        "leave": -100,
        "alone": 43,
        "won": 50,
        "growth": 27,
        "forecast": 1020,
    }
    margin = lines(gain, **need)["margin_eur"]
    assert margin["forecast"] == margin[:"growth"].sum() == 200 - 20 + 9 + 15 + 5


def test_lines_that_are_rounded_still_add_up_to_the_euro():
    year = YearForecast(900.4, 27.4, 43.4, 50.4, 1050, None, None)
    gain = {"gain_eur": 30.4, "revenue_eur": 100.4, "prospects_eur": 6.4, "prospects_revenue_eur": 20.4}
    need = {"revenue_eur": 1000.4, "lost_eur": 100.0, "plan_share": 1.0}
    made = year_lines(need, year, margin_eur=200.4, prospect_margin_rate=0.3, gain=gain, goals_eur=1060.4)
    revenue, margin = (made.set_index("line")[name] for name in ("revenue_eur", "margin_eur"))
    before = ["last_year", "leave", "alone", "won_anyway", "plan_prospects", "plan_stated"]
    assert revenue["forecast"] == revenue[before].sum() == round(year.total_eur)
    assert margin["forecast"] == margin[before].sum()
    assert margin[PLAN_LINES].sum() == 30
    assert (margin == margin.round()).loc[:"curves_hold"].all(), "whole euros"
    assert (revenue == revenue.round()).all()
    after = ["curves_hold", "nobody_leaves", "nobody_comes", "otherwise"]
    assert revenue["goals"] == revenue[after].sum() == 1060


@pytest.mark.parametrize("gain", [None, GAIN])
def test_a_fall_that_is_stated_is_no_part_of_what_the_plan_gains(gain):
    """Clients buy 27 less whatever the plan does: 900 − 27 + 43 + 50; what it gains at them comes beyond."""
    falling = YearForecast(900, -27, 43, 50, 1050, None, None)
    made = year_lines(NEED, falling, margin_eur=200.0, prospect_margin_rate=0.3, gain=gain).set_index("line")
    assert (made["revenue_eur"]["growth"], made["margin_eur"]["growth"]) == (-27, -5)
    assert made["revenue_eur"]["forecast"] == 966
    assert "plan_stated" not in made.index
    assert made.loc[made.index.isin(["plan_beyond", "curves_hold"]), "revenue_eur"].tolist() == (
        [80, 1046] if gain else []
    )
