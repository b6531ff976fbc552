"""The key figures: under three questions, each with what it rests on."""

import pandas as pd

from solver.handover.html.in_brief import questions, where_visits_move
from solver.report.findings.artifacts import Artifacts


def test_the_ten_figures_stand_under_three_questions(firm, facts):
    asked = questions(Artifacts(firm | facts))
    assert [question.title for question in asked] == [
        "What to do differently",
        "What the plan brings",
        "What the plan costs",
    ]
    assert sum(len(question.figures) for question in asked) == 10
    assert "judged, not measured" in asked[1].lead


def test_the_cost_says_what_it_is_made_of(firm, facts):
    (cost, *_others) = questions(Artifacts(firm | facts))[2].figures
    assert cost.label == "Cost of the action plan"
    assert cost.note.endswith("for calls and letters")


def test_a_question_that_nothing_answers_is_not_asked(firm):
    assert questions(Artifacts({})) == []
    assert [question.title for question in questions(Artifacts({"rep_time": firm["rep_time"]}))] == [
        "What the plan costs"
    ]


def test_where_the_visits_move_is_left_out_where_nobody_knows_them():
    assert where_visits_move(Artifacts({})) is None
    assert where_visits_move(Artifacts({"gain_sources": pd.DataFrame()})) is None
    sources = pd.DataFrame(
        {
            "group": ["neglected", "total"],
            "accounts": [3, 5],
            "visits_today": [1, 9],
            "visits": [7, 9],
            "hours_change": [12.5, 0.0],
            "contribution_change_eur": [1000.0, 400.0],
        }
    )
    moves = where_visits_move(Artifacts({"gain_sources": sources}))
    assert "More visits than today" in moves
    assert '<tr class="total"><td>All together</td>' in moves
