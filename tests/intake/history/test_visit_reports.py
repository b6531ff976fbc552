"""The loop closes: what a rep writes after a visit is in the client file of the next run."""

import pytest

from solver.intake import prepare_tools
from solver.method.behaviour.weigh_typology import willing_people
from tests.intake.conftest import SALES

CLIENTS = (
    "Code client;Type;Raison sociale;CP;Ville;Commercial;Potentiel;Date du potentiel;Satisfaction;Stade;"
    "Dernier contact\n"
    "C1;Client;Alpha;35000;RENNES;R1;1000;15/06/2025;4;;20/01/2025\n"
    "C2;Client;Beta;29200;BREST;R2;2000;15/11/2025;;;\n"
    "P1;Prospect;Delta;35400;SAINT-MALO;R1;;;;Joint;\n"
)
CONTACTS = (
    "N° contact;Code client;Prénom;Nom;Fonction;E-mail;Téléphone;Date de mise à jour\n"
    "K1;C1;Anne;Morvan;Achats;anne@alpha.example;;15/01/2024\n"
    "K2;C1;Yves;Le Roux;Atelier;;;15/01/2024\n"
    "K3;C2;Rose;Kerbrat;Direction;;;20/12/2025\n"
)
HEADER = (
    "Date de visite;Code client;Commercial;Durée (min);Résultat;Étape;Potentiel constaté;Satisfaction;"
    "Prochaine action;Échéance;Prochain rendez-vous;Heure du prochain rendez-vous;Interlocuteur;Fonction;"
    "Ligne directe;E-mail;Parti;Opposition;Promesse tenue;Concurrent\n"
)


def line(**cells):
    """Write one report; the cells not given are empty."""
    names = HEADER.strip().split(";")
    assert set(cells) <= set(SHORT)
    return ";".join(cells.get(short, "") for short, _name in zip(SHORT, names, strict=True)) + "\n"


SHORT = (
    *("on", "code", "rep", "minutes", "result", "stage", "potential", "note", "action", "by", "meet", "at"),
    *("person", "function", "phone", "email", "left", "opposed", "promise", "rival"),
)


@pytest.fixture
def after(firm, source):
    """Return step 1 of the firm once these reports are given back."""

    def make(*reports, visits="", contacts=CONTACTS, first=(), **parameters):
        files = [
            source("contacts", contacts),
            source("visit_reports", HEADER + "".join(reports), date_order="dmy"),
        ]
        if visits:
            header = "Date;Heure;Commercial;Code client;Durée (min);Statut;Résultat\n"
            files.append(source("visits", header + visits))
        portfolio = firm(CLIENTS, SALES, *files, **parameters)
        given = portfolio.model_copy(update={"sources": [*first, *portfolio.sources]})
        return prepare_tools(given)

    return make


def account(intake, code):
    return intake.accounts.set_index("account_id").loc[code]


def changed(intake):
    """Return account, subject, field, before and after of every change, missing as an empty text."""
    columns = ["account_id", "subject", "field", "before", "after"]
    return intake.reported_changes[columns].fillna("").to_numpy().tolist()


def test_a_report_is_a_visit_and_a_sign_of_life(after):
    intake = after(line(on="15/12/2025", code="C1", rep="R1", minutes="45", result="Commande"))
    assert intake.visits[["account_id", "status", "duration_minutes", "result"]].to_numpy().tolist() == [
        ["C1", "done", 45.0, "Commande"]
    ]
    assert str(account(intake, "C1")["last_contact_on"])[:10] == "2025-12-15"
    assert changed(intake) == []


def test_a_visit_that_the_log_already_holds_is_counted_once_and_its_gaps_are_filled(after):
    intake = after(
        line(on="15/12/2025", code="C1", minutes="45", result="Commande"),
        visits="15/12/2025;9h30;R1;C1;;Réalisée;\n",
    )
    visit = intake.visits.iloc[0]
    assert len(intake.visits) == 1
    assert (visit["start_time"], visit["duration_minutes"], visit["result"]) == ("09:30", 45, "Commande")


def test_the_last_potential_found_counts_with_its_day_and_its_source(after):
    intake = after(
        line(on="10/09/2025", code="C1", potential="1500", note="2"),
        line(on="15/12/2025", code="C1", potential="1800"),
    )
    row = account(intake, "C1")
    assert (row["potential_eur"], row["potential_source"]) == (1800, "visit report")
    assert str(row["potential_on"])[:10] == "2025-12-15"
    assert changed(intake) == [
        ["C1", "", "satisfaction", "4", "2"],
        ["C1", "", "potential_eur", "1,000.00", "1,800.00"],
    ]


def test_a_potential_found_before_that_of_the_file_does_not_replace_it_and_is_listed(after):
    intake = after(line(on="10/09/2025", code="C2", potential="9000"))
    assert account(intake, "C2")["potential_eur"] == 2000
    listed = intake.repairs[intake.repairs["problem"].str.startswith("the accounts file holds a later")]
    assert listed[["row", "found", "used"]].to_numpy().tolist() == [[2, "9,000.00", "2,000.00"]]


def test_a_potential_confirmed_is_fresh_again(after):
    intake = after(line(on="15/12/2025", code="C1", potential="1000"))
    assert str(account(intake, "C1")["potential_on"])[:10] == "2025-12-15"
    assert changed(intake) == []


def test_a_date_agreed_for_later_is_an_agreed_visit_of_the_accounts_rep(after):
    intake = after(
        line(on="01/12/2025", code="C2", meet="12/01/2026"),
        line(on="15/12/2025", code="C2", meet="20/02/2026", at="14h"),
        line(on="15/12/2025", code="C1", rep="R1", meet="20/02/2026"),
        visits="20/02/2026;10:00;R1;C1;;Planifiée;\n",
    )
    agreed = intake.visits[intake.visits["status"].eq("agreed")]
    assert agreed[["account_id", "rep_id", "start_time"]].to_numpy().tolist() == [
        ["C1", "R1", "10:00"],
        ["C2", "R2", "14:00"],
    ]
    assert set(agreed["date"].dt.strftime("%d/%m/%Y")) == {"20/02/2026"}


def test_a_date_gone_by_without_a_visit_is_asked_about(after):
    missed = "an appointment for a day gone by: did it take place?"
    first = line(on="01/12/2025", code="C2", meet="10/12/2025")
    assert missed in set(after(first).repairs["problem"])
    assert missed not in set(after(first, line(on="11/12/2025", code="C2")).repairs["problem"])


def test_a_promise_ends_with_a_newer_one_or_a_word_that_it_was_kept_never_in_silence(after):
    intake = after(
        line(on="01/12/2025", code="C1", rep="R1", action="Rappeler", by="05/12/2025"),
        line(on="15/12/2025", code="C1", rep="R1", action="Envoyer le devis", by="20/12/2025"),
        line(on="15/12/2025", code="C2", action="Essai", by="15/02/2026"),
        line(on="01/12/2025", code="P1", action="Rappeler"),
        line(on="20/12/2025", code="P1", result="Rien à faire"),
        line(on="18/12/2025", code="C2", promise="Reportée"),
        line(on="01/11/2025", code="C2", action="Devis"),
    )
    promised = intake.next_actions[["account_id", "rep_id", "action", "status"]]
    assert promised.to_numpy().tolist() == [
        ["C1", "R1", "Envoyer le devis", "overdue"],
        ["C2", "R2", "Essai", "to_do"],
        ["P1", "R1", "Rappeler", "to_do"],
    ]
    kept = after(
        line(on="01/12/2025", code="P1", action="Rappeler"),
        line(on="20/12/2025", code="P1", promise="Tenue"),
    )
    assert kept.next_actions.empty
    facts = intake.quality["visit_reports"]
    assert (facts["reports"], facts["accounts"]) == (7, 3)
    assert (facts["open_actions"], facts["overdue_actions"]) == (3, 1)


def test_people_met_are_known_again_added_or_taken_out(after):
    intake = after(
        line(on="15/12/2025", code="C1", person="Mme MORVAN", function="Direction", phone="0261910001"),
        line(on="16/12/2025", code="C1", person="Le Roux Yves", left="oui"),
        line(on="16/12/2025", code="C1", person="Paul Henry", email="Paul@alpha.example"),
        line(on="16/12/2025", code="C2", person="Kerbrat", function="Comptabilité"),
    )
    people = intake.contacts.set_index("contact_id")
    assert people["name"].to_dict() == {"C1/2": "Paul Henry", "K1": "Anne Morvan", "K3": "Rose Kerbrat"}
    assert people.loc["K1", ["function", "phone"]].tolist() == ["Direction", "02 61 91 00 01"]
    assert people.loc["K3", "function"] == "Direction"  # verified on 20 December: more recent than the visit
    assert str(people.loc["K1", "updated_on"])[:10] == "2025-12-15"
    assert changed(intake) == [
        ["C1", "Anne Morvan", "function", "Achats", "Direction"],
        ["C1", "Anne Morvan", "phone", "", "02 61 91 00 01"],
        ["C1", "Paul Henry", "contact", "", "Paul Henry"],
        ["C1", "Yves Le Roux", "contact", "Yves Le Roux", ""],
    ]


def test_an_objection_is_that_of_the_person_named_else_of_the_account(after):
    intake = after(
        line(on="15/12/2025", code="C1", person="Anne Morvan", opposed="oui"),
        line(on="15/12/2025", code="P1", opposed="oui"),
    )
    assert intake.accounts.set_index("account_id")["opposed"].to_dict() == {
        "C1": False,
        "C2": False,
        "P1": True,
    }
    assert intake.contacts.loc[intake.contacts["opposed"], "contact_id"].tolist() == ["K1"]
    assert ["P1", "", "opposed", "no", "yes"] in changed(intake)


def test_who_has_left_and_objects_is_gone_and_objects_still(after):
    """Anne is known, Zoé is not: neither is asked for again, both stay in the file for their objection."""
    intake = after(
        line(on="15/12/2025", code="C1", person="Anne Morvan", left="oui", opposed="oui"),
        line(on="15/12/2025", code="C2", person="Zoé Kerlann", left="oui", opposed="oui"),
    )
    kept = intake.contacts[intake.contacts["has_left"]]
    assert kept[["name", "opposed"]].to_numpy().tolist() == [["Zoé Kerlann", True], ["Anne Morvan", True]]
    assert changed(intake) == [
        ["C1", "Anne Morvan", "contact", "Anne Morvan", ""],
        ["C1", "Anne Morvan", "opposed", "no", "yes"],
        ["C2", "Zoé Kerlann", "opposed", "no", "yes"],
    ]
    assert not intake.accounts["opposed"].any()
    told = intake.repairs.loc[intake.repairs["row"].notna(), "problem"].tolist()
    assert "has left, but nobody of that name is known at this account" in told
    # Nobody known is left at a client whose one contact has gone: somebody new may be asked there.
    there = willing_people(intake.accounts, intake.contacts[intake.contacts["account_id"].eq("C1")].head(1))
    assert there.set_axis(intake.accounts["account_id"])["C1"] == 1


def answered(source, note, rival, on):
    """Return a list that came back from the switchboard, its only line verified on a day."""
    heads = "Code du compte;Raison sociale;Satisfaction (1 à 5);Concurrent;Ligne vérifiée le\n"
    text = f"{heads}C1;Alpha;{note};{rival};{on}\n"
    return source("accounts", text, name="standard.csv", preset="template")


@pytest.mark.parametrize(
    ("on", "note", "rival"), [("20/12/2025", 5, "Armor"), ("14/12/2025", 2, "Breizh"), ("", 2, "Breizh")]
)
def test_of_a_report_and_a_list_the_later_answer_holds(after, source, on, note, rival):
    """At the visit of 15 December a note of 2, Breizh; on the list, on another day or none, 5 and Armor."""
    made = answered(source, 5, "Armor", on)
    intake = after(line(on="15/12/2025", code="C1", note="2", rival="Breizh"), first=(made,))
    assert account(intake, "C1")["satisfaction"] == note
    assert intake.discoveries.set_index("account_id").loc["C1", "competitor"] == rival
    listed = intake.repairs[intake.repairs["problem"].str.startswith("the accounts file holds a later")]
    told = [["Satisfaction", "2", "5"], ["Concurrent", "Breizh", "Armor"]] if on[:2] == "20" else []
    assert listed[["column", "found", "used"]].to_numpy().tolist() == told


def test_a_report_and_a_list_of_one_day_that_differ_are_asked_about(after, source):
    made = answered(source, 5, "", "15/12/2025")
    intake = after(line(on="15/12/2025", code="C1", note="2"), first=(made,))
    assert account(intake, "C1")["satisfaction"] == 2
    same_day = intake.repairs["problem"].str.startswith("a visit report of the same day")
    (told,) = intake.repairs[same_day].to_dict("records")
    where = [told[name] for name in ("file", "row", "column", "found", "used")]
    assert where == ["standard.csv", 2, "Satisfaction (1 à 5)", "5", "2"]
    asked = intake.asks.set_index(["account_id", "field"])
    assert "to confirm" in asked.loc[("C1", "satisfaction"), "asked_for"]


def test_a_potential_below_the_purchases_is_told_where_it_was_typed_and_asked_again(after):
    """C2 bought 249.75 in the year: 200 typed at the visit is less; 300 is not."""
    intake = after(
        line(on="15/12/2025", code="C2", potential="200"), line(on="15/12/2025", code="C1", potential="9000")
    )
    low = intake.repairs[intake.repairs["problem"].str.startswith("this potential is below")]
    assert low[["file", "row", "column", "found"]].to_numpy().tolist() == [
        ["visit_reports.csv", 2, "Potentiel constaté", "€200"]
    ]
    assert "€250" in low["used"].iloc[0]
    asked = intake.asks.set_index(["account_id", "field"]).loc[("C2", "potential_eur"), "asked_for"]
    assert "potential (below what it buys)" in asked
    more = after(
        line(on="15/12/2025", code="C2", potential="300"), line(on="15/12/2025", code="C1", potential="9000")
    )
    assert not more.repairs["problem"].str.startswith("this potential is below").any()


def test_a_person_verified_on_the_day_of_the_visit_or_later_is_told(after):
    intake = after(
        line(on="20/12/2025", code="C2", person="Kerbrat", function="Comptabilité"),
        line(on="19/12/2025", code="C2", person="Kerbrat", function="Achats"),
    )
    told = intake.repairs[intake.repairs["problem"].str.startswith("the list of people")]
    assert told[["row", "column", "found", "used"]].to_numpy().tolist() == [
        [2, "Fonction", "Comptabilité", "Comptabilité"],
        [3, "Fonction", "Achats", "Direction"],
    ]


def test_the_stage_of_a_prospect_goes_on_and_is_an_event(after):
    intake = after(line(on="15/12/2025", code="P1", stage="Devis"))
    assert account(intake, "P1")["stage"] == "quoted"
    assert intake.prospect_events[["account_id", "stage"]].to_numpy().tolist() == [["P1", "quoted"]]


def test_what_cannot_be_right_in_a_report_is_listed(after):
    good = [line(on="15/12/2025", code="C1", result=f"{n}") for n in range(5)]
    intake = after(
        line(on="15/01/2026", code="C1"),
        line(on="15/12/2025", code="C9"),
        line(on="15/12/2025", code="C1", meet="01/12/2025"),
        line(on="15/12/2025", code="C2", person="Rose", email="rose at beta"),
        *good,
    )
    listed = intake.repairs[intake.repairs["file"].eq("visit_reports.csv")]
    assert listed[["row", "problem"]].to_numpy().tolist() == [
        [2, "a visit done on a day still to come"],
        [3, "this account is in no accounts file"],
        [4, "the next visit would come before the one reported"],
        [5, "this is not an e-mail address"],
    ]
    # Six reports of one day at one account are one visit: nobody is met six times in a day.
    assert intake.visits["account_id"].tolist() == ["C1", "C2"]
    assert intake.visits["result"].tolist()[0] == "0; 1; 2; 3; 4"
