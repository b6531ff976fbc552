"""The first screen: what the hours bring; and the key figures, under three questions."""

from dataclasses import dataclass

from markupsafe import Markup

from solver.handover.html.data_table import data_table
from solver.parameters import Portfolio
from solver.report.figures import hours_worth
from solver.report.figures.plans import TODAY
from solver.report.findings.artifacts import Artifacts
from solver.report.findings.budget import with_road
from solver.report.findings.days import dated_later, days_in_words
from solver.report.findings.headline import KNOWN, headline
from solver.report.findings.hours import three_plans, three_plans_heads
from solver.report.findings.hours_answer import a_rep_fewer, rep_least_missed
from solver.report.findings.moves import unvisited
from solver.report.findings.summary import Tile, capacity_note, gain_note, target_note
from solver.report.look.picture import Picture
from solver.report.look.theme import PHONE_WIDTH
from solver.words.i18n import _, clauses, counted, format_money, format_number, format_share
from solver.words.sentences import signed


@dataclass(frozen=True)
class Question:
    """One question of a manager, and the figures that answer."""

    title: str
    figures: list[Tile]


def questions(artifacts: Artifacts) -> list[Question]:
    """Return the figures that reports, workbook and slides share, under the question each answers.

    Parameters
    ----------
    artifacts : Artifacts
        What the run holds; a figure that it cannot answer for is left out, a question with it.
    """
    known, notes = headline(artifacts), _notes(artifacts)
    asked = (
        (_("What to do differently"), "do"),
        (_("What the plan brings"), "brings"),
        (_("What the plan costs"), "costs"),
    )
    made = (
        Question(
            title,
            [
                Tile(known[each.code].label, known[each.code].written, notes.get(each.code, ""))
                for each in sorted(KNOWN, key=lambda one: one.question[1])
                if each.question[0] == question and each.code in known
            ],
        )
        for title, question in asked
    )
    return [question for question in made if question.figures]


def hours_on_the_first_screen(artifacts: Artifacts, portfolio: Portfolio) -> list[Picture | Markup]:
    """Return the curve of the hours, and today's hours beside two other plans."""
    if not artifacts.has("stopping_plans"):
        return []
    plans = artifacts.table("stopping_plans")
    made: list[Picture | Markup] = []
    if artifacts.has("hours_curve", "comparison"):
        curve, others = artifacts.table("hours_curve"), artifacts.table("comparison")
        made.append(hours_worth(curve, plans, others, portfolio.value_years, PHONE_WIDTH))
    three = three_plans(plans, rep_least_missed(artifacts))
    heads, said = three_plans_heads(portfolio.value_years), a_rep_fewer(artifacts)
    return [*made, data_table(three, heads, name=_("Three plans"), note=said or None)]


def _notes(artifacts: Artifacts) -> dict[str, str]:
    """Say what makes each figure understood, by its code."""
    notes = _notes_on_visits(artifacts) | _notes_on_money(artifacts)
    more = {
        "capacity_hours": capacity_note(artifacts),
        "gain_eur": gain_note(artifacts),
        "prospect_visits": target_note(artifacts),
    }
    for code, note in more.items():
        if note is not None:
            notes[code] = clauses([*([notes[code]] if code in notes else []), note])
    return notes


def _notes_on_visits(artifacts: Artifacts) -> dict[str, str]:
    if not artifacts.has("allocation"):
        return {}
    allocation = artifacts.table("allocation")
    today = allocation.loc[allocation["kind"] != "prospect", "visits_today"]
    made = {"client_visits": _("no log of today's visits")}
    if today.notna().any():
        sentence = _("against {today} in the last 12 months")
        made["client_visits"] = sentence.format(today=format_number(today.sum()))
    back = allocation.loc[allocation["kind"].eq("former_client"), "visits"].sum()
    if back:
        won_back = counted(back, "{n} of them to former clients", "{n} of them to former clients")
        made["client_visits"] = clauses([made["client_visits"], won_back])
    without = unvisited(allocation)
    if without.followed:
        made["accounts_visited"] = counted(
            without.followed, "{n} more is followed without a visit", "{n} more are followed without a visit"
        )
    moved = artifacts.facts("certificate.json").get("moved")
    later = 0
    if artifacts.has("appointments") and "unplaced" in artifacts:
        later = dated_later(allocation, artifacts.table("appointments"), artifacts.table("unplaced"))
    said = days_in_words(artifacts.get("trials"), moved, len(artifacts.get("unplaced", ())), later)
    if said:
        made["appointments"] = said
    if artifacts.has("rep_time"):
        available = artifacts.table("rep_time")["available_hours"].sum()
        share = allocation["hours"].sum() / available if available > 0 else None
        sentence = _("{share} of the hours for visits")
        made["visit_hours"] = sentence.format(share=format_share(share, 1))
    return made


def _notes_on_money(artifacts: Artifacts) -> dict[str, str]:
    made = {"contribution_eur": _("if the response curves hold")}
    road = artifacts.facts("certificate.json").get("road_cost_eur")
    if artifacts.has("comparison"):
        plans = artifacts.table("comparison").set_index("plan")
        if TODAY in plans.index:
            made["gain_eur"] = signed(format_share(plans["gain_share"][TODAY], 1))
    if artifacts.has("budget"):
        budget = artifacts.table("budget")
        made["budget_eur"] = _("{visits} for the hours of visits, {other} for calls and letters").format(
            visits=format_money(budget["visit_cost_eur"].sum()),
            other=format_money(budget["other_cost_eur"].sum()),
        )
        if road is not None:
            made["road_eur"] = with_road(budget, road)
    return made
