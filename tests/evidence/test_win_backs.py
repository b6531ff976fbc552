"""How many former clients come back: judged until enough were met, then measured with its interval."""

from datetime import date

import pandas as pd
import pytest

from solver.evidence.win_backs import folds_by_reason, rate_of_all, win_back_cases, win_back_rates
from solver.parameters.reasons import WIN_BACK_FACTORS
from solver.report.findings.practice import win_back_sentence

AS_OF = date(2025, 12, 31)
JUDGED = {"minimum_cases": 30, "win_back_rate": 0.12, "win_back_factors": WIN_BACK_FACTORS}


def cases(**by_reason):
    """Return cases: reason to (returned, of how many)."""
    rows = [(reason, place < back) for reason, (back, of) in by_reason.items() for place in range(of)]
    return pd.DataFrame(rows, columns=["lost_reason", "returned"]).astype({"returned": "bool"})


def test_with_29_cases_rate_and_factors_are_judged_and_with_30_the_record_counts():
    few = win_back_rates(cases(price=(20, 29)), **JUDGED)
    assert set(few["basis"]) == {"judgement"}
    assert rate_of_all(few) == 0.12
    assert folds_by_reason(few) == pytest.approx(WIN_BACK_FACTORS)
    # 6 of 30 came back: Wilson at 95 % is 0.0951 to 0.3731.
    first = win_back_rates(cases(price=(6, 30)), **JUDGED).iloc[0]
    assert first[["cases", "successes", "rate", "basis"]].tolist() == [30, 6, 0.2, "history"]
    assert [first["low_rate"], first["high_rate"]] == pytest.approx([0.0951, 0.3731], abs=1e-4)


def test_a_reason_has_its_own_rate_from_30_cases_on_and_the_others_their_factor():
    """Of all 12 of 60 came back; price 9 of 30 is 30 %, service with 29 stays 0.7 times the rate of all."""
    rates = win_back_rates(cases(price=(9, 30), service=(3, 29), closed=(0, 1)), **JUDGED)
    by = rates.set_index("lost_reason")
    assert rate_of_all(rates) == 0.2
    assert by.loc["price", ["rate", "basis"]].tolist() == [0.3, "history"]
    assert by.loc["service", "rate"] == pytest.approx(0.14)
    assert by.loc["service", "basis"] == "judgement"
    assert folds_by_reason(rates)["price"] == pytest.approx(1.5)
    assert win_back_sentence(rates) == (
        "Of 60 former clients met a year ago or more, 12 bought again within a year: 20%, between 12% and "
        "32% (95%). 1 reason has a rate of its own; of the others the factor is assumed."
    )


def test_where_nobody_of_many_came_back_nothing_is_worth_a_visit():
    rates = win_back_rates(cases(price=(0, 40)), **JUDGED)
    assert set(folds_by_reason(rates).values()) == {0.0}


def test_too_few_cases_are_said_to_be_too_few():
    assert win_back_sentence(win_back_rates(cases(), **JUDGED)).startswith("0 former clients were met")


def test_a_case_is_a_client_met_after_two_years_of_silence_and_a_year_ago_or_more():
    """A came back ten months later, B after 13, C never; D was met too lately, E was silent for a year only,
    F was not found; G, a prospect, never bought; H ordered at the visit."""
    bought = [("A", "2021-05-01"), ("A", "2024-11-15"), ("B", "2021-05-01"), ("B", "2025-02-15")]
    bought += [("C", "2021-05-01"), ("D", "2021-05-01"), ("E", "2023-01-10"), ("F", "2021-05-01")]
    bought += [("H", "2021-05-01"), ("H", "2024-01-15")]
    sales = pd.DataFrame(bought, columns=["account_id", "date"]).assign(revenue_eur=100.0)
    met = [(code, "2024-01-15", "done") for code in "ABCEGH"]
    met += [("C", "2024-03-01", "done"), ("D", "2025-01-01", "done"), ("F", "2024-01-15", "not_met")]
    visits = pd.DataFrame(met, columns=["account_id", "date", "status"])
    for table in (sales, visits):
        table["date"] = pd.to_datetime(table["date"])
    reasons = pd.Series({"A": "price", "C": "service"})
    found = win_back_cases(sales, visits, reasons, as_of=AS_OF, client_window_months=24)
    assert found[["account_id", "lost_reason", "returned"]].fillna("").to_numpy().tolist() == [
        ["A", "price", True],
        ["B", "", False],
        ["C", "service", False],
        ["H", "", True],
    ]
