"""Whom to phone on which day to turn planned visits into appointments, and how long it takes."""

import math
from collections.abc import Callable

import pandas as pd

from solver.calendar.agreed import PLANNED
from solver.calendar.occurrences import last_visits_done
from solver.calendar.phone import PhoneTime
from solver.calendar.settings import CalendarSettings
from solver.calendar.weeks import week_of
from solver.method.behaviour.private_lines import without_private_lines
from solver.words.i18n import _

# An hour is fixed a week or two before: sooner it is forgotten, later the day is taken. Where a leave lies in
# between, it is fixed before the leave.
SOONEST, EARLIEST, LATEST, A_WEEK, THE_DAY_BEFORE = (pd.Timedelta(days=days) for days in (42, 15, 8, 7, 1))
ROLE_ORDER = ("decision_maker", "buyer", "prescriber", "user")
CALL_LIST = {
    "week": "str",
    "rep_id": "str",
    "account_id": "str",
    "name": "str",
    "contact": "str",
    "phone": "str",
    "call_on": "datetime64[us]",
    "proposed_on": "datetime64[us]",
    "proposed_start": "str",
    "alternative_on": "datetime64[us]",
    "alternative_start": "str",
    "third_on": "datetime64[us]",
    "third_start": "str",
    "priority": "int64",
    "phoning_minutes": "float64",
    "cause": "str",
}
OTHER_CHOICES = [f"{choice}_{part}" for choice in ("alternative", "third") for part in ("on", "start")]
CALLS = {"visit_no": "int64"} | {name: of for name, of in CALL_LIST.items() if name not in OTHER_CHOICES}


def appointment_calls(
    appointments: pd.DataFrame,
    accounts: pd.DataFrame,
    contacts: pd.DataFrame,
    scores: pd.DataFrame,
    visits: pd.DataFrame,
    settings: CalendarSettings,
    *,
    phone: PhoneTime,
    due_before: Callable[[pd.Timestamp], None],
    reach_rate: float = 0.75,
    appointment_rate: float = 0.33,
    client_appointment_rate: float = 0.9,
    minutes_per_call: float = 6.0,
) -> pd.DataFrame:
    """Return the planned visits with whom to phone and on which day, in the order to phone them.

    Parameters
    ----------
    appointments : DataFrame
        Of a `CalendarPlan`.
    accounts : DataFrame
        `account_id, name, kind, phone, opposed`.
    contacts : DataFrame
        `account_id, name, role, phone, opposed`.
    scores : DataFrame
        `account_id, score`.
    visits : DataFrame
        Log of visits, for the lateness.
    settings : CalendarSettings
    phone : PhoneTime
        What each rep has on each day: the calls take their minutes of it. Who is phoned on one of the days
        of its call is phoned once, for both.
    due_before : callable
        Asked with the last good day of each call before that call gets its day, in the order of these days:
        what is due before takes its time first.
    reach_rate : float
        Accounts reached per call.
    appointment_rate, client_appointment_rate : float
        Appointments per prospect reached, and per client or former client reached.
    minutes_per_call : float
        Length of one call, answered or not.

    Returns
    -------
    DataFrame
        Those of the table `call_list`, for all weeks and without other days, by week, rep and priority, with
        `visit_no`. Accounts opposed to canvassing are left out, and no contact opposed to it is named.

    Notes
    -----
    A call is made 8 to 15 days before its visit, in the office where there is time; where none of these days
    has any, nearer to the visit, and at last up to six weeks before it. The nearest visit comes first; those
    of one day are called in the order lateness x score: days since the last visit over the ideal gap, 1 for
    an account without a visit in the log; an unknown score counts as the median one. One appointment takes
    1 / (reach rate x appointment rate) calls on average.
    """
    planned = appointments[appointments["status"] == PLANNED]
    allowed = accounts.loc[~accounts["opposed"].astype(bool), ["account_id", "name", "kind", "phone"]]
    table = planned.merge(allowed, on="account_id", how="inner")
    table = table.merge(people_to_ask(contacts, accounts), on="account_id", how="left")
    table["phone"] = table["contact_phone"].fillna(table["switchboard"])
    rate = table["kind"].eq("prospect").map({True: appointment_rate, False: client_appointment_rate})
    table["phoning_minutes"] = (minutes_per_call / (reach_rate * rate.astype("float64"))).round(1)
    table["urgency"] = _urgency(table, scores, visits, settings)
    in_turn = {"date": True, "urgency": False, "account_id": True, "visit_no": True}
    table = table.sort_values(
        list(in_turn), ascending=list(in_turn.values()), kind="stable", ignore_index=True
    )
    table = _called_on(table, phone, pd.Timestamp(settings.plan_start), due_before)
    table["week"] = week_of(called_or_visited(table.rename(columns={"date": "proposed_on"})))
    by_day = dict.fromkeys(("week", "rep_id", "call_on"), True) | in_turn
    table = table.sort_values(list(by_day), ascending=list(by_day.values()), kind="stable")
    table["priority"] = table.groupby(["week", "rep_id"]).cumcount() + 1
    table = table.rename(columns={"date": "proposed_on", "start": "proposed_start"})
    return table[list(CALLS)].astype(CALLS).reset_index(drop=True)


def call_list(
    calls: pd.DataFrame,
    other_days: Callable[[pd.DataFrame], pd.DataFrame],
    settings: CalendarSettings,
    *,
    call_weeks: int = 4,
) -> pd.DataFrame:
    """Return the calls of the coming weeks, with a second and a third day to propose.

    Parameters
    ----------
    calls : DataFrame
        Of `appointment_calls`.
    other_days : callable
        Of a `CalendarPlan`.
    settings : CalendarSettings
    call_weeks : int
        Weeks ahead, from the start of the plan.
    """
    end = pd.Timestamp(settings.plan_start) + pd.Timedelta(weeks=call_weeks)
    coming = calls[called_or_visited(calls) < end]
    return _with_other_days(coming, other_days(coming))[list(CALL_LIST)].astype(CALL_LIST)


def called_or_visited(calls: pd.DataFrame) -> pd.Series:
    """Return the day under which each call is counted: its own, that of the visit where it has none."""
    return calls["call_on"].fillna(calls["proposed_on"])


def _called_on(
    table: pd.DataFrame, phone: PhoneTime, start: pd.Timestamp, due_before: Callable[[pd.Timestamp], None]
) -> pd.DataFrame:
    """Give each call its day and, where that is no week before the visit, the cause; in the order given."""
    days, causes, left = [], [], []
    asked = table[["account_id", "rep_id", "date", "phoning_minutes"]]
    for account_id, rep_id, visit, minutes in asked.itertuples(index=False):
        first, last = max(visit - EARLIEST, start), visit - LATEST
        due_before(max(last, start))
        tried = _days_tried(phone, account_id, rep_id, visit, start)
        able = (one for one in tried if phone.able(account_id, rep_id, one, minutes))
        day, cause, alone = next(able, None), None, True
        if day is not None:
            alone = phone.call(account_id, rep_id, day, minutes)
        left.append(minutes if alone else 0.0)
        if not alone:
            cause = _("one call for both: the rep phones there that day anyway")
        elif day is None:
            cause = _("no time to phone is left before the visit: the office calls, or the rep drops in")
        elif day > last:
            cause = _("less than 8 days before the visit: until then there is no time left to phone")
            if last < start or not phone.days(rep_id, first, last):
                cause = _("less than 8 days before the visit: the rep has no day to phone sooner")
        elif day < first:
            cause = _("more than 15 days before the visit: later the rep has no time left to phone")
        days.append(day)
        causes.append(cause)
    return table.assign(
        call_on=pd.Series(days, index=table.index, dtype="datetime64[us]"),
        phoning_minutes=pd.Series(left, index=table.index, dtype="float64"),
        cause=pd.Series(causes, index=table.index, dtype="str"),
    )


def _days_tried(
    phone: PhoneTime, account_id: str, rep_id: str, visit: pd.Timestamp, start: pd.Timestamp
) -> list[pd.Timestamp]:
    """Return the days to try for a call: a week or two before, then nearer to the visit, then sooner.

    Before all come those on which the rep phones there anyway, up to a week sooner: one call does for both.
    """
    first, last, end = max(visit - EARLIEST, start), visit - LATEST, visit - THE_DAY_BEFORE
    talks = [day for day, caller in sorted(phone.talks_with(account_id).items()) if caller == rep_id]
    return [
        *(day for day in talks if first <= day <= last),
        *reversed([day for day in talks if start <= day < first and day >= first - A_WEEK]),
        *phone.office_first(rep_id, phone.days(rep_id, first, last)),
        *(day for day in talks if max(first, last + THE_DAY_BEFORE) <= day <= end),
        *phone.days(rep_id, max(first, last + THE_DAY_BEFORE), end),
        *reversed(phone.days(rep_id, max(visit - SOONEST, start), first - THE_DAY_BEFORE)),
    ]


def _with_other_days(calls: pd.DataFrame, alternatives: pd.DataFrame) -> pd.DataFrame:
    """Put the second and the third choice beside each visit."""
    other = alternatives.rename(columns={"date": "alternative_on", "start": "alternative_start"})
    table = calls.merge(
        other[["account_id", "visit_no", *OTHER_CHOICES]], on=["account_id", "visit_no"], how="left"
    )
    # A choice before the first may lie before the call itself: the third then comes second.
    for choice in ("alternative", "third"):
        earlier = table[f"{choice}_on"] < table["proposed_on"]
        for part in ("on", "start"):
            table[f"{choice}_{part}"] = table[f"{choice}_{part}"].mask(earlier)
    gone = table["alternative_on"].isna()
    for part in ("on", "start"):
        table[f"alternative_{part}"] = table[f"alternative_{part}"].fillna(table[f"third_{part}"])
        table[f"third_{part}"] = table[f"third_{part}"].mask(gone)
    return table


def phoning_hours(calls: pd.DataFrame, minutes_per_call: float = 6.0) -> pd.DataFrame:
    """Return the hours of phoning that a call list implies.

    Parameters
    ----------
    calls : DataFrame
        The table `call_list`.
    minutes_per_call : float
        As given to `call_list`.

    Returns
    -------
    DataFrame
        `week, rep_id, accounts_to_reach, call_attempts, hours`; attempts rounded up. Who is phoned that day
        anyway is one of the accounts to reach, and takes no attempt of its own.
    """
    table = calls.groupby(["week", "rep_id"], as_index=False).agg(
        accounts_to_reach=("account_id", "nunique"), minutes=("phoning_minutes", "sum")
    )
    table["call_attempts"] = [math.ceil(minutes / minutes_per_call - 1e-6) for minutes in table["minutes"]]
    table["hours"] = table["minutes"] / 60
    return table[["week", "rep_id", "accounts_to_reach", "call_attempts", "hours"]]


def people_to_ask(contacts: pd.DataFrame, accounts: pd.DataFrame) -> pd.DataFrame:
    """Return for each account the contact to ask for and the switchboard, neither of an opposed person.

    Parameters
    ----------
    contacts : DataFrame
        `contact_id, account_id, name, function, role, phone, opposed`.
    accounts : DataFrame
        `account_id, phone`.

    Returns
    -------
    DataFrame
        `account_id, switchboard, contact, contact_function, contact_phone`, one line per account.
    """
    opposed = contacts["opposed"].astype(bool)
    rank = contacts["role"].map({role: i for i, role in enumerate(ROLE_ORDER)}).fillna(len(ROLE_ORDER))
    willing = contacts[~opposed].assign(rank=rank, mute=contacts["phone"].isna())
    asked = willing.sort_values(["account_id", "mute", "rank", "contact_id"]).drop_duplicates("account_id")
    asked = asked.rename(
        columns={"name": "contact", "function": "contact_function", "phone": "contact_phone"}
    )
    asked = asked.reindex(columns=["account_id", "contact", "contact_function", "contact_phone"])
    people = without_private_lines(accounts[["account_id", "phone"]], contacts)
    people = people.rename(columns={"phone": "switchboard"})
    return people.merge(asked, on="account_id", how="left")


def _urgency(
    table: pd.DataFrame, scores: pd.DataFrame, visits: pd.DataFrame, settings: CalendarSettings
) -> pd.Series:
    """Lateness x score."""
    last = last_visits_done(visits)
    logged = pd.Series([last.get(account_id) for account_id in table["account_id"]], index=table.index)
    since = pd.Timestamp(settings.plan_start) - logged.astype("datetime64[us]")
    lateness = (since.dt.total_seconds() / 86400 / table["ideal_gap_days"]).fillna(1.0).clip(lower=0.0)
    score = table["account_id"].map(scores.set_index("account_id")["score"]).astype("float64")
    return (lateness * score.fillna(score.median()).fillna(1.0)).round(9)
