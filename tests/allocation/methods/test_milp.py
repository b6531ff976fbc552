"""Published optima, brute force and what must hold for every solver."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.allocation import AllocationProblem, allocate, check
from solver.allocation.methods.milp import hour_price
from solver.value.curves import Adbudg, adbudg, fit_adbudg
from tests.allocation.cases import brute_force, fil_rouge, problem_of, published
from tests.allocation.methods.test_envelope import random_problem

METHODS = ["milp", "cpsat", "envelope"]


@st.composite
def small_problems(draw):
    """Up to two reps and five accounts of up to four levels; values of any shape, some below zero."""
    n = draw(st.integers(1, 5))
    levels = draw(st.integers(2, 5))
    values = draw(
        st.lists(st.lists(st.integers(-20, 100), min_size=levels, max_size=levels), min_size=n, max_size=n)
    )
    hours = draw(st.lists(st.sampled_from([0.25, 0.5, 0.75, 1.0, 1.5, 2.0]), min_size=n, max_size=n))
    rep = draw(st.lists(st.sampled_from(["r0", "r1"]), min_size=n, max_size=n))
    bounds = [sorted((draw(st.integers(0, levels - 1)), draw(st.integers(0, levels - 1)))) for _ in range(n)]
    return problem_of(
        values,
        hours,
        draw(st.sampled_from([0.5, 1.5, 3.0, 5.25])),
        floor=[low for low, _high in bounds],
        ceiling=[high for _low, high in bounds],
        prospects=draw(st.sets(st.integers(0, n - 1))),
        target=draw(st.integers(0, 4)),
        rep=rep,
    )


@pytest.mark.parametrize("method", METHODS)
@settings(max_examples=60, derandomize=True)
@given(problem=small_problems())
def test_finds_what_trying_everything_finds(method, problem):
    best = brute_force(problem)
    result = allocate(problem, method=method, gap=0.0)
    assert check(problem, result) == []
    if best is None:
        assert result.status == "infeasible"
        assert result.visits is None
    else:
        assert result.status == "optimal"
        assert result.objective_eur == pytest.approx(best)
        assert result.bound_eur == pytest.approx(best)


@pytest.mark.parametrize("method", METHODS)
@settings(max_examples=15, derandomize=True)
@given(problem=small_problems(), seed=st.integers(0, 99))
def test_the_order_of_rows_changes_nothing(method, problem, seed):
    mixed = AllocationProblem(
        accounts=problem.accounts.sample(frac=1, random_state=seed),
        response=problem.response.sample(frac=1, random_state=seed),
        reps=problem.reps.sample(frac=1, random_state=seed),
    )
    here, there = allocate(problem, method=method), allocate(mixed, method=method)
    assert here.certificate() == there.certificate()
    if here.has_plan:
        assert here.visits.tolist() == there.visits.tolist()


@pytest.mark.parametrize("method", METHODS)
@settings(max_examples=25, derandomize=True)
@given(problem=small_problems())
def test_one_more_hour_never_hurts(method, problem):
    here = allocate(problem, method=method, gap=0.0)
    more = allocate(
        problem.with_hours(problem.reps.set_index("rep_id")["hours"] + 1.0), method=method, gap=0.0
    )
    if here.has_plan:
        assert more.objective_eur >= here.objective_eur - 1e-9


def callplan_problem(days):
    """The two territories of the teaching data, two hours a call, eight hours a day."""
    case = published("cpex")["inputs"]
    curve = fit_adbudg(*(np.array(case[name]) for name in ("none", "half", "plus50", "sat")))
    calls = np.arange(13)
    share = adbudg(calls / np.array(case["calls"])[:, None], Adbudg(*(part[:, None] for part in curve)))
    values = np.array(case["sales"])[:, None] * np.array(case["margin"])[:, None] * share
    return problem_of(values, case["hours"], 8.0 * days), curve


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("days", "value", "calls"),
    [
        pytest.param(1, 28.50, [4, 0], id="1 day – r-forge/mar callplan.rda"),
        pytest.param(1.5, 34.977, [5, 1], id="1.5 days – r-forge/mar callplan.rda"),
        pytest.param(2, 41.0527, [5, 3], id="2 days – r-forge/mar callplan.rda"),
        pytest.param(2.5, 45.442, [6, 4], id="2.5 days – r-forge/mar callplan.rda"),
        pytest.param(3, 48.361, [7, 5], id="3 days – r-forge/mar callplan.rda"),
        pytest.param(4, 51.739, [9, 7], id="4 days – r-forge/mar callplan.rda"),
    ],
)
def test_callplan_territories(method, days, value, calls):
    problem, _curve = callplan_problem(days)
    result = allocate(problem, method=method, gap=0.0)
    assert result.objective_eur == pytest.approx(value, abs=6e-4)
    assert result.visits.tolist() == calls


def test_callplan_present_effort_brings_the_present_profit():
    problem, _curve = callplan_problem(2)
    assert problem.value_of(np.array([4, 4])).sum() == pytest.approx(published("cpex")["expected"]["current"])


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("example_id", "people"),
    [
        pytest.param("dp_6reps", 6, id="6 reps, 3 cities – studylib 26096035"),
        pytest.param("dp_9zones", 9, id="9 salesmen, 3 zones – scribd 59189946"),
        pytest.param("dp_5eng", 5, id="5 engineers, 3 areas – Nemotron-CC-Math"),
    ],
)
def test_published_allocation_tables(method, example_id, people):
    example = published(example_id)
    table = [list(row) for row in example["inputs"]["table"]]
    least = example["inputs"]["min"]
    if least == 1:
        table = [[0.0, *row] for row in table]
    result = allocate(problem_of(table, 1.0, people, floor=least), method=method, gap=0.0)
    assert result.objective_eur == pytest.approx(example["expected"]["value"])
    assert result.visits.tolist() in example["expected"]["optima"]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("visits", "value", "plan"),
    [
        pytest.param(40, 175.635, [2, 7, 1, 8, 6, 1, 3, 7, 2, 1, 1, 1], id="40 visits – course case"),
        pytest.param(60, 205.077, [5, 10, 2, 10, 8, 1, 5, 10, 5, 1, 2, 1], id="60 visits – course case"),
        pytest.param(80, 221.539, [7, 12, 4, 12, 10, 1, 8, 12, 7, 1, 5, 1], id="80 visits – course case"),
    ],
)
def test_course_case(method, visits, value, plan):
    result = allocate(fil_rouge(visits), method=method, gap=0.0)
    assert result.objective_eur == pytest.approx(value, abs=6e-4)
    assert result.visits.tolist() == plan


def test_price_of_an_hour_is_the_value_of_the_split_visit():
    # 10, 6, 3 a visit of one hour and 2.5 hours: half of the third-best visit is left out, so 3 an hour
    problem = problem_of([[0, 10], [0, 6], [0, 3]], 1.0, 2.5)
    assert hour_price(problem.sheets()[0]) == pytest.approx(3.0)


def test_price_of_an_hour_is_nothing_without_accounts_and_none_where_a_target_cannot_be_reached():
    problem = problem_of([[0, 10]], 1.0, 5.0)
    idle = pd.DataFrame({"rep_id": ["r0", "r1"], "hours": 5.0, "prospect_visits_min": 0})
    assert [hour_price(sheet) for sheet in problem.with_tables(reps=idle).sheets()] == pytest.approx([0, 0])
    asked = problem.with_tables(reps=idle.assign(prospect_visits_min=1))
    assert np.isnan([hour_price(sheet) for sheet in asked.sheets()]).all()


def test_price_of_an_hour_is_nothing_when_hours_are_left():
    problem = problem_of([[0, 10], [0, 6]], 1.0, 5.0)
    assert hour_price(problem.sheets()[0]) == pytest.approx(0.0)


def test_stopped_at_once_claims_no_visits_or_a_sound_plan():
    rng = np.random.default_rng(5)
    values = np.cumsum(rng.random((60, 9)), axis=1)
    problem = problem_of(values, rng.uniform(0.5, 2, 60), 60.0)
    stopped = allocate(problem, method="milp", gap=0.0, time_limit_s=0.0)
    best = allocate(problem, method="milp", gap=0.0)
    assert check(problem, stopped) == []
    assert stopped.bound_eur >= best.objective_eur - 1e-6


def with_chances(problem, met):
    return problem.with_tables(accounts=problem.accounts.assign(met=met))


@pytest.mark.parametrize("method", METHODS)
def test_a_visit_planned_to_a_prospect_counts_with_the_chance_that_it_is_made(method):
    """In one hour a client's visit, 10, or one planned to each of two prospects met half the time, 6 each."""
    problem = problem_of([[0, 10], [0, 6], [0, 6]], 1.0, 1.0, prospects={1, 2}, target=1)
    problem = with_chances(problem, 0.5)
    found = allocate(problem, method=method)
    assert found.visits.tolist() == [0, 1, 1]
    assert found.objective_eur == pytest.approx(12)
    assert check(problem, found) == []
    fewer = problem.with_tables(accounts=problem.accounts.assign(max_visits=[1, 1, 0]))
    assert allocate(fewer, method=method).status == "infeasible", "half a visit is no visit"


@pytest.mark.parametrize("seed", range(6))
def test_methods_agree_where_prospects_are_met_by_chance(seed):
    problem = random_problem(seed, n=6, levels=4, target=1 + seed % 2, hours=1.5)
    problem = with_chances(problem, np.random.default_rng(seed).uniform(0.1, 1.0, 6))
    best = brute_force(problem)
    for method in METHODS:
        found = allocate(problem, method=method, gap=0.0)
        assert found.has_plan == (best is not None)
        if best is not None:
            assert check(problem, found) == []
            assert found.objective_eur == pytest.approx(best)


@pytest.mark.parametrize("method", METHODS)
def test_nothing_is_printed_while_a_plan_is_looked_for(method, capfd):
    problem = problem_of([[0, 10, 12], [0, 9, 11]], 1.0, 2.5)
    assert allocate(problem, method=method).visits.tolist() == [1, 1]
    assert hour_price(problem.sheets()[0]) == pytest.approx(2.0)
    assert capfd.readouterr() == ("", "")
