"""The envelope method against independent oracles: brute force, closed forms, the other engines."""

import math

import numpy as np
import pandas as pd
import pulp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.allocation import allocate, check
from solver.allocation.methods import cpsat, milp
from solver.allocation.methods.core import search_core
from solver.allocation.methods.envelope import first_plan, least_hours, priced_sheet
from solver.allocation.methods.hull import envelope_slopes
from solver.allocation.methods.least import short_plan_hours
from solver.allocation.methods.milp import visit_model
from solver.words.errors import PortfolioError
from tests.allocation.cases import brute_force, problem_of
from tests.allocation.problem.test_problem import tables


def random_problem(seed, n=40, levels=9, reps=1, target=10, hours=2.0):
    """Concave and S-shaped curves, odd durations, floors on some clients, a quarter prospects."""
    rng = np.random.default_rng(seed)
    k = np.arange(levels)
    size, rate = rng.lognormal(8, 1, n)[:, None], rng.uniform(0.1, 0.6, n)[:, None]
    shape, half = rng.uniform(1.5, 3, n)[:, None], rng.uniform(2, 30, n)[:, None]
    s_shaped = (rng.random(n) < 0.3)[:, None]
    values = size * np.where(s_shaped, k**shape / (half + k**shape), 1 - np.exp(-rate * k))
    prospects = set(np.flatnonzero(rng.random(n) < 0.25).tolist())
    duration = rng.uniform(0.5, 2.5, n)
    return problem_of(
        values,
        duration,
        float(duration.sum() * hours / reps),
        floor=[int(i not in prospects and rng.random() < 0.3) for i in range(n)],
        prospects=prospects,
        target=target,
        rep=[f"r{i % reps}" for i in range(n)],
    )


def concave_majorant(value):
    """The envelope by its definition: the largest mean gain over all spans that cover a step."""
    last = len(value) - 1
    return [
        min(max((value[b] - value[a]) / (b - a) for b in range(k + 1, last + 1)) for a in range(k + 1))
        for k in range(last)
    ]


@settings(max_examples=100, derandomize=True)
@given(st.lists(st.integers(-50, 100), min_size=2, max_size=9))
def test_envelope_is_the_least_concave_majorant(value):
    slopes = envelope_slopes(np.array([value], dtype=float), np.array([0]), np.array([len(value) - 1]))
    assert slopes[0] == pytest.approx(concave_majorant(value))


def test_envelope_spans_the_bounds_only():
    value = np.array([[0.0, 9, 10, 11, 30]])
    slopes = envelope_slopes(value, np.array([1]), np.array([3]))
    assert slopes[0, 1:3].tolist() == [1, 1]
    assert np.isnan(slopes[0, [0, 3]]).all()
    falling = envelope_slopes(np.array([[0.0, 9, 15, 18, 20]]), np.array([1]), np.array([3]))
    assert falling[0, 1:3].tolist() == [6, 3]
    assert np.isnan(falling[0, [0, 3]]).all()


def test_an_account_whose_number_is_fixed_has_no_slope_by_hours_either():
    value, hours = np.array([[0.0, 9, 10]] * 2), np.array([[0.0, 1, 3]] * 2)
    slopes = envelope_slopes(value, np.array([1, 0]), np.array([1, 2]), hours)
    assert np.isnan(slopes[0]).all()
    assert slopes[1].tolist() == [9, 0.5]


def linear_bound(sheet):
    """The linear relaxation of the textbook model, by HiGHS."""
    model, _y = visit_model(sheet)
    return model.solve(pulp.HiGHS(mip=False, msg=False, threads=1)).objective


@pytest.mark.parametrize("seed", range(8))
def test_prices_give_the_bound_of_the_linear_relaxation(seed):
    problem = random_problem(seed, target=[0, 10, 20, 30][seed % 4])
    (sheet,) = problem.sheets()
    slopes = envelope_slopes(problem.value_eur, problem.floor, problem.ceiling)
    assert priced_sheet(sheet, slopes).bound() == pytest.approx(linear_bound(sheet), rel=1e-7)


@pytest.mark.parametrize("seed", range(4))
def test_prospects_that_must_be_visited_count_towards_the_target(seed):
    """Half of the prospects must get two visits each: the target asks for the others only, or for none."""
    problem = random_problem(seed, target=[6, 14, 18, 30][seed])
    prospects = np.flatnonzero(problem.accounts["kind"].eq("prospect"))
    floors = problem.accounts["min_visits"].to_numpy().copy()
    floors[prospects[::2]] = 2
    problem = problem.with_tables(accounts=problem.accounts.assign(min_visits=floors))
    (sheet,) = problem.sheets()
    slopes = envelope_slopes(problem.value_eur, problem.floor, problem.ceiling)
    assert priced_sheet(sheet, slopes).bound() == pytest.approx(linear_bound(sheet), rel=1e-7)


def test_hours_that_are_no_whole_parts_are_kept_by_the_logical_solver_too():
    """Three visits take 1.0000014 h of one hour: rounded down they would fit, so two are made."""
    problem = problem_of([[0, 10], [0, 9], [0, 8]], 0.3333338, 1.0)
    found = allocate(problem, method="cpsat")
    assert found.visits.tolist() == [1, 1, 0]
    assert check(problem, found) == []


@pytest.mark.parametrize("seed", range(6))
def test_three_methods_agree_and_bracket_the_optimum(seed):
    problem = random_problem(seed, reps=2, target=[5, 12][seed % 2])
    found = {name: allocate(problem, method=name, gap=1e-6) for name in ("envelope", "milp", "cpsat")}
    for result in found.values():
        assert check(problem, result) == []
        assert result.status == "optimal"
    best = max(result.objective_eur for result in found.values())
    assert min(result.bound_eur for result in found.values()) >= best * (1 - 1e-9)
    assert min(result.objective_eur for result in found.values()) >= best * (1 - 2e-6)


@pytest.mark.parametrize("method", ["envelope", "milp", "cpsat"])
@pytest.mark.parametrize("time_limit_s", [0.0, 0.02, 0.2])
def test_the_clock_refuses_a_plan_and_never_changes_one(method, time_limit_s):
    problem = random_problem(3, n=60, levels=9, target=20)
    best = allocate(problem, method=method, gap=1e-6)
    hurried = allocate(problem, method=method, gap=1e-6, time_limit_s=time_limit_s)
    assert check(problem, hurried) == []
    if hurried.has_plan:
        assert hurried.visits.equals(best.visits)
        assert hurried.bound_eur == best.bound_eur
    else:
        assert hurried.status == "unknown"
        assert hurried.bound_eur >= best.objective_eur
    assert time_limit_s > 0 or not hurried.has_plan


@pytest.mark.parametrize("method", [milp, cpsat])
def test_a_search_cut_short_by_its_work_gives_the_same_plan_and_a_bound_that_holds(method, monkeypatch):
    problem = random_problem(3, n=60, levels=9, target=20)
    best = allocate(problem, gap=1e-7)
    for name, least in (("MOST_NODES", 1), ("MOST_WORK", 0.02)):
        monkeypatch.setattr(method, name, least, raising=False)
    cut, again = (allocate(problem, method=method.__name__.split(".")[-1], gap=1e-12) for _time in range(2))
    assert cut.has_plan
    assert cut.visits.equals(again.visits)
    assert cut.objective_eur <= best.bound_eur
    assert cut.bound_eur == again.bound_eur >= best.objective_eur * (1 - 1e-9)


def test_the_quick_plan_keeps_every_rule():
    for seed in range(30):
        problem = random_problem(seed, n=25, target=[0, 8, 25, 40][seed % 4], hours=[0.6, 1.2, 2.5][seed % 3])
        (sheet,) = problem.sheets()
        if least_hours(sheet) > sheet.available_hours:
            continue
        slopes = envelope_slopes(problem.value_eur, problem.floor, problem.ceiling)
        priced = priced_sheet(sheet, slopes)
        visits = first_plan(priced, sheet.floor)
        assert priced.is_feasible(visits)
        assert np.isfinite(priced.value_of(visits))


def test_a_narrow_search_keeps_its_bound_honest():
    for seed in range(10):
        problem = random_problem(seed, n=60, target=20)
        (sheet,) = problem.sheets()
        priced = priced_sheet(sheet, envelope_slopes(problem.value_eur, problem.floor, problem.ceiling))
        start = first_plan(priced, sheet.floor)
        wide, narrow = search_core(priced, start, 100_000), search_core(priced, start, 3)
        assert wide.bound == pytest.approx(wide.value, rel=1e-8)
        assert narrow.value <= wide.value * (1 + 1e-9)
        assert narrow.bound >= wide.value * (1 - 1e-9)
        assert priced.value_of(narrow.visits) == pytest.approx(narrow.value)


@pytest.mark.parametrize("hours", [3.0, 7.0, 12.0])
def test_two_exponential_segments_meet_the_closed_form(hours):
    """k (1 - exp(-b x)) twice: x1 = [b2 R + ln(k1 b1 / (k2 b2))] / (b1 + b2), Mantrala et al. (1992)."""
    (k1, b1), (k2, b2), parts = (100.0, 0.3), (60.0, 0.5), 50
    first = (b2 * hours + math.log(k1 * b1 / (k2 * b2))) / (b1 + b2)
    grid = np.arange(0, int(hours * parts) + 1) / parts
    values = [k1 * (1 - np.exp(-b1 * grid)), k2 * (1 - np.exp(-b2 * grid))]
    result = allocate(problem_of(values, 1.0 / parts, hours), method="envelope", gap=0.0)
    assert result.visits.iloc[0] / parts == pytest.approx(first, abs=1.0 / parts)


def test_s_shaped_curves_are_taken_whole_or_not_at_all():
    # one visit alone is worth nothing; three together beat spreading them
    values = [[0, 0, 1, 30], [0, 4, 8, 12], [0, 0, 1, 30]]
    problem = problem_of(values, 1.0, 3.0)
    result = allocate(problem, method="envelope", gap=0.0)
    assert result.objective_eur == 30 == brute_force(problem)


def test_a_table_of_one_level_is_no_trouble():
    result = allocate(problem_of([[5.0], [7.0]], 1.0, 3.0), method="envelope")
    assert result.visits.tolist() == [0, 0]
    assert result.objective_eur == 12.0


def test_no_accounts_at_all_is_an_empty_plan():
    nobody = random_problem(1, n=10, target=0)
    empty = nobody.with_tables(accounts=nobody.accounts.iloc[:0], response=nobody.response.iloc[:0])
    for method in ("envelope", "milp", "cpsat"):
        result = allocate(empty, method=method)
        assert (result.status, len(result.visits), result.objective_eur) == ("optimal", 0, 0.0)
        assert check(empty, result) == []


def test_auto_says_which_method_it_took():
    plain = random_problem(1, n=10, target=2)
    with_trips = tables()
    assert allocate(plain).solver.startswith("envelope")
    assert allocate(type(plain)(**with_trips)).solver.startswith("milp")


def test_the_same_problem_gives_the_same_plan():
    first, second = (allocate(random_problem(4, n=80, target=20), method="envelope") for _ in range(2))
    assert first.visits.tolist() == second.visits.tolist()
    assert (first.objective_eur, first.bound_eur) == (second.objective_eur, second.bound_eur)


def test_unknown_methods_and_trips_are_refused_in_words():
    problem = random_problem(1, n=10, target=2)
    with pytest.raises(PortfolioError, match="“simplex” is not a method of allocation"):
        allocate(problem, method="simplex")
    with_trips = type(problem)(**tables())
    with pytest.raises(PortfolioError, match="the envelope cannot count trips"):
        allocate(with_trips, method="envelope")


def test_the_quick_plan_for_the_target_takes_first_what_counts_most_an_hour():
    # Half an hour for a whole visit, then 1.5 h for half of one: 2 x 0.5 + 1 x 1.5 reach 2.5 visits.
    problem = problem_of([[0, 1, 2], [0, 1, 2]], [0.5, 3.0], 9.0, prospects={0, 1}, target=2.5)
    met = problem.with_tables(accounts=problem.accounts.assign(met=[1.0, 0.5]))
    (sheet,) = met.sheets()
    assert short_plan_hours(sheet.levels, sheet.floor, sheet.ceiling, 50) == pytest.approx(2.5)
    assert short_plan_hours(sheet.levels, sheet.floor, sheet.ceiling, 0) == 0
    assert short_plan_hours(sheet.levels, sheet.floor, sheet.ceiling, 61) == math.inf  # 40 + 20 parts at most
    assert least_hours(sheet) <= short_plan_hours(
        sheet.levels, sheet.floor, sheet.ceiling, sheet.target_parts
    )


def test_hours_that_a_sum_of_fractions_exceeds_by_its_last_bit_are_kept():
    (sheet,) = problem_of([[0, 1], [0, 1]], [0.1, 0.2], 0.3).sheets()  # .1 + .2 is .30000000000000004
    priced = priced_sheet(sheet, envelope_slopes(sheet.value_eur, sheet.floor, sheet.ceiling))
    assert priced.is_feasible(np.array([1, 1]))


@pytest.mark.parametrize(
    ("visits", "fits"), [([3, 1, 0], True), ([3, 1, 1], True), ([4, 1, 0], False), ([3, 1, 2], False)]
)
def test_a_plan_of_the_integer_solver_fits_by_its_visits_and_one_trip_for_the_most_visited_of_a_zone(
    visits, fits
):
    """Six hours and a half; a visit is one, a trip to the zone of the first two half of one."""
    problem = problem_of([[0, 1, 2, 3, 4]] * 3, 1.0, 6.5)
    problem = problem.with_tables(
        accounts=problem.accounts.assign(zone=["z", "z", None]),
        zones=pd.DataFrame({"rep_id": ["r0"], "zone": ["z"], "hours_per_trip": [0.5]}),
    )
    assert cpsat._fits(problem.sheets()[0], np.array(visits)) is fits
