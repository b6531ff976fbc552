"""The page of step 9 on the firm's own past: what each ranking was worth, and what that allows to be said."""

import pandas as pd

from solver.evidence.backtest import latest
from solver.handover.pdf.pages import Page, bullets, filling_table, heading, note, picture
from solver.report import figures
from solver.report.findings.read import Findings
from solver.report.past import sentences, tables
from solver.words.i18n import _

# A line each: the paper has room for all years, not for the intervals, which the page has.
BEFORE = ("on", "ranking", "capture", "caught", "lost", "finding")


def evidence_page(findings: Findings) -> Page | None:
    """Return the page; none where the past cannot be asked: the page of the score says why."""
    artifacts = findings.artifacts
    evidence = artifacts.facts("evidence.json")
    cut = latest(evidence) if artifacts.has("evidence.json", "accounts") else None
    if cut is None:
        return None
    names = sentences.names_of_accounts(artifacts.table("accounts"))
    beside = sentences.consequence_sentences(evidence)
    parts = [
        picture(figures.rankings_judged(evidence), titled=False),
        # What follows of it stands beside the score, a page before.
        bullets([said for said in sentences.story(evidence, names) if said not in beside]),
    ]
    parts.append(note(" ".join(sentences.limits(evidence))))
    rankings = tables.verdict_table(evidence)
    before = rankings[rankings["on"] != pd.Timestamp(cut["on"])]  # the latest is told above
    if len(before):
        parts += [heading(_("The years before")), filling_table(before, list(BEFORE))]
    return Page(_("What the past says"), sentences.headline(evidence), parts, step="9")
