"""What a run of the demo firm costs: each step and each kind of file, beside kernels that do next to nothing.

Run from the project's folder: `python -m tests.benchmarks.bench_handover`. A bare kernel loads pandas and
draws once, through papermill; one runs before each step, so that both find the machine as busy. Seconds are
those of the processor. All files are made together first, as a run makes them: what several say is read and
worked out once. Then each kind alone, in the same process, with everything loaded. Nothing is asserted.
"""

import os
import tempfile
from pathlib import Path

import nbformat
import papermill

from solver.handover.write import write_handover
from solver.run import OUTPUTS, STEPS, Run
from solver.runner import run_pipeline
from tests.benchmarks.processor import spent
from tests.conftest import DEMO

BARE = """\
import pandas as pd
import matplotlib.pyplot as plt

pd.DataFrame({"visits": [1, 4, 9]}).plot();"""


def main() -> None:
    """Print seconds, sizes, and ratios to twelve bare kernels of this same run."""
    with tempfile.TemporaryDirectory() as folder:
        print(f"demo firm, {os.cpu_count()} cores, seconds of the processor")
        run, bare, steps = each_step(Path(folder))
        print(f"twelve steps {steps:.1f} s, {steps / bare:.2f} times twelve bare kernels")
        files = each_file(run)
        print(f"all files {files:.1f} s, {files / bare:.2f} times twelve bare kernels")
        print(f"the whole run {(steps + files) / bare:.2f} times twelve bare kernels")


def each_step(folder: Path) -> tuple[Run, float, float]:
    """Run a bare kernel and a step in turn; return the run, and the seconds of either kind."""
    bare_all = steps_all = 0.0
    for spec in STEPS:
        with spent() as bare:
            run_bare(folder)
        with spent() as step:
            run = run_pipeline(DEMO, folder / "demo", steps=str(spec.number), outputs=()).run
        bare_all, steps_all = bare_all + bare[0], steps_all + step[0]
        print(f"  {spec.id:24} {step[0]:5.1f} s, {step[0] / bare[0]:5.2f} times its bare kernel", flush=True)
    return run, bare_all, steps_all


def each_file(run: Run) -> float:
    """Write all files and return the seconds; then print those of each kind alone."""
    with spent() as together:
        write_handover(run)
    for output in sorted(OUTPUTS, key=lambda output: output.last):
        with spent() as cost:
            (written,) = write_handover(run, [output])
        size = sum(file.stat().st_size for file in written.files)
        print(f"  {output.name:24} {cost[0]:5.1f} s, {len(written.files):2d} files, {size / 1e6:.2f} MB")
    return together[0]


def run_bare(folder: Path) -> None:
    """Run a notebook that does next to nothing."""
    page = folder / "bare.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(BARE)]), page)
    papermill.execute_notebook(page, folder / "done.ipynb", kernel_name="python3", progress_bar=False)


if __name__ == "__main__":
    main()
