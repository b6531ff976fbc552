"""The page on what the last plan promised."""

from solver.handover.pdf.pages import Page, Part, bullets, heading, note, table
from solver.report.findings.read import Findings
from solver.report.kept import (
    kept_heads,
    kept_sentences,
    kept_table,
    proposal_heads,
    proposal_note,
    proposal_table,
)
from solver.words.i18n import _, format_date


def promises_page(findings: Findings) -> Page | None:
    """Return the page; none without an earlier run, or while its plan goes on: nothing is judged."""
    facts = findings.artifacts.get("promises_kept.json")
    if not facts or facts["plan_share"] < 1:
        return None
    parts: list[Part] = [bullets(kept_sentences(facts)), table(kept_table(facts), kept_heads())]
    proposed = proposal_table(facts)
    if not proposed.empty:
        parts += [
            heading(_("Judged parameters beside what came")),
            table(proposed, proposal_heads()),
            note(proposal_note()),
        ]
    title = _("What the plan of {date} promised, and what came").format(date=format_date(facts["as_of"]))
    return Page(_("Promises kept"), title, parts, step="1")
