"""The process in which the tests of mutants run: collected once, and each mutant gets a child of it.

Which test reaches which line is what a child sees that runs them all unchanged: each line is told once a
test, and what a fixture runs counts for every test that asks for it.
"""

import os
import pickle
import signal
import sys
import time
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import CodeType

import pytest
from _pytest.runner import runtestprotocol

from tests.attack.changes import Change
from tests.attack.swapped import swap
from tests.conftest import ROOT

QUIETLY = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-m", "not whole and not benchmark"]
PATIENCE_S = 120  # of the processor, until a mutant counts as one that never ends; waiting, ten times as long
TOOL = sys.monitoring.COVERAGE_ID
FIXTURE = "fixture "

type Lines = dict[str, dict[int, set[str]]]


@dataclass
class Reach:
    """Which tests run a line, by file and line, and what each of them takes; `broken` fail unchanged."""

    lines: Lines = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)


class Collected:
    """The tests of a room, collected, and run in children alone.

    Parameters
    ----------
    tests : tuple of str
        Folders and files.
    room : Path
        Whose lines are looked at.
    work : callable
        Called with this once the tests are known.
    """

    def __init__(self, tests: tuple[str, ...], room: Path, work: "Callable[[Collected], None]") -> None:
        self.items: dict[str, pytest.Item] = {}
        self.room, self.work, self.now = str(room), work, ""
        pytest.main([*QUIETLY, "-s", *tests], plugins=[self])

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Do the work in place of running the tests."""
        self.items = {item.nodeid: item for item in session.items}
        warnings.filterwarnings("ignore", "This process .* is multi-threaded")
        self.work(self)
        return True

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef) -> Iterator[None]:
        """Note whose lines these are."""
        before, self.now = self.now, f"{FIXTURE}{fixturedef.argname}"
        sys.monitoring.restart_events()
        try:
            return (yield)
        finally:
            self.now = before
            sys.monitoring.restart_events()

    def reach(self) -> Reach:
        """Run every test in a child and return what each reaches."""
        there, here = os.pipe()
        child = os.fork()
        if not child:
            _silence()
            with os.fdopen(here, "wb") as told:
                pickle.dump(self._seen(), told)
            os._exit(0)
        os.close(here)
        with os.fdopen(there, "rb") as told:
            seen: Reach = pickle.load(told)
        os.waitpid(child, 0)
        return seen

    def kills(self, change: Change, tests: list[str]) -> bool:
        """Tell whether one of the tests notices a change, made in a child."""
        child = os.fork()
        if not child:
            _silence()
            signal.setitimer(signal.ITIMER_PROF, PATIENCE_S)
            signal.alarm(10 * PATIENCE_S)
            os._exit(self._noticed(change, tests))
        return os.waitpid(child, 0)[1] != 0

    def _noticed(self, change: Change, tests: list[str]) -> int:
        path = ROOT / change.path
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        try:
            swap(import_module(name), change.made_in(path.read_bytes()))
            return int(any(self._failures(tests)))
        except BaseException:  # what cannot even be loaded is noticed
            return 1

    def _failures(self, tests: list[str]) -> Iterator[bool]:
        """Run tests one after the other, and tell of each whether it fails."""
        asked = [self.items[test] for test in tests]
        for item, following in zip(asked, [*asked[1:], None], strict=True):
            self.now = item.nodeid
            yield any(report.failed for report in runtestprotocol(item, log=False, nextitem=following))

    def _seen(self) -> Reach:
        watch, seen = sys.monitoring, Reach()
        lines: Lines = defaultdict(lambda: defaultdict(set))

        def run(code: CodeType, line: int) -> object:
            if code.co_filename.startswith(self.room):
                lines[code.co_filename[len(str(ROOT)) + 1 :]][line].add(self.now)
            return watch.DISABLE

        watch.use_tool_id(TOOL, "reach")
        watch.register_callback(TOOL, watch.events.LINE, run)
        watch.set_events(TOOL, watch.events.LINE)
        began = time.process_time()
        for test, failed in zip(self.items, self._failures([*self.items]), strict=True):
            seen.seconds[test], began = time.process_time() - began, time.process_time()
            watch.restart_events()
            if failed:
                seen.broken.add(test)
        watch.set_events(TOOL, 0)
        return Reach(self._of_tests(lines), seen.seconds, seen.broken)

    def _of_tests(self, lines: Lines) -> Lines:
        """Put in the place of each fixture the tests that ask for it."""
        asking: dict[str, set[str]] = defaultdict(set)
        for test, item in self.items.items():
            asking[test].add(test)
            for name in item.fixturenames:
                asking[f"{FIXTURE}{name}"].add(test)
        return {
            name: {line: set().union(*(asking[one] for one in found)) for line, found in told.items()}
            for name, told in lines.items()
        }


def _silence() -> None:
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
