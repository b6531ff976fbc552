"""Amounts, what they are with tax and what the tax is: told apart by what stands beside them."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pandas as pd

from solver.intake.reading.hints import meant_otherwise, numeric, speaks
from solver.intake.values.numbers import CENT, MICRO, read_either_way

FEWEST, MOSTLY = 2, 0.95
TELLING = 1_000 * CENT  # an amount from which cents no longer blur a rate of tax
HIGHEST_TAX, FEW_RATES = 0.27, 3
FEW_TIMES = 4  # how often at least each rate stands in a column that does not say what it holds
HUNDRED = 100
SAMPLE = 2_000  # rows that tell as much as all of them
# Rates of value added tax in Europe, in thousandths: of the amount without it.
RATES = frozenset({21, 26, 38, 48, 55, 65, 77, 81, 85, 135, 255, *range(30, 280, 10), 25, 45, 95})


def net_amount(cells: pd.DataFrame) -> str | None:
    """Return the column that is, by what stands beside it, the amount without tax."""
    cells = cells.head(SAMPLE)
    return net_beside_tax(cells) or net_beside_gross(cells) or _taxed_at_rates(cells)


def gross_and_tax(cells: pd.DataFrame, among: Collection[str] | None = None) -> tuple[str, str] | None:
    """Return a column that includes tax, and that of its tax: what is left is the amount without.

    Parameters
    ----------
    cells : DataFrame of str
        The rows, under the names of the file.
    among : collection of str, optional
        The columns that may be it.

    Notes
    -----
    A column says that it includes tax, or its tax is at the usual rates of what is left and of nothing else.
    """
    cells = cells.head(SAMPLE)
    taxes, rates = _taxes(cells), _rates(cells)
    amounts = _amounts(cells) if taxes or rates else {}
    for tax in taxes:
        for gross, read in amounts.items():
            named = speaks(gross, "tax_included")
            if gross in taxes or gross not in (among or amounts):
                continue
            left = read - amounts[tax]
            by_values = _usual(amounts[tax], left) and not _usual(amounts[tax], read)
            if by_values if not named else _at_rates(left, read):
                return gross, tax
    for gross in (column for column in amounts if rates and speaks(column, "tax_included")):
        if gross not in (*taxes, *rates) and gross in (among or amounts):
            return gross, rates[0]
    return None


def is_rate_of_tax(column: str, texts: pd.Series) -> bool:
    """Tell a column of rates, as “5,5 %” under “Taux TVA”, from one of amounts of tax.

    By its name or its signs, else by few different values that are all usual rates.
    """
    if not speaks(column, "taxes"):
        return False
    filled = texts[texts.str.strip().ne("")].head(SAMPLE)
    read = _micros(filled)
    if read is None:
        return False
    signed = filled.str.contains("%", regex=False).mean() >= MOSTLY
    share = signed or read.abs().max() < MICRO
    thousandths = (1000 * read.abs() / MICRO / (1 if share else HUNDRED)).round(6)
    usual = thousandths[thousandths.ne(0)].isin(RATES)
    if usual.empty or not usual.all():
        return False
    named = signed or "%" in column or speaks(column, "percent")
    return bool(named or (read.nunique() <= FEW_RATES and FEW_TIMES * read.nunique() <= len(read)))


def without_tax_at(amounts: Sequence[int], rates: np.ndarray, texts: pd.Series) -> np.ndarray:
    """Return amounts without the tax that is in them: to the cent, half a cent away from nothing.

    Parameters
    ----------
    amounts, rates : sequence of int
        In millionths; a rate with its sign has been read as a share of one already.
    texts : Series of str
        The rates as the file writes them.
    """
    share = max(map(abs, rates), default=0) < MICRO
    net = []
    for amount, rate, signed in zip(amounts, rates, texts.str.contains("%", regex=False), strict=True):
        whole = MICRO if share or signed else HUNDRED * MICRO
        rest = CENT * (whole + int(rate))
        cents = (2 * abs(int(amount)) * whole + rest) // (2 * rest)
        net.append((cents if amount >= 0 else -cents) * CENT)
    return np.array(net, dtype=object)


def _rates(cells: pd.DataFrame) -> list[str]:
    """Return the columns that hold rates of tax."""
    return [column for column in map(str, cells.columns) if is_rate_of_tax(column, cells[column])]


def _taxed_at_rates(cells: pd.DataFrame) -> str | None:
    """Return the one column of which a column of tax is the usual share, where the tax is in no amount."""
    taxes = _taxes(cells)
    amounts = _amounts(cells) if taxes else {}
    found = {
        column
        for tax in taxes
        for column, read in amounts.items()
        if column not in taxes
        and not meant_otherwise("revenue_eur", column)
        and _usual(amounts[tax], read)
        and not _usual(amounts[tax], read - amounts[tax])
    }
    return found.pop() if len(found) == 1 else None


def _usual(tax: pd.Series, net: pd.Series) -> bool:
    """Tell whether tax is at usual rates of an amount, to the cent and as good as everywhere."""
    large = net.abs().ge(TELLING) & tax.ne(0)
    tax, net = tax[large].astype("float64"), net[large].astype("float64")
    rates = (1000 * tax / net).round()
    exact = rates.isin(RATES) & (tax - net * rates / 1000).abs().le(CENT)
    return len(exact) >= FEWEST and bool(exact.mean() >= MOSTLY)


def _taxes(cells: pd.DataFrame) -> list[str]:
    """Return the columns that, by their names, hold amounts of tax."""
    return [
        column
        for column in map(str, cells.columns)
        if speaks(column, "taxes")
        and not speaks(column, "without_tax")
        and not speaks(column, "tax_included")
        and numeric(cells[column])
        and not is_rate_of_tax(column, cells[column])
    ]


def _amounts(cells: pd.DataFrame) -> Mapping[str, pd.Series]:
    return {
        column: read for column in map(str, cells.columns) if (read := _micros(cells[column])) is not None
    }


def net_beside_gross(cells: pd.DataFrame) -> str | None:
    """Return the one column that a column with tax exceeds by a few rates of tax and by nothing else."""
    amounts = _amounts(cells)
    for gross in (column for column in amounts if speaks(column, "tax_included")):
        fits = [c for c in amounts if not speaks(c, "tax_included") and _at_rates(amounts[c], amounts[gross])]
        if len(fits) == 1 and not meant_otherwise("revenue_eur", fits[0]):
            return fits[0]
    return None


def _at_rates(net: pd.Series, gross: pd.Series) -> bool:
    """Tell whether one amount is another with tax: rates up to 27 %, three of which make nearly all."""
    large = net.abs().ge(TELLING)
    rates = (gross[large] / net[large] - 1).round(3)
    usual = rates[rates.between(0, HIGHEST_TAX)].value_counts().head(FEW_RATES)
    return bool(
        usual.drop(0.0, errors="ignore").sum() >= FEWEST and usual.sum() >= MOSTLY * len(net[net.ne(0)])
    )


def net_beside_tax(cells: pd.DataFrame) -> str | None:
    """Return the column that makes a third one together with a column of tax: the amount without it.

    Parameters
    ----------
    cells : DataFrame of str
        The rows, under the names of the file.
    """
    taxes = _taxes(cells)
    amounts = _amounts(cells) if taxes else {}
    for column in taxes:
        tax = amounts[column]
        taxed = tax.ne(0)
        if taxed.sum() < FEWEST:
            continue
        for net, read in amounts.items():
            sums = read + tax
            grosses = (other for name, other in amounts.items() if name not in (net, column))
            if any((sums - other).abs().le(CENT)[taxed].mean() >= MOSTLY for other in grosses):
                return None if speaks(net, "taxes") and not speaks(net, "without_tax") else net
    return None


def net_by_values(amounts: pd.DataFrame) -> str | None:
    """Return the amount without tax among columns without names: tax at usual rates makes a third of it.

    Parameters
    ----------
    amounts : DataFrame of str
        Columns of amounts and nothing else.
    """
    read = _amounts(amounts.head(SAMPLE))
    found = {
        net
        for net, without in read.items()
        for tax, taken in read.items()
        if tax != net and _usual(taken, without)
        for gross, whole in read.items()
        if gross not in (tax, net) and (without + taken - whole).abs().le(CENT).mean() >= MOSTLY
    }
    return found.pop() if len(found) == 1 else None


def _micros(texts: pd.Series) -> pd.Series | None:
    if not numeric(texts):
        return None
    return pd.Series(read_either_way(texts).micros, index=texts.index)
