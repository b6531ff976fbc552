"""A finished run as the figures of the value model are read off it: hours filled, target not binding."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from solver.allocation.explain.draws import moved_curves
from solver.allocation.explain.hours import HORIZON
from solver.allocation.methods.resolve import TeamPlan, best_team
from solver.allocation.problem import build
from solver.allocation.problem.hour_cost import charged
from solver.allocation.problem.problem import AllocationProblem
from solver.flow.allocate_visits import AllocateVisits
from solver.flow.set_prospect_target import SetProspectTarget
from solver.parameters.load import override
from solver.parameters.method import MOST_VISITS
from solver.run import Run, step_spec
from solver.value.clients import account_terms, client_values
from solver.value.response import is_buying

TENTH = 0.1


class Firm:
    """A run, its step 10 made again without a target, and what else is asked of it.

    Parameters
    ----------
    run : Run
        Finished to step 10 at least.
    """

    def __init__(self, run: Run) -> None:
        self.run = run
        needs = {name: run.read(name) for name in step_spec(AllocateVisits.id).needs}
        needs["prospect_target"] = needs["prospect_target"].assign(prospect_visits=0)
        self.step = AllocateVisits(needs, override(run.portfolio(), stop_at_cost=False))
        self.problem = self.step.problem
        self.ids = self.problem.account_ids
        self.kind = self.problem.accounts["kind"].to_numpy()
        self.tables, self.rules = self.step._tables, self.step._rules

    @cached_property
    def plan(self) -> np.ndarray:
        """The plan, in the problem's order."""
        return self.step._plans["plan"]

    @cached_property
    def today(self) -> np.ndarray:
        """Today's visits as the product values them."""
        return self.step._plans["today"]

    @cached_property
    def logged(self) -> np.ndarray:
        """Visits of the last 12 months as the log has them."""
        return self.step.visits_today.reindex(self.ids).fillna(0).to_numpy(dtype=int)

    @cached_property
    def stopped(self) -> TeamPlan:
        """The plan that stops where an hour no longer earns its cost within the years counted."""
        return best_team(charged(self.step.filling_problem, self.step._hour_cost, HORIZON))

    @cached_property
    def about(self) -> pd.DataFrame:
        """What the steps before say of each account, in the problem's order."""
        about = self.problem.accounts.set_index("account_id")
        for name, columns in (
            ("typology", ["behaviour"]),
            ("segments", ["segment", "revenue_eur", "margin_eur"]),
            ("qualification", ["potential_eur", "flag"]),
        ):
            known = self.run.read(name).drop_duplicates("account_id").set_index("account_id")[columns]
            about = about.drop(columns=columns, errors="ignore").join(known)
        return about.loc[self.ids]

    @cached_property
    def terms(self) -> pd.DataFrame:
        """What the value of each buying client is made of."""
        values = build.valued(self.problem.accounts, self.tables, self.rules)
        curves = self.tables.judged_curves
        return account_terms(values[is_buying(values)], curves, save_share=self.rules.save_share)

    def margin(self, account_id: str, *visits: int) -> list[float]:
        """First-year margin of an account at these numbers of visits."""
        row = self.ids.get_loc(account_id)
        return [float(self.problem.contribution_eur[row, number]) for number in visits]

    def elasticity(self, account_type: str | None = None) -> tuple[float, float]:
        """Percent of contribution that one percent more, and one fewer, of today's visits is worth."""
        terms = self.terms
        chosen = terms if account_type is None else terms[terms["account_type"] == account_type]
        today = chosen["visits_today"].to_numpy()[:, None]
        steps = today * np.array([1 - TENTH, 1.0, 1 + TENTH])
        less, here, more = client_values(chosen, steps).sum(axis=0)
        return (more / here - 1) / TENTH, (1 - less / here) / TENTH

    def again(self, tables: Mapping[str, Any] | None = None, **rules: Any) -> TeamPlan:
        """Solve again with other tables or rules."""
        changed = replace(self.tables, **(tables or {}))
        return best_team(build.build_problem(changed, replace(self.rules, **rules)))

    def room_times(self, factor: float) -> TeamPlan:
        """Solve again with the judged room so many times as large."""
        draw = pd.Series({"response_factor": factor, "effort_factor": 1.0})
        return self.again({"judged_curves": moved_curves(self.tables.judged_curves, draw, loss=False)})

    def same_risk(self) -> TeamPlan:
        """Solve again with one risk for all buying clients, their mean by revenue."""
        risk = self.tables.loss_risk
        revenue = self.about["revenue_eur"].reindex(risk["account_id"]).clip(lower=0).fillna(0).to_numpy()
        mean = float(risk["p"] @ revenue / revenue.sum())
        return self.again({"loss_risk": risk.assign(p=mean)})

    def moved(self, other: TeamPlan, more_than: int) -> int:
        """How many accounts another plan moves by more than so many visits."""
        return int((np.abs(other.visits - self.plan) > more_than).sum())

    def visits_of(self, column: str, name: str) -> int:
        """Visits of the plan to the accounts of one kind, behaviour or type."""
        return int(self.plan[(self.about[column] == name).to_numpy()].sum())

    @cached_property
    def growth(self) -> pd.Series:
        """What the plan adds to each buying client, over its margin of the last 12 months."""
        change = self.problem.value_of(self.plan) - self.problem.value_of(self.logged.clip(max=MOST_VISITS))
        terms = self.terms.set_index("account_id")
        added = pd.Series(change, index=self.ids).reindex(terms.index)
        return added / (terms["margin_rate"] * terms["revenue_eur"])

    def if_met(self, visits: int) -> np.ndarray:
        """First-year margin of every account at so many visits, of a prospect as if it was met."""
        met = self.step.prospect_terms.set_index("account_id")["met"].reindex(self.ids).fillna(1.0)
        return self.problem.contribution_eur[:, visits] / met.to_numpy()

    @property
    def strictly_capped(self) -> AllocationProblem:
        """The problem in which contact caps cut clients below what they accepted."""
        notes = self.run.read("typology_notes").set_index("account_id")["visit_cap"]
        accounts = self.problem.accounts
        decided = accounts["ceiling_rule"].eq("decision") | accounts["locked_visits"].notna()
        caps = np.where(decided, np.inf, notes.reindex(self.ids).astype(float).fillna(np.inf))
        most = np.minimum(accounts["max_visits"], caps).astype(int)
        least = np.minimum(accounts["min_visits"], most)
        return self.problem.with_tables(accounts=accounts.assign(max_visits=most, min_visits=least))

    def need_at(self, growth_rate: float) -> dict[str, Any]:
        """Step 3 at another goal."""
        needs = {name: self.run.read(name) for name in step_spec(SetProspectTarget.id).needs}
        return SetProspectTarget(needs, override(self.run.portfolio(), growth_rate=growth_rate)).need

    def rule_price(self, rule: str) -> float:
        """First-year price of one rule, all reps together."""
        prices = self.step.rule_prices
        return float(prices.loc[prices["rule"] == rule, "forgone_eur"].sum())
