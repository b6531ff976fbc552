"""Step 10: share out the visits, prove the plan, and say why."""

from collections.abc import Hashable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from solver.allocation import Allocation, AllocationProblem, allocate
from solver.allocation.explain import plan_table
from solver.allocation.explain.baselines import compare_plans, todays_visits
from solver.allocation.explain.decision_prices import decision_prices
from solver.allocation.explain.draws import as_drawn, common_draws
from solver.allocation.explain.gain import where_the_gain_comes_from
from solver.allocation.explain.gain_facts import gain_facts, judgement_effects, plans_to_compare
from solver.allocation.explain.hand_over import hand_over
from solver.allocation.explain.hours import FILL, hours_curve, stopping_plans
from solver.allocation.explain.prices import rule_prices
from solver.allocation.explain.questions import plan_questions
from solver.allocation.explain.relax import require_plan
from solver.allocation.explain.robustness import TODAY, gain_in_draws, prospect_frontier
from solver.allocation.explain.team_size import team_size_values
from solver.allocation.explain.terms import client_terms
from solver.allocation.problem.build import Rules, StepTables, build_problem, revalue
from solver.allocation.problem.hour_cost import charged
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
from solver.method.behaviour.order_facts import last_active_year
from solver.method.time.nearer_reps import nearer_reps
from solver.method.time.other_reps import takers, visit_time_at
from solver.tables import empty
from solver.value.judged import curve_controls, curve_table, elasticities
from solver.value.judgements import FIRM_WIDE, firm_wide_in_force, judged_by, judgements_in_force
from solver.value.prospects import expected_of_plan, prospect_terms
from solver.value.visit_log import agreed_visits, visits_of_journeys, visits_of_the_year

TARGET_SHARES = (0, 0.5, 1, 1.5, 2, 2.5, 3)  # of the prospect target, at which the plan is made again
DRAWS, SOLVED_AGAIN = 80, 40  # of what is judged: for the range of the gain, for the verdict of each number


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
        "save_share",
        "call_effect",
        "carry_over",
        "value_years",
        "km_cost_eur",
        "ramp_visits",
        "stop_at_cost",
        "first_year_share",
        "minimum_cases",
        "conversion_ceiling",
        *("win_back_rate", "visits_per_prospect", "prospect_visits_max", "margin_rate"),
        "day_reserve_share",
        *("floor_visits", "ceiling_visits", "fixed_frequency"),
        *("allocation_method", "gap", "time_limit_s", "seed"),
    )
    accounts = Needed()
    sales = Needed()
    visits = Needed()
    decisions = Needed()
    reps = Needed()
    drives = Needed()
    rep_time = Needed()
    visit_time = Needed()
    visit_cost = Needed()
    prospect_target = Needed()
    need = Needed("need.json")
    funnel = Needed()
    segments = Needed()
    qualification = Needed()
    account_types = Needed()
    typology_notes = Needed()
    journeys = Needed()
    scores = Needed()
    loss_risk = Needed()
    duplicates = Needed()
    purge_list = Needed()

    @cached_property
    def judgements(self) -> pd.DataFrame:
        """What was judged of visits, type by type: the worksheets' medians, else the parameters."""
        return judgements_in_force(self.portfolio.judgement_files, curve_table(self.portfolio.judged_curves))

    @cached_property
    def judged_types(self) -> pd.DataFrame:
        """The same, with the elasticity that each pair of answers comes to."""
        return self.judgements.merge(elasticities(self.judgements), on="account_type")

    @cached_property
    def firm_wide(self) -> dict[str, float]:
        """What is judged once for the firm: the part of leavers visits would keep, the worth of a call."""
        return firm_wide_in_force(self.portfolio.judgement_files, self.given(*FIRM_WIDE))

    @cached_property
    def curve_controls(self) -> pd.DataFrame:
        """The answers that no plan uses, beside what the curves say there."""
        return curve_controls(self.judgements)

    @cached_property
    def visits_today(self) -> pd.Series | None:
        """Visits of the last 12 months; none where there is no log."""
        return visits_of_the_year(self.visits, self.portfolio.as_of)

    @cached_property
    def filling_problem(self) -> AllocationProblem:
        """The problem in which hours are paid, so they are filled."""
        return build_problem(self._tables, self._rules)

    @cached_property
    def prospects(self) -> pd.DataFrame:
        """Each prospect's first year over the mean, its chance over the usual one, its chance to be met."""
        terms = self.prospect_terms
        return terms[["account_id", "met"]].assign(
            size_fold=terms["first_year_eur"] / self.need["new_client_revenue_eur"],
            win_fold=terms["win_rate"] / self.need["conversion_rate"],
        )

    @cached_property
    def problem(self) -> AllocationProblem:
        """The problem: values, hours, floors, ceilings, targets, and where visits stop."""
        return self._stopping(self.filling_problem)

    @cached_property
    def account_terms(self) -> pd.DataFrame:
        """What the value of each client's visits is made of, the largest first."""
        return client_terms(self.problem)

    @cached_property
    def solution(self) -> Allocation:
        """The plan with its proof."""
        solving = self.given("gap", "time_limit_s", "seed")
        found = allocate(self.problem, method=self.portfolio.allocation_method, **solving)
        return require_plan(self.problem, found)

    @cached_property
    def certificate(self) -> dict[str, Any]:
        """The proof: value over the years counted, bound, solver; and what it is worth in the first year."""
        return self.solution.certificate() | {
            "contribution_eur": float(self.allocation["contribution_eur"].sum()),
            "value_years": self.portfolio.value_years,
            "prospects_expected": self.prospects_expected,
        }

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
    def plan_questions(self) -> pd.DataFrame:
        """What the plan supposes that somebody has to confirm."""
        known = (self.accounts, self.segments, self.qualification)
        return plan_questions(self.allocation, *known, self.account_terms, self.judgements)

    @cached_property
    def prospect_terms(self) -> pd.DataFrame:
        """What the value of each prospect rests on: first year, chance to win, chance to be met."""
        known = self.qualification[["account_id", "accessible_eur", "flag"]].merge(
            self.account_types[["account_id", "account_type"]], on="account_id"
        )
        return prospect_terms(
            self.accounts.merge(known, on="account_id"),
            pd.DataFrame(self.need["win_rates"]),
            self.need,
            pursuits_a_year=self.need["on_record"]["pursuits_a_year"] * self.need["plan_share"],
            new_client_revenue_eur=self.need["new_client_revenue_eur"],
            **self.given("first_year_share"),
        )

    @cached_property
    def prospects_expected(self) -> dict[str, Any]:
        """What the plan's visits to prospects are expected to come to."""
        return expected_of_plan(
            self.prospect_terms,
            self.allocation.set_index("account_id")["visits"],
            ceiling_ratio=self.portfolio.conversion_ceiling,
            **self.given("visits_per_prospect"),
        )

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
    def gain_draws(self) -> pd.DataFrame:
        """The gain of the plan when what is judged is drawn anew."""
        return self._in_draws[0]

    @cached_property
    def stability(self) -> pd.DataFrame:
        """How firm each number of visits is."""
        return self._in_draws[1]

    @cached_property
    def judgement_effects(self) -> pd.DataFrame:
        """The gain with each judgement half as large, and twice."""
        if TODAY not in self._plans:
            return empty("judgement_effects")
        idle = self.given("first_year_share") | {"call_effect": self.firm_wide["call_effect"]}
        made = judgement_effects(self._revalued, self._tables, self._rules, self._plans[TODAY], idle)
        said = judged_by(self.portfolio, self.judgements)
        return made.assign(judged_by=made["judgement"].map(said))

    @cached_property
    def gain(self) -> dict[str, Any]:
        """The gain over today's visits, its range and its parts."""
        flags = self.qualification.set_index("account_id")["flag"]
        effects = self.judgement_effects.set_index("judgement")["half_gain_eur"]
        return gain_facts(
            self.problem,
            self._plans,
            self.gain_draws,
            logged=self.visits_today,
            stale=set(flags.index[flags.eq("stale")]),
            room_halved_eur=float(effects.get("saturation", float("nan"))),
        )

    @cached_property
    def _plans(self) -> dict[str, Any]:
        """The plan, today's visits, and the best plan in today's hours."""
        assert self.solution.visits is not None
        plan = self.solution.visits.reindex(self.problem.account_ids).to_numpy(dtype="int64")
        log = self.visits_today
        today = None if log is None or not log.sum() else todays_visits(self.problem, log)
        return plans_to_compare(self.problem, plan, today)

    @cached_property
    def _in_draws(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        won = self.funnel[self.funnel["stage"] == "won"]
        draws = common_draws(
            self._rules,
            prospects_met=int(won["cases"].sum()),
            won=int(won["successes"].sum()),
            draws=DRAWS,
            seed=self.portfolio.seed,
        )
        lines = (draw for _number, draw in draws.iterrows())
        drawn = ((draw, self._revalued(*as_drawn(self._tables, self._rules, draw))) for draw in lines)
        return gain_in_draws(drawn, self._plans, SOLVED_AGAIN)

    @cached_property
    def hours_curve(self) -> pd.DataFrame:
        """The plan's value for fewer and for more hours."""
        return hours_curve(self.problem, made=self._planned)

    @cached_property
    def stopping_plans(self) -> pd.DataFrame:
        """The hours filled, beside visits that stop where an hour no longer earns its cost."""
        (stop,) = self.given("stop_at_cost").values()
        made = {stop or FILL: self._planned}
        return stopping_plans(self.filling_problem, self._hour_cost, made)

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
        tables = replace(self._tables, accounts=accounts, visit_time=times)
        return self._stopping(build_problem(tables, self._rules))

    def _revalued(self, tables: StepTables, rules: Rules) -> AllocationProblem:
        if rules.ramp_visits != self._rules.ramp_visits:  # which bounds the visits, and values none
            return self._stopping(build_problem(tables, rules))
        return revalue(self.problem, tables, rules)

    def _stopping(self, problem: AllocationProblem) -> AllocationProblem:
        """Charge the hours, where visits are to stop at their cost."""
        (stop,) = self.given("stop_at_cost").values()
        return charged(problem, self._hour_cost, stop) if stop else problem

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
    def _hour_cost(self) -> pd.Series:
        costs: pd.Series = self.visit_cost.set_index("rep_id")["cost_per_hour_eur"]
        return costs

    @property
    def _day_hours(self) -> pd.Series:
        longest: pd.Series = self.reps.set_index("rep_id")["day_hours"]
        return longest * (1 - self.portfolio.day_reserve_share)

    @cached_property
    def _tables(self) -> StepTables:
        firm = self.portfolio
        win_backs = self.journeys.loc[self.journeys["journey"] == "win_back", "account_id"]
        past = last_active_year(self.sales, as_of=firm.as_of, **self.given("margin_rate"))
        past = past.set_index("account_id")
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
            prospects=self.prospects,
            past_margin_eur=past["past_margin_eur"].clip(lower=0.0),
            journey_visits=visits_of_journeys(self.journeys),
            doubles=set(self.duplicates["other_id"]),
            to_delete=set(self.purge_list["account_id"]),
            day_hours=self._day_hours,
            loss_risk=self.loss_risk,
            judged_curves=self.judgements,
            own_response=own_response(firm.response_file, self.accounts),
        )

    @cached_property
    def _planned(self) -> np.ndarray:
        """The visits of the plan, in the order of the problem's accounts."""
        visits = self.allocation.set_index("account_id")["visits"]
        return visits.loc[self.problem.accounts["account_id"]].to_numpy()

    @cached_property
    def _rules(self) -> Rules:
        firm = self.portfolio
        values = ("win_back_rate", "visits_per_prospect", "margin_rate")
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
            **self.given(*values, *over_years, "prospect_visits_max", "ramp_visits"),
        )
