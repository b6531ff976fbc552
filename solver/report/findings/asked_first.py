"""What a first contact asks before anything is proposed: of who complained, and of who may leave."""

from datetime import date

import pandas as pd

from solver.method.behaviour.complaints import called
from solver.method.behaviour.leaving import who_may_leave
from solver.report.findings.artifacts import Artifacts
from solver.tables.actions import FIRST_CALLS
from solver.tables.channels import SPOKEN
from solver.words.i18n import _, clauses, format_date

type Asked = dict[str, dict[str, str]]  # by account_id, then by the motive of its call


def asked_first(artifacts: Artifacts) -> dict[str, str]:
    """Return, by account_id, what is asked before anything is proposed, every reason."""
    return {account_id: clauses(reasons.values()) for account_id, reasons in _asked(artifacts).items()}


def said_at_first_visits(artifacts: Artifacts) -> dict[str, list[tuple[str, str]]]:
    """Return, by account_id, what its first visit asks or follows up, each under its heading.

    A call is to come first: the visit follows up the answer. Where the call found no room, or the visit is
    not later than it, the visit asks.
    """
    called_on = _days_called(artifacts)
    visits = artifacts.table("appointments").groupby("account_id")["date"].min()
    said: dict[str, list[tuple[str, str]]] = {}
    for account_id, reasons in _asked(artifacts).items():
        visit = visits.get(account_id)
        before: dict[date | None, list[str]] = {}
        for motive, words in reasons.items():
            day = called_on.get((account_id, motive))
            answered = None if day is None or visit is None or day >= visit else day.date()
            before.setdefault(answered, []).append(words)
        told = sorted(before.items(), key=lambda each: (each[0] is not None, each[0] or date.min))
        said[account_id] = [(_heading(day), clauses(words)) for day, words in told]
    return said


def _heading(called: date | None) -> str:
    """Say what to do: ask, or follow up what was answered on that day."""
    if called is None:
        return _("Ask first, before anything is proposed")
    return _("Follow up their answer to the call of {date}").format(date=format_date(called))


def _days_called(artifacts: Artifacts) -> dict[tuple[str, str], pd.Timestamp]:
    """Return the day of each first call that has one, by account_id and motive."""
    if not artifacts.has("touches", "touch_dates"):
        return {}
    touches = artifacts.table("touches")
    asks = touches.loc[touches["motive"].isin(FIRST_CALLS), ["touch_id", "account_id", "motive"]]
    days = artifacts.table("touch_dates")[["touch_id", "placed_on", "channel"]].dropna(subset="placed_on")
    asks = asks.merge(days[days["channel"].isin(SPOKEN)], on="touch_id")
    asks = asks.sort_values(["placed_on", "touch_id"], kind="stable")
    first = asks.drop_duplicates(["account_id", "motive"])[["account_id", "motive", "placed_on"]]
    return {(code, motive): day for code, motive, day in first.itertuples(index=False)}


def _asked(artifacts: Artifacts) -> Asked:
    told: Asked = {}
    if artifacts.has("complaints"):
        table = artifacts.table("complaints").set_index("account_id")
        for account_id in called(artifacts.table("complaints")):
            settled = _("whether the complaint of {date} is settled")
            words = settled.format(date=format_date(table["complained_on"][account_id]))
            told.setdefault(str(account_id), {})["complaint"] = words
    if artifacts.has("loss_risk", "segments"):
        may_leave = who_may_leave(artifacts.table("loss_risk"), artifacts.table("segments"))
        for account_id in may_leave["account_id"]:
            words = _("what has changed: it is more likely to leave than to stay")
            told.setdefault(str(account_id), {})["leaving"] = words
    return told
