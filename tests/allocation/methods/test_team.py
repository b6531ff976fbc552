"""Accounts that may change rep: brute force, the textbook model and the rules of the team."""

import itertools

import numpy as np
import pandas as pd
import pytest

from solver.allocation import TeamRules, allocate, check
from solver.allocation.explain.plan_table import allocation_table, hour_prices, ledger
from solver.allocation.explain.prices import rule_prices
from solver.allocation.methods.resolve import assigned
from solver.words.errors import PortfolioError
from tests.allocation.cases import brute_force, problem_of
from tests.allocation.methods.test_envelope import random_problem


def team_problem(seed, n=5, levels=3, reps=2, target=1, hours=1.0, rules=None):
    """Every account may go to the next rep, where a visit takes a little more or less."""
    problem = random_problem(seed, n=n, levels=levels, reps=reps, target=target, hours=hours)
    rng = np.random.default_rng(seed + 100)
    other = problem.rep_ids.to_numpy()[(problem.rep_codes + 1) % reps]
    candidates = pd.DataFrame(
        {
            "account_id": problem.account_ids,
            "rep_id": other,
            "hours_per_visit": problem.hours * rng.uniform(0.7, 1.3, n),
        }
    )
    return problem.with_tables(candidate_reps=candidates, rules=rules)


def brute_force_team(problem, max_changes=99):
    """Best value over every assignment; the visits of each by trying everything."""
    own = problem.accounts["rep_id"].to_numpy(dtype=object)
    other = problem.candidate_reps.set_index("account_id")["rep_id"].reindex(problem.account_ids).to_numpy()
    best = None
    for move in itertools.product([False, True], repeat=len(own)):
        if sum(move) > max_changes:
            continue
        value = brute_force(assigned(problem, np.where(move, other, own)))
        if value is not None:
            best = value if best is None else max(best, value)
    return best


@pytest.mark.parametrize("seed", range(6))
def test_the_textbook_model_of_the_team_finds_what_trying_everything_finds(seed):
    problem = team_problem(seed)
    result = allocate(problem, method="milp", gap=0.0)
    assert check(problem, result) == []
    best = brute_force_team(problem)
    if best is None:
        assert result.status == "infeasible"
    else:
        assert result.objective_eur == pytest.approx(best)


@pytest.mark.parametrize("seed", range(6))
def test_rounding_is_sound_and_its_bound_holds(seed):
    problem = team_problem(seed)
    result = allocate(problem)
    best = brute_force_team(problem)
    assert check(problem, result) == []
    assert result.solver.startswith("envelope for the team")
    if best is not None:
        assert result.bound_eur >= best * (1 - 1e-9)
    if result.has_plan:
        assert result.objective_eur <= best * (1 + 1e-9)


@pytest.mark.parametrize(
    "rules",
    [None, TeamRules(2), TeamRules(max_load_spread=0.05), TeamRules(3, 0.1), TeamRules(0)],
    ids=["free", "two changes", "loads within 5 %", "both", "no change"],
)
def test_both_methods_agree_within_their_gaps(rules):
    problem = team_problem(11, n=40, levels=6, reps=3, target=4, hours=2.0, rules=rules)
    quick = allocate(problem)
    exact = allocate(problem, method="milp", gap=1e-4)
    assert check(problem, quick) == []
    assert check(problem, exact) == []
    assert quick.objective_eur <= exact.bound_eur * (1 + 1e-9)
    assert exact.objective_eur <= quick.bound_eur * (1 + 1e-9)
    assert quick.gap < 0.01


def test_moving_accounts_never_costs():
    problem = team_problem(11, n=40, levels=6, reps=3, target=4, hours=2.0)
    stay = allocate(problem.with_tables(candidate_reps=None))
    assert allocate(problem).objective_eur >= stay.objective_eur * (1 - 1e-4)


def test_no_change_allowed_leaves_everybody_in_place():
    problem = team_problem(11, n=40, levels=6, reps=3, target=4, hours=2.0, rules=TeamRules(max_changes=0))
    result = allocate(problem)
    assert result.rep.tolist() == problem.accounts["rep_id"].tolist()


def test_a_team_without_a_way_is_infeasible():
    problem = problem_of([[0, 1], [0, 1]], 1.0, 0.5, floor=[1, 1], rep=["r0", "r1"])
    candidates = pd.DataFrame({"account_id": ["a000"], "rep_id": ["r1"]})
    result = allocate(problem.with_tables(candidate_reps=candidates))
    assert (result.status, result.visits) == ("infeasible", None)


def test_explanations_follow_the_assignment():
    problem = team_problem(11, n=30, levels=5, reps=3, target=3, hours=2.0)
    result = allocate(problem)
    prices = hour_prices(problem, result)
    table = allocation_table(problem, result, prices)
    assert table["rep_id"].tolist() == result.rep.tolist()
    book = ledger(problem, result)
    spent = book[["client_hours", "prospect_hours", "reserve_hours", "unused_hours"]].sum(axis=1)
    assert spent.to_numpy() == pytest.approx(book["capacity_hours"].to_numpy())
    assert table["hours"].sum() == pytest.approx((book["client_hours"] + book["prospect_hours"]).sum())
    assert (rule_prices(problem, result)["price_eur"].dropna() >= 0).all()


def test_the_second_opinion_does_not_move_accounts():
    with pytest.raises(PortfolioError, match="the method “cpsat” cannot move accounts between reps"):
        allocate(team_problem(1), method="cpsat")
