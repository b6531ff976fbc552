from tests.intake.conftest import problems


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
    made = log("contacts", "Code client;Client;Nom;Fonction\nC1;Alpha;Ann;\nC1;Alpha; ;\nC2;Beta;;\n")
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
        ["C2", "Ann", "a@x.example", False],
    ]
