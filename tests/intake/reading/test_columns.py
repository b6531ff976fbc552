import pandas as pd
import pytest

from solver.intake.fields import NEEDED, fields
from solver.intake.reading.columns import aliases, find_columns, header_position, includes_tax, map_columns
from solver.intake.reading.sources import labels, read_source
from solver.intake.words import fold
from solver.parameters import Source
from tests.intake.conftest import refusal

EBP = [
    *("Code (tiers)", "Civilité", "Nom", "SIRET", "Code commercial/collaborateur", "Adresse 1 (facturation)"),
    *(
        "Code postal (facturation)",
        "Ville (facturation)",
        "Téléphone fixe (facturation)",
        "E-mail (facturation)",
    ),
]
SALESFORCE = ["Account ID", "Account Name", "Account Owner", "Billing Street", "Billing City", "Employees"]


def mapped(header, table="accounts", **options):
    return map_columns(Source(table=table, path="clients.csv", **options), header, "clients.csv")


def test_usual_french_headers_are_recognised():
    assert mapped(EBP) == {
        "account_id": "Code (tiers)",
        "name": "Nom",
        "rep_id": "Code commercial/collaborateur",
        "siret": "SIRET",
        "address": "Adresse 1 (facturation)",
        "postcode": "Code postal (facturation)",
        "town": "Ville (facturation)",
        "phone": "Téléphone fixe (facturation)",
        "email": "E-mail (facturation)",
    }


def test_usual_english_headers_are_recognised():
    assert mapped(SALESFORCE) == {
        "account_id": "Account ID",
        "name": "Account Name",
        "rep_id": "Account Owner",
        "address": "Billing Street",
        "town": "Billing City",
        "headcount": "Employees",
    }


def test_accents_case_and_stars_do_not_matter(source):
    raw = read_source(source("accounts", "CODE CLIENT*;raison SOCIALE;telephone\nC1;Ann;0\n"))
    assert raw.columns == {"account_id": "CODE CLIENT", "name": "raison SOCIALE", "phone": "telephone"}


def test_what_the_portfolio_states_wins_over_usual_names():
    header = ["Code client", "Enseigne", "Raison sociale", "Ref"]
    stated = mapped(header, columns={"account_id": "ref", "name": "Enseigne"})
    assert stated == {"account_id": "Ref", "name": "Enseigne"}


def test_an_empty_name_leaves_a_column_out():
    assert "headcount" not in mapped(["Code client", "Nom", "Effectif"], columns={"headcount": ""})


def test_a_constant_needs_no_column():
    assert mapped(["Code client"], constants={"name": "sans nom"}) == {"account_id": "Code client"}


def test_a_stated_column_that_is_not_there_names_the_nearest_and_all_it_has():
    with refusal("no column “Raison soc”", "did you mean “Raison sociale”", "The file has: “Code client”"):
        mapped(["Code client", "Raison sociale"], columns={"name": "Raison soc"})


def test_a_needed_column_that_is_not_found_names_what_the_file_has():
    with refusal(
        "clients.csv: no column of this file is recognised as account_id",
        "→ write under `columns` of this source account_id: followed by one of “Repère”, “Nom”",
    ):
        mapped(["Repère", "Nom"])


@pytest.mark.parametrize(
    ("part", "value"),
    [("columns", {"nmae": "Nom"}), ("constants", {"nmae": "x"}), ("codes", {"nmae": {"a": "b"}})],
)
def test_an_unknown_name_of_ours_is_refused_with_the_nearest(part, value):
    with refusal(f"{part}: the table accounts has no column “nmae” → did you mean “name”"):
        mapped(["Code client", "Nom"], **{part: value})


def test_the_header_is_the_row_with_most_known_names():
    cells = pd.DataFrame(
        [["Export du 12/03", "", ""], ["", "", ""], ["Code client", "Nom", "x"], ["C1", "Nom", ""]]
    )
    assert header_position(cells, {"code client", "nom"}) == 2


def test_columns_of_the_same_name_are_told_apart(source):
    raw = read_source(source("accounts", "Code client;Nom;Nom;;\nC1;Ann;Bob;;\n"))
    assert raw.table.columns.tolist() == ["Code client", "Nom", "Nom (2)"]


@pytest.mark.parametrize("table", NEEDED)
def test_no_usual_name_stands_for_two_columns(table):
    names = [alias for listed in aliases(table).values() for alias in listed]
    assert sorted(names) == sorted(set(names))
    assert set(aliases(table)) == set(fields(table))


def test_words_fold_to_plain_letters():
    assert fold("  N° d'Œuvre – Évreux_(35) ") == "n d oeuvre evreux 35"


def test_files_of_one_name_are_told_apart_by_folder_or_sheet():
    sources = [
        Source(table="sales", path="/x/2024/ventes.csv"),
        Source(table="sales", path="/x/2025/ventes.csv"),
        Source(table="accounts", path="/x/ventes.csv"),
        Source(table="visits", path="/x/book.xlsx", sheet="a"),
        Source(table="visits", path="/x/book.xlsx", sheet="b"),
        Source(table="accounts", path="/x/firm.xlsx", sheet="a"),
        Source(table="contacts", path="/x/firm.xlsx", sheet="b"),
        Source(table="contacts", path="/x/alone.xlsx", sheet="a"),
    ]
    assert labels(sources) == [
        "2024/ventes.csv",
        "2025/ventes.csv",
        "ventes.csv",
        "book.xlsx [a]",
        "book.xlsx [b]",
        "firm.xlsx [a]",
        "firm.xlsx [b]",
        "alone.xlsx",
    ]


def test_lines_with_more_cells_than_the_header_are_set_aside_and_listed(source):
    raw = read_source(source("accounts", "Code client;Nom\nC1;Ann\nC2;Bob;Kerjean\nC3;Cleo\n"))
    assert raw.table.index.tolist() == [2, 4]
    assert raw.repairs[["row", "found"]].to_numpy().tolist() == [[3, "C2 | Bob | Kerjean"]]
    assert raw.facts["misfit_rows"] == 1


def test_a_column_without_a_name_is_no_misfit(source):
    raw = read_source(source("accounts", "Code client;Nom\n" + "".join(f"C{n};x;note\n" for n in range(9))))
    assert raw.table.columns.tolist() == ["Code client", "Nom", "column 3 without a name"]
    assert len(raw.table) == 9


def test_a_header_without_rows_is_refused(source):
    with refusal("the file has a header and no row"):
        read_source(source("accounts", "Code client;Nom\n"))


def test_a_column_with_tax_is_never_proposed_for_the_revenue(source):
    text = "N° facture;Jour;Code client;Montant TTC;Montant TVA\nF1;05/01/2025;C1;120,00;20,00\n"
    with refusal("no column of this file is recognised as revenue_eur") as caught:
        read_source(source("sales", text.replace("Jour", "Date")))
    fix = str(caught.value).split("→ ")[1]
    assert fix == "“Montant TTC” includes tax; the amount without tax (HT) is needed"


def test_a_column_of_amounts_is_proposed_for_the_revenue(source):
    text = "N° facture;Date;Code client;Montant TTC;Prix net\nF1;05/01/2025;C1;120,00;100,00\n"
    with refusal("(perhaps “Prix net”)"):
        read_source(source("sales", text))


@pytest.mark.parametrize("name", ["Jour", "Passé le", "Montant bis"])
def test_the_column_that_holds_dates_is_proposed_for_the_date(source, name):
    text = f"N° facture;{name};Code client;Code postal;Montant HT\nF1;05/01/2025;C1;35000;120,00\n"
    with refusal("no column of this file is recognised as date", f"(perhaps “{name}”)"):
        read_source(source("sales", text))


def test_nothing_is_proposed_for_a_date_where_no_column_holds_one(source):
    with refusal("recognised as date") as caught:
        read_source(source("sales", "N° facture;Code client;Montant\nF1;C1;120,00\n"))
    assert "perhaps" not in str(caught.value)


@pytest.mark.parametrize(
    ("column", "taxed"),
    [("Total T.T.C.", True), ("Amount incl. tax", True), ("Total HT", False), ("Grossiste", False)],
)
def test_a_name_tells_whether_tax_is_included(column, taxed):
    assert includes_tax(column) == taxed


@pytest.mark.parametrize(
    ("header", "ours"),
    [
        (["Code client", "Nom", "Potentiel", "Source"], "potential_source"),
        (["Code client", "Nom", "Potentiel", "Date d'estimation", "Source"], "potential_source"),
        (["Code client", "Nom", "Source", "Potentiel"], "source"),
        (["Code client", "Nom", "Potentiel", "Source du potentiel", "Source"], "source"),
    ],
)
def test_a_source_right_behind_a_potential_is_that_of_the_potential(header, ours):
    assert mapped(header)[ours] == "Source"


@pytest.mark.parametrize(
    ("table", "name", "columns"),
    [
        (
            "accounts",
            "rep_id",
            ["Commerciaux", "Vertriebsmitarbeiter", "Bearbeiter", "ATC", "Suivi par", "Resp."],
        ),
        (
            "accounts",
            "rep_id",
            ["Owner Name", "Commercial attitré", "Responsabile commerciale", "Relatiebeheerder"],
        ),
        (
            "accounts",
            "rep_id",
            ["Asesor comercial", "Gestor de conta", "Kundenberater", "Chargé de clientèle"],
        ),
        ("accounts", "town", ["POCity", "Billing City", "Mailing City", "address1_city", "Cidade"]),
        (
            "accounts",
            "postcode",
            ["POPostalCode", "Billing Code", "Shipping Zip", "NPA", "Code postal facturation"],
        ),
        (
            "accounts",
            "address",
            ["POAddressLine1", "Billing Address", "Straße und Hausnummer", "Morada", "Calle"],
        ),
        ("visits", "account_id", ["Related To", "Regarding", "Betrifft", "Relatie", "Entreprise", "Magasin"]),
        ("visits", "rep_id", ["Host", "Qui", "Intervenant", "Mitarbeiter", "Visited by"]),
        ("visits", "date", ["From", "Jour", "Date de passage", "Kontaktdatum", "Datum afspraak"]),
    ],
)
def test_the_heads_that_packages_write_are_read(table, name, columns):
    for column in columns:
        source = Source(table=table, path="f.csv")
        assert find_columns(source, ["Remarque", column], "f.csv").get(name) == column, column
