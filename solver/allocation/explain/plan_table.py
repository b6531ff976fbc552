"""Why each account gets its visits: prices of hours by re-solving, the binding rule, the ledger of hours."""

import numpy as np
import pandas as pd

from solver.allocation.explain.reasons import (
    CEILING,
    CENT,
    FLOOR,
    HOURS,
    LOCK,
    PROSPECT_TARGET,
    SATURATED,
    AccountFacts,
    reason_sentence,
)
from solver.allocation.methods.core import steady
from solver.allocation.methods.resolve import best_value, hour_price, with_hours
from solver.allocation.problem import bounds
from solver.allocation.problem.check import rep_hours
from solver.allocation.problem.hour_cost import hour_costs
from solver.allocation.problem.problem import AllocationProblem
from solver.allocation.problem.result import Allocation
from solver.tables.codes import DECIDED
from solver.words.errors import PortfolioError
from solver.words.i18n import _, format_share


def hour_prices(problem: AllocationProblem) -> pd.DataFrame:
    """Return what an hour more or less is worth to each rep.

    Parameters
    ----------
    problem : AllocationProblem

    Returns
    -------
    DataFrame
        `rep_id, price_eur` (dual of the hours when visits may be split, over the years counted),
        `first_year_price_eur` (its part in the first), `plus_one_eur` (gain of the best plan from one more
        hour), `minus_one_eur` (its loss from one hour less); NaN where there is no plan. Where hours are
        charged, an hour is worth its cost at least.

    Notes
    -----
    Whole visits make the exact gain of one hour jumpy: often nothing, sometimes a whole visit. The dual
    is the steady price; both are shown.
    """
    rows = []
    for sheet, cost in zip(problem.sheets(), hour_costs(problem).tolist(), strict=True):
        here, hours = best_value(sheet), sheet.available_hours
        more = best_value(with_hours(sheet, hours + 1.0))
        less = best_value(with_hours(sheet, hours - 1.0)) if hours > 1.0 else float("nan")
        rows.append(
            {
                "rep_id": sheet.rep_id,
                "price_eur": cost + hour_price(sheet),
                "plus_one_eur": cost + float(np.maximum(more - here, 0.0)),
                "minus_one_eur": cost + float(np.maximum(here - less, 0.0)),
            }
        )
    table = pd.DataFrame(rows)
    return table.assign(first_year_price_eur=table["price_eur"] / problem.horizon).astype({"rep_id": "str"})


def allocation_table(
    problem: AllocationProblem,
    allocation: Allocation,
    prices: pd.DataFrame,
    visits_today: pd.Series | None = None,
) -> pd.DataFrame:
    """Return one line per account: visits, hours, value, and the reason in a sentence.

    Parameters
    ----------
    problem : AllocationProblem
    allocation : Allocation
        With a plan.
    prices : DataFrame
        From `hour_prices`.
    visits_today : Series, optional
        Visits of the last 12 months, indexed by account_id.

    Returns
    -------
    DataFrame
        `account_id, rep_id, kind, visits_today, min_visits, max_visits, visits, expected_visits` (as many as
        prospects are expected to let us make), `hours_per_visit` (of a planned visit, as expected), `hours,
        contribution_eur, last_visit_eur, next_visit_eur, hour_price_eur, visit_price_eur, binding, reason`.
        `visits_today` is missing where nothing is known.
    """
    explained = reasons(problem, allocation, prices)
    return visits_table(problem, allocation, visits_today).join(explained.drop(columns="account_id"))


def in_their_words(allocation: pd.DataFrame, decisions: pd.DataFrame) -> pd.DataFrame:
    """Return the table `allocation` with the reason that each decision gives behind the sentence about it.

    Parameters
    ----------
    allocation : DataFrame
        As `allocation_table` returns it.
    decisions : DataFrame
        The canonical table of step 1.
    """
    given = decisions.dropna(subset="reason").drop_duplicates("account_id", keep="last")
    words = allocation["account_id"].map(given.set_index("account_id")["reason"])
    told = [
        _("{sentence} Reason noted: {words}").format(sentence=sentence, words=own)
        if binding in DECIDED and isinstance(own, str)
        else sentence
        for sentence, binding, own in zip(allocation["reason"], allocation["binding"], words, strict=True)
    ]
    return allocation.assign(reason=pd.Series(told, index=allocation.index, dtype="str"))


def with_risk(allocation: pd.DataFrame, risk: pd.Series) -> pd.DataFrame:
    """Return the table `allocation` with a warning behind the sentence of whoever may leave.

    Parameters
    ----------
    allocation : DataFrame
        As `allocation_table` returns it.
    risk : Series
        Of those more likely to buy nothing in the year to come than something, by account_id.
    """
    warned = _(
        "{sentence} More likely to leave than to stay (risk {risk}): first ask why; go on only if it orders."
    )
    chances = allocation["account_id"].map(risk).where(allocation["visits"] > 0)
    told = [
        sentence if pd.isna(chance) else warned.format(sentence=sentence, risk=format_share(chance))
        for sentence, chance in zip(allocation["reason"], chances, strict=True)
    ]
    return allocation.assign(reason=pd.Series(told, index=allocation.index, dtype="str"))


def visits_table(
    problem: AllocationProblem, allocation: Allocation, visits_today: pd.Series | None = None
) -> pd.DataFrame:
    """Return the columns of `allocation_table` before the reasons: what each account gets, and its worth."""
    visits = _plan(problem, allocation)
    today = pd.Series(pd.NA, index=problem.account_ids, dtype="Int64")
    if visits_today is not None:
        today = visits_today.reindex(problem.account_ids).fillna(0).round().astype("Int64")
    return pd.DataFrame(
        {
            "account_id": problem.account_ids,
            "rep_id": problem.accounts["rep_id"],
            "kind": problem.accounts["kind"],
            "visits_today": today.to_numpy(),
            "min_visits": problem.floor,
            "max_visits": problem.ceiling,
            "visits": visits,
            "expected_visits": visits * problem.met,
            "hours_per_visit": problem.hours,
            "hours": problem.levels.hours_at(visits),
            "contribution_eur": problem.value_of(visits),
        }
    ).astype({"account_id": "str", "visits_today": "Int64"})


def by_kind(table: pd.DataFrame) -> pd.DataFrame:
    """Add the plan up for clients, former clients and prospects.

    Parameters
    ----------
    table : DataFrame
        As `allocation_table` returns it.

    Returns
    -------
    DataFrame
        `kind, accounts, visits` (planned), `expected_visits, hours, contribution_eur`, one line per kind.
    """
    sums = table.groupby("kind").agg(
        accounts=("account_id", "size"),
        visits=("visits", "sum"),
        expected_visits=("expected_visits", "sum"),
        hours=("hours", "sum"),
        contribution_eur=("contribution_eur", "sum"),
    )
    return sums.reset_index()


def reasons(problem: AllocationProblem, allocation: Allocation, prices: pd.DataFrame) -> pd.DataFrame:
    """Say for each account what its last and its next visit are worth, and which rule decides.

    Parameters
    ----------
    problem : AllocationProblem
    allocation : Allocation
        With a plan.
    prices : DataFrame
        `rep_id, price_eur` from `hour_prices`.

    Returns
    -------
    DataFrame
        All of the first year: `account_id, last_visit_eur, next_visit_eur` (NaN where there is none),
        `hour_price_eur`, `visit_price_eur` (what a visit has to bring for its hours, worth elsewhere, and its
        road; over the years counted it brings `problem.horizon` times as much), `missing_eur` (what the next
        visit, or on an S-shaped curve the next few together, would have to bring on top), `binding` (one of
        the codes of that name in `solver.tables.codes`) and `reason`, a sentence.
    """
    visits = _plan(problem, allocation)
    last, following = marginal_values(problem, visits)
    rep, hours = problem.accounts["rep_id"], problem.hours
    hour = prices.set_index("rep_id")["price_eur"].reindex(rep).to_numpy(dtype=float) / problem.horizon
    visit_price = hour * hours + problem.road_eur / problem.horizon
    binding = _binding(problem, visits, last, following, visit_price)
    step, step_value = nearest_step(problem, visits, visit_price)
    missing = np.where(np.isnan(step_value), np.nan, np.maximum(visit_price * step - step_value, 0.0))
    road = problem.road_eur > 0
    idle = problem.reps.get("no_day_hours", pd.Series(0.0, index=problem.reps.index))
    days_full = rep.isin(problem.reps.loc[idle > 0, "rep_id"])
    objects = (
        problem.accounts["opposed"] if "opposed" in problem.accounts else pd.Series(False, index=rep.index)
    )
    columns = (
        *(binding, visits, last, following, visit_price, hours, road, step, step_value, days_full),
        objects.astype(bool),
    )
    facts = zip(*(column.tolist() for column in columns), strict=True)
    return pd.DataFrame(
        {
            "account_id": problem.account_ids,
            "last_visit_eur": last,
            "next_visit_eur": following,
            "hour_price_eur": hour,
            "visit_price_eur": visit_price,
            "missing_eur": missing,
            "binding": binding.astype(str),
            "reason": [reason_sentence(AccountFacts(*fact)) for fact in facts],
        }
    ).astype({"account_id": "str"})


def marginal_values(problem: AllocationProblem, visits: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return what the last visit and the next one bring in the first year; NaN where there is none."""
    row = np.arange(len(visits))
    padded = np.column_stack([problem.contribution_eur, np.full(len(visits), np.nan)])
    here = padded[row, visits]
    last = np.where(visits > 0, here - padded[row, np.maximum(visits - 1, 0)], np.nan)
    return last, padded[row, visits + 1] - here


def nearest_step(
    problem: AllocationProblem, visits: np.ndarray, visit_price: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return how many visits more come closest to paying for their hours, and what they bring together.

    One, unless the curve is S-shaped: there a few visits together may pay better than the first of them.
    Beyond the ceiling only the next visit is looked at; NaN euros where it has no value.
    """
    row = np.arange(len(visits))
    level = np.arange(problem.contribution_eur.shape[1])
    more = level - visits[:, None]
    gain = problem.contribution_eur - problem.contribution_eur[row, visits][:, None]
    inside = (more > 0) & ((level <= problem.ceiling[:, None]) | (more == 1)) & np.isfinite(gain)
    lack = np.where(inside, more * visit_price[:, None] - gain, np.inf)
    nearest = np.argmin(steady(lack), axis=1)
    known = np.isfinite(lack[row, nearest])
    step = np.where(known, nearest - visits, 1)
    return step, np.where(known, gain[row, nearest], np.nan)


def ledger(problem: AllocationProblem, allocation: Allocation) -> pd.DataFrame:
    """Return where the hours of each rep go: capacity = clients + prospects + free + reserve + unused.

    Parameters
    ----------
    problem : AllocationProblem
        `reps` may carry `reserve_hours`, and `no_day_hours`, which no whole day holds and stay unused; 0
        without.
    allocation : Allocation
        With a plan.

    Returns
    -------
    DataFrame
        `rep_id, capacity_hours, client_hours` (former clients and trips to zones included), `prospect_hours,
        free_hours` (where visits stop at the cost of an hour), `reserve_hours, unused_hours`.
    """
    visits = _plan(problem, allocation)
    prospects = rep_hours(problem, np.where(problem.is_prospect, visits, 0))
    every = rep_hours(problem, visits)
    reserve = np.zeros(len(problem.reps))
    if "reserve_hours" in problem.reps:
        reserve = problem.reps["reserve_hours"].to_numpy(dtype=float)
    lost = np.zeros(len(problem.reps))
    if "no_day_hours" in problem.reps:
        lost = problem.reps["no_day_hours"].to_numpy(dtype=float)
    available = problem.reps["hours"].to_numpy(dtype=float)
    prospect_hours = prospects["visit_hours"].to_numpy()
    client_hours = every["visit_hours"].to_numpy() + every["trip_hours"].to_numpy() - prospect_hours
    left = available - client_hours - prospect_hours
    # A rep whose hours run out before they stop earning their cost leaves what no whole visit fits in.
    stopped = hour_costs(problem) > 0
    stopped &= np.array([hour_price(sheet) <= CENT for sheet in problem.sheets()])
    return pd.DataFrame(
        {
            "rep_id": problem.rep_ids,
            "capacity_hours": available + lost + reserve,
            "client_hours": client_hours,
            "prospect_hours": prospect_hours,
            "free_hours": np.where(stopped, left, 0.0),
            "reserve_hours": reserve,
            "unused_hours": lost + np.where(stopped, 0.0, left),
        }
    ).astype({"rep_id": "str"})


def _binding(
    problem: AllocationProblem,
    visits: np.ndarray,
    last: np.ndarray,
    following: np.ndarray,
    visit_price: np.ndarray,
) -> np.ndarray:
    """Name the rule that decides; the first that applies, from the hardest to the softest."""
    accounts = problem.accounts
    count = len(visits)
    ceiling_rule = accounts.get("ceiling_rule", pd.Series("", index=accounts.index))
    ceiling_code = ceiling_rule.where(ceiling_rule != "", CEILING).to_numpy(dtype=object)
    at_ceiling = visits >= problem.ceiling
    at_floor = (visits <= problem.floor) & (visits > 0)
    cheaper = last < visit_price - CENT
    dearer = following > visit_price + CENT
    locked = accounts["locked_visits"].notna().to_numpy()
    opposed = ceiling_rule.isin([bounds.PROCESSING, bounds.OPPOSITION]).to_numpy()
    stopped = ceiling_rule.isin([bounds.TOO_FAR, bounds.NOT_WORTH_IT, bounds.HOLD]).to_numpy()
    choices = [
        (opposed, ceiling_code),
        (stopped & (visits == 0), ceiling_code),
        (locked, np.full(count, LOCK, dtype=object)),
        (at_floor & cheaper, np.full(count, FLOOR, dtype=object)),
        (problem.is_prospect & cheaper, np.full(count, PROSPECT_TARGET, dtype=object)),
        (at_ceiling & (dearer | np.isnan(following)), ceiling_code),
        (~at_ceiling & (following <= CENT), np.full(count, SATURATED, dtype=object)),
    ]
    return np.select([flag for flag, _code in choices], [code for _flag, code in choices], default=HOURS)


def _plan(problem: AllocationProblem, allocation: Allocation) -> np.ndarray:
    """Return the visits in the order of the problem; without a plan there is nothing to explain."""
    if allocation.visits is None:
        raise PortfolioError(
            _("there is no plan to explain: the status is “{status}”").format(status=allocation.status),
            fix=_("look at what would make it feasible"),
        )
    return allocation.visits.reindex(problem.account_ids).to_numpy(dtype=np.int64)
