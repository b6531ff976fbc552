"""The sentences of the measures, as a reader sees them."""

import pandas as pd

from solver.report.findings.practice import (
    followed_sentence,
    people_known_sentences,
    profiles_in_words,
    recommendation_sentence,
    saved_sentence,
)

COUNTS = pd.DataFrame(
    {
        "contacted": [True, False],
        "clients": [6, 4],
        "saved": [4, 3],
        "lost": [2, 1],
        "saved_share": [4 / 6, 3 / 4],
        "margin_eur": [24_000.0, 16_000.0],
    }
)


def test_saved_with_and_without_us_stand_side_by_side():
    assert saved_sentence(COUNTS, told=False) == (
        "Contacted: 6, of whom 67% saved; not contacted: 4, of whom 75%. "
        "67% against 75%: no effect can be told."
    )


def test_a_score_comes_with_its_interval_and_few_answers_with_none():
    line = {"answers": 40, "promoters": 18, "detractors": 8, "nps": 25.0, "low_nps": 1.2, "high_nps": 48.8}
    assert recommendation_sentence(pd.DataFrame([line])) == (
        "Of 40 answers, 18 would recommend us and 8 would not: +25 points, between +1 and +49 (95%)."
    )
    few = line | {"answers": 29, "nps": None}
    assert recommendation_sentence(pd.DataFrame([few])).startswith("29 answers are too few for a figure (30")


def test_whom_we_know_at_the_main_accounts():
    coverage = pd.DataFrame(
        {
            "main": [True, True, False],
            "people": [2, 1, 1],
            "decision_maker": ["met", "none", "none"],
            "prescriber": ["known", "known", "none"],
            "hangs_on_one": [False, True, True],
        }
    )
    assert people_known_sentences(coverage) == [
        "Of 2 main accounts, who decides is known at 1, who prescribes at 2, both at 1.",
        "One of the two was met in the last 12 months at 1 of them; 1 hang on one person alone.",
    ]


def test_what_was_kept_of_the_dates():
    assert followed_sentence({"on_time": 0.7, "done": 0.8}) == (
        "70% of the dates were kept within ten days, 80% in all: for the rep and the "
        "manager to talk about, not to rank anybody."
    )


def test_each_kind_of_client_is_told_in_a_line_its_trade_where_two_share_it():
    profiles = pd.DataFrame(
        {
            "behaviour": ["loyal", "new", "inactive"],
            "segment": ["A", "B", "C"],
            "orders": [12.0, 1.0, 0.0],
            "mean_basket_eur": [1900.0, 250.0, None],
            "top_naf": ["25.62B (2), 43.99C (1)", "03.21Z (1)", None],
        }
    )
    assert profiles_in_words(profiles)["profile"].tolist() == [
        "Loyal A: 12 orders of €1,900, Mécanique industrielle",
        "New B: 1 order of €250",
        "Inactive C: no order",
    ]
