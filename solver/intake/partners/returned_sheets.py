"""Sheets of ours that come back: the codes on them are those of the firm's files, whatever was typed."""

from collections.abc import Sequence

import pandas as pd

from solver.intake.booking.account_codes import AccountCodes, rewritten_codes
from solver.intake.reading.typed import Typed
from solver.intake.repairs import gather, repairs
from solver.tables.quality import OWN_SHEETS
from solver.words.i18n import _

MOSTLY = 0.5  # of its accounts stand in other files: the sheet completes them, and does not make the list


def under_known_codes(
    sources: Sequence[Typed], tables: Sequence[pd.DataFrame]
) -> tuple[list[pd.DataFrame], pd.DataFrame]:
    """Read the codes that somebody typed on a sheet of ours as those of the firm's other files of accounts.

    Parameters
    ----------
    sources : sequence of Typed
        The files of accounts.
    tables : sequence of DataFrame
        What was read from each, with `account_id`, by row.

    Returns
    -------
    tuple of list of DataFrame and DataFrame
        The tables; and the table `repairs` of codes written otherwise, and of those that no other file holds:
        each is taken for a new account.
    """
    made, listed = [], []
    for place, (typed, table) in enumerate(zip(sources, tables, strict=True)):
        others = [each["account_id"] for n, each in enumerate(tables) if n != place]
        if typed.raw.source.preset != OWN_SHEETS or not others:
            made.append(table)
            continue
        codes = AccountCodes(pd.concat(others).drop_duplicates())
        found = codes.find(table["account_id"])
        if found.notna().mean() < MOSTLY:
            made.append(table)
            continue
        written = found.reindex(typed.table.index)
        new = table["account_id"][found.isna()]
        listed += [
            rewritten_codes(typed, written),
            repairs(
                typed.raw.file,
                new.index,
                column=typed.raw.columns.get("account_id"),
                account_id=new,
                problem=_("no other file holds this account code: it is taken for a new account"),
                found=new,
            ),
        ]
        made.append(table.assign(account_id=found.fillna(table["account_id"])))
    return made, gather(listed)
