"""Without Jupyter and without a folder, the steps make the same tables as the notebooks."""

import pandas as pd
import pytest

from solver.flow.whole import walk
from solver.parameters import load_portfolio
from solver.run import STEPS, select_outputs
from solver.runner import run_pipeline
from tests.conftest import ROOT
from tests.in_process import in_this_process

PORTFOLIO = ROOT / "data" / "fil_rouge" / "portfolio.yaml"


@pytest.fixture(scope="module")
def walked():
    return walk(load_portfolio(PORTFOLIO))


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """The course case through its twelve notebooks."""
    folder = tmp_path_factory.mktemp("runs") / "course"
    with pytest.MonkeyPatch.context() as patch:
        in_this_process(patch)
        return run_pipeline(PORTFOLIO, folder, outputs=select_outputs("report")).run


def test_a_walk_makes_what_the_registry_promises_in_its_order(walked):
    assert list(walked.made) == [name for spec in STEPS for name in spec.makes]


def test_a_walk_stops_after_the_step_asked_for():
    assert [step.id for step in walk(load_portfolio(PORTFOLIO), last=2).steps] == [
        "01_prepare_tools",
        "02_measure_time",
    ]


def test_a_walk_and_the_notebooks_make_the_same_tables(walked, run):
    for name, artifact in walked.made.items():
        if isinstance(artifact, pd.DataFrame):
            pd.testing.assert_frame_equal(artifact, run.read(name), check_exact=True, obj=name)
        else:
            assert artifact == run.read(name), name
