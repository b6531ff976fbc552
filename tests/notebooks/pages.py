"""How the tests read the twelve notebooks."""

from functools import cache

import nbformat

from solver.run import StepSpec
from solver.runner.notebook import notebook_path


@cache
def read_notebook(spec: StepSpec):
    return nbformat.read(notebook_path(spec), as_version=4)


def tags(cell):
    return cell.metadata.get("tags", [])


def code_cells(spec):
    return [cell for cell in read_notebook(spec).cells if cell.cell_type == "code"]


def prose(spec):
    return "\n".join(cell.source for cell in read_notebook(spec).cells if cell.cell_type == "markdown")
