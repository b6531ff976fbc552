"""Each trainee sees the answers to choose from in an order of their own, the same at every look."""

import json
from collections import Counter

import pytest

from solver.course import progress
from solver.course.bank import all_exercises, find_exercise
from solver.course.checking import check_part
from solver.course.folder import CASES, make_course
from solver.course.handle import exercise
from solver.course.own_order import in_own_order, is_lettered
from solver.run import step as steps

LETTERED = [(one, part) for one in all_exercises() for part in one.parts if is_lettered(part)]
TRAINEES = range(600)


@pytest.fixture(autouse=True)
def nothing_tried(monkeypatch):
    monkeypatch.setattr(progress, "_memory", {})
    steps._opened.clear()


@pytest.mark.parametrize(("one", "part"), LETTERED, ids=[f"{one.id} {part.name}" for one, part in LETTERED])
def test_only_places_change_and_each_word_keeps_its_verdict_and_its_remark(one, part):
    moved = next(p for p in in_own_order(one, 12).parts if p.name == part.name)
    assert list(moved.kind.options) == list(part.kind.options)
    assert sorted(moved.kind.options.values()) == sorted(part.kind.options.values())
    for words in part.kind.options.values():
        before, after = check_part(part, words), check_part(moved, words)
        assert (after.outcome, after.message) == (before.outcome, before.message)


def test_in_a_class_the_right_letter_is_each_letter_about_equally_often():
    """Of 600 trainees 200 are expected at each of three letters; 150 to 250 is four standard errors wide."""
    times = Counter(in_own_order(find_exercise("02.5"), order).parts[1].answer for order in TRAINEES)
    assert set(times) == set("abc")
    assert all(150 < count < 250 for count in times.values())


def test_what_is_no_letter_stays_where_it_is():
    for exercise_id in ("06.1", "07.6", "10.2"):
        before, after = find_exercise(exercise_id), in_own_order(find_exercise(exercise_id), 7)
        kept = [(p.kind, p.answer) for p in before.parts if not is_lettered(p)]
        assert [(p.kind, p.answer) for p in after.parts if not is_lettered(p)] == kept


def test_outside_the_course_nothing_moves():
    assert progress.own_order() is None
    assert exercise("02.5").exercise == find_exercise("02.5")


def test_the_order_is_the_folder_s_own_and_is_kept_where_the_folder_goes(tmp_path, monkeypatch):
    orders = []
    for name in ("anna", "paul"):
        course = make_course(tmp_path / name, "en")
        monkeypatch.chdir(course.path / CASES[0].name)
        assert progress.own_order() == progress.own_order()
        orders.append(progress.own_order())
        exercise("02.5").check(hours=1080, answer="Plan all but a tenth", because="my own three words")
    assert orders[0] != orders[1]
    kept = json.loads((course.run(CASES[0]).path / progress.FILE).read_text(encoding="utf-8"))
    assert kept["order"] == orders[1]
    monkeypatch.chdir(tmp_path)
    moved = course.path.rename(tmp_path / "elsewhere")
    monkeypatch.chdir(moved / CASES[0].name)
    assert progress.own_order() == orders[1]
    assert progress.load_progress().of("02.5").right
