"""Step 5 against a published share of wallet, and the course case."""

import pytest

from solver.method.accounts.qualify_portfolio import qualify, wallet
from solver.method.accounts.segment_portfolio import segment


@pytest.mark.published("sow")
def test_share_of_one_wallet(example):
    given, expected = example["inputs"], example["expected"]
    ours, wallet_eur = given["ours"], given["wallet"]
    assert (ours / wallet_eur, wallet_eur - ours) == (expected["sow"], expected["gap"])
    assert given["target"] * wallet_eur - ours == expected["add"]


@pytest.fixture
def qualification(fil_rouge):
    return qualify(
        fil_rouge.accounts,
        segment(fil_rouge.facts),
        as_of=fil_rouge.as_of,
        potential_per_head_eur=None,
        accessible_share=0.8,
        potential_fresh_months=12,
    )


def test_fil_rouge_shares_of_wallet(qualification):
    expected = [75.0, 37.5, 79.2, 20.0, 30.0, 80.0, 33.3, 11.0, 30.0, 75.0, 20.0, 58.3]
    assert (qualification["share_of_wallet"] * 100).round(1).tolist() == expected


def test_fil_rouge_potential_classes(qualification, fil_rouge):
    assert qualification["potential_class"].tolist() == fil_rouge.answers["potential_class"].tolist()


def test_fil_rouge_portfolio_rate_is_not_the_mean_of_the_rates(qualification, fil_rouge):
    facts = wallet(qualification, fil_rouge.accounts)
    assert round(facts["portfolio_rate"], 4) == 0.3983
    assert round(facts["mean_rate"], 3) == 0.458


def test_fil_rouge_gaps(qualification, fil_rouge):
    gaps = qualification.set_index("account_id")["gap_eur"]
    assert gaps.sum() == 1_012_000
    assert gaps.nlargest(3).to_dict() == {"C02": 250_000, "C04": 240_000, "C08": 178_000}
    facts = wallet(qualification, fil_rouge.accounts)
    assert (facts["a_from_eur"], facts["b_from_eur"]) == (150_000, 60_000)
