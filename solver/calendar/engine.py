"""Which search plans the tours: the compiled one where numba is installed, else none."""

from collections.abc import Callable
from functools import cache

import numpy as np

from solver.calendar import arrays, territory, tours
from solver.calendar.territory import Occurrence, Territory
from solver.calendar.tours import Tours
from solver.words.compiling import kept_compiled

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
        from solver.calendar import positions

        with kept_compiled(*COMPILED_IN, positions):
            from solver.calendar import compiled

            compiled.improved(Tours(_SMALLEST))
    except ImportError:
        return None
    return compiled.improved


if __name__ == "__main__":
    compiled_search()
