"""Accounts to which the firm's program gave no code, as prospects often: called by their name."""

from dataclasses import replace

import pandas as pd

from solver.intake.reading.totals import may_be_total
from solver.intake.reading.typed import Typed
from solver.intake.repairs import repairs
from solver.intake.words import fold
from solver.words.i18n import _, counted

MOST = 0.5
# What a line of a list of firms has besides a name: a total and a note have none of it.
OF_A_FIRM = ("address", "postcode", "town", "phone", "email")


def by_name_for_want_of_a_code(typed: Typed) -> Typed:
    """Let an account without a code be called by its name, where most of the file have codes.

    Parameters
    ----------
    typed : Typed
        A file of accounts. A name that another line has too leads to neither.
    """
    table = typed.table
    if "name" not in table or typed.raw.columns.get("account_id") in (None, typed.raw.columns.get("name")):
        return typed
    bare = table["account_id"].isna() & table["name"].notna()
    if not bare.any() or table["account_id"].isna().mean() > MOST:
        return typed
    there = table[[name for name in OF_A_FIRM if name in table]].notna().any(axis=1)
    names = table["name"].fillna("").map(fold)
    own = ~names.duplicated(keep=False) & ~names.isin(table["account_id"].dropna().map(fold))
    own &= ~names.map(may_be_total)
    called = bare & there & own.astype(bool)
    if not called.any():
        return typed
    listed = repairs(
        typed.raw.file,
        [None],
        column=typed.raw.columns.get("account_id"),
        problem=_("accounts without a code"),
        found=counted(int(called.sum()), "{n} row", "{n} rows"),
        used=_("their name stands for it"),
    )
    codes = table["account_id"].where(~called, table["name"])
    return replace(typed.noted(listed), table=table.assign(account_id=pd.Series(codes, dtype="str")))
