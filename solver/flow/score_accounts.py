"""Step 9: put the criteria into one grid, and try how well it ranks."""

from functools import cached_property
from typing import Any

import pandas as pd

from solver.evidence.ranking import ranking_evidence
from solver.flow.step import Flow, Needed
from solver.method.score.score_accounts import note_accounts, score_accounts, score_facts, weights_in_force
from solver.method.score.score_sensitivity import sensitivity_facts, weight_sensitivity


class ScoreAccounts(Flow):
    """The criteria in, one score and its class per account out."""

    id = "09_score_accounts"
    parameters = (
        "typology_mode",
        "score_weights",
        "score_weights_prospects",
        "class_notes",
        "margin_brackets",
        "access_brackets",
        "stage_notes",
        "score_cut_s1",
        "score_cut_s2",
        "score_cut_s3",
        "score_known_share_min",
        "seed",
    )
    accounts = Needed()
    sales = Needed()
    segments = Needed()
    qualification = Needed()
    typology_notes = Needed()
    visit_time = Needed()

    @cached_property
    def notes(self) -> pd.DataFrame:
        """The note of each account on each criterion."""
        return note_accounts(
            self.accounts,
            self.segments,
            self.qualification,
            self.typology_notes,
            self.visit_time,
            **self.given("class_notes", "margin_brackets", "access_brackets", "stage_notes"),
        )

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
    def evidence(self) -> dict[str, Any]:
        """What each ranking would have caught, a year back."""
        return ranking_evidence(self.sales, as_of=self.portfolio.as_of, **self.given("seed"))

    @cached_property
    def sensitivity(self) -> dict[str, Any]:
        """Both trials of the ranking, in facts."""
        return sensitivity_facts(self.weight_sensitivity, self.evidence)
