"""One rep fewer, one rep more: worked by hand, and what must hold."""

import pandas as pd
import pytest

from solver.allocation import allocate
from solver.allocation.explain.team_size import team_size_values
from tests.allocation.cases import problem_of
from tests.allocation.methods.test_team import team_problem


def two_reps():
    """r0 has a000 and a001, r1 has a002; two hours each, one hour a visit."""
    values = [[1, 10, 12], [2, 5, 6], [0, 8, 9]]
    return problem_of(values, 1.0, 2.0, rep=["r0", "r0", "r1"])


def test_without_candidates_the_accounts_of_the_leaver_bring_what_no_visit_brings():
    table = team_size_values(two_reps()).set_index(["team_change", "rep_id"])
    # as it is: 10 + 5 and 9
    assert table.loc[("one_fewer", "r0"), "contribution_eur"] == pytest.approx(1 + 2 + 9)
    assert table.loc[("one_fewer", "r0"), "change_eur"] == pytest.approx(12 - 24)
    assert table.loc[("one_fewer", "r0"), ["moved_accounts", "unserved_accounts"]].tolist() == [0, 2]
    assert table.loc[("one_fewer", "r1"), "contribution_eur"] == pytest.approx(15 + 0)
    assert table.loc[("one_more", "r0"), "contribution_eur"] == pytest.approx(12 + 6 + 9)
    assert table.loc[("one_more", "r1"), "change_eur"] == pytest.approx(0)


def test_a_candidate_takes_over_what_is_worth_more_than_his_own():
    problem = two_reps()
    candidates = pd.DataFrame({"account_id": ["a000"], "rep_id": ["r1"]})
    problem = problem.with_tables(candidate_reps=candidates)
    line = team_size_values(problem, gap=0.0).set_index(["team_change", "rep_id"]).loc[("one_fewer", "r0")]
    # r1's two hours: a000 once (10) and a002 once (8); a001 without a visit (2)
    assert line["contribution_eur"] == pytest.approx(20)
    assert line["moved_accounts"] == 1
    assert line["unserved_accounts"] == 1
    assert line["sentence"] == (
        "Without rep r0 the year brings €4 less: 1 account is taken over, 1 gets no visit."
    )


def test_floors_of_the_leaver_give_way():
    values = [[0, 5], [0, 4], [0, 8]]
    problem = problem_of(values, 1.0, [2.0, 1.0], rep=["r0", "r0", "r1"], floor=[1, 1, 1])
    problem = problem.with_tables(
        candidate_reps=pd.DataFrame({"account_id": ["a000", "a001"], "rep_id": ["r1", "r1"]})
    )
    line = team_size_values(problem, gap=0.0).set_index(["team_change", "rep_id"]).loc[("one_fewer", "r0")]
    assert line["contribution_eur"] == pytest.approx(8)  # the only hour stays with r1's own floor


def test_costs_are_set_against_the_change():
    table = team_size_values(two_reps(), annual_cost_eur=pd.Series({"r0": 20.0, "r1": 4.0}))
    lines = table.set_index(["team_change", "rep_id"])
    assert lines.loc[("one_fewer", "r0"), "cost_change_eur"] == -20
    assert lines.loc[("one_fewer", "r0"), "net_change_eur"] == pytest.approx(8)
    assert lines.loc[("one_fewer", "r0"), "sentence"].endswith("the firm is €8 better off.")
    assert lines.loc[("one_more", "r0"), "cost_change_eur"] == 12
    assert lines.loc[("one_more", "r0"), "sentence"] == (
        "One rep more beside rep r0 would bring €3 more in the year."
        " Counting the cost, the firm is €9 worse off."
    )


def test_a_rep_more_never_harms_and_the_moved_plan_counts():
    problem = team_problem(11, n=30, levels=5, reps=3, target=3, hours=2.0)
    allocation = allocate(problem)
    table = team_size_values(problem, allocation)
    more = table[table["team_change"] == "one_more"]
    assert (more["change_eur"] >= -1e-6).all()
    here = (table["contribution_eur"] - table["change_eur"]).to_numpy()
    assert here == pytest.approx(allocation.objective_eur, rel=2e-4)
    fewer = table[table["team_change"] == "one_fewer"]
    assert (fewer["moved_accounts"] == allocation.rep.value_counts().sort_index().to_numpy()).all()


def test_a_rep_whose_own_rules_fail_without_help_is_said():
    values = [[0, 5], [0, 4]]
    problem = problem_of(values, 1.0, [1.0, 0.5], rep=["r0", "r1"], floor=[0, 1])
    table = team_size_values(problem)
    assert table["contribution_eur"].iloc[0] != table["contribution_eur"].iloc[0]
    assert table["sentence"].iloc[0] == "Without rep r0 no plan keeps the rules of the others."
