"""One language at a time: messages from the gettext catalogues, figures by Babel.

English is the source; `locale/<language>/messages.po` holds the others, `notebooks.po` the words of
the notebooks, a cell an entry. They are read as text, so that no compiled file has to be kept in step.
"""

import bz2
import locale
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache
from gettext import c2py
from pathlib import Path
from typing import NamedTuple

from babel.dates import format_date as babel_date
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal, format_percent

LOCALE_DIR = Path(__file__).parent / "locale"
BABEL_LOCALES = {"en": "en_GB", "fr": "fr_FR"}
SEMICOLONS = {"en": "; ", "fr": "\u00a0; "}
MISSING = "–"
MINUS = "−"
FRENCH_FIRST = re.compile(r"\b1 (?=[a-zéû])")  # the first of a month is the only ordinal day


class Speech(NamedTuple):
    """The language in which texts are written, `en` or `fr`, and the currency of their amounts."""

    language: str = "en"
    currency: str = "EUR"


_spoken: ContextVar[Speech | None] = ContextVar("spoken", default=None)

# What a process speaks where no `spoken` is in force. A notebook needs it: its kernel runs the cells, the
# callbacks of widgets and the threads of subshells each in a context of its own, so that a context variable
# which one cell sets is not sure to be seen by the next.
_of_process = [Speech()]


@contextmanager
def spoken(language: str, currency: str = "EUR") -> Iterator[None]:
    """Write in a language and a currency within a `with` block, whatever other threads write meanwhile.

    A thread that is started within speaks it too if it is given the context: `copy_context().run`.
    """
    before = _spoken.set(Speech(language, currency))
    try:
        yield
    finally:
        _spoken.reset(before)


def speak_by_default(language: str, currency: str = "EUR") -> None:
    """Choose what this process speaks where no `spoken` is in force: for notebooks and new processes."""
    _of_process[0] = Speech(language, currency)


def in_force() -> Speech:
    """Return the language and the currency in force."""
    return _spoken.get() or _of_process[0]


def current_language() -> str:
    """Return the language in force, `en` or `fr`."""
    return in_force().language


def machine_language() -> str:
    """Return `fr` where the machine, or the variable LANGUAGE, speaks French, else `en`."""
    said = [os.environ.get(name, "") for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")]
    named = next((words for words in said if words), locale.getlocale()[0] or "")
    return "fr" if named.casefold().startswith("fr") else "en"


def _(message: str) -> str:
    """Translate a message; a message without an entry stays as it is."""
    return _catalogue(current_language(), "messages").messages.get(message, message)


def ngettext(one: str, many: str, n: float) -> str:
    """Translate a message about `n` things, in the form that the language has for that many.

    English has the singular for 1 alone, French for 0 as well: the singular names its number as `{n}` too.
    """
    known = _catalogue(current_language(), "messages")
    forms = known.plurals.get((one, many))
    if forms is None:
        return one if abs(n) == 1 else many
    return forms[known.form_of(int(abs(n)))]


def counted(count: float | None, one: str, many: str) -> str:
    """Write a message about one thing or about `{n}` of them; other placeholders stay to be filled in."""
    told = (
        2 if count is None or is_missing(count) else round(float(count))
    )  # the number as it is written beside the word
    return ngettext(one, many, told).replace("{n}", format_number(count))


def translate_page(source: str, language: str) -> str:
    """Translate the words of one notebook cell; a cell without an entry stays as it is."""
    return _catalogue(language, "notebooks").messages.get(source, source)


def mark(message: str) -> str:
    """Mark a message for the catalogue where it is written before the language is known."""
    return message


def mark_plural(one: str, many: str) -> tuple[str, str]:
    """Mark both forms of a message about a number of things, for `ngettext` or `counted` later."""
    return one, many


class _Catalogue(NamedTuple):
    """What a language says: its sentences, those that count, and which form belongs to a number."""

    messages: Mapping[str, str]
    plurals: Mapping[tuple[str, str], tuple[str, ...]]
    form_of: Callable[[int], int]


@cache
def _catalogue(language: str, name: str) -> _Catalogue:
    path = next((LOCALE_DIR / language).glob(f"{name}.po*"), None)  # packed in a wheel
    if path is None:
        return _Catalogue({}, {}, int)
    with bz2.open(path) if path.suffix == ".bz2" else path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    messages: dict[str, str] = {}
    plurals: dict[tuple[str, str], tuple[str, ...]] = {}
    for entry in catalogue:
        if not entry.id or not entry.string or entry.fuzzy:
            continue
        if isinstance(entry.id, tuple):
            plurals[entry.id[0], entry.id[1]] = tuple(entry.string)
        else:
            messages[str(entry.id)] = str(entry.string)
    return _Catalogue(messages, plurals, c2py(catalogue.plural_expr))


def with_label(label: str, text: str) -> str:
    """Write a label, the colon as the language spaces it, and what it stands for."""
    return _("{label}: {text}").format(label=label, text=text)


def in_quotes(text: str) -> str:
    """Write a name or a value between the quotation marks of the language."""
    return _("“{text}”").format(text=text)


def clauses(parts: Iterable[str]) -> str:
    """Set parts of a sentence side by side, the semicolon as the language spaces it."""
    return SEMICOLONS[current_language()].join(parts)


def _locale() -> str:
    return BABEL_LOCALES[current_language()]


def format_money(amount: float | None, decimals: int = 0) -> str:
    """Write an amount in the portfolio's currency, rounded to `decimals`."""
    if amount is None or is_missing(amount):
        return MISSING
    pattern = _money_pattern(decimals)
    rounded = round(float(amount), decimals) + 0.0  # no “-0 €”
    written = format_currency(rounded, in_force().currency, pattern, _locale(), currency_digits=False)
    return _with_minus(written)


def _money_pattern(decimals: int) -> str:
    digits = "#,##0" + ("." + "0" * decimals if decimals else "")
    return f"{digits}\u00a0¤" if current_language() == "fr" else f"¤{digits};-¤{digits}"


def format_number(number: float | None, decimals: int = 0) -> str:
    """Write a number with the language's separators."""
    if number is None or is_missing(number):
        return MISSING
    digits = "#,##0" + ("." + "0" * decimals if decimals else "")
    return _with_minus(format_decimal(round(float(number), decimals) + 0.0, digits, _locale()))


def format_share(share: float | None, decimals: int = 0) -> str:
    """Write a share between 0 and 1 as a percentage."""
    if share is None or is_missing(share):
        return MISSING
    digits = "#,##0" + ("." + "0" * decimals if decimals else "")
    pattern = f"{digits}\u00a0%" if current_language() == "fr" else f"{digits}%"
    return _with_minus(format_percent(round(float(share), decimals + 2) + 0.0, pattern, _locale()))


def _with_minus(figure: str) -> str:
    """Write the minus as wide as the plus, the one sign for it in all that a person reads."""
    return figure.replace("-", MINUS, 1)


def format_hours(hours: float | None, decimals: int = 0) -> str:
    """Write a number of hours with its unit."""
    return MISSING if hours is None or is_missing(hours) else f"{format_number(hours, decimals)}\u00a0h"


def format_date(day: date | datetime | str | None, style: str = "medium") -> str:
    """Write a date in words; `style` is one of Babel's `short`, `medium`, `long` or a pattern."""
    if day is None or is_missing(day):
        return MISSING
    written = babel_date(_as_day(day), style, locale=_locale())
    return FRENCH_FIRST.sub("1er ", written) if current_language() == "fr" else written


def is_missing(value: object) -> bool:
    """Tell whether there is no value: none, or a number or a day that is not equal to itself."""
    if value is None:
        return True
    try:
        return bool(value != value)
    except TypeError:  # pandas' missing value refuses to be true or false
        return True


def _as_day(day: date | datetime | str) -> date:
    if isinstance(day, str):
        return date.fromisoformat(day[:10])
    return day.date() if isinstance(day, datetime) else day
