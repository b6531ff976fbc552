"""A code typed on a sheet of ours is that of the firm's file; one that no file holds is told."""

from solver.intake import prepare_tools
from tests.intake.conftest import CLIENTS, SALES


def test_a_code_typed_in_small_letters_is_the_account_of_the_files_and_a_strange_one_is_told(firm, source):
    typed = source(
        "accounts",
        "Code du compte *;Raison sociale *;Montant échu;Ligne vérifiée le\n"
        "C1;Whatever the accountant calls it;100;\nc2;Another name;200;\nX9;Nobody;300;\n",
        name="accounting.csv",
        preset="template",
    )
    made = prepare_tools(firm(CLIENTS, SALES, typed))
    owed = made.overdue.set_index("account_id")["overdue_eur"]
    assert owed[["C1", "C2", "X9"]].tolist() == [100.0, 200.0, 300.0]
    assert "c2" not in owed
    listed = made.repairs[made.repairs["file"].eq("accounting.csv") & made.repairs["row"].notna()]
    told = listed[["row", "account_id", "problem"]].to_numpy().tolist()
    assert [3, "C2", "the account code is written differently in the accounts file"] in told
    assert [4, "X9", "no other file holds this account code: it is taken for a new account"] in told
