"""On every family, HiGHS finds no better plan for a model written apart than what is proven."""

import numpy as np
import pytest

from solver.allocation import check
from solver.allocation.methods.allocate import allocate
from tests.benchmarks.bench_allocation import GAP, highs_arrays
from tests.benchmarks.families import FAMILIES, make_problem


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_no_plan_of_highs_is_better_than_proven_and_ours_keeps_every_rule(family):
    problem = make_problem(family.accounts_per_rep, family, seed=7)
    plan = allocate(problem, method="envelope", gap=GAP)
    assert check(problem, plan) == []
    (sheet,) = problem.sheets()
    reached, bound = highs_arrays(sheet)
    np.testing.assert_allclose(plan.objective_eur, reached, rtol=GAP)
    assert plan.objective_eur <= bound * (1 + 1e-9)
    assert reached <= plan.bound_eur * (1 + 1e-9)
