"""Step 11 against published quotas and returns, and the course case's exercises."""

import pandas as pd
import pytest

from tests.golden.published import break_even_units, return_on_cost, share_by_potential


@pytest.mark.published("textimprim")
def test_break_even_and_quotas_by_potential(example):
    given, expected = example["inputs"], example["expected"]
    assert given["price"] - given["cv"] == pytest.approx(expected["margin"])
    units = break_even_units(given["cf"], given["price"], given["cv"])
    assert units == expected["units"]
    potentials = pd.Series(given["pot"])
    assert potentials.sum() == expected["pot_sum"]
    assert share_by_potential(units, potentials).round(1).tolist() == [271.1, 220.8, 209.8, 190.7, 186.6]


@pytest.mark.published("vocalisis_2011")
def test_return_of_an_emailing(example):
    expected = example["expected"]
    assert expected["margin"] - expected["total"] == expected["result"]
    assert round(return_on_cost(expected["margin"], expected["total"]), 4) == 0.0225


def test_fil_rouge_return_of_the_visits_to_c04(fil_rouge):
    c04 = fil_rouge.facts.set_index("account_id").loc["C04"]
    gap = c04["potential_eur"] - c04["revenue_eur"]
    margin, cost = gap * 0.15 * c04["margin_rate"], 12 * 75
    assert (gap, margin, cost) == pytest.approx((240_000, 7_920, 900))
    assert return_on_cost(margin, cost) == pytest.approx(7.80)


def test_fil_rouge_extra_sales_shared_by_gap(fil_rouge):
    facts = fil_rouge.facts.set_index("account_id")
    gaps = (facts["potential_eur"] - facts["revenue_eur"]).loc[["C02", "C04", "C08"]]
    assert gaps.sum() == 668_000
    assert (share_by_potential(120_000, gaps) / 1000).round(1).tolist() == [44.9, 43.1, 32.0]
