"""A file that counts the visits to each client, for a year or for each month, as `init` sees it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from solver.intake.drafting.file_names import speaks_of_table
from solver.intake.drafting.found import Found
from solver.intake.reading.counted_visits import count_in
from solver.intake.reading.totals import says_total
from solver.intake.values.counting import words_of_done
from solver.intake.values.dates import read_dates
from solver.intake.values.periods import MONTHS, named_period
from solver.intake.words import fold

# What the name of a column may say beside the period; any other word, as in “planned”, says it is none.
AROUND = (
    "nb nbre nombre n de des du in en number of count anzahl visites visite visits visit "
    "rdv passages passage besuche besuch visitas bezoeken"
)
IDLE = "nb nbre nombre n de des du in en number of count anzahl"
MEANT = (
    "plan planning prevu prevus prevue prevues prevision previsionnel objectif objectifs budget cible target "
    "planned goal soll geplant"
)
SEVERAL = 2
SHORT_WAY = 62  # days after the last invoices: two months
RARE = 3  # days with an invoice in a month: with fewer, a month without one may well have been over
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
    for column in map(str, cells.columns):
        told = named_period(column, year)
        words = set() if told is None else {*told.words} - done
        spoken = bool(words & ({*AROUND.split()} - {*IDLE.split()}))
        if told is None or not words <= {*AROUND.split()} or not (named or spoken):
            continue
        if told.period.length == "month" and not (spoken or _says_month(column)):
            continue
        if _may_count(cells[column]):
            found[column], lengths[column] = told.period.end, told.period.length
    finest = next((each for each in ("month", "quarter", "year") if each in lengths.values()), None)
    chosen = {column: day for column, day in found.items() if lengths[column] == finest}
    apart = len({*chosen.values()}) == len(chosen) and (finest != "month" or len(chosen) >= SEVERAL)
    return chosen if apart and any(_last_with_any(chosen, cells)) else {}


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
    cells = found.cells[rows.to_numpy()]
    read = read_dates(cells[column], None)
    days = pd.Series(read.days, index=cells.index)
    late = cells[days.gt(pd.Timestamp(last)).to_numpy()]
    if late.empty or read.doubtful.any() or not late.map(_says_done).any(axis=1).all():
        return None
    end = (days.max() + pd.offsets.MonthEnd(0)).date()
    return end if (end - last).days <= SHORT_WAY else None


def _says_done(text: str) -> bool:
    return fold(text) in words_of_done("visits") or text.strip().removesuffix("%").strip() == WHOLE


def _alone(day: date, across: Mapping[str, date]) -> bool:
    return sum(other.year == day.year for other in across.values()) == 1


def _last_with_any(across: Mapping[str, date], cells: pd.DataFrame) -> list[date]:
    """Return the last days of the periods in which anything is counted."""
    return [day for column, day in across.items() if any(count_in(text) for text in cells[column].unique())]


def _says_month(column: str) -> bool:
    return any(word in MONTHS for word in fold(column).split()) or any(c.isdigit() for c in column)


def _may_count(texts: pd.Series) -> bool:
    """Tell whether every cell of a column is a count; an empty one counts none."""
    return all(count_in(text) is not None for text in texts.unique() if not says_total(text))
