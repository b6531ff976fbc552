"""No account gets more visits in a quarter than its people accept, where another day is free."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pandas as pd

from solver.calendar.agreed import PLANNED
from solver.calendar.build import build_territory
from solver.calendar.settings import CalendarSettings
from solver.calendar.tables import CalendarTables
from solver.calendar.territory import FORBIDDEN
from solver.calendar.tours import NOWHERE, Tours
from solver.words.i18n import counted, format_date, format_number

Limits = dict[str, dict[pd.Period, int]]  # by account and quarter
Days = list[tuple[int, int]]  # visits, and the day of each


def limits_of(tables: CalendarTables) -> Limits:
    """Return the most visits of an account in a quarter, of those that its visits could pass."""
    table = tables.accepted
    quarters = {name: pd.Period(str(name), "Q") for name in table["quarter"].unique()}
    limits: Limits = {}
    for account_id, quarter, visits in table[["account_id", "quarter", "visits"]].itertuples(index=False):
        limits.setdefault(account_id, {})[quarters[quarter]] = int(visits)
    return limits


def keep_within_quarters(
    tours: Tours,
    rows: pd.DataFrame,
    tables: CalendarTables,
    values: pd.DataFrame | None,
    settings: CalendarSettings,
) -> Tours:
    """Move visits beyond what an account accepts in a quarter to a day of another one, the cheapest first.

    Parameters
    ----------
    tours : Tours
        Finished tours of a rep; the visits of every other account stay on their days.
    rows : DataFrame
        The rep's rows of `solver.calendar.occurrences.list_occurrences`.
    tables, settings, values
        See `solver.calendar.plan.plan_appointments`.

    Returns
    -------
    Tours
        A visit that a contact due has drawn into a full quarter may fall on any day of its own block, where
        no other way is left.
    """
    limits = limits_of(tables)
    left = _moved(tours, rows, limits, settings)
    if not left:
        return tours
    drawn = rows["account_id"].isin(left) & rows["status"].eq(PLANNED)
    free = rows.assign(
        first_day=rows["first_day"].mask(drawn, rows["block_first"]),
        last_day=rows["last_day"].mask(drawn, rows["block_last"]),
    )
    wider = Tours(build_territory(tours.territory.rep_id, free, tables, values, settings))
    wider.fill([list(stops) for stops in tours.stops])
    _moved(wider, rows, limits, settings)
    return wider


def _moved(tours: Tours, rows: pd.DataFrame, limits: Limits, settings: CalendarSettings) -> list[str]:
    """Move what can be moved, and return the accounts that still have more visits than a quarter holds."""
    accounts = rows["account_id"].tolist()
    quarters = [pd.Timestamp(settings.day(day)).to_period("Q") for day in tours.territory.days]
    concerned: dict[str, list[int]] = {}
    for visit, account in enumerate(accounts):
        if account in limits:
            concerned.setdefault(account, []).append(visit)
    limited = frozenset(visit for visits in concerned.values() for visit in visits)
    left = []
    for account, visits in sorted(concerned.items()):
        own = _Own(tours, visits, quarters, limits[account], limited)
        while (days := own.way_out()) is not None:
            own.move(days)
        if own.beyond():
            left.append(account)
    return left


class _Own:
    """The visits of one account in the tours of its rep."""

    def __init__(
        self,
        tours: Tours,
        visits: list[int],
        quarters: list[pd.Period],
        most: dict[pd.Period, int],
        limited: frozenset[int],
    ) -> None:
        self.tours, self.visits, self.quarters, self.most = tours, visits, quarters, most
        self.limited = limited

    def beyond(self) -> int:
        """Return how many visits are more than their quarters hold."""
        days = (self.tours.day_of[visit] for visit in self.visits)
        held = Counter(self.quarters[day] for day in days if day != NOWHERE)
        return sum(max(count - self.most.get(quarter, count), 0) for quarter, count in held.items())

    def way_out(self) -> Days | None:
        """Return the cheapest days that leave fewer visits beyond; none where there are no such days.

        Those of one visit, or of one and its neighbour; else of one that takes the place of another account's
        visit, wherever that one finds room.
        """
        before = self.beyond()
        if not before:
            return None
        beside = ((), (1,), (-1,))
        alone = [[visit, *(visit + step for step in steps)] for visit in self.visits for steps in beside]
        alone = [group for group in alone if {*group} <= {*self.visits}]
        return self._cheapest(alone, before) or self._cheapest(
            [[visit, other] for visit in self.visits for other in self._in_the_way(visit)], before
        )

    def _cheapest(self, groups: list[list[int]], before: int) -> Days | None:
        best: tuple[int, Days] | None = None
        for group in groups:
            if not all(map(self._may_move, group)):
                continue
            self.tours.mark()
            for each in group:
                self._take_out(each)
            if self._settled(group, before):
                days = [(each, self.tours.day_of[each]) for each in group]
                best = min(filter(None, (best, (self.tours.cost, days))))
            self.tours.undo()
        return best and best[1]

    def _in_the_way(self, visit: int) -> list[int]:
        """Return the visits, of accounts without a limit, on days of other quarters that a visit may take."""
        day = self.tours.day_of[visit]
        if day == NOWHERE or self.most.get(self.quarters[day]) is None:
            return []
        low, high = self.tours.window(visit)
        return [
            other
            for place in range(low, high)
            if self.quarters[place] != self.quarters[day]
            for other in self.tours.stops[place]
            if other not in self.limited
        ]

    def move(self, days: Days) -> None:
        """Put visits on other days."""
        for visit, _day in days:
            self._take_out(visit)
        for visit, day in days:
            self.tours.insert(visit, *self.tours.options(visit, day, day + 1)[0][1:])

    def _may_move(self, visit: int) -> bool:
        must = self.tours.territory.occurrences[visit].must
        return self.tours.day_of[visit] != NOWHERE and not self.tours.fixed[visit] and not must

    def _take_out(self, visit: int) -> None:
        day = self.tours.day_of[visit]
        stop = self.tours.stops[day].index(visit)
        self.tours.remove(day, stop, stop + 1)

    def _settled(self, group: list[int], before: int) -> bool:
        """Put the first visit where it is cheapest so that the next finds its day, and fewer are beyond."""
        visit, *others = group
        for cost, day, position in sorted(self.tours.options(visit, *self.tours.window(visit))):
            if cost >= FORBIDDEN:
                return False
            self.tours.insert(visit, day, position)
            if self._settled(others, before) if others else self.beyond() < before:
                return True
            self._take_out(visit)
        return False


def beyond_accepted(appointments: pd.DataFrame, tables: CalendarTables) -> Iterator[dict[str, Any]]:
    """Yield a remark for each account and quarter with more visits than its people accept."""
    limits = limits_of(tables)
    quarters = appointments["date"].dt.to_period("Q")
    lines = zip(appointments["rep_id"], appointments["account_id"], quarters, strict=True)
    for (rep_id, account_id, quarter), visits in sorted(Counter(lines).items()):
        most = limits.get(account_id, {}).get(quarter)
        if most is None or visits <= most:
            continue
        remark = counted(
            visits,
            "{n} visit from {first} to {last}, its people accept {most}: no other day will do",
            "{n} visits from {first} to {last}, its people accept {most}: no other day will do",
        ).format(
            first=format_date(quarter.start_time),
            last=format_date(quarter.end_time),
            most=format_number(most),
        )
        yield {"rep_id": rep_id, "account_id": account_id, "remark": remark}
