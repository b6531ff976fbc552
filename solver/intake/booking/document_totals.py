"""Amounts that stand on each row of a document and may be those of the whole: never added up in silence."""

import numpy as np
import pandas as pd

from solver.intake.presets import Aside
from solver.intake.reading.parts import numeric
from solver.intake.reading.sources import RawTable
from solver.intake.values.numbers import MICRO, read_numbers
from solver.words.errors import PortfolioError
from solver.words.i18n import _, counted, format_money, with_label

CENT = MICRO // 100


def repeated_totals(raw: RawTable) -> pd.Series | None:
    """Return the rows of documents on all of whose rows one amount stands; none where a document has two.

    Parameters
    ----------
    raw : RawTable
        A file of sales, its rules applied.

    Returns
    -------
    Series of int64 or None
        The amount of each such row in millionths. Rows that are word for word the same are told elsewhere.
    """
    document, amount = raw.columns.get("order_id"), raw.columns.get("revenue_eur")
    ledger = raw.preset is not None and bool(raw.preset.ledger)
    if raw.source.table != "sales" or ledger or document is None or amount is None:
        return None
    aside = [row for each in raw.asides for row in each.rows]
    rows = raw.table[~raw.table.index.isin(aside)]
    numbers = rows[document].str.strip()
    several = numbers.ne("") & numbers.duplicated(keep=False)
    some = rows[several.to_numpy()].drop_duplicates()
    some = some[some[document].str.strip().duplicated(keep=False).to_numpy()]
    if some.empty:
        return None
    micros = _micros(some[amount])
    groups = micros.groupby(some[document].str.strip())
    same = groups.transform("nunique").eq(1).all() and micros.ne(0).all()
    return micros if same else None


def amounts_of_lines(raw: RawTable, totals: pd.Series) -> str | None:
    """Return the column whose amounts add up to the total of each document: those of its lines."""
    rows = raw.table.loc[totals.index]
    documents = rows[raw.columns["order_id"]].str.strip()
    due = totals.groupby(documents).first()
    for column in rows.columns.difference(list(raw.columns.values()), sort=False):
        if not numeric(rows[column]):
            continue
        sums = _micros(rows[column]).groupby(documents).sum()
        if (sums - due).abs().le(CENT).all():
            return str(column)
    return None


def refuse_repeated_totals(raw: RawTable) -> None:
    """Stop where each row of a document has the same amount and nothing says whether it is the document's.

    Raises
    ------
    PortfolioError
        With the first of them, what is at stake, and the line to write.
    """
    totals = None if raw.source.document_amounts is not None else repeated_totals(raw)
    if totals is None:
        return
    column, document = raw.columns["revenue_eur"], raw.columns["order_id"]
    numbers = raw.table.loc[totals.index, document].str.strip()
    first = str(numbers.iloc[0])
    twice = int(totals[numbers.duplicated().to_numpy()].sum())
    said = counted(
        int(numbers.nunique()),
        "on {n} document of several rows each row says the same amount, {amount} on {first}: "
        "is that the amount of the whole document?",
        "on {n} documents of several rows each row says the same amount, {amount} on the rows of {first}: "
        "is that the amount of the whole document?",
    ).format(amount=format_money(int(totals.iloc[0]) / MICRO, 2), first=first)
    lines = amounts_of_lines(raw, totals)
    fix = _(
        "write under this source document_amounts: true if it is (each counts once, {worth} less), "
        "document_amounts: false if each row has its own"
    ).format(worth=format_money(twice / MICRO, 2))
    if lines is not None:
        fix = with_label(
            _("“{column}” adds up to it: write revenue_eur: {column} under columns").format(column=lines), fix
        )
    raise PortfolioError(said, file=raw.file, column=column, fix=fix)


def once_each(raw: RawTable) -> Aside | None:
    """Set the further rows of each document aside, where its amount stands on all of them."""
    document = raw.columns.get("order_id")
    if not raw.source.document_amounts or document is None:
        return None
    aside = [row for each in raw.asides for row in each.rows]
    rows = raw.table[~raw.table.index.isin(aside)]
    numbers = rows[document].str.strip()
    again = rows.index[(numbers.ne("") & numbers.duplicated()).to_numpy()]
    return Aside(_("a further row of a document whose amount is counted once"), again, document)


def _micros(texts: pd.Series) -> pd.Series:
    reads = [read_numbers(texts, mark) for mark in (",", ".")]
    best = reads[int(np.argmin([(read.bad | read.doubtful).sum() for read in reads]))]
    return pd.Series(best.micros, index=texts.index)
