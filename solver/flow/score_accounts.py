"""Step 9: put the criteria into one grid, and try how well it ranks."""

from collections.abc import Callable, Mapping
from functools import cache, cached_property, partial
from typing import Any, Self

import pandas as pd

from solver.evidence.backtest import backtest, risk_argued
from solver.evidence.cut_offs import CutOff, covered_months
from solver.evidence.loss_risk import loss_risk
from solver.flow.as_it_was import as_it_was, potentials_of
from solver.flow.step import Flow, Needed
from solver.method.accounts.debts import to_settle
from solver.method.score.score_accounts import note_accounts, score_accounts, score_facts, weights_in_force
from solver.method.score.score_sensitivity import sensitivity_facts, weight_sensitivity
from solver.parameters import Portfolio
from solver.run import step_spec
from solver.tables.criteria import CRITERIA

SCALES = tuple(dict.fromkeys(each.scale for each in CRITERIA if each.scale))


class ScoreAccounts(Flow):
    """The criteria in, one score and its class per account out, and what the firm's past says of them."""

    id = "09_score_accounts"
    parameters = (
        "typology_mode",
        "score_weights",
        "score_weights_prospects",
        *SCALES,
        "score_cut_s1",
        "score_cut_s2",
        "score_cut_s3",
        "score_known_share_min",
        "overdue_days_max",
        "overdue_share_max",
        "seed",
    )
    accounts = Needed()
    sales = Needed()
    prospect_events = Needed()
    visit_time = Needed()
    need = Needed("need.json")
    segments = Needed()
    qualification = Needed()
    typology = Needed()
    label_losses = Needed()
    typology_notes = Needed()
    overdue = Needed()

    @classmethod
    def on_the_past(cls, made: Mapping[str, Any], portfolio: Portfolio) -> Self:
        """Return the step for its back-test alone, which asks for nothing but what step 1 makes."""
        return cls({**dict.fromkeys(step_spec(cls.id).needs), **made}, portfolio)

    @cached_property
    def notes(self) -> pd.DataFrame:
        """The note of each account on each criterion."""
        return note_accounts(
            self.accounts,
            self.segments,
            self.qualification,
            self.typology_notes,
            self.visit_time,
            **self.scales,
        )

    @cached_property
    def to_settle(self) -> pd.DataFrame:
        """The accounts that owe too much, or for too long: nothing more is sold before they have paid."""
        limits = self.given("overdue_days_max", "overdue_share_max")
        return to_settle(self.overdue, self.segments, as_of=self.portfolio.as_of, **limits)

    @cached_property
    def scales(self) -> dict[str, Any]:
        """What turns facts into notes."""
        return self.given(*SCALES)

    @cached_property
    def grid(self) -> dict[str, Any]:
        """Weights, cuts and best note, as `score_accounts` takes them."""
        cuts = self.given("score_cut_s1", "score_cut_s2", "score_cut_s3", "score_known_share_min")
        return {
            "score_weights": weights_in_force(**self.given("score_weights", "typology_mode")),
            "note_max": max(self.portfolio.class_notes.values()),
            **self.given("score_weights_prospects"),
            **cuts,
        }

    @cached_property
    def scores(self) -> pd.DataFrame:
        """The score of each account, its class and where its points come from."""
        return score_accounts(self.notes, **self.grid)

    @cached_property
    def score_facts(self) -> dict[str, Any]:
        """How many accounts are in each class, and how well they are known."""
        return score_facts(self.scores, **self.given("score_known_share_min"))

    @cached_property
    def weight_sensitivity(self) -> pd.DataFrame:
        """What moves when a weight moves."""
        return weight_sensitivity(self.notes, **self.grid)

    @cached_property
    def potentials(self) -> pd.DataFrame:
        """The potentials that bear a date."""
        return potentials_of(self.accounts)

    @cached_property
    def as_it_was(self) -> Callable[[CutOff], dict[str, Any]]:
        """What the method would have said on a day of the past."""
        return cache(partial(as_it_was, self.tables, self.portfolio, self.grid, self.scales))

    @cached_property
    def evidence(self) -> dict[str, Any]:
        """What each ranking was worth on the firm's own past."""
        return backtest(**self._past)

    @cached_property
    def risk_argued(self) -> bool | None:
        """Whether the firm's past tells who will leave: step 8 asks it without the rest."""
        return risk_argued(**self._past)

    @property
    def _past(self) -> dict[str, Any]:
        return {
            "sales": self.sales,
            "potentials": self.potentials,
            "as_of": self.portfolio.as_of,
            "replay": self.as_it_was,
            **self.given("seed"),
        }

    @cached_property
    def loss_risk(self) -> pd.DataFrame:
        """The chance that each client buys nothing in the year to come."""
        return loss_risk(
            self.sales,
            self.potentials,
            self.typology,
            as_of=self.portfolio.as_of,
            known_months=covered_months(self.sales, self.portfolio.as_of),
            label_losses=self.label_losses,
            lost_eur=self.need["lost_eur"],
        )

    @cached_property
    def sensitivity(self) -> dict[str, Any]:
        """What moving the weights does to the ranking, in facts."""
        return sensitivity_facts(self.weight_sensitivity)
