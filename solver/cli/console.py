"""What the commands share: where they print, how they show progress, and the arguments that several take."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from solver.words.i18n import _, mark

out = Console(soft_wrap=True, highlight=False)
problems = Console(stderr=True, soft_wrap=True, highlight=False)

FOLDER, FILE = mark("FOLDER"), mark("FILE")
LANGUAGES = "en|fr"


def as_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    """Return a table whose cells are text as it stands."""
    table = Table(*heads)
    for row in rows:
        table.add_row(*(Text(str(cell)) for cell in row))
    return table


PortfolioPath = Annotated[
    Path, typer.Argument(metavar="portfolio.yaml", help=mark("The firm's portfolio.yaml."))
]
RunFolder = Annotated[
    Path | None, typer.Option("--out", metavar=FOLDER, help=mark("Run folder; reports/NAME by default."))
]
Weeks = Annotated[int, typer.Option(min=1, max=53, help=mark("How many weeks to look at."))]
FirstDay = Annotated[
    datetime | None,
    typer.Option(
        "--from",
        metavar="2026-06-01",
        formats=["%Y-%m-%d"],
        help=mark("From which day on; the first day of the plan by default."),
    ),
]
Overrides = Annotated[
    list[str] | None,
    typer.Option(
        "-p",
        "--parameter",
        metavar=mark("NAME=VALUE"),
        help=mark("A parameter, as in abc_cut_a=0.75; repeatable."),
    ),
]
Only = Annotated[
    str | None,
    typer.Option(
        metavar="report,excel",
        help=mark(
            "Files to hand over: report, pdf, excel, agenda, animation, slides, cockpit, exports; all by"
            " default."
        ),
    ),
]
Pseudonymise = Annotated[
    bool,
    typer.Option(
        "--pseudonymise", help=mark("Put pseudonyms in place of the firm, its accounts, people and reps.")
    ),
]
KeyPath = Annotated[
    Path | None,
    typer.Option(
        "--key",
        metavar=FILE,
        help=mark("The secret behind the pseudonyms; pseudonyms.key beside the portfolio by default."),
    ),
]


class Language(StrEnum):
    """The languages of the report."""

    en = "en"
    fr = "fr"


CourseLanguage = Annotated[
    Language | None,
    typer.Option(
        "--language", metavar=LANGUAGES, help=mark("Language of the course; that of the machine by default.")
    ),
]
CourseFolder = Annotated[
    Path | None,
    typer.Option(
        "--out", metavar=FOLDER, help=mark("Folder of the course; reports/course-LANGUAGE by default.")
    ),
]


def progress() -> Progress:
    """Return a bar of steps, silent where nobody looks."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=problems,
        disable=not problems.is_terminal,
        transient=True,
    )


def say_who_can_tell(table: Path) -> None:
    """Say which file leads back from the pseudonyms, and that it is not to be handed on."""
    out.print(
        _("Who is behind each pseudonym: {path}. Keep this file and the key to yourself.").format(path=table),
        markup=False,
    )
