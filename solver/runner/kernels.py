"""Kernels that warm up ahead of their turn.

Most of a short step is spent importing libraries. While one notebook runs, the kernels of the next ones start
and import what theirs will ask for, and nothing else; no two notebooks ever share a kernel.
"""

import os
from collections import deque
from collections.abc import Iterable
from types import TracebackType
from typing import Self

from jupyter_client.manager import KernelManager

from solver.run import StepSpec
from solver.words.files import writing
from solver.words.places import CHECKOUT, ROOT
from solver.words.scratch import scratch

AHEAD = 2
LONGEST_ADDRESS = 95  # bytes: a socket of the system takes 103 at least, and each address ends in a number


def warm_up(step: StepSpec) -> str:
    """Return what the kernel of a step runs ahead: it loads what draws and shows, and the step's wiring."""
    return f"__import__('solver.report'), __import__('solver.flow.{step.id[3:]}')"


class WarmKernels:
    """A fresh kernel for each notebook, the next ones already on their way.

    Parameters
    ----------
    steps : iterable of StepSpec
        Those that may be asked for, in their order; no other kernels are started.
    """

    def __init__(self, steps: Iterable[StepSpec]) -> None:
        self._left = deque(steps)
        self._started = 0
        self._waiting: deque[tuple[StepSpec, KernelManager]] = deque()
        self._in_use: KernelManager | None = None

    def __enter__(self) -> Self:
        """Start the first kernels."""
        self._start_ahead()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop what still runs."""
        self._stop_used()
        for _spec, kernel in self._waiting:
            kernel.shutdown_kernel(now=True)

    def take(self, step: StepSpec) -> KernelManager:
        """Return the kernel of a step; those of steps left out, and the one in use before, are stopped."""
        while True:
            self._stop_used()
            found, kernel = self._waiting.popleft()
            self._in_use = kernel
            self._start_ahead()
            if found == step:
                return kernel

    def _stop_used(self) -> None:
        if self._in_use is not None:
            self._in_use.shutdown_kernel(now=True)
            self._in_use = None

    def _start_ahead(self) -> None:
        # The user's own IPython start-up files and history stay out of the run; warnings are for developers.
        environment = {"PYTHONWARNINGS": "ignore", **os.environ, "IPYTHONDIR": str(scratch() / "ipython")}
        if CHECKOUT:  # the same one as here, whichever is installed
            known = os.environ.get("PYTHONPATH")
            environment["PYTHONPATH"] = os.pathsep.join([str(ROOT), *([known] if known else [])])
        while self._left and len(self._waiting) < AHEAD:
            step = self._left.popleft()
            kernel = self._manager()
            with writing(scratch()):
                kernel.start_kernel(
                    cwd=str(scratch()),  # no file of the firm's is taken for a module
                    env=environment,
                    extra_arguments=["--log-level=ERROR", f'--IPKernelApp.exec_lines=["{warm_up(step)}"]'],
                )
            self._waiting.append((step, kernel))

    def _manager(self) -> KernelManager:
        """Speak through files where the system can: two runs at once might otherwise take the same port."""
        self._started += 1
        place = str(scratch() / f"kernel{self._started}")
        manager = KernelManager(kernel_name="python3", connection_file=f"{place}.json")
        # One that waits in an event loop: a client that blocks it never hears that its kernel has died.
        manager.client_class = "jupyter_client.asynchronous.AsyncKernelClient"
        if os.name != "nt" and len(os.fsencode(place)) <= LONGEST_ADDRESS:
            manager.transport, manager.ip = "ipc", place
        return manager
