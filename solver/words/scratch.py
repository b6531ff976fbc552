"""A process's own place for what it makes on the way: gone when it ends, or with the next one.

A lock within says that its owner lives. The system lets go of it however the process ends, so that no number
of a process has to be believed.
"""

import atexit
import shutil
import tempfile
from pathlib import Path

from filelock import BaseFileLock, FileLock, Timeout

PREFIX = "twelvefold-at-work-"
LOCK = "owner.lock"


_mine: list[tuple[Path, BaseFileLock]] = []


def scratch() -> Path:
    """Return the folder of this process, made on the first call, when those of dead ones go."""
    if not _mine:
        _sweep(Path(tempfile.gettempdir()))
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        lock = FileLock(folder / LOCK, thread_local=False)
        lock.acquire()
        _mine.append((folder, lock))
        atexit.register(clear)
    return _mine[0][0]


def clear() -> None:
    """Remove the folder of this process, if it has one."""
    while _mine:
        folder, lock = _mine.pop()
        lock.release(force=True)
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(place: Path) -> None:
    for left in place.glob(f"{PREFIX}*"):
        try:
            with FileLock(left / LOCK, timeout=0):
                shutil.rmtree(left, ignore_errors=True)
        except (Timeout, OSError):  # its owner lives, or it is somebody else's
            continue
