"""The classical arithmetic on published worked examples."""

import numpy as np
import pandas as pd
import pytest

from solver.allocation.problem.workload import (
    call_cycle,
    class_workload,
    fit_to_hours,
    frequency_visits,
    load_rate,
    rep_capacity,
    reps_needed,
    scale_visits,
)
from solver.words.errors import PortfolioError
from tests.allocation.cases import FIL_ROUGE_FREQUENCY, FIL_ROUGE_HOURS, fil_rouge, published


def classes(numbers, frequencies, hours=None):
    frame = pd.DataFrame({"accounts": numbers, "visits_per_account": frequencies})
    return class_workload(frame if hours is None else frame.assign(hours_per_visit=hours))


def test_fixaris_etudier_78739591():
    case = published("fixaris")
    inputs, expected = case["inputs"], case["expected"]
    load = classes(inputs["n"], inputs["f"])
    capacity = rep_capacity(inputs["weeks"], inputs["days"], inputs["visits"])
    ratio, reps = reps_needed(load["visits"].sum(), capacity)
    assert load["visits"].tolist() == expected["load"]
    assert (load["visits"].sum(), capacity, reps) == (
        expected["total"],
        expected["per_rep"],
        expected["reps"],
    )
    assert ratio == pytest.approx(4.80, abs=5e-3)
    assert load["visits"].sum() / reps == pytest.approx(expected["per_sector"])
    for department, numbers in inputs["depts"].items():
        assert classes(numbers, inputs["f"])["visits"].sum() == expected["depts"][department]


def test_pouliguen_lathese():
    case = published("pouliguen")
    inputs, expected = case["inputs"], case["expected"]
    big = inputs["clients"] * inputs["big"]
    load = classes(
        [big, inputs["clients"] - big, inputs["prospects"]], [inputs["f_big"], inputs["f_small"], 1]
    )
    assert load["visits"].tolist() == expected["visits"]
    ratio, reps = reps_needed(inputs["hours_need"], inputs["hours_avail"])
    assert (round(ratio, 2), reps) == (expected["ratio"], expected["reps"])


def test_war_scribd_700385656():
    case = published("war")
    inputs, expected = case["inputs"], case["expected"]
    total = classes(inputs["n"], inputs["f"])["visits"].sum()
    capacity = rep_capacity(inputs["weeks"], inputs["days"], inputs["visits"])
    assert (total, capacity) == (expected["total"], expected["per_rep"])
    assert reps_needed(total, capacity)[1] == expected["reps"]


def test_educatis_scribd_719061395():
    case = published("educatis")
    inputs, expected = case["inputs"], case["expected"]
    total = classes(inputs["n"], inputs["f"])["visits"].sum()
    hours = rep_capacity(inputs["weeks"], inputs["days"], inputs["hours"])
    assert (total, hours) == (expected["total"], expected["hours_rep"])
    assert hours / inputs["visit_h"] == pytest.approx(expected["per_rep"])
    ratio, reps = reps_needed(total, hours / inputs["visit_h"])
    assert (round(ratio, 4), reps) == (expected["ratio"], expected["reps"])


def test_bts2023_gauthmath_1817276584142984():
    case = published("bts2023")
    inputs, expected = case["inputs"], case["expected"]
    load = classes(inputs["n"], inputs["f"], inputs["h"])
    per_day = inputs["day_h"] - inputs["km"] / inputs["kmh"]
    hours = rep_capacity(inputs["weeks"], inputs["days"], per_day)
    ratio, reps = reps_needed(load["hours"].sum(), hours)
    assert (load["visits"].sum(), load["hours"].sum()) == (expected["visits"], expected["hours"])
    assert (round(hours), round(ratio, 1), reps) == (
        expected["rep_hours"],
        expected["ratio"],
        expected["reps"],
    )


def test_ofppt_45200_scribd_751593918():
    case = published("ofppt_45200")
    inputs, expected = case["inputs"], case["expected"]
    total = classes(inputs["n"], inputs["f"])["visits"].sum()
    assert (total, reps_needed(total, inputs["cap"])[1]) == (expected["total"], expected["reps"])


def test_kotler_zabanga():
    case = published("kotler")
    inputs, expected = case["inputs"], case["expected"]
    total = classes(inputs["n"], inputs["f"])["visits"].sum()
    assert (total, reps_needed(total, inputs["cap"])) == (expected["total"], (60.0, expected["reps"]))


def test_lpu_dmgt205():
    case = published("lpu")
    inputs, expected = case["inputs"], case["expected"]
    hours = rep_capacity(48, 5, 8, inputs["selling"])
    assert hours == expected["rep_hours"]
    assert reps_needed(inputs["workload"], hours)[1] == expected["reps"]


def test_bangalore1965_professional_sales_management():
    case = published("bangalore")
    inputs, expected = case["inputs"], case["expected"]
    load = classes(inputs["n"], [12] * 3, inputs["h_month"])
    assert load["hours"].sum() == expected["total"]
    assert reps_needed(load["hours"].sum(), inputs["cap"])[1] == expected["reps"]


def test_call_cycle_futrell_sally_malone():
    case = published("call_cycle")
    inputs, expected = case["inputs"], case["expected"]
    calls = call_cycle(inputs["n"], inputs["weeks"], inputs["cycle"])
    assert calls.tolist() == pytest.approx(expected["per_cycle"])
    assert calls.sum() == pytest.approx(expected["total"])


def test_course_case_charge_of_work():
    assert sum(FIL_ROUGE_FREQUENCY) == 89
    load = np.array(FIL_ROUGE_FREQUENCY) @ np.array(FIL_ROUGE_HOURS)
    assert load == pytest.approx(98.25)
    assert load_rate(load, 60.0) > 1


def test_course_case_scaled_to_sixty_visits():
    scaled = scale_visits(FIL_ROUGE_FREQUENCY, 60)
    assert scaled.tolist() == [8, 8, 8, 8, 8, 2, 2, 8, 4, 1, 1, 2]
    problem = fil_rouge(60)
    assert problem.value_of(scaled).sum() == pytest.approx(195.599, abs=6e-4)


def test_scaling_keeps_the_total_whatever_the_weights():
    rng = np.random.default_rng(3)
    for _ in range(200):
        weights = rng.integers(0, 9, rng.integers(1, 20))
        total = int(rng.integers(0, 60))
        scaled = scale_visits(weights, total)
        assert scaled.sum() == (total if weights.sum() else 0)
        assert (np.abs(scaled - weights * total / max(weights.sum(), 1)) < 1 + 1e-6).all()


def test_hours_are_shared_in_proportion_and_never_exceeded():
    rng = np.random.default_rng(4)
    for _ in range(200):
        n = int(rng.integers(1, 15))
        hours, ceiling = rng.uniform(0.5, 2, n), rng.integers(0, 9, n)
        available = float(rng.uniform(0, 30))
        visits = fit_to_hours(rng.uniform(0, 5, n), hours, ceiling, available)
        assert visits @ hours <= available + 1e-9
        assert ((visits >= 0) & (visits <= ceiling)).all()
        room = (visits < ceiling) & (hours <= available - visits @ hours - 1e-9)
        assert room.sum() == 0 or visits.sum() > 0


def test_equal_hours_make_it_the_largest_remainder():
    weights = np.array(FIL_ROUGE_FREQUENCY, dtype=float)
    assert (
        fit_to_hours(weights, np.ones(12), np.full(12, 26), 60.0).tolist()
        == scale_visits(weights, 60).tolist()
    )


def test_a_class_without_a_frequency_is_refused():
    with pytest.raises(PortfolioError, match="no frequency is set for class “S4”"):
        frequency_visits(pd.Series(["S1", "S4"], index=["a", "b"]), {"S1": 12})


def test_a_rep_without_capacity_is_refused():
    with pytest.raises(PortfolioError, match="can carry no load"):
        reps_needed(100, 0)
