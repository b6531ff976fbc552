"""Every exercise of the bank can be answered, recognises its mistakes, and keeps its answer to itself."""

from collections import Counter

import pytest

from solver.course.bank import all_exercises, exercises_of, find_exercise
from solver.course.checking import check_part
from solver.course.exercise import LEVELS
from solver.course.feedback import Feedback
from solver.course.kinds import Custom, Number, Share
from solver.run import STEPS
from solver.words.errors import PortfolioError

EXERCISES = all_exercises()
PARTS = [(exercise, part) for exercise in EXERCISES for part in exercise.parts]
MISTAKES = [(exercise, part, mistake) for exercise, part in PARTS for mistake in part.mistakes]
every_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=[one.id for one in EXERCISES])
every_part = pytest.mark.parametrize(
    ("exercise", "part"), PARTS, ids=[f"{exercise.id} {part.name}" for exercise, part in PARTS]
)
every_mistake = pytest.mark.parametrize(
    ("part", "mistake"),
    [(part, mistake) for _exercise, part, mistake in MISTAKES],
    ids=[f"{exercise.id} {part.name}: {mistake.message[:30]}" for exercise, part, mistake in MISTAKES],
)


def test_ids_are_unique_and_in_the_step_they_name():
    assert [one for one, times in Counter(one.id for one in EXERCISES).items() if times > 1] == []
    for spec in STEPS:
        assert all(exercise.step == spec.number for exercise in exercises_of(spec.number))


@pytest.mark.parametrize("spec", STEPS, ids=[spec.id for spec in STEPS])
def test_every_step_has_four_exercises_and_more_than_sums(spec):
    exercises = exercises_of(spec.number)
    assert len(exercises) >= 4
    assert len({exercise.level for exercise in exercises}) >= 2


@every_part
def test_the_answer_itself_is_right(exercise, part):
    result = check_part(part, part.answer)
    assert result.outcome == "right", result


@every_mistake
def test_the_mistake_is_recognised_and_is_one(part, mistake):
    assert mistake.sample is not None, "a mistake told by a function needs an example"
    result = check_part(part, mistake.sample)
    assert result.outcome == "wrong"
    assert result.named
    assert result.message == mistake.message


@every_exercise
def test_two_mistakes_are_known_by_name(exercise):
    known = sum(len(part.mistakes) for part in exercise.parts)
    judged = sum(isinstance(part.kind, Custom) for part in exercise.parts)  # its judge names mistakes too
    assert known + 2 * judged >= 2


@every_exercise
def test_texts_are_there_and_each_says_something_else(exercise):
    texts = [exercise.title, exercise.why, *exercise.hints, *(part.label for part in exercise.parts)]
    assert all(texts)
    assert len(set(exercise.hints)) == len(exercise.hints)
    assert exercise.level in LEVELS


@every_exercise
def test_neither_the_first_nor_the_second_miss_shows_the_answer(exercise):
    for misses in (1, 2):
        results = tuple(check_part(part, part.mistakes[0].sample) for part in exercise.parts if part.mistakes)
        feedback = Feedback(exercise, results, misses=misses)
        assert not feedback.answer_shown
        assert not results or feedback.why is None


@every_part
def test_the_example_of_what_is_expected_is_not_the_answer(exercise, part):
    if isinstance(part.kind, Number | Share):
        assert part.kind.written(part.answer) not in part.kind.expected().split()


def test_the_table_of_a_statement_is_made_anew_each_time():
    for exercise in EXERCISES:
        if exercise.data is not None:
            first, second = exercise.data(), exercise.data()
            assert first is not second
            assert first.equals(second)


def test_an_unknown_exercise_is_refused_in_one_line():
    with pytest.raises(PortfolioError, match=r"99\.9"):
        find_exercise("99.9")
