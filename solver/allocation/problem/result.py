"""What a solver hands back: visits, the value reached, and how far from the best it can be."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from solver.allocation.problem.problem import AllocationProblem

OPTIMAL = "optimal"  # proven within the gap asked for
FEASIBLE = "feasible"  # a plan that keeps every rule, stopped before the gap was reached
INFEASIBLE = "infeasible"  # no plan keeps every rule
UNKNOWN = "unknown"  # stopped before any plan was found

ROUNDING = 1e-7  # relative; engines round values and bounds by about this much


@dataclass(frozen=True, eq=False)
class Allocation:
    """A plan of visits and its certificate.

    Parameters
    ----------
    visits : Series of int or None
        Visits over the horizon, indexed by account_id; none where there is no plan.
    objective_eur : float
        What the plan is best for (see `AllocationProblem.horizon`), recomputed from the problem's own values;
        NaN without a plan.
    bound_eur : float
        No plan can bring more than this; NaN when infeasible.
    gap : float
        (bound - objective) / max(abs(objective), 1); NaN without a plan.
    status : {"optimal", "feasible", "infeasible", "unknown"}
    solver : str
        Method and engine.
    version : str
        Version of the engine.
    seconds : float
        Time it took.
    seed : int
        Seed of the engine.
    """

    visits: pd.Series | None
    objective_eur: float
    bound_eur: float
    gap: float
    status: str
    solver: str
    version: str
    seconds: float
    seed: int

    @property
    def has_plan(self) -> bool:
        """Whether there are visits to read."""
        return self.visits is not None

    def certificate(self) -> dict[str, Any]:
        """Return the facts a report prints; the time taken is left out, as it never repeats."""
        facts = {
            "status": self.status,
            "objective_eur": self.objective_eur,
            "bound_eur": self.bound_eur,
            "gap": self.gap,
            "solver": self.solver,
            "version": self.version,
            "seed": self.seed,
        }
        return {key: None if value != value else value for key, value in facts.items()}


@dataclass(frozen=True)
class Engine:
    """Who solved it: method and engine, version, seed, seconds."""

    solver: str
    version: str
    seed: int
    seconds: float


def gap_of(objective_eur: float, bound_eur: float) -> float:
    """Return (bound - objective) / max(abs(objective), 1)."""
    return float((bound_eur - objective_eur) / max(abs(objective_eur), 1.0))


def planned(
    problem: AllocationProblem, visits: np.ndarray, bound_eur: float, gap: float, engine: Engine
) -> Allocation:
    """Return the allocation for visits in the order of the problem's accounts."""
    visits = np.asarray(visits, dtype=np.int64)
    objective = float(problem.worth_of(visits).sum())
    bound = max(float(bound_eur), objective)
    reached = gap_of(objective, bound)
    return Allocation(
        visits=pd.Series(visits, index=problem.account_ids, name="visits"),
        objective_eur=objective,
        bound_eur=bound,
        gap=reached,
        status=OPTIMAL if reached <= gap + ROUNDING else FEASIBLE,
        solver=engine.solver,
        version=engine.version,
        seconds=engine.seconds,
        seed=engine.seed,
    )


def without_plan(status: str, engine: Engine, bound_eur: float = float("nan")) -> Allocation:
    """Return the allocation that holds no visits: infeasible, or stopped too early."""
    return Allocation(
        visits=None,
        objective_eur=float("nan"),
        bound_eur=float("nan") if status == INFEASIBLE else float(bound_eur),
        gap=float("nan"),
        status=status,
        solver=engine.solver,
        version=engine.version,
        seconds=engine.seconds,
        seed=engine.seed,
    )
