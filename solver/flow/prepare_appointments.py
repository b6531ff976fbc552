"""Step 12: give every visit a day and an hour, and list the calls to make."""

from dataclasses import replace
from functools import cached_property

import pandas as pd

from solver.calendar.build import visit_values
from solver.calendar.calls import appointment_calls, call_list
from solver.calendar.diary import (
    BEFORE_APPOINTMENTS,
    BY_DEADLINE,
    LAID_ON_VISITS,
    Diary,
)
from solver.calendar.diary_counts import calls_by_week, pressure
from solver.calendar.phone import phone_time
from solver.calendar.plan import CalendarPlan, plan_appointments
from solver.calendar.replan import Standing, plan_again
from solver.calendar.room import Accepted, accepted, visits_by_quarter
from solver.calendar.tables import CalendarTables
from solver.evidence.followed import followed
from solver.flow.dating import OF_THE_CALENDAR, Dating
from solver.flow.previous_plan import dates_then
from solver.flow.step import Needed
from solver.method.prospects.prospect_funnel import rate_of
from solver.tables import empty
from solver.value.prospects import visits_to_date


class PrepareAppointments(Dating):
    """Visits per account in; dated visits, tours, what found no day and the calls to make out."""

    id = "12_prepare_appointments"
    parameters = (
        *OF_THE_CALENDAR,
        *("client_appointment_rate", "minutes_per_call", "call_weeks", "contacts_per_quarter_max"),
    )
    contacts = Needed()
    visit_reports = Needed()
    funnel = Needed()
    segments = Needed()
    scores = Needed()
    allocation = Needed()
    response = Needed()
    touchpoints = Needed()
    touches = Needed()

    @cached_property
    def calendar_tables(self) -> CalendarTables:
        """What the calendar is made from, and checked against."""
        by_visit = self.touches["channel"].eq("visit") & self.touches["motive"].isin(LAID_ON_VISITS)
        return replace(
            self.tables_for(visits_to_date(self.allocation)),
            windows=self.touches.loc[by_visit, ["account_id", "due_from", "due_on"]],
            accepted=visits_by_quarter(
                self.allocation,
                self._room(empty("appointments")),
                plan_start=self.portfolio.plan_start,
                plan_end=self.portfolio.plan_end,
            ),
            **({} if self.standing is None else self._standing_tables(self.standing)),
        )

    def _standing_tables(self, standing: Standing) -> dict[str, pd.DataFrame]:
        """Return what of a plan that stands the checker has to know."""
        return {"nights": standing.nights, "frozen": standing.frozen(self.portfolio.plan_start)}

    @property
    def calendar(self) -> CalendarPlan:
        """The calendar: dated visits, tours, second choices, remarks."""
        return self._dated[0]

    @property
    def moved_dates(self) -> pd.DataFrame:
        """The dates of the plan that stood which moved, and why; none where nothing stood."""
        return self._dated[1]

    @cached_property
    def _dated(self) -> tuple[CalendarPlan, pd.DataFrame]:
        given = (self.calendar_tables, self.settings, visit_values(self.response))
        if self.standing is None:
            return plan_appointments(*given), empty("moved_dates")
        return plan_again(*given, self.standing)

    @property
    def appointments(self) -> pd.DataFrame:
        """The visits that have a day."""
        return self.calendar.appointments

    @property
    def tours(self) -> pd.DataFrame:
        """The days of each rep."""
        return self.calendar.tours

    @property
    def nights(self) -> pd.DataFrame:
        """The nights that reps spend away."""
        return self.calendar.nights

    @property
    def unplaced(self) -> pd.DataFrame:
        """The visits that found no day, and why."""
        return self.calendar.unplaced

    @cached_property
    def call_list(self) -> pd.DataFrame:
        """Whom to call in the coming weeks, on which day, in which order."""
        calls, other_days = self._called[1], self.calendar.other_days
        return call_list(calls, other_days, self.settings, **self.given("call_weeks"))

    @property
    def touch_dates(self) -> pd.DataFrame:
        """The day of each contact beside the visits."""
        return self._called[0]

    @cached_property
    def _called(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The days of the contacts, and all calls for appointments: they share the time on the phone."""
        firm = self.portfolio
        phone = phone_time(self.rep_days, self._day_hours)
        diary = Diary(
            self.appointments,
            self._room(self.appointments),
            plan_start=firm.plan_start,
            plan_end=firm.plan_end,
            rep_days=self.rep_days,
            phone=phone,
            size=self.segments.set_index("account_id")["revenue_eur"],
            touches=self.touches,
            **self.given("minutes_per_call"),
        )
        motives = self.touches["motive"]
        first, later = motives.isin(BEFORE_APPOINTMENTS), motives.isin(BY_DEADLINE)
        dated = [diary.place(self.touches[first])]
        waiting = [due for _day, due in self.touches[later].groupby("due_on")]

        def due_before(day: pd.Timestamp) -> None:
            while waiting and waiting[0]["due_on"].iloc[0] < day:
                dated.append(diary.place(waiting.pop(0)))

        calls = appointment_calls(
            self.calendar.appointments,
            self.accounts,
            self.contacts,
            self.scores,
            self.visits,
            self.settings,
            phone=phone,
            due_before=due_before,
            reach_rate=rate_of(self.funnel, "reached"),
            appointment_rate=rate_of(self.funnel, "appointment"),
            **self.given("client_appointment_rate", "minutes_per_call"),
        )
        due_before(pd.Timestamp.max)
        dated.append(diary.place(self.touches[~(first | later)]))
        places = pd.concat(dated, ignore_index=True).set_index("touch_id").reindex(self.touches["touch_id"])
        return diary.brought_up(self.touches, places.reset_index()), calls

    @property
    def _day_hours(self) -> pd.Series:
        hours: pd.Series = self.reps.set_index("rep_id")["day_hours"]
        return hours

    def _room(self, appointments: pd.DataFrame) -> Accepted:
        """Return what the people of each account accept, these visits counted."""
        return accepted(
            appointments,
            self.visits,
            self.touchpoints,
            self.accounts,
            self.contacts,
            as_of=self.portfolio.as_of,
            **self.given("contacts_per_quarter_max"),
        )

    @property
    def pressure(self) -> pd.DataFrame:
        """The contacts of the plan by quarter and channel."""
        return pressure(self.touches, self.touch_dates, self.appointments)

    @property
    def calls_by_week(self) -> pd.DataFrame:
        """The calls of each owner in each week, and the hours against those in the office."""
        return calls_by_week(
            self.touches,
            self.touch_dates,
            self._called[1],
            self.rep_days,
            self._day_hours,
            **self.given("minutes_per_call"),
        )

    @cached_property
    def followed(self) -> pd.DataFrame:
        """What became of the dates of the run under `previous_run`; empty without one."""
        earlier = dates_then(self.portfolio)
        if earlier is None:
            return empty("followed")
        return followed(
            earlier.appointments,
            self.visits,
            self.visit_reports,
            earlier.account_types,
            seen_on=earlier.seen_on,
            as_of=self.portfolio.as_of,
        )
