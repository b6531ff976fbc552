"""What changes on Monday, on runs small enough to be worked by hand."""

import pandas as pd

from solver.report.findings.artifacts import Artifacts
from solver.report.findings.monday_answer import monday_answer
from tests.report.findings.test_decisions import ACCOUNTS, REPS, allocation


def moving(gap_eur: list[float]) -> Artifacts:
    """Return a run in which a goes from 1 visit to 5, b from none to 2, p from none to 2."""
    known = pd.DataFrame({"account_id": list("abc"), "gap_eur": gap_eur, "revenue_eur": 10.0})
    return Artifacts(
        {
            "allocation": allocation(visits=[5, 2, 1, 2]),
            "accounts": ACCOUNTS,
            "reps": REPS,
            "qualification": known,
        }
    )


def test_of_those_who_gain_visits_whoever_buys_all_that_its_potential_allows_is_not_named_first(portfolio):
    """a gains most, but nothing is left to win there: b and p are named, and all three are counted."""
    told, *_more = monday_answer(moving([0.0, 5.0, 5.0]), portfolio)
    assert told.startswith("3 accounts gain visits, first Bee (0 → 2) and Pea (0 → 2).")


def test_where_no_other_gains_visits_they_are_named_all_the_same(portfolio):
    run = moving([0.0, 0.0, 5.0])
    run = Artifacts({**run, "allocation": allocation(visits=[5, 2, 1, 0])})
    told, *_more = monday_answer(run, portfolio)
    assert told.startswith("2 accounts gain visits, first Ay (1 → 5) and Bee (0 → 2).")


def test_beside_the_visits_that_an_account_loses_stands_what_it_buys(portfolio):
    """c goes from 4 visits to 1 and buys for 10: a reader sees at a glance why."""
    run = moving([0.0, 5.0, 5.0])
    bought = pd.DataFrame({"account_id": list("abc"), "revenue_eur": 10.0, "margin_eur": 4.0, "segment": "C"})
    told, *_more = monday_answer(Artifacts({**run, "segments": bought}), portfolio)
    assert told.endswith("1 account loses visits, first <Cee> (4 → 1, buys €10).")
