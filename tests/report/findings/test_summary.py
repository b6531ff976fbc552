"""The first screen says the right figures, and as much as half a run can tell."""

import pandas as pd
import pytest

from solver.parameters import Portfolio
from solver.parameters.basis import basis
from solver.report.findings.artifacts import Artifacts
from solver.report.findings.parameters import meaning
from solver.report.findings.summary import (
    capacity_note,
    gain_note,
    judgements,
    target_note,
    verdict,
)
from solver.words.i18n import speak_by_default


def test_half_a_run_says_how_far_it_is(firm):
    half = {"rep_time": firm["rep_time"], "reps": firm["reps"]}
    assert capacity_note(Artifacts(half)) is not None
    assert target_note(Artifacts(half)) is gain_note(Artifacts(half)) is None
    assert verdict(Artifacts(half)).startswith("The visits have not been shared out yet")


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.019, "small"),
        (0.021, "2.1% more than today's visits (€2)"),
        (0.0004, "no more than today's visits"),
    ],
)
def test_a_gain_is_called_small_under_two_per_cent_and_none_when_it_rounds_to_nothing(firm, share, words):
    comparison = pd.DataFrame(
        {
            "plan": ["plan", "today", "by_class", "equal"],
            "contribution_eur": [100.0, 98.0, 97.0, 90.0],
            "gain_eur": [0.0, 2.0, 3.0, 10.0],
            "gain_share": [0.0, share, 0.031, 0.111],
        }
    )
    said = verdict(Artifacts({"allocation": firm["allocation"], "comparison": comparison}))
    assert words in said.split(". ")[1]
    assert "a fixed frequency by class" in said, "the rule of thumb that comes nearest is named"
    assert "same number" not in said


def test_a_plan_that_brings_less_says_so_with_a_true_minus(firm):
    comparison = pd.DataFrame(
        {
            "plan": ["plan", "today"],
            "visits": [5, 7],
            "prospect_visits": [2, 1],
            "hours": [10.0, 12.0],
            "contribution_eur": [90.0, 100.0],
            "gain_eur": [0.0, -10.0],
            "gain_share": [0.0, -0.1],
        }
    )
    artifacts = {"allocation": firm["allocation"], "comparison": comparison}
    assert "brings 10.0% less than today's visits (€10)." in verdict(Artifacts(artifacts))


def test_a_parameter_is_judged_because_it_is_declared_so_in_whatever_language(portfolio):
    names = [judgement.name for judgement in judgements(portfolio)]
    assert {"offer_rate", "judged_curves", "client_growth_rate", "score_weights"} <= set(names)
    assert "abc_cut_a" not in names
    speak_by_default("fr")
    assert [judgement.name for judgement in judgements(portfolio)] == names
    assert meaning(Portfolio.model_fields["offer_rate"]).endswith("aboutissent (hypothèse).")
    assert "jugement" not in meaning(Portfolio.model_fields["abc_cut_a"])


def test_what_is_measured_without_a_value_is_declared_so():
    measured = [name for name, field in Portfolio.model_fields.items() if basis(field) == "measured"]
    assert measured == ["margin_rate", "attrition_rate", "new_client_revenue_eur", "pursuits_per_year"]


def test_a_gain_under_two_per_cent_is_called_small_beside_its_range():
    facts = {"gain_eur_low_80": -5.0, "gain_eur_high_80": 30.0, "same_hours_gain_eur": 8.0}
    small = gain_note(Artifacts({"gain.json": facts | {"gain_share": 0.01}}))
    assert small == "small, under 2%; four times in five −€5 to €30; €8 in today's hours"
    assert gain_note(Artifacts({"gain.json": facts | {"gain_share": 0.1}})).startswith("four times in five")
    assert gain_note(Artifacts({"gain.json": {}})) is None


def test_the_hours_say_of_how_many_reps_and_the_target_which_part_it_takes(firm):
    assert capacity_note(Artifacts(firm)).endswith("; 3 reps")
    time = firm["rep_time"]
    assert capacity_note(Artifacts({"rep_time": time[time["rep_id"] == "LBR"]})).endswith("; 1 rep")
    assert target_note(Artifacts(firm)).startswith("Prospect target: 94 visits, 4.8% of the hours for visits")
