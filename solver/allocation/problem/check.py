"""Does an allocation keep every rule, and does it bring what it says? Written without any solver in mind."""

import numpy as np
import pandas as pd

from solver.allocation.problem.problem import HOURS_TOLERANCE, AllocationProblem
from solver.allocation.problem.result import FEASIBLE, INFEASIBLE, OPTIMAL, UNKNOWN, Allocation
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
        Of one of the rules accounts, whole_visits, floor, ceiling, lock, rep, hours, prospect_target,
        max_changes, max_load_spread, objective, bound, gap, status.
    """
    if allocation.visits is None or allocation.rep is None:
        return _check_without_plan(allocation)
    broken = _check_accounts(problem, allocation)
    if broken:
        return broken  # nothing else can be counted
    visits = allocation.visits.reindex(problem.account_ids).to_numpy(dtype=np.int64)
    reps = allocation.rep.reindex(problem.account_ids).astype(str).to_numpy(dtype=object)
    broken = _check_levels(problem, visits)
    claimed = visits
    visits = np.minimum(visits, problem.value_eur.shape[1] - 1)  # beyond it nothing is known to count with
    hours, unknown_pairs = _hours_of_visit(problem, reps)
    broken += unknown_pairs
    loads = rep_hours(problem, visits, reps, hours)
    broken += _check_hours(problem, loads)
    broken += _check_prospects(problem, visits, reps)
    broken += _check_team(problem, reps, loads)
    return broken + _check_certificate(problem, allocation, claimed)


def rep_hours(
    problem: AllocationProblem, visits: np.ndarray, reps: np.ndarray, hours: np.ndarray
) -> pd.DataFrame:
    """Return the hours of visits and of trips to zones of each rep.

    Parameters
    ----------
    problem : AllocationProblem
    visits, reps, hours : ndarray, shape (accounts,)
        Level, rep_id and hours per visit of each account, in the problem's order.

    Returns
    -------
    DataFrame
        `rep_id, visit_hours, trip_hours`
    """
    levels = problem.levels.made_in(hours)
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
    if allocation.visits is not None or allocation.rep is not None:
        broken.append(Violation("status", "", 0.0, _("visits and reps must come together")))
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
    visits, reps = allocation.visits, allocation.rep
    assert visits is not None
    assert reps is not None
    expected = set(problem.account_ids)
    broken = []
    for name, series in (("visits", visits), ("rep", reps)):
        ids = list(series.index)
        twice = len(ids) - len(set(ids))
        missing = sorted(expected - set(ids))
        foreign = sorted(set(ids) - expected)
        if twice:
            broken.append(
                Violation("accounts", "", twice, _("{name}: some accounts are there twice").format(name=name))
            )
        broken += [
            Violation("accounts", id_, 1.0, _("{name}: account “{id}” is left out").format(name=name, id=id_))
            for id_ in missing
        ]
        broken += [
            Violation(
                "accounts",
                str(id_),
                1.0,
                _("{name}: account “{id}” is not in the problem").format(name=name, id=id_),
            )
            for id_ in foreign
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


def _hours_of_visit(problem: AllocationProblem, reps: np.ndarray) -> tuple[np.ndarray, list[Violation]]:
    """Hours of one visit by the rep who makes it; a rep who may not have the account is a violation."""
    hours = problem.hours.copy()
    own = problem.accounts["rep_id"].to_numpy(dtype=object)
    allowed: dict[tuple[str, str], float] = {}
    if problem.candidate_reps is not None:
        for account, rep, duration in problem.candidate_reps[
            ["account_id", "rep_id", "hours_per_visit"]
        ].itertuples(index=False):
            allowed[(account, rep)] = duration
    broken = []
    for where in np.flatnonzero(own != reps).tolist():
        id_ = str(problem.account_ids[where])
        duration = allowed.get((id_, reps[where]))
        if duration is None:
            message = _("account “{id}”: {rep} is not a rep who may have it").format(id=id_, rep=reps[where])
            broken.append(Violation("rep", id_, 1.0, message))
        else:
            hours[where] = duration
    return hours, broken


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


def _check_prospects(problem: AllocationProblem, visits: np.ndarray, reps: np.ndarray) -> list[Violation]:
    """Each rep reaches the prospect target."""
    prospects = problem.accounts["kind"].to_numpy() == "prospect"
    made = (
        pd.Series(problem.levels.visits_at(visits)[prospects])
        .groupby(reps[prospects])
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
                "rep {rep}: {made} visit to prospects, the target is {target}",
                "rep {rep}: {made} visits to prospects, the target is {target}",
                made[where],
            ).format(
                rep=problem.rep_ids[where],
                made=format_number(made[where]),
                target=format_number(target[where], 1),
            ),
        )
        for where in np.flatnonzero(made < target - 1e-9).tolist()
    ]


def _check_team(problem: AllocationProblem, reps: np.ndarray, loads: pd.DataFrame) -> list[Violation]:
    """Limits on moving accounts between reps."""
    broken: list[Violation] = []
    if problem.rules is None or not problem.couples_reps:
        return broken
    changes = int((reps != problem.accounts["rep_id"].to_numpy(dtype=object)).sum())
    limit = problem.rules.max_changes
    if limit is not None and changes > limit:
        message = ngettext(
            "{changes} account changes rep, {limit} may",
            "{changes} accounts change rep, {limit} may",
            changes,
        ).format(changes=changes, limit=limit)
        broken.append(Violation("max_changes", "", float(changes - limit), message))
    load = (loads["visit_hours"] + loads["trip_hours"]).to_numpy() / problem.reps["hours"].to_numpy()
    spread = float(load.max() - load.min())
    widest = problem.rules.max_load_spread
    if widest is not None and spread > widest + 1e-6:
        message = _("the loads of the reps differ by {spread}, the limit is {limit}").format(
            spread=format_share(spread, 1), limit=format_share(widest, 1)
        )
        broken.append(Violation("max_load_spread", "", spread - widest, message))
    return broken


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
