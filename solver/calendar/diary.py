"""Step 12: a day for each contact beside the visits, within what people accept in a quarter."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from solver.calendar.tables import no_limits
from solver.calendar.weeks import week_of
from solver.method.behaviour.weigh_typology import willing_people
from solver.tables import check
from solver.tables.channels import CHANNELS, KINDS_OF_CONTACT, SPOKEN
from solver.tables.codes import JOURNEYS
from solver.tables.touch_codes import MOTIVES
from solver.words.i18n import _, ngettext

ON_ITS_DAY = ("newsletter", "invitation")  # a mailing goes to all on one day: who has no room misses it
# From the first day on, before anybody goes there; the others by their last one.
AT_ONCE = ("complaint", "leaving", "occasion", "offer")
AWAITED = ("promise", "complaint")  # somebody waits for it: without room for a call, the next visit brings it
LAID_ON_VISITS = ("promise", "occasion")  # journeys lay their own days on visits
YEAR = 4  # quarters


@dataclass(frozen=True)
class Accepted:
    """How many contacts each account accepts in a quarter, and how many it has had.

    Attributes
    ----------
    most : int
        `contacts_per_quarter_max`, for each person.
    people : Series
        People who do not object, by account_id.
    before : Series
        Contacts held, by account_id and quarter: those of the same quarter a year ago are accepted.
    taken : dict
        Contacts by account_id and quarter, the dated visits first.
    """

    most: int
    people: dict[str, int]
    before: dict[tuple[str, pd.Period], int]
    taken: dict[tuple[str, pd.Period], int] = field(default_factory=dict)

    def cap(self, account_id: str, quarter: pd.Period) -> int:
        """Return how many contacts the account accepts in that quarter."""
        own = self.most * max(self.people.get(account_id, 1), 1)
        return max(own, self.before.get((account_id, quarter - YEAR), 0))

    def free(self, account_id: str, quarter: pd.Period) -> bool:
        """Tell whether there is a place in that quarter."""
        return self.taken.get((account_id, quarter), 0) < self.cap(account_id, quarter)

    def take(self, account_id: str, quarter: pd.Period) -> bool:
        """Take a place in that quarter, where there is one."""
        if not self.free(account_id, quarter):
            return False
        self.taken[account_id, quarter] = self.taken.get((account_id, quarter), 0) + 1
        return True


def accepted(
    appointments: pd.DataFrame,
    visits: pd.DataFrame,
    touchpoints: pd.DataFrame,
    accounts: pd.DataFrame,
    contacts: pd.DataFrame,
    *,
    as_of: date,
    contacts_per_quarter_max: int,
) -> Accepted:
    """Return what the people of each account accept, the dated visits and the contacts held counted.

    Parameters
    ----------
    appointments, visits, touchpoints, accounts, contacts : DataFrame
        The canonical tables of steps 12 and 1.
    as_of : date
    contacts_per_quarter_max : int
        Contacts one person accepts in a quarter, all channels.
    """
    end = pd.Timestamp(as_of)
    made = visits.loc[visits["status"].eq("done"), ["account_id", "date"]]
    logged = touchpoints[touchpoints["touch_kind"].isin(KINDS_OF_CONTACT) & touchpoints["date"].le(end)]
    people = willing_people(accounts, contacts).set_axis(accounts["account_id"])
    # Of the quarter in which the plan begins, what is past counts too.
    now = _by_quarter(pd.concat([appointments[["account_id", "date"]], made, logged[["account_id", "date"]]]))
    before = _by_quarter(pd.concat([made, logged[["account_id", "date"]]]))
    return Accepted(
        contacts_per_quarter_max,
        {str(code): int(n) for code, n in people.items()},
        before,
        now,
    )


def visits_by_quarter(
    allocation: pd.DataFrame, room: Accepted, *, plan_start: date, plan_end: date
) -> pd.DataFrame:
    """Return the most visits of each account in a quarter, of those that would get more in a year.

    Parameters
    ----------
    allocation : DataFrame
        `account_id, visits`.
    room : Accepted
        Without the visits of the plan: contacts already held in its first quarter count.
    plan_start, plan_end : date

    Returns
    -------
    DataFrame
        `account_id, quarter, visits`, as `solver.calendar.tables.CalendarTables` asks for it.
    """
    rows = [
        (code, str(quarter), most)
        for code, visits in allocation[["account_id", "visits"]].itertuples(index=False)
        for quarter in pd.period_range(plan_start, plan_end, freq="Q")
        if visits > (most := max(room.cap(code, quarter) - room.taken.get((code, quarter), 0), 0))
    ]
    return pd.DataFrame(rows, columns=["account_id", "quarter", "visits"]).astype(no_limits().dtypes)


def date_touches(
    touches: pd.DataFrame,
    appointments: pd.DataFrame,
    room: Accepted,
    *,
    plan_start: date,
    plan_end: date,
    rep_days: pd.DataFrame,
) -> pd.DataFrame:
    """Give each contact its day, in the order of the motives.

    Parameters
    ----------
    touches : DataFrame
        The canonical table of step 11.
    appointments : DataFrame
        The canonical table of step 12: a contact by visit takes one of the account's visits, each once.
    room : Accepted
        Filled as days are given.
    plan_start, plan_end : date
    rep_days : DataFrame
        The canonical table: on public holidays nobody calls, on days in the office reps do.

    Returns
    -------
    DataFrame
        The canonical table `touch_dates`. A visit that finds none of the account's in its weeks is a call.
        What finds no room moves to the next quarter, then stays without a day; what somebody waits for is
        brought up at the next visit, if that comes before.

    Notes
    -----
    A call of a journey falls on the day of its weeks, one in the office if there is one, that lies farthest
    from the account's visits and its other calls: midway between two of them where the weeks hold that day.
    """
    holidays = rep_days.loc[rep_days["activity"].eq("holiday"), "date"].to_numpy().astype("datetime64[D]")
    calendar = np.busdaycalendar(holidays=np.unique(holidays))
    in_office = rep_days[rep_days["activity"].eq("admin")].groupby("rep_id")["date"].agg(list).to_dict()
    first, last = (np.datetime64(day, "D") for day in (plan_start, plan_end))
    free = {str(code): sorted(own["date"]) for code, own in appointments.groupby("account_id")}
    held, seen_on = ({code: list(days) for code, days in free.items()} for _copy in range(2))
    rank = touches["motive"].map({motive: place for place, motive in enumerate(MOTIVES)})
    wished = touches["due_from"].where(touches["motive"].isin(AT_ONCE), touches["due_on"])
    order = touches.assign(rank=rank, wished=wished).sort_values(
        ["rank", "wished", "touch_id"], kind="stable"
    )
    rows = []
    for touch in order.to_dict("records"):
        row = {"touch_id": touch["touch_id"], "placed_on": None, "channel": touch["channel"], "cause": None}
        if touch["channel"] == "visit":
            seen = _visit_for(free.get(touch["account_id"], []), touch)
            if seen is not None:
                rows.append(row | {"placed_on": seen})
                continue
            row |= {"channel": "phone", "cause": _("no visit left in its weeks: by phone")}
        asked: pd.Timestamp = touch["wished"]
        if row["channel"] in SPOKEN and touch["motive"] in JOURNEYS:
            office = in_office.get(touch["owner"], [])
            asked = _between(held.get(touch["account_id"], []), touch, office, calendar)
        early = touch["motive"] not in (*AT_ONCE, *ON_ITS_DAY)
        day = _working_day(asked, first, last, calendar, not_before=touch["due_from"] if early else None)
        fixed = touch["motive"] in ON_ITS_DAY
        later = _next_quarter(day, first, last, calendar)
        tried = [day] if fixed else [day, *later]
        brings = _next_visit(seen_on, touch) if touch["motive"] in AWAITED else None
        if brings is not None and not room.free(touch["account_id"], day.to_period("Q")):
            tried = [one for one in later if one <= brings]
        placed = next((one for one in tried if room.take(touch["account_id"], one.to_period("Q"))), None)
        if placed is None and brings is not None:
            cause = _("no room for a call: its next visit brings it up")
            rows.append(row | {"placed_on": brings, "channel": "visit", "cause": cause})
            continue
        if placed is None:
            row["cause"] = _("no room: its people have all the contacts they accept")
        elif placed != day:
            n = room.cap(touch["account_id"], day.to_period("Q"))
            row["cause"] = ngettext(
                "a quarter later: it accepts {n} contact a quarter",
                "a quarter later: it accepts {n} contacts a quarter",
                n,
            ).format(n=n)
        if placed is not None and row["channel"] in SPOKEN:
            held.setdefault(touch["account_id"], []).append(placed)
        rows.append(row | {"placed_on": placed})
    table = pd.DataFrame(rows, columns=["touch_id", "placed_on", "channel", "cause"])
    table = table.astype({"placed_on": "datetime64[us]", "cause": "str"})
    return check("touch_dates", table.set_index("touch_id").reindex(touches["touch_id"]).reset_index())


def pressure(touch_dates: pd.DataFrame, appointments: pd.DataFrame) -> pd.DataFrame:
    """Return how many contacts there are by quarter and channel: `quarter, visit, phone, email, …`."""
    dated = touch_dates[touch_dates["placed_on"].notna() & touch_dates["channel"].ne("visit")]
    days = pd.concat(
        [
            dated[["placed_on", "channel"]],
            pd.DataFrame({"placed_on": appointments["date"], "channel": "visit"}),
        ]
    )
    quarters = days["placed_on"].dt.to_period("Q").astype("str")
    table = pd.crosstab(quarters, days["channel"]).reindex(columns=list(CHANNELS), fill_value=0)
    return table.loc[:, table.any()].rename_axis(index="quarter", columns=None).reset_index()


def calls_by_week(
    touches: pd.DataFrame,
    touch_dates: pd.DataFrame,
    call_list: pd.DataFrame,
    rep_days: pd.DataFrame,
    day_hours: pd.Series,
    *,
    minutes_per_call: float,
) -> pd.DataFrame:
    """Return the calls of each owner in each week, and the hours against those in the office.

    Parameters
    ----------
    touches, touch_dates, call_list, rep_days : DataFrame
        The canonical tables: calls for appointments, as far ahead as their list looks, and of the
        diary.
    day_hours : Series
        Hours of a day, by rep_id.
    minutes_per_call : float

    Returns
    -------
    DataFrame
        `owner, week, appointments, calls, hours, office_hours`.
    """
    phoned = touches.merge(
        touch_dates[["touch_id", "placed_on", "channel"]], on="touch_id", suffixes=("_asked", "")
    )
    phoned = phoned[phoned["channel"].isin(SPOKEN) & phoned["placed_on"].notna()]
    calls = phoned["channel"].map({code: CHANNELS[code].calls for code in SPOKEN}).astype("float64")
    phoned = phoned.assign(week=week_of(phoned["placed_on"]), minutes=calls * minutes_per_call)
    asked = call_list.rename(columns={"rep_id": "owner", "phoning_minutes": "minutes"})
    both = pd.concat(
        [
            asked[["owner", "week", "minutes"]].assign(appointments=1, calls=0),
            phoned[["owner", "week", "minutes"]].assign(appointments=0, calls=1),
        ]
    )
    table = both.groupby(["owner", "week"], as_index=False)[["appointments", "calls", "minutes"]].sum()
    table["hours"] = table.pop("minutes") / 60
    office = rep_days[rep_days["activity"].eq("admin")]
    hours = (1 - office["field_share"]) * office["rep_id"].map(day_hours).astype("float64")
    by_week = hours.groupby([office["rep_id"], week_of(office["date"])]).sum()
    places = pd.MultiIndex.from_frame(table[["owner", "week"]])
    return table.assign(office_hours=by_week.reindex(places).to_numpy())


def _by_quarter(held: pd.DataFrame) -> dict[tuple[str, pd.Period], int]:
    quarters = held["date"].dt.to_period("Q")
    counts = Counter(zip(held["account_id"], quarters, strict=True))
    return dict(counts)


def _next_visit(seen_on: dict[str, list[pd.Timestamp]], touch: dict[Any, Any]) -> pd.Timestamp | None:
    """Return the first visit of the account from the first day of the contact on."""
    return next((day for day in seen_on.get(touch["account_id"], []) if day >= touch["due_from"]), None)


def _visit_for(free: list[pd.Timestamp], touch: dict[Any, Any]) -> pd.Timestamp | None:
    """Take the last of the account's visits within the weeks of the contact."""
    able = [day for day in free if touch["due_from"] <= day <= touch["due_on"]]
    if not able:
        return None
    free.remove(able[-1])
    return able[-1]


def _between(
    held: list[pd.Timestamp], touch: dict[Any, Any], office: list[pd.Timestamp], calendar: np.busdaycalendar
) -> pd.Timestamp:
    """Return the day within the weeks of a call that is farthest from other contacts, the last such one."""
    weeks = pd.date_range(touch["due_from"], touch["due_on"])
    working = np.is_busday(weeks.to_numpy().astype("datetime64[D]"), busdaycal=calendar)
    able = [day for day in office if touch["due_from"] <= day <= touch["due_on"]] or list(weeks[working])
    away = {day: min((abs((day - other).days) for other in held), default=0) for day in able}
    farthest: pd.Timestamp = max(able, key=lambda day: (away[day], day), default=touch["due_on"])
    return farthest


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
