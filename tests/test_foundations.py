"""The files that set the project up agree with each other and name no machine."""

import re
import tomllib

import pytest
import yaml

from solver.tools.constraints import constraints
from tests.conftest import ROOT
from tests.test_architecture import LEFT_TO_RIGHT

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
    assert environment["dependencies"][-1] == {"pip": ["-c constraints.txt", "-e ."]}
    assert (ROOT / "constraints.txt").read_text(encoding="utf-8") == constraints()


def test_checks_before_a_commit_fetch_nothing():
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
    assert [place["repo"] for place in hooks] == ["local"]
    assert {hook["language"] for hook in hooks[0]["hooks"]} == {"system"}


def test_every_system_runs_the_one_script():
    job = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8"))["jobs"]["test"]
    assert [name.partition("-")[0] for name in job["strategy"]["matrix"]["os"]] == [
        "ubuntu",
        "macos",
        "windows",
    ]
    assert job["steps"][-1]["run"].startswith("bash .ci/run")
    assert "make test\n" in (ROOT / ".ci/run").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md"])
def test_the_pages_for_developers_name_only_what_is_there(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    links = re.findall(r"\]\(([\w./-]+)\)", text)
    paths = re.findall(r"`((?:solver|tests|notebooks|data)/[\w./-]+)`", text)
    assert [name for name in [*links, *paths] if not (ROOT / name).exists()] == []


def test_the_architecture_names_the_rooms_in_their_order():
    rooms = re.findall(
        r"^\| `(\w+)` \|", (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert tuple(rooms) == LEFT_TO_RIGHT


def test_nothing_about_this_machine_is_in_what_pip_holds_to():
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(locked())
    assert not any("://" in line or "--hash" in line for line in lines)
