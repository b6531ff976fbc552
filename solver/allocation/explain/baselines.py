"""The plan against today's visits and the rules of thumb, on the same hours and the same values."""

import numpy as np
import pandas as pd

from solver.allocation.problem.bounds import DECISION, NO_DAY, NOT_WORTH_IT
from solver.allocation.problem.problem import AllocationProblem
from solver.allocation.problem.result import Allocation
from solver.allocation.problem.workload import fit_to_hours
from solver.value.levels import PARTS
from solver.words.errors import PortfolioError
from solver.words.i18n import _, format_money, format_share
from solver.words.sentences import elided

SMALL_GAIN = 0.02  # below this, the difference is within what the judged curves can tell

PLAN, TODAY = "plan", "today"
BY_REVENUE = "by_revenue"
BY_CLASS = "by_class"
EQUAL = "equal"
# Rules by which the plan makes no visit, and which did not keep the firm from making some.
NO_BAR = (DECISION, NOT_WORTH_IT, NO_DAY)


def compare_plans(
    problem: AllocationProblem,
    allocation: Allocation,
    *,
    visits_today: pd.Series | None = None,
    revenue_eur: pd.Series | None = None,
    class_visits: pd.Series | None = None,
) -> pd.DataFrame:
    """Value the plan and the rules of thumb with the same curves, on the hours of each rep.

    The rules stay within the plan's limits and give each prospect the visits that the plan gives it; the
    hours left go to the clients by the rule. Floors, which a rule of thumb does not know, do not hold.
    Today's visits are taken as they were, and scaled down where they take more hours than there are.

    Parameters
    ----------
    problem : AllocationProblem
    allocation : Allocation
        With a plan.
    visits_today : Series, optional
        Visits of the last 12 months by account_id; the line is left out where there is no log.
    revenue_eur : Series, optional
        Revenue of the last 12 months by account_id, for visits in proportion to it.
    class_visits : Series, optional
        Visits of each account by the fixed frequency of its class (`workload.frequency_visits`).

    Returns
    -------
    DataFrame
        `plan` (plan, today, by_revenue, by_class, equal), `contribution_eur, visits, prospect_visits, hours,
        meets_prospect_target, gain_eur, gain_share` (of the plan over this line) and `sentence`.
    """
    if allocation.visits is None:
        raise PortfolioError(
            _("there is no plan to compare: the status is “{status}”").format(status=allocation.status),
            fix=_("look at what would make it feasible"),
        )
    plans = {PLAN: allocation.visits.reindex(problem.account_ids).to_numpy(dtype=np.int64)}
    if visits_today is not None and float(visits_today.fillna(0).sum()) > 0:
        plans[TODAY] = todays_visits(problem, visits_today)
    if revenue_eur is not None:
        plans[BY_REVENUE] = rule_visits(problem, revenue_eur, plans[PLAN])
    if class_visits is not None:
        plans[BY_CLASS] = rule_visits(problem, class_visits, plans[PLAN])
    plans[EQUAL] = rule_visits(problem, pd.Series(1.0, index=problem.account_ids), plans[PLAN])
    return _comparison(problem, plans)


def todays_visits(problem: AllocationProblem, visits_today: pd.Series) -> np.ndarray:
    """Return today's visits, scaled down pro rata for a rep whose hours they exceed.

    None where nobody may go: an objection, a record on hold, too far for a day. A ceiling of nought for
    another reason, as where the plan found no day, takes away no visit that was in fact made.

    Parameters
    ----------
    problem : AllocationProblem
    visits_today : Series
        Indexed by account_id; an account that is not in it got none.

    Returns
    -------
    ndarray of int, shape (accounts,)
    """
    today = visits_today.reindex(problem.account_ids).fillna(0).to_numpy(dtype=float).clip(min=0)
    plan = np.zeros(len(problem.accounts), dtype=np.int64)
    rules = problem.accounts.get("ceiling_rule", pd.Series("", index=problem.accounts.index))
    made = rules.isin(NO_BAR).to_numpy()
    for sheet in problem.sheets():
        most = np.where((sheet.ceiling == 0) & ~made[sheet.rows], 0, sheet.last_level)
        wanted = np.minimum(np.round(today[sheet.rows]), most).astype(np.int64)
        if wanted @ sheet.hours > sheet.available_hours:
            wanted = fit_to_hours(wanted.astype(float), sheet.hours, wanted, sheet.available_hours)
        plan[sheet.rows] = wanted
    return plan


def rule_visits(problem: AllocationProblem, weights: pd.Series, plan: np.ndarray) -> np.ndarray:
    """Return visits in proportion to weights, on the hours that the plan's visits to prospects leave.

    Parameters
    ----------
    problem : AllocationProblem
    weights : Series
        Zero or more, indexed by account_id; a missing weight counts as 0. Weights of prospects are not used.
    plan : ndarray of int, shape (accounts,)
        The plan, for its visits to prospects.

    Returns
    -------
    ndarray of int, shape (accounts,)
        Rounded by largest remainder, within ceilings and locks and the hours of each rep.
    """
    weight = weights.reindex(problem.account_ids).fillna(0).to_numpy(dtype=float)
    given = np.where(
        problem.is_prospect, plan, np.where(problem.floor == problem.ceiling, problem.ceiling, 0)
    )
    held = problem.is_prospect | (problem.floor == problem.ceiling)
    visits = given.astype(np.int64)
    for sheet in problem.sheets():
        rows = sheet.rows
        left = sheet.available_hours - float(given[rows] @ sheet.hours)
        most = np.where(held[rows], 0, sheet.ceiling)
        visits[rows] += fit_to_hours(weight[rows], sheet.hours, most, left)
    return visits


def gain_sentence(gain_eur: float, gain_share: float, against: str) -> str:
    """Say what the plan gains over another way of sharing the visits."""
    names = {
        TODAY: _("today's visits"),
        BY_REVENUE: _("visits in proportion to revenue"),
        BY_CLASS: _("a fixed frequency by class"),
        EQUAL: _("the same number of visits for all"),
    }
    name = names.get(against, against)
    if gain_eur < 0:
        text = _("The plan brings {gain} less ({share}) than {name}: its rules cost that much.")
    elif gain_share < SMALL_GAIN:
        text = _("The plan brings {gain} more ({share}) than {name}: a small gain, profit is flat here.")
    else:
        text = _("The plan brings {gain} more ({share}) than {name}.")
    said = text.format(gain=format_money(abs(gain_eur)), share=format_share(abs(gain_share), 1), name=name)
    return elided(said)


def _comparison(problem: AllocationProblem, plans: dict[str, np.ndarray]) -> pd.DataFrame:
    """One line per plan, with what the first one gains over it."""
    codes, target = problem.rep_codes, PARTS * problem.prospect_visits_asked
    best = float(problem.value_of(plans[PLAN]).sum())
    rows = []
    for name, visits in plans.items():
        contribution = float(problem.value_of(visits).sum())
        made = problem.levels.visits_at(visits)
        parts = problem.levels.target_parts_at(visits)
        per_rep = np.bincount(codes, weights=parts, minlength=len(target))
        gain = best - contribution
        share = gain / abs(contribution) if contribution else float("nan")
        rows.append(
            {
                "plan": name,
                "contribution_eur": contribution,
                "visits": int(made.sum()),
                "prospect_visits": int(made[problem.is_prospect].sum()),
                "hours": problem.levels.total_hours(visits),
                "meets_prospect_target": bool((per_rep >= target).all()),
                "gain_eur": gain,
                "gain_share": share,
                "sentence": "" if name == PLAN else gain_sentence(gain, share, name),
            }
        )
    return pd.DataFrame(rows).astype({"plan": "str", "sentence": "str"})
