"""The table `touches`: every contact beside the visits, from promises to partners."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from solver.method.behaviour.complaints import called
from solver.method.behaviour.leaving import opens_prevention
from solver.method.diary.people import People
from solver.method.diary.windows import WEEKS_BEFORE, Plan, due
from solver.tables import check
from solver.tables.actions import MADE_BY_PHONE, MAIN, codes_of
from solver.tables.channels import CHANNELS
from solver.tables.touch_codes import MOTIVES
from solver.words.i18n import _, clauses, format_date, with_label

DAYS_TO_ANSWER = 2  # working days: a complaint is answered at once
# Working days in which a rep finds out whether one noted at a visit is settled, or why who may leave does.
DAYS_TO_ASK = 10
SOON = 0.25  # of the plan: a promise without a day


def promise_touches(
    next_actions: pd.DataFrame, people: People, visits: pd.Series, plan: Plan
) -> pd.DataFrame:
    """Return what the reps promised: on a visit of the account, by phone where it has none."""
    objecting = people.accounts.loc[people.accounts["opposition_scope"].eq("processing"), "account_id"]
    rows = next_actions[~next_actions["account_id"].isin(objecting)]
    otherwise = plan.first + (plan.last - plan.first) * SOON
    seen = rows["account_id"].map(visits).fillna(0).gt(0)
    return due(
        rows,
        plan,
        motive="promise",
        due_from=rows["agreed_on"],
        due_on=rows["due_on"].fillna(otherwise.normalize()),
        channel=seen.map({True: "visit", False: "phone"}),
        contact_id=people.first(rows["account_id"], "phone"),
        purpose=[_promise(row) for row in rows.itertuples()],
        owner=rows["rep_id"].fillna(people.owner(rows["account_id"])),
    )


def _promise(row: Any) -> str:
    return with_label(_("Promised on {date}").format(date=format_date(row.agreed_on)), row.action)


def complaint_touches(
    complaints: pd.DataFrame, journeys: pd.DataFrame, people: People, plan: Plan
) -> pd.DataFrame:
    """Return a call to each account that waits for an answer to its complaint, or may still wait for one.

    The call asks what the first contact of prevention would ask there, if it is on that journey too.
    """
    objecting = people.accounts.loc[people.accounts["opposition_scope"].eq("processing"), "account_id"]
    rows = complaints[
        complaints["account_id"].isin(called(complaints)) & ~complaints["account_id"].isin(objecting)
    ]
    soon, later = (plan.first + pd.offsets.BDay(days) for days in (DAYS_TO_ANSWER, DAYS_TO_ASK))
    return due(
        rows,
        plan,
        motive="complaint",
        due_from=plan.first,
        due_on=rows["ask_first"].map({False: soon, True: later}).astype("datetime64[us]"),
        channel="phone",
        contact_id=people.first(rows["account_id"], "phone"),
        purpose=_with_prevention([_complaint(row) for row in rows.itertuples()], rows, journeys),
        owner=people.owner(rows["account_id"]),
    )


def _with_prevention(purposes: Sequence[str], rows: pd.DataFrame, journeys: pd.DataFrame) -> list[str]:
    """Put behind each purpose what the first contact of prevention would ask of that account."""
    first = journeys[opens_prevention(journeys)].drop_duplicates("account_id").set_index("account_id")
    asks = rows["account_id"].map(first["purpose"])
    return [
        own if pd.isna(other) else clauses([own, str(other)])
        for own, other in zip(purposes, asks, strict=True)
    ]


def _complaint(row: Any) -> str:
    if row.ask_first:
        said = _("Ask whether their complaint of {date} is settled")
        return said.format(date=format_date(row.complained_on))
    return with_label(_("Settle what they reproach us with"), row.reason)


def journey_touches(journeys: pd.DataFrame, people: People, plan: Plan) -> pd.DataFrame:
    """Return the contacts of the journeys.

    Parameters
    ----------
    journeys : DataFrame
        As `solver.method.behaviour.leaving.journeys_to_make` returns them.
    people : People
    plan : Plan
    """
    return due(
        journeys,
        plan,
        motive=journeys["journey"],
        due_from=journeys["due_on"] - WEEKS_BEFORE,
        contact_id=people.first(journeys["account_id"], "phone"),
        owner=people.owner(journeys["account_id"]),
        value_eur=journeys["value_eur"],
    )


def leaving_touches(
    may_leave: pd.DataFrame,
    journeys: pd.DataFrame,
    complaints: pd.DataFrame,
    people: People,
    plan: Plan,
    questions: pd.Series | None = None,
) -> pd.DataFrame:
    """Return a call within two weeks to each client more likely to leave than to stay.

    Who complained as well is told so in the same call: both reasons stand in the diary, on one day.

    Parameters
    ----------
    may_leave : DataFrame
        As `solver.method.behaviour.leaving.who_may_leave` returns it.
    journeys, complaints : DataFrame
        The canonical tables: what a first contact of prevention would ask, this call asks, if no other does.
    people : People
    plan : Plan
    questions : Series of str, optional
        What is to be found out of their records and no visit asks, by account_id: this call asks it last.
    """
    rows = may_leave[people.may(may_leave["account_id"])]
    own = journeys[~journeys["account_id"].isin(called(complaints))]
    why = _with_prevention([_("Find out why it stops buying")] * len(rows), rows, own)
    asked_of = {} if questions is None else questions.to_dict()
    fields = [asked_of.get(account_id, "") for account_id in rows["account_id"]]
    record = _("then find out or correct: {fields}")
    told = [
        clauses([said, record.format(fields=asked)]) if asked else said
        for said, asked in zip(why, fields, strict=True)
    ]
    return due(
        rows,
        plan,
        motive="leaving",
        due_from=plan.first,
        due_on=plan.first + pd.offsets.BDay(DAYS_TO_ASK),
        channel="phone",
        contact_id=people.first(rows["account_id"], "phone"),
        purpose=told,
        owner=people.owner(rows["account_id"]),
        value_eur=rows["p"] * rows["margin_eur"].clip(lower=0),
    )


def action_touches(action_plan: pd.DataFrame, people: People, plan: Plan) -> pd.DataFrame:
    """Return the calls of the plan's actions: in place of a visit, to be paid, to verify a record.

    Parameters
    ----------
    action_plan : DataFrame
        The canonical table. The calls in place of visits share out the plan, the others the time up to the
        day of their action.
    people : People
    plan : Plan
    """
    code = codes_of(action_plan["action_id"])
    rows = action_plan.assign(code=code)[code.isin(MADE_BY_PHONE) & action_plan["calls"].gt(0)]
    rows = rows[people.may(rows["account_id"])]
    instead = rows["code"].isin(MAIN)
    said = rows["objective"].where(rows["code"].eq("verify"), rows["action"])  # a calendar tells no amounts
    rows = rows.assign(
        until=rows["due_on"].where(~instead, plan.last),
        purpose=said.where(~instead, _("In place of a visit: ask how it goes, and what it needs")),
    )
    each = rows.loc[rows.index.repeat(rows["calls"])]
    place, days = each.groupby("action_id").cumcount(), (each["until"] - plan.first).dt.days
    return due(
        each,
        plan,
        motive="action",
        due_from=plan.first + pd.to_timedelta(-(-days * place // each["calls"]), unit="D"),
        due_on=plan.first + pd.to_timedelta(days * (place + 1) // each["calls"], unit="D"),
        channel="phone",
        contact_id=people.first(each["account_id"], "phone"),
        purpose=each["purpose"],
        owner=people.owner(each["account_id"]),
    )


def as_touches(
    parts: Sequence[pd.DataFrame],
    plan: Plan,
    next_actions: pd.DataFrame,
    *,
    phone_contact_cost_eur: float,
    letter_contact_cost_eur: float,
) -> pd.DataFrame:
    """Give the contacts that are due their numbers, and say what each costs.

    Parameters
    ----------
    parts : sequence of DataFrame
        As `solver.method.diary.windows.due` returns them.
    plan : Plan
    next_actions : DataFrame
        The canonical table of step 1, for what is overdue.
    phone_contact_cost_eur, letter_contact_cost_eur : float

    Returns
    -------
    DataFrame
        The canonical table `touches`, by motive, day and account. A contact keeps its number from run to run
        within a year: the account, the motive, its place, the year the plan starts.
    """
    table = pd.concat(parts, ignore_index=True)
    rank = table["motive"].map({motive: place for place, motive in enumerate(MOTIVES)})
    order = ["rank", "due_on", "due_from", "account_id", "contact_id", "purpose"]
    table = table.assign(rank=rank).sort_values(order, ignore_index=True, kind="stable")
    letters = table["motive"].eq("newsletter")
    of_motive = table.groupby(["account_id", "motive"])
    number = of_motive.cumcount() + 1
    # Of a newsletter that several people get, each is the same one.
    issue = table.groupby(["account_id", "motive"])["due_on"].rank(method="dense").astype("int64")
    table["no"] = number.where(~letters, issue).astype("int64")
    person = ("-" + table["contact_id"]).where(letters, "").fillna("")
    table["touch_id"] = (
        table["account_id"]
        + "-"
        + table["motive"]
        + "-"
        + table["no"].astype("str")
        + person
        + f"-{plan.first:%Y}"
    )
    costs = {
        "phone_contact_cost_eur": phone_contact_cost_eur,
        "letter_contact_cost_eur": letter_contact_cost_eur,
    }
    cost = {code: costs[channel.cost] for code, channel in CHANNELS.items() if channel.cost}
    table["cost_eur"] = table["channel"].map(cost).fillna(0.0)
    late = next_actions.loc[next_actions["status"].eq("overdue"), "account_id"]
    overdue = table["motive"].eq("promise") & table["account_id"].isin(late)
    table["status"] = overdue.map({True: "overdue", False: "to_do"})
    return check("touches", table.drop(columns="rank"))
