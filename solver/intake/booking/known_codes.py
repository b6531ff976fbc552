"""What numbers and deposits mean where something proves it: the name of a field, what was taken off."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

import numpy as np
import pandas as pd

from solver.intake.reading.hints import numeric, words_for
from solver.intake.reading.sources import RawTable
from solver.intake.values.counting import WORDS, Verdict, deposit_words
from solver.intake.values.numbers import CENT, read_either_way
from solver.intake.words import fold, spread, word_list

FEWEST = 3  # documents from which something was taken off
WHOLE, NO_TASK = 100, -1  # per cent done; programs write −1 where nothing is to be done


def verdicts_of_codes(column: str, values: Iterable[str], table: str) -> dict[str, Verdict | None] | None:
    """Read codes by the field of a database or as those of one program, or how much of a visit is done.

    Parameters
    ----------
    column : str
        As the file writes it; the field of the database perhaps in brackets, as in “État (f.fk_statut)”.
    values : iterable of str
        Its different cells.
    table : str
        `sales` or `visits`.
    """
    filled = [value for value in values if value]
    if not filled:
        return None
    if table == "visits":
        return _done_in_percent(column, filled)
    if len(set(filled)) > 1 and (scheme := next((s for s in _schemes() if {*filled} <= s.keys()), None)):
        of_the_program: dict[str, Verdict | None] = {value: scheme[value] for value in filled}
        return of_the_program | {"": "doubtful"}
    meant = next((codes for field, codes in _fields().items() if _is_field(column, field)), None)
    if meant is None or not {value.removesuffix(".0") for value in filled} <= meant.keys():
        return None
    told: dict[str, Verdict | None] = {value: meant[value.removesuffix(".0")] for value in filled}
    return told | {"": "doubtful"}


def _done_in_percent(column: str, filled: list[str]) -> dict[str, Verdict | None] | None:
    """Let what is done whole count; what was begun, or never marked as done, is for the firm to say."""
    if words_for("of_progress").isdisjoint(spread(column).split()):
        return None
    shares = {value: _share(value) for value in filled}
    said = {*shares.values()}
    if None in said or WHOLE not in said or len(said) < 2:
        return None
    told: dict[str, Verdict | None] = {
        value: "counts" if share == WHOLE else "doubtful" for value, share in shares.items()
    }
    return told | {"": "doubtful"}


def _share(value: str) -> int | None:
    text = value.removesuffix("%").strip().removesuffix(".0").removesuffix(",0")
    number = int(text) if text.lstrip("-").isdigit() else None
    return number if number is not None and NO_TASK <= number <= WHOLE else None


def _is_field(column: str, field: str) -> bool:
    written = column.strip().casefold()
    return written == field or written.endswith((f"({field})", f"[{field}]"))


@cache
def _fields() -> Mapping[str, Mapping[str, Verdict]]:
    listed: dict[str, dict[Verdict, list[str]]] = word_list(WORDS)["fields"]
    return {field: _by_code(told) for field, told in listed.items()}


@cache
def _schemes() -> Sequence[Mapping[str, Verdict]]:
    return [_by_code(told) for told in word_list(WORDS)["schemes"]]


def _by_code(told: Mapping[Verdict, list[str]]) -> dict[str, Verdict]:
    return {str(code): verdict for verdict, codes in told.items() for code in codes}


def is_of_deposits(value: str) -> bool:
    """Tell whether a kind of documents is that of deposits."""
    return not deposit_words().isdisjoint(fold(value).split())


def deposits_count(raw: RawTable) -> bool | None:
    """Tell whether deposits count beside the final invoices, where the file shows what these take off.

    Beside the amount that is read stands another with the deposits taken off, and they are no sale of their
    own; or the amount that is read is what was left, and they are. None where nothing tells.
    """
    taken = raw.columns.get("revenue_eur")
    if taken is None:
        return None
    told = [str(column) for column in raw.table.columns if column != taken and numeric(raw.table[column])]
    off = [column for column in told if not {*map(fold, deposit_words())}.isdisjoint(fold(column).split())]
    amount = _micros(raw, taken)
    for column in off:
        deducted = np.abs(_micros(raw, column))
        rows = deducted != 0
        if rows.sum() < FEWEST:
            continue
        others = {other: _micros(raw, other)[rows] for other in told if other != column}
        for counts, wanted in ((False, amount - deducted), (True, amount + deducted)):
            if any((np.abs(other - wanted[rows]) <= CENT).all() for other in others.values()):
                return counts
    return None


def _micros(raw: RawTable, column: str) -> np.ndarray:
    texts: pd.Series = raw.table[column]
    return read_either_way(texts, raw.source.decimal).micros
