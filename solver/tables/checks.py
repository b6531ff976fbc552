"""Checks of a table that somebody hands in: what is wrong, in which table, row and column."""

from typing import NoReturn

import numpy as np
import pandas as pd

from solver.words.errors import PortfolioError
from solver.words.i18n import _, format_number

HEADER_LINES = 2  # a position of 0 is the second line of the file, under the header


def refuse(problem: str, table: str, position: int | None, column: str | None, fix: str) -> NoReturn:
    """Raise the error for the line at `position` (0 for the first line under the header)."""
    row = None if position is None else int(position) + HEADER_LINES
    raise PortfolioError(problem, file=table, row=row, column=column, fix=fix)


def require_columns(frame: pd.DataFrame, table: str, columns: tuple[str, ...]) -> None:
    """Refuse a table that lacks a column."""
    for column in columns:
        if column not in frame.columns:
            refuse(
                _("the column is missing"),
                table,
                None,
                column,
                _("add it; the table needs: {columns}").format(columns=", ".join(columns)),
            )


def text_column(frame: pd.DataFrame, table: str, column: str) -> np.ndarray:
    """Return a column of ids as text; an empty id is refused."""
    missing = frame[column].isna().to_numpy()
    if missing.any():
        refuse(_("the value is missing"), table, first(missing), column, _("fill it in"))
    return frame[column].astype(str).to_numpy(dtype=object)


def unique_ids(ids: np.ndarray, table: str, column: str) -> None:
    """Refuse an id that is there twice."""
    twice = pd.Series(ids, dtype=object).duplicated().to_numpy()
    if twice.any():
        where = first(twice)
        refuse(
            _("“{id}” is there twice").format(id=ids[where]),
            table,
            where,
            column,
            _("keep one line for each id"),
        )


def known_ids(ids: np.ndarray, known: pd.Index, table: str, column: str, home: str) -> np.ndarray:
    """Return the position of every id among the known ones; an unknown id is refused."""
    codes = known.get_indexer(pd.Index(ids, dtype=object))
    unknown = codes < 0
    if unknown.any():
        where = first(unknown)
        refuse(
            _("“{id}” is not in the table {table}").format(id=ids[where], table=home),
            table,
            where,
            column,
            _("correct the id, or add it to {table}").format(table=home),
        )
    return codes


def number_column(
    frame: pd.DataFrame,
    table: str,
    column: str,
    *,
    lowest: float | None = None,
    above_lowest: bool = False,
    whole: bool = False,
    missing_allowed: bool = False,
    too_low: str | None = None,
    counts: np.ndarray | None = None,
) -> np.ndarray:
    """Return a column as floats; text, missing, infinite, too low and broken numbers are refused.

    Where a line does not count, its number is 0.
    """
    cells = frame[column]
    numbers = pd.to_numeric(cells, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    absent = cells.isna().to_numpy()
    if counts is not None:
        numbers, absent = np.where(counts, numbers, 0.0), absent & counts
    unreadable = ~np.isfinite(numbers) & ~(absent & missing_allowed)
    if unreadable.any():
        where = first(unreadable)
        problem = (
            _("the number is missing")
            if absent[where]
            else _("“{value}” is not a number").format(value=frame[column].iloc[where])
        )
        refuse(problem, table, where, column, _("give a number"))
    if lowest is not None:
        low = (numbers <= lowest) if above_lowest else (numbers < lowest)
        if low.any():
            where = first(low)
            value = format_number(numbers[where], 2)
            bound = format_number(lowest)
            fix = (
                _("give a number above {bound}") if above_lowest else _("give a number of {bound} or more")
            ).format(bound=bound)
            refuse((too_low or _("{value} is too low")).format(value=value), table, where, column, fix)
    if whole:
        broken = numbers != np.round(numbers)
        broken &= np.isfinite(numbers)
        if broken.any():
            where = first(broken)
            refuse(
                _("{value} is not a whole number of visits").format(value=format_number(numbers[where], 2)),
                table,
                where,
                column,
                _("give a whole number"),
            )
    return numbers


def first(flags: np.ndarray) -> int:
    """Position of the first flag raised."""
    return int(np.argmax(flags))
