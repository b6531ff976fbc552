"""Plan again in the middle of a year: dates that stand keep standing, each one that moves has its price."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from math import inf

import numpy as np
import pandas as pd

from solver.calendar.agreed import PLANNED
from solver.calendar.build import build_territory
from solver.calendar.nights import close_idle_nights
from solver.calendar.occurrences import list_occurrences
from solver.calendar.plan import CalendarPlan, in_tables
from solver.calendar.rules import RULES
from solver.calendar.search import place_around
from solver.calendar.settings import CalendarSettings
from solver.calendar.stood import held_rows, least_days, where_they_stood
from solver.calendar.tables import CalendarTables
from solver.calendar.territory import FORBIDDEN
from solver.calendar.tours import NOWHERE, Tours
from solver.tables import empty
from solver.words.i18n import _, counted


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
    Visits that are new, and those whose date no day holds any more, are placed by the search of a plan,
    around the dates that stand. Then one date after the other moves by choice, the one that gains most first,
    while it gains more than `change_minutes` and the budget lasts: out of the way of a visit without a day,
    then to its cheapest day. What still has no day takes the room that this leaves. Visits agreed, done or
    before `first_free` never move. Nights stand as long as the rep may spend so many and there are visits
    around them, and so do these.
    """
    tables = replace(tables, nights=standing.nights)
    occurrences = list_occurrences(tables, settings)
    firm, chosen = _dated(occurrences, tables, settings, values, standing)
    lines = [line for rep in firm for line in rep.lines()]
    kinds = empty("moved_dates").dtypes
    moved = pd.DataFrame([*lines, *chosen], columns=list(kinds.index)).astype(kinds)
    gone = _gone(occurrences, standing, settings, {rep.rep_id: rep.used for rep in firm})
    moved = pd.concat([moved, gone.astype(kinds)], ignore_index=True)
    plan = in_tables([rep.tours for rep in firm], {rep.rep_id: rep.rows for rep in firm}, tables, settings)
    if len(chosen) == standing.changes_max:
        more = pd.DataFrame([*_more_would_help(firm, standing, chosen)], columns=plan.remarks.columns)
        remarks = pd.concat([plan.remarks, more.astype(plan.remarks.dtypes)], ignore_index=True)
        plan = replace(plan, remarks=remarks)
    return plan, moved


def tours_again(
    tables: CalendarTables, settings: CalendarSettings, values: pd.DataFrame | None, standing: Standing
) -> tuple[list[Tours], dict[str, pd.DataFrame]]:
    """Return what `solver.calendar.plan.dated_tours` does, around the dates that stand."""
    tables = replace(tables, nights=standing.nights)
    firm, _chosen = _dated(list_occurrences(tables, settings), tables, settings, values, standing)
    return [rep.tours for rep in firm], {rep.rep_id: rep.rows for rep in firm}


def _dated(
    occurrences: pd.DataFrame,
    tables: CalendarTables,
    settings: CalendarSettings,
    values: pd.DataFrame | None,
    standing: Standing,
) -> tuple[list["_Rep"], list[dict[str, object]]]:
    """Return the reps with their visits dated, and the dates that moved by choice."""
    firm = [
        _Rep(str(rep_id), rows.reset_index(drop=True), tables, settings, values, standing)
        for rep_id, rows in occurrences.groupby("rep_id", sort=True)
    ]
    return firm, _move_by_choice(firm, standing)


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
        self.stood, self.order, self.used, self._left = where_they_stood(
            rows, standing.appointments, settings, first_free
        )
        self.frozen = [day is not None and day < first_free for day in self.stood]
        held = held_rows(rows, self.stood, self.frozen, least_days(tables, settings))
        self.tours = Tours(build_territory(rep_id, held, tables, values, settings))
        self.reasons: dict[int, str] = {}
        self._put_back()
        while (used := close_idle_nights(self.tours)) is not self.tours:
            self.tours, self.reasons = used, {}
            self._put_back()
        self._take_a_date_that_is_left()
        place_around(self.tours, {v for v, day in enumerate(self.tours.day_of) if day != NOWHERE})

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

    @property
    def without_a_day(self) -> list[int]:
        """The visits that no day holds."""
        return [visit for visit, day in enumerate(self.tours.day_of) if day == NOWHERE]

    def take_room_left(self) -> None:
        """Place what has no day where there is room by now: that costs no date that stands."""
        for visit in self.without_a_day:
            before, found = self.tours.cost, self.tours.cheapest(visit)
            if found is None:
                continue
            self.tours.mark()
            self.tours.insert(visit, *found[1:])
            if self.tours.cost >= before:
                self.tours.undo()

    def make_room(self, visit: int, moved: Collection[int], least_gain: float) -> tuple[int, int, float]:
        """Give a visit the day on which a visit that may move makes room most cheaply, if that gains more.

        Returns the gain, the visit that moves, and the hours of driving; those `moved` move no more.
        """
        tours, before, driving = self.tours, self.tours.cost, sum(self.tours.driving)
        able = {v for v in self.movable if v not in moved and tours.place[v] != tours.place[visit]}
        best = (0, NOWHERE, NOWHERE)
        for day in range(*tours.window(visit)):
            if tours.irregularity[visit][day - tours.first[visit]] >= FORBIDDEN:
                continue
            for other in [one for one in tours.stops[day] if one in able]:
                tours.mark()
                if self._exchanged(visit, other, day) and before - tours.cost > best[0]:
                    best = (before - tours.cost, other, day)
                tours.undo()
        gain, other, day = best
        tours.mark()
        if gain <= least_gain or not self._exchanged(visit, other, day):
            return gain, other, 0.0
        return gain, other, (driving - sum(tours.driving)) / 3600

    def _exchanged(self, visit: int, other: int, day: int) -> bool:
        """Put a visit in the place of another one, and that on its cheapest other day; False without one."""
        tours = self.tours
        stop = tours.stops[day].index(other)
        tours.remove(day, stop, stop + 1)
        if not (found := tours.options(visit, day, day + 1)):
            return False
        tours.insert(visit, day, found[0][2])
        elsewhere = tours.cheapest(other)
        if elsewhere is None or elsewhere[1] == day:
            return False
        tours.insert(other, *elsewhere[1:])
        return True

    def line(
        self, visit: int, reason: str, saved_hours: float, chosen: bool, room_for: str | None = None
    ) -> dict[str, object]:
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
            "makes_room_for": room_for,
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


def _move_by_choice(firm: list[_Rep], standing: Standing) -> list[dict[str, object]]:
    """Move dates, one after the other, until the budget or what they gain ends.

    First those that make room for a visit without a day, then those that save driving.
    """
    price = round(standing.change_minutes * 60)
    moved: list[dict[str, object]] = []
    gone: set[tuple[str, int]] = set()
    _make_room(firm, standing, moved, gone)
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
    for rep in firm if moved else []:
        rep.take_room_left()
    return moved


def _make_room(
    firm: list[_Rep], standing: Standing, moved: list[dict[str, object]], gone: set[tuple[str, int]]
) -> None:
    """Move dates that make room for visits without a day, those first that gain most."""
    price = round(standing.change_minutes * 60)
    while (count := len(moved)) < standing.changes_max:
        spent = {rep.rep_id: {visit for rep_id, visit in gone if rep_id == rep.rep_id} for rep in firm}
        gains = [
            (-rep.make_room(visit, spent[rep.rep_id], inf)[0], rep.rep_id, visit, rep)
            for rep in firm
            for visit in rep.without_a_day
        ]
        for gain, rep_id, visit, rep in sorted(gains, key=lambda one: one[:3]):
            if -gain <= price or len(moved) == standing.changes_max:
                break
            again, other, saved = rep.make_room(visit, spent[rep_id], price)
            if again > price:
                gone.add((rep_id, other))
                spent[rep_id].add(other)
                account_id = rep.rows["account_id"][visit]
                said = _("makes room for {account_id}").format(account_id=account_id)
                moved.append(rep.line(other, said, saved, chosen=True, room_for=str(account_id)))
        if len(moved) == count:
            return


def _more_would_help(
    firm: list[_Rep], standing: Standing, chosen: list[dict[str, object]]
) -> Iterator[dict[str, str]]:
    """Say of each rep how many visits without a day would have one if more dates might move."""
    price = round(standing.change_minutes * 60)
    spent = {(line["rep_id"], line["account_id"], line["visit_no"]) for line in chosen}
    for rep in firm:
        of_visit = zip(rep.rows["account_id"], rep.rows["visit_no"], strict=True)
        moved = {visit for visit, one in enumerate(of_visit) if (rep.rep_id, *one) in spent}
        able = sum(rep.make_room(visit, moved, inf)[0] > price for visit in rep.without_a_day)
        if able:
            said = counted(
                able,
                "{n} visit without a day could have one if more dates might move: raise changes_max",
                "{n} visits without a day could have one if more dates might move: raise changes_max",
            )
            yield {"rep_id": rep.rep_id, "account_id": "", "remark": said}


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
            "makes_room_for": None,
        }
    )
