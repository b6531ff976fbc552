"""Every notebook has the same page shape, and stays thin."""

import ast
import re

import pytest
import yaml

from solver.parameters import Portfolio
from solver.run import STEPS
from solver.runner.notebook import declared_parameters
from tests.conftest import DEMO, ROOT
from tests.notebooks.pages import code_cells, prose, read_notebook, tags

HEADINGS = ("What you will be able to do", "What comes in, what goes out", "What we decided", "Your turn")
WORDS_NEVER_USED = re.compile(r"^\s*[%!]|\bpip\b|filterwarnings|pathlib|\.\./|sys\.exit", flags=re.MULTILINE)
RUN_ONLY = {"run_dir", "portfolio"}
every_step = pytest.mark.parametrize("spec", STEPS, ids=[spec.id for spec in STEPS])


def test_there_is_one_notebook_a_step_and_no_other():
    assert sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb")) == [spec.id for spec in STEPS]


@every_step
def test_the_page_opens_with_the_step_and_keeps_its_order(spec):
    cells = read_notebook(spec).cells
    assert cells[0].source.startswith(f"# {spec.number}. ")
    places = {heading: prose(spec).find(f"## {heading}") for heading in HEADINGS}
    assert min(places.values()) >= 0, min(places, key=places.get)
    asked = places.pop("Your turn", 0)  # before the tables that would tell the answers, where there are such
    assert list(places.values()) == sorted(places.values())
    assert asked == 0 or asked > places["What comes in, what goes out"]


@every_step
def test_parameters_are_literals_equal_to_what_the_demo_firm_says_or_else_to_the_defaults(spec):
    tagged = [cell for cell in code_cells(spec) if "parameters" in tags(cell)]
    assert len(tagged) == 1
    declared = declared_parameters(read_notebook(spec))
    assert declared["run_dir"] == "reports/demo"
    defaults = {name: field.get_default() for name, field in Portfolio.model_fields.items()}
    method = {name: value for name, value in declared.items() if name not in RUN_ONLY}
    said = yaml.safe_load(DEMO.read_text(encoding="utf-8"))
    assert method == {name: said.get(name, defaults[name]) for name in method}


@every_step
def test_the_code_is_calls_and_display_only(spec):
    for cell in code_cells(spec):
        tree = ast.parse(cell.source)
        kinds = {type(node) for node in ast.walk(tree)}
        forbidden = {ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While, ast.Try}
        assert not kinds & forbidden, cell.source
        assert not WORDS_NEVER_USED.search(cell.source), cell.source
        assert len(cell.source.splitlines()) <= 39, cell.source


@every_step
def test_what_a_cell_shows_is_its_last_line_or_nobody_sees_it(spec):
    for cell in code_cells(spec):
        before = ast.parse(cell.source).body[:-1]
        shown = [node for node in before if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)]
        lost = [ast.unparse(node.value.func) for node in shown]
        assert not [name for name in lost if name == "show_table" or name.startswith("figures.")], cell.source


@every_step
def test_the_code_is_short(spec):
    statements = [
        statement
        for cell in code_cells(spec)
        if not {"parameters", "exercise"} & set(tags(cell))
        for statement in ast.parse(cell.source).body
        if not isinstance(statement, ast.Import | ast.ImportFrom)
    ]
    assert len(statements) <= 65


@every_step
def test_imports_stay_within_the_parts_a_notebook_may_use(spec):
    imported = {
        node.module or ""
        for cell in code_cells(spec)
        if "exercise" not in tags(cell)  # an exercise may call its check
        for node in ast.walk(ast.parse(cell.source))
        if isinstance(node, ast.ImportFrom)
    }
    assert not [
        name for name in imported if name.startswith(("solver.runner", "solver.course", "solver.cli"))
    ]


@every_step
def test_only_the_key_figures_keep_their_output(spec):
    kept = [cell for cell in code_cells(spec) if cell.outputs]
    assert [tags(cell) for cell in kept] == [["kpi"]]
    assert code_cells(spec)[-1] is kept[0] or "exercise" in tags(code_cells(spec)[-1])


@every_step
def test_there_are_exercises_with_their_solution(spec):
    solved = [cell for cell in code_cells(spec) if "solution" in tags(cell)]
    assert len(solved) >= 2
    assert all("exercise" in tags(cell) for cell in solved)
    assert all(".check(" in cell.source or "assert" in cell.source for cell in solved)


@every_step
def test_the_notebook_names_no_machine(spec):
    notebook = read_notebook(spec)
    assert notebook.metadata.kernelspec.name == "python3"
    assert set(notebook.metadata) <= {"kernelspec", "language_info"}
