"""A level is what its tables say: solvers and checker follow them, whatever a level stands for."""

import dataclasses
import itertools

import numpy as np
import pandas as pd
import pytest

from solver.allocation import allocate, check
from solver.allocation.explain.relax import relaxations
from solver.allocation.methods.envelope import priced_sheet
from solver.allocation.methods.hull import envelope_slopes
from solver.value.levels import Levels, target_parts
from solver.words.errors import PortfolioError
from tests.allocation.cases import problem_of
from tests.allocation.methods.test_envelope import linear_bound

LADDERS = (  # visits and hours of other contacts, level by level
    ([0, 0, 1, 1, 2], [0.0, 0.25, 0.0, 0.25, 0.25]),  # a call, a visit, both, two visits and a call
    ([0, 1, 1, 2, 2], [0.0, 0.0, 0.5, 0.0, 1.0]),
    ([0, 0, 0, 1, 3], [0.0, 0.25, 0.5, 0.5, 0.0]),
)


def with_calls(problem, rng):
    """The problem with a ladder of calls and visits at each account."""
    ladders = [LADDERS[rng.integers(len(LADDERS))] for _account in problem.account_ids]
    return problem.with_tables(
        response=problem.response.assign(
            visits_made=np.concatenate([visits for visits, _hours in ladders]),
            other_hours=np.concatenate([hours for _visits, hours in ladders]),
        )
    )


def random_problem(seed, *, target=0, concave=True):
    rng = np.random.default_rng(seed)
    gains = rng.integers(0, 200, (6, 4)) - (0 if concave else 50)
    gains = -np.sort(-gains, axis=1) if concave else gains
    values = np.column_stack([np.zeros(6), gains.cumsum(axis=1)])
    hours = rng.choice([1.0, 1.5, 2.0], 6)
    return with_calls(problem_of(values, hours, 5.0, prospects=(0, 1, 2), target=target), rng)


def best_by_trying(problem):
    """The best level of each account, and its value, found by trying all."""
    (sheet,), table = problem.sheets(), problem.response
    shape = (len(problem.accounts), -1)
    made, other, value = (
        table[column].to_numpy().reshape(shape)
        for column in ("visits_made", "other_hours", "contribution_eur")
    )
    row = np.arange(len(made))
    best, best_value = None, -np.inf
    for levels in itertools.product(range(made.shape[1]), repeat=len(made)):
        visits = made[row, levels]
        hours = visits @ problem.accounts["hours_per_visit"].to_numpy() + other[row, levels].sum()
        enough = 20 * visits[problem.is_prospect].sum() >= sheet.target_parts
        if hours <= sheet.available_hours + 1e-9 and enough and value[row, levels].sum() > best_value + 1e-9:
            best, best_value = list(levels), value[row, levels].sum()
    return best, best_value


def test_a_call_and_a_visit_share_the_hours_as_worked_out_by_hand():
    # One hour of visit brings 100, a call of a quarter 60: in 1 h 15 a visit to one, a call to the other
    problem = problem_of([[0, 20, 100], [0, 60, 70]], 1.0, 1.25)
    problem = problem.with_tables(
        response=problem.response.assign(visits_made=[0, 0, 1] * 2, other_hours=[0, 0.25, 0] * 2)
    )
    for method in ("milp", "envelope", "cpsat"):
        found = allocate(problem, method=method)
        assert check(problem, found) == []
        assert found.visits.tolist() == [2, 1]
        assert found.objective_eur == 160


@pytest.mark.parametrize("seed", range(6))
def test_every_method_finds_the_plan_that_trying_all_finds(seed):
    problem = random_problem(seed, target=[0, 2, 4][seed % 3], concave=seed % 2 == 0)
    best, value = best_by_trying(problem)
    for method in ("milp", "envelope", "cpsat"):
        found = allocate(problem, method=method, gap=1e-9)
        assert found.has_plan == (best is not None)
        if best is not None:
            assert check(problem, found) == []
            assert found.objective_eur == pytest.approx(value)
            assert found.status == "optimal"


def test_prices_of_hours_and_target_give_the_bound_of_the_linear_relaxation():
    for seed in range(6):
        (sheet,) = random_problem(seed, target=[0, 3][seed % 2], concave=seed < 3).sheets()
        slopes = envelope_slopes(sheet.value_eur, sheet.floor, sheet.ceiling)
        assert priced_sheet(sheet, slopes).bound() == pytest.approx(linear_bound(sheet), rel=1e-9)


def test_what_would_make_a_target_possible_counts_the_hours_of_levels():
    # two prospects, a call or a call and a visit of an hour each: two visits and their calls take 2 h 30
    problem = problem_of([[0, 10, 20]] * 2, 1.0, 2.0, prospects=(0, 1), target=2)
    problem = problem.with_tables(
        response=problem.response.assign(visits_made=[0, 0, 1] * 2, other_hours=[0, 0.25, 0.25] * 2)
    )
    assert allocate(problem).status == "infeasible"
    ways = relaxations(problem).set_index("relaxation")["amount"]
    assert ways["hours"] == pytest.approx(0.5)
    assert ways["prospect_target"] == 1


def test_a_call_is_no_visit_to_a_prospect():
    problem = random_problem(0, target=1)
    found = allocate(problem)
    calls = pd.Series(np.where(problem.levels.visits[:, 1] == 0, 1, 0), index=problem.account_ids)
    assert calls[problem.is_prospect].any()
    found = dataclasses.replace(found, visits=calls)
    assert "prospect_target" in {violation.rule for violation in check(problem, found)}


def test_levels_of_visits_take_so_many_times_the_hours_of_one():
    levels = Levels.of_visits(np.zeros((2, 4)), np.array([0.7, 1.1]), np.array([5, 0]))
    assert (levels.hours == [[k * 0.7 for k in range(4)], [k * 1.1 for k in range(4)]]).all()
    assert levels.target_parts.tolist() == [[0, 5, 10, 15], [0, 0, 0, 0]]


def test_hours_beyond_a_level_count_its_calls_with_its_visits():
    """From a visit of an hour and a call: the call alone frees an hour, the visit alone a quarter."""
    problem = problem_of([[0, 10, 20, 30, 40]], 1.0, 5.0)
    made, other = LADDERS[0]
    problem = problem.with_tables(response=problem.response.assign(visits_made=made, other_hours=other))
    more = problem.levels.more_hours(np.array([3]))
    assert more.tolist() == [[-1.25, -1.0, -0.25, 0.0, 1.0]]


def test_visits_of_a_level_without_its_other_hours_are_refused():
    problem = problem_of([[0, 20, 100]], 1.0, 2.0)
    with pytest.raises(PortfolioError, match="other_hours"):
        problem.with_tables(response=problem.response.assign(visits_made=[0, 0, 1]))


def test_of_several_levels_that_take_no_more_hours_the_first_is_named():
    problem = problem_of([[0, 20, 100], [0, 20, 100], [0, 20, 100]], 1.0, 2.0)
    wrong = problem.response.assign(visits_made=[0, 0, 1, 0, 1, 1, 0, 1, 1], other_hours=0.0)
    wrong.loc[1, "other_hours"] = 0.5
    with pytest.raises(PortfolioError, match=r"a001.*level 2"):
        problem.with_tables(response=wrong)


def test_levels_out_of_the_order_of_their_hours_are_refused():
    problem = problem_of([[0, 20, 100]], 1.0, 2.0)
    for made, other in (([0, 1, 0], [0, 0, 0.5]), ([0, 1, 0], [0, 0, 2.0])):
        with pytest.raises(PortfolioError, match="a000"):
            problem.with_tables(response=problem.response.assign(visits_made=made, other_hours=other))


def test_a_planned_visit_counts_towards_the_target_by_the_chance_to_be_met_a_twentieth_at_least():
    met = np.array([1.0, 0.5, 0.26, 0.01, 0.0, 1.0])
    assert target_parts(np.array([True] * 5 + [False]), met).tolist() == [20, 10, 5, 1, 1, 0]


def test_levels_that_last_half_as_long_again_take_as_much_more_of_visits_and_of_other_contacts():
    """Two visits of two hours and a call of half an hour, 4.5 hours: half as long again 6.75."""
    levels = Levels(
        value=np.zeros((2, 2)),
        visits=np.array([[0, 2], [0, 1]]),
        hours_per_visit=np.array([2.0, 1.0]),
        parts_per_visit=np.array([0, 20]),
        other_hours=np.array([[0.0, 0.5], [0.25, 0.0]]),
    )
    longer = levels.lasting(np.array([1.5, 0.5]))
    assert levels.hours.tolist() == [[0, 4.5], [0.25, 1]]
    assert longer.hours.tolist() == [[0, 6.75], [0.125, 0.5]]
    assert longer.total_hours(np.array([1, 1])) == 7.25
    assert longer.target_parts.tolist() == [[0, 0], [0, 20]]
    assert not longer.even
    plain = dataclasses.replace(levels, other_hours=None)
    assert plain.even
    assert plain.lasting(np.array([1.5, 0.5])).hours.tolist() == [[0, 6], [0, 0.5]]
