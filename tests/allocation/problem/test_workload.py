"""The classical arithmetic: fixed frequencies, pro-rata reduction, hours shared out."""

import numpy as np
import pandas as pd
import pytest

from solver.allocation.problem.workload import fit_to_hours, frequency_visits
from solver.words.errors import PortfolioError
from tests.allocation.cases import FIL_ROUGE_FREQUENCY, FIL_ROUGE_HOURS, fil_rouge


def test_course_case_charge_of_work():
    assert sum(FIL_ROUGE_FREQUENCY) == 89
    load = np.array(FIL_ROUGE_FREQUENCY) @ np.array(FIL_ROUGE_HOURS)
    assert load == pytest.approx(98.25)


def test_hours_are_shared_in_proportion_and_never_exceeded():
    rng = np.random.default_rng(4)
    for _ in range(200):
        n = int(rng.integers(1, 15))
        hours, ceiling = rng.uniform(0.5, 2, n), rng.integers(0, 9, n)
        available = float(rng.uniform(0, 30))
        visits = fit_to_hours(rng.uniform(0, 5, n), hours, ceiling, available)
        assert visits @ hours <= available + 1e-9
        assert ((visits >= 0) & (visits <= ceiling)).all()
        room = (visits < ceiling) & (hours <= available - visits @ hours - 1e-9)
        assert room.sum() == 0 or visits.sum() > 0


def test_course_case_scaled_to_sixty_visits_by_largest_remainder():
    weights = np.array(FIL_ROUGE_FREQUENCY, dtype=float)
    scaled = fit_to_hours(weights, np.ones(12), np.full(12, 26), 60.0)
    assert scaled.tolist() == [8, 8, 8, 8, 8, 2, 2, 8, 4, 1, 1, 2]
    assert fil_rouge(60).value_of(scaled).sum() == pytest.approx(195.599, abs=6e-4)


def test_a_class_without_a_frequency_is_refused():
    with pytest.raises(PortfolioError, match="no frequency is set for class “S4”"):
        frequency_visits(pd.Series(["S1", "S4"], index=["a", "b"]), {"S1": 12})
