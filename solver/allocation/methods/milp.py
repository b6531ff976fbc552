"""The textbook model of the visit allocation, in PuLP, solved by HiGHS one rep at a time.

max  Σ_i Σ_k v_i(k) y_ik     with y_ik = 1 when account i gets k visits
"""

from functools import cache

import highspy
import numpy as np
import pulp

from solver.allocation.methods.each_rep import solve_each_rep
from solver.allocation.problem.problem import AllocationProblem, RepSheet
from solver.allocation.problem.result import INFEASIBLE, UNKNOWN, Allocation

NAME = "milp (PuLP + HiGHS)"
MOST_NODES = 20_000  # of the search of a rep: more than one ever took, and the same on any machine


def visit_model(sheet: RepSheet) -> tuple[pulp.LpProblem, dict]:
    """Write the model of one rep; k is a level: k visits, unless the response says otherwise.

    Parameters
    ----------
    sheet : RepSheet
        The rep's accounts, values, hours and rules.

    Returns
    -------
    model : pulp.LpProblem
    y : dict
        The binary variable of each pair (account, number of visits).
    """
    # Sets: the accounts, the numbers of visits each may get, the zones, the prospects.
    I = range(len(sheet.rows))  # noqa: E741, N806 - the formula's own letters
    K = [range(sheet.floor[i], sheet.ceiling[i] + 1) for i in I]  # noqa: N806
    Z = sorted({int(z) for z in sheet.zone if z >= 0})  # noqa: N806
    prospects = [i for i in I if sheet.is_prospect[i]]
    # Parameters: v value, h hours, n visits, p twentieths of a visit towards the target of each level;
    # H hours, P prospect target, in twentieths too.
    v, h, n, p = (sheet.levels.value, sheet.levels.hours, sheet.levels.visits, sheet.levels.target_parts)
    H, P = sheet.available_hours, sheet.target_parts  # noqa: N806
    most = int(sheet.levels.visits_at(sheet.ceiling).max(initial=0))

    model = pulp.LpProblem("visit_allocation", pulp.LpMaximize)

    # Variables: y[i, k] is 1 when account i gets k visits; T[z] is the number of trips to zone z.
    y = {(i, k): model.add_variable(f"y_{i}_{k}", 0, 1, cat="Integer") for i in I for k in K[i]}
    T = {z: model.add_variable(f"T_{z}", 0, most, cat="Integer") for z in Z}  # noqa: N806

    # Objective: the contribution of all visits.
    model += pulp.lpSum(float(v[i, k]) * y[i, k] for i, k in y)

    # Each account gets exactly one number of visits, between its floor and its ceiling.
    for i in I:
        model += (pulp.lpSum(y[i, k] for k in K[i]) == 1, f"one_number_of_visits_{i}")

    # Visits and trips fit in the hours of the rep.
    hours = pulp.lpSum(float(h[i, k]) * y[i, k] for i, k in y)
    trips = pulp.lpSum(float(sheet.trip_hours[z]) * T[z] for z in Z)
    model += (hours + trips <= H, "hours_of_the_rep")

    # Visits to prospects reach the prospect target.
    if P > 0:
        model += (pulp.lpSum(int(p[i, k]) * y[i, k] for i in prospects for k in K[i]) >= P, "prospect_target")

    # A zone is visited as often as any account in it.
    for i in I:
        if (z := int(sheet.zone[i])) >= 0:
            model += (T[z] >= pulp.lpSum(int(n[i, k]) * y[i, k] for k in K[i]), f"trips_to_the_zone_of_{i}")

    return model, y


def solve_sheet(
    sheet: RepSheet, *, gap: float, time_limit_s: float, seed: int
) -> tuple[np.ndarray | None, float, str]:
    """Solve one rep's model, within so many nodes: the clock may refuse a plan, and never cuts one short.

    Returns
    -------
    visits : ndarray of int or None
        Visits of each account of the sheet; none when there is no plan.
    bound_eur : float
        No plan of this rep can bring more.
    status : str
        Empty when there is a plan, else “infeasible” or “unknown”.
    """
    if len(sheet.rows) == 0:
        return (None, 0.0, INFEASIBLE) if sheet.target_parts > 0 else (np.empty(0, int), 0.0, "")
    if sheet.target_parts > 0 and not sheet.is_prospect.any():
        return None, 0.0, INFEASIBLE
    model, y = visit_model(sheet)
    stats = model.solve(
        pulp.HiGHS(
            msg=False,
            threads=1,
            gapRel=gap,
            gapAbs=0.0,
            timeLimit=time_limit_s,
            mip_max_nodes=MOST_NODES,
            random_seed=seed,
        )
    )
    bound = sheet.most_eur
    if stats.best_bound is not None and np.isfinite(stats.best_bound):
        bound = min(bound, float(stats.best_bound))
    if not stats.has_solution or stats.status == pulp.LpSolveStatus.TimeLimit:
        return None, bound, INFEASIBLE if stats.status == pulp.LpSolveStatus.Infeasible else UNKNOWN
    visits = np.zeros(len(sheet.rows), dtype=np.int64)
    for (i, k), chosen in y.items():
        if chosen.varValue > 0.5:
            visits[i] = k
    return visits, bound, ""


def hour_price(sheet: RepSheet) -> float:
    """Return what one more hour would bring this rep if visits could be split, in euros.

    The dual of the hours in the linear relaxation; NaN when the rep's rules cannot be kept.
    """
    if len(sheet.rows) == 0 or (sheet.target_parts > 0 and not sheet.is_prospect.any()):
        return 0.0 if sheet.target_parts == 0 else float("nan")
    model, _ = visit_model(sheet)
    stats = model.solve(pulp.HiGHS(mip=False, msg=False, threads=1))
    if not stats.has_solution:
        return float("nan")
    return abs(float(model.get_constraint_by_name("hours_of_the_rep").pi))  # the sign differs by solver


@cache
def engine_version() -> str:
    """Return the versions of the modelling language and of the engine."""
    return f"PuLP {pulp.__version__}, HiGHS {highspy.Highs().version()}"


def solve(problem: AllocationProblem, *, gap: float, time_limit_s: float, seed: int) -> Allocation:
    """Solve the problem one rep after the other and add up values and bounds."""
    return solve_each_rep(
        problem,
        solve_sheet,
        name=NAME,
        version=engine_version(),
        gap=gap,
        time_limit_s=time_limit_s,
        seed=seed,
    )
