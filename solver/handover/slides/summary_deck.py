"""The deck for the meeting: which slides it holds, in which order."""

from collections.abc import Callable
from pathlib import Path

from solver.handover.slides import action, opening, portfolio, visits
from solver.handover.slides.deck import Deck
from solver.report.findings.read import Findings, in_its_language

MOST = 10
SLIDES: tuple[Callable[[Deck], None], ...] = (
    opening.cover,
    opening.answer,
    opening.hours,
    portfolio.matrix,
    visits.moves,
    visits.examples,
    visits.worth,
    action.decisions_to_take,
    action.budget,
    action.first_days,
)


@in_its_language
def write_slides(findings: Findings) -> list[Path]:
    """Write `summary.pptx` into the run folder; a slide whose tables are missing is left out.

    Returns
    -------
    list of Path
        The deck.

    Raises
    ------
    PortfolioError
        The file cannot be written.
    """
    deck = Deck(findings)
    for add in SLIDES[:MOST]:
        add(deck)
    path = findings.run.path / "summary.pptx"
    deck.save(path)
    return [path]
