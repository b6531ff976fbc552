"""How firm a plan is: its gain and its numbers when what is judged is drawn anew; what prospects cost."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from solver.allocation.explain.baselines import PLAN, TODAY
from solver.allocation.explain.team_size import Leaver
from solver.allocation.methods.resolve import best_team, keeps_rules
from solver.allocation.problem.problem import AllocationProblem, RepSheet
from solver.value.levels import PARTS

NEAR_VISITS = 1
SOLID_SHARE = 0.9
DRAW_GAP = 1e-4  # far below what the draws move
SAME_HOURS = "same_hours"


def gain_in_draws(
    drawn: Iterable[tuple[pd.Series, AllocationProblem]],
    plans: Mapping[str, np.ndarray],
    solved_again: int,
    leavers: Sequence[Leaver] = (),
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Value fixed plans draw by draw, and solve the first draws again.

    Parameters
    ----------
    drawn : iterable of (Series, AllocationProblem)
        Draws (see `draws.common_draws`), and the problem as each has it.
    plans : mapping of str to ndarray of int
        Visits of the plan (plan), of the best plan in today's hours (same_hours), and today's (today; left
        out without a log).
    solved_again : int
        How many draws are solved again.
    leavers : sequence of Leaver, optional
        What changes without each rep.

    Returns
    -------
    gains : DataFrame
        `draw, gain_eur, gain_share, same_hours_gain_eur, regret_eur`, a line a draw. The regret, of the draws
        solved again, is what the best plan of the draw brings above ours in the first year; where visits
        last longer, ours gives up those that bring least, and a rep whose floors and target ours can no
        longer keep gives them up in both.
    stability : DataFrame
        The canonical table `stability`, a line an account, from the plans solved again: solid where nine of
        ten stay within one visit, else fragile.
    leaving : DataFrame
        `draw, rep_id, horizon, change_eur`: what the first year brings more or less without a rep, and how
        many such years are counted.
    """
    rows, leaving, again = [], [], []
    account_ids = pd.Index([])
    for number, (draw, problem) in enumerate(drawn):
        account_ids = problem.account_ids
        value = {name: float(problem.value_of(visits).sum()) for name, visits in plans.items()}
        today = value.get(TODAY, np.nan)
        row = {
            "draw": number,
            "gain_eur": value[PLAN] - today,
            "gain_share": (value[PLAN] - today) / abs(today) if today else np.nan,
            "same_hours_gain_eur": value.get(SAME_HOURS, np.nan) - today,
            "regret_eur": np.nan,
        }
        if number < solved_again:
            row["regret_eur"] = _regret(problem, plans[PLAN], draw["duration_factor"])
            best = best_team(problem, gap=DRAW_GAP)
            if best.worth_eur == best.worth_eur:
                again.append(best.visits)
        rows.append(row)
        leaving += [(number, each.rep_id, problem.horizon, each.change_eur(problem)) for each in leavers]
    without = pd.DataFrame(leaving, columns=["draw", "rep_id", "horizon", "change_eur"])
    return pd.DataFrame(rows), _stability(account_ids, plans[PLAN], np.array(again, dtype=float)), without


def prospect_frontier(problem: AllocationProblem, shares: Sequence[float]) -> pd.DataFrame:
    """Return the contribution of the best plan as the prospect target goes from nothing to more than today's.

    Parameters
    ----------
    problem : AllocationProblem
    shares : sequence of float
        Shares of each rep's target, 0 among them.

    Returns
    -------
    DataFrame
        The canonical table `prospect_frontier`, of the first year; euros are missing where no plan reaches
        the target.
    """
    rows = []
    for share in shares:
        wanted = np.ceil(problem.prospect_visits_min * share - 1e-9).astype(np.int64)
        sheets = [
            dataclasses.replace(sheet, target_parts=PARTS * visits)
            for sheet, visits in zip(problem.sheets(), wanted.tolist(), strict=True)
        ]
        plan = best_team(problem, sheets)
        rows.append(
            {
                "target_share": share,
                "prospect_visits": int(wanted.sum()),
                "contribution_eur": plan.contribution_eur,
                "cost_eur": -plan.worth_eur / problem.horizon,
            }
        )
    table = pd.DataFrame(rows)
    least = table["cost_eur"] - table.loc[table["target_share"] == 0, "cost_eur"].iloc[0]
    return table.assign(cost_eur=least.clip(lower=0.0))


def _regret(problem: AllocationProblem, plan: np.ndarray, duration_factor: float) -> float:
    """Return what the best plan brings above ours, where all visits last so much longer or shorter."""
    best, ours = [], []
    for sheet in problem.sheets():
        free = _lasting(sheet, duration_factor)
        held = _at_most(free, plan)
        if not keeps_rules(held):  # the rules give way to both plans alike, or they would not compare
            free, held = _without_rules(free), _without_rules(held)
        best.append(free)
        ours.append(held)
    gain = best_team(problem, best, DRAW_GAP).worth_eur - best_team(problem, ours, DRAW_GAP).worth_eur
    return max(gain, 0.0) / problem.horizon


def _lasting(sheet: RepSheet, factor: float) -> RepSheet:
    """Return the sheet with visits that all last longer or shorter."""
    return dataclasses.replace(sheet, levels=sheet.levels.lasting(np.full(len(sheet.rows), factor)))


def _at_most(sheet: RepSheet, plan: np.ndarray) -> RepSheet:
    """Return the sheet in which no account gets more than the plan gives it."""
    return dataclasses.replace(sheet, ceiling=plan[sheet.rows])


def _without_rules(sheet: RepSheet) -> RepSheet:
    """Return the sheet without floors and prospect target."""
    return dataclasses.replace(sheet, floor=np.zeros_like(sheet.floor), target_parts=0)


def _stability(account_ids: pd.Index, planned: np.ndarray, again: np.ndarray) -> pd.DataFrame:
    """Count the plans solved again that stay near ours, account by account."""
    if len(again):
        near = (np.abs(again - planned) <= NEAR_VISITS).mean(axis=0)
        low, high = np.quantile(again, [0.05, 0.95], axis=0, method="closest_observation")
    else:
        near = low = high = np.full(len(planned), np.nan)
    return pd.DataFrame(
        {
            "account_id": account_ids,
            "visits": planned,
            "low_visits": low,
            "high_visits": high,
            "near_share": near,
            "verdict": np.where(near >= SOLID_SHARE, "solid", "fragile"),
        }
    ).astype({"account_id": "str", "verdict": "str"})
