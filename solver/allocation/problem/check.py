"""Does an allocation keep every rule, and does it bring what it says? Written without any solver in mind."""

import numpy as np
import pandas as pd

from solver.allocation.problem.problem import HOURS_TOLERANCE, AllocationProblem
from solver.allocation.problem.result import FEASIBLE, INFEASIBLE, OPTIMAL, UNKNOWN, Allocation
from solver.value.levels import PARTS
from solver.words.i18n import _, format_hours, format_money, format_number, format_share, ngettext
from solver.words.violation import Violation

EUROS_TOLERANCE = 1e-6  # relative to the objective


def check(problem: AllocationProblem, allocation: Allocation) -> list[Violation]:
    """Return every rule the allocation breaks; an empty list means it is sound.

    Parameters
    ----------
    problem : AllocationProblem
    allocation : Allocation

    Returns
    -------
    list of Violation
        Of one of the rules accounts, whole_visits, floor, ceiling, lock, hours, prospect_target, objective,
        bound, gap, status.
    """
    if allocation.visits is None:
        return _check_without_plan(allocation)
    broken = _check_accounts(problem, allocation)
    if broken:
        return broken  # nothing else can be counted
    visits = allocation.visits.reindex(problem.account_ids).to_numpy(dtype=np.int64)
    broken = _check_levels(problem, visits)
    claimed = visits
    visits = np.minimum(visits, problem.value_eur.shape[1] - 1)  # beyond it nothing is known to count with
    broken += _check_hours(problem, rep_hours(problem, visits))
    broken += _check_prospects(problem, visits)
    return broken + _check_certificate(problem, allocation, claimed)


def rep_hours(problem: AllocationProblem, visits: np.ndarray) -> pd.DataFrame:
    """Return the hours of visits and of trips to zones of each rep.

    Parameters
    ----------
    problem : AllocationProblem
    visits : ndarray of int, shape (accounts,)
        Level of each account, in the problem's order.

    Returns
    -------
    DataFrame
        `rep_id, visit_hours, trip_hours`
    """
    reps, levels = problem.accounts["rep_id"].to_numpy(dtype=object), problem.levels
    work = pd.DataFrame(
        {"rep_id": reps, "hours": levels.hours_at(visits), "visits": levels.visits_at(visits)}
    )
    visit_hours = work.groupby("rep_id")["hours"].sum().reindex(problem.rep_ids, fill_value=0.0)
    trip_hours = pd.Series(0.0, index=problem.rep_ids)
    if problem.zones is not None:
        work["zone"] = problem.zone_codes
        trips = work[work["zone"] >= 0].groupby(["rep_id", "zone"])["visits"].max().reset_index()
        trips["hours"] = trips["visits"] * problem.zones["hours_per_trip"].to_numpy()[trips["zone"]]
        trip_hours = trips.groupby("rep_id")["hours"].sum().reindex(problem.rep_ids, fill_value=0.0)
    return pd.DataFrame(
        {
            "rep_id": problem.rep_ids,
            "visit_hours": visit_hours.to_numpy(dtype=float),
            "trip_hours": trip_hours.to_numpy(dtype=float),
        }
    )


def _check_without_plan(allocation: Allocation) -> list[Violation]:
    """Hold an allocation without visits to saying so, and to claiming no value."""
    broken = []
    if allocation.status not in (INFEASIBLE, UNKNOWN):
        message = _("the status is “{status}” but there are no visits").format(status=allocation.status)
        broken.append(Violation("status", "", 0.0, message))
    if not np.isnan(allocation.objective_eur):
        broken.append(
            Violation(
                "objective", "", allocation.objective_eur, _("a value is claimed but there are no visits")
            )
        )
    return broken


def _check_accounts(problem: AllocationProblem, allocation: Allocation) -> list[Violation]:
    """Every account has one whole number of visits, and no other account has any."""
    visits = allocation.visits
    assert visits is not None
    ids, expected = list(visits.index), set(problem.account_ids)
    broken = []
    if twice := len(ids) - len(set(ids)):
        broken.append(Violation("accounts", "", twice, _("some accounts are there twice")))
    broken += [
        Violation("accounts", id_, 1.0, _("account “{id}” is left out").format(id=id_))
        for id_ in sorted(expected - set(ids))
    ]
    broken += [
        Violation("accounts", str(id_), 1.0, _("account “{id}” is not in the problem").format(id=id_))
        for id_ in sorted(set(ids) - expected)
    ]
    numbers = pd.to_numeric(visits, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    wrong = ~(numbers == np.round(numbers)) | (numbers < 0)
    broken += [
        Violation(
            "whole_visits",
            str(visits.index[where]),
            float(numbers[where]),
            _("account “{id}”: {visits} is not a number of visits").format(
                id=visits.index[where], visits=visits.iloc[where]
            ),
        )
        for where in np.flatnonzero(wrong).tolist()
    ]
    return broken


def _check_levels(problem: AllocationProblem, visits: np.ndarray) -> list[Violation]:
    """Floors, ceilings and locks, read from the table as it stands."""
    accounts = problem.accounts
    lock = accounts["locked_visits"].to_numpy(dtype=float, na_value=np.nan)
    floor = accounts["min_visits"].to_numpy(dtype=np.int64)
    ceiling = accounts["max_visits"].to_numpy(dtype=np.int64)
    rules = (
        ("lock", ~np.isnan(lock) & (visits != lock), lock, _("locked at {bound}")),
        ("floor", visits < floor, floor, _("the floor is {bound}")),
        ("ceiling", visits > ceiling, ceiling, _("the ceiling is {bound}")),
    )
    broken = []
    for rule, wrong, bound, words in rules:
        for where in np.flatnonzero(wrong).tolist():
            id_ = str(problem.account_ids[where])
            message = ngettext(
                "account “{id}” gets {visits} visit: {words}",
                "account “{id}” gets {visits} visits: {words}",
                visits[where],
            ).format(id=id_, visits=visits[where], words=words.format(bound=int(bound[where])))
            broken.append(Violation(rule, id_, float(abs(visits[where] - bound[where])), message))
    return broken


def _check_hours(problem: AllocationProblem, loads: pd.DataFrame) -> list[Violation]:
    """Visits and trips fit in the hours of each rep."""
    used = loads["visit_hours"].to_numpy() + loads["trip_hours"].to_numpy()
    available = problem.reps["hours"].to_numpy(dtype=float)
    excess = used - available
    return [
        Violation(
            "hours",
            str(problem.rep_ids[where]),
            float(excess[where]),
            _("rep {rep}: {used} planned, {available} available").format(
                rep=problem.rep_ids[where],
                used=format_hours(used[where], 2),
                available=format_hours(available[where], 2),
            ),
        )
        for where in np.flatnonzero(excess > HOURS_TOLERANCE * np.maximum(available, 1.0)).tolist()
    ]


def _check_prospects(problem: AllocationProblem, visits: np.ndarray) -> list[Violation]:
    """Each rep reaches the prospect target, every visit counted with the chance that it is made."""
    prospects = problem.accounts["kind"].to_numpy() == "prospect"
    made = (
        pd.Series(problem.levels.target_parts_at(visits)[prospects] / PARTS)
        .groupby(problem.accounts["rep_id"].to_numpy(dtype=object)[prospects])
        .sum()
        .reindex(problem.rep_ids, fill_value=0)
        .to_numpy(dtype=float)
    )
    target = problem.reps["prospect_visits_min"].to_numpy(dtype=float)
    return [
        Violation(
            "prospect_target",
            str(problem.rep_ids[where]),
            float(target[where] - made[where]),
            ngettext(
                "rep {rep}: {made} visit to prospects expected, the target is {target}",
                "rep {rep}: {made} visits to prospects expected, the target is {target}",
                made[where],
            ).format(
                rep=problem.rep_ids[where],
                made=format_number(made[where], 1),
                target=format_number(target[where], 1),
            ),
        )
        for where in np.flatnonzero(made < target - 1e-9).tolist()
    ]


def _check_certificate(
    problem: AllocationProblem, allocation: Allocation, visits: np.ndarray
) -> list[Violation]:
    """Compare the value, the bound and the gap with what the visits and the response table say."""
    broken = []
    key = pd.MultiIndex.from_arrays([problem.account_ids, visits])
    table = problem.response.set_index(["account_id", "visits"])["contribution_eur"]
    worth = problem.horizon * float(table.reindex(key).sum(skipna=False))
    known = np.minimum(visits, problem.value_eur.shape[1] - 1)  # beyond it the value is missing anyway
    worth -= float(problem.road_eur @ problem.levels.visits_at(known))
    if "hour_cost_eur" in problem.reps:
        cost = problem.reps.set_index("rep_id")["hour_cost_eur"].reindex(problem.accounts["rep_id"])
        worth -= float(cost.to_numpy(dtype=float) @ problem.levels.hours_at(known))
    tolerance = EUROS_TOLERANCE * max(abs(worth), 1.0)
    if not abs(allocation.objective_eur - worth) <= tolerance:
        message = _("the plan brings {true}, not {claimed}").format(
            true=format_money(worth, 2), claimed=format_money(allocation.objective_eur, 2)
        )
        broken.append(Violation("objective", "", allocation.objective_eur - worth, message))
    if not allocation.bound_eur >= worth - tolerance:
        message = _("the bound {bound} is below the plan's {true}").format(
            bound=format_money(allocation.bound_eur, 2), true=format_money(worth, 2)
        )
        broken.append(Violation("bound", "", worth - allocation.bound_eur, message))
    gap = (allocation.bound_eur - allocation.objective_eur) / max(abs(allocation.objective_eur), 1.0)
    if not abs(allocation.gap - gap) <= 1e-9 * max(1.0, abs(gap)):
        message = _("the gap is {true}, not {claimed}").format(
            true=format_share(gap, 4), claimed=format_share(allocation.gap, 4)
        )
        broken.append(Violation("gap", "", allocation.gap - gap, message))
    if allocation.status not in (OPTIMAL, FEASIBLE):
        message = _("the status is “{status}” but there are visits").format(status=allocation.status)
        broken.append(Violation("status", "", 0.0, message))
    return broken
