"""Visits that a file counts client by client, for a year or for each month, and gives no day of."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import pandas as pd

from solver.intake.reading.columns import column_named, find_columns
from solver.intake.reading.parts import days_of
from solver.intake.reading.totals import says_total
from solver.intake.repairs import STRIDE, no_repairs, repairs
from solver.intake.values.marks import marked
from solver.intake.values.periods import Period, period_of
from solver.parameters import Source
from solver.words.i18n import _, counted
from solver.words.numbers import NOTHING
from solver.words.numbers import take_apart as number_in

DAY = "date"
MOST = 366  # visits to one client in a period: more are no count of visits
WEEK, MONTH, QUARTER = 7, 31, 92
FRIDAY = 4


def count_in(text: str) -> int | None:
    """Return how many visits a cell counts: a whole number, or a cross for one; none for anything else."""
    said = text.strip()
    if said.lower() in NOTHING:
        return 0
    number = number_in(said)
    if not number:
        return 1 if marked(said) else None
    value = number.exact(number.mark)
    whole = value == value.to_integral_value() and 0 <= value <= MOST
    return int(value) if whole else None


def each_visit_a_row(
    table: pd.DataFrame, source: Source, file: str
) -> tuple[pd.DataFrame, Source, pd.DataFrame]:
    """Give each of the visits that are counted under the name of a period a row, and a day in that period.

    Parameters
    ----------
    table : DataFrame of str
        The rows, under the column names of the file; the index is the line of the file.
    source : Source
        Its `across` names the columns, and the last day that each of them covers; or its `times` names the
        one column that says how many visits a row stands for, in the period that is its date.
    file : str
        Name for the messages.

    Returns
    -------
    tuple of DataFrame, Source and DataFrame
        The rows, the source that names their day, and what to tell (table `repairs`).

    Notes
    -----
    Visits are spread evenly over the working days of their period. A cell that is no count stays as it is
    written in the place of the day, to be told; the row of a total is none.
    """
    if source.table == "visits" and source.times:
        return _each_time_a_row(table, source, file)
    if source.table != "visits" or not source.across:
        return table, source, no_repairs()
    held = list(table.columns)
    columns = {column_named(name, held, source.name, DAY): day for name, day in source.across.items()}
    others = [name for name in held if name not in columns]
    totals = table[others].map(says_total).any(axis=1)
    named = DAY
    while named in held:
        named += " *"
    lines: list[int] = []
    days: list[str] = []
    for line, row in zip(table.index[~totals], table.loc[~totals, list(columns)].to_numpy(), strict=True):
        told = [
            each
            for text, end in zip(row, columns.values(), strict=True)
            for each in _days(text, end, columns)
        ]
        days += told
        lines += [int(line)] * len(told)
    rows = _rows(table[others], lines, {named: days})
    read = source.model_copy(update={"columns": {**source.columns, "date": named}})
    return rows, read, _told(file, ", ".join(columns), len(lines))


def _each_time_a_row(
    table: pd.DataFrame, source: Source, file: str
) -> tuple[pd.DataFrame, Source, pd.DataFrame]:
    """Give each of the visits that a row counts a row, and a day in the period that is the row's date."""
    held = list(table.columns)
    times = column_named(str(source.times), held, source.name, "times")
    way = source.computed.get(DAY)
    column = find_columns(source, held, file).get(DAY)
    if way is None and column is None:
        return table, source, no_repairs()  # no day at all: told where columns are found
    when = table[column] if way is None else days_of(table, way)
    others = [name for name in held if name != times]
    rows = table[~table[others].map(says_total).any(axis=1).to_numpy()]
    when = when.loc[rows.index].str.strip()
    periods = {text: period_of(text) for text in when[when.ne("")].unique()}
    whole = all(periods.values()) and not (way and way.day)
    lines: list[int] = []
    days: list[str] = []
    for line, text, cell in zip(rows.index, when, rows[times], strict=True):
        count = count_in(cell)
        period = periods.get(text) if whole else None
        if count is None:
            told = [cell]  # no count: told as no day
        elif period is None:
            told = [text] * count
        else:
            told = spread_over(count, first_of(period), period.end)
        days += told
        lines += [int(line)] * len(told)
    named = DAY
    while named in held:
        named += " *"
    computed = {ours: how for ours, how in source.computed.items() if ours != DAY}
    read = source.model_copy(update={"columns": {**source.columns, DAY: named}, "computed": computed})
    return _rows(rows[others], lines, {named: days}), read, _told(file, times, len(lines))


def first_of(period: Period) -> date:
    """Return the first day of a period."""
    end = period.end
    if period.length == "week":
        return end - timedelta(days=6)
    months = {"month": end.month, "quarter": (end.month - 1) // 3 * 3 + 1, "year": 1}
    return date(end.year, months[period.length], 1)


def spread_over(count: int, first: date, end: date) -> list[str]:
    """Return so many working days, evenly over a period."""
    length = (end - first).days + 1
    days = [first + timedelta(days=(2 * n + 1) * length // (2 * count)) for n in range(count)]
    return [_working(day, first).isoformat() for day in days]


def _rows(table: pd.DataFrame, lines: list[int], more: dict[str, list[str]]) -> pd.DataFrame:
    """Return a row for each line named, however often; those of one line are told apart as amounts are."""
    rows = table.loc[lines].assign(**more)
    again = pd.Series(lines, dtype="int64").groupby(lines).cumcount() if lines else pd.Series(dtype="int64")
    rows.index = pd.Index([line + (n + 1) * STRIDE for line, n in zip(lines, again, strict=True)], name="row")
    return rows


def _told(file: str, column: str, visits: int) -> pd.DataFrame:
    return repairs(
        file,
        [None] if visits else [],
        column=column,
        problem=_("visits are counted and not dated"),
        found=counted(visits, "{n} visit", "{n} visits"),
        used=_("spread evenly over the period that they are counted for"),
    )


def _days(text: str, end: date, columns: dict[str, date]) -> list[str]:
    """Return a day for each visit that a cell counts; the cell itself where it is no count."""
    count = count_in(text)
    if count is None:
        return [text]
    return spread_over(count, _first_day(end, sorted(columns.values())), end)


def _first_day(end: date, ends: Sequence[date]) -> date:
    """Return the first day of a period, by how far apart the periods of the file end."""
    gaps = [(later - earlier).days for earlier, later in pairwise(ends)]
    least = min(gaps, default=MOST)
    if least <= WEEK:
        return end - timedelta(days=WEEK - 1)
    if least <= MONTH:
        return end.replace(day=1)
    return (
        end.replace(month=(end.month - 1) // 3 * 3 + 1, day=1) if least <= QUARTER else date(end.year, 1, 1)
    )


def _working(day: date, first: date) -> date:
    """Return the Friday before a day of the weekend, or the Monday after it where the period begins there."""
    over = day.weekday() - FRIDAY
    if over <= 0:
        return day
    return (
        day - timedelta(days=over) if day - timedelta(days=over) >= first else day + timedelta(days=3 - over)
    )
