"""Visits that a file counts client by client, for a year or for each month, and gives no day of."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import pandas as pd

from solver.intake.reading.columns import column_named
from solver.intake.reading.totals import says_total
from solver.intake.repairs import STRIDE, no_repairs, repairs
from solver.intake.values.marks import marked
from solver.parameters import Source
from solver.words.i18n import _, counted
from solver.words.numbers import NOTHING
from solver.words.numbers import take_apart as number_in

DAY = "date"
MOST = 366  # visits to one client in a period: more are no count of visits
MONTH, QUARTER = 31, 92
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
        Its `across` names the columns, and the last day that each of them covers.
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
    rows = table.loc[lines, others].assign(**{named: days})
    # Rows of one line are told apart as the amounts of several periods are.
    again = pd.Series(lines, dtype="int64").groupby(lines).cumcount() if lines else pd.Series(dtype="int64")
    rows.index = pd.Index([line + (n + 1) * STRIDE for line, n in zip(lines, again, strict=True)], name="row")
    said = repairs(
        file,
        [None] if lines else [],
        column=", ".join(columns),
        problem=_("visits are counted and not dated"),
        found=counted(len(lines), "{n} visit", "{n} visits"),
        used=_("spread evenly over the period that they are counted for"),
    )
    return rows, source.model_copy(update={"columns": {**source.columns, "date": named}}), said


def _days(text: str, end: date, columns: dict[str, date]) -> list[str]:
    """Return a day for each visit that a cell counts; the cell itself where it is no count."""
    count = count_in(text)
    if count is None:
        return [text]
    first = _first_day(end, sorted(columns.values()))
    length = (end - first).days + 1
    days = [first + timedelta(days=(2 * n + 1) * length // (2 * count)) for n in range(count)]
    return [_working(day, first).isoformat() for day in days]


def _first_day(end: date, ends: Sequence[date]) -> date:
    """Return the first day of a period, by how far apart the periods of the file end."""
    gaps = [(later - earlier).days for earlier, later in pairwise(ends)]
    least = min(gaps, default=MOST)
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
