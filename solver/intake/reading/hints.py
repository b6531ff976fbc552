"""The hint “perhaps …”: which column of a file most likely is one of ours that was not recognised."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

import pandas as pd

from solver.intake.fields import fields
from solver.intake.values.dates import take_apart as date_in
from solver.intake.words import fold, spread, word_list
from solver.words.numbers import NOTHING
from solver.words.numbers import take_apart as number_in

WORDS = Path(__file__).with_name("column_words.yaml")
SAMPLE_CELLS = 30
SAMPLE, MOSTLY = 200, 0.8
LEAST = 0.6
DAY_IN_DIGITS = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
WHOLE_WORDS = 0.3  # what it is worth that every word of a usual name stands in the column's


def likely(
    table: str,
    names: Collection[str],
    free: Sequence[str],
    cells: pd.DataFrame | None,
    usual: Mapping[str, Sequence[str]],
) -> dict[str, str | None]:
    """Return the free column that each missing one of ours most likely is; each column serves once.

    Parameters
    ----------
    table : str
        What the file holds.
    names : collection of str
        Our columns that are missing.
    free : sequence of str
        Columns of the file that nothing was recognised in.
    cells : DataFrame of str, optional
        The rows; what a column holds must fit.
    usual : mapping of str to sequence of str
        Folded usual names of our columns.

    Notes
    -----
    The best match of all is shared out first. A column whose name speaks of something else, such as a unit
    price, a cost or a due date, is never proposed, however alike.
    """
    fitting = {
        name: [
            column
            for column in free
            if not meant_otherwise(name, column, free if cells is None else cells.columns)
            and (cells is None or fits(fields(table)[name].holds, cells[column]))
        ]
        for name in names
    }
    marks = sorted(
        ((_alike(usual[name], column), name, column) for name in names for column in fitting[name]),
        key=lambda mark: (-mark[0], list(names).index(mark[1]), free.index(mark[2])),
    )
    found: dict[str, str | None] = dict.fromkeys(names)
    for mark, name, column in marks:
        only = (
            cells is not None and len(fitting[name]) == 1 and fields(table)[name].holds in ("date", "number")
        )
        if (mark >= LEAST or only) and found[name] is None and column not in found.values():
            found[name] = column
    return found


def meant_otherwise(name: str, column: str, beside: Iterable[str] = ()) -> bool:
    """Tell whether the name of a column says that it is not the one of ours that it may look like."""
    if speaks(column, name):
        return True
    price = speaks(column, "prices") or speaks(column, "unit_price")
    return name == "revenue_eur" and price and any(speaks(o, "quantities") for o in beside)


def speaks(column: str, of: str) -> bool:
    """Tell whether one of the words of a list stands in the name of a column."""
    said = f" {fold(column)} {spread(column)} "
    return any(f" {words} " in said for words in words_for(of))


def fits(kind: str, texts: pd.Series) -> bool:
    """Tell whether the first filled cells of a column may be of a kind: dates, numbers, or anything else."""
    filled = [text.strip() for text in texts[texts.str.strip().ne("")].head(SAMPLE_CELLS)]
    said = [text for text in filled if text.lower() not in NOTHING]
    # A bare number such as a postcode also reads as the serial number of a day; 20240131 is a day.
    digits = bool(said) and all(map(DAY_IN_DIGITS.fullmatch, said))
    dates = sum((digits or not text.isdigit()) and bool(date_in(text)) for text in said)
    numbers = sum(number_in(text) is not None for text in said)
    if kind == "date":
        return 2 * dates > len(said)
    if kind == "number":
        return 2 * numbers > len(said) and not 2 * dates > len(said)
    return True


def numeric(texts: pd.Series) -> bool:
    """Tell whether the first filled cells of a column are mostly numbers."""
    filled = texts[texts.str.strip().ne("")].head(SAMPLE)
    said = [text for text in filled if text.strip().lower() not in NOTHING]
    return bool(said) and sum(number_in(text) is not None for text in said) >= MOSTLY * len(said)


def _alike(usual: Sequence[str], column: str) -> float:
    """Return how much the name of a column looks like one of the usual names, 1 for the same."""
    said = fold(column)
    words = set(said.split())
    return max(
        SequenceMatcher(None, alias, said).ratio() + WHOLE_WORDS * (set(alias.split()) <= words)
        for alias in usual
    )


@cache
def words_for(name: str) -> frozenset[str]:
    """Return a list of words in the names of columns, folded; empty where there is none of that name."""
    listed = word_list(WORDS)
    return frozenset(fold(word) for word in listed.get(name, ()))
