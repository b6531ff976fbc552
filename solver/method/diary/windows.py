"""Contacts that are due, as rows: the account, why, from when to when, how, for what."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from solver.words.months import months_before

WEEKS_BEFORE = pd.Timedelta(weeks=4)  # a contact may be made in the four weeks up to its day
ROW = {
    "account_id": "str",
    "contact_id": "str",
    "motive": "str",
    "due_from": "datetime64[us]",
    "due_on": "datetime64[us]",
    "channel": "str",
    "purpose": "str",
    "owner": "str",
    "value_eur": "float64",
}


@dataclass(frozen=True)
class Plan:
    """First and last day of the plan."""

    start: date
    end: date

    @property
    def first(self) -> pd.Timestamp:
        """First day."""
        return pd.Timestamp(self.start)

    @property
    def last(self) -> pd.Timestamp:
        """Last day."""
        return pd.Timestamp(self.end)

    def inside(self, days: pd.Series) -> pd.Series:
        """Bring days before or after the plan to its first or last day."""
        return days.mask(days < self.first, self.first).mask(days > self.last, self.last)

    def parts(self, months: int) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
        """Return the plan in parts of so many months, the last one as long as the plan is."""
        starts, start = [], self.first
        while start <= self.last:
            starts.append(start)
            start = self.first + pd.DateOffset(months=months * len(starts))
        ends = [*(start - pd.Timedelta(days=1) for start in starts[1:]), self.last]
        return list(zip(starts, ends, strict=True))


def due(rows: pd.DataFrame, plan: Plan, **columns: Any) -> pd.DataFrame:
    """Return rows as contacts that are due, their windows within the plan; the value is unknown unless given.

    Parameters
    ----------
    rows : DataFrame
        `account_id`, and any other of the columns.
    plan : Plan
    **columns
        Columns to put in place.
    """
    table = rows.assign(**{"value_eur": float("nan"), **columns}).reindex(columns=list(ROW)).astype(ROW)
    table = table.assign(due_from=plan.inside(table["due_from"]), due_on=plan.inside(table["due_on"]))
    return table.reset_index(drop=True)


def months_earlier(days: pd.Series, months: pd.Series) -> pd.Series:
    """Return the day so many months before each."""
    moved = [pd.Timestamp(months_before(day, float(n))) for day, n in zip(days, months, strict=True)]
    return pd.Series(moved, index=days.index, dtype="datetime64[us]")
