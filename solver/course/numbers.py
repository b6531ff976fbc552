"""Numbers as trainees type them: `3.5`, `3,5` without quotes, “1 234,5 k€”, a cell of a table."""

import re
from math import isfinite
from typing import Any

from solver.words.i18n import _
from solver.words.numbers import OTHER_MARK, Written, take_apart

MONEY_SCALE = {"€": 1.0, "k€": 1_000.0, "M€": 1_000_000.0}
SPACES = re.compile(r"[\s'’]")
NUMBER = re.compile(
    r"[€$£]?\s*(?P<sign>[+\-−–]?)\s*[€$£]?\s*(?P<digits>[\d.,](?:[\d.,'’\s]*\d)?)[.,]?(?P<tail>.*)", re.DOTALL
)
POWERS = {"": 1.0, "k": 1_000.0, "m": 1_000_000.0}


class UnreadableError(ValueError):
    """What was given cannot be an answer of the kind asked; it does not count as a miss."""


def number_readings(raw: Any, unit: str | None = None) -> tuple[float, ...]:
    """Return the numbers that an answer can mean, the likeliest first.

    Parameters
    ----------
    raw : Any
        A number, a text, a single cell of a table, or the pair that `3,5` is in Python.
    unit : str, optional
        The unit asked for; an answer may repeat it, or give another power of the euro.

    Raises
    ------
    UnreadableError
        There is no number in it.
    """
    value = _single(raw)
    if isinstance(value, tuple) and len(value) == 2 and all(type(part) is int for part in value):
        value = f"{value[0]},{value[1]}"
    if isinstance(value, str):
        return _from_text(value, unit)
    if isinstance(value, bool) or value is None or isinstance(value, tuple | list | dict | set):
        raise UnreadableError(_("A number is asked."))
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise UnreadableError(_("A number is asked.")) from None
    if not isfinite(number):
        raise UnreadableError(_("The answer is empty: no number came out of the computation."))
    return (number,)


def _single(raw: Any) -> Any:
    """Take the one value out of a numpy scalar or a column of one line."""
    if getattr(raw, "size", None) == 1 and hasattr(raw, "item"):
        return raw.item()
    return raw


def _from_text(text: str, unit: str | None) -> tuple[float, ...]:
    """Read a number in French or English writing, its unit taken off.

    The unit is looked at here, not where files are read: an answer may repeat the words it is asked in, which
    would be no number in a file, and “k€” is a factor only where another power of the euro is asked.
    """
    found = NUMBER.fullmatch(text.replace("EUR", "€").replace("_", "").strip())
    values = _values(found["digits"]) if found else None
    if found is None or values is None:
        raise UnreadableError(_("There is no number in “{text}”.").format(text=text[:40]))
    factor = _factor(SPACES.sub("", found["tail"]), unit)
    if factor is None:
        raise UnreadableError(_("“{text}” is in another unit than asked.").format(text=text[:40]))
    minus = -1.0 if found["sign"] in ("-", "−", "–") else 1.0
    return tuple(minus * factor * value for value in values)


def _values(digits: str) -> list[float] | None:
    """Return what the digits can mean, the decimals first: one mark before three digits has two meanings."""
    written = take_apart(digits)
    if not isinstance(written, Written):
        return None
    marks = [written.mark, OTHER_MARK[written.mark]] if written.mark and written.doubtful else [written.mark]
    return [float(written.size(mark)) for mark in marks]


def _factor(tail: str, unit: str | None) -> float | None:
    """Return what a written unit multiplies by; None when it is not the unit asked for."""
    plain = tail.strip(".").casefold()
    if not plain:
        return 1.0
    if unit is None:
        return None if any(letter.isdigit() for letter in plain) else 1.0
    asked = {SPACES.sub("", words).casefold() for words in (unit, _(unit), unit[0])}
    if plain in asked:
        return 1.0
    if unit in MONEY_SCALE and plain.rstrip("€") in POWERS and len(plain) <= 2:
        return POWERS[plain.rstrip("€")] / MONEY_SCALE[unit]
    return None
