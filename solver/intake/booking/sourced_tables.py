"""A canonical table together with the files it was made of."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from solver.intake.booking.row_reader import Sorted
from solver.intake.repairs import gather
from solver.tables import TABLES, check, empty


@dataclass(frozen=True)
class SourcedTable:
    """One table put together from its files.

    Attributes
    ----------
    table : DataFrame
        Canonical.
    sources : sequence of Sorted
        The files.
    repairs : DataFrame
        The table `repairs` of these files.
    """

    table: pd.DataFrame
    sources: Sequence[Sorted]
    repairs: pd.DataFrame


def without_source(name: str) -> SourcedTable:
    """Return the table for which the portfolio names no file."""
    return SourcedTable(empty(name), (), gather([]))


def in_order(name: str, table: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Return the canonical table with its rows in a fixed order."""
    columns = list(TABLES[name].names)
    needed = table[list(dict.fromkeys([*columns, *by]))]
    return check(name, needed.sort_values(by, kind="stable", na_position="first")[columns])
