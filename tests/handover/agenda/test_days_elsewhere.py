"""Where days start and end, as the sheet of a rep says it."""

from datetime import date
from types import SimpleNamespace

import pandas as pd

from solver.handover.agenda.sheet import _elsewhere

MONDAY = pd.Timestamp("2026-01-05")


def findings(*days):
    """A firm of Ann (R1) and Bob (R2), with days of Ann from some place to another."""
    table = pd.DataFrame(list(days), columns=["start_id", "end_id"], dtype="str")
    table = table.assign(rep_id="R1", date=[MONDAY + pd.Timedelta(days=n) for n in range(len(days))])
    accounts = pd.DataFrame({"account_id": ["C1"], "name": ["Depot"]})
    reps = [SimpleNamespace(rep_id="R1", name="Ann"), SimpleNamespace(rep_id="R2", name="Bob")]
    return SimpleNamespace(
        artifacts=SimpleNamespace(table=lambda _name: accounts),
        portfolio=SimpleNamespace(reps=reps),
        run=SimpleNamespace(
            artifact_path=lambda _name: SimpleNamespace(exists=lambda: True), read=lambda _name: table
        ),
    )


def test_the_own_home_under_its_code_is_home():
    said = _elsewhere(findings(("home:R1", None), ("home:R1", "C1"), ("C1", "home:R2")), "R1")
    assert said == {
        date(2026, 1, 6): "from home to Depot",
        date(2026, 1, 7): "from Depot to home of Bob",
    }
