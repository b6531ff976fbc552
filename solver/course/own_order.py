"""The lettered answers of a choice, in an order of each trainee's own: no letter is worth passing on."""

from dataclasses import replace
from hashlib import sha256

from solver.course.exercise import Exercise, Part
from solver.course.kinds import Choice

LETTERS = frozenset("abcdefgh")


def in_own_order(exercise: Exercise, order: int | None) -> Exercise:
    """Return an exercise whose lettered answers stand in the order of one trainee.

    Parameters
    ----------
    exercise : Exercise
    order : int, optional
        What is a trainee's own, from `solver.course.progress.own_order`; without it nothing moves.
    """
    if order is None:
        return exercise
    return replace(exercise, parts=tuple(_moved(part, f"{order} {exercise.id}") for part in exercise.parts))


def is_lettered(part: Part) -> bool:
    """Tell whether the letters of a choice are only its places: not a class, a line or a code."""
    return isinstance(part.kind, Choice) and LETTERS.issuperset(part.kind.options)


def _moved(part: Part, salt: str) -> Part:
    if not is_lettered(part):
        return part
    assert isinstance(part.kind, Choice)
    options = part.kind.options
    drawn = sorted(options, key=lambda letter: sha256(f"{salt} {part.name} {letter}".encode()).hexdigest())
    place = dict(zip(drawn, options, strict=True))
    return replace(
        part,
        kind=Choice({place[letter]: options[letter] for letter in drawn}),
        answer=place[part.answer],
        mistakes=tuple(replace(one, answer=place[str(one.answer)]) for one in part.mistakes),
    )
