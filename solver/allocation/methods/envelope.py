"""Concave envelopes, a price of the hours and of the target, then an exact search of what is left open.

The value tables are replaced by their concave envelopes, on which the best plan at given prices is read off
by sorting. The prices give a bound for any plan; the plan itself comes from filling up the hours and from an
exact search of the accounts that the prices leave undecided. No solver is needed.
"""

import time
from collections.abc import Callable

import numpy as np

from solver import __version__
from solver.allocation.methods.core import Priced, room, search_core, steady
from solver.allocation.methods.hull import envelope_slopes, segments
from solver.allocation.methods.least import least_plan
from solver.allocation.problem.problem import AllocationProblem, RepSheet
from solver.allocation.problem.result import INFEASIBLE, UNKNOWN, Allocation, Engine, planned, without_plan
from solver.value.levels import PARTS

NAME = "envelope (own)"
# The search for the price of the target: the first one tried, what each is of the one before, when it stops.
FIRST_PRICE = 1.0
PRICE_GROWTH = 4.0
PRICE_STEPS = 60
FAR = 1e12
# States of the exact search in one try after the other, and the most accounts a try is made for.
TRIES = ((200, 1_000_000), (3_000, 20_000), (30_000, 3_000))


def solve(problem: AllocationProblem, *, gap: float, time_limit_s: float, seed: int) -> Allocation:
    """Solve the problem one rep after the other; trips must not be counted."""
    started = time.perf_counter()
    visits = np.zeros(len(problem.accounts), dtype=np.int64)
    widths = _widths(len(visits))
    bound, late = 0.0, False
    slopes = envelope_slopes(problem.value_eur, problem.floor, problem.ceiling)
    for sheet in problem.sheets():
        if least_hours(sheet) > sheet.available_hours + room(sheet.available_hours):
            return without_plan(INFEASIBLE, Engine(NAME, __version__, seed, time.perf_counter() - started))
        if time.perf_counter() - started >= time_limit_s:
            late, bound = True, bound + sheet.most_eur
            continue
        visits[sheet.rows], sheet_bound = solve_sheet(sheet, slopes[sheet.rows], gap, widths=widths)
        bound += sheet_bound
    engine = Engine(NAME, __version__, seed, time.perf_counter() - started)
    return without_plan(UNKNOWN, engine, bound) if late else planned(problem, visits, bound, gap, engine)


def solve_alone(sheet: RepSheet, gap: float) -> tuple[np.ndarray, float]:
    """Solve one rep whose rules can be kept, on its own; see `solve_sheet`."""
    slopes = envelope_slopes(sheet.value_eur, sheet.floor, sheet.ceiling)
    return solve_sheet(sheet, slopes, gap, widths=_widths(len(sheet.rows)))


def least_hours(sheet: RepSheet) -> float:
    """Return the fewest hours that keep floors and prospect target; infinite when no hours would do."""
    plan = least_plan(sheet.levels, sheet.floor, sheet.ceiling, sheet.target_parts)
    return float("inf") if plan is None else sheet.levels.total_hours(plan)


def solve_sheet(
    sheet: RepSheet, slopes: np.ndarray, gap: float, *, widths: tuple[int, ...]
) -> tuple[np.ndarray, float]:
    """Solve one rep whose rules can be kept.

    Parameters
    ----------
    sheet : RepSheet
    slopes : ndarray, shape (n, K)
        From `hull.envelope_slopes`; used where every level is one visit more.
    gap : float
        Enough when the plan is proven this close to the best.
    widths : tuple of int
        States of the exact search, one try after the other: its limit is work, the same on any machine.

    Returns
    -------
    visits : ndarray of int, shape (n,)
    bound_eur : float
    """
    if len(sheet.rows) == 0:
        return np.empty(0, dtype=np.int64), 0.0
    priced = priced_sheet(sheet, slopes)
    bound = priced.bound()
    visits = first_plan(priced, sheet.floor)
    value = priced.value_of(visits)
    for width in widths:
        if bound - value <= gap * max(abs(value), 1.0):
            break
        found = search_core(priced, visits, width)
        visits, value, bound = found.visits, found.value, min(bound, found.bound)
    return visits, max(bound, value)


def _widths(accounts: int) -> tuple[int, ...]:
    """Widths of the exact search that a problem of this size is worth."""
    return tuple(width for width, most in TRIES if accounts <= most)


def priced_sheet(sheet: RepSheet, slopes: np.ndarray) -> Priced:
    """Find the prices of an hour and of a part of the target that bound the rep's best plan most closely."""
    hour_price, target_price = best_prices(sheet, slopes)
    level = np.arange(sheet.value_eur.shape[1])
    inside = (level >= sheet.floor[:, None]) & (level <= sheet.ceiling[:, None])
    return Priced(
        value=np.where(inside, sheet.value_eur, -np.inf),
        levels=sheet.levels,
        available=sheet.available_hours,
        target=sheet.target_parts,
        hour_price=hour_price,
        target_price=target_price,
    )


def best_prices(sheet: RepSheet, slopes: np.ndarray) -> tuple[float, float]:
    """Minimise the bound over the price of the target; the price of the hour follows by sorting.

    The bound is a convex, piecewise linear function of the target's price. Two points on either side of its
    lowest point give two tangents, and where they meet is the next point; it ends at the lowest corner.
    """
    steps_at = _steps(sheet, slopes)
    left = sheet.available_hours - sheet.levels.total_hours(sheet.floor)
    target = float(sheet.target_parts - sheet.levels.total_target_parts(sheet.floor))

    def at(target_price: float) -> tuple[float, float, float]:
        """Bound (up to a constant), its slope, and the price of the hour."""
        gain, hours, counts = steps_at(target_price)
        density = gain / hours
        order = np.argsort(-density, kind="stable")
        order = order[: int(np.count_nonzero(density > 0))]
        used = np.cumsum(hours[order])
        cut = int(np.searchsorted(used, left, side="right"))
        taken = order[:cut]
        total, made, price = float(gain[taken].sum()), float(counts[taken].sum()), 0.0
        if cut < len(order):
            last = order[cut]
            part = (left - (float(used[cut - 1]) if cut else 0.0)) / hours[last]
            total, made = total + part * float(gain[last]), made + part * float(counts[last])
            price = float(density[last])
        return total - target_price * target, made - target, price

    low, (low_bound, low_slope, price) = 0.0, at(0.0)
    if low_slope >= 0 or target <= 0:
        return price, 0.0
    high = max(price, FIRST_PRICE) * float(sheet.levels.hours_per_visit.mean()) / PARTS
    high_bound, high_slope, price = at(high)
    while high_slope < 0 and high < FAR:
        low, low_bound, low_slope = high, high_bound, high_slope
        high *= PRICE_GROWTH
        high_bound, high_slope, price = at(high)
    for _step in range(PRICE_STEPS):
        if high_slope <= 0:
            break
        middle = (high_bound - low_bound + low_slope * low - high_slope * high) / (low_slope - high_slope)
        if not low < middle < high:
            break
        tangent = low_bound + low_slope * (middle - low)
        bound, slope_here, price_here = at(middle)
        if bound - tangent <= 1e-12 * max(abs(bound), 1.0):
            return price_here, middle
        if slope_here < 0:
            low, low_bound, low_slope = middle, bound, slope_here
        else:
            high, high_bound, high_slope, price = middle, bound, slope_here, price_here
    return price, high


def _steps(
    sheet: RepSheet, slopes: np.ndarray
) -> Callable[[float], tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Return the steps up the envelopes at a price of the target: gain, hours, visits towards the target.

    Where every level is one visit more, the price lifts all steps of a prospect alike and the envelope stays.
    """
    if not sheet.levels.even:
        return lambda target_price: segments(sheet.levels, sheet.floor, sheet.ceiling, target_price)
    steps = ~np.isnan(slopes)
    account = np.nonzero(steps)[0]
    slope, hours = slopes[steps], sheet.levels.hours_per_visit[account]
    counts = sheet.levels.parts_per_visit[account].astype(float)
    return lambda target_price: (slope + target_price * counts, hours, counts)


def first_plan(priced: Priced, floor: np.ndarray) -> np.ndarray:
    """Return a plan that keeps every rule: the priced choice, fixed, then filled up."""
    net = priced.net()
    visits = np.argmax(steady(net), axis=1)
    fixed = _reach_target(priced, net, visits)
    fixed = _fit_hours(priced, net, fixed)
    if not priced.is_feasible(fixed):
        ceiling = len(net[0]) - 1 - np.argmax(np.isfinite(priced.value)[:, ::-1], axis=1)
        shortest = least_plan(priced.levels, floor, ceiling, priced.target)
        fixed = floor if shortest is None else shortest
    return _fill(priced, fixed)


def _reach_target(priced: Priced, net: np.ndarray, visits: np.ndarray) -> np.ndarray:
    """Add visits to prospects until the target is reached, where it costs least per visit."""
    rows = np.flatnonzero(priced.levels.is_prospect)
    visits, level = visits.copy(), np.arange(net.shape[1])
    levels = priced.levels.take(rows)
    while (lacking := priced.target - levels.total_target_parts(visits[rows])) > 0:
        more = levels.more_target_parts(visits[rows])
        loss = net[rows, visits[rows]][:, None] - net[rows]
        useful = np.clip(more, 1, lacking)
        loss = np.where((more > 0) & np.isfinite(loss), loss / useful, np.inf)
        best = int(np.argmin(steady(loss)))
        if not np.isfinite(loss.flat[best]):
            break
        visits[rows[best // len(level)]] = best % len(level)
    return visits


def _fit_hours(priced: Priced, net: np.ndarray, visits: np.ndarray) -> np.ndarray:
    """Take visits away until the hours fit, where it costs least per hour, the target kept."""
    visits, level = visits.copy(), np.arange(net.shape[1])
    row = np.arange(len(visits))
    slack = room(priced.available)
    levels = priced.levels
    while (excess := levels.total_hours(visits) - priced.available) > slack:
        surplus = levels.total_target_parts(visits) - priced.target
        loss = net[row, visits][:, None] - net
        open_ = (level < visits[:, None]) & np.isfinite(loss)
        open_ &= ~levels.is_prospect[:, None] | (-levels.more_target_parts(visits) <= surplus)
        freed = np.minimum(-levels.more_hours(visits), excess)
        loss = np.where(open_, loss / np.where(open_, freed, 1.0), np.inf)
        best = int(np.argmin(steady(loss)))
        if not np.isfinite(loss.flat[best]):
            break
        visits[best // len(level)] = best % len(level)
    return visits


def _fill(priced: Priced, visits: np.ndarray) -> np.ndarray:
    """Spend the hours left on whatever gains most and fits."""
    visits, level = visits.copy(), np.arange(priced.value.shape[1])
    row = np.arange(len(visits))
    left = priced.available - priced.levels.total_hours(visits) + room(priced.available)
    while True:
        gain = priced.value - priced.value[row, visits][:, None]
        more_hours = priced.levels.more_hours(visits)
        fits = (level > visits[:, None]) & (more_hours <= left)
        gain = steady(np.where(fits, gain, 0.0))
        best = int(np.argmax(gain))
        if gain.flat[best] <= 0:
            return visits
        account, to = divmod(best, len(level))
        left -= float(more_hours[account, to])
        visits[account] = to
