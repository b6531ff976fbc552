from datetime import date

import pandas as pd
import pytest

from solver.words.months import months_before, plan_quarters

AS_OF = date(2025, 12, 31)


def test_months_are_counted_by_the_calendar():
    assert months_before(AS_OF, 12) == pd.Timestamp("2024-12-31")
    assert months_before(date(2025, 3, 31), 1) == pd.Timestamp("2025-02-28")


def test_half_a_month_counts_in_days():
    assert months_before(AS_OF, 1.5) == pd.Timestamp("2025-11-15")  # one month, then 15 of 30.4 days


@pytest.mark.parametrize(
    ("start", "end", "quarters"),
    [
        (date(2026, 1, 1), date(2026, 12, 31), 4),
        (date(2024, 1, 1), date(2024, 12, 31), 4),
        (date(2026, 1, 15), date(2026, 4, 14), 1),
        (date(2026, 1, 1), date(2026, 1, 15), 15 / 30.4375 / 3),
    ],
)
def test_quarters_count_whole_months_and_days(start, end, quarters):
    assert plan_quarters(start, end) == pytest.approx(quarters)
