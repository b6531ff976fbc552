"""One process at a time in a run folder; who died is cleared away after, and who lives is named."""

import json
import os
import signal
import subprocess
import sys

import pytest

from solver.run.at_work import at_work
from solver.words import scratch as place
from solver.words.errors import PortfolioError
from solver.words.files import write_text
from tests.conftest import ROOT

HOLDS = """
import sys, time
from pathlib import Path
from solver.run.at_work import at_work
from solver.words.scratch import scratch
folder = Path(sys.argv[1])
with at_work(folder):
    (folder / "half.123.part").touch()
    (folder / "film.mkv.part").touch()
    (folder / "manifest.json").touch()
    print(scratch(), flush=True)
    time.sleep(60)
"""


@pytest.fixture
def other(tmp_path):
    """A process at work in a folder, and the place of what it makes on the way."""
    told = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-c", HOLDS, str(tmp_path / "run")]
    with subprocess.Popen(command, env=told, stdout=subprocess.PIPE, text=True) as process:
        yield process, process.stdout.readline().strip()
        process.kill()


def test_a_second_process_is_told_who_is_there_and_changes_nothing(other, tmp_path):
    process, _made = other
    with (
        pytest.raises(PortfolioError, match=rf"run: process {process.pid} on .* since .* → wait until"),
        at_work(tmp_path / "run"),
    ):
        raise AssertionError("two at once")
    assert (tmp_path / "run" / "half.123.part").exists()


def test_what_a_killed_process_left_is_taken_over_and_cleared_away(other, tmp_path, monkeypatch):
    process, made = other
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert os.path.isdir(made)
    with at_work(tmp_path / "run"):
        assert json.loads((tmp_path / "run" / ".at_work.json").read_text())["pid"] == os.getpid()
        write_text(tmp_path / "run" / "kept.txt", "")
    left = sorted(file.name for file in (tmp_path / "run").iterdir())
    assert left == ["film.mkv.part", "kept.txt", "manifest.json"]
    place._sweep(tmp_path)
    assert not os.path.exists(made)


def test_a_living_process_keeps_its_place(other, tmp_path):
    place._sweep(tmp_path)
    assert os.path.isdir(other[1])


def test_a_folder_made_for_nothing_is_not_left_behind_and_one_that_was_there_is(tmp_path):
    (tmp_path / "there").mkdir()
    for name in ("new", "there"):
        with at_work(tmp_path / name), at_work(tmp_path / name):
            pass
    assert [folder.name for folder in tmp_path.iterdir()] == ["there"]
