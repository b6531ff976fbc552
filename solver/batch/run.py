"""A batch: what is there already is kept, the others are run side by side, a lost one once more."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from solver.batch.asked import Options, kept
from solver.batch.grid import what_if
from solver.batch.job import DONE, FAILED, one, tidy, told
from solver.batch.listed import Listed
from solver.batch.workers import Call, Facts, Job, Workers
from solver.run.at_work import at_work
from solver.words.i18n import _

ATTEMPTS = 2

OnAnswer = Callable[[Listed, Facts], None]


def run_batch(
    portfolios: Sequence[Listed],
    out: Path,
    options: Options,
    workers: Workers,
    *,
    on_answer: OnAnswer = lambda listed, facts: None,
    job: Job = one,
) -> list[Facts]:
    """Run portfolios, and return the facts of each, in their order.

    Parameters
    ----------
    portfolios : sequence of Listed
    out : Path
        The folder of the run folders; one batch at a time is in it.
    options : Options
    workers : Workers
        Who does it.
    on_answer : callable, optional
        Told of each portfolio when there is an answer.
    job : callable, optional
        What is done for each.

    Returns
    -------
    list of dict
        As `one` answers, with the `name`, and whether it was `kept` as it was.

    Raises
    ------
    PortfolioError
        Another batch is at work in the folder, or it cannot be written.

    Notes
    -----
    What cannot be used is an answer, as is what fails in the program: only a job that was lost with its
    process is done again, when all others have ended and left their memory.
    """
    answered: dict[str, Facts] = {}
    by_folder = {str(out / listed.name): listed for listed in portfolios}

    def answer(folder: str, facts: Facts, *, was_kept: bool = False) -> None:
        listed = by_folder[folder]
        answered[listed.name] = {"name": listed.name, "kept": was_kept} | facts
        on_answer(listed, answered[listed.name])

    with at_work(out):
        left: list[Call] = []
        for folder, listed in by_folder.items():
            tidy(Path(folder))
            if (facts := kept(str(listed.path), folder, options)) is not None:
                answer(folder, facts, was_kept=True)
            else:
                left.append((str(listed.path), folder, options))
        for (_path, folder, _options), facts in _answers(workers, job, left):
            answer(folder, facts)
        for folder in by_folder:
            tidy(Path(folder))
        if options.grid:
            done = [listed for listed in portfolios if answered[listed.name]["status"] == DONE]
            asked: list[Call] = [(str(listed.path), str(out / listed.name), options) for listed in done]
            for (_path, folder, _options), facts in _answers(workers, what_if, asked):
                if facts["status"] != DONE:
                    answer(folder, answered[by_folder[folder].name] | facts)
    return [answered[listed.name] for listed in portfolios]


def _answers(workers: Workers, job: Job, calls: Sequence[Call]) -> Iterator[tuple[Call, Facts]]:
    """Yield each call with its answer, whatever became of the process that did it."""
    left = {call[1]: call for call in calls}
    for _attempt in range(ATTEMPTS):
        for call, found in workers.answers(job, list(left.values())):
            if found is not None:
                del left[call[1]]
                yield call, found
    for call in left.values():
        yield call, told(FAILED, _lost())


def _lost() -> str:
    return _(
        "its process was ended from outside, twice; it may have lacked memory: close other programs, or give"
        " fewer --workers, and type the same command again"
    )
