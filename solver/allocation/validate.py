"""Checks of the tables of a visit allocation problem: what is wrong, in which table, row and column."""

from typing import NoReturn

import numpy as np
import pandas as pd

from solver.errors import PortfolioError
from solver.i18n import _, format_number, ngettext

HEADER_LINES = 2  # a position of 0 is the second line of the file, under the header

ACCOUNT_COLUMNS = ("account_id", "rep_id", "kind", "zone", "min_visits", "max_visits", "hours_per_visit")
RESPONSE_COLUMNS = ("account_id", "visits", "contribution_eur")
REP_COLUMNS = ("rep_id", "hours", "prospect_visits_min")
ZONE_COLUMNS = ("zone", "hours_per_trip")
CANDIDATE_COLUMNS = ("account_id", "rep_id")


def refuse(problem: str, table: str, position: int | None, column: str | None, mend: str) -> NoReturn:
    """Raise the error for the line at `position` (0 for the first line under the header)."""
    row = None if position is None else int(position) + HEADER_LINES
    raise PortfolioError(problem, file=table, row=row, column=column, mend=mend)


def require_columns(frame: pd.DataFrame, table: str, columns: tuple[str, ...]) -> None:
    """Refuse a table that lacks a column."""
    for column in columns:
        if column not in frame.columns:
            refuse(
                _("the column is missing"),
                table,
                None,
                column,
                _("add it; the table needs: {columns}").format(columns=", ".join(columns)),
            )


def text_column(frame: pd.DataFrame, table: str, column: str) -> np.ndarray:
    """Return a column of ids as text; an empty id is refused."""
    missing = frame[column].isna().to_numpy()
    if missing.any():
        refuse(_("the value is missing"), table, _first(missing), column, _("fill it in"))
    return frame[column].astype(str).to_numpy(dtype=object)


def unique_ids(ids: np.ndarray, table: str, column: str) -> None:
    """Refuse an id that is there twice."""
    twice = pd.Series(ids, dtype=object).duplicated().to_numpy()
    if twice.any():
        where = _first(twice)
        refuse(
            _("“{id}” is there twice").format(id=ids[where]),
            table,
            where,
            column,
            _("keep one line for each id"),
        )


def known_ids(ids: np.ndarray, known: pd.Index, table: str, column: str, home: str) -> np.ndarray:
    """Return the position of every id among the known ones; an unknown id is refused."""
    codes = known.get_indexer(pd.Index(ids, dtype=object))
    unknown = codes < 0
    if unknown.any():
        where = _first(unknown)
        refuse(
            _("“{id}” is not in the table {table}").format(id=ids[where], table=home),
            table,
            where,
            column,
            _("correct the id, or add it to {table}").format(table=home),
        )
    return codes


def number_column(
    frame: pd.DataFrame,
    table: str,
    column: str,
    *,
    lowest: float | None = None,
    above_lowest: bool = False,
    whole: bool = False,
    missing_allowed: bool = False,
    too_low: str | None = None,
) -> np.ndarray:
    """Return a column as floats; text, missing, infinite, too low and broken numbers are refused."""
    numbers = pd.to_numeric(frame[column], errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    absent = frame[column].isna().to_numpy()
    unreadable = ~np.isfinite(numbers) & ~(absent & missing_allowed)
    if unreadable.any():
        where = _first(unreadable)
        problem = (
            _("the number is missing")
            if absent[where]
            else _("“{value}” is not a number").format(value=frame[column].iloc[where])
        )
        refuse(problem, table, where, column, _("give a number"))
    if lowest is not None:
        low = (numbers <= lowest) if above_lowest else (numbers < lowest)
        if low.any():
            where = _first(low)
            value = format_number(numbers[where], 2)
            bound = format_number(lowest)
            mend = (
                _("give a number above {bound}") if above_lowest else _("give a number of {bound} or more")
            ).format(bound=bound)
            refuse((too_low or _("{value} is too low")).format(value=value), table, where, column, mend)
    if whole:
        broken = numbers != np.round(numbers)
        broken &= np.isfinite(numbers)
        if broken.any():
            where = _first(broken)
            refuse(
                _("{value} is not a whole number of visits").format(value=format_number(numbers[where], 2)),
                table,
                where,
                column,
                _("give a whole number"),
            )
    return numbers


def value_matrix(response: pd.DataFrame, accounts: pd.Index) -> np.ndarray:
    """Return contributions as accounts by levels, NaN above an account's last level.

    Every account must have one line for each number of visits from 0 to its own last level.
    """
    table = "response"
    require_columns(response, table, RESPONSE_COLUMNS)
    ids = text_column(response, table, "account_id")
    codes = known_ids(ids, accounts, table, "account_id", "accounts")
    visits = number_column(response, table, "visits", lowest=0, whole=True).astype(np.int64)
    euros = number_column(response, table, "contribution_eur")
    levels = int(visits.max()) + 1 if len(visits) else 1
    cell = codes * levels + visits
    twice = pd.Series(cell).duplicated().to_numpy()
    if twice.any():
        where = _first(twice)
        refuse(
            ngettext(
                "account “{id}” has two values for {visits} visit",
                "account “{id}” has two values for {visits} visits",
                visits[where],
            ).format(id=ids[where], visits=visits[where]),
            table,
            where,
            "visits",
            _("keep one"),
        )
    values = np.full((len(accounts), levels), np.nan)
    values.flat[cell] = euros
    given = np.isfinite(values)
    without = ~given.any(axis=1)
    if without.any():
        refuse(
            _("account “{id}” has no value for any number of visits").format(id=accounts[_first(without)]),
            table,
            None,
            "account_id",
            _("add its lines, from 0 visits on"),
        )
    last_level = levels - 1 - np.argmax(given[:, ::-1], axis=1)
    gap = given.sum(axis=1) != last_level + 1
    if gap.any():
        account = _first(gap)
        absent = _first(~given[account])
        after = visits > absent
        after &= codes == account
        refuse(
            ngettext(
                "account “{id}” has no value for {visits} visit but has one for more",
                "account “{id}” has no value for {visits} visits but has one for more",
                absent,
            ).format(id=accounts[account], visits=absent),
            table,
            _first(after),
            "visits",
            _("give a value for every number of visits from 0 on"),
        )
    return values


def check_bounds(
    ids: np.ndarray, floor: np.ndarray, ceiling: np.ndarray, lock: np.ndarray, last_level: np.ndarray
) -> None:
    """Refuse a floor above its ceiling, a lock outside both, a ceiling above the last level."""
    table = "accounts"
    crossed = floor > ceiling
    if crossed.any():
        where = _first(crossed)
        refuse(
            ngettext(
                "account “{id}”: the floor of {floor} visit is above the ceiling of {ceiling}",
                "account “{id}”: the floor of {floor} visits is above the ceiling of {ceiling}",
                floor[where],
            ).format(id=ids[where], floor=int(floor[where]), ceiling=int(ceiling[where])),
            table,
            where,
            "min_visits",
            _("lower the floor or raise the ceiling"),
        )
    above = lock > ceiling
    if above.any():
        where = _first(above)
        refuse(
            _("account “{id}”: locked visit beyond the ceiling ({lock} locked, {ceiling} at most)").format(
                id=ids[where], lock=int(lock[where]), ceiling=int(ceiling[where])
            ),
            table,
            where,
            "locked_visits",
            _("lower the lock or raise the ceiling"),
        )
    below = lock < floor
    if below.any():
        where = _first(below)
        refuse(
            ngettext(
                "account “{id}”: {lock} visit locked, below the floor of {floor}",
                "account “{id}”: {lock} visits locked, below the floor of {floor}",
                lock[where],
            ).format(id=ids[where], lock=int(lock[where]), floor=int(floor[where])),
            table,
            where,
            "locked_visits",
            _("raise the lock or lower the floor"),
        )
    short = ceiling > last_level
    if short.any():
        where = _first(short)
        refuse(
            ngettext(
                "account “{id}”: the ceiling is {ceiling} visit but its values stop at {last}",
                "account “{id}”: the ceiling is {ceiling} visits but its values stop at {last}",
                ceiling[where],
            ).format(id=ids[where], ceiling=int(ceiling[where]), last=int(last_level[where])),
            table,
            where,
            "max_visits",
            _("lower the ceiling, or add the missing lines to the table response"),
        )


def _first(flags: np.ndarray) -> int:
    """Position of the first flag raised."""
    return int(np.argmax(flags))
