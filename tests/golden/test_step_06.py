"""Step 6 on the course case; no published answer exists for the crossed matrix."""

import pytest

from solver.method.accounts.group_accounts import group_accounts, grouping_facts, type_table
from solver.method.accounts.qualify_portfolio import qualify
from solver.method.accounts.segment_portfolio import segment
from solver.parameters.method import MethodParameters


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


@pytest.fixture
def account_types(fil_rouge, qualification):
    defaults = MethodParameters()
    return group_accounts(
        fil_rouge.accounts,
        segment(fil_rouge.facts),
        qualification,
        account_rules=defaults.account_rules,
        consolidate_share=defaults.consolidate_share,
    )


def test_fil_rouge_account_types(account_types, fil_rouge):
    assert account_types["account_type"].tolist() == fil_rouge.answers["account_type"].tolist()


def test_fil_rouge_counts(account_types):
    counts = grouping_facts(account_types)["by_type"]
    expected = {
        "key_account_to_consolidate": 1,
        "key_account_to_develop": 3,
        "high_potential": 1,
        "going_concern": 1,
        "medium_account": 2,
        "economical_management": 4,
    }
    assert {name: counts[name] for name in expected} == expected


def test_fil_rouge_revenue_and_gap_of_each_cell(account_types, qualification):
    table = account_types.merge(qualification[["account_id", "revenue_eur", "gap_eur"]], on="account_id")
    cells = table.groupby("cell")[["revenue_eur", "gap_eur"]].sum()
    cells.insert(0, "accounts", table.groupby("cell").size())
    assert cells.loc["A/A'", ["accounts", "revenue_eur", "gap_eur"]].tolist() == [4, 435_000, 655_000]
    assert cells.loc["C/C'", ["accounts", "revenue_eur", "gap_eur"]].tolist() == [3, 30_000, 42_000]
    assert (cells["revenue_eur"].sum(), cells["gap_eur"].sum()) == (670_000, 1_012_000)
    assert type_table(account_types, qualification)["accounts"].sum() == 12


def test_fil_rouge_has_too_many_key_accounts(account_types):
    facts = grouping_facts(account_types)
    assert facts["key_account_share"] == pytest.approx(4 / 12)
    assert facts["warnings"] == ["33% of the clients are key accounts; above 15% the word loses its meaning."]
