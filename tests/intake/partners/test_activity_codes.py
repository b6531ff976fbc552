"""Activity codes of the old list and of that of 2025: both are read, and one follows the other by a table."""

import pytest

from solver.intake import prepare_tools
from solver.intake.partners.activity_codes import read_crosswalk
from tests.intake.conftest import SALES, refusal

CLIENTS = """\
Code client;Raison sociale;CP;Ville;Commercial;Code NAF;NAF 2025
C1;Menuiserie Rance;35400;SAINT-MALO;R1;62.01Z;62.10Y
C2;Garage du Port;29200;BREST;R2;4520A;
C3;Transports Odet;29000;QUIMPER;R2;;49.41G
"""
TABLE = """\
Ancien;Libellé;Nouveau
62.01Z;Programmation;62.10Y
4520A;Entretien;95.31G
49.41A;Fret;49.41G
49.41B;Fret;49.41G
"""


def codes(made):
    return dict(zip(made.accounts["account_id"], made.accounts["naf"], strict=True))


def test_both_columns_are_read_and_a_code_of_the_new_list_is_no_repair(firm):
    made = prepare_tools(firm(CLIENTS))
    assert codes(made) == {"C1": "62.10Y", "C2": "45.20A", "C3": "49.41G"}
    assert not made.repairs["problem"].str.contains("activity").any()


@pytest.mark.parametrize(
    ("table", "code", "told"),
    [
        (TABLE, "95.31G", "activity codes of NAF rev. 2"),
        (TABLE + "4520A;Entretien;95.31H\n", "45.20A", "activity codes that several of NAF 2025 may follow"),
        (TABLE.replace("4520A", "01.11Z"), "45.20A", "activity codes that the table of codes does not hold"),
    ],
    ids=["one follows", "several follow", "not in the table"],
)
def test_old_codes_are_written_in_the_new_list_where_one_alone_follows(firm, tmp_path, table, code, told):
    (tmp_path / "naf.csv").write_text(table, encoding="utf-8")
    made = prepare_tools(firm(CLIENTS, naf_file=str(tmp_path / "naf.csv")))
    assert codes(made) == {"C1": "62.10Y", "C2": code, "C3": "49.41G"}
    listed = made.repairs[made.repairs["file"].eq("naf.csv")]
    assert listed[["problem", "found"]].to_numpy().tolist() == [[told, "1 account"]]


def test_a_table_without_the_two_lists_is_refused(tmp_path):
    (tmp_path / "naf.csv").write_text("code;label\n62.01Z;Programmation\n62.02A;Conseil\n", encoding="utf-8")
    with refusal("naf.csv", "NAF 2025", "as in 62.01Z, 62.10Y"):
        read_crosswalk(str(tmp_path / "naf.csv"))


def test_without_a_table_nothing_is_changed(firm):
    assert codes(prepare_tools(firm(CLIENTS.replace("62.10Y", ""), SALES)))["C1"] == "62.01Z"
