"""The form of the visits: written from a plan, filled in as a rep would, and read back without a mapping."""

from dataclasses import replace
from datetime import datetime

import pandas as pd
import pytest

from solver.handover.agenda.visits import Account, Action, Visit
from solver.intake import prepare_tools
from solver.intake.history.returned_forms import form_number
from solver.parameters import Portfolio, Source
from solver.report.quality.came_back import came_back
from solver.run import Run
from solver.runner.visit_forms import dated_visit, write_forms
from solver.tables import check
from solver.words.files import file_hash, write_table
from solver.words.i18n import speak_by_default
from tests.filled_in import fill_in, table_lines
from tests.handover.excel.test_worklist import ACCOUNTS, PARAMETERS, PEOPLE, SALES, run_of

VISITS = {"A": ["2026-01-06", "2026-01-20"], "B": ["2026-01-08"]}
NO_LISTS = {"contributors": []}


@pytest.fixture(scope="module")
def form(tmp_path_factory):
    """The form of the only rep: two visits to A, one to B."""
    folder = tmp_path_factory.mktemp("form")
    run = run_of(folder, "december")
    rows = [
        {
            "rep_id": "R1",
            "account_id": code,
            "visit_no": number,
            "date": pd.Timestamp(day),
            "stop": 1,
            "start": "09:00",
            "end": "10:00",
            "travel_minutes": 5.0,
            "status": "planned",
            "gap_days": 14.0,
            "ideal_gap_days": 14.0,
        }
        for code, days in VISITS.items()
        for number, day in enumerate(days, 1)
    ]
    path = run.artifact_path("appointments")
    path.parent.mkdir(parents=True)
    write_table(path, check("appointments", pd.DataFrame(rows)))
    run.record("12_prepare_appointments", {"outputs": {"appointments": {"sha256": file_hash(path)}}})
    (written,) = write_forms(Run(run.path), None, 4)
    speak_by_default("en")  # whichever test comes first
    return written


@pytest.fixture
def read_back(form, tmp_path):
    """Fill the form in and return step 1 of the end of January."""

    def make(changes, *more, below=((),), **parameters):
        first, *others = below
        sheet = fill_in(form, tmp_path / "R1.xlsx", 0, "Code du compte", changes, first)
        files = [("R1.xlsx", sheet)]
        for number, other in enumerate(more):
            lines = others[number] if number < len(others) else ()
            fill_in(form, tmp_path / f"again{number}.xlsx", 0, "Code du compte", other, lines)
            files.append((f"again{number}.xlsx", sheet))
        sources = [
            Source(table="visit_reports", path=str(tmp_path / name), preset="template", sheet=sheet)
            for name, sheet in files
        ]
        for table, text in {"accounts": ACCOUNTS, "sales": SALES, "contacts": PEOPLE}.items():
            path = tmp_path / f"{table}.csv"
            path.write_text(text, encoding="utf-8")
            sources.append(Source(table=table, path=str(path)))
        given = PARAMETERS | {"as_of": "2026-01-31", "plan_start": "2026-02-01", "language": "en"}
        return prepare_tools(Portfolio(**{**given, **parameters}, sources=sources))

    return make


def told(intake):
    """Return account and problem of what is listed about the forms."""
    from_forms = intake.repairs[intake.repairs["file"].str.endswith(".xlsx")]
    return from_forms[["account_id", "problem"]].fillna("").to_numpy().tolist()


def test_a_line_a_visit_and_the_questions_that_are_worth_most(form):
    lines = table_lines(form, 0, "Code du compte")
    assert [(line["Code du compte"], str(line["Date de visite"])) for line in lines] == [
        ("A", "2026-01-06"),
        ("B", "2026-01-08"),
        ("A", "2026-01-20"),
    ]
    # A lacks who decides (asked first), then recommendation and competitor: three questions, no criteria.
    assert {"Rôle dans l'achat", "Recommandation (0 à 10)", "Concurrent"} <= set(lines[0])
    assert lines[0]["Personne rencontrée"] == lines[2]["Personne rencontrée"] != ""


def test_what_was_filled_in_is_there_and_what_was_not_is_no_visit(read_back):
    answers = {
        "Issue de la visite": "Commande prise",
        "Résultat de la visite": "commande de 12 gants",
        "Recommandation (0 à 10)": 9,
        "Critère d'achat": "délais, prix",
        "Concurrent": "Armor Pro",
        "Projet": "nouvel atelier",
        "Date du projet": pd.Timestamp("2026-09-01").to_pydatetime(),
        "Nous recommande à": "Beta",
    }
    intake = read_back({("A", 0): answers})
    assert intake.visits[["account_id", "status", "visit_outcome"]].to_numpy().tolist() == [
        ["A", "done", "ordered"]
    ]
    found = intake.discoveries.set_index("account_id")
    assert found.loc["A", ["competitor", "project", "buying_criteria"]].tolist() == [
        "Armor Pro",
        "nouvel atelier",
        "delivery;price",
    ]
    assert found.loc["A", "recommend"] == 9
    assert str(found.loc["A", "recommend_on"])[:10] == "2026-01-06"
    assert found.loc["B", "introduced_by"] == "A"
    assert told(intake) == [["", "a line of a form that was not filled in: no visit is counted"]]
    assert intake.repairs.loc[intake.repairs["row"].isna(), "found"].tolist() == ["2 of 3 rows"]


def test_a_closed_door_is_no_contact_and_names_nobody(read_back):
    intake = read_back({"B": {"Issue de la visite": "Personne sur place"}})
    assert intake.visits["status"].tolist() == ["not_met"]
    people = intake.contacts[intake.contacts["account_id"].eq("B")]
    assert people["updated_on"].isna().all()
    assert str(intake.accounts.set_index("account_id").loc["B", "last_contact_on"])[:10] == "2025-12-01"


def test_the_same_line_twice_counts_once_and_is_told(read_back):
    first = {"B": {"Résultat de la visite": "devis demandé"}}
    other = {"B": {"Résultat de la visite": "rien"}}
    intake = read_back(first, first, other)
    assert intake.visits["result"].tolist() == ["devis demandé"]
    problems = [problem for _account, problem in told(intake)]
    assert problems.count("the same line of a form a second time, with the same answers") == 1
    assert (
        problems.count("the same line of a form, filled in otherwise the second time: the first one counts")
        == 1
    )


def test_the_check_knows_what_the_form_itself_tells_and_asks_of_no_heading_of_it(read_back):
    """Account, hour, whom to ring, what for: all that was written by the run."""
    answers = {"Issue de la visite": "Rencontré"}
    told = read_back({("A", 0): answers, "B": answers}).quality["words_left_alone"]
    assert [each for each in told if each["file"].startswith("R1")] == []


def test_the_run_says_what_became_of_each_line_that_came_to_nothing(read_back):
    first = {"B": {"Résultat de la visite": "devis"}}
    intake = read_back(first, first)
    assert list(came_back(intake.repairs, intake.quality)) == [
        "Of the forms and lists that came back:",
        "  R1.xlsx: a line of a form that was not filled in: no visit is counted; 2 of 3 rows",
        "  again0.xlsx, row 5: the same line of a form a second time, with the same answers; B; "
        + form_number("Small firm", "2025-12-31", "R1", "B", "2026-01-08"),
        "  again0.xlsx: a line of a form that was not filled in: no visit is counted; 2 of 3 rows",
    ]


def test_a_visit_nobody_planned_counts_once_though_its_form_is_handed_in_again(read_back):
    """Three times the same form: its line below counts once, and so does its complaint; each copy is told."""
    line = {
        "Code du compte": "B",
        "Date de visite": datetime(2026, 1, 15),
        "Code du commercial": "R1",
        "Issue de la visite": "Rencontré",
        "Résultat de la visite": "passage",
        "Objet de la réclamation": "Qualité",
    }
    other = line | {"Résultat de la visite": "passage, puis devis"}
    intake = read_back({}, {}, {}, below=([line], [line], [other]))
    assert intake.visits["result"].tolist() == ["passage"]
    assert intake.quality["visit_reports"]["reports"] == 1
    assert intake.touchpoints["touch_kind"].tolist() == ["complaint"]
    listed = intake.repairs[intake.repairs["row"].notna() & intake.repairs["file"].str.endswith(".xlsx")]
    assert listed[["file", "problem"]].to_numpy().tolist() == [
        ["again0.xlsx", "the same visit of the same day a second time, with the same answers"],
        [
            "again1.xlsx",
            "a visit without a number, filled in otherwise on another form: the first one counts",
        ],
    ]


@pytest.mark.parametrize(
    ("column", "value", "problem"),
    [
        ("Formulaire (à laisser)", "000000|20251231|R1|B|20260108", "a form of another firm, or one whose"),
        (
            "Formulaire (à laisser)",
            form_number("Small firm", "2026-12-31", "R1", "B", "2026-01-08"),
            "a form of a run that looks at a later day",
        ),
        (
            "Formulaire (à laisser)",
            form_number("Small firm", "2025-12-31", "R1", "A", "2026-01-08"),
            "the account is not the one that this line",
        ),
    ],
)
def test_a_line_that_belongs_elsewhere_is_set_aside_and_told(read_back, column, value, problem):
    intake = read_back({"B": {"Résultat de la visite": "devis", column: value}})
    assert intake.visits.empty
    assert [line for line in told(intake) if line[1].startswith(problem)]


def test_the_form_of_another_rep_counts_for_who_is_named_and_is_told(read_back):
    number = form_number("Small firm", "2025-12-31", "R9", "B", "2026-01-08")
    answers = {"Résultat de la visite": "devis", "Formulaire (à laisser)": number}
    intake = read_back({"B": answers})
    assert intake.visits["rep_id"].tolist() == ["R1"]
    assert ["B", "the form of another rep: the visit is that of the rep who is named here"] in told(intake)


def test_a_day_before_the_visit_is_set_aside_and_told(read_back):
    early = pd.Timestamp("2025-12-01").to_pydatetime()
    answers = {"Prochaine action": "rappeler", "Prochaine action avant le": early}
    intake = read_back({"B": answers})
    assert intake.next_actions["due_on"].isna().all()
    assert ["B", "this day comes before the visit reported"] in told(intake)


def test_a_visit_before_the_form_was_written_counts_and_is_asked_about(read_back):
    """The rep typed last year's January."""
    answers = {"Résultat de la visite": "devis", "Date de visite": pd.Timestamp("2025-01-08").to_pydatetime()}
    intake = read_back({"B": answers})
    assert intake.visits["date"].dt.strftime("%Y-%m-%d").tolist() == ["2025-01-08"]
    assert ["B", "this visit would have been before the form was written: is the day right?"] in told(intake)


def test_a_person_nobody_knows_is_a_new_contact_and_one_who_left_unknown_is_told(read_back):
    intake = read_back(
        {
            ("A", 0): {"Personne rencontrée": "Zoé Kerlann", "Résultat de la visite": "vue"},
            "B": {"Personne rencontrée": "Igor Nemo", "A quitté l'entreprise": "oui"},
        }
    )
    assert "Zoé Kerlann" in set(intake.contacts["name"])
    assert "Zoé Kerlann" in set(intake.reported_changes["subject"])
    assert ["B", "has left, but nobody of that name is known at this account"] in told(intake)


def test_a_visit_agreed_and_then_reported_is_done_and_no_question(tmp_path):
    files = {
        "accounts": ACCOUNTS,
        "sales": SALES,
        "visits": "Date;Code client;Commercial;Statut\n08/01/2026;B;R1;Planifiée\n",
        "visit_reports": "Date de visite;Code client;Commercial;Résultat\n08/01/2026;B;R1;Commande\n",
    }
    sources = []
    for table, text in files.items():
        (tmp_path / f"{table}.csv").write_text(text, encoding="utf-8")
        sources.append(Source(table=table, path=str(tmp_path / f"{table}.csv"), date_order="dmy"))
    given = PARAMETERS | {"as_of": "2026-01-31", "plan_start": "2026-02-01", "language": "en"}
    intake = prepare_tools(Portfolio(**given | NO_LISTS, sources=sources))
    assert intake.visits[["account_id", "status", "result"]].to_numpy().tolist() == [
        ["B", "done", "Commande"]
    ]
    assert not intake.repairs["problem"].str.contains("did it take place").any()


def test_where_something_is_asked_first_the_form_sells_nothing():
    moment = datetime(2026, 1, 6, 9)
    goal = Action("Develop", "Raise the revenue to €60,000", False, moment.date())
    visit = Visit(Account("A", "Ormeau"), "R1", 1, 2, moment, moment, False, 1, 5.0, None, (goal,))
    sold = dated_visit(visit, {"A": "Gloves"})
    assert (sold.reason, sold.not_bought) == ("Raise the revenue to €60,000", "Gloves")
    first = (("Ask first", "whether the complaint of 5 Dec 2025 is settled"),)
    asked = dated_visit(replace(visit, first=first), {"A": "Gloves"})
    assert asked.reason == "Ask first: whether the complaint of 5 Dec 2025 is settled"
    assert asked.not_bought == ""
