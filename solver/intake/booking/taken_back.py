"""Documents left out as cancelled whose credit notes count: the same amount would be taken off twice."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from solver.intake.presets.rules import rows_ruled_out
from solver.intake.reading.header_names import header_of
from solver.intake.reading.sources import RawTable
from solver.intake.reading.typed import Typed
from solver.intake.values.counting import (
    groups_in,
    is_a_state,
    names_a_state,
    said_yes,
    says_only_that,
)
from solver.intake.values.numbers import MICRO, read_either_way
from solver.intake.words import each_value, fold, one_line
from solver.words.errors import PortfolioError
from solver.words.i18n import _, counted, format_money

OUT = "\0"  # stands for what is left out for another reason
FEWEST = 2  # documents: one may share its amount with a credit note by chance


def amounts_of(raw: RawTable) -> pd.Series | None:
    """Return the amount of each row in millionths; none where no column of amounts is known."""
    if "revenue_eur" not in raw.columns:
        return None
    column = raw.columns["revenue_eur"]
    read = read_either_way(raw.table[column], raw.source.decimal, header_of(column).unit)
    return pd.Series(read.micros, index=raw.table.index)


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
    credit = pd.concat([_documents_of(each, each.raw.counting) for each in sales])
    told = []
    for typed, column, texts, states in left_out:
        both = {state: _both(_documents_of(typed, rows), credit) for state, rows in states.items()}
        both = {state: each for state, each in both.items() if len(each)}  # a draft is taken back by nothing
        if both:
            keep = list(dict.fromkeys(texts[texts.isin([*both]) | ~texts.isin([*states]) & texts.ne(OUT)]))
            found = pd.concat(both.values())
            told.append(TakenBack(typed, column, keep, len(found), int(found["micros"].sum())))
    return told


def cancelled_in_file(raw: RawTable, micros: pd.Series, column: str, texts: pd.Series) -> list[str]:
    """Return the values of a column that say cancelled, of documents that other rows of the file take back.

    Parameters
    ----------
    raw : RawTable
        A file of sales.
    micros : Series of int
        The amount of each row in millionths.
    column : str
        As the file writes it.
    texts : Series of str
        Its cells in the rows that count.
    """
    if "account_id" not in raw.columns:
        return []
    rows = raw.table.loc[texts.index]
    number = rows[raw.columns["order_id"]] if "order_id" in raw.columns else pd.Series("", index=rows.index)
    cells = pd.DataFrame({"client": rows[raw.columns["account_id"]], "number": number.str.strip()})
    cells = cells.assign(micros=micros[texts.index])
    told = []
    for value in texts.unique():
        if _cancelled(value, column):
            apart = texts.eq(value)
            told += [value] if len(_both(_documents(cells[apart]), _documents(cells[~apart]))) else []
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


def _columns_of_states(typed: Typed) -> Iterator[tuple[str, pd.Series, dict[str, np.ndarray]]]:
    """Return the columns that leave cancelled rows out, their texts, and the rows of each such state.

    What is left out beside these says no more than that.
    """
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
        states = {state: texts.eq(state).to_numpy() & ~raw.counting for state in cancelled}
        states = {state: rows for state, rows in states.items() if rows.any()}
        if states:
            alone = raw.source.model_copy(update=rules)
            out = pd.Index([]).append([aside.rows for aside in rows_ruled_out(raw.table, alone, raw.file)])
            other = texts.index.isin(out) & ~texts.isin([*states])
            yield column, texts.mask(other, OUT), states


def _cancelled(text: str, column: str) -> bool:
    flagged = names_a_state(column, "sales") and bool(text) and said_yes(text) is not False
    return flagged or is_a_state(text, "sales") or _says_cancelled(text)


def _says_cancelled(text: str) -> bool:
    """Tell a state that says by what a document was cancelled: “Annulée (avoir)”."""
    groups = groups_in(text, "sales")
    return {"states", "credit"} <= groups and says_only_that(text, "sales")


def _documents_of(typed: Typed, rows: np.ndarray) -> pd.DataFrame:
    table = typed.table.loc[rows]
    micros = typed.micros.reindex(typed.table.index)[rows]
    cells = {"client": table["account_id"].fillna(""), "number": table["order_id"].fillna("")}
    return _documents(pd.DataFrame({**cells, "micros": micros}))


def _documents(cells: pd.DataFrame) -> pd.DataFrame:
    """Add up the rows of each document: client and millionths."""
    own = cells["number"].where(cells["number"].ne(""), cells.index.astype("str").to_series(cells.index))
    client = pd.Series(each_value(cells["client"], fold), index=cells.index, name="client", dtype="str")
    return cells["micros"].groupby([client, own]).sum().reset_index()


def _both(documents: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """Return the documents that a credit note of the others cancels; none where most of them have none."""
    documents = documents[documents["micros"].gt(0)]
    credit = others[others["micros"].lt(0)].assign(micros=lambda rows: -rows["micros"])
    both = _numbered(documents).merge(_numbered(credit), on=["client", "micros", "occurrence"])
    return both if len(both) >= FEWEST and 2 * len(both) > len(documents) else both.head(0)


def _numbered(documents: pd.DataFrame) -> pd.DataFrame:
    """Tell documents of one client and amount apart by a number: each credit note cancels one."""
    keys = ["client", "micros"]
    return documents.assign(occurrence=documents.groupby(keys).cumcount())
