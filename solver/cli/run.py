"""`twelvefold run`: the twelve steps, or some of them, and the report."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from solver.cli.console import (
    LANGUAGES,
    KeyPath,
    Language,
    Only,
    Overrides,
    PortfolioPath,
    Pseudonymise,
    RunFolder,
    out,
    problems,
    progress,
    say_who_can_tell,
)
from solver.words.i18n import _, clauses, mark

if TYPE_CHECKING:
    from solver.handover.write import Written
    from solver.run import Output, Run, StepSpec
    from solver.runner import PipelineResult
    from solver.runner.pseudonymised import Pseudonymised


def run(
    portfolio: PortfolioPath,
    folder: RunFolder = None,
    language: Annotated[
        Language | None, typer.Option(metavar=LANGUAGES, help=mark("Language of the report."))
    ] = None,
    steps: Annotated[
        str | None, typer.Option(metavar="4-9", help=mark("Steps to run, as in 4-9, 7- or 10."))
    ] = None,
    parameter: Overrides = None,
    only: Only = None,
    pseudonymise: Pseudonymise = False,
    key: KeyPath = None,
) -> None:
    """Run the method on one portfolio."""
    from solver.parameters import parse_overrides
    from solver.run import select_outputs

    asked = {"steps": steps, "overrides": parse_overrides(parameter or []), "outputs": select_outputs(only)}
    asked["language"] = language.value if language else None
    run_and_tell(portfolio, folder, asked, key=key, pseudonymise=pseudonymise)


def run_and_tell(
    portfolio: Path,
    folder: Path | None,
    asked: dict[str, Any],
    *,
    key: Path | None = None,
    pseudonymise: bool = False,
) -> "Run":
    """Run what is asked for, as `run_pipeline` takes it, say what was done, and return the run."""
    from solver.handover.write import failures
    from solver.run import OUTPUTS, StepSpec, select_steps
    from solver.runner import run_pipeline
    from solver.runner.pseudonymised import run_pseudonymised

    selected, outputs = select_steps(asked.get("steps")), asked.get("outputs", OUTPUTS)
    with progress() as bar:
        task = bar.add_task("", total=len(selected) + len(outputs))
        done = -1

        def on_step(doing: "StepSpec | Output") -> None:
            nonlocal done
            done += 1
            number = f"{doing.number:02d} " if isinstance(doing, StepSpec) else ""
            bar.update(task, completed=done, description=f"{number}{_(doing.title)}")

        chosen = asked | {"on_step": on_step}
        try:
            if pseudonymise:
                result, pseudonymised = run_pseudonymised(portfolio, folder, key=key, **chosen)
            else:
                result, pseudonymised = run_pipeline(portfolio, folder, **chosen), None
        except KeyboardInterrupt as stop:
            for kept in getattr(stop, "__notes__", ()):
                problems.print(kept, markup=False)
            raise
        bar.update(task, completed=len(selected) + len(outputs))
    with result.run.spoken():
        _say_what_was_done(result, pseudonymised)
        failed = failures(result.written)
        for line in failed:
            problems.print(line, markup=False)
    if failed:
        raise typer.Exit(1)
    return result.run


def _say_what_was_done(result: "PipelineResult", pseudonymised: "Pseudonymised | None") -> None:
    for step_id in result.stale:
        problems.print(
            _("step {step} was computed from tables that have changed since; run it again").format(
                step=step_id
            ),
            markup=False,
        )
    if pseudonymised is not None:
        say_who_can_tell(pseudonymised.table)
    for line in result.returned:
        out.print(line, markup=False)
    _say_where_all_lies(result.run, result.written)


def _say_where_all_lies(run: "Run", written: "Sequence[Written]") -> None:
    """Say what to open first, then each kind of file, what it is and where it lies in the folder."""
    made = [one for one in written if one.files]
    if not made:
        out.print(_("Written: {path}").format(path=run.path), markup=False)
        return
    out.print(_("Open first: {path}").format(path=made[0].files[0]), markup=False)
    lines = Table.grid(padding=(0, 2), pad_edge=True)
    for one in made[1:]:
        lines.add_row(place_of(run.path, one.files), _(one.output.title))
    if lines.row_count:
        out.print(lines)
    waiting = [_(one.output.title) for one in written if not one.files and not one.failed]
    if waiting:
        problems.print(
            _("Not made yet, for not all steps have been run: {titles}.").format(titles=clauses(waiting)),
            markup=False,
        )


def place_of(folder: Path, files: Sequence[Path]) -> Text:
    """Say where files of a folder lie: one by its name, several by theirs, or by the one that lies above."""
    first, others = files[0].relative_to(folder), len(files) - 1
    place = first.as_posix()
    if others and first.name == place:
        place += f" (+{others})"
    elif others:
        place = f"{first.parent.as_posix()}/ ({len(files)})"
    return Text(place, style="bold")
