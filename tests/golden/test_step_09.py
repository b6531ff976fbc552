"""Step 9 against two published scoring grids and the course case."""

import pandas as pd
import pytest

from solver.method.accounts.qualify_portfolio import qualify
from solver.method.accounts.segment_portfolio import segment
from solver.method.score.score_accounts import note_accounts, score_accounts, score_facts
from solver.method.score.score_grid import bracket_notes, score_classes, weighted_points
from solver.method.score.score_sensitivity import weight_sensitivity
from solver.parameters.method import MethodParameters

MINUTES_OF_ZONE = {"Z1": 10.0, "Z2": 40.0, "Z3": 75.0}
DEFAULTS = MethodParameters()
GRID = {
    "score_weights": DEFAULTS.score_weights,
    "score_weights_prospects": DEFAULTS.score_weights_prospects,
    "note_max": 5,
    "score_cut_s1": 75,
    "score_cut_s2": 55,
    "score_cut_s3": 35,
    "score_known_share_min": 0.5,
}


@pytest.mark.published("account_index")
def test_account_index_sums_points_over_their_maxima(example):
    maxima = {"profile": 15, "size": 15, "age": 15, "decision": 15, "opportunity": 20, "history": 20}
    notes = pd.DataFrame([example["inputs"]["notes"]], columns=list(maxima))
    points = weighted_points(notes, dict.fromkeys(maxima, 1.0), maxima)
    assert points[["points", "points_max"]].iloc[0].tolist() == [example["expected"]["score"], 100]
    # Its classes A (from 80), B (from 60) and C are our S1, S2 and S3.
    published = {"A": "S1", "B": "S2"}[example["expected"]["classe"]]
    assert score_classes(points["points"], (80, 60, 0)).tolist() == [published]


@pytest.mark.published("si_imbriquee")
def test_points_are_coefficient_times_the_note_of_the_bracket(example):
    given, expected = example["inputs"], example["expected"]
    brackets = {
        "evol": [[0, 0], [0.05, 3], [0.10, 6]],
        "ca": [[0, 1], [1_000, 4], [6_500, 6]],
        "marge": [[0, 0], [0.42, 2], [0.45, 3]],
        "refs": [[0, 0], [8, 2], [12, 3]],
    }
    notes = pd.DataFrame({name: bracket_notes(pd.Series([given[name]]), brackets[name]) for name in brackets})
    coefficients = {"evol": 2, "ca": 3, "marge": 3, "refs": 1}
    best = {name: max(note for _bound, note in brackets[name]) for name in brackets}
    points = weighted_points(notes, coefficients, best).iloc[0]
    assert (points["points"], points["points_max"]) == (expected["score"], expected["max"])


def test_revenue_of_1000_is_in_one_bracket_only():
    # The published grid puts it in two; half-open brackets put it in the upper one.
    assert bracket_notes(pd.Series([999.99, 1_000.0]), [[0, 1], [1_000, 4], [6_500, 6]]).tolist() == [1, 4]


@pytest.fixture
def notes(fil_rouge):
    segments = segment(fil_rouge.facts)
    qualification = qualify(
        fil_rouge.accounts,
        segments,
        as_of=fil_rouge.as_of,
        potential_per_head_eur=None,
        accessible_share=0.8,
        potential_fresh_months=12,
    )
    typology_notes = fil_rouge.answers[["account_id"]].assign(
        typology_note=fil_rouge.answers["behaviour"].map(DEFAULTS.typology_note)
    )
    visit_time = fil_rouge.facts[["account_id"]].assign(
        home_minutes=fil_rouge.facts["zone"].map(MINUTES_OF_ZONE)
    )
    return note_accounts(
        fil_rouge.accounts,
        segments,
        qualification,
        typology_notes,
        visit_time,
        class_notes=DEFAULTS.class_notes,
        margin_brackets=[[0.0, 2], [0.20, 3], [0.25, 4], [0.30, 5]],
        access_brackets=DEFAULTS.access_brackets,
        stage_notes=DEFAULTS.stage_notes,
    )


def test_fil_rouge_scores_and_classes(notes, fil_rouge):
    scores = score_accounts(notes, **GRID)
    ranked = scores.sort_values(["score", "account_id"], ascending=[False, True])
    assert ranked["account_id"].str[1:].astype(int).tolist() == [5, 1, 4, 2, 3, 8, 9, 7, 6, 12, 10, 11]
    assert ranked["score"].round(9).tolist() == [100, 96, 92, 80, 78, 78, 60, 54, 50, 44, 30, 24]
    assert scores["score_class"].tolist() == fil_rouge.answers["score_class"].tolist()
    assert score_facts(scores, score_known_share_min=0.5)["by_class"]["clients"] == {
        "S1": 6,
        "S2": 1,
        "S3": 3,
        "S4": 2,
    }


def test_fil_rouge_contributions_sum_to_the_score(notes):
    scores = score_accounts(notes, **GRID).set_index("account_id")
    points = scores.filter(like="_points")
    assert points.sum(axis=1).tolist() == pytest.approx(scores["score"].tolist())
    # C02: A and A' take their 30 points; standard 2/5 of 20, margin 3/5 of 10, zone 2 3/5 of 10.
    parts = ["revenue_points", "potential_points", "typology_points", "margin_points", "access_points"]
    assert points.loc["C02", parts].tolist() == pytest.approx([30, 30, 8, 6, 6])


def test_fil_rouge_half_the_accounts_in_the_top_class_is_warned_of(notes):
    facts = score_facts(score_accounts(notes, **GRID), score_known_share_min=0.5)
    assert facts["warnings"] == [
        "50% of the clients are in S1, above 30%: the class no longer sorts anything."
    ]
    tighter = score_accounts(notes, **{**GRID, "score_cut_s1": 90})
    assert (tighter["score_class"] == "S1").sum() == 3


def test_fil_rouge_top_tenth_survives_every_change_of_weight(notes):
    table = weight_sensitivity(notes, **GRID)
    # Two of twelve are the top tenth: C05 with every note at its best, and C01 behind it.
    assert len(table) == 10
    assert table["kept_share"].tolist() == [1.0] * 10
