"""What a notebook cell holds of an exercise: its table and its check."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from solver.course.bank import exercises_of, find_exercise
from solver.course.checking import UnansweredError, check_answers
from solver.course.exercise import Exercise
from solver.course.feedback import Feedback, PartResult
from solver.course.forms import Form
from solver.course.kinds import shortened
from solver.course.own_order import in_own_order
from solver.course.own_words import is_reason
from solver.course.plain_errors import speak_plainly
from solver.course.progress import Attempt, keep_progress, load_progress, now, own_order, speak_as_beside
from solver.words.errors import PortfolioError
from solver.words.i18n import _


def exercise(exercise_id: str) -> "ExerciseHandle":
    """Return an exercise by its id, as in `exercise("04.1")`.

    Raises
    ------
    PortfolioError
        There is no such exercise.
    """
    speak_plainly(stumbled)
    speak_as_beside()
    return ExerciseHandle(in_own_order(find_exercise(exercise_id), own_order()))


def stumbled(exercise_id: str, words: str) -> Feedback | None:
    """Count a cell that stopped on an error as a try at its exercise, and return what there is to say."""
    return exercise(exercise_id).stumbled(words)


class ExerciseHandle:
    """An exercise at work in a notebook."""

    def __init__(self, found: Exercise) -> None:
        self.exercise = found

    @property
    def data(self) -> pd.DataFrame:
        """The table of the statement, a fresh copy.

        Raises
        ------
        PortfolioError
            The exercise has none.
        """
        if self.exercise.data is None:
            raise PortfolioError(_("exercise {id} has no table").format(id=self.exercise.id))
        return self.exercise.data()

    def show(self) -> None:
        """Show the table of the statement."""
        from IPython.display import display

        from solver.report import show_table

        title = _(self.exercise.title)
        display(show_table(self.data, self.exercise.heads, rows=len(self.data), title=title))

    def ask(self) -> Form:
        """Show the table of the statement, where there is one, and the fields to answer in."""
        if self.exercise.data is not None:
            self.show()
        return Form(self.exercise, self.check)

    def check(self, answer: Any = None, /, *, because: Any = None, **parts: Any) -> Feedback:
        """Check an answer, keep the attempt, and say what there is to say.

        Parameters
        ----------
        answer : value or mapping, optional
            The bare answer of an exercise with one part; for several, a mapping of part to answer.
        because : str, optional
            The reason, in three words at least; the trainer reads it.
        **parts
            Another way of giving several answers: `check(a=2, b=3)`.

        Returns
        -------
        Feedback
            A green or red table, and a hint where one is due.

        Raises
        ------
        UnansweredError
            An answer is still the three dots of the stub, or the reason is no words.
        PortfolioError
            The exercise has no part of that name.
        """
        answers = self._answers(answer, parts)
        results = check_answers(self.exercise, answers)
        if because is not None and not is_reason(because):
            raise UnansweredError(
                _(
                    "Exercise {id} waits for your reason: a sentence in your own words, three words at least."
                ).format(id=self.exercise.id)
            )
        feedback = Feedback(self.exercise, results, misses=0)
        if not feedback.readable:
            return self._kept(results, None)
        attempt = Attempt(
            at=now(),
            answers={result.part.name: result.yours for result in results},
            right=feedback.right,
            mistakes=[result.message for result in results if result.named and result.message],
            because=str(because or "").strip(),
        )
        return self._kept(results, attempt)

    def stumbled(self, words: str) -> Feedback | None:
        """Count a cell that stopped on an error as a try, and say the hint that is due; None for easy ones.

        Parameters
        ----------
        words : str
            What was wrong, in the reader's language.
        """
        if self.exercise.level != "model":
            return None
        results = tuple(PartResult(part, "✗", "wrong", words, in_code=True) for part in self.exercise.parts)
        answers = {part.name: shortened(words) for part in self.exercise.parts}
        attempt = Attempt(at=now(), answers=answers, right=False)
        return self._kept(results, attempt)

    def _kept(self, results: tuple[PartResult, ...], attempt: Attempt | None) -> Feedback:
        """Keep an attempt that adds something, and return what there is to say."""
        progress = load_progress()
        if attempt is not None:
            longer = progress.with_attempt(self.exercise.id, attempt)
            if longer is not progress:
                keep_progress(longer)
            progress = longer
        ids = [one.id for one in exercises_of(self.exercise.step)]
        return Feedback(
            self.exercise,
            results,
            misses=progress.of(self.exercise.id).misses,
            step_done=progress.right_among(ids),
            step_total=len(ids),
        )

    def _answers(self, answer: Any, parts: Mapping[str, Any]) -> dict[str, Any]:
        """Put the answers under the names of the parts, in whichever way they were given."""
        names = [part.name for part in self.exercise.parts]
        if parts:
            answers = dict(parts)
        elif len(names) == 1 and not (isinstance(answer, dict) and set(answer) == set(names)):
            answers = {names[0]: answer}
        elif answer is ...:
            answers = {}
        elif isinstance(answer, Mapping):
            answers = {str(name): value for name, value in answer.items()}
        else:
            raise PortfolioError(
                _("exercise {id} asks for several answers").format(id=self.exercise.id),
                fix=_("give them by name: {names}").format(names=", ".join(names)),
            )
        unknown = sorted(set(answers) - set(names))
        if unknown:
            raise PortfolioError(
                _("exercise {id} has no part “{name}”").format(id=self.exercise.id, name=unknown[0]),
                fix=_("its parts are {names}").format(names=", ".join(names)),
            )
        return answers
