"""The few kinds of columns that the canonical tables are made of."""

from collections.abc import Collection, Mapping
from typing import Any

import pandera.pandas as pa


def text(description: str, *, values: Collection[str] | None = None, empty: bool = False) -> pa.Column:
    """Describe a text column, possibly held to a list of `values`, possibly with `empty` cells."""
    checks = [pa.Check.isin(sorted(values))] if values else []
    return pa.Column("str", checks, nullable=empty, description=description)


def number(
    description: str, *, low: float | None = None, high: float | None = None, empty: bool = False
) -> pa.Column:
    """Describe a column of real numbers within bounds, both included."""
    return pa.Column("float64", _bounds(low, high), nullable=empty, description=description)


def count(
    description: str, *, low: int | None = 0, high: int | None = None, empty: bool = False
) -> pa.Column:
    """Describe a column of whole numbers within bounds, both included."""
    return pa.Column(
        "Int64" if empty else "int64", _bounds(low, high), nullable=empty, description=description
    )


def day(description: str, *, empty: bool = False) -> pa.Column:
    """Describe a column of dates without a time."""
    return pa.Column("datetime64[us]", nullable=empty, description=description)


def flag(description: str) -> pa.Column:
    """Describe a column of yes and no."""
    return pa.Column("bool", description=description)


def schema(
    key: list[str], columns: Mapping[str, pa.Column], *, extra: str | None = None
) -> pa.DataFrameSchema:
    """Describe a table: its key, its columns, and the pattern of columns that may come in any number."""
    all_columns: dict[str, Any] = dict(columns)
    if extra is not None:
        all_columns[extra] = pa.Column("float64", nullable=True, regex=True, required=False)
    return pa.DataFrameSchema(all_columns, unique=key or None, strict=True, coerce=True)


def _bounds(low: float | None, high: float | None) -> list[pa.Check]:
    checks = []
    if low is not None:
        checks.append(pa.Check.ge(low))
    if high is not None:
        checks.append(pa.Check.le(high))
    return checks
