"""The exercises, one module a step: `step_NN.py` with its `EXERCISES`."""

from dataclasses import replace
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from solver.course.bank.hints_01_07 import HINTS as FIRST_HINTS
from solver.course.bank.hints_08_12 import HINTS as LATER_HINTS
from solver.course.bank.reasons import REASONS
from solver.course.exercise import Exercise
from solver.run import STEPS
from solver.words.errors import PortfolioError
from solver.words.i18n import _

PART_HINTS = {**FIRST_HINTS, **LATER_HINTS}


@cache
def exercises_of(step: int) -> tuple[Exercise, ...]:
    """Return the exercises of a step, in order."""
    name = f"{__name__}.step_{step:02d}"
    if find_spec(name) is None:
        return ()
    found: tuple[Exercise, ...] = import_module(name).EXERCISES
    return tuple(_with_hints(exercise) for exercise in found)


def _with_hints(exercise: Exercise) -> Exercise:
    """Give each part its own hints, and a decision its reason."""
    hints = PART_HINTS.get(exercise.id, {})
    parts = tuple(replace(part, hints=hints.get(part.name, ())) for part in exercise.parts)
    return replace(exercise, parts=parts, reason=REASONS.get(exercise.id))


def all_exercises() -> tuple[Exercise, ...]:
    """Return the exercises of the twelve steps, in order."""
    return tuple(exercise for spec in STEPS for exercise in exercises_of(spec.number))


def find_exercise(exercise_id: str) -> Exercise:
    """Return one exercise by its id.

    Raises
    ------
    PortfolioError
        There is no such exercise.
    """
    step = exercise_id[:2]
    known = exercises_of(int(step)) if step.isdigit() else ()
    for exercise in known:
        if exercise.id == exercise_id:
            return exercise
    raise PortfolioError(
        _("there is no exercise “{id}”").format(id=exercise_id), fix=_("exercises are named as in 04.1")
    )
