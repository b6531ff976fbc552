"""Accounts that may change rep: the linear relaxation says who takes whom, then each rep is solved exactly.

The relaxation splits few accounts between reps. Each account goes to the rep with its largest part, every
rep's visits are then found exactly, and the split accounts are tried with their other reps. The relaxation
bounds what any assignment could bring.
"""

import time
from dataclasses import dataclass
from typing import NamedTuple

import highspy
import numpy as np
import pandas as pd

from solver import __version__
from solver.allocation.methods import envelope
from solver.allocation.methods.core import room
from solver.allocation.methods.hull import envelope_slopes
from solver.allocation.problem.problem import AllocationProblem, RepSheet
from solver.allocation.problem.result import INFEASIBLE, UNKNOWN, Allocation, Engine, planned, without_plan

NAME = "envelope for the team (linear relaxation by HiGHS, then each rep)"
SPREAD_ROUNDS = 20
SPLIT = 1e-6
ROUNDING = 1e-9
TRIES_MOST = 400  # split accounts tried with their other reps
WIDTH = 200


class Pair(NamedTuple):
    """A rep who may have an account, both by position, and the hours of one visit."""

    account: int
    rep: int
    hours: float


@dataclass(frozen=True)
class Relaxed:
    """What the linear relaxation says: the bound, the part of each pair, and the loads."""

    bound: float
    parts: np.ndarray
    highest_load: float


def pairs_of(problem: AllocationProblem) -> list[Pair]:
    """Return every rep who may have an account: the one it has, then its candidates."""
    own = [Pair(i, int(rep), float(problem.hours[i])) for i, rep in enumerate(problem.rep_codes)]
    if problem.candidate_reps is None:
        return own
    table = problem.candidate_reps
    accounts = problem.account_ids.get_indexer(pd.Index(table["account_id"]))
    reps = problem.rep_ids.get_indexer(pd.Index(table["rep_id"]))
    hours = table["hours_per_visit"].to_numpy(dtype=float)
    return own + [Pair(int(i), int(r), float(h)) for i, r, h in zip(accounts, reps, hours, strict=True)]


def solve(problem: AllocationProblem, *, gap: float, time_limit_s: float, seed: int) -> Allocation:
    """Assign accounts by the linear relaxation, then solve every rep."""
    started = time.perf_counter()
    pairs = pairs_of(problem)
    relaxed = relax(problem, pairs, time_limit_s)
    if isinstance(relaxed, str):
        return without_plan(relaxed, _engine(seed, started), float("inf"))
    rounding = _Rounding(problem, pairs, relaxed, gap, started + time_limit_s)
    found = rounding.best()
    if found is None:
        return without_plan(UNKNOWN, _engine(seed, started), relaxed.bound)
    visits, rep = found
    names = problem.rep_ids.to_numpy()[rep]
    return planned(problem, visits, relaxed.bound, gap, _engine(seed, started), rep=names)


def _engine(seed: int, started: float) -> Engine:
    return Engine(NAME, __version__, seed, time.perf_counter() - started)


def relax(problem: AllocationProblem, pairs: list[Pair], time_limit_s: float) -> Relaxed | str:
    """Solve the linear relaxation of the whole team; a status when there is no solution.

    Columns: the part of each account that each rep visits k times, then the lowest and the highest load.
    """
    columns = _Columns(problem, pairs)
    reps, accounts = len(problem.reps), len(problem.accounts)
    rules = problem.rules
    rows: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
    every = np.arange(len(columns.account))
    infinite = highspy.kHighsInf
    load = columns.hours
    rows.append((columns.account, every, np.ones(len(every))))
    rows.append((accounts + columns.rep, every, load))
    toward = np.flatnonzero(columns.prospect_visits)
    rows.append(
        (accounts + reps + columns.rep[toward], toward, columns.prospect_visits[toward].astype(float))
    )
    moved = np.flatnonzero(columns.rep != problem.rep_codes[columns.account])
    rows.append((np.full(len(moved), accounts + 2 * reps), moved, np.ones(len(moved))))
    available = problem.reps["hours"].to_numpy(dtype=float)
    lowest, highest = len(every), len(every) + 1
    first = accounts + 2 * reps + 1
    for offset, column in ((first, lowest), (first + reps, highest)):
        rows.append((offset + columns.rep, every, load / available[columns.rep]))
        rows.append((offset + np.arange(reps), np.full(reps, column), np.full(reps, -1.0)))
    rows.append((np.full(2, first + 2 * reps), np.array([highest, lowest]), np.array([1.0, -1.0])))
    no_limit = np.full(reps, infinite)
    one = np.ones(accounts)
    changes = infinite if rules is None or rules.max_changes is None else float(rules.max_changes)
    spread = infinite if rules is None or rules.max_load_spread is None else rules.max_load_spread
    zero, target = np.zeros(reps), problem.prospect_visits_min.astype(float)
    row_lower = np.concatenate([one, -no_limit, target, [-infinite], zero, -no_limit, [-infinite]])
    row_upper = np.concatenate([one, available, no_limit, [changes], no_limit, zero, [spread]])
    solution = _linear_program(
        np.concatenate([columns.value, [0.0, 0.0]]),
        rows,
        row_lower,
        row_upper,
        time_limit_s,
    )
    if isinstance(solution, str):
        return solution
    objective, part = solution
    parts = np.bincount(columns.pair, weights=part[: len(every)], minlength=len(pairs))
    bound = objective + ROUNDING * max(abs(objective), 1.0)
    return Relaxed(bound, parts, float(part[highest]) if np.isfinite(spread) else 1.0)


class _Columns:
    """One column for each pair and level; an account at level 0 stays with its rep."""

    def __init__(self, problem: AllocationProblem, pairs: list[Pair]) -> None:
        account = np.array([pair.account for pair in pairs])
        rep = np.array([pair.rep for pair in pairs])
        levels = problem.levels.take(account).made_in(np.array([pair.hours for pair in pairs]))
        level = np.arange(problem.value_eur.shape[1])
        open_ = (level >= problem.floor[account, None]) & (level <= problem.ceiling[account, None])
        open_ &= (level > 0) | (rep == problem.rep_codes[account])[:, None]
        self.pair, self.level = np.nonzero(open_)
        self.account, self.rep = account[self.pair], rep[self.pair]
        self.hours, self.value, self.prospect_visits = (
            table[self.pair, self.level] for table in (levels.hours, levels.value, levels.prospect_visits)
        )


def _linear_program(
    value: np.ndarray,
    rows: list[tuple[np.ndarray, np.ndarray, np.ndarray]],
    row_lower: np.ndarray,
    row_upper: np.ndarray,
    time_limit_s: float,
) -> tuple[float, np.ndarray] | str:
    """Maximise over columns between 0 and 1; a status without a solution. The solver's objects stay here."""
    row, column, entry = (np.concatenate([block[part] for block in rows]) for part in range(3))
    order = np.lexsort((row, column))
    row, column, entry = row[order], column[order], entry[order]
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = len(value), len(row_lower)
    program.sense_ = highspy.ObjSense.kMaximize
    program.col_cost_ = value
    program.col_lower_, program.col_upper_ = np.zeros(len(value)), np.ones(len(value))
    program.row_lower_, program.row_upper_ = row_lower, row_upper
    program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    program.a_matrix_.start_ = np.searchsorted(column, np.arange(len(value) + 1)).astype(np.int32)
    program.a_matrix_.index_ = row.astype(np.int32)
    program.a_matrix_.value_ = entry
    engine = highspy.Highs()
    engine.setOptionValue("output_flag", False)
    engine.setOptionValue("threads", 1)
    engine.setOptionValue("time_limit", max(time_limit_s, 1.0))
    engine.passModel(program)
    engine.run()
    outcome = engine.getModelStatus()
    if outcome == highspy.HighsModelStatus.kInfeasible:
        return INFEASIBLE
    if outcome != highspy.HighsModelStatus.kOptimal:
        return UNKNOWN
    return float(engine.getInfo().objective_function_value), np.array(engine.getSolution().col_value)


class _Rounding:
    """From the parts of the relaxation to a rep for each account and exact visits for each rep."""

    def __init__(
        self, problem: AllocationProblem, pairs: list[Pair], relaxed: Relaxed, gap: float, deadline: float
    ) -> None:
        self.problem, self.pairs, self.relaxed, self.gap, self.deadline = (
            problem,
            pairs,
            relaxed,
            gap,
            deadline,
        )
        self.slopes = envelope_slopes(problem.value_eur, problem.floor, problem.ceiling)
        self.choices: dict[int, dict[int, tuple[float, float]]] = {}
        for pair, part in zip(pairs, relaxed.parts.tolist(), strict=True):
            self.choices.setdefault(pair.account, {})[pair.rep] = (part, pair.hours)
        self.available = problem.reps["hours"].to_numpy(dtype=float)

    def best(self) -> tuple[np.ndarray, np.ndarray] | None:
        """Round, or keep everything in place where rounding leaves a rep without a plan; then improve."""
        rules = self.problem.rules
        spread = None if rules is None else rules.max_load_spread
        for rep in (self._rounded(), self.problem.rep_codes.copy()):
            cap = self.available * min(self.relaxed.highest_load, 1.0)
            found = self._solve_all(rep, cap if spread is not None else self.available)
            if found is not None and spread is not None:
                found = self._narrowed(rep, found, spread)
            if found is not None:
                visits = self._improved(rep, found) if spread is None else found
                rep = np.where(visits > 0, rep, self.problem.rep_codes)
                return visits, rep
        return None

    def _rounded(self) -> np.ndarray:
        """Give each account to the rep with its largest part; no more changes than allowed."""
        own = self.problem.rep_codes
        rep, weight = own.copy(), np.zeros(len(own))
        for account, choices in self.choices.items():
            best = max(choices, key=lambda code: (choices[code][0], code == own[account], -code))
            rep[account], weight[account] = best, choices[best][0]
        rules = self.problem.rules
        moved = np.flatnonzero(rep != own)
        if rules is not None and rules.max_changes is not None and len(moved) > rules.max_changes:
            back = moved[np.argsort(-weight[moved], kind="stable")][rules.max_changes :]
            rep[back] = own[back]
        return rep

    def _sheet(self, rep: np.ndarray, code: int, available: float) -> RepSheet:
        rows = np.flatnonzero(rep == code)
        problem = self.problem
        hours = np.array([self.choices[account][code][1] for account in rows.tolist()], dtype=float)
        return RepSheet(
            rep_id=str(problem.rep_ids[code]),
            rows=rows,
            levels=problem.levels.take(rows).made_in(hours),
            floor=problem.floor[rows],
            ceiling=problem.ceiling[rows],
            zone=np.full(len(rows), -1),
            trip_hours=np.empty(0),
            available_hours=available,
            prospect_visits_min=int(problem.prospect_visits_min[code]),
        )

    def _solve_one(
        self, rep: np.ndarray, code: int, available: float
    ) -> tuple[np.ndarray, np.ndarray, float] | None:
        """Rows, visits and value of one rep; none where the rules cannot be kept."""
        sheet = self._sheet(rep, code, available)
        if envelope.least_hours(sheet) > available + room(available):
            return None
        visits, _bound = envelope.solve_sheet(
            sheet, self.slopes[sheet.rows], self.gap / 4, widths=(WIDTH,), deadline=self.deadline
        )
        return sheet.rows, visits, float(sheet.levels.value_at(visits).sum())

    def _solve_all(self, rep: np.ndarray, available: np.ndarray) -> np.ndarray | None:
        visits = np.zeros(len(rep), dtype=np.int64)
        for code in range(len(available)):
            solved = self._solve_one(rep, code, float(available[code]))
            if solved is None:
                return None
            visits[solved[0]] = solved[1]
        return visits

    def _narrowed(self, rep: np.ndarray, visits: np.ndarray, spread: float) -> np.ndarray | None:
        """Lower the highest loads until they are within the spread of the lowest."""
        hours = np.array([self.choices[account][code][1] for account, code in enumerate(rep.tolist())])
        levels = self.problem.levels.made_in(hours)
        for _round in range(SPREAD_ROUNDS):
            spent = levels.hours_at(visits)
            load = np.bincount(rep, weights=spent, minlength=len(self.available)) / self.available
            if load.max() - load.min() <= spread + ROUNDING:
                return visits
            cap = self.available * np.minimum(load.min() + spread, 1.0)
            narrower = self._solve_all(rep, cap)
            if narrower is None:
                return None
            visits = narrower
        return None

    def _improved(self, rep: np.ndarray, visits: np.ndarray) -> np.ndarray:
        """Try the split accounts with their other reps and keep what brings more; `rep` changes in place."""
        own, rules = self.problem.rep_codes, self.problem.rules
        most = len(own) if rules is None or rules.max_changes is None else rules.max_changes
        total = {}
        for code in range(len(self.available)):
            rows = rep == code
            total[code] = float(self.problem.value_of(visits)[rows].sum())
        for account in self._split()[:TRIES_MOST]:
            for other in sorted(self.choices[account]):
                here = int(rep[account])
                if other == here or time.perf_counter() >= self.deadline:
                    continue
                trial = rep.copy()
                trial[account] = other
                if int((trial != own).sum()) > most:
                    continue
                solved = [self._solve_one(trial, code, float(self.available[code])) for code in (here, other)]
                if solved[0] is None or solved[1] is None:
                    continue
                if solved[0][2] + solved[1][2] > total[here] + total[other] + ROUNDING * abs(total[here]):
                    rep[account] = other
                    for code, part in zip((here, other), solved, strict=True):
                        assert part is not None
                        visits[part[0]], total[code] = part[1], part[2]
        return visits

    def _split(self) -> list[int]:
        """Accounts that the relaxation divides between reps, the most divided first."""
        largest = {
            account: max(part for part, _h in choices.values()) for account, choices in self.choices.items()
        }
        return sorted((a for a in largest if largest[a] < 1.0 - SPLIT), key=lambda a: (largest[a], a))
