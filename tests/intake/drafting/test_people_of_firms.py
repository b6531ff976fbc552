"""People of a firm in an export of partners are no accounts; people who buy themselves are."""

from tests.intake.outcome import taken_in

SALES = """\
Date,Customer,Amount excl VAT
2025-01-05,Ormeau,100.00
2025-02-05,Cap Bleu,50.00
2025-02-07,Jean Petit,70.00
"""
HEAD = "Display Name,City,Zip,Is a Company\n"


def test_who_is_named_after_a_firm_of_the_file_is_no_account(tmp_path):
    partners = HEAD + "Ormeau,Rennes,35000,True\nCap Bleu,Vannes,56000,True\nJean Petit,Brest,29200,True\n"
    partners += '"Ormeau, Ann Riou",Rennes,35000,False\n"Cap Bleu, Paul Le Du",Vannes,56000,False\n'
    read = taken_in(tmp_path, {"partners.csv": partners, "sales.csv": SALES})
    assert read.accounts["name"].tolist() == ["Cap Bleu", "Jean Petit", "Ormeau"]


def test_people_of_their_own_stay(tmp_path):
    partners = HEAD + "Ormeau,Rennes,35000,True\nCap Bleu,Vannes,56000,True\nJean Petit,Brest,29200,False\n"
    partners += '"Ormeau, Ann Riou",Rennes,35000,False\n'
    read = taken_in(tmp_path, {"partners.csv": partners, "sales.csv": SALES})
    assert "Jean Petit" in read.accounts["name"].tolist()


def test_a_firm_and_a_person_in_one_name_is_no_account_though_no_column_says_so(tmp_path):
    """“Dupont, Jean” is a client of his own: no row is called Dupont."""
    partners = "Display Name,City,Zip\nOrmeau,Rennes,35000\nCap Bleu,Vannes,56000\nJean Petit,Brest,29200\n"
    partners += (
        '"Ormeau, Ann Riou",Rennes,35000\n"Cap Bleu, Paul Le Du",Vannes,56000\n"Dupont, Jean",Brest,29200\n'
    )
    read = taken_in(tmp_path, {"res.partner.csv": partners, "sales.csv": SALES})
    assert read.accounts["name"].tolist() == ["Cap Bleu", "Dupont, Jean", "Jean Petit", "Ormeau"]
    assert set(read.accounts["kind"]) == {"client", "prospect"}


def test_people_whose_firm_stands_in_a_column_are_its_contacts_and_object(tmp_path):
    partners = "Display Name,City,Zip,Is a Company,Related Company,Email,Do not contact\n"
    partners += "Ormeau,Rennes,35000,True,,,False\nCap Bleu,Vannes,56000,True,,,False\n"
    partners += "Jean Petit,Brest,29200,True,,,False\n"
    partners += '"Ormeau, Ann Riou",,,False,Ormeau,ann@ormeau.example,True\n'
    partners += '"Cap Bleu, Paul Le Du",,,False,Cap Bleu,paul@cap.example,False\n'
    read = taken_in(tmp_path, {"partners.csv": partners, "sales.csv": SALES})
    assert read.accounts["name"].tolist() == ["Cap Bleu", "Jean Petit", "Ormeau"]
    people = read.contacts.set_index("email")
    assert people["account_id"].to_dict() == {"ann@ormeau.example": "Ormeau", "paul@cap.example": "Cap Bleu"}
    assert people["opposed"].astype(bool).to_dict() == {"ann@ormeau.example": True, "paul@cap.example": False}
