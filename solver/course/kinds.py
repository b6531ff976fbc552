"""What an answer may be, read with patience: a comma for a point, a unit written out, a share in per cent."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from string import ascii_letters
from typing import Any, ClassVar

from solver.course.choices import read_choice
from solver.course.numbers import MONEY_SCALE, THINGS, UnreadableError, number_readings, read_typed
from solver.course.remarks import other_percent, other_power, other_sign, past_the_scale, rounded_early
from solver.course.rounding import decimals_asked, rounds_to, shown_decimals, with_unit
from solver.course.typed import ends, read_codes
from solver.course.worded import of_the_things_asked, of_the_time_asked, with_sign
from solver.words.i18n import (
    _,
    clauses,
    counted,
    format_money,
    format_share,
    spoken,
    with_label,
)

SCALES = (1_000, 1_000_000)  # between the powers of the euro
LONGEST_KEPT = 500  # characters of an answer in the progress file


@dataclass(frozen=True)
class Verdict:
    """What the judge of a custom kind says.

    Parameters
    ----------
    right : bool
    message : str, optional
        What is wrong, in the reader's language.
    """

    right: bool
    message: str | None = None


class Kind(ABC):
    """What an answer may be, and when two answers are the same."""

    waits: ClassVar[bool] = True  # for an answer: dots stop the cell

    @abstractmethod
    def expected(self) -> str:
        """Say what is expected, in the reader's language."""

    @abstractmethod
    def readings(self, raw: Any) -> tuple[Any, ...]:
        """Return what the answer can mean, the likeliest first.

        Raises
        ------
        UnreadableError
            It cannot be an answer of this kind; such an answer is no miss.
        """

    @abstractmethod
    def same(self, value: Any, target: Any) -> bool:
        """Tell whether two answers are the same, rounding aside."""

    @abstractmethod
    def written(self, value: Any) -> str:
        """Write an answer for the table."""

    def in_code(self, value: Any) -> str:
        """Write an answer for who answers in code; most kinds know no code."""
        return self.written(value)

    def is_code(self, value: Any) -> bool:
        """Tell whether an answer, as it was read, was written in code."""
        return False

    def remark(self, value: Any, target: Any) -> str | None:
        """Say what is wrong with a miss where that shows from the two values alone."""
        return None


@dataclass(frozen=True)
class Measured(Kind):
    """A figure that words may stand beside.

    Parameters
    ----------
    per : str
        The time that it is asked for, a key of `TIMES`; “24 a month” is no answer where a year is asked.
        Another word, as in “visit”, where it is asked for none.
    signed : bool
        Whether the question is also which way it goes, so that “a loss of 71” is −71.
    """

    per: str = field(default="year", kw_only=True)
    signed: bool = field(default=False, kw_only=True)

    def heard(self, raw: Any, unit: str | None) -> Any:
        """Return an answer without what its words say of time and sign.

        Raises
        ------
        UnreadableError
            They say another time or another thing than is asked.
        """
        of_the_things_asked(raw, unit)
        raw = of_the_time_asked(raw, self.per)
        return with_sign(raw) if self.signed else raw


@dataclass(frozen=True)
class Number(Measured):
    """A number, in a unit where there is one.

    Parameters
    ----------
    decimals : int
        An answer rounded to so many decimals is right.
    unit : str, optional
        Marked for translation where it is a word, as in `mark("k€")`.
    out_of : float
        The most there can be, so that “80/100” is 80; 0 where there is no such thing.
    """

    decimals: int = 1
    unit: str | None = None
    out_of: float = 0

    def expected(self) -> str:
        """Say what is expected, with its decimals."""
        if self.unit is None:
            return _("a number, {decimals}").format(decimals=decimals_asked(self.decimals))
        return _("a number in {unit}, {decimals}").format(
            unit=_(self.unit), decimals=decimals_asked(self.decimals)
        )

    def readings(self, raw: Any) -> tuple[float, ...]:
        """Read a number or a text with a number in it."""
        return number_readings(self.heard(raw, self.unit), self.unit, self.out_of)

    def same(self, value: float, target: float) -> bool:
        """Compare after rounding."""
        return rounds_to(value, target, self.decimals)

    def written(self, value: float) -> str:
        """Write with the decimals asked for, more where the answer has more."""
        return with_unit(value, self.decimals, self.unit)

    def remark(self, value: float, target: float) -> str | None:
        """Recognise a figure rounded too early, with the other sign, or in another unit."""
        early = rounded_early(value, target, self.decimals) if self.decimals > 0 else None
        scales = SCALES if self.unit in MONEY_SCALE else (60,) if self.unit == "h" else ()
        power = other_power(value, target, scales, _(str(self.unit)))
        beyond = past_the_scale(value, self.out_of)
        return early or beyond or other_sign(value, target, self.same) or power


@dataclass(frozen=True)
class Whole(Number):
    """A whole number; one with decimals is handed back: which way to round is part of the question."""

    decimals: int = field(default=0, init=False)

    def expected(self) -> str:
        """Say what is expected."""
        if self.unit is None:
            return _("a whole number")
        return _("a whole number ({unit})").format(unit=_(self.unit))

    def readings(self, raw: Any) -> tuple[float, ...]:
        """Read a whole number."""
        found = super().readings(raw)
        whole = tuple(value for value in found if abs(value - round(value)) < 1e-6)
        if not whole:
            raise UnreadableError(_("A whole number is asked: decide whether to round up or down."))
        return whole

    def same(self, value: float, target: float) -> bool:
        """Compare whole numbers."""
        return round(value) == round(target)


@dataclass(frozen=True)
class Share(Measured):
    """A share of a whole: 0.375, 37.5 or “37.5 %”.

    Parameters
    ----------
    decimals : int
        Decimals of the percentage.
    """

    decimals: int = 1

    def expected(self) -> str:
        """Say what is expected, with its decimals."""
        return _("a share in percent, {decimals}").format(decimals=decimals_asked(self.decimals))

    def readings(self, raw: Any) -> tuple[float, ...]:
        """Read a share; a bare number from 1 on may be per cent, or a share of the whole or above."""
        raw = self.heard(raw, "%")
        typed = read_typed(raw)
        values = number_readings(raw, "%")
        if typed.unit in THINGS and not (typed.percent or typed.over):
            raise UnreadableError(_("A share is asked, not a number of them."))
        if typed.percent:
            return tuple(value / 100 for value in values)
        found: list[float] = []
        for value in values:
            found += [value] if abs(value) < 1 else [value / 100, value]
        return tuple(found)

    def same(self, value: float, target: float) -> bool:
        """Compare after rounding the percentage."""
        return rounds_to(value, target, self.decimals + 2)

    def written(self, value: float) -> str:
        """Write as a percentage, with more decimals where the answer has more."""
        return format_share(value, shown_decimals(100 * value, self.decimals))

    def remark(self, value: float, target: float) -> str | None:
        """Recognise a figure rounded too early, a share taken for its complement, per cent that are none."""
        if self.same(1 - value, target) and not self.same(value, target):
            return _("That is what is left over: 100% less the share that is asked.")
        early = rounded_early(value, target, self.decimals + 2) if self.decimals > 0 else None
        return early or other_sign(value, target, self.same) or other_percent(value, target)


@dataclass(frozen=True)
class Money(Measured):
    """An amount in euros.

    Parameters
    ----------
    decimals : int
        An answer rounded to so many decimals is right.
    """

    decimals: int = 0

    def expected(self) -> str:
        """Say what is expected, with its decimals."""
        return _("an amount in euros, {decimals}").format(decimals=decimals_asked(self.decimals))

    def readings(self, raw: Any) -> tuple[float, ...]:
        """Read an amount; “129 k€” is 129 000."""
        return number_readings(self.heard(raw, "€"), "€")

    def same(self, value: float, target: float) -> bool:
        """Compare after rounding."""
        return rounds_to(value, target, self.decimals)

    def written(self, value: float) -> str:
        """Write as an amount, with cents where the answer has some."""
        return format_money(value, min(2, shown_decimals(value, self.decimals)))

    def remark(self, value: float, target: float) -> str | None:
        """Recognise an amount with the other sign, and one in thousands of euros."""
        return other_sign(value, target, self.same) or other_power(value, target, SCALES, "€")


@dataclass(frozen=True)
class Choice(Kind):
    """One of several answers, by its letter or its words.

    Parameters
    ----------
    options : mapping of str to str
        Code, as in `"a"`, to its words, marked for translation.
    """

    options: Mapping[str, str]

    def expected(self) -> str:
        """List the codes."""
        return _("one of {options}").format(options=self._codes())

    def readings(self, raw: Any) -> tuple[str, ...]:
        """Read a code, or the words of an option."""
        if isinstance(raw, str) and not raw.strip():
            raise UnreadableError(_("The answer is empty."))
        if isinstance(raw, str) and raw in self.options:
            return (raw,)  # as most answers are: no words of other languages to load
        found = read_choice(raw, {code: in_every_language(words) for code, words in self.options.items()})
        if found is None:
            raise UnreadableError(_("Answer with one of {options}.").format(options=self._codes()))
        return (found,)

    def same(self, value: str, target: str) -> bool:
        """Compare codes."""
        return value == target

    def written(self, value: str) -> str:
        """Write code and words."""
        words = _(self.options[value])
        return with_label(value, words) if len(value) == 1 and words != value else words

    def _codes(self) -> str:
        """Write what may be typed: letters, or the words where codes are no letters."""
        return ", ".join(code if len(code) == 1 else _(words) for code, words in self.options.items())


@dataclass(frozen=True)
class Codes(Kind):
    """Some of several codes, in any order.

    Parameters
    ----------
    codes : sequence of str
        All the codes that could be answered, as `("C01", …, "C12")`; the right ones are the part's answer.
    names : callable, optional
        Returns code to name, or to several, where a name may stand for a code.
    one : bool
        Whether a single code is asked.
    """

    codes: Sequence[str]
    names: Callable[[], Mapping[str, str | tuple[str, ...]]] | None = field(default=None, compare=False)
    one: bool = False

    def expected(self) -> str:
        """Say which codes there are."""
        if self.one:
            return _("one of {options}").format(options=", ".join(self.codes))
        first, last = (int(code.lstrip(ascii_letters)) for code in (self.codes[0], self.codes[-1]))
        if last - first == len(self.codes) - 1:
            return _("codes from {first} to {last}, in any order").format(**ends(self.codes))
        return _("codes among {codes}, in any order").format(codes=", ".join(self.codes))

    def readings(self, raw: Any) -> tuple[frozenset[str], ...]:
        """Read codes from a list, a set, a column, or a text; the names that go with them will do."""
        named = (self.names() if self.names else {}).items()
        pairs = [(code, one) for code, said in named for one in ((said,) if isinstance(said, str) else said)]
        return read_codes(raw, self.codes, pairs)

    def same(self, value: Iterable[str], target: Iterable[str]) -> bool:
        """Compare as sets."""
        return frozenset(value) == frozenset(target)

    def written(self, value: Iterable[str]) -> str:
        """Write in the order of the case."""
        chosen = set(value)
        return ", ".join(code for code in self.codes if code in chosen) or _("none")

    def remark(self, value: frozenset[str], target: Iterable[str]) -> str | None:
        """Count what is too many and what is missing, without saying which."""
        if self.one:
            return None
        extra, missing = len(value - frozenset(target)), len(frozenset(target) - value)
        said = (
            counted(
                extra, "{n} of your codes does not belong there", "{n} of your codes do not belong there"
            ),
            counted(missing, "{n} code is missing", "{n} codes are missing"),
        )
        return f"{clauses(one for one, n in zip(said, (extra, missing), strict=True) if n)}."


@dataclass(frozen=True)
class Custom(Kind):
    """An answer that a function judges: a plan, a model, a table.

    Parameters
    ----------
    words : str
        What is expected, marked for translation.
    judge : callable
        Takes the answer; returns None or a right `Verdict` when it is right, a sentence (already translated)
        or a wrong `Verdict` when not. It may raise `UnreadableError` for what is no answer at all.
    write : callable, optional
        Writes an answer for the table.
    read : callable, optional
        Makes what the judge takes of what was typed.
    names : callable, optional
        Returns code to name, where the answer is a number for each name, or the names in an order.
    ordered : bool
        Whether it is the names in an order.
    """

    words: str
    judge: Callable[[Any], Verdict | str | None]
    write: Callable[[Any], str] | None = None
    read: Callable[[Any], Any] | None = None
    names: Callable[[], Mapping[str, str]] | None = None
    ordered: bool = False

    def expected(self) -> str:
        """Say what is expected."""
        return _(self.words)

    def readings(self, raw: Any) -> tuple[Any, ...]:
        """Take the answer as it is, or as it is read."""
        if isinstance(raw, str) and not raw.strip():
            raise UnreadableError(_("The answer is empty."))
        return (raw if self.read is None else self.read(raw),)

    def same(self, value: Any, target: Any) -> bool:
        """Ask the judge; the part's own answer is only one of those that are right."""
        return self.verdict(value).right

    def written(self, value: Any) -> str:
        """Write the answer with the names people know, where there are some; else as Python does."""
        if self.write is not None:
            return self.write(value)
        names = self.names() if self.names else {}
        if isinstance(value, Mapping):
            return ", ".join(with_label(names.get(key, str(key)), str(item)) for key, item in value.items())
        if names and not isinstance(value, str):
            return ", ".join(names.get(key, str(key)) for key in value)
        return value if isinstance(value, str) else repr(value)

    def remark(self, value: Any, target: Any) -> str | None:
        """Pass on what the judge says."""
        return self.verdict(value).message

    def verdict(self, value: Any) -> Verdict:
        """Return what the judge says.

        Raises
        ------
        UnreadableError
            The judge could not do anything with the answer.
        """
        try:
            said = self.judge(value)
        except UnreadableError:
            raise
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            raise UnreadableError(
                _("This cannot be an answer; expected: {kind}.").format(kind=self.expected())
            ) from None
        if isinstance(said, Verdict):
            return said
        return Verdict(said is None, said)


def in_every_language(words: str) -> tuple[str, ...]:
    """Return words in the language in force, then in the others of the course."""
    here = _(words)
    with spoken("fr"):
        return tuple(dict.fromkeys((here, words, _(words))))


def shortened(text: str, longest: int = LONGEST_KEPT) -> str:
    """Cut a long answer."""
    return text if len(text) <= longest else text[: longest - 1] + "…"
