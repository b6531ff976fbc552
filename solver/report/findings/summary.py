"""The first screen: the figures a director asks for, and what they rest on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from solver.parameters import Portfolio
from solver.parameters.basis import basis
from solver.report.figures.plans import PLAN, SMALL_GAIN, TODAY, no_gain
from solver.report.findings.artifacts import Artifacts
from solver.report.findings.gain import gain_range
from solver.report.findings.moves import unvisited, value_moves
from solver.report.past.need import range_words
from solver.tables.codes import label
from solver.words.i18n import (
    _,
    clauses,
    counted,
    format_hours,
    format_money,
    format_number,
    format_share,
    with_label,
)
from solver.words.sentences import elided


@dataclass(frozen=True)
class Tile:
    """One key figure: what it is, the figure, and what makes it understood."""

    label: str
    figure: str
    note: str


@dataclass(frozen=True)
class Judgement:
    """A parameter that nobody measured."""

    name: str
    value: Any
    description: str


def visits_left_out(comparison: pd.DataFrame, allocation: pd.DataFrame, response: pd.DataFrame) -> str:
    """Say how many of today's visits the gain is counted on, and what it is on all; empty where on all."""
    today = comparison[comparison["plan"] == TODAY]
    valued, logged = today["visits"].sum(), allocation["visits_today"].sum()
    moves = value_moves(allocation, response)
    if today.empty or valued == logged or moves is None:
        return ""
    return _(
        "Visits today: {valued} of {logged}; those to accounts where nobody may go (an objection, a record "
        "on hold, too far for a day), or beyond the hours of a rep, are left out. Counted in, they would "
        "make the gain {gain}."
    ).format(
        valued=format_number(valued),
        logged=format_number(logged),
        gain=format_money(moves["change_eur"].sum()),
    )


def visits_of_the_log(comparison: pd.DataFrame, allocation: pd.DataFrame) -> str:
    """Say that a table counts all visits of the log, and values those that may be made again."""
    valued = comparison.loc[comparison["plan"] == TODAY, "visits"].sum()
    logged = allocation["visits_today"].sum()
    if not logged or valued == logged:
        return ""
    return _(
        "Visits today are those of the log, {logged}. What changes is counted from the {valued} of them that "
        "anybody may make again, as in the plans above."
    ).format(logged=format_number(logged), valued=format_number(valued))


def verdict(artifacts: Artifacts) -> str:
    """Say in one or two sentences what the run found."""
    if not artifacts.has("allocation", "comparison"):
        return _("The visits have not been shared out yet: what follows shows how far the method has come.")
    allocation, comparison = artifacts.table("allocation"), artifacts.table("comparison")
    visited, without = (allocation["visits"] > 0).sum(), unvisited(allocation)
    sentence = _("{visits} on {accounts}.")
    if without.followed:
        sentence = counted(
            without.followed,
            "{visits} on {accounts}, and {n} account followed without a visit.",
            "{visits} on {accounts}, and {n} accounts followed without a visit.",
        )
    sentence = " ".join([sentence, *without.left_alone]).format(
        visits=counted(allocation["visits"].sum(), "{n} visit", "{n} visits"),
        accounts=counted(visited, "{n} account", "{n} accounts"),
    )
    return " ".join([sentence, *_gains_in_words(comparison), *_how_far_off(artifacts.facts("gain.json"))])


def judgements(portfolio: Portfolio) -> list[Judgement]:
    """Return the parameters that are judged, not measured."""
    return [
        Judgement(name, getattr(portfolio, name), _(str(field.description)))
        for name, field in type(portfolio).model_fields.items()
        if basis(field) == "judged"
    ]


def capacity_note(artifacts: Artifacts) -> str | None:
    """Say how many of the hours in the field are left for visits, and of how many reps."""
    if not artifacts.has("rep_time"):
        return None
    time = artifacts.table("rep_time")
    return counted(
        time["rep_id"].nunique(),
        "{available} for visits, the reserve taken off; {n} rep",
        "{available} for visits, the reserve taken off; {n} reps",
    ).format(available=format_hours(time["available_hours"].sum()))


def target_note(artifacts: Artifacts) -> str | None:
    """Say what step 3 asks for, and which part of the hours it takes."""
    if not artifacts.has("prospect_target", "rep_time"):
        return None
    target = artifacts.table("prospect_target")
    hours, available = target["prospect_hours"].sum(), artifacts.table("rep_time")["available_hours"].sum()
    share = hours / available if available > 0 else None
    visits = counted(target["prospect_visits"].sum(), "{n} visit", "{n} visits")
    of_hours = _("{visits}, {share} of the hours for visits").format(
        visits=visits, share=format_share(share, 1)
    )
    need = artifacts.facts("need.json")
    # The range is of the need: where the file holds fewer visits, it is not that of the target.
    whole = need.get("prospect_visits") == target["prospect_visits"].sum()
    could_be = range_words(need) if whole else ""
    expected = artifacts.facts("certificate.json").get("prospects_expected", {})
    made = counted(
        round(expected.get("visits", 0)), "{n} visit can be expected", "{n} visits can be expected"
    )
    taken = expected.get("no_day", 0)
    no_day = counted(taken, "{n} of them found no day in a trial", "{n} of them found no day in a trial")
    aim = with_label(_("Prospect target"), of_hours)
    parts = (made if expected else "", aim, no_day if taken else "", could_be)
    return clauses(part for part in parts if part)


def gain_note(artifacts: Artifacts) -> str | None:
    """Say how far the gain on today's visits could be off, and whether it is small."""
    facts = artifacts.facts("gain.json")
    if not facts:
        return None
    note = gain_range(facts)
    if abs(facts["gain_share"]) < SMALL_GAIN:
        note = _("small, under {limit}; {note}").format(limit=format_share(SMALL_GAIN), note=note)
    return note


def _how_far_off(gain: Mapping[str, Any]) -> list[str]:
    """How far the gain could be off, and what of it would be left in the hours of today."""
    return [_("With the assumptions varied: {range}.").format(range=gain_range(gain))] if gain else []


def _gains_in_words(comparison: pd.DataFrame) -> list[str]:
    """Gain over today's visits, and over the rule of thumb that comes nearest."""
    others = comparison[comparison["plan"] != PLAN]
    today, rules = others[others["plan"] == TODAY], others[others["plan"] != TODAY]
    nearest = rules.sort_values(["contribution_eur", "plan"], ascending=[False, True]).head(1)
    sentences: list[str] = []
    for row in pd.concat([today, nearest]).to_dict("records"):
        choose = _next_gain_sentence if sentences else _gain_sentence
        sentences.append(
            elided(
                choose(row["gain_share"]).format(
                    share=format_share(abs(row["gain_share"]), 1),
                    plan=label("plan", row["plan"]),
                    gain=format_money(abs(row["gain_eur"])),
                )
            )
        )
    return sentences


def _gain_sentence(share: float) -> str:
    """Choose the words for a gain: none, a loss, a small one, or one that counts."""
    if no_gain(share):
        return _("If the response curves hold, the plan brings no more than {plan}.")
    if share < 0:
        return _("If the response curves hold, the plan brings {share} less than {plan} ({gain}).")
    if share < SMALL_GAIN:
        return _(
            "If the response curves hold, the plan brings {share} more than {plan} ({gain}), which is small."
        )
    return _("If the response curves hold, the plan brings {share} more than {plan} ({gain}).")


def _next_gain_sentence(share: float) -> str:
    """Choose the words for a second gain, where the condition has just been said."""
    if no_gain(share):
        return _("By the same curves, it brings no more than {plan}.")
    if share < 0:
        return _("By the same curves, it brings {share} less than {plan} ({gain}).")
    if share < SMALL_GAIN:
        return _("By the same curves, it brings {share} more than {plan} ({gain}), which is small.")
    return _("By the same curves, it brings {share} more than {plan} ({gain}).")
