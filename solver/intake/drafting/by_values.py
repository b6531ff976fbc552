"""What a column is by what stands in it: the code or the rep that another file has too."""

import re
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from solver.intake.booking.account_codes import loose_code
from solver.intake.drafting.found import Found
from solver.intake.presets.entries import CLIENT, CLIENT_NAME
from solver.intake.reading.hints import meant_otherwise
from solver.intake.reading.unlike_codes import one_of_two_clients
from solver.intake.words import fold

MOSTLY = 0.95
FEWEST = 2
OF_ACCOUNTS = ("sales", "visits", "visit_reports", "prospect_events", "contacts", "touchpoints")
FEW_KNOWN = 0.1  # of the codes in entries
LONGEST_COUNT = 3  # digits of a number that may as well count something
DAY_OR_AMOUNT = re.compile(r"[-\d\s.,/:€$£%]*\d[.,/:][-\d\s.,/:€$£%]*")


def code_of_accounts(found: Found, accounts: Iterable[Found]) -> dict[str, str]:
    """Return which column of a file bears the code, or the name, of the accounts of another one.

    Parameters
    ----------
    found : Found
        A file without accounts.
    accounts : iterable of Found
        The files of accounts.

    Returns
    -------
    dict of str to str
        `account_id`: column; and, where the accounts are under another code, `theirs`: that column of them.
    """
    for other in accounts:
        if (other.file, other.sheet) == (found.file, found.sheet):
            continue
        keys = _keys(other)
        for theirs in _in_turn(other, keys):
            for column in map(str, found.cells.columns):
                if _same(found.cells[column], keys[theirs], column, theirs):
                    asked = one_of_two_clients(column, found.cells)
                    return {} if asked else {"account_id": column, "theirs": theirs}
    return {}


def code_in_entries(entries: Found, accounts: Found) -> str | None:
    """Return the free column of accounts whose codes stand in accounting entries, where they have none yet.

    Parameters
    ----------
    entries : Found
        A file of accounting entries: other codes than those of clients stand in it too.
    accounts : Found
        A file of accounts.
    """
    code, name = accounts.columns.get("account_id"), accounts.columns.get("name")
    keys = _keys(accounts) if accounts.preset is None and code in (None, name) else {}
    said = {loose_code(text) for column in entries.cells for text in entries.cells[column].unique()}
    for column in keys:
        coded = not all(text.isdigit() and len(text) <= LONGEST_COUNT for text in keys[column])
        if column in accounts.left_alone and coded and 2 * len(keys[column] & said) > len(keys[column]):
            return column
    return None


def names_in_entries(entries: Found, accounts: Iterable[Found]) -> dict[str, str]:
    """Return the column of entries with the names of clients, where the accounts have none of their codes."""
    held = {fold(str(column)): str(column) for column in entries.cells.columns}
    code, name = held.get(fold(CLIENT)), held.get(fold(CLIENT_NAME))
    if code is None or name is None:
        return {}
    lists = [
        {loose_code(text) for text in each.cells[each.columns[ours]]}
        for each in accounts
        for ours in ("account_id", "name")
        if each.columns.get(ours) in each.cells
    ]
    known = frozenset[str]().union(*lists)
    shares = [_known_share(entries.cells[column], known) for column in (code, name)]
    return {"account_id": name} if shares[0] < FEW_KNOWN and shares[1] > 1 / 2 else {}


def _known_share(texts: pd.Series, known: frozenset[str]) -> float:
    said = {loose_code(text) for text in texts.unique() if text.strip()}
    return len(said & known) / len(said) if said else 0.0


def rep_of_accounts(found: Found, accounts: Iterable[Found]) -> str | None:
    """Return the free column all of whose words name reps of the accounts."""
    reps = {
        text.strip()
        for other in accounts
        if "rep_id" in other.columns
        for text in other.cells[other.columns["rep_id"]]
    } - {""}
    for column in found.left_alone:
        said = {text.strip() for text in found.cells[column]} - {""}
        counts = all(text.isdigit() and len(text) <= LONGEST_COUNT for text in said)
        if len(said) > 1 and said <= reps and not counts:
            return column
    return None


def _keys(accounts: Found) -> Mapping[str, frozenset[str]]:
    """Return the columns of accounts whose every row has a value of its own."""
    told: dict[str, frozenset[str]] = {}
    for column in map(str, accounts.cells.columns):
        texts = accounts.cells[column].str.strip()
        # Below a list there may be a total and a note.
        texts = texts[texts.ne("")]
        own = len(texts) >= MOSTLY * len(accounts.cells) and texts.is_unique and len(texts) >= FEWEST
        if own and not meant_otherwise("account_id", column) and not any(map(DAY_OR_AMOUNT.fullmatch, texts)):
            told[column] = frozenset(texts.map(loose_code))
    return told


def _in_turn(accounts: Found, keys: Mapping[str, frozenset[str]]) -> Sequence[str]:
    """Order them: the code first, the name last; between them, where there is no code yet, what is left."""
    code, name = accounts.columns.get("account_id"), accounts.columns.get("name")
    free = accounts.left_alone if accounts.preset is None and code in (None, name) else ()
    return sorted((c for c in keys if c in (code, name, *free)), key=lambda c: (c == name, c != code))


def _same(texts: pd.Series, keys: frozenset[str], column: str, theirs: str) -> bool:
    """Tell whether the values of a column are keys of the accounts, and too many to be so by chance."""
    said = {loose_code(text) for text in texts.unique() if text.strip()}
    known = said & keys
    if len(known) < FEWEST or len(known) < MOSTLY * len(said):
        return False
    counts = all(text.isdigit() and len(text) <= LONGEST_COUNT for text in known)
    # “Contact/ID” is the column ID of the contacts, as Odoo writes it.
    return not meant_otherwise("account_id", column) and (not counts or column.rpartition("/")[2] == theirs)
