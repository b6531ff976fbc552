"""The errors of beginners are one sentence in their language, and no traceback."""

import json
from pathlib import Path

import jupyterlab_language_pack_fr_FR
import pytest
from IPython.core.interactiveshell import InteractiveShell

from solver.course import progress
from solver.course.handle import stumbled
from solver.course.plain_errors import numbers_as_people_write_them, speak_plainly
from solver.run import step as steps


@pytest.fixture
def kernel(monkeypatch):
    """A shell as the course starts it, and the list of what it showed."""
    monkeypatch.setattr(progress, "_memory", {})
    steps._opened.clear()
    shell = InteractiveShell.instance()
    said = []
    monkeypatch.setattr(shell, "_showtraceback", lambda kind, value, lines: said.append(" ".join(lines)))
    speak_plainly(stumbled, shell)
    yield shell, said
    InteractiveShell.clear_instance()


def run(kernel, lines, exercise_id="01.3", answer="line"):
    shell, said = kernel
    said.clear()
    check = f'exercise("{exercise_id}").check({answer})'
    done = shell.run_cell(f"from solver.course import exercise\n{lines}\n{check}", store_history=True)
    return done.result, said


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("line = C", 'line = "C"'),
        ("line = “C”", 'line = "C"'),
        ("line = « C »", 'line = "C"'),
        ('line = "C', "a text ends with the quote"),
        ('line = ["C"', "a bracket stands alone"),
        ('line = "C")', "a bracket stands alone"),
        ("line = answer C", "no Python yet"),
        ('lien = "C"', "knows no “line”"),
        ("why = « la C, donc », ", 'Write why = "la C, donc"'),
        ('line = "C"\n  line = "C"', "begin it right under"),
        ("line = 1 + 'C'", "cannot work this out"),
        ("line = len(3)", "cannot work this out"),
        ("line = [1 + ...]", "three dots"),
        ("line = [C]", 'Write line = "C"'),
        ("line = A, C", 'Write line = ["A", "C"]'),
        ("line = 'A' et 'C'", 'Write line = ["A", "C"]'),
        ("line = {A;C}", 'Write line = ["A", "C"]'),
        ("line = C.", 'Write line = "C"'),
        ("line = B/A'", 'line = "B/A\'"'),
        ("line = 'B/A''", 'line = "B/A\'"'),
        ("line = {à risque: 4, perdu: 1}", 'Write line = "à risque: 4, perdu: 1"'),
        ("line = 'c'est la C'", 'line = "c\'est la C"'),
        ("line == 3", "A single ="),
        ("line : 3", "Write line = 3"),
        ("3 = line", "Write line = 3"),
        ("Line = 3", "knows no “line”: keep the name on the left"),
        ("my line = 3", "without spaces"),
        ("a = 4\nline = a ÷ 0,5", "Write line = a / 0.5"),
        ("a = 4\nline = a + 3 €", "does not know the sign “€”"),
        ("line = (3 + 4", "a bracket stands alone"),
        ("line = line * 2", "keep the name"),
        ("line = rate * 2", "is it spelt as in the example"),
        ("line = len('a') / 0", "division by nought"),
    ],
)
def test_an_error_in_an_answer_is_one_sentence_with_what_to_type(kernel, lines, words):
    result, said = run(kernel, lines)
    assert result is None
    assert len(said) == 1
    assert words in said[0]
    assert "Traceback" not in said[0]


def test_the_sentence_is_in_the_language_of_the_course(kernel, speak):
    speak("fr")
    _result, said = run(kernel, "line = C")
    assert "Python ne connaît pas «\u00a0C\u00a0»" in said[0]


def test_a_cell_run_too_early_says_to_run_those_above(kernel):
    shell, said = kernel
    shell.run_cell("step.segments", store_history=True)
    assert "run the cells above first" in said[0]


def test_the_menu_is_named_as_jupyterlab_in_french_names_it(kernel, speak):
    speak("fr")
    shell, said = kernel
    shell.run_cell("step.segments", store_history=True)
    pack = Path(jupyterlab_language_pack_fr_FR.__path__[0]) / "locale/fr_FR/LC_MESSAGES/jupyterlab.json"
    words = json.loads(pack.read_text(encoding="utf-8"))["Run All Above Selected Cell"][0]
    assert words in " ".join(said[0].split())


def test_other_errors_of_other_cells_keep_their_traceback(kernel):
    shell, said = kernel
    shell.run_cell("int('x')", store_history=True)
    assert "ValueError" in said[0]


@pytest.mark.parametrize(
    "typed",
    [
        "128",
        "128,00",
        "128 €",
        "128,0 €",
        "153,60 / 1,20",
        "153.6/1.2",
        "153,60 ÷ 1,20",
        "0,128 k€",
        "128 euros",
        "€128",
        "0,128k",
        "153,60 x 10 / 12",
        "128 € HT  # sans TVA",
        "≈ 128 €",
    ],
)
def test_a_number_is_read_without_quotes_as_people_write_it(kernel, typed):
    result, said = run(kernel, f"revenue_eur = {typed}", "01.1", "revenue_eur")
    assert said == []
    assert result.right, typed


def test_texts_set_apart_by_a_semicolon_are_all_read(kernel):
    result, said = run(kernel, "records = 'R1'; 'R3'\nwhy = 'one objects, one is too old'", "01.5", "records")
    assert said == []
    assert result.right


@pytest.mark.parametrize("line", ["x = 3 if ready else 4", "x = 2 * rate", "x = (3 +", "x = 4 and y"])
def test_a_formula_with_names_or_an_open_bracket_stays_as_it_is(line):
    cell = [f"{line}\n", 'exercise("01.1").check(x)']
    assert numbers_as_people_write_them(cell) == cell


def test_lines_of_other_cells_and_true_numbers_stay_as_they_are():
    own = ["x = 3,5\n", "y = 2\n"]
    assert numbers_as_people_write_them(own) == own
    answer = ["x = 3.5\n", "y = 1_000  # so\n", 'exercise("01.1").check(x)']
    assert numbers_as_people_write_them(answer) == answer


def test_an_error_in_a_model_counts_as_a_try_and_brings_the_hints(kernel, capsys):
    for place, line in enumerate(["nothing_here", "len(5)", "1 / 0"], start=1):
        run(kernel, f"my_rules = [{line}]", "10.5", "my_rules")
        record = progress.load_progress().of("10.5")
        assert record.misses == place
    shown = capsys.readouterr().out
    assert "Two rules" in shown
    assert "VISIT_HOURS[i] * k * y[i, k]" in shown
    assert "each account gets exactly one number of visits" in shown  # the answer shown is the rule
    assert record.status == "shown"
