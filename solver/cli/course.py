"""`twelvefold course`: the trainee's folder, and the marks of a class."""

from pathlib import Path
from typing import Annotated

import typer

from solver.cli.console import FILE, FOLDER, LANGUAGES, Language, as_table, out
from solver.cli.stopping import deaf
from solver.words.i18n import _, machine_language, mark, spoken


def course(
    language: Annotated[
        Language | None,
        typer.Option(metavar=LANGUAGES, help=mark("Language of the course; that of the machine by default.")),
    ] = None,
    folder: Annotated[
        Path | None,
        typer.Option(
            "--to", metavar=FOLDER, help=mark("Folder of the course; reports/course-LANGUAGE by default.")
        ),
    ] = None,
    open_lab: Annotated[bool, typer.Option("--open", help=mark("Open it in JupyterLab."))] = False,
    marks: Annotated[
        Path | None,
        typer.Option(
            "--marks", metavar=FOLDER, help=mark("Gather the marks of a class from the folder it handed in.")
        ),
    ] = None,
    save: Annotated[
        Path | None,
        typer.Option("--save", metavar=FILE, help=mark("Write the marks into this file, .xlsx or .csv.")),
    ] = None,
) -> None:
    """Make the folder of the course, or gather the marks of a class."""
    chosen = language.value if language else machine_language()
    with spoken(chosen):
        if marks is not None:
            _show_marks(marks, save)
        else:
            _make(folder, chosen, open_lab=open_lab)


def _make(folder: Path | None, language: str, *, open_lab: bool) -> None:
    from solver.course import lab

    target = folder or lab.usual_folder(language)
    if open_lab:
        deaf()
        raise typer.Exit(lab.open_lab(target, language))
    from solver.course.folder import make_course
    from solver.course.welcome import write_welcome

    welcome = write_welcome(make_course(target, language))
    out.print(_("Open first: {path}").format(path=welcome), markup=False)


def _show_marks(folder: Path, save: Path | None) -> None:
    """Print one line per trainee, and what is worth talking about; write the whole table where asked to."""
    from solver.course.marks import gather_marks, in_words, save_marks, summary

    marks = gather_marks(folder)
    counts = summary(marks)
    heads = [_("Trainee"), _("Exercises"), _("Tried"), _("Right"), _("Right after the answer was shown")]
    out.print(as_table(heads, counts.astype(str).to_numpy().tolist()))
    if save is None:
        missed = marks["verdict"] != "right"
        talk = marks[(marks["attempts"] > 0) & (missed | (marks["because"] != ""))]
        shown = in_words(talk[["trainee", "exercise", "attempts", "verdict", "because"]])
        out.print(as_table(list(map(str, shown)), shown.astype(str).to_numpy().tolist()))
    else:
        save_marks(marks, save)
        out.print(_("Written: {path}").format(path=save), markup=False)
