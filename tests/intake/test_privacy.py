from datetime import date

from solver.intake import prepare_tools
from solver.intake.privacy import purge_list
from solver.tables import empty
from tests.intake.conftest import SALES


def test_silent_and_opposed_prospects_are_listed_for_purge(firm):
    rows = "P1;Ann;31/12/2022;;non\nP2;Bob;01/01/2023;;non\nP3;Cleo;;15/06/2020;non\n"
    rows += "P4;Dan;;;non\nP5;Eve;20/12/2025;;oui\n"
    intake = prepare_tools(
        firm(
            "Code client;Nom;Dernier contact;Client depuis;Opposition\nC1;Fay;;;oui\n" + rows,
            SALES.split("F2")[0],
        )
    )
    listed = intake.purge_list.set_index("account_id")["reason"]
    # 36 months before 31 December 2025 is 31 December 2022: P1 is silent, P2 is not yet
    assert listed.index.tolist() == ["P1", "P3", "P5"]
    assert listed["P1"] == "silent for more than 36 months: delete, or ask once whether to stay in touch"
    assert listed["P5"] == "objects to being canvassed: keep only what the list of objections needs"
    assert intake.quality["purge"] == {"silent": 2, "opposed": 1, "undated": 1}


def test_a_register_line_is_written_and_is_no_legal_advice(faulty):
    line = faulty.quality["register"]
    assert {"purpose", "legal_basis", "people", "categories", "retention", "rights"} <= set(line)
    assert "36 months" in line["retention"]
    assert "not legal advice" in line["note"]


def test_an_empty_list_of_accounts_has_nothing_to_purge(firm):
    table, counts = purge_list(empty("accounts"), firm(as_of=date(2025, 12, 31)))
    assert table.empty
    assert counts == {"silent": 0, "opposed": 0, "undated": 0}
