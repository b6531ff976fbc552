"""A batch on a cluster that the tests start themselves, on this machine alone: no other is spoken to."""

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from solver.batch.asked import Options
from solver.batch.cluster import Cluster, fingerprint, refuse_others
from solver.batch.listed import Listed
from solver.batch.run import run_batch
from solver.words.errors import PortfolioError
from tests.batch import jobs
from tests.conftest import ROOT

ADDRESS = "tcp://127.0.0.1:1"


class Claims:
    """Stands for a client: workers that claim something of themselves."""

    def __init__(self, *said, threads=1):
        self.said, self.threads = said, threads
        self.scheduler = SimpleNamespace(address="tcp://boss:8786")

    def nthreads(self):
        return {f"tcp://w{place}:1": self.threads for place in range(len(self.said))}

    def run(self, function, nonce, *, on_error):
        assert on_error == "return"
        mine = function(nonce)
        return {f"tcp://w{place}:1": claim(mine) for place, claim in enumerate(self.said)}


def same(mine):
    return mine


def refusal(tmp_path, *said, threads=1):
    with pytest.raises(PortfolioError) as refused:
        refuse_others(Claims(*said, threads=threads), tmp_path)
    assert list(tmp_path.iterdir()) == []
    return refused.value.problem.splitlines()


def test_workers_like_this_machine_are_taken(tmp_path):
    refuse_others(Claims(same, same), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_each_worker_that_differs_is_told_in_a_line_with_what_differs(tmp_path):
    def older(mine):
        return mine | {"version": "0.1"}

    def elsewhere(mine):
        return mine | {"folder": None, "packages": "f" * 64}

    def without(_mine):
        return ModuleNotFoundError("No module named 'solver'")

    assert refusal(tmp_path, same, older, elsewhere, without) == [
        "not every worker is like this machine",
        "tcp://w1:1: another version of twelvefold",
        "tcp://w2:1: other versions of the packages it rests on; another folder of the runs, or one that it"
        " cannot read",
        "tcp://w3:1: no twelvefold that answers: No module named 'solver'",
    ]


def test_a_worker_of_several_threads_is_refused_for_they_would_share_a_language(tmp_path):
    (_head, line) = refusal(tmp_path, same, threads=2)
    assert "--nthreads 1" in line


def test_a_cluster_without_a_worker_says_how_one_is_started(tmp_path):
    with pytest.raises(PortfolioError, match="dask worker tcp://boss:8786 --nworkers 4 --nthreads 1"):
        refuse_others(Claims(), tmp_path)


def test_without_dask_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(PortfolioError, match=r'pip install "twelvefold\[dask\]"'):
        list(Cluster(ADDRESS, tmp_path).answers(jobs.quick, [("a", str(tmp_path / "a"), Options())]))


def test_a_folder_is_the_same_only_if_the_file_written_there_is_read(tmp_path):
    nonce = tmp_path / "nonce"
    nonce.write_text("n", encoding="utf-8")
    assert fingerprint(str(nonce))["folder"] == "n"
    assert fingerprint(str(tmp_path / "elsewhere"))["folder"] is None


@contextmanager
def started(*words, log):
    told = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path[1:]]), "LANGUAGE": "en"}
    with log.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *words], env=told, cwd=log.parent, stdout=file, stderr=file
        )
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


@pytest.fixture
def two_workers(tmp_path):
    """A scheduler and two workers, processes of their own on loopback."""
    pytest.importorskip("distributed", reason="an extra: twelvefold[dask]")
    place = tmp_path / "dask"
    place.mkdir()
    known = place / "scheduler.json"
    boss = ("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show")
    worker = ("worker", "--scheduler-file", str(known), "--nthreads", "1", "--no-nanny", "--no-dashboard")
    with started(*boss, "--scheduler-file", str(known), log=place / "scheduler.log"):
        until(known.exists)
        with started(*worker, log=place / "w1.log"), started(*worker, log=place / "w2.log"):
            from distributed import Client

            with Client(scheduler_file=str(known), set_as_default=False) as client:
                client.wait_for_workers(2)
                address = client.scheduler.address
            yield address


def until(known, seconds=60):
    end = time.monotonic() + seconds
    while not known():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.whole
@pytest.mark.skipif(os.name == "nt", reason="Windows knows no such signal")
def test_a_batch_on_a_cluster_outlives_a_worker_and_leaves_no_half_folder(two_workers, tmp_path):
    address = two_workers
    out = tmp_path / "out"
    listed = [Listed(name, Path(name)) for name in ("once", "quick", "third")]
    found = run_batch(listed, out, Options(), Cluster(address, out), job=jobs.killed_on_a_cluster)
    assert {one["name"]: one["status"] for one in found} == dict.fromkeys(("once", "quick", "third"), "done")
    assert sorted(path.name for path in out.iterdir()) == ["once", "quick", "third"]
