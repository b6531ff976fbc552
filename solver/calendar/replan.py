"""Plan again in the middle of a year: dates that stand keep standing, each one that moves has its price."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from itertools import product
from math import inf

import numpy as np
import pandas as pd

from solver.calendar.agreed import AGREED, PLANNED
from solver.calendar.build import build_territory
from solver.calendar.nights import close_idle_nights
from solver.calendar.occurrences import last_visits_done, list_occurrences
from solver.calendar.plan import CalendarPlan, in_tables
from solver.calendar.rules import RULES
from solver.calendar.settings import CalendarSettings
from solver.calendar.tables import CalendarTables
from solver.calendar.territory import FORBIDDEN
from solver.calendar.tours import NOWHERE, Tours
from solver.tables import empty
from solver.words.i18n import _


@dataclass(frozen=True, kw_only=True)
class Standing:
    """The plan that stands, and how much of it may move.

    Parameters
    ----------
    appointments, nights : DataFrame
        Of the plan that stands.
    first_free : date
        A date before it stays as it is.
    changes_max : int
        Most dates that move by choice.
    change_minutes : float
        Driving that a moved date has to save.
    """

    appointments: pd.DataFrame
    first_free: date
    changes_max: int
    change_minutes: float
    nights: pd.DataFrame = field(default_factory=partial(empty, "nights"))

    def frozen(self, plan_start: date) -> pd.DataFrame:
        """Return `account_id, date` of the planned visits that stay as they are."""
        before = self.appointments
        soon = before["date"].ge(pd.Timestamp(plan_start)) & before["date"].lt(pd.Timestamp(self.first_free))
        return before.loc[soon & before["status"].eq(PLANNED), ["account_id", "date"]]


def plan_again(
    tables: CalendarTables,
    settings: CalendarSettings,
    values: pd.DataFrame | None,
    standing: Standing,
) -> tuple[CalendarPlan, pd.DataFrame]:
    """Date the visits around the dates that stand.

    Parameters
    ----------
    tables, settings, values
        See `solver.calendar.plan.plan_appointments`.
    standing : Standing

    Returns
    -------
    plan : CalendarPlan
    moved : DataFrame
        The canonical table `moved_dates`: dates that no day holds any more, those that moved by choice, in
        the order of their choice, visits that are new and visits that went.

    Notes
    -----
    One date after the other moves to its cheapest day, the one that saves most first, while it saves more
    than `change_minutes` and the budget lasts. Visits agreed, done or before `first_free` never move. Nights
    stand as long as the rep may spend so many and there are visits around them, and so do these.
    """
    tables = replace(tables, nights=standing.nights)
    occurrences = list_occurrences(tables, settings)
    firm = [
        _Rep(str(rep_id), rows.reset_index(drop=True), tables, settings, values, standing)
        for rep_id, rows in occurrences.groupby("rep_id", sort=True)
    ]
    chosen = _move_by_choice(firm, standing)
    lines = [line for rep in firm for line in rep.lines()]
    kinds = empty("moved_dates").dtypes
    moved = pd.DataFrame([*lines, *chosen], columns=list(kinds.index)).astype(kinds)
    gone = _gone(occurrences, standing, settings, {rep.rep_id: rep.used for rep in firm})
    moved = pd.concat([moved, gone.astype(kinds)], ignore_index=True)
    plan = in_tables([rep.tours for rep in firm], {rep.rep_id: rep.rows for rep in firm}, tables, settings)
    return plan, moved


class _Rep:
    """One rep's tours, the visits at the dates that stand wherever these can be kept."""

    def __init__(
        self,
        rep_id: str,
        rows: pd.DataFrame,
        tables: CalendarTables,
        settings: CalendarSettings,
        values: pd.DataFrame | None,
        standing: Standing,
    ) -> None:
        self.rep_id, self.rows, self.settings = rep_id, rows, settings
        first_free = (standing.first_free - settings.plan_start).days
        self.stood, self.order, self.used, self._left = _where_they_stood(
            rows, standing.appointments, settings, first_free
        )
        self.frozen = [day is not None and day < first_free for day in self.stood]
        held = _held(rows, self.stood, self.frozen, _least_days(tables, settings))
        self.tours = Tours(build_territory(rep_id, held, tables, values, settings))
        self.reasons: dict[int, str] = {}
        self._put_back()
        while (used := close_idle_nights(self.tours)) is not self.tours:
            self.tours, self.reasons = used, {}
            self._put_back()
        self._take_a_date_that_is_left()
        self._place_the_rest()

    def _put_back(self) -> None:
        """Put each visit on its day, in the order of that day, those that may not move first."""
        day_at = {offset: day for day, offset in enumerate(self.tours.territory.days)}
        dated = [
            (not self.frozen[visit], offset, self.order[visit], visit)
            for visit, offset in enumerate(self.stood)
            if offset is not None and not self.tours.fixed[visit]
        ]
        for _free, offset, _stop, visit in sorted(dated):
            day = day_at.get(offset)
            if day is None:
                self.reasons[visit] = _("no field day any more")
            elif (position := self._behind(visit, day)) is not None:
                self.tours.insert(visit, day, position)
            else:
                self.reasons[visit] = _unfit(self.tours, visit, day)

    def _take_a_date_that_is_left(self) -> None:
        """Give a visit whose frozen date cannot stand a date of its account that no other visit took."""
        day_at = {offset: day for day, offset in enumerate(self.tours.territory.days)}
        for visit in sorted(self.reasons):
            account_id = str(self.rows["account_id"][visit])
            for offset in self._left.get(account_id, []) if self.frozen[visit] else []:
                day = day_at.get(offset)
                position = None if day is None else self._behind(visit, day)
                if day is not None and position is not None:
                    self.tours.insert(visit, day, position)
                    self.used.add((account_id, offset))
                    self._left[account_id].remove(offset)
                    break

    def _behind(self, visit: int, day: int) -> int | None:
        """Return a position on the day, the last one if it will do: that of the plan that stands."""
        tours = self.tours
        low, high = tours.window(visit)
        if not low <= day < high or tours.irregularity[visit][day - tours.first[visit]] >= FORBIDDEN:
            return None
        if tours.fits(day, [*tours.stops[day], visit]):
            return len(tours.stops[day])
        found = tours.options(visit, day, day + 1)
        return found[0][2] if found else None

    def _place_the_rest(self) -> None:
        """Give the visits without a day the cheapest one, the narrowest windows first."""
        tours = self.tours
        waiting = [visit for visit, day in enumerate(tours.day_of) if day == NOWHERE]
        for visit in sorted(waiting, key=lambda v: (tours.last[v] - tours.first[v], v)):
            if (found := tours.cheapest(visit)) is not None:
                tours.insert(visit, *found[1:])
        tours.insist()

    @property
    def movable(self) -> list[int]:
        """The visits that stand at their date and may leave it."""
        return [
            visit
            for visit, day in enumerate(self.stood)
            if day is not None
            and not (self.frozen[visit] or self.tours.fixed[visit] or visit in self.reasons)
            and not {self.tours.day_of[visit], self.tours.day_of[visit] - 1}
            & set(self.tours.territory.nights)
        ]

    def move(self, visit: int, least_gain: float) -> tuple[int, float]:
        """Move a visit to its cheapest day if that gains more; return the gain, and the hours of driving."""
        tours, before, driving = self.tours, self.tours.cost, sum(self.tours.driving)
        own_day = tours.day_of[visit]
        tours.mark()
        stop = tours.stops[own_day].index(visit)
        tours.remove(own_day, stop, stop + 1)
        found = tours.cheapest(visit)
        if found is None or found[1] == own_day:
            tours.undo()
            return 0, 0.0
        tours.insert(visit, *found[1:])
        gain, saved = before - tours.cost, (driving - sum(tours.driving)) / 3600
        if gain <= least_gain:
            tours.undo()
        return gain, saved

    def line(self, visit: int, reason: str, saved_hours: float, chosen: bool) -> dict[str, object]:
        """Say of a visit where it stood and where it stands."""
        before, day = self.stood[visit], self.tours.day_of[visit]
        now = None if day == NOWHERE else self.settings.day(self.tours.territory.days[day])
        return {
            "rep_id": self.rep_id,
            "account_id": self.rows["account_id"][visit],
            "visit_no": self.rows["visit_no"][visit],
            "before_on": None if before is None else pd.Timestamp(self.settings.day(before)),
            "now_on": None if now is None else pd.Timestamp(now),
            "reason": reason,
            "saved_hours": round(saved_hours, 2),
            "chosen": chosen,
        }

    def lines(self) -> Iterator[dict[str, object]]:
        """Say which dates could not stand, and which visits are new."""
        for visit, reason in sorted(self.reasons.items()):
            yield self.line(visit, reason, 0.0, chosen=False)
        for visit, day in enumerate(self.stood):
            if day is None and not self.tours.fixed[visit] and self.tours.day_of[visit] != NOWHERE:
                yield self.line(visit, _("new date"), 0.0, chosen=False)


def _unfit(tours: Tours, visit: int, day: int) -> str:
    """Return why a visit cannot stand on a day any more."""
    if not tours.first[visit] <= day < tours.last[visit]:
        return _("the rhythm of the account is another one")
    rules = tours.territory.rules.get(tours.place[visit])
    shut = [_(RULES[name]) for name, barred in (rules.barred if rules else {}).items() if barred[day]]
    if shut:
        return ", ".join(shut)
    low, high = tours.window(visit)
    if not low <= day < high:
        return _("too near to another visit of this account")
    return _("no room on that day any more")


def _least_days(tables: CalendarTables, settings: CalendarSettings) -> dict[str, int]:
    """Return the first day of the plan that the least gap after its last visit leaves each account."""
    least = tables.visit_rules.dropna(subset="min_gap_days").set_index("account_id")["min_gap_days"]
    done = last_visits_done(tables.visits)
    start = pd.Timestamp(settings.plan_start)
    return {str(one): (done[one] - start).days + int(gap) for one, gap in least.items() if one in done}


def _held(
    rows: pd.DataFrame, stood: list[int | None], frozen: list[bool], least_days: dict[str, int]
) -> pd.DataFrame:
    """Widen the window of each visit whose date is frozen, so that it holds that date.

    A date that lies nearer to the last visit than the account asks for cannot stand.
    """
    planned = np.array(frozen, dtype=bool) & rows["status"].ne(AGREED).to_numpy()
    days = np.array([0 if day is None else day for day in stood], dtype="int64")
    planned &= days >= rows["account_id"].map(least_days).fillna(0).to_numpy()
    return rows.assign(
        first_day=rows["first_day"].where(~planned, np.minimum(rows["first_day"], days)),
        last_day=rows["last_day"].where(~planned, np.maximum(rows["last_day"], days)),
    )


def _where_they_stood(
    rows: pd.DataFrame, appointments: pd.DataFrame, settings: CalendarSettings, first_free: int
) -> tuple[list[int | None], list[int], set[tuple[str, int]], dict[str, list[int]]]:
    """Give each visit, in order, the first date of its account that its window holds, and that none has yet.

    Dates before `first_free` are frozen and given out first, whatever the window. Returns the day of the plan
    of each visit, its stop on that day, the dates that were given out, and the planned ones that were not.
    """
    start = pd.Timestamp(settings.plan_start)
    own = appointments[appointments["account_id"].isin(rows["account_id"]) & appointments["date"].ge(start)]
    dates: dict[str, list[int]] = {}
    stops: dict[tuple[str, int], int] = {}
    for row in own.sort_values(["account_id", "date", "visit_no"], kind="stable").to_dict("records"):
        dates.setdefault(str(row["account_id"]), []).append((row["date"] - start).days)
        stops[str(row["account_id"]), (row["date"] - start).days] = int(row["stop"])
    stood: list[int | None] = [None] * len(rows)
    columns = ("account_id", "status", "first_day", "last_day")
    lines = list(zip(range(len(rows)), *(rows[name] for name in columns), strict=True))
    for visit, account_id, status, first, _last in lines:
        if status == AGREED and (waiting := dates.get(account_id)):
            # What somebody agreed to takes the place of the date proposed nearest to it.
            nearest = min(waiting, key=lambda day: abs(day - first))
            waiting.remove(nearest)
            stood[visit] = nearest
    # The frozen dates first; of each kind, first to the visits whose window holds one, then to the others.
    for free, widened in product((False, True), repeat=2):
        for visit, account_id, status, first, last in lines:
            if stood[visit] is not None or status == AGREED:
                continue
            waiting = [day for day in dates.get(account_id, []) if free or day < first_free]
            able = [day for day in waiting if widened or first <= day <= last]
            if able:
                stood[visit] = able[0]
                dates[account_id].remove(able[0])
    given = zip(rows["account_id"], stood, strict=True)
    used = {(str(account_id), day) for account_id, day in given if day is not None}
    order = [
        0 if day is None else stops[str(account_id), day]
        for account_id, day in zip(rows["account_id"], stood, strict=True)
    ]
    return stood, order, used, dates


def _move_by_choice(firm: list[_Rep], standing: Standing) -> list[dict[str, object]]:
    """Move the dates that save most, one after the other, until the budget or the savings end."""
    price = round(standing.change_minutes * 60)
    moved: list[dict[str, object]] = []
    gone: set[tuple[str, int]] = set()
    while len(moved) < standing.changes_max:
        gains = [
            (-rep.move(visit, inf)[0], rep.rep_id, visit, rep)
            for rep in firm
            for visit in rep.movable
            if (rep.rep_id, visit) not in gone
        ]
        count = len(moved)
        for gain, rep_id, visit, rep in sorted(gains, key=lambda one: one[:3]):
            if -gain <= price or len(moved) == standing.changes_max:
                break
            again, saved = rep.move(visit, price)
            if again > price:
                gone.add((rep_id, visit))
                moved.append(rep.line(visit, _("less driving, or a better rhythm"), saved, chosen=True))
        if len(moved) == count:
            break
    return moved


def _gone(
    occurrences: pd.DataFrame,
    standing: Standing,
    settings: CalendarSettings,
    used: dict[str, set[tuple[str, int]]],
) -> pd.DataFrame:
    """Return the dates that stood and belong to no visit any more."""
    start = pd.Timestamp(settings.plan_start)
    own = standing.appointments
    own = own[own["date"].ge(start) & own["status"].eq(PLANNED)]
    taken = set().union(*used.values()) if used else set()
    left = np.array(
        [
            (account_id, (day - start).days) not in taken
            for account_id, day in zip(own["account_id"], own["date"], strict=True)
        ],
        dtype=bool,
    )
    gone = own[left].sort_values(["rep_id", "account_id", "date"], kind="stable")
    return pd.DataFrame(
        {
            "rep_id": gone["rep_id"],
            "account_id": gone["account_id"],
            "visit_no": pd.array([pd.NA] * len(gone), dtype="Int64"),
            "before_on": gone["date"],
            "now_on": pd.NaT,
            "reason": _("no longer in the plan"),
            "saved_hours": 0.0,
            "chosen": False,
        }
    )
