"""The problem in which an hour costs what it costs the firm: visits stop where they no longer earn it."""

import numpy as np
import pandas as pd

from solver.allocation.problem.problem import AllocationProblem

YEAR, HORIZON = "year", "horizon"


def charged(problem: AllocationProblem, hour_cost_eur: pd.Series, within: str = HORIZON) -> AllocationProblem:
    """Return the problem in which every hour of a visit is charged.

    Parameters
    ----------
    problem : AllocationProblem
        In which hours are free as long as there are any.
    hour_cost_eur : Series
        Cost of an hour, by rep_id.
    within : {"horizon", "year"}
        Whether an hour may earn its cost over all the years counted, or must do so in the first.

    Returns
    -------
    AllocationProblem
        Rules stand: a floor is kept, whatever its hours cost.
    """
    cost = problem.reps["rep_id"].map(hour_cost_eur).astype(float)
    horizon = 1.0 if within == YEAR else problem.horizon
    return problem.with_tables(reps=problem.reps.assign(hour_cost_eur=cost), horizon=horizon)


def hour_costs(problem: AllocationProblem) -> np.ndarray:
    """Return what an hour of each rep is charged in the problem: 0 where hours are paid anyway."""
    if "hour_cost_eur" not in problem.reps:
        return np.zeros(len(problem.reps))
    return problem.reps["hour_cost_eur"].to_numpy(dtype=float)
