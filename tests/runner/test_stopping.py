"""Told to stop within a step, a run ends within seconds; what a killed one leaves, the next one clears."""

import os
import signal
import subprocess
import sys
import time

import pytest

from solver.cli.stopping import SIGNALS, deaf, listening
from solver.words.scratch import _sweep
from tests.conftest import ROOT

pytestmark = [pytest.mark.whole, pytest.mark.skipif(os.name == "nt", reason="Windows knows no such signals")]
PATIENCE_S = 120
WITHIN_S = 5  # what a person is promised on a quiet machine; beside a whole suite three times as much
HELD_UP = 3
CASE = ROOT / "data" / "fil_rouge" / "portfolio.yaml"
STATUS_AND_WORDS = {
    signal.SIGTERM: (143, "Stopped by the system; what was done is kept."),
    signal.SIGKILL: (-9, ""),
}


def kernels_of(place):
    """The processes whose command line names a connection file in a place."""
    running = (f"/proc/{pid}/cmdline" for pid in os.listdir("/proc") if pid.isdigit())
    lines = []
    for file in running:
        try:
            with open(file, "rb") as command:
                lines.append(command.read().decode(errors="replace"))
        except OSError:  # it has ended
            continue
    return [line for line in lines if str(place) in line]


def wait_until(true):
    until = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < until, "in vain"
        time.sleep(0.1)


@pytest.fixture(scope="module")
def stopped(tmp_path_factory):
    """Begin a run for each signal, let its first kernels start, send it, and see what is left."""
    begun = {}
    for number in STATUS_AND_WORDS:
        home = tmp_path_factory.mktemp(number.name)
        told = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(home), "LANGUAGE": "en"}
        told["JUPYTER_RUNTIME_DIR"] = str(home / "runtime")
        command = [sys.executable, "-m", "solver.cli", "run", str(CASE), "--out", str(home / "run")]
        begun[number] = home, subprocess.Popen(command, cwd=home, env=told, stderr=subprocess.PIPE, text=True)
    left = {}
    for number, (home, process) in begun.items():
        wait_until(lambda home=home: list(home.glob("twelvefold-*/01_prepare_tools.ipynb")))
        process.send_signal(number)
        sent = time.monotonic()
        _out, error = process.communicate()
        left[number] = home, process.returncode, error, time.monotonic() - sent
    return left


@pytest.mark.parametrize("number", SIGNALS)
def test_both_signals_are_heard_once(number):
    with listening() as stop:
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), number)
        os.kill(os.getpid(), number)
        deaf()
    assert stop.number == number


def test_it_ends_soon_says_what_is_kept_and_leaves_nothing(stopped):
    home, status, error, seconds = stopped[signal.SIGTERM]
    assert (status, error.splitlines()[-1]) == STATUS_AND_WORDS[signal.SIGTERM]
    # What computes on for longer than three seconds is cut off, and says no more than the last line.
    assert error.splitlines()[:-1] in ([f"No step was finished in {home / 'run'}."], [])
    assert seconds < HELD_UP * WITHIN_S
    assert list(home.glob("twelvefold-*")) == []
    assert not list(home.glob("runtime/kernel-*"))
    assert sorted(file.name for file in (home / "run").iterdir()) == ["manifest.json", "portfolio.yaml"]
    wait_until(lambda: kernels_of(home) == [])


def test_of_a_killed_one_the_kernels_end_and_the_next_run_clears_the_rest(stopped):
    home, status, *_rest = stopped[signal.SIGKILL]
    assert status == STATUS_AND_WORDS[signal.SIGKILL][0]
    assert list(home.glob("twelvefold-*"))
    wait_until(lambda: kernels_of(home) == [])
    _sweep(home)
    assert list(home.glob("twelvefold-*")) == []
