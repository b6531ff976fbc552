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


@pytest.mark.parametrize(
    ("weights", "hours", "ceiling", "available", "visits"),
    [
        ([1, 1], [1, 2], [9, 9], 6.0, [2, 2]),  # two rounds of three hours
        ([1, 3], [1, 1], [9, 3], 7.0, [4, 3]),  # the second is full after one round, and leaves the rest
        ([1, 1, 1], [1, 1, 1], [9, 9, 9], 4.0, [2, 1, 1]),  # of remainders alike the first account
        ([1, 1, 2], [1, 1, 1], [9, 9, 9], 5.0, [1, 1, 3]),  # 1.25, 1.25 and 2.5: the largest remainder
        ([5, 1], [3, 1], [9, 9], 7.0, [2, 1]),  # 2.19 and 0.44: one hour is left, the one of the second
        ([4, 2], [0.5, 2], [9, 9], 1.5, [2, 0]),  # one and a half: the two hours of the half do not fit
        ([1, 2], [1, 1], [2, 3], 5.0, [2, 3]),  # just what all may get
        ([1, 2], [1, 1], [2, 3], 4.9, [1, 3]),
        ([0, 1], [1, 1], [9, 2], 9.0, [0, 2]),  # no weight, no visit
        ([-1, 1], [1, 1], [9, 2], 9.0, [0, 2]),
        ([1, 1], [1, 1], [0, 9], 3.0, [0, 3]),
        ([1, 1], [1, 1], [9, 9], 0.0, [0, 0]),
        ([1, 1], [1, 1], [9, 9], 0.5, [0, 0]),
        ([0, 0], [1, 1], [9, 9], 5.0, [0, 0]),
        ([1, 1, 1], [0.1, 0.1, 0.1], [1, 1, 1], 0.3, [1, 1, 1]),  # whatever floating point says
    ],
)
def test_hours_are_shared_out_by_weight_within_what_each_may_get(weights, hours, ceiling, available, visits):
    found = fit_to_hours(np.array(weights, float), np.array(hours, float), np.array(ceiling), available)
    assert found.tolist() == visits


def test_each_class_has_its_frequency_and_no_class_is_refused_too():
    told = frequency_visits(pd.Series(["S1", "S2", "S1"], index=list("abc")), {"S1": 12, "S2": 4, "S3": 1})
    assert told.to_dict() == {"a": 12, "b": 4, "c": 12}
    with pytest.raises(PortfolioError, match="no frequency is set for class “”"):
        frequency_visits(pd.Series(["S1", None], index=["a", "b"]), {"S1": 12})
