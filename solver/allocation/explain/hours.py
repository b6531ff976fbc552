"""What the hours bring: with fewer and with more of them, and how many earn what an hour costs."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from solver.allocation.methods.resolve import best_team, of_visits, with_hours
from solver.allocation.problem.hour_cost import HORIZON, YEAR, charged
from solver.allocation.problem.problem import AllocationProblem

SHARES = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2)  # of the hours there are
FILL = "fill"
DRAWN_GAP = 1e-6  # a curve is read to the hundred euros


def hours_curve(
    problem: AllocationProblem,
    shares: Sequence[float] = SHARES,
    made: np.ndarray | None = None,
    *,
    years: float | None = None,
) -> pd.DataFrame:
    """Return the best plan with fewer and with more hours, the same part of every rep's.

    Parameters
    ----------
    problem : AllocationProblem
    shares : sequence of float
        Parts of the hours there are, 1 among them.
    made : array of int, optional
        The plan for the hours there are, where one was made: its figures are printed elsewhere.
    years : float, optional
        How many first years are counted; the problem's horizon when left out. What the hours cost is in no
        figure, even where visits stop at it.

    Returns
    -------
    DataFrame
        The canonical table `hours_curve`; euros are missing where floors and targets do not fit in the hours.
    """
    rows, years = [], problem.horizon if years is None else years
    for share in shares:
        sheets = [with_hours(sheet, share * sheet.available_hours) for sheet in problem.sheets()]
        if made is not None and share == 1.0:
            plan = of_visits(problem, made)
        else:
            plan = best_team(problem, sheets, DRAWN_GAP)
        rows.append(
            {
                "hours_share": share,
                "hours": share * float(problem.reps["hours"].sum()),
                "contribution_eur": plan.contribution_eur,
                "years_eur": plan.years_eur(years),
            }
        )
    table = pd.DataFrame(rows)
    here = table[table["hours_share"] == 1.0].iloc[0]
    return table.assign(
        change_eur=table["contribution_eur"] - here["contribution_eur"],
        years_change_eur=table["years_eur"] - here["years_eur"],
    ).drop(columns="years_eur")


def road_cost(problem: AllocationProblem, visits: np.ndarray) -> float:
    """Return what the road of so many visits to each account costs, in euros."""
    return float(problem.road_eur @ visits)


def plan_that_pays(problem: AllocationProblem, hour_cost_eur: pd.Series) -> np.ndarray:
    """Return the best plan whose hours and road all earn their cost over the years counted.

    What a plan has beyond it fills hours that are paid whatever is done with them. Parameters are those of
    `stopping_plans`, which takes it as `made`.
    """
    return best_team(charged(problem, hour_cost_eur, HORIZON)).visits


def stopping_plans(
    problem: AllocationProblem, hour_cost_eur: pd.Series, made: Mapping[str, np.ndarray] | None = None
) -> pd.DataFrame:
    """Return the plan that fills the hours beside those that stop where an hour no longer earns its cost.

    Parameters
    ----------
    problem : AllocationProblem
        In which hours are not charged.
    hour_cost_eur : Series
        Cost of an hour, by rep_id.
    made : mapping of str to array of int, optional
        Plans that were made already, by where they stop.

    Returns
    -------
    DataFrame
        The canonical table `stopping_plans`: a line each for the hours filled (fill), for stopping at the
        cost over the years counted (horizon) and within the first (year).
    """
    cost = problem.reps["rep_id"].map(hour_cost_eur).to_numpy(dtype=float)[problem.rep_codes]
    available = float(problem.reps["hours"].sum())
    problems = {FILL: problem} | {stop: charged(problem, hour_cost_eur, stop) for stop in (HORIZON, YEAR)}
    rows = []
    for stop, stopping in problems.items():
        known = (made or {}).get(stop)
        plan = best_team(stopping) if known is None else of_visits(problem, known)
        visits = problem.levels.visits_at(plan.visits)
        rows.append(
            {
                "stop_at": stop,
                "visits": int(visits.sum()),
                "prospect_visits": int(visits[problem.is_prospect].sum()),
                "hours": plan.hours,
                "spare_hours": available - plan.hours,
                "contribution_eur": plan.contribution_eur,
                "years_eur": problem.horizon * plan.contribution_eur,
                "hours_cost_eur": float(cost @ problem.levels.hours_at(plan.visits)),
                "road_cost_eur": road_cost(problem, visits),
            }
        )
    return pd.DataFrame(rows)
