"""Who may be contacted, and whom to ask for."""

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from solver.method.behaviour.private_lines import without_private_lines
from solver.method.behaviour.weigh_typology import willing_people

ROLE_ORDER = ("decision_maker", "buyer", "prescriber", "user")
MARKETING, MANAGER = "marketing", "manager"  # who looks after those whom no rep does


@dataclass(frozen=True)
class People:
    """Accounts and their people, as far as they may be contacted.

    Attributes
    ----------
    accounts : DataFrame
        The canonical table, without numbers and addresses of people who object.
    contacts : DataFrame
        The people who do not object, whom to ask for first on top.
    free : Series of bool
        By account_id: whether it may be canvassed at all, and stays in the file.
    gone : frozenset of str
        Of the others, those found closed or without need: somebody decides first whether they stay.
    """

    accounts: pd.DataFrame
    contacts: pd.DataFrame
    free: pd.Series
    gone: frozenset[str] = frozenset()

    def may(self, account_ids: pd.Series) -> pd.Series:
        """Tell which of these accounts may be canvassed."""
        return account_ids.map(self.free).fillna(False).astype("bool")

    def first(self, account_ids: pd.Series, line: str | None = None) -> pd.Series:
        """Return whom to ask for at each account; with a line, `phone` or `email`, somebody who has it."""
        people = self.contacts
        if line == "email":
            people = people[people["email"].notna() & ~people["no_email"]]
        elif line is not None:
            people = people.assign(mute=people[line].isna()).sort_values("mute", kind="stable")
        first = people.drop_duplicates("account_id").set_index("account_id")["contact_id"]
        return account_ids.map(first).astype("str")

    def reached_by(self, account_ids: pd.Series, line: str) -> pd.Series:
        """Tell which accounts have somebody with a `phone` or an `email`, or one of their own."""
        theirs = self.contacts[self.contacts[line].notna()]
        if line == "email":
            theirs = theirs[~theirs["no_email"]]
        own = self.accounts.loc[self.accounts[line].notna(), "account_id"]
        return account_ids.isin(theirs["account_id"]) | account_ids.isin(own)

    def owner(self, account_ids: pd.Series) -> pd.Series:
        """Return the rep of each account, the manager where it has none."""
        return account_ids.map(self.accounts.set_index("account_id")["rep_id"]).fillna(MANAGER).astype("str")


def people_of(
    accounts: pd.DataFrame,
    contacts: pd.DataFrame,
    purge_list: pd.DataFrame,
    gone: Collection[str] = (),
) -> People:
    """Return who may be contacted.

    Parameters
    ----------
    accounts, contacts, purge_list : DataFrame
        The canonical tables of step 1.
    gone : collection of str
        Accounts found closed, or that said they need nothing any more.
    """
    rank = contacts["role"].map({role: place for place, role in enumerate(ROLE_ORDER)})
    willing = contacts[~contacts["opposed"]].assign(rank=rank.fillna(len(ROLE_ORDER)))
    willing = willing.sort_values(["account_id", "rank", "contact_id"], ignore_index=True, kind="stable")
    free = willing_people(accounts, contacts).gt(0) & ~accounts["account_id"].isin(purge_list["account_id"])
    free &= ~accounts["account_id"].isin(gone)
    return People(
        without_private_lines(accounts, contacts),
        willing.drop(columns="rank"),
        free.set_axis(accounts["account_id"]),
        frozenset(gone),
    )
