"""Names that stand for the real ones, the same each time; only who holds the secret can tell whose."""

import csv
import hashlib
import hmac
import secrets
from base64 import b32encode
from pathlib import Path

import pandas as pd

from solver.words.errors import PortfolioError
from solver.words.files import written_beside
from solver.words.i18n import _

# 50 bits: half a million invoices share a pseudonym with a chance of one in ten thousand.
LENGTH = 10
SECRET_BYTES = 32
SECRET_MODE = 0o600  # the key, and the table that leads back: for their owner alone
PREFIXES = {
    "firm": "E",
    "account": "A",
    "contact": "K",
    "rep": "R",
    "order": "F",
    "file": "D",
    "zone": "Z",
} | {
    "competitor": "C",
    "contributor": "P",
}
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class Pseudonyms:
    """Pseudonyms made with one secret, and a memory of those that were asked for.

    Parameters
    ----------
    secret : bytes
        Whoever has it can make the same pseudonyms again.

    References
    ----------
    Keyed hash: HMAC-SHA256, RFC 2104. Pseudonymised data are still personal data (GDPR, article 4(5) and
    recital 26).
    """

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._given: dict[tuple[str, str], str] = {}
        self._owners: dict[str, str] = {}

    def of(self, what: str, original: str) -> str:
        """Return the pseudonym of a firm, an account, a contact, a rep, an order or a file.

        Raises
        ------
        PortfolioError
            Two originals got the same one.
        """
        known = self._given.get((what, original))
        if known:
            return known
        digest = hmac.new(self._secret, f"{what}\x1f{original}".encode(), hashlib.sha256).digest()
        name = f"{PREFIXES[what]}-{b32encode(digest).decode('ascii')[:LENGTH]}"
        if self._owners.setdefault(name, original) != original:
            raise PortfolioError(
                _("two originals have the same pseudonym"), fix=_("delete the key; a new one is made")
            )
        self._given[what, original] = name
        return name

    def each(self, what: str, originals: pd.Series) -> pd.Series:
        """Return the pseudonym of every value, missing where it is missing."""
        named = {value: self.of(what, value) for value in originals.dropna().unique().tolist()}
        return originals.map(named).astype("str")

    def write(self, path: Path, names: dict[str, str]) -> None:
        """Write the table that leads back: what, pseudonym, original code and name.

        Parameters
        ----------
        path : Path
            A CSV file, to be kept with the key.
        names : dict of str to str
            Pseudonym: name of the account or the person behind it.
        """
        rows = sorted((what, name, original) for (what, original), name in self._given.items())
        with written_beside(path) as beside:
            beside.touch(mode=SECRET_MODE)
            with beside.open("w", encoding="utf-8-sig", newline="") as file:
                writer = csv.writer(file, delimiter=";")
                writer.writerow(["what", "pseudonym", "original", "name"])
                for what, name, original in rows:
                    writer.writerow([what, name, _harmless(original), _harmless(names.get(name, ""))])


def open_key(path: Path, run_folder: Path) -> Pseudonyms:
    """Return the pseudonyms of a key file; a missing one is made.

    Raises
    ------
    PortfolioError
        The key would lie in the run folder, which is handed on, or its file is no key.
    """
    if path.resolve().is_relative_to(run_folder.resolve()):
        raise PortfolioError(
            _("the key would lie in the run folder, with what it hides"),
            file=path,
            fix=_("give another place with --key"),
        )
    if not path.exists():
        with written_beside(path) as beside:
            beside.touch(mode=SECRET_MODE)
            beside.write_text(secrets.token_hex(SECRET_BYTES) + "\n", encoding="ascii", newline="\n")
    try:
        secret = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (ValueError, OSError):
        secret = b""
    if len(secret) < SECRET_BYTES:
        raise PortfolioError(
            _("this is not a key for pseudonyms"),
            file=path,
            fix=_("give the right file with --key, or none"),
        )
    return Pseudonyms(secret)


def _harmless(text: str) -> str:
    """Keep a spreadsheet from taking a name for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
