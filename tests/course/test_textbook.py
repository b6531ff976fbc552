"""The textbook model stands beside its formulas as it is in the source, and breaks where a part is gone."""

import re
from pathlib import Path

import pytest

from solver.allocation.methods import milp
from solver.course.case import visit_problem
from solver.course.textbook import REMOVABLE, source_parts, textbook_model
from solver.course.what_if import WIDGET, what_if

OBJECTIVE, ONE_NUMBER, HOURS, PROSPECTS = REMOVABLE


@pytest.fixture(scope="module")
def model():
    return textbook_model(visit_problem())


def test_every_part_stands_once_in_the_source_with_the_lines_that_make_the_plan():
    names = [name for name, _lines in source_parts()]
    assert [name for name in names if name in REMOVABLE] == list(REMOVABLE)
    source = Path(milp.__file__).read_text(encoding="utf-8")
    assert all(lines in source for name, lines in source_parts() if name)


def test_the_whole_model_gives_the_plan_of_the_sliders(model):
    assert model.whole.value_eur == pytest.approx(what_if(visit_problem()).start.objective_eur)
    assert (model.whole.visits, model.whole.prospect_visits, model.whole.hours) == (70, 10, 210.0)
    assert "✗" not in " ".join(model.told(()))


def test_without_a_rule_the_solver_takes_what_nothing_forbids(model):
    """Twelve visits to each of twelve clients and four to each of five prospects, where no hours bind."""
    assert model.without((HOURS,)).visits == 12 * 12 + 5 * 4
    assert model.without((HOURS,)).hours == 164 * 3
    assert model.without((PROSPECTS,)).prospect_visits == 0
    assert any(len(levels) > 1 for levels in model.without((ONE_NUMBER,)).levels.values())
    assert model.without((OBJECTIVE,)).value_eur < model.whole.value_eur


@pytest.mark.parametrize(
    ("gone", "said"),
    [
        (OBJECTIVE, "less"),
        (ONE_NUMBER, "several numbers of visits at once"),
        (HOURS, "Nobody has these hours"),
        (PROSPECTS, "fewer visits than step 3"),
    ],
)
def test_a_tick_taken_off_strikes_the_lines_out_and_says_what_breaks(model, gone, said):
    rows = model.widget().children
    box = next(row for row, name in zip(rows[2:], REMOVABLE, strict=False) if name == gone)
    tick = box.children[0].children[1]
    assert "✓" in rows[-1].value
    tick.value = False
    assert said in rows[-1].value
    assert "textbook out" in box.children[1].value


def test_where_no_form_runs_the_page_shows_source_formulas_and_what_breaks(model):
    shown = model._repr_mimebundle_()
    assert WIDGET in shown
    assert "model += pulp.lpSum(float(v[i, k])" in shown["text/html"]
    assert len(re.findall("✗", shown["text/plain"])) >= len(REMOVABLE)
