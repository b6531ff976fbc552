"""What the compiled states of the exact search keep, against sorting and comparing all pairs."""

import sys

import numpy as np
import pytest

from solver.allocation.methods import core, envelope
from tests.allocation.methods.test_envelope import random_problem

states = core._states()


def some_states(seed, number=200):
    """Return states with many ties in hours, parts and value."""
    rng = np.random.default_rng(seed)
    hours, parts = rng.integers(0, 12, number) / 4, rng.integers(0, 4, number)
    return states.States(hours, parts, rng.integers(0, 20, number).astype(float))


@pytest.mark.parametrize("seed", range(8))
def test_rows_are_ordered_by_parts_then_hours_and_ties_stay_as_they_were(seed):
    made, rows = some_states(seed), np.arange(seed, 200, 1 + seed % 3)
    order = np.lexsort((made.hours[rows], made.parts[rows]))
    assert states._in_order(rows, made).tolist() == rows[order].tolist()


@pytest.mark.parametrize("seed", range(8))
def test_a_row_stays_where_no_other_with_its_parts_takes_no_longer_and_brings_as_much(seed):
    made = some_states(seed)
    kept = states._unbeaten(states._in_order(np.arange(200), made), made)
    each = list(zip(made.parts.tolist(), made.hours.tolist(), made.value.tolist(), strict=True))
    best = {
        one
        for one in each
        if not any(
            other != one and other[0] == one[0] and other[1] <= one[1] and other[2] >= one[2]
            for other in each
        )
    }
    assert sorted(each[row] for row in kept) == sorted(best)


def test_without_a_compiler_the_plan_is_the_same(monkeypatch):
    problem = random_problem(3)
    compiled = [envelope.solve_alone(sheet, 1e-9) for sheet in problem.sheets()]
    monkeypatch.setitem(sys.modules, "numba", None)
    monkeypatch.delitem(sys.modules, states.__name__)
    monkeypatch.delattr(sys.modules["solver.allocation.methods"], "states")
    core._states.cache_clear()
    try:
        assert not hasattr(core._states()._in_order, "py_func")
        for sheet, (visits, bound) in zip(problem.sheets(), compiled, strict=True):
            plain = envelope.solve_alone(sheet, 1e-9)
            assert plain[0].tolist() == visits.tolist()
            assert plain[1] == bound
    finally:
        core._states.cache_clear()
