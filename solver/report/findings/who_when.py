"""Who acts on a decision, and from which day on: the reps of its accounts, and their first visits there."""

from collections.abc import Collection

import pandas as pd

from solver.report.findings.artifacts import Artifacts
from solver.tables.channels import SPOKEN
from solver.words.i18n import _, counted, format_date, format_number, mark_plural
from solver.words.sentences import rep_names

NAMED = 6
ASKING = ("complaint", "leaving", "prevention")  # a first contact that asks what is wrong
Forms = tuple[str, str]
VISITED = (  # on one day, and on more
    mark_plural(
        "{n} of these accounts is first visited on {last}",
        "{n} of these accounts are first visited on {last}",
    ),
    mark_plural(
        "{n} of these accounts is first visited between {earliest} and {last}",
        "{n} of these accounts are first visited between {earliest} and {last}",
    ),
)
ALL = (
    mark_plural("it is first visited on {last}", "these {n} accounts are first visited on {last}"),
    mark_plural(
        "it is first visited between {earliest} and {last}",
        "these {n} accounts are first visited between {earliest} and {last}",
    ),
)
CALLED = (
    mark_plural(
        "{n} of these calls stands in the diary, on {last}",
        "{n} of these calls stand in the diary, on {last}",
    ),
    mark_plural(
        "{n} of these calls stands in the diary, between {earliest} and {last}",
        "{n} of these calls stand in the diary, between {earliest} and {last}",
    ),
)
ALL_CALLED = (
    mark_plural("this call stands in the diary, on {last}", "these {n} calls stand in the diary, on {last}"),
    mark_plural(
        "this call stands in the diary, between {earliest} and {last}",
        "these {n} calls stand in the diary, between {earliest} and {last}",
    ),
)
ASKED = mark_plural("{n} is asked at a visit.", "{n} are asked at a visit.")
NOT_CALLED = mark_plural("{n} has no day yet.", "{n} have no day yet.")


def reps_of(artifacts: Artifacts, account_ids: Collection[str]) -> str:
    """Name the reps of these accounts, each with how many, the most first; empty before step 10."""
    if not artifacts.has("allocation", "reps"):
        return ""
    allocation = artifacts.table("allocation")
    of_each = allocation.loc[allocation["account_id"].isin(account_ids), "rep_id"].value_counts()
    order = sorted(of_each.items(), key=lambda each: (-each[1], str(each[0])))
    names = rep_names(artifacts.table("reps"))
    said = [f"{names[str(rep_id)]} {format_number(count)}" for rep_id, count in order[:NAMED]]
    rest = sum(count for _rep, count in order[NAMED:])
    if rest:
        said.append(_("the others {n}").format(n=format_number(rest)))
    return ", ".join(said)


def who_and_when(artifacts: Artifacts, account_ids: Collection[str]) -> str:
    """Name the reps of these accounts, and the days on which they are first seen there."""
    days = _of(account_ids, artifacts.table("appointments")) if artifacts.has("appointments") else None
    first = None if days is None else days.groupby("account_id")["date"].min()
    everyone = first is not None and len(first) == len(account_ids)
    return _said(reps_of(artifacts, account_ids), first, ALL if everyone else VISITED)


def who_and_when_called(artifacts: Artifacts, account_ids: Collection[str]) -> str:
    """Name the reps of these accounts, the days on which the diary has their calls, and who has none.

    Notes
    -----
    Who complained is called for that, and not a second time because it may leave; so is whom a journey asks
    what has changed. The first of these contacts is the call.
    """
    who = reps_of(artifacts, account_ids)
    if not artifacts.has("touches", "touch_dates"):
        return _said(who, None, CALLED)
    touches = _of(account_ids, artifacts.table("touches"))
    days = artifacts.table("touch_dates")[["touch_id", "placed_on", "channel"]].dropna(subset="placed_on")
    asks = touches.loc[touches["motive"].isin(ASKING), ["touch_id", "account_id"]].merge(days, on="touch_id")
    first = asks.sort_values(["placed_on", "touch_id"], kind="stable").drop_duplicates("account_id")
    by_phone = first["channel"].isin(SPOKEN)
    everyone = by_phone.sum() == len({*account_ids})
    said = _said(who, first.loc[by_phone, "placed_on"], ALL_CALLED if everyone else CALLED)
    at_visits = int((~by_phone).sum())
    without = len(set(account_ids)) - len(first)
    for n, forms in ((at_visits, ASKED), (without, NOT_CALLED)):
        if n:
            said += " " + counted(n, *forms)
    return said


def _of(account_ids: Collection[str], rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["account_id"].isin(account_ids)]


def _said(who: str, days: pd.Series | None, forms: tuple[Forms, Forms]) -> str:
    """Say who, and on which day or between which two."""
    if not who or days is None or days.empty:
        return _("Who: {reps}.").format(reps=who) if who else ""
    earliest, last = format_date(days.min(), "long"), format_date(days.max(), "long")
    one_day, more_days = forms
    when = counted(len(days), *(one_day if earliest == last else more_days)).format(
        earliest=earliest, last=last
    )
    return _("Who: {reps}. When: {when}.").format(reps=who, when=when)
