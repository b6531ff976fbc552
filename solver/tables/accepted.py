"""A table whose rules all hold, known at a glance; pandera is asked only what is wrong with another."""

import re

import numpy as np
import pandas as pd
from pandas.api.types import pandas_dtype

from solver.tables.columns import Column, Table

# From which kinds of numpy's types pandas brings cells into the type of their column, or refuses.
INTO = {"str": "O", "float64": "iufO", "int64": "if", "Int64": "ifO", "datetime64[ns]": "M"}
LARGEST_WHOLE = 2.0**53


def accepted(table: Table, given: pd.DataFrame) -> pd.DataFrame | None:
    """Return the lines with the columns of a table in order and in their types.

    Parameters
    ----------
    table : Table
    given : DataFrame
        Its index is dropped.

    Returns
    -------
    DataFrame, optional
        What the schema of the table would return; nothing where a rule is broken, or where only the schema
        can tell.
    """
    columns = {column.name: column for column in table.columns}
    others = {name: _another(name) for name in given.columns if name not in columns}
    known = table.extra is not None and all(re.match(table.extra, str(name)) for name in others)
    if not given.columns.is_unique or (others and not known) or not set(columns) <= set(given.columns):
        return None
    lines = given.reset_index(drop=True)[[*columns, *others]]
    changed = {}
    for column in (*columns.values(), *others.values()):
        cells = lines[column.name]
        typed = _in_type(cells, column)
        if typed is None or not _keeps_rules(typed, column):
            return None
        if typed is not cells:
            changed[column.name] = typed
    lines = lines.assign(**changed) if changed else lines
    return None if table.key and lines.duplicated(list(table.key)).any() else lines


def no_lines(table: Table) -> pd.DataFrame:
    """Return the columns of a table in their types, without a line."""
    return pd.DataFrame({column.name: pd.Series(dtype=column.dtype) for column in table.columns})


def _another(name: str) -> Column:
    """Return the column of a number that comes beside those that a table always has."""
    return Column("number", name, name, name, empty=True)


def _in_type(cells: pd.Series, column: Column) -> pd.Series | None:
    """Return cells in the type of their column; nothing where that might lose something of them."""
    wanted = pandas_dtype(column.dtype)
    if cells.dtype == wanted:
        return cells
    if not isinstance(cells.dtype, np.dtype) or cells.dtype.kind not in INTO.get(column.dtype, ""):
        return None
    if column.dtype == "int64" and not (cells.abs() < LARGEST_WHOLE).all():
        return None
    try:
        return cells.astype(wanted)
    except (ValueError, TypeError, OverflowError):  # the schema says which cell
        return None


def _keeps_rules(cells: pd.Series, column: Column) -> bool:
    there = cells
    missing = cells.isna()
    if missing.any():
        if not column.empty:
            return False
        there = cells[~missing]
    return (
        (not column.allowed or bool(there.isin(column.allowed).all()))
        and (column.low is None or bool((there >= column.low).all()))
        and (column.high is None or bool((there <= column.high).all()))
    )
