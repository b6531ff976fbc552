"""How firm a plan is: numbers under doubt, the cost of prospect visits, the value of one more day."""

import dataclasses
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from solver.allocation.methods.resolve import assigned_sheets, best_plan, best_value
from solver.allocation.problem.problem import AllocationProblem, RepSheet
from solver.allocation.problem.result import Allocation
from solver.words.errors import PortfolioError
from solver.words.i18n import _

SOURCES = ("values", "durations", "curves")
NEAR_VISITS = 1
SOLID_SHARE = 0.9
DRAW_GAP = 1e-6  # far below what the draws move


def stability(
    problem: AllocationProblem,
    allocation: Allocation,
    *,
    spread: float = 0.2,
    draws: int = 20,
    seed: int = 1,
) -> pd.DataFrame:
    """Solve again with values, durations and curves that are off, and see which numbers of visits stay.

    Parameters
    ----------
    problem : AllocationProblem
    allocation : Allocation
        With a plan; its assignment to reps is kept.
    spread : float, default 0.2
        Every account's values (then durations, then curves) move by a factor drawn evenly between 1 - spread
        and 1 + spread.
    draws : int, default 20
        How many times for each of the three.
    seed : int
        Seed of the draws.

    Returns
    -------
    DataFrame
        `account_id, visits, low_visits, high_visits` (5th and 95th percentile over all draws), `near_share`
        (share of draws within one visit of the plan), `values_near_share, durations_near_share,
        curves_near_share` and `verdict`: solid where 90 % of draws stay within one visit, else fragile.

    Notes
    -----
    Values move the whole curve up or down, curves stretch it along the visits (between levels it is read off
    straight lines, beyond the last it goes on with its last slope). Draws in which no plan keeps the rules,
    as when durations grow, are left out.
    """
    if allocation.visits is None:
        raise PortfolioError(
            _("there is no plan to shake: the status is “{status}”").format(status=allocation.status),
            fix=_("look at what would make it feasible"),
        )
    planned = allocation.visits.reindex(problem.account_ids).to_numpy(dtype=np.int64)
    drawn = {source: np.full((draws, len(planned)), np.nan) for source in SOURCES}
    for number, sheet in enumerate(assigned_sheets(problem, allocation)):
        for source in SOURCES:
            generator = np.random.default_rng([seed, number, SOURCES.index(source)])
            for draw, shaken in enumerate(_shaken(sheet, source, spread, draws, generator)):
                visits, _value = best_plan(shaken, DRAW_GAP)
                if visits is not None:
                    drawn[source][draw, sheet.rows] = visits
    every = np.concatenate([drawn[source] for source in SOURCES])
    near = {source: _near_share(drawn[source], planned) for source in SOURCES}
    all_near = _near_share(every, planned)
    low, high = _percentiles(every)
    return pd.DataFrame(
        {
            "account_id": problem.account_ids,
            "visits": planned,
            "low_visits": low,
            "high_visits": high,
            "near_share": all_near,
            **{f"{source}_near_share": near[source] for source in SOURCES},
            "verdict": np.where(all_near >= SOLID_SHARE, "solid", "fragile"),
        }
    ).astype({"account_id": "str", "verdict": "str"})


def prospect_frontier(problem: AllocationProblem, shares: Sequence[float] | None = None) -> pd.DataFrame:
    """Return the contribution of the best plan as the prospect target goes from nothing to more than today's.

    Parameters
    ----------
    problem : AllocationProblem
        Accounts stay with the rep they have.
    shares : sequence of float, optional
        Shares of each rep's target; by default 0, 1/4, … 1 1/2.

    Returns
    -------
    DataFrame
        `target_share, prospect_visits` (asked for), `contribution_eur` (NaN where no plan reaches them) and
        `cost_eur`, what is lost against no target at all.
    """
    levels = np.arange(0, 1.51, 0.25) if shares is None else np.asarray(shares, dtype=float)
    rows = []
    for share in levels.tolist():
        visits, total = 0, 0.0
        for sheet in problem.sheets():
            target = int(np.ceil(sheet.prospect_visits_min * share - 1e-9))
            visits += target
            total += best_value(dataclasses.replace(sheet, prospect_visits_min=target))
        rows.append({"target_share": share, "prospect_visits": visits, "contribution_eur": total})
    free = sum(best_value(dataclasses.replace(sheet, prospect_visits_min=0)) for sheet in problem.sheets())
    table = pd.DataFrame(rows)
    return table.assign(cost_eur=(free - table["contribution_eur"]).clip(lower=0.0))


def _shaken(
    sheet: RepSheet, source: str, spread: float, draws: int, generator: np.random.Generator
) -> Iterator[RepSheet]:
    """Yield the sheet with every account's values, durations or curve off by its own factor."""
    for _draw in range(draws):
        factor = generator.uniform(1.0 - spread, 1.0 + spread, len(sheet.rows))
        if source == "values":
            yield dataclasses.replace(sheet, levels=sheet.levels.worth(sheet.value_eur * factor[:, None]))
        elif source == "durations":
            yield dataclasses.replace(sheet, levels=sheet.levels.lasting(factor))
        else:
            yield dataclasses.replace(sheet, levels=sheet.levels.worth(stretched(sheet.value_eur, factor)))


def stretched(value: np.ndarray, factor: np.ndarray) -> np.ndarray:
    """Return value tables read at visits times a factor: above 1, the same effect comes sooner.

    Parameters
    ----------
    value : ndarray, shape (n, K + 1)
        NaN above an account's last level.
    factor : ndarray, shape (n,)

    Returns
    -------
    ndarray, shape (n, K + 1)
    """
    row = np.arange(len(value))[:, None]
    level = np.arange(value.shape[1])
    last = np.isfinite(value).sum(axis=1)[:, None] - 1
    position = level * factor[:, None]
    lower = np.clip(np.floor(position).astype(np.int64), 0, np.maximum(last - 1, 0))
    upper = np.minimum(lower + 1, last)
    read = value[row, lower] + (position - lower) * (value[row, upper] - value[row, lower])
    return np.where(np.isfinite(value), read, np.nan)


def _near_share(drawn: np.ndarray, planned: np.ndarray) -> np.ndarray:
    """Share of the draws with a plan that stay within one visit; NaN without any."""
    known = ~np.isnan(drawn)
    near = known & (np.abs(np.nan_to_num(drawn) - planned) <= NEAR_VISITS)
    count = known.sum(axis=0)
    return np.divide(near.sum(axis=0), count, out=np.full(len(planned), np.nan), where=count > 0)


def _percentiles(drawn: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Fifth and ninety-fifth percentile of each account, as visits that were drawn; NaN without any."""
    ordered = np.sort(drawn, axis=0)  # NaN goes last
    count = (~np.isnan(drawn)).sum(axis=0)
    column = np.arange(drawn.shape[1])
    low = np.floor(0.05 * np.maximum(count - 1, 0)).astype(np.int64)
    high = np.ceil(0.95 * np.maximum(count - 1, 0)).astype(np.int64)
    return ordered[low, column], ordered[high, column]
