"""Mutants: does a test notice when a figure is worked out wrongly?

`python -m tests.attack.mutants [--rooms value,method] [--tried 200] [--from 0] [--seed 12] [--workers 2]`

Each mutant is one small wrong change (`changes.py`), drawn by seed, made in a copy of the tree and tried
against the tests that reach its line, the quickest first. One whose tests all pass is alive, and so is one
that no test reaches: it is printed with its line, and the status is 1 where fewer than 95 % of a room's are
killed.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from queue import Queue
from time import time

from tests.attack.changes import Change, changes_of

ROOT = Path(__file__).parents[2]
ROOMS = {  # and the tests that are asked about each
    "value": ("value", "allocation/problem", "golden", "handover/excel/test_worksheet.py"),
    "allocation": ("allocation", "golden"),
    "calendar": ("calendar",),
    "method": ("method", "golden"),
    "evidence": ("evidence",),
    "intake/booking": ("intake/booking", "intake/history", "intake/test_prepare.py", "intake/test_fec.py"),
}
WANTED = 0.95
SECONDS_OF_TESTS = 30.0  # of one mutant, as they took unchanged

TIMES = count(1)

type Reach = dict[str, dict[str, list[str]]]


def main(words: tuple[str, ...] = ()) -> int:
    """Try the mutants of each room, print those alive, and say how many were killed."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--rooms", default=",".join(ROOMS))
    asked.add_argument("--tried", type=int, default=200)
    asked.add_argument("--from", type=int, default=0, dest="first")
    asked.add_argument("--seed", type=int, default=12)
    asked.add_argument("--workers", type=int, default=2)
    asked.add_argument("--reach", type=Path, help="a folder that keeps which test reaches which line")
    said = asked.parse_args(words)
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copies = [_copied(Path(folder, str(number))) for number in range(said.workers)]
        low = [room for room in said.rooms.split(",") if _room(room, said, copies) < WANTED]
    return 1 if low else 0


def _room(room: str, said: argparse.Namespace, copies: list[Path]) -> float:
    """Return the share of a room's mutants that the tests kill."""
    kept = (said.reach or copies[0].parent).resolve() / f"{room.replace('/', '.')}.json"
    if not kept.exists():
        with _process(copies[0], str(kept), *ROOMS[room]) as process:
            process.communicate()
    reach, seconds = json.loads(kept.read_text())
    drawn = drawn_of(room, said.seed)[said.first : said.first + said.tried]
    free: Queue[tuple[Path, subprocess.Popen[str]]] = Queue()
    for copy in copies:
        free.put((copy, _process(copy)))

    def killed(change: Change) -> bool:
        tests = tests_of(change, reach, seconds)
        copy, process = free.get()
        try:
            return bool(tests) and _is_killed(change, tests, copy, process)
        finally:
            free.put((copy, process))

    began, alive = time(), 0
    with ThreadPoolExecutor(len(copies)) as pool:
        for change, dead in zip(drawn, pool.map(killed, drawn), strict=True):
            if not dead:
                alive += 1
                reached = "" if tests_of(change, reach, seconds) else "   (no test reaches it)"
                print(f"  alive: {change}{reached}", flush=True)
    for _copy in copies:
        with free.get()[1] as process:
            process.communicate()
    share = 1 - alive / len(drawn)
    counted = f"tried {len(drawn)}, killed {len(drawn) - alive}, alive {alive}"
    print(f"{room}: {counted} ({share:.1%} killed, {time() - began:.0f} s)", flush=True)
    return share


def drawn_of(room: str, seed: int) -> list[Change]:
    """Return all mutants of a room, in the order in which the seed draws them."""
    files = sorted((ROOT / "solver" / room).rglob("*.py"))
    changes = [change for path in files for change in changes_of(path, path.relative_to(ROOT).as_posix())]
    random.Random(f"{seed} {room}").shuffle(changes)
    return changes


def tests_of(change: Change, reach: Reach, seconds: dict[str, float]) -> list[str]:
    """Return the tests that reach the line, quickest first; of a compiled one, those of its file."""
    lines = reach.get(change.path, {})
    last = change.line + change.before.count("\n")
    told = [lines[str(line)] for line in range(change.statement, last + 1) if str(line) in lines]
    tests = {test for found in told for test in found}
    if told and not tests:
        tests = {test for found in lines.values() for test in found}
    chosen, taken = [], 0.0
    for test in sorted(tests, key=lambda test: (seconds[test], test)):
        taken += seconds[test]
        if chosen and taken > SECONDS_OF_TESTS:
            break
        chosen.append(test)
    return chosen


def _is_killed(change: Change, tests: list[str], copy: Path, process: "subprocess.Popen[str]") -> bool:
    """Make the change in a copy, run the tests there, and undo it.

    Every change has a time of its own, and what is undone its old one: what Python keeps compiled goes by it.
    """
    path = copy / change.path
    source, before = path.read_bytes(), path.stat().st_mtime
    path.write_bytes(change.made_in(source))
    os.utime(path, (before, before + next(TIMES)))
    try:
        assert process.stdin is not None
        assert process.stdout is not None
        print(json.dumps(tests), file=process.stdin, flush=True)
        return int(process.stdout.readline()) != 0
    finally:
        path.write_bytes(source)
        os.utime(path, (before, before))


def _process(copy: Path, *words: str) -> "subprocess.Popen[str]":
    """Start a process in which tests of a copy run, and which keeps what is compiled to that copy."""
    surroundings = os.environ | {"PYTHONPATH": str(copy), "NUMBA_CACHE_DIR": str(copy / "numba")}
    surroundings.pop("PYTHONDONTWRITEBYTECODE", None)
    return subprocess.Popen(
        [sys.executable, "-m", "tests.attack.reached", *words],
        cwd=copy,
        env=surroundings,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def _copied(copy: Path) -> Path:
    """Copy the tree, without what only makes it heavy."""
    left_out = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache", "dist")
    shutil.copytree(ROOT, copy, ignore=left_out)
    return copy


if __name__ == "__main__":
    sys.exit(main(tuple(sys.argv[1:])))
