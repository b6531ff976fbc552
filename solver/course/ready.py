"""Whether the steps before this one are done, and how to take them ready-made."""

from collections.abc import Sequence

from IPython.display import DisplayHandle, Markdown, display

from solver.course.folder import frozen_beside
from solver.parameters import load_portfolio
from solver.run import Output, Run, StepSpec, project_path, step_spec
from solver.run.registry import producer
from solver.words.errors import PortfolioError
from solver.words.files import write_text
from solver.words.i18n import _, speak_by_default


def ready(step_id: str, run_dir: str) -> None:
    """Go on only where everything the step needs is there.

    Raises
    ------
    PortfolioError
        Steps before this one are missing; they are named, and how to have them made.
    """
    spec, run = step_spec(step_id), Run(project_path(run_dir))
    if run.portfolio_path.exists():
        portfolio = run.portfolio()
        speak_by_default(portfolio.language, portfolio.currency)
    missing = missing_steps(run, spec)
    if missing:
        first = step_spec(str(missing[0]))
        raise PortfolioError(
            _("Step {number} builds on the steps before it. Next to do: step {first} ({title}).").format(
                number=spec.number, first=first.number, title=_(first.title)
            ),
            fix=_(
                "do it first, or have it made for you: take away the # in front of catch_up in this cell, "
                "and run the cell again"
            ),
        )


def catch_up(step_id: str, run_dir: str) -> None:
    """Make what is missing before a step, as the trainer would have it; nothing where nothing is missing.

    Raises
    ------
    PortfolioError
        The run folder is not there, or a step stopped.
    """
    from solver.runner import run_pipeline

    spec, run = step_spec(step_id), Run(project_path(run_dir))
    missing = missing_steps(run, spec)
    if not missing:
        return
    line: DisplayHandle | None = display(Markdown(_("One moment…")), display_id=True)

    def say(doing: StepSpec | Output) -> None:
        if line is not None and isinstance(doing, StepSpec):
            line.update(
                Markdown(_("Step {number}: {title}").format(number=doing.number, title=_(doing.title)))
            )

    for first, last in _stretches(missing):
        run_pipeline(run.portfolio_path, run.path, steps=f"{first}-{last}", outputs=(), on_step=say)
    write_text(run.portfolio_path, frozen_beside(load_portfolio(run.portfolio_path), run.path))
    if line is not None:
        made = ", ".join(str(number) for number in missing)
        line.update(Markdown(_("Made for you: {steps}.").format(steps=made)))


def missing_steps(run: Run, spec: StepSpec) -> list[int]:
    """Return the numbers of the steps to do before this one, in order.

    A step is missing when something that is needed of it is not there as the finished step wrote it.
    """
    missing: set[int] = set()
    open_ends = [spec]
    while open_ends:
        needs = open_ends.pop().needs
        lacking = {producer(name) for name in needs if not run.holds(name)}
        open_ends += [one for one in lacking if one.number not in missing]
        missing |= {one.number for one in lacking}
    return sorted(missing)


def _stretches(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Write 4, 6, 7, 8 as 4-4, 6-8."""
    stretches: list[tuple[int, int]] = []
    for number in numbers:
        if stretches and number == stretches[-1][1] + 1:
            stretches[-1] = (stretches[-1][0], number)
        else:
            stretches.append((number, number))
    return stretches
