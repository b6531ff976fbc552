"""The visit log: what was done in the last 12 months, and what is agreed for the plan."""

from datetime import date

import pandas as pd

from solver.value.visit_log import (
    agreed_visits,
    found_nobody,
    visits_of_the_year,
)


def log(rows):
    table = pd.DataFrame(rows, columns=["account_id", "date", "status"])
    return table.assign(date=pd.to_datetime(table["date"]))


ROWS = [
    ("C1", "2025-12-31", "done"),
    ("C1", "2025-01-01", "done"),
    ("C1", "2024-12-31", "done"),
    ("C2", "2025-06-01", "done"),
    ("C2", "2026-01-15", "agreed"),
    ("C3", "2027-01-01", "agreed"),
]


def test_only_visits_done_in_the_last_12_months_count():
    assert visits_of_the_year(log(ROWS), date(2025, 12, 31)).to_dict() == {"C1": 2, "C2": 1}


def test_a_firm_without_a_log_has_no_count_rather_than_zeros():
    assert visits_of_the_year(log(ROWS[4:]), date(2025, 12, 31)) is None


def test_dates_agreed_within_the_plan_are_counted():
    assert agreed_visits(log(ROWS), date(2026, 1, 1), date(2026, 12, 31)).to_dict() == {"C2": 1}


MADE = log(
    [
        ("C1", "2025-03-01", "done"),
        ("C1", "2025-04-01", "not_met"),
        ("C2", "2025-05-01", "not_met"),
        ("C2", "2024-05-01", "not_met"),
        ("C2", "2026-05-01", "agreed"),
    ]
)


def test_visits_that_found_nobody_cost_their_drive():
    drives = pd.DataFrame({"account_id": ["C1", "C2"], "travel_minutes": [30.0, 60.0]})
    assert found_nobody(MADE, drives, date(2025, 12, 31)) == {"visits": 3, "not_met": 2, "drive_hours": 1.5}
