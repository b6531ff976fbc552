"""The command as a person types it, one of its processes killed; with its kernels in `make attack`."""

import json
import os
import signal
import subprocess
import sys

import pytest

from solver.run import Run
from tests.conftest import ROOT
from tests.runner.test_stopping import kernels_of, wait_until
from tests.small_firm import write_small_firm

pytestmark = [pytest.mark.whole, pytest.mark.skipif(os.name == "nt", reason="Windows knows no such signals")]
WHO = ".at_work.json"
WITHOUT_KERNELS = """\
from functools import partial
from solver import cli
from solver.batch import run
from tests.batch import jobs
run.run_batch = partial(run.run_batch, job=jobs.in_one_process)
cli.main()
"""


@pytest.mark.parametrize(
    "program",
    [
        pytest.param(("-c", WITHOUT_KERNELS), id="without kernels"),
        pytest.param(("-m", "solver.cli"), id="with kernels", marks=pytest.mark.attack),
    ],
)
def test_killed_in_mid_run_one_is_done_again_the_refused_is_told_and_no_half_folder_is_left(
    program, tmp_path
):
    for name in ("good", "refused"):
        (tmp_path / "clients" / name).mkdir(parents=True)
        write_small_firm(tmp_path / "clients" / name, clients=9, prospects=3)
    (tmp_path / "clients" / "refused" / "clients.csv").unlink()
    short = tmp_path.parent / "b"  # the address of a kernel lies there, and holds 107 letters
    short.mkdir(exist_ok=True)
    told = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(short), "LANGUAGE": "en"}
    command = [sys.executable, *program, "batch", "clients", "--workers", "2", "--only", "exports"]
    batch = subprocess.Popen(
        command, cwd=tmp_path, env=told, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    out = tmp_path / "reports" / "batch"
    half = out / "good.part-1"
    wait_until(lambda: (half / "artifacts").exists())
    os.kill(json.loads((half / WHO).read_text(encoding="utf-8"))["pid"], signal.SIGKILL)
    said, refused = batch.communicate()
    assert batch.returncode == 1
    names = ["batch.json", "batch.xlsx", "good", "index.html"]
    assert sorted(path.name for path in out.iterdir()) == names
    assert refused.startswith("refused: refused: step 1 (Prepare the tools) stopped: ")
    assert "clients.csv: there is no such file" in refused
    assert "--steps" not in refused
    assert refused.count("\n") == 1
    assert said.splitlines()[1] == "2 portfolios: 1 done, 1 refused, 0 failed."
    run = Run(out / "good")
    assert len(run.manifest()["steps"]) == 12
    executed = run.notebooks / "01_prepare_tools.ipynb"
    assert not executed.exists() or "good.part" not in executed.read_text(encoding="utf-8")
    wait_until(lambda: kernels_of(short) == [])
