"""One notebook through papermill: only the parameters it declares, one clear line when a cell fails."""

import ast
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.manager import KernelManager

from solver.run import PROJECT_ROOT, StepSpec
from solver.run.pages import translated, without_exercises
from solver.words.errors import PortfolioError
from solver.words.files import write_text
from solver.words.i18n import _, ngettext

CELL_TIMEOUT_S = 900


def notebook_path(spec: StepSpec) -> Path:
    """Return the notebook of a step."""
    return PROJECT_ROOT / "notebooks" / f"{spec.id}.ipynb"


def declared_parameters(notebook: nbformat.NotebookNode) -> dict[str, Any]:
    """Return the names and literal defaults of the cell tagged `parameters`.

    papermill's own reader drops a line with two equals signs, so the cell is parsed as Python.
    """
    for cell in notebook.cells:
        if "parameters" in cell.metadata.get("tags", []):
            assignments = [node for node in ast.parse(cell.source).body if isinstance(node, ast.Assign)]
            return {
                target.id: ast.literal_eval(node.value)
                for node in assignments
                for target in node.targets
                if isinstance(target, ast.Name)
            }
    return {}


def execute(spec: StepSpec, output: Path, values: Mapping[str, Any], kernel: KernelManager) -> None:
    """Run a step's notebook, in the language in force and without its exercises, and keep the executed copy.

    Parameters
    ----------
    spec : StepSpec
        The step.
    output : Path
        Where the executed copy goes.
    values : mapping
        Everything that could be injected; only what the notebook declares is.
    kernel : KernelManager
        A kernel of its own, started.

    Raises
    ------
    PortfolioError
        A cell failed; the step, the cell and the reason are named.
    """
    import papermill
    from papermill.exceptions import PapermillExecutionError

    source = notebook_path(spec)
    page = without_exercises(translated(nbformat.read(source, as_version=4)))
    declared = declared_parameters(page)
    write_text(output, nbformat.writes(page))
    try:
        executed = papermill.execute_notebook(
            _without_fields(output),
            _without_fields(output),
            parameters={name: values[name] for name in declared if name in values},
            kernel_name="python3",
            progress_bar=False,
            execution_timeout=CELL_TIMEOUT_S,
            km=kernel,
        )
    except PapermillExecutionError as error:
        raise PortfolioError(_failure(error.ename, error.evalue, error.exec_count), file=output) from None
    skipped = [cell for cell in executed.cells if _is_unrun(cell)]
    if skipped:
        raise PortfolioError(
            ngettext("{n} cell was not run", "{n} cells were not run", len(skipped)).format(n=len(skipped)),
            file=output,
        )


def _failure(name: str, value: str, count: int | None) -> str:
    reason = value if name == "PortfolioError" else f"{name}: {value}"
    return _("cell [{count}] failed: {reason}").format(count=count, reason=reason)


def _is_unrun(cell: nbformat.NotebookNode) -> bool:
    return cell.cell_type == "code" and cell.source.strip() != "" and cell.get("execution_count") is None


def _without_fields(path: Path) -> str:
    """Write braces double: papermill takes a path for a format string."""
    return str(path).replace("{", "{{").replace("}", "}}")
