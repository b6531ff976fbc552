"""Values written once above the rows they stand for: a client on the first of its lines, or as a heading."""

import re
from collections.abc import Collection, Iterable, Mapping

import numpy as np
import pandas as pd

from solver.intake.reading.columns import column_named
from solver.intake.reading.hints import numeric
from solver.intake.reading.totals import may_be_total, says_total
from solver.intake.repairs import no_repairs, repairs
from solver.intake.words import each_value, fold
from solver.parameters import Source
from solver.words.i18n import _, ngettext
from solver.words.numbers import take_apart as number_in

FEWEST = 2
WITH_SUB_CUSTOMERS = re.compile(
    r"sub ?customers?|sous ?clients?|unterkunden|sub ?clientes|sottoclienti|subklanten"
)


def filled_down(table: pd.DataFrame, source: Source, file: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Write the value above into each empty cell of the columns that the source names.

    Parameters
    ----------
    table : DataFrame of str
        The rows, under the column names of the file; the index is the line of the file.
    source : Source
        Its `fill_down` names the columns. A row with nothing but them is a heading, and no row; one that says
        that it is a total stays as it is, and nothing of it is the value above another.
    file : str
        Name for the messages.

    Returns
    -------
    tuple of DataFrame and DataFrame
        The rows, and what to tell (table `repairs`).
    """
    if not source.fill_down:
        return table, no_repairs()
    columns = [column_named(each, list(table.columns), file, "fill_down") for each in source.fill_down]
    empty = _empty(table[columns])
    headings = _empty(table.drop(columns=columns)).all(axis=1).to_numpy()
    totals = _totals(table) & ~headings  # a firm may be called Total: a heading has no amount
    cells = table[columns].copy()
    cells = _under_customers(cells, headings, table[totals])
    cells.loc[~totals] = cells[~totals].mask(empty).ffill().fillna("")
    count = int((empty & ~_empty(cells))[~headings].to_numpy().sum())
    return table.assign(**{column: cells[column] for column in columns})[~headings], repairs(
        file,
        [None] if count else [],
        column=", ".join(columns),
        problem=_("a value is written once above its rows"),
        found=ngettext("{n} empty cell", "{n} empty cells", count).format(n=count),
        used=_("the value above"),
    )


def columns_to_fill(
    cells: pd.DataFrame, column: str, needed: Iterable[str], amounts: Collection[str] = ()
) -> list[str]:
    """Return the columns of clients that are written once above their rows; none where they are on each.

    Parameters
    ----------
    cells : DataFrame of str
        The rows, under the names of the file.
    column : str
        The column of clients.
    needed : iterable of str
        Columns that each row must have.
    amounts : collection of str, optional
        Columns of which each row must have one: a column for each period.
    """
    cells = cells[~_totals(cells)] if amounts else cells
    empty = _empty(cells)
    others = [each for each in needed if each != column and each in cells]
    groups = cells[column][~empty[column].to_numpy()].str.strip()
    groups = groups[~groups.map(may_be_total).to_numpy(dtype=bool)]
    below = empty[column] & ~empty[others].any(axis=1)
    if amounts:
        below &= ~empty[list(amounts)].all(axis=1)
    once = groups.is_unique and len(groups) >= FEWEST and bool(others or amounts)
    if not once or below.sum() < FEWEST or empty[column].iloc[0]:
        return []
    alike = empty.apply(lambda each: bool(each[below.to_numpy()].all() and not each[groups.index].any()))
    return [str(each) for each in cells.columns if alike[each]]


def group_above(cells: pd.DataFrame, column: str, account: str) -> bool:
    """Tell whether a column, the rep's say, is written once above several clients or their rows.

    Parameters
    ----------
    cells : DataFrame of str
        The rows, under the names of the file.
    column, account : str
        The column, and that of clients.
    """
    empty = _empty(cells[[column, account]])
    heads = ~empty[account] & ~cells[account].map(may_be_total)
    said = cells[column][~empty[column].to_numpy()].str.strip()
    said = said[~said.map(may_be_total).to_numpy(dtype=bool)]
    first = heads.index[heads.to_numpy()]
    return bool(
        FEWEST <= len(said) < len(first)
        and said.is_unique
        and said.index.isin(first).all()
        and first[0] == said.index[0]
    )


def documents_to_fill(cells: pd.DataFrame, told: Mapping[str, str], parts: Collection[str]) -> list[str]:
    """Return the columns of documents that are written on the first of their lines alone; none where not.

    Parameters
    ----------
    cells : DataFrame of str
        The rows, under the names of the file.
    told : mapping of str to str
        Our column of sales: column of the file.
    parts : collection of str
        Columns that each line has: its amount, or what it is worked out from.

    Notes
    -----
    Amounts of the document stay on its first line: below it they would be counted again.
    """
    keys = [told[name] for name in ("account_id", "date") if name in told]
    if len(keys) < 2 or not parts:
        return []
    empty = _empty(cells)
    first = ~empty[keys].any(axis=1).to_numpy()
    below = empty[keys].all(axis=1).to_numpy() & ~empty[list(parts)].any(axis=1).to_numpy()
    if below.sum() < FEWEST or not first[0] or not (first | below).all():
        return []
    heads = cells[first]
    once = [
        column for column in cells.columns if empty[column][below].all() and not empty[column][first].any()
    ]
    if not any(heads[column].is_unique for column in once):  # no column numbers the documents
        return []
    return [str(column) for column in once if column in keys or not numeric(heads[column])]


def totals_on_first_lines(cells: pd.DataFrame, told: Mapping[str, str]) -> list[str] | None:
    """Return the columns that stand with the amount on the first line of each document; none where not so.

    Parameters
    ----------
    cells : DataFrame of str
        The rows, under the names of the file.
    told : mapping of str to str
        Our column of sales: column of the file.

    Notes
    -----
    What has no amount is a further line of the document above: it bears its number, or none.
    """
    keys = [told[name] for name in ("order_id", "account_id", "date") if name in told]
    if len(keys) < 3 or "revenue_eur" not in told:
        return None
    empty = _empty(cells)
    below = empty[told["revenue_eur"]].to_numpy()
    if below.sum() < FEWEST or below[0] or empty.loc[~below, keys].to_numpy().any() or _totals(cells).any():
        return None
    number = cells[told["order_id"]].str.strip()
    above = number.mask(below).ffill()
    if not number[~below].is_unique or not (number.eq("") | number.eq(above)).all():
        return None
    once = [column for column in cells if empty[column][below].all() and not empty[column][~below].any()]
    if any(empty[key][below].any() and key not in once for key in keys):
        return None
    return [str(column) for column in once if column in keys or not numeric(cells[column][~below])]


def _empty(cells: pd.DataFrame) -> pd.DataFrame:
    return cells.apply(lambda texts: texts.str.strip().eq(""))


def _under_customers(cells: pd.DataFrame, headings: np.ndarray, totals: pd.DataFrame) -> pd.DataFrame:
    """Put the customer, and a colon, before the sub-customers that are indented below it in a report."""
    told = {fold(text) for column in cells for text in totals[column].unique()}
    if not any(map(WITH_SUB_CUSTOMERS.search, told)):
        return cells
    for column in cells:
        above: list[tuple[int, str]] = []
        for line, text in cells[column][headings].items():
            name = text.strip()
            indent = len(text) - len(text.lstrip())
            above = [each for each in above if each[0] < indent] + [(indent, name)]
            cells.loc[line, column] = ":".join(each for _indent, each in above)
    return cells


def _totals(table: pd.DataFrame) -> pd.Series:
    """Tell the rows whose only words say that they are a total, as a pivot table has below each group."""
    worded = table.apply(
        lambda texts: each_value(texts, lambda cell: bool(fold(cell)) and number_in(cell) is None)
    )
    said = table.where(worded.astype(bool), "").sum(axis=1)
    alone = worded.sum(axis=1).eq(1)
    return alone & said.map(says_total)
