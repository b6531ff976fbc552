"""Whose sale a line of an accounting entry is: the client that the 411 line of the same entry names."""

import pandas as pd

from solver.intake.words import each_value, fold

# 418 holds invoices not written yet: nobody's.
CLIENTS, NOT_WRITTEN = "41", "418"
# Sales, discounts and their tax say nothing about who paid.
ABOUT_THE_SALE = ("7", "445")
NAMELESS = "\0"


def client_on_line(entries: pd.DataFrame) -> pd.Series:
    """Return the client that each line names itself, empty where it names none.

    Parameters
    ----------
    entries : DataFrame
        As `read_entries` returns them.

    Notes
    -----
    A line of a client account names its auxiliary account. Without one, the account is the client's own where
    letters follow 411, or where no line of the file has an auxiliary account and the account is not called
    “clients”. Other lines name a client where they bear an auxiliary account that client accounts have too.
    """
    theirs = entries["account"].str.startswith(CLIENTS) & ~entries["account"].str.startswith(NOT_WRITTEN)
    named = entries["client"].where(theirs, "")
    alone = theirs & named.eq("") & _own_account(entries, nobody_named=not named.ne("").any())
    named = named.where(~alone, entries["account"])
    known = frozenset(named) - {""}
    borne = entries["client"].ne("") & ~theirs & entries["account"].str.startswith("7")
    same = entries["client"].isin(known) if known else borne
    return named.where(~(borne & same), entries["client"])


def buyers(entries: pd.DataFrame, groups: pd.Series, clients: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Find the buyer of every line.

    Parameters
    ----------
    entries : DataFrame
        As `read_entries` returns them, in the order of the file.
    groups : Series of int
        The entry of each line.
    clients : Series of str
        The client that each line names itself.

    Returns
    -------
    tuple of Series
        The buyer, empty where it cannot be told; and then the clients among whom it cannot be told, if any.

    Notes
    -----
    An entry may hold several sales. The lines after which debit and credit are even make one sale; within
    these, the document and then the wording tell; a sale paid over another account has no buyer. What is left
    goes to the client of the entry, where there is only one.
    """
    running = entries["micros"].groupby(groups, sort=False).cumsum()
    ends = running.eq(0).astype("int64")
    position = ends.groupby(groups, sort=False).cumsum() - ends
    sale = _keys(groups, position)
    theirs = entries["account"].str.startswith(CLIENTS)
    paid = ~theirs & ~entries["account"].str.startswith(ABOUT_THE_SALE)
    cash = _any(paid, sale) & ~_any(theirs, sale)
    found = clients.copy()
    nameless = clients.eq("") & entries["account"].str.startswith("411")
    called = clients.where(~nameless, NAMELESS)
    for keys in (
        sale,
        _keys(sale, entries["piece"]),
        _keys(sale, entries["label"]),
        _keys(groups, entries["piece"]),
        groups,
    ):
        open_lines = found.eq("") & ~cash
        if not open_lines.any():
            break
        found = found.where(~open_lines, _only_one(called, keys))
    left = found.eq("") & ~cash
    return found.where(found.ne(NAMELESS), ""), _among(clients, groups, left)


def _among(clients: pd.Series, groups: pd.Series, left: pd.Series) -> pd.Series:
    """Name the clients of the entries in which the buyer of a line cannot be told."""
    named = pd.DataFrame({"entry": groups, "client": clients})[clients.ne("").to_numpy()]
    asked = (
        named[named["entry"].isin(groups[left]).to_numpy()]
        .drop_duplicates()
        .sort_values("client", kind="stable")
    )
    lists = asked.groupby("entry")["client"].agg(", ".join)
    return groups.map(lists).where(left).astype("str").fillna("")


def _own_account(entries: pd.DataFrame, nobody_named: bool) -> pd.Series:
    """Tell the client accounts that stand for one client each."""

    def lettered(account: str) -> bool:
        return any(letter.isalpha() for letter in account[3:])

    own = pd.Series(each_value(entries["account"], lettered), index=entries.index, dtype=bool)
    if not nobody_named:
        return own
    common = entries["account"].str[3:].str.strip("0").eq("") | pd.Series(
        each_value(entries["account_name"], lambda name: fold(name).startswith("client") or not fold(name)),
        index=entries.index,
        dtype=bool,
    )
    return own | ~common


def _keys(first: pd.Series, second: pd.Series) -> pd.Series:
    return pd.DataFrame({"first": first, "second": second}).groupby(["first", "second"], sort=False).ngroup()


def _any(which: pd.Series, keys: pd.Series) -> pd.Series:
    return which.groupby(keys, sort=False).transform("any")


def _only_one(clients: pd.Series, keys: pd.Series) -> pd.Series:
    """Return, for every line, the only client that the lines of its group name; empty where not just one."""
    named = pd.DataFrame({"key": keys, "client": clients})[clients.ne("").to_numpy()].drop_duplicates()
    single = named[~named["key"].duplicated(keep=False).to_numpy()].set_index("key")["client"]
    return keys.map(single).astype("str").fillna("")
