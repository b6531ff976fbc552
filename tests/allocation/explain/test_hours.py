"""Hours more and fewer, and visits that stop where an hour no longer earns its cost."""

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from solver.allocation import allocate, check
from solver.allocation.explain.hours import hours_curve, plan_that_pays, stopping_plans
from solver.allocation.explain.plan_table import hour_prices, ledger, reasons
from solver.allocation.methods.allocate import METHODS
from solver.allocation.problem.hour_cost import charged
from tests.allocation.cases import problem_of
from tests.allocation.methods.test_envelope import random_problem


def one_account(available=5.0):
    """Visits of an hour that bring 50, 30, 20, 10 and 4 in the first year, twice that over the years."""
    return problem_of([[0, 50, 80, 100, 110, 114]], 1.0, available).with_tables(horizon=2.0)


def cost(problem, euros):
    return pd.Series(float(euros), index=problem.rep_ids)


def test_the_visits_that_earn_their_cost_are_counted_over_the_years_and_within_the_year():
    """At €25 an hour: 50 and 30 within the year; 100, 60 and 40 over the years."""
    plans = stopping_plans(one_account(), cost(one_account(), 25)).set_index("stop_at")
    assert plans["hours"].to_dict() == {"fill": 5, "horizon": 3, "year": 2}
    assert plans["contribution_eur"].to_dict() == {"fill": 114, "horizon": 100, "year": 80}
    assert plans.loc["horizon", ["years_eur", "hours_cost_eur", "spare_hours"]].tolist() == [200, 75, 2]


def test_the_plan_that_pays_is_the_one_that_stops_at_the_cost_over_the_years():
    """At €25 an hour 100, 60 and 40 over the years pay, 20 and 8 do not."""
    problem, euros = one_account(), cost(one_account(), 25)
    paying = plan_that_pays(problem, euros)
    assert problem.levels.visits_at(paying).tolist() == [3]
    assert_frame_equal(stopping_plans(problem, euros, {"horizon": paying}), stopping_plans(problem, euros))


def test_the_road_is_paid_beside_the_hours():
    """With €30 of road a visit must bring 55 over the years: the third, 40, no longer does."""
    problem = one_account()
    problem = problem.with_tables(accounts=problem.accounts.assign(road_eur=30.0))
    plans = stopping_plans(problem, cost(problem, 25)).set_index("stop_at")
    assert plans.loc["horizon", ["hours", "road_cost_eur"]].tolist() == [2, 60]


@pytest.mark.parametrize("seed", range(4))
def test_fewer_hours_earn_their_cost_within_the_year_than_over_the_years(seed):
    problem = random_problem(seed, n=30, target=4).with_tables(horizon=2.0)
    dear = float(hour_prices(problem)["price_eur"].max())
    plans = stopping_plans(problem, cost(problem, 1.5 * dear)).set_index("stop_at")
    assert plans.loc["year", "hours"] <= plans.loc["horizon", "hours"] <= plans.loc["fill", "hours"]


@pytest.mark.parametrize("seed", range(4))
def test_an_hour_more_never_hurts_and_is_worth_less_and_less(seed):
    problem = random_problem(seed, n=30, target=4)
    curve = hours_curve(problem)
    assert (
        curve["contribution_eur"].dropna().diff().dropna().ge(-1e-6 * curve["contribution_eur"].max()).all()
    )
    prices = [
        hour_prices(problem.with_tables(reps=problem.reps.assign(hours=problem.reps["hours"] * share)))
        for share in (1.0, 1.1, 1.2)
    ]
    falling = pd.concat([table["price_eur"] for table in prices], axis=1)
    assert (falling.diff(axis=1).iloc[:, 1:] <= 1e-6).all().all()


def test_half_the_hours_lose_what_the_last_visits_brought():
    curve = hours_curve(one_account(4.0)).set_index("hours_share")
    assert curve.loc[0.5, ["change_eur", "years_change_eur"]].tolist() == [80 - 110, 2 * (80 - 110)]
    assert curve.loc[1.0, "change_eur"] == 0
    assert curve.loc[1.2, "change_eur"] == 0  # four hours and 48 minutes hold four visits


@pytest.mark.parametrize("method", METHODS)
def test_every_method_stops_at_the_cost_and_the_checker_agrees(method):
    problem = charged(one_account(), cost(one_account(), 25), "horizon")
    found = allocate(problem, method=method, gap=0.0)
    assert found.visits.tolist() == [3]
    assert found.objective_eur == pytest.approx(2 * 100 - 75)
    assert check(problem, found) == []


def test_hours_that_earn_nothing_are_free_and_the_ledger_adds_up():
    problem = charged(one_account(), cost(one_account(), 25), "year")
    (row,) = ledger(problem, allocate(problem)).to_dict("records")
    assert (row["client_hours"], row["free_hours"], row["unused_hours"]) == (2, 3, 0)
    filled = one_account(4.5)
    (row,) = ledger(filled, allocate(filled)).to_dict("records")
    assert (row["client_hours"], row["free_hours"], row["unused_hours"]) == (4, 0, 0.5)


def test_where_hours_are_charged_an_hour_is_worth_its_cost_and_visits_are_told_before_it():
    problem = charged(one_account(), cost(one_account(), 25), "horizon")
    prices = hour_prices(problem)
    assert prices["price_eur"].tolist() == [25]
    (told,) = reasons(problem, allocate(problem), prices).to_dict("records")
    # of the first year; over both years counted 40, 20 and 5
    assert (told["last_visit_eur"], told["next_visit_eur"], told["missing_eur"]) == (20, 10, 2.5)


@pytest.mark.parametrize(("stop", "hours", "lost"), [("horizon", 5.0, 20), ("year", 2.0, 30)])
def test_where_visits_stop_at_their_cost_half_the_hours_lose_what_they_brought(stop, hours, lost):
    """At €25 an hour: the third visit over the years, or the second within the year; twice that in all."""
    problem = charged(one_account(hours), cost(one_account(), 25), stop)
    line = hours_curve(problem, years=2.0).set_index("hours_share").loc[0.5]
    assert line[["change_eur", "years_change_eur"]].tolist() == [-lost, -2 * lost]
