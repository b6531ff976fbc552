"""What a trainee is told: a named mistake, a second hint, the answer on the third miss and not before."""

import pytest

from solver.course import progress
from solver.course.checking import UnansweredError
from solver.course.exercise import Exercise, Mistake, Part
from solver.course.feedback import feedback_html
from solver.course.folder import CASES, make_course
from solver.course.handle import ExerciseHandle, exercise
from solver.course.kinds import Choice, Number, Whole
from solver.run import step as steps
from solver.words.errors import PortfolioError

TWO_PARTS = Exercise(
    "03.9",
    level="decide",
    title="Two things",
    parts=(
        Part("rate", "Rate", Number(1), 12.5, mistakes=(Mistake(25.0, "You forgot the half."),)),
        Part("who", "Who", Choice({"a": "Ann", "b": "Bob"}), "a"),
    ),
    hints=("look at the half", "divide by two"),
    why="because halves count",
)
ONE_PART = Exercise(
    "03.8",
    level="compute",
    title="One thing",
    parts=(Part("n", "Number", Whole(), 9, mistakes=(Mistake(8, "You rounded down."),)),),
    hints=("first hint", "second hint"),
    why="because one rounds up",
)


@pytest.fixture(autouse=True)
def nothing_tried(monkeypatch):
    """Progress is kept in memory, and empty: no notebook has opened a run."""
    monkeypatch.setattr(progress, "_memory", {})
    steps._opened.clear()


def said(feedback):
    return repr(feedback)


def test_a_right_answer_is_green_and_says_why():
    feedback = ExerciseHandle(ONE_PART).check(9)
    assert feedback.right
    assert "✓ right" in said(feedback)
    assert "because one rounds up" in said(feedback)
    assert "class='exercise right'" in feedback_html(feedback)


def test_a_known_mistake_is_named_in_place_of_the_first_hint():
    feedback = ExerciseHandle(ONE_PART).check(8)
    assert "You rounded down." in said(feedback)
    assert "first hint" not in said(feedback)
    assert "because" not in said(feedback)


def test_an_unknown_mistake_gets_the_first_hint_and_the_second_miss_the_second():
    handle = ExerciseHandle(ONE_PART)
    assert "first hint" in said(handle.check(7))
    second = said(handle.check(8))
    assert "You rounded down." in second
    assert "second hint" in second


def test_the_answer_is_told_on_the_third_different_miss_and_not_before():
    handle = ExerciseHandle(ONE_PART)
    for wrong in (7, 8, 7, 8):  # the same answers again are no new misses
        assert "because one rounds up" not in said(handle.check(wrong))
    third = handle.check(6)
    assert third.answer_shown
    assert "| 9" in said(third)
    assert "because one rounds up" in said(third)
    assert progress.load_progress().of("03.8").status == "shown"
    assert handle.check(9).right
    assert progress.load_progress().of("03.8").status == "right_after_answer"


def test_what_cannot_be_read_is_no_miss():
    handle = ExerciseHandle(ONE_PART)
    for odd in ("?", None, 8.96, True, [1]):
        feedback = handle.check(odd)
        assert not feedback.readable
        assert "say it another way" in said(feedback)
    assert progress.load_progress().of("03.8").attempts == ()


@pytest.mark.parametrize("answers", [{"rate": 12.5, "who": "a"}, None])
def test_several_parts_are_given_as_a_mapping_or_by_name(answers):
    handle = ExerciseHandle(TWO_PARTS)
    feedback = handle.check(answers) if answers else handle.check(rate="12,5", who="Ann")
    assert feedback.right


def test_each_part_has_its_own_verdict():
    feedback = ExerciseHandle(TWO_PARTS).check(rate=25, who="a")
    assert [result.outcome for result in feedback.results] == ["wrong", "right"]
    assert "Rate: You forgot the half." in said(feedback)


@pytest.mark.parametrize("answer", [..., {"rate": ..., "who": "a"}, {"rate": 12.5}])
def test_the_dots_of_the_stub_stop_the_notebook_with_one_plain_line(answer):
    with pytest.raises(UnansweredError) as stopped:
        ExerciseHandle(TWO_PARTS).check(answer)
    line = " ".join(stopped.value._render_traceback_())
    assert line.startswith("Exercise 03.9 waits for ")
    assert "rate" in line or "who" in line


def test_a_reason_that_was_not_given_stops_too_and_one_that_was_is_kept():
    handle = ExerciseHandle(TWO_PARTS)
    with pytest.raises(UnansweredError, match="reason"):
        handle.check(rate=12.5, who="a", because=...)
    handle.check(rate=12.5, who="a", because="Ann has room")
    assert progress.load_progress().of("03.9").because == "Ann has room"


def test_a_part_that_does_not_exist_is_refused_by_name():
    with pytest.raises(PortfolioError, match="rates"):
        ExerciseHandle(TWO_PARTS).check(rates=12.5)
    with pytest.raises(PortfolioError, match="several"):
        ExerciseHandle(TWO_PARTS).check(12.5)


def test_what_a_trainee_types_is_never_html():
    assert "<b>" not in feedback_html(ExerciseHandle(ONE_PART).check("<b>8</b>"))


def test_progress_survives_in_the_run_folder(tmp_path, monkeypatch):
    run = steps.Run(tmp_path)
    steps._opened.append(run)
    handle = ExerciseHandle(ONE_PART)
    handle.check(7)
    handle.check(9)
    kept = progress.read_progress(tmp_path / progress.FILE)
    assert [attempt.right for attempt in kept.of("03.8").attempts] == [False, True]
    assert kept.of("03.8").status == "right"
    steps._opened.clear()


def test_a_progress_file_that_is_none_is_refused_by_name(tmp_path):
    (tmp_path / "progress.json").write_text("[]", encoding="utf-8", newline="\n")
    with pytest.raises(PortfolioError, match=r"progress\.json"):
        progress.read_progress(tmp_path / "progress.json")


def test_a_notebook_whose_step_was_not_opened_keeps_progress_in_its_run_and_speaks_its_language(
    tmp_path, monkeypatch
):
    course = make_course(tmp_path / "course", "fr")
    monkeypatch.chdir(course.path / CASES[0].name)
    feedback = exercise("04.1").check(3)
    assert "pas encore" in said(feedback)
    kept = progress.read_progress(course.run(CASES[0]).path / progress.FILE)
    assert kept.of("04.1").status == "wrong"
