"""The part of the page on what the last plan promised."""

from dataclasses import dataclass

from markupsafe import Markup

from solver.handover.html.data_table import data_table
from solver.report.findings.artifacts import Artifacts
from solver.report.kept import (
    kept_heads,
    kept_sentences,
    kept_table,
    proposal_heads,
    proposal_note,
    proposal_table,
)
from solver.words.i18n import _


@dataclass(frozen=True)
class Kept:
    """What became of an earlier run's promises, ready for the page.

    Attributes
    ----------
    sentences : list of str
    figures : Markup
    proposed : Markup or None
        None where no parameter was judged.
    """

    sentences: list[str]
    figures: Markup
    proposed: Markup | None


def promises_kept(artifacts: Artifacts) -> Kept | None:
    """Return the part; none where no earlier run was read back."""
    facts = artifacts.get("promises_kept.json")
    if not facts:
        return None
    proposed = proposal_table(facts)
    return Kept(
        kept_sentences(facts),
        data_table(kept_table(facts), kept_heads(), name=_("What was promised, and what came")),
        None
        if proposed.empty
        else data_table(
            proposed, proposal_heads(), title=_("Judged parameters beside what came"), note=proposal_note()
        ),
    )
