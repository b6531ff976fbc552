"""Step 12: a day for each contact beside the visits, within what people accept in a quarter."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from math import ceil
from typing import Any

import numpy as np
import pandas as pd

from solver.calendar.phone import PhoneTime
from solver.calendar.room import Accepted
from solver.calendar.steps import Steps, last_visit
from solver.tables import check
from solver.tables.channels import CHANNELS, SPOKEN
from solver.tables.codes import JOURNEYS
from solver.tables.touch_codes import MOTIVES
from solver.words.i18n import _, ngettext

ON_ITS_DAY = ("newsletter", "invitation")  # a mailing goes to all on one day: who has no room misses it
# From the first day on, before anybody goes there; the others by their last one.
AT_ONCE = ("complaint", "leaving", "occasion", "offer")
# Called whatever else the quarter holds: visits that were shared out before must not leave them waiting.
ANYWAY = ("complaint", "leaving")
# Have their time on the phone before the calls that fix an hour; the others by the day they are due.
BEFORE_APPOINTMENTS, BY_DEADLINE = ("promise", *ANYWAY), ("prevention",)
APART = pd.Timedelta(days=8)  # between two calls of an account
BESIDE = pd.Timedelta(days=2)  # a visit as near as that says it better than a call
SPREAD = ("action",)  # near the middle of their weeks, so that they keep apart; there, where least is taken
AWAITED = ("promise", "complaint")  # somebody waits for it: without room for a call, the next visit brings it
LAID_ON_VISITS = ("promise", "occasion")  # journeys lay their own days on visits


class Diary:
    """The days that are given to the contacts beside the visits, one batch after the other.

    Parameters
    ----------
    appointments : DataFrame
        The canonical table of step 12: a contact by visit takes one of the account's visits, each once.
    room : Accepted
        Filled as days are given.
    plan_start, plan_end : date
    rep_days : DataFrame
        The canonical table: on public holidays nobody calls, on days in the office reps do.
    phone : PhoneTime, optional
        What each rep has on each day, filled as days are given; without it, nobody's is known.
    minutes_per_call : float
    size : Series, optional
        Revenue by account_id: of what is due at once, the largest come first.
    touches : DataFrame, optional
        The canonical table of step 11, where it comes in batches: a step of a journey keeps before the next.
    """

    def __init__(
        self,
        appointments: pd.DataFrame,
        room: Accepted,
        *,
        plan_start: date,
        plan_end: date,
        rep_days: pd.DataFrame,
        phone: PhoneTime | None = None,
        minutes_per_call: float = 6.0,
        size: pd.Series | None = None,
        touches: pd.DataFrame | None = None,
    ) -> None:
        closed = rep_days.loc[rep_days["activity"].eq("holiday"), "date"]
        holidays = np.unique(closed.to_numpy().astype("datetime64[D]"))
        self.calendar = np.busdaycalendar(holidays=holidays)
        office = rep_days[rep_days["activity"].eq("admin")]
        self.in_office = office.groupby("rep_id")["date"].agg(set).to_dict()
        self.first, self.last = (np.datetime64(day, "D") for day in (plan_start, plan_end))
        in_order = appointments.sort_values(["account_id", "date"], kind="stable")
        days = in_order.groupby("account_id")["date"].agg(list)
        self.free = {str(code): own for code, own in days.items()}
        self.seen_on = {code: list(days) for code, days in self.free.items()}
        self.called: set[tuple[str, pd.Timestamp]] = set()  # contacts by phone, two of one call once
        self.room, self.phone = room, PhoneTime() if phone is None else phone
        self.minutes_per_call = minutes_per_call
        self.size = {} if size is None else size.to_dict()
        self.steps = Steps(touches)
        self.first_calls: dict[str, int] = {}  # made whatever the quarter holds, by owner
        self.first_on: Counter[tuple[str, pd.Timestamp]] = Counter()

    def place(self, touches: pd.DataFrame) -> pd.DataFrame:
        """Give each contact its day, in the order of the motives.

        Parameters
        ----------
        touches : DataFrame
            The canonical table of step 11.

        Returns
        -------
        DataFrame
            The canonical table `touch_dates`. A visit that finds none of the account's in its weeks is a
            call. What finds no room moves to the next quarter, then stays without a day; what somebody
            waits for is brought up at the next visit, if that comes before; who complained or may leave is
            called whatever else the quarter holds. A step of a journey never comes after the next one: one
            that finds no room before it stays without a day, until `brought_up` is asked.

        Notes
        -----
        A call of a journey falls on the day of its weeks, one in the office if there is one, that lies
        farthest from the account's visits and its other calls: midway between two of them where the weeks
        hold that day. A day whose time on the phone is taken gives way to the next best one, and so does one
        less than 8 days from another call of the account; where its weeks hold no such day, one call does
        for both, and counts once. The calls to who complained or may leave are shared out among the owner's
        days in the office, the largest first, each a week before somebody goes there where that can be.
        """
        self.steps.know(touches)
        anyway = touches.loc[touches["motive"].isin(ANYWAY), "owner"]
        self.first_calls |= {str(owner): int(n) for owner, n in anyway.value_counts().items()}
        rank = touches["motive"].map({motive: place for place, motive in enumerate(MOTIVES)})
        wished = touches["due_from"].where(touches["motive"].isin(AT_ONCE), touches["due_on"])
        small = -touches["account_id"].map(self.size).astype("float64").fillna(0.0)
        order = touches.assign(rank=rank, wished=wished, small=small).sort_values(
            ["rank", "wished", "due_on", "small", "touch_id"], kind="stable"
        )
        rows = [self._kept(touch, self._placed(touch)) for touch in order.to_dict("records")]
        table = pd.DataFrame(rows, columns=["touch_id", "placed_on", "channel", "cause"])
        table = table.astype({"placed_on": "datetime64[us]", "cause": "str"})
        return check("touch_dates", table.set_index("touch_id").reindex(touches["touch_id"]).reset_index())

    def brought_up(self, touches: pd.DataFrame, touch_dates: pd.DataFrame) -> pd.DataFrame:
        """Give the steps of journeys that found no room a call or a visit that is made anyway.

        Parameters
        ----------
        touches, touch_dates : DataFrame
            The canonical tables, once every call of the plan has its day.

        Returns
        -------
        DataFrame
            The second one. Such a step is asked in the first call to the account after the step before it and
            before the one after it; without such a call, at the next visit between them; else nowhere.
        """
        table = touch_dates.set_index("touch_id")
        left = touches["motive"].isin(JOURNEYS) & ~touches["touch_id"].isin(self.steps.on)
        in_turn = touches[left].sort_values(["account_id", "motive", "due_on", "no"], kind="stable")
        for touch in in_turn.to_dict("records"):
            row = self._kept(touch, self._made_anyway(touch))
            table.loc[touch["touch_id"], list(row)[1:]] = list(row.values())[1:]
        return check("touch_dates", table.reset_index())

    def _made_anyway(self, touch: dict[Any, Any]) -> dict[str, Any]:
        """Return the call, or else the visit, that is made anyway before the next step, if there is one."""
        row = {"touch_id": touch["touch_id"], "placed_on": None, "channel": "phone", "cause": None}
        end, following = (touch["due_on"].to_period("Q") + 1).end_time.normalize(), self.steps.next(touch)
        before = end + pd.Timedelta(days=1) if following is None else min(following, end)
        calls = sorted(
            day
            for day, caller in self.phone.talks_with(touch["account_id"]).items()
            if caller == touch["owner"]
        )
        seen = self.seen_on.get(touch["account_id"], [])
        ways = {
            "phone": (calls, _("one call for both: the rep phones there that day anyway")),
            "visit": (seen, _("no room for a call: its next visit brings it up")),
        }
        for channel, (days, cause) in ways.items():
            able = (day for day in self.steps.after(touch, days) if touch["due_from"] <= day < before)
            if (day := next(able, None)) is not None:
                return row | {"placed_on": day, "channel": channel, "cause": cause}
        if following is None:
            return row | {"cause": _("no room for a call, and no visit brings it up")}
        return row | {"cause": _("no room before the next step, and no call or visit to bring it up")}

    def _kept(self, touch: dict[Any, Any], row: dict[str, Any]) -> dict[str, Any]:
        """Note the day of a step, for those before and after it."""
        if self.steps.holds(touch) and row["placed_on"] is not None:
            self.steps.on[touch["touch_id"]] = row["placed_on"]
        return row

    def _placed(self, touch: dict[Any, Any]) -> dict[str, Any]:
        row = {"touch_id": touch["touch_id"], "placed_on": None, "channel": touch["channel"], "cause": None}
        account_id = touch["account_id"]
        if touch["channel"] == "visit":
            seen = self._visit_for(touch)
            if seen is not None:
                return row | {"placed_on": seen}
            row |= {"channel": "phone", "cause": _("no visit left in its weeks: by phone")}
        spoken = row["channel"] in SPOKEN
        tried, asked = self._days_tried(touch, spoken=spoken)
        full = not self.room.free(account_id, asked.to_period("Q"))
        brings = _next_visit(self.seen_on, touch) if touch["motive"] in AWAITED else None
        if brings is not None and full:
            tried = [one for one in tried if one <= brings]
        minutes = CHANNELS[row["channel"]].calls * self.minutes_per_call
        anyway, owner = touch["motive"] in ANYWAY, touch["owner"]
        day, had_room = self._first_that_fits(touch, tried, minutes, spoken=spoken)
        if day is not None:
            row |= self._why(touch, day, asked, row)
            if not (spoken and (account_id, day) in self.called):
                self.room.take(account_id, day.to_period("Q"))
            if anyway:
                self.first_on[owner, day] += 1
            if spoken:
                self.called.add((account_id, day))
                if not self.phone.call(account_id, owner, day, minutes):
                    row["cause"] = _("one call for both: the rep phones there that day anyway")
            return row | {"placed_on": day}
        if brings is not None:
            cause = _("no room for a call: its next visit brings it up")
            return row | {"placed_on": brings, "channel": "visit", "cause": cause}
        if had_room:
            return row | {"cause": _("no day: the rep has no time left to phone in its weeks, nor after")}
        return row | {"cause": _("no room: its people have all the contacts they accept")}

    def _first_that_fits(
        self, touch: dict[Any, Any], tried: list[pd.Timestamp], minutes: float, *, spoken: bool
    ) -> tuple[pd.Timestamp | None, bool]:
        """Return the first day with room, and with time to phone; and whether any had room."""
        account_id, had_room = touch["account_id"], False
        for day in tried:
            if touch["motive"] in ANYWAY or self._has_room(account_id, day, spoken=spoken):
                had_room = True
                if not spoken or self.phone.able(account_id, touch["owner"], day, minutes):
                    return day, True
        return None, had_room

    def _visit_for(self, touch: dict[Any, Any]) -> pd.Timestamp | None:
        """Take the last of the account's visits within its weeks, after the steps before it."""
        free = self.free.get(touch["account_id"], [])
        seen = last_visit(self._in_order(touch, free), touch)
        if seen is not None:
            free.remove(seen)
        return seen

    def _in_order(self, touch: dict[Any, Any], days: list[pd.Timestamp]) -> list[pd.Timestamp]:
        """Return the days that a step can have: before the next one's, or else after the one before."""
        if not self.steps.holds(touch):
            return days
        able = [day for day in days if touch["due_from"] <= day <= touch["due_on"]]
        between = self.steps.between(touch, able, self.free.get(touch["account_id"], []))
        return between or self.steps.after(touch, able)

    def _has_room(self, account_id: str, day: pd.Timestamp, *, spoken: bool) -> bool:
        """Tell whether the people of the account accept a contact then: two in one call are one."""
        return (spoken and (account_id, day) in self.called) or self.room.free(account_id, day.to_period("Q"))

    def _why(
        self, touch: dict[Any, Any], day: pd.Timestamp, asked: pd.Timestamp, row: dict[str, Any]
    ) -> dict[str, Any]:
        """Say why the contact is later than asked, or comes on top; nothing where it is neither."""
        quarter, account_id = asked.to_period("Q"), touch["account_id"]
        full = not self.room.free(account_id, quarter)
        if full and touch["motive"] in ANYWAY:
            return {"cause": _("on top of what its people accept: this call comes before all others")}
        if full and day.to_period("Q") != quarter:
            n = self.room.cap(account_id, quarter)
            return {
                "cause": ngettext(
                    "a quarter later: it accepts {n} contact a quarter",
                    "a quarter later: it accepts {n} contacts a quarter",
                    n,
                ).format(n=n)
            }
        if row["channel"] in SPOKEN and day > max(touch["due_on"], asked):
            return {"cause": _("later than due: until then the rep has no time left to phone")}
        return {}

    def _days_tried(self, touch: dict[Any, Any], *, spoken: bool) -> tuple[list[pd.Timestamp], pd.Timestamp]:
        """Return the days to try, the best first, and the one that would be taken if all were free."""
        motive, owner = touch["motive"], touch["owner"]
        asked: pd.Timestamp = touch["wished"]
        journey = spoken and motive in JOURNEYS
        if journey:
            weeks, office = pd.date_range(touch["due_from"], touch["due_on"]), self.in_office.get(owner, ())
            working = weeks[np.is_busday(weeks.to_numpy().astype("datetime64[D]"), busdaycal=self.calendar)]
            able = [day for day in self._in_order(touch, list(weeks)) if day in office]
            able = able or self._in_order(touch, list(working))
            asked = next(iter(self._by_distance(touch, able)), asked)
        if motive in SPREAD:
            asked = _middle(touch).normalize()
        early = motive not in (*AT_ONCE, *ON_ITS_DAY)
        not_before = touch["due_from"] if early else None
        day = _working_day(asked, self.first, self.last, self.calendar, not_before=not_before)
        if motive in ON_ITS_DAY:
            return [day], day
        later = _next_quarter(day, self.first, self.last, self.calendar)
        if not (spoken and self.phone.knows(owner)):
            return [*self.steps.after(touch, [day]), *self._leaving_room(touch, later)], day
        own = self.phone.days(owner, max(touch["due_from"], pd.Timestamp(self.first)), touch["due_on"])
        if journey:
            own = self._by_distance(touch, self._in_order(touch, own))
        elif motive in ANYWAY:
            own = self._shared_out(touch, own)
        elif motive in SPREAD:
            own = sorted(self.phone.least_taken(owner, own), key=_thirds_off(touch))
        elif motive in AT_ONCE:
            own = self.phone.office_first(owner, own)
        else:
            own = own[::-1]
        if motive not in ANYWAY:
            own = self._apart(touch, own)
        end = min((day.to_period("Q") + 1).end_time.normalize(), pd.Timestamp(self.last))
        after = self.phone.days(owner, touch["due_on"] + pd.Timedelta(days=1), end)
        return [*own, *self._leaving_room(touch, after)], own[0] if own else day

    def _leaving_room(self, touch: dict[Any, Any], days: list[pd.Timestamp]) -> list[pd.Timestamp]:
        """Return the days after its weeks: of a step, those before the next one."""
        if not self.steps.holds(touch):
            return days
        return self.steps.between(touch, days, self.free.get(touch["account_id"], []))

    def _held(self, account_id: str) -> list[pd.Timestamp]:
        """Return the days on which the account is visited or phoned."""
        return [*self.seen_on.get(account_id, []), *self.phone.talks_with(account_id)]

    def _apart(self, touch: dict[Any, Any], days: list[pd.Timestamp]) -> list[pd.Timestamp]:
        """Return the days, first those away from other calls of the account, then those of such a call.

        Among the first come those that no visit is beside.
        """
        talks = self.phone.talks_with(touch["account_id"])
        called = [day.toordinal() for day in talks]
        seen = [day.toordinal() for day in self.seen_on.get(touch["account_id"], [])]
        at = {day: day.toordinal() for day in days}
        away = [day for day in days if all(abs(at[day] - other) >= APART.days for other in called)]
        away.sort(key=lambda day: any(abs(at[day] - visit) <= BESIDE.days for visit in seen))
        shared = [day for day in days if talks.get(day) == touch["owner"]]
        taken = {*away, *talks}
        return [*away, *shared, *(day for day in days if day not in taken)]

    def _shared_out(self, touch: dict[Any, Any], days: list[pd.Timestamp]) -> list[pd.Timestamp]:
        """Return the days, first one of a call made anyway, then those well before somebody goes there.

        Among these come the days in the office that do not have their part of the owner's first calls yet.
        """
        owner, talks = touch["owner"], self.phone.talks_with(touch["account_id"])
        office = [day for day in days if day in self.in_office.get(owner, ())] or days
        part = ceil(self.first_calls.get(owner, 0) / max(len(office), 1))
        visit = _next_visit(self.seen_on, touch)
        before = touch["due_on"] if visit is None else visit - APART

        def turn(day: pd.Timestamp) -> tuple[bool, int, bool, bool, pd.Timestamp]:
            late = max((day - before).days, 0)
            return talks.get(day) != owner, late, self.first_on[owner, day] >= part, day not in office, day

        return sorted(days, key=turn)

    def _by_distance(self, touch: dict[Any, Any], days: list[pd.Timestamp]) -> list[pd.Timestamp]:
        """Return the days, those in the office first, the farthest from the account's other contacts."""
        held = self._held(touch["account_id"])
        away = {day: min((abs((day - other).days) for other in held), default=0) for day in days}
        office = self.in_office.get(touch["owner"], ())
        return sorted(away, key=lambda day: (day in office, away[day], day), reverse=True)


def _middle(touch: dict[Any, Any]) -> pd.Timestamp:
    middle: pd.Timestamp = touch["due_from"] + (touch["due_on"] - touch["due_from"]) / 2
    return middle


def _thirds_off(touch: dict[Any, Any]) -> Callable[[pd.Timestamp], int]:
    """Return how far a day is from the middle of the weeks: 0 in the third of them around it, then 1, 2."""
    middle, sixth = _middle(touch), (touch["due_on"] - touch["due_from"]) / 6
    return lambda day: int(abs(day - middle) / sixth) if sixth else 0


def _next_visit(seen_on: dict[str, list[pd.Timestamp]], touch: dict[Any, Any]) -> pd.Timestamp | None:
    """Return the first visit of the account from the first day of the contact on."""
    return next((day for day in seen_on.get(touch["account_id"], []) if day >= touch["due_from"]), None)


def _working_day(
    day: pd.Timestamp,
    first: np.datetime64,
    last: np.datetime64,
    calendar: np.busdaycalendar,
    *,
    not_before: pd.Timestamp | None = None,
) -> pd.Timestamp:
    """Return that day, or the next one with calls; the one before where the plan is over by then.

    With a day that it may not come before, that day is the last one: the one before is taken where it can be.
    """
    inside = min(max(np.datetime64(day, "D"), first), last)
    if not_before is not None:
        before = np.busday_offset(inside, 0, roll="backward", busdaycal=calendar)
        if before >= max(np.datetime64(not_before, "D"), first):
            return pd.Timestamp(before)
    after = np.busday_offset(inside, 0, roll="forward", busdaycal=calendar)
    if after > last:
        after = np.busday_offset(inside, 0, roll="backward", busdaycal=calendar)
    return pd.Timestamp(after)


def _next_quarter(
    day: pd.Timestamp, first: np.datetime64, last: np.datetime64, calendar: np.busdaycalendar
) -> list[pd.Timestamp]:
    """Return the first day with calls of the next quarter, none where the plan is over."""
    start = (day.to_period("Q") + 1).start_time.normalize()
    return [_working_day(start, first, last, calendar)] if np.datetime64(start, "D") <= last else []
