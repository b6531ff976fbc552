"""The twelve notebooks run: as a pipeline, and one by one as a person opens them, to the same bytes.

Every day some are opened, beside what the pipeline made of the others; `make attack` opens all twelve.
"""

import os
import re
import shutil
import subprocess
import sys

import nbformat
import pytest

from solver.run import STEPS, Run, select_outputs
from solver.run.pages import without_exercises
from solver.runner import run_pipeline
from solver.runner.notebook import declared_parameters
from solver.words import places
from solver.words.files import file_hash
from tests.benchmarks.value_apart import EXACT, Apart
from tests.conftest import DEMO, ROOT
from tests.everyday import ATTACK, MORE
from tests.in_process import executed
from tests.notebooks.pages import read_notebook, tags

pytestmark = [pytest.mark.whole, *MORE]
OPENED = STEPS if ATTACK else tuple(spec for spec in STEPS if spec.number in (2, 4, 8, 9))


@pytest.fixture(scope="module")
def demo_run(tmp_path_factory):
    """The demo firm, run by the command's own engine into a folder of its own."""
    folder = tmp_path_factory.mktemp("runs") / "demo"
    return run_pipeline(DEMO, folder, outputs=select_outputs("report")).run


@pytest.fixture(scope="module")
def opened_by_hand(tmp_path_factory, demo_run):
    """Every cell of these notebooks in order, their parameters as they stand, in a checkout of their own."""
    checkout = tmp_path_factory.mktemp("project")
    if OPENED != STEPS:
        shutil.copytree(demo_run.path, checkout / "reports" / "demo")
    for folder in ("data", "notebooks"):
        shutil.copytree(ROOT / folder, checkout / folder, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(places, "ROOT", checkout)
        patch.chdir(checkout / "notebooks")
        # In one process: that a kernel of its own makes no difference, the pipeline shows.
        pages = {spec: executed(nbformat.read(f"{spec.id}.ipynb", as_version=4)) for spec in OPENED}
    return pages, Run(checkout / "reports" / "demo")


def shown(page):
    """Return what each code cell of a page shows."""
    return {
        cell.id: [(output.get("data"), output.get("text")) for output in cell.outputs]
        for cell in page.cells
        if cell.cell_type == "code" and "injected-parameters" not in tags(cell)
    }


def as_executed(run, spec):
    """Return the copy of a page that a run keeps."""
    return nbformat.read(run.notebooks / f"{spec.id}.ipynb", as_version=4)


def artifacts(run):
    return {path.relative_to(run.path): file_hash(path) for path in sorted(run.path.glob("artifacts/*/*"))}


def test_every_step_of_the_demo_firm_is_in_the_manifest(demo_run):
    assert list(demo_run.manifest()["steps"]) == [spec.id for spec in STEPS]


def test_the_page_of_the_demo_firm_holds_18000_words_at_most(demo_run):
    """Everything counts that somebody can read once all is unfolded, pictures included."""
    page = (demo_run.path / "index.html").read_text(encoding="utf-8")
    page = re.sub(r"(?s)<(script|style|head|template)\b.*?</\1>|<!--.*?-->", " ", page)
    assert 5_000 < len(re.sub(r"<[^>]*>", " ", page).split()) <= 18_000


def test_every_declared_parameter_is_handed_to_its_step(demo_run):
    for spec in STEPS:
        declared = set(declared_parameters(read_notebook(spec))) - {"run_dir", "portfolio"}
        assert set(demo_run.manifest()["steps"][spec.id]["parameters"]) == declared


def test_the_executed_notebooks_hold_no_error_and_no_warning(demo_run):
    for spec in STEPS:
        notebook = as_executed(demo_run, spec)
        outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
        assert not [output for output in outputs if output.output_type == "error"]
        assert not [output.text for output in outputs if output.get("name") == "stderr"]


def test_hours_of_every_rep_add_up(demo_run):
    ledger = demo_run.read("ledger").set_index("rep_id")
    parts = ledger[["client_hours", "prospect_hours", "reserve_hours", "unused_hours"]].sum(axis=1)
    capacity = demo_run.read("rep_time").groupby("rep_id")["capacity_hours"].sum()
    assert (parts - ledger["capacity_hours"]).abs().max() < 1e-6
    assert (capacity - ledger["capacity_hours"]).abs().max() < 1e-6
    assert ledger["unused_hours"].min() > -1e-6


def test_the_plan_is_proven_within_a_hundredth_of_a_percent(demo_run):
    certificate = demo_run.read("certificate.json")
    assert certificate["gap"] <= 1e-4
    assert certificate["objective_eur"] <= certificate["bound_eur"]


def test_every_rep_reaches_the_prospect_target(demo_run):
    allocation, target = demo_run.read("allocation"), demo_run.read("prospect_target").set_index("rep_id")
    made = allocation[allocation["kind"] == "prospect"].groupby("rep_id")["expected_visits"].sum()
    asked = 0.97 * target["prospect_visits"]  # counted in twentieths
    trials = demo_run.read("trials").groupby("rep_id")["without_day"].max()
    missing = asked - made.reindex(target.index, fill_value=0)
    assert (missing <= trials.reindex(target.index, fill_value=0)).all(), "only what found no day is missing"


def test_nobody_who_objects_is_visited_or_called(demo_run):
    accounts = demo_run.read("accounts")
    opposed = set(accounts.loc[accounts["opposed"], "account_id"])
    allocation = demo_run.read("allocation")
    assert opposed
    assert allocation.loc[allocation["account_id"].isin(opposed), "visits"].sum() == 0
    assert not opposed & set(demo_run.read("call_list")["account_id"])


def test_the_report_is_written(demo_run):
    assert (demo_run.path / "index.html").stat().st_size > 100_000


def test_the_notebooks_give_their_stored_key_figures(demo_run):
    for spec in STEPS:
        stored = {name: what for name, what in shown(read_notebook(spec)).items() if what}
        assert len(stored) == 1
        assert stored.items() <= shown(as_executed(demo_run, spec)).items(), spec.id


def test_nbval_finds_the_stored_key_figures_of_a_page_in_a_kernel_of_its_own(opened_by_hand):
    """A page that reads what others made; all twelve are compared above."""
    _pages, run = opened_by_hand
    checkout = run.path.parents[1]
    shutil.copytree(ROOT / "solver", checkout / "solver", ignore=shutil.ignore_patterns("__pycache__"))
    done = subprocess.run(
        [
            *(
                sys.executable,
                "-m",
                "pytest",
                "--nbval",
                "--nbval-current-env",
                "-p",
                "no:cacheprovider",
                "-q",
            ),
            *("--rootdir", str(checkout), "-c", os.devnull),
            f"notebooks/{STEPS[7].id}.ipynb",
        ],
        cwd=checkout,
        env={**os.environ, "PYTHONPATH": str(checkout)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-5000:]


def test_both_ways_of_running_show_the_same_in_every_cell(demo_run, opened_by_hand):
    pages, _run = opened_by_hand
    for spec in OPENED:
        assert shown(without_exercises(pages[spec])) == shown(as_executed(demo_run, spec)), spec.id


def test_both_ways_of_running_give_the_same_bytes(demo_run, opened_by_hand):
    opened = opened_by_hand[1]
    assert artifacts(opened) == artifacts(demo_run)
    began = (demo_run.path / "manifest.json").stat().st_mtime_ns
    for spec in OPENED:
        for file in (opened.path / "artifacts" / spec.id).iterdir():
            assert file.stat().st_mtime_ns > began, "written by the page, not copied"


@pytest.mark.attack
def test_prices_of_the_plan_are_those_of_a_model_written_apart(demo_run):
    with demo_run.spoken():
        figures = {name: (printed, found) for name, printed, found in Apart(demo_run).lines()}
    plan, bound = figures.pop("plan"), figures.pop("bound")
    assert plan[0] <= plan[1] * (1 + EXACT)
    assert bound[0] >= bound[1] * (1 - EXACT)
    assert len(figures) >= 10
    for name, (printed, found) in figures.items():
        assert printed == pytest.approx(found, abs=0.01), name
