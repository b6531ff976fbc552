"""The crossed matrix: rules, split, prospects, former clients."""

import pandas as pd
import pytest

from solver.method.accounts.group_accounts import (
    DOMAIN_OF_TYPE,
    describe_types,
    group_accounts,
    grouping_facts,
    type_table,
)
from solver.parameters.method import MethodParameters
from solver.tables import check
from solver.tables.codes import ACCOUNT_TYPES
from solver.words.errors import PortfolioError
from tests.method.tables import accounts_table

RULES = MethodParameters().account_rules


def group(rows, rules=RULES, consolidate_share=0.5):
    """Group accounts written as (account_id, kind, segment, potential class, share of wallet)."""
    table = pd.DataFrame(
        rows, columns=["account_id", "kind", "segment", "potential_class", "share_of_wallet"]
    )
    accounts = accounts_table(table[["account_id", "kind"]].to_dict("records"))
    segments = table.dropna(subset=["segment"])[["account_id", "segment"]]
    found = group_accounts(
        accounts, segments, table, account_rules=rules, consolidate_share=consolidate_share
    )
    check("account_types", found)
    return found.set_index("account_id")


def test_a_a_is_split_by_share_of_wallet_the_bound_consolidating():
    found = group([("a", "client", "A", "A'", 0.5), ("b", "client", "A", "A'", 0.49)])
    assert found["account_type"].tolist() == ["key_account_to_consolidate", "key_account_to_develop"]
    assert found["domain"].tolist() == ["going_concern", "development"]


def test_a_rule_that_does_not_develop_a_a_is_not_split():
    found = group([("a", "client", "A", "A'", 0.9)], rules={**RULES, "A/A'": "going_concern"})
    assert found["account_type"].tolist() == ["going_concern"]


def test_prospects_have_a_row_of_their_own_and_former_clients_a_type():
    found = group(
        [
            ("p1", "prospect", None, "A'", None),
            ("p2", "prospect", None, "?", None),
            ("f1", "former_client", None, "B'", None),
        ]
    )
    assert found["cell"].tolist() == ["F/B'", "P/A'", "P/?"]
    assert found["account_type"].tolist() == ["former_client", "priority_prospect", "prospect_to_watch"]
    assert set(found["domain"]) == {"conquest"}


def test_a_client_without_revenue_in_the_year_is_a_c():
    assert group([("a", "client", None, "A'", 0.0)])["cell"].tolist() == ["C/A'"]


def test_partners_that_get_no_visits_are_left_out():
    assert group([("s", "supplier", None, "A'", None), ("a", "client", "B", "?", None)]).index.tolist() == [
        "a"
    ]


def test_a_cell_that_does_not_exist_is_refused_with_the_nearest():
    with pytest.raises(PortfolioError, match="“A/A” is no cell of the crossed matrix → did you mean “A/A'”"):
        group([("a", "client", "A", "A'", 0.5)], rules={**RULES, "A/A": "going_concern"})


def test_a_prospect_type_in_a_client_row_is_refused():
    with pytest.raises(PortfolioError, match="the rule for B/B' gives “priority_prospect”"):
        group([("a", "client", "A", "A'", 0.5)], rules={**RULES, "B/B'": "priority_prospect"})


def test_accounts_in_a_cell_without_a_rule_are_refused():
    rules = {cell: name for cell, name in RULES.items() if cell != "B/?"}
    with pytest.raises(PortfolioError, match=r"what an account in B/\? is, and 2 accounts .* add “B/\?”"):
        group([("a", "client", "B", "?", None), ("b", "client", "B", "?", None)], rules=rules)


def test_fifteen_percent_of_key_accounts_is_not_yet_too_many():
    clients = [(f"c{n:02}", "client", "A" if n < 3 else "C", "A'" if n < 3 else "C'", 0.1) for n in range(20)]
    assert grouping_facts(group(clients).reset_index())["warnings"] == []
    one_more = [*clients, ("c99", "client", "A", "A'", 0.1)]
    assert len(grouping_facts(group(one_more).reset_index())["warnings"]) == 1


def test_types_share_out_the_revenue_and_a_firm_without_any_has_no_shares():
    types = group([("a", "client", "A", "A'", 0.1), ("c", "client", "C", "C'", 0.1)]).reset_index()
    bought = pd.DataFrame(
        {"account_id": ["a", "c"], "revenue_eur": [300.0, 100.0], "gap_eur": [50.0, float("nan")]}
    )
    table = type_table(types, bought).set_index("account_type")
    assert table["accounts"].sum() == 2
    assert sorted(table["revenue_share"], reverse=True)[:3] == [0.75, 0.25, 0]
    assert (table["revenue_eur"].sum(), table["gap_eur"].sum()) == (400, 50)
    for revenue in (0.0, [100.0, -100.0], -10.0):
        assert type_table(types, bought.assign(revenue_eur=revenue))["revenue_share"].eq(0).all()


def test_every_type_is_described_and_has_a_domain():
    assert describe_types()["account_type"].tolist() == list(ACCOUNT_TYPES)
    assert set(DOMAIN_OF_TYPE) == set(ACCOUNT_TYPES)
