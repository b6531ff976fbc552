"""The course's visit problem gives the published figures, and the sliders follow it."""

import pytest

from solver.allocation import allocate
from solver.course.case import HOURS_PER_VISIT, visit_problem
from solver.course.what_if import WIDGET, what_if


@pytest.mark.parametrize(("visits", "keur"), [(40, 175.635), (60, 205.077), (80, 221.539)])
@pytest.mark.parametrize("method", ["envelope", "milp"])
def test_the_best_plans_of_the_twelve_accounts(visits, keur, method):
    problem = visit_problem(visits * HOURS_PER_VISIT, prospect_visits=0)
    clients_only = problem.with_tables(
        accounts=problem.accounts[problem.accounts["kind"] == "client"],
        response=problem.response[problem.response["account_id"].str.startswith("C")],
    )
    assert allocate(clients_only, method=method).objective_eur == pytest.approx(keur * 1000, abs=0.5)


def test_a_higher_prospect_target_never_brings_more_within_the_year():
    table = what_if(visit_problem()).table()
    by_target = table.pivot(index="hours", columns="prospect_visits", values="contribution_eur")
    assert (by_target.diff(axis=1).iloc[:, 1:] <= 1e-6).all(axis=None)
    assert (by_target.diff().iloc[1:] >= -1e-6).all(axis=None)


def test_hours_too_few_for_the_target_are_told_in_words():
    assert "do not hold" in what_if(visit_problem()).html(hours=39.0, target=20)


def test_dragging_changes_the_plan_and_an_export_gets_a_table():
    sliders = what_if(visit_problem())
    bundle = sliders._repr_mimebundle_()
    assert WIDGET in bundle
    assert "<table" in bundle["text/html"]
    box = sliders.widget()
    hours, _target, account, fold, shown = box.children
    before = shown.value
    hours.value = 240.0
    assert shown.value != before
    assert "€" in shown.value
    hours.value = 210.0
    account.value, fold.value = "C04", 0.5
    assert "−" in shown.value.split("Dinan BTP")[1].split("</tr>")[0]  # C04 loses visits


def test_a_doubted_judgement_moves_visits_to_others_and_back():
    sliders = what_if(visit_problem())
    doubted = sliders.plan(210.0, 10, ("C04", 0.5)).visits
    assert doubted["C04"] < sliders.start.visits["C04"]
    assert doubted.sum() == sliders.start.visits.sum()
    assert sliders.plan(210.0, 10, ("C04", 1.0)).visits.equals(sliders.start.visits)
