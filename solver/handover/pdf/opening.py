"""The first pages: cover, the summary, the decisions to take."""

from typing import Any

from solver.handover.pdf.pages import Page, Part, callout, cards, pairs, picture, table
from solver.parameters import Portfolio
from solver.report import figures
from solver.report.findings.answer import Answer
from solver.report.findings.decisions import HOW_TO_READ
from solver.report.findings.goal_answer import goal_title
from solver.report.findings.headline import headline
from solver.report.findings.hours import three_plans, three_plans_heads
from solver.report.findings.hours_answer import rep_least_missed
from solver.report.findings.read import Findings
from solver.report.findings.summary import Tile, verdict
from solver.report.findings.year import forecast_of
from solver.words.i18n import _, counted, format_date, format_money

WITH_GROUNDS = ("goal", "hours", "wrong")
ON_COVER = ("gain_eur", "client_visits", "contribution_eur", "prospect_visits")
MOST_ON_COVER = 3


def cover(findings: Findings) -> dict[str, Any]:
    """Return what stands on the cover."""
    portfolio = findings.portfolio
    shown = headline(findings.artifacts)
    known = [
        {"label": shown[code].label, "figure": shown[code].written} for code in ON_COVER if code in shown
    ]
    return {
        "firm": portfolio.firm,
        "title": _("Where the visits go"),
        "subtitle": _("The client portfolio in twelve steps"),
        "period": period(portfolio),
        "as_of": _("Portfolio as of {date}").format(date=format_date(portfolio.as_of, "long")),
        "figures": [*_goal_and_forecast(findings), *known][:MOST_ON_COVER],
    }


def _goal_and_forecast(findings: Findings) -> list[dict[str, str]]:
    """Return what a director looks for first; nothing before step 3."""
    year = forecast_of(findings.artifacts)
    if year is None:
        return []
    return [
        {"label": _("Forecast of the year"), "figure": format_money(year.total_eur)},
        {"label": _("Revenue goal"), "figure": format_money(year.goal_eur)},
    ]


def period(portfolio: Portfolio) -> str:
    """Write from when to when the plan goes."""
    return _("Plan from {start} to {end}").format(
        start=format_date(portfolio.plan_start, "long"), end=format_date(portfolio.plan_end, "long")
    )


def summary(findings: Findings) -> Page:
    """Return the page that answers a director's first questions, and the key figures."""
    artifacts, portfolio = findings.artifacts, findings.portfolio
    told = findings.answers
    said = [(each.question, _on_paper(each)) for each in told]
    parts: list[Part] = [pairs(said, wide=True)] if told else []
    if artifacts.has("stopping_plans", "hours_curve", "comparison"):
        plans, years = artifacts.table("stopping_plans"), portfolio.value_years
        curve, others = artifacts.table("hours_curve"), artifacts.table("comparison")
        three = three_plans(plans, rep_least_missed(artifacts))
        parts += [picture(figures.hours_worth(curve, plans, others, years))]
        parts += [table(three, three_plans_heads(years))]
    known = [Tile(figure.label, figure.written, "") for figure in headline(artifacts).values()]
    parts.append(cards(known, columns=5))
    title = goal_title(artifacts) or verdict(artifacts)
    return Page(_("Summary"), title, parts)


def _on_paper(answer: Answer) -> str:
    """Return the answer, and what it rests on where a director would sign something else without it."""
    return answer.whole if answer.code in WITH_GROUNDS else answer.lead


def decisions_page(findings: Findings) -> Page | None:
    """Return the five decisions, the largest first."""
    found = findings.decisions
    if not found:
        return None
    items = [
        {
            "title": decision.title,
            "why": decision.whole,
            "euros": format_money(decision.euros),
            "stake": decision.stake,
        }
        for decision in found
    ]
    title = counted(
        len(found),
        "One decision to take",
        "{n} decisions to take, the one with most at stake first",
    )
    parts: list[Part] = [{"kind": "decisions", "items": items}]
    parts.append(callout(_("How to read the amounts"), [_(HOW_TO_READ)]))
    return Page(_("Decisions to take"), title, parts)
