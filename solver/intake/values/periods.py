"""Months, quarters and years as headers and cells write them: “janv-24”, “CA HT 2024”, “Q1 2024”."""

import re
from calendar import monthrange
from datetime import date
from typing import Literal, NamedTuple

from solver.intake.words import fold

_NAMES = (
    "janvier january januar enero gennaio januari",
    "fevrier february februar febrero febbraio februari",
    "mars march marz maerz marzo maart mrt",
    "avril april abril aprile",
    "mai may mayo maggio mei mag",
    "juin june juni junio giugno",
    "juillet july juli julio luglio",
    "aout august agosto augustus ago",
    "septembre september septiembre settembre setiembre sett",
    "octobre october oktober octubre ottobre okt ott",
    "novembre november noviembre",
    "decembre december dezember diciembre dicembre dez dic",
)
SHORTEST = 3
BOTH = frozenset({"jui"})  # June or July, in French
MONTHS = {
    name[:length]: number
    for number, names in enumerate(_NAMES, start=1)
    for name in names.split()
    for length in range(SHORTEST, len(name) + 1)
    if name[:length] not in BOTH
}
# What may stand around a period in the name of a column with net amounts; any other word says it is none:
# budgets, quantities, margins and gross amounts are no sales.
_AMOUNTS = (
    "ca ht chiffre d affaires affaire vente ventes net nets nette realise facture montant total hors taxes",
    "taxe sales revenue turnover amount excl tax sum of somme de des du en eur euro euros",
    "umsatz netto erlose umsatze fatturato venduto ventas facturacion importe neto omzet verkoop",
    "annee exercice year fy jahr anno ano jaar mois month monat mese mes maand",
)
AMOUNT_WORDS = frozenset(word for words in _AMOUNTS for word in words.split())
YEAR = re.compile(r"(?:19|20)\d\d")
TWO_DIGITS = re.compile(r"\d\d")
QUARTER = re.compile(
    r"\b[tq] ?([1-4])\b|\b([1-4]) ?(?:er|e|eme|ere|st|nd|rd|th)? ?(?:trimestre|quarter|quartal|kwartaal)\b"
)
SHORT_MONTH = re.compile(r"(0[1-9]|1[0-2])[/.-]([1-3]\d)")
# Not S1 and S2 alone: in French they are half-years as well.
WEEK = re.compile(r"\b(?:(?:w|kw|sem|semaine|week|woche|semana|settimana) ?(\d{1,2})|s ?(\d\d|[3-9]))\b")
FIRST_WEEKS = re.compile(r"\bs ?([12])()\b")
WHOLE_DAY = re.compile(
    r"(?<!\d)(?:\d{4}([-_. ]?)\d{2}\1\d{2}|\d{1,2}([-_. ]?)\d{1,2}\2\d{4})(?:[ T_-]\d{4,6})?(?!\d)"
)
FIRST_YEAR, LAST_YEAR = 1990, 2079

Length = Literal["week", "month", "quarter", "year"]


class Period(NamedTuple):
    """A week, a month, a quarter or a year: its last day."""

    length: Length
    end: date


class Named(NamedTuple):
    """What the name of a column says: a period, and the words around it."""

    period: Period
    words: frozenset[str]


def period_of(text: str, year: int | None = None) -> Period | None:
    """Return the month, quarter or year that a text means, none where it means something else.

    Parameters
    ----------
    text : str
        The words around it may only speak of net amounts.
    year : int, optional
        The year of a month that names none, from the name of the file or of the sheet.
    """
    found = named_period(text, year)
    return found.period if found and found.words <= AMOUNT_WORDS else None


def named_period(text: str, year: int | None = None, *, weeks: bool = False) -> Named | None:
    """Return the period in a text and the other words of it.

    Parameters
    ----------
    text : str
        The name of a column, or a cell.
    year : int, optional
        The year of a week, a month or a quarter that names none.
    weeks : bool
        Whether S1 and S2 are weeks, as they are where S3 stands beside them.
    """
    if found := re.fullmatch(r"\s*(\d{4})-(\d{2})-(\d{2})(?: 00:00:00)?\s*", text):
        # A spreadsheet keeps a month as its first or its last day.
        first = _day(int(found[1]), int(found[2]), int(found[3]))
        month = first and month_end(first.year, first.month)
        ends = first is not None and (first.day == 1 or first == month)
        return Named(Period("month", month), frozenset()) if month and ends else None
    if found := SHORT_MONTH.fullmatch(text.strip()):
        return Named(Period("month", month_end(2000 + int(found[2]), int(found[1]))), frozenset())
    words = [word for word in re.split(r"(?<=[a-z])(?=\d)|\s", fold(text)) if word]
    plain = " ".join(words)
    if found := re.search(r"\b((?:19|20)\d\d) ?(?:m )?(0[1-9]|1[0-2])\b", plain):
        return _with(words, found[0], "month", int(found[1]), int(found[2]))
    quarter, week = QUARTER.search(plain), WEEK.search(plain) or (weeks and FIRST_WEEKS.search(plain))
    found = None if quarter or week else re.search(r"\b(0?[1-9]|1[0-2]) ((?:19|20)\d\d)\b", plain)
    if found:
        return _with(words, found[0], "month", int(found[2]), int(found[1]))
    if week:
        return _of_week(plain, week, year)
    years = [word for word in words if YEAR.fullmatch(word)]
    months = [word for word in words if word in MONTHS]
    if len(years) > 1 or len(months) > 1:
        return None
    short = [word for word in words if TWO_DIGITS.fullmatch(word)]
    stated = int(years[0]) if years else 2000 + int(short[0]) if len(short) == 1 and months else year
    if stated is None or not FIRST_YEAR <= stated <= LAST_YEAR:
        return None
    rest = frozenset(words) - {*years, *months, *(short if not years else ())}
    if months:
        return Named(Period("month", month_end(stated, MONTHS[months[0]])), rest)
    if quarter:
        number = int(quarter[1] or quarter[2])
        return Named(Period("quarter", month_end(stated, 3 * number)), rest - set(quarter[0].split()))
    return Named(Period("year", date(stated, 12, 31)), rest) if years else None


def _of_week(plain: str, week: re.Match[str], year: int | None) -> Named | None:
    """Return a week of a year, as ISO counts them: its Sunday."""
    rest = (plain[: week.start()] + plain[week.end() :]).split()
    years = [int(word) for word in rest if YEAR.fullmatch(word)]
    stated = years[0] if years else year
    if stated is None or len(years) > 1:
        return None
    try:
        end = date.fromisocalendar(stated, int(week[1] or week[2]), 7)
    except ValueError:
        return None
    return Named(Period("week", end), frozenset(rest) - {str(stated)})


def year_in(name: str) -> int | None:
    """Return the one year that stands in a name; digits of a number or of a whole day are none."""
    years = {int(digits) for digits in re.findall(r"(?<!\d)\d{4}(?!\d)", WHOLE_DAY.sub(" ", name))}
    told = [year for year in years if FIRST_YEAR <= year <= LAST_YEAR]
    return told[0] if len(told) == 1 else None


def month_number(text: str) -> int | None:
    """Return the month that a cell means: its number or its name."""
    word = fold(text).removesuffix(" 0")
    if re.fullmatch(r"(?:m ?)?0?[1-9]|(?:m ?)?1[0-2]", word):
        return int(word.lstrip("m "))
    return MONTHS.get(word)


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def _with(words: list[str], found: str, length: Length, year: int, month: int) -> Named:
    return Named(Period(length, month_end(year, month)), frozenset(words) - set(found.split()) - {"m"})


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
