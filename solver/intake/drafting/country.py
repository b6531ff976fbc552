"""In which country and which money a firm's files are."""

import re
from collections import Counter
from collections.abc import Hashable, Iterable

import pandas as pd
from babel.numbers import get_territory_currencies

from solver.intake.booking.currencies import currencies_of
from solver.intake.drafting.file_names import WORDS
from solver.intake.reading.sources import RawTable
from solver.intake.reference import known_postcodes, known_towns, plain_town
from solver.intake.values.currencies import currency_of as named_currency
from solver.intake.values.dates import date_orders
from solver.intake.values.identity import check_country
from solver.intake.words import fold, word_list

HOME = "FR"
UNITED_STATES = "US"
# Postcodes that are written in one country alone.
POSTCODES = {
    "GB": re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}"),
    "CA": re.compile(r"[A-Z]\d[A-Z] ?\d[A-Z]\d"),
    "NL": re.compile(r"\d{4} ?[A-Z]{2}"),
    "PT": re.compile(r"\d{4}-\d{3}"),
    "US": re.compile(r"\d{5}-\d{4}"),
}
FIVE_DIGITS = re.compile(r"\d{5}")  # of several countries: the name of the column tells
MOSTLY = 0.5


def country_of(accounts: Iterable[RawTable]) -> str | None:
    """Return the country that most rows of the accounts tell, by its name or their postcodes."""
    named: Counter[str] = Counter()
    for raw in accounts:
        if "country" in raw.columns:
            for text in raw.table[raw.columns["country"]]:
                code = check_country(text, "").value if text.strip() else ""
                named.update([code] if code else [])
        elif any(map(_of_states, raw.table.items())):
            named.update({UNITED_STATES: len(raw.table)})
        elif (code := _by_postcode(raw)) is not None:
            named.update({code: len(raw.table)})
    return named.most_common(1)[0][0] if named else None


def _by_postcode(raw: RawTable) -> str | None:
    """Return the country whose postcodes these are: by their form, their towns, or what they are called."""
    column, town = raw.columns.get("postcode"), raw.columns.get("town")
    if column is None:
        return None
    codes = raw.table[column].str.strip().str.upper()
    codes = codes[codes.ne("")]
    if codes.empty:
        return None
    for country, form in POSTCODES.items():
        if codes.str.fullmatch(form).mean() > MOSTLY:
            return country
    # One by one: `isin` would make a column of the whole list first, half a second for ten rows.
    if codes.str.zfill(5).map(known_postcodes().__contains__).mean() > MOSTLY and town is not None:
        towns = raw.table.loc[codes.index, town].map(plain_town)
        if towns.map(known_towns().__contains__).mean() > MOSTLY:
            return HOME
    called = word_list(WORDS)["postcodes"]
    five = codes.str.fullmatch(FIVE_DIGITS).mean() > MOSTLY
    return next((c for c, names in called.items() if five and fold(column) in map(fold, names)), None)


def _of_states(column: tuple[Hashable, pd.Series]) -> bool:
    """Tell a column of the states of America, by its name and its cells."""
    name, texts = column
    words = word_list(WORDS)
    said = {text.strip().upper() for text in texts} - {""}
    return fold(str(name)) in words["state"] and bool(said) and said <= {*words["states"]}


def currency_named(sales: Iterable[RawTable]) -> str | None:
    """Return the one currency that the sales name, in a column, beside their amounts or above them."""
    named: set[str] = set()
    for raw in sales:
        said = currencies_of(raw)
        # Rows that name none are in the firm's own, which is then another one.
        named |= {
            code for code in said.dropna().unique() if named_currency(code) and said.notna().mean() > MOSTLY
        }
    return named.pop() if len(named) == 1 else None


def likely_country(sales: Iterable[RawTable], currency: str | None) -> str:
    """Return in which country a firm may be whose accounts do not tell: by its currency, or its dates."""
    if currency is not None and currency != "EUR":
        return currency[:2]  # the code of a currency begins with that of its country
    dates = [raw.table[raw.columns["date"]].unique() for raw in sales if "date" in raw.columns]
    orders = sum(map(date_orders, dates), Counter[str]())
    return UNITED_STATES if orders["mdy"] > orders["dmy"] else HOME


def currency_of(country: str) -> str:
    """Return the currency of a country."""
    own = get_territory_currencies(country)
    return str(own[0]) if own else "EUR"
