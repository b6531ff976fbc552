"""Somebody else's export, in dollars and without a visit log: a mapping alone takes it through the steps."""

from pathlib import Path

import pytest

from solver.parameters import load_portfolio
from solver.run import STEPS
from solver.runner import run_pipeline
from tests.in_process import in_this_process

PORTFOLIO = Path(__file__).parent / "portfolio.yaml"
FILES = [Path(source.path) for source in load_portfolio(PORTFOLIO).sources]
SALES_DOLLARS = 3_397_573.90  # sum of sale_dollars in the file, taken apart from the product

pytestmark = [
    pytest.mark.whole,
    pytest.mark.skipif(
        not all(path.exists() for path in FILES), reason="the public invoices are not in ../shared"
    ),
]


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        in_this_process(patch)
        return run_pipeline(PORTFOLIO, tmp_path_factory.mktemp("iowa") / "run").run


def test_all_twelve_steps_run(run):
    assert list(run.manifest()["steps"]) == [spec.id for spec in STEPS]


def test_revenue_agrees_with_the_source_to_the_cent(run):
    assert round(run.read("sales")["revenue_eur"].sum(), 2) == SALES_DOLLARS


def test_stores_that_never_bought_are_prospects_and_every_store_has_a_rep(run):
    accounts = run.read("accounts")
    bought = accounts["account_id"].isin(run.read("sales")["account_id"])
    assert (accounts.loc[~bought, "kind"] == "prospect").all()
    assert accounts["rep_id"].notna().all()


def test_the_plan_is_proven_and_the_hours_add_up(run):
    assert run.read("certificate.json")["gap"] <= 1e-4
    ledger = run.read("ledger")
    parts = ledger[["client_hours", "prospect_hours", "reserve_hours", "unused_hours"]].sum(axis=1)
    assert (parts - ledger["capacity_hours"]).abs().max() < 1e-6


def test_without_a_visit_log_there_is_no_comparison_with_today(run):
    assert "today" not in set(run.read("comparison")["plan"])
    assert run.read("allocation")["visits_today"].isna().all()


def test_the_report_speaks_dollars(run):
    page = (run.path / "index.html").read_text(encoding="utf-8")
    assert "US$" in page
    assert "€" not in page
