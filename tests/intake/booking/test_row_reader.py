import pytest

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
