"""The tours of one rep while they are being built: insert a visit, take it out, know what it costs.

The reference of the compiled search (`solver.calendar.kernel`), which counts the same cost, and the answer to
what-if questions on finished tours. The cheapest insertion of a visit over all the days of its window is one
numpy expression on padded arrays (days x positions).
"""

import math
from bisect import bisect_left, bisect_right
from collections import Counter
from itertools import pairwise

import numpy as np

from solver.calendar.clock import Opening, Shift, start_times, times_as_agreed
from solver.calendar.territory import FORBIDDEN, HOME, LATE_SECONDS, MUST, TOO_SOON, Territory, round_up

NOWHERE = -1
IMPOSSIBLE = 10**9
MOST_STOPS = 24


class Tours:
    """Days of a territory with their stops in order.

    Parameters
    ----------
    territory : Territory
        The visits to place and the days to hold them; agreed visits are placed at once.

    Attributes
    ----------
    stops : list of list of int
        Occurrences of each day, in driving order.
    day_of : list of int
        Day of each occurrence, `NOWHERE` while it has none.
    place, seconds, fixed, leeways : list
        Of each occurrence: row in the travel matrix, time on site, whether its date is agreed, and by how
        much it may start earlier or later than agreed.
    slots : list of int
        Time on site of each occurrence, rounded up to slots.
    gap : list of int
        Fewest days between an occurrence and its neighbours in time; `has_before` and `has_after` say which
        it has.
    irregularity : list of ndarray
        What each day of its window costs an occurrence for lying away from the ideal date, for not being
        wished for or for a rule that bars it.
    openings : list of tuple, optional
        For each weekday when a visit of the occurrence may start; at any time where there are none.
    first, last : list of int
        Window of each occurrence as indices of days, the last one excluded.
    from_home : list of int
        Drive from home to each occurrence.
    driving : list of int
        Driving seconds of each day, home and back.
    over_cost : list of int
        What the overtime of each day costs, or that there is no visit on it beside a night.
    cost : int
        Driving, overtime, irregularity and the prizes of the visits left out, in seconds.
    """

    def __init__(self, territory: Territory) -> None:
        self.territory = territory
        occurrences = territory.occurrences
        self.place = [occurrence.place for occurrence in occurrences]
        self.seconds = [occurrence.seconds for occurrence in occurrences]
        self.slots = round_up(np.array(self.seconds, dtype=np.int64), territory.slot_seconds).tolist()
        self.fixed = [occurrence.fixed for occurrence in occurrences]
        self.leeways = [occurrence.leeway for occurrence in occurrences]
        self.travel = territory.travel
        self.from_home = [int(self.travel[HOME, place]) for place in self.place]
        self._travel_to = np.ascontiguousarray(self.travel.T)
        self._travel_rows: list[list[int]] = self.travel.tolist()
        self._grid_rows: list[list[int]] = round_up(territory.travel, territory.slot_seconds).tolist()
        self.gap = [max(math.ceil(territory.spacing_share * o.gap_days), o.least_gap) for o in occurrences]
        self.openings = [
            territory.rules[o.place].starts if o.place in territory.rules and not o.fixed else None
            for o in occurrences
        ]
        same_as_next = [here == there for here, there in pairwise(self.place)]
        self.has_before, self.has_after = [False, *same_as_next], [*same_as_next, False]
        self.first = [bisect_left(territory.days, o.first_day) for o in occurrences]
        self.last = [bisect_right(territory.days, o.last_day) for o in occurrences]
        self.irregularity = [self._irregularity_of(i) for i in range(len(occurrences))]

        days = len(territory.days)
        self.width = self._most_stops() + 1
        self._before = np.zeros((days, self.width), dtype=np.int64)
        self._after = np.zeros((days, self.width), dtype=np.int64)
        self._leg = np.full((days, self.width), -IMPOSSIBLE, dtype=np.int64)
        self._room = np.array(territory.capacity, dtype=np.int64)
        self._drive_room = np.full(days, territory.most_driving, dtype=np.int64)
        self._slot_room = list(territory.field_seconds)
        self._overtime = np.array(territory.overtime or [0] * days, dtype=np.int64)
        self._has_dear_days = bool(territory.overtime or territory.nights)
        self.over_cost = [0] * days
        self._rows = np.arange(days)
        self.stops: list[list[int]] = [[] for _ in range(days)]
        self.day_of = [NOWHERE] * len(occurrences)
        self.driving = [0] * days
        self._by_clock = [False] * days
        self.placed = [0] * len(territory.travel)
        self.shifts: dict[int, Shift] = {}
        self.cost = sum(sum(prizes) for prizes in territory.prizes)
        self._changed: dict[int, list[int]] = {}
        self._marked_cost = self.cost
        for day in range(days):
            self._redraw(day)
        self._place_agreed()

    def cheapest(self, visit: int) -> tuple[int, int, int] | None:
        """Return cost, day and position of the cheapest insertion, or None where there is no room."""
        low, high = self.window(visit)
        if low >= high:
            return None
        cost, position = self._insertions(visit, low, high)
        while True:
            best = int(cost.argmin())
            if cost[best] >= IMPOSSIBLE:
                return None
            day = low + best
            option = self._option(visit, int(cost[best]), day, int(position[best]))
            if option is not None and option[0] <= cost[best]:
                return option
            cost[best] = IMPOSSIBLE if option is None else option[0]

    def options(self, visit: int, low: int, high: int) -> list[tuple[int, int, int]]:
        """Return cost, day and position of the insertion into each day from `low` to `high` with room."""
        if low >= high:
            return []
        cost, position = self._insertions(visit, low, high)
        found = (
            self._option(visit, int(cost[day - low]), day, int(position[day - low]))
            for day in range(low, high)
            if cost[day - low] < IMPOSSIBLE
        )
        return [option for option in found if option is not None]

    def fits_alone(self, visit: int, low: int, high: int) -> bool:
        """Whether a day from `low` to `high` that no rule bars could hold the visit and nothing else."""
        cost = self.irregularity[visit][low - self.first[visit] : high - self.first[visit]]
        return any(
            self.fits(day, [visit])
            for day, off in zip(range(low, high), cost, strict=True)
            if off < FORBIDDEN
        )

    def fits(self, day: int, stops: list[int]) -> bool:
        """Whether a day could hold these stops in this order."""
        territory, work = self.territory, self._work(day, stops)
        driving = work - sum(self.seconds[visit] for visit in stops)
        return (
            work <= territory.capacity[day]
            and driving <= territory.most_driving
            and len(stops) <= territory.most_visits
            and self.times(day, stops) is not None
        )

    def window(self, visit: int) -> tuple[int, int]:
        """Return the days the visit may take, given where its neighbours in time stand."""
        low, high = self.first[visit], self.last[visit]
        days = self.territory.days
        if self.has_before[visit] and self.day_of[visit - 1] != NOWHERE:
            low = max(low, bisect_left(days, days[self.day_of[visit - 1]] + self.gap[visit]))
        if self.has_after[visit] and self.day_of[visit + 1] != NOWHERE:
            high = min(high, bisect_right(days, days[self.day_of[visit + 1]] - self.gap[visit]))
        return low, high

    def prize(self, visit: int) -> int:
        """Return the driving worth spending on one visit more of the account."""
        place = self.place[visit]
        return self.territory.prizes[place][self.placed[place]]

    def insert(self, visit: int, day: int, position: int) -> None:
        """Put a visit into a day."""
        self._remember(day)
        self.cost += self._irregular(visit, day) - self.prize(visit)
        self.placed[self.place[visit]] += 1
        self.day_of[visit] = day
        self.stops[day].insert(position, visit)
        self._redraw(day)

    def insert_cheapest(self, visit: int) -> None:
        """Put a visit where it is cheapest, if a day has room and it is worth the detour."""
        found = self.cheapest(visit)
        if found is not None and found[0] < self.prize(visit):
            self.insert(visit, found[1], found[2])

    def insist(self) -> None:
        """Give visits that must have a day and found none the day they were agreed for, full or not."""
        for visit, occurrence in enumerate(self.territory.occurrences):
            if occurrence.must and self.day_of[visit] == NOWHERE:
                day = bisect_left(self.territory.days, occurrence.ideal_day)
                self.insert(visit, day, len(self.stops[day]))

    def remove(self, day: int, from_stop: int, to_stop: int) -> list[int]:
        """Take a run of stops out of a day, agreed visits excepted, and return them."""
        self._remember(day)
        stops = self.stops[day]
        run = [visit for visit in stops[from_stop:to_stop] if not self.fixed[visit]]
        for visit in run:
            stops.remove(visit)
            self.placed[self.place[visit]] -= 1
            self.day_of[visit] = NOWHERE
            self.cost += self.prize(visit) - self._irregular(visit, day)
        self._redraw(day)
        return run

    def mark(self) -> None:
        """Note the present state, the one that `undo` returns to."""
        self._changed, self._marked_cost = {}, self.cost

    def undo(self) -> None:
        """Return to the state last marked."""
        for day in self._changed:
            for visit in self.stops[day]:
                self.day_of[visit] = NOWHERE
                self.placed[self.place[visit]] -= 1
        for day, stops in self._changed.items():
            self.stops[day] = stops
            for visit in stops:
                self.day_of[visit] = day
                self.placed[self.place[visit]] += 1
            self._redraw(day)
        self.cost = self._marked_cost
        self._changed = {}

    def _remember(self, day: int) -> None:
        if day not in self._changed:
            self._changed[day] = list(self.stops[day])

    def fill(self, days: list[list[int]]) -> None:
        """Put the visits of finished tours into empty ones; agreed visits are there already."""
        for day, stops in enumerate(days):
            for position, visit in enumerate(stops):
                if not self.fixed[visit]:
                    self.insert(visit, day, position)
            self.stops[day] = list(stops)
            self._redraw(day)

    def times(self, day: int, stops: list[int] | None = None) -> list[int] | None:
        """Return the clock times of a day's visits, or None when agreed times cannot be kept."""
        stops = self.stops[day] if stops is None else stops
        weekday = self.territory.weekday(day)
        openings: list[Opening | None] = [
            None if opening is None else opening[weekday] for opening in (self.openings[v] for v in stops)
        ]
        leeways = [self.leeways[visit] for visit in stops]
        return start_times(self._shift(day), *self._timetable(day, stops), openings, leeways)

    def agreed_times(self, day: int) -> list[int]:
        """Return the clock times of a day whose agreed visits leave too little time for the roads."""
        legs, on_site, clocks = self._timetable(day, self.stops[day])
        return times_as_agreed(self._shift(day), legs, on_site, clocks)

    def overfull(self, day: int) -> bool:
        """Whether driving and visits take more than the field hours of the day."""
        return self._work(day, self.stops[day]) > self.territory.longest(day)

    def overtime(self, day: int) -> int:
        """Return the seconds of a day above what it holds without overtime."""
        return self.territory.over(day, self._work(day, self.stops[day])) if self.stops[day] else 0

    def driven(self, day: int, stops: list[int]) -> int:
        """Return the driving of a day if it held these stops in this order."""
        return self._work(day, stops) - sum(self.seconds[visit] for visit in stops)

    def _insertions(self, visit: int, low: int, high: int) -> tuple[np.ndarray, np.ndarray]:
        """Cheapest insertion into each day from `low` to `high`: its cost and its position."""
        place, before, after = self.place[visit], self._before[low:high], self._after[low:high]
        detour = self._travel_to[place][before]
        detour += self.travel[place][after]
        detour -= self._leg[low:high]
        position = detour.argmin(axis=1)
        cost = detour[self._rows[: high - low], position]
        dearer = self._dearer(cost + self.seconds[visit], low, high) if self._has_dear_days else 0
        full = cost > np.minimum(self._room[low:high] - self.seconds[visit], self._drive_room[low:high])
        cost += dearer
        cost[full] = IMPOSSIBLE
        cost += self.irregularity[visit][low - self.first[visit] : high - self.first[visit]]
        return cost, position

    def _dearer(self, more: np.ndarray, low: int, high: int) -> np.ndarray:
        """Cost of the overtime that so much more work a day takes, from `low` to `high`."""
        over = more - (self._room[low:high] - self._overtime[low:high])
        cost: np.ndarray = np.maximum(over, 0) * self.territory.overtime_price // 100
        return cost - np.array(self.over_cost[low:high])

    def _option(self, visit: int, cost: int, day: int, position: int) -> tuple[int, int, int] | None:
        """Verify an insertion against slots and clock times, and move it within the day if need be."""
        if day in self.shifts or self._by_clock[day] or self.openings[visit] is not None:
            return self._cheapest_by_clock(visit, day)
        before, after = int(self._before[day, position]), int(self._after[day, position])
        grid, place = self._grid_rows, self.place[visit]
        time = grid[before][place] + grid[place][after] - grid[before][after] + self.slots[visit]
        return (cost, day, position) if time <= self._slot_room[day] else None

    def _cheapest_by_clock(self, visit: int, day: int) -> tuple[int, int, int] | None:
        """Cheapest insertion into a day in which agreed times or opening hours must be kept."""
        stops, best = self.stops[day], None
        if len(stops) >= self.width - 1:
            return None
        travel, place = self._travel_rows, self.place[visit]
        start, end = self.territory.ends_of(day)
        for position in range(len(stops) + 1):
            before = self.place[stops[position - 1]] if position else start
            after = self.place[stops[position]] if position < len(stops) else end
            between = travel[before][after] if stops else 0  # nobody drives on a day without a visit
            detour = travel[before][place] + travel[place][after] - between
            cost = detour + self._irregular(visit, day)
            if self._has_dear_days:
                on_site = sum(self.seconds[stop] for stop in [*stops, visit])
                work = self.driving[day] + detour + on_site
                cost += self.territory.overtime_cost(day, work) - self.over_cost[day]
            if best is not None and cost >= best[0]:
                continue
            if self.fits(day, [*stops[:position], visit, *stops[position:]]):
                best = (cost, day, position)
        return best

    def _timetable(self, day: int, stops: list[int]) -> tuple[list[int], list[int], list[int | None]]:
        """Legs and times on site, rounded up to slots, and agreed starts."""
        places = self._places(day, stops)
        legs = [self._grid_rows[a][b] for a, b in pairwise(places)]
        clocks = [self.territory.occurrences[visit].clock for visit in stops]
        return legs, [self.slots[visit] for visit in stops], clocks

    def _places(self, day: int, stops: list[int]) -> list[int]:
        """Return the places of a day, where it starts and ends included."""
        start, end = self.territory.ends_of(day)
        return [start, *(self.place[visit] for visit in stops), end]

    def _work(self, day: int, stops: list[int]) -> int:
        """Driving and visits of a day."""
        driving = sum(self._travel_rows[a][b] for a, b in pairwise(self._places(day, stops)))
        return driving + sum(self.seconds[visit] for visit in stops)

    def _redraw(self, day: int) -> None:
        """Bring the arrays of one day in line with its stops."""
        start, end = self.territory.ends_of(day)
        leg, before, after = [-IMPOSSIBLE] * self.width, [end] * self.width, [end] * self.width
        here, driving, on_site, slots, position = start, 0, 0, 0, 0
        self._by_clock[day] = any(self.openings[visit] is not None for visit in self.stops[day])
        for visit in self.stops[day]:
            place = self.place[visit]
            leg[position], before[position], after[position] = self._travel_rows[here][place], here, place
            driving += leg[position]
            on_site += self.seconds[visit]
            slots += self._grid_rows[here][place] + self.slots[visit]
            here = place
            position += 1
        way_home = self._travel_rows[here][end] if self.stops[day] else 0
        driving += way_home
        if position < self.width - 1:
            leg[position], before[position] = way_home, here
        else:
            leg = [-IMPOSSIBLE] * self.width
        self._before[day], self._after[day], self._leg[day] = before, after, leg
        self._room[day] = self.territory.capacity[day] - driving - on_site
        open_ = len(self.stops[day]) < self.territory.most_visits
        self._drive_room[day] = self.territory.most_driving - driving if open_ else -IMPOSSIBLE
        self._slot_room[day] = self.territory.longest(day) - slots - self._grid_rows[here][end]
        over_cost = self.territory.overtime_cost(day, driving + on_site) if self._has_dear_days else 0
        if not self.stops[day] and self._has_dear_days:
            over_cost = self.territory.idle(day)
        self.cost += driving - self.driving[day] + over_cost - self.over_cost[day]
        self.driving[day], self.over_cost[day] = driving, over_cost

    def _irregularity_of(self, visit: int) -> np.ndarray:
        """Cost of each day of the window beside the driving."""
        territory, occurrence = self.territory, self.territory.occurrences[visit]
        window = slice(self.first[visit], self.last[visit])
        days = np.array(territory.days[window], dtype=float)
        away = (days - occurrence.ideal_day) / (occurrence.gap_days / 2)
        cost = np.rint(territory.regularity_seconds * away**2).astype(np.int64)
        if self.fixed[visit]:
            return cost
        if occurrence.slack_days is not None:
            late = np.abs(days - occurrence.ideal_day) - occurrence.slack_days
            cost += LATE_SECONDS * np.ceil(np.maximum(late, 0.0)).astype(np.int64)
        cost[days < occurrence.not_before] += TOO_SOON
        if occurrence.must:
            cost -= MUST
        rules = territory.rules.get(occurrence.place)
        if rules is not None:
            for wished in rules.wished:
                cost[~wished[window]] += territory.off_day_seconds
            for barred in rules.barred.values():
                cost[barred[window]] = FORBIDDEN
        return cost

    def _irregular(self, visit: int, day: int) -> int:
        return 0 if self.fixed[visit] else int(self.irregularity[visit][day - self.first[visit]])

    def _most_stops(self) -> int:
        """Bound the stops of a day, so that the padded arrays are no wider than needed."""
        shortest = min((seconds for seconds in self.slots if seconds > 0), default=1)
        longest = max(self.territory.capacity, default=0)
        agreed = Counter(self.first[visit] for visit, fixed in enumerate(self.fixed) if fixed)
        return max(min(longest // shortest + 1, MOST_STOPS), *agreed.values(), 1)

    def _place_agreed(self) -> None:
        """Put agreed visits on their day, in the order of their times, the timeless ones where cheapest."""
        occurrences = self.territory.occurrences
        agreed = [visit for visit in range(len(occurrences)) if self.fixed[visit]]
        for visit in sorted(agreed, key=lambda v: (occurrences[v].clock is None, occurrences[v].clock or 0)):
            day = self.first[visit]
            position = len(self.stops[day])
            if occurrences[visit].clock is None and self.stops[day]:
                around = self._cheapest_by_clock(visit, day)
                position = around[2] if around is not None else position
            self.insert(visit, day, position)
            if occurrences[visit].clock is not None:
                self.shifts[day] = self._shift_for(day)

    def _shift(self, day: int) -> Shift:
        return self.shifts.get(day) or self._shift_from(day, self.territory.begin(day))

    def _shift_from(self, day: int, begin: int) -> Shift:
        territory = self.territory
        return Shift(begin, territory.longest(day), territory.lunch_start, territory.lunch_seconds)

    def _shift_for(self, day: int) -> Shift:
        """Begin the day so that its agreed visits fall inside it: a late appointment, a later day."""
        clocks = {visit: self.territory.occurrences[visit].clock for visit in self.stops[day]}
        timed = [(visit, clock) for visit, clock in clocks.items() if clock is not None]
        (first, first_clock), (last, last_clock) = timed[0], timed[-1]
        start, end = self.territory.ends_of(day)
        leaves = first_clock - self._grid_rows[start][self.place[first]]
        returns = last_clock + self.slots[last] + self._grid_rows[self.place[last]][end]
        length = self.territory.longest(day) + self.territory.lunch_seconds
        return self._shift_from(day, min(max(self.territory.begin(day), returns - length), leaves))
