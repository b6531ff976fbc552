"""What the tables of a visit allocation problem must hold beside single columns: values, floors, ceilings."""

import numpy as np
import pandas as pd

from solver.tables.checks import first, known_ids, number_column, refuse, require_columns, text_column
from solver.words.i18n import _, mark_plural, ngettext

ACCOUNT_COLUMNS = ("account_id", "rep_id", "kind", "zone", "min_visits", "max_visits", "hours_per_visit")
RESPONSE_COLUMNS = ("account_id", "visits", "contribution_eur")
CONTACT_COLUMNS = ("visits_made", "other_hours")  # of the response, where a level is not so many visits
REP_COLUMNS = ("rep_id", "hours", "prospect_visits_min")
ZONE_COLUMNS = ("zone", "hours_per_trip")


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
        where = first(twice)
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
            _("account “{id}” has no value for any number of visits").format(id=accounts[first(without)]),
            table,
            None,
            "account_id",
            _("add its lines, from 0 visits on"),
        )
    last_level = levels - 1 - np.argmax(given[:, ::-1], axis=1)
    gap = given.sum(axis=1) != last_level + 1
    if gap.any():
        account = first(gap)
        absent = first(~given[account])
        after = visits > absent
        after &= codes == account
        refuse(
            ngettext(
                "account “{id}” has no value for {visits} visit but has one for more",
                "account “{id}” has no value for {visits} visits but has one for more",
                absent,
            ).format(id=accounts[account], visits=absent),
            table,
            first(after),
            "visits",
            _("give a value for every number of visits from 0 on"),
        )
    return values


def contact_matrices(
    response: pd.DataFrame, accounts: pd.Index, hours_per_visit: np.ndarray
) -> tuple[np.ndarray, np.ndarray] | None:
    """Return visits and other hours as accounts by levels; none where level l is l visits.

    Comes after `value_matrix`. Each level takes more hours than the one below, and no fewer visits.
    """
    table = "response"
    if not set(CONTACT_COLUMNS) & set(response.columns):
        return None
    require_columns(response, table, CONTACT_COLUMNS)
    made = number_column(response, table, "visits_made", lowest=0, whole=True).astype(np.int64)
    other = number_column(response, table, "other_hours", lowest=0)
    account = accounts.get_indexer(pd.Index(response["account_id"].astype(str)))
    level = response["visits"].to_numpy(dtype=np.int64)
    order = np.lexsort((level, account))
    takes = made * hours_per_visit[account] + other
    upwards = np.diff(account[order]) == 0
    wrong = upwards & ((np.diff(takes[order]) <= 0) | (np.diff(made[order]) < 0))
    if wrong.any():
        where = int(order[1:][first(wrong)])
        refuse(
            _("account “{id}”: level {level} takes no more hours than the one below, or fewer visits").format(
                id=accounts[account[where]], level=level[where]
            ),
            table,
            where,
            "other_hours",
            _("put the levels in order of their hours"),
        )
    visits = np.zeros((len(accounts), int(level.max()) + 1), dtype=np.int64)
    hours = np.zeros(visits.shape)
    visits[account, level], hours[account, level] = made, other
    return visits, hours


def long_response(
    ids: pd.Index, values: np.ndarray, contacts: tuple[np.ndarray, np.ndarray] | None
) -> pd.DataFrame:
    """Turn the matrices into a table again, in order of account and level."""
    account, visits = np.nonzero(np.isfinite(values))
    table = pd.DataFrame(
        {
            "account_id": ids.to_numpy()[account].astype(str),
            "visits": visits.astype(np.int64),
            "contribution_eur": values[account, visits],
        }
    )
    if contacts is None:
        return table
    return table.assign(
        **{name: matrix[account, visits] for name, matrix in zip(CONTACT_COLUMNS, contacts, strict=True)}
    )


def check_bounds(
    ids: np.ndarray, floor: np.ndarray, ceiling: np.ndarray, lock: np.ndarray, last_level: np.ndarray
) -> None:
    """Refuse a floor above its ceiling, a lock outside both, a ceiling above the last level."""
    _refuse_first(
        ids,
        floor > ceiling,
        mark_plural(
            "account “{id}”: the floor of {floor} visit is above the ceiling of {ceiling}",
            "account “{id}”: the floor of {floor} visits is above the ceiling of {ceiling}",
        ),
        {"floor": floor, "ceiling": ceiling},
        "min_visits",
        _("lower the floor or raise the ceiling"),
    )
    _refuse_first(
        ids,
        lock > ceiling,
        mark_plural(
            "account “{id}”: {lock} visit locked, beyond the ceiling of {ceiling}",
            "account “{id}”: {lock} visits locked, beyond the ceiling of {ceiling}",
        ),
        {"lock": lock, "ceiling": ceiling},
        "locked_visits",
        _("lower the lock or raise the ceiling"),
    )
    _refuse_first(
        ids,
        lock < floor,
        mark_plural(
            "account “{id}”: {lock} visit locked, below the floor of {floor}",
            "account “{id}”: {lock} visits locked, below the floor of {floor}",
        ),
        {"lock": lock, "floor": floor},
        "locked_visits",
        _("raise the lock or lower the floor"),
    )
    _refuse_first(
        ids,
        ceiling > last_level,
        mark_plural(
            "account “{id}”: the ceiling is {ceiling} visit but its values stop at {last}",
            "account “{id}”: the ceiling is {ceiling} visits but its values stop at {last}",
        ),
        {"ceiling": ceiling, "last": last_level},
        "max_visits",
        _("lower the ceiling, or add the missing lines to the table response"),
    )


def _refuse_first(
    ids: np.ndarray,
    broken: np.ndarray,
    forms: tuple[str, str],
    facts: dict[str, np.ndarray],
    column: str,
    fix: str,
) -> None:
    """Refuse the first account that breaks a rule; the first of the facts is what the sentence counts."""
    if broken.any():
        where = first(broken)
        numbers = {name: int(values[where]) for name, values in facts.items()}
        problem = ngettext(*forms, next(iter(numbers.values())))
        refuse(problem.format(id=ids[where], **numbers), "accounts", where, column, fix)
