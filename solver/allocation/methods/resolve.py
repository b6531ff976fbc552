"""Solving one rep again with something changed: the means of every price and every “what if”."""

import dataclasses
from collections.abc import Sequence

import numpy as np

from solver.allocation.methods import envelope
from solver.allocation.methods.core import room
from solver.allocation.methods.hull import envelope_slopes
from solver.allocation.methods.least import short_plan_hours
from solver.allocation.problem.problem import AllocationProblem, RepSheet

EXACT_GAP = 1e-9  # a difference between two plans means something only when both are exact
SEED = 1


def best_plan(sheet: RepSheet, gap: float = EXACT_GAP) -> tuple[np.ndarray | None, float]:
    """Return the visits of one rep's best plan and its value; none and NaN where no plan keeps the rules.

    Parameters
    ----------
    sheet : RepSheet
    gap : float
        How close to the best; exact by default, as a difference between two plans needs it.

    Returns
    -------
    visits : ndarray of int, shape (n,), or None
    value_eur : float
    """
    if not keeps_rules(sheet):
        return None, float("nan")
    if sheet.has_trips:
        from solver.allocation.methods import milp  # loads a solver, and slowly

        visits, _bound, _status = milp.solve_sheet(sheet, gap=gap, time_limit_s=np.inf, seed=SEED)
    else:
        visits, _bound = envelope.solve_alone(sheet, gap)
    if visits is None:
        return None, float("nan")
    return visits, float(sheet.levels.value_at(visits).sum())


def best_value(sheet: RepSheet) -> float:
    """Return the value of one rep's best plan in euros; NaN where no plan keeps the rules."""
    return best_plan(sheet)[1]


@dataclasses.dataclass(frozen=True)
class TeamPlan:
    """The best visits of a team and what they come to.

    Attributes
    ----------
    visits : ndarray of int, shape (accounts,)
        In the problem's order; none for accounts of reps who are left out.
    worth_eur, contribution_eur, hours, road_eur : float
        What is maximised, the contribution of the first year alone, and hours and road of the visits; NaN
        where a rep has no plan.
    """

    visits: np.ndarray
    worth_eur: float
    contribution_eur: float
    hours: float
    road_eur: float

    def years_eur(self, years: float) -> float:
        """Return what the visits bring over so many first years, road deducted, the cost of hours not."""
        return years * self.contribution_eur - self.road_eur


def best_team(
    problem: AllocationProblem, sheets: Sequence[RepSheet] | None = None, gap: float = EXACT_GAP
) -> TeamPlan:
    """Solve every rep, or these sheets of the problem.

    Parameters
    ----------
    problem : AllocationProblem
    sheets : sequence of RepSheet, optional
        Reps with something changed; an account in none of them gets no visit.
    gap : float
    """
    visits = np.zeros(len(problem.accounts), dtype=np.int64)
    for sheet in problem.sheets() if sheets is None else sheets:
        if (plan := best_plan(sheet, gap)[0]) is None:
            return TeamPlan(visits, *[float("nan")] * 4)
        visits[sheet.rows] = plan
    return of_visits(problem, visits)


def of_visits(problem: AllocationProblem, visits: np.ndarray) -> TeamPlan:
    """Return what these visits are worth."""
    worth, contribution = problem.worth_of(visits).sum(), problem.value_of(visits).sum()
    road = problem.road_eur @ problem.levels.visits_at(visits)
    hours = problem.levels.total_hours(visits)
    return TeamPlan(visits, float(worth), float(contribution), hours, float(road))


def hour_price(sheet: RepSheet) -> float:
    """Return what one more hour would bring this rep if visits could be split, in euros.

    The dual of the hours in the linear relaxation: read off the concave envelopes, where the relaxation's
    best plan lies, or from the textbook model where trips to zones are counted. NaN where no plan keeps the
    rules.

    Parameters
    ----------
    sheet : RepSheet

    Returns
    -------
    float
    """
    if sheet.has_trips:
        from solver.allocation.methods import milp

        return milp.hour_price(sheet)
    if not keeps_rules(sheet):
        return float("nan")
    slopes = envelope_slopes(sheet.value_eur, sheet.floor, sheet.ceiling)
    return envelope.best_prices(sheet, slopes)[0] if len(sheet.rows) else 0.0


def keeps_rules(sheet: RepSheet) -> bool:
    """Whether floors and prospect target fit in the hours, trips to zones set aside."""
    most = sheet.available_hours + room(sheet.available_hours)
    asked = (sheet.levels, sheet.floor, sheet.ceiling, sheet.target_parts)
    return short_plan_hours(*asked) <= most or envelope.least_hours(sheet) <= most


def with_hours(sheet: RepSheet, hours: float) -> RepSheet:
    """Return the sheet with other hours."""
    return dataclasses.replace(sheet, available_hours=hours)
