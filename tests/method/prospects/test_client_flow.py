"""Clients who came and went, on two years one can add up in the head."""

from datetime import date

import pandas as pd
import pytest

from solver.method.prospects.client_flow import (
    YearChange,
    attrition,
    attrition_of_the_year,
    client_flow,
    flow_summary,
    growth_told,
)
from solver.words.errors import PortfolioError
from tests.method.tables import sales_table

AS_OF = date(2025, 12, 31)
SALES = [
    ("kept", "2023-01-10", 50),
    ("kept", "2024-03-01", 600),
    ("kept", "2025-03-01", 660),
    ("left", "2024-05-01", 300),
    ("credited", "2024-06-01", 100),
    ("credited", "2025-01-15", -20),
    ("new", "2025-09-01", 90),
    ("returned", "2023-02-01", 10),
    ("returned", "2025-02-01", 40),
    ("refunded", "2025-02-01", -5),
]


@pytest.fixture
def sales():
    return sales_table(SALES)


def facts(sales, **changes):
    given = {"as_of": AS_OF, "attrition_rate": None, "minimum_cases": 3}
    return attrition(client_flow(sales, AS_OF), sales, **(given | changes))


def test_each_client_is_in_one_flow(sales):
    flow = client_flow(sales, AS_OF).set_index("account_id")["flow"].to_dict()
    assert flow == {
        "kept": "kept",
        "left": "left",
        "credited": "left",
        "new": "new",
        "returned": "returned",
        "refunded": "neither",
    }


def test_the_flows_add_up_to_the_sales_of_both_years(sales):
    summary = flow_summary(client_flow(sales, AS_OF))
    assert summary["clients"].tolist() == [1, 2, 1, 1, 1]
    assert summary["previous_eur"].sum() == 1000
    assert summary["current_eur"].sum() == 660 - 20 + 90 + 40 - 5


def test_attrition_is_the_revenue_that_left_over_the_revenue_there_was(sales):
    found = facts(sales)
    assert found["measured_rate"] == found["rate"] == pytest.approx(400 / 1000)
    assert found["client_rate"] == pytest.approx(2 / 3)
    assert found["kept_growth_rate"] == pytest.approx(0.10)
    assert found["basis"] == "history"


def test_who_left_is_counted_with_what_it_had_bought(sales):
    """Of three clients, two left: one bought 300, the other's 100 were credited since."""
    found = facts(sales)
    assert (found["clients"], found["left_clients"], found["left_eur"]) == (3, 2, 400)


def test_few_clients_make_the_rate_a_judgement(sales):
    assert facts(sales, minimum_cases=4)["basis"] == "judgement"


def test_a_stated_rate_wins_and_the_measured_one_stays_beside_it(sales):
    found = facts(sales, attrition_rate=0.1)
    assert (found["rate"], found["basis"], found["measured_rate"]) == (0.1, "stated", pytest.approx(0.4))


def test_one_year_of_sales_needs_a_stated_rate():
    sales = sales_table([("C1", "2025-01-10", 100), ("C2", "2025-06-01", 10)])
    with pytest.raises(PortfolioError, match=r"do not reach two years back.*state attrition_rate"):
        facts(sales)
    assert facts(sales, attrition_rate=0.1)["measured_rate"] is None


def test_clients_and_revenue_that_left_have_an_interval_each():
    """One of four clients of 100 left: half the interval is 1.96 sqrt(4/3 (3 x 25² + 75²)) / 400 = 0.49."""
    years = [
        (f"C{n}", f"{year}-03-01", 100) for n in range(4) for year in (2024, 2025) if (n, year) != (0, 2025)
    ]
    found = attrition_of_the_year(sales_table([("C1", "2023-01-02", 5), *years]), AS_OF)
    assert (found["clients"], found["left"], found["client_rate"]) == (4, 1, 0.25)
    assert (found["lost_share"], found["lost_low"]) == (pytest.approx(0.25), 0)
    assert found["lost_high"] == pytest.approx(0.74)
    assert (found["client_low"], found["client_high"]) == pytest.approx((0.046, 0.699), abs=1e-3)
    assert attrition_of_the_year(sales_table([("C1", "2025-03-01", 100)]), AS_OF) is None
    just = attrition_of_the_year(
        sales_table([("C1", "2024-01-01", 5), *years]), AS_OF
    )  # two years and no more
    assert (just["clients"], just["left"]) == (4, 1)
    assert attrition_of_the_year(sales_table([("C1", "2024-02-01", 5), *years]), AS_OF) is None


def test_what_became_of_the_year_before_is_told_of_who_bought_in_it():
    """Of 100 and 300 the second left, and the first bought 110: a quarter and more."""
    before, after = pd.Series({"b": 300.0, "a": 100.0, "c": 0.0}), pd.Series({"a": 110.0, "z": 50.0})
    change = YearChange.of(before, after)
    assert change.stays.to_dict() == {"a": True, "b": False}
    assert (change.client_loss_rate, change.lost_share) == (0.5, 0.75)
    assert change.growth_of_kept == pytest.approx(0.1)
    # 1.96 √(2 (75² + 75²)) / 400 = .74: from nothing to all.
    assert change.lost_share_interval == (pytest.approx(0.75 - 1.96 * 150 / 400), 1.0)
    alone = YearChange.of(before[["a"]], after)
    assert (alone.lost_share, alone.lost_share_interval) == (0, None)
    nobody = YearChange.of(before[["c"]], after)
    assert (nobody.client_loss_rate, nobody.lost_share, nobody.growth_of_kept) == (None, None, None)
    gone = YearChange.of(before, after.iloc[:0])
    assert (gone.client_loss_rate, gone.growth_of_kept) == (1.0, None)


def test_who_bought_first_on_the_first_day_of_the_year_is_new_and_a_day_before_was_there():
    days = sales_table([("new", "2025-01-01", 9), ("old", "2024-12-31", 9), ("old", "2025-06-01", 9)])
    assert client_flow(days, AS_OF).set_index("account_id")["flow"].to_dict() == {"new": "new", "old": "kept"}


def test_two_years_are_the_same_to_the_last_bit_whatever_the_order_of_the_invoices():
    days = [
        ("a", f"{year}-03-0{n}", amount)
        for year in (2024, 2025)
        for n, amount in ((1, 0.1), (2, 0.2), (3, 0.3))
    ]
    one, other = (client_flow(sales_table(rows), AS_OF) for rows in (days, days[::-1]))
    assert one.equals(other)
    assert one[["previous_eur", "current_eur"]].to_numpy().tolist() == [[0.6, 0.6]]


def test_a_first_year_made_whole_is_told_apart_from_the_growth_of_settled_clients():
    """Old ones 1,000 → 990 (−1 %); who came in 2024 100 → 200 (+100 %); new ones are 10 of 1,200 in 2025."""
    rows = [
        ("old", "2023-01-05", 1_000.0),
        ("old", "2024-02-01", 1_000.0),
        ("old", "2025-02-01", 990.0),
        ("came", "2024-07-01", 100.0),
        ("came", "2025-02-01", 200.0),
        ("new", "2025-11-01", 10.0),
    ]
    told = growth_told(client_flow(sales_table(rows), AS_OF), sales_table(rows), AS_OF, 1)
    assert (told.settled, told.newcomers) == pytest.approx((-0.01, 1.0))
    assert told.comparable == pytest.approx((-0.01 * 1_190 + 1.0 * 10) / 1_200)
    found = facts(sales_table(rows), minimum_cases=1)
    assert found["kept_growth_rate"] == pytest.approx(1_190 / 1_100 - 1)
    assert found["comparable_growth_rate"] == told.comparable
    few = facts(sales_table(rows), minimum_cases=2)
    assert few["comparable_growth_rate"] == few["kept_growth_rate"], "one newcomer is no rate"


def test_without_a_year_further_back_nobody_knows_who_came_and_the_growth_is_that_of_all():
    rows = [("old", "2024-01-05", 1_000.0), ("old", "2025-02-01", 990.0)]
    found = facts(sales_table(rows))
    assert found["settled_growth_rate"] is None
    assert found["comparable_growth_rate"] == found["kept_growth_rate"] == pytest.approx(-0.01)
