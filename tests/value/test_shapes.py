"""The few numbers a page draws a curve from say what the table of values says."""

import numpy as np
import pandas as pd
import pytest

from solver.value.response import response_table
from solver.value.shapes import rises, shapes
from tests.value.test_response import CURVES, accounts

RATES = {"save_share": 0.3, "wallet_power": 0.5, "conversion_rate": 0.2, "win_back_rate": 0.1}
FUNNEL = {"visits_per_prospect": 3.0, "ceiling_ratio": 1.6}


@pytest.mark.parametrize("years", [1.0, 0.5])
def test_who_is_to_be_won_brings_its_year_by_its_chance_as_the_table_says(years):
    """A prospect met two times of five, 20,000 at a quarter; a former client half as likely to return."""
    values = accounts(met=[1.0, 0.4, 1.0, 1.0], win_fold=[np.nan, 1.5, 0.5, 0.5])
    found = shapes(values, CURVES, **RATES, plan_years=years)
    assert found.loc["p", ["won_eur", "win_rate"]].tolist() == pytest.approx([5_000 * 0.4 * years, 0.3])
    assert found.loc["q", ["won_eur", "win_rate"]].tolist() == pytest.approx([5_000 * years, 0.1])
    assert found.loc["f", ["won_eur", "win_rate"]].tolist() == pytest.approx([2_500 * years, 0.05])
    table = response_table(values, CURVES, **RATES, **FUNNEL, plan_years=years).set_index("account_id")
    for name in ("p", "q", "f"):
        one = found.loc[name]
        drawn = one["won_eur"] * np.minimum(one["win_rate"] * np.array(rises(**FUNNEL)), 1.0)
        assert table.loc[name, "contribution_eur"].to_numpy() == pytest.approx(drawn)


def test_the_chance_rises_from_nothing_by_the_usual_visits_to_one_up_to_26_visits():
    rise = rises(**FUNNEL)
    assert (len(rise), rise[0], rise[3]) == (27, 0.0, pytest.approx(1.0))


@pytest.mark.parametrize("years", [1.0, 0.5])
def test_a_client_is_drawn_from_its_money_its_risk_and_the_part_of_it_that_visits_save(years):
    """€30,000 of margin, a tenth at risk, three tenths of that saved; at most half as much again, and .03."""
    found = shapes(accounts(met=1.0), CURVES, **RATES, plan_years=years).loc["c"]
    assert found["money_eur"] == pytest.approx(30_000 * years)
    assert (found["p"], found["visits_today"], found["fold"]) == (0.1, 8.0, 1.0)
    assert found["saved"] == pytest.approx(0.03)
    assert found["most_gain"] == pytest.approx(0.53)
    assert pd.isna(found["won_eur"])
    boundless = shapes(accounts(met=1.0, gap_eur=np.nan), CURVES, **RATES, plan_years=years).loc["c"]
    assert pd.isna(boundless["most_gain"])
    assert found["account_type"] == "key_account_to_develop"
