"""Is this your turnover? Each file and year, held against the accountant's figure."""

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

import pandas as pd

from solver.intake.booking.row_reader import Sorted
from solver.intake.presets.told_beside import told_beside
from solver.intake.reading.columns import TOLD_BY_DOCUMENTS, aliases
from solver.intake.reading.header_names import plain_name
from solver.intake.reading.sources import RawTable
from solver.intake.values.dates import take_apart as date_in
from solver.tables.quality import OWN_SHEETS
from solver.words.errors import PortfolioError
from solver.words.i18n import _, format_money, format_share
from solver.words.numbers import take_apart as number_in

TOLERANCE = 0.01
FEW_WORDS = 12


def year_by_year(sources: Sequence[Sorted], sales: pd.DataFrame, files: pd.Series) -> list[dict[str, Any]]:
    """Say of each file and year what a consultant would ask the accountant to confirm.

    Parameters
    ----------
    sources : sequence of Sorted
        The files of invoices, in the order of the portfolio.
    sales : DataFrame
        Their lines that count: date, account_id, order_id and revenue_eur.
    files : Series of str
        The file of each line.

    Returns
    -------
    list of dict
        file, year, revenue_eur, documents, clients, largest_eur (document) and negative_share (of the lines).
    """
    order = {source.typed.raw.file: place for place, source in enumerate(sources)}
    years = sales["date"].dt.year
    told: list[dict[str, Any]] = []
    for file, year in product(sorted(map(str, files.unique())), sorted(years.unique())):
        # One year after the other, and only what is looked at: of a large file each copy counts.
        lines = sales.loc[files.eq(file) & years.eq(year), ["account_id", "order_id", "revenue_eur"]]
        if lines.empty:
            continue
        documents = lines.groupby("order_id")["revenue_eur"].sum()
        told.append(
            {
                "file": file,
                "year": int(year),
                "revenue_eur": round(float(lines["revenue_eur"].sum()), 2),
                "documents": len(documents),
                "clients": int(lines["account_id"].nunique()),
                "largest_eur": round(float(documents.max()), 2),
                "negative_share": round(float(lines["revenue_eur"].lt(0).mean()), 4),
            }
        )
    return sorted(told, key=lambda each: (order.get(each["file"], len(order)), each["year"]))


def words_left_alone(sources: Sequence[Sorted]) -> list[dict[str, Any]]:
    """Name the values, with their rows, of each column of few words that nothing was read from.

    Names, places and reps of accounts are no question, nor is what stands once for each account; a list of
    accounts that was taken from documents is asked about where the documents are. What a sheet of ours tells
    beside its cells is known.
    """
    told = []
    for source in sources:
        raw = source.typed.raw
        if raw.source.from_lines:
            continue
        for column in raw.table.columns.difference(list(raw.columns.values()), sort=False):
            values = raw.table[column].str.strip().value_counts()
            words = values[values.index != ""]
            few = 1 < len(words) < FEW_WORDS and len(words) < len(raw.table)
            known = raw.source.preset == OWN_SHEETS and str(column) in told_beside()
            if (
                few
                and not known
                and not all(map(_is_figure, words.index))
                and not _tells_who(str(column), raw)
            ):
                told.append(
                    {
                        "file": raw.file,
                        "column": str(column),
                        "values": {str(word): int(n) for word, n in words.items()},
                    }
                )
    return told


def _is_figure(word: str) -> bool:
    return number_in(word) is not None or date_in(word) is not None


def _tells_who(column: str, raw: RawTable) -> bool:
    """Tell a column of names, places or reps of accounts: by its name, or since each account has its own."""
    usual = {alias for name in TOLD_BY_DOCUMENTS for alias in aliases("accounts")[name]}
    if plain_name(column, usual) in usual:
        return True
    account = raw.columns.get("account_id")
    if account is None:
        return False
    both = raw.table[[account, column]].apply(lambda cells: cells.str.strip()).drop_duplicates()
    both = both[both.ne("").all(axis=1)]
    return bool(len(both) > 1 and both[account].is_unique and both[column].is_unique)


def refuse_other_turnover(sales: pd.DataFrame, expected: Mapping[int, float]) -> None:
    """Stop where the files give another turnover than the accountant confirms.

    Raises
    ------
    PortfolioError
        It differs by more than 1 % in a year.
    """
    found = sales.groupby(sales["date"].dt.year)["revenue_eur"].sum()
    for year, due in sorted(expected.items()):
        here = float(found.get(year, 0.0))
        if abs(here - due) <= TOLERANCE * abs(due):
            continue
        raise PortfolioError(
            _("the files give {found} for {year}, and expected_revenue says {due} ({gap})").format(
                found=format_money(here, 2),
                year=year,
                due=format_money(due, 2),
                gap=format_share((here - due) / due, 1) if due else format_money(here - due, 2),
            ),
            fix=_(
                "ask which rows do not count or are missing (quotes, drafts, credit notes, tax, a file of "
                "the year), or correct expected_revenue"
            ),
        )
