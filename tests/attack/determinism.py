"""The same bytes, whatever the machine: hash seed, zone, locale, threads, folder, and how little it gives.

`python -m tests.attack.determinism`

The course case is run once for each, and every file is compared with that of the first run. What tells of the
run itself promises nothing: the manifest with its seconds, the executed notebooks with their times.
"""

import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.attack.command import COURSE_CASE, twelvefold
from tests.attack.tally import Tally

TELLS_OF_THE_RUN = ("manifest.json", "notebooks")
THREADS = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "NUMBA_NUM_THREADS",
    "RAYON_NUM_THREADS",
)
CHANGED: dict[str, dict[str, str]] = {
    "hash seed": {"PYTHONHASHSEED": "4242"},
    "time zone": {"TZ": "Pacific/Kiritimati"},
    "locale": {"LC_ALL": "C"},
    "one thread": dict.fromkeys(THREADS, "1"),
    "eight threads": dict.fromkeys(THREADS, "8"),
    "folder": {},
    "starved processor": {},
}
OTHER_FOLDER = "Été {2026} & fils"


def main() -> int:
    """Run the course case in each surrounding and compare."""
    tally = Tally("determinism, files compared with the first run")
    with tempfile.TemporaryDirectory() as place:
        first = _run(Path(place, "first"), {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8"})
        for name, changed in CHANGED.items():
            folder = Path(place, OTHER_FOLDER if name == "folder" else name)
            with _starved() if name.startswith("starved") else _quiet() as before:
                found = _run(folder, changed, before)
            for path in sorted(first.keys() | found.keys()):
                tally.holds(
                    f"{name}: {path}", first.get(path) != found.get(path) and "other bytes, or not there"
                )
            print(
                f"  {name}: {sum(first[path] == found.get(path) for path in first)} of {len(first)} equal",
                flush=True,
            )
    return tally.status()


def _run(folder: Path, changed: dict[str, str], before: tuple[str, ...] = ()) -> dict[str, str]:
    """Return the hash of every file of a run."""
    folder.mkdir()
    ended = twelvefold("run", COURSE_CASE, "--out", folder / "run", cwd=folder, before=before, **changed)
    if ended.returncode:
        sys.exit(f"the run ended with {ended.returncode}: {ended.stderr}")
    files = (path for path in sorted((folder / "run").rglob("*")) if path.is_file())
    named = {path.relative_to(folder / "run"): path for path in files}
    return {
        name.as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for name, path in named.items()
        if name.parts[0] not in TELLS_OF_THE_RUN
    }


@contextmanager
def _quiet() -> Iterator[tuple[str, ...]]:
    yield ()


@contextmanager
def _starved() -> Iterator[tuple[str, ...]]:
    """Keep every processor busy twice over, and let the run have what is left."""
    busy = [
        subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(2 * (os.cpu_count() or 1))
    ]
    try:
        yield ("nice", "-n", "10")
    finally:
        for process in busy:
            process.kill()
            process.wait()


if __name__ == "__main__":
    sys.exit(main())
