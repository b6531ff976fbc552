"""Mutants: does a test notice when a figure is worked out wrongly?

`python -m tests.attack.mutants [--rooms value,method] [--tried 200] [--from 0] [--seed 12] [--kept DIR]`

Each mutant is one small wrong change (`changes.py`), drawn by seed, made in a process that has everything
loaded (`swapped.py`), and tried against the tests that reach its line, its own first. One whose tests
all pass is alive, and so is one that no test reaches: it is printed with its line, and the status is 1 where
fewer than 95 % of a room's are killed. What is compiled is not drawn, nor the example on which it is: its
tests hold it against the same in Python.

To see what the tests reach takes minutes: in a folder it is `--kept` for the next draw.
"""

import argparse
import os
import pickle
import random
import sys
from hashlib import sha256
from itertools import takewhile
from pathlib import Path
from time import time

from tests.attack.changes import Change, changes_of
from tests.attack.reached import Collected, Reach
from tests.conftest import ROOT
from tests.everyday import EVERY_CASE

ROOMS = {  # and the tests that are asked about each
    "value": ("value", "allocation/problem", "golden", "handover/excel/test_worksheet.py"),
    "allocation": ("allocation", "golden", "value/test_levels.py", "flow/test_on_trial.py"),
    "calendar": ("calendar", "flow/test_on_trial.py", "flow/test_standing_plan.py"),
    "method": ("method", "golden", "flow/test_why_lost.py"),
    "evidence": ("evidence", "report/past", "flow/test_field_test.py", "flow/test_earlier_run.py"),
    "intake/booking": (
        *("intake/booking", "intake/history", "intake/partners"),
        *("intake/test_prepare.py", "intake/test_fec.py", "intake/test_wrong_figures.py"),
        *("intake/test_more_kinds.py", "intake/test_kinds_of_documents.py"),
        "intake/test_no_clients_and_rates.py",
    ),
}
COMPILED = (
    "solver/calendar/kernel.py",
    "solver/calendar/positions.py",
    "solver/calendar/arrays.py",
    "solver/calendar/engine.py",
    "solver/allocation/methods/states.py",
)
WANTED = 0.95
SECONDS_OF_TESTS = 20.0  # of one mutant, as they took unchanged


def main(words: tuple[str, ...] = ()) -> int:
    """Try the mutants of each room, print those alive, and say how many were killed."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--rooms", default=",".join(ROOMS))
    asked.add_argument("--tried", type=int, default=200)
    asked.add_argument("--from", type=int, default=0, dest="first")
    asked.add_argument("--seed", type=int, default=12)
    asked.add_argument("--kept", type=Path, help="a folder for what the tests reach, until a source changes")
    said = asked.parse_args(words)
    os.environ[EVERY_CASE] = "1"  # a mutant that a test of every day would notice is not alive
    low = [room for room in said.rooms.split(",") if _room(room, said) < WANTED]
    return 1 if low else 0


def _room(room: str, said: argparse.Namespace) -> float:
    """Return the share of a room's mutants that the tests kill."""
    drawn = drawn_of(room, said.seed)[said.first : said.first + said.tried]
    alive: list[Change] = []

    def work(tests: Collected) -> None:
        began = time()
        reach = reach_of(tests, room, said.kept)
        print(
            f"\n{room}: {len(tests.items)} tests, {time() - began:.0f} s to see what they reach", flush=True
        )
        for name in sorted(reach.broken):
            print(f"  fails unchanged, and is not asked: {name}", flush=True)
        for change in drawn:
            asked = tests_of(change, reach)
            if not (asked and tests.kills(change, asked)):
                alive.append(change)
                print(f"  alive: {change}{'' if asked else '   (no test reaches it)'}", flush=True)

    began = time()
    Collected(tuple(f"tests/{name}" for name in ROOMS[room]), ROOT / "solver" / room, work)
    share = 1 - len(alive) / len(drawn)
    counted = f"tried {len(drawn)}, killed {len(drawn) - len(alive)}, alive {len(alive)}"
    print(f"{room}: {counted} ({share:.1%} killed, {time() - began:.0f} s)", flush=True)
    return share


def reach_of(tests: Collected, room: str, folder: Path | None) -> Reach:
    """Return what the tests of a room reach, as it was kept while no source and no test has changed since."""
    if folder is None:
        return tests.reach()
    sources = sorted(path for part in ("solver", "tests") for path in (ROOT / part).rglob("*.py"))
    state = sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:16]
    file = folder / f"{room.replace('/', '_')}_{state}.pickle"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        file.write_bytes(pickle.dumps(tests.reach()))
    kept: Reach = pickle.loads(file.read_bytes())
    return kept


def drawn_of(room: str, seed: int) -> list[Change]:
    """Return all mutants of a room, in the order in which the seed draws them."""
    files = [path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "solver" / room).rglob("*.py"))]
    changes = [change for name in files if name not in COMPILED for change in changes_of(ROOT / name, name)]
    random.Random(f"{seed} {room}").shuffle(changes)
    return changes


def tests_of(change: Change, reach: Reach) -> list[str]:
    """Return the tests that reach the line; of what is run on import, those of its file.

    Those of the file itself come first, then those of its folder, of each the quickest: where more reach a
    line than there is time for, what was written for it is asked.
    """
    lines = reach.lines.get(change.path, {})
    last = change.line + change.before.count("\n")
    tests = {test for line in range(change.statement, last + 1) for test in lines.get(line, ())}
    tests = (tests or {test for found in lines.values() for test in found}) - reach.broken
    chosen, taken = [], 0.0
    for test in sorted(tests, key=lambda test: (-_closeness(test, change.path), reach.seconds[test], test)):
        taken += reach.seconds[test]
        if chosen and taken > SECONDS_OF_TESTS:
            break
        chosen.append(test)
    return chosen


def _closeness(test: str, source: str) -> int:
    """Count the folders that a test and a source share; the test of its own file is nearest of all."""
    (*folders, file), (*places, name) = test.partition("::")[0].split("/")[1:], source.split("/")[1:]
    shared = takewhile(lambda pair: pair[0] == pair[1], zip(folders, places, strict=False))
    return len([*shared]) + 9 * (file == f"test_{name}")


if __name__ == "__main__":
    sys.exit(main(tuple(sys.argv[1:])))
