"""The demo a quarter later: March is run beside December, reads it back, and the two are compared."""

import sys
from types import SimpleNamespace

import pytest

from solver import cli
from solver.parameters import load_portfolio
from tests.conftest import ROOT


@pytest.fixture
def called(monkeypatch, tmp_path):
    """What the command would run and compare, without running anything."""
    done = []

    def run_and_tell(portfolio, folder, asked):
        done.append((portfolio.name, folder, asked.get("overrides", {})))
        return SimpleNamespace(path=folder or tmp_path / "demo")

    demo = sys.modules["solver.cli.demo"]
    monkeypatch.setattr(demo, "run_and_tell", run_and_tell)
    monkeypatch.setattr(demo, "compare_and_tell", lambda *runs: done.append(runs))
    return done


def test_march_stands_beside_december_and_reads_it_back(called, monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "argv", ["twelvefold", "demo", "--loop", "--no-open", "--language", "en"])
    cli.main()
    before, after = tmp_path / "demo", tmp_path / "march"
    assert called == [
        ("portfolio.yaml", None, {}),
        ("portfolio_march.yaml", after, {"previous_run": str(before)}),
        (before, after),
    ]


def test_without_the_loop_it_is_december_alone(called, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["twelvefold", "demo", "--no-open"])
    cli.main()
    assert [name for name, _folder, _asked in called] == ["portfolio.yaml"]


def test_the_last_run_is_looked_for_beside_the_portfolio_then_where_the_command_is_called(
    tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    here = tmp_path / "reports" / "demo"
    here.mkdir(parents=True)
    portfolio = load_portfolio(ROOT / "data" / "demo" / "portfolio_march.yaml")
    assert portfolio.previous_run == str(here)


def test_a_last_run_that_is_nowhere_is_named_where_it_was_looked_for(tmp_path):
    path = tmp_path / "portfolio.yaml"
    text = (ROOT / "data" / "demo" / "portfolio.yaml").read_text(encoding="utf-8")
    path.write_text(text + "\nprevious_run: nowhere\n", encoding="utf-8")
    assert load_portfolio(path).previous_run == str(tmp_path / "nowhere")
