"""Who feeds the client file: what stands on each list, and what became of what was asked."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from solver.intake.quality.asks import asked_of
from solver.intake.words import values_of
from solver.parameters import Portfolio
from solver.tables import check
from solver.tables.codes import SERVICES
from solver.words.months import months_before

OF_PEOPLE = ("contact", "role")
# What a list asks for in another column than the ask is named after.
ANSWERED_IN = {"record": "last_contact_on"}


class Earlier(NamedTuple):
    """What the last run knew: its asks, its accounts, and how many lines its lists had."""

    asks: pd.DataFrame
    accounts: pd.DataFrame
    list_lines: int


def on_the_lists(asks: pd.DataFrame, most: int) -> pd.DataFrame:
    """Return the asks that stand on the list of each contributor, with the sheet they stand on.

    Parameters
    ----------
    asks : DataFrame
        Table `asks`.
    most : int
        Lines of one list; what is asked about one account, or about its people, is one line.

    Returns
    -------
    DataFrame
        The asks of the lines worth most, with `sheet`: accounts or contacts.
    """
    people = asks["field"].isin(OF_PEOPLE) | asks["field"].str.startswith("contact ")
    told = asks.assign(sheet=people.map({True: "contacts", False: "accounts"}).astype("str"))
    told = told[told["contributor"].notna()].sort_values("rank", kind="stable")
    line = told.groupby(["contributor", "account_id", "sheet"], sort=False)["rank"].transform("first")
    place = line.groupby(told["contributor"]).rank(method="dense")
    return told[place.le(most)].reset_index(drop=True)


def freshness_of_contributors(
    asks: pd.DataFrame,
    accounts: pd.DataFrame,
    value_sources: pd.DataFrame,
    portfolio: Portfolio,
    earlier: Earlier | None = None,
) -> pd.DataFrame:
    """Say of each contributor how much of what was asked is answered, and how old the values are.

    Parameters
    ----------
    asks, accounts, value_sources : DataFrame
        Tables of step 1.
    portfolio : Portfolio
    earlier : Earlier, optional
        The last run; without it nothing was asked.

    Returns
    -------
    DataFrame
        Table `freshness`, by service; the reps come last.

    Notes
    -----
    An ask is answered where it is not asked again, or where the value has changed; an account that is gone
    from the files answers nothing.
    """
    then = _told_then(earlier, asks, accounts)
    now = asks.dropna(subset=["contributor"])
    services = {each.name: each.service for each in portfolio.contributors}
    names = dict.fromkeys([*services, *then["contributor"], *now["contributor"]])
    dated = _dated(value_sources, accounts, portfolio)
    limit = months_before(portfolio.as_of, portfolio.freshness_months)
    rows = []
    for name in names:
        mine = then[then["contributor"].eq(name)]
        days = dated.loc[dated["contributor"].eq(name), "stated_on"]
        rows.append(
            {
                "contributor": name,
                "service": services.get(name),
                "asked": len(mine),
                "answered": int(mine["answered"].sum()),
                "fresh_share": round(float(days.gt(limit).mean()), 4) if len(days) else None,
                "oldest_on": days.min() if len(days) else pd.NaT,
            }
        )
    columns = ["contributor", "service", "asked", "answered", "fresh_share", "oldest_on"]
    table = pd.DataFrame(rows, columns=columns)
    order = table["service"].map({name: place for place, name in enumerate(SERVICES)}).fillna(len(SERVICES))
    ordered = table.assign(order=order).sort_values(["order", "contributor"], kind="stable")
    return check("freshness", ordered.drop(columns="order"))


def _told_then(earlier: Earlier | None, asks: pd.DataFrame, accounts: pd.DataFrame) -> pd.DataFrame:
    """Return what stood on the lists of the last run, and whether it was answered."""
    if earlier is None:
        return asks.head(0).assign(answered=pd.Series(dtype="bool"))
    then = on_the_lists(earlier.asks, earlier.list_lines)
    still = pd.MultiIndex.from_frame(asks[["account_id", "field"]])
    again = pd.MultiIndex.from_frame(then[["account_id", "field"]]).isin(still)
    known = then["account_id"].isin(accounts["account_id"])
    return then.assign(answered=known & (~again | _changed(then, earlier.accounts, accounts)))


def _changed(asked: pd.DataFrame, before: pd.DataFrame, after: pd.DataFrame) -> pd.Series:
    changed = pd.Series(False, index=asked.index)
    for field, lines in asked.groupby("field"):
        name = ANSWERED_IN.get(str(field), str(field))
        if name in before and name in after:
            old = values_of(lines["account_id"], before.set_index("account_id")[name])
            new = values_of(lines["account_id"], after.set_index("account_id")[name])
            changed[lines.index] = (new.notna() & old.ne(new).fillna(True)).to_numpy(dtype=bool)
    return changed


def _dated(value_sources: pd.DataFrame, accounts: pd.DataFrame, portfolio: Portfolio) -> pd.DataFrame:
    """Return the dated values, each with who is asked for it."""
    dated = value_sources[value_sources["stated_on"].notna()]
    reps = {rep.rep_id: rep.name for rep in portfolio.reps}
    rep = values_of(dated["account_id"], accounts.set_index("account_id")["rep_id"]).map(reps)
    people = [
        one.name if (one := asked_of(portfolio.contributors, code, field)) else None
        for code, field in zip(dated["account_id"], dated["field"], strict=True)
    ]
    who = pd.Series(np.array(people, dtype=object), index=dated.index, dtype="str").fillna(rep)
    return dated.assign(contributor=who)
