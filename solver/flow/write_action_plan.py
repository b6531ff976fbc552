"""Step 11: turn visits into actions, and see what they cost and what stops."""

from functools import cached_property
from typing import Any

import pandas as pd

from solver.allocation.problem.bounds import HOLD
from solver.evidence.promises import account_promises, figure_promises, promises, size_bands
from solver.flow.earlier_run import rests_on
from solver.flow.step import Flow, Needed
from solver.method.accounts.revenue import year_sales
from solver.method.actions.actions import record_questions
from solver.method.actions.cross_selling import family_gaps
from solver.method.actions.range_ladder import range_gaps
from solver.method.actions.stopped import list_stopped
from solver.method.actions.write_action_plan import (
    balance_hours,
    carry_notes,
    notes_without_action,
    summarise_budget,
    write_action_plan,
)
from solver.method.behaviour.complaints import called
from solver.method.behaviour.gone import CLOSED, NO_NEED
from solver.method.behaviour.leaving import journeys_to_make, opens_prevention, who_may_leave
from solver.method.behaviour.recommendation import promoters
from solver.method.diary.newsletter import newsletter_dates, newsletter_touches, recipients
from solver.method.diary.occasions import anniversaries, stated_occasions, yearly_peaks
from solver.method.diary.offers import Rate, offer_touches, offers
from solver.method.diary.partners import invitations, partner_touches
from solver.method.diary.people import People, people_of
from solver.method.diary.touches import (
    action_touches,
    as_touches,
    complaint_touches,
    journey_touches,
    leaving_touches,
    promise_touches,
)
from solver.method.diary.windows import Plan
from solver.tables.channels import CHANNEL_OF_KIND
from solver.tables.codes import DECIDED

GONE = (CLOSED, NO_NEED)
COSTS = ("phone_contact_cost_eur", "letter_contact_cost_eur")


class WriteActionPlan(Flow):
    """The allocation and what is known of the accounts in; actions, budgets and what is stopped out."""

    id = "11_write_action_plan"
    parameters = (
        "margin_rate",
        "newsletter_months",
        "phone_contact_cost_eur",
        "letter_contact_cost_eur",
        "offer_rate",
    )
    accounts = Needed()
    sales = Needed()
    reps = Needed()
    visit_cost = Needed()
    need = Needed("need.json")
    certificate = Needed("certificate.json")
    expected_figures = Needed()
    ledger = Needed()
    segments = Needed()
    qualification = Needed()
    account_types = Needed()
    typology = Needed()
    typology_notes = Needed()
    journeys = Needed()
    allocation = Needed()
    response = Needed()
    fields_to_verify = Needed()
    next_actions = Needed()
    plan_notes = Needed()
    contacts = Needed()
    touchpoints = Needed()
    complaints = Needed()
    to_settle = Needed()
    coverage = Needed()
    discoveries = Needed()
    purge_list = Needed()
    loss_risk = Needed()

    @cached_property
    def family_gaps(self) -> pd.DataFrame:
        """What the peers of each client buy and it does not."""
        known = (self.sales, self.account_types, self.segments, self.qualification)
        gaps = family_gaps(*known, as_of=self.portfolio.as_of)
        if not self.portfolio.ladders:
            return gaps
        up = range_gaps(*known, self.portfolio.ladders, as_of=self.portfolio.as_of)
        return pd.concat([gaps, up], ignore_index=True)

    @cached_property
    def action_plan(self) -> pd.DataFrame:
        """The actions, with the notes that came back on them."""
        made_anew = write_action_plan(
            self.allocation,
            self.account_types,
            self.segments,
            self.qualification,
            self.typology,
            self.typology_notes,
            self.own_journeys,
            self.family_gaps,
            self.fields_to_verify,
            self.visit_cost,
            self.next_actions,
            self.response,
            self.loss_risk,
            self.to_settle,
            self.coverage,
            self.promoters,
            frozenset(self.complaints.loc[self.complaints["open"].gt(0), "account_id"]),
            pd.concat([self.complaining, self.leaving], ignore_index=True),
            frozenset(self.accounts.loc[~self.people.may(self.accounts["account_id"]), "account_id"]),
            self.certificate.get("call_worth"),
            plan_start=self.portfolio.plan_start,
            plan_end=self.portfolio.plan_end,
            margin_rate=self.margin.rate,
            **self.given("newsletter_months", *COSTS),
        )
        return carry_notes(made_anew, self.plan_notes)

    @cached_property
    def notes_without_action(self) -> pd.DataFrame:
        """The notes that came back on actions no longer in the plan."""
        return notes_without_action(self.action_plan, self.plan_notes)

    @cached_property
    def balance(self) -> pd.DataFrame:
        """The plan's hours against the hours of step 2."""
        return balance_hours(self.action_plan, self.allocation, self.ledger)

    @cached_property
    def budget(self) -> pd.DataFrame:
        """What the plan of each rep costs, and the contribution that hangs on it."""
        return summarise_budget(self.action_plan, self.allocation, self.response, self.visit_cost)

    @cached_property
    def stopped(self) -> pd.DataFrame:
        """The accounts that get fewer visits, and what they get instead."""
        return list_stopped(self.accounts, self.allocation, self.action_plan)

    @cached_property
    def size_bands(self) -> pd.DataFrame:
        """Between which multiples of the year before nine of ten clients ended, by size."""
        years = [
            year_sales(self.sales, self.portfolio.as_of, back).groupby("account_id")["revenue_eur"].sum()
            for back in (1, 0)
        ]
        return size_bands(*years)

    @cached_property
    def promises(self) -> pd.DataFrame:
        """What this run expects, for a run of next year to read back."""
        firm = self.portfolio
        revenue = self.segments.set_index("account_id")["revenue_eur"]
        return promises(
            figure_promises(
                self.need,
                self.expected_figures,
                self.allocation,
                self.certificate["prospects_expected"]["clients"],
            ),
            account_promises(self.allocation, revenue, self.size_bands),
            as_of=firm.as_of,
            plan_start=firm.plan_start,
            plan_end=firm.plan_end,
            parameters=rests_on(firm),
        )

    @cached_property
    def people(self) -> People:
        """Who may be contacted, and whom to ask for."""
        left = self.discoveries.loc[self.discoveries["lost_reason"].isin(GONE), "account_id"]
        stay = {*self.allocation["account_id"]} - self.held  # by a decision, or as they ordered again
        return people_of(self.accounts, self.contacts, self.purge_list, {*left} - stay)

    @cached_property
    def complaining(self) -> pd.DataFrame:
        """The calls to clients who complained."""
        return complaint_touches(self.complaints, self._sure(self.journeys), self.people, self.plan)

    @cached_property
    def leaving(self) -> pd.DataFrame:
        """The calls to clients more likely to leave than to stay."""
        may_leave = self._sure(who_may_leave(self.loss_risk, self.segments))
        known = (self._sure(self.journeys), self.complaints, self.people, self.plan)
        return leaving_touches(may_leave, *known, self.questions)

    @cached_property
    def questions(self) -> pd.Series:
        """What is to be found out of the records that no visit asks about, by account_id."""
        unseen = self.allocation.loc[self.allocation["visits"].eq(0), ["account_id"]]
        unseen = unseen.merge(self.qualification[["account_id", "flag"]], on="account_id", how="left")
        return record_questions(unseen, self.fields_to_verify).set_axis(unseen["account_id"])

    @property
    def not_visited(self) -> frozenset[str]:
        """Those of whom somebody decided that nobody goes there."""
        decided = self.allocation["binding"].isin(DECIDED) & self.allocation["visits"].eq(0)
        return frozenset(self.allocation.loc[decided, "account_id"])

    @property
    def may_leave(self) -> frozenset[str]:
        """Who is called as it may leave."""
        return frozenset(self.leaving["account_id"])

    @cached_property
    def own_journeys(self) -> pd.DataFrame:
        """The contacts of the journeys that no other call makes."""
        made = journeys_to_make(self.journeys, self.complaints, self.may_leave)
        return made[~made["account_id"].isin(self.not_visited) | opens_prevention(made)]

    @cached_property
    def newsletter_dates(self) -> list[pd.Timestamp]:
        """The days on which a newsletter goes out."""
        return newsletter_dates(self.plan.start, self.plan.end, **self.given("newsletter_months"))

    @cached_property
    def recipients(self) -> pd.DataFrame:
        """Whom each newsletter goes to, and what allows to write."""
        return recipients(
            self.people,
            self.touchpoints,
            self.complaints,
            self.newsletter_dates,
            self.portfolio.partner_actions,
            as_of=self.portfolio.as_of,
        )

    @cached_property
    def offers(self) -> pd.DataFrame:
        """The offer to each client with a family gap, or why it gets none."""
        known = ("account_types", "segments", "typology", "to_settle", "complaints")
        tables = {name: self.tables[name] for name in known}
        return offers(
            self.family_gaps, tables, self.people, self.action_plan, self.rate, self.held, self.may_leave
        )

    @cached_property
    def touches(self) -> pd.DataFrame:
        """Every contact beside the visits that is due."""
        firm, people, plan = self.portfolio, self.people, self.plan
        visits = self.allocation.set_index("account_id")["visits"]
        known: dict[str, Any] = {"as_of": firm.as_of, "margin_rate": self.margin.rate}
        left = self.may_leave | self.not_visited  # to them the year and its peaks are no reason to call
        noted = self.touchpoints["touch_kind"].isin(CHANNEL_OF_KIND)  # a call noted for a day is a promise
        ahead = self.touchpoints[noted | ~self.touchpoints["account_id"].isin(self.not_visited)]
        asked_by = self.leaving.set_index("account_id")["due_on"].to_dict()
        guests = invitations(people, self.segments, self.complaints, firm.events, plan, self.promoters)
        parts = [
            promise_touches(self.next_actions, people, visits, plan),
            self.complaining,
            journey_touches(self._sure(self.own_journeys), people, plan),
            self.leaving,
            stated_occasions(
                ahead, people, visits, plan, firm.occasion_months, **known, first_calls=asked_by
            ),
            anniversaries(self.sales, self.segments, people, plan, left),
            yearly_peaks(self.sales, people, plan, left, **known),
            newsletter_touches(self.recipients, self.newsletter_dates, plan),
            offer_touches(self.offers, self.family_gaps, self.segments, people, plan, self.rate),
            guests,
            action_touches(self.action_plan, people, plan),
            partner_touches(people, firm.partner_actions, plan, guests),
        ]
        return as_touches(parts, plan, self.next_actions, **self.given(*COSTS))

    def _sure(self, table: pd.DataFrame) -> pd.DataFrame:
        """Leave out the records of which somebody first has to say whether they stay."""
        return table[~table["account_id"].isin(self.held)]

    @property
    def held(self) -> frozenset[str]:
        """The records of which somebody first has to say whether they stay."""
        return frozenset(self.allocation.loc[self.allocation["binding"].eq(HOLD), "account_id"])

    @cached_property
    def promoters(self) -> frozenset[str]:
        """The clients who would recommend the firm, and have no reason to complain or to leave."""
        falling = self.typology["behaviour"].isin(("at_risk", "inactive"))
        troubled = {*called(self.complaints), *self.typology.loc[falling, "account_id"]}
        return promoters(self.accounts, self.discoveries, troubled | {*self.leaving["account_id"]})

    @property
    def plan(self) -> Plan:
        """First and last day."""
        return Plan(self.portfolio.plan_start, self.portfolio.plan_end)

    @property
    def rate(self) -> Rate:
        """What decides how an offer is made."""
        return Rate(margin_rate=self.margin.rate, **self.given("offer_rate", "phone_contact_cost_eur"))
