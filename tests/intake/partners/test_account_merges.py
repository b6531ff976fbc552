"""Two accounts are one when somebody says so, or when two files hold one site; nothing of them is lost."""

import pandas as pd
import pytest

from solver.intake import prepare_tools
from solver.intake.partners.account_merges import decision_sheet
from tests.intake.conftest import refusal, workbook

CLIENTS = """\
Code client;Raison sociale;SIRET;CP;Ville;Téléphone;Commercial
C1;Menuiserie Rance;73282932000074;35400;SAINT-MALO;02 61 91 00 01;R1
C2;Menuiserie Rances;;35400;SAINT-MALO;02 61 91 00 02;R1
C3;Transports Odet;;29000;QUIMPER;;R2
C4;Transports Odet;;29000;QUIMPER;;R2
C5;Garage du Port;;29200;BREST;;R2
"""
SALES = """\
N° facture;Date facture;Code client;Famille;Montant HT
F1;15/01/2025;C1;EPI;1 000,00
F2;20/06/2025;C2;VISS;300,00
F3;10/02/2024;C2;VISS;200,00
F4;31/12/2025;C5;VISS;500,00
F5;31/12/2025;C3;VISS;50,00
"""
CONTACTS = "Code client;Nom\nC1;Ann\nC2;Bob\n"
VISITS = "Code client;Date;Commercial\nC1;20/03/2025;R1\nC2;21/03/2025;R1\nC2;22/09/2025;R1\n"
EVENTS = "Code client;Date;Étape\nC2;21/02/2024;joint\n"
HEADER = "account_id;into_id;Motif;Auteur;Date\n"


@pytest.fixture
def merged(firm, source):
    """Return step 1 of the firm with a file of merges."""

    def make(text, **options):
        others = [
            source("contacts", CONTACTS),
            source("visits", VISITS),
            source("prospect_events", EVENTS),
            source("merges", text, **options),
        ]
        return prepare_tools(firm(CLIENTS, SALES, *others))

    return make


def test_everything_moves_to_the_account_that_stays(merged):
    made = merged(HEADER + "C2;C1;même atelier;Directrice;20/12/2025\n")
    assert made.accounts["account_id"].tolist() == ["C1", "C3", "C4", "C5"]
    revenue = made.sales.groupby("account_id")["revenue_eur"].sum()
    assert revenue.to_dict() == {"C1": 1500.0, "C3": 50.0, "C5": 500.0}
    for table in (made.contacts, made.visits, made.prospect_events):
        assert set(table["account_id"]) == {"C1"}
    assert made.quality["reconciliation"]["holds"]
    row = made.accounts.set_index("account_id").loc["C1"]
    assert (row["name"], row["phone"]) == ("Menuiserie Rance", "02 61 91 00 01")
    conflicts = made.value_conflicts[["field", "kept", "other", "reason"]].to_numpy().tolist()
    assert conflicts == [
        ["name", "Menuiserie Rance", "Menuiserie Rances", "the account that stays wins"],
        ["phone", "02 61 91 00 01", "02 61 91 00 02", "the account that stays wins"],
    ]
    asked = made.fields_to_verify.set_index("account_id").loc["C1", "fields"]
    assert "telephone (to confirm)" in asked


def test_the_trace_says_what_moved_and_what_it_is_worth(merged):
    # C2 bought 300 in 2025 and 200 in February 2024; C1 bought 1,000 in 2025.
    trace = merged(HEADER + "C2;C1;même atelier;Directrice;20/12/2025\n").merges.iloc[0]
    assert trace[["account_id", "into_id", "basis", "name"]].tolist() == [
        "C2",
        "C1",
        "decision",
        "Menuiserie Rances",
    ]
    assert trace[["revenue_eur", "recent_revenue_eur", "joint_revenue_eur"]].tolist() == [
        500.0,
        300.0,
        1300.0,
    ]
    assert trace[["sales_lines", "contacts", "visits", "prospect_events"]].tolist() == [2, 1, 2, 1]
    assert trace[["reason", "author", "file", "row"]].tolist() == [
        "même atelier",
        "Directrice",
        "merges.csv",
        2,
    ]
    assert trace["decided_on"] == pd.Timestamp(2025, 12, 20)


def test_without_a_decision_nothing_is_merged(merged, firm):
    before = prepare_tools(firm(CLIENTS, SALES))
    pairs = before.duplicates[["account_id", "other_id"]].to_numpy().tolist()
    assert pairs == [["C1", "C2"], ["C3", "C4"]]
    assert len(before.accounts) == 5
    assert before.merges.empty


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_list_of_a_run_is_filled_in_and_given_back(firm, source, merged, kind):
    before = prepare_tools(firm(CLIENTS, SALES))
    sheet = decision_sheet(before.duplicates, before.accounts)
    assert sheet["other_name"].tolist() == ["Menuiserie Rances", "Transports Odet"]
    sheet["decision"] = ["fusionner", "séparer"]
    if kind == "csv":
        content = sheet.to_csv(sep=";", index=False)
    else:
        rows = sheet.astype("object").where(sheet.ne("") & sheet.notna(), None).to_numpy().tolist()
        content = workbook({"Doubles": [list(sheet.columns), *rows]})
    made = merged(content, name=f"doubles.{kind}")
    assert made.accounts["account_id"].tolist() == ["C1", "C3", "C4", "C5"]
    assert made.duplicates.empty  # decided: not asked again
    assert made.quality["merges"]["apart"] == 1


def test_a_row_left_open_decides_nothing_and_the_other_may_stay(merged):
    made = merged("account_id;other_id;decision\nC1;C2;garder l'autre\nC3;C4;\n")
    assert made.accounts["account_id"].tolist() == ["C2", "C3", "C4", "C5"]
    assert made.quality["merges"]["undecided"] == 1
    assert made.duplicates[["account_id", "other_id"]].to_numpy().tolist() == [["C3", "C4"]]
    assert made.accounts.set_index("account_id").loc["C2", "siret"] == "73282932000074"  # the gap is filled


def test_the_code_of_an_account_that_no_file_holds_any_more_still_leads_to_it(firm, source):
    clients = CLIENTS.replace("C2;Menuiserie Rances;;35400;SAINT-MALO;02 61 91 00 02;R1\n", "")
    made = prepare_tools(firm(clients, SALES, source("merges", HEADER + "C2;C1;;;\n")))
    assert made.sales.groupby("account_id")["revenue_eur"].sum()["C1"] == 1500.0
    assert made.merges["name"].isna().tolist() == [True]


def test_a_loss_of_zeros_is_told_and_a_merge_is_not_called_one(merged):
    made = merged(HEADER + "C2;C1;;;\n")
    assert not made.repairs["problem"].str.contains("written differently").any()


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("C1;C1;;;", "row 2: C1 cannot go into itself|→ name two accounts"),
        (
            "C3;C4;;;\nC4;C5;;;",
            "row 2: C3 is to go into C4, which goes into C5 itself|→ let C3 go into C5",
        ),
        (
            "C3;C4;;;\nC4;C3;;;",
            "row 2: the merges go in a circle: C3 → C4 → C3|→ decide which of them stays",
        ),
        (
            "C3;C4;;;\nC4;C5;;;\nC5;C3;;;",
            "row 2: the merges go in a circle: C3 → C4 → C5 → C3",
        ),
        (
            "C2;C1;;;\nC2;C3;;;",
            "row 3: C2 is to go into C3, and into C1 on row 2 of merges.csv|→ an account goes into one other",
        ),
    ],
)
def test_chains_and_circles_are_refused_with_words(merged, rows, message):
    with refusal("merges.csv", *message.split("|")):
        merged(HEADER + rows + "\n")


def test_a_pair_both_merged_and_kept_apart_is_refused(merged):
    with refusal("row 3: C1 and C2 are kept apart here, and merged on row 2 of merges.csv"):
        merged("account_id;other_id;decision\nC1;C2;oui\nC1;C2;non\n")


def test_a_list_that_does_not_say_what_goes_where_is_refused(merged):
    with refusal("no column says which account is to go into which", "→ give account_id and into_id"):
        merged("account_id;Motif\nC1;x\n")


def test_an_account_that_stays_must_be_in_the_files(merged):
    made = merged(HEADER + "C2;C9;;;\n")
    assert len(made.accounts) == 5
    told = made.repairs.loc[made.repairs["file"].eq("merges.csv"), "problem"].tolist()
    assert told == ["the account that stays is in no accounts file"]


CRM = "ID client;Société;SIRET;Ville;Commercial\n{rows}"


def two_files(firm, source, rows, *others):
    second = source("accounts", CRM.format(rows=rows), name="crm.csv")
    return prepare_tools(firm(CLIENTS, SALES, second, *others))


def test_one_site_under_two_codes_in_two_files_is_one_account(firm, source):
    visits = source("visits", "Code client;Date;Commercial\n9001;21/03/2025;R1\n")
    made = two_files(firm, source, "9001;Menuiserie de la Rance;73282932000074;;R1\n", visits)
    assert "9001" not in made.accounts["account_id"].tolist()
    assert made.visits["account_id"].tolist() == ["C1"]
    assert made.merges[["account_id", "into_id", "basis", "visits"]].to_numpy().tolist() == [
        ["9001", "C1", "same_siret", 1]
    ]
    told = made.repairs[made.repairs["problem"].str.contains("under another code")]
    assert told[["file", "row", "found", "used"]].to_numpy().tolist() == [["crm.csv", 2, "9001", "C1"]]


def test_a_site_that_stands_twice_in_one_file_is_only_proposed(firm, source):
    rows = "9001;Rance atelier;73282932000074;;R1\n9002;Rance dépôt;73282932000074;;R1\n"
    made = two_files(firm, source, rows)
    assert {"C1", "9001", "9002"} <= set(made.accounts["account_id"])
    assert made.duplicates["evidence"].str.startswith("same SIRET").sum() == 2


def test_somebody_may_keep_apart_what_two_files_would_join(firm, source):
    apart = source("merges", "account_id;other_id;decision\nC1;9001;deux comptes\n")
    made = two_files(firm, source, "9001;Menuiserie de la Rance;73282932000074;;R1\n", apart)
    assert {"C1", "9001"} <= set(made.accounts["account_id"])
    assert made.merges.empty


def test_what_somebody_decided_goes_before_what_the_files_say(firm, source):
    decided = source("merges", HEADER + "C1;C5;;;\n")
    made = two_files(firm, source, "9001;Menuiserie de la Rance;73282932000074;;R1\n", decided)
    into = dict(zip(made.merges["account_id"], made.merges["into_id"], strict=True))
    assert into == {"C1": "C5", "9001": "C5"}


def test_a_code_that_lost_its_zeros_in_one_of_two_files_is_the_same_account(firm, source):
    first = source("accounts", "Code client;Nom;CP\n00042;SARL Ann;35000\n00043;Bob;35000\n", name="a.csv")
    second = source(
        "accounts", "Code client;Nom;E-mail\n42;Ann;a@a.example\n43;Cleo;c@c.example\n", name="b.csv"
    )
    sales = SALES.replace("C1", "42").replace("C2", "43").replace("C3", "43").replace("C5", "43")
    made = prepare_tools(firm(first, sales, second))
    # 43 is Bob in one file and Cleo in the other: two accounts, until somebody says otherwise
    assert made.accounts["account_id"].tolist() == ["00042", "00043", "43"]
    assert made.accounts["email"].tolist()[0] == "a@a.example"
    assert made.merges[["account_id", "into_id", "basis"]].to_numpy().tolist() == [
        ["42", "00042", "same_code"]
    ]
    assert made.sales.groupby("account_id")["revenue_eur"].sum().to_dict() == {"00042": 1000.0, "43": 1050.0}


def test_two_files_that_number_their_accounts_each_in_its_own_way_are_refused(firm, source):
    rows = ["Ecole Jules Ferry", "Boulangerie Kerjean", "Hotel de la Plage", "Scierie Odet", "Cave du Trieux"]
    text = "Code;Nom\n" + "".join(f"C{n};{name}\n" for n, name in enumerate(rows, 1))
    with refusal(
        "prospects.csv, row 2: C1 is “Ecole Jules Ferry” here and “Menuiserie Rance” in accounts.csv"
    ):
        prepare_tools(firm(CLIENTS, SALES, source("accounts", text, name="prospects.csv")))


def test_one_account_that_changed_its_name_is_only_a_conflict(firm, source):
    crm = source("accounts", "Code;Nom\nC1;Menuiserie Rance\nC5;Scierie Odet\n", name="crm.csv")
    made = prepare_tools(firm(CLIENTS, SALES, crm))
    assert made.value_conflicts[["account_id", "field", "other"]].to_numpy().tolist() == [
        ["C5", "name", "Scierie Odet"]
    ]
