"""One process at a time in a run folder; the next one is told who is there."""

import json
import os
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from solver.words.errors import PortfolioError
from solver.words.files import write_text, writing
from solver.words.i18n import _, format_date

HALF_WRITTEN = re.compile(r".+\.\d+\.part")  # as `solver.words.files` calls them
LOCK = ".at_work.lock"
WHO = ".at_work.json"


@contextmanager
def at_work(folder: Path) -> Iterator[None]:
    """Keep a run folder to this process, and clear away what one that was killed left half-written in it.

    The system lets go of the lock of a process that dies: a stale one is taken over. A folder that was made
    for it and in which nothing was written is not left behind.

    Raises
    ------
    PortfolioError
        Another process is at work in the folder, or it cannot be written.
    """
    new = not folder.exists()
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / LOCK, is_singleton=True)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise _taken(folder) from None
    try:
        if lock.lock_counter == 1:
            _clear_away(folder)
            write_text(folder / WHO, json.dumps(_myself()))
        yield
    finally:
        if lock.lock_counter == 1:
            _leave(folder)
        lock.release()
        if new:
            with suppress(OSError):  # it holds something
                folder.rmdir()


def _leave(folder: Path) -> None:
    """Take the lock's file away while it is held: whoever waits at it looks again."""
    for name in (WHO, LOCK):
        with suppress(OSError):  # Windows keeps a file that is open; it is empty
            (folder / name).unlink()


def _clear_away(folder: Path) -> None:
    """Take away what a dead run wrote by half; in a folder that is no run's, nothing is ours."""
    if not (folder / "manifest.json").exists():
        return
    for half in folder.rglob("*.part"):
        if HALF_WRITTEN.fullmatch(half.name):
            half.unlink(missing_ok=True)


def _myself() -> dict[str, Any]:
    return {
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "since": datetime.now().isoformat(timespec="minutes"),
    }


def _taken(folder: Path) -> PortfolioError:
    try:
        told: dict[str, Any] = json.loads((folder / WHO).read_text(encoding="utf-8"))
        since = datetime.fromisoformat(told["since"])
        problem = _("process {pid} on {host} has been at work here since {time} on {day}").format(
            pid=told["pid"], host=told["host"], time=since.strftime("%H:%M"), day=format_date(since)
        )
    except (OSError, ValueError, KeyError):  # it has only just begun, or is about to end
        problem = _("another process is at work here")
    return PortfolioError(
        problem, file=folder, fix=_("wait until it has ended, or give another folder with --out")
    )
