"""Which search plans the tours: the compiled one where numba is installed, else none."""

from collections.abc import Callable
from functools import cache
from getpass import getuser
from hashlib import sha256
from inspect import getsource
from pathlib import Path
from tempfile import TemporaryFile, gettempdir

import numpy as np
from filelock import FileLock
from platformdirs import user_cache_path

from solver.calendar import arrays, territory, tours
from solver.calendar.territory import Occurrence, Territory
from solver.calendar.tours import Tours

COMPILED_IN = (arrays, territory, tours)  # constants of theirs are in the compiled code

_SMALLEST = Territory(
    rep_id="",
    days=[0],
    field_seconds=[0],
    capacity=[0],
    travel=np.zeros((2, 2), dtype=np.int64),
    occurrences=[Occurrence(1, 1, 1, 0, 0, 0, 1.0)],
    prizes=[[], [1]],
    spacing_share=0.0,
    regularity_seconds=0,
    slot_seconds=1,
    day_start=0,
    lunch_start=0,
    lunch_seconds=0,
    iterations=1,
    seed="",
)


type Search = Callable[[Tours], tuple[list[list[int]], int]]


@cache
def compiled_search() -> Search | None:
    """Return `solver.calendar.compiled.improved`, ready to run, or None where numba is missing.

    The first process compiles it, for a quarter of a minute or so; others wait for it, and load it from the
    user's cache.
    """
    try:
        from numba import config
    except ImportError:
        return None
    folder = Path(config.CACHE_DIR or _cache_folder()) / _digest()
    folder.mkdir(parents=True, exist_ok=True)
    config.CACHE_DIR = str(folder)
    with FileLock(folder / "compiling.lock"):
        from solver.calendar import compiled

        compiled.improved(Tours(_SMALLEST))
    return compiled.improved


def _digest() -> str:
    """Tell one state of the sources from another: numba itself looks at the file that it compiles alone."""
    return sha256("".join(map(getsource, COMPILED_IN)).encode()).hexdigest()[:16]


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


if __name__ == "__main__":
    compiled_search()
