"""The files that set the project up agree with each other and name no machine."""

import re
import tomllib

import yaml

from tests.conftest import ROOT

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


def wanted():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = project["dependencies"] + project["optional-dependencies"]["dev"]
    return {re.split(r"[\[><=]", line)[0].lower().replace("_", "-") for line in lines}


def locked():
    return set(re.findall(r"^([a-z0-9.-]+)==", LOCK, flags=re.MULTILINE))


def test_everything_the_project_asks_for_is_locked():
    assert wanted() - locked() == set()


def test_every_locked_package_has_hashes_and_none_an_address():
    packages = re.split(r"\n(?=[a-z0-9])", LOCK.strip())
    assert all("--hash=sha256:" in package for package in packages)
    assert "://" not in LOCK


def test_highspy_stays_below_the_version_that_clashes_with_ortools():
    assert re.search(r"^highspy==1\.14\.", LOCK, flags=re.MULTILINE)


def test_python_is_the_same_floor_everywhere():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    floor = (ROOT / ".python-version").read_text(encoding="utf-8").strip()
    assert project["requires-python"] == f">={floor}"
    assert f"python={floor}" in environment["dependencies"]


def test_conda_installs_the_same_lock():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    assert environment["dependencies"][-1] == {"pip": ["-r requirements.lock"]}
