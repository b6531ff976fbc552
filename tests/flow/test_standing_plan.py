"""The plan that stands is read from a run folder, or refused with what to write instead."""

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from solver.calendar.replan import Standing
from solver.flow import standing_plan as read
from solver.parameters import load_portfolio, override
from solver.words.errors import PortfolioError

BLOCK = "replan: {run: before, from: 2026-06-01, freeze_days: 7, changes_max: 3}\n"


@pytest.fixture
def firm(portfolio_file, monkeypatch):
    """A portfolio that plans again from June around a run of its own firm."""
    portfolio = load_portfolio(portfolio_file(BLOCK))
    run = SimpleNamespace(
        path=Path(portfolio.replan.run),
        portfolio_path=SimpleNamespace(exists=lambda: True),
        holds=lambda _name: True,
        check_layout=lambda: None,
        portfolio=lambda: portfolio,
        read=lambda name: name,
    )
    monkeypatch.setattr(read, "Run", lambda _path: run)
    return portfolio, run


def test_dates_before_the_end_of_the_frozen_days_stand(firm):
    assert read.standing_plan(firm[0]) == Standing(
        appointments="appointments",
        nights="nights",
        first_free=date(2026, 6, 8),
        changes_max=3,
        change_minutes=15,
    )


def test_a_portfolio_written_out_and_read_again_plans_again_alike(firm):
    assert override(firm[0], growth_rate=0.05).replan == firm[0].replan


def test_without_the_block_nothing_stands(portfolio_file):
    assert read.standing_plan(load_portfolio(portfolio_file())) is None


def test_a_folder_without_a_run_is_refused(portfolio_file):
    with pytest.raises(PortfolioError, match=r"no run with its step 12.*give under replan, run"):
        read.standing_plan(load_portfolio(portfolio_file(BLOCK)))


def test_a_step_12_that_was_not_finished_is_refused(firm):
    """Its table is in the folder, and the manifest knows of none: the run was stopped."""
    firm[1].holds = lambda name: name != "appointments"
    firm[1].artifact_path = lambda _name: SimpleNamespace(exists=lambda: True)
    with pytest.raises(PortfolioError, match=r"step 12 of this run was not finished.*run that plan again"):
        read.standing_plan(firm[0])


def test_a_plan_does_not_stand_on_itself(firm):
    own = firm[1].path.parent / "beside" / ".." / firm[1].path.name
    with pytest.raises(PortfolioError, match=r"cannot stand on themselves.*folder of an earlier run"):
        read.standing_plan(firm[0], own)
    assert read.standing_plan(firm[0], firm[1].path.parent / "another") is not None


def test_a_run_of_another_firm_is_refused(firm):
    firm[1].portfolio = lambda: SimpleNamespace(firm="Elsewhere")
    with pytest.raises(PortfolioError, match=r"another firm: Elsewhere.*a run of Two-line firm"):
        read.standing_plan(firm[0])


def test_a_day_outside_the_plan_is_refused(firm):
    late = firm[0].model_copy(update={"plan_end": date(2026, 3, 1)})
    with pytest.raises(PortfolioError, match=r"replan\.from.*give a day within it"):
        read.standing_plan(late)


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ("replan: {from: 2026-06-01}\n", "replan, run"),
        ("replan: {run: before, freeze_days: -1}\n", "“replan, freeze_days” is -1: it must be at least 0"),
        ("replan: {run: before, change_max: 4}\n", "did you mean “changes_max”"),
    ],
)
def test_a_block_that_cannot_be_read_says_what_to_write(portfolio_file, block, said):
    with pytest.raises(PortfolioError) as refused:
        load_portfolio(portfolio_file(block))
    assert said in str(refused.value)
