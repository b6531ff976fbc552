"""Loads and combinations of days, which only routing instances have, are kept by the compiled search."""

import numpy as np
import pytest

from tests.benchmarks.bench_routing import Instance, drawn, faults, orienteering, periodic, solve

PERIODIC = """1 1 2 2
0 10
0 10
0 0 0 0 0 0 0
1 3 4 0 6 1 2 1 2
2 6 8 0 6 1 1 1
"""
ORIENTEERING = "n 4\nm 1\ntmax 5\n0 0 0\n1 0 10\n0 9 50\n2 0 0\n"


@pytest.mark.parametrize("seed", range(3))
def test_a_week_keeps_loads_and_combinations(seed):
    instance = drawn(seed, customers=25, vehicles=2)
    routes = solve(instance, 60)
    assert faults(instance, routes) == []
    assert any("days" in fault for fault in faults(instance, [[], *routes[1:]]))


def test_two_heavy_customers_take_a_day_each(tmp_path):
    """The vehicle carries 10, either customer 6; the far one must have the second day."""
    (tmp_path / "p00").write_text(PERIODIC)
    instance = periodic(tmp_path / "p00")
    assert instance.distance[0].tolist() == [0, 5, 10]
    assert solve(instance, 50) == [[1], [2]]
    assert faults(instance, [[], [1, 2]]) == ["route 1 is too heavy"]


def test_the_days_of_a_customer_are_chosen_together():
    """Customer 3 may have days 1 and 2, or 3 and 4. Beside customer 1 the first is free, but the second 20.

    Each of the others is a detour of 4 from customer 2, who stands two short of it: 8 together.
    """
    at = np.array([0.0, 10.0, 8.0, 10.0])
    apart = np.abs(at[:, None] - at)
    sets = [[], [0b1000], [0b0011], [0b1100, 0b0011]]
    none = np.zeros(4)
    week = Instance("week", apart, 1, 4, np.inf, np.inf, none, none, sets)
    assert [sorted(route) for route in solve(week, 0, given=[[0], [], [1], [2]])] == [[1], [], [2, 3], [2, 3]]


def test_a_team_collects_what_it_can_reach_between_start_and_end(tmp_path):
    """From (0, 0) to (2, 0) within 5: the place on the way is reached, the one nine north of it is not."""
    (tmp_path / "p0.1.a.txt").write_text(ORIENTEERING)
    instance = orienteering(tmp_path / "p0.1.a.txt")
    assert solve(instance, 50) == [[1]]
    assert faults(instance, [[1]]) == []
    assert faults(instance, [[2]]) == ["route 0 is too long"]
