"""Tables put together from files have one order, whatever that of the files."""

from solver.intake.booking.sourced_tables import in_order
from tests.method.tables import events_table

EVENTS = [("B", "2025-02-01", "reached"), ("A", "2025-02-01", "reached"), ("C", "2025-01-01", "called")]


def test_rows_are_put_in_the_order_of_the_day_then_of_the_account():
    for rows in (EVENTS, EVENTS[::-1]):
        made = in_order("prospect_events", events_table(rows), ["date", "account_id"])
        assert made["account_id"].tolist() == ["C", "A", "B"]
