"""One notebook through papermill: only the parameters it declares, one clear line when a cell fails."""

import ast
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.manager import KernelManager

from solver.run import StepSpec
from solver.run.pages import translated, without_exercises
from solver.words.errors import PortfolioError, without_places
from solver.words.files import write_text, writing
from solver.words.i18n import _, ngettext
from solver.words.places import shipped
from solver.words.scratch import scratch

CELL_TIMEOUT_S = 3600  # fifty thousand accounts on a busy machine are no fault


def notebook_path(spec: StepSpec) -> Path:
    """Return the notebook of a step."""
    return shipped("notebooks", f"{spec.id}.ipynb")


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
    from nbclient.exceptions import CellTimeoutError
    from papermill.exceptions import PapermillExecutionError

    page = without_exercises(translated(nbformat.read(notebook_path(spec), as_version=4)))
    declared = declared_parameters(page)
    at_work = scratch() / output.name
    with writing(output):
        write_text(at_work, nbformat.writes(page))
        try:
            executed = _executed(at_work, {name: values[name] for name in declared if name in values}, kernel)
        except PapermillExecutionError as error:
            _keep(nbformat.read(at_work, as_version=4), output)
            raise PortfolioError(_failure(error.ename, error.evalue, error.exec_count), file=output) from None
        except CellTimeoutError:  # an OSError, and no fault of the disk
            raise PortfolioError(
                _("a cell of this step took longer than {minutes} min").format(minutes=CELL_TIMEOUT_S // 60),
                file=output,
                fix=_("close other programs, or give fewer accounts, and run again"),
            ) from None
        except RuntimeError:  # its kernel died, in a cell or before the first
            raise PortfolioError(
                _("the process that computes this step has died"),
                file=output,
                fix=_("close other programs, for it may have lacked memory, and run again"),
            ) from None
        _keep(executed, output)
    skipped = [cell for cell in executed.cells if _is_unrun(cell)]
    if skipped:
        raise PortfolioError(
            ngettext("{n} cell was not run", "{n} cells were not run", len(skipped)).format(n=len(skipped)),
            file=output,
        )


def _executed(page: Path, values: Mapping[str, Any], kernel: KernelManager) -> nbformat.NotebookNode:
    """Execute a notebook in its place, and end its kernel when this process is told to stop.

    In a thread of its own: in the main one nbclient takes the signals for itself, and loses them.
    """
    import papermill

    place = str(page).replace("{", "{{").replace("}", "}}")  # papermill takes a path for a format string
    with ThreadPoolExecutor(max_workers=1) as aside:
        done = aside.submit(
            papermill.execute_notebook,
            place,
            place,
            parameters=dict(values),
            kernel_name="python3",
            progress_bar=False,
            request_save_on_cell_execute=False,  # validated and written twice a cell, for nobody
            execution_timeout=CELL_TIMEOUT_S,
            km=kernel,
        )
        try:
            executed: nbformat.NotebookNode = done.result()
        except KeyboardInterrupt:
            kernel.shutdown_kernel(now=True)
            raise
    return executed


def _keep(page: nbformat.NotebookNode, output: Path) -> None:
    """Write an executed copy that says nothing of this machine."""
    for name in ("input_path", "output_path"):
        page.metadata.get("papermill", {}).pop(name, None)
    for cell in page.cells:
        for shown in cell.get("outputs", []):
            if shown.output_type == "error":
                shown.traceback = [without_places(line) for line in shown.traceback]
    write_text(output, nbformat.writes(page))


def _failure(name: str, value: str, count: int | None) -> str:
    reason = value if name == "PortfolioError" else f"{name}: {value}"
    return _("cell [{count}] failed: {reason}").format(count=count, reason=reason)


def _is_unrun(cell: nbformat.NotebookNode) -> bool:
    return cell.cell_type == "code" and cell.source.strip() != "" and cell.get("execution_count") is None
