"""What a file may say about each table, read off the dictionary itself."""

from functools import cache

from solver.tables import TABLES
from solver.tables.columns import Column

NEEDED = {name: table.needed for name, table in TABLES.items() if table.needed}


@cache
def fields(table: str) -> dict[str, Column]:
    """Return the columns that a file of this table may hold, by name.

    Parameters
    ----------
    table : str
        A table that `sources` may name.
    """
    known = TABLES[table]
    return {column.name: column for column in (*known.columns, *known.helpers) if not column.ours}
