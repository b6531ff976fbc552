"""The workbook as it is opened: what it holds, what it hides, and that it is always the same."""

import dataclasses
import datetime as dt
import zipfile
from xml.etree import ElementTree

import pandas as pd
import pytest

from solver.handover.excel.plan import diary, write_plan
from solver.handover.excel.plan.visits import visits_decided
from solver.intake.decided.returned_plan import read_plan
from solver.report.findings.artifacts import Artifacts
from solver.report.findings.headline import headline
from solver.report.findings.read import read_findings
from solver.words.sentences import rep_names
from tests.handover.excel.plan.reading import IN_SIGHT, MAIN, formulas, parts, sheets, table
from tests.made_up_firm import synthetic

VISITS = """account_id name town kind rep_id account_type score score_class visits_today visits hours
contribution_eur last_visit_eur next_visit_eur reason locked_visits min_visits max_visits refused new_rep_id
decision_reason decision_author"""
ACTIONS = """action_id account_id name rep_id track action objective channel visits hours budget_eur indicator
start_value goal_value due_on status action_owner comment"""


def rewritten(findings, folder, **artifacts):
    """Write the plan of other artifacts; one that is None is not there."""
    known = {name: part for name, part in (findings.artifacts | artifacts).items() if part is not None}
    run = dataclasses.replace(findings.run, path=folder)
    return write_plan(dataclasses.replace(findings, run=run, artifacts=Artifacts(known)))[0]


def test_the_ten_figures_are_numbers_in_full_precision(plan, findings):
    cells = {row[1]: row[2] for row in sheets(plan)["Summary"] if row[1]}
    figures = headline(findings.artifacts)
    assert len(figures) == 10
    for figure in figures.values():
        assert cells[figure.label] == pytest.approx(figure.value, rel=1e-12), figure.code


def test_a_night_away_stands_beside_the_last_visit_of_its_evening(findings, tmp_path):
    day = findings.artifacts["appointments"].sort_values(["date", "stop"]).iloc[0]
    night = {"rep_id": day["rep_id"], "date": day["date"], "place_id": "stay:Inn", "place": "Inn"}
    cost = {"saved_hours": 2.5, "cost_eur": 110.0, "saved_eur": 125.0}
    written = rewritten(findings, tmp_path, nights=pd.DataFrame([night | cost]))
    visits = table(written, "account_id", "travel_minutes", "place")
    same = [
        line["place"] for line in visits if line["date"] == day["date"].date() and line["place"] is not None
    ]
    own = findings.artifacts["appointments"].query("rep_id == @day.rep_id and date == @day.date")
    [place] = [n for n, line in enumerate(visits) if line["place"] == "Inn"]
    assert visits[place]["account_id"] == own.sort_values("stop")["account_id"].iloc[-1]
    assert sum(where == "Inn" for where in same) == 1


def test_the_codes_of_the_columns_stand_hidden_above_the_heads_within_twelve_lines(plan):
    for codes in (VISITS.split(), ACTIONS.split()):
        [(sheet, cells, rows)] = [
            (sheet, cells, rows)
            for sheet, cells in zip(parts(plan), sheets(plan).values(), strict=True)
            if (
                rows := [
                    place for place, row in enumerate(cells[:IN_SIGHT], start=1) if set(codes) <= set(row)
                ]
            )
        ]
        order = [code for code in cells[rows[0] - 1] if code in codes]
        assert order == codes
        hidden = [int(row.get("r")) for row in sheet.iter(f"{MAIN}row") if row.get("hidden") == "1"]
        assert hidden == rows
        assert sheet.find(f".//{MAIN}pane").get("ySplit") == str(rows[0] + 1)
        assert f"A{rows[0] + 1}:" in sheet.find(f"{MAIN}autoFilter").get("ref")


def test_classes_that_the_past_does_not_confirm_are_headed_so_on_both_sheets(findings, tmp_path):
    unsure = {"consequences": {"classes_confirmed": False, "risk_argued": False}}
    book = sheets(rewritten(findings, tmp_path, **{"evidence.json": unsure}))
    heads = [row for cells in book.values() for row in cells[:IN_SIGHT]]
    assert sum("Class (order not confirmed by the past)" in row for row in heads) == 2


def test_what_is_decided_already_stands_in_the_yellow_cells(plan, findings):
    lines = {line["account_id"]: line for line in table(plan, "account_id", "locked_visits")}
    assert lines["C0001"]["locked_visits"] == 5
    assert lines["C0002"]["min_visits"] == 20
    assert lines["C0003"]["max_visits"] == 1
    assert lines["C0003"]["decision_reason"] == "=1+1"
    assert (lines["C0004"]["refused"], lines["C0004"]["locked_visits"]) == ("yes", "")
    names = rep_names(findings.artifacts["reps"])
    assert lines["C0005"]["new_rep_id"] in names.values()
    assert lines["C0005"]["new_rep_id"] != lines["C0005"]["rep_id"]
    assert lines["C0006"]["decision_author"] == ""
    assert {code for code, line in lines.items() if line["decided_in_files"]} == {"C0002"}


def test_yellow_cells_make_the_visits_that_one_would_count_by_hand():
    rows = pd.DataFrame(
        {
            "visits": [4, 4, 4, 4, 4, 4],
            "locked_visits": pd.array([None, 7, None, None, None, 7], dtype="Int64"),
            "decided_min": pd.array([None, None, 6, None, 2, None], dtype="Int64"),
            "decided_max": pd.array([None, None, None, 3, 9, None], dtype="Int64"),
            "refused": [None, None, None, None, None, True],
        }
    )
    assert visits_decided(rows).tolist() == [4, 7, 6, 3, 4, 0]


def test_dates_are_dates_and_codes_are_texts(plan):
    action = table(plan, "action_id", "status")[0]
    assert action["due_on"] == dt.date(2026, 6, 30)
    assert action["status"] == "To do"
    visit = table(plan, "week", "visit_no")[0]
    assert isinstance(visit["start"], dt.time)
    assert isinstance(visit["postcode"], str)


def test_names_are_texts_in_cells_and_in_no_formula(plan):
    names = {line["name"] for line in table(plan, "account_id", "locked_visits")}
    assert set(synthetic.DANGEROUS_NAMES) <= names
    assert not any("HYPERLINK" in formula or "alert" in formula for formula in formulas(plan))


def test_words_on_offer_lie_in_a_hidden_sheet_however_many_they_are(plan):
    lists = [
        rule.find(f"{MAIN}formula1").text
        for sheet in parts(plan)
        for rule in sheet.iter(f"{MAIN}dataValidation")
        if rule.get("type") == "list"
    ]
    assert lists
    assert all(source.startswith("'Lists'!$") for source in lists)
    with zipfile.ZipFile(plan) as archive:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    states = {sheet.get("name"): sheet.get("state") for sheet in book.iter(f"{MAIN}sheet")}
    assert [name for name, state in states.items() if state == "hidden"] == ["Lists"]


def test_the_same_run_gives_the_same_bytes(plan, findings, tmp_path):
    again = rewritten(findings, tmp_path)
    assert again.read_bytes() == plan.read_bytes()


def test_half_a_run_gives_what_it_can(findings, tmp_path):
    only = {name: None for name in findings.artifacts if name not in ("allocation", "action_plan")}
    path = rewritten(findings, tmp_path, **only)
    names = [*sheets(path)]
    assert names == [
        "Summary",
        "On one page",
        "Action plan",
        "Visits",
        "Portfolio",
        "Parameters",
        "Data to repair",
        "Glossary",
        "Lists",
    ]
    assert len(table(path, "account_id", "locked_visits")) == len(findings.artifacts["allocation"])


def test_reps_of_one_name_are_told_apart():
    reps = pd.DataFrame({"rep_id": ["A1", "B2", "C3"], "name": ["Ann Roz", "ann  roz", "Bob"]})
    assert rep_names(reps) == {"A1": "Ann Roz (A1)", "B2": "ann  roz (B2)", "C3": "Bob"}


def test_a_large_team_keeps_the_codes_in_sight(findings, tmp_path):
    reps, time = findings.artifacts["reps"], findings.artifacts["rep_time"]
    many = [f"R{number:02d}" for number in range(30)]
    more = pd.concat([reps, *(reps.head(1).assign(rep_id=rep_id, name=rep_id) for rep_id in many)])
    path = rewritten(findings, tmp_path, reps=more, rep_time=time)
    assert table(path, "account_id", "locked_visits")
    assert len(table(path, "capacity_hours", "hours_left")) == 33


def test_weeks_of_a_very_large_team_are_counted_by_the_run_and_not_on_opening(
    findings, tmp_path, monkeypatch
):
    """500 reps over 53 weeks and 150,000 appointments: 26,500 formulas would look through 4 billion lines."""
    counted = table(rewritten(findings, tmp_path / "live"), "week", "starts_on")
    monkeypatch.setattr(diary, "MOST_LOOKED_THROUGH", 0)
    written = rewritten(findings, tmp_path / "large")
    assert table(written, "week", "starts_on") == counted
    assert not any("COUNTIFS" in formula for formula in _of_sheet(written, "Calendar"))
    said = [
        cell
        for row in sheets(written)["Calendar"][:IN_SIGHT]
        for cell in row
        if "would take minutes" in str(cell)
    ]
    assert len(said) == 1


def test_more_appointments_than_a_list_can_hold_are_counted_and_left_to_the_agendas(
    findings, tmp_path, monkeypatch
):
    """A firm of 50,000 accounts has 265,000: four million cells, of which a rep reads 500."""
    whole = rewritten(findings, tmp_path / "whole")
    monkeypatch.setattr(diary, "MOST_APPOINTMENTS", len(findings.artifacts["appointments"]) - 1)
    written = rewritten(findings, tmp_path / "large")
    assert "Appointments" in sheets(whole)
    assert "Appointments" not in sheets(written)
    assert table(written, "week", "starts_on") == table(whole, "week", "starts_on")
    per_rep = ("capacity_hours", "hours_left")
    assert table(written, *per_rep) == table(whole, *per_rep)
    formulas = [cell for name in sheets(written) for cell in _of_sheet(written, name)]
    assert not any("Appointments" in formula for formula in formulas)
    words = " ".join(str(cell) for row in sheets(written)["Calendar"][:IN_SIGHT] for cell in row)
    assert "those of each rep stand in the folder agenda" in words


def _of_sheet(path, name):
    sheet = parts(path)[list(sheets(path)).index(name)]
    return [cell.text for cell in sheet.iter(f"{MAIN}f")]


def test_what_was_written_beside_an_action_is_shown_again(findings, tmp_path):
    first = findings.artifacts["action_plan"]["action_id"].iloc[0]
    notes = pd.DataFrame(
        {
            "action_id": [first],
            "action_owner": "Maëlle",
            "comment": "@ called",
            "due_on": pd.Timestamp("2026-06-30"),
        }
    )
    path = rewritten(findings, tmp_path, plan_notes=notes)
    lines = {line["action_id"]: line for line in table(path, "action_id", "status")}
    assert (lines[first]["action_owner"], lines[first]["comment"]) == ("Maëlle", "@ called")
    # A moved day stays moved: without the day proposed beside it, it is read back again.
    assert (lines[first]["due_on"], lines[first]["due_on_proposed"]) == (dt.date(2026, 6, 30), "")
    others = [line for action_id, line in lines.items() if action_id != first]
    assert all(
        line["due_on_proposed"] == line["due_on"].isoformat() and line["comment"] == "" for line in others
    )


def test_what_is_asked_at_the_first_visit_has_the_day_of_that_visit_if_nobody_moved_it(findings, tmp_path):
    plan, visits = (findings.artifacts[name] for name in ("action_plan", "appointments"))
    asked = plan[plan["account_id"].isin(visits["account_id"])].drop_duplicates("account_id").head(2)
    ids = asked["account_id"] + "-verify-2026"
    asked = asked.assign(action_id=ids, channel="visit", due_on=pd.Timestamp("2026-12-31"))
    moved = {"action_owner": None, "comment": None, "due_on": pd.Timestamp("2026-12-31")}
    path = rewritten(
        findings, tmp_path, action_plan=asked, plan_notes=pd.DataFrame([moved | {"action_id": ids.iloc[1]}])
    )
    lines = {line["action_id"]: line["due_on"] for line in table(path, "action_id", "status")}
    first = visits.loc[visits["account_id"].eq(asked["account_id"].iloc[0]), "date"].min().date()
    assert lines == {ids.iloc[0]: first, ids.iloc[1]: dt.date(2026, 12, 31)}


def test_the_workbook_as_written_says_what_was_decided_and_no_more(plan, findings):
    returned = read_plan(plan)
    assert returned.faults == ()
    assert returned.notes == 0
    assert returned.decisions == 4  # of five: that of the firm's own file is not the plan's
    visits = returned.visits.table.set_index("account_id")
    assert visits.loc["C0001", "locked_visits"] == 5
    assert visits.loc["C0004", "refused"]
    assert visits.index.size == len(findings.artifacts["allocation"])


def test_a_french_plan_has_french_money_and_names_of_sheets_that_a_spreadsheet_takes(tmp_path):
    path = write_plan(read_findings(synthetic.write_run(tmp_path / "run", "fr")))[0]
    names = [*sheets(path)]
    assert all(len(name) <= 31 for name in names)
    assert len({name.casefold() for name in names}) == len(names)
    with zipfile.ZipFile(path) as archive:
        styles = ElementTree.fromstring(archive.read("xl/styles.xml"))
    formats = {part.get("formatCode") for part in styles.iter(f"{MAIN}numFmt")}
    assert '#,##0\u00a0"€"' in formats


def test_no_place_of_the_machine_is_in_the_workbook(findings, tmp_path):
    files = {name: str(tmp_path / f"{name}.xlsx") for name in ("plan_file", "response_file")}
    portfolio = findings.portfolio.model_copy(update=files | {"judgement_files": [str(tmp_path / "j.xlsx")]})
    told = dataclasses.replace(findings, portfolio=portfolio)
    with zipfile.ZipFile(rewritten(told, tmp_path)) as archive:
        holding = [name for name in archive.namelist() if str(tmp_path).encode() in archive.read(name)]
    assert holding == []
