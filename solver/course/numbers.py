"""Numbers as trainees type them: `3.5`, `3,5` without quotes, “1 234,5 k€”, a cell of a table."""

import re
from math import isfinite
from typing import Any

from solver.words.i18n import _

MONEY_SCALE = {"€": 1.0, "k€": 1_000.0, "M€": 1_000_000.0}
SPACES = re.compile(r"[\s\u00a0\u202f'’_]")
NUMBER = re.compile(r"([€$£]?)([+\-−–]?)([€$£]?)([\d.,]*\d[.,]?)(.*)")
THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
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
    """Read a number in French or English writing, its unit taken off."""
    found = NUMBER.fullmatch(SPACES.sub("", text).replace("EUR", "€"))
    if found is None:
        raise UnreadableError(_("There is no number in “{text}”.").format(text=text[:40]))
    _before, sign, _after, digits, tail = found.groups()
    factor = _factor(tail, unit)
    if factor is None:
        raise UnreadableError(_("“{text}” is in another unit than asked.").format(text=text[:40]))
    minus = -1.0 if sign in ("-", "−", "–") else 1.0
    return tuple(minus * factor * value for value in _values(digits))


def _values(digits: str) -> list[float]:
    """Return what the digits can mean: a single comma before three digits has two meanings."""
    points = [mark for mark in digits if mark in ".,"]
    if not points:
        return [float(digits)]
    if len(points) == 1:
        decimal = float(digits.replace(",", "."))
        grouped = float(re.sub(r"[.,]", "", digits))
        return [decimal, grouped] if THOUSANDS.fullmatch(digits) else [decimal]
    if len(set(points)) == 1:
        if not THOUSANDS.fullmatch(digits):
            raise UnreadableError(_("There is no number in “{text}”.").format(text=digits[:40]))
        return [float(re.sub(r"[.,]", "", digits))]
    whole, _point, rest = digits.rpartition(points[-1])
    return [float(f"{re.sub(r'[.,]', '', whole)}.{rest or 0}")]


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
