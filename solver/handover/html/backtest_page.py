"""The back-test as one page that needs nothing but itself."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from solver.evidence.backtest import latest
from solver.handover.html.data_table import data_table
from solver.handover.html.frame import Chapter, page_of
from solver.handover.html.logo import logo_source
from solver.parameters import Portfolio
from solver.report import figures
from solver.report.look.brand import brand_of
from solver.report.past import sentences, tables
from solver.words.files import write_text
from solver.words.i18n import _, format_date


def write_backtest(
    path: Path, portfolio: Portfolio, evidence: Mapping[str, Any], names: sentences.Names
) -> Path:
    """Write the page of a back-test that could judge something, in the language in force.

    Parameters
    ----------
    path : Path
    portfolio : Portfolio
    evidence : mapping
        As `solver.evidence.backtest.backtest` returns it.
    names : mapping of str to str
        Account to name.

    Raises
    ------
    PortfolioError
        It cannot be written.
    """
    brand = brand_of(portfolio.branding)
    cut = latest(evidence) or {}
    page = page_of(
        "chapters.html.j2",
        portfolio=portfolio,
        brand=brand,
        logo=logo_source(brand.logo),
        title=_("what the past says"),
        kicker=_("What the firm's own past says"),
        period=_("Ranked as of {on}, judged until {until}").format(
            on=format_date(cut.get("on")), until=format_date(cut.get("judged_until"))
        ),
        sentences=[sentences.headline(evidence), *sentences.story(evidence, names)],
        tiles=[],
        chapters=_chapters(evidence),
    )
    write_text(path, page)
    return path


def _chapters(evidence: Mapping[str, Any]) -> list[Chapter]:
    shown = (
        (tables.thirds_table(evidence), _("Losses foreseen, and losses that came")),
        (tables.weights_table(evidence), _("What the risk of loss rests on, the strongest first")),
    )
    return [
        Chapter(
            "rankings",
            _("The rankings"),
            _("Each was made with what was known on the day; what followed judges it."),
            [
                figures.rankings_judged(evidence),
                data_table(tables.verdict_table(evidence), name=_("The rankings")),
                sentences.auc_note(evidence),
            ],
        ),
        Chapter(
            "behind",
            _("Behind the verdicts"),
            _("Rates with their number of clients and their interval."),
            [data_table(table, title=title) for table, title in shown if len(table)],
        ),
        Chapter("limits", _("What was left out"), "", list(sentences.limits(evidence))),
    ]
