"""The five questions that a director asks first, each answered in words from what the run holds."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from solver.allocation.explain.hand_over import hand_over_sentence
from solver.allocation.explain.questions import POTENTIAL
from solver.calendar.weeks import week_of
from solver.parameters import Portfolio
from solver.report.figures.shared import first_full_week, names_of
from solver.report.findings.answer import Answer
from solver.report.findings.artifacts import Artifacts
from solver.report.findings.gain import gain_answer, gain_parts, simple_rule, who_judged
from solver.report.findings.goal_answer import goal_answer
from solver.report.findings.hours_answer import hours_answer
from solver.report.findings.monday_answer import monday_answer
from solver.report.findings.summary import visits_left_out
from solver.report.findings.year import (
    in_words,
    lines_of_the_year,
    year_heads,
)
from solver.words.i18n import (
    _,
    counted,
    format_date,
)
from solver.words.sentences import listed, rep_names

NAMED = 3


def answers(artifacts: Artifacts, portfolio: Portfolio) -> list[Answer]:
    """Return the answers that the run can give, in the order in which the questions are asked."""
    lines = lines_of_the_year(artifacts, portfolio)
    told = (
        replace(
            _answer("goal", _("Will the goal be reached?"), goal_answer(artifacts, lines)),
            table=in_words(lines),
            columns=year_heads(),
        ),
        replace(
            _answer("monday", _("What changes on Monday?"), monday_answer(artifacts, portfolio)),
            behind=_("To do first, and who does it"),
        ),
        _answer("hours", _("Hours, or reps, too many?"), hours_answer(artifacts, portfolio)),
        _answer("wrong", _("What if it is wrong?"), wrong_answer(artifacts)),
        _answer("hands", _("Which accounts change hands?"), hands_answer(artifacts)),
    )
    return [answer for answer in told if answer.lead]


def _answer(code: str, question: str, sentences: Sequence[str]) -> Answer:
    """Split what is said into the answer, what must be read with it, and what is behind it."""
    lead, beside, *more = [*sentences, "", ""][: max(len(sentences), 2)]
    return Answer(question, lead, tuple(sentence for sentence in more if sentence), code=code, beside=beside)


def wrong_answer(artifacts: Artifacts) -> list[str]:
    """Say how far the gain may be off, and how near a simple rule comes."""
    gain = artifacts.facts("gain.json")
    if not gain:
        return []
    comparison, allocation = artifacts.table("comparison"), artifacts.table("allocation")
    lead, *more = gain_answer(gain)
    counted_on = visits_left_out(comparison, allocation, artifacts.table("response"))
    return [
        lead,
        " ".join([counted_on, who_judged(artifacts.table("judgements")), *simple_rule(comparison)]).strip(),
        *_unlike_the_curve(artifacts),
        *more,
        *gain_parts(gain),
    ]


def _unlike_the_curve(artifacts: Artifacts) -> list[str]:
    """Ask which is right, potentials or the judged curve: of the type with most revenue where they differ."""
    if not artifacts.has("plan_questions"):
        return []
    asked = artifacts.table("plan_questions")
    asked = asked[asked["question"].eq(POTENTIAL)].sort_values(
        ["worth_eur", "account_type"], ascending=[False, True], kind="stable"
    )
    return asked["sentence"].head(1).tolist()


def hands_answer(artifacts: Artifacts) -> list[str]:
    """Say which accounts a nearer rep could take, and what that brings."""
    if not artifacts.has("hand_over", "accounts", "reps"):
        return []
    lines = artifacts.table("hand_over")
    each, names = lines[lines["account_id"].notna()].head(NAMED), rep_names(artifacts.table("reps"))
    who = [
        _("{name} to {rep}").format(name=name, rep=names.get(str(rep_id), str(rep_id)))
        for name, rep_id in zip(
            names_of(each["account_id"], artifacts.table("accounts")), each["new_rep_id"], strict=True
        )
    ]
    if not who:
        return []
    first = [_("First {names}.").format(names=listed(who)), *_before_their_visits(lines, artifacts)]
    return [hand_over_sentence(lines), " ".join(first)]


def _before_their_visits(lines: pd.DataFrame, artifacts: Artifacts) -> list[str]:
    """Say by when that is to be decided: the rep of today calls or visits some of them in the first week."""
    if not artifacts.has("appointments"):
        return []
    appointments = artifacts.table("appointments")
    week = first_full_week(appointments)
    dated = [appointments[["account_id", "date"]]]
    if artifacts.has("call_list"):
        dated.append(
            artifacts.table("call_list")[["account_id", "call_on"]].set_axis(["account_id", "date"], axis=1)
        )
    contacts = pd.concat(dated, ignore_index=True).dropna()
    contacts = contacts[contacts["account_id"].isin(lines["account_id"].dropna())]
    early = contacts[week_of(contacts["date"]) <= week] if week is not None else contacts.head(0)
    if early.empty:
        return []
    sentence = counted(
        early["account_id"].nunique(),
        "Decide before {day}: up to the end of the first week the rep of today still calls or visits {n} of "
        "them.",
        "Decide before {day}: up to the end of the first week the rep of today still calls or visits {n} of "
        "them.",
    )
    return [sentence.format(day=format_date(early["date"].min(), "long"))]
