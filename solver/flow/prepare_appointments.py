"""Step 12: give every visit a day and an hour, and list the calls to make."""

from functools import cached_property

import pandas as pd

from solver.calendar.build import visit_values
from solver.calendar.calls import call_list
from solver.calendar.plan import CalendarPlan, plan_appointments
from solver.calendar.settings import CalendarSettings
from solver.calendar.tables import CalendarTables
from solver.flow.step import Flow, Needed
from solver.method.prospects.prospect_funnel import rate_of


class PrepareAppointments(Flow):
    """Visits per account in; dated visits, tours, what found no day and the calls to make out."""

    id = "12_prepare_appointments"
    parameters = (
        "day_reserve_share",
        "day_start",
        "lunch_start",
        "lunch_minutes",
        "spacing_share",
        "hours_keep",
        "off_day_minutes",
        "client_appointment_rate",
        "minutes_per_call",
        "call_weeks",
        "iterations_per_visit",
        "seed",
    )
    accounts = Needed()
    contacts = Needed()
    visits = Needed()
    reps = Needed()
    drives = Needed()
    rep_days = Needed()
    visit_time = Needed()
    funnel = Needed()
    scores = Needed()
    allocation = Needed()
    response = Needed()
    visit_rules = Needed()
    closures = Needed()
    zone_days = Needed()

    @cached_property
    def settings(self) -> CalendarSettings:
        """What a person may change about the calendar."""
        hours = self.given("day_reserve_share", "day_start", "lunch_start", "lunch_minutes")
        return CalendarSettings(
            plan_start=self.portfolio.plan_start,
            plan_end=self.portfolio.plan_end,
            **hours,
            roads=self.roads,
            **self.given("spacing_share", "hours_keep", "off_day_minutes", "iterations_per_visit", "seed"),
        )

    @cached_property
    def calendar_tables(self) -> CalendarTables:
        """What the calendar is made from, and checked against."""
        return CalendarTables(
            self.allocation,
            self.accounts,
            self.reps,
            self.rep_days,
            self.visit_time,
            self.visits,
            visit_rules=self.visit_rules,
            closures=self.closures,
            zone_days=self.zone_days,
        )

    @cached_property
    def calendar(self) -> CalendarPlan:
        """The calendar: dated visits, tours, second choices, remarks."""
        return plan_appointments(self.calendar_tables, self.settings, visit_values(self.response))

    @property
    def appointments(self) -> pd.DataFrame:
        """The visits that have a day."""
        return self.calendar.appointments

    @property
    def tours(self) -> pd.DataFrame:
        """The days of each rep."""
        return self.calendar.tours

    @property
    def unplaced(self) -> pd.DataFrame:
        """The visits that found no day, and why."""
        return self.calendar.unplaced

    @cached_property
    def call_list(self) -> pd.DataFrame:
        """Whom to call in the coming weeks, in which order."""
        return call_list(
            self.calendar.appointments,
            self.calendar.alternatives,
            self.accounts,
            self.contacts,
            self.scores,
            self.visits,
            self.settings,
            reach_rate=rate_of(self.funnel, "reached"),
            appointment_rate=rate_of(self.funnel, "appointment"),
            **self.given("client_appointment_rate", "minutes_per_call", "call_weeks"),
        )
