"""The fewest hours in which floors and the prospect target can be kept."""

import numpy as np

from solver.value.levels import Levels


def least_plan(levels: Levels, floor: np.ndarray, ceiling: np.ndarray, target: int) -> np.ndarray | None:
    """Return the levels with the fewest hours that keep floors and prospect target.

    Parameters
    ----------
    levels : Levels
    floor, ceiling : ndarray of int, shape (n,)
    target : int
        Fewest visits to prospects, in twentieths of a visit.

    Returns
    -------
    ndarray of int, shape (n,), or None
        None where no hours would do.
    """
    plan = floor.astype(np.int64)
    lacking = target - levels.total_target_parts(plan)
    if lacking <= 0:
        return plan
    rows = np.flatnonzero(levels.is_prospect)
    alike = levels.even and len(np.unique(levels.parts_per_visit[rows])) <= 1
    add = _shortest_visits if alike else _cheapest_levels
    return add(levels, plan, ceiling, rows, lacking)


def short_plan_hours(levels: Levels, floor: np.ndarray, ceiling: np.ndarray, target: int) -> float:
    """Return the hours of one plan that keeps floors and target, quick to find and often the least.

    Visits to prospects, those that take the fewest hours for what they count first; infinite where that finds
    no plan.
    """
    lacking, hours = target - levels.total_target_parts(floor), levels.total_hours(floor)
    if lacking <= 0:
        return hours
    rows = np.flatnonzero(levels.is_prospect)
    if not levels.even or not len(rows):
        return float("inf")
    each, parts = levels.hours_per_visit[rows], levels.parts_per_visit[rows]
    order = np.argsort(each / np.maximum(parts, 1), kind="stable")
    spare = (ceiling - floor)[rows][order]
    reached = np.cumsum(spare * parts[order])
    if reached[-1] < lacking:
        return float("inf")
    last = int(np.argmax(reached >= lacking))
    before = int(reached[last - 1]) if last else 0
    taken = -(-(lacking - before) // int(parts[order][last]))
    return hours + float((spare * each[order])[:last].sum() + taken * each[order][last])


def _shortest_visits(
    levels: Levels, plan: np.ndarray, ceiling: np.ndarray, rows: np.ndarray, lacking: int
) -> np.ndarray | None:
    """All visits count alike, and each costs the hours of the one before: the shortest fill the target."""
    rows = rows[np.argsort(levels.hours_per_visit[rows], kind="stable")]
    visits = -(-lacking // int(levels.parts_per_visit[rows].max(initial=1)))
    spare = (ceiling - plan)[rows]
    taken = np.diff(np.minimum(np.cumsum(spare), visits), prepend=0)
    plan[rows] += taken
    return plan if taken.sum() == visits else None


def _cheapest_levels(
    levels: Levels, plan: np.ndarray, ceiling: np.ndarray, rows: np.ndarray, lacking: int
) -> np.ndarray | None:
    """Levels of all sorts: the fewest hours for whatever is still lacking, account by account."""
    hours, made = levels.more_hours(plan), levels.more_target_parts(plan)
    lack = np.arange(lacking + 1)
    least = np.where(lack == 0, 0.0, np.inf)
    trail = []
    for row in rows.tolist():
        open_ = np.arange(plan[row], ceiling[row] + 1)
        before = np.maximum(lack - made[row, open_, None], 0)
        spent = least[before] + hours[row, open_, None]
        best = np.argmin(spent, axis=0)
        least = spent[best, lack]
        trail.append((row, open_[best], before[best, lack]))
    if not np.isfinite(least[lacking]):
        return None
    for row, level, before in reversed(trail):
        plan[row], lacking = level[lacking], before[lacking]
    return plan
