"""Small parts of sentences: a count, a list, a range, a sign, a name short enough for its place."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from solver.words.i18n import MINUS, _, counted, current_language, format_money

if TYPE_CHECKING:
    import pandas as pd

LONGEST_NAME = 30
SMALL_IN_A_TOWN = frozenset(
    ("à", "au", "aux", "d", "de", "des", "du", "en", "l", "la", "le", "les", "lès", "lez", "sous", "sur")
)
PART_OF_A_TOWN = re.compile(r"[^\W\d_]+")
BEFORE_VOWEL = re.compile(r"\b([Qq])ue (?=[aeiouyâàéèêëîïôûù])", re.IGNORECASE)


def listed(names: Sequence[str]) -> str:
    """Write names as in a sentence: one, two and three."""
    *before, last = names
    return _("{first} and {last}").format(first=", ".join(before), last=last) if before else last


def money_range(amounts: "pd.Series") -> str | None:
    """Write the lowest and the highest amount, once where they read the same; none where none is known."""
    known = amounts.dropna()
    if known.empty:
        return None
    low, high = format_money(known.min()), format_money(known.max())
    return low if low == high else _("{low} to {high}").format(low=low, high=high)


def is_nothing(text: str) -> bool:
    """Tell whether a written figure is a zero, after rounding too."""
    return not any(digit in text for digit in "123456789")


def signed(text: str) -> str:
    """Write a figure with its sign, also where it is above zero; a zero has none."""
    return text if MINUS in text or is_nothing(text) else f"+{text}"


def elided(sentence: str) -> str:
    """Write the French “que” before a vowel as it is said; elsewhere the sentence as it is."""
    return BEFORE_VOWEL.sub(r"\1u’", sentence) if current_language() == "fr" else sentence


def short_name(name: str, longest: int = LONGEST_NAME) -> str:
    """Cut a name that is too long for an axis, with an ellipsis."""
    return name if len(name) <= longest else name[: longest - 1].rstrip() + "…"


def years_counted(number: int) -> str:
    """Name the years over which an effect is counted, as every page does."""
    return counted(number, "the one year counted", "the {n} years counted")


def rep_names(reps: "pd.DataFrame") -> dict[str, str]:
    """Return what each rep is called, by code, in the order of the names.

    It is the name, or the name and the code where two reps share it.
    """
    known = reps.sort_values(["name", "rep_id"], kind="stable")
    keys = known["name"].astype("str").str.split().str.join(" ").str.casefold()
    shared = keys.duplicated(keep=False)
    return {
        str(rep_id): f"{name} ({rep_id})" if twice else str(name)
        for rep_id, name, twice in zip(known["rep_id"], known["name"], shared, strict=True)
    }


def usual_case(town: object) -> str:
    """Write a town that a file has in capitals as signposts have it: Le Relecq-Kerhuon, Saint-Brieuc."""
    text = str(town)
    if not text.isupper():
        return text
    small = PART_OF_A_TOWN.sub(
        lambda part: part[0] if part[0] in SMALL_IN_A_TOWN and part.start() else part[0].capitalize(),
        text.lower(),
    )
    return small[:1].upper() + small[1:]
