"""Where steps 10 and 12 meet: a plan is tried on the calendar before it counts.

Hours are no days: a far account takes a whole one, and a full week is full. The road of a visit becomes what
the tours of the trial take, the hours of a rep what their days could hold; and the visits are shared out
again. Which visits went without a day was the calendar's choice among those of that trial, and others go by
the next one: only what found none in the last trial is not asked for again. A rep for whom that leaves no
plan, or one that brings less and dates no more of its visits, goes back to what was known before.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from solver.allocation import Allocation, AllocationProblem
from solver.allocation.methods.resolve import keeps_rules
from solver.allocation.problem.build import StepTables
from solver.tables import empty
from solver.value.prospects import visits_to_date

ENOUGH = 0.002  # of a rep's visits without a day: no reason to share out again
USUAL_ROAD = 4  # visits at the usual road that the tours of an account are averaged with: few visits vary
MINUTES = 60.0
EDGE = 1e-9

type Make = Callable[[StepTables], AllocationProblem]
type Solve = Callable[[AllocationProblem], Allocation]
type Date = Callable[[pd.DataFrame, pd.DataFrame], pd.DataFrame]


@dataclass(frozen=True)
class Trial:
    """What the trials taught.

    Attributes
    ----------
    tables : StepTables
        Those of the problem to solve for good, with what the trials found.
    lines : DataFrame
        The canonical table `trials`: a line per trial and rep.
    first_visits : Series
        Visits of the plan tried first, by account_id.
    plan : Allocation, optional
        The plan of these tables, where one was made of them: what was tried and kept needs no second solve.
    """

    tables: StepTables
    lines: pd.DataFrame
    first_visits: pd.Series
    plan: Allocation | None


def on_trial(tables: StepTables, make: Make, solve: Solve, date: Date, *, trials: int = 2) -> Trial:
    """Try plans on the calendar, so many times at most, until nearly every visit finds a day.

    Parameters
    ----------
    tables : StepTables
        Without anything learnt.
    make, solve : callable
        From tables to the problem, from the problem to the plan. Where the days leave a rep no plan, its
        tables of before are kept.
    date : callable
        From `account_id, rep_id, visits` of a plan, and what visits bring, to what the calendar found: see
        `solver.calendar.trial.found_days`.
    trials : int, default 2
        None at all: the plan is solved once and not tried.

    Notes
    -----
    The plan of a rep nearly all of whose visits find a day stays as it is, to the last hour: roads and hours
    are worked out anew only where visits have to move.
    """
    lines: list[pd.DataFrame] = []
    problem = make(tables)
    plan: Allocation | None = (tried_first := solve(problem))
    first = tried_first.visits
    before, found, settled = tables, pd.DataFrame(), set[str]()
    while plan is not None and plan.visits is not None and len(lines) < trials:
        tried = _tried(tables, problem, plan.visits, date)
        lines.append(_by_rep(tried).assign(trial=len(lines) + 1))
        now = tried.groupby("rep_id")[["brought_eur", "without_day"]].sum()
        worse = _worse(now, found)
        settled |= worse
        others = tried[~tried["rep_id"].isin(settled)]
        learnt = _learnt(tables, others, lines[-1], last=len(lines) == trials)
        if learnt is None and not worse:
            break
        learnt = _but_for(worse, learnt or tables, before)
        again = make(learnt)
        if refused := {sheet.rep_id for sheet in again.sheets() if not keeps_rules(sheet)}:
            settled |= refused
            learnt = _but_for(refused, learnt, tables)
            again = make(learnt)
        before, found, tables, problem = tables, now, learnt, again
        plan = solve(problem) if len(lines) < trials else None
    told = pd.concat(lines) if lines else empty("trials")
    return Trial(tables, told, pd.Series(dtype="int64") if first is None else first, plan)


def _worse(now: pd.DataFrame, before: pd.DataFrame) -> set[str]:
    """Return the reps whose last trial brought less than the one before, and left no fewer visits undated."""
    if before.empty:
        return set()
    change = (now - before).dropna()
    return set(change.index[(change["brought_eur"] < -EDGE) & (change["without_day"] >= 0)])


def _but_for(reps: set[str], learnt: StepTables, before: StepTables) -> StepTables:
    """Return what was learnt, some reps as they were before."""
    if not reps:
        return learnt
    own = learnt.accounts.set_index("account_id")["rep_id"]
    stays = learnt.visit_time["account_id"].map(own).isin(reps)
    theirs = set(own.index[own.isin(reps)])
    return replace(
        learnt,
        visit_time=learnt.visit_time.where(~stays, before.visit_time.reset_index(drop=True)),
        placed_most=_either(learnt.placed_most, before.placed_most, theirs),
        held_hours=_either(learnt.held_hours, before.held_hours, reps),
    )


def _either(learnt: pd.Series | None, before: pd.Series | None, stay: set[str]) -> pd.Series | None:
    """Return the limits learnt, those of before for whoever stays."""
    parts = [] if learnt is None else [learnt[~learnt.index.isin(stay)]]
    parts += [] if before is None else [before[before.index.isin(stay)]]
    return pd.concat(parts) if parts else None


def _tried(tables: StepTables, problem: AllocationProblem, visits: pd.Series, date: Date) -> pd.DataFrame:
    """Put what the calendar found of each account beside what was asked."""
    planned = visits.reindex(problem.account_ids).to_numpy(dtype=np.int64)
    asked = problem.accounts[["account_id", "rep_id", "kind"]].assign(
        visits=planned, expected_visits=planned * problem.met, planned=planned, met=problem.met
    )
    asked = visits_to_date(asked)
    found = asked.merge(date(asked[["account_id", "rep_id", "visits"]], problem.response), on="account_id")
    at = problem.account_ids.get_indexer(pd.Index(found["account_id"]))
    times = tables.visit_time.set_index("account_id").reindex(found["account_id"])
    # Dates agreed beyond the plan are no visits of it.
    placed = np.minimum(found["placed"].to_numpy(), found["visits"].to_numpy())
    without_day = found["visits"] - placed
    held = np.where(without_day > 0, _planned_of(placed, found["met"]), found["planned"])
    value = problem.contribution_eur
    return found.assign(
        placed=placed,
        held=held,
        without_day=without_day,
        hours_short=without_day * times["hours_per_visit"].to_numpy(),
        eur_short=value[at, found["planned"]] - value[at, held],
        brought_eur=value[at, held] - value[at, 0],
        expected_driving_hours=placed * times["travel_minutes"].to_numpy() / MINUTES,
        driving_hours=(placed * found["travel_minutes"]).fillna(0.0) / MINUTES,
    )


def _planned_of(placed: np.ndarray, met: pd.Series) -> np.ndarray:
    """Return the most visits to plan of which no more than these are expected to be made."""
    most = np.floor((placed + 0.5 - EDGE) / met)
    return np.where(placed > 0, most, 0.0).astype(np.int64)


def _by_rep(tried: pd.DataFrame) -> pd.DataFrame:
    """Sum a trial up, rep by rep."""
    columns = ["visits", "without_day", "hours_short", "eur_short", "expected_driving_hours", "driving_hours"]
    return tried.groupby("rep_id", sort=True)[columns].sum().reset_index()


def _learnt(
    tables: StepTables, tried: pd.DataFrame, by_rep: pd.DataFrame, *, last: bool
) -> StepTables | None:
    """Return the tables with what a trial found; None where nearly all visits have their day."""
    over = by_rep["without_day"] > ENOUGH * by_rep["visits"]
    tried = tried[tried["rep_id"].isin(by_rep.loc[over, "rep_id"])]
    if tried.empty:
        return None
    short = tried[tried["without_day"] > 0].set_index("account_id")["held"].astype(float)
    times = _road_found(tables, tried)
    hours = times.set_index("account_id")["hours_per_visit"].reindex(tried["account_id"]).to_numpy()
    held = (tried["placed"] * hours).groupby(tried["rep_id"]).sum()
    return replace(
        tables,
        placed_most=_least(short, tables.placed_most) if last else tables.placed_most,
        held_hours=_least(held, tables.held_hours),
        visit_time=times,
    )


def _least(found: pd.Series, before: pd.Series | None) -> pd.Series:
    """Return the lower of what two trials allow."""
    return found if before is None else found.combine(before, np.fmin)


def _road_found(tables: StepTables, tried: pd.DataFrame) -> pd.DataFrame:
    """Return the visit times with the driving that the tours of a trial take."""
    times = tables.visit_time.reset_index(drop=True)
    own = tables.accounts.set_index("account_id")["rep_id"].reindex(times["account_id"])
    fold = _fold(tried["driving_hours"], tried["expected_driving_hours"], tried["rep_id"], own)
    usual = times["travel_minutes"] * fold
    known = tried.set_index("account_id")[["placed", "travel_minutes"]].reindex(times["account_id"])
    visits = known["placed"].fillna(0.0).to_numpy()
    driven = visits * known["travel_minutes"].fillna(0.0).to_numpy()
    travel = (driven + USUAL_ROAD * usual) / (visits + USUAL_ROAD)
    return _by_road(times, travel)


def _by_road(times: pd.DataFrame, travel: np.ndarray) -> pd.DataFrame:
    """Return the visit times with other drives."""
    return times.assign(travel_minutes=travel, hours_per_visit=(times["visit_minutes"] + travel) / MINUTES)


def _fold(found: pd.Series, usual: pd.Series, rep_of: pd.Series, asked: pd.Series) -> np.ndarray:
    """Return how many times as long as usual the roads of the reps asked about are; 1 where none is known."""
    sums = pd.DataFrame({"found": found, "usual": usual}).groupby(rep_of).sum()
    fold = (sums["found"] / sums["usual"]).replace([np.inf, -np.inf], np.nan)
    return asked.map(fold).fillna(1.0).to_numpy(dtype=float)


def at_other_reps(
    tables: StepTables, accounts: pd.DataFrame, times: pd.DataFrame, estimated: pd.Series
) -> StepTables:
    """Return the tables with some accounts at other reps, where no trial has put them on the calendar.

    Parameters
    ----------
    tables : StepTables
        With what the trials found.
    accounts : DataFrame
        With the reps asked about.
    times : DataFrame
        The table `visit_time` for these accounts, before any trial. Roads to accounts that stay are those
        found; roads to the others are as much longer than estimated as the new rep's are.
    estimated : Series
        The drives of the table `visit_time` for the accounts of `tables`, before any trial, by account_id.
    """
    before = tables.accounts.set_index("account_id")["rep_id"].reindex(times["account_id"]).to_numpy()
    rep = accounts.set_index("account_id")["rep_id"].reindex(times["account_id"])
    found = tables.visit_time.set_index("account_id")["travel_minutes"]
    own = tables.accounts.set_index("account_id")["rep_id"].reindex(found.index)
    fold = _fold(found, estimated.reindex(found.index), own, rep)
    stays = rep.to_numpy() == before
    travel = np.where(
        stays, found.reindex(times["account_id"]).to_numpy(), times["travel_minutes"].to_numpy() * fold
    )
    most = tables.placed_most
    if most is not None:
        most = most[most.index.isin(times.loc[stays, "account_id"])]
    nights = tables.night_eur
    if nights is not None:
        nights = nights[nights.index.isin(times.loc[stays, "account_id"])]
    return replace(
        tables, accounts=accounts, visit_time=_by_road(times, travel), placed_most=most, night_eur=nights
    )


def where_they_went(first: pd.Series, visits: pd.Series) -> dict[str, Any]:
    """Return how many visits fewer the final plan gives, how many more and to how many other accounts.

    Parameters
    ----------
    first, visits : Series of int, indexed by account_id
        Of the plan that was tried first, and of the final one.
    """
    change = visits - first.reindex(visits.index).fillna(0)
    return {
        "fewer": int(-change[change < 0].sum()),
        "more": int(change[change > 0].sum()),
        "more_accounts": int((change > 0).sum()),
    }
