from datetime import date

import pytest

from solver.method.accounts.revenue import margin_where_unknown, order_totals, year_sales, yearly_revenue
from tests.method.tables import sales_table

AS_OF = date(2025, 12, 31)


def test_a_year_includes_its_last_day_and_not_the_same_day_a_year_before():
    sales = sales_table([("C1", "2024-12-31", 1), ("C1", "2025-01-01", 2), ("C1", "2025-12-31", 4)])
    assert year_sales(sales, AS_OF)["revenue_eur"].sum() == 6
    assert year_sales(sales, AS_OF, years_back=1)["revenue_eur"].sum() == 1


def test_credit_notes_lower_the_revenue_and_are_no_orders():
    sales = sales_table([("C1", "2025-03-01", 100), ("C1", "2025-04-01", -30), ("C2", "2025-04-01", -5)])
    year = yearly_revenue(sales, AS_OF, 0.3).set_index("account_id")
    assert year["revenue_eur"].to_dict() == {"C1": 70, "C2": -5}
    assert year["orders"].to_dict() == {"C1": 1, "C2": 0}


def test_margin_is_taken_from_the_cost_line_by_line_where_it_is_known():
    sales = sales_table([("C1", "2025-03-01", 100, 80), ("C1", "2025-03-02", 100, None)])
    assert yearly_revenue(sales, AS_OF, 0.3)["margin_eur"].tolist() == pytest.approx([20 + 30])


def test_orders_are_added_up_to_the_millionth_and_stand_by_account_day_and_number():
    lines = [
        ("C2", "2025-03-01", 5, None, "F1"),
        ("C1", "2025-03-02", 0.1, None, "F3"),
        ("C1", "2025-03-01", 7, None, "F9"),
        ("C1", "2025-03-04", 0.2000004, None, "F3"),
        ("C1", "2025-03-01", 7, None, "F2"),
    ]
    found = order_totals(sales_table(lines))
    assert found[["account_id", "order_id", "revenue_eur"]].to_numpy().tolist() == [
        ["C1", "F2", 7],
        ["C1", "F9", 7],
        ["C1", "F3", 0.3],
        ["C2", "F1", 5],
    ]
    assert found["date"].dt.day.tolist() == [1, 1, 2, 1]


def test_lines_of_one_invoice_are_one_order():
    sales = sales_table([("C1", "2025-03-01", 10, None, "F1"), ("C1", "2025-03-01", 20, None, "F1")])
    assert yearly_revenue(sales, AS_OF, 0.3)["orders"].tolist() == [1]


@pytest.mark.parametrize(
    ("lines", "stated", "margin"),
    [
        ([(100, 80), (300, 210)], None, (0.275, "measured")),  # 110 of 400
        ([(100, 80), (300, 210)], 0.25, (0.25, "stated")),
        ([(100, 80), (300, None)], None, (0.30, "assumed")),  # a quarter bears a cost
        ([(100, 120)], None, (0.30, "assumed")),
        ([(100, -20)], None, (0.30, "assumed")),
        ([(100, 0)], None, (1.0, "measured")),
        ([(100, 100)], None, (0.0, "measured")),
        ([(100, 80), (100, None)], None, (0.2, "measured")),  # half bears a cost
        ([(100, None)], None, (0.30, "assumed")),
    ],
)
def test_whoever_has_no_margin_of_its_own_takes_the_stated_else_the_measured_else_the_assumed_one(
    lines, stated, margin
):
    sales = sales_table([("C1", "2025-03-01", revenue, cost) for revenue, cost in lines])
    rate, basis = margin_where_unknown(sales, AS_OF, stated)
    assert (pytest.approx(rate), basis) == margin
