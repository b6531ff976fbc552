"""A list of addresses alone: who is on it objects, as a contact and as an account, and nobody is lost."""

from tests.intake.outcome import outcome_of

CLIENTS = (
    "Code client;Raison sociale;Commercial;CP;Ville;Email;Téléphone\n"
    "A1;Atelier Ormeau;Morvan;35000;Rennes;contact@ormeau.fr;02 99 00 00 01\n"
    "A2;Bois du Cap;Morvan;29200;Brest;info@boisducap.fr;02 98 00 00 02\n"
    "A3;Cidrerie Fleurie;Tanguy;56000;Vannes;cidre@fleurie.fr;02 97 00 00 03\n"
)
PEOPLE = (
    "Code client;Nom;Prénom;Email\nA1;Ker;Anne;anne@ormeau.fr\nA2;Le Goff;Paul;paul@boisducap.fr\n"
    "A3;Roux;Luc;luc@fleurie.fr\n"
)
INVOICES = "Code client;Date;N° facture;Montant HT\nA1;15/01/2024;F1;1000\nA2;20/02/2025;F2;1100\n"


def firm(folder, **lists):
    files = {"clients.csv": CLIENTS, "contacts.csv": PEOPLE, "factures.csv": INVOICES}
    for name, text in (files | {f"{name}.csv": text for name, text in lists.items()}).items():
        (folder / name).write_text(text, encoding="utf-8")
    return outcome_of(folder, folder)


def objecting(table, column):
    return sorted(table.loc[table["opposed"], column])


def test_a_list_without_a_header_loses_nobody_on_its_first_line(tmp_path):
    made = firm(tmp_path, desinscrits="anne@ormeau.fr\nPAUL@boisducap.fr\n")
    assert "objection_files: [desinscrits.csv]" in made.yaml
    assert objecting(made.intake.contacts, "email") == ["anne@ormeau.fr", "paul@boisducap.fr"]
    assert objecting(made.intake.accounts, "account_id") == []


def test_an_account_objects_by_its_own_address_or_number(tmp_path):
    made = firm(
        tmp_path,
        bloctel="Téléphone\n02 98 00 00 02\n",
        opposition="E-mail;Date\ncidre@fleurie.fr;01/02/2025\n",
    )
    assert objecting(made.intake.accounts, "account_id") == ["A2", "A3"]


def test_who_is_on_the_list_and_in_no_file_is_counted_and_a_line_without_address_is_told(tmp_path):
    made = firm(tmp_path, desinscrits="E-mail\nanne@ormeau.fr\nnobody@nowhere.fr\nMadame Roux\n")
    listed = made.intake.repairs
    of_list = listed[listed["file"].eq("desinscrits.csv")]
    said = dict(zip(of_list["problem"], of_list["row"].astype("object"), strict=True))
    assert said["a line of the list of objections that names neither e-mail nor telephone"] == 4
    strangers = of_list[of_list["problem"].str.contains("at no account or person")]
    assert strangers["found"].tolist() == ["1 line"]


def test_a_bare_list_of_addresses_under_another_name_is_asked_about(tmp_path):
    made = firm(tmp_path, newsletter="anne@ormeau.fr\npaul@boisducap.fr\n")
    told = " ".join(made.yaml.replace("\n  # ", " ").split())
    assert "write at the top of this file: objection_files: [newsletter.csv]" in told
    assert objecting(made.intake.contacts, "email") == []
