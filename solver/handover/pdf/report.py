"""`report.pdf`: the report for the owner on paper, from the tables and pictures of the page on screen."""

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from solver.handover.pdf import closing, opening, plan_pages, portfolio_pages, promises_page, quarter_page
from solver.handover.pdf.evidence_page import evidence_page
from solver.handover.pdf.pages import Page
from solver.report.findings.read import Findings, in_its_language
from solver.report.look.paper import compile_pdf
from solver.words.i18n import _, with_label

TEMPLATE = Path(__file__).with_name("report.typ")

PAGES: tuple[Callable[[Findings], Page | None], ...] = (
    quarter_page.quarter_page,
    opening.summary,
    opening.decisions_page,
    promises_page.promises_page,
    portfolio_pages.time_page,
    portfolio_pages.clients_page,
    portfolio_pages.typology_page,
    evidence_page,
    plan_pages.visits_page,
    plan_pages.worth_page,
    plan_pages.team_page,
    plan_pages.actions_page,
    closing.rests_on_page,
)


@in_its_language
def write_pdf(findings: Findings) -> list[Path]:
    """Write `report.pdf` into the run folder, from whatever the run holds so far.

    Returns
    -------
    list of Path
        The file.

    Raises
    ------
    PortfolioError
        It cannot be laid out, or not be written.
    """
    portfolio = findings.portfolio
    path = findings.run.path / "report.pdf"
    compile_pdf(
        TEMPLATE,
        path,
        report_data(findings),
        brand=findings.brand,
        firm=portfolio.firm,
        title=_("Where the visits go"),
        on=portfolio.as_of,
        foot=opening.period(portfolio),
        description=with_label(portfolio.firm, _("The client portfolio in twelve steps")),
    )
    return [path]


@in_its_language
def report_data(findings: Findings) -> dict[str, Any]:
    """Return everything that stands in the report, as its template reads it."""
    return {
        "cover": opening.cover(findings),
        "pages": [asdict(page) | {"step": _step(page.step)} for make in PAGES if (page := make(findings))],
    }


def _step(numbers: str) -> str:
    """Write which steps of the method a page shows."""
    if not numbers:
        return ""
    sentence = _("Steps {n}") if "–" in numbers else _("Step {n}")
    return sentence.format(n=numbers)
