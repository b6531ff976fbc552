"""What is slow to load waits until it is asked for: told by what a fresh process holds, never by a clock."""

import ast
import json
import os
import subprocess
import sys

import pytest

from solver.cli.console import Only
from solver.run import OUTPUTS, STEPS
from solver.runner.kernels import WarmKernels, warm_up
from tests.conftest import ROOT
from tests.small_firm import write_small_firm

SOLVERS = ["pulp", "ortools", "highspy"]
HEAVY = [
    *SOLVERS,
    "pandas",
    "pandera",
    "pydantic",
    "matplotlib",
    "IPython",
    "papermill",
    "numba",
]
WITHOUT_SOLVERS = [spec for spec in STEPS if spec.number not in (10, 12)]


def held_after(program, names, cwd=None):
    """Which of these packages a fresh process holds once it has done something."""
    asked = f"import json, sys\n{program}\nprint(json.dumps([one for one in {names} if one in sys.modules]))"
    told = {**os.environ, "PYTHONPATH": str(ROOT), "LANGUAGE": "en"}
    done = subprocess.run(
        [sys.executable, "-c", asked], cwd=cwd, env=told, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def test_the_command_and_its_help_load_no_library_of_tables_figures_or_solvers():
    program = "from solver import cli\nsys.argv = ['twelvefold', '--help']\ncli.main()"
    assert held_after(program, HEAVY) == []


@pytest.mark.whole
@pytest.mark.parametrize("words", [("check", "portfolio.yaml"), ("init", ".")])
def test_check_and_init_load_no_solver_and_nothing_that_runs_a_notebook(tmp_path, words):
    path = write_small_firm(tmp_path)
    if words[0] == "init":
        path.unlink()
    program = f"from solver import cli\nsys.argv = {['twelvefold', *words]}\ncli.main()"
    assert held_after(program, [*SOLVERS, "papermill", "sklearn"], tmp_path) == []


@pytest.mark.whole
def test_the_kernels_of_other_steps_than_the_tenth_load_no_solver(tmp_path):
    """What each is warmed with, what its page imports, and the steps up to the ninth done with them."""
    warmed = [warm_up(spec) for spec in WITHOUT_SOLVERS]
    imports = [line for spec in WITHOUT_SOLVERS for line in imported_by(spec)]
    walked = [
        "from pathlib import Path",
        "from solver.flow.whole import walk",
        "from solver.parameters import load_portfolio",
        f"walk(load_portfolio(Path({str(write_small_firm(tmp_path))!r})), last=9)",
    ]
    assert held_after("\n".join([*warmed, *imports, *walked]), SOLVERS) == []


def imported_by(spec):
    """The lines by which the page of a step imports something, outside its exercises."""
    page = json.loads((ROOT / "notebooks" / f"{spec.id}.ipynb").read_text(encoding="utf-8"))
    for cell in page["cells"]:
        if cell["cell_type"] == "code" and not {"exercise", "solution"} & set(
            cell["metadata"].get("tags", [])
        ):
            lines = ast.parse("".join(cell["source"])).body
            yield from (ast.unparse(line) for line in lines if isinstance(line, ast.Import | ast.ImportFrom))


def test_reading_a_notebook_builds_no_grammars_of_web_addresses():
    assert held_after("import solver, nbformat", ["lark", "rfc3987_syntax.syntax_helpers"]) == []


def test_a_step_that_is_left_out_gives_its_kernel_back(monkeypatch):
    begun, ended = [], []

    class Manager:
        def start_kernel(self, *, extra_arguments, **_given):
            begun.append(extra_arguments[-1])

        def shutdown_kernel(self, *, now):
            ended.append(self)

    monkeypatch.setattr(WarmKernels, "_manager", lambda self: Manager())
    with WarmKernels(STEPS[:4]) as kernels:
        first = kernels.take(STEPS[0])
        third = kernels.take(STEPS[2])
        assert first in ended
        assert third not in ended
        assert len(ended) == 2
        assert [spec.id[3:] in line for spec, line in zip(STEPS, begun, strict=False)] == [True] * 4
    assert len(ended) == 4


def test_the_help_names_every_file_that_can_be_asked_for():
    assert ", ".join(output.name for output in OUTPUTS) in Only.__metadata__[0].help
