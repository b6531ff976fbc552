"""What a quarter brought: done against planned, saved and lost, learnt, and what the new plan changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from solver.evidence.churn_ledger import effect_can_be_told, saved_and_lost
from solver.evidence.followed import by_rep
from solver.intake.quality.asks import OTHER, what_it_changes
from solver.report.compare.accounts import FACTS
from solver.report.compare.comparison import Comparison, compare_runs
from solver.report.findings.answer import Answer
from solver.report.findings.artifacts import Artifacts
from solver.report.findings.practice import recommendation_sentence, saved_sentence, with_and_without
from solver.report.findings.read import Findings
from solver.report.kept import so_far_sentences
from solver.report.look.cells import Column
from solver.tables.dictionary import label_inside, table_label
from solver.words.errors import PortfolioError
from solver.words.i18n import (
    _,
    counted,
    format_date,
    format_money,
    format_number,
    format_share,
    mark_plural,
)
from solver.words.months import months_before
from solver.words.sentences import listed, rep_names

LONGEST_QUARTER = 4  # months; what is longer is no quarter
SHOWN = 15  # accounts whose visits change
NAMED = 5  # facts in a sentence
# What a sentence counts; the table counts the rest as well.
COUNTED = {
    "potential_eur": mark_plural("{n} potential", "{n} potentials"),
    "recommend": mark_plural("{n} answer on recommending us", "{n} answers on recommending us"),
    "lost_reason": mark_plural("{n} reason of a loss", "{n} reasons of a loss"),
    "opposed": mark_plural("{n} objection", "{n} objections"),
}


@dataclass(frozen=True)
class Quarter:
    """What came since the run under `previous_run`."""

    title: str
    brought: list[Answer]


def what_it_brought(findings: Findings) -> Quarter | None:
    """Return what the time since the last plan brought; none where no earlier run was read back."""
    artifacts, facts = findings.artifacts, findings.artifacts.facts("promises_kept.json")
    if not facts:
        return None
    then, now = date.fromisoformat(facts["as_of"]), findings.portfolio.as_of
    brought = [
        *_followed(artifacts),
        *_saved(artifacts),
        *_goal(facts),
        *_learnt(artifacts, then, now),
        *_moved(findings, then),
    ]
    short = months_before(now, LONGEST_QUARTER).date() < then
    title = (
        _("What the quarter brought") if short else _("What came since {date}").format(date=format_date(then))
    )
    return Quarter(title, brought) if brought else None


def _followed(artifacts: Artifacts) -> list[Answer]:
    if not artifacts.has("followed"):
        return []
    table = artifacts.table("followed")
    sums = table.select_dtypes("number").sum()
    if not sums["planned"]:
        return []
    written = {str(name): format_number(count) for name, count in sums.items()}
    lead = counted(
        sums["planned"],
        "Of {n} visit planned, {done} was made within ten days of its date ({share}); {not_met} found nobody,"
        " {not_done} did not take place.",
        "Of {n} visits planned, {done} were made within ten days of their date ({share}); {not_met} found "
        "nobody, {not_done} did not take place.",
    ).format(share=format_share(sums["done"] / sums["planned"]), **written)
    beside = _("Made later than that: {late}; made without having been planned: {unplanned}.")
    more = [beside.format(**written), *_actions(artifacts)]
    names, reps = rep_names(artifacts.table("reps")), by_rep(table)
    reps = reps.assign(rep=reps["rep_id"].map(names).fillna(reps["rep_id"]))
    counts = ("planned", "done", "late", "not_met", "not_done", "unplanned")
    columns: dict[str, str | Column] = {"rep": _("Rep")} | dict.fromkeys(counts, Column(decimals=0))
    # Eight columns beside a question: each head is a short word.
    columns["not_met"] = Column(label=_("Absent"), decimals=0)
    columns["on_time_share"] = Column(label=_("Kept to time"), unit="share", decimals=0)
    return [Answer(_("Was the plan followed?"), lead, tuple(more), reps, columns)]


def _actions(artifacts: Artifacts) -> list[str]:
    """Say what came back of the actions of the plan."""
    if not artifacts.has("plan_notes"):
        return []
    status = artifacts.table("plan_notes")["status"].value_counts()
    said = _("Actions that came back: {done} done, {under_way} under way, {dropped} dropped.")
    counts = {name: format_number(status.get(name, 0)) for name in ("done", "under_way", "dropped")}
    return [said.format(**counts)]


def _saved(artifacts: Artifacts) -> list[Answer]:
    if not artifacts.has("churn_ledger"):
        return []
    ledger = artifacts.table("churn_ledger")
    counts = saved_and_lost(ledger)
    names = artifacts.table("accounts").set_index("account_id")["name"]
    table = ledger.assign(name=ledger["account_id"].map(names)).head(SHOWN)
    columns = dict.fromkeys(("name", "heat", "contacted", "outcome", "margin_eur"), Column(decimals=0))
    left = len(ledger) - int(counts[["saved", "lost"]].sum().sum())
    lead = counted(
        len(ledger),
        "{n} client was at risk ({margin} of margin a year): {saved} saved, {lost} lost, {left} open.",
        "{n} clients were at risk ({margin} of margin a year): {saved} saved, {lost} lost, {left} open.",
    ).format(
        margin=format_money(ledger["margin_eur"].sum()),
        left=format_number(left),
        **{name: format_number(counts[name].sum()) for name in ("saved", "lost")},
    )
    told = effect_can_be_told(counts)
    lead = " ".join([lead, *with_and_without(counts)])
    more = saved_sentence(counts, told=told)
    return [Answer(_("Who of those at risk was saved, who lost?"), lead, (more,), table, columns)]


def _goal(facts: Mapping[str, Any]) -> list[Answer]:
    said = so_far_sentences(facts) if facts["plan_share"] < 1 else []
    return [Answer(_("Where does the year stand?"), sentence) for sentence in said]


def _learnt(artifacts: Artifacts, then: date, now: date) -> list[Answer]:
    rows = pd.DataFrame(
        [
            *_by_field(artifacts),
            *_in_the_log(artifacts, then, now),
            *_owing(artifacts),
            *_asked(artifacts),
        ],
        columns=["what", "n", "said", "changes"],
    )
    rows = rows[rows["n"].gt(0)]
    if rows.empty:
        return []
    reports = artifacts.facts("quality.json").get("visit_reports", {}).get("reports", 0)
    if found := [said for said in rows["said"] if said]:
        lead = counted(
            reports,
            "{n} visit report, and the log of contacts, brought: {found}.",
            "{n} visit reports, and the log of contacts, brought: {found}.",
        ).format(found=listed(found))
    else:  # nothing but answers to what was asked, and who owes
        lead = counted(
            reports,
            "{n} visit report came in; what was learnt is in the table.",
            "{n} visit reports came in; what was learnt is in the table.",
        )
    more: tuple[str, ...] = ()
    if artifacts.has("recommendation"):
        more = (recommendation_sentence(artifacts.table("recommendation")),)
    columns: dict[str, str | Column] = {
        "what": _("What"),
        "n": Column(label=_("How many"), decimals=0),
        "changes": _("What that changes"),
    }
    return [Answer(_("What did we learn?"), lead, more, rows, columns)]


Learnt = tuple[str, int, str, str]


def _by_field(artifacts: Artifacts) -> list[Learnt]:
    """Count the values that visit reports and the log changed, field by field."""
    if not artifacts.has("reported_changes"):
        return []
    changes = artifacts.table("reported_changes")
    people = changes[changes["field"].eq("contact")]
    new, left = int(people["before"].isna().sum()), int(people["after"].isna().sum())
    why = what_it_changes("contact")
    rows: list[Learnt] = [
        (_("People who are new"), new, counted(new, "{n} new person", "{n} new people"), why),
        (_("People who have left"), left, counted(left, "{n} who has left", "{n} who have left"), why),
    ]
    counts = changes.loc[changes["field"].ne("contact"), "field"].value_counts()
    for field, count in sorted(counts.items(), key=lambda each: (-each[1], each[0])):
        name, n = str(field), int(count)
        words = counted(n, *COUNTED[name]) if name in COUNTED else ""
        what = _("objections to canvassing") if name == "opposed" else label_inside(name)
        why = _("who may still be contacted (steps 8, 10)") if name == "opposed" else what_it_changes(name)
        rows.append((what[:1].upper() + what[1:], n, words, why))
    return rows


def _in_the_log(artifacts: Artifacts, then: date, now: date) -> list[Learnt]:
    """Count the complaints since the last plan, and the dates ahead."""
    if not artifacts.has("touchpoints"):
        return []
    log = artifacts.table("touchpoints")
    since = log[log["date"].gt(pd.Timestamp(then)) & log["touch_kind"].eq("complaint")]
    count, still = len(since), int(since["closed_on"].isna().sum())
    words = counted(count, "{n} complaint, {open} of them open", "{n} complaints, {open} of them open")
    ahead = int(log["date"].gt(pd.Timestamp(now)).sum())
    dates = counted(ahead, "{n} date ahead", "{n} dates ahead")
    return [
        (_("Complaints"), count, words.format(open=format_number(still)), _("who is at risk (step 7)")),
        (_("Dates ahead: contracts, tenders, projects"), ahead, dates, _("when to come (step 8)")),
    ]


def _owing(artifacts: Artifacts) -> list[Learnt]:
    """Count who pays before anything more is sold."""
    if not artifacts.has("to_settle"):
        return []
    why = _("no offer and no growth before they have paid (steps 10, 11)")
    return [(table_label("to_settle"), len(artifacts.table("to_settle")), "", why)]


def _asked(artifacts: Artifacts) -> list[Learnt]:
    """Count what was asked last time and is answered."""
    if not artifacts.has("freshness"):
        return []
    told = artifacts.table("freshness")
    answered, asked = int(told["answered"].sum()), int(told["asked"].sum())
    what = _("Answered, of {n} asked on the lists").format(n=format_number(asked))
    return [(what, answered, "", _(OTHER[1]))]


def _compared(findings: Findings) -> Comparison | None:
    """Compare the run with the last one; none where that lies there no more, or there is no plan yet."""
    last = findings.portfolio.previous_run
    if last is None or not findings.has("allocation", "response"):
        return None
    try:
        return compare_runs(Path(last), findings.run.path)
    except PortfolioError:
        return None


def _moved(findings: Findings, then: date) -> list[Answer]:
    """Say what the new plan changes, and what changed at these accounts."""
    comparison = _compared(findings)
    if comparison is None or comparison.same_plan:
        return []
    moved = comparison.moved
    counts = moved["fact"].value_counts()
    named = [name for name in FACTS if name in counts.index]
    named = sorted(named, key=lambda name: -int(counts[name]))[:NAMED]
    told = [f"{_(FACTS[name])} ({format_number(counts[name])})" for name in named]
    if rest := len(moved) - int(counts[named].sum()):
        told.append(_("something else ({n})").format(n=format_number(rest)))
    facts = listed(told)
    first, *others = comparison.sentences()[:2]
    lead = _(
        "Compared with the plan of {date}, {first} What changed there, each account counted once: {facts}."
    ).format(date=format_date(then), first=first, facts=facts)
    now = findings.artifacts.table("allocation").set_index("account_id")["reason"]
    table = moved.head(SHOWN)
    reasons = table["account_id"].map(now).fillna("")
    table = table.assign(sentence=(table["sentence"] + " " + reasons).str.strip())
    columns: dict[str, str | Column] = {
        "name": Column(),
        "visits_before": Column(decimals=0),
        "visits_after": Column(decimals=0),
        "sentence": _("What changed there, and what holds it now"),
    }
    return [Answer(_("What does the new plan change, and why?"), lead, tuple(others), table, columns)]
