"""What a level of contact with an account is: visits, other contacts, hours, euros.

A plan gives every account a level, 0 to K. Solvers, checker and prices read what it takes and brings in the
tables here, `hours[i, l]`, `value[i, l]`, `visits[i, l]` and `target_parts[i, l]`, and never work it out
from a number of visits. So a channel beside visits changes these tables and no solver.

Level l is l visits of the same length, unless the response table says otherwise line by line: `visits_made`,
and `other_hours` for whatever is no visit. A call of a quarter of an hour, then a visit, then both:

    account_id  visits  visits_made  other_hours  contribution_eur
    A1               0            0         0.00                 0
    A1               1            0         0.25               120
    A1               2            1         0.00               300
    A1               3            1         0.25               350

Nobody knows beforehand which prospects will receive us. What is planned for one of them takes its hours and
its road, and counts towards the target, times its chance to be met, as it brings its value times that chance.
"""

import dataclasses
from dataclasses import dataclass
from functools import cached_property

import numpy as np

PARTS = 20  # of a visit towards the prospect target: an exact search counts in whole parts


def target_parts(is_prospect: np.ndarray, met: np.ndarray) -> np.ndarray:
    """Return how many parts of a visit towards the target a planned visit counts, 0 for clients."""
    return np.where(is_prospect, np.maximum(np.round(PARTS * met), 1), 0).astype(np.int64)


@dataclass(frozen=True, eq=False)
class Levels:
    """The levels of n accounts, 0 to K: each takes more hours than the one before, and no fewer visits.

    Parameters
    ----------
    value : ndarray, shape (n, K + 1)
        Contribution in euros, NaN above an account's last level.
    visits : ndarray of int, shape (n, K + 1)
    hours_per_visit : ndarray, shape (n,)
        Hours that one planned visit is expected to take, travel included.
    parts_per_visit : ndarray of int, shape (n,)
        Twentieths of a visit that it counts towards the prospect target, 0 for who is no prospect; other
        contacts never count.
    other_hours : ndarray, shape (n, K + 1), optional
        Hours of contacts that are no visits; left out where level l is l visits and nothing else.
    """

    value: np.ndarray
    visits: np.ndarray
    hours_per_visit: np.ndarray
    parts_per_visit: np.ndarray
    other_hours: np.ndarray | None = None

    @classmethod
    def of_visits(
        cls, value: np.ndarray, hours_per_visit: np.ndarray, parts_per_visit: np.ndarray
    ) -> "Levels":
        """Return levels of 0, 1, 2 … visits."""
        visits = np.broadcast_to(np.arange(value.shape[1]), value.shape)
        return cls(value, visits, hours_per_visit, parts_per_visit)

    @property
    def even(self) -> bool:
        """Whether every level is one visit more than the one before, so that plain sorting will do."""
        return self.other_hours is None

    @cached_property
    def hours(self) -> np.ndarray:
        """Hours of each level in all."""
        hours = self.visits * self.hours_per_visit[:, None]
        return hours if self.other_hours is None else hours + self.other_hours

    @property
    def is_prospect(self) -> np.ndarray:
        """Whether an account counts towards the prospect target."""
        return self.parts_per_visit > 0

    @cached_property
    def target_parts(self) -> np.ndarray:
        """Twentieths of a visit that each level is expected to make towards the prospect target."""
        return self.visits * self.parts_per_visit[:, None]

    def take(self, rows: np.ndarray) -> "Levels":
        """Return the levels of some accounts."""
        other = None if self.other_hours is None else self.other_hours[rows]
        return Levels(
            self.value[rows], self.visits[rows], self.hours_per_visit[rows], self.parts_per_visit[rows], other
        )

    def lasting(self, factor: np.ndarray) -> "Levels":
        """Return the levels with all contacts of each account longer or shorter by a factor."""
        other = None if self.other_hours is None else self.other_hours * factor[:, None]
        return dataclasses.replace(self, hours_per_visit=self.hours_per_visit * factor, other_hours=other)

    def worth(self, value: np.ndarray) -> "Levels":
        """Return the levels with other values."""
        return dataclasses.replace(self, value=value)

    def value_at(self, level: np.ndarray) -> np.ndarray:
        """Contribution in euros of each account at one level each."""
        return self.value[np.arange(len(level)), level]

    def visits_at(self, level: np.ndarray) -> np.ndarray:
        """Visits of each account at one level each."""
        return self.visits[np.arange(len(level)), level]

    def hours_at(self, level: np.ndarray) -> np.ndarray:
        """Hours of each account at one level each."""
        return self.hours[np.arange(len(level)), level]

    def target_parts_at(self, level: np.ndarray) -> np.ndarray:
        """Twentieths of a visit of each account towards the target, at one level each."""
        return self.visits_at(level) * self.parts_per_visit

    def total_hours(self, level: np.ndarray) -> float:
        """Hours of all accounts together, at one level each."""
        # As a product of two vectors: added up in another order, the last digit of every bound would move.
        hours = float(self.visits_at(level) @ self.hours_per_visit)
        if self.other_hours is None:
            return hours
        return hours + float(self.other_hours[np.arange(len(level)), level].sum())

    def total_target_parts(self, level: np.ndarray) -> int:
        """Twentieths of a visit of all accounts together towards the target, at one level each."""
        return int(self.target_parts_at(level).sum())

    def more_hours(self, level: np.ndarray) -> np.ndarray:
        """Hours that every level takes beyond a given one of the same account; negative where fewer."""
        more = (self.visits - self.visits_at(level)[:, None]) * self.hours_per_visit[:, None]
        if self.other_hours is None:
            return more
        return more + (self.other_hours - self.other_hours[np.arange(len(level)), level][:, None])

    def more_target_parts(self, level: np.ndarray) -> np.ndarray:
        """Twentieths of a visit towards the target that every level makes beyond a given one."""
        return self.target_parts - self.target_parts_at(level)[:, None]

    def at_prices(self, hour_price: float, target_price: float) -> np.ndarray:
        """Euros that each level is worth for the target's parts, less those of its hours, at given prices."""
        per_visit = target_price * self.parts_per_visit - hour_price * self.hours_per_visit
        euros = self.visits * per_visit[:, None]
        return euros if self.other_hours is None else euros - hour_price * self.other_hours
