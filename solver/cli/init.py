"""`twelvefold init`: look at a folder of files and propose a portfolio.yaml."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from solver.cli.console import FILE, FOLDER, LANGUAGES, Language, out
from solver.words.errors import PortfolioError
from solver.words.files import write_bytes, write_text
from solver.words.i18n import _, current_language, format_number, machine_language, mark, spoken, with_label
from solver.words.places import shipped


def init(
    folder: Annotated[Path, typer.Argument(metavar=FOLDER, help=mark("The folder with the firm's files."))],
    to: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar=FILE, help=mark("The file to write; portfolio.yaml in the folder by default.")
        ),
    ] = None,
    language: Annotated[
        Language | None,
        typer.Option(metavar=LANGUAGES, help=mark("Language of the comments and of the run.")),
    ] = None,
    demo: Annotated[
        bool,
        typer.Option("--demo", help=mark("Put the made-up firm of the demo into the folder.")),
    ] = False,
) -> None:
    """Propose a portfolio.yaml; one that is already there is left alone."""
    with spoken(language.value if language else machine_language()):
        if demo:
            _copy_demo(folder)
            return
        _propose(folder, to or folder / "portfolio.yaml")


def _copy_demo(folder: Path) -> None:
    """Put the files of the made-up firm into a new folder, without the programs that made them up."""
    portfolio = folder / "portfolio.yaml"
    home = shipped("data", "demo")
    files = [file for file in sorted(home.rglob("[!.]*.*")) if file.suffix not in (".py", ".pyc")]
    for there in (folder / file.relative_to(home) for file in files):
        if there.exists():
            raise PortfolioError(
                _("this file is already there"), file=there, fix=_("give another folder, or move it away")
            )
    for file in files:
        write_bytes(folder / file.relative_to(home), file.read_bytes())
    out.print(
        _("Written: {path}. Look at it, then: twelvefold run {path}").format(path=portfolio), markup=False
    )


def _propose(folder: Path, path: Path) -> None:
    from solver.intake.drafting.draft import draft, not_looked_at
    from solver.intake.drafting.propose import propose

    if path.exists():
        raise PortfolioError(
            _("this file is already there"), file=path, fix=_("give another name with --out, or move it away")
        )
    proposal = propose(folder)
    for found in proposal.files:
        name = found.file if found.sheet is None else f"{found.file} [{found.sheet}]"
        seen = found.table or found.problem or _("not recognised")
        if found.objections:
            seen = _("people who object")
        if found.left_out is not None:
            seen = _("left out; {reason}").format(reason=found.left_out)
        kind = seen if found.preset is None else f"{seen} ({found.preset})"
        out.print(f"{format_number(found.lines):>10}  {with_label(name, kind)}", markup=False)
    if proposal.not_tables:
        out.print(not_looked_at(proposal), markup=False)
    write_text(path, draft(proposal, current_language(), date.today()))
    out.print(
        _("Written: {path}. Read it, correct it, then: twelvefold check {path}").format(path=path),
        markup=False,
    )
