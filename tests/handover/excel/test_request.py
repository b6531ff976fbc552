"""The questions to the firm: the right ones, in the right order; harmless; and the answers come back."""

import re
import zipfile
from dataclasses import replace

import pytest
import yaml
from python_calamine import load_workbook

from solver.handover.excel import request
from solver.handover.excel.request import sources_of, topics, write_request
from solver.intake import prepare_tools
from solver.parameters import Source
from solver.tables.codes import labels
from solver.words.i18n import speak_by_default
from tests.made_up_firm.firm_files import checked, write_firm


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    speak_by_default("en", "EUR")
    folder = tmp_path_factory.mktemp("asked")
    portfolio, intake = checked(folder)
    return portfolio, intake, write_request(folder / "questions.xlsx", portfolio, intake)


def rows(path, name):
    with load_workbook(str(path)) as book:
        sheet = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return [dict(zip(sheet[2], line, strict=True)) for line in sheet[3:]]


def test_the_sheets_are_those_with_something_to_ask(asked):
    _portfolio, _intake, path = asked
    with load_workbook(str(path)) as book:
        assert book.sheet_names == [
            "Read me first",
            "Accounts to complete",
            "People to name",
            "One account or two",
            "Lines to correct",
        ]


def test_accounts_come_with_what_is_known_and_the_most_valuable_first(asked):
    _portfolio, _intake, path = asked
    accounts = rows(path, "Accounts to complete")
    assert [row["Account code"] for row in accounts] == ["C2", "C4", "C3"], "nothing is wrong with C1"
    by_code = {row["Account code"]: row for row in accounts}
    assert by_code["C3"]["Revenue of the last 12 months"] == pytest.approx(-50.25)
    assert by_code["C2"]["Main e-mail"] == ""
    assert by_code["C2"]["Main telephone"] == "02 61 91 00 02"
    assert "e-mail (wrong)" in by_code["C2"]["What to verify"]
    assert by_code["C4"]["Town"] == "NULLE PART", "off the map: to be confirmed"


def test_no_text_of_a_file_is_a_formula(asked):
    _portfolio, _intake, path = asked
    with zipfile.ZipFile(path) as book:
        sheets = [book.read(name).decode() for name in book.namelist() if "worksheets/sheet" in name]
    assert not any(re.search(r"<c [^>]*><f>", sheet) for sheet in sheets)
    assert '=HYPERLINK("http://x")' in {row["Company name"] for row in rows(path, "Accounts to complete")}


def test_doubles_carry_the_decisions_to_choose_from(asked):
    _portfolio, _intake, path = asked
    (pair,) = rows(path, "One account or two")
    assert (pair["Account code"], pair["Code of the likely double"]) == ("C1", "C2")


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("words", ["merge_decision", "kind", "stage", "role", "status"])
def test_no_choice_of_a_list_is_cut_in_two(words, language, speak):
    """A spreadsheet parts the choices of a list at the commas, and takes 255 letters of them."""
    speak(language)
    choices = list(labels(words).values())
    assert not [choice for choice in choices if "," in choice]
    assert len(",".join(choices)) <= 255


def test_the_answers_come_back(asked, tmp_path, monkeypatch):
    """C3 gets a potential, and C2 goes into C1."""
    portfolio, intake, _questions = asked
    path = tmp_path / "answers.xlsx"
    accounts, _people, doubles, _lines = topics(intake)
    known = accounts.rows
    potential = known["potential_eur"].where(known["account_id"].ne("C3"), 700.0)
    filled = [
        replace(accounts, rows=known.assign(potential_eur=potential)),
        replace(doubles, rows=doubles.rows.assign(decision="Merge")),
    ]
    monkeypatch.setattr(request, "topics", lambda _intake: filled)
    request.write_request(path, portfolio, intake)
    lines = yaml.safe_load("\n".join(sources_of(filled, str(path))))
    back = [Source.model_validate(source) for source in lines]
    again = prepare_tools(portfolio.model_copy(update={"sources": [*back, *portfolio.sources]}))
    table = again.accounts.set_index("account_id")
    assert table.index.tolist() == ["C1", "C3", "C4"]
    assert table.loc["C3", "potential_eur"] == 700
    assert again.merges["account_id"].tolist() == ["C2"]
    assert again.sales["revenue_eur"].sum() == pytest.approx(intake.sales["revenue_eur"].sum())


def test_the_lines_for_the_portfolio_name_the_sheets(asked):
    _portfolio, intake, _path = asked
    assert sources_of(topics(intake), "q.xlsx")[0] == (
        '- {table: accounts, path: q.xlsx, preset: template, sheet: "Accounts to complete"}'
    )


def test_the_same_questions_are_the_same_file(asked, tmp_path):
    portfolio, intake, path = asked
    again = write_request(tmp_path / "again" / path.name, portfolio, intake)
    assert again.read_bytes() == path.read_bytes()


def test_a_rep_that_was_only_proposed_is_asked_for(tmp_path):
    """Shown, it would come back as the firm's own word."""
    portfolio = write_firm(tmp_path)
    clients = tmp_path / "clients.csv"
    nobody = clients.read_text(encoding="utf-8").replace("c@c.example;;;R1", "c@c.example;;;")
    clients.write_text(nobody, encoding="utf-8")
    path = write_request(tmp_path / "questions.xlsx", portfolio, prepare_tools(portfolio))
    given = {row["Account code"]: row["Rep code"] for row in rows(path, "Accounts to complete")}
    assert given == {"C2": "R1", "C3": "", "C4": "R1"}
