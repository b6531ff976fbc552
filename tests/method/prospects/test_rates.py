import pytest

from solver.method.prospects.rates import wilson_interval
from solver.words.errors import PortfolioError


@pytest.mark.parametrize(
    ("successes", "cases", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
    ids=lambda value: str(value),
)
def test_wilson_interval_as_printed_by_newcombe_1998(successes, cases, low, high):
    # Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17, table I.
    assert wilson_interval(successes, cases) == pytest.approx((low, high), abs=5e-5)


def test_the_interval_of_a_full_house_ends_at_one():
    low, high = wilson_interval(20, 20)
    assert high == 1.0
    assert low == pytest.approx(1 - 0.1611, abs=5e-5)


@pytest.mark.parametrize(("successes", "cases"), [(1, 0), (3, 2), (-1, 5)])
def test_no_rate_without_cases(successes, cases):
    with pytest.raises(PortfolioError, match="is no rate"):
        wilson_interval(successes, cases)
