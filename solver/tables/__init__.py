"""The canonical tables: what their columns mean, and the check every table passes before it is written."""

from collections.abc import Hashable
from functools import cache
from typing import TYPE_CHECKING

from solver.tables import diary, method, plan, portfolio, practice, quality
from solver.tables.codes import CODES
from solver.tables.columns import Table
from solver.words.errors import PortfolioError
from solver.words.i18n import _, is_missing

if TYPE_CHECKING:  # what the tables are called is asked for by who never holds one
    import pandas as pd
    import pandera.pandas as pa

TABLES: dict[str, Table] = {
    **portfolio.TABLES,
    **quality.TABLES,
    **method.TABLES,
    **plan.TABLES,
    **diary.TABLES,
    **practice.TABLES,
}
CODES["table"] = {name: table.label for name, table in TABLES.items()}  # a table is named by its code too

__all__ = ["TABLES", "check", "empty", "schema"]


@cache
def schema(name: str) -> "pa.DataFrameSchema":
    """Return the check of a table, built when it is first asked for."""
    return TABLES[name].schema()


def check(name: str, table: "pd.DataFrame") -> "pd.DataFrame":
    """Return the table with its columns in order and in their types.

    Parameters
    ----------
    name : str
        One of `TABLES`.
    table : DataFrame
        Its index is dropped.

    Raises
    ------
    PortfolioError
        A column is missing or unknown, a value is out of bounds, a key comes twice; row and column are named.
    """
    from solver.tables.accepted import accepted

    if not table.empty and (sound := accepted(TABLES[name], table)) is not None:
        return sound
    return _validated(name, table)


def _validated(name: str, table: "pd.DataFrame") -> "pd.DataFrame":
    from pandera.errors import SchemaErrors

    rules = schema(name)
    known = [column for column in rules.columns if column in table.columns]
    others = [column for column in table.columns if column not in rules.columns]
    if table.empty and not others and len(known) == len(rules.columns):
        return empty(name)  # no row can break a rule
    ordered = table.reset_index(drop=True)[[*known, *others]]
    try:
        return rules.validate(ordered, lazy=True)
    except SchemaErrors as error:
        case = error.failure_cases.iloc[0]
        raise PortfolioError(
            _("{failures} value(s) break a rule; the first is “{value}” ({rule})").format(
                failures=len(error.failure_cases), value=case["failure_case"], rule=case["check"]
            ),
            file=name,
            row=None if is_missing(case["index"]) else int(case["index"]) + 1,
            column=None if is_missing(case["column"]) else str(case["column"]),
            fix=_rule_in_words(rules, case["column"]),
        ) from None


def empty(name: str) -> "pd.DataFrame":
    """Return the table with all its columns and no row."""
    return _empty(name).copy()


@cache
def _empty(name: str) -> "pd.DataFrame":
    from solver.tables.accepted import no_lines

    return no_lines(TABLES[name])


def _rule_in_words(rules: "pa.DataFrameSchema", column: Hashable) -> str | None:
    """Meaning of a column, as the reader's best clue to the fix."""
    described = rules.columns.get(column) if isinstance(column, str) else None
    return described.description if described is not None else None
