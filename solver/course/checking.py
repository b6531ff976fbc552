"""One answer against one exercise: what is right, and which mistake was made."""

from collections.abc import Mapping, Sequence
from typing import Any

from solver.course.exercise import Exercise, Mistake, Part
from solver.course.feedback import PartResult
from solver.course.kinds import Choice, Custom, shortened
from solver.course.numbers import UnreadableError
from solver.words.errors import between_words
from solver.words.i18n import _, mark

LEFT_ALONE = mark(
    "Whoever ticked the rules leaves this cell as it is. To write them, put your rule in place of the dots."
)


class UnansweredError(Exception):
    """The three dots are still there: the notebook stops here, with one plain line."""

    def _render_traceback_(self) -> list[str]:
        """Show the line alone, without the path the program took to it."""
        return between_words(str(self))


def check_answers(exercise: Exercise, answers: Mapping[str, Any]) -> tuple[PartResult, ...]:
    """Check every part.

    Parameters
    ----------
    exercise : Exercise
    answers : mapping
        Name of the part to its answer.

    Raises
    ------
    UnansweredError
        A part still holds the three dots of the stub.
    """
    blank = (part for part in exercise.parts if is_blank(answers.get(part.name, ...)))
    waiting = [part for part in blank if part.kind.waits]
    if waiting:
        raise UnansweredError(_waits_for(exercise, waiting))
    return tuple(check_part(part, answers[part.name]) for part in exercise.parts)


def check_part(part: Part, raw: Any) -> PartResult:
    """Check one part: right, one of its known mistakes, or wrong in some other way."""
    try:
        if is_blank(raw) and not part.kind.waits:
            return PartResult(part, "…", "unreadable", _(LEFT_ALONE))
        if raw is None:
            raise UnreadableError(_("The answer is empty: no value came out of the computation."))
        readings = part.kind.readings(raw)
        right = next((value for value in readings if part.is_right(value)), None)
        if right is not None:
            return PartResult(part, shortened(part.kind.written(right)), "right")
        # As it was typed; but a letter, which is another in every folder, with its words.
        typed = isinstance(raw, str) and not isinstance(part.kind, Choice)
        yours = shortened(raw.strip() if typed else part.kind.written(readings[0]))
        in_code = part.kind.is_code(readings[0])
        for mistake in part.mistakes:
            if any(is_mistake(part, mistake, value) for value in readings):
                return PartResult(part, yours, "wrong", _(mistake.message), named=True, in_code=in_code)
        remarks = (part.kind.remark(value, part.answer) for value in readings)
        remark = next((said for said in remarks if said), None)
        # The judge of a custom kind names the mistake itself.
        named = isinstance(part.kind, Custom) and remark is not None
        return PartResult(part, yours, "wrong", remark, named=named, in_code=in_code)
    except UnreadableError as refusal:
        return PartResult(part, shortened(str(raw)), "unreadable", str(refusal))


def is_mistake(part: Part, mistake: Mistake, value: Any) -> bool:
    """Tell whether an answer, as it was read, is this mistake."""
    if not callable(mistake.answer):
        return part.kind.same(value, mistake.answer)
    try:
        return bool(mistake.answer(value))
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return False


def is_blank(raw: Any) -> bool:
    """Tell whether an answer, or something in it, is still the three dots."""
    if raw is ...:
        return True
    if isinstance(raw, Mapping):
        return any(is_blank(item) for item in raw.values())
    if isinstance(raw, list | tuple | set | frozenset):
        return any(is_blank(item) for item in raw)
    return False


def _waits_for(exercise: Exercise, waiting: Sequence[Part]) -> str:
    """Say what is asked and how it is written: a trainee has seen no check yet."""
    if len(exercise.parts) == 1:
        return _(
            "Exercise {id} waits for {expected}. Put your answer in place of the three dots and run the "
            "cell again."
        ).format(id=exercise.id, expected=waiting[0].kind.expected())
    return _(
        "Exercise {id} waits for {names}. Put your answers in place of the three dots and run the cell again."
    ).format(id=exercise.id, names=", ".join(f"{part.name} ({part.kind.expected()})" for part in waiting))
