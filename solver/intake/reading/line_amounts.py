"""An amount that stands beside quantity and price: the invoice's own, where it is less by whole discounts."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from solver.intake.reading.header_names import header_of, plain_name, without_idle_brackets
from solver.intake.reading.hints import MOSTLY, SAMPLE, numeric, speaks, words_for
from solver.intake.values.numbers import MICRO, read_either_way
from solver.intake.words import fold

ROUNDED = 0.011  # of a line, in its currency
STEP = 0.5  # discounts are whole or half per cents
FEWEST = 3


@dataclass(frozen=True)
class LineAmount:
    """A column of amounts beside quantity and price.

    Attributes
    ----------
    column : str
    proven : bool
        Whether what it lacks to quantity × price is a whole or half per cent, nearly everywhere.
    """

    column: str
    proven: bool


def quantity_and_price(cells: pd.DataFrame) -> tuple[str, str] | None:
    """Return the columns of quantities and of prices without tax, where there are both."""
    numbers = [column for column in map(str, cells.columns) if numeric(cells[column])]
    price = next(filter(_is_unit_price, numbers), None)
    quantity = next((column for column in numbers if called(column, "quantity")), None)
    if price is None or quantity is None or speaks(price, "tax_included"):
        return None
    return quantity, price


def amount_beside(cells: pd.DataFrame) -> LineAmount | None:
    """Return the column of amounts that are less than quantity × price on some rows and more on none.

    What is more holds tax or is another figure; what is the same says nothing new.
    """
    parts = quantity_and_price(cells)
    if parts is None:
        return None
    cells = cells.head(SAMPLE)
    quantity, price = (read_either_way(cells[part]).micros / MICRO for part in parts)
    product = quantity * price
    for column in map(str, cells.columns):
        if column in parts or not called(column, "line_amount") or not numeric(cells[column]):
            continue
        said = read_either_way(cells[column]).micros / MICRO
        told = cells[column].str.strip().ne("").to_numpy() & (np.abs(product) > ROUNDED)
        if told.sum() < FEWEST:
            continue
        lacks = 1 - said[told] / product[told]
        slack = ROUNDED / np.abs(product[told])
        less = lacks > slack
        if not less.any() or np.mean(lacks >= -slack) < MOSTLY or np.mean(lacks < 1) < MOSTLY:
            continue
        off = np.abs(lacks - np.round(100 * lacks / STEP) * STEP / 100)
        return LineAmount(column, bool(np.mean(off <= slack + 1e-6) >= MOSTLY))
    return None


def _is_unit_price(column: str) -> bool:
    """Tell a price of one piece by its whole name, or by words that say no more: “PV HT unitaire”."""
    if called(column, "unit_price"):
        return True
    words = fold(without_idle_brackets(header_of(of_its_part(column)).name)).split()
    named = [word for word in words if word in (words_for("unit_price") | words_for("prices")) - {"rate"}]
    beside = [word for word in words if word not in named]
    said = frozenset[str]().union(*map(words_for, ("of_unit", "of_net", "of_tax", "of_joining")))
    taxed = not words_for("of_tax").isdisjoint(beside) and words_for("of_without").isdisjoint(beside)
    return bool(named) and said.issuperset(beside) and not taxed


def called(column: str, of: str) -> bool:
    """Tell whether a column bears one of the names of a list."""
    return any(plain_name(name, words_for(of)) in words_for(of) for name in (column, of_its_part(column)))


def of_its_part(column: str) -> str:
    """Return a name without the part of a document that stands before it, as in “Ligne - Quantité”."""
    for sign in (" - ", "/"):
        part, _sign, name = column.partition(sign)
        said = frozenset(fold(part).split())
        known = words_for("of_part") | words_for("of_document") | words_for("of_joining")
        if name.strip() and said and said & words_for("of_part") and said <= known:
            return name.strip()
    return column
