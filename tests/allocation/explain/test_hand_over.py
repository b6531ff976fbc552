"""Accounts handed over to a nearer rep: a proposal, priced as the difference of two plans."""

import pandas as pd
import pytest

from solver.allocation.explain.hand_over import MOST, hand_over, hand_over_sentence
from solver.allocation.methods.resolve import best_team
from solver.allocation.problem.hour_cost import charged
from tests.allocation.cases import problem_of, with_reps


def far_and_near():
    """r0 spends all of two hours on a visit to a000, which takes r1 one; a001 is r0's, a002 is r1's."""
    values = [[0, 10], [0, 8], [0, 3]]
    return problem_of(values, [2.0, 1.0, 1.0], [2.0, 2.0], rep=["r0", "r0", "r1"])


def nearer(**minutes):
    return pd.DataFrame(
        {"account_id": list(minutes), "nearer_rep_id": "r1", "saved_minutes": list(minutes.values())}
    )


def test_what_is_handed_over_brings_the_difference_of_two_plans():
    """As it is, 10 and 3; with a000 at r1, 8 and 10 + 3."""
    problem = far_and_near()
    moved = with_reps(problem, {("a000", "r1"): 1.0})
    table = hand_over(problem, moved, nearer(a000=60.0))
    line, whole = table.to_dict("records")
    assert (line["rep_id"], line["new_rep_id"], line["visits"], line["new_visits"]) == ("r0", "r1", 1, 1)
    assert whole["years_change_eur"] == pytest.approx(21 - 13)
    both = best_team(problem), best_team(moved({"a000": "r1"}))
    assert whole["years_change_eur"] == pytest.approx(both[1].worth_eur - both[0].worth_eur, abs=1e-6)
    assert hand_over_sentence(table) == (
        "Hand over 1 account to a nearer rep: €8 over the years counted, road included; €8 in the first year."
    )


def test_an_account_that_gains_nothing_stays():
    problem = far_and_near()
    table = hand_over(problem, with_reps(problem, {("a001", "r1"): 3.0}), nearer(a001=25.0))
    assert table.empty
    assert hand_over_sentence(table) == ""


@pytest.mark.parametrize(("rule", "proposed"), [("agreed", False), ("hold", False), ("decision", True)])
def test_a_likely_double_is_handed_over_only_once_somebody_decided(rule, proposed):
    problem = far_and_near()
    held = problem.accounts.assign(on_hold=[True, False, False], ceiling_rule=[rule, "", ""])
    problem = problem.with_tables(accounts=held)
    moved = with_reps(problem, {("a000", "r1"): 1.0})
    assert hand_over(problem, moved, nearer(a000=60.0)).empty != proposed


@pytest.mark.parametrize(("rule", "proposed"), [("hold", False), ("decision", True)])
def test_nor_is_the_larger_of_two_likely_doubles(rule, proposed):
    problem = far_and_near()
    held = problem.accounts.assign(on_hold=[False, True, False], ceiling_rule=["", rule, ""])
    problem = problem.with_tables(accounts=held)
    moved = with_reps(problem, {("a000", "r1"): 1.0})
    doubles = pd.DataFrame({"account_id": ["a000"], "other_id": ["a001"]})
    assert hand_over(problem, moved, nearer(a000=60.0), doubles).empty != proposed


def test_no_more_accounts_are_proposed_than_can_be_talked_over():
    values = [[0, 10]] * (MOST + 5)
    problem = problem_of(values, 2.0, [2.0, 100.0], rep=["r0"] * (MOST + 4) + ["r1"])
    ids = problem.account_ids[: MOST + 4]
    moved = with_reps(problem, {(account, "r1"): 1.0 for account in ids})
    table = hand_over(problem, moved, nearer(**dict.fromkeys(ids, 30.0)))
    assert len(table) == MOST + 1
    assert table["account_id"].iloc[:-1].tolist() == ids[:MOST].tolist(), "ties in the order of the codes"


@pytest.mark.parametrize("stop", ["horizon", "year"])
def test_where_visits_stop_at_their_cost_the_hours_are_no_part_of_what_is_brought(stop):
    """10 and 3 become 8 and 10 + 3, in half an hour more; twice that over the years."""
    values = [[0, 10], [0, 8], [0, 3]]
    filled = problem_of(values, [2.0, 1.0, 1.0], [2.0, 3.0], rep=["r0", "r0", "r1"])
    problem = charged(filled.with_tables(horizon=2.0), pd.Series({"r0": 1.0, "r1": 1.0}), stop)
    table = hand_over(problem, with_reps(problem, {("a000", "r1"): 1.5}), nearer(a000=60.0), years=2.0)
    whole = table.to_dict("records")[-1]
    assert whole["new_contribution_eur"] - whole["contribution_eur"] == pytest.approx(8)
    assert whole["years_change_eur"] == pytest.approx(16)


def test_what_is_not_worth_talking_over_is_not_proposed():
    problem = far_and_near()
    moved = with_reps(problem, {("a000", "r1"): 1.0})
    worth = hand_over(problem, moved, nearer(a000=60.0))["years_change_eur"].iloc[0]
    found = [
        hand_over(problem, moved, nearer(a000=60.0), least_eur=least).empty for least in (worth - 1, worth)
    ]
    assert found == [False, True]


def test_one_account_is_worth_what_its_hours_cost_less_at_the_nearer_rep():
    """r0 has two hours: a000 takes one and a001 would take both, so that half of its 8 fill the second: an
    hour is worth 4, and a000 is worth 10 - 4. r1 has hours to spare: there it is worth 10."""
    values = [[0, 10], [0, 8], [0, 3]]
    problem = problem_of(values, [1.0, 2.0, 1.0], [2.0, 3.0], rep=["r0", "r0", "r1"])
    table = hand_over(problem, with_reps(problem, {("a000", "r1"): 0.5}), nearer(a000=30.0))
    assert table["years_change_eur"].tolist() == pytest.approx([10 - 6, (8 + 10 + 3) - (10 + 3)])
