"""Marks that mean something only beside one another: done or not, visit or call, debit or credit."""

from collections.abc import Iterable, Mapping
from functools import cache

from solver.intake.values.counting import WORDS, Verdict, said_yes, signs, verdict_of
from solver.intake.words import fold, word_list


@cache
def _listed(key: str) -> frozenset[str]:
    return frozenset(_plain(str(word)) for word in word_list(WORDS)["marks"][key])


def _plain(value: str) -> str:
    """Return the words of a mark, or the sign itself where it has none, as a tick."""
    return fold(value) or value.strip()


def marked(value: str) -> bool | None:
    """Tell whether a mark says done, as x, ok and a tick do, or not done, as an empty cell does."""
    said = _plain(value)
    if said in _listed("done") | signs("ticks"):
        return True
    if said in _listed("not_done") | signs("crosses"):
        return False
    return said_yes(value) if fold(value) or not said else None


def channels_in(values: Iterable[str]) -> dict[str, Verdict | None] | None:
    """Read the letters by which a log tells visits from calls and mails; none where they are anything else.

    Parameters
    ----------
    values : iterable of str
        The different cells of a column; empty ones are passed over.

    Notes
    -----
    One letter stands for a visit: v, else r or b beside t, else m beside e, for then it is no mail. What else
    could be one, as r beside v, is for the firm to say. Words that are understood alone need no marks.
    """
    filled = {value: _plain(value) for value in values if value.strip()}
    here = set(filled.values())
    visits = _listed("visit")
    beside = {"v": set[str](), "r": {"t"}, "b": {"t"}, "m": {"e"}}
    letter = next((each for each, other in beside.items() if {each, *other} <= here), None)
    if letter == "m" and here & visits:
        letter = None
    verdicts: dict[str, Verdict | None] = {}
    for value, said in filled.items():
        if said == letter or (said in visits and len(said) > 1):
            verdicts[value] = "counts"
        elif said in _listed("call") | _listed("mail") | _listed("video"):
            verdicts[value] = "never"
        else:
            verdicts[value] = "doubtful" if said in visits else verdict_of(value, "visits")
    known = set(verdicts.values())
    words = all(verdict_of(value, "visits") for value in filled)
    return verdicts if None not in known and {"counts", "never"} <= known and not words else None


def other_side(values: Iterable[str]) -> Mapping[str, str] | None:
    """Return the one of two sides of an account for the other, where values are debit and credit."""
    filled = [value for value in values if value.strip()]
    words = {_plain(value) for value in filled}
    if len(filled) == 2 and any(words == {*map(fold, pair)} for pair in word_list(WORDS)["marks"]["sides"]):
        return {filled[0]: filled[1], filled[1]: filled[0]}
    return None


def names_sides(column: str) -> bool:
    """Tell whether a column is called after the sides of an account."""
    return fold(column) in _listed("named_sides")
