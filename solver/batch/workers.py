"""Where the jobs of a batch are done: in processes of this machine, or elsewhere, as `cluster` has it.

Jobs are functions of this package with paths and options, and answer with facts that are written in JSON, so
that nothing else has to be carried there than this package.
"""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait
from types import FrameType
from typing import TYPE_CHECKING, Any, Protocol

from solver.words.quiet import keep_libraries_quiet
from solver.words.scratch import clear

if TYPE_CHECKING:  # a process loads what its job needs, and nothing else
    from solver.batch.asked import Options

type Facts = dict[str, Any]
type Job = Callable[[str, str, Options], Facts]
type Call = tuple[str, str, Options]

PATIENCE_S = 4.0  # for a job whose batch has died


class Workers(Protocol):
    """Who does the jobs of a batch."""

    def answers(self, job: Job, calls: Sequence[Call]) -> Iterator[tuple[Call, Facts | None]]:
        """Yield each call with its answer, as they end; none where whoever did it was lost."""


class Processes:
    """Processes on this machine, so many at a time, a fresh one for each job.

    In one pool the death of a process takes all of its jobs along: each job has a pool of its own, of one. It
    starts clean, and what it says of its memory is about this job alone.

    Parameters
    ----------
    number : int
        How many work at a time.
    """

    def __init__(self, number: int) -> None:
        self._number = number

    def answers(self, job: Job, calls: Sequence[Call]) -> Iterator[tuple[Call, Facts | None]]:
        """Yield each call with its answer, as they end; none where its process was lost."""
        with ThreadPoolExecutor(max_workers=self._number) as lanes:
            asked: dict[Future[Facts | None], Call] = {
                lanes.submit(_apart, job, call): call for call in calls
            }
            try:
                for answered in as_completed(asked):
                    yield asked[answered], answered.result()
            except BaseException:
                lanes.shutdown(wait=False, cancel_futures=True)
                for process in multiprocessing.active_children():
                    process.terminate()
                raise


def _apart(job: Job, call: Call) -> Facts | None:
    """Do a job in a process of its own."""
    try:
        with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
            return pool.submit(_to_its_end, job, call).result()
    except BrokenProcessPool:
        return None


def _to_its_end(job: Job, call: Call) -> Facts:
    """Do a job in this process; told to stop, or left alone, it tidies up and ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the keyboard tells the batch, which tells its processes
    signal.signal(signal.SIGTERM, _stop)
    keep_libraries_quiet()
    threading.Thread(target=_end_with_the_batch, daemon=True).start()
    try:
        return job(*call)
    except KeyboardInterrupt:
        clear()
        os._exit(128 + signal.SIGTERM)
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _end_with_the_batch() -> None:
    """Stop once the batch is no more: nobody would hear the answer."""
    if (batch := multiprocessing.parent_process()) is None:
        return
    wait([batch.sentinel])
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(PATIENCE_S)
    os._exit(128 + signal.SIGTERM)
