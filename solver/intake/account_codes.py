"""Finding the account that an invoice, a person or a visit belongs to."""

import pandas as pd

from solver.i18n import _
from solver.intake.repairs import repairs
from solver.intake.typed import Typed
from solver.intake.words import each_value, nearest


class AccountCodes:
    """The codes of the accounts, and how other files may write them.

    Parameters
    ----------
    account_ids : Series of str
        Each once.
    """

    def __init__(self, account_ids: pd.Series) -> None:
        self._exact = frozenset(account_ids)
        loose = account_ids.map(_loose)
        self._loose = dict(zip(loose, account_ids, strict=True))
        for code in loose[loose.duplicated(keep=False)]:
            self._loose.pop(code, None)

    def find(self, codes: pd.Series) -> pd.Series:
        """Return the account of each code, missing where there is none.

        Notes
        -----
        A code that differs by capitals, by leading zeros or by a “.0” alone is understood, where only one
        account looks like it.
        """
        found = each_value(codes.fillna(""), self._find)
        return pd.Series(found, index=codes.index, dtype="str")

    def nearest(self, code: str) -> str | None:
        """Return the account code that looks most like an unknown one."""
        return nearest(code, sorted(self._exact))

    def _find(self, code: str) -> str | None:
        if not code:
            return None
        return code if code in self._exact else self._loose.get(_loose(code))


def rewritten_codes(typed: Typed, accounts: pd.Series) -> pd.DataFrame:
    """List, once each, the account codes that were understood though written differently."""
    written = typed.table["account_id"]
    changed = written[accounts.notna() & written.ne(accounts)].drop_duplicates()
    return repairs(
        typed.raw.file,
        changed.index,
        column=typed.raw.columns.get("account_id"),
        account_id=accounts[changed.index],
        problem=_("the account code is written differently in the accounts file"),
        found=changed,
        used=accounts[changed.index],
    )


def _loose(code: str) -> str:
    return code.strip().casefold().removesuffix(".0").lstrip("0")
