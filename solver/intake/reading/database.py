"""One query to the firm's database, read like a file: nothing is ever written there, no password anywhere."""

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import quote, quote_plus

import pandas as pd
from sqlalchemy import URL, Connection, CursorResult, create_engine, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from solver.intake.reading.workbooks import cell_text
from solver.parameters import Source
from solver.parameters.portfolio import VARIABLE
from solver.words.errors import PortfolioError
from solver.words.i18n import _, counted

# What makes the session refuse to write, where the database can be told; everywhere it is rolled back. Of any
# other database nothing is promised but that words which write are refused: its user should only read.
READ_ONLY = {
    "postgresql": "SET TRANSACTION READ ONLY",
    "mysql": "START TRANSACTION READ ONLY",
    "mariadb": "START TRANSACTION READ ONLY",
    "oracle": "SET TRANSACTION READ ONLY",
    "sqlite": "PRAGMA query_only = ON",
}
READS = ("select", "with", "values", "table")
WRITES = re.compile(
    r"\b(insert|update|delete|merge|drop|create|alter|truncate|grant|revoke|into|call|exec|execute|attach|"
    r"pragma|vacuum|copy|load)\b"
)
MOST_ROWS = 5_000_000
ROWS_AT_ONCE = 10_000
SECONDS = 15  # for the database to begin its answer where it can be stopped: a query without end has none
STEPS = 100_000  # of SQLite, between two looks at the clock
LONGEST_CELL = 10_000_000
NOT_SQL = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|`[^`]*`|\[[^\]]*\]|--[^\n]*|/\*.*?\*/", re.DOTALL)


def read_database(source: Source) -> pd.DataFrame:
    """Send the query of a source and return what comes back as text cells.

    Parameters
    ----------
    source : Source
        Its `database` and `query`.

    Returns
    -------
    DataFrame of str
        The column names on line 0, one row of the answer on each line from 1 on.

    Raises
    ------
    PortfolioError
        The query does more than read, a variable of the environment is not set, the database cannot be
        reached, or it refuses the query. No message holds the address or what the variables hold.
    """
    query = str(source.query).strip().rstrip(";")
    url, secrets = _filled_in(str(source.database), source.name)
    _refuse_writing(query, source.name, backend=url.get_backend_name())
    _refuse_missing_file(url, source.name, str(source.database))
    with _connected(url, source.name, secrets) as connection:
        try:
            if statement := READ_ONLY.get(url.get_backend_name()):
                connection.exec_driver_sql(statement)
            # Without parameters a percent sign in the query stays one for every driver.
            answer = connection.execution_options(no_parameters=True).exec_driver_sql(query)
            names, rows = list(answer.keys()), _rows(answer, source.name)
        except (SQLAlchemyError, MemoryError, OverflowError) as error:
            raise PortfolioError(
                _("the database refuses the query ({reason})").format(reason=_reason(error, secrets)),
                file=source.name,
                fix=_("try the query in the database's own tool, then write it under `query`"),
            ) from None
    mark = source.decimal or "."
    columns = zip(*rows, strict=True) if rows else ((),) * len(names)
    cells = {
        place: pd.Series([name, *(cell_text(value, mark) for value in column)], dtype="str")
        for place, (name, column) in enumerate(zip(names, columns, strict=True))
    }
    return pd.DataFrame(cells).rename_axis(index="row")


def _rows(answer: CursorResult[Any], name: str) -> list[Any]:
    """Fetch the answer, up to as many rows as can be read."""
    rows: list[Any] = []
    while some := answer.fetchmany(ROWS_AT_ONCE):
        rows += some
        if len(rows) > MOST_ROWS:
            raise PortfolioError(
                counted(MOST_ROWS, "the query gives more than {n} row", "the query gives more than {n} rows"),
                file=name,
                fix=_("ask for the years that are needed"),
            )
    return rows


def _refuse_writing(query: str, name: str, *, backend: str) -> None:
    """Refuse whatever is not one statement; where the session cannot refuse to write, any word that does."""
    plain = NOT_SQL.sub(" ", query).casefold()
    first = plain.replace("(", " ").split()
    word = None if backend in READ_ONLY else WRITES.search(plain)
    # A second statement could end the transaction that only reads. SQLite takes one alone; of what another
    # database calls a quotation nobody can be sure here.
    second = ";" in (plain if backend == "sqlite" else query)
    if first and first[0] in READS and not word and not second:
        return
    said = word[1].upper() if word else (";" if second else " ".join(first[:1]).upper())
    raise PortfolioError(
        _("the query must be one SELECT that only reads; “{word}” is not part of one").format(word=said),
        file=name,
        fix=_("write one SELECT; put a column of that name between quotation marks"),
    )


def _filled_in(address: str, name: str) -> tuple[URL, list[str]]:
    """Put the variables of the environment into the address; return it and what must never be shown."""
    secrets: list[str] = []

    def filled(text: str) -> str:
        return VARIABLE.sub(value, text)

    def value(found: re.Match[str]) -> str:
        held = os.environ.get(found[1])
        if held is None:
            raise PortfolioError(
                _("the variable {variable} of the environment is not set").format(variable=found[1]),
                file=name,
                fix=_("set it before the run; it is read then and kept nowhere"),
            )
        secrets.append(held)
        return held

    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise PortfolioError(
            _("this is no address of a database"),
            file=name,
            fix=_("write it as SQLAlchemy does, as in postgresql://reader:${DATABASE_PASSWORD}@server/sales"),
        ) from None
    options = {key: filled(text) if isinstance(text, str) else text for key, text in url.query.items()}
    whole = url.set(
        username=filled(url.username or "") or None,
        password=filled(str(url.password or "")) or None,
        host=filled(url.host or "") or None,
        database=filled(url.database or "") or None,
        query=options,
    )
    return whole, [secret for secret in secrets if secret]


def _refuse_missing_file(url: URL, name: str, written: str) -> None:
    """Refuse a file of SQLite that is not there; it is told as written, for a variable may be part of it."""
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise PortfolioError(
            _("there is no such file: {path}").format(path=written.partition("///")[2]),
            file=name,
            fix=_("correct `database`: the path is looked for from the folder of portfolio.yaml"),
        )


@contextmanager
def _connected(url: URL, name: str, secrets: list[str]) -> Iterator[Connection]:
    """Open a connection that is rolled back and closed whatever happens."""
    try:
        engine = create_engine(url, poolclass=NullPool, **_opened_to_read(url))
        connection = engine.connect()
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise PortfolioError(
            _("nothing installed here reads a {kind} database ({reason})").format(
                kind=url.get_backend_name(), reason=_reason(error, secrets)
            ),
            file=name,
            fix=_("install its Python driver beside this program, or export the query as CSV"),
        ) from None
    except (SQLAlchemyError, OSError, ValueError, TypeError) as error:
        raise PortfolioError(
            _("the database cannot be reached ({reason})").format(reason=_reason(error, secrets)),
            file=name,
            fix=_("check the address, the user and the network"),
        ) from None
    try:
        yield connection
    finally:
        connection.rollback()
        connection.close()
        engine.dispose()


def _opened_to_read(url: URL) -> dict[str, Any]:
    """Open a file of SQLite so that nothing can be written to it, and a query without end is stopped."""
    if url.get_backend_name() != "sqlite":
        return {}

    def connect() -> sqlite3.Connection:
        place = Path(url.database or "").resolve().as_uri()
        connection = sqlite3.connect(f"{place}?mode=ro", uri=True, check_same_thread=False)
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_CELL)
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        end = monotonic() + SECONDS
        connection.set_progress_handler(lambda: int(monotonic() > end), STEPS)
        return connection

    return {"creator": connect}


def _reason(error: BaseException, secrets: list[str]) -> str:
    """Return the first line of the driver's own words, without what the variables hold."""
    lines = str(getattr(error, "orig", None) or error).strip().splitlines() or [type(error).__name__]
    for secret in sorted(
        {form for each in secrets for form in (each, quote(each), quote_plus(each))}, key=len, reverse=True
    ):
        lines[0] = lines[0].replace(secret, "…")
    return lines[0]
