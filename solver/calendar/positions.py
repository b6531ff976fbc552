"""Where a visit fits into a day of the compiled search, and what it costs there."""

from typing import Any

from numba import njit

from solver.calendar.arrays import Plan
from solver.calendar.tours import NOWHERE

NEVER = 1 << 60


@njit
def overtime_cost(day: Any, work: int) -> int:
    """Return what so much work costs on a day for what exceeds its usual capacity."""
    return max(work - day.usual, 0) * day.dear // 100


@njit
def opened(plan: Plan, d: int, v: int, moment: int) -> int:
    """Return when a visit may start that is reached at a moment of a day, `NEVER` where that is too late."""
    if plan.visits[v].opening < 0:
        return moment
    row = plan.visits[v].opening + plan.days[d].weekday
    for i in range(plan.opening.shape[1]):
        if moment <= plan.opening[row, i, 1]:
            return max(moment, plan.opening[row, i, 0])
    return NEVER


@njit
def back_home(plan: Plan, d: int, v: int, position: int, lunch_before: int) -> tuple[int, int]:
    """Return when the rep leaves and is back with one visit more and, at most, lunch before one of the stops.

    Twice `NEVER` where an agreed start would be missed, or a visit found closed.
    """
    day = plan.days[d]
    moment = leaves = day.begin if day.begin >= 0 else day.leaves
    here = day.start
    for i in range(day.count + 1):
        w = v if i == position else plan.stops[d, i - (i > position)]
        visit = plan.visits[w]
        leg = plan.grid[here, visit.place]
        moment += leg
        if i == lunch_before:
            moment += plan.clock[1]
        if visit.clock >= 0:
            if moment > visit.clock + visit.leeway:
                return NEVER, NEVER
            moment = max(moment, visit.clock - visit.leeway)
        else:
            moment = opened(plan, d, w, moment)
            if moment == NEVER:
                return NEVER, NEVER
        if i == 0:
            leaves = moment - leg
        moment += visit.slots
        here = visit.place
    if lunch_before > day.count:
        moment += plan.clock[1]
    return leaves, moment + plan.grid[here, day.end]


@njit
def keeps_times(plan: Plan, d: int, v: int, position: int) -> bool:
    """Whether a day with one visit more keeps slots, agreed times, opening hours, lunch and field hours."""
    day, visit = plan.days[d], plan.visits[v]
    if day.begin < 0 and day.timed == 0 and visit.opening < 0:
        here = day.start if position == 0 else plan.visits[plan.stops[d, position - 1]].place
        there = day.end if position == day.count else plan.visits[plan.stops[d, position]].place
        detour = plan.grid[here, visit.place] + plan.grid[visit.place, there] - plan.grid[here, there]
        return day.slots + detour + visit.slots <= day.field
    begin = day.begin if day.begin >= 0 else day.leaves
    lunch, length = plan.clock
    leaves, home = back_home(plan, d, v, position, -1)
    if (home <= lunch + length or leaves >= lunch) and home <= begin + day.field:
        return True
    for stop in range(day.count + 2):
        if back_home(plan, d, v, position, stop)[1] <= begin + day.field + length:
            return True
    return False


@njit
def insertion(plan: Plan, v: int, d: int, in_time: bool) -> tuple[int, int]:
    """Return cost and position of the cheapest insertion into a day, `NEVER` without room; in time or not."""
    visit, day, travel = plan.visits[v], plan.days[d], plan.travel
    room = min(day.capacity - day.on_site - visit.seconds, day.most_driving) - day.driving
    best, best_position = NEVER, NOWHERE
    if room < 0 or day.count == plan.stops.shape[1] or day.load + visit.load > day.load_capacity:
        return best, best_position
    here = day.start
    for i in range(day.count + 1):
        there = day.end if i == day.count else plan.visits[plan.stops[d, i]].place
        between = travel[here, there] if day.count > 0 else 0
        detour = travel[here, visit.place] + travel[visit.place, there] - between
        work = day.driving + day.on_site + visit.seconds + detour
        cost = detour + overtime_cost(day, work) - day.over
        if detour <= room and cost < best and (not in_time or keeps_times(plan, d, v, i)):
            best, best_position = cost, i
        here = there
    return best, best_position
