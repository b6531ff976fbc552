"""What an exercise is: a statement in parts, each with its answer and the mistakes people really make."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from solver.course.kinds import Kind
from solver.tables.units import UnitName
from solver.words.i18n import _, mark

if TYPE_CHECKING:
    from solver.report import Column

Level = Literal["compute", "decide", "find_error", "model"]
LEVELS: Mapping[str, str] = {
    "compute": mark("Compute"),
    "decide": mark("Decide"),
    "find_error": mark("Find the error"),
    "model": mark("Model"),
}
ID = re.compile(r"(\d\d)\.(\d+)")
UNIT_BY_END: Mapping[str, UnitName] = {"eur": "money", "rate": "share"}  # of the columns of a statement


@dataclass(frozen=True)
class Mistake:
    """A wrong answer that people really give, and what it comes from.

    Parameters
    ----------
    answer : value or callable
        The wrong value, recognised within the tolerance of the right one; or a function of the answer as it
        was read (a frozenset for codes, the answer itself for a custom kind) that says whether this is it.
    message : str
        The mistake, named and explained in a sentence or two; marked for translation.
    example : optional
        An answer that makes a callable say yes; the tests try it.
    """

    answer: Any | Callable[[Any], bool]
    message: str
    example: Any = None

    @property
    def sample(self) -> Any:
        """An answer that shows this mistake."""
        return self.example if callable(self.answer) else self.answer


@dataclass(frozen=True)
class Part:
    """One thing to answer.

    Parameters
    ----------
    name : str
        The name of the answer in the notebook.
    label : str
        What is asked, as the table of the check calls it; marked for translation.
    kind : Kind
        What an answer may be, see `solver.course.kinds`.
    answer : value
        The right answer, as exact as it is known; for a custom kind, one answer that is right.
    mistakes : tuple of Mistake
    also : tuple, optional
        Other answers that are right, as a whole euro is where the exact amount has cents.
    hints : tuple of str, optional
        Its own two hints, where the exercise has several parts; marked for translation.
    hints_in_code : tuple of str, optional
        The two hints for who writes the answer in code instead of ticking it; marked for translation.
    """

    name: str
    label: str
    kind: Kind
    answer: Any
    mistakes: tuple[Mistake, ...] = ()
    also: tuple[Any, ...] = ()
    hints: tuple[str, ...] = ()
    hints_in_code: tuple[str, ...] = ()

    def is_right(self, value: Any) -> bool:
        """Tell whether a reading of an answer is right."""
        return any(self.kind.same(value, target) for target in (self.answer, *self.also))


@dataclass(frozen=True)
class Exercise:
    """One exercise of the course.

    Parameters
    ----------
    id : str
        Step and number, as in `04.1`.
    level : {"compute", "decide", "find_error", "model"}
    title : str
        Marked for translation, as every text below.
    parts : tuple of Part
    hints : tuple of str
        The first says where to look, the second takes the reader nearly there; of an exercise with one part.
        Where there are several, each has its own, in `solver.course.bank`.
    why : str
        Why the method does it so; shown when the answer is right, and with the answer on the third miss.
    source : str, optional
        Author or site, title and address of a published case.
    data : callable, optional
        Returns the table of the statement.
    columns : mapping, optional
        Heads of that table's columns; the usual names where left out.
    reason : str, optional
        A reason for an answer that has to be defended, to compare one's own with after the verdict.
    board : tuple of str, optional
        Rules of the small model that may be ticked to see what becomes of the plan.
    """

    id: str
    level: Level = field(kw_only=True)
    title: str = field(kw_only=True)
    parts: tuple[Part, ...] = field(kw_only=True)
    hints: tuple[str, ...] = field(default=(), kw_only=True)
    why: str = field(kw_only=True)
    source: str | None = field(default=None, kw_only=True)
    data: Callable[[], pd.DataFrame] | None = field(default=None, kw_only=True)
    columns: Mapping[str, str] | None = field(default=None, kw_only=True)
    reason: str | None = field(default=None, kw_only=True)
    board: tuple[str, ...] = field(default=(), kw_only=True)

    def __post_init__(self) -> None:
        """Refuse an exercise that could not be checked."""
        if not ID.fullmatch(self.id) or self.level not in LEVELS or not self.parts:
            raise ValueError(f"exercise {self.id} lacks an id such as 04.1, a level or a part")

    @property
    def asks_reason(self) -> bool:
        """Whether a reason in words belongs to the answer."""
        return self.reason is not None

    @property
    def heads(self) -> "dict[str, Column] | None":
        """Heads of its table in the language in force; None for the usual names."""
        return None if self.columns is None else heads_in_units(self.columns)

    @property
    def step(self) -> int:
        """Number of the step it belongs to."""
        return int(self.id[:2])


def heads_in_units(columns: Mapping[str, str]) -> "dict[str, Column]":
    """Return the heads of a statement's table in the language in force: euros as euros, rates in percent."""
    from solver.report import Column

    units = {name: UNIT_BY_END.get(name.rpartition("_")[2]) for name in columns}
    return {name: Column(label=_(head), unit=units[name]) for name, head in columns.items()}
