"""By when accounts change hands: before the rep of today calls or visits them again."""

import pandas as pd
import pytest

from solver.report.findings.answers import hands_answer
from solver.report.findings.artifacts import Artifacts

ACCOUNTS = pd.DataFrame({"account_id": ["a", "b", "c"], "name": ["Ay", "Bee", "Cee"]})
REPS = pd.DataFrame({"rep_id": ["R1", "R2"], "name": ["Ann", "Bob"]})
LINES = pd.DataFrame(
    {
        "account_id": ["a", "b", None],
        "rep_id": ["R1", "R1", None],
        "new_rep_id": ["R2", "R2", None],
        "saved_minutes": [10.0, 20.0, None],
        "visits": [1, 2, 3],
        "new_visits": [1, 2, 3],
        "contribution_eur": [5.0, 6.0, 11.0],
        "new_contribution_eur": [6.0, 8.0, 14.0],
        "years_change_eur": [1.0, 2.0, 3.0],
    }
)


def days(**of_each):
    return pd.to_datetime(pd.Series(of_each))


def run(visits, calls):
    """Visits and calls by account and day; the first full week of the diary is that of 5 January 2026."""
    dated = days(**visits)
    week = pd.DataFrame(
        {"account_id": dated.index, "date": dated.to_numpy(), "start": "09:00", "rep_id": "R1"}
    )
    called = days(**calls)
    phoned = pd.DataFrame({"account_id": called.index, "call_on": called.to_numpy()})
    tables = {"hand_over": LINES, "accounts": ACCOUNTS, "reps": REPS, "appointments": week}
    return Artifacts(tables | ({"call_list": phoned} if len(phoned) else {}))


@pytest.mark.parametrize(
    ("visits", "calls", "said"),
    [
        (
            {"c": "2026-01-05", "a": "2026-01-07"},
            {},
            "Decide before 7 January 2026: up to the end of the first week the rep of today still calls or "
            "visits 1 of them.",
        ),
        (
            {"c": "2026-01-05", "a": "2026-01-07"},
            {"a": "2026-01-02", "b": "2026-01-06"},
            "Decide before 2 January 2026: up to the end of the first week the rep of today still calls or "
            "visits 2 of them.",
        ),
        ({"c": "2026-01-05", "a": "2026-01-14"}, {"b": "2026-01-13"}, None),
    ],
)
def test_a_call_of_the_rep_of_today_counts_as_a_visit_does(visits, calls, said):
    _change, first = hands_answer(run(visits, calls))
    assert first.startswith("First Ay to Bob and Bee to Bob.")
    assert first.endswith(said) if said else "Decide before" not in first
