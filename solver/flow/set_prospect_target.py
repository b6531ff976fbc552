"""Step 3: from a revenue goal to the visits that prospects must get."""

from functools import cached_property
from typing import Any

import pandas as pd

from solver.evidence.expected import earlier_years, expected_figures, source_table
from solver.evidence.need_range import visits_range
from solver.flow.step import Flow, Needed
from solver.method.accounts.revenue import year_sales
from solver.method.prospects.client_flow import attrition, client_flow
from solver.method.prospects.origins import origins
from solver.method.prospects.prospect_funnel import funnel_rates, met_per_pursuit, rate_of, win_rates
from solver.method.prospects.set_prospect_target import (
    prospect_need,
    prospecting_capacity,
    share_target,
    target_facts,
)
from solver.method.prospects.sources import (
    arrivals_a_year,
    new_client_revenue,
    newcomers_and_returned,
    pursuits_on_record,
    whole_years,
)
from solver.method.time.working_days import plan_share
from solver.value.prospects import met_in_the_year


class SetProspectTarget(Flow):
    """Sales, prospect events and hours in, prospect visits of each rep out."""

    id = "03_set_prospect_target"
    parameters = (
        "growth_rate",
        "client_growth_rate",
        "attrition_rate",
        "new_client_revenue_eur",
        "reach_rate",
        "appointment_rate",
        "kept_rate",
        "conversion_rate",
        "visits_per_prospect",
        "prospect_visits_max",
        "pursuits_per_year",
        "sales_cycle_months",
        "minimum_cases",
    )
    accounts = Needed()
    sales = Needed()
    prospect_events = Needed()
    discoveries = Needed()
    rep_time = Needed()
    visit_time = Needed()
    reps = Needed()

    @cached_property
    def client_flow(self) -> pd.DataFrame:
        """Who came, stayed and left."""
        return client_flow(self.sales, self.portfolio.as_of)

    @cached_property
    def attrition(self) -> dict[str, Any]:
        """The revenue that leaves with clients, measured or stated."""
        known = self.given("attrition_rate", "minimum_cases")
        return attrition(self.client_flow, self.sales, as_of=self.portfolio.as_of, **known)

    @cached_property
    def new_client(self) -> dict[str, Any]:
        """What a new client brings in its first year, measured or stated."""
        known = self.given("new_client_revenue_eur", "minimum_cases")
        return new_client_revenue(self.came, **known)

    @cached_property
    def origins(self) -> pd.DataFrame:
        """Where pursuits come from, and how many were won."""
        return origins(self.discoveries, self.prospect_events)

    @cached_property
    def funnel(self) -> pd.DataFrame:
        """The rate of each stage, measured beside stated."""
        stated = ("reach_rate", "appointment_rate", "kept_rate", "conversion_rate")
        return funnel_rates(
            self.prospect_events,
            as_of=self.portfolio.as_of,
            **self.given(*stated, "sales_cycle_months", "minimum_cases"),
        )

    @cached_property
    def revenue_eur(self) -> float:
        """What the goal is set against: the last twelve months."""
        return year_sales(self.sales, self.portfolio.as_of)["revenue_eur"].sum()

    @cached_property
    def meeting(self) -> dict[str, Any]:
        """How many prospects a pursuit meets."""
        return met_per_pursuit(self.funnel)

    @cached_property
    def rates(self) -> dict[str, float]:
        """The rates in force, from a pursuit to a client won."""
        won = rate_of(self.funnel, "won")
        return {"conversion_rate": won, "met_per_pursuit": self.meeting["rate"]}

    @cached_property
    def win_rates(self) -> dict[str, float]:
        """The chance to win a prospect who is met, by its stage."""
        return win_rates(self.funnel, **self.given("minimum_cases"))

    @cached_property
    def meeting_rates(self) -> dict[str, float]:
        """What the chance to be met is worked out from."""
        return {
            "met_per_pursuit": self.meeting["rate"],
            "appointment_rate": rate_of(self.funnel, "appointment"),
            "kept_rate": rate_of(self.funnel, "visited"),
        }

    @cached_property
    def plan_share(self) -> float:
        """Length of the plan in years."""
        return plan_share(self.portfolio.plan_start, self.portfolio.plan_end)

    @cached_property
    def goal(self) -> dict[str, Any]:
        """From the revenue goal back to clients, prospects and visits."""
        return prospect_need(
            revenue_eur=self.revenue_eur,
            attrition_rate=self.attrition["rate"],
            new_client_revenue_eur=self.new_client["value_eur"],
            plan_share=self.plan_share,
            **self.without_prospecting,
            **self.rates,
            **self.given("growth_rate", "client_growth_rate", "visits_per_prospect"),
        )

    @cached_property
    def came(self) -> pd.DataFrame:
        """Who began to buy, or began again, and how that came about."""
        return newcomers_and_returned(self.sales, self.prospect_events, as_of=self.portfolio.as_of)

    @cached_property
    def arrival_years(self) -> int:
        """Years of which newcomers can be told: those with a year of history before them."""
        return max(whole_years(self.sales, self.portfolio.as_of) - 1, 0)

    @cached_property
    def arrivals(self) -> pd.DataFrame:
        """What new clients bring, by the way they came."""
        return source_table(self.came, self.arrival_years)

    @cached_property
    def without_prospecting(self) -> dict[str, float]:
        """What newcomers who come by themselves and clients who come back bring in a year."""
        recorded = not self.prospect_events.empty
        return arrivals_a_year(self.came, years=self.arrival_years, pursuits_on_record=recorded)

    @cached_property
    def pursuits(self) -> dict[str, Any]:
        """The pursuits of prospects on record."""
        stated = self.given("pursuits_per_year")
        return pursuits_on_record(self.prospect_events, as_of=self.portfolio.as_of, **stated)

    @cached_property
    def earlier_years(self) -> pd.DataFrame:
        """What these sums would have said of earlier years, and what happened."""
        return earlier_years(
            self.sales,
            as_of=self.portfolio.as_of,
            attrition_rate=self.attrition["rate"],
            attrition_stated=self.attrition["basis"] == "stated",
            **self.given("client_growth_rate"),
        )

    @cached_property
    def met(self) -> pd.Series:
        """The chance that each prospect is met within the plan, by account_id."""
        prospects = self.accounts[self.accounts["kind"] == "prospect"]
        return pd.Series(self._met(prospects["stage"]), index=prospects["account_id"])

    @cached_property
    def capacity(self) -> pd.DataFrame:
        """The most prospect visits that each rep could make."""
        most = self.portfolio.prospect_visits_max
        return prospecting_capacity(self.accounts, self.rep_time, self.visit_time, self.met, most)

    @cached_property
    def prospect_target(self) -> pd.DataFrame:
        """The prospect visits of each rep."""
        return share_target(self.goal, self.capacity)

    @cached_property
    def facts(self) -> dict[str, Any]:
        """The goal, with what its visits take of the hours and of the prospects on file."""
        return target_facts(
            self.goal,
            self.prospect_target,
            self.capacity,
            met_in_the_plan=float(self._met(pd.Series([None], dtype="str"))[0]),
            attrition=self.attrition,
            new_client=self.new_client,
            meeting=self.meeting,
            **self.meeting_rates,
            win_rates=self.win_rates,
            on_record=self.pursuits,
            arrival_years=self.arrival_years,
        )

    @cached_property
    def expected_figures(self) -> pd.DataFrame:
        """Every expected figure, from low to high."""
        return expected_figures(
            self.facts, flow=self.client_flow, came=self.came, funnel=self.funnel, years=self.earlier_years
        )

    @cached_property
    def need(self) -> dict[str, Any]:
        """All the facts, the ends of the need among them."""
        return self.facts | visits_range(self.expected_figures)

    def _met(self, stage: pd.Series) -> Any:
        """Chance to be met within the plan, at these stages."""
        pursuits = self.pursuits["pursuits_a_year"] * self.plan_share
        return met_in_the_year(stage, self.meeting_rates, pursuits)
