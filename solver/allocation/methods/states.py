"""The states of the exact search, compiled: what one account more makes of them, and which can still win.

Sorts are stable, and sums are made in the order of the formula: the same states come out on every machine,
compiled or not.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

try:
    from numba import njit
except ImportError:  # the same plans, later

    def njit(**_options: Any) -> Callable[[Any], Any]:
        """Leave a function as it is."""
        return lambda function: function


DECIMALS = 6  # of euros to choose by: prices make levels tie, and processors differ in the last bit
USED_AT_ONCE, LOOKED_AT, FEW = 4, 64, 32


class States(NamedTuple):
    """Ways to visit the accounts so far: hours, parts of the target (capped at it), and value of each."""

    hours: Any
    parts: Any
    value: Any


class Limits(NamedTuple):
    """What the search is held to: hours with and without their rounding, the target, and both prices."""

    available: float
    most_hours: float
    target: int
    hour_price: float
    target_price: float
    tolerance: float
    width: int


class Ahead(NamedTuple):
    """What the accounts still to come add once so many are settled, an entry for each such number.

    Their best net, fewest and most hours, most parts, and base levels; other prices of an hour and of a part,
    and the best net at each pair of them, a line a pair.
    """

    net: Any
    least_hours: Any
    longest_hours: Any
    most_parts: Any
    base_hours: Any
    base_parts: Any
    base_value: Any
    hour_prices: Any
    target_prices: Any
    nets: Any


class Best(NamedTuple):
    """The best plan met, the row that made it (-1: none of this step), and the most that was left out."""

    value: float
    row: int
    left_out: float


def compile_them() -> None:
    """Call what is below for the first time, on one account without hours or value."""
    one = States(np.zeros(1), np.zeros(1, np.int64), np.zeros(1))
    ahead = Ahead(**dict.fromkeys(Ahead._fields[:-1], one.hours), nets=np.zeros((1, 1)))
    next_states(one, one, Limits(0.0, 0.0, 0, 0.0, 0.0, 0.0, 1), ahead, 0, Best(0.0, -1, 0.0))


@njit(cache=True)
def next_states(
    before: States, levels: States, limits: Limits, ahead: Ahead, after: int, best: Best
) -> tuple[Any, States, Best]:
    """Return the rows kept of all pairs of level and state, their states, and the best plan so far.

    So many accounts are settled after it. Rows go level by level: row r is level r // n of state r % n.
    """
    states = _grown(before, levels, limits.target)
    value, row = _completed(states, limits, ahead, after, best.value)
    reach = _reach(states, limits, ahead, after)
    rows = _able(states, limits, ahead, after, reach, value)
    rows = _within_reach(rows, states, limits, ahead, after, value)
    rows = _unbeaten(_in_order(rows, states), states)
    left_out = best.left_out
    if len(rows) > limits.width:
        ranked = rows[np.argsort(-_steady(reach[rows]), kind="mergesort")]
        left_out = max(left_out, reach[ranked[limits.width]])
        rows = np.sort(ranked[: limits.width])
    kept = States(states.hours[rows], states.parts[rows], states.value[rows])
    return rows, kept, Best(value, row, left_out)


@njit(cache=True)
def _steady(euros: Any) -> Any:
    return np.rint(euros * 10.0**DECIMALS) / 10.0**DECIMALS


@njit(cache=True)
def _grown(before: States, levels: States, target: int) -> States:
    """Give every state every level of one account more."""
    number = len(before.hours)
    hours = np.empty(number * len(levels.hours))
    value = np.empty(len(hours))
    parts = np.empty(len(hours), np.int64)
    row = 0
    for level in range(len(levels.hours)):
        for state in range(number):
            hours[row] = levels.hours[level] + before.hours[state]
            parts[row] = min(levels.parts[level] + before.parts[state], target)
            value[row] = levels.value[level] + before.value[state]
            row += 1
    return States(hours, parts, value)


@njit(cache=True)
def _completed(states: States, limits: Limits, ahead: Ahead, after: int, best: float) -> tuple[float, int]:
    """Finish every state with the base levels to come; return the best value and its row, else -1."""
    found, row, chosen_by = -np.inf, -1, -np.inf
    for i in range(len(states.hours)):
        if states.hours[i] + ahead.base_hours[after] > limits.most_hours:
            continue
        if states.parts[i] + ahead.base_parts[after] < limits.target:
            continue
        total = states.value[i] + ahead.base_value[after]
        by = _steady(total)
        if by > chosen_by:
            found, row, chosen_by = total, i, by
    return (found, row) if found > best + limits.tolerance else (best, -1)


@njit(cache=True)
def _reach(states: States, limits: Limits, ahead: Ahead, after: int) -> Any:
    """Return the most that each state can come to, at the best prices."""
    reach = np.empty(len(states.hours))
    spent = limits.hour_price * limits.available
    asked = limits.target_price * limits.target
    for i in range(len(reach)):
        idle = max(limits.available - states.hours[i] - ahead.longest_hours[after], 0.0)
        net = states.value[i] - limits.hour_price * (states.hours[i] + idle)
        net += limits.target_price * states.parts[i]
        reach[i] = net + (ahead.net[after] + spent) - asked
    return reach


@njit(cache=True)
def _able(states: States, limits: Limits, ahead: Ahead, after: int, reach: Any, best: float) -> Any:
    """Return the rows that can still win, and keep hours and target."""
    rows = np.empty(len(reach), np.int64)
    count = 0
    for i in range(len(reach)):
        if (
            reach[i] > best + limits.tolerance
            and states.hours[i] + ahead.least_hours[after] <= limits.most_hours
            and states.parts[i] + ahead.most_parts[after] >= limits.target
        ):
            rows[count] = i
            count += 1
    return rows[:count]


@njit(cache=True)
def _within_reach(rows: Any, states: States, limits: Limits, ahead: Ahead, after: int, best: float) -> Any:
    """Leave out rows that cannot win at other prices either: those that bound a few of them best."""
    if len(rows) <= FEW:
        return rows
    lowest = np.zeros(len(ahead.hour_prices), np.int64)
    for looked_at in range(0, len(rows), max(1, len(rows) // LOOKED_AT)):
        i, closest, least = rows[looked_at], 0, np.inf
        for pair in range(len(lowest)):
            bound = _steady(_at_prices(i, pair, states, limits, ahead, after))
            if bound < least:
                closest, least = pair, bound
        lowest[closest] += 1
    for pair in np.argsort(-lowest, kind="mergesort")[:USED_AT_ONCE]:
        count = 0
        for i in rows:
            if _at_prices(i, pair, states, limits, ahead, after) > best + limits.tolerance:
                rows[count] = i
                count += 1
        rows = rows[:count]
    return rows


@njit(cache=True)
def _at_prices(row: int, pair: int, states: States, limits: Limits, ahead: Ahead, after: int) -> float:
    """Return the most that a state can come to at one pair of prices."""
    left = states.value[row] + (limits.available - states.hours[row]) * ahead.hour_prices[pair]
    lacking = (states.parts[row] - limits.target) * ahead.target_prices[pair]
    return left + (lacking + ahead.nets[pair, after])


@njit(cache=True)
def _sooner(row: int, other: int, states: States) -> bool:
    """Whether a row stands before another: fewer parts of the target, then fewer hours."""
    if states.parts[row] != states.parts[other]:
        return states.parts[row] < states.parts[other]
    return states.hours[row] < states.hours[other]


@njit(cache=True)
def _in_order(rows: Any, states: States) -> Any:
    """Sort rows by parts and hours, ties as they stand, by merging the runs that are in order already."""
    here, there = rows.copy(), np.empty_like(rows)
    ends = np.zeros(len(rows) + 1, np.int64)
    runs = 0
    for i in range(1, len(rows) + 1):
        if i == len(rows) or _sooner(here[i], here[i - 1], states):
            runs += 1
            ends[runs] = i
    while runs > 1:
        merged = 0
        for run in range(0, runs, 2):
            low, middle, high = ends[run], ends[run + 1], ends[min(run + 2, runs)]
            left, right = low, middle
            for place in range(low, high):
                if left < middle and (right == high or not _sooner(here[right], here[left], states)):
                    there[place] = here[left]
                    left += 1
                else:
                    there[place] = here[right]
                    right += 1
            merged += 1
            ends[merged] = high
        runs = merged
        here, there = there, here
    return here


@njit(cache=True)
def _unbeaten(rows: Any, states: States) -> Any:
    """Leave out rows that another with the same parts beats in both hours and value."""
    kept = np.empty_like(rows)
    count, most = 0, -np.inf
    for row in rows:
        same_parts = count > 0 and states.parts[row] == states.parts[kept[count - 1]]
        if same_parts and states.value[row] <= most:
            continue
        most = states.value[row]
        # Of states with the same hours and parts the last one left is the best.
        if same_parts and states.hours[row] == states.hours[kept[count - 1]]:
            count -= 1
        kept[count] = row
        count += 1
    return kept[:count]
