"""The first pages: cover, contents with the words used, the summary, the decisions to take."""

from typing import Any

from solver.handover.pdf.pages import Page, Part, beside, bullets, callout, cards, heading, picture, words
from solver.parameters import Portfolio
from solver.report import figures
from solver.report.findings.artifacts import Artifacts
from solver.report.findings.decisions import decisions
from solver.report.findings.gain import firmness
from solver.report.findings.headline import headline
from solver.report.findings.read import Findings
from solver.report.findings.summary import Tile, verdict
from solver.words.i18n import _, counted, format_date, format_money, format_share

FEW_REPS = 5
ON_COVER = ("contribution_eur", "gain_eur", "client_visits", "prospect_visits")


def cover(findings: Findings) -> dict[str, Any]:
    """Return what stands on the cover."""
    portfolio = findings.portfolio
    shown = headline(findings.artifacts)
    return {
        "firm": portfolio.firm,
        "title": _("Where the visits go"),
        "subtitle": _("The client portfolio in twelve steps"),
        "period": period(portfolio),
        "as_of": _("Portfolio as of {date}").format(date=format_date(portfolio.as_of, "long")),
        "figures": [
            {"label": shown[code].label, "figure": shown[code].written} for code in ON_COVER if code in shown
        ][:3],
    }


def period(portfolio: Portfolio) -> str:
    """Write from when to when the plan goes."""
    return _("Plan from {start} to {end}").format(
        start=format_date(portfolio.plan_start, "long"), end=format_date(portfolio.plan_end, "long")
    )


def summary(findings: Findings) -> Page:
    """Return the page that a director reads in two minutes."""
    artifacts = findings.artifacts
    found = verdict(artifacts)
    title = figures.comparison(artifacts.table("comparison")).title if artifacts.has("comparison") else found
    ten = [Tile(figure.label, figure.written, "") for figure in headline(artifacts).values()]
    parts = [cards(ten, columns=5)]
    different = what_changes(artifacts)
    if different:
        parts += [heading(_("What to do differently")), bullets(different)]
    told = [[heading(name), words(text)] for name, text in _three_answers(artifacts) if text]
    if told:
        parts.append(beside(*told))
    if artifacts.has("ledger", "reps") and len(artifacts.table("ledger")) <= FEW_REPS:
        parts.append(picture(figures.ledger(artifacts.table("ledger"), artifacts.table("reps"))))
    first = decisions(artifacts, findings.portfolio, count=3)
    if first:
        parts.append(callout(_("To decide first"), [decision.title for decision in first]))
    return Page(_("Summary"), title, parts, lead=found if found != title else "")


def what_changes(artifacts: Artifacts) -> list[str]:
    """Say who gives visits up and who gets them."""
    if not artifacts.has("gain_sources"):
        return []
    groups = artifacts.table("gain_sources").query("group != 'total' and accounts > 0")
    return [str(sentence) for sentence in groups["sentence"]]


def _three_answers(artifacts: Artifacts) -> list[tuple[str, str]]:
    return [
        (_("What it brings"), _brings(artifacts)),
        (_("What it costs"), _costs(artifacts)),
        (_("What is judged"), _rests(artifacts)),
    ]


def _brings(artifacts: Artifacts) -> str:
    facts = artifacts.facts("certificate.json")
    if facts.get("objective_eur") is None:
        return ""
    sentence = counted(
        facts["value_years"],
        "{contribution} of contribution in the first year. Over {n} year, road deducted, the plan is worth "
        "{worth}, and no plan under the same rules more than {bound}: the gap, {gap}, is proven.",
        "{contribution} of contribution in the first year. Over {n} years, road deducted, the plan is worth "
        "{worth}, and no plan under the same rules more than {bound}: the gap, {gap}, is proven.",
    )
    return sentence.format(
        contribution=format_money(facts["contribution_eur"]),
        worth=format_money(facts["objective_eur"]),
        bound=format_money(facts["bound_eur"]),
        gap=format_share(facts["gap"], 3),
    )


def _costs(artifacts: Artifacts) -> str:
    if not artifacts.has("budget"):
        return ""
    budget = artifacts.table("budget")
    return _("{visits} for the hours of the visits, {other} for calls and letters.").format(
        visits=format_money(budget["visit_cost_eur"].sum()),
        other=format_money(budget["other_cost_eur"].sum()),
    )


def _rests(artifacts: Artifacts) -> str:
    judged = _("What more or fewer visits bring is judged, not measured.")
    if not artifacts.has("stability"):
        return judged
    return judged + " " + firmness(artifacts.table("stability"))


def decisions_page(findings: Findings) -> Page | None:
    """Return the five decisions, the largest first."""
    found = decisions(findings.artifacts, findings.portfolio)
    if not found:
        return None
    items = [
        {
            "title": decision.title,
            "why": decision.why,
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
    parts.append(
        callout(
            _("How to read the amounts"),
            [
                _(
                    "Each amount is what hangs on that decision alone: a gain, an expected loss or a growth "
                    "that nobody has checked. They are not of one kind and do not add up."
                )
            ],
        )
    )
    return Page(_("Decisions to take"), title, parts)
