"""Comparing words as a reader does: accents, case and punctuation do not matter."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml

from solver.words.i18n import in_quotes

LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "’": "'", "№": "n", "º": "°"})
SHOWN, LONGEST_SHOWN = 12, 120  # names in a message, characters of each
WORD = re.compile(r"[^\W_]+")
HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


@cache
def word_list(path: Path) -> Any:
    """Return what one of our own lists of words holds, read once; nobody may change it."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), loader)


@lru_cache(maxsize=2**16)  # headers and aliases are asked for again with every file
def fold(text: str) -> str:
    """Return the words of a text in plain lower-case letters and digits, one space between them."""
    if text.isascii():  # nothing to take apart, and most words are
        return " ".join(WORD.findall(text.lower()))
    spread = unicodedata.normalize("NFKD", text.translate(LIGATURES).casefold())
    return " ".join(WORD.findall("".join(c for c in spread if not unicodedata.combining(c))))


def spread(name: str) -> str:
    """Return the folded words of a column's name, the humps of CustomerID apart."""
    return fold(HUMP.sub(" ", name))


def nearest(word: str, words: Iterable[str]) -> str | None:
    """Return the word that looks most like `word`, none where nothing does."""
    folded: dict[str, str] = {}
    for candidate in words:
        folded.setdefault(fold(candidate), candidate)
    near = get_close_matches(fold(word), list(folded), n=1, cutoff=0.5)
    return folded[near[0]] if near else None


def quoted(words: Iterable[str]) -> str:
    """Write a list of words for a message, cut where it grows too long to read."""
    listed = [in_quotes(cut(word)) for word in words]
    return ", ".join(listed[:SHOWN]) + (", …" if len(listed) > SHOWN else "")


def cut(text: str) -> str:
    """Return what a message shows of a cell or a name, however long it is."""
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"


def one_line(value: Any) -> str:
    """Write a value as YAML does, on one line: what somebody may copy into a portfolio."""
    text = yaml.safe_dump(value, allow_unicode=True, default_flow_style=True, width=10_000, sort_keys=False)
    return text.removesuffix("\n").removesuffix("\n...")


def each_value(texts: pd.Series, read: Callable[[str], Any]) -> np.ndarray:
    """Apply `read` to each different value once and return one result a row, as objects.

    Parameters
    ----------
    texts : Series of str
        Without missing values; a column repeats few values many times.
    read : callable
        From a text to anything.
    """
    codes, values = pd.factorize(texts)
    results = np.empty(len(values), dtype=object)
    for position, value in enumerate(values.tolist()):
        results[position] = read(value)
    return results[codes]


def each_text(texts: pd.Series, read: Callable[[str], str | None]) -> pd.Series:
    """Apply `read` to each different value once and return one text a row, missing where it returns none.

    Parameters
    ----------
    texts : Series of str
        Without missing values.
    read : callable
        From a text to a text.
    """
    codes, values = pd.factorize(texts)
    results = pd.Series([read(value) for value in values.tolist()], dtype="str")
    return results.take(codes).set_axis(texts.index)


def look_up(texts: pd.Series, table: Mapping[str, str]) -> pd.Series:
    """Replace the texts that `table` knows, exactly or but for accents and case; missing elsewhere."""
    folded = {fold(word): code for word, code in reversed(list(table.items()))}
    return each_text(texts, lambda text: table.get(text, folded.get(fold(text)) if fold(text) else None))


def values_of(keys: pd.Series, table: pd.Series) -> pd.Series:
    """Return what `table` holds for each key, missing where it holds nothing; `table` may be empty."""
    known = keys.where(keys.isin(table.index))
    return table.reindex(known).set_axis(keys.index)
