"""The progress files of a class become one table."""

import json

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from solver.course.bank import all_exercises
from solver.course.marks import as_marks, handed_in, save_marks, summary
from solver.words.errors import PortfolioError


def attempt(right, answer, because="", mistakes=()):
    return {
        "at": "2026-03-02T10:00:00",
        "answers": {"a_clients": answer},
        "right": right,
        "mistakes": list(mistakes),
        "because": because,
    }


def hand_in(path, *attempts):
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"layout": 1, "exercises": {"04.1": list(attempts)}})
    path.write_text(text, encoding="utf-8", newline="\n")


@pytest.fixture
def a_class(tmp_path):
    """Anna's whole folder, Benoît's file alone, Chloé's answer only after it was shown."""
    hand_in(tmp_path / "Anna" / "fil_rouge" / "run" / "progress.json", attempt(True, "2", "=1+1"))
    hand_in(tmp_path / "Benoît.json", attempt(False, "3", mistakes=["the crossing rule"]))
    wrong = [attempt(False, str(n)) for n in (3, 4, 5)]
    hand_in(
        tmp_path / "Chloé" / "course-fr" / "fil_rouge" / "run" / "progress.json", *wrong, attempt(True, "2")
    )
    return tmp_path


def test_each_trainee_is_named_after_what_was_handed_in(a_class):
    marks = as_marks(handed_in(a_class))
    first = marks[marks["exercise"] == "04.1"].set_index("trainee")
    assert list(first.index) == ["Anna", "Benoît", "Chloé/course-fr"]
    assert list(first["attempts"]) == [1, 1, 4]
    assert list(first["verdict"]) == ["right", "wrong", "right_after_answer"]
    assert first.loc["Benoît", "mistakes"] == "the crossing rule"


def test_a_pair_at_one_machine_hands_in_once_and_each_gets_a_line(tmp_path):
    hand_in(tmp_path / "Anna + Paul.json", attempt(True, "2"))
    hand_in(tmp_path / "Zoé+Yann" / "fil_rouge" / "run" / "progress.json", attempt(False, "3"))
    marks = as_marks(handed_in(tmp_path))
    right = marks[marks["exercise"] == "04.1"].set_index("trainee")["verdict"]
    assert right.to_dict() == {"Anna": "right", "Paul": "right", "Yann": "wrong", "Zoé": "wrong"}


def test_a_reason_stays_with_the_try_it_was_given_with(tmp_path):
    first, second = attempt(False, "3", "Because C01 is large"), attempt(True, "2", "The rule says so here")
    hand_in(tmp_path / "Dora.json", first, attempt(False, "5"), second)
    reasons = as_marks(handed_in(tmp_path)).set_index("exercise")["because"]
    assert reasons["04.1"] == "1. Because C01 is large · 3. The rule says so here"
    assert reasons["04.2"] == ""


def test_exercises_that_were_not_tried_are_in_the_table(a_class):
    marks = as_marks(handed_in(a_class))
    assert (marks.groupby("trainee").size() == marks["exercise"].nunique()).all()


def test_exercises_stand_in_the_order_of_the_course(a_class):
    marks = as_marks(handed_in(a_class))
    assert list(marks["exercise"][: len(all_exercises())]) == [one.id for one in all_exercises()]


def test_the_class_is_summed_up(a_class):
    counts = summary(as_marks(handed_in(a_class))).set_index("trainee")
    assert counts.loc["Anna", "right"] == 1
    assert counts.loc["Chloé/course-fr", "right_after_answer"] == 1
    assert counts.loc["Benoît", ["tried", "right"]].tolist() == [1, 0]


def test_the_excel_file_reads_back_and_no_reason_becomes_a_formula(a_class, tmp_path):
    save_marks(handed_in(a_class), tmp_path / "marks.xlsx")
    rows = CalamineWorkbook.from_path(str(tmp_path / "marks.xlsx")).get_sheet_by_index(0).to_python()
    reason = next(row[-1] for row in rows if row[0] == "Anna" and row[1] == "04.1")
    assert reason == "'=1+1"


def test_the_french_csv_opens_in_a_french_excel(a_class, tmp_path, speak):
    speak("fr")
    save_marks(handed_in(a_class), tmp_path / "notes.csv")
    raw = (tmp_path / "notes.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    read = pd.read_csv(tmp_path / "notes.csv", sep=";", encoding="utf-8-sig")
    assert len(read.columns) == 8


def test_a_folder_without_progress_is_refused_with_a_fix(tmp_path):
    with pytest.raises(PortfolioError, match="no progress file"):
        handed_in(tmp_path)


def test_another_ending_is_refused(a_class, tmp_path):
    with pytest.raises(PortfolioError, match=r"\.xlsx"):
        save_marks(handed_in(a_class), tmp_path / "marks.pdf")
