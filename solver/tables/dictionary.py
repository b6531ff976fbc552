"""The dictionary: what a column or a table of a given name is called, and in which unit it is written."""

from functools import cache

import pandas as pd

from solver.tables import TABLES, shown
from solver.tables.columns import Column
from solver.tables.units import UnitName, fits, unit_by_type
from solver.words.i18n import _


@cache
def columns() -> dict[str, Column]:
    """Return every column by its name, as the first table that has it says it."""
    found: dict[str, Column] = {}
    for table in TABLES.values():
        for column in (*table.columns, *table.helpers):
            found.setdefault(column.name, column)
    for column in shown.COLUMNS:
        found.setdefault(column.name, column)
    return found


def column_label(name: str) -> str:
    """Return what a column is called; a column nobody named is called by its own name, in plain words."""
    if name in columns():
        return _(columns()[name].label)
    words = name.removesuffix("_eur").replace("_", " ")
    return words[:1].upper() + words[1:]


def label_inside(name: str) -> str:
    """Return what a column is called inside a sentence."""
    known = columns().get(name)
    if known is None:
        return name
    if known.inside:
        return _(known.inside)
    label = _(known.label)
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def table_label(name: str) -> str:
    """Return what a table is called."""
    return _(TABLES[name].label)


def unit_of(name: str, values: pd.Series) -> UnitName:
    """Return the unit of a column, by its line of the dictionary, else by the type of its values."""
    known = columns().get(name)
    return known.unit if known is not None and fits(known.unit, values) else unit_by_type(values)


def unit_called(name: str) -> UnitName:
    """Return the unit of a column that the dictionary holds."""
    return columns()[name].unit


def sums(name: str) -> bool:
    """Tell whether a sum over a column means something, so far as its line of the dictionary says."""
    return name not in columns() or columns()[name].adds
