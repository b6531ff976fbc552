"""Small hand-made tables for the tests of the method."""

import pandas as pd

from solver.tables import check, empty


def accounts_table(rows):
    """Return the table `accounts` from rows of the columns that matter; the rest takes a usual value."""
    usual = {"kind": "client", "rep_id": "R1", "country": "FR", "opposed": False, "source": "test"}
    full = [{**usual, "name": row["account_id"], **row} for row in rows]
    table = pd.DataFrame(full).reindex(columns=empty("accounts").columns)
    return check("accounts", table)


def sales_table(rows):
    """Return the table `sales` from (account_id, date, revenue_eur[, cost_eur[, order_id]])."""
    full = [(*row, None, None)[:5] if len(row) < 5 else row for row in rows]
    table = pd.DataFrame(full, columns=["account_id", "date", "revenue_eur", "cost_eur", "order_id"])
    numbers = pd.Series([f"F{number}" for number in range(len(table))], dtype="str")
    return check(
        "sales",
        table.assign(
            date=pd.to_datetime(table["date"]),
            order_id=table["order_id"].astype("str").fillna(numbers),
            family=None,
        ),
    )


def events_table(rows):
    """Return the table `prospect_events` from (account_id, date, stage)."""
    table = pd.DataFrame(rows, columns=["account_id", "date", "stage"])
    return check("prospect_events", table.assign(date=pd.to_datetime(table["date"])))
