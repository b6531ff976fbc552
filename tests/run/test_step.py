"""A step reads what it declared, writes what it promised, and loses nothing on the way."""

import json

import pandas as pd
import pytest

from solver.parameters import load_portfolio
from solver.run import Run, open_step
from solver.tables import empty
from solver.words.errors import PortfolioError


@pytest.fixture
def run(portfolio_file, tmp_path):
    return Run.create(tmp_path / "run", load_portfolio(portfolio_file()))


def test_reading_what_was_not_declared_is_refused(run):
    with pytest.raises(PortfolioError, match="does not declare that it needs “sales”"):
        open_step("02_measure_time", run.path).read("sales")


def test_a_missing_table_names_the_step_that_makes_it(run):
    with pytest.raises(
        PortfolioError, match=r"“accounts” is not in this run → run step 1 \(Prepare the tools\) first"
    ):
        open_step("02_measure_time", run.path).read("accounts")


def test_writing_what_was_not_promised_is_refused(run):
    with pytest.raises(PortfolioError, match="does not declare that it makes “scores”"):
        open_step("02_measure_time", run.path).write("scores", empty("scores"))


def test_a_table_that_breaks_its_schema_is_not_written(run):
    step = open_step("06_group_accounts", run.path)
    bad = pd.DataFrame([{"account_id": "C1", "cell": "A/A'", "account_type": "friend", "domain": "conquest"}])
    with pytest.raises(PortfolioError, match="account_types, row 1, column “account_type”"):
        step.write("account_types", bad)
    assert not run.artifact_path("account_types").exists()


def test_a_step_that_did_not_write_everything_cannot_finish(run):
    with pytest.raises(PortfolioError, match="has not written account_types"):
        open_step("06_group_accounts", run.path).finish({})


def test_the_manifest_vouches_for_what_was_written(run):
    step = open_step("06_group_accounts", run.path, consolidate_share=0.4)
    step.write("account_types", empty("account_types"))
    kpis = step.finish({"Accounts": "0"})
    entry = run.manifest()["steps"]["06_group_accounts"]
    assert entry["parameters"] == {"consolidate_share": 0.4}
    assert entry["outputs"]["account_types"]["rows"] == 0
    assert len(entry["outputs"]["account_types"]["sha256"]) == 64
    assert repr(kpis) == "Accounts: 0"


def test_a_parameter_out_of_its_bounds_is_refused_in_the_notebook_too(run):
    with pytest.raises(PortfolioError, match="“consolidate_share” is 4"):
        open_step("06_group_accounts", run.path, consolidate_share=4)


def test_a_run_folder_of_another_version_is_refused(run):
    run.manifest_path.write_text(json.dumps({"layout": 0, "steps": {}}), encoding="utf-8")
    with pytest.raises(PortfolioError, match="made by another version of Twelvefold → give another folder"):
        open_step("06_group_accounts", run.path)


@pytest.mark.parametrize("text", ["", '{"layout": 1, "st', "[]", '{"layout": 1}', "\x00\x00"])
def test_a_damaged_manifest_is_called_so_and_nothing_is_advised_that_loses_a_file(run, text):
    run.manifest_path.write_text(text, encoding="utf-8")
    with pytest.raises(PortfolioError, match=r"manifest\.json: .* damaged → move this one file away"):
        open_step("06_group_accounts", run.path)


def test_a_table_counts_only_as_the_step_that_finished_wrote_it(run):
    step = open_step("06_group_accounts", run.path)
    step.write("account_types", empty("account_types"))
    assert not run.holds("account_types"), "the step has not finished"
    step.finish({})
    assert run.holds("account_types")
    run.artifact_path("account_types").write_bytes(b"another")
    assert not run.holds("account_types")
    assert not run.holds("scores")


def test_a_folder_without_a_run_is_refused(tmp_path):
    with pytest.raises(PortfolioError, match="no run in this folder yet → run step 1 first"):
        open_step("06_group_accounts", tmp_path / "nothing")


def test_a_place_that_cannot_be_written_is_said_in_one_line(portfolio_file, tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(PortfolioError, match=r"this cannot be written: .* → free space"):
        Run.create(tmp_path / "file" / "run", load_portfolio(portfolio_file()))
