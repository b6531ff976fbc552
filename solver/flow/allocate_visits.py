"""Step 10: share out the visits, prove the plan, and say why."""

from collections.abc import Hashable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

import pandas as pd

from solver.allocation import Allocation, AllocationProblem, allocate
from solver.allocation.explain import plan_table
from solver.allocation.explain.baselines import compare_plans
from solver.allocation.explain.decision_prices import decision_prices
from solver.allocation.explain.gain import where_the_gain_comes_from
from solver.allocation.explain.hand_over import hand_over
from solver.allocation.explain.hours import hours_curve, stopping_plans
from solver.allocation.explain.prices import rule_prices
from solver.allocation.explain.relax import require_plan
from solver.allocation.explain.robustness import prospect_frontier, stability
from solver.allocation.explain.team_size import team_size_values
from solver.allocation.problem.build import Rules, StepTables, build_problem
from solver.allocation.problem.workload import frequency_visits
from solver.evidence.field_test import (
    TOLD_SIZES,
    candidates,
    detectable_effect,
    read_outcome,
    spread_of_changes,
)
from solver.evidence.learn import learn_response
from solver.flow.step import Flow, Needed
from solver.intake.decided.field_test_list import read_field_test
from solver.intake.decided.own_response import own_response
from solver.method.time.nearer_reps import nearer_reps
from solver.method.time.other_reps import takers, visit_time_at
from solver.roads.open import OF_ROADS
from solver.value.judgements import judgements_in_force
from solver.value.response import curve_residuals, curve_table
from solver.value.visit_log import agreed_visits, visits_of_the_year

TARGET_SHARES = (0, 0.5, 1, 1.5, 2, 2.5, 3)  # of the prospect target, at which the plan is made again
DRAWS = 8  # of durations, values and curves, by which each number of visits is called solid or fragile


def target_shares(need: Mapping[str, Any]) -> list[float]:
    """Return the parts of the target to price: the usual ones, and both ends of the need's interval."""
    target = need["prospect_visits"]
    found = [need.get(f"prospect_visits_{end}") for end in ("low_80", "high_80")]
    return sorted({*map(float, TARGET_SHARES), *(round(end / target, 4) for end in found if end and target)})


class AllocateVisits(Flow):
    """What the steps before found in, visits per account with their proof and their reasons out."""

    id = "10_allocate_visits"
    parameters = (
        "judged_curves",
        "first_year_share",
        "conversion_ceiling",
        "win_back_rate",
        "visits_per_prospect",
        "prospect_visits_max",
        "margin_rate",
        "day_reserve_share",
        *OF_ROADS,
        "floor_visits",
        "ceiling_visits",
        "fixed_frequency",
        "allocation_method",
        "gap",
        "time_limit_s",
        "seed",
    )
    accounts = Needed()
    sales = Needed()
    visits = Needed()
    decisions = Needed()
    reps = Needed()
    rep_time = Needed()
    visit_time = Needed()
    visit_cost = Needed()
    prospect_target = Needed()
    need = Needed("need.json")
    segments = Needed()
    qualification = Needed()
    account_types = Needed()
    typology_notes = Needed()
    journeys = Needed()
    scores = Needed()

    @cached_property
    def judgements(self) -> pd.DataFrame:
        """What was judged of visits, type by type: the worksheets' medians, else the parameters."""
        return judgements_in_force(self.portfolio.judgement_files, curve_table(self.portfolio.judged_curves))

    @cached_property
    def curve_residuals(self) -> pd.DataFrame:
        """How far the curves pass from the judged points."""
        return curve_residuals(self.judgements)

    @cached_property
    def visits_today(self) -> pd.Series | None:
        """Visits of the last 12 months; none where there is no log."""
        return visits_of_the_year(self.visits, self.portfolio.as_of)

    @cached_property
    def problem(self) -> AllocationProblem:
        """The problem: values, hours, floors, ceilings, targets."""
        return build_problem(self._tables, self._rules)

    @cached_property
    def solution(self) -> Allocation:
        """The plan with its proof."""
        solving = self.given("gap", "time_limit_s", "seed")
        found = allocate(self.problem, method=self.portfolio.allocation_method, **solving)
        return require_plan(self.problem, found)

    @cached_property
    def certificate(self) -> dict[str, Any]:
        """The proof: value, bound, solver."""
        return self.solution.certificate()

    @cached_property
    def ledger(self) -> pd.DataFrame:
        """Where the hours of each rep go."""
        return plan_table.ledger(self.problem, self.solution)

    @cached_property
    def hour_prices(self) -> pd.DataFrame:
        """What one hour more, or less, changes."""
        return plan_table.hour_prices(self.problem)

    @cached_property
    def nearer_reps(self) -> pd.DataFrame:
        """Accounts that another rep reaches sooner."""
        return nearer_reps(self.accounts, self.reps, self.roads)

    @cached_property
    def allocation(self) -> pd.DataFrame:
        """Visits of each account, and why this many."""
        return plan_table.allocation_table(self.problem, self.solution, self.hour_prices, self.visits_today)

    @cached_property
    def response(self) -> pd.DataFrame:
        """What each number of visits to each account brings."""
        return self.problem.response

    @cached_property
    def comparison(self) -> pd.DataFrame:
        """The plan beside today's visits and rules of thumb."""
        classes = self.scores.set_index("account_id")["score_class"]
        return compare_plans(
            self.problem,
            self.solution,
            visits_today=self.visits_today,
            revenue_eur=self.segments.set_index("account_id")["revenue_eur"],
            class_visits=frequency_visits(classes, self.portfolio.fixed_frequency),
        )

    @cached_property
    def gain_sources(self) -> pd.DataFrame:
        """Which groups of accounts the gain over today comes from."""
        travel = self.visit_time.set_index("account_id")["travel_minutes"]
        return where_the_gain_comes_from(
            self.problem, self.solution, self.visits_today, travel_minutes=travel
        )

    @cached_property
    def rule_prices(self) -> pd.DataFrame:
        """What each floor, ceiling, lock and target costs."""
        return rule_prices(self.problem, self.solution, rep_names=self._rep_names)

    @cached_property
    def decision_prices(self) -> pd.DataFrame:
        """What each decision costs or brings."""
        return decision_prices(self.problem, self.decisions, self.with_reps, self.reps)

    @cached_property
    def prospect_frontier(self) -> pd.DataFrame:
        """The plan's value for fewer and for more visits to prospects."""
        return prospect_frontier(self.problem, shares=target_shares(self.need))

    @cached_property
    def stability(self) -> pd.DataFrame:
        """How firm each number of visits is."""
        return stability(self.problem, self.solution, draws=DRAWS, seed=self.portfolio.seed)

    @cached_property
    def hours_curve(self) -> pd.DataFrame:
        """The plan's value for fewer and for more hours."""
        return hours_curve(self.problem)

    @cached_property
    def stopping_plans(self) -> pd.DataFrame:
        """The hours filled, beside visits that stop where an hour no longer earns its cost."""
        return stopping_plans(self.problem, self.visit_cost.set_index("rep_id")["cost_per_hour_eur"])

    @cached_property
    def hand_over(self) -> pd.DataFrame:
        """What it would bring to hand accounts over to a nearer rep; never done without a decision."""
        return hand_over(self.problem, self.with_reps, self.nearer_reps)

    @cached_property
    def team_size(self) -> pd.DataFrame:
        """One rep fewer, or one more."""
        return team_size_values(
            self.problem,
            self.with_reps,
            takers(
                self.accounts,
                self.reps,
                self.roads,
                visit_minutes=self.visit_time.set_index("account_id")["visit_minutes"],
                day_hours=self._day_hours,
            ),
            self.visit_cost.set_index("rep_id")["annual_cost_eur"],
            rep_names=self._rep_names,
        )

    def with_reps(self, rep_of: Mapping[Hashable, str]) -> AllocationProblem:
        """Return the problem with some accounts at other reps: hours, road, bounds are those there."""
        own = zip(self.accounts["account_id"], self.accounts["rep_id"], strict=True)
        accounts = self.accounts.assign(rep_id=[rep_of.get(account, rep) for account, rep in own])
        times = visit_time_at(accounts, self.reps, self.roads, self.portfolio)
        return build_problem(replace(self._tables, accounts=accounts, visit_time=times), self._rules)

    @cached_property
    def response_learnt(self) -> dict[str, Any]:
        """What the log says of the response to visits, or why not; what a field test said or could say."""
        types = self.account_types.set_index("account_id")["account_type"]
        as_of = self.portfolio.as_of
        learnt = learn_response(self.sales, self.visits, as_of=as_of, types=types)
        clients = candidates(self.accounts, self.sales, self.visits, self.decisions, as_of)
        spread, measured_on = spread_of_changes(clients, self.sales, as_of)
        sizes = [{"accounts": n, "effect": detectable_effect(n, spread)} for n in TOLD_SIZES]
        test = read_field_test(self.portfolio.field_test, self.accounts)
        outcome = test and read_outcome(
            test.accounts, self.sales, self.visits, start=test.start, end=test.end, as_of=as_of
        )
        told = {"spread": spread, "spread_clients": measured_on, "sizes": sizes, "field_test": outcome}
        return learnt | told

    @property
    def _rep_names(self) -> dict[str, str]:
        return dict(self.reps.set_index("rep_id")["name"])

    @property
    def _day_hours(self) -> pd.Series:
        longest: pd.Series = self.reps.set_index("rep_id")["day_hours"]
        return longest * (1 - self.portfolio.day_reserve_share)

    @property
    def _tables(self) -> StepTables:
        firm = self.portfolio
        win_backs = self.journeys.loc[self.journeys["journey"] == "win_back", "account_id"]
        return StepTables(
            self.accounts,
            self.account_types,
            self.scores,
            self.qualification,
            self.segments,
            self.typology_notes,
            self.visit_time,
            self.rep_time,
            self.prospect_target,
            self.decisions,
            visits_today=self.visits_today,
            win_backs=set(win_backs),
            agreed_visits=agreed_visits(self.visits, firm.plan_start, firm.plan_end),
            day_hours=self._day_hours,
            judged_curves=self.judgements,
            own_response=own_response(firm.response_file, self.accounts),
        )

    @property
    def _rules(self) -> Rules:
        firm = self.portfolio
        values = ("first_year_share", "win_back_rate", "visits_per_prospect", "margin_rate")
        return Rules(
            class_floors=firm.floor_visits,
            class_ceilings=firm.ceiling_visits,
            conversion_rate=self.need["conversion_rate"],
            new_client_eur=self.need["new_client_revenue_eur"],
            ceiling_ratio=firm.conversion_ceiling,
            plan_years=self.need["plan_share"],
            **self.given(*values, "prospect_visits_max"),
        )
