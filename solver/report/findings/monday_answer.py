"""The second question of a director: what changes on Monday, and what is to be done first."""

import pandas as pd

from solver.allocation.problem.bounds import HOLD
from solver.calendar.weeks import monday_of, week_of
from solver.parameters import Portfolio
from solver.report.figures.shared import first_full_week, names_of
from solver.report.findings.artifacts import Artifacts
from solver.report.findings.moves import visit_moves
from solver.report.findings.potentials import potential_reached
from solver.report.findings.rules_on_accounts import (
    SET_BY_HAND,
    settle_records,
)
from solver.report.findings.rules_on_contacts import answer_complaints
from solver.report.findings.rules_on_losses import call_who_may_leave
from solver.report.findings.rules_on_prospects import find_names
from solver.tables import empty
from solver.words.i18n import (
    _,
    counted,
    format_date,
    format_money,
    format_number,
    mark,
    mark_plural,
)
from solver.words.sentences import listed

NAMED = 3
ASKED_ON_MONDAY = (answer_complaints, call_who_may_leave, settle_records, find_names)
ASKED_AT_VISITS = ("answer_complaints", "call_who_may_leave")  # as the agendas do, too
FREE = mark("{name} ({today} → {visits})")
GIVEN_UP = mark("{name} ({today} → {visits}, buys {revenue})")
MOVED = {  # where somebody has a say, not the optimiser
    HOLD: mark("{name} ({today} → {visits}, on hold)"),
    **dict.fromkeys(SET_BY_HAND, mark("{name} ({today} → {visits}, decided)")),
}


def monday_answer(artifacts: Artifacts, portfolio: Portfolio) -> list[str]:
    """Say what the first week holds, who gains or loses most visits, and what to settle first."""
    if not artifacts.has("allocation", "accounts"):
        return []
    first = [rule(artifacts, portfolio) for rule in ASKED_ON_MONDAY]
    said = [_first_week(artifacts), " ".join(_moved(artifacts))]
    if not said[0]:
        said = [said[1], ""]
    found = [decision for decision in first if decision is not None]
    ends = ["" if decision.title.endswith("…") else "." for decision in found]  # a long name that was cut
    told = [f"{decision.title}{end} {decision.whole}" for decision, end in zip(found, ends, strict=True)]
    calls = sum(decision.code in ASKED_AT_VISITS for decision in found)  # they stand first
    if calls:
        told[calls - 1] += " " + _(
            "Where a visit comes before such a call, or no call finds room, the rep's sheet asks first; "
            "after such a call it says to follow up the answer."
        )
    return [*said, *told]


def _first_week(artifacts: Artifacts) -> str:
    if not artifacts.has("appointments"):
        return ""
    appointments = artifacts.table("appointments")
    week = first_full_week(appointments)
    if week is None:
        return ""
    mine = appointments[week_of(appointments["date"]) == week].sort_values(["date", "start", "rep_id"])
    calls = artifacts.table("call_list") if artifacts.has("call_list") else empty("call_list")
    # Most hours of a week are fixed before it starts.
    calls = called_first(calls[calls["week"] <= week])
    first = mine["account_id"] if calls.empty else calls["account_id"].drop_duplicates()
    to_reach = calls.groupby("week")["account_id"].nunique()
    sentence = _("Week of {day}: {visits}, first {names}.")
    if len(calls):
        sentence = _(
            "Week of {day}: {visits}. Accounts to reach for an appointment: {before} before it{days}, "
            "{calls} in it, first {names}."
        )
    return sentence.format(
        day=format_date(monday_of(week), "long"),
        visits=counted(len(mine), "{n} visit", "{n} visits"),
        before=format_number(to_reach[to_reach.index < week].sum()),
        days=_on_days(calls.loc[calls["week"] < week, "call_on"]),
        calls=format_number(to_reach.get(week, 0)),
        names=listed(names_of(first.head(NAMED), artifacts.table("accounts"))),
    )


def _on_days(days: pd.Series) -> str:
    """Say on which day, or between which two, calls are made; empty without any."""
    if days.empty:
        return ""
    first, last = format_date(days.min(), "long"), format_date(days.max(), "long")
    if first == last:
        return _(", all on {day}").format(day=first)
    return _(", between {first} and {last}").format(first=first, last=last)


def called_first(calls: pd.DataFrame) -> pd.DataFrame:
    """Return the call list in the order in which a firm phones: by the day of the call, then of the visit."""
    in_turn = ["week", "call_on", "proposed_on", "priority", "rep_id", "account_id"]
    return calls.sort_values(in_turn, kind="stable")


def _moved(artifacts: Artifacts) -> list[str]:
    """Name who gains and who loses most; of those who gain, whoever could buy more stands first."""
    moves = visit_moves(artifacts.table("allocation"))
    if moves is None:
        return []
    reached = moves.gaining["account_id"].isin(potential_reached(artifacts))
    gaining = moves.gaining if reached.all() else moves.gaining[~reached]
    up = counted(
        len(moves.gaining),
        "{n} account gains visits, first {names}",
        "{n} accounts gain visits, first {names}",
    )
    none = int((moves.losing["visits"] == 0).sum())
    forms = mark_plural("{n} account loses visits, first {names}", "{n} accounts lose visits, first {names}")
    if none:
        forms = mark_plural(
            "{n} account loses visits ({none} all of them), first {names}",
            "{n} accounts lose visits ({none} all of them), first {names}",
        )
    down = counted(len(moves.losing), *forms)
    free = GIVEN_UP if artifacts.has("segments") else FREE  # small clients, at a glance
    return [
        sentence.format(names=_with_visits(rows, artifacts, said), none=format_number(none)) + "."
        for sentence, rows, said in ((up, gaining, FREE), (down, moves.losing, free))
        if len(rows)
    ]


def _with_visits(rows: pd.DataFrame, artifacts: Artifacts, free: str) -> str:
    """Name the first accounts with their visits of today and those of the plan."""
    first = rows.head(NAMED)
    names = names_of(first["account_id"], artifacts.table("accounts"))
    bought = dict.fromkeys(first["account_id"], 0.0)
    if free == GIVEN_UP:
        bought |= artifacts.table("segments").set_index("account_id")["revenue_eur"].to_dict()
    return listed(
        [
            _(MOVED.get(row["binding"], free)).format(
                name=name,
                today=format_number(row["visits_today"]),
                visits=format_number(row["visits"]),
                revenue=format_money(bought[row["account_id"]]),
            )
            for name, row in zip(names, first.to_dict("records"), strict=True)
        ]
    )
