"""`report.pdf`: the report for the owner on paper, from the tables and pictures of the page on screen."""

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from solver.handover.pdf import closing, opening, plan_pages, portfolio_pages, promises_page
from solver.handover.pdf.evidence_page import evidence_page
from solver.handover.pdf.pages import Page
from solver.handover.pdf.rep_pages import rep_pages
from solver.report.appendix import changed_parameters
from solver.report.findings.read import Findings, in_its_language
from solver.report.look.paper import compile_pdf
from solver.words.i18n import _, with_label

TEMPLATE = Path(__file__).with_name("report.typ")
MOST_PAGES = 20
BESIDE_METHOD = 6  # changed parameters; more need a page of their own
BEFORE_PAGES = 2  # the cover and the contents

BEFORE_REPS: tuple[Callable[[Findings], Page | None], ...] = (
    opening.summary,
    opening.decisions_page,
    promises_page.promises_page,
    portfolio_pages.hours_page,
    portfolio_pages.prospects_page,
    portfolio_pages.expected_page,
    portfolio_pages.segments_page,
    portfolio_pages.potential_page,
    portfolio_pages.typology_page,
    evidence_page,
    plan_pages.visits_page,
    plan_pages.worth_page,
    plan_pages.hours_page,
    plan_pages.actions_page,
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
        "contents": {"title": _("Contents"), "words": _("The words used"), "terms": closing.words_used()},
        "pages": [asdict(page) | {"step": _step(page.step)} for page in _pages(findings)],
    }


def _step(numbers: str) -> str:
    """Write which steps of the method a page shows."""
    if not numbers:
        return ""
    sentence = _("Steps {n}") if "–" in numbers else _("Step {n}")
    return sentence.format(n=numbers)


def _pages(findings: Findings) -> list[Page]:
    """All pages in order; changed parameters get one of their own as long as there is room."""
    made = [page for make in BEFORE_REPS if (page := make(findings))]
    made += rep_pages(findings)
    made += [page for page in (closing.quality_page(findings),) if page]
    made.append(closing.judgement_page(findings))
    room = BEFORE_PAGES + len(made) + 2 <= MOST_PAGES
    if room and len(changed_parameters(findings.portfolio)) > BESIDE_METHOD:
        return [*made, closing.changed_page(findings), closing.method_page(findings)]
    return [*made, closing.method_page(findings, *closing.changed_parts(findings))]
