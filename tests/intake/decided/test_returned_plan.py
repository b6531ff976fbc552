"""The plan that comes back: its yellow cells are decisions, and nothing in them is lost or guessed at."""

import pandas as pd
import pytest

from solver.intake import prepare_tools
from solver.intake.decided.returned_plan import read_plan, written_in_files
from solver.tables.codes import ACTION_STATUSES, label
from solver.words.errors import PortfolioError
from tests.intake.conftest import CLIENTS, REPS, SALES
from tests.plan_workbook import write_plan

OWN = "Code client;Visites mini;Visites maxi;Visites imposées;Motif\n"
LIMITS = ["locked_visits", "min_visits", "max_visits"]


@pytest.fixture
def step_one(tmp_path, portfolio_file):
    """Run step 1 of a firm of three clients with a returned plan, and with decisions of its own."""

    def prepare(visits, actions=(), own="", reps=REPS, clients=CLIENTS, **options):
        (tmp_path / "clients.csv").write_text(clients, encoding="utf-8")
        (tmp_path / "sales.csv").write_text(SALES, encoding="utf-8")
        write_plan(tmp_path / "plan.xlsx", visits, actions, **options)
        text = "plan_file: plan.xlsx\n"
        if own:
            (tmp_path / "decisions.csv").write_text(OWN + own, encoding="utf-8")
        from solver.parameters import load_portfolio

        portfolio = load_portfolio(portfolio_file(text))
        sources = [*portfolio.sources]
        if own:
            sources.append(
                type(sources[0]).model_validate(
                    {"table": "decisions", "path": str(tmp_path / "decisions.csv")}
                )
            )
        return prepare_tools(portfolio.model_copy(update={"reps": reps, "sources": sources}))

    return prepare


def decided(intake):
    table = intake.decisions.set_index("account_id")
    return {
        code: {name: int(row[name]) for name in LIMITS if pd.notna(row[name])}
        for code, row in table.iterrows()
    }


def from_the_plan(intake):
    return [
        [row["row"], row["account_id"], row["problem"], row["found"], row["used"]]
        for row in intake.repairs.to_dict("records")
        if str(row["file"]).startswith("plan.xlsx")
    ]


def refusal(step_one, *rows, **options):
    with pytest.raises(PortfolioError) as refused:
        step_one(list(rows), **options)
    return str(refused.value)


def test_the_yellow_cells_are_decisions_with_their_reason_and_author(step_one):
    intake = step_one(
        [
            {"account_id": "C1", "locked_visits": 4, "decision_reason": "Promised", "decision_author": "Eva"},
            {"account_id": "C2", "min_visits": "2", "max_visits": 5.0},
            {"account_id": "C3", "refused": "Oui"},
        ]
    )
    assert decided(intake) == {
        "C1": {"locked_visits": 4},
        "C2": {"min_visits": 2, "max_visits": 5},
        "C3": {"max_visits": 0},
    }
    first = intake.decisions.iloc[0]
    assert [first["reason"], first["author"], first["source"]] == ["Promised", "Eva", "plan.xlsx [Visits]"]
    assert intake.decisions["from_plan"].all()


def test_empty_cells_decide_nothing_and_rows_may_be_sorted_or_deleted(step_one):
    intake = step_one([{"account_id": "C3"}, {"name": "a line of one's own"}, {"account_id": "C1"}])
    assert intake.decisions.empty
    assert from_the_plan(intake) == []


def test_columns_may_be_moved_and_added_and_the_heading_may_stand_anywhere(step_one):
    columns = ["my own", "new_rep_id", "refused", "max_visits", "locked_visits", "min_visits", "account_id"]
    intake = step_one([{"account_id": "C1", "locked_visits": 7, "my own": "x"}], columns=columns, above=9)
    assert decided(intake) == {"C1": {"locked_visits": 7}}


def refused_in(words):
    """The lines of a plan whose accounts, in order, are refused in these words."""
    return [{"account_id": f"C{number}", "refused": word} for number, word in enumerate(words, start=1)]


@pytest.mark.parametrize("words", [("yes", "OUI", "x"), ("1", 1, True)])
def test_a_refusal_is_said_in_many_words(step_one, words):
    assert decided(step_one(refused_in(words))) == {code: {"max_visits": 0} for code in ("C1", "C2", "C3")}


@pytest.mark.parametrize("words", [("no", "non", "0"), (0, "-")])
def test_so_is_its_contrary(step_one, words):
    assert step_one(refused_in(words)).decisions.empty


@pytest.mark.parametrize(
    ("cells", "column", "problem"),
    [
        ({"locked_visits": "many"}, "Exactly", "not a whole number of visits from 0 to 26: “many”"),
        ({"locked_visits": 2.5}, "Exactly", "not a whole number"),
        ({"min_visits": -1}, "At least", "not a whole number"),
        ({"max_visits": 27}, "At most", "not a whole number"),
        ({"min_visits": 5, "max_visits": 4}, "At least", "the least number of visits is above the most"),
        ({"locked_visits": 1, "min_visits": 2}, "Exactly", "below the least"),
        ({"locked_visits": 3, "max_visits": 2}, "Exactly", "above the most"),
        ({"refused": "yes", "min_visits": 1}, "No visit at all", "no visit at all, and visits all the same"),
        ({"refused": "perhaps"}, "No visit at all", "neither yes nor no: “perhaps”"),
        ({"new_rep_id": "Bob Kerjan"}, "New rep", "no such rep: “Bob Kerjan” → did you mean “Bob Kerjean”?"),
    ],
)
def test_a_cell_that_makes_no_sense_is_named_with_its_place(step_one, cells, column, problem):
    said = refusal(step_one, {"account_id": "C2"}, {"account_id": "C1", **cells})
    assert said.startswith(f"plan.xlsx [Visits], row 7, column “{column}”: ")
    assert problem in said
    assert " → " in said


def test_several_faults_are_told_together(step_one):
    said = refusal(
        step_one,
        {"account_id": "C1", "locked_visits": "a"},
        {"account_id": "C2", "new_rep_id": "Zoé"},
        actions=[{"action_id": "C1-x-2026", "account_id": "C1", "status": "perhaps"}],
    )
    assert said.count("\n- ") == 3
    assert "[Action plan], row 6, column “Status”: this is not a status of an action: “perhaps”" in said


def test_two_lines_that_contradict_each_other_on_one_account_are_refused(step_one):
    said = refusal(
        step_one, {"account_id": "C1", "locked_visits": 1}, {"account_id": "c1", "locked_visits": 2}
    )
    assert "row 7, column “Code”: another line decides otherwise on this account: row 6" in said
    same = [{"account_id": "C1", "locked_visits": 1}] * 2
    assert decided(step_one(same)) == {"C1": {"locked_visits": 1}}


def test_a_decision_on_an_account_that_is_gone_is_told_and_the_others_hold(step_one):
    intake = step_one([{"account_id": "C9", "min_visits": 3}, {"account_id": "C1", "locked_visits": 2}])
    assert decided(intake) == {"C1": {"locked_visits": 2}}
    problem = "the returned plan decides on an account that is in no file any more"
    assert [[line[0], *line[2:4]] for line in from_the_plan(intake)] == [
        [6, problem, "C9 (at least 3 visits)"]
    ]


def test_the_plan_of_another_firm_is_refused(step_one):
    said = refusal(step_one, {"account_id": "ZZ-7F3A"}, {"account_id": "ZZ-99A1", "locked_visits": 2})
    assert "none of the accounts of this plan is in the portfolio; the first is “ZZ-7F3A”" in said


def test_the_owner_is_changed_by_name_by_code_or_by_both(step_one):
    for written in ("Bob Kerjean", "R2", "bob kerjean (r2)"):
        intake = step_one([{"account_id": "C1", "new_rep_id": written}])
        assert intake.accounts.set_index("account_id").loc["C1", "rep_id"] == "R2"
        row = intake.decisions.iloc[0]
        assert [row["new_rep_id"], row["replaces_rep_id"]] == ["R2", "R1"]


def test_a_name_that_two_reps_share_needs_its_code(step_one):
    twins = [rep.model_copy(update={"name": "Ann Le Goff"}) for rep in REPS]
    said = refusal(step_one, {"account_id": "C1", "new_rep_id": "Ann Le Goff"}, reps=twins)
    assert "several reps have this name" in said
    assert "“Ann Le Goff (R2)”" in said
    intake = step_one([{"account_id": "C1", "new_rep_id": "Ann Le Goff (R2)"}], reps=twins)
    assert intake.accounts["rep_id"].iloc[0] == "R2"


def test_the_owner_it_has_already_is_no_decision(step_one):
    assert step_one([{"account_id": "C1", "new_rep_id": "Ann Le Goff"}]).decisions.empty


def test_the_plan_wins_over_the_firms_file_and_says_so(step_one):
    intake = step_one([{"account_id": "C1", "locked_visits": 4}], own="C1;6;;;litige\nC2;;2;;\n")
    assert decided(intake) == {"C1": {"locked_visits": 4}, "C2": {"max_visits": 2}}
    assert [line[2:] for line in from_the_plan(intake)] == [
        [
            "the returned plan decides otherwise than the firm's own file, and replaces it",
            "at least 6 visits",
            "exactly 4 visits",
        ]
    ]
    assert intake.decisions["from_plan"].tolist() == [True, False]


def test_a_cell_left_as_it_was_written_never_wins_over_a_newer_file(step_one):
    shown = {"account_id": "C1", "min_visits": 6, "decided_in_files": "min_visits=6"}
    intake = step_one([shown], own="C1;9;;;depuis\n")
    assert decided(intake) == {"C1": {"min_visits": 9}}
    assert from_the_plan(intake) == []
    assert step_one([shown]).decisions.empty, "the file has taken it back"


def test_a_cell_emptied_does_not_undo_what_the_file_still_says(step_one):
    intake = step_one([{"account_id": "C1", "decided_in_files": "min_visits=6"}], own="C1;6;;;litige\n")
    assert decided(intake) == {"C1": {"min_visits": 6}}
    assert "takes this decision back" in from_the_plan(intake)[0][2]


def test_what_the_files_decide_is_written_for_the_next_plan_and_what_a_plan_decided_is_not(step_one):
    intake = step_one([{"account_id": "C1", "locked_visits": 4}], own="C2;1;2;;\nC3;;;0;impayés\n")
    assert written_in_files(intake.decisions).to_dict() == {
        "C1": "",
        "C2": "min_visits=1 max_visits=2",
        "C3": "max_visits=0",
    }


def test_visits_to_somebody_who_objects_are_refused_where_they_were_written(step_one):
    clients = CLIENTS.replace("Commercial\n", "Commercial;Opposition\n").replace("RANCE", "RANCE")
    clients = clients.replace(";R1\n", ";R1;oui\n").replace(";R2\n", ";R2;non\n")
    clients = clients.replace("QUIMPER;\n", "QUIMPER;;non\n")
    said = refusal(step_one, {"account_id": "C1", "min_visits": 2}, clients=clients)
    assert "objects to being canvassed" in said
    assert decided(step_one([{"account_id": "C1", "refused": "x"}], clients=clients)) == {
        "C1": {"max_visits": 0}
    }


def test_status_owner_comment_and_a_day_that_was_moved_come_back(step_one):
    written = "2026-05-04"
    intake = step_one(
        [{"account_id": "C1"}],
        [
            {
                "action_id": "C1-a-2026",
                "account_id": "C1",
                "status": "Done",
                "action": "Sell",
                "track": "Vente",
            },
            {"action_id": "C1-b-2026", "account_id": "C1", "status": "En cours", "comment": "called"},
            {"action_id": "C2-a-2026", "account_id": "C2", "status": "À faire", "action_owner": "the boss"},
            {
                "action_id": "C2-b-2026",
                "account_id": "C2",
                "status": "to_do",
                "due_on": written,
                "due_on_proposed": "2026-04-02",
            },
            {
                "action_id": "C3-a-2026",
                "account_id": "C3",
                "status": "to_do",
                "due_on": written,
                "due_on_proposed": written,
            },
        ],
    )
    notes = intake.plan_notes.set_index("action_id")
    assert notes["status"].to_dict() == {
        "C1-a-2026": "done",
        "C1-b-2026": "under_way",
        "C2-a-2026": "to_do",
        "C2-b-2026": "to_do",
    }
    assert notes.loc["C1-a-2026", "track"] == "sales"
    assert notes.loc["C1-b-2026", "comment"] == "called"
    assert notes.loc["C2-a-2026", "action_owner"] == "the boss"
    assert notes["due_on"].notna().tolist() == [False, False, False, True]
    assert notes.loc["C2-b-2026", "due_on"] == pd.Timestamp(written)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_status_is_understood_as_the_list_offers_it(tmp_path, language, speak):
    speak(language)
    actions = [
        {"action_id": f"A{code}", "account_id": "C1", "status": label("status", code), "comment": "x"}
        for code in ACTION_STATUSES
    ]
    plan = read_plan(write_plan(tmp_path / "plan.xlsx", [{"account_id": "C1"}], actions))
    assert plan.actions.table["status"].tolist() == list(ACTION_STATUSES)
    assert plan.faults == ()


def test_a_note_on_an_account_that_is_gone_is_told(step_one):
    gone = {"action_id": "C9-a-2026", "account_id": "C9", "status": "Done"}
    intake = step_one([{"account_id": "C1"}], [gone])
    assert intake.plan_notes.empty
    assert [line[3] for line in from_the_plan(intake)] == ["C9-a-2026"]


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (lambda path: path.unlink(), "there is no such file"),
        (lambda path: path.write_bytes(b"no workbook"), "cannot be opened"),
        (lambda path: write_plan(path, [], columns=["account_id"]), "no sheet of this workbook holds"),
        (
            lambda path: write_plan(path, [], columns=["account_id", "locked_visits", "min_visits"]),
            "these columns are gone: max_visits, refused, new_rep_id",
        ),
    ],
)
def test_what_is_no_plan_any_more_is_refused_in_words(tmp_path, spoil, problem):
    path = write_plan(tmp_path / "plan.xlsx", [])
    spoil(path)
    with pytest.raises(PortfolioError, match=problem):
        read_plan(path)
