"""Drawing cases again: exact, repeatable, and as wide as chance is known to be."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from solver.evidence.resample import cents, ends, interval, rate_draws, resampled_sums, top_share, widened


def test_the_spread_of_a_mean_is_the_one_of_the_textbook():
    amounts = np.arange(400) * 10.0
    (sums,) = resampled_sums(cents(amounts), subject="x")
    means = sums / 100 / len(amounts)
    assert means.std() == pytest.approx(amounts.std() / np.sqrt(len(amounts)), rel=0.05)


def test_a_euro_has_a_hundred_cents():
    assert cents([1.23, 19.99, -0.5]).tolist() == [123, 1999, -50]


def test_lists_are_drawn_together():
    one = cents(np.arange(50.0))
    first, twice = resampled_sums(one, 2 * one, subject="x")
    assert (twice == 2 * first).all()


def test_many_cases_drawn_in_parts_are_the_cases_drawn_at_once(monkeypatch):
    amounts = cents(np.arange(30.0))
    (at_once,) = resampled_sums(amounts, subject="x")
    monkeypatch.setattr("solver.evidence.resample.CHUNK", 100)
    (in_parts,) = resampled_sums(amounts, subject="x")
    assert (at_once == in_parts).all()


def test_another_subject_has_other_numbers_and_the_same_subject_the_same():
    amounts = cents(np.arange(30.0))
    one, again, other = (resampled_sums(amounts, subject=name)[0] for name in ("a", "a", "b"))
    assert (one == again).all()
    assert (one != other).any()


def test_a_rate_lies_within_its_interval_nine_times_in_ten_and_more():
    truth, cases = 0.13, 120
    counted = np.random.default_rng(5).binomial(cases, truth, size=300)
    held = []
    for won in counted:
        low, high = interval(rate_draws(int(won), cases, "won", draws=1000), 0.95)
        held.append(low <= truth <= high)
    assert np.mean(held) > 0.92


def test_errors_within_chance_widen_nothing():
    draws = np.linspace(-1, 1, 101)
    assert (widened(draws, 0.0, [0.1, -0.2]) == draws).all()
    assert (widened(draws, 0.0, []) == draws).all()


def test_larger_errors_of_earlier_years_widen_and_few_of_them_more():
    draws = np.random.default_rng(1).normal(0, 0.01, 4000)
    one, four = (np.std(widened(draws, 0.0, errors)) for errors in ([0.1], [0.1] * 4))
    assert one > four > 0.1


@pytest.mark.parametrize("years", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12])
def test_a_few_years_widen_as_students_t_asks(years):
    """Draws of 1 about nought, errors of 2: a variance of 3 beyond chance, times t over z, squared."""
    wide = stats.t.ppf(0.9, min(years, 10)) / stats.norm.ppf(0.9)
    found = widened(np.array([-1.0, 1.0]), 0.0, [2.0] * years)
    assert found.tolist() == pytest.approx([-np.sqrt(1 + 3 * wide**2), np.sqrt(1 + 3 * wide**2)], rel=1e-3)


def test_three_of_ten_draw_a_rate_about_three_and_a_half_of_eleven():
    assert rate_draws(3, 10, "won").mean() == pytest.approx(3.5 / 11, abs=0.01)


def test_the_difference_of_two_measured_figures_holds_chance_twice():
    draws = np.random.default_rng(1).normal(0, 0.01, 4000)
    assert np.std(widened(draws, 0.0, [0.0135], measured_twice=True)) == pytest.approx(np.std(draws))
    assert np.std(widened(draws, 0.0, [0.0135])) > 1.1 * np.std(draws)


def test_a_figure_that_is_only_stated_has_no_ends():
    assert set(ends(None).values()) == {None}


def test_the_part_of_the_three_largest():
    assert top_share(pd.Series([50.0, 30, 10, 5, 5])) == pytest.approx(0.9)
    assert top_share(pd.Series([0.6, 0.1, 0.1, 0.2])) == pytest.approx(0.9)
    assert top_share(pd.Series(dtype="float64")) is None
    assert top_share(pd.Series([5.0, -5.0])) is None
