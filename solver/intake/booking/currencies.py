"""Amounts of several currencies are never added up: converted at stated rates, or refused with their sums."""

import re
from dataclasses import replace

import pandas as pd

from solver.intake.reading.sources import RawTable
from solver.intake.reading.typed import Typed
from solver.intake.repairs import gather, repairs
from solver.intake.values.numbers import MICRO, read_numbers
from solver.intake.words import each_value, fold
from solver.words.errors import PortfolioError
from solver.words.i18n import _, counted, format_number

MOST_CURRENCIES = 20
AMOUNTS = ("revenue_eur", "cost_eur")
SYMBOLS = {"€": "EUR", "$": "USD", "£": "GBP", "us$": "USD", "¥": "JPY", "zł": "PLN", "kč": "CZK"}
NAMES = {
    "EUR": "euro euros eur",
    "USD": "dollar dollars usd us dollar dollar us",
    "GBP": "pound pounds livre livres sterling gbp",
    "CHF": "chf sfr franc suisse francs suisses swiss franc schweizer franken franken franco svizzero fr",
}
CODES = frozenset(
    [
        "EUR",
        "USD",
        "GBP",
        "CHF",
        "CAD",
        "AUD",
        "NZD",
        "JPY",
        "CNY",
        "HKD",
        "SGD",
        "SEK",
        "NOK",
        "DKK",
        "ISK",
        "PLN",
        "CZK",
        "HUF",
        "RON",
        "BGN",
        "HRK",
        "TRY",
        "UAH",
        "RUB",
        "RSD",
        "MAD",
        "TND",
        "DZD",
        "XOF",
        "XAF",
        "XPF",
        "EGP",
        "ZAR",
        "ILS",
        "AED",
        "SAR",
        "QAR",
        "INR",
        "BRL",
        "MXN",
        "ARS",
        "CLP",
        "COP",
        "PEN",
        "KRW",
        "THB",
        "IDR",
        "MYR",
        "PHP",
        "VND",
    ]
)
BY_NAME = {word: code for code, words in NAMES.items() for word in words.split()}
BY_NAME |= {"us dollar": "USD", "dollar us": "USD", "franc suisse": "CHF", "swiss franc": "CHF"}
BY_NAME |= {"schweizer franken": "CHF", "franco svizzero": "CHF", "livre sterling": "GBP"}
CALLED = {
    "devise",
    "devises",
    "monnaie",
    "currency",
    "währung",
    "moneda",
    "divisa",
    "valuta",
    "munt",
    "cur",
    "ccy",
}
CALLED_SO = frozenset(map(fold, CALLED))
IN_CELL = re.compile(r"[€$£]|\b[A-Za-z]{3}\b")
HERE = [
    "company currency",
    "local currency",
    "base currency",
    "home currency",
    "devise societe",
    "devise locale",
    "monnaie locale",
    "devise de tenue",
    "contre valeur",
    "contrevaleur",
    "hauswahrung",
    "landeswahrung",
    "moneda local",
    "moneda base",
    "valuta aziendale",
    "valuta locale",
    "valuta di conto",
    "lokale valuta",
    "basisvaluta",
]


def currency_of(text: str) -> str | None:
    """Return the code of a currency that a text names by code, sign or word; none where it names none."""
    stripped = text.strip()
    if stripped.upper() in CODES:
        return stripped.upper()
    return SYMBOLS.get(stripped.casefold()) or BY_NAME.get(fold(stripped))


def currency_column(raw: RawTable) -> str | None:
    """Return the column that says in which currency each amount is: as stated, or as its cells tell."""
    if raw.source.currency_column:
        wanted = fold(raw.source.currency_column)
        return next((column for column in raw.table.columns if fold(column) == wanted), None)
    for column in raw.table.columns:
        said = {value.strip() for value in raw.table[column].unique()} - {""}
        if not 0 < len(said) <= MOST_CURRENCIES:
            continue
        known = {currency_of(value) for value in said}
        # A word such as “all” is a code as well: one of the usual currencies must be among them.
        if None not in known and (known & NAMES.keys() or not CALLED_SO.isdisjoint(fold(column).split())):
            return str(column)
    return None


def converted(typed: Typed, currency: str) -> Typed:
    """Return a file of sales with every amount in the firm's currency.

    Parameters
    ----------
    typed : Typed
        The file.
    currency : str
        That of the portfolio.

    Raises
    ------
    PortfolioError
        Amounts are in another currency, and no rate is stated for it.
    """
    raw = typed.raw
    if raw.source.table != "sales" or (raw.preset is not None and raw.preset.ledger):
        return typed
    said = currencies_of(raw)
    rows = said[~said.index.isin([row for aside in raw.asides for row in aside.rows])]
    others = sorted(set(rows.dropna()) - {currency})
    if not others or in_own_currency(raw, raw.columns.get("revenue_eur", ""), currency):
        return typed
    rates = {name.upper(): rate for name, rate in raw.source.rates.items()}
    missing = [code for code in others if code not in rates]
    if missing:
        raise _refusal(typed, rows, missing, currency)
    rate = said.map({**dict.fromkeys(others, 1.0), **rates, currency: 1.0}).fillna(1.0)
    micros = (typed.micros * rate.reindex(typed.micros.index, fill_value=1.0)).round().astype("int64")
    table = typed.table.assign(
        **{name: (typed.table[name] * rate.reindex(typed.table.index)).round(6) for name in AMOUNTS}
    )
    if "revenue_eur" in table:
        table["revenue_eur"] = (micros / MICRO).where(typed.table["revenue_eur"].notna())
    listed = [
        repairs(
            raw.file,
            [None],
            column=currency_column(raw) or raw.columns.get("revenue_eur"),
            problem=_("amounts in another currency"),
            found=_amount(typed.micros[rows.eq(code).reindex(typed.micros.index, fill_value=False)], code),
            used=_("1 {code} = {rate} {currency}").format(
                code=code, rate=format_number(rates[code], 4), currency=currency
            ),
        )
        for code in others
    ]
    return replace(
        typed, raw=replace(raw, repairs=gather([raw.repairs, *listed])), table=table, micros=micros
    )


def currencies_of(raw: RawTable) -> pd.Series:
    """Return the currency of each row, by its column or its amount; missing where none is said."""
    column, amount = currency_column(raw), raw.columns.get("revenue_eur")
    said = pd.Series(None, index=raw.table.index, dtype="str")
    if column is not None:
        return pd.Series(each_value(raw.table[column], currency_of), index=raw.table.index, dtype="str")
    if amount is not None:
        written = each_value(raw.table[amount], _written_in)
        said = pd.Series(written, index=raw.table.index, dtype="str")
        named = next(filter(None, map(currency_of, re.split(r"[\s()\[\]/]+", amount))), None)
        said = said.fillna(named) if named else said
    return said


def _written_in(cell: str) -> str | None:
    return next(filter(None, (currency_of(found) for found in IN_CELL.findall(cell))), None)


def in_own_currency(raw: RawTable, amount: str, currency: str) -> bool:
    """Tell whether a column of amounts is that in the firm's currency beside another in that of the document.

    Its name says so, and another column of the file agrees with it where, and only where, the document is in
    the firm's currency.
    """
    if not says_own_currency(amount, currency):
        return False
    said, here = currencies_of(raw), _read(raw, amount)
    home = said.eq(currency)
    for column in raw.table.columns:
        if column == amount:
            continue
        there = _read(raw, column)
        if there is None or here is None:
            continue
        if there[home].eq(here[home]).all() and there[~home].ne(here[~home]).any() and (~home).any():
            return True
    return False


def says_own_currency(amount: str, currency: str) -> bool:
    """Tell whether the name of a column says that it is in the firm's currency."""
    words = fold(amount)
    named = {currency_of(part) for part in re.split(r"[\s()\[\]/_]+", amount)}
    return currency in named or any(phrase in words for phrase in HERE)


def _read(raw: RawTable, column: str) -> pd.Series | None:
    texts = raw.table[column]
    read = read_numbers(texts, raw.source.decimal or ",")
    if (read.bad | read.doubtful).any():
        read = read_numbers(texts, raw.source.decimal or ".")
    if (read.bad | read.doubtful).any():
        return None
    return pd.Series(read.micros, index=texts.index)


def _refusal(typed: Typed, rows: pd.Series, missing: list[str], currency: str) -> PortfolioError:
    raw = typed.raw
    amounts = typed.micros.reindex(rows.index, fill_value=0)
    said = rows.fillna("–")
    counts = said.value_counts()
    sums = [
        f"{_amount(amounts[said.eq(code)], code)} ({counted(int(counts[code]), '{n} row', '{n} rows')})"
        for code in sorted(counts.index, key=lambda code: (-int(counts[code]), code))
    ]
    column = currency_column(raw)
    rates = "{" + ", ".join(f"{code}: …" for code in missing) + "}"
    line = f"currency_column: {column}, rates: {rates}" if column else f"rates: {rates}"
    fix = _("write under this source {line}, with what one of each is worth in {currency}").format(
        line=line, currency=currency
    )
    if set(rows.dropna()) == set(missing) and len(missing) == 1:
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


def _amount(micros: pd.Series, code: str) -> str:
    return f"{format_number(float(micros.sum()) / MICRO, 2)} {code}"
