"""Currencies as files name them: by code, by sign, in words of six languages."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale

from solver.intake.words import fold, word_list

WORDS = Path(__file__).with_name("currencies.yaml")
LANGUAGES = ("nl", "it", "es", "de", "en", "fr")
NO_MONEY = frozenset({"XXX", "XTS", "XAU", "XAG", "XPT", "XPD", "XDR", "XSU", "XUA"})


@cache
def listed(key: str) -> Any:
    """Return one of the lists of words about currencies and units, as it stands in its file."""
    return word_list(WORDS)[key]


@cache
def folded(key: str) -> frozenset[str]:
    """Return one of the lists of words, folded."""
    return frozenset(fold(str(word)) for word in listed(key))


def currency_of(text: str) -> str | None:
    """Return the code of a currency that a text names by code, sign or word; none where it names none."""
    stripped = text.strip()
    if stripped.upper() in _codes():
        return stripped.upper()
    sign: str | None = listed("signs").get(stripped.replace(" ", "").casefold())
    return sign or _names().get(fold(stripped))


def currency_in_name(words: Iterable[str]) -> str | None:
    """Return the currency that words in the name of a column mean: an uncommon code only in capitals."""
    text = " ".join(words)
    code = currency_of(text)
    return code if code != text.upper() or text.isupper() or code in listed("usual") else None


def called_currency(column: str) -> bool:
    """Tell whether the name of a column says that it holds currencies."""
    return not folded("columns").isdisjoint(fold(column).split())


def says_own(column: str) -> bool:
    """Tell whether the name of a column says that it is about the firm's own currency."""
    said = f" {fold(column)} "
    return any(f" {words} " in said for words in folded("own"))


@cache
def _codes() -> frozenset[str]:
    return frozenset(Locale("en").currencies) - NO_MONEY


@cache
def _names() -> dict[str, str]:
    """Names of the currencies; English and French go before the others."""
    names = {
        fold(name): code
        for language in LANGUAGES
        for code, name in Locale(language).currencies.items()
        if code in _codes()
    }
    return names | {fold(word): code for code, words in listed("words").items() for word in words}
