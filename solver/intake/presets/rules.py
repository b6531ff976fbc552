"""Rows of an export that are not for the table: drafts, suppliers, cancelled documents, other journals."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from solver.intake.values.counting import signs
from solver.intake.words import each_value, fold, quoted
from solver.parameters import Source
from solver.words.errors import PortfolioError
from solver.words.i18n import _
from solver.words.numbers import Written, take_apart

AMOUNTS = ("revenue_eur", "cost_eur")
NUMBER = re.compile(r"[-+]?\d+([.,]\d+)?")


@dataclass(frozen=True)
class Aside:
    """Rows that do not count, for one cause.

    Attributes
    ----------
    problem : str
        The cause, as a reader is told.
    rows : Index
        Lines of the file.
    column : str, optional
        Column of the file that tells.
    found : Series of str, optional
        What each of the rows says: they are listed, as ones that somebody should look at; otherwise they are
        only counted.
    """

    problem: str
    rows: pd.Index
    column: str | None = None
    found: pd.Series | None = None


def rows_ruled_out(table: pd.DataFrame, source: Source, file: str) -> tuple[Aside, ...]:
    """Apply the rules of the portfolio, or of its preset, to the rows of a file.

    Parameters
    ----------
    table : DataFrame of str
        The rows, under the column names of the file; the index is the line of the file.
    source : Source
        Its `keep` and `drop`; a column that the file lacks says nothing.
    file : str
        Name for the messages.

    Raises
    ------
    PortfolioError
        No row is left.
    """
    asides: list[Aside] = []
    written = {fold(column): column for column in reversed(table.columns)}
    left = pd.Series(True, index=table.index)
    for rules, wanted in ((source.keep, True), (source.drop, False)):
        for name, values in rules.items():
            column = written.get(fold(name))
            if column is None:
                continue
            out = _ruled(table[column], values).ne(wanted) & left
            asides += _by_value(table[column][out.to_numpy()], column)
            left &= ~out
            if not left.any() and len(table):
                raise PortfolioError(
                    _("not one row is for this table, by the values of the column {column}").format(
                        column=column
                    ),
                    file=file,
                    column=column,
                    fix=_rule_in_words(wanted, values),
                )
    return tuple(asides)


def turned_negative(
    table: pd.DataFrame, source: Source, columns: Mapping[str, str]
) -> tuple[pd.DataFrame, pd.Index]:
    """Put a minus before the amounts of credit notes that are written without one.

    Parameters
    ----------
    table : DataFrame of str
        The rows, under the column names of the file.
    source : Source
        Its `credit_notes`; a column that the file lacks says nothing.
    columns : mapping of str to str
        Our column: column of the file.

    Returns
    -------
    tuple of DataFrame and Index
        The rows, and the lines whose amounts were turned.
    """
    written = {fold(column): column for column in reversed(table.columns)}
    rows = pd.Series(False, index=table.index)
    for name, values in source.credit_notes.items():
        if fold(name) in written:
            rows |= named_credit_notes(table[written[fold(name)]], values)
    if not rows.any():
        return table, table.index[:0]
    amounts = [columns[name] for name in AMOUNTS if name in columns]
    turned = rows & False
    for column in amounts:
        texts = table.loc[rows.to_numpy(), column].str.strip()
        bare = texts[each_value(texts, _above_zero).astype(bool)]
        signed = ("-" + bare.str.lstrip("+")).reindex(table.index)
        table = table.assign(**{column: signed.fillna(table[column])})
        turned |= table.index.isin(bare.index)
    return table, table.index[turned.to_numpy()]


def named_credit_notes(texts: pd.Series, values: list[str]) -> pd.Series:
    """Tell the cells that a list of credit notes names, whole or by their beginning, as AV2* does."""
    starts = tuple(value[:-1].casefold() for value in values if len(value) > 1 and value.endswith("*"))
    begin = each_value(texts, lambda text: text.strip().casefold().startswith(starts))
    return _listed(texts, [value for value in values if not value.endswith("*")]) | begin.astype(bool)


def _ruled(texts: pd.Series, values: list[str]) -> pd.Series:
    """Tell the cells that a rule names; DE* names those that begin so, unless one is written DE* itself."""
    written = {*texts.str.strip().unique()}
    begin = [value for value in values if value.endswith("*") and value not in written]
    whole = _listed(texts, [value for value in values if value not in begin])
    return whole | named_credit_notes(texts, begin) if begin else whole


def _above_zero(text: str) -> bool:
    number = take_apart(text)
    return isinstance(number, Written) and number.sign > 0


def _rule_in_words(kept: bool, values: list[str]) -> str:
    if kept:
        return _("only rows with {values} are kept; check the export, or `keep` of this source").format(
            values=quoted(values)
        )
    return _("rows with {values} are left out; check the export, or `drop` of this source").format(
        values=quoted(values)
    )


def _listed(texts: pd.Series, values: list[str]) -> pd.Series:
    known = {_plain(value) for value in values}
    return pd.Series(each_value(texts, lambda text: _plain(text) in known), index=texts.index, dtype=bool)


def _plain(text: str) -> str:
    """Write a value so that accents and case do not matter; the sign of a number does."""
    stripped = text.strip()
    if stripped in signs("ticks", "crosses"):  # no words, and yet not empty
        return stripped
    return stripped.replace(",", ".").removesuffix(".0") if NUMBER.fullmatch(stripped) else fold(stripped)


def _by_value(texts: pd.Series, column: str) -> list[Aside]:
    """Return one cause for each value that is ruled out."""
    return [
        Aside(
            _("{column} is “{value}”: not for this table").format(column=column, value=value)
            if value
            else _("{column} is empty: not for this table").format(column=column),
            rows.index,
            column,
        )
        for value, rows in texts.groupby(texts.str.strip(), sort=True)
    ]
