"""`twelvefold course`: the trainee's folder, and the marks of a class."""

from pathlib import Path
from typing import Annotated

import typer

from solver.cli.console import FILE, FOLDER, CourseFolder, CourseLanguage, as_table, out
from solver.words.i18n import _, machine_language, mark, spoken


def course(
    language: CourseLanguage = None,
    folder: CourseFolder = None,
    marks: Annotated[
        Path | None,
        typer.Option(
            "--marks", metavar=FOLDER, help=mark("Gather the marks of a class from the folder it handed in.")
        ),
    ] = None,
    save: Annotated[
        Path | None,
        typer.Option(
            "--save",
            metavar=FILE,
            help=mark("Write the marks into a file: .xlsx, .csv, or .html to print."),
        ),
    ] = None,
    sheets: Annotated[
        Path | None,
        typer.Option("--sheets", metavar=FILE, help=mark("Write the sheets to print into this file, .html.")),
    ] = None,
    trainer: Annotated[
        Path | None,
        typer.Option(
            "--trainer",
            metavar=FOLDER,
            help=mark("Write four pages to project for each step, guide and pack to print, into a folder."),
        ),
    ] = None,
) -> None:
    """Make the folder of the course, write what a trainer prints, or gather the marks of a class."""
    chosen = language.value if language else machine_language()
    with spoken(chosen):
        if sheets is not None:
            _write_sheets(sheets)
        if trainer is not None:
            _write_for_trainer(trainer)
        if marks is not None:
            _show_marks(marks, save)
        if folder is not None or (sheets is None and marks is None and trainer is None):
            _make(folder, chosen)


def _write_sheets(path: Path) -> None:
    from solver.course.sheets import write_sheets

    write_sheets(path)
    out.print(_("Written: {path}").format(path=path), markup=False)


def _write_for_trainer(folder: Path) -> None:
    from solver.course.trainer import write_for_trainer

    for path in write_for_trainer(folder):
        out.print(_("Written: {path}").format(path=path), markup=False)


def _make(folder: Path | None, language: str) -> None:
    from solver.course.folder import make_course
    from solver.course.lab import usual_folder
    from solver.course.welcome import write_welcome

    welcome = write_welcome(make_course(folder or usual_folder(language), language))
    out.print(_("Open first: {path}").format(path=welcome), markup=False)


def _show_marks(folder: Path, save: Path | None) -> None:
    """Print one line per trainee, and every exercise tried; write the whole table where asked to."""
    from solver.course.marks import as_marks, handed_in, in_words, save_marks, summary

    handed = handed_in(folder)
    marks = as_marks(handed)
    counts = summary(marks)
    heads = [_("Trainee"), _("Exercises"), _("Tried"), _("Right"), _("Right after the answer was shown")]
    out.print(as_table(heads, counts.astype(str).to_numpy().tolist()))
    tried = marks[marks["attempts"] > 0]
    shown = in_words(tried[["trainee", "exercise", "attempts", "verdict", "because"]])
    out.print(as_table(list(map(str, shown)), shown.astype(str).to_numpy().tolist()))
    if any(one.games for _trainee, one in handed):
        from solver.course.quarters.a_class import games_in_words, games_of

        games = games_in_words(games_of(handed))
        out.print(as_table(list(map(str, games)), games.to_numpy().tolist()))
    if save is not None:
        save_marks(handed, save)
        out.print(_("Written: {path}").format(path=save), markup=False)
