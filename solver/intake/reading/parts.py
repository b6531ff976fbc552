"""Columns that an amount or a day is worked out from: quantity and price, gross and tax; month and year."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import pandas as pd

from solver.intake.reading.header_names import header_of
from solver.intake.reading.hints import MOSTLY, SAMPLE, numeric, speaks, words_for
from solver.intake.reading.line_amounts import amount_beside, quantity_and_price
from solver.intake.reading.taxes import gross_and_tax
from solver.intake.values.periods import month_end, month_number
from solver.intake.words import each_value, fold
from solver.parameters import Computed
from solver.words.numbers import take_apart as number_in

HUNDRED = 100
LAST_DAY = 31
Way = dict[str, Any]


def ways_to_work_out(
    held: Mapping[str, str], cells: pd.DataFrame, named: tuple[int | None, int | None] = (None, None)
) -> dict[str, list[Way]]:
    """Say how the amount and the day of a sale can be worked out, where no column holds them.

    Parameters
    ----------
    held : mapping of str to str
        Our column of sales: column of the file.
    cells : DataFrame of str
        The rows, under the names of the file.
    named : tuple of int, optional
        Year and month that the name of the sheet or of the file says, for days and months without them.

    Returns
    -------
    dict of str to list of dict
        Our column: the ways, as `computed` of a source says them. More than one where the file leaves open
        what a discount means: only somebody who knows it can choose. None for an amount that stands beside
        quantity and price and is less, without a discount that says why.
    """
    found: dict[str, list[Way]] = {}
    free = [str(name) for name in cells.columns]
    parts = quantity_and_price(cells)
    if "revenue_eur" not in held and parts is not None:
        quantity, price = parts
        off = [
            c for c in free if speaks(c, "discount") and c not in (price, quantity) and any(_sizes(cells[c]))
        ]
        perhaps = [] if off else [c for c in free if _may_be_off(c, cells[c])]
        product: Way = {"multiply": [quantity, price]}
        means = [
            {**product, part: column}
            for column in (*off, *perhaps)
            for part in _meanings(column, cells[column])
        ]
        # A net price may have had its discount, and per cent may be of something else: only asking tells.
        doubtful = bool(perhaps) or speaks(price, "already_net")
        ways = [product, *means] if means and doubtful else means or [product]
        if means or amount_beside(cells) is None:  # else that amount is the line's, or has to be asked about
            found["revenue_eur"] = ways
    elif "revenue_eur" not in held and (taxed := gross_and_tax(cells)) is not None:
        found["revenue_eur"] = [{"multiply": [taxed[0]], "less": taxed[1]}]
    found |= {"date": [way]} if (way := day_in_parts(held, cells, *named)) else {}
    return found


def days_of(table: pd.DataFrame, way: Computed) -> pd.Series:
    """Return the day that month and year make, with the day of the month or the month's last.

    What is no day stays as it is written, to be told.
    """
    parts = [
        table[part] if isinstance(part, str) else str(part or "") for part in (way.day, way.month, way.year)
    ]
    texts = pd.Series("", index=table.index, dtype="str")
    for part in parts:
        texts = texts + (part.str.strip() if isinstance(part, pd.Series) else part) + "\0"
    return pd.Series(each_value(texts, _one_day), index=table.index, dtype="str")


def months(texts: pd.Series) -> bool:
    """Tell whether the first filled cells of a column are months, by their numbers or their names."""
    return _mostly(texts, lambda text: month_number(text) is not None)


def day_in_parts(
    held: Mapping[str, str], cells: pd.DataFrame, year_named: int | None, month_named: int | None
) -> Way | None:
    """Return how a day is put together from the columns of its parts, where no column holds it whole."""
    named = {
        part: next((c for c in map(str, cells.columns) if fold(c) in words_for(part)), None)
        for part in ("day", "month", "year")
    }
    taken = named["day"] or held.get("date")
    day = taken if taken and _mostly(cells[taken], _is_day) else None
    month, year = named["month"] or (day and month_named), named["year"] or year_named
    if not month or not year or held.get("date") not in (None, day, *named.values()):
        return None
    if isinstance(month, str) and not months(cells[month]):
        return None
    return {**({"day": day} if day else {}), "month": month, "year": year}


def _mostly(texts: pd.Series, fits: Callable[[str], bool]) -> bool:
    filled = texts[texts.str.strip().ne("")].head(SAMPLE)
    return len(filled) > 0 and sum(map(fits, filled)) >= MOSTLY * len(filled)


def _is_day(text: str) -> bool:
    number = text.strip().removesuffix(".0")
    return number.isdigit() and 1 <= int(number) <= LAST_DAY


def _one_day(three: str) -> str:
    day, month, year, _end = three.split("\0")
    number, digits = month_number(month), year.removesuffix(".0")
    written = " ".join(part for part in (day, month, year) if part)
    if number is None or not (digits.isdigit() and len(digits) in (2, 4)):
        return written
    last = month_end(int(digits) + (2000 if len(digits) == 2 else 0), number)
    if not day:
        return last.isoformat()
    return (
        last.replace(day=int(float(day))).isoformat()
        if _is_day(day) and int(float(day)) <= last.day
        else written
    )


def _may_be_off(column: str, texts: pd.Series) -> bool:
    """Tell per cent beside quantities and prices that nothing says to be of a tax, a margin or the like."""
    sizes = _sizes(texts)
    signed = "%" in column or any("%" in text for text in texts.unique())
    said = any(speaks(column, of) for of in ("taxes", "tax_included", "other_shares"))
    return signed and not said and numeric(texts) and bool(sizes) and max(sizes) <= HUNDRED


def _meanings(column: str, texts: pd.Series) -> list[str]:
    """Return what a discount can mean: a share of one, per cent, or an amount."""
    sizes = _sizes(texts)
    signed = [("%" in text) for text in texts if text.strip() and _size(text)]
    if all(signed):
        return ["less_share"]
    percent = "%" in column or speaks(column, "percent")
    if not percent and (header_of(column).currency or speaks(column, "amount")):
        return ["less"]
    if any(signed) or percent:
        return ["less_percent"] if max(sizes) > 1 and not any(signed) else ["less_share", "less_percent"]
    if all(size < 1 for size in sizes):
        return ["less_share"]
    return ["less"] if max(sizes) > HUNDRED else ["less_percent", "less"]


def _sizes(texts: pd.Series) -> list[Decimal]:
    """Return the different sizes of the discounts that are any."""
    return [size for text in texts.unique() if (size := _size(text))]


def _size(text: str) -> Decimal | None:
    number = number_in(text)
    return abs(number.exact(number.mark)) if number else None
