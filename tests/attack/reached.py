"""The process in which the tests of mutants run; or, given a file, all of them, to see what each reaches.

Given no file it reads from its standard input a list of tests a line, runs them in a child of its own, and
answers with the child's status: what every child needs is loaded once.
"""

import json
import os
import signal
import sys
from collections import defaultdict
from importlib import import_module
from pathlib import Path

import coverage
import pytest

QUIETLY = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-m", "not whole and not benchmark"]
PATIENCE_S = 180  # until a mutant counts as one that never ends
LOADED = (
    "pandas",
    "pandera.pandas",
    "pydantic",
    "pyarrow.parquet",
    "scipy.stats",
    "hypothesis",
    "pulp",
    "holidays",
)


class _Seen:
    """Tells the coverage which test is running, and notes how long it took."""

    def __init__(self, measured: coverage.Coverage) -> None:
        self.measured = measured
        self.seconds: dict[str, float] = defaultdict(float)

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self.measured.switch_context(nodeid)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid] += report.duration


def _all_reached(kept: Path, rooms: list[str]) -> None:
    """Run every test and write which of them reaches which line, and how long each takes."""
    measured = coverage.Coverage(data_file=None, source=["solver"], config_file=False)
    measured.set_option("run:core", "ctrace")
    seen = _Seen(measured)
    measured.start()
    pytest.main([*QUIETLY, *(f"tests/{room}" for room in rooms)], plugins=[seen])
    measured.stop()
    data = measured.get_data()
    reach = {
        Path(path).relative_to(Path.cwd()).as_posix(): {
            str(line): sorted(set(tests) & seen.seconds.keys())
            for line, tests in sorted(data.contexts_by_lineno(path).items())
        }
        for path in sorted(data.measured_files())
    }
    kept.write_text(json.dumps([reach, seen.seconds]))


def _answer() -> None:
    """Run what is asked for, line by line."""
    for name in LOADED:
        import_module(name)
    for line in sys.stdin:
        child = os.fork()
        if not child:
            signal.alarm(PATIENCE_S)
            os.dup2(os.open(os.devnull, os.O_RDWR), 1)
            os._exit(pytest.main(["-x", *QUIETLY, *json.loads(line)]))
        print(os.waitpid(child, 0)[1], flush=True)


if __name__ == "__main__":
    if sys.argv[1:]:
        _all_reached(Path(sys.argv[1]), sys.argv[2:])
    else:
        _answer()
