"""What the gain is made of, and what one judgement does to it."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from solver.allocation.explain.gain_facts import _moved, gain_facts, judgement_effects, plans_to_compare
from solver.allocation.problem.build import build_problem
from tests.allocation.cases import problem_of
from tests.allocation.problem.test_build import given_rules


def test_the_road_deducted_is_that_of_visits_and_not_of_calls():
    """From a call, 20, to a visit, 100: €80, less €7 of road."""
    problem = problem_of([[0, 20, 100]], 1.0, 2.0)
    problem = problem.with_tables(
        accounts=problem.accounts.assign(road_eur=7.0),
        response=problem.response.assign(visits_made=[0, 0, 1], other_hours=[0, 0.25, 0]),
    )
    plans = {"plan": np.array([2]), "today": np.array([1])}
    none = pd.DataFrame({"gain_eur": [], "gain_share": [], "regret_eur": []})
    logged = pd.Series([1], index=problem.account_ids)
    facts = gain_facts(
        problem, plans, none, logged=logged, stale=set(), room_halved_eur=0.0, margin_rates=np.array([0.4])
    )
    assert facts["net_of_road_eur"] == pytest.approx(80 - 7)
    assert facts["revenue_eur"] == pytest.approx(200), "€80 of margin, at 40% of the revenue"


def test_beside_todays_visits_stands_the_best_plan_in_their_hours():
    """Today one hour, at the account that brings 9; the plan takes both hours. In one hour 10 are best."""
    problem = problem_of([[0, 10, 15], [0, 9, 12]], 1.0, 2.0)
    plans = plans_to_compare(problem, np.array([1, 1]), np.array([0, 1]))
    assert [visits.tolist() for visits in plans.values()] == [[1, 1], [0, 1], [1, 0]]
    assert len(plans_to_compare(problem, np.array([1, 1]), None)) == 1, "nobody knows today's visits"


def test_what_is_gained_on_clients_nobody_has_logged_a_visit_to_stands_apart():
    """Four accounts from nothing to one visit: a visited client 1, two clients without a visit 2 and 4,
    of which the second buys nothing without one, a prospect 8."""
    problem = problem_of([[9, 10], [9, 11], [0, 4], [1, 9]], 1.0, 4.0, prospects={3})
    plans = {"plan": np.ones(4, dtype=int), "today": np.zeros(4, dtype=int)}
    none = pd.DataFrame({"gain_eur": [], "gain_share": [], "regret_eur": []})
    facts = gain_facts(
        problem,
        plans,
        none,
        logged=pd.Series([1, 0, 0, 0], index=problem.account_ids),
        stale=set(problem.account_ids[[0, 3]]),
        reached=set(problem.account_ids[[1, 2, 3]]),
        room_halved_eur=0.0,
        margin_rates=np.full(4, 0.5),
    )
    assert (facts["unlogged_clients"], facts["unlogged_clients_eur"]) == (1, 2)
    assert (facts["prospects_eur"], facts["stale_eur"]) == (8, 1), "a stale potential of a prospect is none"
    assert (facts["reached_clients"], facts["reached_eur"]) == (2, 6), "nor is a prospect a client"
    assert facts["gain_eur"] == 15


def test_what_was_decided_before_the_plan_is_told_apart_and_a_decision_that_holds_nothing_is_none():
    """From nothing to one visit: locked 1, a decided floor 2, a decided ceiling 4, one that leaves room 8,
    locked at today's number 0, nobody decided 16."""
    rows = [[0, 1, 1], [0, 2, 2], [0, 4, 4], [0, 8, 8], [0, 0, 0], [0, 16, 16]]
    problem = problem_of(
        rows,
        1.0,
        9.0,
        floor=[1, 1, 0, 0, 0, 0],
        ceiling=[1, 2, 1, 2, 0, 2],
        ceiling_rule=["", "", "decision", "decision", "", ""],
    )
    problem = problem.with_tables(
        accounts=problem.accounts.assign(
            locked_visits=[1, None, None, None, 0, None], floor_rule=["", "decision", "", "", "", ""]
        )
    )
    facts = gain_facts(
        problem,
        {"plan": np.array([1, 1, 1, 1, 0, 1]), "today": np.zeros(6, dtype=int)},
        pd.DataFrame({"gain_eur": [], "gain_share": [], "regret_eur": []}),
        logged=pd.Series(0, index=problem.account_ids),
        stale=set(),
        room_halved_eur=0.0,
        margin_rates=np.full(6, 0.5),
    )
    assert (facts["decided_accounts"], facts["decided_eur"]) == (3, 7)


@pytest.mark.parametrize(("carried", "most"), [(0.65, 0.95), (0.4, 0.8), (0.97, 0.97)])
def test_what_a_euro_leaves_in_the_next_year_stays_below_a_euro(carried, most):
    given, rules = given_rules(carry_over=carried, value_years=3)
    asked = []

    def built(tables, moved):
        asked.append(moved.carry_over)
        return build_problem(tables, moved)

    judgement_effects(built, given, rules, np.zeros(6, dtype=np.int64), idle={})
    assert (min(asked), max(asked)) == pytest.approx((carried / 2, most))


def test_rules_by_class_and_what_people_accept_are_halved_and_doubled_and_nobody_objects_by_it():
    given, rules = given_rules(class_floors={"S1": 4}, class_ceilings={"S1": 24})
    given = replace(given, typology_notes=given.typology_notes.assign(visit_cap=[9, 1, 0, 9, 2, 9]))
    moved = {
        name: [_moved(given, rules, name, factor) for factor in (0.5, 2.0)]
        for name in ("floor_visits", "ceiling_visits", "contacts_per_quarter_max")
    }
    assert [found.class_floors["S1"] for _tables, found in moved["floor_visits"]] == [2, 8]
    assert [found.class_ceilings["S1"] for _tables, found in moved["ceiling_visits"]] == [12, 48]
    caps = [
        tables.typology_notes["visit_cap"].tolist() for tables, _rules in moved["contacts_per_quarter_max"]
    ]
    assert caps == [[4, 1, 0, 4, 1, 4], [18, 2, 0, 18, 4, 18]]


NO_DRAWS = pd.DataFrame({"gain_eur": [], "gain_share": [], "regret_eur": []})
PLAIN = {"stale": set(), "room_halved_eur": 0.0}


def test_a_gain_on_a_loss_is_a_part_of_its_size_and_one_on_nothing_none():
    """From a loss of 20 to one of 5: 15, three quarters of 20; of that, visits bring -20 against -30."""
    problem = problem_of([[-30, -20, -5]], 1.0, 2.0)
    plans, logged = {"plan": np.array([2]), "today": np.array([1])}, pd.Series([1], index=["a000"])
    facts = gain_facts(problem, plans, NO_DRAWS, logged=logged, margin_rates=np.array([0.0]), **PLAIN)
    assert (facts["gain_eur"], facts["gain_share"], facts["of_what_visits_bring"]) == (15, 0.75, 1.5)
    assert (facts["revenue_eur"], facts["regret_median_eur"]) == (0, None), "of no margin there is no revenue"
    problem = problem_of([[0, 0, 15]], 1.0, 2.0)
    facts = gain_facts(problem, plans, NO_DRAWS, logged=logged, margin_rates=np.array([0.5]), **PLAIN)
    assert (facts["gain_eur"], facts["gain_share"], facts["of_what_visits_bring"]) == (15, None, None)


def test_without_a_log_or_with_an_empty_one_there_is_no_gain_to_tell():
    problem, rates = problem_of([[0, 10]], 1.0, 2.0), np.array([0.5])
    both = {"plan": np.array([1]), "today": np.array([0])}
    assert gain_facts(problem, both, NO_DRAWS, logged=None, margin_rates=rates, **PLAIN) == {}
    logged = pd.Series([0], index=["a000"])
    alone = {"plan": np.array([1])}
    assert gain_facts(problem, alone, NO_DRAWS, logged=logged, margin_rates=rates, **PLAIN) == {}


def test_an_unlogged_client_is_one_without_a_visit_in_the_log_or_not_in_it():
    problem = problem_of([[9, 10], [9, 11]], 1.0, 4.0)
    plans = {"plan": np.ones(2, dtype=int), "today": np.zeros(2, dtype=int)}
    logged = pd.Series([1], index=["a000"])
    facts = gain_facts(problem, plans, NO_DRAWS, logged=logged, margin_rates=np.full(2, 0.5), **PLAIN)
    assert (facts["unlogged_clients"], facts["unlogged_clients_eur"]) == (1, 2)
