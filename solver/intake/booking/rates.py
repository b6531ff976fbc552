"""Rates of exchange that a file holds beside its amounts, one for each document."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from solver.intake.reading.columns import column_named
from solver.intake.reading.sources import RawTable
from solver.intake.reading.typed import Typed
from solver.intake.repairs import line_of
from solver.intake.values.currencies import folded
from solver.intake.values.numbers import CENT, MICRO, read_either_way
from solver.intake.words import fold, one_line
from solver.words.errors import PortfolioError
from solver.words.i18n import _, format_number

INVERSE = "1/"
MARKS = (".", ",")
type Rates = Mapping[str, float | str]


def rates_of(raw: RawTable) -> dict[str, float | str]:
    """Return the stated rate of each currency, or the column that holds it."""
    return {name.strip().upper(): rate for name, rate in raw.source.rates.items()}


def rates_of_rows(raw: RawTable, said: pd.Series, rates: Rates, counting: pd.Index) -> pd.Series:
    """Return what one of the currency of each row is worth in that of the portfolio.

    Parameters
    ----------
    raw : RawTable
        The file.
    said : Series of str
        The currency of each row.
    rates : mapping of str to float or str
        Currency: its rate, or the column that holds that of each row.
    counting : Index
        The rows that need one.

    Raises
    ------
    PortfolioError
        A row that counts has none.
    """
    result = pd.Series(1.0, index=said.index)
    for code in (code for code in said.unique() if code in rates):
        rate, rows = rates[code], said.eq(code).to_numpy()
        if not isinstance(rate, str):
            result[rows] = rate
            continue
        column, inverse = _as_written(raw, rate)
        read = _numbers(raw, column)[rows]
        lacking = read.index[~(read > 0).to_numpy()].intersection(counting)
        if len(lacking):
            raise PortfolioError(
                _("no rate of exchange stands beside an amount in {code}").format(code=code),
                file=raw.file,
                row=line_of(int(lacking[0])),
                column=column,
                fix=_("write it into the file, or one rate for all of them: {line}").format(
                    line=f"rates: {{{code}: …}}"
                ),
            )
        result[rows] = (1 / read if inverse else read).fillna(1.0)
    return result


def at_rates(micros: pd.Series, rate: pd.Series, *, to_the_cent: bool) -> pd.Series:
    """Return amounts at the rate of each; those of documents are `to_the_cent`, as they are booked."""
    step = CENT if to_the_cent else 1
    rate = rate.reindex(micros.index, fill_value=1.0)
    exact = micros * rate
    return exact.where(rate.eq(1.0), (exact / step).round() * step).astype("int64")


def column_of_rates(raw: RawTable, said: pd.Series, currency: str) -> str | None:
    """Return the column that holds a rate for each row: one in the firm's own currency, another elsewhere."""
    home = said.eq(currency).to_numpy()
    for column in raw.table.columns.difference(list(raw.columns.values()), sort=False):
        if folded("rates").isdisjoint(fold(str(column)).split()):
            continue
        read = _numbers(raw, str(column)).reindex(said.index)
        own, other = read[home], read[~home]
        if (
            len(other)
            and (other > 0).all()
            and other.ne(1).any()
            and (own.isna() | own.eq(1) | own.eq(0)).all()
        ):
            return str(column)
    return None


def by_either_rate(
    typed: Typed, said: pd.Series, codes: Sequence[str], rates: str, column: str | None, currency: str
) -> str:
    """Say how a column of rates is read one way and the other, with what the amounts are then worth."""
    read = _numbers(typed.raw, rates).reindex(said.index)
    amounts = typed.micros.reindex(said.index, fill_value=0) / MICRO
    rows = said.isin(list(codes)).to_numpy()
    sums = [float((amounts * rate)[rows].sum()) for rate in (read, 1 / read)]
    stated = {"currency_column": column} if column else {}
    lines = [
        one_line({**stated, "rates": dict.fromkeys(codes, way)})[1:-1] for way in (rates, f"{INVERSE}{rates}")
    ]
    return _(
        "write under this source {line} if the column “{column}” says what one {code} is worth in "
        "{currency}: they make {amount} {currency}; or {inverse} if it says how many {code} one {currency} "
        "is worth: they make {other} {currency}"
    ).format(
        line=lines[0],
        column=rates,
        code=codes[0] or "…",
        currency=currency,
        amount=format_number(sums[0], 2),
        inverse=lines[1],
        other=format_number(sums[1], 2),
    )


def _as_written(raw: RawTable, rate: str) -> tuple[str, bool]:
    header = [str(column) for column in raw.table.columns]
    inverse = rate.strip().startswith(INVERSE) and rate.strip() not in header
    name = rate.strip().removeprefix(INVERSE) if inverse else rate
    return column_named(name, header, raw.file, _("the rate of each row")), inverse


def _numbers(raw: RawTable, column: str) -> pd.Series:
    """Return the numbers of a column; none where a cell is empty or something else."""
    texts = raw.table[column]
    marks = [mark for mark in MARKS if texts.str.contains(mark, regex=False).any()]
    # Rates have three decimals as often as four: the one mark that stands in them is no sign of thousands.
    read = read_either_way(texts, marks[0] if len(marks) == 1 else raw.source.decimal)
    return pd.Series(np.where(read.bad | read.empty, np.nan, read.floats), index=texts.index)
