"""What a level of contact with an account is: visits, other contacts, hours, euros.

A plan gives every account a level, 0 to K. Solvers, checker and prices read what it takes and brings in the
tables here, `hours[i, l]`, `value[i, l]`, `visits[i, l]` and `prospect_visits[i, l]`, and never work it out
from a number of visits. So a channel beside visits changes these tables and no solver.

Level l is l visits of the same length, unless the response table says otherwise line by line: `visits_made`,
and `other_hours` for whatever is no visit. A call of a quarter of an hour, then a visit, then both:

    account_id  visits  visits_made  other_hours  contribution_eur
    A1               0            0         0.00                 0
    A1               1            0         0.25               120
    A1               2            1         0.00               300
    A1               3            1         0.25               350
"""

import dataclasses
from dataclasses import dataclass
from functools import cached_property

import numpy as np


@dataclass(frozen=True, eq=False)
class Levels:
    """The levels of n accounts, 0 to K: each takes more hours than the one before, and no fewer visits.

    Parameters
    ----------
    value : ndarray, shape (n, K + 1)
        Contribution in euros, NaN above an account's last level.
    visits : ndarray of int, shape (n, K + 1)
    hours_per_visit : ndarray, shape (n,)
        Hours of one visit, travel included.
    is_prospect : ndarray of bool, shape (n,)
        Whether visits count towards the prospect target; other contacts never do.
    other_hours : ndarray, shape (n, K + 1), optional
        Hours of contacts that are no visits; left out where level l is l visits and nothing else.
    """

    value: np.ndarray
    visits: np.ndarray
    hours_per_visit: np.ndarray
    is_prospect: np.ndarray
    other_hours: np.ndarray | None = None

    @classmethod
    def of_visits(cls, value: np.ndarray, hours_per_visit: np.ndarray, is_prospect: np.ndarray) -> "Levels":
        """Return levels of 0, 1, 2 … visits."""
        visits = np.broadcast_to(np.arange(value.shape[1]), value.shape)
        return cls(value, visits, hours_per_visit, is_prospect)

    @property
    def even(self) -> bool:
        """Whether every level is one visit more than the one before, so that plain sorting will do."""
        return self.other_hours is None

    @cached_property
    def hours(self) -> np.ndarray:
        """Hours of each level in all."""
        hours = self.visits * self.hours_per_visit[:, None]
        return hours if self.other_hours is None else hours + self.other_hours

    @cached_property
    def prospect_visits(self) -> np.ndarray:
        """Visits of each level that count towards the prospect target."""
        return self.visits * self.is_prospect[:, None]

    def take(self, rows: np.ndarray) -> "Levels":
        """Return the levels of some accounts."""
        other = None if self.other_hours is None else self.other_hours[rows]
        return Levels(
            self.value[rows], self.visits[rows], self.hours_per_visit[rows], self.is_prospect[rows], other
        )

    def made_in(self, hours_per_visit: np.ndarray) -> "Levels":
        """Return the levels with visits of another length, as another rep makes them."""
        return dataclasses.replace(self, hours_per_visit=hours_per_visit)

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

    def prospect_visits_at(self, level: np.ndarray) -> np.ndarray:
        """Visits of each account that count towards the target, at one level each."""
        return self.visits_at(level) * self.is_prospect

    def total_hours(self, level: np.ndarray) -> float:
        """Hours of all accounts together, at one level each."""
        # As a product of two vectors: added up in another order, the last digit of every bound would move.
        hours = float(self.visits_at(level) @ self.hours_per_visit)
        if self.other_hours is None:
            return hours
        return hours + float(self.other_hours[np.arange(len(level)), level].sum())

    def total_prospect_visits(self, level: np.ndarray) -> int:
        """Visits of all accounts together that count towards the target, at one level each."""
        return int(self.prospect_visits_at(level).sum())

    def more_hours(self, level: np.ndarray) -> np.ndarray:
        """Hours that every level takes beyond a given one of the same account; negative where fewer."""
        more = (self.visits - self.visits_at(level)[:, None]) * self.hours_per_visit[:, None]
        if self.other_hours is None:
            return more
        return more + (self.other_hours - self.other_hours[np.arange(len(level)), level][:, None])

    def more_prospect_visits(self, level: np.ndarray) -> np.ndarray:
        """Visits towards the target that every level makes beyond a given one of the same account."""
        return self.prospect_visits - self.prospect_visits_at(level)[:, None]

    def at_prices(self, hour_price: float, target_price: float) -> np.ndarray:
        """Euros that each level is worth for the target, less those of its hours, at given prices."""
        per_visit = target_price * self.is_prospect - hour_price * self.hours_per_visit
        euros = self.visits * per_visit[:, None]
        return euros if self.other_hours is None else euros - hour_price * self.other_hours
