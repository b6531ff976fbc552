"""A batch goes on whatever becomes of one of its portfolios; what is lost with a process is done again."""

import os
from dataclasses import replace

import pytest

from solver.batch import asked, job
from solver.batch.asked import Options, kept, manifest_hash
from solver.batch.grid import cells_of, known_cells
from solver.batch.job import one, parts_of
from solver.batch.listed import Listed
from solver.batch.run import run_batch
from solver.batch.workers import Processes
from solver.flow.what_if import PlannedVisits
from solver.flow.whole import walk
from solver.parameters import load_portfolio, override
from solver.report.findings.artifacts import Artifacts
from solver.report.findings.headline import headline
from solver.run import Run
from solver.runner import run_pipeline
from solver.words.errors import PortfolioError
from tests.batch import jobs
from tests.in_process import in_this_process
from tests.plan_workbook import edit_plan
from tests.small_firm import write_small_firm


def portfolios(*names):
    return [Listed(name, name) for name in names]


def statuses(facts):
    return {one["name"]: one["status"] for one in facts}


def folders(place):
    return sorted(path.name for path in place.iterdir())


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no such signal")
def test_a_job_that_is_killed_is_done_once_more_takes_no_other_along_and_leaves_no_half_folder(tmp_path):
    found = run_batch(portfolios("always", "once"), tmp_path, Options(), Processes(2), job=jobs.killed)
    assert statuses(found) == {"always": "failed", "once": "done"}
    assert "its process was ended from outside, twice" in found[0]["said"]
    assert folders(tmp_path) == ["once"]


@pytest.fixture(scope="module")
def patch():
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.fixture(scope="module")
def three(tmp_path_factory, patch):
    """Three firms: one that runs, one without its sales, one for which the program has an error."""
    home = tmp_path_factory.mktemp("three")
    in_this_process(patch)

    def run(path, *rest, **chosen):
        if path.parent.name == "crashing":
            raise ZeroDivisionError("division by zero")
        return run_pipeline(path, *rest, **chosen)

    patch.setattr(job, "run_pipeline", run)
    paths = {}
    for name in ("crashing", "good", "refused"):
        (home / "clients" / name).mkdir(parents=True)
        paths[name] = write_small_firm(home / "clients" / name, clients=12, prospects=4)
    (home / "clients" / "refused" / "ventes.csv").unlink()
    workers = jobs.Here()
    options = Options(outputs=("excel",))
    listed = [Listed(name, path) for name, path in paths.items()]
    found = run_batch(listed, home / "out", options, workers)
    assert workers.asked == ["crashing", "good", "refused"]
    return home, listed, options, found


@pytest.mark.whole
def test_one_is_done_one_is_refused_and_one_has_failed(three):
    home, _listed, _options, found = three
    assert statuses(found) == {"crashing": "failed", "good": "done", "refused": "refused"}
    assert folders(home / "out") == ["crashing.log", "good"]
    crashing, good, refused = found
    assert crashing["said"] == "crashing.log: ZeroDivisionError: division by zero"
    assert "Traceback" in (home / "out" / "crashing.log").read_text(encoding="utf-8")
    assert "ventes.csv" in refused["said"]
    assert "--steps" not in refused["said"]
    assert len(good["figures"]) == 9, "a firm without a file of its visits has no gain on them"
    assert good["peak_mb"] > 10


@pytest.mark.whole
def test_a_run_of_a_batch_is_the_run_that_the_command_makes(three):
    home, _listed, _options, found = three
    path = home / "clients" / "good" / "portfolio.yaml"
    single = run_pipeline(path, home / "single", outputs=[o for o in job.OUTPUTS if o.name == "excel"])
    assert found[1]["manifest"] == manifest_hash(single.run) == manifest_hash(Run(home / "out" / "good"))
    ours, theirs = (Run(home / "out" / "good").portfolio(), single.run.portfolio())
    assert ours == theirs


@pytest.mark.whole
def test_the_same_command_goes_on_where_it_was_and_makes_nothing_twice(three):
    home, listed, options, found = three
    workers = jobs.Here()
    again = run_batch(listed, home / "out", options, workers)
    assert workers.asked == ["crashing", "refused"]
    assert again[1] == found[1] | {"kept": True}


@pytest.mark.whole
def test_what_has_changed_since_is_made_again(three, monkeypatch):
    home, _listed, options, _found = three
    out = home / "out" / "good"
    good = str(home / "clients" / "good" / "portfolio.yaml"), str(out)
    assert kept(*good, options) is not None
    assert kept(*good, Options(outputs=("excel", "report"))) is None
    assert kept(*good, Options(outputs=("excel",), overrides={"growth_rate": 0.05})) is None
    monkeypatch.setattr(asked, "__version__", "another")
    assert kept(*good, options) is None
    monkeypatch.undo()
    for file in (home / "clients" / "good" / "ventes.csv", out / "plan.xlsx"):
        content = file.read_bytes()
        file.write_bytes(content + b"\n")
        assert kept(*good, options) is None
        file.write_bytes(content)
    assert kept(*good, options) is not None


@pytest.mark.whole
def test_a_cell_of_the_grid_is_the_plan_with_its_parameters_on_the_days_and_roads_that_the_run_found(three):
    home, listed, options, found = three
    own = load_portfolio(listed[1].path).visit_minutes
    grid = cells_of([f"visit_minutes={own},120,-5"])
    workers = jobs.Here()
    run_batch(listed[1:2], home / "out", replace(options, grid=grid), workers)
    assert workers.asked == ["good"]
    run = Run(home / "out" / "good")
    as_planned, two_hours, out_of_bounds = known_cells(run)
    figures = {code: found[1]["figures"][code] for code in as_planned["figures"]}
    assert as_planned["figures"] == pytest.approx(figures, rel=1e-9)
    longer = override(load_portfolio(listed[1].path), visit_minutes=120)
    before = walk(longer, last=9).made
    plan = PlannedVisits.read_from(run).again(before, longer).allocation
    expected = headline(Artifacts({"allocation": plan, "rep_time": before["rep_time"]}))
    assert two_hours["figures"].items() >= {code: figure.value for code, figure in expected.items()}.items()
    assert two_hours["figures"]["visit_hours"] > found[1]["figures"]["visit_hours"]
    assert out_of_bounds["figures"] == {}
    assert "visit_minutes" in out_of_bounds["said"]


def test_a_grid_meets_each_value_with_each_and_varies_only_what_needs_no_file_to_be_read_again():
    assert cells_of(["growth_rate=0.02,0.03", "reserve_share=0.1,0.2"]) == (
        {"growth_rate": 0.02, "reserve_share": 0.1},
        {"growth_rate": 0.02, "reserve_share": 0.2},
        {"growth_rate": 0.03, "reserve_share": 0.1},
        {"growth_rate": 0.03, "reserve_share": 0.2},
    )
    with pytest.raises(PortfolioError, match="a grid cannot vary language and margin_rate"):
        cells_of(["margin_rate=0.3", "language=fr"])


@pytest.mark.whole
def test_a_run_that_was_whole_when_its_process_was_killed_is_put_in_its_place(three):
    home, listed, options, _found = three
    out = home / "out" / "good"
    out.rename(out.with_name("good.part-3"))
    (home / "out" / "good.part-4").mkdir()
    workers = jobs.Here()
    assert run_batch(listed[1:2], home / "out", options, workers)[0]["kept"]
    assert workers.asked == []
    assert parts_of(out) == []


@pytest.mark.whole
def test_who_is_at_work_in_a_run_folder_is_left_alone(three, monkeypatch):
    from filelock import FileLock

    home, _listed, _options, _found = three
    out = home / "out" / "good"
    before = manifest_hash(Run(out))
    with FileLock(out / ".at_work.lock"):
        facts = one(str(home / "clients" / "good" / "portfolio.yaml"), str(out), Options())
    assert facts["status"] == "refused"
    assert "at work here" in facts["said"]
    assert manifest_hash(Run(out)) == before
    assert parts_of(out) == []


@pytest.mark.whole
def test_what_somebody_decided_in_the_workbook_counts_in_the_next_batch_and_stays(three):
    home, listed, options, _found = three
    run = Run(home / "out" / "good")
    decided = {"locked_visits": 2, "decision_reason": "agreed", "decision_author": "Eva"}
    assert run.read("allocation").set_index("account_id")["visits"]["C003"] != 2
    edit_plan(run.path / "plan.xlsx", ("account_id", "locked_visits"), {"C003": decided})
    edited = (run.path / "plan.xlsx").read_bytes()
    (facts,) = run_batch(listed[1:2], home / "out", options, jobs.Here())
    assert run.read("allocation").set_index("account_id")["visits"]["C003"] == 2
    assert "1 decision read from plan.xlsx." in facts["said"]
    assert str(run.path / "plan_returned.xlsx") in facts["said"]
    assert (run.path / "plan_returned.xlsx").read_bytes() == edited
    assert run.portfolio().plan_file == str(run.path / "plan.xlsx")
    assert kept(str(listed[1].path), str(run.path), options) is not None
