"""One language at a time: messages from the gettext catalogues, figures by Babel.

English is the source; `solver/locale/<language>/messages.po` holds the others. The catalogue is read as
text, so no compiled file has to be kept in step with it.
"""

from datetime import date, datetime
from functools import cache
from pathlib import Path

import pandas as pd
from babel.dates import format_date as babel_date
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal, format_percent

LOCALE_DIR = Path(__file__).parent / "locale"
BABEL_LOCALES = {"en": "en_GB", "fr": "fr_FR"}
MISSING = "–"

_state = {"language": "en", "currency": "EUR"}


def set_language(language: str, currency: str = "EUR") -> None:
    """Choose the language and the currency of everything written from now on."""
    _state["language"] = language
    _state["currency"] = currency


def current_language() -> str:
    """Return the language in force, `en` or `fr`."""
    return _state["language"]


def _(message: str) -> str:
    """Translate a message; a message without an entry stays as it is."""
    return _catalogue(_state["language"]).get(message, message)


def mark(message: str) -> str:
    """Mark a message for the catalogue where it is written before the language is known."""
    return message


@cache
def _catalogue(language: str) -> dict[str, str]:
    path = LOCALE_DIR / language / "messages.po"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    return {
        str(entry.id): str(entry.string)
        for entry in catalogue
        if entry.id and entry.string and not entry.fuzzy
    }


def _locale() -> str:
    return BABEL_LOCALES[_state["language"]]


def format_money(amount: float | None, decimals: int = 0) -> str:
    """Write an amount in the portfolio's currency, rounded to `decimals`."""
    if amount is None or pd.isna(amount):
        return MISSING
    pattern = _money_pattern(decimals)
    rounded = round(float(amount), decimals) + 0.0  # no “-0 €”
    return format_currency(rounded, _state["currency"], pattern, _locale(), currency_digits=False)


def _money_pattern(decimals: int) -> str:
    digits = "#,##0" + ("." + "0" * decimals if decimals else "")
    return f"{digits}\u00a0¤" if _state["language"] == "fr" else f"¤{digits};-¤{digits}"


def format_number(number: float | None, decimals: int = 0) -> str:
    """Write a number with the language's separators."""
    if number is None or pd.isna(number):
        return MISSING
    digits = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(round(float(number), decimals) + 0.0, digits, _locale())


def format_share(share: float | None, decimals: int = 0) -> str:
    """Write a share between 0 and 1 as a percentage."""
    if share is None or pd.isna(share):
        return MISSING
    digits = "#,##0" + ("." + "0" * decimals if decimals else "")
    pattern = f"{digits}\u00a0%" if _state["language"] == "fr" else f"{digits}%"
    return format_percent(round(float(share), decimals + 2) + 0.0, pattern, _locale())


def format_hours(hours: float | None, decimals: int = 0) -> str:
    """Write a number of hours with its unit."""
    return MISSING if hours is None or pd.isna(hours) else f"{format_number(hours, decimals)}\u00a0h"


def format_date(day: date | datetime | pd.Timestamp | str | None, style: str = "medium") -> str:
    """Write a date in words; `style` is one of Babel's `short`, `medium`, `long` or a pattern."""
    if day is None or pd.isna(day):
        return MISSING
    return babel_date(pd.Timestamp(day).date(), style, locale=_locale())
