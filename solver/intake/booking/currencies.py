"""Amounts of several currencies are never added up: converted at stated rates, or refused with their sums."""

import re
from dataclasses import replace

import pandas as pd

from solver.intake.booking.rates import (
    Rates,
    at_rates,
    by_either_rate,
    column_of_rates,
    rates_of,
    rates_of_rows,
)
from solver.intake.fields import fields
from solver.intake.reading.columns import column_named
from solver.intake.reading.header_names import header_of
from solver.intake.reading.sources import RawTable
from solver.intake.reading.typed import Typed
from solver.intake.repairs import repairs
from solver.intake.values.currencies import called_currency, currency_of, says_own
from solver.intake.values.numbers import MICRO, read_either_way
from solver.intake.words import each_value
from solver.words.errors import PortfolioError
from solver.words.i18n import _, counted, format_number

MOST_CURRENCIES = 20
MARK = r"[€$£A-Za-z]"
IN_CELL = re.compile(r"[€$£]|\b[A-Za-z]{3}\b")
UNSAID, QUOTES = "", '""'  # the key, in `rates`, of rows that name no currency
COMMON = frozenset({"EUR", "USD", "GBP", "CHF"})  # one of them must be among codes that could be words


def currency_column(raw: RawTable) -> str | None:
    """Return the column that says in which currency each amount is: as stated, or as its cells tell.

    Notes
    -----
    A column that is called so may name a currency that nobody knows, never a number; another must name
    known ones only. Of several, that of the document goes before the firm's own, then the one that tells
    more apart.
    """
    if raw.source.currency_column:
        header = [str(column) for column in raw.table.columns]
        return column_named(raw.source.currency_column, header, raw.file, _("the currency of each row"))
    told: list[tuple[bool, int, str]] = []
    for column in raw.table.columns.difference(list(raw.columns.values()), sort=False):
        said = {value.strip() for value in raw.table[column].unique()} - {""}
        if not 0 < len(said) <= MOST_CURRENCIES:
            continue
        known = {currency_of(value) for value in said}
        words = called_currency(str(column)) and not any(c.isdigit() for value in said for c in value)
        if words or (None not in known and known & COMMON):
            told.append((says_own(str(column)), -len(said), str(column)))
    return min(told, key=lambda each: each[:2])[2] if told else None


def converted(typed: Typed, currency: str) -> Typed:
    """Return a file with every amount in the firm's currency.

    Parameters
    ----------
    typed : Typed
        The file.
    currency : str
        That of the portfolio.

    Raises
    ------
    PortfolioError
        Amounts are in another currency, or in one that is not said beside others, and no rate is stated.
    """
    raw = typed.raw
    if raw.preset is not None and raw.preset.ledger:
        return typed
    amount = raw.columns.get("revenue_eur", "")
    if raw.source.table != "sales" or says_own(amount) or in_own_currency(raw, amount, currency):
        return _by_header(typed, currency)
    said = _said_by(raw, _telling(raw, currency))
    rows = said[raw.counting]
    rows = rows[typed.micros.reindex(rows.index, fill_value=0).ne(0)]
    others = sorted({*rows.dropna()} - {currency})
    if not others:
        unsaid = [] if rows.notna().all() else [_unsaid(typed, rows, currency)]
        return _by_header(typed.noted(*unsaid), currency)
    rates: Rates = {**rates_of(raw), currency: 1.0}
    asked = [*others, *([UNSAID] if rows.isna().any() else [])]
    missing = [code for code in asked if code not in rates]
    if missing:
        raise _refusal(typed, rows, missing, currency)
    rate = rates_of_rows(raw, said.fillna(UNSAID), rates, rows.index)
    micros = at_rates(typed.micros, rate, to_the_cent=any(isinstance(rates[code], str) for code in asked))
    table = typed.table.assign(revenue_eur=(micros / MICRO).where(typed.table["revenue_eur"].notna()))
    if header_of(raw.columns.get("cost_eur", "")).currency is None:
        table["cost_eur"] = (table["cost_eur"] * rate.reindex(table.index)).round(6)
    sums = {code: _sum(typed.micros, rows.fillna(UNSAID).eq(code)) for code in asked}
    told = {code: rate[rows.index][rows.fillna(UNSAID).eq(code).to_numpy()] for code in asked}
    listed = [_at_rate(raw, amount, code, told[code], currency, sums[code]) for code in asked]
    return _by_header(replace(typed.noted(*listed), table=table, micros=micros), currency)


def _by_header(typed: Typed, currency: str) -> Typed:
    """Convert the columns of amounts, beside revenue, whose name says that they are in another currency."""
    raw, table, listed, rates = typed.raw, typed.table, [], rates_of(typed.raw)
    for name, column in raw.columns.items():
        if name == "revenue_eur":
            continue
        code = header_of(column).currency if fields(raw.source.table)[name].unit == "money" else None
        if code in (None, currency) or table[name].isna().all():
            continue
        if code not in rates:
            raise PortfolioError(
                _("by its name the column holds amounts in {code}, not in {currency}").format(
                    code=code, currency=currency
                ),
                file=raw.file,
                column=column,
                fix=_("write under this source {line}, with what one of each is worth in {currency}").format(
                    line=f"rates: {{{code}: …}}", currency=currency
                ),
            )
        filled = table.index[table[name].notna().to_numpy()]
        rate = rates_of_rows(raw, pd.Series(code, index=table.index), rates, filled)
        table = table.assign(**{name: (table[name] * rate).round(6)})
        listed.append(_at_rate(raw, column, code, rate[filled], currency, float(typed.table[name].sum())))
    return replace(typed.noted(*listed), table=table) if listed else typed


def _at_rate(
    raw: RawTable, column: str, code: str, rate: pd.Series, currency: str, amount: float
) -> pd.DataFrame:
    least, most = (format_number(end, 4) for end in (float(rate.min()), float(rate.max())))
    return repairs(
        raw.file,
        [None],
        column=column,
        problem=_("amounts in another currency"),
        found=_amount(amount, code),
        used=_("1 {code} = {rate} {currency}").format(
            code=code or "…", rate=least if least == most else f"{least} – {most}", currency=currency
        ),
    )


def _unsaid(typed: Typed, rows: pd.Series, currency: str) -> pd.DataFrame:
    """Tell the rows that name no currency beside rows that name the firm's own."""
    column = currency_column(typed.raw)
    blank = int(rows.isna().sum())
    return repairs(
        typed.raw.file,
        [] if column is None or blank == len(rows) else [None],
        column=column,
        problem=_("these rows name no currency"),
        found=counted(blank, "{n} row", "{n} rows"),
        used=currency,
        worth_eur=_sum(typed.micros, rows.isna()),
    )


def currencies_of(raw: RawTable) -> pd.Series:
    """Return the currency of each document: by its column, its amount, or the name of the amounts."""
    return _said_by(raw, currency_column(raw))


def _telling(raw: RawTable, currency: str) -> str | None:
    """Return the column that tells the currency of each amount; none where the amounts' own name does.

    A name in another currency than the firm's goes before what is said of the document, unless the portfolio
    states that column.
    """
    named = header_of(raw.columns.get("revenue_eur", "")).currency
    return currency_column(raw) if named in (None, currency) or raw.source.currency_column else None


def _said_by(raw: RawTable, column: str | None) -> pd.Series:
    index, amount = raw.table.index, raw.columns.get("revenue_eur")
    said = pd.Series(None, index=index, dtype="str")
    if column is not None:
        texts = raw.table[column].str.strip()
        said = pd.Series(each_value(texts, lambda text: currency_of(text) or text.upper()), index=index)
        said = said.where(said.ne("")).astype("str")
    elif amount is not None:
        texts = raw.table[amount]
        marked = texts[texts.str.contains(MARK).to_numpy()]
        said.loc[marked.index] = each_value(marked, _written_in)
    named = header_of(amount or "").currency
    return said.fillna(named) if named else said


def _written_in(cell: str) -> str | None:
    return next(filter(None, (currency_of(found) for found in IN_CELL.findall(cell))), None)


def in_own_currency(raw: RawTable, amount: str, currency: str) -> bool:
    """Tell whether a column of amounts is that in the firm's currency beside another in that of the document.

    Its name says so, or that of the other says that it is the document's, and the column read as revenue, or
    else another of the file, agrees with it where, and only where, the document is in the firm's currency.
    """
    named = header_of(amount).currency == currency or says_own(amount)
    if not amount or (not named and (called_currency(amount) or header_of(amount).currency)):
        return False
    said, here = currencies_of(raw), _read(raw, amount)
    home = said.eq(currency)
    taken = raw.columns.get("revenue_eur", amount)
    for column in raw.table.columns if taken == amount else [taken]:
        if column == amount or not (named or (called_currency(column) and not says_own(column))):
            continue
        there = _read(raw, column)
        if there is None or here is None:
            continue
        there, here = there.abs(), here.abs()  # of credit notes one may have been turned negative already
        if there[home].eq(here[home]).all() and there[~home].ne(here[~home]).any() and (~home).any():
            return True
    return False


def _read(raw: RawTable, column: str) -> pd.Series | None:
    read = read_either_way(raw.table[column], raw.source.decimal)
    if (read.bad | read.doubtful).any():
        return None
    return pd.Series(read.micros, index=raw.table.index)


def _refusal(typed: Typed, rows: pd.Series, missing: list[str], currency: str) -> PortfolioError:
    raw = typed.raw
    said = rows.fillna(UNSAID)
    counts = said.value_counts()
    sums = [
        f"{_amount(_sum(typed.micros, said.eq(code)), code)} "
        f"({counted(int(counts[code]), '{n} row', '{n} rows')})"
        for code in sorted(counts.index, key=lambda code: (-int(counts[code]), code))
    ]
    column = _telling(raw, currency)
    rates = "{" + ", ".join(f"{code or QUOTES}: …" for code in missing) + "}"
    line = f"currency_column: {column}, rates: {rates}" if column else f"rates: {rates}"
    fix = _("write under this source {line}, with what one of each is worth in {currency}").format(
        line=line, currency=currency
    )
    if (beside := column_of_rates(raw, said, currency)) is not None:
        fix = by_either_rate(typed, said, missing, beside, column, currency)
    if set(said) == set(missing) and len(missing) == 1:
        fix = _("write currency: {code} at the top of portfolio.yaml, or {fix}").format(
            code=missing[0], fix=fix
        )
    return PortfolioError(
        _("the amounts are in other currencies than {currency}: {sums}").format(
            currency=currency, sums=" · ".join(sums)
        ),
        file=raw.file,
        column=column or raw.columns.get("revenue_eur"),
        fix=fix
        + "; "
        + _("or read the column that holds the amounts in {currency}").format(currency=currency),
    )


def _sum(micros: pd.Series, rows: pd.Series) -> float:
    return float(micros[rows.reindex(micros.index, fill_value=False)].sum()) / MICRO


def _amount(amount: float, code: str) -> str:
    return f"{format_number(amount, 2)} {code or _('without a currency')}"
