from datetime import date

import pandas as pd

from solver.words.months import months_before

AS_OF = date(2025, 12, 31)


def test_months_are_counted_by_the_calendar():
    assert months_before(AS_OF, 12) == pd.Timestamp("2024-12-31")
    assert months_before(date(2025, 3, 31), 1) == pd.Timestamp("2025-02-28")


def test_half_a_month_counts_in_days():
    assert months_before(AS_OF, 1.5) == pd.Timestamp("2025-11-15")  # one month, then 15 of 30.4 days
