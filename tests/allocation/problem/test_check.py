"""The checker on plans broken by hand."""

import dataclasses

import numpy as np
import pandas as pd
import pytest

from solver.allocation import Allocation, AllocationProblem, allocate, check
from solver.allocation.problem.check import rep_hours
from tests.allocation.cases import problem_of
from tests.allocation.problem.test_problem import tables


def sound(problem):
    """a gets 2, b gets 2, c its 2 locked: 15 + 9 + 30 = 54 euros; r1 3 h and 2 trips of 0.5 h, r2 4 h."""
    return Allocation(
        visits=pd.Series([2, 2, 2], index=["a", "b", "c"]),
        objective_eur=54.0,
        bound_eur=54.54,
        gap=0.01,
        status="optimal",
        solver="by hand",
        version="",
        seconds=0.0,
        seed=0,
    )


@pytest.fixture
def problem():
    return AllocationProblem(**tables())


def test_the_hours_of_a_rep_are_those_of_its_visits_and_of_its_trips_if_any(problem):
    hours = rep_hours(problem, np.array([2, 2, 2])).set_index("rep_id")
    assert hours.to_dict("index") == {
        "r1": {"visit_hours": 3.0, "trip_hours": 1.0},
        "r2": {"visit_hours": 4.0, "trip_hours": 0.0},
    }


def visits(*numbers):
    return pd.Series(numbers, index=["a", "b", "c"])


def test_a_sound_plan_breaks_nothing(problem):
    assert check(problem, sound(problem)) == []


BROKEN = {
    "an account left out": ({"visits": visits(2, 2, 2).drop("b")}, "accounts", "b", 1),
    "an account too many": ({"visits": pd.Series([2, 2, 2, 1], index=list("abcd"))}, "accounts", "d", 1),
    "half a visit": ({"visits": visits(2, 1.5, 2)}, "whole_visits", "b", 1.5),
    "below zero": ({"visits": visits(2, -1, 2)}, "whole_visits", "b", -1),
    "lock not kept": ({"visits": visits(2, 2, 1)}, "lock", "c", 1),
    "above the ceiling": ({"visits": visits(1, 2, 4)}, "ceiling", "c", 1),
    "below the floor": ({"visits": visits(2, 2, 0)}, "floor", "c", 1),
    # 3 x 1 h + 2 x 0.5 h + 3 trips x 0.5 h = 5.5 h of 4 h
    "too many hours, trips counted": ({"visits": visits(3, 2, 2)}, "hours", "r1", 1.5),
    "prospect target missed": ({"visits": visits(2, 0, 2)}, "prospect_target", "r1", 1),
    "a value made up": ({"objective_eur": 60.0}, "objective", "", 6),
    "a value played down": ({"objective_eur": 48.0}, "objective", "", -6),
    "a bound below the plan": ({"bound_eur": 50.0}, "bound", "", 4),
    "a gap made up": ({"gap": 0.0}, "gap", "", -0.01),
    "a status that denies the plan": ({"status": "infeasible"}, "status", "", 0),
}


SAID = {
    "an account left out": "account “b” is left out",
    "an account too many": "account “d” is not in the problem",
    "half a visit": "account “b”: 1.5 is not a number of visits",
    "below zero": "account “b”: -1 is not a number of visits",
    "lock not kept": "account “c” gets 1 visit: locked at 2",
    "above the ceiling": "account “c” gets 4 visits: the ceiling is 3",
    "below the floor": "account “c” gets 0 visits: the floor is 1",
    "too many hours, trips counted": "rep r1: 5.50 h planned, 4.00 h available",
    "prospect target missed": "rep r1: 0.0 visits to prospects expected, the target is 1.0",
    "a value made up": "the plan brings €54.00, not €60.00",
    "a value played down": "the plan brings €54.00, not €48.00",
    "a bound below the plan": "the bound €50.00 is below the plan's €54.00",
    "a gap made up": "the gap is 1.0000%, not 0.0000%",
    "a status that denies the plan": "the status is “infeasible” but there are visits",
}


@pytest.mark.parametrize("case", BROKEN)
def test_names_what_is_broken_where_and_by_how_much(problem, case):
    change, rule, where, amount = BROKEN[case]
    found = check(problem, dataclasses.replace(sound(problem), **change))
    hits = [violation for violation in found if violation.rule == rule and violation.where == where]
    assert len(hits) == 1, found
    assert hits[0].amount == pytest.approx(amount)
    assert hits[0].message.replace("\u00a0", " ") == SAID[case]


def claimed(problem, planned, **changed):
    """What the checker says of a plan whose certificate is right."""
    worth = float(problem.worth_of(np.array(planned)).sum())
    told = {"objective_eur": worth, "bound_eur": worth, "gap": 0.0, **changed}
    plan = dataclasses.replace(sound(problem), visits=pd.Series(planned, index=problem.account_ids), **told)
    return [(violation.rule, violation.where, violation.amount) for violation in check(problem, plan)]


def test_a_plan_at_every_bound_breaks_nothing_and_beyond_it_is_told_by_how_much():
    """Accounts of 1 h and 0.5 h, floors 2 and 4, ceilings 6 and 8, 8 hours, the second a prospect: 4."""
    values = np.tile(np.arange(12.0), (2, 1))
    problem = problem_of(
        values, [1.0, 0.5], 8.0, floor=[2, 4], ceiling=[6, 8], prospects={1}, target=4, rep=["r0", "r0"]
    )
    assert claimed(problem, [6, 4]) == []
    assert claimed(problem, [4, 8]) == []
    assert claimed(problem, [2, 4]) == []
    assert claimed(problem, [9, 4]) == [("ceiling", "a000", 3.0), ("hours", "r0", 3.0)]
    assert claimed(problem, [0, 11]) == [("floor", "a000", 2.0), ("ceiling", "a001", 3.0)]
    assert claimed(problem, [2, 1]) == [("floor", "a001", 3.0), ("prospect_target", "r0", 3.0)]


def test_a_certificate_is_held_to_a_millionth_of_what_the_plan_brings():
    problem = problem_of([[0.0, 1_000_000.0]], 1.0, 1.0)
    assert claimed(problem, [1], objective_eur=1_000_000.9, bound_eur=1_000_000.9) == []
    assert claimed(problem, [1], objective_eur=1_000_001.2, bound_eur=1_000_001.2)[0][0] == "objective"
    assert claimed(problem, [1], bound_eur=999_999.1, gap=-0.9e-6) == []
    assert claimed(problem, [1], bound_eur=999_998.0, gap=-2e-6) == [("bound", "", 2.0)]


def test_a_breach_of_the_hours_is_told_to_the_hundredth():
    long = problem_of([[0.0, 1.0]], 1.126, 1.0)
    visits = pd.Series([1], index=long.account_ids)
    plan = dataclasses.replace(sound(long), visits=visits, objective_eur=1.0, bound_eur=1.0, gap=0.0)
    (told,) = (broken.message for broken in check(long, plan))
    assert told.replace("\u00a0", " ") == "rep r0: 1.13 h planned, 1.00 h available"


def test_no_visits_and_a_value_contradict_each_other(problem):
    empty = dataclasses.replace(sound(problem), visits=None)
    assert {violation.rule for violation in check(problem, empty)} == {"status", "objective"}
    honest = dataclasses.replace(empty, status="infeasible", objective_eur=np.nan, gap=np.nan)
    assert check(problem, honest) == []


def of_calls():
    """Levels 1 and 2: a call of a quarter of an hour, then a visit of an hour; €7 of road, €8 an hour."""
    problem = problem_of([[0, 20, 100]], 1.0, 2.0)
    return problem.with_tables(
        accounts=problem.accounts.assign(road_eur=7.0),
        reps=problem.reps.assign(hour_cost_eur=8.0),
        response=problem.response.assign(visits_made=[0, 0, 1], other_hours=[0, 0.25, 0]),
    )


def test_the_road_is_that_of_visits_and_not_of_calls():
    problem = of_calls()
    found = allocate(problem, method="milp")
    assert found.objective_eur == pytest.approx(100 - 7 - 8)
    assert check(problem, found) == []
    called = dataclasses.replace(found, visits=found.visits * 0 + 1, objective_eur=20 - 2, bound_eur=85.0)
    assert "objective" not in {violation.rule for violation in check(problem, called)}


def test_visits_beyond_the_table_are_named_where_hours_are_charged_too():
    problem = of_calls()
    found = allocate(problem, method="milp")
    beyond = dataclasses.replace(found, visits=found.visits * 0 + 9)
    assert {"ceiling", "objective"} <= {violation.rule for violation in check(problem, beyond)}
