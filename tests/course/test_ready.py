"""A step opened too early says what comes first, and takes the missing steps ready-made when asked."""

import pytest

from solver.course.folder import CASES, make_course
from solver.course.ready import catch_up, missing_steps, ready
from solver.run import step_spec
from solver.words.errors import PortfolioError
from tests.in_process import in_this_process

pytestmark = pytest.mark.whole


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """The run of the twelve accounts, nothing done yet."""
    return make_course(tmp_path_factory.mktemp("course") / "folder", "en").run(CASES[0])


def test_the_first_missing_step_is_named_and_how_to_have_it_made(run):
    with pytest.raises(PortfolioError) as refused:
        ready("04_segment_portfolio", str(run.path))
    line = " ".join(refused.value._render_traceback_())
    assert "step 1 (Prepare the tools)" in line
    assert "catch_up" in line


def test_seven_bytes_are_no_table(run):
    path = run.artifact_path("accounts")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"parquet")
    assert missing_steps(run, step_spec("04"))[0] == 1


def test_missing_steps_are_made_as_the_trainer_would_have_them(run, monkeypatch):
    in_this_process(monkeypatch)
    catch_up("04_segment_portfolio", str(run.path))
    ready("04_segment_portfolio", str(run.path))
    assert missing_steps(run, step_spec("05")) == [4]
    assert missing_steps(run, step_spec("12")) == list(range(2, 12))  # all that leads there
    assert "path: ../files/" in run.portfolio_path.read_text(encoding="utf-8")
