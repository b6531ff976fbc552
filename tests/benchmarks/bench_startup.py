"""What starting costs: the command, and the twelve kernels up to the first line of their step.

Run from the project's folder: `python -m tests.benchmarks.bench_startup`. Seconds are those of the processor,
of the process and of all it starts; compiled modules are kept. `--against FOLDER` measures the kernels of
another version's tree beside ours, turn about. Nothing is asserted.
"""

import argparse
import ast
import json
import os
import subprocess
import sys
from pathlib import Path

from solver.run import STEPS
from solver.runner.kernels import warm_up
from tests.benchmarks.processor import spent
from tests.conftest import ROOT

TIMES = 3


def main() -> None:
    """Print processor seconds, and ratios within this one run."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--against", type=Path, help="the tree of another version")
    commands()
    kernels(asked.parse_args().against)


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


def cost_of(words: list[str], tree: Path = ROOT) -> float:
    """Return the processor's seconds of a Python of its own."""
    told = {**os.environ, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "", "LANGUAGE": "en"}
    with spent() as cost:
        subprocess.run([sys.executable, *words], cwd=tree, env=told, check=True, capture_output=True)
    return cost[0]


if __name__ == "__main__":
    main()
