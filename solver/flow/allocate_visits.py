"""Step 10: share out the visits, prove the plan, and say why."""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from solver.allocation import Allocation, AllocationProblem, allocate
from solver.allocation.explain import plan_table
from solver.allocation.explain.baselines import TODAY, compare_plans, todays_visits
from solver.allocation.explain.decision_prices import decision_prices
from solver.allocation.explain.draws import as_drawn, common_draws, met_and_won
from solver.allocation.explain.gain import where_the_gain_comes_from
from solver.allocation.explain.gain_facts import gain_facts, judgement_effects, plans_to_compare
from solver.allocation.explain.hand_over import hand_over
from solver.allocation.explain.hours import FILL, hours_curve, plan_that_pays, road_cost, stopping_plans
from solver.allocation.explain.prices import rule_prices
from solver.allocation.explain.questions import plan_questions
from solver.allocation.explain.relax import require_plan
from solver.allocation.explain.robustness import gain_in_draws, prospect_frontier
from solver.allocation.explain.short_days import short_of_days
from solver.allocation.explain.team_size import Leaver, leavers, team_size_values
from solver.allocation.explain.terms import client_terms
from solver.allocation.methods.resolve import TeamPlan, best_team
from solver.allocation.problem.build import Rules, StepTables, build_problem
from solver.allocation.problem.hour_cost import HORIZON, charged
from solver.allocation.problem.parts import PartsOfTables
from solver.allocation.problem.revalue import revalue, values_beneath
from solver.allocation.problem.workload import frequency_visits
from solver.calendar.build import visit_values
from solver.calendar.plan import dated_tours
from solver.calendar.replan import tours_again
from solver.calendar.tours import Tours
from solver.calendar.trial import found_days
from solver.evidence.field_test import (
    TOLD_SIZES,
    candidates,
    detectable_effect,
    read_outcome,
    spread_of_changes,
)
from solver.evidence.learn import learn_response
from solver.flow.measure_time import OF_A_VISIT
from solver.flow.on_trial import Trial, at_other_reps, on_trial, where_they_went
from solver.flow.plan_tables import PlanTables
from solver.intake.decided.field_test_list import read_field_test
from solver.method.actions.write_action_plan import lost_without_visits
from solver.method.behaviour.leaving import who_may_leave
from solver.method.time.measure_time import visit_time
from solver.method.time.nearer_reps import nearer_reps
from solver.method.time.other_reps import takers
from solver.tables import empty
from solver.value.inputs import margin_rates
from solver.value.judged import curve_controls, elasticities
from solver.value.judgements import judged_by
from solver.value.prospects import expected_of_plan
from solver.words.sentences import rep_names

TARGET_SHARES = (0, 0.5, 1, 1.5, 2, 2.5, 3)  # of the prospect target, at which the plan is made again
WORTH_TALKING_OVER = 300.0  # euros over the years counted that an account has to bring with a nearer rep
OF_BOUNDS = ("ramp_visits", "class_floors", "class_ceilings")  # rules that bound visits, and value none
# Draws of what is judged, for the range of the gain; every other one is solved again, for the verdict of each
# number. The accounts valued in all of them bound the work of a large firm.
DRAWS, FEWEST_DRAWS, DRAWN_ACCOUNTS, SOLVED_AGAIN = 80, 20, 800_000, 0.5


def target_shares(need: Mapping[str, Any]) -> list[float]:
    """Return the parts of the target to price: the usual ones, and both ends of the need's interval."""
    target = need["prospect_visits"]
    found = [need.get(f"prospect_visits_{end}") for end in ("low_80", "high_80")]
    return sorted({*map(float, TARGET_SHARES), *(round(end / target, 4) for end in found if end and target)})


class AllocateVisits(PlanTables):
    """What the steps before found in, visits per account with their proof and their reasons out."""

    @cached_property
    def judged_types(self) -> pd.DataFrame:
        """The same, with the elasticity that each pair of answers comes to."""
        return self.judgements.merge(elasticities(self.judgements), on="account_type")

    @cached_property
    def curve_controls(self) -> pd.DataFrame:
        """The answers that no plan uses, beside what the curves say there."""
        return curve_controls(self.judgements)

    @cached_property
    def trial(self) -> Trial:
        """The first plans, tried on the calendar, and what is known of days and roads since."""
        return on_trial(
            self._untried,
            lambda tables: self._stopping(build_problem(tables, self._rules)),
            lambda problem: allocate(
                problem,
                method=self.portfolio.allocation_method,
                **self.given("gap", "time_limit_s", "seed"),
            ),
            lambda asked, response: found_days(*self._tours(asked, visit_values(response))),
            trials=self.portfolio.calendar_trials,
        )

    def _tours(
        self, asked: pd.DataFrame, values: pd.DataFrame | None
    ) -> tuple[list[Tours], dict[str, pd.DataFrame]]:
        """Date visits as step 12 will: around the dates that stand, where some do."""
        given = self.tables_for(asked), self.settings, values
        return dated_tours(*given) if self.standing is None else tours_again(*given, self.standing)

    @property
    def trials(self) -> pd.DataFrame:
        """What each trial found, rep by rep."""
        return self.trial.lines

    @cached_property
    def short_of_days(self) -> pd.DataFrame:
        """Reps whose days are too few, what that costs, and what helps cheapest."""
        return short_of_days(self.trials, self._hour_cost, self.hand_over, self.firm_wide["call_effect"])

    @cached_property
    def filling_problem(self) -> AllocationProblem:
        """The problem in which hours are paid, so they are filled."""
        return build_problem(self._tables, self._rules)

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
        method = self.portfolio.allocation_method
        return require_plan(self.problem, self.trial.plan or allocate(self.problem, method=method, **solving))

    @cached_property
    def certificate(self) -> dict[str, Any]:
        """The proof: value over the years counted, bound, solver; and what it is worth in the first year."""
        return self.solution.certificate() | {
            "contribution_eur": float(self.allocation["contribution_eur"].sum()),
            "value_years": self.portfolio.value_years,
            "call_worth": self.firm_wide["call_effect"] * self.filling_problem.horizon,
            "road_cost_eur": road_cost(self.filling_problem, self.allocation["visits"].to_numpy()),
            "prospects_expected": self.prospects_expected,
            "moved": where_they_went(
                self.trial.first_visits, self.allocation.set_index("account_id")["visits"]
            ),
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
        table = plan_table.allocation_table(self.problem, self.solution, self.hour_prices, self.visits_today)
        paying = self.problem.levels.visits_at(self._plan_that_pays)
        risk = who_may_leave(self.loss_risk, self.segments).set_index("account_id")["p"]
        table = plan_table.with_risk(plan_table.in_their_words(table, self.decisions), risk)
        return table.assign(paying_visits=table["visits"].clip(upper=paying))

    @cached_property
    def _plan_that_pays(self) -> np.ndarray:
        return plan_that_pays(self.filling_problem, self._hour_cost)

    @cached_property
    def prospects_expected(self) -> dict[str, Any]:
        """What the visits to prospects are expected to come to, and what of their target found no day."""
        expected = expected_of_plan(
            self.prospect_terms,
            self.allocation.set_index("account_id")["visits"],
            ceiling_ratio=self.portfolio.conversion_ceiling,
            **self.given("visits_per_prospect"),
        )
        to_prospects = self.allocation["kind"] == "prospect"
        return expected | {
            "hours": float(self.allocation.loc[to_prospects, "hours"].sum()),
            "no_day": int(self.problem.reps["prospect_visits_no_day"].sum()),
            "margin_rate": self.margin.rate,
            "margin_basis": self.margin.basis,
        }

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
        travel = self._tables.visit_time.set_index("account_id")["travel_minutes"]
        return where_the_gain_comes_from(
            self.problem, self.solution, self.visits_today, travel_minutes=travel
        )

    @cached_property
    def rule_prices(self) -> pd.DataFrame:
        """What each floor, ceiling, lock and target costs."""
        return rule_prices(self.filling_problem, rep_names=self._rep_names)

    @cached_property
    def decision_prices(self) -> pd.DataFrame:
        """What each decision costs or brings."""
        return decision_prices(self.filling_problem, self.decisions, self._filling_with_reps, self.reps)

    @cached_property
    def plan_questions(self) -> pd.DataFrame:
        """What the plan supposes that somebody has to confirm."""
        objects = self.problem.accounts.set_index("account_id")["opposed"]  # all its people, too
        opposed = self.accounts["account_id"].map(objects).fillna(self.accounts["opposed"]).astype(bool)
        known = (self.accounts.assign(opposed=opposed), self.segments, self.qualification)
        return plan_questions(self.allocation, *known, self.account_terms, self.judgements)

    @cached_property
    def prospect_frontier(self) -> pd.DataFrame:
        """The plan's value for fewer and for more visits to prospects."""
        return prospect_frontier(self.filling_problem, shares=target_shares(self.need))

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
        known = self.qualification.set_index("account_id")
        flags = known["flag"]
        effects = self.judgement_effects.set_index("judgement")["half_gain_eur"]
        return gain_facts(
            self.problem,
            self._plans,
            self.gain_draws,
            logged=self.visits_today,
            stale=set(flags.index[flags.eq("stale")]),
            reached=frozenset(known.index[known["gap_eur"].eq(0) & known["revenue_eur"].gt(0)]),
            room_halved_eur=float(effects.get("saturation", float("nan"))),
            margin_rates=margin_rates(
                self.problem.accounts["account_id"], self.segments, self._rules.margin_rate
            ),
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
    def _in_draws(self) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
        on_record = met_and_won(self.funnel)
        number = min(DRAWS, max(DRAWN_ACCOUNTS // len(self.problem.accounts), FEWEST_DRAWS))
        draws = common_draws(self._rules, met_and_won=on_record, draws=number, seed=self.portfolio.seed)
        lines = (draw for _number, draw in draws.iterrows())
        drawn = ((draw, self._revalued(*as_drawn(self._tables, self._rules, draw))) for draw in lines)
        return gain_in_draws(drawn, self._plans, int(SOLVED_AGAIN * number), self._leavers)

    @cached_property
    def hours_curve(self) -> pd.DataFrame:
        """The plan's value for fewer and for more hours."""
        return hours_curve(self.problem, made=self._planned, years=self.filling_problem.horizon)

    @cached_property
    def stopping_plans(self) -> pd.DataFrame:
        """The hours filled, beside visits that stop where an hour no longer earns its cost."""
        (stop,) = self.given("stop_at_cost").values()
        made = {HORIZON: self._plan_that_pays, stop or FILL: self._planned}
        return stopping_plans(self.filling_problem, self._hour_cost, made)

    @cached_property
    def hand_over(self) -> pd.DataFrame:
        """What it would bring to hand accounts over to a nearer rep; never done without a decision."""
        years = self.filling_problem.horizon
        return hand_over(
            self.problem,
            self.with_reps,
            self.nearer_reps,
            self.duplicates,
            years=years,
            least_eur=WORTH_TALKING_OVER,
        )

    @cached_property
    def team_size(self) -> pd.DataFrame:
        """One rep fewer, or one more."""
        return team_size_values(
            self.problem,
            self._best_team,
            self._leavers,
            self.visit_cost.set_index("rep_id")["annual_cost_eur"],
            lost_without_visits_eur=lost_without_visits(self.allocation, self.response),
            years=self.filling_problem.horizon,
            drawn=self._in_draws[2],
            rep_names=self._rep_names,
        )

    @cached_property
    def _leavers(self) -> list[Leaver]:
        """The visits without each rep in turn, accounts taken over."""
        who = takers(
            self.accounts,
            self.reps,
            self.roads,
            visit_minutes=self.visit_time.set_index("account_id")["visit_minutes"],
            day_hours=self._day_hours,
        )
        return leavers(self.problem, self._best_team, self.with_reps, who)

    @cached_property
    def _best_team(self) -> TeamPlan:
        """The plan solved to the last euro: differences between plans mean something only between such."""
        return best_team(self.problem)

    def with_reps(
        self, rep_of: Mapping[Hashable, str], reps: Collection[str] | None = None
    ) -> AllocationProblem:
        """Return the problem with some accounts at other reps: hours, road, bounds are those there.

        Where reps are named, their part of it alone: those who give an account and those who take one.
        """
        return self._stopping(self._filling_with_reps(rep_of, reps))

    def _filling_with_reps(
        self, rep_of: Mapping[Hashable, str], reps: Collection[str] | None = None
    ) -> AllocationProblem:
        tables = self._tables if reps is None else self._parts.of_reps(reps)
        own = zip(tables.accounts["account_id"], tables.accounts["rep_id"], strict=True)
        accounts = tables.accounts.assign(rep_id=[rep_of.get(account, rep) for account, rep in own])
        firm = {name: getattr(self.portfolio, name) for name in OF_A_VISIT}
        times = visit_time(accounts, self.reps, self.roads, **firm)
        return build_problem(at_other_reps(tables, accounts, times, estimated=self._estimated), self._rules)

    def _revalued(self, tables: StepTables, rules: Rules) -> AllocationProblem:
        same_cap = tables.typology_notes is self._tables.typology_notes
        if not same_cap or any(getattr(rules, name) != getattr(self._rules, name) for name in OF_BOUNDS):
            valued = replace(tables, response=self.filling_problem.response)
            return self._stopping(build_problem(valued, rules))
        return revalue(self.problem, tables, rules, self._values_beneath)

    @cached_property
    def _values_beneath(self) -> pd.DataFrame:
        """What no judgement moves beneath the values: worked out once for all that is drawn anew."""
        return values_beneath(self.problem, self._tables, self._rules)

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
    def _tables(self) -> StepTables:
        return self.trial.tables

    @cached_property
    def _parts(self) -> PartsOfTables:
        return PartsOfTables(replace(self._tables, response=self.filling_problem.response))

    @cached_property
    def _estimated(self) -> pd.Series:
        """The drive of a visit to each account, before any trial."""
        drives: pd.Series = self.visit_time.set_index("account_id")["travel_minutes"]
        return drives

    @property
    def _rep_names(self) -> dict[str, str]:
        return rep_names(self.reps)

    @property
    def _hour_cost(self) -> pd.Series:
        costs: pd.Series = self.visit_cost.set_index("rep_id")["cost_per_hour_eur"]
        return costs

    @cached_property
    def _planned(self) -> np.ndarray:
        """The visits of the plan, in the order of the problem's accounts."""
        visits = self.allocation.set_index("account_id")["visits"]
        return visits.loc[self.problem.accounts["account_id"]].to_numpy()
