"""What the gain over today's visits is made of, and what it becomes when one judgement is off."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from solver.allocation.explain.baselines import PLAN, TODAY
from solver.allocation.explain.draws import HIGH, LOW, MOST_CARRIED, moved_curves
from solver.allocation.explain.robustness import DRAW_GAP, SAME_HOURS
from solver.allocation.methods.resolve import best_team, with_hours
from solver.allocation.problem.bounds import DECISION
from solver.allocation.problem.build import Rules, StepTables
from solver.allocation.problem.problem import AllocationProblem

STILL = {"response_factor": 1.0, "effort_factor": 1.0}
HALF, DOUBLE = 0.5, 2.0
CURVES: dict[str, tuple[str, dict[str, bool]]] = {  # judged per type: what a factor moves of the curve
    "saturation": ("response_factor", {"loss": False}),
    "none": ("response_factor", {"room": False}),
    "reference_visits": ("effort_factor", {}),
}
BOUNDS = {"floor_visits": "class_floors", "ceiling_visits": "class_ceilings"}  # rules by class
ACCEPTED = "contacts_per_quarter_max"
MOST_OF_RULES = {
    "save_share": 1.0,
    "wallet_power": 1.0,
    "carry_over": MOST_CARRIED,
    "ramp_visits": np.inf,
    "ceiling_ratio": np.inf,
}
LEAST = {"ceiling_ratio": 1.0}  # endless visits win no fewer: what is above is halved

type Built = Callable[[StepTables, Rules], AllocationProblem]


def plans_to_compare(
    problem: AllocationProblem, plan: np.ndarray, today: np.ndarray | None
) -> dict[str, np.ndarray]:
    """Return the plan, today's visits, and the best plan in the hours that today's visits take."""
    if today is None:
        return {PLAN: plan}
    taken = np.bincount(problem.rep_codes, problem.levels.hours_at(today), minlength=len(problem.reps))
    sheets = [with_hours(sheet, hours) for sheet, hours in zip(problem.sheets(), taken, strict=True)]
    same = best_team(problem, sheets)
    found = {PLAN: plan, TODAY: today}
    return found | ({SAME_HOURS: same.visits} if same.worth_eur == same.worth_eur else {})


def gain_facts(
    problem: AllocationProblem,
    plans: Mapping[str, np.ndarray],
    gains: pd.DataFrame,
    *,
    logged: pd.Series | None,
    stale: set[str],
    reached: Collection[str] = (),
    room_halved_eur: float,
    margin_rates: np.ndarray,
) -> dict[str, Any]:
    """Return the gain of the first year with its range and its parts; empty without a log of visits.

    Parameters
    ----------
    problem : AllocationProblem
    plans : mapping
        From `plans_to_compare`.
    gains : DataFrame
        A line a draw, from `robustness.gain_in_draws`.
    logged : Series, optional
        Visits of the last 12 months by account_id, none without a log.
    stale : set of str
        Accounts whose potential is out of date.
    reached : collection of str
        Clients who already buy all that their potential lets the firm reach.
    room_halved_eur : float
        The gain if the judged room is half as large.
    margin_rates : ndarray of float
        Margin over revenue of each account: the gain is one of margin, and says of what revenue.
    """
    if TODAY not in plans or logged is None:
        return {}
    plan, today = plans[PLAN], plans[TODAY]
    change = problem.value_of(plan) - problem.value_of(today)
    had = float(problem.value_of(today).sum())
    kinds = problem.accounts["kind"].to_numpy()
    visited = logged.reindex(problem.account_ids).fillna(0).to_numpy() > 0
    unlogged = (kinds == "client") & ~visited & (problem.value_of(today) > 0)
    old = problem.account_ids.isin(stale) & (kinds == "client")
    full = problem.account_ids.isin(list(reached)) & (kinds == "client") & (change != 0)
    decided = _fixed_by_decision(problem, plan) & (change != 0)
    brought = had - float(problem.contribution_eur[:, 0].sum())
    more_visits = problem.levels.visits_at(plan) - problem.levels.visits_at(today)
    road = float(problem.road_eur @ more_visits)
    revenue = np.divide(change, margin_rates, out=np.zeros(len(change)), where=margin_rates > 0)
    same = float(problem.value_of(plans[SAME_HOURS]).sum()) - had if SAME_HOURS in plans else None
    gain = float(change.sum())
    regret = gains["regret_eur"].dropna()
    return {
        "gain_eur": gain,
        "gain_share": gain / abs(had) if had else None,
        **_ends("gain_eur", gains["gain_eur"]),
        **_ends("gain_share", gains["gain_share"]),
        "same_hours_gain_eur": same,
        "of_what_visits_bring": gain / brought if brought > 0 else None,
        "net_of_road_eur": gain - road,
        "revenue_eur": float(revenue.sum()),
        "prospects_eur": float(change[kinds == "prospect"].sum()),
        "prospects_revenue_eur": float(revenue[kinds == "prospect"].sum()),
        "unlogged_clients": int(unlogged.sum()),
        "unlogged_clients_eur": float(change[unlogged].sum()),
        "stale_eur": float(change[old].sum()),
        "reached_clients": int(full.sum()),
        "reached_eur": float(change[full].sum()),
        "decided_accounts": int(decided.sum()),
        "decided_eur": float(change[decided].sum()),
        "room_halved_eur": room_halved_eur,
        "regret_median_eur": float(regret.median()) if len(regret) else None,
    }


def _fixed_by_decision(problem: AllocationProblem, plan: np.ndarray) -> np.ndarray:
    """Tell whose number somebody had decided: locked, or held at a floor or ceiling that was decided."""
    accounts = problem.accounts
    nothing = pd.Series("", index=accounts.index)
    at_floor = accounts.get("floor_rule", nothing).eq(DECISION).to_numpy() & (plan <= problem.floor)
    at_ceiling = accounts.get("ceiling_rule", nothing).eq(DECISION).to_numpy() & (plan >= problem.ceiling)
    fixed: np.ndarray = accounts["locked_visits"].notna().to_numpy(dtype=bool) | at_floor | at_ceiling
    return fixed


def judgement_effects(
    built: Built, given: StepTables, rules: Rules, today: np.ndarray, idle: Mapping[str, float]
) -> pd.DataFrame:
    """Return the gain of the plan made again with one judgement half as large, and twice.

    Parameters
    ----------
    built : callable
        Builds the problem.
    given : StepTables
    rules : Rules
    today : ndarray of int
        Today's visits, in the problem's order.
    idle : mapping of str to float
        Judgements that move no plan, by what they are: the gain with them stays as it is.

    Returns
    -------
    DataFrame
        `judgement, value` (missing where each type has its own), `half_gain_eur, double_gain_eur`. Of what is
        lost without visits, and of the room, it is the distance from today's revenue that is halved; of the
        conversion with endless visits, what it has above the usual one. Of the rules it is the visits that a
        class gets at least and at most, and those that people accept, which are halved and doubled.
    """
    rows = []
    for judgement in (*CURVES, *MOST_OF_RULES, *BOUNDS, ACCEPTED):
        ends = {
            name: _gain(built(*_moved(given, rules, judgement, factor)), today)
            for name, factor in (("half_gain_eur", HALF), ("double_gain_eur", DOUBLE))
        }
        rows.append({"judgement": judgement, "value": getattr(rules, judgement, np.nan)} | ends)
    gain = _gain(built(given, rules), today)
    rows += [
        {"judgement": judgement, "value": value, "half_gain_eur": gain, "double_gain_eur": gain}
        for judgement, value in idle.items()
    ]
    return pd.DataFrame(rows).astype({"value": float})


def _moved(given: StepTables, rules: Rules, judgement: str, factor: float) -> tuple[StepTables, Rules]:
    """Move one judgement; a share stays one, and what a euro leaves in the next year stays below one.

    Who accepts a visit still accepts one: nobody is made to object.
    """
    if judgement in CURVES:
        moved, part = CURVES[judgement]
        draw = pd.Series(STILL | {moved: factor})
        return replace(given, judged_curves=moved_curves(given.judged_curves, draw, **part)), rules
    if judgement in BOUNDS:
        name = BOUNDS[judgement]
        by_class = {each: round(visits * factor) for each, visits in getattr(rules, name).items()}
        held: dict[str, Any] = {name: by_class}
        return given, replace(rules, **held)
    if judgement == ACCEPTED:
        notes = given.typology_notes
        cap = (notes["visit_cap"] * factor).round().clip(lower=notes["visit_cap"].clip(upper=1))
        return replace(given, typology_notes=notes.assign(visit_cap=cap)), rules
    least, here = LEAST.get(judgement, 0.0), getattr(rules, judgement)
    if here is None:  # a rule that does not hold
        return given, rules
    moved = min(least + (here - least) * factor, max(MOST_OF_RULES[judgement], here))
    return given, replace(rules, **{judgement: moved})


def _gain(problem: AllocationProblem, today: np.ndarray) -> float:
    """First-year gain over today's visits of the plan that is best in this problem."""
    return best_team(problem, gap=DRAW_GAP).contribution_eur - float(problem.value_of(today).sum())


def _ends(name: str, drawn: pd.Series) -> dict[str, float | None]:
    """Return the ends of the range that holds four draws of five."""
    known = drawn.dropna()
    low, high = known.quantile([LOW, HIGH]) if len(known) else (None, None)
    return {f"{name}_low_80": low, f"{name}_high_80": high}
