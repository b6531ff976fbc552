"""Prices, reasons and the ledger on cases worked by hand."""

import dataclasses

import numpy as np
import pandas as pd
import pulp
import pytest

from solver.allocation import AllocationProblem, allocate
from solver.allocation.explain.plan_table import (
    allocation_table,
    by_kind,
    hour_prices,
    in_their_words,
    ledger,
    reasons,
    visits_table,
    with_risk,
)
from solver.allocation.methods.milp import visit_model
from solver.allocation.methods.resolve import with_hours
from solver.allocation.problem.hour_cost import charged
from solver.words.errors import PortfolioError
from tests.allocation.cases import problem_of
from tests.allocation.methods.test_envelope import random_problem
from tests.allocation.problem.test_build import built, decide
from tests.allocation.problem.test_problem import tables


def test_prices_of_one_hour_more_and_less():
    # visits of an hour worth 10, 8, 6, 3: with 3 hours 24; a fourth hour brings 3, a lost one costs 6
    problem = problem_of([[0, 10], [0, 8], [0, 6], [0, 3]], 1.0, 3.0)
    (row,) = hour_prices(problem).to_dict("records")
    assert row["plus_one_eur"] == pytest.approx(3.0)
    assert row["minus_one_eur"] == pytest.approx(6.0)
    assert 3.0 - 1e-6 <= row["price_eur"] <= 6.0 + 1e-6  # the optimum is a kink: any price between both


def test_where_hours_are_left_one_more_or_less_is_worth_its_cost_alone():
    problem = problem_of([[0, 10], [0, 8]], 1.0, 5.0)
    (row,) = hour_prices(problem).to_dict("records")
    assert [row["plus_one_eur"], row["minus_one_eur"], row["price_eur"]] == pytest.approx([0, 0, 0])


def test_an_hour_less_that_makes_the_rules_impossible_has_no_price():
    problem = problem_of([[0, 10], [0, 8]], 1.0, 2.0, prospects={0, 1}, target=2)
    (row,) = hour_prices(problem).to_dict("records")
    assert np.isnan(row["minus_one_eur"])
    assert row["plus_one_eur"] == pytest.approx(0.0)


def test_of_visits_to_a_prospect_as_many_are_expected_as_it_receives_us():
    problem = problem_of([[0, 10, 18], [0, 9, 16]], 1.0, 4.0, prospects={1})
    problem = problem.with_tables(accounts=problem.accounts.assign(met=[0.5, 0.25]))
    table = visits_table(problem, allocate(problem, method="milp"))
    assert table["visits"].tolist() == [2, 2]
    assert table["expected_visits"].tolist() == [2, 0.5]
    assert table["hours"].tolist() == [2, 0.5]


def test_reasons_name_the_rule_that_decides():
    problem = built(decide(locked_visits=5))
    allocation = allocate(problem, gap=0.0)
    told = reasons(problem, allocation, hour_prices(problem)).set_index("account_id")
    assert told.loc["c1", "binding"] == "lock"
    assert told.loc["c1", "reason"] == "Fixed at 5 by a decision."
    assert told.loc["c3", "binding"] == "opposition"
    assert told.loc["c3", "reason"] == "No visit: the contact objected to being approached."
    assert np.isnan(told.loc["c3", "last_visit_eur"])


def explained(problem, price):
    """Reasons at a price of an hour that is known beforehand."""
    allocation = allocate(problem, method="milp", gap=0.0)
    prices = pd.DataFrame({"rep_id": problem.rep_ids, "price_eur": price})
    return allocation, reasons(problem, allocation, prices)


def test_an_account_stops_where_its_hours_are_worth_more_elsewhere():
    problem = problem_of([[0, 10, 14, 15], [0, 9, 13, 17]], 1.0, 4.0)
    allocation, told = explained(problem, 4.0)
    assert allocation.visits.tolist() == [2, 2] or allocation.visits.tolist() == [1, 3]
    problem = problem_of([[0, 10, 14, 15], [0, 9, 13.6, 18.2]], 1.0, 4.0, ceiling=[3, 2])
    allocation, told = explained(problem, 4.0)
    assert allocation.visits.tolist() == [2, 2]
    assert told["last_visit_eur"].tolist() == pytest.approx([4.0, 4.6])
    assert told["next_visit_eur"].tolist() == pytest.approx([1.0, 4.6])
    assert told["binding"].tolist() == ["hours", "ceiling"]
    assert told["missing_eur"].tolist() == pytest.approx([3.0, 0.0])
    assert told["reason"].tolist() == [
        "Stops at 2: one more visit would bring €1, its 1\u00a0h are worth €4 elsewhere; €3 short.",
        "Held at 2 by its ceiling; one more visit would bring €5.",
    ]
    unruled = problem.with_tables(accounts=problem.accounts.drop(columns="ceiling_rule"))
    assert explained(unruled, 4.0)[1]["reason"].equals(told["reason"])


def test_a_rule_that_stops_visits_is_named_where_there_are_none_and_no_other_where_hours_decide():
    """The far one gets a visit by its floor; of those without any, hours stop the one that is only capped."""
    problem = problem_of(
        [[0, 9, 17], [0, 9, 17], [0, 1, 2], [0, 20, 39]],
        1.0,
        [3.0],
        floor=[0, 1, 0, 0],
        ceiling=[0, 2, 2, 2],
        ceiling_rule=["too_far", "too_far", "contact_cap", "contact_cap"],
    )
    allocation, told = explained(problem, 9.0)
    assert allocation.visits.tolist() == [0, 1, 0, 2]
    assert told["binding"].tolist() == ["too_far", "hours", "hours", "contact_cap"]


def test_an_s_shaped_account_says_what_a_start_would_take():
    # three visits together bring 20 for 3 h worth 24; the first alone brings 1
    problem = problem_of([[0, 1, 5, 20], [0, 9, 18, 27]], 1.0, 3.0)
    allocation, told = explained(problem, 8.0)
    assert allocation.visits.tolist() == [0, 3]
    assert told["missing_eur"][0] == pytest.approx(4.0)
    assert told["reason"].tolist() == [
        "Stops at 0: only 3 more together would begin to pay, bringing €20; their 3\u00a0h are worth €24"
        " elsewhere; €4 short.",
        "Held at 3 by its ceiling.",
    ]


def test_floor_and_target_are_named_where_they_cost():
    problem = problem_of(
        [[0, 1, 2], [0, 20, 30], [0, 2, 3]], 1.0, 4.0, floor=[1, 0, 0], prospects={2}, target=1
    )
    allocation, told = explained(problem, 9.0)
    assert allocation.visits.tolist() == [1, 2, 1]
    assert told["binding"].tolist() == ["floor", "ceiling", "prospect_target"]
    assert told["reason"][2] == (
        "Gets 1 for the prospect target: the last visit brings €2, its 1\u00a0h are worth €9 elsewhere."
    )


def test_the_price_of_a_visit_says_that_the_road_is_in_it():
    """An hour is worth €4 elsewhere, the road of a visit costs €1: a visit has to bring €5."""
    problem = problem_of([[0, 10, 11]], 1.0, 1.0)
    problem = problem.with_tables(accounts=problem.accounts.assign(road_eur=1.0))
    _allocation, told = explained(problem, 4.0)
    assert told["reason"][0] == (
        "Stops at 1: one more visit would bring €1, its 1\u00a0h and road are worth €5 elsewhere; €4 short."
    )


def test_an_account_that_gains_nothing_more_is_saturated():
    problem = problem_of([[0, 5, 5, 4]], 1.0, 9.0)
    _allocation, told = explained(problem, 0.0)
    assert told["binding"].tolist() == ["saturated"]


def test_ledger_adds_up_to_the_capacity():
    problem = built()
    allocation = allocate(problem)
    (row,) = ledger(problem, allocation).to_dict("records")
    parts = ("client_hours", "prospect_hours", "free_hours", "reserve_hours", "unused_hours")
    spent = sum(row[part] for part in parts)
    assert row["capacity_hours"] == pytest.approx(22.0 + 2.2)
    assert spent == pytest.approx(row["capacity_hours"])
    assert row["prospect_hours"] >= 3.0


def test_ledger_counts_trips_with_the_clients():
    problem = AllocationProblem(**tables())
    allocation = allocate(problem, method="milp", gap=0.0)
    book = ledger(problem, allocation).set_index("rep_id")
    a, b, _c = allocation.visits
    assert book.loc["r1", "client_hours"] == pytest.approx(a * 1.0 + max(a, b) * 0.5)
    assert book.loc["r1", "prospect_hours"] == pytest.approx(b * 0.5)


def test_allocation_table_has_the_columns_of_the_step():
    problem = built()
    allocation = allocate(problem)
    table = allocation_table(
        problem, allocation, hour_prices(problem), visits_today=pd.Series({"c1": 6, "c2": 1})
    )
    assert table["account_id"].tolist() == ["c1", "c2", "c3", "f1", "p1", "p2"]
    assert table["visits_today"].tolist() == [6, 1, 0, 0, 0, 0]
    assert (table["hours"] == table["visits"] * table["hours_per_visit"]).all()
    assert table["contribution_eur"].sum() == pytest.approx(allocation.objective_eur)
    assert table["reason"].str.len().min() > 10
    unknown = allocation_table(problem, allocation, hour_prices(problem))
    assert unknown["visits_today"].isna().all()


def test_a_missing_plan_is_not_explained():
    problem = problem_of([[0, 1]], 1.0, 0.5, prospects={0}, target=1)
    nothing = allocate(problem)
    with pytest.raises(PortfolioError, match="no plan to explain: the status is “infeasible”"):
        ledger(problem, nothing)


def test_the_certificate_leaves_the_time_out():
    allocation = allocate(problem_of([[0, 1]], 1.0, 1.0), method="milp")
    slower = dataclasses.replace(allocation, seconds=allocation.seconds + 5)
    assert allocation.certificate() == slower.certificate()
    assert allocation.certificate()["objective_eur"] == 1.0


def lp_value(sheet, hours):
    """The best value when visits may be split, by the textbook model; NaN when the rules cannot be kept."""
    model, _y = visit_model(with_hours(sheet, hours))
    stats = model.solve(pulp.HiGHS(mip=False, msg=False, threads=1))
    return float(stats.objective) if stats.has_solution else float("nan")


@pytest.mark.parametrize("seed", range(8))
def test_the_price_of_an_hour_is_the_slope_of_the_linear_relaxation(seed):
    """Independent of the envelope: the relaxation solved a little above and a little below."""
    problem = random_problem(seed, n=30, levels=7, target=[0, 8, 14, 18][seed % 4])
    sheet = problem.sheets()[0]
    hours, little = sheet.available_hours, 1e-3
    here = lp_value(sheet, hours)
    above = (lp_value(sheet, hours + little) - here) / little
    below = (here - lp_value(sheet, hours - little)) / little
    price = hour_prices(problem)["price_eur"].iloc[0]
    assert above - 1e-3 * price <= price <= below + 1e-3 * price


def test_the_price_of_an_hour_counts_trips_where_there_are_any():
    base = problem_of([[0, 9], [0, 8]], 1.0, 2.5)
    problem = base.with_tables(
        accounts=base.accounts.assign(zone=["east", None]),
        zones=pd.DataFrame({"zone": ["east"], "hours_per_trip": [0.8]}),
    )
    # 1.8 h for 9 the visit with its trip, so 5 an hour for what is left of it after the other visit
    assert hour_prices(problem)["price_eur"].iloc[0] == pytest.approx(5.0)


def test_the_plan_adds_up_by_kind():
    table = pd.DataFrame(
        {
            "account_id": ["a", "b", "p"],
            "kind": ["client", "client", "prospect"],
            "visits": [2, 3, 4],
            "expected_visits": [2.0, 3.0, 1.5],
            "hours": [4.0, 6.0, 3.0],
            "contribution_eur": [100.0, 50.0, 10.0],
        }
    )
    assert by_kind(table).to_numpy().tolist() == [
        ["client", 2, 5, 5.0, 10.0, 150.0],
        ["prospect", 1, 4, 1.5, 3.0, 10.0],
    ]


def test_the_reason_that_a_decision_gives_stands_behind_its_sentence():
    """A decision that gives none, and one that does not bind, add nothing."""
    table = pd.DataFrame(
        {
            "account_id": ["c1", "c2", "c3"],
            "binding": ["lock", "decision", "hours"],
            "reason": ["Fixed at 0 by a decision.", "Held at 2 by a decision.", "…"],
        }
    )
    noted = pd.DataFrame({"account_id": ["c1", "c2", "c3"], "reason": ["Unpaid since May", None, "Far"]})
    assert in_their_words(table, noted)["reason"].tolist() == [
        "Fixed at 0 by a decision. Reason noted: Unpaid since May",
        "Held at 2 by a decision.",
        "…",
    ]


def test_who_may_leave_is_warned_of_where_visits_are_planned():
    table = pd.DataFrame(
        {"account_id": ["c1", "c2", "c3"], "visits": [9, 0, 4], "reason": ["Held at 9.", "No visit.", "…"]}
    )
    told = with_risk(table, pd.Series({"c1": 0.9, "c2": 0.8}))["reason"].str.replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert told.tolist() == [
        "Held at 9. More likely to leave than to stay (risk 90%): first ask why; go on only if it orders.",
        "No visit.",
        "…",
    ]


def test_of_a_last_hour_nothing_is_said_and_of_half_an_hour_more_its_loss():
    def minus_one(hours):
        return hour_prices(problem_of([[0, 10]], 1.0, hours))["minus_one_eur"].iloc[0]

    assert np.isnan(minus_one(1.0))
    assert minus_one(1.5) == pytest.approx(10)


def test_an_hour_is_worth_over_the_years_what_it_is_in_the_first_as_often_as_they_count():
    """Of 10, 8 and 3 an hour each, with two hours over two years: a third brings twice 3."""
    problem = problem_of([[0, 10], [0, 8], [0, 3]], 1.0, 2.0).with_tables(horizon=2.0)
    (row,) = hour_prices(problem).to_dict("records")
    assert (row["plus_one_eur"], row["minus_one_eur"]) == pytest.approx((6, 16))
    assert row["first_year_price_eur"] == pytest.approx(row["price_eur"] / 2)


def test_of_two_decisions_the_reason_of_the_later_one_stands():
    table = pd.DataFrame({"account_id": ["c1"], "binding": ["lock"], "reason": ["Fixed at 0 by a decision."]})
    noted = pd.DataFrame({"account_id": ["c1", "c1"], "reason": ["first", "then"]})
    assert in_their_words(table, noted)["reason"].tolist() == ["Fixed at 0 by a decision. Reason noted: then"]


def test_hours_that_no_day_holds_and_those_in_reserve_are_capacity_and_the_former_stay_unused():
    """Of five hours two are used; one more is in no whole day, two are kept in reserve."""
    problem = problem_of([[0, 10], [0, 8]], 1.0, 5.0)
    plain = ledger(problem, allocate(problem)).iloc[0]
    assert plain[["capacity_hours", "reserve_hours", "unused_hours", "free_hours"]].tolist() == [5, 0, 3, 0]
    problem = problem.with_tables(reps=problem.reps.assign(reserve_hours=2.0, no_day_hours=1.0))
    (row,) = ledger(problem, allocate(problem)).to_dict("records")
    assert (row["capacity_hours"], row["reserve_hours"], row["unused_hours"]) == (8, 2, 4)


def test_hours_that_do_not_earn_their_cost_are_free_and_where_hours_run_out_they_are_unused():
    """At €5 an hour both visits pay and three hours of five stay free; of 2.5 hours half a one is unused."""
    for hours, free, unused in ((5.0, 3, 0), (2.5, 0, 0.5)):
        filled = problem_of([[0, 10], [0, 8], [0, 7 if hours < 5 else 1]], 1.0, hours)
        problem = charged(filled, pd.Series({"r0": 5.0}), "year")
        (row,) = ledger(problem, allocate(problem)).to_dict("records")
        assert (row["free_hours"], row["unused_hours"]) == pytest.approx((free, unused))
