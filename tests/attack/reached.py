"""The process in which the tests of a mutant run; or, given a file, all of them, to see what each reaches.

Reads from its standard input a list: the file that keeps what was reached, or nothing; then the tests.
"""

import json
import sys
from collections import defaultdict
from pathlib import Path

import coverage
import pytest

QUIETLY = [
    "-x",
    "-q",
    "-p",
    "no:cacheprovider",
    "-p",
    "no:xdist",
    "-m",
    "not whole and not benchmark",
]


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
    pytest.main([*QUIETLY[1:], *(f"tests/{room}" for room in rooms)], plugins=[seen])
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


if __name__ == "__main__":
    kept, *tests = json.loads(sys.stdin.read())
    if kept:
        sys.exit(_all_reached(Path(kept), tests))
    sys.exit(pytest.main([*QUIETLY, *tests]))
