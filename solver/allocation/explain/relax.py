"""What would have to change for a plan to exist: the least change of each rule, and its plan."""

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from solver.allocation.methods.resolve import best_value, keeps_rules, with_hours
from solver.allocation.problem.problem import AllocationProblem, RepSheet
from solver.allocation.problem.result import Allocation
from solver.value.levels import PARTS
from solver.words.errors import PortfolioError
from solver.words.i18n import _, counted, format_hours, format_money, format_number

if TYPE_CHECKING:
    import pulp

HOURS = "hours"
PROSPECT_TARGET = "prospect_target"
FLOORS = "floors"
MORE_PROSPECTS = "more_prospects"
TARGET_AND_HOURS = "target_and_hours"
NAMED_ACCOUNTS = 5
COLUMNS = ["rep_id", "relaxation", "amount", "unit", "contribution_eur", "accounts", "sentence"]


def relaxations(problem: AllocationProblem) -> pd.DataFrame:
    """Find, for each rep without a plan, the least change of each rule that makes one possible.

    Parameters
    ----------
    problem : AllocationProblem

    Returns
    -------
    DataFrame
        `rep_id, relaxation` (hours, prospect_target, floors: locks included, more_prospects,
        target_and_hours: where no single change is enough), `amount` (hours to add, new target, visits to
        give up, visits to find, hours to add) with its `unit`, `contribution_eur` of the rep's best plan
        after the change (NaN where the change alone is not enough), `accounts` (ids whose floor or lock
        gives way, joined by commas) and `sentence`. The change that leaves the best plan comes first. Empty
        when every rep has a plan.

    Notes
    -----
    Each change is the answer of a small integer program: the fewest hours, the highest target, the fewest
    visits given up, everything else as it is.
    """
    rows = [row for sheet in problem.sheets() for row in _of_rep(sheet, problem)]
    table = pd.DataFrame(rows, columns=COLUMNS)
    text = ["rep_id", "relaxation", "unit", "accounts", "sentence"]
    return table.astype(dict.fromkeys(text, "str") | {"amount": float, "contribution_eur": float})


def relaxation_sentence(table: pd.DataFrame) -> str:
    """Put the changes into one sentence for each rep: this, or that.

    Parameters
    ----------
    table : DataFrame
        From `relaxations`.
    """
    sentences = []
    for rep, rows in table.groupby("rep_id", sort=True):
        changes = _(", or ").join(rows["sentence"])
        sentences.append(
            _("No plan keeps every rule for rep {rep}: {changes}.").format(rep=rep, changes=changes)
        )
    return " ".join(sentences)


def require_plan(problem: AllocationProblem, allocation: Allocation) -> Allocation:
    """Return the allocation if it holds a plan; otherwise say what would make one possible.

    Parameters
    ----------
    problem : AllocationProblem
    allocation : Allocation
        What `allocate` answered for this problem.

    Returns
    -------
    Allocation
        The same.

    Raises
    ------
    PortfolioError
        The rules contradict one another (with the least changes that lead out, in hours and visits and
        what the plan then brings), or the search was stopped before it found a plan.
    """
    if allocation.has_plan:
        return allocation
    ways_out = relaxations(problem)
    if not ways_out.empty:
        raise PortfolioError(
            relaxation_sentence(ways_out).removesuffix("."),
            fix=_("make one of these changes for each rep named, then allocate again"),
        )
    raise PortfolioError(
        _("the clock stopped the search, and a plan found in haste is none"),
        fix=_("raise time_limit_s, or gap"),
    )


def _of_rep(sheet: RepSheet, problem: AllocationProblem) -> list[dict]:
    """List the changes for one rep; none when the rep has a plan."""
    has_plan = _least_change(sheet, HOURS)[0] == 0.0 if sheet.has_trips else keeps_rules(sheet)
    if has_plan:
        return []
    rows = []
    open_parts = sheet.levels.total_target_parts(sheet.ceiling)
    lacking = -(-(sheet.target_parts - open_parts) // PARTS)
    if lacking > 0:
        sentence = counted(
            lacking,
            "{n} more visit to prospects has to be possible",
            "{n} more visits to prospects have to be possible",
        )
        rows.append(_row(sheet, MORE_PROSPECTS, lacking, "visits", float("nan"), "", sentence))
    else:
        extra, _visits = _least_change(sheet, HOURS)
        value = best_value(with_hours(sheet, sheet.available_hours + extra))
        sentence = _("{hours} more").format(hours=format_hours(np.ceil(extra - 1e-6)))
        rows.append(_row(sheet, HOURS, extra, "h", value, "", sentence))
    missing, _visits = _least_change(sheet, PROSPECT_TARGET)
    if np.isfinite(missing) and missing > 0:
        target = (sheet.target_parts - round(missing)) // PARTS
        value = best_value(dataclasses.replace(sheet, target_parts=PARTS * target))
        sentence = _("a prospect target of {target}").format(target=format_number(target))
        rows.append(_row(sheet, PROSPECT_TARGET, target, "visits", value, "", sentence))
    given_up, visits = _least_change(sheet, FLOORS)
    if visits is not None and given_up > 0:
        rows.append(_floor_row(sheet, problem, visits))
    if not any(np.isfinite(row["contribution_eur"]) for row in rows):
        rows.append(_target_and_hours_row(sheet, open_parts))
    return sorted(
        rows, key=lambda row: (-np.nan_to_num(row["contribution_eur"], nan=-np.inf), row["relaxation"])
    )


def _target_and_hours_row(sheet: RepSheet, open_parts: int) -> dict:
    """Describe the two changes that always lead out: a target there are prospects for, and its hours."""
    target = min(sheet.target_parts, open_parts) // PARTS
    eased = dataclasses.replace(sheet, target_parts=PARTS * target)
    extra, _visits = _least_change(eased, HOURS)
    value = best_value(with_hours(eased, sheet.available_hours + extra))
    sentence = _("a prospect target of {target} together with {hours} more").format(
        target=format_number(target), hours=format_hours(np.ceil(extra - 1e-6))
    )
    return _row(sheet, TARGET_AND_HOURS, extra, "h", value, "", sentence)


def _floor_row(sheet: RepSheet, problem: AllocationProblem, visits: np.ndarray) -> dict:
    """Describe the change of lower floors and locks."""
    cut = np.maximum(sheet.floor - visits, 0)
    names = [str(problem.account_ids[row]) for row in sheet.rows[cut > 0]]
    value = best_value(dataclasses.replace(sheet, floor=np.minimum(sheet.floor, visits)))
    shown = ", ".join(names[:NAMED_ACCOUNTS]) + (" …" if len(names) > NAMED_ACCOUNTS else "")
    sentence = counted(
        int(cut.sum()),
        "{n} visit fewer than the floors and locks ask for ({accounts})",
        "{n} visits fewer than the floors and locks ask for ({accounts})",
    ).format(accounts=shown)
    return _row(sheet, FLOORS, int(cut.sum()), "visits", value, ",".join(names), sentence)


def _row(
    sheet: RepSheet, relaxation: str, amount: float, unit: str, value: float, accounts: str, sentence: str
) -> dict:
    """One line of the table; a plan that brings something says so."""
    if value == value:
        sentence = _("{change} (the plan then brings {value})").format(
            change=sentence, value=format_money(value)
        )
    content = (sheet.rep_id, relaxation, float(amount), unit, value, accounts, sentence)
    return dict(zip(COLUMNS, content, strict=True))


def _least_change(sheet: RepSheet, rule: str) -> tuple[float, np.ndarray | None]:
    """Return the least change of one rule that lets all others be kept, and visits that do it.

    Infinite, without visits, where this change alone is not enough.
    """
    import pulp  # slow to load, and asked for only where a rep has no plan

    accounts = range(len(sheet.rows))
    zones = sorted({int(zone) for zone in sheet.zone if zone >= 0})
    most = int(sheet.levels.visits_at(sheet.ceiling).max(initial=0))
    model = pulp.LpProblem("least_change", pulp.LpMinimize)
    lower = np.zeros(len(sheet.rows), dtype=int) if rule == FLOORS else sheet.floor
    level = {
        i: model.add_variable(f"x_{i}", int(lower[i]), int(sheet.ceiling[i]), cat="Integer") for i in accounts
    }
    hours, visits = _hours_and_visits(model, sheet, level, lower)
    trips = {zone: model.add_variable(f"T_{zone}", 0, most, cat="Integer") for zone in zones}
    change = model.add_variable("change", 0, None)
    given_up = [model.add_variable(f"cut_{i}", 0, None) for i in accounts]
    model += change + pulp.lpSum(given_up)

    spent = pulp.lpSum(hours[i] for i in accounts)
    spent += pulp.lpSum(float(sheet.trip_hours[zone]) * trips[zone] for zone in zones)
    model += (spent <= sheet.available_hours + (change if rule == HOURS else 0), "hours_of_the_rep")
    parts = sheet.levels.parts_per_visit.tolist()
    made = pulp.lpSum(parts[i] * visits[i] for i in accounts if sheet.is_prospect[i])
    if sheet.target_parts > 0:
        lacking = change if rule == PROSPECT_TARGET else 0
        model += (made + lacking >= sheet.target_parts, "prospect_target")
    for i in accounts:
        model += (level[i] + given_up[i] >= int(sheet.floor[i]), f"floor_{i}")
        if (zone := int(sheet.zone[i])) >= 0:
            model += (trips[zone] >= visits[i], f"trips_to_the_zone_of_{i}")
    stats = model.solve(pulp.HiGHS(msg=False, threads=1, gapRel=0.0, gapAbs=0.0))
    if not stats.has_solution:
        return float("inf"), None
    plan = np.array([round(level[i].varValue) for i in accounts], dtype=np.int64)
    amount = float(stats.objective)
    return (0.0 if amount < 1e-6 else amount), plan


def _hours_and_visits(
    model: "pulp.LpProblem", sheet: RepSheet, level: "dict[int, pulp.LpVariable]", lower: np.ndarray
) -> tuple[dict, dict]:
    """Hours and visits of each account as expressions of its level."""
    import pulp

    if sheet.levels.even:
        return {i: float(sheet.levels.hours_per_visit[i]) * x for i, x in level.items()}, level
    hours, visits = {}, {}
    for i, x in level.items():
        open_ = range(int(lower[i]), int(sheet.ceiling[i]) + 1)
        chosen = {k: model.add_variable(f"y_{i}_{k}", 0, 1, cat="Integer") for k in open_}
        model += (pulp.lpSum(chosen.values()) == 1, f"one_level_{i}")
        model += (pulp.lpSum(k * y for k, y in chosen.items()) == x, f"level_{i}")
        hours[i] = pulp.lpSum(float(sheet.levels.hours[i, k]) * y for k, y in chosen.items())
        visits[i] = pulp.lpSum(int(sheet.levels.visits[i, k]) * y for k, y in chosen.items())
    return hours, visits
