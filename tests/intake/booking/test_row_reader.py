import pandas as pd
import pytest

from solver.intake.booking.account_codes import AccountCodes
from solver.intake.booking.row_reader import Cause, account_causes, date_causes, sort_rows
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


LOG = "Code client;Date;Note\n" + "".join(f"C{n};{n:02d}/01/2025; x{n} \n" for n in range(1, 29))


def struck(told, *lines):
    return pd.Series(told.table.index.isin(lines), index=told.table.index)


def test_a_row_is_set_aside_for_its_first_cause_and_told_with_what_it_says_and_is_worth(typed):
    told = typed("visits", LOG)
    worth = pd.Series(100.0, index=told.table.index)
    worth[2] = 40.0
    made = sort_rows(
        told,
        [Cause("early", struck(told, 2), "date"), Cause("both", struck(told, 2, 3), "account_id")],
        worth,
    )
    listed = made.repairs[["row", "problem", "found", "account_id", "worth_eur"]].to_numpy().tolist()
    assert listed == [[2, "early", "01/01/2025", "C1", 40.0], [3, "both", "C2", "C2", 100.0]]
    assert made.kept()["account_id"].tolist() == [f"C{n}" for n in range(3, 29)]
    assert made.kept(rep_id="R1")["rep_id"].unique().tolist() == ["R1"]


def test_a_cause_on_which_more_than_a_twentieth_of_the_amounts_hangs_is_refused(typed):
    """One row of 28 is no sign; 95 of 1,901 are less than a twentieth, a credit of 101 of 2,000 is more."""
    told = typed("visits", LOG)
    one = [Cause("wrong", struck(told, 5), "date", "look at it")]

    def worth(amount, total):
        each = pd.Series((total - abs(amount)) / 27, index=told.table.index)
        each[5] = amount
        return each

    assert len(sort_rows(told, one, worth(95.0, 1901.0)).repairs) == 1
    with refusal("row 5", "€101.00 hang on it, 5.1% of the file's amounts", "look at it"):
        sort_rows(told, one, worth(-101.0, 2000.0))


@pytest.mark.parametrize(("lines", "refused"), [(14, False), (15, True)])
def test_lines_of_comment_may_be_half_of_a_file_and_no_more(typed, lines, refused):
    told = typed("visits", LOG)
    many = [Cause("no amount", struck(told, *range(2, 2 + lines)), "date", "check", may_be_many=True)]
    if not refused:
        assert len(sort_rows(told, many).kept()) == 28 - lines
        return
    with refusal("no amount in 15 of 28 rows", "check"):
        sort_rows(told, many)


@pytest.mark.parametrize(("count", "offered"), [(1, True), (60, True), (61, False)])
def test_accounts_in_no_file_may_be_left_out_in_a_line_that_names_them_while_it_names_sixty(
    typed, count, offered
):
    rows = "".join(f"Z{n:02d};15/01/2025\n" for n in range(count))
    told = typed("visits", f"Code client;Date\nC1;15/01/2025\n;15/01/2025\n{rows}")
    known = AccountCodes(pd.Series(["C1", "Z009"], dtype="str"))
    nobody, unknown = account_causes(told, known.find(told.table["account_id"]), known)
    assert nobody.strikes.tolist() == [False, True, *[False] * count]
    assert unknown.strikes.tolist() == [False, True, *[True] * count]
    assert ("or leave their rows out: drop: {Code client: [Z00" in unknown.fix) is offered
    assert "the nearest code there is “Z009”" in unknown.fix
    everyone = account_causes(told, told.table["account_id"].fillna("C1"), known)[1]
    assert "leave their rows out" not in everyone.fix


def test_a_missing_date_is_told_from_one_that_cannot_be_read(typed):
    told = typed("visits", "Code client;Date\nC1;15/01/2025\nC1;\nC1;tomorrow\n" + "C1;16/01/2025\n" * 60)
    missing, wrong = date_causes(told)
    assert missing.strikes.to_numpy().nonzero()[0].tolist() == [1]
    assert sort_rows(told, [missing, wrong]).repairs[["row", "problem"]].to_numpy().tolist() == [
        [3, "no date"],
        [4, "this is not a date"],
    ]
