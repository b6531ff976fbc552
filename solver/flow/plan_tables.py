"""What step 10 rests on: the tables of the steps before, as the visit allocation problem takes them."""

from functools import cached_property

import pandas as pd

from solver.allocation.problem.build import Rules, StepTables
from solver.calendar.occurrences import rhythm_visits
from solver.evidence.win_backs import folds_by_reason, rate_of_all
from solver.flow.dating import OF_THE_CALENDAR, Dating
from solver.flow.step import Needed
from solver.intake.decided.own_response import own_response
from solver.method.behaviour.gone import found_closed, without_need
from solver.method.behaviour.order_facts import last_active_year
from solver.method.time.overnight import overnight
from solver.value.judged import curve_table
from solver.value.judgements import FIRM_WIDE, firm_wide_in_force, judgements_in_force
from solver.value.prospects import prospect_terms
from solver.value.visit_log import agreed_visits, visits_of_journeys, visits_of_the_year


class PlanTables(Dating):
    """What the steps before found, and the rules of the plan."""

    id = "10_allocate_visits"
    parameters = (
        "judged_curves",
        "save_share",
        "call_effect",
        "carry_over",
        "value_years",
        "km_cost_eur",
        "stop_at_cost",
        "calendar_trials",
        "first_year_share",
        "conversion_ceiling",
        "visits_per_prospect",
        "prospect_visits_max",
        "margin_rate",
        "floor_visits",
        "ceiling_visits",
        "fixed_frequency",
        "allocation_method",
        "gap",
        "time_limit_s",
        *OF_THE_CALENDAR,
    )
    sales = Needed()
    visit_reports = Needed()
    touchpoints = Needed()
    decisions = Needed()
    rep_time = Needed()
    prospect_target = Needed()
    need = Needed("need.json")
    funnel = Needed()
    segments = Needed()
    qualification = Needed()
    account_types = Needed()
    typology_notes = Needed()
    win_back_rates = Needed()
    discoveries = Needed()
    scores = Needed()
    loss_risk = Needed()
    duplicates = Needed()
    purge_list = Needed()
    to_settle = Needed()

    @cached_property
    def judgements(self) -> pd.DataFrame:
        """What was judged of visits, type by type: the worksheets' medians, else the parameters."""
        return judgements_in_force(self.portfolio.judgement_files, curve_table(self.portfolio.judged_curves))

    @cached_property
    def firm_wide(self) -> dict[str, float]:
        """What is judged once for the firm: the part of leavers visits would keep, the worth of a call."""
        return firm_wide_in_force(self.portfolio.judgement_files, self.given(*FIRM_WIDE))

    @cached_property
    def visits_today(self) -> pd.Series | None:
        """Visits of the last 12 months; none where there is no log."""
        return visits_of_the_year(self.visits, self.portfolio.as_of)

    @cached_property
    def prospects(self) -> pd.DataFrame:
        """Each prospect's first year over the mean, its chance over the usual one, its chance to be met."""
        terms = self.prospect_terms
        return terms[["account_id", "met"]].assign(
            size_fold=terms["first_year_eur"] / self.need["new_client_revenue_eur"],
            win_fold=terms["win_rate"] / self.need["conversion_rate"],
        )

    @property
    def _former(self) -> pd.DataFrame:
        """The chance to win back whoever was a client and left for a known reason, over that of all."""
        known = self.accounts.loc[self.accounts["kind"].ne("prospect"), "account_id"]
        reasons = self.discoveries.set_index("account_id")["lost_reason"].reindex(known).dropna()
        folds = reasons.map(folds_by_reason(self.win_back_rates)).astype("float64")
        return pd.DataFrame(
            {"account_id": reasons.index, "met": 1.0, "size_fold": 1.0, "win_fold": folds.to_numpy()}
        ).astype({"account_id": "str"})

    @property
    def _gone(self) -> frozenset[str]:
        """Accounts found closed, and those that said they need nothing any more."""
        said = without_need(
            self.discoveries, self.sales, self.visit_reports, self.touchpoints, as_of=self.portfolio.as_of
        )
        return found_closed(self.discoveries) | said

    @cached_property
    def prospect_terms(self) -> pd.DataFrame:
        """What the value of each prospect rests on: first year, chance to win, chance to be met."""
        known = self.qualification[["account_id", "accessible_eur", "flag"]].merge(
            self.account_types[["account_id", "account_type"]], on="account_id"
        )
        return prospect_terms(
            self.accounts.merge(known, on="account_id"),
            self.need["win_rates"],
            self.need,
            pursuits_a_year=self.need["on_record"]["pursuits_a_year"] * self.need["plan_share"],
            new_client_revenue_eur=self.need["new_client_revenue_eur"],
            **self.given("first_year_share"),
        )

    @property
    def _day_hours(self) -> pd.Series:
        longest: pd.Series = self.reps.set_index("rep_id")["day_hours"]
        return longest * (1 - self.portfolio.day_reserve_share)

    @cached_property
    def _untried(self) -> StepTables:
        """What the steps before say, nothing of it tried on the calendar."""
        firm = self.portfolio
        win_backs = self.journeys.loc[self.journeys["journey"] == "win_back", "account_id"]
        past = last_active_year(self.sales, as_of=firm.as_of, margin_rate=self.margin.rate)
        past = past.set_index("account_id")
        times, night_eur = overnight(self.visit_time, self.accounts, self.reps, self._day_hours)
        return StepTables(
            self.accounts,
            self.account_types,
            self.scores,
            self.qualification,
            self.segments,
            self.typology_notes,
            times,
            self.rep_time,
            self.prospect_target,
            self.decisions,
            visits_today=self.visits_today,
            win_backs=set(win_backs),
            agreed_visits=agreed_visits(self.visits, firm.plan_start, firm.plan_end),
            prospects=pd.concat([self.prospects, self._former], ignore_index=True),
            past_margin_eur=past["past_margin_eur"].clip(lower=0.0),
            journey_visits=visits_of_journeys(self.journeys),
            rhythm_visits=rhythm_visits(self.visit_rules, self.visits, self.settings),
            doubles=set(self.duplicates["other_id"]),
            to_delete=set(self.purge_list["account_id"]),
            gone=self._gone,
            day_hours=self._day_hours,
            night_eur=night_eur if len(night_eur) else None,
            loss_risk=self.loss_risk,
            settles_first=set(self.to_settle["account_id"]),
            judged_curves=self.judgements,
            own_response=own_response(firm.response_file, self.accounts),
        )

    @cached_property
    def _rules(self) -> Rules:
        firm = self.portfolio
        over_years = ("carry_over", "value_years", "km_cost_eur")
        return Rules(
            class_floors=firm.floor_visits,
            class_ceilings=firm.ceiling_visits,
            conversion_rate=self.need["conversion_rate"],
            new_client_eur=self.need["new_client_revenue_eur"],
            ceiling_ratio=firm.conversion_ceiling,
            plan_years=self.need["plan_share"],
            save_share=self.firm_wide["save_share"],
            speed_kmh=firm.roads.road_kmh,
            margin_rate=self.margin.rate,
            win_back_rate=rate_of_all(self.win_back_rates),
            **self.given("visits_per_prospect", *over_years, "prospect_visits_max", "ramp_visits"),
        )
