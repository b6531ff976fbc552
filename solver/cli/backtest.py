"""`twelvefold backtest`: what the firm's own past says of each ranking of its clients."""

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from solver.cli.console import FOLDER, LANGUAGES, Language, PortfolioPath, out
from solver.words.errors import PortfolioError
from solver.words.i18n import _, mark, spoken
from solver.words.places import project_path

if TYPE_CHECKING:
    from solver.parameters import Portfolio


def backtest(
    portfolio: PortfolioPath,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of",
            metavar="2025-12-31",
            help=mark("Last day of the time that judges; as_of of the portfolio by default."),
        ),
    ] = None,
    folder: Annotated[
        Path | None,
        typer.Option("--out", metavar=FOLDER, help=mark("Where to write; reports/NAME by default.")),
    ] = None,
    language: Annotated[
        Language | None, typer.Option(metavar=LANGUAGES, help=mark("Language of the page."))
    ] = None,
) -> None:
    """Rank the clients as of earlier year-ends, let the year after judge, and say what came of it."""
    from solver.parameters import load_portfolio, override

    read = load_portfolio(project_path(portfolio))
    if language is not None:
        read = override(read, language=language.value)
    with spoken(read.language, read.currency):
        _judge(read, portfolio, read.as_of if as_of is None else _day(as_of), folder)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise PortfolioError(
            _("“{text}” is no day").format(text=text), fix=_("write it as in 2025-12-31")
        ) from None


def _on(read: "Portfolio", day: date) -> "Portfolio":
    """Look at the portfolio on another day; a plan that would have begun by then begins a day later."""
    from solver.parameters import override

    start = max(read.plan_start, day + timedelta(days=1))
    end = max(read.plan_end, start + (read.plan_end - read.plan_start))
    return override(read, as_of=day, plan_start=start, plan_end=end)


def _judge(read: "Portfolio", portfolio: Path, day: date, folder: Path | None) -> None:
    from solver.evidence.backtest import latest
    from solver.flow.prepare_tools import PrepareTools
    from solver.flow.score_accounts import ScoreAccounts
    from solver.handover.html.backtest_page import write_backtest
    from solver.report.past import sentences
    from solver.runner.pipeline import default_folder

    # The files are read as of the later day: what an earlier one may know is told by the dates in them.
    # No ranking looks at a road, so no server is asked for one.
    alone = read.model_copy(update={"roads": read.roads.estimated_only(1.0)})
    files = PrepareTools({}, _on(alone, max(day, read.as_of))).outputs()
    evidence = ScoreAccounts.on_the_past(files, _on(read, day)).evidence
    names = sentences.names_of_accounts(files["accounts"])
    told = sentences.story(evidence, names)
    if latest(evidence) is None:
        raise PortfolioError(
            _("the past cannot be judged: {cause}").format(cause=told[0].rstrip(".")),
            fix=_("choose another day with --as-of, or bring what is missing"),
        )
    out.print(sentences.headline(evidence), markup=False)
    for sentence in (*told, *sentences.limits(evidence)):
        out.print(sentence, markup=False)
    page = write_backtest(
        (folder or default_folder(portfolio)) / f"backtest_{day.isoformat()}.html", read, evidence, names
    )
    out.print(_("Open first: {path}").format(path=page), markup=False)
