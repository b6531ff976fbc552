"""Who was won, who just came, who came back; and how many pursuits there were."""

from datetime import date

from solver.method.prospects.sources import newcomers_and_returned, pursuits_on_record, whole_years
from tests.method.tables import events_table, sales_table

AS_OF = date(2025, 12, 31)
BEFORE = [("kept", "2023-01-10", 50), ("kept", "2024-03-01", 60), ("kept", "2025-03-01", 66)]


def source_of(sales, events):
    found = newcomers_and_returned(sales_table([*BEFORE, *sales]), events_table(events), as_of=AS_OF)
    return found.set_index("account_id")["source"].to_dict()


def test_a_newcomer_pursued_before_its_first_order_was_won():
    events = [("new", "2025-02-01", "called"), ("new", "2025-05-01", "won")]
    assert source_of([("new", "2025-05-01", 90)], events) == {"new": "prospecting"}


def test_a_newcomer_called_after_its_first_order_came_by_itself_unless_noted_as_won():
    sales = [("one", "2025-05-01", 90), ("two", "2025-05-01", 90)]
    events = [("one", "2025-09-01", "called"), ("two", "2025-09-01", "won")]
    assert source_of(sales, events) == {"one": "by_themselves", "two": "prospecting"}


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
    assert pursuits_on_record(events_table(events), as_of=AS_OF) == {"pursuits": 3, "prospects_pursued": 2}
