"""Ways out of a problem without a plan, worked by hand."""

import numpy as np
import pandas as pd
import pytest

from solver.allocation import AllocationProblem, allocate, check
from solver.allocation.explain.relax import relaxation_sentence, relaxations, require_plan
from solver.allocation.problem.result import UNKNOWN, Engine, without_plan
from solver.words.errors import PortfolioError
from tests.allocation.cases import brute_force, problem_of
from tests.allocation.methods.test_envelope import random_problem


def stuck():
    """4 h; floors take 2 x 1 h; a target of 3 visits at 1.5 h takes 4.5 h: 2.5 h too much."""
    return problem_of(
        [[0, 5, 6, 7], [0, 4, 5, 6], [0, 2, 3, 4]],
        [1.0, 1.0, 1.5],
        4.0,
        floor=[1, 1, 0],
        prospects={2},
        target=3,
    )


def test_names_each_way_out_with_what_it_leaves():
    table = relaxations(stuck()).set_index("relaxation")
    assert table.loc["hours", "amount"] == pytest.approx(2.5)
    assert table.loc["hours", "contribution_eur"] == pytest.approx(5 + 4 + 4)
    assert table.loc["prospect_target", "amount"] == 1  # 2 h of floors leave 2 h: one visit of 1.5 h
    assert table.loc["prospect_target", "contribution_eur"] == pytest.approx(5 + 4 + 2)
    assert "floors" not in table.index  # 4.5 h for the target alone is more than 4 h
    assert table.loc["hours", "sentence"] == "3\u00a0h more (the plan then brings €13)"


def test_the_way_out_that_leaves_most_comes_first():
    table = relaxations(stuck())
    assert table["relaxation"].tolist() == ["hours", "prospect_target"]
    assert relaxation_sentence(table) == (
        "No plan keeps every rule for rep r0: 3\u00a0h more (the plan then brings €13), or"
        " a prospect target of 1 (the plan then brings €11)."
    )


def test_floors_give_way_where_that_is_enough():
    problem = problem_of(
        [[0, 5, 9], [0, 1, 2], [0, 3, 4]], 1.0, 3.0, floor=[2, 1, 0], prospects={2}, target=1
    )
    floors = relaxations(problem).set_index("relaxation").loc["floors"]
    assert floors["amount"] == 1
    assert floors["accounts"] in ("a000", "a001")


def test_too_few_prospects_is_said_plainly():
    problem = problem_of([[0, 1, 2], [0, 1, 2]], 1.0, 9.0, prospects={1}, target=5)
    table = relaxations(problem).set_index("relaxation")
    assert table.loc["more_prospects", "amount"] == 3
    assert table.loc["prospect_target", "amount"] == 2
    assert len(table) == 2, "one of them leads out: nobody needs both changes at once"


def test_nothing_to_relax_when_there_is_a_plan():
    assert relaxations(random_problem(1)).empty


@pytest.mark.parametrize("seed", range(6))
def test_every_way_out_leads_out_and_nothing_smaller_does(seed):
    rng = np.random.default_rng(seed)
    problem = random_problem(seed, n=12, levels=5, target=int(rng.integers(12, 16)), hours=0.5)
    if allocate(problem).has_plan:
        pytest.skip("this one has a plan")
    for row in relaxations(problem).itertuples():
        if row.relaxation == "hours":
            hours = problem.reps["hours"].iloc[0] + row.amount
            assert allocate(problem.with_hours(pd.Series({"r0": hours + 1e-6}))).has_plan
            assert not allocate(problem.with_hours(pd.Series({"r0": hours - 1e-3}))).has_plan
        if row.relaxation == "prospect_target":
            for target, possible in ((row.amount, True), (row.amount + 1, False)):
                eased = problem.with_tables(reps=problem.reps.assign(prospect_visits_min=target))
                assert allocate(eased).has_plan is possible


def zone_problem(seed, accounts=5):
    """Two zones and accounts in none; trips cost hours of their own."""
    rng = np.random.default_rng(seed)
    base = problem_of(
        rng.integers(0, 30, (accounts, 4)).cumsum(axis=1),
        rng.choice([0.5, 1.0, 1.5], accounts),
        float(rng.choice([2.5, 4.0, 6.0])),
        prospects={0},
        target=int(rng.integers(0, 2)),
    )
    zone = [["east", "west", None][i] for i in rng.integers(0, 3, accounts)]
    return AllocationProblem(
        accounts=base.accounts.assign(zone=zone),
        response=base.response,
        reps=base.reps,
        zones=pd.DataFrame({"zone": ["east", "west"], "hours_per_trip": [0.75, 0.5]}),
    )


@pytest.mark.parametrize("method", ["milp", "cpsat"])
@pytest.mark.parametrize("seed", range(12))
def test_trips_to_zones_are_counted_once_per_round(method, seed):
    problem = zone_problem(seed)
    result = allocate(problem, method=method, gap=0.0)
    assert check(problem, result) == []
    best = brute_force(problem)
    if best is None:
        assert result.status == "infeasible"
    else:
        assert result.objective_eur == pytest.approx(best)


def test_trips_are_relaxed_too():
    base = problem_of([[0, 5, 6], [0, 4, 5]], 1.0, 2.0, floor=[1, 1])
    problem = base.with_tables(
        accounts=base.accounts.assign(zone="east"),
        zones=pd.DataFrame({"zone": ["east"], "hours_per_trip": [0.5]}),
    )
    table = relaxations(problem).set_index("relaxation")
    assert table.loc["hours", "amount"] == pytest.approx(0.5)  # two visits of an hour and one trip
    assert table.loc["hours", "contribution_eur"] == pytest.approx(9.0)
    assert relaxations(problem.with_hours(pd.Series({"r0": 2.5}))).empty, "two visits and a trip fit"


def test_an_infeasible_problem_becomes_one_error_that_says_what_would_do():
    problem = stuck()
    with pytest.raises(PortfolioError) as refused:
        require_plan(problem, allocate(problem))
    assert str(refused.value) == (
        "No plan keeps every rule for rep r0: 3\u00a0h more (the plan then brings €13), or a prospect target"
        " of 1 (the plan then brings €11) → make one of these changes for each rep named, then allocate again"
    )
    for eased, value in (
        (problem.with_hours(pd.Series({"r0": 4.0 + 3.0})), 13.0),
        (problem.with_tables(reps=problem.reps.assign(prospect_visits_min=1)), 11.0),
    ):
        assert require_plan(eased, allocate(eased, gap=0.0)).objective_eur >= value - 1e-9


def test_two_changes_are_named_together_where_one_is_not_enough():
    # the floor takes 3 h of 2 h, and one prospect can get 2 of the 3 visits asked for
    problem = problem_of([[0, 5, 6, 7], [0, 4, 5, 5]], 1.0, 2.0, floor=[3, 0], ceiling=[3, 2])
    problem = problem.with_tables(
        accounts=problem.accounts.assign(kind=["client", "prospect"]),
        reps=problem.reps.assign(prospect_visits_min=3),
    )
    with pytest.raises(PortfolioError) as refused:
        require_plan(problem, allocate(problem))
    assert "a prospect target of 2 together with 3\u00a0h more (the plan then brings €12)" in str(
        refused.value
    )
    eased = problem.with_tables(reps=problem.reps.assign(prospect_visits_min=2, hours=5.0))
    assert require_plan(eased, allocate(eased)).objective_eur == pytest.approx(12.0)


def test_a_plan_passes_as_it_is():
    problem = random_problem(1)
    allocation = allocate(problem)
    assert require_plan(problem, allocation) is allocation


def test_a_search_stopped_too_early_is_no_contradiction():
    problem = random_problem(1)
    stopped = without_plan(UNKNOWN, Engine("milp", "1", 1, 0.0), 5.0)
    with pytest.raises(PortfolioError, match=r"the clock stopped the search, .* → raise"):
        require_plan(problem, stopped)


@pytest.mark.parametrize(
    ("accounts", "named"),
    [(5, "a000, a001, a002, a003, a004"), (6, "a000, a001, a002, a003, a004 …")],
)
def test_of_floors_that_give_way_five_accounts_are_named_and_all_are_listed(accounts, named):
    """Half an hour, and a floor of two visits each: all of them are given up."""
    problem = problem_of([[0, 5, 9]] * accounts, 1.0, 0.5, floor=2)
    line = relaxations(problem).set_index("relaxation").loc["floors"]
    assert (line["amount"], line["contribution_eur"]) == (2 * accounts, 0)
    assert line["accounts"].split(",") == [f"a00{n}" for n in range(accounts)]
    assert line["sentence"] == (
        f"{2 * accounts} visits fewer than the floors and locks ask for ({named}) (the plan then brings €0)"
    )


def test_where_levels_hold_calls_and_visits_the_hours_of_the_level_are_missing():
    """A floor of a visit of an hour after a call of a quarter: of half an hour, half an hour is missing."""
    problem = problem_of([[0, 20, 100]], 1.0, 0.5, floor=2)
    problem = problem.with_tables(
        response=problem.response.assign(visits_made=[0, 0, 1], other_hours=[0, 0.25, 0])
    )
    table = relaxations(problem).set_index("relaxation")
    assert table["amount"].to_dict() == pytest.approx({"hours": 0.5, "floors": 1})
    assert table["contribution_eur"].to_dict() == pytest.approx({"hours": 100, "floors": 20})
    assert table["unit"].to_dict() == {"hours": "h", "floors": "visits"}


def test_a_visit_that_counts_by_its_chance_leaves_a_target_of_whole_visits():
    """Met one time in two, four visits count two: for a target of three one visit more has to be possible."""
    problem = problem_of([[0, 1, 2, 3, 4]], 1.0, 9.0, prospects={0}, target=3)
    problem = problem.with_tables(accounts=problem.accounts.assign(met=0.5))
    table = relaxations(problem).set_index("relaxation")
    assert table["amount"].to_dict() == {"more_prospects": 1, "prospect_target": 2}
