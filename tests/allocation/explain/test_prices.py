"""Prices of rules worked by hand."""

import numpy as np
import pandas as pd
import pytest

from solver.allocation.explain.prices import _row, rule_prices
from tests.allocation.cases import brute_force, problem_of
from tests.allocation.methods.test_envelope import random_problem
from tests.allocation.problem.test_build import built, decide, steps


def priced(problem):
    table = rule_prices(problem)
    return {(row.rule, row.account_id): row.forgone_eur for row in table.itertuples()}


def test_target_floors_and_both_together():
    # 3 visits: free 10 + 8 + 7 = 25; floor on a003 (1) instead of 7; target on a004 (2) instead of 8 …
    values = [[0, 10], [0, 8], [0, 7], [0, 1], [0, 2]]
    problem = problem_of(values, 1.0, 3.0, floor=[0, 0, 0, 1, 0], prospects={4}, target=1)
    prices = priced(problem)  # with both rules: 10 + 1 + 2 = 13
    assert prices["prospect_target", ""] == pytest.approx(18 + 1 - 13)
    assert prices["floors", ""] == pytest.approx(18 + 2 - 13)
    assert prices["all_rules", ""] == pytest.approx(25 - 13)


def test_each_lock_alone_and_all_locks():
    problem = problem_of([[0, 10, 12], [0, 9, 11], [0, 3, 5]], 1.0, 3.0)
    lock = problem.accounts["locked_visits"].copy()
    lock[0], lock[2] = 0, 2
    locked = problem.with_tables(accounts=problem.accounts.assign(locked_visits=lock))
    prices = priced(locked)  # a000 none, a002 two: 5 + 9 = 14
    assert prices["lock", "a000"] == pytest.approx(15 - 14)  # 10 + 5
    assert prices["lock", "a002"] == pytest.approx(14 - 14)  # 11 + 3
    assert prices["locks", ""] == pytest.approx(22 - 14)  # 10 + 9 + 3


def test_a_ceiling_costs_what_lies_above_it():
    problem = problem_of([[0, 5, 10], [0, 4, 5]], 1.0, 2.0, ceiling=[1, 2])
    assert priced(problem)["ceilings", ""] == pytest.approx(10 - 9)


def test_decided_bounds_are_priced_one_by_one_and_oppositions_never():
    problem = built(decide(max_visits=5))
    prices = priced(problem)
    assert ("decided_ceiling", "c1") in prices
    assert prices["decided_ceiling", "c1"] >= 0
    table = rule_prices(problem)
    assert "c3" not in set(table["account_id"])
    assert table["sentence"].str.contains("costs?", regex=True).all()


@pytest.mark.parametrize("seed", range(4))
def test_prices_are_those_of_trying_everything(seed):
    problem = random_problem(seed, n=6, levels=4, target=3, hours=1.0)
    with_rules = brute_force(problem)
    free = brute_force(problem.with_tables(reps=problem.reps.assign(prospect_visits_min=0)))
    if with_rules is None:
        pytest.skip("this one has no plan")
    assert priced(problem)["prospect_target", ""] == pytest.approx(free - with_rules)


def test_without_a_plan_there_is_no_price():
    problem = problem_of([[0, 1]], 1.0, 0.5, prospects={0}, target=1)
    assert np.isnan(priced(problem)["prospect_target", ""])


def test_what_lies_too_far_away_has_its_price_as_every_other_stop_has():
    """p1 takes 12 hours of a day of 10: its visits would pay on a trip with a night."""
    parts = steps()
    parts["visit_time"] = parts["visit_time"].assign(visit_minutes=60.0, home_minutes=[0, 0, 0, 330, 0, 0])
    parts["prospect_target"] = parts["prospect_target"].assign(prospect_visits=0)
    prices = priced(built(parts=parts, day_hours=pd.Series({"r1": 10.0})))
    assert prices["too_far", ""] > 0
    assert prices["ceilings", ""] >= prices["too_far", ""]
    assert prices["all_rules", ""] >= prices["ceilings", ""]


def test_a_price_that_rounding_put_below_nothing_is_nothing_and_one_that_is_unknown_stays_so():
    assert [_row("floor", "r0", "a000", price)["forgone_eur"] for price in (2.5, 0.0, -1e-12)] == [2.5, 0, 0]
    assert np.isnan(_row("floor", "r0", "a000", float("nan"))["forgone_eur"])


def test_prices_are_those_of_the_first_year_however_many_are_counted_and_name_the_rep():
    """One hour: the client's visit brings 10, the prospect's 4, and a target asks for the latter."""
    year = problem_of([[0, 10], [0, 4]], 1.0, 1.0, prospects={1}, target=1)
    for problem in (year, year.with_tables(horizon=2.5)):
        table = rule_prices(problem, rep_names={"r0": "Ann"}).set_index("rule")
        assert table["forgone_eur"].to_dict() == pytest.approx({"prospect_target": 6, "all_rules": 6})
        assert table["sentence"].to_dict() == {
            "prospect_target": "The prospect target of rep Ann costs €6.",
            "all_rules": "All rules of rep Ann together cost €6.",
        }


def test_a_floor_and_a_ceiling_that_somebody_decided_have_a_price_each_and_a_lock_is_neither():
    """Two hours for 10, 9 and 8 or 3 more: a floor keeps one for 1, a ceiling keeps 3 from the first."""
    problem = problem_of(
        [[0, 10, 19.5], [0, 9, 9], [0, 1, 1], [0, 0, 0]], 1.0, 2.0, floor=[0, 0, 1, 0], ceiling=[1, 2, 2, 1]
    )
    rules = {"floor_rule": ["", "", "decision", "decision"], "ceiling_rule": ["decision", "", "", "decision"]}
    locks = {"locked_visits": [None, None, None, 0]}
    prices = priced(problem.with_tables(accounts=problem.accounts.assign(**rules, **locks)))
    # As it is 10 + 1; without the floor 10 + 9, without the ceiling 10 + 1 (a second visit needs the hour).
    single = {key: price for key, price in prices.items() if key[1]}
    assert single == pytest.approx(
        {("decided_floor", "a002"): 8, ("decided_ceiling", "a000"): 0, ("lock", "a003"): 0}
    )
    assert prices["all_rules", ""] == pytest.approx(19.5 - 11)
