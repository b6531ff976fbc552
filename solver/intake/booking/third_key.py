"""Rows that name their account by another key, an e-mail or a contract: led to it by a third file."""

from dataclasses import replace

import pandas as pd

from solver.intake.booking.account_codes import AccountCodes
from solver.intake.reading.columns import column_named, header_position
from solver.intake.reading.files import read_grid
from solver.intake.reading.typed import Typed
from solver.intake.repairs import line_of, repairs
from solver.intake.words import fold
from solver.parameters import Source, Via
from solver.words.errors import PortfolioError
from solver.words.i18n import _, counted, in_quotes


def through_third_key(typed: Typed) -> Typed:
    """Put the account in the place of the key, where `via` of a source says how one leads to the other.

    Parameters
    ----------
    typed : Typed
        A file that says of each row which account it belongs to.

    Raises
    ------
    PortfolioError
        The third file cannot be read, lacks a column, or leads from a key of these rows to several accounts.

    Notes
    -----
    Accents, capitals and punctuation of a key do not count, nor do zeros before it that either file lost,
    where one key alone looks like it. What leads to no account stays as it is, and is then told as an account
    that is in no file.
    """
    via = typed.raw.source.via
    if via is None or "account_id" not in typed.table:
        return typed
    pairs, file = _pairs(via)
    written = typed.table["account_id"]
    keys = written.fillna("").map(fold)
    keys = AccountCodes(pairs["key"].drop_duplicates()).find(keys)
    used = pairs[pairs["key"].isin(keys)].drop_duplicates(["key", "account"])
    if (several := used["key"].duplicated(keep=False)).any():
        first = used[several.to_numpy()].sort_values("key", kind="stable").head(2)
        raise PortfolioError(
            _("{key} leads to several accounts, {one} and {other}").format(
                key=in_quotes(str(first["written"].iloc[0])),
                one=in_quotes(str(first["account"].iloc[0])),
                other=in_quotes(str(first["account"].iloc[1])),
            ),
            file=file,
            row=line_of(int(first.index[1])),
            column=via.key,
            fix=_("leave one of the two lines in this file"),
        )
    account = keys.map(used.set_index("key")["account"])
    led = account.notna()
    listed = repairs(
        typed.raw.file,
        [None],
        column=typed.raw.columns.get("account_id"),
        problem=_("accounts found by way of another file"),
        found=counted(int(led.sum()), "{n} row", "{n} rows"),
        used=file,
    )
    return replace(typed.noted(listed), table=typed.table.assign(account_id=account.where(led, written)))


def _pairs(via: Via) -> tuple[pd.DataFrame, str]:
    """Return the keys of the third file, folded and as written, and the account of each; and its name."""
    source = Source.model_construct(table="accounts", path=via.path, sheet=via.sheet)
    names = frozenset({fold(via.key), fold(via.account_id)})
    cells = read_grid(source, names).cells
    place = header_position(cells, names)
    header = [" ".join(cell.split()) for cell in cells.iloc[place].tolist()]
    below = cells.iloc[place + 1 :].set_axis(range(len(header)), axis=1)
    key, account = (
        below[header.index(column_named(column, header, source.name, name))].str.strip()
        for column, name in ((via.key, "key"), (via.account_id, "account_id"))
    )
    table = pd.DataFrame({"key": key.map(fold), "written": key, "account": account})
    # A dash is no key: folded it is empty, as the cells that name nobody are.
    return table[table["key"].ne("") & account.ne("")], source.name
