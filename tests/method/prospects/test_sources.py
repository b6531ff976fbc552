"""Who was won, who just came, who came back; and how many pursuits there were."""

from datetime import date

import pandas as pd
import pytest

from solver.method.prospects.sources import (
    arrivals_a_year,
    new_client_revenue,
    newcomers_and_returned,
    pursuits_on_record,
    whole_years,
)
from solver.words.errors import PortfolioError
from tests.method.tables import events_table, sales_table

AS_OF = date(2025, 12, 31)
BEFORE = [("kept", "2023-01-10", 50), ("kept", "2024-03-01", 60), ("kept", "2025-03-01", 66)]


def source_of(sales, events):
    found = newcomers_and_returned(sales_table([*BEFORE, *sales]), events_table(events), as_of=AS_OF)
    return found.set_index("account_id")["source"].to_dict()


def test_a_newcomer_pursued_before_its_first_order_was_won():
    events = [("new", "2025-02-01", "called"), ("new", "2025-05-01", "won")]
    assert source_of([("new", "2025-05-01", 90)], events) == {"new": "prospecting"}


def test_who_paused_for_a_year_was_won_back_pursued_or_not():
    sales = [("back", "2023-02-01", 10), ("back", "2025-02-01", 40)]
    assert source_of(sales, [("back", "2025-01-01", "called")]) == {"back": "won_back"}


def test_nobody_is_told_new_in_the_first_year_of_the_history():
    assert "kept" not in source_of([], [])
    one_year = sales_table([("a", "2025-02-01", 10)])
    assert newcomers_and_returned(one_year, events_table([]), as_of=AS_OF).empty
    assert whole_years(one_year, AS_OF) == 0


def test_pursuits_of_the_last_twelve_months_are_counted():
    events = [
        ("p", "2024-06-01", "called"),
        ("p", "2025-03-01", "called"),
        ("p", "2025-08-01", "called"),
        ("q", "2025-08-01", "called"),
        ("q", "2025-08-02", "reached"),
    ]
    assert pursuits_on_record(events_table(events), as_of=AS_OF) == {
        "pursuits": 3,
        "prospects_pursued": 2,
        "pursuits_a_year": 1.5,
    }


def test_a_stated_number_of_pursuits_wins():
    found = pursuits_on_record(events_table([]), as_of=AS_OF, pursuits_per_year=3.0)
    assert found["pursuits_a_year"] == 3


def test_without_a_pursuit_on_record_two_a_year_are_assumed():
    assert pursuits_on_record(events_table([]), as_of=AS_OF)["pursuits_a_year"] == 2


def came(prospecting=(), by_themselves=(), won_back=()):
    """Who came within one year, by source."""
    amounts = {"prospecting": prospecting, "by_themselves": by_themselves, "won_back": won_back}
    rows = [(source, 0, float(eur)) for source, all_ in amounts.items() for eur in all_]
    return pd.DataFrame(rows, columns=["source", "years_back", "revenue_eur"])


def test_the_mean_of_those_won_is_drawn_to_all_newcomers_as_by_twenty_of_them():
    found = new_client_revenue(came([100] * 5, [300] * 15), new_client_revenue_eur=None, minimum_cases=20)
    # All 20: 250 on average. (5 x 100 + 20 x 250) / 25 = 220.
    assert found["value_eur"] == pytest.approx(220)
    assert (found["cases"], found["won_cases"], found["basis"]) == (20, 5, "history")


def test_one_lucky_newcomer_lifts_neither_the_level_nor_the_inflow():
    lucky = came(by_themselves=[100] * 20 + [1_000_000])
    found = new_client_revenue(lucky, new_client_revenue_eur=None, minimum_cases=5)
    assert found["value_eur"] == pytest.approx(100)  # the 95th percentile of 21 is the 20th: 100
    inflow = arrivals_a_year(lucky, years=1, pursuits_on_record=True)["inflow_eur"]
    assert inflow == pytest.approx(2_100)


def test_what_comes_in_a_year_is_split_by_source_and_those_won_are_not_in_it():
    found = arrivals_a_year(came([500] * 4, [100] * 4, [60, 40]), years=2, pursuits_on_record=True)
    assert found == pytest.approx({"inflow_eur": 200, "won_back_eur": 50})


def test_without_a_log_of_pursuits_nobody_is_taken_to_come_by_itself():
    found = arrivals_a_year(came([], [100] * 4), years=1, pursuits_on_record=False)
    assert found["inflow_eur"] == 0


def test_a_stated_revenue_of_a_new_client_wins_over_the_measured_one():
    found = new_client_revenue(came([100]), new_client_revenue_eur=9_000, minimum_cases=2)
    assert (found["value_eur"], found["basis"]) == (9_000, "stated")


def test_without_a_newcomer_the_revenue_of_one_must_be_stated():
    with pytest.raises(PortfolioError, match=r"no client is new.*state new_client_revenue_eur"):
        new_client_revenue(came(), new_client_revenue_eur=None, minimum_cases=2)


def test_a_newcomer_counts_with_what_it_bought_in_the_year_it_came_and_not_in_the_next():
    sales = sales_table(
        [*BEFORE, ("new24", "2024-11-01", 100), ("new24", "2025-02-01", 900), ("new25", "2025-03-01", 300)]
    )
    found = newcomers_and_returned(sales, events_table([]), as_of=AS_OF)
    assert found.set_index("account_id")["revenue_eur"].to_dict() == {"new24": 100, "new25": 300}


def test_who_was_first_called_on_the_day_of_its_first_order_was_won_and_a_day_later_was_not():
    sales = [("same", "2025-05-01", 90), ("later", "2025-05-01", 90)]
    events = [("same", "2025-05-01", "called"), ("later", "2025-05-02", "called")]
    assert source_of(sales, events) == {"same": "prospecting", "later": "by_themselves"}


def test_one_noted_as_won_after_the_year_in_which_it_came_came_by_itself():
    """Its first order of 1 June 2024; won on the last day of that year, and on the first of the next."""
    sales = [("one", "2024-06-01", 90), ("two", "2024-06-01", 90)]
    events = [("one", "2024-12-31", "won"), ("two", "2025-01-01", "won")]
    assert source_of(sales, events) == {"one": "prospecting", "two": "by_themselves"}


def test_the_first_and_the_last_day_of_the_year_are_in_it():
    sales = [("first", "2025-01-01", 90), ("last", "2025-12-31", 90), ("before", "2024-12-31", 90)]
    found = newcomers_and_returned(sales_table([*BEFORE, *sales]), events_table([]), as_of=AS_OF)
    assert found.set_index("account_id")["years_back"].to_dict() == {"first": 0, "last": 0, "before": 1}
    days = ("2024-12-31", "2025-01-01", "2025-12-31", "2026-01-01")
    pursued = pursuits_on_record(
        events_table([(f"p{n}", day, "called") for n, day in enumerate(days)]), as_of=AS_OF
    )
    assert (pursued["pursuits"], pursued["prospects_pursued"]) == (2, 2)


def test_as_many_newcomers_as_are_asked_for_are_a_history_and_the_median_is_told():
    cases = {
        least: new_client_revenue(
            came([100, 200], [600], [9]), new_client_revenue_eur=None, minimum_cases=least
        )
        for least in (3, 4)
    }
    assert [found["basis"] for found in cases.values()] == ["history", "judgement"]
    assert (cases[3]["median_eur"], cases[3]["cases"], cases[3]["won_cases"]) == (200, 3, 2)
    nobody = new_client_revenue(came(), new_client_revenue_eur=5_000, minimum_cases=1)
    assert (nobody["value_eur"], nobody["median_eur"], nobody["cases"]) == (5_000, None, 0)


def test_no_whole_year_told_is_as_one_and_a_cent_is_no_purchase():
    assert arrivals_a_year(came([], [80]), years=0, pursuits_on_record=True)["inflow_eur"] == 80
    assert source_of([("cent", "2025-02-01", 0.004)], []) == {}
    assert source_of([("cents", "2025-02-01", 0.02)], []) == {"cents": "by_themselves"}
