"""The trainee's notebooks: made from the solved ones, without an answer, in one language, and fresh."""

import ast
import json
import re
from functools import cache

import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell

from solver.course import progress
from solver.course.bank import exercises_of, find_exercise
from solver.course.copies import OWN, solved_notebook, trainee_notebook, with_values
from solver.course.feedback import Feedback
from solver.course.folder import CASES, make_course
from solver.course.forms import Form
from solver.course.handle import ExerciseHandle
from solver.course.welcome import verbs, write_welcome
from solver.run import STEPS
from solver.run import step as steps
from solver.run.folder import Run
from solver.run.pages import tags
from solver.words.errors import PortfolioError

every_step = pytest.mark.parametrize("spec", STEPS, ids=[spec.id for spec in STEPS])


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The folder of the course, in English."""
    return make_course(tmp_path_factory.mktemp("course") / "folder", "en")


@pytest.fixture(autouse=True)
def nothing_tried(monkeypatch):
    monkeypatch.setattr(progress, "_memory", {})
    steps._opened.clear()


def exercise_cells(notebook):
    return [cell.source for cell in notebook.cells if cell.cell_type == "code" and "exercise" in tags(cell)]


def imports_of(notebook):
    """The notebook's cells that only import: all that an exercise may lean on."""
    cells = [
        cell.source for cell in notebook.cells if cell.cell_type == "code" and "exercise" not in tags(cell)
    ]
    only = (ast.Import, ast.ImportFrom)
    return [source for source in cells if all(isinstance(node, only) for node in ast.parse(source).body)]


def run_cell(source, names):
    """Run a cell as a notebook does, and return what it shows."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "<cell>", "exec"), names)
    return None if last is None else eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)


@cache
def stubs(spec):
    page = trainee_notebook(spec, "en", {}, exercises=True, welcome="../Welcome.ipynb")
    return exercise_cells(page)


@every_step
def test_every_check_of_the_solved_notebook_is_green(spec):
    notebook, names = solved_notebook(spec), {}
    for source in imports_of(notebook):
        run_cell(source, names)
    checked = []
    for source in exercise_cells(notebook):
        shown = run_cell(source, names)
        if isinstance(shown, Feedback):
            assert shown.right, f"{source}\n\n{shown!r}"
            checked.append(shown.exercise.id)
    assert list(dict.fromkeys(checked)) == [exercise.id for exercise in exercises_of(spec.number)]


@every_step
def test_dots_that_nobody_fills_in_do_not_stop_the_rest_of_the_page(spec):
    """Who ticks leaves the cells of code alone, and runs all cells at once."""
    page = trainee_notebook(spec, "en", {}, exercises=True, welcome="../Welcome.ipynb")
    dots = [cell for cell in page.cells if cell.cell_type == "code" and "= ..." in cell.source]
    assert all("raises-exception" in tags(cell) for cell in dots)


def test_who_ticks_meets_no_wall_of_code_and_no_error_in_the_cells_of_code():
    """Their code is closed, and run with their dots they say that nothing has to be written."""
    page = trainee_notebook(STEPS[9], "en", {}, exercises=True, welcome="../Welcome.ipynb")
    of_code = [cell for cell in page.cells if cell.cell_type == "code" and "code" in tags(cell)]
    assert len(of_code) == 3
    assert all(cell.metadata["jupyter"]["source_hidden"] for cell in of_code)
    for exercise_id in ("10.5", "10.6"):
        said = ExerciseHandle(find_exercise(exercise_id)).check([[True], ...])
        assert "leaves this cell as it is" in repr(said)
        assert progress.load_progress().of(exercise_id).attempts == ()


@every_step
def test_every_exercise_cell_holds_no_answer_and_runs_alone(spec):
    """In any order, after a restart: each cell brings what it needs; a form asks, or the dots are told."""
    asked = []
    for open_ in stubs(spec):
        assert "SOLUTION" not in open_
        if ".check(" in open_:
            assert "..." in open_
            assert not run_cell(open_, {}).readable
        else:
            shown = run_cell(open_, {})
            if isinstance(shown, Form):
                asked.append(shown.exercise.id)
    assert asked == [exercise.id for exercise in exercises_of(spec.number)]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_answers_to_choose_from_stand_in_the_form_alone(language, speak):
    speak(language)
    for spec in STEPS:
        page = trainee_notebook(spec, language, {}, exercises=True, welcome="w")
        words = [c.source for c in page.cells if c.cell_type == "markdown" and "exercise" in tags(c)]
        offered = re.compile(r"^- \*\*[a-h]\*\*|^[^*\n]{1,30}:$", flags=re.MULTILINE)
        assert [one for one in words if offered.search(one)] == []


def test_an_exercise_cell_alone_in_a_fresh_kernel_of_the_course_is_green(course, monkeypatch):
    """No step was opened: the last form of each step asks in an order of its own, and takes the answer."""
    monkeypatch.chdir(course.path / CASES[0].name)
    for spec in STEPS:
        asking = [source for source in stubs(spec) if ".ask()" in source]
        shown = run_cell(asking[-1], {})
        assert isinstance(shown, Form)
        answers = {part.name: part.answer for part in shown.exercise.parts}
        said = shown.verdict(answers, "my own three words" if shown.exercise.asks_reason else None)
        assert "exercise right" in said, shown.exercise.id


def names_set(source):
    """Everything that running a cell names anew."""
    tree = list(ast.walk(ast.parse(source)))
    stored = {node.id for node in tree if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    return stored | {
        alias.asname or alias.name
        for node in tree
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }


@every_step
def test_no_exercise_takes_a_name_that_the_step_uses(spec):
    """Else the answer would stand where a table of the step stood, and be written in its place."""
    notebook = solved_notebook(spec)
    own = {name for source in exercise_cells(notebook) for name in names_set(source)}
    cells = [c.source for c in notebook.cells if c.cell_type == "code" and "exercise" not in tags(c)]
    used = {node.id for s in cells for node in ast.walk(ast.parse(s)) if isinstance(node, ast.Name)}
    assert own & used == set()


@every_step
def test_the_copy_has_no_output_one_kernel_and_valid_cells(spec, course):
    for case in CASES:
        page = nbformat.read(course.path / case.name / f"{spec.id}.ipynb", as_version=4)
        nbformat.validate(page)
        assert all(not cell.outputs for cell in page.cells if cell.cell_type == "code")
        assert page.metadata.kernelspec.name == "python3"
        assert any("exercise" in tags(cell) for cell in page.cells) == case.exercises


@every_step
def test_copies_are_fresh_whatever_the_source_says(spec, course):
    """The folder is made from the notebooks as they are now: cell by cell, exercises aside, the same."""
    page = nbformat.read(course.path / "demo" / f"{spec.id}.ipynb", as_version=4)
    kept = [cell.source for cell in page.cells if not {OWN, "parameters"} & set(tags(cell))]
    source = [
        cell for cell in solved_notebook(spec).cells if not {"exercise", "parameters"} & set(tags(cell))
    ]
    assert kept == [cell.source for cell in source]


@every_step
def test_the_parameters_of_the_copy_are_those_of_the_case(spec, course):
    from solver.runner.notebook import declared_parameters

    portfolio = course.run(CASES[0]).portfolio().model_dump(mode="json")
    declared = declared_parameters(
        nbformat.read(course.path / "fil_rouge" / f"{spec.id}.ipynb", as_version=4)
    )
    assert declared.pop("run_dir") == "run"
    assert declared.pop("portfolio", "files/portfolio.yaml") == "files/portfolio.yaml"
    assert declared == {name: portfolio[name] for name in declared}


def test_values_are_written_into_the_lines_that_differ_and_no_others():
    source = 'a = 1\nb = "x"  # kept\nc = {\n    "k": 1,\n}\nd = 0.5'
    assert (
        with_values(source, {"b": "x", "c": {"k": 2}, "d": 0.5})
        == "a = 1\nb = \"x\"  # kept\nc = {'k': 2}\nd = 0.5"
    )


def test_every_link_of_the_folder_leads_somewhere(course):
    write_welcome(course)
    for path in sorted(course.path.rglob("*.ipynb")):
        page = nbformat.read(path, as_version=4)
        words = "\n".join(cell.source for cell in page.cells if cell.cell_type == "markdown")
        shown = json.dumps([cell.get("outputs", []) for cell in page.cells])
        links = re.findall(r"\]\(([^)#]+\.ipynb)", words) + re.findall(r"href='([^']+)'", shown)
        assert all((path.parent / link).exists() for link in links), path


def test_nothing_in_the_folder_names_where_it_lies(course):
    for path in sorted(course.path.rglob("*")):
        if path.suffix in (".ipynb", ".yaml", ".json"):
            assert str(course.path) not in path.read_text(encoding="utf-8"), path


def test_the_folder_can_be_moved(course, tmp_path):
    moved = course.path.rename(tmp_path / "elsewhere")
    try:
        portfolio = Run(moved / "fil_rouge" / "run").portfolio()
        assert {source.path.startswith(str(moved)) for source in portfolio.sources} == {True}
    finally:
        moved.rename(course.path)


def test_what_a_trainee_wrote_is_kept_and_what_is_untouched_is_brought_up_to_date(tmp_path):
    course = make_course(tmp_path / "c", "en")
    mine, old = (course.path / "fil_rouge" / f"{STEPS[n].id}.ipynb" for n in (3, 4))
    answered = mine.read_text(encoding="utf-8").replace('exercise(\\"04.1\\").ask()', "my own notes")
    mine.write_text(answered, encoding="utf-8", newline="\n")
    page = nbformat.read(old, as_version=4)
    page.cells[0].source = "as an earlier version wrote it"
    nbformat.write(page, old)
    facts = json.loads((course.path / ".course.json").read_text(encoding="utf-8"))
    from solver.course.folder import fingerprint

    name = f"fil_rouge/{STEPS[4].id}.ipynb"
    facts["files"][name] = fingerprint(name, old.read_text(encoding="utf-8"))
    (course.path / ".course.json").write_text(json.dumps(facts), encoding="utf-8", newline="\n")
    make_course(course.path, "en")
    assert mine.read_text(encoding="utf-8") == answered
    assert "as an earlier version wrote it" not in old.read_text(encoding="utf-8")


def test_running_a_notebook_is_not_changing_it(tmp_path):
    from solver.course.folder import fingerprint

    page = trainee_notebook(STEPS[3], "en", {}, exercises=True, welcome="w")
    before = fingerprint("a.ipynb", nbformat.writes(page))
    page.cells[4].execution_count = 7
    page.metadata["language_info"] = {"name": "python", "version": "3.12"}
    assert fingerprint("a.ipynb", nbformat.writes(page)) == before


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8", newline="\n")
    with pytest.raises(PortfolioError, match="something else"):
        make_course(tmp_path, "en")
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_the_course_in_french_is_in_french_and_keeps_its_codes(tmp_path):
    course = make_course(tmp_path / "c", "fr")
    assert course.welcome.name == "Bienvenue.ipynb"
    assert course.run(CASES[0]).portfolio().language == "fr"
    with pytest.raises(PortfolioError, match=r"langue|language"):
        make_course(course.path, "en")


@every_step
def test_what_a_step_teaches_is_read_from_its_page(spec):
    assert 2 <= len(verbs(spec)) <= 5


def test_the_dots_stop_a_notebook_without_a_traceback():
    shell = InteractiveShell.instance()
    said = []
    shell._showtraceback = lambda kind, value, trace: said.extend(trace)
    shell.run_cell('from solver.course import exercise\nexercise("04.1").check(...)')
    assert " ".join(said) == (
        "Exercise 04.1 waits for a whole number (clients). "
        "Put your answer in place of the three dots and run the cell again."
    )
    InteractiveShell.clear_instance()
