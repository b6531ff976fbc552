"""The visit allocation side by side: the envelope method against the same problem in general solvers.

Run from the project's root: ``python tests/benchmarks/bench_allocation.py > tests/benchmarks/allocation.md``.
Every line is one fresh process on one core; seconds are the processor's. Nothing here is asserted: ratios are
what to read.
"""

import multiprocessing
import os
import platform
import resource
import sys
import time
from pathlib import Path

import highspy
import numpy as np
import pulp
from scipy.optimize import linprog
from scipy.sparse import csr_array

sys.path.insert(0, str(Path(__file__).parents[2]))

from solver.allocation import AllocationProblem, RepSheet, allocate, check
from solver.allocation.methods import cpsat, envelope, milp
from solver.allocation.problem.result import gap_of
from tests.benchmarks.families import BASE, FAMILIES, Family, make_problem

GAP = 1e-4
ONE_MODEL_LIMIT_S = 40.0
HARD_STOP_S = 80.0
SAMPLE_REPS = 20  # from 20,000 accounts on, solvers run on this many reps and are scaled up
FAMILY_REPS = 10  # of each family, side by side
SIZES = (2_000, 20_000, 200_000)
LARGE = ("base", "tight hours")  # families of the largest size


def by_envelope(problem: AllocationProblem) -> tuple[float, float, float]:
    result = allocate(problem, method="envelope", gap=GAP)
    if len(problem.accounts) <= 20_000:
        assert check(problem, result) == []
    return result.objective_eur, result.bound_eur, 1.0


def by_one_model(problem: AllocationProblem) -> tuple[float, float, float]:
    """The textbook model of all reps at once in PuLP, as one would first write it."""
    model = pulp.LpProblem("visits", pulp.LpMaximize)
    objective = []
    for sheet in problem.sheets():
        accounts = range(len(sheet.rows))
        y = {
            (i, k): model.add_variable(f"y_{sheet.rep_id}_{i}_{k}", 0, 1, cat="Integer")
            for i in accounts
            for k in range(int(sheet.floor[i]), int(sheet.ceiling[i]) + 1)
        }
        by_account: dict[int, list] = {i: [] for i in accounts}
        for (i, k), choice in y.items():
            by_account[i].append(choice)
            objective.append((choice, float(sheet.value_eur[i, k])))
        for i in accounts:
            model += (pulp.lpSum_vars(by_account[i]) == 1, f"one_{sheet.rep_id}_{i}")
        used = [(choice, float(sheet.hours[i]) * k) for (i, k), choice in y.items()]
        model += (pulp.lpSum_vars_coefs(used) <= sheet.available_hours, f"hours_{sheet.rep_id}")
        made = [(choice, float(sheet.levels.target_parts[i, k])) for (i, k), choice in y.items()]
        model += (pulp.lpSum_vars_coefs(made) >= sheet.target_parts, f"target_{sheet.rep_id}")
    model.setObjective(pulp.lpSum_vars_coefs(objective))
    solver = pulp.HiGHS(msg=False, threads=1, gapRel=GAP, timeLimit=ONE_MODEL_LIMIT_S)
    stats = model.solve(solver)
    return (stats.objective if stats.has_solution else float("nan")), stats.best_bound, 1.0


def highs_arrays(sheet: RepSheet, gap: float = GAP) -> tuple[float, float]:
    """One rep's model passed to HiGHS as arrays."""
    level = np.arange(sheet.value_eur.shape[1])
    account, k = np.nonzero((level >= sheet.floor[:, None]) & (level <= sheet.ceiling[:, None]))
    n, columns = len(sheet.rows), len(account)
    entries = [
        (account, np.arange(columns), np.ones(columns)),
        (np.full(columns, n), np.arange(columns), sheet.hours[account] * k),
        (np.full(columns, n + 1), np.arange(columns), sheet.levels.target_parts[account, k].astype(float)),
    ]
    row, column, value = (np.concatenate([entry[part] for entry in entries]) for part in range(3))
    order = np.lexsort((row, column))
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = columns, n + 2
    program.sense_ = highspy.ObjSense.kMaximize
    program.col_cost_ = sheet.value_eur[account, k]
    program.col_lower_, program.col_upper_ = np.zeros(columns), np.ones(columns)
    infinite = highspy.kHighsInf
    program.row_lower_ = np.concatenate([np.ones(n), [-infinite, float(sheet.target_parts)]])
    program.row_upper_ = np.concatenate([np.ones(n), [sheet.available_hours, infinite]])
    program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    program.a_matrix_.start_ = np.searchsorted(column[order], np.arange(columns + 1)).astype(np.int32)
    program.a_matrix_.index_ = row[order].astype(np.int32)
    program.a_matrix_.value_ = value[order]
    program.integrality_ = [highspy.HighsVarType.kInteger] * columns
    engine = highspy.Highs()
    engine.setOptionValue("output_flag", False)
    engine.setOptionValue("threads", 1)
    engine.setOptionValue("mip_rel_gap", gap)
    engine.passModel(program)
    engine.run()
    info = engine.getInfo()
    return float(info.objective_function_value), float(info.mip_dual_bound)


def scipy_bound(sheet: RepSheet) -> tuple[float, float]:
    """One rep's linear relaxation by SciPy: a bound and no plan."""
    level = np.arange(sheet.value_eur.shape[1])
    account, k = np.nonzero((level >= sheet.floor[:, None]) & (level <= sheet.ceiling[:, None]))
    columns = np.arange(len(account))
    one_each = csr_array((np.ones(len(account)), (account, columns)))
    limits = np.vstack([sheet.hours[account] * k, -1.0 * sheet.levels.target_parts[account, k]])
    solved = linprog(
        -sheet.value_eur[account, k],
        A_ub=csr_array(limits),
        b_ub=[sheet.available_hours, -float(sheet.target_parts)],
        A_eq=one_each,
        b_eq=np.ones(len(sheet.rows)),
        bounds=(0, 1),
        method="highs",
    )
    return float("nan"), -float(solved.fun)


def per_rep(problem: AllocationProblem, solve_sheet) -> tuple[float, float, float]:
    """Add up reps; on large teams, an even sample of them, to be scaled up."""
    sheets = problem.sheets()
    sample = sheets if len(sheets) <= SAMPLE_REPS else sheets[:: len(sheets) // SAMPLE_REPS][:SAMPLE_REPS]
    value = bound = 0.0
    for sheet in sample:
        reached, limit = solve_sheet(sheet)
        value, bound = value + reached, bound + limit
    return value, bound, len(sheets) / len(sample)


def reached_by(module):
    """Adapt a method's `solve_sheet` to value and bound."""

    def solve_sheet(sheet: RepSheet) -> tuple[float, float]:
        visits, bound, _status = module.solve_sheet(sheet, gap=GAP, time_limit_s=60.0, seed=1)
        return float(sheet.value_eur[np.arange(len(visits)), visits].sum()), bound

    return solve_sheet


METHODS = {
    "envelope (this project)": by_envelope,
    "PuLP + HiGHS, one model": by_one_model,
    "PuLP + HiGHS, a model per rep": lambda problem: per_rep(problem, reached_by(milp)),
    "HiGHS by arrays, a model per rep": lambda problem: per_rep(problem, highs_arrays),
    "SciPy, linear bound only, per rep": lambda problem: per_rep(problem, scipy_bound),
    "CP-SAT, a model per rep": lambda problem: per_rep(problem, reached_by(cpsat)),
}


def _child(connection, accounts: int, method: str) -> None:
    """Build, solve and report from a fresh process."""
    problem = make_problem(accounts)
    allocate(make_problem(200), method="envelope")  # what is compiled once is not timed
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    value, bound, scale = METHODS[method](problem)
    seconds = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    connection.send((value, bound, scale, seconds, before / 1024, peak / 1024))


def measure(accounts: int, method: str):
    """Run one method in a process of its own; none when it had to be stopped."""
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_child, args=(sender, accounts, method))
    process.start()
    sender.close()
    result = receiver.recv() if receiver.poll(HARD_STOP_S + accounts / 10_000) else None
    if result is None:
        process.kill()
    process.join()
    return result


def what_if(accounts: int = 2_000) -> str:
    """Time one change of hours on a problem that is already built."""
    problem = make_problem(accounts)
    allocate(problem)
    started = time.process_time()
    allocate(problem.with_hours(problem.reps.set_index("rep_id")["hours"] * 1.05))
    return f"{time.process_time() - started:.2f}"


def beside(sheets: list[RepSheet], solve_sheet) -> tuple[list[float], list[float]]:
    """Solve reps one by one: the seconds of the processor each, and the value each."""
    seconds, values = [], []
    for sheet in sheets:
        started = time.process_time()
        value, _bound = solve_sheet(sheet)
        seconds.append(time.process_time() - started)
        values.append(value)
    return seconds, values


def by_own_envelope(sheet: RepSheet) -> tuple[float, float]:
    """One rep by this project's method."""
    visits, bound = envelope.solve_alone(sheet, GAP)
    return float(sheet.value_eur[np.arange(len(visits)), visits].sum()), bound


def family_line(family: Family, accounts: int) -> str:
    """Set a family's plan and its time beside those of two solvers, on some of its reps."""
    problem = make_problem(accounts, family)
    started = time.process_time()
    result = allocate(problem, method="envelope", gap=GAP)
    whole = time.process_time() - started
    sheets = problem.sheets()
    sample = sheets[:: max(len(sheets) // FAMILY_REPS, 1)][:FAMILY_REPS]
    own, value = beside(sample, by_own_envelope)
    highs, reached = beside(sample, highs_arrays)
    cp, _value = beside(sample, reached_by(cpsat))
    slower = sum(ours > theirs for ours, theirs in zip(own, highs, strict=True))
    worst = max((other - ours) / other for ours, other in zip(value, reached, strict=True))
    gap = gap_of(result.objective_eur, result.bound_eur)
    return (
        f"| {accounts:,} | {family.name} | {whole:.2f} | {100 * gap:.4f} | {sum(highs) / sum(own):.0f}"
        f" | {sum(cp) / sum(own):.0f} | {slower} of {len(sample)} | {100 * worst:+.4f} |"
    )


def families() -> None:
    """Print a line per family and size."""
    allocate(make_problem(200), method="envelope")  # compiled once, not timed
    print("\n## Families\n")
    print(
        "Each drawn to be hard in its own way (`families.py`). Seconds of the processor for the whole plan;\n"
        f"beside it, on {FAMILY_REPS} reps one by one, HiGHS by arrays and CP-SAT, in times the envelope's\n"
        "seconds; the reps for whom the envelope was slower than HiGHS; and by how much HiGHS found more\n"
        "for one of them, at most.\n"
    )
    print("| accounts | family | seconds | proven gap, % | HiGHS | CP-SAT | slower | HiGHS finds more, % |")
    print("|---:|---|---:|---:|---:|---:|---:|---:|")
    for accounts in SIZES:
        for family in FAMILIES:
            if accounts < max(SIZES) or family.name in LARGE:
                print(family_line(family, accounts), flush=True)


def main() -> None:
    """Print the table."""
    print("# Visit allocation, side by side\n")
    print(
        f"{BASE.levels} levels, 30 % S-shaped curves, {BASE.accounts_per_rep} accounts a rep, at least"
        f" {BASE.target} visits to prospects per rep,\nfloors and ceilings by class, durations of any"
        f" length. Asked for: a plan proven within {GAP:.0e} of the best.\nOne core, a process per line,"
        f" {platform.system()} {platform.machine()} with {os.cpu_count()} cores,"
        f" Python {platform.python_version()}, PuLP {pulp.__version__}, HiGHS {highspy.Highs().version()}.\n"
    )
    print("| accounts | method | seconds | times the envelope's | proven gap, % | peak MB (problem alone) |")
    print("|---:|---|---:|---:|---:|---:|")
    for accounts in SIZES:
        reference = None
        for method in METHODS:
            if accounts > 20_000 and method.endswith("one model"):
                print(f"| {accounts:,} | {method} | not run | | | |")
                continue
            result = measure(accounts, method)
            if result is None:
                print(f"| {accounts:,} | {method} | stopped, no answer | | | |", flush=True)
                continue
            value, bound, scale, seconds, before, peak = result
            seconds *= scale
            reference = seconds if reference is None else reference
            note = f" (scaled from {SAMPLE_REPS} reps)" if scale > 1 else ""
            gap = (
                f"{100 * gap_of(value, bound):.4f}"
                if value == value
                else ("a bound" if method.startswith("SciPy") else "no plan")
            )
            print(
                f"| {accounts:,} | {method}{note} | {seconds:,.2f} | {seconds / reference:,.1f} | {gap}"
                f" | {peak:,.0f} ({before:,.0f}) |",
                flush=True,
            )
    print(f"\nA what-if (5 % more hours for all) on 2,000 accounts, tables checked again: {what_if()} s.")
    print(f"States of the exact search per try: {envelope.TRIES}.")
    families()


if __name__ == "__main__":
    main()
