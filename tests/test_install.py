"""Installed from its wheel, in an empty folder with a blank and an accent in its name, with the network shut.

The packages it stands on are borrowed from the environment of the tests: nothing is downloaded.
"""

import os
import re
import signal
import subprocess
import sys
import sysconfig
import urllib.request
import venv
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.runner.test_pseudonymised import NO_NETWORK

pytestmark = pytest.mark.whole
MOST_BYTES = 3 * 1024**2


def files_below(folder):
    """Name the files that are not compiled ones."""
    return {str(path) for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"}


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """Type the command of an installed wheel, in the folder of somebody who has nothing yet."""
    home = tmp_path_factory.mktemp("install")
    here = home / "dossier d’été"
    here.mkdir()
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", home],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = home.glob("*.whl")
    assert wheel.stat().st_size <= MOST_BYTES
    venv.create(home / "venv", with_pip=True)
    folders = sysconfig.get_paths(vars={"base": str(home / "venv"), "platbase": str(home / "venv")})
    python = Path(folders["scripts"]) / Path(sys.executable).name
    packages = Path(folders["purelib"])
    (packages / "borrowed.pth").write_text(sysconfig.get_paths()["purelib"], encoding="utf-8")
    pip = [python, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", wheel]
    subprocess.run(pip, check=True, capture_output=True)
    (home / "shut").mkdir()
    (home / "shut" / "sitecustomize.py").write_text(NO_NETWORK, encoding="utf-8")
    spoken = home / "spoken.txt"
    told = {**os.environ, "PYTHONPATH": str(home / "shut"), "SPOKEN_TO": str(spoken), "LANGUAGE": "en"}
    before = files_below(packages / "solver")

    def begin(*words):
        command = [str(Path(folders["scripts"]) / "twelvefold"), *map(str, words)]
        return subprocess.Popen(
            command, cwd=here, env=told, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    yield begin, here
    assert files_below(packages / "solver") == before, "nothing is written below what is installed"
    assert not spoken.exists(), spoken.read_text(encoding="utf-8")


def test_everything_a_person_begins_with_works(installed):
    """All at once: each spends its time on imports."""
    begin, here = installed
    lines = [
        ("init", "--demo", "démo"),
        ("doctor",),
        ("run", "data/fil_rouge/portfolio.yaml", "--steps", "1", "--only", "report"),
    ]
    lab = begin("lab", "--no-open")
    begun = {line: begin(*line) for line in lines}
    said = {line: (*process.communicate(), process.returncode) for line, process in begun.items()}
    assert {line: told for line, told in said.items() if told[2]} == {}
    found = said[("doctor",)][0].splitlines()
    assert found
    assert all("[ OK ]" in line for line in found)
    assert (here / "démo" / "portfolio.yaml").exists()
    assert not list((here / "démo").glob("*.py"))
    assert (here / "reports" / "fil_rouge" / "index.html").exists()
    try:
        address = next(line.strip() for line in lab.stdout if "http" in line)
        address = re.sub(r"/lab/workspaces/.*\?", "/api/status?", address)
        with urllib.request.urlopen(address, timeout=30) as answer:
            assert answer.status == 200
    finally:
        lab.send_signal(signal.SIGTERM)
        lab.communicate()
    assert (here / "reports" / "course-en" / "Welcome.ipynb").exists()
