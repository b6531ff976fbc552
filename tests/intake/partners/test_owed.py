"""An aged balance: what accounting knows of each client, read beside the client file."""

import pandas as pd
import pytest

from solver.intake import prepare_tools
from solver.intake.partners.aged_balance import buckets
from tests.intake.conftest import CLIENTS, SALES

BALANCE = """\
Code client;Raison sociale;Encours;Échu;Échu depuis;Encours autorisé;Cote
C1;Menuiserie Rance;2 000,00;800,00;17/10/2025;5 000,00;B
C2;Garage du Port;0,00;0,00;;3 000,00;A
C9;Serrurerie Oubliée;450,00;450,00;02/02/2025;;
"""


def test_the_columns_of_an_aged_balance_are_found_and_change_no_account(firm, source):
    plain = prepare_tools(firm())
    found = prepare_tools(firm(CLIENTS, SALES, source("accounts", BALANCE, "balance.csv")))
    table = found.overdue.set_index("account_id")
    amounts = ["overdue_eur", "outstanding_eur", "credit_limit_eur"]
    assert table.loc["C1", amounts].tolist() == [800, 2000, 5000]
    assert f"{table.loc['C1', 'overdue_on']:%Y-%m-%d}" == "2025-10-17"
    assert table["risk_grade"].dropna().tolist() == ["B", "A"]
    assert found.quality["overdue"]["overdue_eur"] == 1250
    both = found.accounts.set_index("account_id").drop(columns="source")
    # Who owes has bought: an account that only the balance knows is no prospect.
    assert both.loc["C9", "kind"] == "former_client"
    pd.testing.assert_frame_equal(
        both.drop("C9"), plain.accounts.set_index("account_id").drop(columns="source")
    )


AGED = """\
Code client;Nom;Non échu;Échu 1-30 j;Échu 31-60 j;Échu 61-90 j;Échu plus de 90 j;Encours autorisé
C1;Menuiserie Rance;1 000,00;200,00;100,00;40,00;10,00;5 000,00
C2;Garage du Port;50,00;0,00;0,00;0,00;x;3 000,00
"""


def test_the_columns_by_age_are_added_up_and_what_is_no_number_is_told(firm, source):
    """C1 owes 1,350, of which 350 are due, of which 50 for more than 60 days."""
    found = prepare_tools(firm(CLIENTS, SALES, source("accounts", AGED, "balance.csv")))
    table = found.overdue.set_index("account_id")[["overdue_eur", "late_eur", "outstanding_eur"]]
    assert table.loc["C1"].tolist() == [350, 50, 1350]
    assert table.loc["C2"].tolist() == [0, 0, 50]
    assert found.quality["overdue"]["undated"] == 0
    (bad,) = found.repairs[found.repairs["column"].eq("Échu plus de 90 j")].to_dict("records")
    assert (bad["row"], bad["found"]) == (3, "x")


@pytest.mark.parametrize(
    ("header", "days"),
    [
        (["Non échu", "0-30 jours", "31-60 jours", "> 60 jours"], [None, 0, 31, 60]),
        (["Not due", "1 to 30 days", "31 to 60 days", "Over 60 days"], [None, 1, 31, 60]),
        (["A échoir", "1 à 30 j", "30 jours et plus"], [None, 1, 30]),
        (["Name", "Town", "Employees 10-19"], []),
        (["Délai 30 jours", "Remise"], []),
    ],
)
def test_columns_by_age_are_known_by_their_names(header, days):
    assert [bucket.days for bucket in buckets(header)] == days
