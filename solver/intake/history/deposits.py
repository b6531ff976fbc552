"""Deposits that only the wording of their lines tells, beside the invoices that hold the whole amount."""

from functools import cache

import numpy as np
import pandas as pd

from solver.intake.reading.typed import Typed
from solver.intake.values.counting import deposit_words
from solver.intake.values.numbers import MICRO
from solver.intake.words import fold, one_line
from solver.words.errors import PortfolioError
from solver.words.i18n import _, counted, format_money

FEWEST = 2  # documents: one may be called so by chance
MOST_VALUES = 24  # wordings that a line of the portfolio may name
SAMPLE = 5000
TAKEN_OFF = 0.5  # of the deposits: final invoices that take them off again say what remains


def refuse_deposits(typed: Typed, kept: pd.DataFrame) -> None:
    """Stop at documents that ask for a deposit and count, where no line takes the deposits off again.

    Parameters
    ----------
    typed : Typed
        A file of sales.
    kept : DataFrame
        Its lines that count, with `order_id` and `micros`; the index is the line of the file.

    Raises
    ------
    PortfolioError
        With the line that leaves them out, and the one that says that they are sales.
    """
    raw, source = typed.raw, typed.raw.source
    if raw.preset is not None and raw.preset.ledger:
        return
    priced = kept[kept["micros"].ne(0)]
    found: list[tuple[int, str, pd.Series]] = []
    known = [column for name, column in raw.columns.items() if name != "family"]
    for column in raw.table.columns.difference(known, sort=False):
        texts = raw.table.loc[priced.index, column]
        told = texts[_tells(texts)].str.strip()
        if told.empty:
            continue
        if fold(column) in {*map(fold, (*source.keep, *source.drop))}:
            return
        found.append((told.nunique(), str(column), told))
    if not found:
        return
    different, column, told = min(found, key=lambda each: each[:2])
    amounts = priced.loc[told.index, "micros"]
    asked, off = int(amounts[amounts > 0].sum()), -int(amounts[amounts < 0].sum())
    documents = priced.loc[amounts[amounts > 0].index, "order_id"]
    number = int(documents.nunique() + documents.isna().sum())
    if different > MOST_VALUES or number < FEWEST or off >= TAKEN_OFF * asked:
        return
    held = {*map(fold, raw.table.columns)}
    beside = {name: values for name, values in source.drop.items() if fold(name) in held}
    raise PortfolioError(
        counted(
            number,
            "{n} document asks for a deposit by its wording, and no line takes it off again: {amount}",
            "{n} documents ask for deposits by their wording, and no line takes them off again: {amount}",
        ).format(amount=format_money(asked / MICRO, 2)),
        file=raw.file,
        column=column,
        fix=_("write under this source drop: {rows}").format(
            rows=one_line({**beside, column: list(told.unique())})
        )
        + "; "
        + _("if they are sales, drop: {none}").format(none=one_line({**beside, column: []})),
    )


def _tells(texts: pd.Series) -> np.ndarray:
    """Tell the texts that speak of a deposit; where they repeat, each is looked at once."""
    head = texts.head(SAMPLE)
    if 2 * head.nunique() > len(head):
        return texts.str.contains(_words(), case=False).to_numpy()
    each = pd.Series(texts.unique(), dtype="str")
    told = each[each.str.contains(_words(), case=False).to_numpy()]
    return texts.isin(told).to_numpy() if len(told) else np.zeros(len(texts), dtype=bool)


@cache
def _words() -> str:
    return rf"\b(?:{'|'.join(sorted(deposit_words()))})\b"
