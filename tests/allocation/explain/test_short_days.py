"""Reps whose days are too few: what is missing, what it is worth, and what helps cheapest."""

import pandas as pd
import pytest

from solver.allocation.explain.short_days import COLUMNS, short_of_days
from solver.tables import empty

NOBODY = pd.DataFrame({"account_id": pd.Series(dtype="str"), "rep_id": pd.Series(dtype="str")})


def trials(*rows):
    """Return what trials found, written as (trial, rep, visits without a day, euros); four hours each."""
    table = pd.DataFrame(rows, columns=["trial", "rep_id", "without_day", "eur_short"])
    return table.assign(hours_short=4.0 * (table["without_day"] > 0))


def short(table, hand_over=NOBODY, hour=50.0, call_effect=0.3):
    return short_of_days(table, pd.Series(hour, index=["R1", "R2", "R3"]), hand_over, call_effect)


def test_who_had_visits_without_a_day_in_the_first_trial_is_short_of_days():
    found = short(trials((1, "R1", 1, 900.0), (1, "R2", 0, 0.0), (1, "R3", 2, 700.0), (2, "R2", 3, 90.0)))
    assert found[["rep_id", "without_day", "hours_short", "eur_short"]].to_numpy().tolist() == [
        ["R1", 1, 4.0, 900.0],
        ["R3", 2, 4.0, 700.0],
    ]
    assert found.index.tolist() == [0, 1]


@pytest.mark.parametrize("table", [empty("trials"), trials((1, "R1", 0, 0.0))])
def test_without_trials_and_where_every_visit_found_its_day_nobody_is_short(table):
    found = short(table)
    assert found.empty
    assert [*found] == COLUMNS


@pytest.mark.parametrize(
    ("worth", "remedy"), [(285.0, "the phone"), (286.0, "more hours"), (1.0, "the phone")]
)
def test_hours_help_where_they_leave_more_than_calls_bring(worth, remedy):
    """Four hours cost €200; of €285 they leave 85, just below the 30 % that calls bring, €85.50."""
    [said] = short(trials((1, "R1", 1, worth)))["remedy"]
    assert said.startswith(remedy)


def test_hours_that_leave_as_much_as_calls_bring_are_no_help():
    """Of €400 four hours at €50 leave 200, and calls bring half of them."""
    assert (
        short(trials((1, "R1", 1, 400.0)), call_effect=0.5)["remedy"][0]
        == "the phone: calls instead bring €200"
    )


def test_a_remedy_says_what_it_costs_and_what_it_brings():
    hours, phone = short(trials((1, "R1", 1, 900.0), (1, "R2", 1, 100.0)))["remedy"]
    assert hours == "more hours: 4\u00a0h for €200, which bring €900"
    assert phone == "the phone: calls instead bring €30"


def test_accounts_that_a_nearer_rep_could_take_help_first_and_are_counted_for_each_rep():
    lines = {"account_id": ["C1", None, "C2", "C3"], "rep_id": ["R1", "R2", "R3", "R3"]}
    found = short(trials(*((1, rep, 1, 900.0) for rep in ("R1", "R2", "R3"))), pd.DataFrame(lines))
    assert [said.partition(":")[0] for said in found["remedy"]] == [
        "a colleague",
        "more hours",
        "a colleague",
    ]
    assert found["remedy"][0] == "a colleague: 1 account has a nearer rep"
    assert found["remedy"][2] == "a colleague: 2 accounts have a nearer rep"
