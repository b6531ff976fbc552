"""Documents left out as cancelled whose credit notes count: the same amount would be taken off twice."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from solver.intake.presets.rules import rows_ruled_out
from solver.intake.reading.typed import Typed
from solver.intake.values.counting import is_a_state, names_a_state, said_yes
from solver.intake.values.numbers import MICRO
from solver.intake.words import fold, one_line
from solver.words.errors import PortfolioError
from solver.words.i18n import _, counted, format_money

FEWEST = 2  # documents: one may share its amount with a credit note by chance


@dataclass(frozen=True)
class TakenBack:
    """A column by which cancelled documents are left out, and what is to be kept of it.

    Attributes
    ----------
    typed : Typed
        The file.
    column : str
        As the file writes it.
    keep : list of str
        Its values that count, those of the cancelled documents among them.
    documents, micros : int
        How many of them have a credit note, and their amounts.
    """

    typed: Typed
    column: str
    keep: list[str]
    documents: int
    micros: int


def taken_back(sales: Sequence[Typed]) -> list[TakenBack]:
    """Return where most cancelled documents that are left out have a credit note that counts.

    Parameters
    ----------
    sales : sequence of Typed
        The files of sales, read under their rules.

    Notes
    -----
    An invoice that was issued is cancelled by a credit note: of the same client and the same amount. Both
    count, or none of them does.
    """
    left_out = [(each, *column) for each in sales for column in _columns_of_states(each)]
    if not left_out:
        return []
    credit = pd.concat([_documents(each, each.raw.counting) for each in sales])
    credit = _numbered(credit[credit["micros"].lt(0)].assign(micros=lambda rows: -rows["micros"]))
    told = []
    for typed, column, keep, rows in left_out:
        documents = _documents(typed, rows)
        documents = documents[documents["micros"].gt(0)]
        both = _numbered(documents).merge(credit, on=["client", "micros", "occurrence"])
        if len(both) >= FEWEST and 2 * len(both) > len(documents):
            told.append(TakenBack(typed, column, keep, len(both), int(both["micros"].sum())))
    return told


def refuse_half_cancelled(sales: Sequence[Typed]) -> None:
    """Stop where cancelled documents are left out and the credit notes that cancel them count.

    Raises
    ------
    PortfolioError
        With the line that lets both count.
    """
    for each in taken_back(sales):
        raise PortfolioError(
            _(
                "cancelled documents are left out, and the credit notes that cancel them count: {found}"
            ).format(
                found=counted(each.documents, "{n} document, {amount}", "{n} documents, {amount}").format(
                    amount=format_money(each.micros / MICRO, 2)
                )
            ),
            file=each.typed.raw.file,
            column=each.column,
            fix=_("write under this source keep: {rows} and take {column} out of `drop`: both count").format(
                rows=one_line({each.column: each.keep}), column=each.column
            ),
        )


def _columns_of_states(typed: Typed) -> Iterator[tuple[str, list[str], np.ndarray]]:
    """Return the columns that leave cancelled rows out: what they would keep with them, and these rows."""
    raw = typed.raw
    for column in map(str, raw.table.columns):
        rules = {
            rule: {name: values for name, values in told.items() if fold(name) == fold(column)}
            for rule, told in (("keep", raw.source.keep), ("drop", raw.source.drop))
        }
        if not any(rules.values()):
            continue
        texts = raw.table[column].str.strip()
        cancelled = [text for text in texts.unique() if _cancelled(text, column)]
        rows = texts.isin(cancelled).to_numpy() & ~raw.counting
        if rows.any():
            alone = raw.source.model_copy(update=rules)
            out = pd.Index([]).append([aside.rows for aside in rows_ruled_out(raw.table, alone, raw.file)])
            yield column, list(dict.fromkeys(texts[~texts.index.isin(out) | rows])), rows


def _cancelled(text: str, column: str) -> bool:
    flagged = names_a_state(column, "sales") and bool(text) and said_yes(text) is not False
    return flagged or is_a_state(text, "sales")


def _documents(typed: Typed, rows: np.ndarray) -> pd.DataFrame:
    """Add up the rows of each document: client and millionths."""
    table = typed.table.loc[rows, ["account_id"]].assign(micros=typed.micros.reindex(typed.table.index)[rows])
    numbers = typed.table.loc[rows, "order_id"].fillna("")
    own = numbers.where(numbers.ne(""), numbers.index.astype("str"))
    client = table["account_id"].fillna("").map(fold)
    sums = table["micros"].groupby([client.rename("client"), own.rename("document")], sort=True).sum()
    return sums.reset_index()


def _numbered(documents: pd.DataFrame) -> pd.DataFrame:
    """Tell documents of one client and amount apart by a number: each credit note cancels one."""
    keys = ["client", "micros"]
    return documents.assign(occurrence=documents.groupby(keys, sort=False).cumcount())
