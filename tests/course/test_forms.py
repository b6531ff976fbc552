"""An exercise is answered in a form, and says what to type where no form runs."""

import re

import pytest

from solver.course import progress
from solver.course.bank import all_exercises, find_exercise
from solver.course.bank.step_07_rules import STANDARD_ORDER
from solver.course.bank.step_08 import URGENCY
from solver.course.bank.step_09_weights import FOR_C03
from solver.course.forms import WIDGET, Form
from solver.course.handle import exercise
from solver.course.kinds import Choice, Codes, Custom
from solver.course.rules_kind import Rules
from solver.course.small_model import small_model
from solver.run import step as steps

EXERCISES = all_exercises()
REASON = "because the figures say so"


@pytest.fixture(autouse=True)
def nothing_tried(monkeypatch):
    """Progress is kept in memory, and empty: no notebook has opened a run."""
    monkeypatch.setattr(progress, "_memory", {})
    steps._opened.clear()


def in_the_field(part):
    """Return the right answer as a person puts it into the field."""
    if isinstance(part.kind, Rules | Choice):
        return part.answer
    if isinstance(part.kind, Codes):
        return ", ".join(part.answer)
    if isinstance(part.kind, Custom):
        pairs = part.answer.items() if isinstance(part.answer, dict) else ()
        return ", ".join(f"{name} {note}" for name, note in pairs) or ", ".join(part.answer)
    return part.kind.written(part.answer)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("one", EXERCISES, ids=[one.id for one in EXERCISES])
def test_right_answers_in_the_fields_are_right(one, language, speak):
    speak(language)
    handle = exercise(one.id)
    form = Form(handle.exercise, handle.check)
    said = form.verdict({part.name: in_the_field(part) for part in one.parts}, REASON)
    assert "class='exercise right'" in said


@pytest.mark.parametrize("one", EXERCISES, ids=[one.id for one in EXERCISES])
def test_every_exercise_has_its_fields_and_a_way_without_them(one, speak):
    speak("fr")
    handle = exercise(one.id)
    form = Form(handle.exercise, handle.check)
    bundle = form._repr_mimebundle_()
    assert WIDGET in bundle
    assert f'exercise("{one.id}").check(' in bundle["text/html"].replace("&quot;", '"')
    assert ("because=why" in bundle["text/plain"]) == one.asks_reason


def test_a_field_left_empty_or_a_reason_of_no_words_is_no_try():
    handle = exercise("02.5")
    form = Form(handle.exercise, handle.check)
    assert "Hours to plan" in form.verdict({"hours": "", "answer": "b"}, REASON)
    assert "three words" in form.verdict({"hours": "1080", "answer": "b"}, "yes")
    assert progress.load_progress().of("02.5").attempts == ()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_order_and_notes_have_a_field_a_name_in_an_order_that_tells_nothing(language, speak):
    speak(language)
    for exercise_id, rank in (("07.5", list(find_exercise("07.5").parts[0].answer)), ("08.5", list(URGENCY))):
        offered = list(find_exercise(exercise_id).parts[0].kind.names())
        assert offered not in (rank, rank[::-1], list(STANDARD_ORDER))
    box, why, button, said = exercise("07.5").ask().widget().children
    why.children[1].value = REASON
    _label, *places = box.children
    button.click()
    assert "exercise unread" in said.value  # an empty field is no try
    for place, code in zip(places, find_exercise("07.5").parts[0].answer, strict=True):
        place.value = code
    button.click()
    assert "exercise right" in said.value
    box, why, button, said = exercise("09.6").ask().widget().children
    why.children[1].value = REASON
    _label, *rows = box.children
    for row, weight in zip(rows, FOR_C03.values(), strict=True):
        row.children[1].value = str(weight)
    button.click()
    assert "exercise right" in said.value


@pytest.mark.parametrize("exercise_id", ["10.5", "10.6"])
def test_who_ticks_reads_no_code_and_who_writes_code_reads_its_lines(exercise_id):
    def told(answers):
        handle = exercise(exercise_id)
        return "".join(repr(handle.check(answer)) for answer in answers)

    ticked = told([("each",), ("visits",), ("one",)])
    assert "✗" in ticked
    assert "exactly one number of visits" in ticked  # the answer, after the third miss
    assert not re.search(r"pulp|VISIT_HOURS|HALF_HOURS|lpSum|\[i", ticked)
    progress._memory.clear()
    _model, y = small_model()
    written = told([[y["X", k] <= 0] for k in (1, 2, 3)])
    assert re.search(r"VISIT_HOURS|HALF_HOURS", written)
    assert "lpSum" in written


def test_without_a_form_the_answers_to_choose_from_are_listed():
    words = repr(exercise("02.5").ask())
    assert "#   a: All 1,200 hours are paid, so plan them all." in words
    assert "#   At risk, Developing" in repr(exercise("08.5").ask())


def test_pressing_the_button_says_the_verdict_and_keeps_the_try():
    form = exercise("01.2").ask()
    box, button, said = form.widget().children
    box.children[1].value = "11 400 €"
    button.click()
    assert "credit note" in said.value
    box.children[1].value = "10 000 €"
    button.click()
    assert "exercise right" in said.value
    assert [one.right for one in progress.load_progress().of("01.2").attempts] == [False, True]


def test_every_tick_shows_the_plan_it_gives_and_what_it_breaks():
    box, *_rest = exercise("10.5").ask().widget().children
    _label, one, hours, *_others, shown = box.children
    assert "several numbers" in shown.value
    one.value = True
    assert "12.0 h of the 6 h" in shown.value.replace("\u00a0", " ")
    hours.value = True
    assert "X 2 visits, Y 2 visits, Z 2 visits" in shown.value
    assert "✓" in shown.value
