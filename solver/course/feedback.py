"""What the reader is told of an answer, and the table that says it.

Green or red, and always in words too, on a light page or a dark one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import Literal

from solver.course.exercise import LEVELS, Exercise, Part
from solver.course.html import paragraph
from solver.course.kinds import shortened
from solver.words.i18n import _, format_number, mark

VERDICTS = {
    "right": ("✓", mark("right")),
    "wrong": ("✗", mark("not yet")),
    "unreadable": ("?", mark("say it another way")),
}
LONGEST_CELL = 120
Outcome = Literal["right", "wrong", "unreadable"]
MISSES_BEFORE_THE_ANSWER = 3


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
    in_code : bool
        Whether the answer was written in code, where it could have been ticked.
    """

    part: Part
    yours: str
    outcome: Outcome
    message: str | None = None
    named: bool = False
    in_code: bool = False

    @property
    def hints(self) -> tuple[str, ...]:
        """Its two hints: those on code only where the answer was code."""
        return self.part.hints_in_code if self.in_code and self.part.hints_in_code else self.part.hints

    @property
    def answer(self) -> str:
        """The answer as it is told after the third miss: with code only where the answer was code."""
        kind = self.part.kind
        return kind.in_code(self.part.answer) if self.in_code else kind.written(self.part.answer)


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
    def hints(self) -> tuple[tuple[Part, str], ...]:
        """The hints that are due, by part: the first unless the mistake was named, then the second."""
        if self.right or not self.readable or self.answer_shown:
            return ()
        second = self.misses >= 2
        due = [one for one in self.results if one.outcome == "wrong" and (second or not one.named)]
        known = [(one.part, one.hints or self.exercise.hints) for one in due]
        return tuple((part, _(hints[1 if second else 0])) for part, hints in known if hints)

    @property
    def why(self) -> str | None:
        """Why the method does it so, once the answer is known."""
        return _(self.exercise.why) if self.right or self.answer_shown else None

    def __repr__(self) -> str:
        """Return the table for a terminal."""
        return feedback_text(self)

    def _repr_html_(self) -> str:
        return feedback_html(self)


@cache
def exercise_style() -> str:
    """Return the stylesheet of the checks, made of JupyterLab's own colours where there are any."""
    return Path(__file__).with_name("exercise.css").read_text(encoding="utf-8")


def unjudged(content: str) -> str:
    """Return a part of a page in the look of the exercises, neither green nor red."""
    return f"<style>{exercise_style()}</style><div class='exercise unread'>{content}</div>"


def feedback_html(feedback: Feedback) -> str:
    """Return the table and what the reader is told next, as HTML."""
    state = "right" if feedback.right else "" if feedback.readable else "unread"
    heads = "".join(f"<th scope='col'>{escape(head)}</th>" for head in _heads(feedback))
    rows = "".join(_row(result, feedback.answer_shown) for result in feedback.results)
    said = "".join(
        f"<p><strong>{escape(label)}</strong> {escape(text)}</p>" if label else paragraph(text)
        for label, text in _said(feedback)
    )
    foot = "".join(f"<p class='quiet'>{escape(line)}</p>" for line in _foot(feedback))
    return (
        f"<style>{exercise_style()}</style><div class='exercise {state}'><h4>{escape(_title(feedback))}</h4>"
        f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>{said}{foot}</div>"
    )


def feedback_text(feedback: Feedback) -> str:
    """Return the same for a terminal."""
    lines = [_title(feedback)]
    for result in feedback.results:
        lines.append("  " + " | ".join(_cells(result, feedback.answer_shown)))
    lines += [f"{label} {text}".strip() for label, text in _said(feedback)]
    return "\n".join([*lines, *_foot(feedback)])


def _title(feedback: Feedback) -> str:
    exercise = feedback.exercise
    return f"{exercise.id} · {_(LEVELS[exercise.level])} · {_(exercise.title)}"


def _heads(feedback: Feedback) -> list[str]:
    heads = [_("Question"), _("Expected"), _("Yours"), _("Verdict")]
    return [*heads, _("Answer")] if feedback.answer_shown else heads


def _cells(result: PartResult, answer_shown: bool) -> list[str]:
    """Question, expected kind, yours, verdict and, from the third miss on, the answer."""
    sign, words = VERDICTS[result.outcome]
    part = result.part
    cells = [_(part.label), part.kind.expected(), shortened(result.yours, LONGEST_CELL), f"{sign} {_(words)}"]
    return [*cells, result.answer] if answer_shown else cells


def _row(result: PartResult, answer_shown: bool) -> str:
    cells = [escape(cell) for cell in _cells(result, answer_shown)]
    cells[3] = f"<span class='verdict {result.outcome}'>{cells[3]}</span>"
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _said(feedback: Feedback) -> Iterator[tuple[str, str]]:
    """Return what is said under the table: the mistakes, a hint, why."""
    several = len(feedback.results) > 1
    for result in feedback.results:
        if result.message:
            yield (_("{part}:").format(part=_(result.part.label)) if several else ""), result.message
    for part, hint in feedback.hints:
        yield (_("Hint for “{part}”:").format(part=_(part.label)) if several else _("Hint:")), hint
    if feedback.answer_shown:
        yield (
            "",
            _("Type the answer in and go on: it counts as done, and is worth a second look another day."),
        )
    if feedback.why:
        yield _("Why:"), feedback.why
        if feedback.exercise.reason:
            yield _("A reason to hold yours against:"), _(feedback.exercise.reason)


def _foot(feedback: Feedback) -> Iterator[str]:
    exercise = feedback.exercise
    if feedback.why and exercise.source:
        yield _("The case is published: {source}").format(source=_(exercise.source))
    if feedback.step_total:
        yield _("Step {step}: {done} of {total} exercises done").format(
            step=exercise.step,
            done=format_number(feedback.step_done),
            total=format_number(feedback.step_total),
        )
