"""`twelvefold run`: the twelve steps, or some of them, and the report."""

from pathlib import Path
from typing import Annotated, Any

import typer

from solver.cli.console import (
    FOLDER,
    LANGUAGES,
    KeyPath,
    Language,
    PortfolioPath,
    Pseudonymise,
    out,
    problems,
    progress,
    say_who_can_tell,
)
from solver.i18n import _, mark
from solver.parameters import parse_overrides
from solver.steps import StepSpec, select_steps


def run(
    portfolio: PortfolioPath,
    folder: Annotated[
        Path | None, typer.Option("--out", metavar=FOLDER, help=mark("Run folder; reports/NAME by default."))
    ] = None,
    language: Annotated[
        Language | None, typer.Option(metavar=LANGUAGES, help=mark("Language of the report."))
    ] = None,
    steps: Annotated[
        str | None, typer.Option(metavar="4-9", help=mark("Steps to run, as in 4-9, 7- or 10."))
    ] = None,
    parameter: Annotated[
        list[str] | None,
        typer.Option(
            "-p",
            "--parameter",
            metavar=mark("NAME=VALUE"),
            help=mark("A parameter, as in abc_cut_a=0.75; repeatable."),
        ),
    ] = None,
    pseudonymise: Pseudonymise = False,
    key: KeyPath = None,
) -> None:
    """Run the method on one portfolio."""
    from solver.runner import run_pipeline
    from solver.runner.pseudonymised import run_pseudonymised

    selected = select_steps(steps)
    with progress() as bar:
        task = bar.add_task("", total=len(selected))
        done = -1

        def on_step(spec: StepSpec) -> None:
            nonlocal done
            done += 1
            bar.update(task, completed=done, description=f"{spec.number:02d} {_(spec.title)}")

        chosen: dict[str, Any] = {
            "language": language.value if language else None,
            "steps": steps,
            "overrides": parse_overrides(parameter or []),
            "on_step": on_step,
        }
        if pseudonymise:
            result, veil = run_pseudonymised(portfolio, folder, key=key, **chosen)
        else:
            result, veil = run_pipeline(portfolio, folder, **chosen), None
        bar.update(task, completed=len(selected))
    for step_id in result.stale:
        problems.print(
            _("step {step} was computed from tables that have changed since; run it again").format(
                step=step_id
            ),
            markup=False,
        )
    if veil is not None:
        say_who_can_tell(veil.table)
    out.print(_("Open first: {path}").format(path=result.report), markup=False)
