"""Complaints of the log: settled or not, and who may leave because of them."""

import pandas as pd

from solver.method.behaviour.complaints import complaints_by_account, complaints_by_cause, with_complaints
from tests.method.diary.tables import AS_OF, log

SETTLED = ("C1", "2025-11-03", "complaint", {"touch_cause": "delivery", "closed_on": "2025-11-13"})
OPEN = ("C1", "2025-12-20", "complaint", {"touch_cause": "price"})


def behaviour(code, *complaints):
    typology = pd.DataFrame({"account_id": ["C1"], "behaviour": [code]})
    told = complaints_by_account(log(*complaints), as_of=AS_OF)
    return with_complaints(typology, told)["behaviour"].iloc[0]


def test_a_complaint_settled_in_ten_days_is_no_alarm():
    row = complaints_by_account(log(SETTLED), as_of=AS_OF).iloc[0]
    assert (row["days_to_close"], row["open"], bool(row["alarm"])) == (10, 0, False)
    assert behaviour("loyal", SETTLED) == "loyal"


def test_a_second_one_that_is_open_puts_a_loyal_client_at_risk_in_words():
    row = complaints_by_account(log(SETTLED, OPEN), as_of=AS_OF).iloc[0]
    assert row["reason"] == "2 complaints in 12 months; 1 open"
    assert bool(row["alarm"])
    assert behaviour("loyal", SETTLED, OPEN) == "at_risk"
    assert behaviour("standard", OPEN) == "at_risk"


def test_a_new_or_developing_client_keeps_its_name():
    assert behaviour("new", OPEN) == "new"
    assert behaviour("developing", OPEN) == "developing"


def test_an_old_complaint_counts_while_it_is_open():
    old = ("C1", "2024-06-01", "complaint", {})
    settled = ("C1", "2024-06-01", "complaint", {"closed_on": "2024-06-11"})
    assert behaviour("loyal", old) == "at_risk"
    assert behaviour("loyal", settled, settled) == "loyal"


def test_causes_are_told_with_their_revenue_and_the_days_they_take():
    other = ("C2", "2025-10-01", "complaint", {"touch_cause": "delivery", "closed_on": "2025-10-05"})
    table = complaints_by_cause(log(SETTLED, OPEN, other), pd.Series({"C1": 100.0, "C2": 50.0}), as_of=AS_OF)
    assert table.fillna(-1).to_numpy().tolist() == [
        ["delivery", 2, 0, 2, 150.0, 7.0],
        ["price", 1, 1, 1, 100.0, -1],
    ]
