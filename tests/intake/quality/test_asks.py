"""What is to be asked, of whom, and what became of it: three lists of one line."""

import pandas as pd
import pytest

from solver.intake import prepare_tools
from solver.intake.quality.contributions import Earlier, freshness_of_contributors, on_the_lists
from solver.words.errors import PortfolioError
from tests.intake.conftest import REPS

ACCOUNTS = (
    "Code client;Type;Raison sociale;SIRET;CP;Ville;E-mail;Potentiel;Date du potentiel;Commercial;"
    "Dernier contact\n"
    "A;Client;Alpha;{siret};35000;RENNES;a@a.example;200000;15/11/2025;R1;01/12/2025\n"
    "B;Client;Beta;55208131766522;35000;RENNES;;20000;15/11/2025;R1;01/12/2025\n"
)
SALES = "N° facture;Date facture;Code client;Montant HT\nF1;15/06/2025;A;100000\nF2;15/06/2025;B;10000\n"
PEOPLE = (
    "Code client;Nom;Rôle\nA;Anne Morvan;Utilisateur\nA;Luc Berre;Prescripteur\n"
    "B;Rose Kerbrat;Décideur\nB;Marc Tanguy;Acheteur\n"
)
CONTRIBUTORS = [
    {"name": "Claire", "service": "accounting", "fields": ["siret"]},
    {"name": "Paul", "service": "sales", "fields": ["role"]},
    {"name": "Nadia", "service": "switchboard", "fields": ["email"]},
]


@pytest.fixture
def read(firm, source):
    def make(siret="", first=(), **parameters):
        files = [source("contacts", PEOPLE)]
        given = {"contributors": CONTRIBUTORS, **parameters}
        portfolio = firm(ACCOUNTS.format(siret=siret), SALES, *files, **given)
        if first:
            portfolio = portfolio.model_copy(update={"sources": [*first, *portfolio.sources]})
        return prepare_tools(portfolio), portfolio

    return make


def told(intake):
    return intake.asks[["account_id", "field", "contributor", "worth_eur"]].to_numpy().tolist()


def test_each_thing_is_asked_of_who_has_it_and_the_most_valuable_comes_first(read):
    intake, portfolio = read()
    # 100,000 × 0.8, 100,000 × 0.5, 10,000 × 0.4
    assert told(intake) == [
        ["A", "role", "Paul", 80_000.0],
        ["A", "siret", "Claire", 50_000.0],
        ["B", "email", "Nadia", 4_000.0],
    ]
    assert intake.asks["rank"].tolist() == [1, 2, 3]
    lines = on_the_lists(intake.asks, portfolio.list_lines)
    assert lines.groupby("contributor").size().to_dict() == {"Claire": 1, "Nadia": 1, "Paul": 1}


def test_what_nobody_is_named_for_goes_to_the_rep(read):
    intake, _portfolio = read(contributors=CONTRIBUTORS[:2])
    assert told(intake)[2] == ["B", "email", REPS[0].name, 4_000.0]


def test_who_is_named_for_some_accounts_is_asked_about_no_other(read):
    named = [CONTRIBUTORS[0] | {"accounts": ["B"]}, *CONTRIBUTORS[1:]]
    intake, _portfolio = read(contributors=named)
    assert told(intake)[1] == ["A", "siret", REPS[0].name, 50_000.0]


def test_an_account_that_no_file_has_is_refused_with_its_neighbour(read):
    with pytest.raises(PortfolioError, match=r"Claire is named for AA, which is in no accounts file.*“A”"):
        read(contributors=[CONTRIBUTORS[0] | {"accounts": ["AA"]}])


def test_the_answer_of_the_accountant_counts_and_the_line_is_gone(read, source):
    before, portfolio = read()
    answer = source(
        "accounts",
        "Code du compte;Raison sociale;Numéro SIRET;Ligne vérifiée le\nA;Alpha;73282932000074;20/12/2025\n",
        name="Claire.csv",
        preset="template",
        date_order="dmy",
    )
    after, portfolio = read(first=[answer])
    assert [line[:3] for line in told(after)] == [["A", "role", "Paul"], ["B", "email", "Nadia"]]
    earlier = Earlier(before.asks, before.accounts, portfolio.list_lines)
    fresh = freshness_of_contributors(after.asks, after.accounts, after.value_sources, portfolio, earlier)
    rows = fresh.set_index("contributor")
    assert rows[["asked", "answered"]].to_numpy().tolist() == [[1, 0], [1, 1], [1, 0]]
    assert rows.index.tolist() == ["Nadia", "Claire", "Paul"]  # by service
    assert (rows.loc["Claire", "fresh_share"], str(rows.loc["Claire", "oldest_on"])[:10]) == (
        1.0,
        "2025-12-20",
    )


def test_a_wrong_number_that_was_corrected_on_a_list_is_not_asked_again(read, source):
    answer = source(
        "accounts",
        "Code du compte;Raison sociale;Numéro SIRET\nA;Alpha;73282932000074\n",
        name="Claire.csv",
        preset="template",
    )
    wrong, _portfolio = read(siret="73282932000075")
    assert ["A", "siret", "Claire", 50_000.0] in told(wrong)
    mended, _portfolio = read(siret="73282932000075", first=[answer])
    assert [line[1] for line in told(mended)] == ["role", "email"]


def test_a_person_named_on_a_list_is_the_one_whom_the_files_know(read, source):
    """The list says who decides and by which line to ring; the rest stays as the files have it."""
    answer = source(
        "contacts",
        "Code du compte;Prénom;Nom;Rôle dans l'achat;Ligne directe;Vérifié le\n"
        "A;Anne;Morvan;Décideur;02 61 91 00 00;20/12/2025\n",
        name="Paul.csv",
        preset="template",
        date_order="dmy",
    )
    intake, _portfolio = read(first=[answer])
    people = intake.contacts[intake.contacts["account_id"].eq("A")]
    assert people[["name", "role", "phone"]].fillna("").to_numpy().tolist() == [
        ["Anne Morvan", "decision_maker", "02 61 91 00 00"],
        ["Luc Berre", "prescriber", ""],
    ]
    assert "role" not in set(intake.asks["field"])


def test_a_list_holds_so_many_lines_and_all_that_is_asked_about_one_account_is_one():
    asks = pd.DataFrame(
        {
            "account_id": ["A", "A", "A", "B", "C"],
            "field": ["siret", "contact", "naf", "siret", "siret"],
            "contributor": "Claire",
            "rank": [1, 2, 3, 4, 5],
        }
    )
    listed = on_the_lists(asks, 2)
    assert listed[["account_id", "field", "sheet"]].to_numpy().tolist() == [
        ["A", "siret", "accounts"],
        ["A", "contact", "contacts"],
        ["A", "naf", "accounts"],
    ]
