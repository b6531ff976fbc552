"""`twelvefold fieldtest`: pairs of like accounts drawn by lot, their list, and the letter to the reps."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from solver.cli.console import FOLDER, PortfolioPath, out
from solver.words.errors import PortfolioError
from solver.words.i18n import _, format_share, mark, spoken
from solver.words.places import project_path

if TYPE_CHECKING:
    from solver.parameters import Portfolio


def fieldtest(
    portfolio: PortfolioPath,
    accounts: Annotated[
        int, typer.Option(metavar=mark("N"), help=mark("How many accounts take part, in pairs."))
    ] = 100,
    to: Annotated[
        Path | None,
        typer.Option("--out", metavar=FOLDER, help=mark("Where to write; beside the portfolio by default.")),
    ] = None,
) -> None:
    """Draw a field test, write its list and its letter, and say how large an effect it can show."""
    from solver.parameters import load_portfolio

    path = project_path(portfolio)
    read = load_portfolio(path)
    with spoken(read.language, read.currency):
        _draw(read, accounts, to or path.parent)


def _draw(read: "Portfolio", accounts: int, folder: Path) -> None:
    from solver.evidence.field_test import (
        candidates,
        detectable_effect,
        draw_test,
        spread_of_changes,
    )
    from solver.handover.excel.field_test import write_field_test
    from solver.handover.letter.field_test import write_letter
    from solver.intake import prepare_tools
    from solver.report.findings.learnt import spread_words

    target, letter = folder / "field_test.xlsx", folder / "field_test.md"
    if target.exists():
        raise PortfolioError(
            _("this file is already there"),
            file=target,
            fix=_("give another folder with --out, or move it away"),
        )
    intake = prepare_tools(read)
    clients = candidates(intake.accounts, intake.sales, intake.visits, intake.decisions, read.as_of)
    test = draw_test(clients, accounts, read.seed)
    spread, measured_on = spread_of_changes(clients, intake.sales, read.as_of)
    detectable = detectable_effect(accounts, spread)
    when = {"start": read.plan_start, "end": read.plan_end}
    names = {rep.rep_id: rep.name for rep in read.reps}
    write_field_test(target, test, names=names, **when)
    write_letter(letter, test, firm=read.firm, detectable=detectable, names=names, **when)
    out.print(
        _("{spread}: this test shows an effect of {effect} four times in five.").format(
            spread=spread_words(spread, measured_on), effect=format_share(detectable)
        ),
        markup=False,
    )
    out.print(_("Written: {path}").format(path=letter), markup=False)
    out.print(
        _("Written: {path}. Name it under field_test in the portfolio of next year.").format(path=target),
        markup=False,
    )
