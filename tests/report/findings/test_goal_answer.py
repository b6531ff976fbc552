"""Whether the goal will be reached is said as surely as the interval of the forecast allows, and no more."""

import pandas as pd
import pytest

from solver.evidence.forecast import YearForecast
from solver.report.findings.artifacts import Artifacts
from solver.report.findings.goal_answer import (
    _all_as_last_year,
    _as_so_far,
    _asked_by_the_goal,
    _chance,
    _grew,
    _rough_range,
    _visits_made,
)


def forecast(
    goal_eur: float, *, low_eur: float | None = 900.0, high_eur: float | None = 1_150.0
) -> YearForecast:
    return YearForecast(
        kept_eur=900.0,
        growth_eur=50.0,
        alone_eur=30.0,
        won_eur=20.0,
        goal_eur=goal_eur,
        low_eur=low_eur,
        high_eur=high_eur,
    )


@pytest.mark.parametrize(
    ("goal_eur", "beginning", "end"),
    [
        (899.0, "More than nine chances in ten", "the goal is €899, €101 below it."),
        (901.0, "It can go either way", "the goal is €901, €99 below it."),
        (1_010.0, "It can go either way", "the goal is €1,010, €10 above it."),
        (1_149.0, "It can go either way", "the goal is €1,149, €149 above it."),
        (1_151.0, "Less than one chance in ten", "the goal is €1,151, €151 above it."),
    ],
)
def test_only_a_goal_outside_the_range_of_four_times_in_five_is_called_likely_or_not(
    goal_eur, beginning, end
):
    said = _chance(forecast(goal_eur))
    assert said.startswith(
        f"{beginning}: the forecast of the year is €1,000, four times in five €900 to €1,150;"
    )
    assert said.endswith(end)


def test_a_forecast_without_a_range_speaks_of_no_chance():
    assert (
        _chance(forecast(1_010.0, low_eur=None, high_eur=None))
        == "The forecast of the year is €1,000; the goal is €1,010, €10 above it."
    )


@pytest.mark.parametrize(
    ("goal_eur", "end"),
    [(1_010.0, "missed by €26. To find that much so takes 104 names."), (980.0, "passed by €4.")],
)
def test_the_goal_is_said_again_with_the_rate_and_the_amount_of_the_clients_won_so_far(goal_eur, end):
    """8 met, a tenth of them won at €5 each where the plan counts on 2.5 clients of €8: 4 instead of 20.

    A name brings half a prospect met, so €0.25: for €26 it takes 104.
    """
    won = pd.DataFrame(
        {"arrived_by": ["prospecting"], "clients": 6, "mean_eur": 5.0, "low_eur": 3.0, "high_eur": 9.0}
    )
    need = {"conversion_rate": 0.1, "new_client_revenue_eur": 7.0, "met_in_the_plan": 0.5}
    artifacts = Artifacts({"need.json": need, "arrivals": won})
    expected = {"met": 8.0, "clients": 2.5, "revenue_eur": 20.0}
    (said,) = _as_so_far(artifacts, forecast(goal_eur), expected)
    assert said.startswith(
        "Each is counted at €8 in its first year (mean of step 3: €7); the 6 won by prospecting so "
        "far brought €5"
    )
    assert "would bring €4 instead of €20" in said
    assert said.endswith(end)


@pytest.mark.parametrize(
    ("grew", "end"),
    [
        (None, "missed by €76."),
        (0.05, ", by 5.0% instead of the 3.0% counted on (the product's default), missed by €58."),
        (0.13, ", by 13.0% instead of the 3.0% counted on (the product's default), passed by €14."),
    ],
)
def test_what_is_told_alone_is_also_told_together_and_growth_beside_it(grew, end):
    """€10 short, 16 less of prospects, 40 of newcomers, 10 more lost: 76; of 900, 2% are 18, 10% 90."""
    arrivals = pd.DataFrame(
        {
            "arrived_by": ["prospecting", "by_themselves"],
            "clients": 6,
            "mean_eur": 5.0,
            "low_eur": 3.0,
            "high_eur": 9.0,
            "last_year_eur": [30.0, 60.0],
        }
    )
    need = {
        "conversion_rate": 0.1,
        "revenue_eur": 1_000.0,
        "lost_eur": 90.0,
        "inflow_eur": 100.0,
        "client_growth_rate": 0.03,
        "attrition": {"measured_rate": 0.1, "comparable_growth_rate": grew, "settled_growth_rate": None},
    }
    expected = {"prospects_expected": {"met": 8.0, "clients": 2.5, "revenue_eur": 20.0}}
    artifacts = Artifacts({"need.json": need, "certificate.json": expected, "arrivals": arrivals})
    (said,) = _all_as_last_year(artifacts, forecast(1_010.0))
    assert said.startswith(
        "With the prospects of this plan won as so far, newcomers and losses as last year, the goal"
    )
    assert "the goal would be missed by €76" in said
    assert said.endswith(end)


@pytest.mark.parametrize(
    ("rate", "said"),
    [
        (0.06, "That goal asks 6.0% more than the last 12 months brought."),
        (0.0, "That goal asks as much as the last 12 months brought."),
        (-0.02, "That goal asks 2.0% less than the last 12 months brought."),
    ],
)
def test_what_a_goal_asks_is_set_beside_the_last_12_months(rate, said):
    assert _asked_by_the_goal(Artifacts({"need.json": {"growth_rate": rate}})) == said


@pytest.mark.parametrize(
    ("low", "years", "said"),
    [
        (900.0, 2, "a rough one: 2 earlier years show how far such a forecast was off."),
        (900.0, 0, "of chance alone: no earlier year shows how far such a forecast was off."),
        (900.0, 5, None),
        (None, 0, None),
    ],
)
def test_a_range_that_rests_on_few_earlier_years_is_called_rough(low, years, said):
    figures = pd.DataFrame({"figure": ["expected_eur"], "low_80": [low], "earlier_years": [years]})
    found = _rough_range(Artifacts({"expected_figures": figures}))
    assert found == ([] if said is None else [f"The range of the forecast is {said}"])


def test_the_visits_that_the_goal_asks_stand_with_how_far_chance_moves_them():
    need = {
        "conversion_rate": 0.1,
        "prospect_visits": 321,
        "prospect_visits_low_80": 48,
        "prospect_visits_high_80": 749,
    }
    expected = {"met": 80.0, "planned_visits": 500.0, "visits": 300.0, "clients": 16.0}
    artifacts = Artifacts({"need.json": need, "certificate.json": {"prospects_expected": expected}})
    said = _visits_made(artifacts, forecast(1_010.0))[0]
    assert "the goal asks 321 (by chance alone, 48 to 749 in four cases of five)." in said


def test_of_last_years_growth_only_what_can_come_again_is_counted():
    past = {"comparable_growth_rate": 0.017, "settled_growth_rate": -0.008, "newcomer_growth_rate": 0.67}
    assert _grew({**past, "kept_growth_rate": 0.063}) == (
        "by what can come again of last year's 6.3%, 1.7% (settled clients −0.8%, newcomers of the year "
        "before 67%)"
    )
