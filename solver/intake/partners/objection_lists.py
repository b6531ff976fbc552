"""Lists of people who object: addresses and telephone numbers, whoever of the firm's files they belong to."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from solver.intake.reading.files import read_grids
from solver.intake.repairs import gather, repairs
from solver.intake.values.identity import EMAIL, check_phone
from solver.parameters import Source
from solver.words.errors import PortfolioError
from solver.words.i18n import _, counted

COLUMNS = ["key", "file", "row"]


@dataclass(frozen=True)
class Objections:
    """Who is on the lists.

    Attributes
    ----------
    keys : DataFrame
        `key` (an e-mail in small letters, or a telephone number as the accounts have it), `file` and `row`.
    unread : DataFrame
        The table `repairs`: lines that name neither.
    """

    keys: pd.DataFrame
    unread: pd.DataFrame

    def name(self, rows: pd.DataFrame) -> pd.Series:
        """Tell which rows have an e-mail or a telephone number of the lists."""
        known = {*self.keys["key"]}
        return rows["email"].str.strip().str.casefold().isin(known) | rows["phone"].isin(known)

    def told(self, accounts: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
        """List each line of the lists with the account it belongs to, and say how many belong to none."""
        both = pd.concat(
            [accounts[["account_id", "email", "phone"]], people[["account_id", "email", "phone"]]]
        )
        address = both.assign(key=both["email"].str.strip().str.casefold())
        held = pd.concat([address, both.assign(key=both["phone"])]).dropna(subset=["key"])
        first = held.drop_duplicates("key").set_index("key")["account_id"]
        account = self.keys["key"].map(first)
        found = self.keys[account.notna().to_numpy()]
        listed = [
            repairs(
                found["file"],
                found["row"],
                account_id=account[found.index],
                problem=_("on the list of people who object"),
                used=_("treated as an objection until somebody says otherwise"),
            )
        ]
        for file, rows in self.keys[account.isna().to_numpy()].groupby("file", sort=True):
            listed.append(
                repairs(
                    str(file),
                    [None],
                    problem=_("on the list of people who object, and at no account or person of the files"),
                    found=counted(len(rows), "{n} line", "{n} lines"),
                    used=_("nothing"),
                )
            )
        return gather([self.unread, *listed])


NOBODY = Objections(pd.DataFrame(columns=COLUMNS, dtype="str"), gather([]))


def read_objections(files: Sequence[str], country: str) -> Objections:
    """Read the lists that `objection_files` names.

    Parameters
    ----------
    files : sequence of str
        CSV, text or workbook: an e-mail or a telephone number on each line, under a header or none, among
        other columns or alone.
    country : str
        Where telephone numbers are when they do not say.

    Raises
    ------
    PortfolioError
        A file cannot be read, or names nobody.
    """
    parts = [_of_file(path, country) for path in files]
    keys = [keys for keys, _unread in parts] or [pd.DataFrame(columns=COLUMNS, dtype="str")]
    return Objections(pd.concat(keys, ignore_index=True), gather([unread for _keys, unread in parts]))


def keys_in(cells: Sequence[str], country: str) -> list[str]:
    """Return the e-mails and telephone numbers that stand in the cells of one line."""
    said = [cell.strip() for cell in cells if cell.strip()]
    addresses = [found[0].casefold() for cell in said for found in EMAIL.finditer(cell)]
    digits = [cell for cell in said if sum(c.isdigit() for c in cell) >= 9 and "@" not in cell]
    phones = [check_phone(cell, country) for cell in digits]
    return [*addresses, *(each.value for each in phones if each.value is not None and not each.problem)]


def _of_file(path: str, country: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    name, rows, nobody = Path(path).name, [], []
    for grid in read_grids(Source.model_construct(table="contacts", path=path), frozenset()):
        lines = zip(grid.cells.index, grid.cells.to_numpy().tolist(), strict=True)
        told = [(int(line), row, keys_in(row, country)) for line, row in lines if any(map(str.strip, row))]
        start = next((place for place, (_line, _row, keys) in enumerate(told) if keys), len(told))
        rows += [(key, name, line) for line, _row, keys in told for key in keys]
        nobody += [line for line, _row, keys in told[start:] if not keys]
    if not rows:
        raise PortfolioError(
            _("no line of this list of objections names an e-mail or a telephone number"),
            file=name,
            fix=_("ask for the addresses, or take it out of objection_files"),
        )
    unread = repairs(
        name,
        nobody,
        problem=_("a line of the list of objections that names neither e-mail nor telephone"),
        used=_("nothing"),
    )
    return pd.DataFrame(rows, columns=COLUMNS).drop_duplicates("key"), unread
