"""Notebooks walked through in this process: a kernel each would take a minute.

Every page starts as in a kernel of its own: no name, no language and no currency of the one before; what it
shows is kept in the executed copy as papermill keeps it.
"""

from base64 import b64encode
from contextlib import contextmanager, nullcontext, redirect_stderr, redirect_stdout
from contextvars import Context
from functools import partial
from io import StringIO

import nbformat
import pytest
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from matplotlib.figure import Figure
from nbformat.v4 import new_output
from traitlets.config import Config

from solver.flow import allocate_visits
from solver.report.look import display
from solver.run.pages import tags, translated, without_exercises
from solver.runner import pipeline
from solver.runner.kernels import WarmKernels
from solver.runner.notebook import declared_parameters, execute, notebook_path
from solver.words.i18n import in_force, speak_by_default
from solver.words.scratch import scratch

BLANK = '<svg viewBox="0 0 1 1"></svg>'


def in_this_process(patch, *, shown=False, kernels=()):
    """Let a pipeline run the cells of its notebooks here, but for some steps, while the patch holds.

    What they show is drawn, and the executed copies kept, only where somebody reads them; where nobody does,
    fewer draws tell how firm the plan is.
    """
    if not shown:
        few_draws(patch)
    patch.setattr(pipeline, "WarmKernels", partial(FewKernels, numbers=kernels))
    patch.setattr(pipeline, "execute", partial(run_here, shown=shown))


def few_draws(patch):
    """Let what is judged be drawn anew a few times only: enough where nobody asks how firm the plan is."""
    patch.setattr(allocate_visits, "DRAWS", 6)
    patch.setattr(allocate_visits, "FEWEST_DRAWS", 6)


class FewKernels(WarmKernels):
    """Kernels for the steps of these numbers alone."""

    def __init__(self, steps, *, numbers):
        self.numbers = numbers
        super().__init__(step for step in steps if step.number in numbers)

    def take(self, step):
        return super().take(step) if step.number in self.numbers else None


def run_here(spec, to, values, kernel, *, shown):
    """Run the cells of a step that no exercise is in, with the parameters of the run."""
    if kernel is not None:
        execute(spec, to, values, kernel)
        return
    page = without_exercises(translated(nbformat.read(notebook_path(spec), as_version=4)))
    given = {name: values[name] for name in declared_parameters(page) if name in values}
    with nullcontext() if shown else nothing_set():
        executed(page, given, shown=shown)
    if shown:
        to.parent.mkdir(exist_ok=True)
        nbformat.write(page, to)


@contextmanager
def nothing_set():
    """Let figures be made but not drawn, and tables be filled but not set: nobody sees either."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Figure, "savefig", lambda _figure, file, **_given: file.write(BLANK))
        patch.setattr(display, "_html", lambda *_given: "")
        patch.setattr(display, "in_words", lambda *_given: "")
        yield


def executed(page, given=None, *, shown=True):
    """Run the code cells of a page, the parameters replaced by those given; fill in what they show."""
    Context().run(_executed, page, given or {}, shown)
    return page


def _executed(page, given, shown):
    before = in_force()
    speak_by_default("en")
    shell = _shell()
    try:
        for number, cell in enumerate((cell for cell in page.cells if cell.cell_type == "code"), start=1):
            _run_cell(shell, cell, number, shown)
            if "parameters" in tags(cell):
                shell.push(given)
    finally:
        Shell.clear_instance()
        speak_by_default(*before)


def _shell():
    no_history = Config()
    no_history.HistoryManager.enabled = False
    return Shell.instance(config=no_history, ipython_dir=str(scratch() / "ipython"))


def _run_cell(shell, cell, number, shown):
    shell.shown, said, warned = [], StringIO(), StringIO()
    shell.execution_count = number
    with redirect_stdout(said), redirect_stderr(warned):
        result = shell.run_cell(cell.source, silent=not shown)
    if (error := result.error_before_exec or result.error_in_exec) is not None:
        raise error
    streams = [("stdout", said.getvalue()), ("stderr", warned.getvalue())]
    cell.execution_count = number
    cell.outputs = [new_output("stream", name=name, text=text) for name, text in streams if text]
    cell.outputs += shell.shown


class Shown(DisplayHook):
    """Keeps what the last line of a cell is worth."""

    def write_output_prompt(self):
        pass

    def write_format_data(self, format_dict, md_dict=None):
        self.shell.shown.append(
            new_output(
                "execute_result",
                data=_as_text(format_dict),
                metadata=md_dict or {},
                execution_count=self.shell.execution_count,
            )
        )

    def finish_displayhook(self):
        pass


class Published(DisplayPublisher):
    """Keeps what a cell displays on its way."""

    def publish(self, data, metadata=None, **_given):
        self.shell.shown.append(new_output("display_data", data=_as_text(data), metadata=metadata or {}))


class Shell(InteractiveShell):
    """As in a kernel, but in this process."""

    displayhook_class = Shown
    display_pub_class = Published

    def showtraceback(self, *_given, **_named):
        """The error itself is raised."""

    def init_sys_modules(self):
        """The names of the cells are no module that others could import."""


def _as_text(data):
    """Pictures in base64, as messages carry them."""
    return {
        kind: b64encode(what).decode() if isinstance(what, bytes) else what for kind, what in data.items()
    }
