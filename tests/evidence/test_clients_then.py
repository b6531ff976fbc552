"""What was known of a client on the last day of 2024, and what it did in 2025: worked out by hand."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from solver.evidence.clients_then import clients_then, known_potential, outcome
from solver.evidence.cut_offs import CutOff
from solver.words.months import DAYS_PER_MONTH
from tests.method.tables import sales_table

DAY = CutOff(date(2024, 12, 31), 12, 24)
# a orders four times, 385, 30 and 137 days apart; b twice, 90 days apart; c once. d is credited for more than
# the document that it ordered with came to, and bought all the same; of e nothing is left, f is long gone.
SALES = sales_table(
    [
        ("a", "2023-02-10", 100.0, None, "A1"),
        ("a", "2024-03-01", 200.004, None, "A2"),
        ("a", "2024-03-31", 100.0, None, "A3"),
        ("a", "2024-08-15", 300.0, None, "A4"),
        ("a", "2025-05-01", 50.0, None, "A5"),
        ("b", "2024-05-01", 10.0, None, "B1"),
        ("b", "2024-07-30", 30.0, None, "B2"),
        ("b", "2025-05-01", 10.0, None, "B3"),
        ("b", "2025-06-01", -10.0, None, "B4"),
        ("c", "2024-12-31", 70.0, None, "C1"),
        ("c", "2026-01-01", 70.0, None, "C2"),
        ("d", "2023-11-01", -100.0, None, "D1"),
        ("d", "2024-01-15", 50.0, None, "D1"),
        ("d", "2025-01-15", -50.0, None, "D2"),
        ("e", "2024-02-01", 80.0, None, "E1"),
        ("e", "2024-04-01", -80.0, None, "E2"),
        ("f", "2023-12-31", 90.0, None, "F1"),
    ]
)


def known(day=DAY, sales=SALES, **more):
    return clients_then(sales, day, **more).set_index("account_id")


def test_clients_are_those_of_whose_purchases_of_the_year_something_is_left_to_the_cent():
    assert known()["revenue_eur"].to_dict() == {"a": 600.0, "b": 40.0, "c": 70.0, "d": 50.0}


def test_orders_days_and_months_of_the_year_are_counted_and_a_document_below_zero_is_no_order():
    found = known()[["orders", "order_days", "months_bought"]]
    assert found.to_numpy().tolist() == [[3, 3, 2], [2, 2, 2], [1, 1, 1], [0, 0, 0]]


def test_silence_is_set_against_the_usual_interval_of_two_orders_and_more_and_else_against_the_year():
    found = known()
    year = 12 * DAYS_PER_MONTH
    assert (found["recency_months"] * DAYS_PER_MONTH).tolist() == pytest.approx([138, 154, 0, 24 * 30.4375])
    assert found["silence_ratio"].tolist() == pytest.approx([138 / 137, 154 / 90, 0 / year, 1.0])
    weekly = sales_table([("a", "2024-12-01", 1.0), ("a", "2024-12-03", 1.0)])
    assert known(sales=weekly)["silence_ratio"].tolist() == [28 / 7]
    once = sales_table([("a", "2024-12-01", 1.0)])
    assert known(sales=once)["silence_ratio"].tolist() == pytest.approx([30 / year])


def test_the_second_half_and_the_year_before_are_told_apart_by_the_day():
    found = known()
    assert found["late_share"].tolist() == [0.5, 0.75, 1.0, 0.0]
    assert found["before_eur"].tolist() == [100.0, 0.0, 0.0, 0.0]
    assert (found["age_months"] * DAYS_PER_MONTH).round(6).tolist() == [690, 244, 0, 24 * 30.4375]
    assert known(known_months=23)["before_eur"].isna().all()
    assert known(CutOff(date(2024, 12, 31), 6, 12))["late_share"].to_dict() == {"a": 0.0, "b": 0.0, "c": 1.0}


def test_families_are_counted_where_lines_bear_them_alone():
    assert known()["families"].isna().all()
    bearing = SALES.assign(family=np.where(SALES["order_id"].isin(["A2", "D1"]), "wine", "beer"))
    assert known(sales=bearing)["families"].to_dict() == {"a": 2, "b": 1, "c": 1, "d": 1}


def test_the_best_of_four_by_recency_frequency_and_money_has_the_highest_notes():
    rfm = known()["rfm"]
    assert rfm.between(3, 15).all()
    assert rfm.idxmax() == "a"
    assert rfm.idxmin() == "d"


def test_a_client_is_lost_when_nothing_is_left_of_what_it_bought_in_the_year_after():
    found = outcome(SALES, known().reset_index(), DAY).set_index("account_id")
    assert found["next_eur"].to_dict() == {"a": 50.0, "b": 0.0, "c": 0.0, "d": 0.0}
    assert found["lost"].to_dict() == {"a": False, "b": True, "c": True, "d": True}


@pytest.mark.parametrize(
    ("day", "bought"), [("2024-12-31", 0), ("2025-01-01", 9), ("2025-12-31", 9), ("2026-01-01", 0)]
)
def test_the_year_that_judges_goes_from_the_day_after_to_its_own_last_day(day, bought):
    one = outcome(sales_table([("c", day, 9.0)]), pd.DataFrame({"account_id": ["c"]}), DAY)
    assert one[["next_eur", "lost"]].to_numpy().tolist() == [[bought, bought == 0]]


@pytest.mark.parametrize(
    ("day", "kept"), [("2022-12-31", 0), ("2023-01-01", 1), ("2024-12-31", 1), ("2025-01-01", 0)]
)
def test_the_history_goes_from_the_day_after_its_beginning_to_the_day_itself(day, kept):
    """24 months up to 31 December 2024; a purchase of the year besides makes the client one."""
    sales = sales_table([("a", "2024-06-01", 9.0, None, "A1"), ("a", day, 9.0, None, "A2")])
    found = known(sales=sales).loc["a"]
    assert found["revenue_eur"] + found["before_eur"] == 9 + 9 * kept


@pytest.mark.parametrize(("day", "late"), [("2024-06-30", 0.0), ("2024-07-01", 1.0)])
def test_the_second_half_of_the_year_begins_on_the_first_of_july(day, late):
    assert known(sales=sales_table([("a", day, 9.0)]))["late_share"].tolist() == [late]


def test_a_potential_is_the_latest_that_was_noted_by_that_day():
    noted = pd.DataFrame(
        {
            "account_id": ["a", "a", "a", "b", "c"],
            "potential_eur": [10.0, 30.0, 20.0, np.nan, 5.0],
            "potential_on": pd.to_datetime(
                ["2024-01-01", "2025-01-01", "2024-12-31", "2024-01-01", "2025-01-01"]
            ),
        }
    )
    found = known_potential(noted, pd.Series(["c", "a", "b"]), date(2024, 12, 31))
    assert found.fillna(-1).tolist() == [-1, 20, -1]
