"""Dates as files hold them: day or month first, ISO, FEC, serial numbers of spreadsheets, months in words."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal, NamedTuple

import numpy as np
import pandas as pd

from solver.intake.values.numbers import settle
from solver.intake.values.periods import MONTHS
from solver.intake.values.short_years import apart as parts_apart
from solver.intake.values.short_years import in_order, plausible, six_digits
from solver.intake.words import fold
from solver.words.numbers import NOTHING

TIME = r"(?:[T ]\s*\d{1,2}[:hH]\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:Z|[+-]\d{2}:?\d{2})?)?"
YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})" + TIME)
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
YEAR_LAST = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4}|\d{2})" + TIME)
IN_WORDS = re.compile(
    r"(\d{1,2})(?:er|st|nd|rd|th)?[-\s]+([^\W\d_]+)\.?[-\s,]+(\d{4}|\d{2})" + TIME, re.IGNORECASE
)
SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?")
SERIAL_ORIGIN = date(1899, 12, 30)
EARLIEST, LATEST = 1900, 2100
DATE_ORDERS = ("dmy", "mdy", "ymd")


class Undecided(NamedTuple):
    """A date with its year last: `first` and `second` are day and month, in either order."""

    first: int
    second: int
    year: int


@dataclass(frozen=True)
class Dates:
    """The dates of a column.

    Attributes
    ----------
    days : array of datetime64[us]
        NaT where there is no date.
    empty, bad, doubtful : array of bool
        Nothing written; not a date; “03/04/2025” where nothing tells the day from the month.
    guessed : str, optional
        The order in which dates with a year of two digits were read because no other gives likely years.
    """

    days: np.ndarray
    empty: np.ndarray
    bad: np.ndarray
    doubtful: np.ndarray
    guessed: str | None = None


def date_orders(values: Iterable[str]) -> Counter[str]:
    """Count the orders of day and month that dates show beyond doubt."""
    return _shown(take_apart(value) for value in values)


def read_dates(texts: pd.Series, order: str | None, hints: Counter[str] | None = None) -> Dates:
    """Read a column of dates, each different text once.

    Parameters
    ----------
    texts : Series of str
        Without missing values.
    order : str, optional
        The order that the portfolio states; a date that contradicts it is bad.
    hints : Counter, optional
        Orders seen elsewhere in the file; they settle what this column alone leaves in doubt.
    """
    codes, values = pd.factorize(texts)
    apart = [take_apart(value) for value in values.tolist()]
    settled = order or settle(_shown(apart), hints)
    apart, guessed = _years_of_two_digits([text.strip() for text in values.tolist()], apart, order, settled)
    days = np.full(len(values), np.datetime64("NaT", "us"), dtype="datetime64[us]")
    state = np.zeros(len(values), dtype=np.int8)
    for place, written in enumerate(apart):
        day = _decide(written, settled) if isinstance(written, Undecided) else written
        if isinstance(day, date):
            days[place] = np.datetime64(day)
        else:
            state[place] = {"": 1, None: 2, "?": 3}[day]
    by_row = state[codes]
    return Dates(days[codes], by_row == 1, by_row == 2, by_row == 3, guessed)


def _years_of_two_digits(
    values: list[str], apart: list[Any], stated: str | None, settled: str | None
) -> tuple[list[Any], str | None]:
    """Read the dates of six digits, and those with the year first, as all of them together allow it.

    The order that was taken without anybody having stated it is returned beside them, to be told.
    """
    short = six_digits(values)
    if short:
        likely = plausible(list(short.values()))
        order = stated or (settled if settled in likely else likely[0] if len(likely) == 1 else None)
        read = list(apart)
        for place, three in short.items():
            any_day = any(in_order(three, each) for each in likely or DATE_ORDERS)
            read[place] = in_order(three, order) if order else "?" if any_day else None
        return read, None if stated else order
    parts = parts_apart(values)
    year_first = bool(parts) and (
        stated == "ymd" or (stated is None and plausible(list(parts.values())) == ["ymd"])
    )
    if not year_first:
        return apart, None
    read = [in_order(parts[at], "ymd") if at in parts else each for at, each in enumerate(apart)]
    return read, None if stated else "ymd"


def take_apart(text: str) -> date | Undecided | Literal[""] | None:
    """Read one date as far as it goes; an empty text stays empty, what is not a date is None."""
    stripped = text.strip()
    if stripped.lower() in NOTHING:
        return ""
    if found := YEAR_FIRST.fullmatch(stripped):
        return _day(int(found[1]), int(found[3]), int(found[4]))
    if found := COMPACT.fullmatch(stripped):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := YEAR_LAST.fullmatch(stripped):
        return _undecided(int(found[1]), int(found[3]), _year(found[4]))
    if found := IN_WORDS.fullmatch(stripped):
        return _day(_year(found[3]), MONTHS.get(fold(found[2]), 0), int(found[1]))
    if found := SERIAL.fullmatch(stripped):
        return SERIAL_ORIGIN + timedelta(days=int(found[1]))
    return None


def _undecided(first: int, second: int, year: int) -> date | Undecided | None:
    if first == second:
        return _day(year, first, second)
    as_days = (_day(year, second, first), _day(year, first, second))
    return Undecided(first, second, year) if any(as_days) else None


def _decide(written: Undecided, order: str | None) -> date | Literal["?"] | None:
    day_first = _day(written.year, written.second, written.first)
    month_first = _day(written.year, written.first, written.second)
    if order == "dmy":
        return day_first
    if order == "mdy":
        return month_first
    if order == "ymd":
        return None
    if day_first and month_first:
        return "?"
    return day_first or month_first


def _shown(apart: Iterable[Any]) -> Counter[str]:
    """Count the orders that dates with a day above twelve give away."""
    orders: Counter[str] = Counter()
    for written in apart:
        if isinstance(written, Undecided) and written.first > 12:
            orders["dmy"] += 1
        elif isinstance(written, Undecided) and written.second > 12:
            orders["mdy"] += 1
    return orders


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if EARLIEST <= year <= LATEST else None
    except ValueError:
        return None


def _year(text: str) -> int:
    year = int(text)
    if len(text) == 4:
        return year
    return year + (2000 if year < 70 else 1900)
