"""Ruin and recreate, compiled: a rep's tours as arrays of whole numbers, some ten microseconds a round.

The model is that of `solver.calendar.tours`, which stays the reference: the same visits, windows, slots,
agreed times and costs, to the second. There is no fraction in here, and no library's random numbers: the
same input gives the same tours on every machine.

References
----------
Christiaens, J. and Vanden Berghe, G. (2020). Slack induction by string removals for vehicle routing
problems. *Transportation Science* 54(2): removal of strings of neighbouring stops.
Kirkpatrick, S., Gelatt, C. D. and Vecchi, M. P. (1983). Optimization by simulated annealing. *Science* 220.
Steele, G., Lea, D. and Flood, C. (2014). Fast splittable pseudorandom number generators. *OOPSLA*.
"""

from typing import Any

import numpy as np
from numba import njit

from solver.calendar.arrays import CHANGED, COST, OUT, STATES, STEPS, Plan, Schedule
from solver.calendar.positions import NEVER, insertion, keeps_times, overtime_cost
from solver.calendar.territory import HOME
from solver.calendar.tours import NOWHERE

ANY_DAY = -1  # as bits
LEFT_OUT_TRIED = 3


@njit
def draw(random: Any, below: int) -> int:
    """Draw a whole number from 0 up to a limit, by splitmix64."""
    random[0] += np.uint64(0x9E3779B97F4A7C15)
    z = random[0]
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z ^= z >> np.uint64(31)
    return int(((z >> np.uint64(32)) * np.uint64(below)) >> np.uint64(32))


@njit
def redraw(plan: Plan, d: int) -> None:
    """Bring the sums of a day in line with its stops, and the cost with its driving."""
    day = plan.days[d]
    driving = on_site = slots = load = timed = 0
    here = day.start
    for i in range(day.count):
        visit = plan.visits[plan.stops[d, i]]
        driving += plan.travel[here, visit.place]
        slots += plan.grid[here, visit.place] + visit.slots
        on_site += visit.seconds
        load += visit.load
        timed += visit.opening >= 0
        here = visit.place
    if day.count > 0:  # nobody drives on a day without a visit
        driving += plan.travel[here, day.end]
    over = overtime_cost(day, driving + on_site) if day.count > 0 else day.idle
    plan.now[COST] += driving - day.driving + over - day.over
    day.driving, day.over = driving, over
    day.slots = slots + plan.grid[here, day.end]
    day.on_site, day.load, day.timed = on_site, load, timed
    plan.now[STATES] += 1
    plan.states[d] = plan.now[STATES]


@njit
def remember(plan: Plan, d: int) -> None:
    """Keep a day as it is before it changes for the first time in a round."""
    day = plan.days[d]
    if day.kept >= 0:
        return
    day.kept, day.state = day.count, plan.states[d]
    for i in range(day.count):
        plan.kept[d, i] = plan.stops[d, i]
    plan.changed[plan.now[CHANGED]] = d
    plan.now[CHANGED] += 1


@njit
def count_in(plan: Plan, v: int, d: int) -> None:
    """Enter a visit of a day in the books: one more of its place, its prize won."""
    visit = plan.visits[v]
    place = plan.places[visit.place]
    visit.day = d
    plan.now[COST] += plan.irregularity[visit.irregular + d] - plan.prizes[place.prize + place.placed]
    place.placed += 1


@njit
def count_out(plan: Plan, v: int) -> None:
    """Strike a visit from the books."""
    visit = plan.visits[v]
    place = plan.places[visit.place]
    place.placed -= 1
    plan.now[COST] += plan.prizes[place.prize + place.placed] - plan.irregularity[visit.irregular + visit.day]
    visit.day = NOWHERE


@njit
def insert(plan: Plan, v: int, d: int, position: int) -> None:
    """Put a visit into a day."""
    remember(plan, d)
    day = plan.days[d]
    for i in range(day.count, position, -1):
        plan.stops[d, i] = plan.stops[d, i - 1]
    plan.stops[d, position] = v
    day.count += 1
    count_in(plan, v, d)
    redraw(plan, d)


@njit
def remove(plan: Plan, d: int, start: int, end: int) -> None:
    """Take a run of stops out of a day, agreed visits excepted."""
    remember(plan, d)
    left = 0
    for i in range(plan.days[d].count):
        v = plan.stops[d, i]
        if start <= i < end and not plan.visits[v].fixed:
            count_out(plan, v)
            plan.out[plan.now[OUT]] = v
            plan.now[OUT] += 1
        else:
            plan.stops[d, left] = v
            left += 1
    plan.days[d].count = left
    redraw(plan, d)


@njit
def undo(plan: Plan, cost: int) -> None:
    """Return to the state before the round."""
    for c in range(plan.now[CHANGED]):
        d = plan.changed[c]
        for i in range(plan.days[d].count):
            count_out(plan, plan.stops[d, i])
    for c in range(plan.now[CHANGED]):
        d = plan.changed[c]
        plan.days[d].count = plan.days[d].kept
        for i in range(plan.days[d].count):
            plan.stops[d, i] = plan.kept[d, i]
            count_in(plan, plan.stops[d, i], d)
        redraw(plan, d)
        plan.states[d] = plan.days[d].state
    plan.now[COST] = cost


@njit
def window(plan: Plan, v: int) -> tuple[int, int]:
    """Return the days a visit may take, given where its neighbours in time stand."""
    visit = plan.visits[v]
    low, high = visit.first, visit.last
    if visit.before >= 0 and plan.visits[visit.before].day >= 0:
        date = plan.days[plan.visits[visit.before].day].date + visit.gap
        low = max(low, plan.day_from[min(date, len(plan.day_from) - 1)])
    if visit.after >= 0 and plan.visits[visit.after].day >= 0:
        date = plan.days[plan.visits[visit.after].day].date - visit.gap
        high = min(high, plan.day_from[max(date + 1, 0)])
    return low, high


@njit(inline="always")
def on_day(plan: Plan, v: int, d: int) -> tuple[int, int]:
    """Return cost and position of the cheapest insertion into a day, times not looked at.

    What was found for visits alike holds while the stops of the day do.
    """
    known = plan.known[plan.visits[v].like, d]
    if known[0] != plan.states[d]:
        known[0], known[3] = plan.states[d], 0
        known[1], known[2] = insertion(plan, v, d, False)
    return known[1], known[2]


@njit
def days_in_combination(plan: Plan, v: int) -> int:
    """Return as bits the days left of the combinations that a visit leaves to the others of its place.

    With others still to come, those of the cheapest combination alone: the days that are cheapest one by one
    may lead to none, or to a dear one.
    """
    place, taken, free, able = plan.places[plan.visits[v].place], 0, 0, 0
    if place.combination == place.combinations_end:
        return ANY_DAY
    for other in range(place.visit, place.visits_end):
        if plan.visits[other].day >= 0:
            taken |= 1 << plan.days[plan.visits[other].day].bit
    for c in range(place.combination, place.combinations_end):
        if plan.combinations[c] & taken == taken:
            free |= plan.combinations[c] & ~taken
            able += 1
    if able < 2 or place.placed + 1 == place.visits_end - place.visit:
        return free
    for bit in range(len(plan.of_bit)):
        plan.of_bit[bit] = NEVER
    for d in range(len(plan.days)):
        bit = plan.days[d].bit
        if (free >> bit) & 1:
            plan.of_bit[bit] = min(plan.of_bit[bit], on_day(plan, v, d)[0])
    return cheapest_combination(plan, place, taken, free)


@njit
def cheapest_combination(plan: Plan, place: Any, taken: int, free: int) -> int:
    """Return the days left of the combination whose days are cheapest together, all free ones without one."""
    least = NEVER
    for c in range(place.combination, place.combinations_end):
        left, cost = plan.combinations[c] & ~taken, 0
        if plan.combinations[c] & taken != taken:
            continue
        for bit in range(len(plan.of_bit)):
            if (left >> bit) & 1:
                cost = min(cost + plan.of_bit[bit], NEVER)
        if cost < least:
            least, free = cost, left
    return free


@njit
def cheapest(plan: Plan, v: int) -> tuple[int, int, int]:
    """Return cost, day and position of the cheapest insertion; the cost is `NEVER` where there is no room.

    Times, dear to check, come last.
    """
    visit = plan.visits[v]
    known = plan.known[visit.like]
    low, high = window(plan, v)
    bits = days_in_combination(plan, v)
    best, on, position = NEVER, NOWHERE, NOWHERE
    for d in range(low, high):
        off = plan.irregularity[visit.irregular + d]
        if off >= best or (bits != ANY_DAY and (bits >> plan.days[d].bit) & 1 == 0):
            continue
        on_day(plan, v, d)
        if known[d, 1] + off < best and known[d, 3] == 0:
            known[d, 3] = 1
            if known[d, 1] < NEVER and not keeps_times(plan, d, v, known[d, 2]):
                known[d, 1], known[d, 2] = insertion(plan, v, d, True)
        if known[d, 1] + off < best:
            best, on, position = known[d, 1] + off, d, known[d, 2]
    return best, on, position


@njit
def recreate(plan: Plan) -> None:
    """Put the visits that are out where they are cheapest, if that is worth the detour."""
    for i in range(plan.now[OUT]):
        v = plan.out[i]
        place = plan.places[plan.visits[v].place]
        cost, d, position = cheapest(plan, v)
        if d != NOWHERE and cost < plan.prizes[place.prize + place.placed]:
            insert(plan, v, d, position)


@njit
def ruin_strings(plan: Plan, place: int, around: int, span: int, largest: int) -> None:
    """Take strings of stops out of days that pass near a place at about the same time of the year."""
    wanted = plan.now[OUT] + 2 + draw(plan.random, largest - 1)
    for near in plan.nearby[place]:
        for v in range(plan.places[near].visit, plan.places[near].visits_end):
            d = plan.visits[v].day
            if d < 0 or plan.visits[v].fixed or plan.days[d].kept >= 0 or abs(d - around) > span:
                continue
            count = plan.days[d].count
            length = 1 if draw(plan.random, 2) else 1 + draw(plan.random, count)
            stop = 0
            while plan.stops[d, stop] != v:
                stop += 1
            start = max(0, min(stop - draw(plan.random, length), count - length))
            remove(plan, d, start, start + length)
            if plan.now[OUT] >= wanted:
                return


@njit
def ruin_accounts(plan: Plan, place: int, around: int, span: int, schedule: Schedule) -> None:
    """Take all visits of some neighbouring accounts out, near a day: they may then move together."""
    wanted = 1 + draw(plan.random, schedule.most_accounts)
    for near in plan.nearby[place]:
        if near == HOME or (near != place and draw(plan.random, 10) < 3):
            continue
        for v in range(plan.places[near].visit, plan.places[near].visits_end):
            d = plan.visits[v].day
            if d < 0 or plan.visits[v].fixed or abs(d - around) > 2 * span:
                continue
            stop = 0
            while plan.stops[d, stop] != v:
                stop += 1
            remove(plan, d, stop, stop + 1)
        wanted -= 1
        if wanted == 0 or plan.now[OUT] >= 3 * schedule.largest_ruin:
            return


@njit
def try_left_out(plan: Plan) -> None:
    """Take up a few of the visits that have no day before the ruin."""
    count = 0
    for v in plan.movable:
        if plan.visits[v].day == NOWHERE:
            plan.out[count] = v
            count += 1
    plan.now[OUT] = min(count, LEFT_OUT_TRIED)
    for i in range(plan.now[OUT]):
        other = i + draw(plan.random, count - i)
        plan.out[i], plan.out[other] = plan.out[other], plan.out[i]


@njit
def put_in_order(plan: Plan, by: int) -> None:
    """Order the visits out: far from home first (by 0 to 3), narrow window (4, 5), dear (6), at random."""
    out, keys = plan.out, plan.keys
    for i in range(plan.now[OUT]):
        v, visit = out[i], plan.visits[out[i]]
        place = plan.places[visit.place]
        key = 0
        if by < 4:
            key = -plan.travel[HOME, visit.place]
        elif by < 6:
            key = visit.last - visit.first
        elif by < 7:
            key = -plan.prizes[place.prize + place.placed]
        key = key * STEPS + draw(plan.random, STEPS)
        j = i
        while j > 0 and keys[j - 1] > key:
            keys[j], out[j] = keys[j - 1], out[j - 1]
            j -= 1
        keys[j], out[j] = key, v


@njit
def begin(plan: Plan) -> None:
    """Work out the cost of what is placed, then place every visit, the narrowest windows first."""
    for d in range(len(plan.days)):
        for i in range(plan.days[d].count):
            count_in(plan, plan.stops[d, i], d)
        redraw(plan, d)
    for v in plan.movable:
        if plan.visits[v].day == NOWHERE:
            plan.out[plan.now[OUT]] = v
            plan.now[OUT] += 1
    put_in_order(plan, 4)
    recreate(plan)
    next_round(plan)


@njit
def next_round(plan: Plan) -> None:
    """Take the state as it is for the one to return to."""
    for c in range(plan.now[CHANGED]):
        plan.days[plan.changed[c]].kept = -1
    plan.now[CHANGED] = plan.now[OUT] = 0


@njit
def note(plan: Plan) -> None:
    """Write down the tours as they are."""
    for d in range(len(plan.days)):
        plan.counts[d] = plan.days[d].count
        for i in range(plan.counts[d]):
            plan.best[d, i] = plan.stops[d, i]


# Makes no array and needs no Python: half of the time without counts of references, and reps side by side.
@njit(cache=True, nogil=True, _nrt=False)
def improve(plan: Plan, schedule: Schedule) -> int:
    """Ruin and recreate under a falling temperature; leave the best tours met in the plan, return their cost.

    The prizes of all visits are in the cost at the start; agreed visits stand in `stops`.
    """
    now, random = plan.now, plan.random
    begin(plan)
    least = now[COST]
    note(plan)
    rounds = schedule.rounds if len(plan.movable) > 0 else 0
    for turn in range(rounds):
        before = now[COST]
        seed = plan.visits[plan.movable[draw(random, len(plan.movable))]]
        around = seed.day if seed.day >= 0 else (seed.first + seed.last) // 2
        span = schedule.spans[draw(random, len(schedule.spans))]
        try_left_out(plan)
        if draw(random, STEPS) < schedule.account_chance:
            ruin_accounts(plan, seed.place, around, span, schedule)
        else:
            ruin_strings(plan, seed.place, around, span, schedule.largest_ruin)
        put_in_order(plan, draw(random, 10))
        recreate(plan)
        temperature = schedule.temperatures[turn * STEPS // rounds]
        worse = temperature * schedule.thresholds[draw(random, STEPS)] // (STEPS * STEPS)
        if now[COST] > before + worse:
            undo(plan, before)
        elif now[COST] < least:
            least = now[COST]
            note(plan)
        next_round(plan)
    return int(least)
