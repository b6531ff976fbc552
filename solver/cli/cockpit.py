"""`twelvefold cockpit`: the page on which sliders make the plan of a run again."""

from pathlib import Path
from typing import Annotated

import typer

from solver.cli.console import FOLDER, out
from solver.words.errors import PortfolioError
from solver.words.i18n import _, mark
from solver.words.places import project_path


def cockpit(
    folder: Annotated[Path, typer.Argument(metavar=FOLDER, help=mark("The run folder, with its step 10."))],
) -> None:
    """Write the page on which sliders make the plan of a run again."""
    from solver.handover.write import write_handover
    from solver.run import Run, select_outputs

    run = Run(project_path(folder))
    run.check_layout()
    with run.spoken():
        (written,) = write_handover(run, select_outputs("cockpit"))
        if written.failed:
            raise PortfolioError(written.failed)
        if not written.files:
            raise PortfolioError(
                _("this run has no plan yet"), file=run.path, fix=_("run it up to step 10 first")
            )
        out.print(_("Open first: {path}").format(path=written.files[0]), markup=False)
