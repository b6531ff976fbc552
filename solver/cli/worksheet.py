"""`twelvefold worksheet`: the Excel file on which somebody judges what visits bring."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from solver.cli.console import FILE, PortfolioPath, out
from solver.words.i18n import _, mark, spoken
from solver.words.places import project_path

if TYPE_CHECKING:
    from solver.parameters import Portfolio


def worksheet(
    portfolio: PortfolioPath,
    to: Annotated[Path, typer.Option("--out", metavar=FILE, help=mark("The Excel file to write."))] = Path(
        "judgements.xlsx"
    ),
    author: Annotated[
        str, typer.Option(metavar=mark("NAME"), help=mark("Who judges; may be left to fill in."))
    ] = "",
) -> None:
    """Write the worksheet with the judgements in force as its example."""
    from solver.parameters import load_portfolio

    read = load_portfolio(project_path(portfolio))
    with spoken(read.language, read.currency):
        _write(read, to, author)


def _write(read: "Portfolio", to: Path, author: str) -> None:
    from solver.handover.excel.worksheet import write_worksheet
    from solver.value.judged import curve_table

    write_worksheet(to, curve_table(read.judged_curves), author=author)
    out.print(
        _("Written: {path}. Fill it in, then name it under judgement_files in the portfolio.").format(
            path=to
        ),
        markup=False,
    )
