"""The page of step 9 on the firm's own past: what each ranking was worth, and what that allows to be said."""

from solver.evidence.backtest import judged_cut_offs, latest
from solver.handover.pdf.pages import Page, bullets, filling_table, heading, note, picture
from solver.report import figures
from solver.report.findings.read import Findings
from solver.report.past import sentences, tables
from solver.words.i18n import _


def evidence_page(findings: Findings) -> Page | None:
    """Return the page; none where the past cannot be asked: the page of the score says why."""
    artifacts = findings.artifacts
    if not artifacts.has("evidence.json", "accounts") or latest(artifacts.facts("evidence.json")) is None:
        return None
    evidence = artifacts.facts("evidence.json")
    names = sentences.names_of_accounts(artifacts.table("accounts"))
    parts = [
        picture(figures.rankings_judged(evidence), titled=False),
        bullets(sentences.story(evidence, names)),
    ]
    parts.append(note(" ".join(sentences.limits(evidence))))
    if len(judged_cut_offs(evidence)) > 1:
        rankings = tables.verdict_table(evidence)
        parts += [
            heading(_("Each ranking in each year that can be judged")),
            filling_table(rankings, list(rankings.columns)),
        ]
    return Page(_("What the past says"), sentences.headline(evidence), parts, step="9")
