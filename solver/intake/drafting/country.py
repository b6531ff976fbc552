"""In which country and which money a firm's files are."""

from collections import Counter
from collections.abc import Hashable, Iterable

import pandas as pd
from babel.numbers import get_territory_currencies

from solver.intake.booking.currencies import currencies_of
from solver.intake.drafting.file_names import WORDS
from solver.intake.reading.sources import RawTable
from solver.intake.values.currencies import currency_of as named_currency
from solver.intake.values.identity import check_country
from solver.intake.words import fold, word_list

HOME = "FR"
UNITED_STATES = "US"


def country_of(accounts: Iterable[RawTable]) -> str:
    """Return the country that most rows of the accounts name; France where none does."""
    named: Counter[str] = Counter()
    for raw in accounts:
        if "country" not in raw.columns and any(map(_of_states, raw.table.items())):
            named.update({UNITED_STATES: len(raw.table)})
        if "country" in raw.columns:
            for text in raw.table[raw.columns["country"]]:
                code = check_country(text, "").value if text.strip() else ""
                named.update([code] if code else [])
    return named.most_common(1)[0][0] if named else HOME


def _of_states(column: tuple[Hashable, pd.Series]) -> bool:
    """Tell a column of the states of America, by its name and its cells."""
    name, texts = column
    words = word_list(WORDS)
    said = {text.strip().upper() for text in texts} - {""}
    return fold(str(name)) in words["state"] and bool(said) and said <= {*words["states"]}


def currency_of(sales: Iterable[RawTable], country: str) -> str:
    """Return the one currency that the sales name, else the country's own."""
    named = {code for raw in sales for code in currencies_of(raw).dropna().unique() if named_currency(code)}
    if len(named) == 1:
        return named.pop()
    own = get_territory_currencies(country)
    return str(own[0]) if own else "EUR"
