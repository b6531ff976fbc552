"""A batch: what is there already is kept, the others are run side by side, a lost one once more."""

from collections.abc import Callable, Sequence
from pathlib import Path

from solver.batch.asked import Options, kept
from solver.batch.job import FAILED, one, tidy, told
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

    def answer(listed: Listed, facts: Facts, *, was_kept: bool = False) -> None:
        answered[listed.name] = {"name": listed.name, "kept": was_kept} | facts
        on_answer(listed, answered[listed.name])

    with at_work(out):
        left: dict[str, Listed] = {}
        for listed in portfolios:
            final = out / listed.name
            tidy(final)
            if (facts := kept(str(listed.path), str(final), options)) is not None:
                answer(listed, facts, was_kept=True)
            else:
                left[str(final)] = listed
        for _attempt in range(ATTEMPTS):
            calls: list[Call] = [(str(listed.path), final, options) for final, listed in left.items()]
            for (_path, folder, _options), found in workers.answers(job, calls):
                if found is not None:
                    answer(left.pop(folder), found)
        for listed in left.values():
            answer(listed, told(FAILED, _lost()))
        for listed in portfolios:
            tidy(out / listed.name)
    return [answered[listed.name] for listed in portfolios]


def _lost() -> str:
    return _(
        "its process was ended from outside, twice; it may have lacked memory: close other programs, or give"
        " fewer --workers, and type the same command again"
    )
