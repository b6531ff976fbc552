"""The plan when what is judged is drawn anew: its gain, its numbers, its regret; what prospects cost."""

import dataclasses

import numpy as np
import pandas as pd
import pytest

from solver.allocation import allocate
from solver.allocation.explain.draws import as_drawn, common_draws, moved_curves
from solver.allocation.explain.robustness import gain_in_draws, prospect_frontier
from solver.allocation.problem.build import build_problem
from solver.allocation.problem.revalue import revalue, values_beneath
from tests.allocation.cases import problem_of
from tests.allocation.methods.test_envelope import random_problem
from tests.allocation.problem.test_build import given_rules

SAME = pd.Series({"duration_factor": 1.0})
LONGER = pd.Series({"duration_factor": 2.0})


def twins():
    """Four hours: a000 takes two of any plan; a001 and a002 are twins of which only one fits whole."""
    return problem_of([[0, 1000, 1900], [0, 0, 100], [0, 0, 100]], 1.0, 4.0)


def other_values(problem, table):
    return problem.revalued(np.asarray(table, dtype=float), 1.0)


def test_the_gain_of_the_plan_is_that_of_each_draw():
    """Planned 2 and 2 of a000 and a001, today 1 of a000: 2,000 less 1,000; then 900 less 400."""
    problem = twins()
    plans = {"plan": np.array([2, 2, 0]), "today": np.array([1, 0, 0])}
    poorer = other_values(problem, [[0, 400, 800], [0, 0, 100], [0, 0, 100]])
    gains, *_others = gain_in_draws([(SAME, problem), (SAME, poorer)], plans, 0)
    assert gains["gain_eur"].tolist() == [1000, 500]
    assert gains["gain_share"].tolist() == [1.0, 1.25]
    assert gains["regret_eur"].isna().all()


def test_regret_is_what_the_best_plan_of_the_draw_brings_above_ours():
    problem = twins()
    plans = {"plan": np.array([2, 2, 0])}
    swapped = other_values(problem, [[0, 1000, 1900], [0, 0, 100], [0, 0, 140]])
    gains, *_others = gain_in_draws([(SAME, problem), (SAME, swapped)], plans, 2)
    assert gains["regret_eur"].tolist() == pytest.approx([0, 40])


def test_where_visits_last_longer_ours_gives_up_those_that_bring_least():
    """In four hours two visits of two hours: both to a000, in our plan as in the best one."""
    gains, *_others = gain_in_draws([(LONGER, twins())], {"plan": np.array([2, 2, 0])}, 1)
    assert gains["regret_eur"].tolist() == pytest.approx([0])


def test_clear_choices_are_solid_and_those_that_turn_with_the_draw_fragile():
    problem = twins()
    swapped = other_values(problem, [[0, 1000, 1900], [0, 0, 100], [0, 0, 140]])
    _gains, table, _leaving = gain_in_draws(
        [(SAME, problem), (SAME, swapped)], {"plan": np.array([2, 2, 0])}, 2
    )
    told = table.set_index("account_id")
    assert told["verdict"].tolist() == ["solid", "fragile", "fragile"]
    assert told.loc["a000", ["low_visits", "high_visits"]].tolist() == [2, 2]
    assert told.loc["a001", ["low_visits", "high_visits"]].tolist() == [0, 2]


def test_the_draws_repeat_and_lie_where_they_were_judged_to_lie():
    _given, rules = given_rules()
    first, second = (common_draws(rules, met_and_won=(119, 15), draws=4000, seed=1) for _again in range(2))
    pd.testing.assert_frame_equal(first, second)
    assert np.log(first["response_factor"]).std() == pytest.approx(0.5, rel=0.05)
    assert first["conversion_rate"].mean() == pytest.approx(15.5 / 120, rel=0.05)  # Beta(15½, 104½)
    assert first["save_share"].between(0.1, 0.5).all()
    assert first["wallet_power"].between(0.0, 0.7).all()


def test_a_factor_moves_the_room_and_what_is_lost_by_as_much():
    curves = pd.DataFrame(
        {"none": [0.6], "saturation": [1.2], "reference_visits": [5.0], "half": [0.8], "plus_half": [1.1]}
    )
    moved = moved_curves(curves, pd.Series({"response_factor": 1.5, "effort_factor": 2.0})).iloc[0]
    assert moved[["none", "saturation", "reference_visits"]].tolist() == pytest.approx([0.4, 1.3, 10])
    assert moved[["half", "plus_half"]].tolist() == pytest.approx([0.7, 1.15])


def test_values_drawn_anew_are_those_of_the_problem_built_anew():
    given, rules = given_rules()
    draws = common_draws(rules, met_and_won=(119, 15), draws=3, seed=4)
    problem = build_problem(given, rules)
    for _number, draw in draws.iterrows():
        drawn = as_drawn(given, rules, draw)
        built, revalued = build_problem(*drawn), revalue(problem, *drawn)
        np.testing.assert_allclose(revalued.value_eur, built.value_eur)
        assert revalued.horizon == built.horizon
        once = revalue(problem, *drawn, values_beneath(problem, given, rules))
        np.testing.assert_array_equal(once.value_eur, revalued.value_eur)


def test_more_visits_to_prospects_cost_more_and_more():
    problem = random_problem(1, n=40, target=16)
    table = prospect_frontier(problem, [0, 0.25, 0.5, 0.75, 1, 1.25, 1.5])
    known = table.dropna()
    assert table["prospect_visits"].tolist() == [0, 4, 8, 12, 16, 20, 24]
    assert known["contribution_eur"].is_monotonic_decreasing
    assert known["cost_eur"].iloc[0] == pytest.approx(0.0)
    assert allocate(problem).objective_eur == pytest.approx(
        known.loc[known["target_share"] == 1, "contribution_eur"].iloc[0], rel=1e-4
    )


def test_what_a_target_costs_is_told_of_the_first_year_however_many_are_counted():
    """One hour: the client's visit brings 10, the prospect's 4; a target of one visit costs 6 in a year."""
    year = problem_of([[0, 10], [0, 4]], 1.0, 1.0, prospects={1}, target=1)
    for problem in (year, dataclasses.replace(year, horizon=2.5)):
        assert prospect_frontier(problem, [0, 1])["cost_eur"].tolist() == pytest.approx([0, 6])


def test_a_stated_conversion_is_the_same_in_every_draw():
    _given, rules = given_rules()
    stated, measured = (
        common_draws(rules, met_and_won=record, draws=50, seed=1) for record in (None, (119, 15))
    )
    assert set(stated["conversion_rate"]) == {rules.conversion_rate}
    pd.testing.assert_frame_equal(  # what else is judged is drawn alike
        stated.drop(columns="conversion_rate"), measured.drop(columns="conversion_rate")
    )


def test_where_visits_last_longer_both_plans_keep_the_rules_or_neither():
    """Two visits fit, one of them the floor of a001: ours brings -5 + 10, the best -5 + 30."""
    problem = problem_of([[0, 10, 18], [0, -5, -5], [0, 0, 0]], 1.0, 4.0, floor=[0, 1, 0])
    poorer = other_values(problem, [[0, 10, 18], [0, -5, -5], [0, 30, 30]])
    plan = {"plan": np.array([2, 1, 0])}
    gains, *_others = gain_in_draws([(LONGER, poorer)], plan, 1)
    assert gains["regret_eur"].tolist() == pytest.approx([20])
    problem = problem_of([[0, 10, 18], [0, 1, 2]], 1.0, 3.0, prospects={1}, target=2)
    gains, *_others = gain_in_draws([(LONGER, problem)], {"plan": np.array([1, 2])}, 1)
    assert gains["regret_eur"].tolist() == [0], "the one visit that fits goes to a000 in both"


def test_the_users_own_table_for_every_account_is_not_valued_anew():
    given, rules = given_rules(carry_over=0.65, value_years=3)
    own = pd.DataFrame(
        [(account, visits, 100.0 * visits) for account in given.scores["account_id"] for visits in range(9)],
        columns=["account_id", "visits", "contribution_eur"],
    )
    given = dataclasses.replace(given, own_response=own)
    problem = build_problem(given, rules)
    drawn = revalue(problem, given, dataclasses.replace(rules, carry_over=0.5))
    np.testing.assert_array_equal(drawn.contribution_eur, problem.contribution_eur)
    assert drawn.horizon == pytest.approx(1.75)
