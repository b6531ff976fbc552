"""The fewest hours that keep floors and the prospect target."""

import numpy as np
import pytest

from solver.allocation.methods.least import least_plan, short_plan_hours
from solver.value.levels import Levels


def levels(hours, parts, other=None, visits=None, most=4):
    value = np.zeros((len(hours), most + 1))
    plain = Levels.of_visits(value, np.array(hours, float), np.array(parts))
    if other is None:
        return plain
    return Levels(
        value, np.array(visits), plain.hours_per_visit, plain.parts_per_visit, np.array(other, float)
    )


def planned(of, floor, ceiling, target):
    return least_plan(of, np.array(floor), np.array(ceiling), target)


@pytest.mark.parametrize(
    ("target", "plan", "hours"),
    [
        (0, [0, 0, 1], 3.0),
        (20, [0, 1, 1], 4.0),  # the shorter visits first
        (60, [1, 2, 1], 7.0),
        (61, [2, 2, 1], 9.0),  # a twentieth more takes a whole visit
        (80, [2, 2, 1], 9.0),
        (81, None, np.inf),
    ],
)
def test_visits_that_count_alike_fill_the_target_the_shortest_first(target, plan, hours):
    """Prospects of two hours and of one, two visits each at most; a client with a floor of three hours."""
    of = levels([2, 1, 3], [20, 20, 0])
    found = planned(of, [0, 0, 1], [2, 2, 4], target)
    assert (None if found is None else found.tolist()) == plan
    assert short_plan_hours(of, np.array([0, 0, 1]), np.array([2, 2, 4]), target) == hours


@pytest.mark.parametrize(
    ("target", "plan"), [(20, [2, 0]), (30, [3, 0]), (40, [4, 0]), (41, [3, 1]), (90, None)]
)
def test_visits_that_count_by_their_chance_fill_it_with_the_fewest_hours(target, plan):
    """One hour for half a visit, two and a quarter for a whole one, more than two halves take."""
    of = levels([1, 2.25], [10, 20])
    found = planned(of, [0, 0], [4, 2], target)
    assert (None if found is None else found.tolist()) == plan


def test_a_quick_plan_takes_first_what_counts_most_an_hour():
    """Of 40 parts four halves make it in four hours; of 50 two wholes, or one above them."""
    of = levels([1, 2.25], [10, 20])
    bounds = np.zeros(2, dtype=int), np.array([4, 2])
    assert short_plan_hours(of, *bounds, 40) == 4
    assert short_plan_hours(of, *bounds, 41) == 6.25
    assert short_plan_hours(of, *bounds, 80) == 8.5
    assert short_plan_hours(of, *bounds, 81) == np.inf
    assert short_plan_hours(levels([1], [0]), np.array([1]), np.array([4]), 1) == np.inf


def test_a_call_counts_nothing_and_its_hours_are_left_out_where_they_can_be():
    """Levels of a call, a visit, a visit and a call: a target of one visit takes the second one."""
    of = levels([1], [20], other=[[0, 0.25, 0, 0.25, 0.25]], visits=[[0, 0, 1, 1, 2]])
    assert planned(of, [0], [4], 20).tolist() == [2]
    assert planned(of, [1], [4], 20).tolist() == [2]
    assert planned(of, [0], [4], 40).tolist() == [4]
    assert planned(of, [0], [3], 40) is None
    assert short_plan_hours(of, np.array([0]), np.array([4]), 20) == np.inf


def test_a_visit_that_counts_a_twentieth_is_made_as_often_as_the_target_has_twentieths():
    of = levels([1], [1])
    assert planned(of, [0], [4], 3).tolist() == [3]
    assert planned(of, [0], [4], 5) is None
    assert planned(levels([1], [0]), [0], [4], 1) is None
