import pandas as pd
import pytest

from solver.intake.booking.row_reader import sort_rows
from tests.intake.conftest import problems, refusal


@pytest.mark.parametrize("table", ["contacts", "visits", "prospect_events", "decisions"])
def test_a_log_of_another_firm_is_refused(log, table):
    header = {
        "contacts": "Code client;Nom",
        "visits": "Code client;Date",
        "prospect_events": "Code client;Date;Étape",
        "decisions": "Code client;Visites mini",
    }[table]
    row = {
        "contacts": "Z{n};x",
        "visits": "Z{n};14/01/2025",
        "prospect_events": "Z{n};14/01/2025;joint",
        "decisions": "Z{n};1",
    }[table]
    text = header + "\n" + "".join(row.format(n=n) + "\n" for n in range(10))
    with refusal("this account is in no accounts file in 10 of 10 rows"):
        log(table, text)


def test_rows_that_do_not_count_are_told_in_one_line_with_their_worth_to_the_cent(typed):
    rows = "".join(
        f"F{n};15/01/2025;C1;1;{state}\n" for n, state in enumerate(["Payée", "Annulée", "Annulée"])
    )
    header = "N° facture;Date facture;Code client;Montant HT;Statut\n"
    told = typed("sales", header + rows, drop={"Statut": ["Annulée"]})
    for worth, said in (((1.0, 0.004, 0.003), 0.01), ((1.0, 20.25, 0.1), 20.35), ((1.0, -0.001, 0.0), 0.0)):
        made = sort_rows(told, [], pd.Series(worth, index=told.table.index))
        (line,) = made.repairs.to_dict("records")
        assert (line["found"], line["worth_eur"], str(line["worth_eur"])[0] == "-") == (
            "2 of 3 rows",
            said,
            False,
        )
        assert made.kept()["revenue_eur"].tolist() == [1.0]
    assert sort_rows(typed("sales", header + rows), []).repairs.empty


@pytest.mark.parametrize("table", ["contacts", "visits", "prospect_events", "decisions"])
def test_a_log_of_which_nothing_is_left_is_an_empty_table(log, table):
    row = {
        "contacts": "Code client;Nom\nZ1;x\n",
        "visits": "Code client;Date\nZ1;14/01/2025\n",
        "prospect_events": "Code client;Date;Étape\nZ1;14/01/2025;joint\n",
        "decisions": "Code client;Visites mini\nZ1;1\n",
    }[table]
    made = log(table, row)
    assert made.table.empty
    assert problems(made) == [[2, "this account is in no accounts file"]]
