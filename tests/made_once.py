"""What is dear to make and read by several files: made once a session, by whichever process asks first."""

import os

import pytest
from filelock import FileLock

from solver.run import Run
from solver.runner import run_pipeline
from tests.conftest import ROOT
from tests.in_process import in_this_process

COURSE_CASE = ROOT / "data" / "fil_rouge" / "portfolio.yaml"


def made_once(tmp_path_factory, name, make):
    """Return the folder that `make` fills, for all processes of this session; nobody may change it."""
    root = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent
    whole = root / "made_once" / name
    whole.parent.mkdir(exist_ok=True)
    with FileLock(whole.with_suffix(".lock")):
        if not whole.exists():
            begun = whole.with_suffix(".part")
            make(begun)
            begun.rename(whole)
    return whole


def course_case(tmp_path_factory, language):
    """Return the run of the course case in a language, its notebooks and all that is handed over."""

    def make(folder):
        with pytest.MonkeyPatch.context() as patch:
            in_this_process(patch, shown=True)
            run_pipeline(COURSE_CASE, folder, language=language)

    return Run(made_once(tmp_path_factory, f"course_case_{language}", make))
