"""The price of every rule in euros: what the best plan would bring without it, found by solving again."""

import dataclasses
from collections.abc import Mapping

import numpy as np
import pandas as pd

from solver.allocation.methods.resolve import best_value
from solver.allocation.problem import bounds
from solver.allocation.problem.problem import AllocationProblem, RepSheet
from solver.tables.codes import label
from solver.words.i18n import _, format_money

PROSPECT_TARGET = "prospect_target"
FLOORS = "floors"
LOCKS = "locks"
CEILINGS = "ceilings"
LOCK = "lock"
DECIDED_FLOOR = "decided_floor"
DECIDED_CEILING = "decided_ceiling"
ALL_RULES = "all_rules"
COLUMNS = ["rule", "rep_id", "account_id", "forgone_eur", "sentence"]


def rule_prices(problem: AllocationProblem, *, rep_names: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Return what each rule costs: the value of the best plan without it less the best plan with it.

    Parameters
    ----------
    problem : AllocationProblem
        `floor_rule` and `ceiling_rule` of its accounts tell which bounds a person decided.
    rep_names : mapping, optional
        How the sentences call the reps; by their codes when left out.

    Returns
    -------
    DataFrame
        `rule, rep_id, account_id, forgone_eur, sentence`. For each rep: the prospect target, all floors, all
        locks, all ceilings, each rule that sets ceilings or the journeys' floors by itself (the next rule
        then holds its accounts), and all of them together; for each lock and each bound a person decided:
        itself alone (its account_id given). NaN where there is no plan with the rules. Prices are those of
        the first year; oppositions have none.

    Notes
    -----
    Prices of single rules need not add up to the price of all: two rules may hold back the same visits.
    A ceiling can be lifted only as far as the response table goes.
    """
    rows: list[dict] = []
    for sheet in problem.sheets():
        name = (rep_names or {}).get(sheet.rep_id, sheet.rep_id)
        rows += [row | {"sentence": _sentence(row, name)} for row in _of_rep(problem, sheet)]
    table = pd.DataFrame(rows, columns=COLUMNS)
    text = ["rule", "rep_id", "account_id", "sentence"]
    return table.astype(dict.fromkeys(text, "str") | {"forgone_eur": float})


def _of_rep(problem: AllocationProblem, sheet: RepSheet) -> list[dict]:
    """Price the rules of one rep."""
    with_rules = best_value(sheet)
    first_year = 1.0 / problem.horizon
    free = _without_bounds(problem, sheet)
    groups = {
        PROSPECT_TARGET: dataclasses.replace(sheet, target_parts=0),
        FLOORS: _only(sheet, free.unlocked, floor=free.floor),
        LOCKS: _only(sheet, free.locked, floor=free.table_floor, ceiling=free.table_ceiling),
        CEILINGS: _only(sheet, free.unlocked, ceiling=free.ceiling),
        ALL_RULES: dataclasses.replace(sheet, floor=free.floor, ceiling=free.ceiling, target_parts=0),
    }
    present = {
        PROSPECT_TARGET: sheet.target_parts > 0,
        FLOORS: bool((sheet.floor[free.unlocked] > 0).any()),
        LOCKS: bool(free.locked.any()),
        CEILINGS: bool((sheet.ceiling < free.ceiling)[free.unlocked].any()),
    }
    for rule, chosen, change in free.by_rule:
        groups[rule], present[rule] = _only(sheet, chosen & free.unlocked, **change), bool(chosen.any())
    present[ALL_RULES] = any(present.values())
    rows = [
        _row(rule, sheet.rep_id, "", first_year * (best_value(groups[rule]) - with_rules))
        for rule in groups
        if present[rule]
    ]
    singles = (
        (LOCK, free.locked, {"floor": free.table_floor, "ceiling": free.table_ceiling}),
        (DECIDED_FLOOR, free.decided_floor & free.unlocked, {"floor": free.floor}),
        (DECIDED_CEILING, free.decided_ceiling & free.unlocked, {"ceiling": free.ceiling}),
    )
    for rule, chosen, change in singles:
        for where in np.flatnonzero(chosen).tolist():
            alone = np.arange(len(sheet.rows)) == where
            price = first_year * (best_value(_only(sheet, alone, **change)) - with_rules)
            account = str(problem.account_ids[sheet.rows[where]])
            rows.append(_row(rule, sheet.rep_id, account, price))
    return rows


@dataclasses.dataclass(frozen=True)
class _Bounds:
    """Bounds of one rep's accounts as they would be without the rules."""

    floor: np.ndarray
    ceiling: np.ndarray
    table_floor: np.ndarray
    table_ceiling: np.ndarray
    locked: np.ndarray
    unlocked: np.ndarray
    decided_floor: np.ndarray
    decided_ceiling: np.ndarray
    by_rule: list[tuple[str, np.ndarray, dict[str, np.ndarray]]]


def _without_bounds(problem: AllocationProblem, sheet: RepSheet) -> _Bounds:
    """Floors at zero and ceilings at the last level that has a value; opposed accounts stay at none."""
    accounts = problem.accounts.iloc[sheet.rows]
    locked = accounts["locked_visits"].notna().to_numpy(dtype=bool)
    empty = pd.Series("", index=accounts.index)
    ceiling_rule = accounts.get("ceiling_rule", empty).to_numpy()
    floor_rule = accounts.get("floor_rule", empty).to_numpy()
    # Nothing lifts an opposition; who lives too far away is visited on a trip with a night, if it pays.
    kept = np.isin(ceiling_rule, [bounds.PROCESSING, bounds.OPPOSITION])
    kept |= accounts.get("opposed", pd.Series(False, index=accounts.index)).to_numpy(dtype=bool)
    by_rule = []
    if "next_max" in accounts:
        next_max = np.minimum(accounts["next_max"].to_numpy(dtype=np.int64), sheet.last_level)
        next_min = accounts["next_min"].to_numpy(dtype=np.int64)
        by_rule = [(rule, ceiling_rule == rule, {"ceiling": next_max}) for rule in bounds.PRICED_CEILINGS]
        by_rule += [
            (rule, floor_rule == rule, {"floor": next_min}) for rule in (bounds.JOURNEY, bounds.RHYTHM)
        ]
    return _Bounds(
        floor=np.zeros(len(sheet.rows), dtype=np.int64),
        ceiling=np.where(kept, sheet.ceiling, sheet.last_level).astype(np.int64),
        table_floor=accounts["min_visits"].to_numpy(dtype=np.int64),
        table_ceiling=accounts["max_visits"].to_numpy(dtype=np.int64),
        locked=locked,
        unlocked=~locked,
        decided_floor=floor_rule == bounds.DECISION,
        decided_ceiling=ceiling_rule == bounds.DECISION,
        by_rule=by_rule,
    )


def _only(
    sheet: RepSheet,
    chosen: np.ndarray,
    *,
    floor: np.ndarray | None = None,
    ceiling: np.ndarray | None = None,
) -> RepSheet:
    """Return the sheet with floors or ceilings changed for the chosen accounts only."""
    return dataclasses.replace(
        sheet,
        floor=sheet.floor if floor is None else np.where(chosen, floor, sheet.floor),
        ceiling=sheet.ceiling if ceiling is None else np.where(chosen, ceiling, sheet.ceiling),
    )


def _row(rule: str, rep_id: str, account_id: str, price: float) -> dict:
    """One line of the table, without its sentence; rounding below zero is zero."""
    price = max(price, 0.0) if price == price else price
    return {"rule": rule, "rep_id": rep_id, "account_id": account_id, "forgone_eur": price}


def _sentence(row: dict, rep_name: str) -> str:
    """Say in words what a rule costs."""
    words = {
        PROSPECT_TARGET: _("The prospect target of rep {rep} costs {price}."),
        FLOORS: _("The floors of rep {rep} cost {price}."),
        LOCKS: _("The locks of rep {rep} cost {price}."),
        CEILINGS: _("The ceilings of rep {rep} cost {price}."),
        ALL_RULES: _("All rules of rep {rep} together cost {price}."),
        LOCK: _("The lock on account “{account}” costs {price}."),
        DECIDED_FLOOR: _("The floor decided for account “{account}” costs {price}."),
        DECIDED_CEILING: _("The ceiling decided for account “{account}” costs {price}."),
    }
    said = words.get(row["rule"], _("The rule “{rule}” costs rep {rep} {price}."))
    return said.format(
        rule=label("rule", row["rule"]),
        rep=rep_name,
        account=row["account_id"],
        price=format_money(row["forgone_eur"]),
    )
