"""What the order book shows, and what a short history cannot show."""

from datetime import date

import pandas as pd
import pytest

from solver.method.behaviour.order_facts import last_active_year, order_facts, usual_interval
from tests.method.tables import accounts_table, sales_table

AS_OF = date(2025, 12, 31)
# The firm's first sale of all, three years back, so that the history is long.
OLD = ("old", "2023-01-02", 1.0)


def facts_of(sales, accounts=("a",), **columns):
    rows = [{"account_id": name, **columns} for name in accounts]
    return order_facts(accounts_table(rows), sales_table([OLD, *sales]), as_of=AS_OF).set_index("account_id")


def test_orders_credit_notes_and_the_twelve_month_window():
    found = facts_of(
        [
            ("a", "2024-12-31", 500.0),
            ("a", "2025-01-01", 100.0),
            ("a", "2025-06-30", 40.0, None, "X"),
            ("a", "2025-06-30", 60.0, None, "X"),
            ("a", "2025-07-15", -30.0),
            ("a", "2026-01-05", 999.0),
        ]
    ).loc["a"]
    assert found["orders_12m"] == 2
    assert found["revenue_12m_eur"] == 170.0
    assert found["recency_months"] == pytest.approx(184 / 30.4375)


def test_the_usual_interval_is_the_median_between_days_on_which_anything_was_ordered():
    """a ordered on three days, 10 and 30 apart, twice on the second; b on two days, in any order of lines."""
    orders = pd.DataFrame(
        {
            "account_id": ["b", "a", "a", "a", "a", "b"],
            "date": pd.to_datetime(
                ["2025-02-01", "2025-02-10", "2025-01-11", "2025-01-01", "2025-01-11", "2025-01-01"]
            ),
        }
    )
    assert usual_interval(orders, 2).to_dict() == {"a": 20.0, "b": 31.0}
    assert usual_interval(orders, 3).dropna().to_dict() == {"a": 20.0}
    assert usual_interval(orders, 4).isna().all()


def test_trend_compares_two_whole_years():
    found = facts_of([("a", "2023-12-30", 5.0), ("a", "2024-06-01", 200.0), ("a", "2025-06-01", 150.0)])
    assert found.loc["a", "trend"] == pytest.approx(-0.25)


def test_a_year_without_an_order_is_a_fall_of_all_and_after_one_there_is_no_trend():
    found = facts_of([("a", "2023-06-01", 50.0), ("a", "2024-06-01", 80.0)])
    assert found.loc["a", ["orders_12m", "revenue_12m_eur", "trend"]].tolist() == [0, 0.0, -1.0]
    again = facts_of([("a", "2023-06-01", 50.0), ("a", "2025-06-01", 150.0)])
    assert again.loc["a", "revenue_12m_eur"] == 150.0
    assert pd.isna(again.loc["a", "trend"])


def test_trend_is_unknown_for_an_account_that_came_during_the_first_of_the_two_years():
    found = facts_of([("a", "2024-09-01", 50.0), ("a", "2025-06-01", 150.0)])
    assert pd.isna(found.loc["a", "trend"])


def test_with_two_years_of_history_those_who_bought_at_its_start_have_a_trend():
    sales = sales_table(
        [
            ("a", "2024-01-10", 100.0),
            ("a", "2025-02-01", 120.0),
            ("b", "2024-07-01", 10.0),
            ("b", "2025-07-01", 9.0),
        ]
    )
    accounts = accounts_table([{"account_id": "a"}, {"account_id": "b"}])
    found = order_facts(accounts, sales, as_of=AS_OF).set_index("account_id")
    assert found.loc["a", "trend"] == pytest.approx(0.2)
    assert pd.isna(found.loc["b", "trend"])
    assert found["years_bought"].tolist() == ["?11", "?11"]


def test_first_order_is_unknown_where_it_may_lie_before_the_history():
    found = facts_of([("a", "2023-02-15", 1.0), ("b", "2025-10-01", 1.0)], accounts=("a", "b"))
    assert pd.isna(found.loc["a", "first_order_months"])
    assert found.loc["b", "first_order_months"] == pytest.approx(91 / 30.4375)


def test_usual_interval_is_the_median_between_order_days_and_needs_three():
    days = ["2025-01-01", "2025-01-11", "2025-01-31", "2025-05-01"]
    found = facts_of([("a", day, 1.0) for day in days])
    assert found.loc["a", "usual_interval_days"] == 20  # 10, 20 and 90 days
    found = facts_of([("a", day, 1.0) for day in days[:2]])
    assert pd.isna(found.loc["a", "usual_interval_days"])


def test_who_never_bought_has_been_silent_for_as_long_as_can_be_seen():
    found = facts_of([("b", "2025-01-02", 1.0)], accounts=("a",), since_on=pd.Timestamp("2025-10-31"))
    assert pd.isna(found.loc["a", "recency_months"])
    assert found.loc["a", "silent_months"] == pytest.approx(61 / 30.4375)
    found = facts_of([("b", "2025-01-02", 1.0)], accounts=("a",))
    assert found.loc["a", "silent_months"] == pytest.approx(35.94, abs=0.01)


def test_years_bought_reads_from_the_oldest():
    assert facts_of([("a", "2023-05-01", 1.0), ("a", "2025-05-01", 1.0)]).loc["a", "years_bought"] == "101"


def test_last_active_year_ends_with_the_last_order():
    sales = sales_table(
        [
            ("a", "2023-03-01", 1000.0, 700.0),
            ("a", "2023-09-01", 100.0, 60.0),
            ("a", "2024-06-30", 200.0),
            ("a", "2024-07-10", -20.0),
        ]
    )
    found = last_active_year(sales, as_of=AS_OF, margin_rate=0.3).iloc[0]
    assert found["past_revenue_eur"] == 300.0
    assert found["past_margin_eur"] == 40 + 60  # cost known on one line, the stated rate on the other


def test_who_first_bought_three_months_into_the_history_may_have_bought_before_and_a_day_later_not():
    # The history opens on 2 January 2023.
    found = facts_of([("a", "2023-04-02", 1.0), ("b", "2023-04-03", 1.0)], accounts=("a", "b"))
    assert pd.isna(found.loc["a", "first_order_months"])
    assert found.loc["b", "first_order_months"] == pytest.approx(1003 / 30.4375)


def opened(day, first_on):
    """Return the facts of an account bought from by nobody before a day, itself from another day on."""
    sales = [("other", day, 1.0), ("a", first_on, 100.0), ("a", "2025-02-01", 120.0)]
    accounts = accounts_table([{"account_id": "a"}])
    return order_facts(accounts, sales_table(sales), as_of=AS_OF).iloc[0]


def test_a_history_that_misses_a_month_of_the_earlier_year_still_shows_a_trend_and_a_day_more_does_not():
    # The earlier of the two years ends on 31 December 2024 and begins after 31 December 2023.
    assert opened("2024-01-31", "2024-02-10")["trend"] == pytest.approx(0.2)
    assert pd.isna(opened("2024-02-01", "2024-02-10")["trend"])


def test_within_three_months_of_the_opening_of_a_short_history_an_account_was_there_from_the_start():
    assert opened("2024-01-10", "2024-04-10")["trend"] == pytest.approx(0.2)
    assert pd.isna(opened("2024-01-10", "2024-04-11")["trend"])


def test_a_year_of_which_a_month_is_missing_is_a_year_without_an_order_and_with_a_day_more_unknown():
    assert opened("2023-01-31", "2024-02-10")["years_bought"] == "011"
    assert opened("2023-02-01", "2024-02-10")["years_bought"] == "?11"


def test_three_order_days_show_a_usual_interval_and_two_do_not():
    found = facts_of([("a", day, 1.0) for day in ("2025-01-01", "2025-01-11", "2025-01-31")])
    assert found.loc["a", "usual_interval_days"] == 15  # 10 and 20 days


def test_of_last_year_s_orders_a_credit_note_and_half_a_cent_are_none():
    found = facts_of([("a", "2025-03-01", 0.004), ("a", "2025-04-01", 10.0), ("a", "2025-05-01", -10.0)])
    assert found.loc["a", "orders_12m"] == 1
    assert found.loc["a", "recency_months"] == pytest.approx(274 / 30.4375)  # 1 April to 31 December


def test_a_relation_that_begins_after_today_has_been_silent_for_no_time():
    found = facts_of([("b", "2025-01-02", 1.0)], accounts=("a",), since_on=pd.Timestamp("2026-03-01"))
    assert found.loc["a", "silent_months"] == 0
