"""A full disk, a place that refuses, a killed run: one line each, nothing half-written, nothing left behind.

`python -m tests.attack.resources` (Linux, as somebody who may mount a small disk)
"""

import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from tests.attack.command import COURSE_CASE, line_of, surroundings, twelvefold
from tests.attack.tally import Tally

SIZES_KB = (16, 64, 128, 256, 384, 512, 1024, 2048)
KILLED_AFTER_S = (1.0, 4.0, 8.0, 16.0)


def main() -> int:
    """Try each, on disks of several sizes and at several moments."""
    tally = Tally("disk and kill")
    with tempfile.TemporaryDirectory() as place:
        _full_disks(Path(place), tally)
        _places_that_refuse(Path(place), tally)
        _kills(Path(place), tally)
    return tally.status()


def _full_disks(place: Path, tally: Tally) -> None:
    for size in SIZES_KB:
        with _disk(place / f"{size} KB", f"size={size}k") as disk:
            ended = twelvefold("run", COURSE_CASE, "--out", disk / "run", cwd=place)
            _one_line(tally, f"run on {size} KB", ended, disk)
    for words in (
        ("worksheet", COURSE_CASE, "--out"),
        ("template", "--out"),
    ):
        with _disk(place / f"{words[0]} full", "size=4k") as disk:
            ended = twelvefold(*words, disk / "made.xlsx", cwd=place)
            _one_line(tally, f"{words[0]} on 4 KB", ended, disk)


def _places_that_refuse(place: Path, tally: Tally) -> None:
    for words in (
        ("run", COURSE_CASE, "--out"),
        ("check", COURSE_CASE, "--out"),
        ("worksheet", COURSE_CASE, "--out"),
        ("template", "--out"),
        ("course", "--out"),
        ("init", "--demo"),
    ):
        with _disk(place / f"{words[0]} refused", "ro") as disk:
            name = "made.xlsx" if words[0] in ("worksheet", "template") else "made"
            _one_line(
                tally, f"{words[0]} into a read-only place", twelvefold(*words, disk / name, cwd=place), disk
            )


def _kills(place: Path, tally: Tally) -> None:
    for seconds in KILLED_AFTER_S:
        home = place / f"killed after {seconds}"
        home.mkdir()
        told = surroundings(TMPDIR=str(home / "tmp"), JUPYTER_RUNTIME_DIR=str(home / "runtime"))
        (home / "tmp").mkdir()
        command = line_of("run", COURSE_CASE, "--out", home / "run")
        process = subprocess.Popen(
            command, cwd=home, env=told, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        process.wait()
        ended = subprocess.run(command, cwd=home, env=told, capture_output=True, text=True, check=False)
        name = f"killed after {seconds:.0f} s"
        tally.holds(f"{name}: the next run ends well", ended.returncode and ended.stderr)
        tally.holds(f"{name}: no temporary file stays", [str(path) for path in _left(home)])
        tally.holds(f"{name}: no orphan stays", [one.pid for one in _orphans(home)])
        shutil.rmtree(home)


def _one_line(tally: Tally, name: str, ended: subprocess.CompletedProcess[str], disk: Path) -> None:
    """Hold a refusal to one line of ours, and the disk to whole files."""
    lines = ended.stderr.strip().splitlines()
    said = [line for line in lines if line.startswith("Stopped:") and "cannot be written" in line]
    tally.holds(f"{name}: it stops", ended.returncode == 0 and "status 0")
    traced = "Traceback" in ended.stderr or "unexpected" in ended.stderr
    tally.holds(f"{name}: in one line", (len(said) != 1 or traced) and ended.stderr[-600:])
    tally.holds(f"{name}: nothing half-written", [str(path) for path in disk.rglob("*.part")])


def _left(home: Path) -> list[Path]:
    return [*(home / "tmp").glob("twelvefold*"), *(home / "runtime").glob("kernel-*"), *home.rglob("*.part")]


def _orphans(home: Path) -> list[psutil.Process]:
    """Return the processes that still name a place: kernels of the killed run, say."""
    time.sleep(5)
    return [
        one for one in psutil.process_iter(["cmdline"]) if str(home) in " ".join(one.info["cmdline"] or [])
    ]


@contextmanager
def _disk(place: Path, options: str) -> Iterator[Path]:
    """Mount a small disk for a while."""
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


if __name__ == "__main__":
    sys.exit(main())
