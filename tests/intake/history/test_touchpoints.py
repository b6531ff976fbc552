"""Calls, mails and dates ahead: what is read, and what it changes in the file of clients."""

import pandas as pd
import pytest

from solver.intake import prepare_tools
from tests.intake.conftest import SALES
from tests.intake.history.test_visit_reports import CLIENTS, CONTACTS

HEADER = "Code client;Date;Type;Interlocuteur;Objet;Issue;Cause;Clos le;Mois avant;Montant\n"


@pytest.fixture
def logged(firm, source):
    """Return step 1 of the firm with these lines in its log of contacts."""

    def make(*lines, contacts=CONTACTS, **parameters):
        files = [
            source("contacts", contacts),
            source("touchpoints", HEADER + "".join(f"{line}\n" for line in lines), date_order="dmy"),
        ]
        return prepare_tools(firm(CLIENTS, SALES, *files, **parameters))

    return make


def test_calls_stay_and_visits_of_an_export_of_activities_go_to_their_own_table(logged):
    intake = logged(
        *["C1;03/11/2025;Appel;;;;;;;"] * 2,
        "C1;04/11/2025;Visite;;;;;;;",
        "C2;05/11/2025;E-mail envoyé;;;;;;;".replace(" envoyé", ""),
        "C2;06/11/2025;Tâche;;;;;;;",
        "C2;30/06/2026;Fin de contrat;;renouveler;;;;3;18000",
    )
    log = intake.touchpoints
    assert log["touch_kind"].tolist() == ["call", "call", "email", "contract_end"]
    assert log.loc[3, ["act_months", "amount_eur"]].tolist() == [3, 18000]
    aside = intake.repairs[intake.repairs["file"].str.contains("touchpoints")]
    assert aside["found"].tolist() == ["1 of 6 rows"] * 2


def test_only_who_answers_moves_the_last_contact(logged):
    intake = logged(
        "C1;03/11/2025;Appel;;;joint;;;;",
        "C1;10/12/2025;Newsletter;;;ouvert;;;;",
        "C2;12/12/2025;E-mail;;;envoyé;;;;",
    )
    last = intake.accounts.set_index("account_id")["last_contact_on"]
    assert last["C1"] == pd.Timestamp("2025-11-03")
    assert pd.isna(last["C2"])


def test_who_refuses_objects_and_who_unsubscribes_wants_no_more_email(logged):
    intake = logged(
        "C1;03/11/2025;Appel;Anne Morvan;;ne plus contacter;;;;",
        "C1;04/11/2025;Newsletter;Le Roux;;désabonné;;;;",
        "C2;05/11/2025;Newsletter;;;désabonné;;;;",
        "P1;06/11/2025;Appel;;;opposition;;;;",
    )
    people = intake.contacts.set_index("name")[["opposed", "no_email"]]
    assert people.loc["Anne Morvan"].tolist() == [True, False]
    assert people.loc["Yves Le Roux"].tolist() == [False, True]
    assert people.loc["Rose Kerbrat"].tolist() == [False, True]
    assert intake.accounts.set_index("account_id")["opposed"].to_dict() == {
        "C1": False,
        "C2": False,
        "P1": True,
    }
    told = intake.reported_changes[["account_id", "subject", "field"]].fillna("").to_numpy().tolist()
    assert told == [
        ["C1", "Anne Morvan", "opposed"],
        ["C1", "Yves Le Roux", "no_email"],
        ["C2", "Rose Kerbrat", "no_email"],
        ["P1", "", "opposed"],
    ]
    assert intake.touchpoints["contact_id"].fillna("").tolist() == ["K1", "K2", "", ""]


def test_who_declines_an_offer_may_be_called_again(logged):
    intake = logged("C1;03/11/2025;Offre;Anne Morvan;;refus;;;;")
    assert not intake.contacts["opposed"].any()
    assert not intake.accounts["opposed"].any()


def test_an_objection_of_somebody_unknown_is_kept_with_the_name(logged):
    intake = logged("C2;03/11/2025;Appel;Paul Inconnu;;ne plus contacter;;;;")
    assert intake.contacts.set_index("name").loc["Paul Inconnu", ["account_id", "opposed"]].tolist() == [
        "C2",
        True,
    ]


def test_an_older_file_of_people_does_not_undo_an_objection(logged):
    files = CONTACTS.replace("Date de mise à jour", "Date de mise à jour;Opposition").replace(
        "15/01/2024", "20/12/2025;non"
    )
    intake = logged("C1;03/11/2025;Appel;Anne Morvan;;ne plus contacter;;;;", contacts=files)
    assert intake.contacts.set_index("name").loc["Anne Morvan", "opposed"]


def test_a_complaint_cannot_be_settled_before_it_was_made(logged):
    intake = logged("C1;03/11/2025;Réclamation;;;;Livraison;01/11/2025;;")
    assert pd.isna(intake.touchpoints.loc[0, "closed_on"])
    assert intake.touchpoints.loc[0, "touch_cause"] == "delivery"
    assert "counts as open" in intake.repairs["problem"].iloc[-1]


def test_nobody_can_have_complained_tomorrow(logged):
    intake = logged(*["C1;03/11/2025;Appel;;;;;;;"] * 30, "C1;03/02/2026;Réclamation;;;;;;;")
    assert len(intake.touchpoints) == 30
    assert "dated after the day" in intake.repairs["problem"].str.cat()


def test_a_complaint_of_a_visit_report_is_open_until_the_log_says_when_it_was_settled(firm, source):
    report = "Date de visite;Code client;Réclamation\n03/11/2025;C1;Livraison\n20/12/2025;C2;Prix\n"
    log = HEADER + "C1;03/11/2025;Réclamation;;;;Livraison;13/11/2025;;\n"
    files = [source("visit_reports", report, date_order="dmy"), source("touchpoints", log, date_order="dmy")]
    told = prepare_tools(firm(CLIENTS, SALES, *files)).touchpoints
    assert told[["account_id", "touch_cause"]].to_numpy().tolist() == [["C1", "delivery"], ["C2", "price"]]
    assert told["closed_on"].isna().tolist() == [False, True]


def test_a_remark_among_the_outcomes_is_listed_and_stops_nothing(logged):
    intake = logged(*["C1;03/11/2025;Appel;;;joint;;;;"] * 3, "C2;04/11/2025;Appel;;;RAS;;;;")
    assert intake.touchpoints["touch_outcome"].fillna("").tolist() == [*["answered"] * 3, ""]
    assert "RAS" in intake.repairs["found"].tolist()


def test_a_notice_says_why_a_client_left_where_nothing_else_does_and_the_last_one_counts(logged):
    intake = logged(
        "C1;03/10/2025;Préavis;;;;Prix;;;",
        "C1;03/11/2025;Préavis;;;;Concurrent;;;",
        "C2;05/11/2025;Réclamation;;;;Qualité;;;",
    )
    reasons = intake.discoveries.set_index("account_id")["lost_reason"]
    assert reasons.to_dict() == {"C1": "competitor"}
    told = intake.reported_changes.set_index("account_id").loc["C1"]
    assert told[["field", "after"]].tolist() == ["lost_reason", "competitor"]
    assert told["reported_on"] == pd.Timestamp("2025-11-03")


def test_a_reason_that_the_accounts_file_tells_stands_beside_a_notice(firm, source):
    head, *lines = CLIENTS.splitlines()
    told = [f"{line};{'Prix' if line.startswith('C1') else ''}\n" for line in lines]
    clients = f"{head};Motif de la perte\n" + "".join(told)
    log = source("touchpoints", HEADER + "C1;03/11/2025;Préavis;;;;Concurrent;;;\n", date_order="dmy")
    intake = prepare_tools(firm(clients, SALES, log))
    assert intake.discoveries.set_index("account_id")["lost_reason"].to_dict() == {"C1": "price"}


def test_a_complaint_noted_as_settled_on_a_sheet_of_ours_is_the_one_of_the_log(firm, source):
    """The log has it open, with its cause; the sheet, handed in twice, says when it was settled: one."""
    heads = "Code du compte;Jour du contact ou échéance;Nature du contact;Objet;Réglé le\n"
    noted = heads + "C1;20/11/2025;Réclamation;réglé au téléphone;28/11/2025\nC1;21/11/2025;Appel;suite;\n"
    files = [
        source("touchpoints", HEADER + "C1;20/11/2025;Réclamation;;retard;;Livraison;;;\n", date_order="dmy"),
        source("touchpoints", noted, name="animation.csv", preset="template"),
        source("touchpoints", noted, name="encore.csv", preset="template"),
    ]
    intake = prepare_tools(firm(CLIENTS, SALES, *files))
    assert intake.touchpoints[["touch_kind", "touch_cause"]].fillna("").to_numpy().tolist() == [
        ["complaint", "delivery"],
        ["call", ""],
    ]
    assert str(intake.touchpoints.loc[0, "closed_on"])[:10] == "2025-11-28"
    told = intake.repairs[intake.repairs["problem"].str.startswith("the same contact stands in another file")]
    assert told[["file", "row"]].to_numpy().tolist() == [
        ["animation.csv", 2],
        ["encore.csv", 2],
        ["encore.csv", 3],
    ]
