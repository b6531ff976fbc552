"""Partners, whom no rep looks after, and the guests of the firm's own events."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from solver.method.behaviour.complaints import called
from solver.method.behaviour.journeys import to_working_days
from solver.method.diary.people import MANAGER, MARKETING, People
from solver.method.diary.windows import WEEKS_BEFORE, Plan, due
from solver.parameters.diary import Event
from solver.tables.channels import CHANNELS, FOR_PARTNERS
from solver.words.i18n import _, format_date

INVITED_BEFORE, ANSWER_BEFORE = pd.Timedelta(weeks=6), pd.Timedelta(weeks=2)


def partner_touches(
    people: People, partner_actions: Mapping[Any, Mapping[Any, int]], plan: Plan, guests: pd.DataFrame
) -> pd.DataFrame:
    """Return the contacts of the plan with suppliers, bankers, journalists and relations.

    Parameters
    ----------
    people : People
    partner_actions : mapping
        Kind to channel to times a year.
    plan : Plan
        A shorter plan has its part of them, one at least.
    guests : DataFrame
        As `invitations` returns it: who is invited needs no other meeting.
    """
    purposes = _purposes()
    year = ((plan.last - plan.first).days + 1) / 365
    parts = []
    for kind, wanted in partner_actions.items():
        rows = people.accounts[people.accounts["kind"].eq(kind) & people.may(people.accounts["account_id"])]
        for channel in (each for each in FOR_PARTNERS if wanted.get(each)):
            asked = rows
            if channel == "event":
                asked = rows[~rows["account_id"].isin(guests["account_id"])]
            times = max(round(wanted[channel] * year), 1)
            for place in range(times):
                day = plan.first + (plan.last - plan.first) * ((place + 0.5) / times)
                on = to_working_days(pd.Series([day.normalize()]), plan.last).iloc[0]
                parts.append(
                    due(
                        asked,
                        plan,
                        motive="partner",
                        due_from=on - WEEKS_BEFORE,
                        due_on=on,
                        channel=channel,
                        contact_id=people.first(asked["account_id"], CHANNELS[channel].line),
                        purpose=purposes.get((kind, channel), _("Keep in touch")),
                        owner=MANAGER,
                    )
                )
    return pd.concat(parts, ignore_index=True) if parts else due(people.accounts.iloc[:0], plan)


def invitations(
    people: People,
    segments: pd.DataFrame,
    complaints: pd.DataFrame,
    events: Sequence[Event],
    plan: Plan,
    promoters: Collection[str] = (),
) -> pd.DataFrame:
    """Return whom each event is for, up to its places.

    Clients of class A come first, the largest on top; then `promoters`, relations, and prospects
    who asked for a quotation. Nobody is invited whose complaint is not settled.
    """
    able = people.accounts[people.may(people.accounts["account_id"])]
    able = able[~able["account_id"].isin(called(complaints))].merge(
        segments[["account_id", "segment", "revenue_eur"]], on="account_id", how="left"
    )
    client = able["kind"].eq("client")
    in_turn = [
        client & able["segment"].eq("A"),
        client & able["account_id"].isin(promoters),
        able["kind"].eq("relation"),
        able["kind"].eq("prospect") & able["stage"].eq("quoted"),
    ]
    able = able.assign(place=np.select(in_turn, range(len(in_turn)), -1))
    able = able[np.logical_or.reduce(in_turn)].sort_values(
        ["place", "revenue_eur", "account_id"], ascending=[True, False, True], kind="stable"
    )
    parts = [due(able.iloc[:0], plan, motive="invitation", channel="event")]
    for event in events:
        day = pd.Timestamp(event.on)
        guests = able.head(event.places)
        parts.append(
            due(
                guests,
                plan,
                motive="invitation",
                due_from=day - INVITED_BEFORE,
                due_on=day - ANSWER_BEFORE,
                channel="event",
                contact_id=people.first(guests["account_id"]),
                purpose=_("Invite to {name} on {date}").format(name=event.name, date=format_date(day)),
                owner=MARKETING,
            )
        )
    return pd.concat(parts, ignore_index=True)


def _purposes() -> dict[tuple[str, str], str]:
    return {
        ("supplier", "event"): _("Share the plan of the year; agree on joint demonstrations and leads"),
        ("banker", "event"): _("Show the published figures, and the order book in words"),
        ("journalist", "email"): _("Tell a story with figures that anybody may print"),
        ("relation", "phone"): _("Thank, ask for a name, and tell what became of the last one"),
        ("relation", "event"): _("Invite"),
    }
