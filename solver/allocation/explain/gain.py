"""Where the gain over today's visits comes from: what is freed, what is taken up, what driving changes."""

import numpy as np
import pandas as pd

from solver.allocation.explain.baselines import todays_visits
from solver.allocation.methods.resolve import hours_at
from solver.allocation.problem.check import rep_hours
from solver.allocation.problem.problem import AllocationProblem
from solver.allocation.problem.result import Allocation
from solver.tables import empty
from solver.words.errors import PortfolioError
from solver.words.i18n import _, counted, format_hours, format_money, format_number, ngettext

OVER_VISITED = "over_visited"
NEGLECTED = "neglected"
PROSPECTS = "prospects"
UNCHANGED = "unchanged"
TRIPS = "trips"
TOTAL = "total"
GROUPS = (OVER_VISITED, NEGLECTED, PROSPECTS, UNCHANGED)
MINUTES = 60.0


def where_the_gain_comes_from(
    problem: AllocationProblem,
    allocation: Allocation,
    visits_today: pd.Series | None,
    *,
    travel_minutes: pd.Series | None = None,
) -> pd.DataFrame:
    """Split the gain of the plan over today's visits by what happens to the accounts.

    Parameters
    ----------
    problem : AllocationProblem
    allocation : Allocation
        With a plan.
    visits_today : Series or None
        Visits of the last 12 months by account_id, by which accounts are grouped and visits counted. Hours
        and contribution of today are those of `baselines.compare_plans`: none to opposed accounts, scaled
        down for a rep whose hours they exceed. No line where there is no log.
    travel_minutes : Series, optional
        Minutes of driving in one visit, by account_id (step 2, `visit_time`).

    Returns
    -------
    DataFrame
        `group, accounts, visits_today, visits, hours_change, travel_hours_change, contribution_change_eur,
        eur_per_hour, sentence`, one line per group: over_visited (clients and former clients who get fewer
        visits than the log has), neglected (who get more), prospects (all of them), unchanged; trips,
        where trips to zones take hours of their own; and total, the sum of the lines above and the gain over
        today. `travel_hours_change` is the part of `hours_change` spent driving, NaN where no minutes are
        given. `eur_per_hour` is what an hour lost or gained changes in contribution, NaN where hours stay.

    Notes
    -----
    The value of a plan is a sum over accounts, so each account's change is its part of the gain and nothing
    is left over. Hours have no euros of their own here: what is freed in one line is spent in another.
    """
    if allocation.visits is None or allocation.rep is None:
        raise PortfolioError(
            _("there is no plan to compare: the status is “{status}”").format(status=allocation.status),
            fix=_("look at what would make it feasible"),
        )
    if visits_today is None:
        return empty("gain_sources")
    own = problem.accounts["rep_id"].to_numpy(dtype=object)
    reps = allocation.rep.reindex(problem.account_ids).astype(str).to_numpy(dtype=object)
    plan = allocation.visits.reindex(problem.account_ids).to_numpy(dtype=np.int64)
    today = todays_visits(problem, visits_today)
    logged = visits_today.reindex(problem.account_ids).fillna(0).to_numpy(dtype=np.int64)
    hours = hours_at(problem, reps)
    driving = np.full(len(plan), np.nan)
    if travel_minutes is not None:
        known = travel_minutes.reindex(problem.account_ids).astype(float).to_numpy()
        # A visit made by another rep drives longer or shorter; its time on site stays.
        driving = (plan - today) * known / MINUTES + plan * (hours - problem.hours)
    changes = pd.DataFrame(
        {
            "group": _groups(problem.is_prospect, plan - logged),
            "accounts": 1,
            "visits_today": logged,
            "visits": plan,
            "hours_change": problem.levels.made_in(hours).hours_at(plan) - problem.levels.hours_at(today),
            "travel_hours_change": driving,
            "contribution_change_eur": problem.value_of(plan) - problem.value_of(today),
        }
    )
    table = changes.groupby("group").sum(min_count=1).reindex(GROUPS)
    if problem.zones is not None:
        trips = rep_hours(problem, plan, reps, hours)["trip_hours"].sum()
        trips -= rep_hours(problem, today, own, problem.hours)["trip_hours"].sum()
        table.loc[TRIPS, ["hours_change", "travel_hours_change"]] = trips
    if travel_minutes is not None:
        table["travel_hours_change"] = table["travel_hours_change"].fillna(0.0)
    others = table.columns.difference(["travel_hours_change"])
    table[others] = table[others].fillna(0.0)
    table.loc[TOTAL] = table.sum(skipna=False)
    table = table.reset_index(names="group").astype({"group": "str"})
    table = table.astype(dict.fromkeys(["accounts", "visits_today", "visits"], np.int64))
    moved = table["hours_change"].abs() > 1e-9
    table["eur_per_hour"] = (table["contribution_change_eur"] / table["hours_change"]).where(moved)
    table["sentence"] = [_sentence(row) for row in table.to_dict("records")]
    return table.astype({"sentence": "str"})


def _groups(is_prospect: np.ndarray, change: np.ndarray) -> np.ndarray:
    """Name what happens to each account."""
    choices = [is_prospect, change == 0, change < 0]
    return np.select(choices, [PROSPECTS, UNCHANGED, OVER_VISITED], default=NEGLECTED)


def _sentence(row: dict) -> str:
    """Say in words what a line shows; nothing where the group is empty."""
    if row["group"] not in (TRIPS, TOTAL) and row["accounts"] == 0:
        return ""
    effect = row["contribution_change_eur"]
    brings = _("bring {euros} more") if effect >= 0 else _("bring {euros} less")
    brought = _("brings {euros} more") if effect >= 0 else _("brings {euros} less")
    accounts = row["accounts"]
    text = {
        OVER_VISITED: ngettext(
            "Fewer visits to {accounts} client free {hours}; it {brought}.",
            "Fewer visits to {accounts} clients, former ones included, free {hours}; they {brings}.",
            accounts,
        ),
        NEGLECTED: ngettext(
            "More visits to {accounts} client take {hours}; it {brought}.",
            "More visits to {accounts} clients, former ones included, take {hours}; they {brings}.",
            accounts,
        ),
        PROSPECTS: ngettext(
            "{accounts} prospect gets {visits} instead of {today}; it {brought}.",
            "{accounts} prospects get {visits} instead of {today}; they {brings}.",
            accounts,
        ),
        UNCHANGED: ngettext(
            "{accounts} client keeps its visits.", "{accounts} clients keep their visits.", accounts
        ),
        TRIPS: _("Trips to the zones take {hours} more."),
        TOTAL: _("Together the accounts {brings}, with {hours} more."),
    }[row["group"]]
    if row["hours_change"] < 0:
        if row["group"] == TRIPS:
            text = _("Trips to the zones take {hours} less.")
        if row["group"] == TOTAL:
            text = _("Together the accounts {brings}, with {hours} less.")
    return text.format(
        accounts=format_number(accounts),
        visits=counted(row["visits"], "{n} visit", "{n} visits"),
        today=format_number(row["visits_today"]),
        hours=format_hours(abs(row["hours_change"])),
        brings=brings.format(euros=format_money(abs(effect))),
        brought=brought.format(euros=format_money(abs(effect))),
    )
