"""Step 12: how many contacts the people of an account accept in a quarter, and how many it has had."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from solver.calendar.tables import no_limits
from solver.method.behaviour.weigh_typology import willing_people
from solver.tables.channels import KINDS_OF_CONTACT

YEAR = 4  # quarters


@dataclass(frozen=True)
class Accepted:
    """How many contacts each account accepts in a quarter, and how many it has had.

    Attributes
    ----------
    most : int
        `contacts_per_quarter_max`, for each person.
    people : Series
        People who do not object, by account_id.
    before : Series
        Contacts held, by account_id and quarter: those of the same quarter a year ago are accepted.
    taken : dict
        Contacts by account_id and quarter, the dated visits first.
    """

    most: int
    people: dict[str, int]
    before: dict[tuple[str, pd.Period], int]
    taken: dict[tuple[str, pd.Period], int] = field(default_factory=dict)

    def cap(self, account_id: str, quarter: pd.Period) -> int:
        """Return how many contacts the account accepts in that quarter."""
        own = self.most * max(self.people.get(account_id, 1), 1)
        return max(own, self.before.get((account_id, quarter - YEAR), 0))

    def free(self, account_id: str, quarter: pd.Period) -> bool:
        """Tell whether there is a place in that quarter."""
        return self.taken.get((account_id, quarter), 0) < self.cap(account_id, quarter)

    def take(self, account_id: str, quarter: pd.Period) -> None:
        """Take a place in that quarter."""
        self.taken[account_id, quarter] = self.taken.get((account_id, quarter), 0) + 1


def accepted(
    appointments: pd.DataFrame,
    visits: pd.DataFrame,
    touchpoints: pd.DataFrame,
    accounts: pd.DataFrame,
    contacts: pd.DataFrame,
    *,
    as_of: date,
    contacts_per_quarter_max: int,
) -> Accepted:
    """Return what the people of each account accept, the dated visits and the contacts held counted.

    Parameters
    ----------
    appointments, visits, touchpoints, accounts, contacts : DataFrame
        The canonical tables of steps 12 and 1.
    as_of : date
    contacts_per_quarter_max : int
        Contacts one person accepts in a quarter, all channels.
    """
    end = pd.Timestamp(as_of)
    made = visits.loc[visits["status"].eq("done"), ["account_id", "date"]]
    logged = touchpoints[touchpoints["touch_kind"].isin(KINDS_OF_CONTACT) & touchpoints["date"].le(end)]
    people = willing_people(accounts, contacts).set_axis(accounts["account_id"])
    # Of the quarter in which the plan begins, what is past counts too.
    now = _by_quarter(pd.concat([appointments[["account_id", "date"]], made, logged[["account_id", "date"]]]))
    before = _by_quarter(pd.concat([made, logged[["account_id", "date"]]]))
    return Accepted(
        contacts_per_quarter_max,
        {str(code): int(n) for code, n in people.items()},
        before,
        now,
    )


def visits_by_quarter(
    allocation: pd.DataFrame, room: Accepted, *, plan_start: date, plan_end: date
) -> pd.DataFrame:
    """Return the most visits of each account in a quarter, of those that would get more in a year.

    Parameters
    ----------
    allocation : DataFrame
        `account_id, visits`.
    room : Accepted
        Without the visits of the plan: contacts already held in its first quarter count.
    plan_start, plan_end : date

    Returns
    -------
    DataFrame
        `account_id, quarter, visits`, as `solver.calendar.tables.CalendarTables` asks for it.
    """
    rows = [
        (code, str(quarter), most)
        for code, visits in allocation[["account_id", "visits"]].itertuples(index=False)
        for quarter in pd.period_range(plan_start, plan_end, freq="Q")
        if visits > (most := max(room.cap(code, quarter) - room.taken.get((code, quarter), 0), 0))
    ]
    return pd.DataFrame(rows, columns=["account_id", "quarter", "visits"]).astype(no_limits().dtypes)


def _by_quarter(held: pd.DataFrame) -> dict[tuple[str, pd.Period], int]:
    quarters = held["date"].dt.to_period("Q")
    counts = Counter(zip(held["account_id"], quarters, strict=True))
    return dict(counts)
