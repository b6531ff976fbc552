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


@dataclass(frozen=True)
class SourcedLog(SourcedTable):
    """A log, of which others ask where each line stands.

    Attributes
    ----------
    lines : DataFrame
        The table, in its order, with `file` and `row` of each line.
    """

    lines: pd.DataFrame


def sourced_log(
    name: str,
    tables: Sequence[pd.DataFrame],
    sources: Sequence[Sorted],
    repairs: Sequence[pd.DataFrame],
    by: list[str],
) -> SourcedLog:
    """Put the files of a log together, each with the columns `file` and `row`."""
    nowhere = empty(name).assign(file=pd.Series(dtype="str"), row=pd.Series(dtype="int64"))
    lines = pd.concat(tables or [nowhere], ignore_index=True)
    lines = lines.sort_values(by, kind="stable", ignore_index=True)[list(nowhere.columns)]
    return SourcedLog(in_order(name, lines, by), sources, gather(repairs), lines)


def without_source(name: str) -> SourcedTable:
    """Return the table for which the portfolio names no file."""
    return SourcedTable(empty(name), (), gather([]))


def in_order(name: str, table: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Return the canonical table with its rows in a fixed order."""
    columns = list(TABLES[name].names)
    needed = table[list(dict.fromkeys([*columns, *by]))]
    return check(name, needed.sort_values(by, kind="stable", na_position="first")[columns])
