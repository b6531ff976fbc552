"""A file that counts the visits to each client, for a year or for each month, as `init` sees it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from solver.intake.drafting.file_names import speaks_of_table
from solver.intake.drafting.found import Found
from solver.intake.reading.counted_visits import count_in
from solver.intake.reading.parts import Way, day_in_parts
from solver.intake.reading.totals import says_total
from solver.intake.values.counting import words_of_done
from solver.intake.values.dates import read_dates
from solver.intake.values.periods import MONTHS, WEEK, named_period, period_of
from solver.intake.words import fold

# What the name of a column may say beside the period; any other word, as in “planned”, says it is none.
AROUND = (
    "nb nbre nombre n de des du in en number of count anzahl visites visite visits visit "
    "rdv passages passage besuche besuch visitas visita bezoeken bezoek numero aantal di der van"
)
IDLE = "nb nbre nombre n de des du in en number of count anzahl numero aantal di der van"
MEANT = (
    "plan planning prevu prevus prevue prevues prevision previsionnel objectif objectifs budget cible target "
    "planned goal soll geplant"
)
FINEST = ("week", "month", "quarter", "year")
SEVERAL = 2
SHORT_WAY = 62  # days after the last invoices: two months
RARE = 3  # days with an invoice in a month: with fewer, a month without one may well have been over
RESULTS = ("result", "visit_outcome")
WHOLE = "100"  # per cent: what a program writes of an event that is over


def visits_across(names: tuple[str, ...], cells: pd.DataFrame, year: int | None) -> dict[str, date]:
    """Return the columns that count visits, and the last day of the period of each; none where none do.

    Parameters
    ----------
    names : tuple of str
        Those of the file and of its sheet.
    cells : DataFrame of str
        The rows.
    year : int, optional
        The year that these names say, for months without one.

    Notes
    -----
    Either the names of the columns speak of visits, or that of the file does. What is planned or aimed at
    took no place.
    """
    done = words_of_done("visits")
    called = " ".join(names)
    named = speaks_of_table(called, "visits") and {*MEANT.split()}.isdisjoint(fold(called).split())
    found: dict[str, date] = {}
    lengths: dict[str, str] = {}
    weeks = any(WEEK.fullmatch(fold(column)) for column in map(str, cells.columns))
    for column in map(str, cells.columns):
        told = named_period(column, year, weeks=weeks)
        words = set() if told is None else {*told.words} - done
        every = set() if told is None else {*told.words}
        spoken = bool(every & ({*AROUND.split()} - {*IDLE.split()}))
        if told is None or not words <= {*AROUND.split()} or not (named or spoken):
            continue
        if told.period.length == "month" and not (spoken or _says_month(column)):
            continue
        if _may_count(cells[column]):
            found[column], lengths[column] = told.period.end, told.period.length
    finest = next((each for each in FINEST if each in lengths.values()), None)
    chosen = {column: day for column, day in found.items() if lengths[column] == finest}
    apart = len({*chosen.values()}) == len(chosen) and (finest not in FINEST[:2] or len(chosen) >= SEVERAL)
    return chosen if apart and any(_last_with_any(chosen, cells)) else {}


def visits_in_rows(
    names: tuple[str, ...], held: Mapping[str, str], cells: pd.DataFrame, named: tuple[int | None, int | None]
) -> tuple[str, Way] | None:
    """Return the column that says how many visits each row stands for, and where its period stands.

    Parameters
    ----------
    names : tuple of str
        Those of the file and of its sheet.
    held : mapping of str to str
        Our columns of visits that the file has.
    cells : DataFrame of str
        The rows.
    named : tuple of int, optional
        Year and month that these names say, for months without a year.

    Notes
    -----
    The way is a column or, of a day in parts, as `computed` of a source says it.
    """
    spoken = {*AROUND.split()} - {*IDLE.split()}
    if not {*MEANT.split()}.isdisjoint(fold(" ".join(names)).split()):
        return None
    for column in map(str, cells.columns):
        words = {*fold(column).split()}
        if not words <= {*AROUND.split()} or words.isdisjoint(spoken) or not _may_count(cells[column]):
            continue
        if any(count_in(text) for text in cells[column]) and (way := _when(held, cells, column, named)):
            return column, way
    return None


def _when(
    held: Mapping[str, str], cells: pd.DataFrame, count: str, named: tuple[int | None, int | None]
) -> Way | None:
    """Return where the period of each row stands: a day, a month and a year, or a period in words."""
    if "date" in held:
        return {"date": held["date"]}
    if (way := day_in_parts(held, cells, *named)) is not None:
        return way
    for column in cells.columns:
        texts = cells[column].str.strip()
        said = [text for text in texts[texts.ne("")].unique() if not says_total(text)]
        # Years alone may be anything's; a sheet of one period says it in its name.
        periods = [period_of(text) for text in said]
        if column != count and said and all(p is not None and p.length != "year" for p in periods):
            return {"date": str(column)}
    return None


def within_the_data(found: Sequence[Found], last: date | None) -> tuple[list[Found], date | None]:
    """Let a year that is not over end with the data; return the day up to which months of visits are counted.

    Parameters
    ----------
    found : sequence of Found
        The files.
    last : date, optional
        The last day of the month of the last invoice.
    """
    result, counted = [], last
    for each in found:
        if each.table == "visits" and each.across:
            told = [day for day in _last_with_any(each.across, each.cells) if not _alone(day, each.across)]
            counted = max([*told, *([counted] if counted else [])], default=None)
            if last is not None:
                open_year = {c: last for c, d in each.across.items() if _alone(d, each.across) and d > last}
                same = {
                    column: day for column, day in open_year.items() if each.across[column].year == day.year
                }
                each = replace(each, across={**each.across, **same})
        elif each.times and (ends := _ends_in_rows(each)):
            counted = max([*ends, *([counted] if counted else [])])
        elif each.table == "visits" and last is not None and (day := _last_visit(each, last)) is not None:
            counted = max(counted or last, day)
        result.append(each)
    return result, counted


def rarely_invoiced(invoices: Sequence[pd.DataFrame]) -> bool:
    """Tell whether a month without an invoice says little: they bear few days in a month.

    Where they bear many, a month without one is not in the files: its revenue would be counted as none.
    """
    days = [day for each in invoices for day in each["date"].dt.normalize().unique()]
    if not days:
        return True
    first, last = min(days), max(days)
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    return len({*days}) < RARE * months


def _last_visit(found: Found, last: date) -> date | None:
    """Return the end of the month of the last visit in a log that goes on a little after the last invoice.

    None where it lies further ahead, or where nothing says of each of these later visits that it was made.
    """
    column = found.columns.get("date")
    if found.problem or column not in found.cells:
        return None
    rows = pd.Series(True, index=found.cells.index)
    for question in found.questions:
        for value in question.rules.get("drop", []) if question.sure else []:
            rows &= found.cells[question.column].str.strip().ne(value)
    read = read_dates(found.cells[column], None)
    days = pd.Series(read.days, index=found.cells.index)
    late = found.cells[(rows & days.gt(pd.Timestamp(last))).to_numpy()]
    if late.empty or read.doubtful.any() or not _made(found, late, days.dropna()).all():
        return None
    end = (days[late.index].max() + pd.offsets.MonthEnd(0)).date()
    return end if (end - last).days <= SHORT_WAY else None


def _made(found: Found, late: pd.DataFrame, days: pd.Series) -> pd.Series:
    """Tell the visits of which a word says that they were made.

    Where no column says planned or done, a log was written up to the day of its last result, be it of a call.
    """
    said = late.map(_says_done).any(axis=1)
    results = [found.columns[name] for name in RESULTS if found.columns.get(name) in late]
    if "status" in found.columns or not results:
        return said
    told = found.cells.loc[days.index, results].map(lambda text: bool(text.strip())).any(axis=1)
    return said | days[late.index].le(days[told].max())


def _says_done(text: str) -> bool:
    return fold(text) in words_of_done("visits") or text.strip().removesuffix("%").strip() == WHOLE


def _alone(day: date, across: Mapping[str, date]) -> bool:
    return sum(other.year == day.year for other in across.values()) == 1


def _last_with_any(across: Mapping[str, date], cells: pd.DataFrame) -> list[date]:
    """Return the last days of the periods in which anything is counted."""
    return [day for column, day in across.items() if any(count_in(text) for text in cells[column].unique())]


def _ends_in_rows(found: Found) -> list[date]:
    """Return the last days of the periods in which rows count visits."""
    column = found.columns.get("date")
    if column not in found.cells:
        return []
    some = found.cells[found.times].map(lambda text: bool(count_in(text)))
    told = (period_of(text) for text in found.cells.loc[some, column].unique())
    return [period.end for period in told if period is not None]


def _says_month(column: str) -> bool:
    return any(word in MONTHS for word in fold(column).split()) or any(c.isdigit() for c in column)


def _may_count(texts: pd.Series) -> bool:
    """Tell whether every cell of a column is a count; an empty one counts none."""
    return all(count_in(text) is not None for text in texts.unique() if not says_total(text))
