"""Step 10 against published charges of work: visits and hours by class, reps needed, call cycle."""

import numpy as np
import pytest

from tests.golden.published import class_workload, rep_capacity, reps_needed


@pytest.mark.published("fixaris")
def test_fixaris_etudier_78739591(example):
    inputs, expected = example["inputs"], example["expected"]
    load = class_workload(inputs["n"], inputs["f"])
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
        assert class_workload(numbers, inputs["f"])["visits"].sum() == expected["depts"][department]


@pytest.mark.published("pouliguen")
def test_pouliguen_lathese(example):
    inputs, expected = example["inputs"], example["expected"]
    big = inputs["clients"] * inputs["big"]
    load = class_workload(
        [big, inputs["clients"] - big, inputs["prospects"]], [inputs["f_big"], inputs["f_small"], 1]
    )
    assert load["visits"].tolist() == expected["visits"]
    ratio, reps = reps_needed(inputs["hours_need"], inputs["hours_avail"])
    assert (round(ratio, 2), reps) == (expected["ratio"], expected["reps"])


@pytest.mark.published("war")
def test_war_scribd_700385656(example):
    inputs, expected = example["inputs"], example["expected"]
    total = class_workload(inputs["n"], inputs["f"])["visits"].sum()
    capacity = rep_capacity(inputs["weeks"], inputs["days"], inputs["visits"])
    assert (total, capacity) == (expected["total"], expected["per_rep"])
    assert reps_needed(total, capacity)[1] == expected["reps"]


@pytest.mark.published("educatis")
def test_educatis_scribd_719061395(example):
    inputs, expected = example["inputs"], example["expected"]
    total = class_workload(inputs["n"], inputs["f"])["visits"].sum()
    hours = rep_capacity(inputs["weeks"], inputs["days"], inputs["hours"])
    assert (total, hours) == (expected["total"], expected["hours_rep"])
    assert hours / inputs["visit_h"] == pytest.approx(expected["per_rep"])
    ratio, reps = reps_needed(total, hours / inputs["visit_h"])
    assert (round(ratio, 4), reps) == (expected["ratio"], expected["reps"])


@pytest.mark.published("bts2023")
def test_bts2023_gauthmath_1817276584142984(example):
    inputs, expected = example["inputs"], example["expected"]
    load = class_workload(inputs["n"], inputs["f"], inputs["h"])
    per_day = inputs["day_h"] - inputs["km"] / inputs["kmh"]
    hours = rep_capacity(inputs["weeks"], inputs["days"], per_day)
    ratio, reps = reps_needed(load["hours"].sum(), hours)
    assert (load["visits"].sum(), load["hours"].sum()) == (expected["visits"], expected["hours"])
    assert (round(hours), round(ratio, 1), reps) == (
        expected["rep_hours"],
        expected["ratio"],
        expected["reps"],
    )


@pytest.mark.published("ofppt_45200")
def test_ofppt_45200_scribd_751593918(example):
    inputs, expected = example["inputs"], example["expected"]
    total = class_workload(inputs["n"], inputs["f"])["visits"].sum()
    assert (total, reps_needed(total, inputs["cap"])[1]) == (expected["total"], expected["reps"])


@pytest.mark.published("kotler")
def test_kotler_zabanga(example):
    inputs, expected = example["inputs"], example["expected"]
    total = class_workload(inputs["n"], inputs["f"])["visits"].sum()
    assert (total, reps_needed(total, inputs["cap"])) == (expected["total"], (60.0, expected["reps"]))


@pytest.mark.published("lpu")
def test_lpu_dmgt205(example):
    inputs, expected = example["inputs"], example["expected"]
    hours = rep_capacity(48, 5, 8, inputs["selling"])
    assert hours == expected["rep_hours"]
    assert reps_needed(inputs["workload"], hours)[1] == expected["reps"]


@pytest.mark.published("bangalore")
def test_bangalore1965_professional_sales_management(example):
    inputs, expected = example["inputs"], example["expected"]
    load = class_workload(inputs["n"], [12] * 3, inputs["h_month"])
    assert load["hours"].sum() == expected["total"]
    assert reps_needed(load["hours"].sum(), inputs["cap"])[1] == expected["reps"]


@pytest.mark.published("call_cycle")
def test_call_cycle_futrell_sally_malone(example):
    inputs, expected = example["inputs"], example["expected"]
    calls = np.array(inputs["n"]) * inputs["cycle"] / np.array(inputs["weeks"])
    assert calls.tolist() == pytest.approx(expected["per_cycle"])
    assert calls.sum() == pytest.approx(expected["total"])
