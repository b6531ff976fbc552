"""One answer against one exercise: what is right, which mistake was made, what the reader is told next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from solver.course.exercise import Exercise, Mistake, Part
from solver.course.kinds import Custom, shortened
from solver.course.numbers import UnreadableError
from solver.words.errors import between_words
from solver.words.i18n import _

Outcome = Literal["right", "wrong", "unreadable"]
MISSES_BEFORE_THE_ANSWER = 3


class UnansweredError(Exception):
    """The three dots are still there: the notebook stops here, with one plain line."""

    def _render_traceback_(self) -> list[str]:
        """Show the line alone, without the path the program took to it."""
        return between_words(str(self))


@dataclass(frozen=True)
class PartResult:
    """What became of one part.

    Attributes
    ----------
    part : Part
    yours : str
        The answer as it was read.
    outcome : {"right", "wrong", "unreadable"}
    message : str, optional
        The mistake by its name, or why the answer could not be read.
    named : bool
        Whether the mistake is one of those the exercise knows.
    """

    part: Part
    yours: str
    outcome: Outcome
    message: str | None = None
    named: bool = False


@dataclass(frozen=True)
class Feedback:
    """What the reader is told about one answer.

    Attributes
    ----------
    exercise : Exercise
    results : tuple of PartResult
    misses : int
        Different wrong answers so far, this one included.
    step_done, step_total : int
        Exercises of the step that are right, and all of them.
    """

    exercise: Exercise
    results: tuple[PartResult, ...]
    misses: int
    step_done: int = 0
    step_total: int = 0

    @property
    def right(self) -> bool:
        """Whether every part is right."""
        return all(result.outcome == "right" for result in self.results)

    @property
    def readable(self) -> bool:
        """Whether every part could be read, so that the answer counts."""
        return all(result.outcome != "unreadable" for result in self.results)

    @property
    def answer_shown(self) -> bool:
        """Whether the answer is told: not before the third miss."""
        return not self.right and self.readable and self.misses >= MISSES_BEFORE_THE_ANSWER

    @property
    def hint(self) -> str | None:
        """The hint that is due: the first only where no mistake was recognised, the second in any case."""
        if self.right or not self.readable or self.answer_shown:
            return None
        if self.misses >= 2:
            return _(self.exercise.hints[1])
        named = any(result.named for result in self.results)
        return None if named else _(self.exercise.hints[0])

    @property
    def why(self) -> str | None:
        """Why the method does it so, once the answer is known."""
        return _(self.exercise.why) if self.right or self.answer_shown else None

    def __repr__(self) -> str:
        """Return the table for a terminal."""
        from solver.course.table import feedback_text

        return feedback_text(self)

    def _repr_html_(self) -> str:
        from solver.course.table import feedback_html

        return feedback_html(self)


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
    waiting = [part for part in exercise.parts if is_blank(answers.get(part.name, ...))]
    if waiting:
        raise UnansweredError(_waits_for(exercise, waiting))
    return tuple(check_part(part, answers[part.name]) for part in exercise.parts)


def check_part(part: Part, raw: Any) -> PartResult:
    """Check one part: right, one of its known mistakes, or wrong in some other way."""
    try:
        if raw is None:
            raise UnreadableError(_("The answer is empty: no value came out of the computation."))
        readings = part.kind.readings(raw)
        if any(part.kind.same(value, part.answer) for value in readings):
            value = next(value for value in readings if part.kind.same(value, part.answer))
            return PartResult(part, shortened(part.kind.written(value)), "right")
        yours = shortened(raw.strip() if isinstance(raw, str) else part.kind.written(readings[0]))
        for mistake in part.mistakes:
            if any(is_mistake(part, mistake, value) for value in readings):
                return PartResult(part, yours, "wrong", _(mistake.message), named=True)
        remarks = (part.kind.remark(value, part.answer) for value in readings)
        remark = next((said for said in remarks if said), None)
        # The judge of a custom kind names the mistake itself.
        return PartResult(
            part, yours, "wrong", remark, named=isinstance(part.kind, Custom) and remark is not None
        )
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
