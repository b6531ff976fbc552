"""`twelvefold lab`: the course in JupyterLab, in the language of the machine."""

from typing import Annotated

import typer

from solver.cli.console import CourseFolder, CourseLanguage
from solver.cli.stopping import deaf
from solver.words.i18n import machine_language, mark


def lab(
    language: CourseLanguage = None,
    folder: CourseFolder = None,
    no_open: Annotated[bool, typer.Option("--no-open", help=mark("Print the address only."))] = False,
) -> None:
    """Open the course in JupyterLab, and stay until it is closed."""
    from solver.course.lab import open_lab, usual_folder

    deaf()  # the server asks before it ends, and takes its time
    chosen = language.value if language else machine_language()
    raise typer.Exit(open_lab(folder or usual_folder(chosen), chosen, browser=not no_open))
