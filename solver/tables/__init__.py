"""The canonical tables: what their columns mean, and the check every table passes before it is written."""

from collections.abc import Hashable
from functools import cache

import pandas as pd
import pandera.pandas as pa

from solver.tables import diary, method, plan, portfolio, practice, quality
from solver.tables.codes import CODES
from solver.tables.columns import Table
from solver.words.errors import PortfolioError
from solver.words.i18n import _

TABLES: dict[str, Table] = {
    **portfolio.TABLES,
    **quality.TABLES,
    **method.TABLES,
    **plan.TABLES,
    **diary.TABLES,
    **practice.TABLES,
}
SCHEMAS: dict[str, pa.DataFrameSchema] = {name: table.schema() for name, table in TABLES.items()}
CODES["table"] = {name: table.label for name, table in TABLES.items()}  # a table is named by its code too

__all__ = ["SCHEMAS", "TABLES", "check", "empty"]


def check(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with its columns in order and in their types.

    Parameters
    ----------
    name : str
        One of `SCHEMAS`.
    table : DataFrame
        Its index is dropped.

    Raises
    ------
    PortfolioError
        A column is missing or unknown, a value is out of bounds, a key comes twice; row and column are named.
    """
    schema = SCHEMAS[name]
    known = [column for column in schema.columns if column in table.columns]
    others = [column for column in table.columns if column not in schema.columns]
    ordered = table.reset_index(drop=True)[[*known, *others]]
    try:
        return schema.validate(ordered, lazy=True)
    except pa.errors.SchemaErrors as error:
        case = error.failure_cases.iloc[0]
        raise PortfolioError(
            _("{failures} value(s) break a rule; the first is “{value}” ({rule})").format(
                failures=len(error.failure_cases), value=case["failure_case"], rule=case["check"]
            ),
            file=name,
            row=None if pd.isna(case["index"]) else int(case["index"]) + 1,
            column=None if pd.isna(case["column"]) else str(case["column"]),
            fix=_rule_in_words(schema, case["column"]),
        ) from None


def empty(name: str) -> pd.DataFrame:
    """Return the table with all its columns and no row."""
    return _empty(name).copy()


@cache
def _empty(name: str) -> pd.DataFrame:
    columns = {
        column: pd.Series(dtype="object") for column in SCHEMAS[name].columns if not column.startswith("^")
    }
    return check(name, pd.DataFrame(columns))


def _rule_in_words(schema: pa.DataFrameSchema, column: Hashable) -> str | None:
    """Meaning of a column, as the reader's best clue to the fix."""
    described = schema.columns.get(column) if isinstance(column, str) else None
    return described.description if described is not None else None
