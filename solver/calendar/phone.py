"""How long each rep can phone on which day, and what of it is taken."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import pandas as pd

OFFICE_SHARE = 0.5  # of the hours in the office; the rest is for offers, reports and the file
FIELD_MINUTES = 30.0  # of a day in the field, out of its reserve: before leaving, or between two visits
ROUNDING = 1e-6


@dataclass(frozen=True)
class PhoneTime:
    """The minutes on the phone that each rep has on each day.

    Attributes
    ----------
    left : dict
        Minutes not taken yet, by rep_id and day; nothing of whoever is no rep, who phones when it suits.
    whole : dict
        The same as it was, the days in their order.
    office : dict
        The days in the office among them, by rep_id.
    talks : dict
        Who phones each account on which day, by account_id: one call does for all that falls on it.
    """

    left: dict[str, dict[pd.Timestamp, float]] = field(default_factory=dict)
    whole: dict[str, dict[pd.Timestamp, float]] = field(default_factory=dict)
    office: dict[str, frozenset[pd.Timestamp]] = field(default_factory=dict)
    talks: dict[str, dict[pd.Timestamp, str]] = field(default_factory=dict)

    def knows(self, rep_id: str) -> bool:
        """Tell whether this one's days are known."""
        return rep_id in self.left

    def days(self, rep_id: str, first: pd.Timestamp, last: pd.Timestamp) -> list[pd.Timestamp]:
        """Return the days from one to another, both included, on which the rep can phone."""
        own = list(self.whole.get(rep_id, ()))
        return own[bisect_left(own, first) : bisect_right(own, last)]

    def office_first(self, rep_id: str, days: Iterable[pd.Timestamp]) -> list[pd.Timestamp]:
        """Return the days in their order, those in the office before the others."""
        office = self.office.get(rep_id, frozenset())
        return sorted(days, key=lambda day: day not in office)

    def least_taken(self, rep_id: str, days: Iterable[pd.Timestamp]) -> list[pd.Timestamp]:
        """Return the days, the one with the least part of its minutes taken first; if equal, an office day.

        By minutes, a day in the office would take all that no day asks for before any other day took one.
        """
        left, whole = self.left.get(rep_id, {}), self.whole.get(rep_id, {})
        in_turn = self.office_first(rep_id, days)
        taken = {day: 1 - left.get(day, 0.0) / whole[day] if whole.get(day) else 1.0 for day in in_turn}
        return sorted(taken, key=lambda day: round(taken[day], 6))

    def free(self, rep_id: str, day: pd.Timestamp, minutes: float) -> bool:
        """Tell whether that day has so many minutes left; a long call may take all of a day."""
        if not self.knows(rep_id):
            return True
        own, whole = self.left[rep_id], self.whole[rep_id]
        return day in own and own[day] + ROUNDING >= min(minutes, whole[day])

    def take(self, rep_id: str, day: pd.Timestamp, minutes: float) -> None:
        """Take so many minutes of that day."""
        if day in self.left.get(rep_id, {}):
            self.left[rep_id][day] = max(self.left[rep_id][day] - minutes, 0.0)

    def talks_with(self, account_id: str) -> dict[pd.Timestamp, str]:
        """Return the days on which that account is phoned, and by whom."""
        return self.talks.get(account_id, {})

    def call(self, account_id: str, rep_id: str, day: pd.Timestamp, minutes: float) -> bool:
        """Phone that account on that day, and tell whether this is a call more: none where one is made."""
        own = self.talks.setdefault(account_id, {})
        if own.get(day) == rep_id:
            return False
        own[day] = rep_id
        self.take(rep_id, day, minutes)
        return True

    def able(self, account_id: str, rep_id: str, day: pd.Timestamp, minutes: float) -> bool:
        """Tell whether that account can be phoned that day: in a call made anyway, or in time left."""
        caller = self.talks_with(account_id).get(day)
        return caller == rep_id if caller is not None else self.free(rep_id, day, minutes)


def phone_time(rep_days: pd.DataFrame, day_hours: pd.Series) -> PhoneTime:
    """Return how long each rep can phone on each day: half of the office hours, half an hour in the field.

    Parameters
    ----------
    rep_days : DataFrame
        The canonical table. On leave, at a meeting or a fair nobody phones.
    day_hours : Series
        Hours of a day, by rep_id.
    """
    whole: dict[str, dict[pd.Timestamp, float]] = defaultdict(dict)
    office: dict[str, set[pd.Timestamp]] = defaultdict(set)
    rows = rep_days[["rep_id", "date", "activity", "field_share"]]
    rows = rows.sort_values(["rep_id", "date"], kind="stable")
    for rep_id, day, activity, share in rows.itertuples(index=False):
        if activity == "admin" and share < 1:
            whole[rep_id][day] = (1 - share) * float(day_hours.get(rep_id, 0.0)) * 60 * OFFICE_SHARE
            office[rep_id].add(day)
        elif share > 0:
            whole[rep_id][day] = FIELD_MINUTES
    return PhoneTime(
        left={rep_id: dict(days) for rep_id, days in whole.items()},
        whole=dict(whole),
        office={rep_id: frozenset(days) for rep_id, days in office.items()},
    )
