"""The trainee's notebooks, made from the solved ones: one language, no answer, ready where they lie."""

import ast
import copy
import re
from collections.abc import Mapping
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell

from solver.course.case import the_case
from solver.course.stubs import stub
from solver.parameters import Portfolio
from solver.run import STEPS, StepSpec
from solver.run.pages import tags, translated, without_exercises
from solver.words.i18n import _, mark
from solver.words.places import shipped

OWN = "added-by-course"
COMMENTS = (  # of the solved example: a trainee reads them in the language of the course
    mark("what 0, 1 and 2 visits bring; each visit takes one hour"),
    mark("a yes or no for each account and each number of visits"),
    mark("the value of all visits: as large as possible"),
    mark("rule 1: each account gets one number of visits"),
    mark("rule 2: k visits of one hour, three hours in all"),
    mark("the plan"),
    mark("Fill the holes:"),
)
# The answers to choose from stand in the form, in an order of the trainee's own; a word may lead them in.
OPTIONS = re.compile(r"\n+(?:[^\n*]{1,30}:\n+)?(?:- \*\*[a-h]\*\* [^\n]*(?:\n|$))+")
GOES_ON = "raises-exception"  # Run All does not stop at dots that nobody has filled in
OPEN = {OWN, "exercise", "parameters"}  # cells whose code stays in sight
LONG = 10  # lines of parameters that are no help to look at
CHECK = re.compile(r'exercise\("(\d\d\.\d+)"\)\.check')


def solved_notebook(spec: StepSpec) -> nbformat.NotebookNode:
    """Return the notebook of a step as it is kept: in English, solved."""
    return nbformat.read(shipped("notebooks", f"{spec.id}.ipynb"), as_version=4)


def trainee_notebook(
    spec: StepSpec, language: str, values: Mapping[str, Any], *, exercises: bool, welcome: str
) -> nbformat.NotebookNode:
    """Return the notebook of a step as a trainee gets it; the language must be in force.

    Parameters
    ----------
    spec : StepSpec
    language : str
    values : mapping
        Parameters of the case; those that the notebook declares take its defaults' place.
    exercises : bool
        With the exercises, their solutions taken out, or without.
    welcome : str
        Where the welcome page lies, seen from the notebook.
    """
    source = solved_notebook(spec)
    page = translated(source if exercises else without_exercises(source), language)
    without_solutions(page)
    for cell in page.cells:
        if "exercise" in tags(cell) and cell.cell_type == "markdown":
            cell.source = without_options(cell.source)
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
            if "parameters" in tags(cell):
                cell.source = with_values(cell.source, values)
    if spec.needs:
        place = next(n for n, cell in enumerate(page.cells) if "parameters" in tags(cell))
        page.cells.insert(place + 1, _added(new_code_cell(_readiness(spec)), f"s{spec.number:02d}-ready"))
    if exercises:
        page.cells.insert(1, _added(new_markdown_cell(the_case()), f"s{spec.number:02d}-case"))
    collapse(page)
    page.cells.append(_added(new_markdown_cell(_way_on(spec, welcome)), f"s{spec.number:02d}-on"))
    return page


def without_options(source: str) -> str:
    """Return a statement without the answers it offers."""
    return OPTIONS.sub("\n", source).strip()


def without_solutions(page: nbformat.NotebookNode) -> None:
    """Put forms in place of solved cells; where code is the lesson, a cell with holes."""
    cells = [cell for cell in page.cells if cell.cell_type == "code" and "exercise" in tags(cell)]
    solved = [cell.source for cell in cells]
    for place, cell in enumerate(cells):
        asked = CHECK.search(cell.source)
        if asked and "code" not in tags(cell):
            cell.source = f'from solver.course import exercise\n\nexercise("{asked[1]}").ask()'
        else:
            cell.source = _commented(stub(cell.source, "\n".join(solved[place + 1 :])))
            cell.metadata["tags"] = [*tags(cell), GOES_ON]
        cell.metadata["tags"] = [tag for tag in tags(cell) if tag != "solution"]


def _commented(source: str) -> str:
    """Write the comments of a cell in the language in force."""
    for words in COMMENTS:
        source = source.replace(f"# {words}", f"# {_(words)}")
    return source


def collapse(page: nbformat.NotebookNode) -> None:
    """Hide the code that nobody has to read: what it shows stands below it; who likes code opens it."""
    for cell in page.cells:
        wall = "parameters" in tags(cell) and cell.source.count("\n") >= LONG
        if cell.cell_type == "code" and (wall or "code" in tags(cell) or not OPEN & set(tags(cell))):
            cell.metadata["jupyter"] = {**cell.metadata.get("jupyter", {}), "source_hidden": True}


def with_values(source: str, values: Mapping[str, Any]) -> str:
    """Write other values into a cell of parameters; a line whose value stays is left as it is written."""
    lines = source.splitlines()
    for node in reversed(ast.parse(source).body):
        if not (isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)):
            continue
        name = node.targets[0].id
        if name in values and ast.literal_eval(node.value) != values[name]:
            lines[node.lineno - 1 : node.end_lineno] = [f"{name} = {_literal(values[name])}"]
    return "\n".join(lines)


def parameters_of(portfolio: Portfolio, run_dir: str, portfolio_file: str) -> dict[str, Any]:
    """Return what the notebooks of a case are given."""
    return {**portfolio.model_dump(mode="json"), "run_dir": run_dir, "portfolio": portfolio_file}


def _literal(value: Any) -> str:
    """Write a value as the notebooks do: text between double quotes."""
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return repr(copy.deepcopy(value))


def _readiness(spec: StepSpec) -> str:
    return "\n".join(
        [
            "# " + _("If a step before this one is missing: take away the # in front of catch_up."),
            "from solver.course.ready import catch_up, ready",
            "",
            f'# catch_up("{spec.id}", run_dir)',
            f'ready("{spec.id}", run_dir)',
        ]
    )


def _way_on(spec: StepSpec, welcome: str) -> str:
    """Lead back to the welcome page and on to the next step."""
    following = next((step for step in STEPS if step.number == spec.number + 1), None)
    back = _("[Back to the welcome page]({page})").format(page=welcome)
    if following is None:
        return back
    onward = _("[On to step {number}: {title}]({page})").format(
        number=following.number, title=_(following.title), page=f"{following.id}.ipynb"
    )
    return f"{back} · **{onward}**"


def _added(cell: nbformat.NotebookNode, cell_id: str) -> nbformat.NotebookNode:
    cell.id = cell_id
    cell.metadata["tags"] = [OWN]
    return cell
