"""A process's own place for what it makes on the way: gone when it ends, or with the next one.

A lock within says that its owner lives. The system lets go of it however the process ends, so that no number
of a process has to be believed.
"""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from filelock import FileLock, Timeout

PREFIX = "twelvefold-at-work-"
LOCK = "owner.lock"


@cache
def scratch() -> Path:
    """Return the folder of this process, made on the first call, when those of dead ones go."""
    _sweep(Path(tempfile.gettempdir()))
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    FileLock(folder / LOCK, is_singleton=True, thread_local=False).acquire()
    atexit.register(clear)
    return folder


def clear() -> None:
    """Remove the folder of this process, if it has one."""
    if scratch.cache_info().currsize:
        folder = scratch()
        FileLock(folder / LOCK, is_singleton=True, thread_local=False).release(force=True)
        shutil.rmtree(folder, ignore_errors=True)
        scratch.cache_clear()


def _sweep(place: Path) -> None:
    for left in place.glob(f"{PREFIX}*"):
        try:
            with FileLock(left / LOCK, timeout=0):
                shutil.rmtree(left, ignore_errors=True)
        except (Timeout, OSError):  # its owner lives, or it is somebody else's
            continue
