"""Which numbers stay when the inputs are off."""

import numpy as np
import pandas as pd
import pytest

from solver.allocation import allocate
from solver.allocation.explain.robustness import prospect_frontier, stability, stretched
from solver.words.errors import PortfolioError
from tests.allocation.cases import problem_of
from tests.allocation.methods.test_envelope import random_problem


def test_clear_choices_are_solid_and_close_ones_fragile():
    # four hours: a000 takes two of any plan; a001 and a002 are twins of which only one fits whole
    values = [[0, 1000, 1900], [0, 0, 100], [0, 0, 100]]
    problem = problem_of(values, 1.0, 4.0)
    table = stability(problem, allocate(problem, gap=0.0), draws=40).set_index("account_id")
    assert table.loc["a000", "verdict"] == "solid"
    assert (table.loc["a000", ["low_visits", "high_visits"]] == 2).all()
    assert set(table.loc[["a001", "a002"], "verdict"]) == {"fragile"}
    assert table.loc["a001", "values_near_share"] == pytest.approx(0.5, abs=0.3)


def test_nothing_moves_when_nothing_is_off():
    problem = random_problem(2, n=20, target=5)
    allocation = allocate(problem, gap=1e-9)
    table = stability(problem, allocation, spread=0.0, draws=2)
    assert (table["near_share"] == 1).all()
    assert (table["low_visits"] == table["visits"]).all()


def test_the_draws_repeat():
    problem = random_problem(2, n=20, target=5)
    allocation = allocate(problem)
    first, second = (stability(problem, allocation, draws=3) for _ in range(2))
    pd.testing.assert_frame_equal(first, second)


def test_stretching_reads_the_curve_between_its_points():
    value = np.array([[0.0, 10, 16, np.nan]])
    assert stretched(value, np.array([0.5]))[0, :3] == pytest.approx([0, 5, 10])
    assert stretched(value, np.array([1.5]))[0, :3] == pytest.approx([0, 13, 22])  # 16 + 1 x 6
    assert np.isnan(stretched(value, np.array([0.5]))[0, 3])


def test_more_visits_to_prospects_cost_more_and_more():
    problem = random_problem(1, n=40, target=16)
    table = prospect_frontier(problem)
    known = table.dropna()
    assert table["prospect_visits"].tolist() == [0, 4, 8, 12, 16, 20, 24]
    assert known["contribution_eur"].is_monotonic_decreasing
    assert known["cost_eur"].iloc[0] == pytest.approx(0.0)


def test_no_plan_is_not_shaken():
    problem = problem_of([[0, 1]], 1.0, 0.5, prospects={0}, target=1)
    with pytest.raises(PortfolioError, match="no plan to shake"):
        stability(problem, allocate(problem))
