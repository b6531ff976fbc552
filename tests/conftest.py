"""What several test folders share."""

import gc
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import settings

from solver.words.i18n import speak_by_default, spoken
from tests.everyday import ATTACK, draws, leave_to_test

ROOT = Path(__file__).parents[1]
DEMO = ROOT / "data" / "demo" / "portfolio.yaml"

settings.register_profile(
    "no deadline", deadline=None, max_examples=draws(40, 200)
)  # a slow machine is no fault
settings.load_profile("no deadline")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """Whole runs first: the short tests then fill what is left of either core."""
    if not ATTACK:
        too_long = [item for item in items if item.get_closest_marker("attack")]
        config.hook.pytest_deselected(items=too_long)
        items[:] = [item for item in items if not item.get_closest_marker("attack")]
    items.sort(key=lambda item: item.get_closest_marker("whole") is None)
    # Exports read like a firm's own, files laid out, days planned: what `make quick` would spend its time on.
    for folder in ("intake", "handover", "calendar"):
        leave_to_test(items, ROOT / "tests" / folder, one_in=6)
    # What was imported and collected stays to the end: looked through again and again, it cost a tenth.
    gc.freeze()
    gc.set_threshold(50_000)


@pytest.fixture(autouse=True)
def english(monkeypatch):
    """Every test starts in English and euros, whatever the one before opened or the machine speaks."""
    monkeypatch.setenv("LANGUAGE", "en")
    yield
    speak_by_default("en")


@pytest.fixture
def speak():
    """Speak a language, and a currency, for the rest of the test."""
    with ExitStack() as open_to_the_end:
        yield lambda *speech: open_to_the_end.enter_context(spoken(*speech))


@pytest.fixture
def portfolio_text():
    """A portfolio.yaml as short as it may be, with files that need not exist."""
    return """\
firm: Two-line firm
as_of: 2025-12-31
plan_start: 2026-01-01
plan_end: 2026-12-31
sources:
  - {table: accounts, path: clients.csv}
  - {table: sales, path: sales.csv}
reps:
  - {rep_id: R1, name: Ann, home_lat: 48.1, home_lon: -1.7, annual_cost_eur: 60000}
"""


@pytest.fixture
def portfolio_file(tmp_path, portfolio_text):
    """Write a portfolio.yaml, with lines added or replaced, and return its path."""

    def write(added="", replaced=()):
        text = portfolio_text
        for before, after in replaced:
            assert before in text
            text = text.replace(before, after)
        path = tmp_path / "portfolio.yaml"
        path.write_text(text + added, encoding="utf-8")
        return path

    return write
