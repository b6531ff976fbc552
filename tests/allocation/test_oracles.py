"""Optima known in closed form or from the literature, and certificates that must bracket a known optimum."""

import numpy as np
import pandas as pd
import pytest

from solver.allocation import allocate, check
from solver.value.curves import Adbudg, adbudg, exponential, fit_adbudg
from tests.allocation.cases import brute_force, problem_of
from tests.allocation.methods.test_envelope import random_problem
from tests.allocation.methods.test_milp import METHODS
from tests.allocation.problem.test_build import built, steps


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("size", "rate", "visits"),
    [
        pytest.param((100.0, 80.0), (0.05, 0.03), 60, id="both segments served"),
        pytest.param((100.0, 20.0), (0.04, 0.10), 40, id="a small one that fills up soon"),
        pytest.param((100.0, 2.0), (0.02, 0.02), 30, id="one segment takes all"),
    ],
)
def test_two_exponential_segments(method, size, rate, visits):
    """Mantrala, Sinha, Zoltners (1992), Journal of Marketing Research 29(2), two segments.

    The first segment's share is [b2 R + ln(k1 b1 / (k2 b2))] / (b1 + b2), kept within 0 and R. Both responses
    are concave, so the best whole number lies next to it.
    """
    best = (rate[1] * visits + np.log(size[0] * rate[0] / (size[1] * rate[1]))) / sum(rate)
    best = float(np.clip(best, 0, visits))
    level = np.arange(visits + 1)
    values = [exponential(level, k, b) for k, b in zip(size, rate, strict=True)]
    result = allocate(problem_of(values, 1.0, visits), method=method, gap=0.0)
    assert abs(result.visits.iloc[0] - best) < 1 + 1e-9
    assert result.visits.sum() == visits
    shares = np.array([best, np.floor(best), np.ceil(best)])
    value = exponential(shares, size[0], rate[0]) + exponential(visits - shares, size[1], rate[1])
    assert result.objective_eur == pytest.approx(value[1:].max())
    assert result.objective_eur <= value[0] * (1 + 1e-9)


@pytest.mark.parametrize("method", METHODS)
def test_power_responses_share_the_time_in_proportion(method):
    """Skiera and Albers (1998), Marketing Science 17(3): with d g t^b the best t goes with (d g)^(1/(1-b)).

    In steps of an hour the best plan is next to it: no unit is more than a step away, and the loss is small.
    """
    weight = np.array([1.0, 2.0, 3.0, 5.0, 8.0, 0.5])
    elasticity, total = 0.34, 240
    share = weight ** (1 / (1 - elasticity))
    best = total * share / share.sum()
    values = weight[:, None] * np.arange(total + 1) ** elasticity
    result = allocate(problem_of(values, 1.0, total), method=method, gap=0.0)
    assert np.abs(result.visits.to_numpy() - best).max() < 1
    split = float((weight * best**elasticity).sum())
    assert split * (1 - 1e-4) <= result.objective_eur <= split


# Recalled from Lodish, Curtis, Ness and Simpson (1988), Interfaces 18(1), not read in the paper: reps now,
# planned sales in M$, margin, then sales in % of plan with no effort, half, half as much again, saturation.
SYNTEX = pd.DataFrame(
    [
        ("Naprosyn", 96.8, 214.4, 0.70, 47, 68, 126, 152),
        ("Anaprox", 142.1, 36.5, 0.55, 15, 48, 120, 135),
        ("Norinyl 135", 52.7, 21.2, 0.72, 31, 63, 115, 125),
        ("Norinyl 150", 24.0, 37.2, 0.72, 45, 70, 105, 110),
        ("Lidex", 29.1, 38.0, 0.62, 56, 80, 111, 120),
        ("Synalar", 27.3, 14.6, 0.53, 59, 76, 107, 111),
        ("Nasalide", 58.0, 11.2, 0.52, 15, 61, 146, 176),
    ],
    columns=["product", "reps", "sales", "margin", "none", "half", "plus_half", "saturation"],
)
SYNTEX_REPS = 430
REP_COST = 0.057  # M$


def syntex_values(most):
    """Contribution in M$ of 0 to `most` reps on each product, by the curve through the five points."""
    points = (SYNTEX[name].to_numpy(float) / 100 for name in ("none", "half", "plus_half", "saturation"))
    curve = Adbudg(*(part[:, None] for part in fit_adbudg(*points)))
    effort = np.arange(most + 1) / SYNTEX["reps"].to_numpy()[:, None]
    return (SYNTEX["sales"] * SYNTEX["margin"]).to_numpy()[:, None] * adbudg(effort, curve)


def one_rep_at_a_time(values, reps):
    """Give each rep to the product that gains most from the next one alone."""
    given = np.zeros(len(values), dtype=int)
    row = np.arange(len(values))
    for _rep in range(reps):
        given[np.argmax(values[row, given + 1] - values[row, given])] += 1
    return given


def test_syntex_recalled_the_best_size_is_about_the_published_one():
    """Published, as recalled: 768 reps."""
    values = syntex_values(600)
    profit = values - REP_COST * np.arange(601)
    assert profit.argmax(axis=1).sum() == pytest.approx(768, rel=0.01)
    result = allocate(problem_of(profit, 1.0, 2000.0), gap=0.0)
    assert result.visits.sum() == profit.argmax(axis=1).sum()


@pytest.mark.parametrize("method", ["envelope", "milp"])
def test_syntex_recalled_looking_one_rep_ahead_gets_stuck(method):
    """S-shaped curves: the first reps on Anaprox or Naprosyn bring little alone, and much together."""
    values = syntex_values(300)
    stuck = one_rep_at_a_time(values, SYNTEX_REPS)
    stuck_value = values[np.arange(len(values)), stuck].sum()
    today = (SYNTEX["sales"] * SYNTEX["margin"]).sum()
    result = allocate(problem_of(values, 1.0, SYNTEX_REPS), method=method, gap=1e-6)
    assert check(problem_of(values, 1.0, SYNTEX_REPS), result) == []
    assert result.objective_eur > 1.19 * today
    assert stuck_value < 1.07 * today  # two thirds of the gain are missed
    assert result.visits.iloc[0] > 2.5 * SYNTEX["reps"].iloc[0]  # Naprosyn, as the firm did
    assert result.visits.iloc[1] == 0  # Anaprox


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("time_limit_s", [0.0, 0.01, 60.0])
@pytest.mark.parametrize("seed", [1, 3, 4])
def test_the_certificate_brackets_a_known_optimum(method, time_limit_s, seed):
    """However soon it is stopped, the plan is no better than the optimum and the bound no worse."""
    problem = random_problem(seed, n=7, levels=4, target=1)
    best = brute_force(problem)
    result = allocate(problem, method=method, gap=0.0, time_limit_s=time_limit_s)
    assert check(problem, result) == []
    assert_bracket(result, best)
    if time_limit_s == 60.0:
        assert result.objective_eur == pytest.approx(best)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("time_limit_s", [0.0, 0.02, 0.1])
def test_a_large_problem_stopped_by_time_claims_no_more_than_is_true(method, time_limit_s):
    problem = random_problem(7, n=250, levels=11, target=60, reps=2)
    exact = allocate(problem, method="envelope", gap=1e-9)
    result = allocate(problem, method=method, gap=0.0, time_limit_s=time_limit_s)
    assert check(problem, result) == []
    assert result.bound_eur >= exact.objective_eur * (1 - 1e-9)
    if result.has_plan:
        assert result.objective_eur <= exact.bound_eur * (1 + 1e-9)
        assert_gap(result)


@pytest.mark.parametrize("gap", [0.0, 1e-4, 0.05])
@pytest.mark.parametrize("method", METHODS)
def test_a_wide_gap_is_no_licence(method, gap):
    """Stopped at a gap, the plan is as close to the known optimum as the certificate says."""
    problem = random_problem(4, n=7, levels=4, target=2)
    best = brute_force(problem)
    result = allocate(problem, method=method, gap=gap)
    assert_bracket(result, best, gap)
    assert best - result.objective_eur <= result.gap * max(abs(result.objective_eur), 1) + 1e-6
    assert result.gap <= gap + 1e-6


def assert_bracket(result, best, gap=0.0):
    """The optimum lies between the plan and the bound."""
    assert result.bound_eur >= best * (1 - 1e-9)
    if result.has_plan:
        assert result.objective_eur <= best * (1 + 1e-9)
        assert_gap(result, gap)
    else:
        assert result.status == "unknown"


def assert_gap(result, gap=0.0):
    """The gap is the distance of the two figures printed next to it."""
    distance = result.bound_eur - result.objective_eur
    assert result.gap == pytest.approx(distance / max(abs(result.objective_eur), 1), abs=1e-12)
    assert (result.status == "optimal") == (result.gap <= gap + 1e-6)


def test_a_table_of_ones_own_leads_to_the_plan_it_asks_for():
    """Own values, S-shaped for one account, in place of every curve; floors and target still hold."""
    worth = {
        "c1": [0, 1, 2, 3, 4, 90, 91, 91, 91, 91],  # five visits together open the door
        "c2": [0, 40, 44, 45, 46],
        "c3": [0, 900, 999, 999],  # opposed: no visit, whatever it would bring
        "f1": [0, 12, 13, 13],
        "p1": [0, 30, 45, 46, 46, 46, 46, 46, 46],
        "p2": [0, 2, 3],
    }
    own = pd.DataFrame(
        [(account, k, float(euros)) for account, line in worth.items() for k, euros in enumerate(line)],
        columns=["account_id", "visits", "contribution_eur"],
    )
    parts = steps()
    parts["rep_time"] = parts["rep_time"].assign(available_hours=[6.0, 6.0])
    problem = built(parts=parts, own_response=own, judged_curves=None)
    for method in METHODS:
        result = allocate(problem, method=method, gap=0.0)
        assert check(problem, result) == []
        # 12 h: c1 five times 1.5 h, 40 (c2), 30 and 15 (p1), 2 (p2) for the target
        assert result.visits.to_dict() == {"c1": 5, "c2": 1, "c3": 0, "f1": 0, "p1": 2, "p2": 1}
        assert result.objective_eur == pytest.approx(90 + 40 + 45 + 2)
