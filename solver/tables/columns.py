"""One line a column: name, label, meaning, unit and bounds; all that is said of a column is read off it."""

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from solver.tables.units import DTYPES, UNITS, Holds, UnitName

if TYPE_CHECKING:
    import pandera.pandas as pa


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    unit : str
        One of `UNITS`.
    name : str
    label : str
        What it is called at the head of a table, in English and marked for the catalogues.
    meaning : str
        For those who read or write the table.
    allowed : tuple of str
        The codes it may hold; any where there are none.
    low, high : float, optional
        Bounds, both included.
    empty : bool
        Whether cells may be empty.
    needed : bool
        Whether a file of this table has to hold it.
    ours : bool
        Whether we work it out, so that no file holds it.
    asked : bool
        Whether the firm is asked for it where it is missing or wrong.
    inside : str
        What it is called inside a sentence, marked for the catalogues.
    note : str
        What the template says above it, marked for the catalogues; its meaning where nothing is said.
    like : str
        Column whose codes it shares; they are labelled under that name.
    adds : bool
        Whether a sum means something, where its unit alone does not tell.
    """

    unit: UnitName
    name: str
    label: str
    meaning: str
    allowed: tuple[str, ...] = ()
    _: KW_ONLY
    low: float | None = None
    high: float | None = None
    empty: bool = False
    needed: bool = False
    ours: bool = False
    asked: bool = False
    inside: str = ""
    note: str = ""
    like: str = ""
    adds: bool = True

    @property
    def holds(self) -> Holds:
        """What a cell holds; codes are only such where they are listed."""
        kept = UNITS[self.unit].holds
        return "text" if kept == "code" and not self.allowed else kept

    @property
    def dtype(self) -> str:
        """Type of its cells in pandas."""
        return "Int64" if self.holds == "whole" and self.empty else DTYPES[self.holds]

    @property
    def sums(self) -> bool:
        """Whether a sum of its values means something."""
        return self.adds and UNITS[self.unit].adds

    @property
    def vocabulary(self) -> str:
        """Name under which its codes are labelled."""
        return self.like or self.name

    def here(self, meaning: str, allowed: tuple[str, ...] = (), **facts: Any) -> "Column":
        """Return the same column as it is in one table: what it means there, and what else differs."""
        return replace(self, meaning=meaning, allowed=allowed or self.allowed, **facts)

    def schema(self) -> "pa.Column":
        """Return the check of its cells."""
        import pandera.pandas as pa  # takes a quarter of a second, and is asked for where a table is checked

        checks = [pa.Check.isin(sorted(self.allowed))] if self.allowed else []
        if self.low is not None:
            checks.append(pa.Check.ge(self.low))
        if self.high is not None:
            checks.append(pa.Check.le(self.high))
        return pa.Column(self.dtype, checks, nullable=self.empty, description=self.meaning)


@dataclass(frozen=True)
class Table:
    """One table.

    Attributes
    ----------
    name : str
    label : str
        What it is called, in English and marked for the catalogues.
    meaning : str
        What a line of it is.
    columns : tuple of Column
    key : tuple of str
        Columns that together are there once.
    helpers : tuple of Column
        Columns of a file that help to build the table without being part of it.
    extra : str, optional
        Pattern of the names of numbers that may come in any number.
    """

    name: str
    label: str
    meaning: str
    columns: tuple[Column, ...]
    _: KW_ONLY
    key: tuple[str, ...] = ()
    helpers: tuple[Column, ...] = ()
    extra: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Name its columns, in their order."""
        return tuple(column.name for column in self.columns)

    @property
    def needed(self) -> tuple[str, ...]:
        """Name the columns that a file of this table has to hold."""
        return tuple(column.name for column in self.columns if column.needed)

    def schema(self) -> "pa.DataFrameSchema":
        """Return the check of the whole table."""
        import pandera.pandas as pa

        columns: dict[str, Any] = {column.name: column.schema() for column in self.columns}
        if self.extra is not None:
            columns[self.extra] = pa.Column("float64", nullable=True, regex=True, required=False)
        return pa.DataFrameSchema(columns, unique=list(self.key) or None, strict=True, coerce=True)


def by_name(*tables: Table) -> Mapping[str, Table]:
    """Return tables by their names."""
    return {table.name: table for table in tables}


text = partial(Column, "text")
identifier = partial(Column, "id")
phone = partial(Column, "phone")
code = partial(Column, "code")
flag = partial(Column, "flag")
day = partial(Column, "date")
moment = partial(Column, "moment")
time = partial(Column, "time")
month = partial(Column, "month")
week = partial(Column, "week")
year = partial(Column, "year")
money = partial(Column, "money")
cents = partial(Column, "cents")
share = partial(Column, "share")
hours = partial(Column, "hours")
minutes = partial(Column, "minutes")
days = partial(Column, "days")
number = partial(Column, "number")
points = partial(Column, "points")
degrees = partial(Column, "degrees")
count = partial(Column, "count", low=0)
