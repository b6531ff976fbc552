"""Without Jupyter and without a folder, the steps make the same tables as the notebooks."""

import pandas as pd
import pytest

from solver.course.trainer import PICTURES
from solver.flow.whole import walk
from solver.parameters import load_portfolio
from solver.run import STEPS
from tests.made_once import COURSE_CASE, course_case


@pytest.fixture(scope="module")
def walked():
    return walk(load_portfolio(COURSE_CASE))


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """The course case through its twelve notebooks."""
    return course_case(tmp_path_factory, "en")


def test_a_walk_makes_what_the_registry_promises_in_its_order(walked):
    assert list(walked.made) == [name for spec in STEPS for name in spec.makes]


def test_a_walk_stops_after_the_step_asked_for():
    assert [step.id for step in walk(load_portfolio(COURSE_CASE), last=2).steps] == [
        "01_prepare_tools",
        "02_measure_time",
    ]


@pytest.mark.whole
def test_a_walk_and_the_notebooks_make_the_same_tables(walked, run):
    for name, artifact in walked.made.items():
        if isinstance(artifact, pd.DataFrame):
            pd.testing.assert_frame_equal(artifact, run.read(name), check_exact=True, obj=name)
        else:
            assert artifact == run.read(name), name


def test_every_picture_that_a_trainer_projects_can_be_drawn_from_the_steps(walked):
    shown = {number: draw(walked) for number, draw in PICTURES.items()}
    assert sorted(shown) == [spec.number for spec in STEPS]
    assert [number for number, picture in shown.items() if not picture.svg.startswith("<svg")] == []
    assert "10" in shown[10].svg  # of C04, C02 and C08: ten visits each
