"""An aged balance: what accounting knows of each client, read beside the client file."""

import pandas as pd

from solver.intake import prepare_tools
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
