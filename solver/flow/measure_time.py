"""Step 2: from a calendar year to hours that visits may use, and to the cost of a visit."""

from functools import cached_property
from typing import Any

import pandas as pd

from solver.flow.step import Flow, Needed
from solver.method.time import measure_time
from solver.value.visit_log import found_nobody

OF_A_VISIT = (
    "visit_minutes",
    "prospect_visit_minutes",
    "preparation_minutes",
    "stops_per_day",
    "travel_minutes_per_visit",
)


class MeasureTime(Flow):
    """Accounts and reps in, days, hours and costs out."""

    id = "02_measure_time"
    parameters = ("reserve_share", *OF_A_VISIT)
    accounts = Needed()
    visits = Needed()
    reps = Needed()
    drives = Needed()
    quality = Needed("quality.json")

    @property
    def driving(self) -> dict[str, Any]:
        """What the driving times rest on, as step 1 found."""
        facts: dict[str, Any] = self.quality["roads"]
        return facts

    @cached_property
    def rep_days(self) -> pd.DataFrame:
        """What each day of the plan is for, rep by rep."""
        firm = self.portfolio
        return measure_time.rep_days(
            firm.reps,
            firm.plan_start,
            firm.plan_end,
            firm.country,
            firm.region,
            day_start=firm.day_start,
        )

    @cached_property
    def rep_time(self) -> pd.DataFrame:
        """Days and hours of each rep, month by month."""
        return measure_time.rep_time(self.rep_days, **self.given("reserve_share"))

    @cached_property
    def visit_time(self) -> pd.DataFrame:
        """The time of one visit, account by account."""
        return measure_time.visit_time(self.accounts, self.reps, self.roads, **self.given(*OF_A_VISIT))

    @property
    def found_nobody(self) -> dict[str, float]:
        """What visits that found nobody took in the last 12 months."""
        return found_nobody(self.visits, self.visit_time, self.portfolio.as_of)

    @cached_property
    def visit_cost(self) -> pd.DataFrame:
        """What an hour and a visit cost, rep by rep."""
        return measure_time.visit_cost(
            self.accounts,
            self.reps,
            self.rep_time,
            self.visit_time,
            plan_start=self.portfolio.plan_start,
            plan_end=self.portfolio.plan_end,
        )
