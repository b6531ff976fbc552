"""The cockpit in JupyterLab: what is dragged there is what the solver is asked."""

import re

import pytest

from solver.handover.sliders import sliders
from tests.three_reps import run_in


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    return sliders(run_in(tmp_path_factory.mktemp("runs") / "three").path)


def text(html):
    return re.sub(r"<style.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL)


def test_untouched_it_shows_the_plan_of_the_run(shown):
    widget = shown.widget()
    assert widget.children[-1].value == shown.html()
    assert "No line" in text(shown.html()), "nobody gains or loses visits"


def test_a_slider_asks_the_solver_what_its_label_says(shown):
    widget = shown.widget()
    parts = {one.description.split(",")[0]: one for one in widget.children if hasattr(one, "description")}
    steps = shown.what_if.step
    rep, name = steps.reps.iloc[0][["rep_id", "name"]]
    parts[name].value = parts[name].min
    asked = shown.html(hours={rep: parts[name].min})
    assert widget.children[-1].value == asked
    assert asked != shown.html()
    code = steps.problem.account_ids[0]
    most = int(steps.problem.ceiling[0])
    parts[name].value = 0
    parts["Visits"].value = most
    parts["Account"].value = code
    assert widget.children[-1].value == shown.html(locks={code: most})


def test_where_no_plan_keeps_every_rule_it_says_what_leads_out(shown):
    hours = {
        rep: -0.99 * there
        for rep, there in zip(
            shown.what_if.step.problem.rep_ids, shown.what_if.step.problem.reps["hours"], strict=True
        )
    }
    assert text(shown.html(hours=hours)).strip() == "✗ " + shown.what_if.move(hours=hours).ways_out
