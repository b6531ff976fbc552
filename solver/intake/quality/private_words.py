"""Words in free texts that say of a person what a client file must not hold: listed for its keeper."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import pandas as pd

from solver.intake.fields import fields
from solver.intake.reading.typed import Typed
from solver.intake.repairs import gather, repairs
from solver.intake.words import fold, word_list
from solver.words.i18n import _, mark

FREE_TEXTS = ("result", "next_action", "about", "project", "speciality", "reason", "comment")
KINDS = {
    "health": mark("a word on health: take it out"),
    "opinions": mark("a word on opinions or beliefs: take it out"),
    "family": mark("a word on the family: take it out"),
    "character": mark("a word on somebody's character: take it out"),
}


def private_words(sources: Sequence[Typed]) -> pd.DataFrame:
    """List the words on health, opinions, family and character that the free texts of the files hold.

    Parameters
    ----------
    sources : sequence of Typed
        The files.

    Returns
    -------
    DataFrame
        The table `repairs`: a line for each word and cell. The text itself is not repeated.
    """
    listed = []
    for typed in sources:
        held = fields(typed.raw.source.table)
        for name in (each for each in FREE_TEXTS if each in held and each in typed.raw.columns):
            listed.append(_in_column(typed, name))
    return gather(listed)


def _in_column(typed: Typed, name: str) -> pd.DataFrame:
    texts = typed.table[name].dropna()
    said = {text: _first(text) for text in texts.unique()}
    found = texts.map(said).dropna()
    return repairs(
        typed.raw.file,
        found.index,
        column=typed.raw.columns[name],
        account_id=typed.table.loc[found.index, "account_id"],
        problem=pd.Series([_(KINDS[kind]) for kind, _word in found], dtype="str"),
        found=[word for _kind, word in found],
    )


def _first(text: str) -> tuple[str, str] | None:
    """Return the first such word of a text, with its kind."""
    match = _pattern().search(fold(text))
    return None if match is None else (_words()[match[0]], match[0])


@cache
def _words() -> Mapping[str, str]:
    listed = word_list(Path(__file__).with_suffix(".yaml"))
    return {fold(word): kind for kind, words in listed.items() for word in words}


@cache
def _pattern() -> re.Pattern[str]:
    longest = sorted(_words(), key=lambda word: (-len(word), word))
    return re.compile(r"\b(?:" + "|".join(map(re.escape, longest)) + r")\b")
