"""What clients owe: as accounting says, else what is due for too long by the lettering of the entries."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from solver.intake.booking.account_codes import AccountCodes
from solver.intake.booking.sourced_tables import in_order
from solver.intake.partners.account_names import behind_the_account
from solver.intake.reading.typed import Typed
from solver.intake.values.numbers import MICRO
from solver.tables import empty
from solver.tables.portfolio import OWED

# Days from the invoice: the longest that firms may agree on (Code de commerce, L441-10).
LEGAL_DAYS = 60
# Of the lines older than a year so many are lettered, or lettering is no habit and tells nothing.
HABIT = 0.8
SAID = [column.name for column in OWED]


def build_overdue(
    stated: pd.DataFrame, sources: Sequence[Typed], codes: AccountCodes, as_of: date
) -> tuple[pd.DataFrame, dict[str, Any] | None]:
    """Return the table `overdue` and what it rests on.

    Parameters
    ----------
    stated : DataFrame
        account_id and the columns of the table, as the files of accounts say them.
    sources, codes, as_of
        As in `off_the_lettering`, which is asked where no file of accounts says what is overdue.

    Returns
    -------
    tuple of DataFrame and dict or None
        The table; and the facts of `off_the_lettering`, or of what accounting says: `on`, `stated`,
        `clients, overdue_eur, undated` (clients of whom nothing says since when). None where nobody says
        anything.
    """
    told = stated[stated[SAID].notna().any(axis=1)]
    late = told[told["overdue_eur"].gt(0)]
    if told["overdue_eur"].notna().any():
        return in_order("overdue", told, ["account_id"]), {
            "on": as_of.isoformat(),
            "stated": True,
            "clients": len(late),
            "overdue_eur": round(float(late["overdue_eur"].sum()), 2),
            "undated": int((late["overdue_on"].isna() & late["late_eur"].isna()).sum()),
        }
    lettered, facts = off_the_lettering(sources, codes, as_of)
    if told.empty:
        return lettered, facts
    limits = told.drop(columns=["overdue_eur", "overdue_on", "late_eur"])
    open_lines = lettered[["account_id", "overdue_eur", "overdue_on", "late_eur"]]
    both = limits.merge(open_lines, how="outer", on="account_id")
    return in_order("overdue", both, ["account_id"]), facts


def off_the_lettering(
    sources: Sequence[Typed], codes: AccountCodes, as_of: date
) -> tuple[pd.DataFrame, dict[str, Any] | None]:
    """Return the table `overdue` as the entries tell it, and what it rests on.

    Parameters
    ----------
    sources : sequence of Typed
        The files of sales; those of accounting entries bring the lines of their clients.
    codes : AccountCodes
        The accounts.
    as_of : date
        The day the portfolio is looked at.

    Returns
    -------
    tuple of DataFrame and dict or None
        The table; and `on`, `lettered_share` (none without a line older than a year), the `least_share`
        that it takes, `brought_forward` (whether what was open before the last year is known), `days`,
        `clients` and `overdue_eur`. None where no entries are lettered.

    Notes
    -----
    What is open stands in the files since the balances were last brought forward, all of them; the habit of
    lettering is that of every file. What a client paid or was credited without lettering settles its oldest
    invoices first.
    """
    owed = [typed.raw.client_lines for typed in sources if typed.raw.client_lines is not None]
    if not any(lines["lettered"].any() for lines in owed):
        return empty("overdue"), None
    every = pd.concat(owed, ignore_index=True)
    on = min(pd.Timestamp(as_of), every["booked"].max())
    old = every[every["day"].lt(on - pd.DateOffset(years=1)) & ~every["forward"]]
    share = float(old["lettered"].mean()) if len(old) else None
    habit = share is not None and share >= HABIT
    standing = _since_brought_forward(owed)
    table = empty("overdue")
    if habit and standing is not None:
        late = _overdue(standing[~standing["lettered"] & standing["day"].le(on)], codes, on)
        table = in_order("overdue", late, ["account_id"])
    return table, {
        "on": on.date().isoformat(),
        "least_share": HABIT,
        "brought_forward": standing is not None,
        "days": LEGAL_DAYS,
        "lettered_share": None if share is None else round(share, 4),
        "clients": len(table),
        "overdue_eur": round(float(table["overdue_eur"].sum()), 2),
    }


def _since_brought_forward(owed: Sequence[pd.DataFrame]) -> pd.DataFrame | None:
    """Return the lines since balances were last brought forward; none where what was open before is unknown.

    Where nothing is brought forward, an only file holds all there is, and so do those of the last year where
    all lines before it are lettered.
    """
    every = pd.concat(owed, ignore_index=True)
    openings = [lines.loc[lines["forward"], "booked"] for lines in owed if lines["forward"].any()]
    if openings:
        brought = max(openings, key=lambda days: days.max())
        # A file of several years brings forward in each of them: only the last of these days counts.
        first = brought[brought.gt(brought.max() - pd.DateOffset(months=11))].min()
        return every[every["booked"].ge(first)]
    if len(owed) == 1:
        return every
    recent = every["booked"].gt(every["booked"].max() - pd.DateOffset(years=1))
    return every[recent] if every.loc[~recent, "lettered"].all() else None


def _overdue(lines: pd.DataFrame, codes: AccountCodes, on: pd.Timestamp) -> pd.DataFrame:
    """Return what each account owes for too long, and the day from which something of it was due."""
    account = codes.find(behind_the_account(lines["client"], codes))
    lines = lines.assign(account_id=account.to_numpy()).dropna(subset=["account_id"])
    paid = -lines["micros"].clip(upper=0).groupby(lines["account_id"]).sum()
    late = lines[lines["micros"].gt(0) & lines["day"].le(on - pd.Timedelta(days=LEGAL_DAYS))]
    late = late.sort_values(["account_id", "day"], kind="stable")
    left = late.groupby("account_id")["micros"].cumsum() - late["account_id"].map(paid).astype("int64")
    still = late[left.gt(0)].assign(left=left[left.gt(0)])
    by = still.groupby("account_id", sort=True)
    due = by["day"].first() + pd.Timedelta(days=LEGAL_DAYS)
    found = pd.DataFrame({"overdue_eur": by["left"].last() / MICRO, "overdue_on": due}).reset_index()
    return found.reindex(columns=["account_id", *SAID])
