"""Step 4 against the published ABC of ten clients, values of a client, and the course case."""

import pandas as pd
import pytest

from solver.method.accounts.segment_portfolio import (
    class_changes,
    client_revenue,
    concentration,
    segment,
)
from tests.golden.published import sale_value


def classes(segments):
    return {name: sorted(rows["account_id"]) for name, rows in segments.groupby("segment")}


@pytest.mark.published("abc10")
def test_two_large_clients_stay_within_80_percent(example):
    revenue = pd.DataFrame(
        {"account_id": [f"{n:02}" for n in range(10)], "revenue_eur": example["inputs"]["ca"]}
    )
    segments = segment(revenue)
    assert revenue["revenue_eur"].sum() == example["expected"]["total"]
    assert (segments["cumulative_share"] * 100).round(2).tolist() == example["expected"]["cum_exact"]
    assert segments["segment"].value_counts().to_dict() == {"A": example["expected"]["gros"], "B": 4, "C": 4}
    # 79.99 % has not reached the cut: the other rule takes the next line, and its equal with it.
    crossing = segment(revenue, abc_rule="crossing")
    assert crossing["segment"].value_counts()["A"] == 4


@pytest.mark.published("formative")
def test_net_margin_of_a_sale(example):
    given, expected = example["inputs"], example["expected"]
    costs = {name: given[name] for name in ("vat", "taux_marque", "frais")}
    assert sale_value(given["lines"], **costs) == pytest.approx(expected)


@pytest.mark.published("valeur_client")
def test_value_of_winning_and_of_keeping(example):
    given, expected = example["inputs"], example["expected"]
    assert (given["margin"] - given["cost"]) / given["n"] == expected["acq"]
    assert (given["annual"] - given["ret"]) * given["years"] == expected["fid"]


def test_fil_rouge_classes(fil_rouge):
    segments = segment(fil_rouge.facts)
    expected = [26.87, 49.25, 63.43, 72.39, 79.10, 85.07, 89.55, 92.84, 95.52, 97.76, 98.96, 100]
    assert (segments["cumulative_share"] * 100).round(2).tolist() == expected
    answers = fil_rouge.answers.set_index("account_id")["segment"]
    assert segments.set_index("account_id")["segment"].sort_index().equals(answers)


def test_fil_rouge_crossing_rule_moves_c06_and_c09(fil_rouge):
    segments = segment(fil_rouge.facts)
    changes = class_changes(segments, segment(fil_rouge.facts, abc_rule="crossing"))
    assert changes.to_numpy().tolist() == [["C06", "B", "A"], ["C09", "C", "B"]]


def test_fil_rouge_from_its_invoices(fil_rouge):
    revenue = client_revenue(
        fil_rouge.accounts,
        fil_rouge.sales,
        as_of=fil_rouge.as_of,
        margin_rate=0.5,
        exceptional_order_share=0.4,
    )
    pd.testing.assert_frame_equal(
        revenue[["account_id", "revenue_eur", "margin_eur"]],
        fil_rouge.facts[["account_id", "revenue_eur", "margin_eur"]],
        check_dtype=False,
    )
    facts = concentration(segment(revenue), fil_rouge.sales, as_of=fil_rouge.as_of, dependence_share=0.25)
    assert round(facts["first_share"], 3) == 0.269
    assert (facts["clients_for_80"], facts["outside_eur"]) == (6, 0)
    assert facts["warnings"] == ["The first client alone makes 26.9% of the revenue."]
