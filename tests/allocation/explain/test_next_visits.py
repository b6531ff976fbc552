"""Giving the next visit where it is worth most per hour is what the solver finds."""

import pytest

from solver.allocation import allocate
from solver.allocation.explain.next_visits import first_visits, solver_gain
from tests.allocation.cases import problem_of


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
