"""Forms and lists come back from LibreOffice as people save them: nothing is lost, conflicts are asked."""

import pytest

from solver.handover.excel.template import write_template
from solver.handover.excel.worklist import write_worklists
from solver.parameters import Source
from tests.filled_in import sheet_lines
from tests.handover.excel import test_visit_form, test_worklist
from tests.handover.excel.in_libreoffice import typed

pytestmark = pytest.mark.whole
form = test_visit_form.form


@pytest.fixture(scope="module")
def both(form, tmp_path_factory):
    """The form of a rep and the lists of accounting and switchboard, typed into, read back without a mapping.

    Nadia saves hers in the format of LibreOffice, as it proposes itself.
    """
    folder = tmp_path_factory.mktemp("office")
    december = test_worklist.run_of(folder, "december")
    with december.spoken():
        write_worklists(december)
    visit = {
        "Issue de la visite": "Commande prise",
        "Résultat de la visite": "commande de 12 gants ; à revoir",
        "Prochaine action": "envoyer le devis n° 7",
        "Prochaine action avant le": "15/02/2026",
        "Prochaine visite convenue le": "17/2/26",
        "Recommandation (0 à 10)": "9",
        "Concurrent": "Armor Pro",
    }
    visits = {("A", 0): visit, ("B", 0): {"Issue de la visite": "Personne sur place"}}
    answer = {("A", 0): {"Numéro SIRET": "732 829 320 00074"}}
    address = {("B", 0): {"E-mail du standard": "accueil@beta.example", "Ligne vérifiée le": "12/01/2026"}}
    lists = december.path / "worklists"
    with december.spoken():
        log = write_template(folder / "template.xlsx", "switchboard")
    told = {
        "Code du compte *": "B",
        "Jour du contact ou échéance *": "12/1/26",
        "Nature du contact *": "Réclamation",
        "Objet": "2 cartons manquants",
    }
    typed(
        folder,
        (form, folder / "R1.xlsx", 0, "Code du compte", visits),
        (lists / "Claire.xlsx", folder / "Claire.xlsx", 1, "Code du compte", answer),
        (lists / "Nadia.xlsx", folder / "Nadia.ods", 1, "Code du compte", address),
        (log, folder / "journal.ods", 2, "Code du compte *", {("", 0): told}),
    )
    # The switchboard knows another number than the accountant: the first file wins, and it is asked.
    other = folder / "standard.csv"
    other.write_text(
        "Code client;Raison sociale;SIRET\nA;Alpha;00009531500032\n", encoding="utf-8", newline="\n"
    )
    sources = (
        given_back(folder / "Claire.xlsx", 1, "accounts"),
        given_back(folder / "Nadia.ods", 1, "accounts"),
        Source(table="accounts", path=str(other)),
        given_back(folder / "R1.xlsx", 0, "visit_reports"),
        given_back(folder / "journal.ods", 2, "touchpoints"),
    )
    given = {"as_of": "2026-01-31", "plan_start": "2026-02-01", "last_run": str(december.path)}
    return test_worklist.run_of(folder, "january", sources, **given)


def given_back(path, place, table):
    """Name a workbook that came back among the sources, as its first page says."""
    sheet, _lines = sheet_lines(path, place)
    return Source(table=table, path=str(path), preset="template", sheet=sheet)


def test_what_the_rep_typed_is_all_there(both):
    visits = both.read("visits")
    assert visits["date"].dt.strftime("%Y-%m-%d").tolist() == ["2026-01-06", "2026-01-08", "2026-02-17"]
    assert visits["status"].tolist() == ["done", "not_met", "agreed"]
    assert visits.loc[0, ["visit_outcome", "result"]].tolist() == [
        "ordered",
        "commande de 12 gants ; à revoir",
    ]
    (action,) = both.read("next_actions").to_dict("records")
    assert (action["action"], str(action["due_on"])[:10]) == ("envoyer le devis n° 7", "2026-02-15")
    found = both.read("discoveries").set_index("account_id").loc["A"]
    assert (found["recommend"], found["competitor"]) == (9, "Armor Pro")


def test_what_the_accountant_typed_counts_is_answered_and_its_conflict_is_asked(both):
    assert both.read("accounts").set_index("account_id").loc["A", "siret"] == "73282932000074"
    told = both.read("freshness").set_index("contributor")
    assert told.loc["Claire", ["asked", "answered"]].tolist() == [1, 1]
    (conflict,) = both.read("value_conflicts").query("field == 'siret'").to_dict("records")
    assert (conflict["kept_file"], conflict["other"]) == ("Claire.xlsx", "00009531500032")


def test_what_the_switchboard_typed_and_saved_as_its_office_proposes_is_all_there(both):
    beta = both.read("accounts").set_index("account_id").loc["B"]
    assert beta["email"] == "accueil@beta.example"
    told = both.read("freshness").set_index("contributor")
    assert told.loc["Nadia", ["asked", "answered"]].tolist() == [1, 1]
    (complaint,) = both.read("touchpoints").to_dict("records")
    assert (complaint["account_id"], str(complaint["date"])[:10]) == ("B", "2026-01-12")
    assert (complaint["touch_kind"], complaint["about"]) == ("complaint", "2 cartons manquants")


def test_of_what_came_back_nothing_is_set_aside(both):
    listed = both.read("repairs")
    from_office = listed[listed["file"].isin(["Claire.xlsx", "Nadia.ods", "journal.ods"])]
    assert from_office["problem"].tolist() == []
    left = listed.loc[listed["file"].eq("R1.xlsx"), "problem"]
    assert left.tolist() == ["une ligne de formulaire non remplie\xa0: aucune visite n’est comptée"]
