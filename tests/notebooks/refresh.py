"""Take the key figures of the last demo run into the notebooks: `python -m tests.notebooks.refresh`.

Run it after `make run`, when a change is meant to move the figures; read the difference before committing.
"""

import nbformat

from solver.run import STEPS, Run, StepSpec, project_path
from solver.runner.notebook import notebook_path
from tests.notebooks.pages import tags


def refresh(spec: StepSpec, run: Run) -> None:
    source = nbformat.read(notebook_path(spec), as_version=4)
    executed = nbformat.read(run.notebooks / f"{spec.id}.ipynb", as_version=4)
    outputs = {cell.id: cell.outputs for cell in executed.cells if "kpi" in tags(cell)}
    for cell in source.cells:
        if cell.cell_type != "code":
            continue
        cell.outputs = outputs.get(cell.id, [])
        cell.execution_count = 1 if cell.id in outputs else None
        for output in cell.outputs:
            output["execution_count"] = 1
    nbformat.write(source, notebook_path(spec))


if __name__ == "__main__":
    for step in STEPS:
        refresh(step, Run(project_path("reports/demo")))
