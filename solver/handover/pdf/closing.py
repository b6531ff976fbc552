"""The last page: what the answers rest on, and the proof of the plan."""

from solver.handover.pdf.pages import Page, Part, bullets, heading, table
from solver.report import appendix, quality
from solver.report.findings.learnt import learnt_sentences
from solver.report.findings.read import Findings
from solver.words.i18n import _, clauses, with_label

PROOF = ("status", "gap")  # the page on screen has all of it


def rests_on_page(findings: Findings) -> Page:
    """Return what the answers of the summary rest on: the firm's files, judgement, and a proof."""
    portfolio, artifacts = findings.portfolio, findings.artifacts
    parts: list[Part] = []
    said = [_(assumption) for assumption in portfolio.assumptions]
    said += learnt_sentences(artifacts.get("response_learnt.json"))
    if artifacts.has("quality.json"):
        said.append(quality.balance_holds(artifacts.facts("quality.json")))
    for goal in findings.answers_to("goal"):
        parts += [heading(goal.question), bullets(goal.more)]
        parts += [] if goal.table.empty else [table(goal.table, goal.columns)]
    if said:
        parts += [heading(_("What to know of the files and of the past")), bullets(said)]
    proof = appendix.certificate_rows(artifacts, PROOF)
    if proof:
        (_name, first), *rest = proof
        told = clauses([first, *(with_label(*row) for row in rest)])
        parts.append(bullets([with_label(_("The proof"), told)]))
    title = _("What a visit brings is assumed, not measured: here is what the answers rest on")
    return Page(_("What it rests on"), title, parts)
