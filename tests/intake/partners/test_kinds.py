from datetime import date

import pandas as pd
import pytest

from solver.intake.partners.kinds import decide_kinds, recent_revenue
from tests.intake.conftest import account_rows

AS_OF = date(2025, 12, 31)


def sales(*rows):
    table = pd.DataFrame(rows, columns=["account_id", "date", "revenue_eur"])
    return table.astype({"account_id": "str", "revenue_eur": "float64"}).assign(
        date=pd.to_datetime(table["date"])
    )


@pytest.mark.parametrize(
    ("said", "bought", "kind"),
    [
        (None, None, "prospect"),
        (None, "2025-06-01", "client"),
        (None, "2024-01-01", "client"),  # the window of 24 months opens on 1 January 2024
        (None, "2023-12-31", "former_client"),
        ("client", "2025-06-01", "client"),
        ("client", "2023-06-01", "former_client"),
        ("client", None, "former_client"),
        ("prospect", "2025-06-01", "client"),
        ("prospect", "2023-06-01", "former_client"),
        ("prospect", None, "prospect"),
        ("former_client", None, "former_client"),
        ("former_client", "2024-06-01", "former_client"),  # the firm gave it up since
        ("former_client", "2025-06-01", "client"),
        ("supplier", "2025-06-01", "supplier"),
    ],
)
def test_the_kind_follows_the_purchases(said, bought, kind):
    table = account_rows(kind=[said])
    decided, listed = decide_kinds(table, sales(*([("C0", bought, 10.0)] if bought else [])), AS_OF, 24)
    assert decided["kind"].tolist() == [kind]
    assert len(listed) == (kind != said)


def test_a_credit_note_is_no_purchase():
    decided, _listed = decide_kinds(account_rows(kind=[None]), sales(("C0", "2025-06-01", -10.0)), AS_OF, 24)
    assert decided["kind"].tolist() == ["prospect"]


def test_recent_revenue_is_that_of_the_last_twelve_months():
    sourced = sales(("C0", "2024-12-31", 1.0), ("C0", "2025-01-01", 2.0), ("C0", "2025-12-31", -0.5))
    assert recent_revenue(sourced, AS_OF).to_dict() == {"C0": 1.5}
