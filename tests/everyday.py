"""How much is tried: enough for every day, a part of it in `make quick`, and the rest in `make attack`."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

FLAG = "TWELVEFOLD_ATTACK"
ATTACK = FLAG in os.environ
EVERY_CASE = "TWELVEFOLD_EVERY_CASE"  # set where `make quick` is not what runs: mutants are held against all
WHOLE = pytest.mark.whole
MORE = [pytest.mark.attack] if ATTACK else []  # borne by tests of every day that try more in `make attack`


def draws(everyday: int, attack: int) -> int:
    """Return how many cases this run draws."""
    return attack if ATTACK else everyday


def a_part(cases: Sequence[Any], *, one_in: int = 4) -> list[Any]:
    """Leave one in so many of these cases to `make quick`; `make test` tries them all."""
    return [
        pytest.param(
            *getattr(case, "values", (case,)),
            id=getattr(case, "id", None),
            marks=[] if place % one_in == 0 or EVERY_CASE in os.environ else WHOLE,
        )
        for place, case in enumerate(cases)
    ]


def leave_to_test(items: Sequence[pytest.Item], folder: Path, *, one_in: int) -> None:
    """Leave to `make quick` one in so many of a folder's tests, in the order in which they are written."""
    for place, item in enumerate(item for item in items if folder in item.path.parents):
        if place % one_in and EVERY_CASE not in os.environ:
            item.add_marker(WHOLE)
