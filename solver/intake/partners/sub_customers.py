"""Customers of a customer, as “Firm:Job 7” in QuickBooks: counted with it or apart, as somebody says."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Literal

import pandas as pd

from solver.intake.presets import Aside
from solver.intake.reading.typed import Typed
from solver.intake.repairs import repairs
from solver.intake.words import fold
from solver.words.errors import PortfolioError
from solver.words.i18n import _, counted


def sub_customers(sources: Iterable[Typed]) -> dict[str, str]:
    """Return the code of each customer of a customer, and that of the customer.

    Notes
    -----
    What stands before the colon has to be a customer by itself, and what stands behind it none: else it may
    be number and name.
    """
    files = [each for each in sources if "account_id" in each.table]
    named = [pair for each in files for pair in _named(each)]
    codes: dict[str, str] = {}  # folded text: the code of the customer who bears it
    for text, code, own in named:
        if own and ":" not in text:
            codes.setdefault(fold(text), code)
    into = {}
    for text, code, _own in named:
        head, _colon, job = text.partition(":")
        if job.strip() and fold(head) in codes and fold(job) not in codes:
            into[code] = codes[fold(head)]
    return {code: stays for code, stays in into.items() if code != stays}


def _named(typed: Typed) -> Iterator[tuple[str, str, bool]]:
    """Return each name and code of customers that a file holds, its code, and whether they are customers'."""
    own = typed.raw.source.table in ("accounts", "sales")
    yield from ((code, code, own) for code in typed.table["account_id"].dropna().unique())
    if typed.raw.source.table == "accounts":
        both = typed.table[["name", "account_id"]].dropna().drop_duplicates()
        yield from ((name, code, own) for name, code in both.to_numpy())


def with_sub_customers(sources: Sequence[Typed], way: Literal["together", "apart"] | None) -> list[Typed]:
    """Put the customer in the place of its sub-customers in every file, where they count together.

    Raises
    ------
    PortfolioError
        There are some, and the portfolio says neither together nor apart.
    """
    into = sub_customers(sources)
    if not into or way == "apart":
        return list(sources)
    if way is None:
        first = next(each for each in sources if each.table.get("account_id", pd.Series()).isin(into).any())
        raise PortfolioError(
            counted(
                len(into),
                "{n} account is the sub-customer of another: “{example}”",
                "{n} accounts are sub-customers of others, as “{example}”",
            ).format(example=_example(first, into)),
            file=first.raw.file,
            column=first.raw.columns.get("account_id"),
            fix=_(
                "write at the top of portfolio.yaml sub_customers: together, to count them with their "
                "customer, or sub_customers: apart"
            ),
        )
    return [_together(each, into) if "account_id" in each.table else each for each in sources]


def _example(typed: Typed, into: dict[str, str]) -> str:
    row = typed.table[typed.table["account_id"].isin(into)].iloc[0]
    return str(row["account_id"] if ":" in row["account_id"] else row["name"])


def _together(typed: Typed, into: dict[str, str]) -> Typed:
    codes = typed.table["account_id"]
    theirs = codes.isin(into)
    if not theirs.any():
        return typed
    problem = _("sub-customers count with their customer")
    if typed.raw.source.table == "accounts":
        aside = Aside(problem, codes.index[theirs], typed.raw.columns.get("account_id"))
        return replace(typed, raw=replace(typed.raw, asides=(*typed.raw.asides, aside)))
    listed = repairs(
        typed.raw.file,
        [None],
        column=typed.raw.columns.get("account_id"),
        problem=problem,
        found=counted(int(theirs.sum()), "{n} row", "{n} rows"),
    )
    table = typed.table.assign(account_id=codes.where(~theirs, codes.map(into)))
    return replace(typed.noted(listed), table=table)
