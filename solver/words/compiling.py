"""Where compiled code is kept: the first process that needs it compiles it, all others load it."""

from collections.abc import Iterator
from contextlib import contextmanager
from getpass import getuser
from hashlib import sha256
from inspect import getsource
from pathlib import Path
from tempfile import TemporaryFile, gettempdir
from types import ModuleType

from filelock import FileLock
from platformdirs import user_cache_path


@contextmanager
def kept_compiled(*sources: ModuleType) -> Iterator[None]:
    """Have what is imported in here, and called for the first time, compiled into the user's cache.

    One process at a time: others wait, and load what it made.

    Parameters
    ----------
    *sources : module
        Modules whose constants end up in the compiled code: numba itself looks at the compiled file alone.

    Raises
    ------
    ImportError
        There is no numba.
    """
    from numba import config  # half a second, for the steps that search alone

    before = config.CACHE_DIR
    folder = Path(before or _cache_folder()) / state_of(*sources)
    folder.mkdir(parents=True, exist_ok=True)
    config.CACHE_DIR = str(folder)
    try:
        with FileLock(folder / "compiling.lock"):
            yield
    finally:
        config.CACHE_DIR = before


def state_of(*sources: ModuleType) -> str:
    """Tell one state of modules from another."""
    return sha256("".join(map(getsource, sources)).encode()).hexdigest()[:16]


def _cache_folder() -> Path:
    """Return the user's cache, or one among the temporary files where it cannot be written to."""
    folder = user_cache_path("twelvefold")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        TemporaryFile(dir=folder).close()
    except OSError:
        folder = Path(gettempdir(), f"twelvefold-{getuser()}")
        folder.mkdir(exist_ok=True)
    return folder
