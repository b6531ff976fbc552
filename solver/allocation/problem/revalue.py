"""A problem with what visits bring valued anew: for judgements that are drawn, halved or doubled."""

from dataclasses import replace

import numpy as np
import pandas as pd

from solver.allocation.problem.build import Rules, StepTables, curves_of, valued, values_by_curves
from solver.allocation.problem.problem import AllocationProblem
from solver.value.response import VALUED_BY, horizon_factor


def revalue(
    problem: AllocationProblem, given: StepTables, rules: Rules, values: pd.DataFrame | None = None
) -> AllocationProblem:
    """Return a problem with what visits bring valued anew: the same accounts, hours and bounds.

    Parameters
    ----------
    problem : AllocationProblem
        As `build_problem` made it of the same tables.
    given : StepTables
    rules : Rules
        With other judgements.
    values : DataFrame, optional
        From `values_beneath`, where judged curves and rules alone are others than in the problem.
    """
    contribution = problem.contribution_eur.copy()
    if values is None:
        values = values_beneath(problem, given, rules)
    if len(values):
        values = values.assign(first_year_eur=rules.new_client_eur * values["first_year_eur"])
        brought = values_by_curves(values, curves_of(given), rules)
        contribution[_goes_by_curve(problem), : brought.shape[1]] = brought
    within_year = problem.horizon == 1.0
    horizon = 1.0 if within_year else horizon_factor(rules.carry_over, rules.value_years)
    return problem.revalued(contribution, horizon)


def values_beneath(problem: AllocationProblem, given: StepTables, rules: Rules) -> pd.DataFrame:
    """Return what no judgement moves beneath the values: the same in all draws, a newcomer at one euro."""
    by_curve = problem.accounts[_goes_by_curve(problem)]
    if by_curve.empty:
        return by_curve
    return valued(by_curve, given, replace(rules, new_client_eur=1.0))[list(VALUED_BY)]


def _goes_by_curve(problem: AllocationProblem) -> np.ndarray:
    """Tell which accounts have no values of the user's own."""
    return ~problem.accounts["own_values"].to_numpy(dtype=bool)
