"""Fifty prospects of a past day, ten of whom became clients in the year after."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from solver.evidence.cut_offs import CutOff
from solver.evidence.prospects import prospect_evidence
from tests.method.tables import sales_table

DAY = CutOff(date(2024, 12, 31), 12, 24)
CODES = [f"P{n:02d}" for n in range(50)]


def lifts(won=range(10), prospects=50, potential=None, score=None, days=("2025-06-01",)):
    table = pd.DataFrame(
        {
            "account_id": CODES[:prospects],
            "score": np.arange(prospects, 0, -1.0) if score is None else score,
            "potential_eur": np.arange(prospects) * 1.0 if potential is None else potential,
        }
    )
    sales = sales_table([(CODES[n], day, 100.0) for n in won for day in days])
    return prospect_evidence(table, sales, DAY, draws=50, seed=1)


def test_the_first_fifth_by_score_may_hold_all_who_were_won_and_by_potential_none():
    """Ten of fifty are a fifth: five times as many as by lot, and none at all."""
    found = lifts()
    assert (found["prospects"], found["won"]) == (50, 10)
    assert found["lifts"]["score"]["value"] == pytest.approx(5)
    assert found["lifts"]["potential"]["value"] == 0
    assert found["lifts"]["score"]["low"] <= 5 <= found["lifts"]["score"]["high"] + 1e-9


def test_a_prospect_without_a_score_stands_last_and_one_without_a_potential_in_the_middle():
    unscored = lifts(score=[np.nan] * 10 + [1.0] * 40)
    assert unscored["lifts"]["score"]["value"] == 0
    # The ten best known stand before the ten unknown, who stand before the rest.
    unknown = lifts(potential=[np.nan] * 10 + [9.0] * 10 + [1.0] * 10 + [2.0] * 20)
    assert unknown["lifts"]["potential"]["value"] == 0
    assert lifts(potential=[np.nan] * 50)["lifts"]["potential"]["value"] == pytest.approx(5)  # in their order


def test_below_fifty_prospects_or_ten_won_in_the_year_after_nothing_is_told():
    assert lifts(prospects=49) is None
    assert lifts(won=range(9)) is None
    assert lifts(days=("2024-12-31", "2026-01-01")) is None
    assert lifts(days=("2025-12-31",))["won"] == 10
    assert prospect_evidence(None, sales_table([]), DAY, draws=1, seed=1) is None
