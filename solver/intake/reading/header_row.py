"""What the columns of a file are called: by its header, or by their number where it has none."""

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

import pandas as pd

from solver.intake.reading.columns import HEADER_LINES, like_the_others, names_in, shape_of
from solver.intake.reading.legends import spelt_out
from solver.intake.repairs import LIMIT_SHARE, SMALL_NUMBER, repairs
from solver.intake.values.dates import take_apart as date_in
from solver.intake.words import fold, quoted
from solver.parameters import Source
from solver.words.i18n import _
from solver.words.numbers import take_apart as number_in

FEWEST_ALIKE = 2
DECIMAL = re.compile(r"\d[.,]\d{1,2}\D*")


class Columns(NamedTuple):
    """The columns of a file.

    Attributes
    ----------
    names : list of str
        Each once.
    rows : DataFrame of str
        The lines below the header; all of them where there is none.
    first : tuple of str
        The cells of the first line, where the file has no header.
    nameless : list of str
        Columns that hold something and have no name, though the others do.
    """

    names: list[str]
    rows: pd.DataFrame
    first: tuple[str, ...] = ()
    nameless: Sequence[str] = ()


def columns_of(cells: pd.DataFrame, place: int, known: Collection[str] | None) -> Columns:
    """Name the columns by the line that seems to be the header, or by their number where it is a row.

    Parameters
    ----------
    cells : DataFrame of str
        Every line of the file.
    place : int
        Where the header seems to be.
    known : collection of str, optional
        Folded usual names of columns; none where there surely is a header.
    """
    header = [" ".join(cell.split()).rstrip("*").strip() for cell in cells.iloc[place].tolist()]
    if known is not None and _is_a_row(cells, place, frozenset(known)):
        rows = cells.iloc[place:]
        width = max(number for number, column in enumerate(rows, start=1) if rows[column].ne("").any())
        return Columns([numbered(n) for n in range(1, width + 1)], rows, tuple(header[:width]))
    below = cells.iloc[place + 1 :]
    while header and not header[-1] and _mostly_empty(below.iloc[:, len(header) - 1]):
        header.pop()
    names: list[str] = []
    for number, name in enumerate(header, start=1):
        wanted = name or numbered(number)
        copy, unique = 2, wanted
        while unique in names:
            unique, copy = f"{wanted} ({copy})", copy + 1
        names.append(unique)
    nameless = [
        unique
        for at, (name, unique) in enumerate(zip(header, names, strict=True))
        if not name and below.iloc[:, at].str.strip().ne("").any()
    ]
    return Columns(names, spelt_out(names, below), (), nameless)


def numbered(number: int) -> str:
    """Name a column by its number, counted from 1."""
    return _("column {n} without a name").format(n=number)


def as_numbered(source: Source, columns: Columns) -> Source:
    """Let what a source calls by the cells of the first line be the columns that these stand in."""
    first = [fold(cell) for cell in columns.first]
    called = {
        ours: columns.names[first.index(fold(theirs))]
        for ours, theirs in source.columns.items()
        if fold(theirs) and first.count(fold(theirs)) == 1
    }
    return source.model_copy(update={"columns": {**source.columns, **called}}) if called else source


def told_of_names(file: str, columns: Columns, used: Collection[str]) -> pd.DataFrame:
    """List what was done for want of a header, or of the name of a column (table `repairs`)."""
    if columns.first:
        return repairs(
            file,
            [int(columns.rows.index[0])],
            problem=_("the file has no header"),
            found=quoted(columns.first),
            used=_("the first line is counted as a row, and columns are called by their number"),
        )
    unread = [name for name in columns.nameless if name not in used]
    at = [columns.rows.iloc[:, columns.names.index(name)].str.strip() for name in unread]
    return repairs(
        file,
        [None] * len(unread),
        column=pd.Series(unread, dtype="str"),
        problem=_("a column holds something and has no name; it is not read"),
        found=[cells[cells.ne("")].iloc[0] for cells in at],
        used=_("name it in the file, or under `columns` by its number"),
    )


def _is_a_row(cells: pd.DataFrame, place: int, known: frozenset[str]) -> bool:
    """Tell whether the line that seems to be the header is written as those below, and names nothing."""
    head = cells.head(max(HEADER_LINES, place + HEADER_LINES)).to_numpy().tolist()
    row = [cell.strip() for cell in head[place]]
    data = [_is_day(cell) or _is_amount(cell) for cell in row]
    if not any(data):
        return False
    shapes = [["day" if _is_day(cell) else shape_of(cell) for cell in line] for line in head[place:]]
    # A document may be called “Facture” in a row as a column is in a header.
    return like_the_others(shapes, 0) >= max(FEWEST_ALIKE, len(names_in(row, known)) + 1)


def _is_day(cell: str) -> bool:
    return not cell.strip().isdigit() and bool(date_in(cell))


def _is_amount(cell: str) -> bool:
    return bool(DECIMAL.search(cell)) and number_in(cell) is not None


def _mostly_empty(column: pd.Series) -> bool:
    filled = int(column.ne("").sum())
    return filled <= max(LIMIT_SHARE * len(column), SMALL_NUMBER) and 2 * filled <= len(column)
