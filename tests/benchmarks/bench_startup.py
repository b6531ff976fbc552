"""What starting costs: the command, the twelve kernels, and the run beside kernels that do next to nothing.

Run from the project's folder: `python -m tests.benchmarks.bench_startup`. Seconds are those of the processor,
of the process and of all it starts; compiled modules are kept. `--against FOLDER` measures the kernels of
another version's tree beside ours, turn about. Nothing is asserted.
"""

import argparse
import ast
import json
import os
import resource
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import nbformat
import papermill

from solver.run import OUTPUTS, STEPS
from solver.runner import run_pipeline
from solver.runner.kernels import warm_up
from tests.conftest import DEMO, ROOT

BARE = """\
import pandas as pd
import matplotlib.pyplot as plt

pd.DataFrame({"visits": [1, 4, 9]}).plot();"""
OURS = {"01_prepare_tools": {"portfolio": str(DEMO)}}
TIMES = 3


def main() -> None:
    """Print processor seconds, and ratios within this one run."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--against", type=Path, help="the tree of another version")
    asked.add_argument("--kernels-only", action="store_true")
    given = asked.parse_args()
    commands()
    kernels(given.against)
    if not given.kernels_only:
        whole_run()


def commands() -> None:
    """Print what the command costs before it does anything."""
    for words in (["-c", "import solver.cli"], ["-m", "solver.cli", "--help"]):
        print(f"  {' '.join(words):24} {min(cost_of(words) for _ in range(TIMES)):.2f} s")


def kernels(other: Path | None) -> None:
    """Print what the twelve kernels cost until the first line of a step: the server's part, then imports."""
    here = there = 0.0
    for spec in STEPS:
        here += min(cost_of(["-c", loaded(ROOT, spec, warm_up(spec))]) for _ in range(TIMES))
        if other is not None:
            there += min(
                cost_of(["-c", loaded(other, spec, old_warm_up(other))], other) for _ in range(TIMES)
            )
    print(f"twelve kernels until the first line of their step: {here:.1f} s")
    if other is not None:
        print(f"those of {other}: {there:.1f} s; ours are {here / there - 1:+.0%}")


def loaded(tree: Path, spec, warmed: str) -> str:
    """Return a program that loads what the kernel of a step loads."""
    page = json.loads((tree / "notebooks" / f"{spec.id}.ipynb").read_text(encoding="utf-8"))
    own = [cell for cell in page["cells"] if cell["cell_type"] == "code" and not exercise(cell)]
    lines = [
        ast.unparse(line)
        for cell in own
        for line in ast.parse("".join(cell["source"])).body
        if isinstance(line, ast.Import | ast.ImportFrom)
    ]
    return "\n".join(["import ipykernel.kernelapp", warmed, *lines])


def exercise(cell) -> bool:
    """Tell a cell that no run executes."""
    return bool({"exercise", "solution"} & set(cell["metadata"].get("tags", [])))


def old_warm_up(tree: Path) -> str:
    """Return what the kernels of another version run ahead, whichever the step."""
    text = (tree / "solver" / "runner" / "kernels.py").read_text(encoding="utf-8")
    (found,) = (line.value for line in ast.parse(text).body if "WARM_UP = " in ast.unparse(line))
    return ast.literal_eval(found)


def whole_run() -> None:
    """Print each step beside a bare kernel in turn, then the run as the command makes it."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "demo"
        bare_all = steps_all = 0.0
        for spec in STEPS:
            with spent() as bare:
                run_bare(Path(folder))
            with spent() as step:
                run_pipeline(DEMO, out, steps=str(spec.number), outputs=())
            bare_all, steps_all = bare_all + bare[0], steps_all + step[0]
            print(
                f"  {spec.id:24} {step[0]:5.1f} s, {step[0] / bare[0]:4.1f} bare kernels of {bare[0]:.2f} s"
            )
        print(f"twelve steps {steps_all:.1f} s, {steps_all / bare_all:.2f} times twelve bare kernels")
        run = run_pipeline(DEMO, out, steps="12", outputs=()).run
        handed_over = 0.0
        from solver.handover.write import write_handover

        for output in sorted(OUTPUTS, key=lambda one: one.last):
            with spent() as cost:
                write_handover(run, [output])
            handed_over += cost[0]
            print(f"  {output.name:24} {cost[0]:5.1f} s")
        print(f"steps and files {(steps_all + handed_over) / bare_all:.2f} times twelve bare kernels")


def run_bare(folder: Path) -> None:
    """Run a notebook that loads pandas and draws once, through papermill."""
    page, done = folder / "bare.ipynb", folder / "done.ipynb"
    cells = [nbformat.v4.new_code_cell(BARE)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), page)
    papermill.execute_notebook(page, done, kernel_name="python3", progress_bar=False)


@contextmanager
def spent():
    """Measure the processor's seconds of a block, in this process and those that ended in it."""
    taken = [0.0]
    before = clock()
    yield taken
    taken[0] = clock() - before


def clock() -> float:
    """Return the processor's seconds so far."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def cost_of(words: list[str], tree: Path = ROOT) -> float:
    """Return the processor's seconds of a Python of its own."""
    told = {**os.environ, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "", "LANGUAGE": "en"}
    with spent() as cost:
        subprocess.run([sys.executable, *words], cwd=tree, env=told, check=True, capture_output=True)
    return cost[0]


if __name__ == "__main__":
    main()
