"""The steps in order: parameters frozen, notebooks executed, what is out of date told, the report written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from solver.handover.write import Written, write_handover
from solver.parameters import Portfolio, load_portfolio, override
from solver.report.quality.came_back import came_back
from solver.run import OUTPUTS, STEPS, Output, Run, StepSpec, project_path, select_steps
from solver.run.at_work import at_work
from solver.run.registry import producer, step_spec
from solver.runner.kernels import WarmKernels
from solver.runner.notebook import execute
from solver.runner.returned import KIND, keep_edited, returned_lines, take_back, with_step_one
from solver.words.errors import PortfolioError
from solver.words.files import file_hash
from solver.words.i18n import _, spoken

Progress = Callable[[StepSpec | Output], None]


class StepStoppedError(PortfolioError):
    """A step stopped: `problem` says which and why, `fix` how to go on in its folder."""


@dataclass(frozen=True)
class PipelineResult:
    """What a run left behind.

    Attributes
    ----------
    run : Run
        The run folder.
    written : list of Written
        The output files, by kind.
    stale : tuple of str
        Steps that were computed from tables that have changed since.
    returned : tuple of str
        What was read from a plan that came back, and what it costs; what of forms and lists that came back
        was set aside or is asked; a line each.
    """

    run: Run
    written: list[Written]
    stale: tuple[str, ...]
    returned: tuple[str, ...] = ()


def run_pipeline(
    portfolio_path: Path,
    out: Path | None = None,
    *,
    language: str | None = None,
    steps: str | None = None,
    overrides: Mapping[str, Any] | None = None,
    outputs: Sequence[Output] = OUTPUTS,
    on_step: Progress = lambda spec: None,
) -> PipelineResult:
    """Run the method, or a part of it, on one portfolio.

    Parameters
    ----------
    portfolio_path : Path
        The firm's `portfolio.yaml`.
    out : Path, optional
        The run folder; `reports/<name of the portfolio's folder>` when not given.
    language : str, optional
        `en` or `fr`; the portfolio's own when not given.
    steps : str, optional
        As in `4-9` or `7-`; all when not given.
    overrides : mapping, optional
        Parameters that win over the portfolio's.
    outputs : sequence of Output, optional
        Which files to hand over; all of them when not given.
    on_step : callable, optional
        Told of each step, and of each kind of file, before it starts.

    Raises
    ------
    PortfolioError
        Something cannot be used; what was done before is kept.
    """
    selected = select_steps(steps)
    chosen = dict(overrides or {})
    if language is not None:
        chosen["language"] = language
    portfolio = override(load_portfolio(project_path(portfolio_path)), **chosen)
    folder = Path.cwd() / (out or default_folder(portfolio_path))  # the notebooks run elsewhere
    with spoken(portfolio.language, portfolio.currency), at_work(folder):
        try:
            return _run(portfolio, folder, selected, outputs, on_step)
        except KeyboardInterrupt as stop:
            stop.add_note(_what_is_kept(Run(folder)))
            raise


def _what_is_kept(run: Run) -> str:
    """Say which steps a run that was stopped has finished."""
    numbers = [step_spec(name).number for name in run.manifest()["steps"]]
    if not numbers:
        return _("No step was finished in {path}.").format(path=run.path)
    return _("Finished and kept in {path}: steps {steps}.").format(path=run.path, steps=_ranges(numbers))


def _run(
    portfolio: Portfolio,
    folder: Path,
    selected: Sequence[StepSpec],
    outputs: Sequence[Output],
    on_step: Progress,
) -> PipelineResult:
    returned = take_back(Run(folder), portfolio)
    portfolio, last = returned.portfolio, selected[-1].number
    selected = with_step_one(selected, returned)
    _refuse_missing_steps(Run(folder), selected)
    _refuse_two_languages(Run(folder), selected, portfolio.language)
    run = Run.create(folder, portfolio)
    values = {**portfolio.model_dump(mode="json"), "run_dir": str(run.path)}
    # An edited plan is read by step 1; what it changes must reach the steps asked for.
    within = STEPS[:last] if returned.edited else selected
    with WarmKernels(within) as kernels:
        for spec in within:
            if spec in selected or spec.id in stale_steps(run):
                on_step(spec)
                _run_step(run, spec, values, kernels)
    kept = keep_edited(run) if any(output.name == KIND for output in outputs) else None
    written = write_handover(run, outputs, on_step)
    told = [*returned_lines(run, returned, kept)]
    if STEPS[0] in within:
        told += came_back(run.read("repairs"), run.read("quality.json"))
    return PipelineResult(run, written, stale_steps(run), tuple(told))


def default_folder(portfolio_path: Path) -> Path:
    """Return `reports/<name>`: named after the portfolio's folder, or its file where that says more."""
    path = project_path(portfolio_path)
    name = path.parent.name if path.stem == "portfolio" else path.stem
    return Path.cwd() / "reports" / name


def stale_steps(run: Run) -> tuple[str, ...]:
    """Name the steps whose inputs have changed since they ran."""
    return tuple(
        step_id
        for step_id, entry in run.manifest()["steps"].items()
        if any(
            file_hash(run.artifact_path(name)) != recorded
            for name, recorded in entry["inputs"].items()
            if run.artifact_path(name).exists()
        )
    )


def _refuse_missing_steps(run: Run, selected: Sequence[StepSpec]) -> None:
    """Refuse a selection that reads from earlier steps which are not here as they were finished."""
    made = {name for spec in selected for name in spec.makes}
    lacking = [name for spec in selected for name in spec.needs if name not in made and not run.holds(name)]
    missing = sorted({producer(name).number for name in lacking})
    if not missing:
        return
    if missing[0] == 1:
        fix = _("run without --steps")
    else:
        fix = _("run with --steps {first}-{last}").format(first=missing[0], last=selected[-1].number)
    if any(run.artifact_path(name).exists() for name in lacking):
        problem = _("steps were begun here and not finished, or a table of theirs was changed since: {steps}")
    elif len(missing) == 1:
        problem = _("this folder holds no step {steps}")
    else:
        problem = _("this folder holds no steps {steps}")
    raise PortfolioError(problem.format(steps=_ranges(missing)), file=run.path, fix=fix)


def _refuse_two_languages(run: Run, selected: Sequence[StepSpec], language: str) -> None:
    """Refuse a selection beside which steps made in another language would stay: their texts would mix."""
    if not run.manifest_path.exists():
        return
    run.check_layout()
    again = {spec.id for spec in selected}
    kept = {
        name: entry.get("language") for name, entry in run.manifest()["steps"].items() if name not in again
    }
    others = {name: spoken for name, spoken in kept.items() if spoken not in (None, language)}
    if others:
        raise PortfolioError(
            _("steps of this folder are in another language, and the texts would mix: {steps}").format(
                steps=_ranges([step_spec(name).number for name in others])
            ),
            file=run.path,
            fix=_("run with --language {language}, or without --steps").format(
                language=next(iter(others.values()))
            ),
        )


def _ranges(numbers: Sequence[int]) -> str:
    """Write 1, 2, 3, 5 as 1-3, 5."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def _run_step(run: Run, spec: StepSpec, values: Mapping[str, Any], kernels: WarmKernels) -> None:
    run.forget(spec.id)
    try:
        execute(spec, run.notebooks / f"{spec.id}.ipynb", values, kernels.take(spec))
    except PortfolioError as error:
        raise StepStoppedError(
            _("step {number} ({title}) stopped: {reason}").format(
                number=spec.number, title=_(spec.title), reason=error
            ),
            fix=_("what was done before is kept; mend it and go on with --steps {number}-").format(
                number=spec.number
            ),
        ) from None
    if spec.id not in run.manifest()["steps"]:
        raise PortfolioError(
            _("step {number} ended without writing its results").format(number=spec.number),
            file=run.notebooks / f"{spec.id}.ipynb",
        )
