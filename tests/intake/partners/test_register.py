"""An export of the public register: matched by SIRET, filling gaps, keeping out who refused canvassing."""

import pytest

from solver.intake import prepare_tools
from tests.intake.conftest import small_firm, write

CLIENTS = """\
Code client;Type;Raison sociale;SIRET;NAF;Effectif;Téléphone
C1;Client;Menuiserie Rance;73282932000074;43.32A;;0639980001
C2;Client;Garage du Port;55210055400021;;12;0261910002
P1;Prospect;Jeanne Exemple;44306184100047;;;0639980003
P2;Prospect;Serrures SARL;48014201500023;;;
C3;Client;Sans numéro;;;;
"""
SALES = "N° facture;Date facture;Code client;Montant HT\nF1;15/01/2025;C1;100,00\nF2;15/02/2025;C2;50,00\n"
REGISTER = """\
siren,siret,statutDiffusionEtablissement,trancheEffectifsEtablissement,activitePrincipaleEtablissement,\
activitePrincipaleNAF25Etablissement,etatAdministratifEtablissement,categorieJuridiqueUniteLegale
732829320,73282932000074,O,11,43.32B,43.32Y,A,5710
552100554,55210055400021,P,03,45.20A,95.31Y,F,1000
443061841,44306184100047,P,NN,43.22A,43.22Y,A,1000
480142015,48014201500023,P,01,25.72Z,25.62Y,A,5710
356000000,35600000000048,O,53,53.10Z,53.10Y,A,5510
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("register")
    register = write(folder, "accounts", REGISTER, "sirene.csv", preset="sirene")
    return prepare_tools(
        small_firm([write(folder, "accounts", CLIENTS), register, write(folder, "sales", SALES)])
    )


def cell(made, code, name):
    return made.accounts.set_index("account_id").loc[code, name]


def test_it_fills_gaps_by_the_siret_and_changes_nothing_that_is_known(made):
    """A band of 10 to 19 employees is 10 at least; C1 has a code of its own, C2 gets the one of 2025."""
    assert sorted(made.accounts["account_id"]) == ["C1", "C2", "C3", "P1", "P2"]
    assert (cell(made, "C1", "headcount"), cell(made, "C2", "headcount")) == (10, 12)
    assert (cell(made, "C1", "naf"), cell(made, "C2", "naf")) == ("43.32A", "95.31Y")
    assert made.value_conflicts.empty
    assert "no account has the SIRET of these lines of the public register" in set(made.repairs["problem"])


def test_a_site_that_is_closed_is_proposed_as_the_reason_of_the_loss(made):
    reasons = made.discoveries.set_index("account_id")["lost_reason"].dropna()
    assert reasons.to_dict() == {"C2": "closed"}
    listed = made.repairs[made.repairs["problem"].str.startswith("closed, by the public register")]
    assert listed[["account_id", "row", "used"]].to_numpy().tolist() == [["C2", 3, "Closed down"]]


def test_a_person_who_is_not_disclosed_is_no_prospect_to_canvass(made):
    """C2 is a client, P2 a company: neither objects by its status."""
    assert made.accounts.loc[made.accounts["opposed"], "account_id"].tolist() == ["P1"]


def test_a_sole_trader_on_a_mobile_number_is_told_a_company_is_not(made):
    told = made.repairs[made.repairs["problem"].str.startswith("a sole trader on a mobile number")]
    assert told["account_id"].tolist() == ["P1"]
