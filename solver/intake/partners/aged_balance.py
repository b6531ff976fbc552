"""An aged balance: what each client owes, in columns by how long it has been due."""

import re
from typing import NamedTuple

import pandas as pd

from solver.intake.reading.typed import Typed
from solver.intake.repairs import no_repairs, repairs
from solver.intake.values.numbers import read_numbers
from solver.intake.words import fold
from solver.words.i18n import _

LONG = 60  # days past the day due: from then on something is done about it
_DAYS = r"(?:j|jours?|d|days?)"
_BETWEEN = re.compile(rf"(\d+) (?:a |to )?(\d+) ?{_DAYS}")
_OVER = re.compile(rf"(?:plus de|superieur a|over|more than) (\d+)(?: {_DAYS})?")
_FROM = re.compile(rf"(\d+) {_DAYS} (?:et plus|and more|and over)")
_NOT_DUE = re.compile(r"non echu|a echoir|not due|not yet due")


class Bucket(NamedTuple):
    """One column: due for so many days at least; none where it is not due yet."""

    column: str
    days: int | None


def buckets(header: list[str]) -> list[Bucket]:
    """Return the columns of an aged balance, known by their names; none where there are fewer than two."""
    found = [Bucket(column, days) for column in header if (days := _due_for(column)) != -1]
    dated = [bucket for bucket in found if bucket.days is not None]
    return found if len(dated) > 1 else []


def with_aged_balance(typed: Typed, table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Add up the columns of an aged balance, where a file of accounts is one and says no sums itself.

    Parameters
    ----------
    typed : Typed
        The source.
    table : DataFrame
        Its rows.

    Returns
    -------
    tuple of DataFrame and DataFrame
        The rows with `overdue_eur`, `late_eur` and `outstanding_eur`, and the cells that are no numbers.
    """
    taken = set(typed.raw.columns.values())
    found = [each for each in buckets(list(typed.raw.table.columns)) if each.column not in taken]
    if not found:
        return table, no_repairs()
    listed, read = [], {}
    for bucket in found:
        texts = typed.raw.table.loc[table.index, bucket.column]
        numbers = read_numbers(texts, typed.raw.source.decimal)
        bad = numbers.bad | numbers.doubtful
        read[bucket] = pd.Series(numbers.floats, index=table.index).mask(bad)
        listed.append(
            repairs(
                typed.raw.file,
                table.index[bad],
                column=bucket.column,
                account_id=table["account_id"][bad],
                problem=_("this is not a number"),
                found=texts[bad],
            )
        )
    sums = {
        "overdue_eur": [read[each] for each in found if each.days is not None],
        "late_eur": [read[each] for each in found if each.days is not None and each.days >= LONG],
        "outstanding_eur": [*read.values()] if any(each.days is None for each in found) else [],
    }
    for name, parts in sums.items():
        if parts:
            whole = pd.concat(parts, axis=1).sum(axis=1, min_count=1)
            table = table.assign(**{name: table[name].fillna(whole.clip(lower=0.0).round(2))})
    return table, pd.concat(listed, ignore_index=True)


def _due_for(column: str) -> int | None:
    """Return for how many days at least what stands in a column has been due; −1 for any other column."""
    name = fold(column.replace(">", " plus de ").replace("+", " plus de "))
    if _NOT_DUE.search(name):
        return None
    if over := _OVER.search(name) or _FROM.search(name):
        return int(over[1])
    if between := _BETWEEN.search(name):
        return int(between[1])
    return -1
