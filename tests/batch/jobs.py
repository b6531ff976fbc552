"""Jobs that stand in for a run: a process of its own finds them by their name.

Such a process loads this file, and no more than its job needs.
"""

import os
import signal
from pathlib import Path


def quick(portfolio, out, _options):
    Path(out).mkdir()
    return {"status": "done", "said": "", "firm": portfolio, "currency": "EUR", "figures": {}}


def killed(portfolio, out, options):
    """Be killed in the middle of the work: always where the portfolio says so, else once."""
    half = Path(f"{out}.part-1")
    if portfolio == "always" or not half.exists():
        (half / "artifacts").mkdir(parents=True, exist_ok=True)
        os.kill(os.getpid(), signal.SIGKILL)
    return quick(portfolio, out, options)


def killed_on_a_cluster(portfolio, out, options):
    """Take the worker along once; it may have come here with others to its left."""
    half = Path(f"{out}.part-1")
    if portfolio == "once" and not half.exists():
        half.mkdir(parents=True)
        os.kill(os.getpid(), signal.SIGKILL)
    return quick(portfolio, out, options)


def in_one_process(portfolio, out, options):
    """Run a portfolio as a batch does, its notebooks in the process of the job."""
    import pytest

    from solver.batch.job import one
    from tests.in_process import in_this_process

    with pytest.MonkeyPatch.context() as patch:
        in_this_process(patch)
        return one(portfolio, out, options)


class Here:
    """Does the jobs in this process, one after the other, and remembers them."""

    def __init__(self):
        self.asked = []

    def answers(self, job, calls):
        for call in calls:
            self.asked.append(Path(call[1]).name)
            yield call, job(*call)
