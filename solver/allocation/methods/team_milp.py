"""The textbook model when accounts may change rep: one model for the whole team, in PuLP, solved by HiGHS.

max  Σ_i Σ_r Σ_k v_i(k) y_irk     with y_irk = 1 when rep r makes k visits to account i
"""

import time

import numpy as np
import pulp

from solver.allocation.methods.milp import engine_version
from solver.allocation.methods.team import pairs_of
from solver.allocation.problem.problem import AllocationProblem, TeamRules
from solver.allocation.problem.result import INFEASIBLE, UNKNOWN, Allocation, Engine, planned, without_plan

NAME = "milp for the team (PuLP + HiGHS)"


def team_model(problem: AllocationProblem) -> tuple[pulp.LpProblem, dict]:
    """Write the model of the whole team; symbols as in `milp.visit_model`, with one more index for the rep.

    An account without a visit stays with the rep it has.

    Returns
    -------
    model : pulp.LpProblem
    y : dict
        The binary variable of each (account, rep, number of visits), all by position.
    """
    I, R = range(len(problem.accounts)), range(len(problem.reps))  # noqa: E741, N806 - the formula's letters
    own, v, H = problem.rep_codes, problem.levels.value, problem.reps["hours"].to_numpy(dtype=float)  # noqa: N806
    n, p = problem.levels.visits, problem.levels.prospect_visits
    P, floor, ceiling = problem.prospect_visits_min, problem.floor, problem.ceiling  # noqa: N806
    pairs = pairs_of(problem)
    accounts, durations = np.array([pair.account for pair in pairs]), np.array([pair.hours for pair in pairs])
    taken = problem.levels.take(accounts).made_in(durations).hours.tolist()
    h = {(pair.account, pair.rep): hours for pair, hours in zip(pairs, taken, strict=True)}
    trip_hours = np.empty(0)
    if problem.zones is not None:
        trip_hours = problem.zones["hours_per_trip"].to_numpy(dtype=float)
    Z = [z for z in range(len(trip_hours)) if (problem.zone_codes == z).any()]  # noqa: N806
    most = int(problem.levels.visits_at(ceiling).max(initial=0))

    model = pulp.LpProblem("team_allocation", pulp.LpMaximize)
    y = {
        (i, r, k): model.add_variable(f"y_{i}_{r}_{k}", 0, 1, cat="Integer")
        for i, r in h
        for k in range(int(floor[i]), int(ceiling[i]) + 1)
        if k > 0 or r == own[i]
    }
    T = {(r, z): model.add_variable(f"T_{r}_{z}", 0, most, cat="Integer") for r in R for z in Z}  # noqa: N806
    by_account: dict[int, list] = {i: [] for i in I}
    by_rep: dict[int, list] = {r: [] for r in R}
    for i, r, k in y:
        by_account[i].append((i, r, k))
        by_rep[r].append((i, r, k))

    model += pulp.lpSum(float(v[i, k]) * y[i, r, k] for i, r, k in y)

    # Each account gets exactly one rep and one number of visits.
    for i in I:
        model += (pulp.lpSum(y[key] for key in by_account[i]) == 1, f"one_rep_and_number_{i}")

    # Visits and trips fit in the hours of each rep; visits to prospects reach the target of each rep.
    load = {}
    for r in R:
        load[r] = pulp.lpSum(h[i, r][k] * y[i, r, k] for i, _r, k in by_rep[r])
        load[r] += pulp.lpSum(float(trip_hours[z]) * T[r, z] for z in Z)
        model += (load[r] <= float(H[r]), f"hours_of_{r}")
        made = pulp.lpSum(int(p[i, k]) * y[i, r, k] for i, _r, k in by_rep[r] if problem.is_prospect[i])
        if P[r] > 0:
            model += (made >= int(P[r]), f"prospect_target_of_{r}")

    # A rep goes to a zone as often as to any account in it.
    for i, r in h:
        if (z := int(problem.zone_codes[i])) >= 0:
            made = pulp.lpSum(int(n[i, k]) * y[i, q, k] for _i, q, k in by_account[i] if q == r)
            model += (T[r, z] >= made, f"trips_of_{r}_to_the_zone_of_{i}")

    rules = problem.rules or TeamRules()
    if rules.max_changes is not None:
        changes = pulp.lpSum(y[i, r, k] for i, r, k in y if r != own[i])
        model += (changes <= rules.max_changes, "accounts_that_change_rep")
    if rules.max_load_spread is not None:
        lowest, highest = (model.add_variable(name, 0, 1) for name in ("lowest_load", "highest_load"))
        for r in R:
            model += (load[r] * (1.0 / float(H[r])) >= lowest, f"load_of_{r}_above_the_lowest")
            model += (load[r] * (1.0 / float(H[r])) <= highest, f"load_of_{r}_below_the_highest")
        model += (highest - lowest <= rules.max_load_spread, "spread_of_the_loads")
    return model, y


def solve(problem: AllocationProblem, *, gap: float, time_limit_s: float, seed: int) -> Allocation:
    """Solve the whole team at once; for problems of a few hundred accounts."""
    started = time.perf_counter()
    model, y = team_model(problem)
    stats = model.solve(
        pulp.HiGHS(msg=False, threads=1, gapRel=gap, gapAbs=0.0, timeLimit=time_limit_s, random_seed=seed)
    )
    engine = Engine(NAME, engine_version(), seed, time.perf_counter() - started)
    level = np.arange(problem.value_eur.shape[1])
    inside = (level >= problem.floor[:, None]) & (level <= problem.ceiling[:, None])
    bound = float(np.where(inside, problem.value_eur, -np.inf).max(axis=1, initial=-np.inf).sum())
    if stats.best_bound is not None and np.isfinite(stats.best_bound):
        bound = min(bound, float(stats.best_bound))
    if not stats.has_solution:
        infeasible = stats.status == pulp.LpSolveStatus.Infeasible
        return without_plan(INFEASIBLE if infeasible else UNKNOWN, engine, bound)
    visits, rep = np.zeros(len(problem.accounts), dtype=np.int64), problem.rep_codes.copy()
    for (i, r, k), chosen in y.items():
        if chosen.varValue > 0.5:
            visits[i], rep[i] = k, r
    return planned(problem, visits, bound, gap, engine, rep=problem.rep_ids.to_numpy()[rep])
