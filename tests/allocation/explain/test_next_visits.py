"""Giving the next visit where it is worth most per hour is what the solver finds."""

import pytest

from solver.allocation import allocate
from solver.allocation.explain.next_visits import first_visits, solver_gain
from tests.allocation.cases import problem_of


def test_the_largest_accounts_of_one_rep_are_those_whose_visits_bring_the_most():
    """The first brings 100 without a visit and no more by one; prospects and the other rep's take no part."""
    problem = problem_of(
        [[100, 100], [0, 300], [0, 200], [0, 900], [0, 150]],
        1.0,
        20.0,
        prospects={3},
        rep=["r0", "r0", "r0", "r0", "r1"],
    )
    steps, _small = first_visits(problem, accounts=2, visits=2)
    assert steps["account_id"].tolist() == ["a001", "a002"]
    assert steps["visit"].tolist() == [1, 2]


def test_visits_go_in_order_of_euros_per_hour_and_the_solver_finds_no_better_plan():
    # per hour: a000 30 20 10; a001 (2 h) 25 15 5; a002 8 4 2, which comes too late
    problem = problem_of([[0, 30, 50, 60], [0, 50, 80, 90], [0, 8, 12, 14]], [1.0, 2.0, 1.0], 20.0)
    steps, small = first = first_visits(problem, accounts=3, visits=4)
    assert list(zip(steps["account_id"], steps["visit_no"], strict=True)) == [
        ("a000", 1),
        ("a001", 1),
        ("a000", 2),
        ("a001", 2),
    ]
    assert steps["worth_per_hour_eur"].tolist() == [30, 25, 20, 15]
    assert steps["hours"].tolist() == [1, 3, 4, 6]
    found = allocate(small, method="milp")
    assert found.visits.tolist() == [2, 2, 0]
    assert solver_gain(first) == pytest.approx(steps["worth_eur"].sum())


def test_where_whole_visits_do_not_fit_the_solver_beats_sorting_as_the_notebook_tells():
    far_and_near = [[0.0, 1_000.0], [0.0, 690.0], [0.0, 690.0]]
    problem = problem_of(far_and_near, [4.0, 3.0, 3.0], 6.0)
    first = first_visits(problem, accounts=3, visits=1)
    assert first.steps["worth_per_hour_eur"].tolist() == [250.0]
    found = allocate(problem, method="milp", gap=1e-9)
    assert found.objective_eur == pytest.approx(1_380.0)
    assert found.visits.tolist() == [0, 1, 1]


def test_an_account_gets_no_visit_beyond_those_that_its_table_values():
    """One is valued for a single visit, the other for three: 50, 30 and 10 an hour go before 5."""
    problem = problem_of([[0, 5, 0, 0], [0, 50, 80, 90]], 1.0, 20.0)
    known = problem.response[problem.response["account_id"].ne("a000") | problem.response["visits"].lt(2)]
    bounds = problem.accounts.assign(max_visits=[1, 3])
    steps, _small = first_visits(problem.with_tables(accounts=bounds, response=known), visits=3)
    assert steps["worth_eur"].tolist() == [50, 30, 10]
