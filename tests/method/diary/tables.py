"""Small hand-made tables for the contacts beside the visits."""

import pandas as pd

from solver.tables import check, empty

AS_OF = pd.Timestamp("2025-12-31").date()


def table_of(name, rows, /, **usual):
    """Return a canonical table from rows of the columns that matter."""
    full = pd.DataFrame([{**usual, **row} for row in rows])
    return check(name, full.reindex(columns=empty(name).columns)) if rows else empty(name)


def contacts_table(rows):
    """Return the table `contacts`; a person objects to nothing and was verified lately unless told."""
    usual = {"name": "Camille", "opposed": False, "no_email": False, "has_left": False, "source": "test"}
    return table_of("contacts", rows, updated_on=pd.Timestamp("2025-06-01"), **usual)


def log(*rows):
    """Return the table `touchpoints` from (account, date, kind), and what else is told."""
    named = [
        {
            "account_id": account,
            "date": pd.Timestamp(day),
            "touch_kind": kind,
            "source": "test",
            **{name: pd.Timestamp(v) if name.endswith("_on") else v for name, v in more.items()},
        }
        for account, day, kind, more in rows
    ]
    return table_of("touchpoints", named)
