"""The plan against today's visits and rules of thumb."""

import numpy as np
import pandas as pd
import pytest

from solver.allocation import allocate
from solver.allocation.explain.baselines import (
    compare_plans,
    gain_sentence,
    rule_visits,
    todays_visits,
)
from solver.words.errors import PortfolioError
from tests.allocation.cases import FIL_ROUGE_FREQUENCY, FIL_ROUGE_PRESENT, fil_rouge, problem_of


def by_account(problem, numbers):
    return pd.Series(numbers, index=problem.account_ids)


def test_course_case_against_the_fixed_frequency_by_class():
    """205.077 against 195.599 (k€): +4.8 %, research figures §13.4."""
    problem = fil_rouge(60)
    table = compare_plans(
        problem,
        allocate(problem, gap=0.0),
        class_visits=by_account(problem, FIL_ROUGE_FREQUENCY),
        revenue_eur=by_account(problem, FIL_ROUGE_PRESENT),
        visits_today=by_account(problem, FIL_ROUGE_FREQUENCY),
    ).set_index("plan")
    assert list(table.index) == ["plan", "today", "by_revenue", "by_class", "equal"]
    assert table.loc["plan", "contribution_eur"] == pytest.approx(205.077, abs=6e-4)
    assert table.loc["by_class", "contribution_eur"] == pytest.approx(195.599, abs=6e-4)
    assert table.loc["by_class", "gain_share"] == pytest.approx(0.048, abs=5e-4)
    assert table.loc["today", "contribution_eur"] == pytest.approx(195.599, abs=6e-4)  # 89 scaled to 60
    assert (table["hours"] == 60).all()
    assert (table["gain_eur"] >= 0).all()


def test_visits_in_proportion_to_revenue_by_largest_remainder():
    # 10 visits on 60, 30, 10 → 6, 3, 1
    problem = problem_of(np.zeros((3, 11)), 1.0, 10.0)
    assert rule_visits(problem, by_account(problem, [60, 30, 10]), np.zeros(3, int)).tolist() == [6, 3, 1]


def test_rules_give_the_prospects_what_the_plan_gives_them():
    problem = problem_of(np.zeros((4, 11)), 1.0, 10.0, prospects={2, 3}, target=5)
    plan = rule_visits(problem, by_account(problem, [40, 10, 99, 0]), np.array([0, 5, 4, 1]))
    assert plan.tolist() == [4, 1, 4, 1]


def test_rules_keep_locks_and_ceilings():
    problem = problem_of(np.zeros((3, 11)), 1.0, 10.0, floor=[7, 0, 0], ceiling=[7, 1, 10])
    assert rule_visits(problem, by_account(problem, [1, 1, 1]), np.zeros(3, int)).tolist() == [7, 1, 2]


def test_todays_visits_stay_when_they_fit():
    problem = problem_of(np.zeros((3, 6)), 2.0, 20.0)
    assert todays_visits(problem, by_account(problem, [5, 3, 1])).tolist() == [5, 3, 1]


def test_visits_that_were_made_count_today_though_the_plan_found_no_day_for_them():
    problem = problem_of(np.zeros((3, 6)), 1.0, 20.0, ceiling=[0, 0, 5], ceiling_rule=["no_day", "hold", ""])
    assert todays_visits(problem, by_account(problem, [4, 3, 1])).tolist() == [4, 0, 1]


def test_there_is_no_line_for_today_without_a_log():
    problem = fil_rouge(60)
    table = compare_plans(problem, allocate(problem), visits_today=by_account(problem, [0] * 12))
    assert table["plan"].tolist() == ["plan", "equal"]


def test_a_missed_target_is_shown():
    problem = problem_of([[0, 5], [0, 4]], 1.0, 1.0, prospects={1}, target=1)
    table = compare_plans(problem, allocate(problem), visits_today=by_account(problem, [1, 0]))
    assert table["meets_prospect_target"].tolist() == [True, False, True]
    assert table["gain_eur"].tolist() == [0, -1, 0]
    assert "less" in table["sentence"][1]


@pytest.mark.parametrize(
    ("share", "small"), [(0.019, True), (0.021, False), (0.0, True)], ids=["1.9 %", "2.1 %", "none"]
)
def test_a_gain_below_two_percent_is_called_small(share, small):
    assert ("a small gain" in gain_sentence(1000 * share, share, "today")) is small


def test_a_loss_is_said_without_a_minus_as_the_word_less_says_it():
    assert gain_sentence(-1_234.0, -0.031, "today") == (
        "The plan brings €1,234 less (3.1%) than today's visits: its rules cost that much."
    )


def test_nothing_is_compared_without_a_plan():
    problem = problem_of([[0, 1]], 1.0, 0.5, prospects={0}, target=1)
    with pytest.raises(PortfolioError, match="no plan to compare"):
        compare_plans(problem, allocate(problem))


def test_todays_visits_that_just_fit_stay_and_one_that_nobody_made_is_none():
    problem = problem_of(np.zeros((3, 6)), 2.0, 12.0)
    assert todays_visits(problem, pd.Series({"a000": 4.0, "a001": 2.4, "a002": -1.0})).tolist() == [4, 2, 0]
    assert todays_visits(problem, pd.Series({"a000": 9.0})).tolist() == [5, 0, 0]  # five are the most valued


def test_of_todays_visits_that_do_not_fit_each_account_keeps_its_part():
    # Six visits of two hours in six hours: half of four and half of two.
    problem = problem_of(np.zeros((3, 6)), 2.0, 6.0)
    assert todays_visits(problem, pd.Series({"a000": 4.0, "a001": 2.0})).tolist() == [2, 1, 0]


def test_each_way_of_sharing_is_told_with_what_the_plan_brings_more_and_in_which_hours():
    """Two hours: the plan gives both to the first, 10 and 8; one each is 11; today the second has one."""
    problem = problem_of([[0, 10, 18], [0, 1, 2]], 1.0, 2.0)
    table = compare_plans(problem, allocate(problem), visits_today=by_account(problem, [0, 1]))
    table = table.set_index("plan")
    assert table["contribution_eur"].to_dict() == {"plan": 18, "today": 1, "equal": 11}
    assert table["gain_eur"].to_dict() == {"plan": 0, "today": 17, "equal": 7}
    assert table["gain_share"].tolist() == pytest.approx([0, 17, 7 / 11])
    assert (table["visits"].tolist(), table["hours"].tolist()) == ([2, 1, 2], [2, 1, 2])
    assert table.loc["today", "sentence"] == "The plan brings €17 more (1,700.0%) than today's visits."
    nothing = problem_of([[0, 10, 18], [0, 0, 0]], 1.0, 2.0)
    table = compare_plans(nothing, allocate(nothing), visits_today=by_account(nothing, [0, 1]))
    assert np.isnan(table.set_index("plan").loc["today", "gain_share"])
