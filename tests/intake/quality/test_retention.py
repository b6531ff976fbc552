from datetime import date

from solver.intake import prepare_tools
from solver.intake.quality.retention import purge_list
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
    assert intake.quality["purge"] == {"silent": 2, "former_silent": 0, "opposed": 1, "undated": 1}


def test_former_clients_are_kept_three_years_from_their_last_purchase_or_contact(firm):
    clients = "Code client;Type;Nom;Dernier contact;Opposition\nC1;Client;Ann;20/12/2025;non\n"
    former = "F1;Ancien client;Bob;;non\nF2;Ancien client;Cleo;15/06/2024;non\nF3;Ancien client;Dan;;oui\n"
    sales = "N° facture;Date facture;Code client;Montant HT\n1;15/12/2025;C1;800,00\n"
    sales += "2;15/11/2022;F1;50,00\n3;15/11/2022;F2;50,00\n4;15/11/2022;F3;50,00\n"
    intake = prepare_tools(firm(clients + former, sales))
    # F1 last bought three years and six weeks ago; F2 did so too, but was met since
    assert intake.purge_list["account_id"].tolist() == ["F1", "F3"]
    reasons = intake.purge_list["reason"].tolist()
    assert reasons[0].startswith("neither purchase nor contact for more than 36 months")
    assert reasons[1].startswith("objects to being canvassed")
    assert "neither purchase" in reasons[1]
    assert intake.quality["purge"] == {"silent": 0, "former_silent": 2, "opposed": 1, "undated": 0}


def test_the_ages_of_the_last_contacts_are_counted_by_kind(firm):
    clients = "Code client;Type;Nom;Dernier contact\nC1;Client;Ann;20/12/2025\nC2;Client;Bob;20/12/2024\n"
    others = "P1;Prospect;Cleo;31/12/2022\nP2;Prospect;Dan;\nP3;Prospect;Eve;01/01/2023\n"
    ages = prepare_tools(firm(clients + others, SALES.split("F3")[0])).quality["freshness"]["ages"]
    assert ages == [
        {"kind": "client", "up_to_12": 1, "up_to_24": 1, "up_to_36": 0, "older": 0, "unknown": 0},
        {"kind": "prospect", "up_to_12": 0, "up_to_24": 0, "up_to_36": 1, "older": 1, "unknown": 1},
    ]


def test_a_register_line_is_written_and_is_no_legal_advice(faulty):
    line = faulty.quality["register"]
    assert {"purpose", "legal_basis", "people", "categories", "retention", "rights"} <= set(line)
    assert {"security", "automation", "transfers"} <= set(line)
    assert "36 months" in line["retention"]
    assert "not legal advice" in line["note"]


def test_an_empty_list_of_accounts_has_nothing_to_purge(firm):
    table, counts = purge_list(empty("accounts"), empty("sales"), firm(as_of=date(2025, 12, 31)))
    assert table.empty
    assert set(counts.values()) == {0}
