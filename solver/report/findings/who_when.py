"""Who acts on a decision, and from which day on: the reps of its accounts, and their first visits there."""

from collections.abc import Collection

import pandas as pd

from solver.report.findings.artifacts import Artifacts
from solver.words.i18n import _, counted, format_date, format_number
from solver.words.sentences import rep_names

NAMED = 6


def reps_of(artifacts: Artifacts, account_ids: Collection[str]) -> str:
    """Name the reps of these accounts, each with how many, the most first; empty before step 10."""
    if not artifacts.has("allocation", "reps"):
        return ""
    allocation = artifacts.table("allocation")
    of_each = allocation.loc[allocation["account_id"].isin(account_ids), "rep_id"].value_counts()
    order = sorted(of_each.items(), key=lambda each: (-each[1], str(each[0])))
    names = rep_names(artifacts.table("reps"))
    said = [f"{names[rep_id]} {format_number(count)}" for rep_id, count in order[:NAMED]]
    rest = sum(count for _rep, count in order[NAMED:])
    if rest:
        said.append(_("the others {n}").format(n=format_number(rest)))
    return ", ".join(said)


def who_and_when(artifacts: Artifacts, account_ids: Collection[str]) -> str:
    """Name the reps of these accounts, and the days on which they are first seen there."""
    who = reps_of(artifacts, account_ids)
    if not who:
        return ""
    first = _first_days(artifacts, account_ids)
    if first.empty:
        return _("Who: {reps}.").format(reps=who)
    earliest, last = format_date(first.min(), "long"), format_date(first.max(), "long")
    when = counted(
        len(first),
        "{n} of these accounts is first visited on {last}",
        "{n} of these accounts are first visited between {earliest} and {last}",
    ).format(earliest=earliest, last=last)
    return _("Who: {reps}. When: {when}.").format(reps=who, when=when)


def _first_days(artifacts: Artifacts, account_ids: Collection[str]) -> pd.Series:
    """Return the day of the first visit to each of these accounts that has one."""
    if not artifacts.has("appointments"):
        return pd.Series(dtype="datetime64[ns]")
    days = artifacts.table("appointments")
    return days[days["account_id"].isin(account_ids)].groupby("account_id")["date"].min()
