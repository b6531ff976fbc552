"""The rule behind the solver on a few accounts: give the next visit where it is worth most per hour."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from solver.allocation.methods.allocate import allocate
from solver.allocation.problem.problem import AllocationProblem


class FirstVisits(NamedTuple):
    """The first visits by the rule, and the problem that they solve.

    Attributes
    ----------
    steps : DataFrame
        `visit, account_id, visit_no, worth_eur` (over the years counted, road deducted), `hours_per_visit,
        worth_per_hour_eur, hours` (all so far).
    problem : AllocationProblem
        The same accounts, without rules, in just these hours: no plan is worth more.
    """

    steps: pd.DataFrame
    problem: AllocationProblem


def first_visits(problem: AllocationProblem, *, accounts: int = 3, visits: int = 10) -> FirstVisits:
    """Give a rep's largest accounts their first visits, one after the other, none there yet.

    Parameters
    ----------
    problem : AllocationProblem
        Whose values are concave, as those of `solver.value.clients` are: then sorting visits by euros per
        hour is the proof itself, up to the last visit.
    accounts, visits : int
    """
    contribution = np.nan_to_num(problem.contribution_eur).max(axis=1)
    clients = problem.accounts["kind"].to_numpy() == "client"
    ranked = np.argsort(-np.where(clients, contribution, -np.inf), kind="stable")
    of_rep = ranked[problem.rep_codes[ranked] == problem.rep_codes[ranked[0]]]
    chosen = np.sort(of_rep[:accounts])
    worth = np.diff(problem.value_eur[chosen], axis=1)
    hours = problem.hours[chosen]
    per_hour = np.where(np.isnan(worth), -np.inf, worth / hours[:, None])
    best = np.argsort(-per_hour.ravel(), kind="stable")[:visits]
    account, level = np.divmod(best, worth.shape[1])
    steps = pd.DataFrame(
        {
            "visit": np.arange(1, len(best) + 1),
            "account_id": problem.account_ids[chosen[account]],
            "visit_no": level + 1,
            "worth_eur": worth[account, level],
            "hours_per_visit": hours[account],
            "worth_per_hour_eur": per_hour[account, level],
            "hours": hours[account].cumsum(),
        }
    )
    return FirstVisits(steps, _small(problem, chosen, float(steps["hours"].iloc[-1])))


def solver_gain(first: FirstVisits) -> float:
    """Return what the solver's plan for the same hours is worth above no visit at all."""
    found = allocate(first.problem, method="milp", gap=1e-9)
    return found.objective_eur - float(first.problem.value_eur[:, 0].sum())


def _small(problem: AllocationProblem, chosen: np.ndarray, hours: float) -> AllocationProblem:
    """Return the problem of a few accounts of one rep, without floors, ceilings, locks and target."""
    accounts = problem.accounts.iloc[chosen]
    last = np.isfinite(problem.value_eur[chosen]).sum(axis=1) - 1
    unlocked = pd.Series(pd.NA, index=accounts.index, dtype="Int64")
    accounts = accounts.assign(min_visits=0, max_visits=last, locked_visits=unlocked)
    reps = problem.reps[problem.reps["rep_id"] == accounts["rep_id"].iloc[0]]
    response = problem.response[problem.response["account_id"].isin(accounts["account_id"])]
    return problem.with_tables(
        accounts=accounts,
        response=response,
        reps=reps.assign(hours=hours, prospect_visits_min=0.0),
        zones=None,
    )
