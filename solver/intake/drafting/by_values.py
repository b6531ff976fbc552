"""What a column is by what stands in it: the net amount beside tax, the code that another file has too."""

import re
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from solver.intake.booking.account_codes import loose_code
from solver.intake.drafting.found import Found
from solver.intake.reading.hints import meant_otherwise, speaks
from solver.intake.reading.parts import numeric
from solver.intake.values.numbers import CENT, read_either_way

MOSTLY = 0.95
FEWEST = 2
TELLING = 1_000 * CENT  # an amount from which cents no longer blur a rate of tax
HIGHEST_TAX, FEW_RATES = 0.27, 3
OF_ACCOUNTS = ("sales", "visits", "visit_reports", "prospect_events", "contacts", "touchpoints")
LONGEST_COUNT = 3  # digits of a number that may as well count something
DAY_OR_AMOUNT = re.compile(r"[-\d\s.,/:€$£%]*\d[.,/:][-\d\s.,/:€$£%]*")


def net_amount(cells: pd.DataFrame) -> str | None:
    """Return the column that is, by what stands beside it, the amount without tax."""
    return net_beside_tax(cells) or net_beside_gross(cells)


def net_beside_gross(cells: pd.DataFrame) -> str | None:
    """Return the one column that a column with tax exceeds by a few rates of tax and by nothing else."""
    names = [str(column) for column in cells.columns]
    amounts = {column: read for column in names if (read := _micros(cells[column])) is not None}
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
    columns = [str(column) for column in cells.columns]
    taxes = [c for c in columns if speaks(c, "taxes") and not speaks(c, "without_tax") and numeric(cells[c])]
    if not taxes:
        return None
    amounts = {column: read for column in columns if (read := _micros(cells[column])) is not None}
    for tax in (amounts[column] for column in taxes if column in amounts):
        taxed = tax.ne(0)
        if taxed.sum() < FEWEST:
            continue
        for net, read in amounts.items():
            sums = read + tax
            grosses = (other for name, other in amounts.items() if name != net)
            if any((sums - other).abs().le(CENT)[taxed].mean() >= MOSTLY for other in grosses):
                return None if speaks(net, "taxes") and not speaks(net, "without_tax") else net
    return None


def _micros(texts: pd.Series) -> pd.Series | None:
    if not numeric(texts):
        return None
    return pd.Series(read_either_way(texts).micros, index=texts.index)


def code_of_accounts(found: Found, accounts: Iterable[Found]) -> dict[str, str]:
    """Return which column of a file bears the code, or the name, of the accounts of another one.

    Parameters
    ----------
    found : Found
        A file without accounts.
    accounts : iterable of Found
        The files of accounts.

    Returns
    -------
    dict of str to str
        `account_id`: column; and, where the accounts are under another code, `theirs`: that column of them.
    """
    for other in accounts:
        if (other.file, other.sheet) == (found.file, found.sheet):
            continue
        keys = _keys(other)
        for theirs in _in_turn(other, keys):
            for column in map(str, found.cells.columns):
                if _same(found.cells[column], keys[theirs], column, theirs):
                    return {"account_id": column, "theirs": theirs}
    return {}


def rep_of_accounts(found: Found, accounts: Iterable[Found]) -> str | None:
    """Return the free column all of whose words name reps of the accounts."""
    reps = {
        text.strip()
        for other in accounts
        if "rep_id" in other.columns
        for text in other.cells[other.columns["rep_id"]]
    } - {""}
    for column in found.left_alone:
        said = {text.strip() for text in found.cells[column]} - {""}
        counts = all(text.isdigit() and len(text) <= LONGEST_COUNT for text in said)
        if len(said) > 1 and said <= reps and not counts:
            return column
    return None


def _keys(accounts: Found) -> Mapping[str, frozenset[str]]:
    """Return the columns of accounts whose every row has a value of its own."""
    told: dict[str, frozenset[str]] = {}
    for column in map(str, accounts.cells.columns):
        texts = accounts.cells[column].str.strip()
        own = texts.ne("").all() and texts.is_unique and len(texts) >= FEWEST
        if own and not meant_otherwise("account_id", column) and not any(map(DAY_OR_AMOUNT.fullmatch, texts)):
            told[column] = frozenset(texts.map(loose_code))
    return told


def _in_turn(accounts: Found, keys: Mapping[str, frozenset[str]]) -> Sequence[str]:
    """Order them: the code first, the name last; between them, where there is no code yet, what is left."""
    code, name = accounts.columns.get("account_id"), accounts.columns.get("name")
    free = accounts.left_alone if accounts.preset is None and code in (None, name) else ()
    return sorted((c for c in keys if c in (code, name, *free)), key=lambda c: (c == name, c != code))


def _same(texts: pd.Series, keys: frozenset[str], column: str, theirs: str) -> bool:
    """Tell whether the values of a column are keys of the accounts, and too many to be so by chance."""
    said = {loose_code(text) for text in texts.unique() if text.strip()}
    known = said & keys
    if len(known) < FEWEST or len(known) < MOSTLY * len(said):
        return False
    counts = all(text.isdigit() and len(text) <= LONGEST_COUNT for text in known)
    return not meant_otherwise("account_id", column) and (not counts or column == theirs)
