"""`twelvefold lists`: who is asked what, a workbook for each contributor."""

from pathlib import Path
from typing import Annotated

import typer

from solver.cli.console import FOLDER, out
from solver.words.i18n import _, mark
from solver.words.places import project_path


def lists(
    folder: Annotated[Path, typer.Argument(metavar=FOLDER, help=mark("The run folder, with its step 1."))],
) -> None:
    """Write the list of each contributor, and that of the file's owner."""
    from solver.handover.excel.worklist import write_worklists
    from solver.run import Run

    run = Run(project_path(folder))
    run.check_layout()
    with run.spoken():
        written = write_worklists(run)
        if not written:
            out.print(_("Nothing is to be asked: no list was written."), markup=False)
        for path in written:
            out.print(_("Written: {path}").format(path=path), markup=False)
