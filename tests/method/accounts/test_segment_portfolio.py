from datetime import date

import pandas as pd
import pytest

from solver.method.accounts.segment_portfolio import (
    class_summary,
    client_revenue,
    concentration,
    revenue_concentration,
    segment,
)
from solver.tables import check
from solver.words.errors import PortfolioError
from tests.method.tables import accounts_table, sales_table

AS_OF = date(2025, 12, 31)
GIVEN = {"as_of": AS_OF, "margin_rate": 0.3, "exceptional_order_share": 0.4}


def year(*rows, accounts=("C1",)):
    return client_revenue(
        accounts_table([{"account_id": name} for name in accounts]), sales_table(rows), **GIVEN
    )


def orders(*amounts):
    return [("C1", f"2025-{month:02}-15", amount) for month, amount in enumerate(amounts, 1)]


def test_every_client_is_ranked_and_nobody_else():
    accounts = accounts_table(
        [
            {"account_id": "C2"},
            {"account_id": "C1"},
            {"account_id": "F1", "kind": "former_client"},
            {"account_id": "P1", "kind": "prospect"},
        ]
    )
    sales = sales_table([("C1", "2025-01-10", 70), ("F1", "2025-01-10", 5), ("C1", "2023-01-10", 900)])
    segments = check("segments", segment(client_revenue(accounts, sales, **GIVEN)))
    assert segments["account_id"].tolist() == ["C1", "C2"]
    assert segments["revenue_eur"].tolist() == [70, 0]
    facts = concentration(segments, sales, as_of=AS_OF, dependence_share=0.25)
    assert (facts["total_eur"], facts["outside_eur"], facts["buying_clients"]) == (70, 5, 1)


def test_what_was_sold_outside_is_told_to_the_cent_and_nothing_is_nothing():
    """10.126 to nobody's client; the last bit of 0.1 + 0.2 is no sale, nor one below zero."""
    own, other = ("C1", "2025-01-10", 0.1), ("F1", "2025-01-10", 10.126)
    segments = segment(client_revenue(accounts_table([{"account_id": "C1"}]), sales_table([own]), **GIVEN))
    found = concentration(segments, sales_table([own, other]), as_of=AS_OF, dependence_share=0.25)
    assert found["outside_eur"] == 10.13
    bits = segments.assign(revenue_eur=0.1 + 0.2)
    found = concentration(bits, sales_table([("C1", "2025-01-10", 0.3)]), as_of=AS_OF, dependence_share=0.25)
    assert str(found["outside_eur"]) == "0.0"


def test_an_order_of_half_the_year_is_exceptional():
    assert year(*orders(50, 10, 10, 10, 10, 10))["exceptional_eur"].tolist() == [50]


def test_an_order_within_the_usual_is_not():
    # 45 of 100 is above the share, but below three times the usual order of 20.
    assert year(*orders(45, 20, 20, 15))["exceptional_eur"].tolist() == [0]


def test_an_order_is_exceptional_above_its_part_of_the_year_and_above_three_usual_ones_not_at_them():
    # 40 of 100 is the part, 3 x 12 = 36 three usual ones; then 40 of 96 with the usual ones at 14, 14 and 28.
    assert year(*orders(40, 12, 12, 12, 12, 12))["exceptional_eur"].tolist() == [0]
    assert year(*orders(41, 12, 12, 12, 12, 12))["exceptional_eur"].tolist() == [41]
    assert year(*orders(36, 12, 12, 12))["exceptional_eur"].tolist() == [0]
    assert year(*orders(36.01, 12, 12, 12))["exceptional_eur"].tolist() == [36.01]


def test_with_fewer_than_four_orders_no_order_is_exceptional():
    assert year(*orders(90, 5, 5))["exceptional_eur"].tolist() == [0]


def test_an_order_that_was_credited_is_not_exceptional():
    assert year(*orders(500, -500, 10, 10, 10, 10))["exceptional_eur"].tolist() == [0]
    assert year(*orders(500, -500, 500, 10, 10, 10, 10))["exceptional_eur"].tolist() == [500]


def test_a_credit_note_is_that_of_an_order_of_the_same_amount_to_the_cent():
    assert year(*orders(500.004, -500, 10, 10, 10, 10))["exceptional_eur"].tolist() == [0]
    assert year(*orders(500.01, -500, 10, 10, 10, 10))["exceptional_eur"].tolist() == [500.01]


def test_ranking_on_margin_may_turn_the_order_round():
    revenue = year(("C1", "2025-01-10", 100, 95), ("C2", "2025-01-10", 60, 20), accounts=("C1", "C2"))
    assert segment(revenue)["account_id"].tolist() == ["C1", "C2"]
    by_margin = segment(revenue, abc_measure="margin")
    assert by_margin["account_id"].tolist() == ["C2", "C1"]
    assert by_margin["share"].tolist() == pytest.approx([40 / 45, 5 / 45])


def test_a_firm_without_revenue_is_told_that_there_is_nothing_to_rank():
    nothing = year(accounts=("C1", "C2"))
    assert nothing["revenue_eur"].tolist() == [0, 0]
    for measure in ("revenue", "margin"):
        with pytest.raises(
            PortfolioError, match="no account has a positive amount, so there is nothing to rank"
        ):
            segment(nothing, abc_measure=measure)


def test_the_two_customer_shares_of_the_courses_stand_beside_the_firms_own():
    table = class_summary(
        segment(pd.DataFrame({"account_id": list("abcd"), "revenue_eur": [80.0, 12, 5, 3]}))
    )
    assert table["segment"].tolist() == ["A", "B", "C"]
    assert table["client_share"].tolist() == [0.25, 0.25, 0.5]
    assert table["revenue_share"].tolist() == pytest.approx([0.80, 0.12, 0.08])
    assert table["school_share"].tolist() == [0.20, 0.30, 0.50]
    assert table["consultant_share"].tolist() == [0.20, 0.50, 0.30]


def test_gini_of_equal_and_of_extreme_clients():
    assert revenue_concentration(pd.Series([5.0] * 10))["gini"] == pytest.approx(0)
    assert revenue_concentration(pd.Series([0.0] * 9 + [1.0]))["gini"] == pytest.approx(0.9)
    # 1, 2, 3: mean absolute difference 8/9 over twice the mean 2 = 2/9.
    assert revenue_concentration(pd.Series([3.0, 1, 2]))["gini"] == pytest.approx(2 / 9)


def test_how_many_clients_make_80_percent():
    facts = revenue_concentration(pd.Series([40.0, 40, 10, 5, 5]))
    assert (facts["clients_for_80"], facts["clients_for_80_share"]) == (2, 0.4)
    assert (facts["first_share"], facts["first_five_share"]) == (0.4, 1.0)


def test_a_twentieth_of_the_clients_is_a_dependence_and_a_first_client_at_its_limit_is_none():
    def warned(first, others, clients, limit):
        amounts = [first] + [others] * (clients - 1)
        known = pd.DataFrame({"account_id": [f"{n:03}" for n in range(clients)], "revenue_eur": amounts})
        facts = concentration(segment(known), sales_table([]), as_of=AS_OF, dependence_share=limit)
        return len(facts["warnings"])

    assert warned(80.0, 20 / 19, 20, 0.9) == 1  # one of twenty makes 80 %
    assert warned(80.0, 20 / 18, 19, 0.9) == 0  # one of nineteen is more than a twentieth
    assert warned(25.0, 25.0, 4, 0.25) == 0
    assert warned(25.0, 25.0, 4, 0.249) == 1


def test_few_clients_making_most_of_the_revenue_is_a_dependence():
    revenue = pd.DataFrame(
        {"account_id": [f"{n:03}" for n in range(100)], "revenue_eur": [100.0] * 5 + [1.0] * 95}
    )
    sales = sales_table([("000", "2025-01-10", 100)])
    facts = concentration(segment(revenue), sales, as_of=AS_OF, dependence_share=0.25)
    assert facts["warnings"] == ["5 clients out of 100 make 80% of the revenue: a dangerous dependence."]


def test_a_class_without_a_client_has_no_client_and_no_revenue():
    equal = segment(pd.DataFrame({"account_id": list("ab"), "revenue_eur": [10.0, 10.0]}))
    table = class_summary(equal)
    assert table["clients"].tolist() == [2, 0, 0]
    assert table["revenue_eur"].tolist() == [20.0, 0.0, 0.0]
    assert table["margin_eur"].tolist() == [0.0, 0.0, 0.0]


def test_the_first_five_are_five_of_seven_and_all_of_three():
    assert revenue_concentration(pd.Series([10.0] * 7))["first_five_share"] == pytest.approx(5 / 7)
    assert revenue_concentration(pd.Series([10.0] * 3))["first_five_share"] == 1.0


def test_a_credit_client_is_told_apart_and_buys_nothing():
    facts = revenue_concentration(pd.Series([100.0, 50.0, 0.004, 0.0, -30.0]))
    assert (facts["clients"], facts["buying_clients"]) == (5, 2)  # less than a cent is none
    assert (facts["total_eur"], facts["credit_eur"]) == (pytest.approx(120.004), -30.0)
