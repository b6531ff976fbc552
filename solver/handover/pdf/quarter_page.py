"""The page on what the quarter brought."""

from solver.handover.pdf.pages import Page, filling_table, heading, pairs
from solver.report.findings.read import Findings
from solver.report.quarter import what_it_brought
from solver.words.i18n import _


def quarter_page(findings: Findings) -> Page | None:
    """Return the page, and on it the accounts whose visits change; none where no run was read back."""
    told = what_it_brought(findings)
    if told is None:
        return None
    parts = [pairs([(each.question, " ".join([each.lead, *each.more])) for each in told.brought])]
    last = told.brought[-1]
    if not last.table.empty:
        parts += [heading(_("Whose visits change most")), filling_table(last.table, last.columns)]
    return Page(told.title, _("Done, saved, learnt, and what the new plan changes"), parts)
