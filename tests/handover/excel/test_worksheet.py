"""The worksheet of judgements: written, filled in, read back; every refusal names its cell."""

import datetime as dt
import re
import zipfile

import pandas as pd
import pytest
import xlsxwriter

from solver.handover.excel.worksheet import FIRM_ROW, FIRST_ROW, HEAD_ROW, write_worksheet
from solver.value import judgements as reading
from solver.value.judged import CURVE_COLUMNS, curve_controls, curve_table
from solver.value.judgements import firm_wide_in_force, merge_judgements, read_worksheet
from solver.words.errors import PortfolioError

CURVES = curve_table(
    {
        "key_account_to_develop": [12, 0.5, 1.3],
        "going_concern": [8, 0.55, 1.12],
        "economical_management": [2, 0.8, 1.08],
    }
)
FILLED = {
    (FIRST_ROW, 3): 0.6,
    (FIRST_ROW, 4): 0.8,
    (FIRST_ROW, 6): 1.2,
    (FIRST_ROW, 7): 1.4,
    (FIRST_ROW, 10): "new plant in spring",
}
JUDGED_ON = dt.date(2026, 1, 5)


def filled(path, cells, **head):
    """Write the worksheet and fill in cells as a person would: the same cells with other values."""
    write_worksheet(path, CURVES, **({"author": "Anne Martin", "role": "rep", "judged_on": JUDGED_ON} | head))
    sheets = pd.read_excel(path, sheet_name=None, engine="calamine", header=None, dtype=object)
    with xlsxwriter.Workbook(str(path)) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, sheet in sheets.items():
            page = book.add_worksheet(name)
            changes = cells if name == "Judgements" else {}
            for row, line in enumerate(sheet.to_numpy(dtype=object)):
                for column, value in enumerate(line):
                    value = changes.get((row, column), value)
                    if isinstance(value, dt.date):
                        page.write_datetime(row, column, pd.Timestamp(value).to_pydatetime(), day)
                    elif value is not None and value == value:
                        page.write(row, column, value)
    return path


def test_what_is_filled_in_comes_back_with_who_and_when(tmp_path):
    firm_wide = {(FIRM_ROW, 2): 0.2, (FIRM_ROW + 1, 2): 0.25}
    table = read_worksheet(filled(tmp_path / "anne.xlsx", FILLED | firm_wide))
    assert table.to_dict("records") == [
        {
            "author": "Anne Martin",
            "role": "rep",
            "judged_on": pd.Timestamp(JUDGED_ON),
            "account_type": "key_account_to_develop",
            "reference_visits": 12.0,
            "none": 0.6,
            "saturation": 1.4,
            "half": 0.8,
            "plus_half": 1.2,
            "save_share": 0.2,
            "call_effect": 0.25,
            "note": "new plant in spring",
        }
    ]


def test_the_example_holds_the_present_and_the_sheet_to_fill_in_does_not(tmp_path):
    path = write_worksheet(tmp_path / "blank.xlsx", CURVES)
    sheets = pd.read_excel(path, sheet_name=None, engine="calamine", header=None, dtype=object)
    assert list(sheets) == ["Read me first", "Judgements", "Example"]
    example = sheets["Example"].iloc[FIRST_ROW:, [2, 3, 7]].to_numpy(dtype=float)
    assert example == pytest.approx(CURVES[list(CURVE_COLUMNS[1:])].to_numpy(dtype=float))
    blank = sheets["Judgements"].iloc[FIRST_ROW:]
    assert blank[2].tolist() == [12, 8, 2]  # the usual visits stand there
    assert blank[[3, 4, 6, 7]].isna().all(axis=None)


def test_the_sheet_is_made_to_be_printed_and_checks_what_is_typed(tmp_path):
    path = write_worksheet(tmp_path / "blank.xlsx", CURVES)
    with zipfile.ZipFile(path) as parts:
        sheet = parts.read("xl/worksheets/sheet2.xml").decode()
        notes = parts.read("xl/comments1.xml").decode()
    assert 'orientation="landscape"' in sheet
    assert 'paperSize="9"' in sheet
    assert 'state="frozen"' in sheet
    # five numbers from the first type to the last; a role, a date, and the two questions on the firm
    checked = re.findall(r'<dataValidation [^>]*sqref="(\w+)(?::\w+)?"', sheet)
    assert sorted(checked) == ["C11", "C4", "C5", "C6", "C7", "D11", "E11", "G11", "H11"]
    assert "year without any visit" in notes


def test_the_same_judgements_make_the_same_file(tmp_path):
    first, second = (write_worksheet(tmp_path / name, CURVES).read_bytes() for name in ("a.xlsx", "b.xlsx"))
    assert first == second


def test_a_worksheet_in_french_reads_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr("solver.handover.excel.worksheet.role_names", lambda: {"rep": "Commercial"})
    path = write_worksheet(
        tmp_path / "fr.xlsx", CURVES, author="Anne Martin", role="rep", judged_on=JUDGED_ON
    )
    monkeypatch.undo()
    page = reading._Page(path, *reading._sheet_of(path))
    assert page.head()[:2] == ("Anne Martin", "rep")


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({}, "anne.xlsx: sheet “Judgements”: nothing is filled in"),
        (
            FILLED | {(FIRST_ROW, 3): None},
            "row 11, column “No visit at all”: sheet “Judgements”: the number is missing",
        ),
        (
            {(FIRST_ROW + 1, 10): "no idea"},
            "row 12, column “No visit at all”: sheet “Judgements”: the number",
        ),
        (FILLED | {(FIRST_ROW, 3): "a lot"}, "row 11, column “No visit at all”: sheet “Judgements”: “a lot”"),
        (
            FILLED | {(FIRST_ROW, 3): 60},
            "row 11, column “No visit at all”: sheet “Judgements”: 6,000% is out",
        ),
        (FILLED | {(FIRST_ROW, 3): -0.1}, "“No visit at all”: sheet “Judgements”: −10% is out of range"),
        (
            FILLED | {(FIRST_ROW, 4): 0.6},
            "“Check: half the visits”: sheet “Judgements”: 60.0% is out of order",
        ),
        (
            FILLED | {(FIRST_ROW, 4): 1},
            "“Check: half the visits”: sheet “Judgements”: 100.0% is out of order",
        ),
        (
            FILLED | {(FIRST_ROW, 6): 0.9},
            "“Check: half as many again”: sheet “Judgements”: 90.0% is out of order",
        ),
        (FILLED | {(FIRST_ROW, 7): 1.2}, "“All one could wish”: sheet “Judgements”: 120.0% is out of order"),
        (FILLED | {(FIRM_ROW, 2): 1.5}, "row 6, column “Of ten clients about to leave, kept”: sheet"),
        (FILLED | {(FIRST_ROW, 2): 0}, "“Usual visits a year”: sheet “Judgements”: 0.0 visits a year"),
        (FILLED | {(FIRST_ROW, 2): 366.5}, "“Usual visits a year”: sheet “Judgements”: 366.5 visits a year"),
        (
            FILLED | {(FIRST_ROW, 0): "pet_account"},
            "row 11, column “Account type”: sheet “Judgements”: “pet_",
        ),
        (
            FILLED | {(HEAD_ROW, 2): None},
            "row 3, column “Your name”: sheet “Judgements”: the value is missing",
        ),
        (
            FILLED | {(HEAD_ROW + 1, 2): "boss"},
            "row 4, column “Your role”: sheet “Judgements”: “boss” is",
        ),
        (FILLED | {(HEAD_ROW + 2, 2): "spring"}, "row 5, column “Date”: sheet “Judgements”: “spring” is not"),
        (FILLED | {(0, 0): "other"}, "the workbook has no sheet of judgements"),
        (FILLED | {(HEAD_ROW, 0): "x"}, "sheet “Judgements”: hidden codes are missing"),
        (FILLED | {(FIRST_ROW - 2, 4): "x"}, "sheet “Judgements”: hidden codes are missing"),
    ],
)
def test_refuses_by_sheet_row_and_column(tmp_path, cells, message):
    with pytest.raises(PortfolioError) as refused:
        read_worksheet(filled(tmp_path / "anne.xlsx", cells))
    assert message in str(refused.value)


@pytest.mark.parametrize("visits", [0.5, 1, 12, 366])
def test_usual_visits_are_any_number_above_nothing(tmp_path, visits):
    read = read_worksheet(filled(tmp_path / "anne.xlsx", FILLED | {(FIRST_ROW, 2): visits}))
    assert read["reference_visits"].iloc[0] == visits


def test_no_file_and_no_workbook_are_said_plainly(tmp_path):
    with pytest.raises(PortfolioError, match=r"anne\.xlsx: the file is not there"):
        read_worksheet(tmp_path / "anne.xlsx")
    (tmp_path / "anne.xlsx").write_text("no workbook")
    with pytest.raises(PortfolioError, match=r"anne\.xlsx: the workbook cannot be opened"):
        read_worksheet(tmp_path / "anne.xlsx")


def judged_by(author, role, none, half, plus_half, saturation):
    return pd.DataFrame(
        {
            "author": author,
            "role": role,
            "judged_on": pd.Timestamp(JUDGED_ON),
            "account_type": ["going_concern"],
            "reference_visits": 8.0,
            "none": none,
            "saturation": saturation,
            "half": half,
            "plus_half": plus_half,
            "note": "",
        }
    )


def test_the_middle_answer_counts_and_disagreement_is_shown():
    three = [
        judged_by("Anne", "rep", 0.3, 0.7, 1.1, 1.3),
        judged_by("Bob", "rep", 0.5, 0.8, 1.05, 1.2),
        judged_by("Chris", "manager", 0.6, 0.75, 1.06, 1.25),
    ]
    (line,) = merge_judgements(three).to_dict("records")
    assert [line[name] for name in ("none", "half", "plus_half", "saturation")] == [0.5, 0.75, 1.06, 1.25]
    assert (line["spread"], line["judges"]) == (pytest.approx(0.3), 3)
    assert line["spread"] == pytest.approx(0.3)
    assert line["judged_by"] == "Anne (Rep, 5 Jan 2026); Bob (Rep, 5 Jan 2026); Chris (Manager, 5 Jan 2026)"
    assert line["sentence"] == "3 judges differ on “no visit at all”: 30% to 60%. Talk about it."


def test_types_that_nobody_judged_keep_the_present():
    two = [
        judged_by("Anne", "rep", 0.5, 0.8, 1.1, 1.3),
        judged_by("Bob", "manager", 0.54, 0.8, 1.1, 1.2),
    ]
    merged = merge_judgements(two, CURVES)
    assert merged["account_type"].tolist() == CURVES["account_type"].tolist()
    assert merged["judges"].tolist() == [0, 2, 0]
    assert merged["sentence"].tolist() == [
        "Nobody judged it: the present numbers stay.",
        "2 judges agree within 10%.",
        "Nobody judged it: the present numbers stay.",
    ]
    kept = merged.loc[0, list(CURVE_COLUMNS)].tolist()
    assert kept == CURVES.loc[0, list(CURVE_COLUMNS)].tolist()
    assert len(curve_controls(merged)) == 2  # only one type has answers between


def test_one_judge_alone_is_said():
    (line,) = merge_judgements([judged_by("Anne", "rep", 0.5, 0.8, 1.1, 1.3)]).to_dict("records")
    assert line["sentence"] == "One judge: a second opinion is worth having."


def test_the_same_person_counts_once():
    anne = judged_by("Anne", "rep", 0.5, 0.8, 1.1, 1.3)
    with pytest.raises(PortfolioError, match="Anne judged “going_concern” twice"):
        merge_judgements([anne, anne])


def test_no_judgement_at_all_is_refused():
    with pytest.raises(PortfolioError, match="there are no judgements"):
        merge_judgements([])


def test_what_is_judged_once_for_the_firm_is_the_middle_answer_or_stays(tmp_path):
    sheets = [
        filled(tmp_path / "anne.xlsx", FILLED | {(FIRM_ROW, 2): 0.2}),
        filled(tmp_path / "bob.xlsx", FILLED | {(FIRM_ROW, 2): 0.4}, author="Bob"),
    ]
    found = firm_wide_in_force(sheets, {"save_share": 0.3, "call_effect": 0.35})
    assert found == pytest.approx({"save_share": 0.3, "call_effect": 0.35})
    assert firm_wide_in_force([], {"save_share": 0.1, "call_effect": 0.2}) == {
        "save_share": 0.1,
        "call_effect": 0.2,
    }


def test_the_points_between_may_be_left_open_and_the_sheet_shows_what_the_curve_says(tmp_path):
    path = filled(tmp_path / "anne.xlsx", FILLED | {(FIRST_ROW, 4): None, (FIRST_ROW, 6): None})
    assert read_worksheet(path)[["half", "plus_half"]].isna().all(axis=None)
    with zipfile.ZipFile(write_worksheet(tmp_path / "blank.xlsx", CURVES)) as parts:
        sheet = parts.read("xl/worksheets/sheet2.xml").decode()
    assert "1+($H11-1)*(1-(($H11-1)/($H11-$D11))^-0.5)" in sheet
