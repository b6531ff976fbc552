"""What the names of files and sheets say: the table, the kind of partner, a rep."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from solver.intake.values.codes import usual_words
from solver.intake.values.identity import check_country
from solver.intake.values.periods import period_of
from solver.intake.words import fold, word_list

TABLE_OF_A_PROGRAM = re.compile(r"\b[a-z_]+(?:\.[a-z_]+)+\b")
SAY_NOTHING = {"client", "relation"}
WORDS = Path(__file__).with_name("file_words.yaml")


def speaks_of_table(name: str, table: str) -> bool:
    """Tell whether a name speaks of a table."""
    return any(word in fold(name) for word in _listed()["tables"].get(table, ()))


def kind_in(name: str) -> str | None:
    """Return the kind of partner, other than client, that a name says: prospects, suppliers.

    The name that a program gives to a table says nothing of a firm in it, as “res.partner” or “crm.lead”, nor
    does a word for whoever one deals with, as “partner” or “Relaties”.
    """
    words = set(fold(TABLE_OF_A_PROGRAM.sub(" ", name)).split())
    kinds = {kind for word, kind in usual_words("kind").items() if len(word) > 3 and fold(word) in words}
    return kinds.pop() if len(kinds) == 1 and not kinds & SAY_NOTHING else None


def may_be_a_name(text: str) -> bool:
    """Tell whether what sheets or files are told apart by may be the names of people."""
    words = fold(text).split()
    return (
        bool(words)
        and all(word.isalpha() for word in words)
        and text.lower() != text
        and not any(word in _no_names() or word.rstrip("s") in _no_names() for word in words)
        and check_country(text, "").value == ""
        and period_of(text) is None
    )


@cache
def _listed() -> Any:
    return word_list(WORDS)


@cache
def _no_names() -> frozenset[str]:
    tables = [word for words in _listed()["tables"].values() for word in words]
    listed = (*_listed()["no_names"], *tables, *usual_words("kind"))
    return frozenset(fold(word) for word in listed) - {""}
