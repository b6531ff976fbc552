"""What the problem refuses, and that the order of rows changes nothing."""

import numpy as np
import pandas as pd
import pytest

from solver.allocation import AllocationProblem, allocate, check
from solver.words.errors import PortfolioError
from tests.allocation.cases import problem_of


def tables():
    accounts = pd.DataFrame(
        {
            "account_id": ["a", "b", "c"],
            "rep_id": ["r1", "r1", "r2"],
            "kind": ["client", "prospect", "client"],
            "zone": ["north", "north", None],
            "min_visits": [0, 0, 1],
            "max_visits": [3, 3, 3],
            "hours_per_visit": [1.0, 0.5, 2.0],
            "locked_visits": pd.array([pd.NA, pd.NA, 2], dtype="Int64"),
        }
    )
    response = pd.DataFrame(
        {
            "account_id": np.repeat(["a", "b", "c"], 4),
            "visits": np.tile(range(4), 3),
            "contribution_eur": [0.0, 10, 15, 17, 0, 5, 9, 12, 0, 20, 30, 33],
        }
    )
    reps = pd.DataFrame({"rep_id": ["r1", "r2"], "hours": [4.0, 6.0], "prospect_visits_min": [1, 0]})
    zones = pd.DataFrame({"zone": ["north"], "hours_per_trip": [0.5]})
    return {"accounts": accounts, "response": response, "reps": reps, "zones": zones}


def put(table, row, column, value):
    def change(parts):
        frame = parts[table].astype({column: object})
        frame.loc[row, column] = value
        parts[table] = frame

    return change


def drop(table, row):
    def change(parts):
        parts[table] = parts[table].drop(index=row)

    return change


def drop_column(table, column):
    def change(parts):
        parts[table] = parts[table].drop(columns=column)

    return change


def drop_account(parts):
    parts["response"] = parts["response"].query("account_id != 'b'")


REFUSED = {
    "missing column": (drop_column("accounts", "kind"), "accounts, column “kind”: the column is missing"),
    "missing id": (
        put("accounts", 1, "account_id", None),
        "accounts, row 3, column “account_id”: the value",
    ),
    "duplicate account": (
        put("accounts", 1, "account_id", "a"),
        "accounts, row 3, column “account_id”: “a”",
    ),
    "no rep": (put("accounts", 2, "rep_id", None), "accounts, row 4, column “rep_id”: the value is missing"),
    "unknown rep": (put("accounts", 2, "rep_id", "r9"), "accounts, row 4, column “rep_id”: “r9” is not in"),
    "unknown zone": (
        put("accounts", 1, "zone", "south"),
        "accounts, row 3, column “zone”: “south” is not",
    ),
    "text for a number": (
        put("accounts", 0, "max_visits", "lots"),
        "row 2, column “max_visits”: “lots” is",
    ),
    "NaN hours": (
        put("accounts", 1, "hours_per_visit", None),
        "row 3, column “hours_per_visit”: the number",
    ),
    "negative hours": (put("accounts", 1, "hours_per_visit", -1), "row 3, column “hours_per_visit”: a visit"),
    "endless hours": (
        put("accounts", 1, "hours_per_visit", np.inf),
        "column “hours_per_visit”: “inf” is",
    ),
    "half a visit": (
        put("accounts", 1, "min_visits", 1.5),
        "row 3, column “min_visits”: 1.50 is not a",
    ),
    "floor above ceiling": (
        put("accounts", 0, "min_visits", 4),
        "row 2, column “min_visits”: account “a”",
    ),
    "lock above ceiling": (
        put("accounts", 2, "locked_visits", 4),
        "row 4, column “locked_visits”: account “c”: 4 visits locked, beyond the ceiling of 3",
    ),
    "lock below floor": (
        put("accounts", 2, "locked_visits", 0),
        "row 4, column “locked_visits”: account “c”: 0 visits locked, below the floor of 1",
    ),
    "ceiling above values": (
        put("accounts", 0, "max_visits", 5),
        "row 2, column “max_visits”: account “a”",
    ),
    "value NaN": (
        put("response", 5, "contribution_eur", np.nan),
        "response, row 7, column “contribution",
    ),
    "level twice": (put("response", 2, "visits", 1), "response, row 4, column “visits”: account “a” has two"),
    "level missing": (
        drop("response", 2),
        "response, row 4, column “visits”: account “a” has no value",
    ),
    "value for nobody": (put("response", 3, "account_id", "z"), "response, row 5, column “account_id”: “z”"),
    "no value at all": (drop_account, "account “b” has no value for any number of visits"),
    "rep without hours": (
        put("reps", 1, "hours", 0),
        "row 3, column “hours”: the rep has no hours (0.00 h)",
    ),
    "rep below zero": (
        put("reps", 1, "hours", -3),
        "row 3, column “hours”: the rep has no hours (−3.00 h)",
    ),
    "rep NaN": (put("reps", 0, "hours", np.nan), "reps, row 2, column “hours”: the number is missing"),
    "rep twice": (put("reps", 1, "rep_id", "r1"), "reps, row 3, column “rep_id”: “r1” is there twice"),
    "target below zero": (
        put("reps", 0, "prospect_visits_min", -1),
        "row 2, column “prospect_visits_min”",
    ),
    "zone below zero": (
        put("zones", 0, "hours_per_trip", -1),
        "zones, row 2, column “hours_per_trip”",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refuses_and_says_where(case):
    change, message = REFUSED[case]
    parts = tables()
    change(parts)
    with pytest.raises(PortfolioError) as refused:
        AllocationProblem(**parts)
    assert message in str(refused.value)
    assert "→" in str(refused.value)


def test_a_target_above_the_hours_is_infeasible_not_refused():
    parts = tables()
    parts["reps"] = parts["reps"].assign(prospect_visits_min=[9, 0])
    result = allocate(AllocationProblem(**parts), method="milp")
    assert result.status == "infeasible"
    assert result.visits is None
    assert np.isnan(result.objective_eur)
    assert check(AllocationProblem(**parts), result) == []


def test_the_order_of_rows_changes_nothing():
    parts = tables()
    straight = allocate(AllocationProblem(**parts), method="milp")
    turned = {name: part.iloc[::-1] for name, part in parts.items()}
    reversed_ = allocate(AllocationProblem(**turned), method="milp")
    pd.testing.assert_series_equal(straight.visits, reversed_.visits)
    assert straight.objective_eur == reversed_.objective_eur


def test_the_callers_tables_are_left_as_they_were():
    parts = tables()
    before = {name: part.copy() for name, part in parts.items()}
    AllocationProblem(**parts)
    for name, part in parts.items():
        pd.testing.assert_frame_equal(part, before[name])


def test_a_lock_is_floor_and_ceiling():
    problem = AllocationProblem(**tables())
    assert problem.floor.tolist() == [0, 0, 2]
    assert problem.ceiling.tolist() == [3, 3, 2]


def test_the_most_a_rep_can_bring_is_the_best_number_of_each_account_within_its_bounds():
    """9 of two visits, where three would lose again; 5 of the one that is allowed; 2 of the floor."""
    problem = problem_of(
        [[0, 6, 9, 8], [0, 5, 7, 8], [0, 4, 2, 1]], 1.0, 1.0, floor=[0, 0, 2], ceiling=[3, 1, 3]
    )
    assert problem.sheets()[0].most_eur == 9 + 5 + 2


def test_other_hours_for_one_rep_leave_those_of_the_others():
    problem = AllocationProblem(**tables()).with_hours(pd.Series({"r1": 5.0}))
    assert problem.reps["hours"].tolist() == [5.0, 6.0]
