"""`twelvefold compare`: what changed between two plans of one firm, and why."""

from pathlib import Path
from typing import Annotated

import typer

from solver.cli.console import FOLDER, out
from solver.words.i18n import _, mark


def compare(
    before: Annotated[
        Path, typer.Argument(metavar=mark("RUN_A"), help=mark("The folder of the run to compare with."))
    ],
    after: Annotated[
        Path, typer.Argument(metavar=mark("RUN_B"), help=mark("The folder of the run that came after it."))
    ],
    folder: Annotated[
        Path | None,
        typer.Option("--out", metavar=FOLDER, help=mark("Where to write; the folder of RUN_B by default.")),
    ] = None,
) -> None:
    """Compare two runs, say the main things, and write the page and the workbook."""
    compare_and_tell(before, after, folder)


def compare_and_tell(before: Path, after: Path, folder: Path | None = None) -> None:
    """Compare two runs, and say where the page and the workbook lie."""
    from solver.handover.excel.comparison import write_sheet
    from solver.handover.html.compare_page import write_page
    from solver.report.compare import compare_runs

    comparison = compare_runs(before, after)
    name = f"compare_{comparison.two.before.name}"
    where = folder or after
    with comparison.two.spoken():
        for sentence in comparison.sentences():
            out.print(sentence, markup=False)
        page = write_page(comparison, where / f"{name}.html")
        sheet = write_sheet(comparison, where / f"{name}.xlsx")
        out.print(_("Open first: {path}").format(path=page), markup=False)
        out.print(_("Written: {path}").format(path=sheet), markup=False)
