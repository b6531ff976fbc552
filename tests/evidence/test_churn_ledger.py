"""Clients called at risk, followed up: which days count, and what little saves or loses one."""

from datetime import date

import pandas as pd
import pytest

from solver.evidence.churn_ledger import churn_ledger, effect_can_be_told, saved_and_lost

THEN, NOW = date(2025, 6, 30), date(2025, 12, 31)


def ledger(bought=(), met=()):
    """The one line of C0, of (day, euros) bought and days of visits made, beside another client's sales."""
    sales = pd.DataFrame(list(bought), columns=["date", "revenue_eur"]).assign(account_id="C0")
    other = pd.DataFrame({"date": ["2025-03-01"], "revenue_eur": [70.0], "account_id": ["C1"]})
    sales = pd.concat([sales, other], ignore_index=True)
    visits = pd.DataFrame({"date": list(met), "status": "done", "account_id": "C0"})
    sales, visits = (table.assign(date=pd.to_datetime(table["date"])) for table in (sales, visits))
    sales = sales.astype({"revenue_eur": "float64"})
    at_risk = pd.DataFrame({"account_id": ["C0"], "margin_eur": [1.0]})
    (line,) = churn_ledger(at_risk, set(), sales, visits, seen_on=THEN, as_of=NOW).to_dict("records")
    return line


@pytest.mark.parametrize(
    ("day", "contacted"),
    [("2025-06-30", False), ("2025-07-01", True), ("2025-12-31", True), ("2026-01-01", False)],
)
def test_a_contact_is_a_visit_after_the_day_of_the_earlier_run_up_to_this_one(day, contacted):
    assert ledger(met=[day])["contacted"] is contacted


@pytest.mark.parametrize(
    ("bought", "outcome"),
    [
        ([("2025-07-01", 0.5)], "saved"),  # half a euro, of one who had bought nothing
        ([], "lost"),
        ([("2025-07-01", 0.0)], "lost"),
        ([("2025-06-30", 400.0), ("2025-07-01", 100.0)], "saved"),  # half of 200
        ([("2025-06-30", 400.0), ("2025-07-01", 99.99)], "open"),
        ([("2024-07-01", 400.0), ("2025-07-01", 100.0)], "saved"),
        ([("2024-06-30", 9999.0), ("2025-07-01", 1.0)], "saved"),  # more than a year before: not its usual
        ([("2025-06-30", 400.0), ("2025-12-31", 100.0)], "saved"),
        ([("2025-06-30", 400.0), ("2026-01-01", 100.0)], "lost"),  # after the day
        ([("2025-06-30", 400.0), ("2025-12-01", 50.0), ("2025-12-02", -50.0)], "open"),  # taken back, of late
    ],
)
def test_half_of_the_usual_half_year_saves_and_half_a_year_of_silence_loses(bought, outcome):
    assert ledger(bought)["outcome"] == outcome


def test_saved_and_lost_are_told_of_both_even_where_there_is_nobody():
    lines = pd.DataFrame({"contacted": True, "outcome": ["saved", "open"], "margin_eur": [5.0, 7.0]})
    both = saved_and_lost(lines)
    assert both["clients"].tolist() == [2, 0]
    assert both["saved_share"].tolist()[0] == 0.5
    assert pd.isna(both["saved_share"][1])
    assert both["margin_eur"].tolist() == [12.0, 0.0]
    assert not effect_can_be_told(both), "with nobody on one side"


def test_one_client_on_either_side_is_a_comparison_that_tells_nothing_and_losses_are_told_as_well():
    assert not effect_can_be_told(pd.DataFrame({"clients": [1, 1], "saved": [1, 0]}))
    assert effect_can_be_told(pd.DataFrame({"clients": [20, 20], "saved": 0, "lost": [10, 18]}), "lost")
