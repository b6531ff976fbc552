"""An independent second opinion: the same problem in OR-Tools CP-SAT, which counts in whole numbers."""

from dataclasses import dataclass

import numpy as np
import ortools
from ortools.sat.python import cp_model

from solver.allocation.methods.each_rep import solve_each_rep
from solver.allocation.problem.problem import HOURS_TOLERANCE, AllocationProblem, RepSheet
from solver.allocation.problem.result import INFEASIBLE, UNKNOWN, Allocation

NAME = "cpsat (OR-Tools CP-SAT)"
VALUE_RANGE = 1e10  # the total value in whole units: rounding moves it by parts in a hundred million
HOUR_PARTS = (1, 4, 20, 60, 100, 300, 3600, 10_000)  # quarters, minutes, hundredths…
FINE_PARTS = 1_000_000
WHOLE = 1e-9
MOST_WORK = 60.0  # for a rep, in the engine's own units, about a second each: the same on any machine


@dataclass(frozen=True)
class Scaled:
    """Hours in whole parts, rounded in favour of the plan (relaxed) or against it (safe)."""

    level: np.ndarray
    trip: np.ndarray
    available: int


def solve(problem: AllocationProblem, *, gap: float, time_limit_s: float, seed: int) -> Allocation:
    """Solve the problem one rep after the other and add up values and bounds."""
    return solve_each_rep(
        problem,
        solve_sheet,
        name=NAME,
        version=ortools.__version__,
        gap=gap,
        time_limit_s=time_limit_s,
        seed=seed,
    )


def solve_sheet(
    sheet: RepSheet, *, gap: float, time_limit_s: float, seed: int
) -> tuple[np.ndarray | None, float, str]:
    """Solve one rep's model; see `milp.solve_sheet` for what comes back.

    Where hours are no whole parts of an hour, the model is first solved with hours rounded down, which bounds
    every plan; if its plan takes too long by the true hours, a second model with hours rounded up finds one.
    """
    if len(sheet.rows) == 0:
        return (None, 0.0, INFEASIBLE) if sheet.target_parts > 0 else (np.empty(0, int), 0.0, "")
    visits, bound, status = _solve_scaled(sheet, scaled_hours(sheet, safe=False), gap, time_limit_s, seed)
    if visits is not None and not _fits(sheet, visits):
        visits, _own_bound, status = _solve_scaled(
            sheet, scaled_hours(sheet, safe=True), gap, time_limit_s, seed
        )
        # The safe model may rule out a plan that just fits, so its “infeasible” proves nothing.
        status = UNKNOWN if visits is None else status
    return visits, bound, status


def scaled_hours(sheet: RepSheet, *, safe: bool) -> Scaled:
    """Return hours in whole parts: exact where the hours allow it, else rounded up (`safe`) or down."""
    levels, trips = sheet.levels.hours, sheet.trip_hours
    used = np.concatenate([levels[_open(sheet)], trips])
    for parts in HOUR_PARTS:
        whole = np.round(used * parts)
        if np.abs(whole - used * parts).max() <= WHOLE * parts:
            available = int(np.floor(sheet.available_hours * parts * (1.0 + WHOLE) + WHOLE))
            return Scaled(
                level=np.round(levels * parts).astype(np.int64),
                trip=np.round(trips * parts).astype(np.int64),
                available=available,
            )
    to_parts, to_available = (np.ceil, np.floor) if safe else (np.floor, np.ceil)
    return Scaled(
        level=to_parts(levels * FINE_PARTS).astype(np.int64),
        trip=to_parts(trips * FINE_PARTS).astype(np.int64),
        available=int(to_available(sheet.available_hours * FINE_PARTS)),
    )


def _solve_scaled(
    sheet: RepSheet, hours: Scaled, gap: float, time_limit_s: float, seed: int
) -> tuple[np.ndarray | None, float, str]:
    """Build and solve one model in whole numbers."""
    model = cp_model.CpModel()
    made = sheet.levels.visits
    unit = VALUE_RANGE / max(_largest_total(sheet), 1.0)
    plan, visits, spent, terms = [], [], [], []
    for i in range(len(sheet.rows)):
        levels = range(int(sheet.floor[i]), int(sheet.ceiling[i]) + 1)
        chosen = [model.new_bool_var(f"y_{i}_{k}") for k in levels]
        model.add_exactly_one(chosen)
        plan.append(cp_model.LinearExpr.weighted_sum(chosen, list(levels)))
        visits.append(cp_model.LinearExpr.weighted_sum(chosen, [int(made[i, k]) for k in levels]))
        spent.append(cp_model.LinearExpr.weighted_sum(chosen, [int(hours.level[i, k]) for k in levels]))
        # Values are rounded up, so that the bound holds for the true ones.
        worth = [int(np.ceil(float(sheet.value_eur[i, k]) * unit)) for k in levels]
        terms.append(cp_model.LinearExpr.weighted_sum(chosen, worth))
    most = int(sheet.levels.visits_at(sheet.ceiling).max())
    for zone in sorted({int(z) for z in sheet.zone if z >= 0}):
        trips = model.new_int_var(0, most, f"T_{zone}")
        for i in np.flatnonzero(sheet.zone == zone).tolist():
            model.add(visits[i] <= trips)
        spent.append(int(hours.trip[zone]) * trips)
    model.add(cp_model.LinearExpr.sum(spent) <= hours.available)
    if sheet.target_parts > 0:
        parts = sheet.levels.parts_per_visit.tolist()
        counting = [parts[i] * visits[i] for i in np.flatnonzero(sheet.is_prospect).tolist()]
        model.add(cp_model.LinearExpr.sum(counting) >= sheet.target_parts)
    model.maximize(cp_model.LinearExpr.sum(terms))

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.relative_gap_limit = gap
    solver.parameters.max_deterministic_time = MOST_WORK
    solver.parameters.max_time_in_seconds = time_limit_s
    status = solver.solve(model)
    by_the_clock = status == cp_model.FEASIBLE and solver.response_proto.deterministic_time < MOST_WORK
    bound = sheet.most_eur
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        bound = min(solver.best_objective_bound / unit, bound)
    if status == cp_model.OPTIMAL or (status == cp_model.FEASIBLE and not by_the_clock):
        found = np.array([solver.value(expression) for expression in plan], dtype=np.int64)
        return found, bound, ""
    if status == cp_model.INFEASIBLE:
        return None, 0.0, INFEASIBLE
    return None, bound, UNKNOWN


def _largest_total(sheet: RepSheet) -> float:
    """Return the largest size the total value can have, sign set aside."""
    return float(np.where(_open(sheet), np.abs(sheet.value_eur), 0.0).max(axis=1).sum())


def _open(sheet: RepSheet) -> np.ndarray:
    """Whether each level lies within its account's bounds."""
    level = np.arange(sheet.value_eur.shape[1])
    return (level >= sheet.floor[:, None]) & (level <= sheet.ceiling[:, None])


def _fits(sheet: RepSheet, visits: np.ndarray) -> bool:
    """Whether the plan keeps the true hours."""
    made = sheet.levels.visits_at(visits)
    trips = sum(
        float(hours) * int(made[sheet.zone == zone].max(initial=0))
        for zone, hours in enumerate(sheet.trip_hours)
    )
    room = 0.5 * HOURS_TOLERANCE * max(sheet.available_hours, 1.0)
    return sheet.levels.total_hours(visits) + trips - sheet.available_hours <= room
