"""The test before and after is kept once, and the page to hand in says what it shows."""

import json
import re
from html import unescape

import pytest

from solver.course import progress
from solver.course.marks import handed_in, save_marks
from solver.course.positioning import QUESTIONS, Test, points
from solver.run import step as steps
from solver.words.i18n import spoken

RIGHT = {part.name: "25 %" if part.name == "05" else str(part.answer) for part in QUESTIONS}


@pytest.fixture(autouse=True)
def nothing_done(monkeypatch):
    """Progress is kept in memory, and empty: no notebook has opened a run."""
    monkeypatch.setattr(progress, "_memory", {})
    steps._opened.clear()


def test_the_first_answers_count_and_are_not_judged_before_both_tests_are_done():
    Test("before").keep({**RIGHT, "02": "", "03": "19"})
    Test("before").keep(RIGHT)
    assert points(progress.load_progress(), "before") == [n not in (2, 3) for n in range(1, 13)]
    assert points(progress.load_progress(), "after") is None
    assert "✓" not in Test("before").html()
    Test("after").keep(RIGHT)
    assert Test("after").html().count("✗") == 2


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_to_hand_in_shows_attempts_results_per_objective_before_and_after(language, tmp_path):
    wrong, right = ({"at": "", "answers": {"a": name}, "right": name == "2"} for name in ("3", "2"))
    tests = {"before": {**RIGHT, "02": "", "03": "19"}, "after": {**RIGHT, "03": ""}}
    kept = {"layout": 1, "exercises": {"04.1": [wrong, right]}, "tests": tests}
    (tmp_path / "Anna & Ben.json").write_text(json.dumps(kept), encoding="utf-8", newline="\n")
    with spoken(language):
        save_marks(handed_in(tmp_path), tmp_path / "results.html")
    page = unescape((tmp_path / "results.html").read_text(encoding="utf-8"))
    trainee = page.split("<section>")[2]
    cells = [re.findall(r"<td[^>]*>([^<]*)</td>", row) for row in re.findall(r"<tr>.*?</tr>", trainee)]
    second, third, fourth = (
        next(row for row in cells if row and row[0].startswith(f"{n}. ")) for n in (2, 3, 4)
    )
    assert second[-2:] == ["✗", "✓"]
    assert third[-2:] == ["✗", "✗"]
    assert fourth[1] == "2"  # attempts
    assert fourth[2].startswith("1 ")  # exercises right
    assert "Anna & Ben" in trainee
    assert re.findall(r": ([\d, ]+)\.", trainee) == ["2", "3"]  # acquired; to be taken up again
