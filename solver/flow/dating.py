"""What steps 10 and 12 date visits with: step 10 to try a plan, step 12 for good."""

from functools import cached_property

import pandas as pd

from solver.calendar.replan import Standing
from solver.calendar.settings import CalendarSettings
from solver.calendar.tables import CalendarTables
from solver.flow.standing_plan import standing_plan
from solver.flow.step import Flow, Needed
from solver.method.actions.actions import Period, win_days
from solver.roads.places import stay_places

OF_THE_CALENDAR = (  # parameters
    *("day_reserve_share", "day_start", "lunch_start", "lunch_minutes"),
    *("spacing_share", "hours_keep", "off_day_minutes", "iterations_per_visit", "ramp_visits", "seed"),
)


class Dating(Flow):
    """A step that gives visits a day."""

    accounts = Needed()
    account_types = Needed()
    visits = Needed()
    reps = Needed()
    drives = Needed()
    rep_days = Needed()
    visit_time = Needed()
    journeys = Needed()
    visit_rules = Needed()
    closures = Needed()
    zone_days = Needed()
    visit_cost = Needed()

    @cached_property
    def settings(self) -> CalendarSettings:
        """What a person may change about the calendar."""
        return CalendarSettings(
            plan_start=self.portfolio.plan_start,
            plan_end=self.portfolio.plan_end,
            roads=self.roads,
            **self.given(*OF_THE_CALENDAR),
        )

    @cached_property
    def standing(self) -> Standing | None:
        """The plan that stands, and how much of it may move."""
        return standing_plan(self.portfolio, self._step.run.path if self._step else None)

    def tables_for(self, allocation: pd.DataFrame) -> CalendarTables:
        """Return what a calendar of these visits is made from, and checked against.

        Who objects to any use of its data has no visit left in the log, whatever was agreed before.
        """
        objecting = self.accounts.loc[self.accounts["opposition_scope"].eq("processing"), "account_id"]
        return CalendarTables(
            allocation,
            self.accounts,
            self.reps,
            self.rep_days,
            self.visit_time,
            self.visits[~self.visits["account_id"].isin(objecting)],
            self.journeys,
            goals=self._goals,
            visit_rules=self.visit_rules,
            closures=self.closures,
            zone_days=self.zone_days,
            visit_cost=self.visit_cost,
            stays=stay_places(self.portfolio.roads.stays),
        )

    @property
    def _goals(self) -> pd.DataFrame:
        """By when each prospect is to be won."""
        prospects = self.accounts.loc[self.accounts["kind"].eq("prospect"), ["account_id"]]
        typed: pd.DataFrame = prospects.merge(self.account_types, on="account_id")
        period = Period(self.portfolio.plan_start, self.portfolio.plan_end)
        return pd.DataFrame(
            {"account_id": typed["account_id"], "due_on": win_days(typed["account_type"], period)}
        )
