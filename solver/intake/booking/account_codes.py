"""Finding the account that an invoice, a person or a visit belongs to."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import pandas as pd

from solver.intake.reading.typed import Typed
from solver.intake.repairs import repairs
from solver.intake.words import each_text, nearest
from solver.words.i18n import _

SHORT, LONG = 15, 18
IN_CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
NOTHING_MERGED: Mapping[str, str] = MappingProxyType({})


class AccountCodes:
    """The codes of the accounts, and how other files may write them.

    Parameters
    ----------
    account_ids : Series of str
        Each once.
    into : mapping of str to str, optional
        Codes that went into another account, and the account that stays.
    """

    def __init__(self, account_ids: pd.Series, into: Mapping[str, str] = NOTHING_MERGED) -> None:
        known = pd.Series([*account_ids, *sorted(set(into) - set(account_ids))], dtype="str")
        self._into = into
        self._exact = frozenset(known)
        loose = known.map(loose_code)
        self._loose = dict(zip(loose, known, strict=True))
        for code in loose[loose.duplicated(keep=False)]:
            self._loose.pop(code, None)
        self._short = {code[:SHORT]: code for code in known if len(code) == SHORT or is_long_id(code)}

    def find(self, codes: pd.Series) -> pd.Series:
        """Return the account of each code, missing where there is none.

        Notes
        -----
        A code that differs by capitals, by leading zeros or by a “.0” alone is understood, where only one
        account looks like it. The code of a merged account leads to the one that stays.
        """
        return self._each(codes, lambda code: self._into.get(code, code))

    def before_merging(self, codes: pd.Series) -> pd.Series:
        """Return the code that each one stands for, those of merged accounts among them."""
        return self._each(codes, str)

    def nearest(self, code: str) -> str | None:
        """Return the account code that looks most like an unknown one."""
        return nearest(code, sorted(self._exact))

    def _each(self, codes: pd.Series, account: Callable[[str], str]) -> pd.Series:
        def read(code: str) -> str | None:
            known = self._find(code)
            return None if known is None else account(known)

        return each_text(codes.fillna(""), read)

    def _find(self, code: str) -> str | None:
        if not code:
            return None
        if code in self._exact:
            return code
        if is_long_id(code) or is_long_id(self._short.get(code, "")):
            return self._short.get(code[:SHORT]) or self._loose.get(loose_code(code))
        return self._loose.get(loose_code(code))


def rewritten_codes(typed: Typed, accounts: pd.Series) -> pd.DataFrame:
    """List, once each, the account codes that were understood though written differently.

    Notes
    -----
    The code of a merged account is not one of them: the table `merges` tells of it.
    """
    written = typed.table["account_id"]
    changed = written[accounts.notna() & written.ne(accounts)].drop_duplicates()
    alike = [
        loose_code(code) == loose_code(account)
        for code, account in zip(changed, accounts[changed.index], strict=True)
    ]
    changed = changed[alike]
    return repairs(
        typed.raw.file,
        changed.index,
        column=typed.raw.columns.get("account_id"),
        account_id=accounts[changed.index],
        problem=_("the account code is written differently in the accounts file"),
        found=changed,
        used=accounts[changed.index],
    )


def is_long_id(code: str) -> bool:
    """Tell a record of Salesforce written in eighteen characters: the last three say where the capitals are.

    Each of them stands for five characters, a bit for every capital among them, the first one lowest.
    """
    if len(code) != LONG or not (code.isascii() and code.isalnum()):
        return False
    fives = (code[start : start + 5] for start in range(0, SHORT, 5))
    last = "".join(
        IN_CAPITALS[sum(letter.isupper() << at for at, letter in enumerate(five))] for five in fives
    )
    return code[SHORT:].upper() == last


def loose_code(code: str) -> str:
    """Return what is left of a code without capitals, leading zeros and a “.0” at the end."""
    return code.strip().casefold().removesuffix(".0").lstrip("0")
