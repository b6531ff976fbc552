"""Step 8: turn behaviour into notes, ceilings and journeys."""

from functools import cached_property
from typing import Any

import pandas as pd

from solver.evidence.churn_ledger import churn_ledger
from solver.evidence.win_backs import folds_by_reason, rate_of_all, win_back_cases, win_back_rates
from solver.flow.previous_plan import at_risk_then
from solver.flow.score_accounts import ScoreAccounts
from solver.flow.step import Flow, Needed
from solver.method.behaviour.journeys import plan_journeys, weigh_win_backs
from solver.method.behaviour.recommendation import detractors
from solver.method.behaviour.weigh_typology import stake_facts, stakes_table, weigh_typology
from solver.method.diary.newsletter import newsletter_dates, readers, recipients
from solver.method.diary.people import people_of
from solver.method.prospects.client_flow import attrition_of_the_year
from solver.tables import empty


class WeighTypology(Flow):
    """Behaviours in; notes, the most visits that people accept, and dated journeys out."""

    id = "08_weigh_typology"
    parameters = (
        "typology_mode",
        "typology_note",
        "typology_multiplier",
        "contacts_per_quarter_max",
        "newsletter_months",
        "welcome_months",
        "welcome_contacts",
        "win_back_rate",
        "win_back_visits",
        "win_back_factors",
        "client_window_months",
        "minimum_cases",
        "margin_rate",
        "phone_contact_cost_eur",
    )
    accounts = Needed()
    contacts = Needed()
    sales = Needed()
    typology = Needed()
    segments = Needed()
    qualification = Needed()
    visit_cost = Needed()
    prospect_events = Needed()
    discoveries = Needed()
    visits = Needed()
    touchpoints = Needed()
    complaints = Needed()
    purge_list = Needed()

    @cached_property
    def stakes(self) -> pd.DataFrame:
        """Revenue to keep and to win, by behaviour."""
        return stakes_table(self.typology, self.segments, self.qualification)

    @cached_property
    def stake_facts(self) -> dict[str, Any]:
        """What is at stake, in a few figures."""
        return stake_facts(self.stakes, self.win_backs)

    @cached_property
    def typology_notes(self) -> pd.DataFrame:
        """The note of each account, and the most visits its people accept."""
        scale = self.given("typology_mode", "typology_note", "typology_multiplier")
        pressure = self.given("contacts_per_quarter_max", "newsletter_months")
        return weigh_typology(
            self.accounts,
            self.contacts,
            self.typology,
            plan_start=self.portfolio.plan_start,
            plan_end=self.portfolio.plan_end,
            readers=self._readers,
            **scale,
            **pressure,
        )

    @property
    def _readers(self) -> frozenset[str]:
        """The accounts that get the newsletters."""
        firm = self.portfolio
        days = newsletter_dates(firm.plan_start, firm.plan_end, **self.given("newsletter_months"))
        people = people_of(self.accounts, self.contacts, self.purge_list)
        return readers(recipients(people, self.touchpoints, self.complaints, days, {}, as_of=firm.as_of))

    @property
    def _lost_reasons(self) -> pd.Series:
        reasons: pd.Series = self.discoveries.set_index("account_id")["lost_reason"]
        return reasons.dropna()

    @cached_property
    def win_back_rates(self) -> pd.DataFrame:
        """How many former clients come back, measured where enough of them were met."""
        cases = win_back_cases(
            self.sales,
            self.visits,
            self._lost_reasons,
            as_of=self.portfolio.as_of,
            **self.given("client_window_months"),
        )
        return win_back_rates(cases, **self.given("minimum_cases", "win_back_rate", "win_back_factors"))

    @cached_property
    def win_backs(self) -> pd.DataFrame:
        """The lost accounts, and which of them are worth winning back."""
        return weigh_win_backs(
            self.accounts,
            self.typology_notes,
            self.sales,
            self.visit_cost,
            as_of=self.portfolio.as_of,
            lost_reasons=self._lost_reasons,
            margin_rate=self.margin.rate,
            win_back_rate=rate_of_all(self.win_back_rates),
            win_back_factors=folds_by_reason(self.win_back_rates),
            **self.given("win_back_visits"),
        )

    @cached_property
    def risk_argued(self) -> bool | None:
        """Whether the firm's past tells who will leave; None where it cannot be asked."""
        known = {name: self.tables[name] for name in ("accounts", "sales", "prospect_events")}
        return ScoreAccounts.on_the_past(known, self.portfolio).risk_argued

    @cached_property
    def journeys(self) -> pd.DataFrame:
        """The contacts of the four journeys, dated."""
        return plan_journeys(
            self.accounts,
            self.typology_notes,
            self.segments,
            self.sales,
            self.visit_cost,
            self.win_backs,
            plan_start=self.portfolio.plan_start,
            plan_end=self.portfolio.plan_end,
            risk_argued=self.risk_argued,
            detractors=detractors(self.discoveries, self.portfolio.as_of),
            **self.given("welcome_months", "welcome_contacts", "win_back_visits", "phone_contact_cost_eur"),
        )

    @property
    def attrition(self) -> dict[str, float] | None:
        """Who left in the last 12 months, in clients and in revenue."""
        return attrition_of_the_year(self.sales, self.portfolio.as_of)

    @cached_property
    def churn_ledger(self) -> pd.DataFrame:
        """What became of the clients that the run under `previous_run` called at risk; empty without one."""
        earlier = at_risk_then(self.portfolio)
        if earlier is None:
            return empty("churn_ledger")
        return churn_ledger(
            earlier.at_risk,
            earlier.hot,
            self.sales,
            self.visits,
            seen_on=earlier.seen_on,
            as_of=self.portfolio.as_of,
        )
