"""Prices of decisions worked by hand: what the plan would bring if one were taken back."""

from dataclasses import replace

import pandas as pd
import pytest

from solver.allocation.explain.decision_prices import decision_in_words, decision_prices
from solver.tables import check
from tests.allocation.cases import problem_of, with_reps
from tests.allocation.problem.test_build import built, decide

NAMES = {"R1": "Ann", "R2": "Bob"}
REPS = pd.DataFrame({"rep_id": list(NAMES), "name": list(NAMES.values())})
BLANK = {
    "min_visits": None,
    "max_visits": None,
    "locked_visits": None,
    "reason": None,
    "author": None,
    "decided_on": None,
    "new_rep_id": None,
    "replaces_rep_id": None,
    "source": "plan.xlsx [Visits]",
    "from_plan": True,
}


def decided(*rows):
    return check("decisions", pd.DataFrame([BLANK | row for row in rows]))


def undecided(problem, floor=0, ceiling=2):
    return problem.with_tables(accounts=problem.accounts.assign(undecided_min=floor, undecided_max=ceiling))


def priced(problem, decisions, moved=None):
    made = decision_prices(problem, decisions, moved or with_reps(problem), REPS)
    table = check("decision_prices", made)
    return table, dict(zip(table["account_id"].fillna("all"), table["forgone_eur"], strict=True))


def test_each_decision_alone_and_all_together():
    # 3 hours; free: 10 + 9 + 3 = 22. a000 at none and a002 at two: 9 + 5 = 14.
    problem = undecided(problem_of([[0, 10, 12], [0, 9, 11], [0, 3, 5]], 1.0, 3.0))
    accounts = problem.accounts
    accounts["max_visits"] = [0, 2, 2]
    accounts["locked_visits"] = pd.array([None, None, 2], dtype="Int64")
    problem = problem.with_tables(accounts=accounts)
    table, prices = priced(
        problem,
        decided({"account_id": "a000", "max_visits": 0}, {"account_id": "a002", "locked_visits": 2}),
    )
    assert prices["a000"] == pytest.approx(15 - 14)  # 10 + 5
    assert prices["a002"] == pytest.approx(14 - 14)  # 11 + 3
    assert prices["all"] == pytest.approx(22 - 14)
    assert table["account_id"].isna().tolist() == [False, False, True]
    assert table["sentence"].iloc[0] == "Account “a000”, no visit at all: it costs €1."
    assert table["sentence"].iloc[-1] == (
        "The decisions of the returned plan together cost €8, against none on these accounts."
    )


def test_decisions_that_change_nothing_cost_nothing_each_and_together():
    problem = undecided(problem_of([[0, 10], [0, 9]], 1.0, 9.0), ceiling=1)
    table, prices = priced(problem, decided({"account_id": "a000", "max_visits": 1}))
    assert prices == {"a000": 0.0, "all": 0.0}
    alone, together = table["sentence"]
    assert alone == "Account “a000”, at most 1 visit: it costs nothing."
    assert together.startswith("The decisions of the returned plan together cost €0, ")


def test_the_price_of_a_decision_is_that_of_one_year_of_the_horizon():
    """22 a year without them, 14 with: 16 over the two years that are planned for, and 8 a year."""
    problem = undecided(problem_of([[0, 10, 12], [0, 9, 11], [0, 3, 5]], 1.0, 3.0))
    problem = replace(
        problem.with_tables(accounts=problem.accounts.assign(max_visits=[0, 2, 2], min_visits=[0, 0, 2])),
        horizon=2.0,
    )
    both = ({"account_id": "a000", "max_visits": 0}, {"account_id": "a002", "min_visits": 2})
    assert priced(problem, decided(*both))[1]["all"] == pytest.approx(22 - 14)


def test_an_account_is_called_by_its_name_where_it_has_one():
    problem = undecided(problem_of([[0, 10, 12], [0, 9, 11], [0, 3, 5]], 1.0, 3.0))
    accounts = problem.accounts.assign(name=["Aulne", None, "Cèdre"], max_visits=[0, 0, 2])
    table, _prices = priced(
        problem.with_tables(accounts=accounts),
        decided({"account_id": "a000", "max_visits": 0}, {"account_id": "a001", "max_visits": 0}),
    )
    told = table.set_index("account_id")["sentence"]
    assert told["a000"].startswith("Account “Aulne (a000)”, no visit at all: ")
    assert told["a001"].startswith("Account “a001”, no visit at all: ")


def test_a_decision_below_a_floor_brings_something():
    # The floor of the class asks for two visits that bring 1 each; the decision gives them to the other.
    problem = undecided(problem_of([[0, 1, 2], [0, 9, 11]], 1.0, 2.0), floor=[2, 0])
    accounts = problem.accounts.assign(max_visits=[0, 2], min_visits=[0, 0])
    table, prices = priced(
        problem.with_tables(accounts=accounts), decided({"account_id": "a000", "max_visits": 0})
    )
    assert prices["a000"] == pytest.approx(2 - 11)
    assert table["sentence"].iloc[0].endswith("it brings €9.")


def test_a_change_of_rep_is_undone_with_the_hours_of_the_former_rep():
    # Each rep has 2 hours. a000 takes 2 hours of R2, and took 1 of R1: R2 could visit a001 twice.
    values = [[0, 10, 12], [0, 9, 11]]
    problem = problem_of(values, 1.0, 2.0, rep=["R2", "R2"])
    reps = pd.DataFrame({"rep_id": ["R1", "R2"], "hours": [2.0, 2.0], "prospect_visits_min": [0.0, 0.0]})
    accounts = problem.accounts.assign(hours_per_visit=[2.0, 1.0])
    problem = undecided(problem.with_tables(accounts=accounts, reps=reps))
    move = {"account_id": "a000", "new_rep_id": "R2", "replaces_rep_id": "R1"}
    table, prices = priced(problem, decided(move), with_reps(problem, {("a000", "R1"): 1.0}))
    assert prices["a000"] == pytest.approx(12 + 11 - 11)  # now 11 of a001; then both twice
    assert table["decision"].iloc[0] == "goes to Bob"


def test_an_account_too_far_for_a_day_of_either_rep_gets_no_visit_there():
    # a000 lies too far for R1, who had it: undone, it brings nothing; decided, it brings 12.
    problem = undecided(problem_of([[0, 10, 12], [0, 9, 11]], 1.0, 2.0, rep=["R2", "R1"]))
    move = {"account_id": "a000", "new_rep_id": "R2", "replaces_rep_id": "R1"}

    def moved(rep_of, reps):
        there = with_reps(problem)(rep_of, reps)
        far = there.accounts["rep_id"].eq("R1") & there.accounts["account_id"].eq("a000")
        bounds = {name: there.accounts[name].mask(far, 0) for name in ("max_visits", "undecided_max")}
        return there.with_tables(accounts=there.accounts.assign(**bounds))

    _table, prices = priced(problem, decided(move), moved)
    assert prices["a000"] == pytest.approx((0 + 11) - (12 + 11))


def test_bounds_without_decisions_are_those_of_the_rules():
    free = built().accounts.set_index("account_id")[["min_visits", "max_visits"]]
    table = built(decide(locked_visits=7)).accounts.set_index("account_id")
    assert table["undecided_min"].tolist() == free["min_visits"].tolist()
    assert table["undecided_max"].tolist() == free["max_visits"].tolist()


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        ({"locked_visits": 4}, "exactly 4 visits"),
        ({"locked_visits": 0}, "no visit at all"),
        ({"min_visits": 2, "max_visits": 5}, "at least 2 visits; at most 5 visits"),
        ({"max_visits": 3, "new_rep_id": "R2"}, "at most 3 visits; goes to Bob"),
    ],
)
def test_a_decision_is_said_as_one_says_it(decision, words):
    assert decision_in_words(BLANK | decision, NAMES) == words
