"""Columns of codes, of yes and no, and of times: a file's words turned into ours."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pandas as pd

from solver.intake.words import each_value, fold, look_up, nearest, quoted, word_list
from solver.tables.columns import Column
from solver.words.errors import PortfolioError
from solver.words.i18n import _
from solver.words.numbers import NOTHING

WORDS = Path(__file__).with_name("codes.yaml")
TIME_OF_DAY = re.compile(r"(\d{1,2})\s*[:hH.]\s*(\d{2})?(?::\d{2})?")
TRUTH = {"yes": True, "no": False, "true": True, "false": False}
# Columns of codes that files often fill with yes and no: yes is this code, and no is none.
MEANT_BY_YES = {"complaint": "other"}


@cache
def usual_words(name: str) -> dict[str, str]:
    """Return the words that files use for the codes of one of our columns: word to code."""
    listed = word_list(WORDS).get(name, {})
    return {str(word): code for code, words in listed.items() for word in [code, *words] if word}


def is_agreed(word: str) -> bool:
    """Tell whether a file says by a word that a visit is agreed, and not yet that it took place."""
    return fold(word) in {fold(each) for each, code in usual_words("status").items() if code == "agreed"}


def read_codes(
    texts: pd.Series, wanted: Column, codes: Mapping[str, str], file: str
) -> tuple[pd.Series, pd.Series]:
    """Translate a column of codes.

    Parameters
    ----------
    texts : Series of str
        As the file writes them.
    wanted : Column
        Our column and the codes it may hold.
    codes : mapping of str to str
        What the portfolio says, first; the usual words come after.
    file : str
        Name for the messages.

    Returns
    -------
    tuple of Series
        Our codes, missing where the file is silent or not understood; and True where it is not understood.

    Raises
    ------
    PortfolioError
        The portfolio translates a code into something that is not one of ours.
    """
    for code, meaning in codes.items():
        if meaning not in wanted.allowed and not (wanted.empty and meaning == ""):
            raise _no_such_code(wanted.name, code, meaning, list(wanted.allowed), file)
    table = {**{code: code for code in wanted.allowed}, **usual_words(wanted.name)}
    if (meant := MEANT_BY_YES.get(wanted.name)) is not None:
        answers = {word: meant if answer == "yes" else "" for word, answer in usual_words("flag").items()}
        table = {**answers, **table}
    return _translated(texts, {**table, **codes}, codes)


def read_flags(texts: pd.Series, codes: Mapping[str, str], file: str) -> tuple[pd.Series, pd.Series]:
    """Translate a column of yes and no into booleans; parameters, results and errors as for `read_codes`.

    Raises
    ------
    PortfolioError
        The portfolio translates a code into neither yes nor no.
    """
    meanings = {code: str(meaning).lower() for code, meaning in codes.items()}
    for code, meaning in meanings.items():
        if meaning not in TRUTH:
            raise _no_such_code("yes/no", code, meaning, ["yes", "no"], file)
    answers, unknown = _translated(texts, {**usual_words("flag"), **meanings}, meanings)
    return answers.map(TRUTH).astype("boolean"), unknown


def read_times(texts: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Read times of day such as 9:30 or 09h30 as “09:30”; True where one is not understood."""
    found = pd.Series(each_value(texts, _time), index=texts.index, dtype="str")
    unknown = found.eq("?")
    return found.where(found.ne("") & ~unknown), unknown


def _translated(
    texts: pd.Series, table: Mapping[str, str], stated: Mapping[str, str]
) -> tuple[pd.Series, pd.Series]:
    stripped = texts.str.strip()
    # What the portfolio states wins over a usual word that reads the same.
    found = look_up(stripped, stated).fillna(look_up(stripped, table))
    nothing = stripped.str.lower().isin(NOTHING) & found.isna()
    return found.where(found.ne("")), found.isna() & ~nothing


def _time(text: str) -> str:
    stripped = text.strip()
    if stripped.lower() in NOTHING:
        return ""
    found = TIME_OF_DAY.fullmatch(stripped)
    if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
        return "?"
    return f"{int(found[1]):02d}:{int(found[2] or 0):02d}"


def _no_such_code(name: str, code: str, meaning: str, known: list[str], file: str) -> PortfolioError:
    near = nearest(meaning, known)
    return PortfolioError(
        _("codes: “{code}” is translated into “{meaning}”, which {name} does not have").format(
            code=code, meaning=meaning, name=name
        ),
        file=file,
        fix=_("did you mean “{name}”?").format(name=near)
        if near
        else _("it may be: {names}").format(names=quoted(known)),
    )
