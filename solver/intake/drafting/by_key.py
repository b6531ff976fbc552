"""Rows that name their client by the key of another program: the file that leads from it to the client."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pandas as pd

from solver.intake.booking.account_codes import loose_code
from solver.intake.drafting.by_values import DAY_OR_AMOUNT, FEWEST, LONGEST_COUNT, MOSTLY, OF_ACCOUNTS
from solver.intake.drafting.found import Found
from solver.intake.reading.hints import meant_otherwise
from solver.intake.reading.unlike_codes import one_of_two_clients
from solver.intake.words import fold

LEADING = ("accounts", "contacts")


def led_by_key(found: list[Found]) -> list[Found]:
    """Propose `via` where the clients of a file stand under a key that only another file leads from.

    Parameters
    ----------
    found : list of Found
        What every file of the folder seems to be. A file whose clients are known by code or name stays.

    Notes
    -----
    The key is the internal number of a program, or the e-mail of a person. It must stand once in the file
    that leads, and lead from nearly every row.
    """
    leading = [
        each for each in found if each.table in LEADING and _plain(each) and "account_id" in each.columns
    ]
    known = [
        _values(each, name) for each in leading if each.table == "accounts" for name in ("account_id", "name")
    ]
    led = [
        _led(each, leading, known) if each.table in OF_ACCOUNTS and _plain(each) else each for each in found
    ]
    return [_whose(each) for each in led]


def _whose(found: Found) -> Found:
    """Take a log of e-mails that leads to no client for what it is: a file that nobody can read yet."""
    nobody = found.table == "visits" and found.preset is None and "account_id" in found.missing
    if not nobody or not any(addresses(found.cells[column]) for column in found.cells):
        return found
    return replace(
        found, table=None, columns={}, missing={}, computed={}, constants={}, left_alone=found.header
    )


def _plain(found: Found) -> bool:
    return not found.problem and not found.across and not found.from_lines and not found.cells.empty


def _values(found: Found, name: str) -> frozenset[str]:
    column = found.columns.get(name)
    return _said(found.cells[column]) if column in found.cells else frozenset()


def _said(texts: pd.Series) -> frozenset[str]:
    return frozenset(loose_code(text) for text in texts.unique() if text.strip())


def _led(found: Found, leading: Iterable[Found], known: Iterable[frozenset[str]]) -> Found:
    """Return a file with the way to its clients, where one is needed and there is one."""
    stated = found.columns.get("account_id")
    if stated is not None:
        said = _said(found.cells[stated])
        if not said or any(len(said & codes) >= len(said) / 2 for codes in known):
            return found
    columns = [stated] if stated is not None else [c for c in found.left_alone if addresses(found.cells[c])]
    for column in columns:
        if column not in found.cells or one_of_two_clients(column, found.cells):
            continue
        for other, key in _keys(found, column, leading):
            way = {"path": other.file, "key": key, "account_id": other.columns["account_id"]}
            sheet = {"sheet": other.sheet} if other.sheet else {}
            missing = {ours: near for ours, near in found.missing.items() if ours != "account_id"}
            return replace(
                found,
                columns={"account_id": column, **found.columns},
                via={**way, **sheet},
                missing=missing,
                left_alone=tuple(each for each in found.left_alone if each != column),
            )
    return found


def addresses(texts: pd.Series) -> bool:
    """Tell a column of e-mail addresses."""
    filled = texts[texts.str.strip().ne("")]
    return len(filled) >= FEWEST and bool(filled.str.contains("@").mean() >= MOSTLY)


def _keys(found: Found, column: str, leading: Iterable[Found]) -> Iterator[tuple[Found, str]]:
    """Return the files and their columns that have nearly every value of a column, each once."""
    said = _said(found.cells[column])
    for other in leading:
        if (other.file, other.sheet) == (found.file, found.sheet):
            continue
        for key in map(str, other.cells.columns):
            texts = other.cells[key].str.strip()
            texts = texts[texts.ne("")]
            if key == other.columns["account_id"] or (
                meant_otherwise("account_id", key) and "@" not in "".join(texts[:1])
            ):
                continue
            if not texts.is_unique or len(texts) < FEWEST or any(map(DAY_OR_AMOUNT.fullmatch, texts)):
                continue
            shared = said & _said(texts)
            counts = all(text.isdigit() and len(text) <= LONGEST_COUNT for text in shared)
            if len(shared) >= max(FEWEST, MOSTLY * len(said)) and (not counts or fold(key) == fold(column)):
                yield other, key
