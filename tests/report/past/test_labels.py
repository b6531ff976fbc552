"""Beside the fall that counts stands how many clients really fell by as much."""

import pandas as pd

from solver.report.past.labels import fall_sentence, risk_ends_sentence


def said(falling: int, *, limit: float = -0.2) -> str:
    """Of 100 clients who bought in both years so many fell by half; five more left."""
    trends = pd.Series([-0.5] * falling + [0.0] * (100 - falling) + [-1.0] * 5 + [None] * 3, dtype="float64")
    return fall_sentence(limit, trends, risk_trend=-0.1, risk_fall_spreads=1.64)


def test_where_far_more_fell_than_usual_swings_would_make_the_real_share_is_told():
    assert said(19).endswith(
        "19 of 100 clients who bought in both years fell by as much (19%); where swings like the usual ones "
        "would make 5% fall: large falls are common here, and such a fall is a reason to ask, no proof."
    )


def test_where_about_one_in_twenty_fell_nothing_more_is_said_of_it():
    assert said(7).endswith("7 of 100 clients who bought in both years fell by as much (7%).")
    assert said(3, limit=-0.1).startswith("A fall of 10% counts: the usual swings of this firm's clients are")


def test_the_ends_between_which_a_risk_is_kept_are_told_with_who_stands_at_the_upper_one():
    told = risk_ends_sentence(pd.DataFrame({"p": [0.9, 0.9, 0.4, 0.005]})).replace("\N{NO-BREAK SPACE}", " ")
    assert told == (
        "No risk is put below 0.5% or above 90%, which 2 clients have: no past is surer than that."
    )
