"""The name of an account as another program writes it: with SARL behind it, “et” for “&”, cut short."""

from collections.abc import Iterable
from typing import NamedTuple

from solver.intake.partners.duplicates import FIRM, LEGAL_FORMS
from solver.intake.words import fold

IDLE = FIRM | {"et", "and", "und", "y", "e", "en", "cie"}  # those that join two names too
SHORTEST = 3  # letters of a word that was cut short, as “Elec.” for “Électricité”


class Spelling(NamedTuple):
    """The telling words of a name, its legal forms, and the account."""

    words: tuple[str, ...]
    forms: frozenset[str]
    account: str

    def agrees(self, forms: frozenset[str]) -> bool:
        """Tell whether the legal forms of another name do not speak against this one."""
        return not forms or not self.forms or forms == self.forms


class OtherSpellings:
    """The accounts of a firm by the words of their names.

    Parameters
    ----------
    called : iterable of tuple of str and str
        Folded name and account: several where they share the name, which then leads to none of them.
    """

    def __init__(self, called: Iterable[tuple[str, str]]) -> None:
        self._sorted: dict[tuple[str, ...], list[Spelling]] = {}
        self._by_word: dict[tuple[int, int, str], list[Spelling]] = {}
        for name, account in sorted(called):
            words, forms = _apart(name)
            spelling = Spelling(words, forms, account)
            self._sorted.setdefault(tuple(sorted(words)), []).append(spelling)
            for place, word in enumerate(words):
                self._by_word.setdefault((len(words), place, word), []).append(spelling)

    def find(self, name: str) -> str | None:
        """Return the one account that a name may mean, none where there are several or none.

        Notes
        -----
        Two legal forms make two firms. A word may be cut short; one at least must be whole.
        """
        words, forms = _apart(fold(name))
        if not words:
            return None
        found = {each.account for each in self._sorted.get(tuple(sorted(words)), ()) if each.agrees(forms)}
        if not found:
            found = {
                each.account
                for place, word in enumerate(words)
                for each in self._by_word.get((len(words), place, word), ())
                if each.agrees(forms) and all(map(_cut_short, words, each.words))
            }
        return found.pop() if len(found) == 1 else None

    def within(self, text: str) -> str | None:
        """Return the one account whose name, but for its legal form, stands in a text: the longest name."""
        words, _forms = _apart(fold(text))
        for length in range(len(words), 0, -1):
            found = {
                each.account
                for start in range(len(words) - length + 1)
                for each in self._by_word.get((length, 0, words[start]), ())
                if each.words == words[start : start + length]
            }
            if found:
                return found.pop() if len(found) == 1 else None
        return None


def _apart(name: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return the telling words of a name, and its legal forms."""
    words = name.split()
    forms = LEGAL_FORMS.intersection(words)
    return tuple(word for word in words if word not in forms and word not in IDLE), forms


def _cut_short(one: str, other: str) -> bool:
    """Tell whether two words are the same, or one is the beginning of the other."""
    long_enough = min(len(one), len(other)) >= SHORTEST
    return one == other or (long_enough and (one.startswith(other) or other.startswith(one)))
