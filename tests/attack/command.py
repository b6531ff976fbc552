"""The command `twelvefold` as somebody types it, in surroundings of its own."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.conftest import ROOT

COURSE_CASE = ROOT / "data" / "fil_rouge" / "portfolio.yaml"
PATIENCE_S = 1800


def line_of(*words: object) -> list[str]:
    """Return the words of a command line."""
    return [sys.executable, "-m", "solver.cli", *map(str, words)]


def surroundings(**changed: str) -> dict[str, str]:
    """Return the environment in which the sources of this tree are found."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "LANGUAGE": "en", **changed}


def twelvefold(
    *words: object, cwd: Path, before: Sequence[str] = (), **changed: str
) -> subprocess.CompletedProcess[str]:
    """Run the command to its end, behind others such as `nice`, and return its status and what it said."""
    return subprocess.run(
        [*before, *line_of(*words)],
        cwd=cwd,
        env=surroundings(**changed),
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
