"""Solving a problem whose reps share nothing: one rep after the other, values and bounds added up."""

import time
from typing import Protocol

import numpy as np

from solver.allocation.problem.problem import AllocationProblem, RepSheet
from solver.allocation.problem.result import INFEASIBLE, UNKNOWN, Allocation, Engine, planned, without_plan


class SheetSolver(Protocol):
    """Solves one rep."""

    def __call__(
        self, sheet: RepSheet, *, gap: float, time_limit_s: float, seed: int
    ) -> tuple[np.ndarray | None, float, str]:
        """Return visits or none, the bound in euros, and empty, “infeasible” or “unknown”."""
        ...


def solve_each_rep(
    problem: AllocationProblem,
    solve_sheet: SheetSolver,
    *,
    name: str,
    version: str,
    gap: float,
    time_limit_s: float,
    seed: int,
) -> Allocation:
    """Solve the problem one rep after the other and add up values and bounds.

    Parameters
    ----------
    problem : AllocationProblem
    solve_sheet : callable
        Solves one rep, in the time that is left.
    name, version : str
        The engine, for the certificate.
    gap, time_limit_s, seed
        As in `allocate`.

    Returns
    -------
    Allocation
        Infeasible as soon as one rep is; unknown when one rep's plan was not found in time: the clock
        refuses a plan, and never changes one.
    """
    started = time.perf_counter()
    visits = np.zeros(len(problem.accounts), dtype=np.int64)
    bound, statuses = 0.0, []
    for sheet in problem.sheets():
        left = max(time_limit_s - (time.perf_counter() - started), 0.0)
        found, sheet_bound, status = solve_sheet(sheet, gap=gap, time_limit_s=left, seed=seed)
        bound += sheet_bound
        statuses.append(status)
        if found is not None:
            visits[sheet.rows] = found
    engine = Engine(name, version, seed, time.perf_counter() - started)
    if INFEASIBLE in statuses:
        return without_plan(INFEASIBLE, engine)
    if UNKNOWN in statuses:
        return without_plan(UNKNOWN, engine, bound)
    return planned(problem, visits, bound, gap, engine)
