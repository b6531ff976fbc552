"""The last page: what the answers rest on, and the proof of the plan."""

from solver.handover.pdf.pages import Page, Part, bullets, heading, pairs, table
from solver.report import appendix, quality
from solver.report.findings.answers import answers
from solver.report.findings.learnt import learnt_sentences
from solver.report.findings.read import Findings
from solver.report.findings.year import year_heads, year_table
from solver.words.i18n import _

PROOF = ("status", "objective_eur", "bound_eur", "gap", "solver")  # the page on screen has all of it
EXPLAINED = ("goal", "hours")  # the page on the gain has what it may be off; the others name accounts


def rests_on_page(findings: Findings) -> Page:
    """Return what the answers of the summary rest on: the firm's files, judgement, and a proof."""
    portfolio, artifacts = findings.portfolio, findings.artifacts
    parts: list[Part] = []
    more = [
        " ".join((answer.question, *answer.more))
        for answer in answers(artifacts, portfolio)
        if answer.more and answer.code in EXPLAINED
    ]
    said = [_(assumption) for assumption in portfolio.assumptions]
    said += learnt_sentences(artifacts.get("response_learnt.json"))
    if artifacts.has("quality.json"):
        said.append(quality.balance_holds(artifacts.facts("quality.json")))
    if more:
        parts += [heading(_("What the answers rest on")), bullets(more)]
    year = year_table(artifacts, portfolio.margin_rate)
    parts += [] if year.empty else [table(year, year_heads())]
    if said:
        parts += [heading(_("What to know of the files and of the past")), bullets(said)]
    proof = appendix.certificate_rows(artifacts, PROOF)
    if proof:
        parts += [heading(_("The proof")), pairs(proof)]
    title = _("What a visit brings is judged, not measured: here is what the answers rest on")
    return Page(_("What it rests on"), title, parts)
