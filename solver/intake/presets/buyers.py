"""Whose sale a line of an accounting entry is: the client that the 411 line of the same entry names."""

import pandas as pd

from solver.intake.presets.client_accounts import (
    FRENCH,
    MANY,
    Chart,
    of_clients,
    own_accounts,
    serving_all,
)
from solver.intake.words import each_value, fold

NAMELESS = "\0"


def client_on_line(entries: pd.DataFrame, chart: Chart = FRENCH) -> pd.Series:
    """Return the client that each line names itself, empty where it names none.

    Parameters
    ----------
    entries : DataFrame
        As `read_entries` returns them.
    chart : Chart, optional
        Where the books keep their clients.

    Notes
    -----
    A line of a client account names its auxiliary account, else the name that stands there for one, else an
    account that is the client's own. Other lines name a client where they bear an auxiliary account that
    client accounts have too.
    """
    theirs = of_clients(entries, chart)
    named = _by_number_or_name(entries, theirs)
    own = own_accounts(entries, chart, nobody_named=not named.ne("").any())
    alone = theirs & named.eq("") & ~serving_all(entries, chart)
    named = named.where(~alone, own)
    known = frozenset(named) - {""}
    borne = entries["client"].ne("") & ~theirs & entries["account"].str.startswith("7")
    same = entries["client"].isin(known) if known else borne
    return named.where(~(borne & same), entries["client"])


def _by_number_or_name(entries: pd.DataFrame, theirs: pd.Series) -> pd.Series:
    """Return the auxiliary account of the lines of clients; where it is empty, the name beside it."""
    number, name = entries["client"].where(theirs, ""), entries["client_name"].where(theirs, "")
    bare = number.eq("") & name.ne("") & name.ne(entries["account_name"])
    if not bare.any():
        return number
    many = pd.Series(
        each_value(name, lambda text: bool(MANY.fullmatch(fold(text)))), index=name.index, dtype=bool
    )
    both = pd.DataFrame({"name": name, "number": number})[
        (number.ne("") & name.ne("")).to_numpy()
    ].drop_duplicates()
    one = both[~both["name"].duplicated(keep=False).to_numpy()].set_index("name")["number"]
    return number.where(~(bare & ~many), name.map(one).astype("str").fillna(name))


def buyers(
    entries: pd.DataFrame, groups: pd.Series, clients: pd.Series, chart: Chart = FRENCH
) -> tuple[pd.Series, pd.Series]:
    """Find the buyer of every line.

    Parameters
    ----------
    entries : DataFrame
        As `read_entries` returns them, in the order of the file.
    groups : Series of int
        The entry of each line.
    clients : Series of str
        The client that each line names itself.
    chart : Chart, optional
        Where the books keep their clients.

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
    theirs = entries["account"].str.startswith(chart.theirs)
    # Sales, discounts and their tax say nothing about who paid.
    paid = ~theirs & ~entries["account"].str.startswith(("7", chart.tax))
    cash = _any(paid, sale) & ~_any(theirs, sale)
    found = clients.copy()
    nameless = clients.eq("") & entries["account"].str.startswith(chart.own) & ~serving_all(entries, chart)
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


def _keys(first: pd.Series, second: pd.Series) -> pd.Series:
    return pd.DataFrame({"first": first, "second": second}).groupby(["first", "second"], sort=False).ngroup()


def _any(which: pd.Series, keys: pd.Series) -> pd.Series:
    return which.groupby(keys, sort=False).transform("any")


def _only_one(clients: pd.Series, keys: pd.Series) -> pd.Series:
    """Return, for every line, the only client that the lines of its group name; empty where not just one."""
    named = pd.DataFrame({"key": keys, "client": clients})[clients.ne("").to_numpy()].drop_duplicates()
    single = named[~named["key"].duplicated(keep=False).to_numpy()].set_index("key")["client"]
    return keys.map(single).astype("str").fillna("")
