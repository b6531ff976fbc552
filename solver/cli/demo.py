"""`twelvefold demo`: the made-up firm through the twelve steps, and a quarter later."""

import webbrowser
from typing import Annotated

import typer

from solver.cli.compare import compare_and_tell
from solver.cli.console import LANGUAGES, Language, RunFolder
from solver.cli.run import run_and_tell
from solver.words.i18n import machine_language, mark
from solver.words.places import shipped

LATER = "march"


def demo(
    folder: RunFolder = None,
    language: Annotated[
        Language | None,
        typer.Option(metavar=LANGUAGES, help=mark("Language of the report; that of the machine by default.")),
    ] = None,
    no_open: Annotated[bool, typer.Option("--no-open", help=mark("Do not open the report."))] = False,
    loop: Annotated[
        bool,
        typer.Option(
            "--loop",
            help=mark("A quarter later too: run its files of March beside it, and compare the two plans."),
        ),
    ] = False,
) -> None:
    """Run the method on the firm that comes with the product, and open its report."""
    chosen = language.value if language else machine_language()
    done = run_and_tell(shipped("data", "demo", "portfolio.yaml"), folder, {"language": chosen})
    if loop:
        before, after = done.path, done.path.with_name(LATER)
        asked = {"language": chosen, "overrides": {"previous_run": str(before)}}
        done = run_and_tell(shipped("data", "demo", "portfolio_march.yaml"), after, asked)
        compare_and_tell(before, after)
    if not no_open:
        webbrowser.open((done.path / "index.html").as_uri())
