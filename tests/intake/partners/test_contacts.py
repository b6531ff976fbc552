from solver.intake import prepare_tools
from tests.intake.conftest import CLIENTS, SALES, problems


def test_people_are_joined_named_and_numbered(log):
    made = log(
        "contacts",
        "Code client;Prénom;Nom;Fonction;Rôle;E-mail;Opposition\n"
        "C1;Ann;Le Goff;Gérante;Décideur;ann@c1.example;non\nC1;;;Acheteur;Acheteur;;oui\nC2;Bob;;;;bob@;\n",
    ).table
    assert made["contact_id"].tolist() == ["C1/1", "C1/2", "C2/1"]
    assert made["name"].tolist() == ["Ann Le Goff", "Acheteur", "Bob"]
    assert made["role"].tolist()[:2] == ["decision_maker", "buyer"]
    assert made["opposed"].tolist() == [False, True, False]
    assert made["email"].isna().tolist() == [False, True, True]


def test_two_people_never_share_a_number(log):
    made = log("contacts", "N° contact;Code client;Nom\n1;C1;Ann\n1;C2;Bob\n")
    assert made.table["contact_id"].tolist() == ["1", "1-2"]
    assert "two people have this number" in made.repairs["problem"].tolist()


def test_a_person_of_an_unknown_account_is_set_aside(log):
    made = log("contacts", "N° contact;Code client;Nom\n1;C1;Ann\n2;C77;Bob\n")
    assert made.table["contact_id"].tolist() == ["1"]
    assert problems(made) == [[3, "this account is in no accounts file"]]


def test_rows_of_a_list_that_nobody_filled_in_are_counted_once_and_make_no_person(log):
    made = log("contacts", "Code client;Client;Nom;Fonction\nC1;Alpha;Ann;\nC1;Alpha; ;\nC2;Beta;?;-\n")
    assert made.table["name"].tolist() == ["Ann"]
    (told,) = made.repairs.to_dict("records")
    assert told["problem"].startswith("the row names nobody")
    assert told["found"] == "2 of 3 rows"


def test_a_row_per_order_gives_each_person_once(log):
    rows = "C1;Ann;a@x.example;non\nC1;ANN;;oui\nC1;Bob;b@x.example;non\nC2;Ann;a@x.example;non\n" * 3
    people = log("contacts", "Code client;Nom;E-mail;Opposition\n" + rows).table
    told = people[["account_id", "name", "email", "opposed"]].to_numpy().tolist()
    assert told == [
        ["C1", "Ann", "a@x.example", True],
        ["C1", "Bob", "b@x.example", False],
        ["C2", "Ann", "a@x.example", True],
    ]


def test_who_objects_in_one_file_or_at_one_account_objects_in_all(firm, source):
    """Ann by her e-mail at another account, then by her name there; a namesake elsewhere does not object."""
    head = "Code client;Nom;E-mail;Opposition\n"
    rows = {
        "first.csv": "C1;Ann Le Roy;ann@x.example;oui\n",
        "second.csv": "C2;Ann Le Roy;ANN@x.example;non\nC3;Ann Le Roy;ann@other.example;\n",
        "third.csv": "C2;ann LE ROY;;\nC3;;info@odet.example;\n",
    }
    people = [source("contacts", head + text, name=name) for name, text in rows.items()]
    made = prepare_tools(firm(CLIENTS, SALES, *people))
    told = made.contacts.sort_values(["account_id", "contact_id"], kind="stable")
    assert told[["account_id", "opposed"]].to_numpy().tolist() == [
        ["C1", True],
        ["C2", True],
        ["C2", True],
        ["C3", False],
        ["C3", False],
    ]
    spread = made.repairs[made.repairs["problem"].eq("the same person objects in another row")]
    assert spread["file"].tolist() == ["second.csv", "third.csv"]


def test_who_has_left_by_the_list_of_the_switchboard_is_gone_whoever_met_them_before(firm, source):
    """Marc is in the old list and was met since, a report met Rose; Zoé is nowhere: a line."""
    people = source("contacts", "Code client;Prénom;Nom\nC1;Marc;Le Goff\nC1;Anne;Morvan\nC2;Marc;Le Goff\n")
    told = source(
        "contacts",
        "Code client;Prénom;Nom;A quitté l'entreprise;Mis à jour le\nC1;marc;LE GOFF;oui;\n"
        "C2;Zoé;Kerlann;oui;15/11/2025\nC2;Rose;Kerbrat;oui;15/11/2025\n",
        name="standard.csv",
    )
    met = source(
        "visit_reports",
        "Date de visite;Code client;Personne rencontrée\n"
        "14/11/2025;C2;Rose Kerbrat\n17/11/2025;C2;Luc Berre\n18/11/2025;C1;Marc Le Goff\n",
        date_order="dmy",
    )
    made = prepare_tools(firm(CLIENTS, SALES, people, told, met))
    assert made.contacts[["account_id", "name"]].to_numpy().tolist() == [
        ["C1", "Anne Morvan"],
        ["C2", "Marc Le Goff"],
        ["C2", "Luc Berre"],
    ]
    gone = made.reported_changes[made.reported_changes["after"].isna()]
    assert gone[["subject", "file"]].to_numpy().tolist() == [
        ["Rose Kerbrat", "standard.csv"],
        ["Marc Le Goff", "standard.csv"],
    ]
    listed = made.repairs[made.repairs["file"].eq("standard.csv")]
    assert listed[["row", "problem"]].to_numpy().tolist() == [
        [3, "has left, but nobody of that name is known at this account"]
    ]


def test_who_has_left_by_a_list_objects_still_wherever_else_the_person_stands(firm, source):
    """Anne left C1 and objects; her address stands at C2, too: she is canvassed nowhere, C1 may be."""
    people = source("contacts", "Code client;Nom;E-mail\nC1;Anne Morvan;anne@x.example\nC2;;ANNE@x.example\n")
    told = source(
        "contacts",
        "Code client;Nom;E-mail;A quitté l'entreprise;Opposition\nC1;Anne Morvan;anne@x.example;oui;oui\n",
        name="standard.csv",
    )
    made = prepare_tools(firm(CLIENTS, SALES, people, told))
    assert made.contacts[["account_id", "opposed", "has_left"]].to_numpy().tolist() == [
        ["C1", True, True],
        ["C2", True, False],
    ]
