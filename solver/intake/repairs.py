"""The list of what was found wrong: what is fixed or set aside is in it, by row or by cause."""

from collections.abc import Iterable
from functools import cache
from typing import Any

import pandas as pd

from solver.intake.words import cut
from solver.tables import TABLES
from solver.words.errors import PortfolioError
from solver.words.i18n import _, clauses, format_money, format_share, ngettext

COLUMNS = TABLES["repairs"].names
TYPES = {"row": "Int64", "worth_eur": "float64"}
# One cause may set aside so much of a file before the file, or its mapping, is to be doubted as a whole.
LIMIT_SHARE = 0.05
# In a short file, so many slips are slips, whatever their share.
SMALL_NUMBER = 3
# Rows made from one line of a file, one a month say, bear its number and a multiple of this.
STRIDE = 10**9


def line_of(row: int) -> int:
    """Return the line of the file that a row stands on."""
    return row % STRIDE


def repairs(
    file: str | pd.Series | None,
    rows: Iterable[int | None],
    *,
    problem: str | pd.Series,
    column: str | pd.Series | None = None,
    account_id: Any = None,
    found: Any = None,
    used: Any = None,
    worth_eur: Any = None,
) -> pd.DataFrame:
    """Return one line of the table `repairs` per row of a file.

    Parameters
    ----------
    file : str or Series of str
        The file.
    rows : iterable of int or None
        Lines of the file; none where a repair concerns no line of its own.
    problem : str
        What is wrong, as a reader is told.
    column : str, optional
        Column as the file writes it.
    account_id, found, used, worth_eur : scalar or sequence of the length of `rows`
        As in the table.
    """
    listed = list(rows)
    if not listed:
        return no_repairs()
    lines = pd.Series(pd.array(listed, dtype="Int64")) % STRIDE
    values = {
        "file": file,
        "row": lines,
        "column": column,
        "account_id": account_id,
        "problem": problem,
        "found": found,
        "used": used,
        "worth_eur": worth_eur,
    }
    return pd.DataFrame({name: _column(name, value, lines.index) for name, value in values.items()})


def no_repairs() -> pd.DataFrame:
    """Return the table `repairs` without a row."""
    return _no_repairs().copy()


@cache
def _no_repairs() -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype=TYPES.get(name, "str")) for name in COLUMNS})


def gather(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Put lists of repairs together."""
    filled = [part for part in parts if len(part)]
    return pd.concat(filled, ignore_index=True) if filled else no_repairs()


def _column(name: str, value: Any, index: pd.Index) -> pd.Series:
    """Spread one value, or take one of each row, whatever index they come with."""
    plain = value.to_numpy() if isinstance(value, pd.Series | pd.Index) else value
    return pd.Series(plain, index=index, dtype=TYPES.get(name, "str"))


def too_many(cases: int, rows: int) -> bool:
    """Tell whether one cause strikes more rows than single slips would explain.

    Parameters
    ----------
    cases : int
        Rows struck.
    rows : int
        Rows that could be.
    """
    return cases > max(LIMIT_SHARE * rows, SMALL_NUMBER) or cases == rows > 1


def refuse_if_many(
    cases: pd.Series, rows: int, *, file: str, column: str | None, problem: str, first: str, fix: str
) -> None:
    """Refuse a file of which one cause would set aside more than a twentieth.

    Parameters
    ----------
    cases : Series of bool
        True where the cause strikes; the index is the line of the file.
    rows : int
        Rows that could be struck.
    file, column, problem, fix : str
        For the message.
    first : str
        What the first of them says.

    Raises
    ------
    PortfolioError
        There are too many.
    """
    count = int(cases.sum())
    if not too_many(count, rows):
        return
    said = ngettext(
        "{problem} in {count} of {rows} rows ({share})",
        "{problem} in {count} of {rows} rows ({share})",
        count,
    ).format(problem=problem, count=count, rows=rows, share=format_share(count / rows, 1))
    raise PortfolioError(
        clauses([said, _("the first says “{first}”").format(first=cut(first))]) if first else said,
        file=file,
        row=line_of(int(cases.index[cases.to_numpy()][0])),
        column=column,
        fix=fix,
    )


def refuse_if_worth_much(
    worth_eur: float, total_eur: float, *, file: str, row: int, column: str | None, problem: str, fix: str
) -> None:
    """Refuse a file of which one cause would set aside more than a twentieth of the money.

    Raises
    ------
    PortfolioError
        It is too much.
    """
    if worth_eur <= LIMIT_SHARE * total_eur:
        return
    raise PortfolioError(
        _("{problem}; {amount} hang on it, {share} of the file's amounts").format(
            problem=problem, amount=format_money(worth_eur, 2), share=format_share(worth_eur / total_eur, 1)
        ),
        file=file,
        row=row,
        column=column,
        fix=fix,
    )
