"""The key figures: under three questions, each with what it rests on."""

from solver.handover.html.in_brief import questions
from solver.report.findings.artifacts import Artifacts


def test_the_ten_figures_stand_under_three_questions(firm, facts):
    asked = questions(Artifacts(firm | facts))
    assert [question.title for question in asked] == [
        "What to do differently",
        "What the plan brings",
        "What the plan costs",
    ]
    assert sum(len(question.figures) for question in asked) == 10


def test_the_cost_says_what_it_is_made_of(firm, facts):
    (cost, *_others) = questions(Artifacts(firm | facts))[2].figures
    assert cost.label == "Cost of the action plan"
    assert cost.note.endswith("for calls and letters")


def test_a_question_that_nothing_answers_is_not_asked(firm):
    assert questions(Artifacts({})) == []
    assert [question.title for question in questions(Artifacts({"rep_time": firm["rep_time"]}))] == [
        "What the plan costs"
    ]
