"""What handing over costs: each kind of file of the demo firm, beside the twelve steps that it is made from.

Run from the project's folder: `python -m tests.benchmarks.bench_handover`. Everything happens in one process,
as in `twelvefold run`: whoever comes first pays for loading what others use after it. Nothing is asserted.
"""

import os
import tempfile
import time
from pathlib import Path

from solver.handover.write import write_handover
from solver.run import OUTPUTS
from solver.runner import run_pipeline
from tests.conftest import DEMO


def main() -> None:
    """Print seconds and sizes."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        run = run_pipeline(DEMO, Path(folder) / "demo", outputs=()).run
        steps = time.perf_counter() - start
        print(f"demo firm, {os.cpu_count()} cores; the twelve steps: {steps:.1f} s")
        together = 0.0
        for output in sorted(OUTPUTS, key=lambda output: output.last):
            start, before = time.perf_counter(), time.process_time()
            (written,) = write_handover(run, [output])
            seconds, cpu = time.perf_counter() - start, time.process_time() - before
            together += seconds
            size = sum(file.stat().st_size for file in written.files)
            print(
                f"  {output.name:8} {seconds:5.1f} s ({cpu:.1f} s of processor time), "
                f"{len(written.files):2d} files, {size / 1e6:.2f} MB"
            )
        print(f"all files: {together:.1f} s, {together / steps:.2f} times the twelve steps")


if __name__ == "__main__":
    main()
