"""`twelvefold reports`: the forms of the visits of the next weeks, one for each rep."""

from pathlib import Path
from typing import Annotated

import typer

from solver.cli.console import FOLDER, FirstDay, Weeks, out
from solver.words.i18n import _, mark
from solver.words.places import project_path


def reports(
    folder: Annotated[Path, typer.Argument(metavar=FOLDER, help=mark("The run folder, with its step 12."))],
    weeks: Weeks = 4,
    first_day: FirstDay = None,
) -> None:
    """Write the form of each rep: a line a visit, what it brings in yellow."""
    from solver.run import Run
    from solver.runner.visit_forms import write_forms

    run = Run(project_path(folder))
    run.check_layout()
    with run.spoken():
        written = write_forms(run, first_day.date() if first_day else None, weeks)
        if not written:
            out.print(_("No visit has a day in these weeks: look further ahead with --from."), markup=False)
        for path in written:
            out.print(_("Written: {path}").format(path=path), markup=False)
