"""The bank as a whole: its order, its grades, and that each check knows the answer and the mistakes."""

import re

import pytest

from solver.course import progress
from solver.course.bank import all_exercises, exercises_of
from solver.course.checking import check_part
from solver.course.exercise import LEVELS
from solver.course.handle import ExerciseHandle
from solver.course.kinds import Choice, Codes, Custom, Number, Share
from solver.run import STEPS
from solver.run import step as steps

EXERCISES = all_exercises()
PARTS = [(exercise, part) for exercise in EXERCISES for part in exercise.parts]
NAMED = [(exercise, part, mistake) for exercise, part in PARTS for mistake in part.mistakes]
FEWEST_A_STEP = 4
every_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=[one.id for one in EXERCISES])
every_mistake = pytest.mark.parametrize(
    ("exercise", "part", "mistake"),
    NAMED,
    ids=[f"{exercise.id} {part.name} {mistake.message[:20]}" for exercise, part, mistake in NAMED],
)


@pytest.fixture(autouse=True)
def nothing_tried(monkeypatch):
    """Progress is kept in memory, and empty: no notebook has opened a run."""
    monkeypatch.setattr(progress, "_memory", {})
    steps._opened.clear()


def answers_of(exercise):
    return {part.name: part.answer for part in exercise.parts}


@pytest.mark.parametrize("spec", STEPS, ids=[spec.id for spec in STEPS])
def test_the_exercises_of_a_step_are_numbered_in_order(spec):
    ids = [one.id for one in exercises_of(spec.number)]
    assert ids == [f"{spec.number:02d}.{place}" for place in range(1, len(ids) + 1)]
    assert len(ids) >= FEWEST_A_STEP


@pytest.mark.parametrize("spec", STEPS, ids=[spec.id for spec in STEPS])
def test_a_step_begins_with_a_sum_and_asks_for_more_than_sums(spec):
    levels = [one.level for one in exercises_of(spec.number)]
    assert levels[0] == "compute"
    assert len(set(levels)) > 1


def test_every_level_appears():
    assert {one.level for one in EXERCISES} == set(LEVELS)


def test_the_right_letters_are_spread_over_all_there_are():
    letters = [
        part.answer
        for _e, part in PARTS
        if isinstance(part.kind, Choice) and set(part.kind.options) <= set("abcd")
    ]
    times = {letter: letters.count(letter) for letter in "abcd"}
    assert len(letters) == 23
    assert max(times.values()) <= len(letters) / 3
    assert times["d"] >= 2  # few questions have so many


@every_exercise
def test_two_mistakes_at_least_are_named(exercise):
    assert sum(len(part.mistakes) for part in exercise.parts) >= 2


@every_exercise
def test_names_of_parts_and_messages_are_told_apart(exercise):
    names = [part.name for part in exercise.parts]
    assert len(set(names)) == len(names)
    for part in exercise.parts:
        messages = [mistake.message for mistake in part.mistakes]
        assert len(set(messages)) == len(messages)


@every_mistake
def test_no_mistake_is_the_answer(exercise, part, mistake):
    readings = part.kind.readings(mistake.sample)
    assert not any(part.kind.same(value, part.answer) for value in readings)
    if not callable(mistake.answer):
        assert not part.kind.same(part.answer, mistake.answer)
    elif isinstance(part.kind, Codes):
        assert not mistake.answer(frozenset(part.answer))
    else:
        assert not mistake.answer(part.kind.readings(part.answer)[0])


@every_mistake
def test_the_check_names_the_mistake_in_the_midst_of_right_answers(exercise, part, mistake):
    feedback = ExerciseHandle(exercise).check(**answers_of(exercise) | {part.name: mistake.sample})
    wrong = [result for result in feedback.results if result.outcome != "right"]
    assert [(result.part.name, result.named, result.message) for result in wrong] == [
        (part.name, True, mistake.message)
    ]
    assert feedback.why is None


def test_a_third_of_the_exercises_are_answers_to_defend():
    assert 3 * sum(one.asks_reason for one in EXERCISES) >= len(EXERCISES)


@every_exercise
def test_every_decision_has_a_reason_to_compare_with_and_shows_it_after_the_verdict_only(exercise):
    assert exercise.asks_reason or exercise.level != "decide"
    if exercise.reason:
        right = ExerciseHandle(exercise).check(**answers_of(exercise), because="my own three words")
        assert exercise.reason in repr(right)
        part = next(part for part in exercise.parts if part.mistakes)
        wrong = ExerciseHandle(exercise).check(**answers_of(exercise) | {part.name: part.mistakes[0].sample})
        assert exercise.reason not in repr(wrong)


@every_exercise
def test_the_check_accepts_the_answer(exercise):
    feedback = ExerciseHandle(exercise).check(**answers_of(exercise))
    assert feedback.right
    assert feedback.why == exercise.why


def written(part):
    """Write the answer as a reader would type it; None for a plan."""
    if isinstance(part.kind, Custom):
        return None
    if isinstance(part.kind, Codes):
        return ", ".join(part.answer)
    if not isinstance(part.kind, Number | Share) and isinstance(part.answer, str):
        return part.answer
    return part.kind.written(part.answer)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    ("exercise", "part"), PARTS, ids=[f"{exercise.id} {part.name}" for exercise, part in PARTS]
)
def test_the_answer_is_accepted_as_text(exercise, part, language, speak):
    speak(language)
    text = written(part)
    if text is None:
        pytest.skip("a plan is not typed")
    assert check_part(part, text).outcome == "right", text


@pytest.mark.parametrize(
    ("part", "decimals"),
    [
        (part, part.kind.decimals)
        for _exercise, part in PARTS
        if isinstance(part.kind, Number) and part.kind.decimals
    ],
)
def test_a_number_is_accepted_with_a_comma_and_with_a_point(part, decimals):
    typed = f"{part.answer:.{decimals}f}"
    for text in (typed, typed.replace(".", ",")):
        assert check_part(part, text).outcome == "right", text


@pytest.mark.parametrize("part", [part for _exercise, part in PARTS if isinstance(part.kind, Share)])
def test_a_share_is_accepted_in_percent_with_a_comma(part):
    typed = f"{100 * part.answer:.1f}".replace(".", ",")
    for text in (f"{typed} %", f"{typed}%", f"{typed}\u00a0%"):
        assert check_part(part, text).outcome == "right", text


@every_exercise
def test_no_hint_gives_the_answer_away_before_the_third_miss(exercise):
    """The second hint may stop one sum short; a whole number with three figures or more is an answer."""
    for part in exercise.parts:
        if isinstance(part.kind, Number) and abs(part.answer) >= 100:
            figure = re.escape(f"{part.answer:,.{part.kind.decimals}f}")
            plain = re.escape(f"{part.answer:.{part.kind.decimals}f}")
            for hint in exercise.hints[:2]:
                assert not re.search(rf"(?<![\d,.])(?:{figure}|{plain})(?![\d,.]*\d)", hint), hint
