"""Complaints of the log: settled or not, and who may leave because of them."""

import pandas as pd
import pytest

from solver.method.behaviour.complaints import (
    all_complaints,
    complaints_by_account,
    complaints_by_cause,
    to_call_first,
    with_complaints,
)
from tests.method.diary.tables import AS_OF, log

SETTLED = ("C1", "2025-11-03", "complaint", {"touch_cause": "delivery", "closed_on": "2025-11-13"})
OPEN = ("C1", "2025-12-20", "complaint", {"touch_cause": "price"})


def by_account(*told, visits=()):
    return complaints_by_account(both_logs(*told, visits=visits), as_of=AS_OF)


def behaviour(code, *complaints):
    typology = pd.DataFrame({"account_id": ["C1"], "behaviour": [code]})
    return with_complaints(typology, by_account(*complaints))["behaviour"].iloc[0]


def test_a_complaint_settled_in_ten_days_is_no_alarm():
    row = by_account(SETTLED).iloc[0]
    assert (row["days_to_close"], row["open"], bool(row["alarm"])) == (10, 0, False)
    assert behaviour("loyal", SETTLED) == "loyal"


def test_a_second_one_that_is_open_puts_a_loyal_client_at_risk_in_words():
    row = by_account(SETTLED, OPEN).iloc[0]
    assert row["reason"] == "2 complaints in 12 months; 1 open"
    assert bool(row["alarm"])
    assert behaviour("loyal", SETTLED, OPEN) == "at_risk"
    assert behaviour("standard", OPEN) == "at_risk"


def test_two_settled_ones_in_12_months_put_a_loyal_client_at_risk_too():
    again = ("C1", "2025-06-03", "complaint", {"touch_cause": "price", "closed_on": "2025-06-13"})
    assert behaviour("loyal", SETTLED, again) == "at_risk"


def test_a_new_or_developing_client_keeps_its_name():
    assert behaviour("new", OPEN) == "new"
    assert behaviour("developing", OPEN) == "developing"


def test_an_old_complaint_counts_while_it_is_open():
    old = ("C1", "2024-06-01", "complaint", {})
    settled = ("C1", "2024-06-01", "complaint", {"closed_on": "2024-06-11"})
    assert behaviour("loyal", old) == "at_risk"
    assert behaviour("loyal", settled, settled) == "loyal"


def both_logs(*told, visits=()):
    made = pd.DataFrame(visits, columns=["account_id", "date", "complaint"])
    made = made.assign(date=pd.to_datetime(made["date"])).astype({"account_id": "str", "complaint": "str"})
    return all_complaints(log(*told), made, as_of=AS_OF)


def test_causes_are_told_with_their_revenue_and_the_days_they_take():
    """The visit to C1 on 3 November is in the log already; whether C3 was answered, nobody says."""
    other = ("C2", "2025-10-01", "complaint", {"touch_cause": "delivery", "closed_on": "2025-10-05"})
    visits = [("C1", "2025-11-03", "delivery"), ("C3", "2025-05-02", "price"), ("C3", "2024-05-02", "price")]
    told = both_logs(SETTLED, OPEN, other, visits=visits)
    table = complaints_by_cause(told, pd.Series({"C1": 100.0, "C2": 50.0, "C3": 70.0}))
    assert table.fillna(-1).to_numpy().tolist() == [
        ["price", 2, 1, 1, 2, 170.0, -1],
        ["delivery", 2, 0, 0, 2, 150.0, 7.0],
    ]


def test_who_waits_or_complained_twice_is_called_first_whatever_log_tells():
    visits = [("C3", "2025-05-02", "price"), ("C3", "2025-06-02", "other"), ("C4", "2025-06-02", "other")]
    first = to_call_first(by_account(OPEN, visits=visits), pd.Series({"C1": 100.0, "C3": 70.0}))
    assert first[["account_id", "complaints", "open"]].to_numpy().tolist() == [["C1", 1, 1], ["C3", 2, 0]]


def test_two_complaints_of_the_log_of_visits_are_asked_about_and_put_a_loyal_client_at_risk():
    """C1 complained at two visits; C2 at one, which the log of contacts tells too; C3 a year ago."""
    visits = [("C1", "2025-02-03", "other"), ("C1", "2025-11-03", "delivery")]
    visits += [("C2", "2025-11-03", "other"), ("C3", "2024-12-31", "other")]
    told = by_account(("C2", "2025-11-03", "complaint", {"closed_on": "2025-11-13"}), visits=visits)
    columns = ["account_id", "complaints", "open", "unsaid", "alarm", "ask_first", "reason"]
    assert told[columns].to_numpy().tolist() == [
        [
            *["C1", 2, 0, 2, True, True],
            "2 complaints in 12 months; 2 noted at visits alone",
        ],
        ["C2", 1, 0, 0, False, False, "1 complaint in 12 months"],
    ]
    typology = pd.DataFrame({"account_id": ["C1", "C2"], "behaviour": "loyal"})
    assert with_complaints(typology, told)["behaviour"].tolist() == ["at_risk", "loyal"]


@pytest.mark.parametrize(("day", "asked"), [("2025-10-01", True), ("2025-09-30", False)])
def test_one_complaint_at_a_visit_is_asked_about_for_three_months_and_is_no_alarm(day, asked):
    row = by_account(visits=[("C1", day, "price")]).iloc[0]
    assert (bool(row["ask_first"]), bool(row["alarm"])) == (asked, False)


def test_without_a_complaint_there_is_nothing_to_tell():
    assert complaints_by_cause(both_logs(), pd.Series(dtype="float64")).empty


def test_a_complaint_without_a_cause_is_one_of_other_causes():
    told = both_logs(("C1", "2025-12-20", "complaint", {}))
    assert told["cause"].tolist() == ["other"]


def test_who_complains_twice_of_the_same_is_one_account_with_its_revenue_once():
    again = ("C1", "2025-12-22", "complaint", {"touch_cause": "price"})
    table = complaints_by_cause(both_logs(OPEN, again), pd.Series({"C1": 100.0}))
    told = table[["complaint", "complaints", "accounts", "revenue_eur"]].to_numpy().tolist()
    assert told == [["price", 2, 1, 100.0]]
