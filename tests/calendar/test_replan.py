"""Planned again in the middle of the year: what stands, what moves, what it may cost."""

from dataclasses import replace
from datetime import date
from math import inf

import pandas as pd
import pytest

from solver.calendar.check import check_calendar
from solver.calendar.check_replan import check_replan
from solver.calendar.occurrences import list_occurrences
from solver.calendar.replan import Standing, _Rep, plan_again, tours_again
from solver.calendar.tours import NOWHERE
from solver.report.findings.days import moves_in_words
from tests.calendar.brittany import brittany_firm, settings
from tests.calendar.test_rules import ruled
from tests.calendar.village import (
    MINUTES_PER_DEGREE,
    MONDAY,
    agreed,
    done,
    four_weeks,
    plan,
    planned_on,
    village_firm,
)

FRIENDS = [(0.3, 0.0), (0.3, 0.0)]  # of one village, 47 minutes from home


def apart(firm):
    """The plan that stands: C1 on the first Monday, C2 on the first Wednesday."""
    table = plan(firm).appointments.sort_values("account_id", ignore_index=True)
    return table.assign(date=[MONDAY, MONDAY + pd.Timedelta(days=2)], stop=1)


def again(firm, before, first_free=date(2026, 1, 5), changes_max=10, change_minutes=15.0, **changes):
    standing = Standing(
        appointments=before, first_free=first_free, changes_max=changes_max, change_minutes=change_minutes
    )
    made, moved = plan_again(firm, four_weeks(regularity_minutes=0, **changes), firm.worth, standing)
    return made, moved, standing


def days(made):
    return made.appointments.set_index("account_id")["date"].sub(MONDAY).dt.days.to_dict()


def test_a_date_moves_where_that_saves_more_than_it_costs():
    """Together they drive 95 minutes once instead of twice, and five from door to door."""
    firm = village_firm(FRIENDS, [1, 1])
    made, moved, standing = again(firm, apart(firm))
    assert len(set(days(made).values())) == 1
    assert moved["chosen"].tolist() == [True]
    assert moved["saved_hours"].tolist() == [pytest.approx(89.6 / 60, abs=0.01)]
    assert check_replan(made.appointments, moved, standing, four_weeks()) == []


@pytest.mark.parametrize(
    "limits", [{"changes_max": 0}, {"change_minutes": 95.0}, {"first_free": date(2026, 1, 8)}]
)
def test_without_a_budget_below_its_price_or_frozen_nothing_moves(limits):
    firm = village_firm(FRIENDS, [1, 1])
    made, moved, _standing = again(firm, apart(firm), **limits)
    assert days(made) == {"C1": 0, "C2": 2}
    assert moved.empty


def test_a_better_order_within_a_day_is_no_date_that_moves():
    """Up and down the road three times: turned round, 94 minutes less; no other day is cheaper for any."""
    firm = village_firm([(0.3, 0.0), (0.0, 0.0), (0.3, 0.01)], [1, 1, 1])
    before = plan(firm).appointments.sort_values("account_id", ignore_index=True)
    made, moved, _standing = again(firm, before.assign(date=MONDAY, stop=[1, 2, 3]))
    assert set(days(made).values()) == {0}
    assert moved.empty


def test_a_date_that_gains_its_price_and_no_more_stays():
    firm = village_firm(FRIENDS, [1, 1])
    gained = 2 * 0.3 * MINUTES_PER_DEGREE - 5  # the way, but for the five minutes from door to door
    assert again(firm, apart(firm), change_minutes=gained + 0.1)[1].empty
    assert len(again(firm, apart(firm), change_minutes=gained - 0.1)[1]) == 1


def test_a_date_that_no_longer_fits_moves_all_the_same_and_says_why():
    firm = village_firm(FRIENDS, [1, 1])
    before = apart(firm)
    closed = pd.DataFrame({"account_id": ["C1"], "from_on": [MONDAY], "to_on": [MONDAY], "reason": [None]})
    made, moved, standing = again(replace(firm, closures=closed), before, first_free=date(2026, 1, 8))
    assert days(made)["C2"] == 2
    assert moved[["account_id", "reason", "chosen"]].iloc[0].tolist() == ["C1", "closed period", False]
    assert check_replan(made.appointments, moved, standing, four_weeks()) == []


def test_visits_that_are_new_and_visits_that_went_are_told():
    firm = village_firm(FRIENDS, [1, 1])
    now = replace(firm, allocation=firm.allocation.assign(visits=[0, 2]))
    made, moved, standing = again(now, apart(firm), changes_max=0)
    assert sorted(zip(moved["account_id"], moved["reason"], strict=True)) == [
        ("C1", "no longer in the plan"),
        ("C2", "new date"),
    ]
    assert len(made.appointments) == 2
    assert check_replan(made.appointments, moved, standing, four_weeks()) == []


def standing_on(firm, *days):
    """The plan that stands: C1 on so many days after the first Monday."""
    table = plan(firm).appointments.sort_values("visit_no", ignore_index=True)
    return table.assign(date=[MONDAY + pd.Timedelta(days=day) for day in days], stop=1)


def crowded():
    """C1 fills the second Monday, the only day that C2, which is new, is open on."""
    worth = [("C1", 1, 50.0), ("C2", 1, 5000.0)]
    firm = village_firm([(0.3, 0.0), (0.3, 0.01)], [1, 1], minutes=300.0, values=worth)
    before = standing_on(replace(firm, allocation=firm.allocation.assign(visits=[1, 0])), 7)
    shut = [("C2", MONDAY + pd.Timedelta(days=a), MONDAY + pd.Timedelta(days=b), None) for a, b in BUT_7]
    return ruled(firm, {"account_id": "C2", "open_hours": "Mo 08:00-12:00"}, closures=shut), before


BUT_7 = [(0, 6), (8, 40)]


def test_a_date_makes_room_for_a_visit_that_has_no_other_day_and_that_is_told():
    firm, before = crowded()
    made, moved, standing = again(firm, before)
    assert made.unplaced.empty
    assert planned_on(made, "C2") == [7]
    chosen = moved[moved["chosen"]]
    assert chosen[["account_id", "makes_room_for", "reason"]].to_numpy().tolist() == [
        ["C1", "C2", "makes room for C2"]
    ]
    # C2 drives the 94.6 minutes that C1 drove, and C1 as many again on a day of its own.
    assert chosen["saved_hours"].tolist() == [pytest.approx(-94.6 / 60, abs=0.02)]
    assert check_replan(made.appointments, moved, standing, four_weeks()) == []
    assert moves_in_words(moved).startswith("1 date moved to make room for a visit that had no day, for ")


@pytest.mark.parametrize(("price", "moves"), [(15.0, 1), (1e6, 0)])
def test_a_date_makes_room_only_for_what_is_worth_more_than_a_change(price, moves):
    firm, before = crowded()
    made, moved, _standing = again(firm, before, change_minutes=price)
    assert moved["chosen"].sum() == moves
    assert len(made.unplaced) == 1 - moves


def test_a_date_that_has_moved_once_makes_no_room_again_and_what_is_tried_is_taken_back():
    firm, before = crowded()
    standing = Standing(appointments=before, first_free=date(2026, 1, 5), changes_max=9, change_minutes=15.0)
    rows = list_occurrences(firm, four_weeks())
    rep = _Rep("R1", rows, firm, four_weeks(), firm.worth, standing)
    assert rep.without_a_day == [1]
    stood = [list(stops) for stops in rep.tours.stops]
    gain, other, _saved = rep.make_room(1, set(), inf)
    assert (gain > 0, other) == (True, 0)
    assert rep.make_room(1, {0}, inf) == (0, NOWHERE, 0.0)
    assert rep.make_room(1, set(), gain)[0] == gain  # no more than it gains: it stays
    assert [stops for stops in rep.tours.stops if stops] == [stops for stops in stood if stops] == [[0]]


def test_a_visit_without_a_day_takes_the_room_that_two_other_dates_leave():
    """C1 and C2 join C4 and C5 in their villages; either alone leaves C3 too little of the second Monday."""
    villages = [(0.3, 0.0), (0.0, 0.45), (0.2, 0.0), (0.3, 0.01), (0.0, 0.46)]
    minutes = [150.0, 150.0, 300.0, 60.0, 60.0]
    worth = [(f"C{i}", 1, 900.0) for i in range(1, 6)]
    firm = village_firm(villages, [1] * 5, minutes=minutes, values=worth)
    without = replace(firm, allocation=firm.allocation.assign(visits=[1, 1, 0, 1, 1]))
    before = plan(without).appointments.sort_values("account_id", ignore_index=True)
    before = before.assign(date=[MONDAY + pd.Timedelta(days=day) for day in (7, 7, 9, 10)], stop=[1, 2, 1, 1])
    shut = [("C3", MONDAY + pd.Timedelta(days=a), MONDAY + pd.Timedelta(days=b), None) for a, b in BUT_7]
    firm = ruled(firm, {"account_id": "C3", "open_hours": "Mo 08:00-18:00"}, closures=shut)
    made, moved, standing = again(firm, before)
    assert days(made) == {"C1": 9, "C2": 10, "C3": 7, "C4": 9, "C5": 10}
    assert moved[moved["chosen"]]["account_id"].tolist() == ["C2", "C1"]
    assert made.unplaced.empty
    assert check_replan(made.appointments, moved, standing, four_weeks()) == []


def test_without_a_change_left_the_visit_has_no_day_and_the_remark_says_what_would_help():
    firm, before = crowded()
    made, moved, _standing = again(firm, before, changes_max=0)
    assert made.unplaced["account_id"].tolist() == ["C2"]
    assert moved.empty
    assert "raise changes_max" in made.remarks["remark"].iloc[0]
    tours, _rows = tours_again(firm, four_weeks(), firm.worth, _standing)  # and step 10 hears of it
    assert NOWHERE in tours[0].day_of


def test_visits_that_are_new_are_searched_for_around_the_dates_that_stand():
    """One after the other, C1 would take its cheapest day, beside C3, the only one that C2 is open on."""
    minutes, worth = [200.0, 200.0, 60.0], [("C1", 1, 500.0), ("C2", 1, 500.0), ("C3", 1, 500.0)]
    firm = village_firm([(0.3, 0.0), (0.3, 0.01), (0.3, 0.02)], [1, 1, 1], minutes, days=2, values=worth)
    firm = ruled(firm, {"account_id": "C2", "open_hours": "Mo 08:00-12:00"})
    before = plan(replace(firm, allocation=firm.allocation.assign(visits=[0, 0, 1]))).appointments
    made, _moved, _standing = again(firm, before.assign(date=MONDAY), changes_max=0)
    assert days(made) == {"C1": 1, "C2": 0, "C3": 0}


def test_frozen_dates_are_the_last_to_go():
    """C1 stood on 9, 15, 23 and 29 January, the first two frozen; two visits are left."""
    firm = village_firm(FRIENDS[:1], [4])
    before = standing_on(firm, 4, 10, 18, 24)
    now = replace(firm, allocation=firm.allocation.assign(visits=2))
    made, moved, standing = again(now, before, first_free=date(2026, 1, 20), spacing_share=0.42)
    assert planned_on(made, "C1") == [4, 10]
    assert moved["before_on"].sub(MONDAY).dt.days.tolist() == [18, 24]
    assert check_replan(made.appointments, moved, standing, four_weeks()) == []


def test_a_frozen_date_too_near_to_another_says_so_and_leaves_its_visit_a_date_that_stood():
    """Half of the fourteen days between two visits are more than the six from 9 to 15 January."""
    firm = village_firm(FRIENDS[:1], [4])
    before = standing_on(firm, 4, 10, 18, 24)
    now = replace(firm, allocation=firm.allocation.assign(visits=2))
    made, moved, standing = again(now, before, first_free=date(2026, 1, 20), spacing_share=0.5)
    assert planned_on(made, "C1") == [4, 18]
    assert moved["before_on"].sub(MONDAY).dt.days.tolist() == [10, 24]
    assert moved["reason"].tolist() == [
        "too near to another visit of this account",
        "no longer in the plan",
    ]
    assert check_replan(made.appointments, moved, standing, four_weeks()) == []


def test_a_frozen_date_stands_however_near_to_the_last_visit_unless_the_account_asks_for_more():
    """Of two visits in four weeks, none is planned within a week of another: this one stands, frozen."""
    firm = village_firm(FRIENDS[:1], [2], log=[done("C1", 2)])
    before = standing_on(firm, 2, 18)
    made, moved, standing = again(firm, before, first_free=date(2026, 1, 12))
    assert planned_on(made, "C1") == [2, 18]
    known = replace(firm, frozen=standing.frozen(date(2026, 1, 5)))
    assert check_calendar(made.appointments, made.unplaced, known, four_weeks(), made.remarks) == []
    rules = {v.rule for v in check_calendar(made.appointments, made.unplaced, firm, four_weeks())}
    assert rules == {"spacing"}  # a date chosen now would have to keep it
    asking = ruled(firm, {"account_id": "C1", "min_gap_days": 6})
    made, moved, standing = again(asking, before, first_free=date(2026, 1, 12))
    assert planned_on(made, "C1")[0] >= 4
    assert moved["reason"].iloc[0] == "the rhythm of the account is another one"
    known = replace(asking, frozen=standing.frozen(date(2026, 1, 5)))
    assert check_calendar(made.appointments, made.unplaced, known, four_weeks(), made.remarks) == []


def test_the_checker_refuses_a_frozen_date_that_went_while_a_free_one_stands():
    firm = village_firm(FRIENDS[:1], [2])
    before = standing_on(firm, 10, 18)
    now = replace(firm, allocation=firm.allocation.assign(visits=1))
    made, moved, standing = again(now, before, first_free=date(2026, 1, 20))
    assert planned_on(made, "C1") == [10]
    late = made.appointments.assign(date=MONDAY + pd.Timedelta(days=18))
    told = moved.assign(before_on=MONDAY + pd.Timedelta(days=10))
    found = check_replan(late, told, standing, four_weeks())
    assert [violation.rule for violation in found] == ["frozen_gone"]
    assert check_replan(late.iloc[:0], pd.concat([moved, told]), standing, four_weeks()) == []


def test_a_date_agreed_meanwhile_takes_the_place_of_the_one_proposed():
    firm = village_firm(FRIENDS, [1, 1], log=[agreed("C1", 9, "10:00")])
    made, moved, standing = again(firm, apart(village_firm(FRIENDS, [1, 1])), changes_max=0)
    assert days(made) == {"C1": 9, "C2": 2}
    assert moved.empty
    assert check_replan(made.appointments, moved, standing, four_weeks()) == []


def test_one_visit_agreed_meanwhile_excuses_one_lost_date_and_no_more():
    """Agreed for 22 January, it takes the place of the 23rd; the 15th and the 29th went untold."""
    firm = village_firm(FRIENDS[:1], [4])
    before = standing_on(firm, 4, 10, 18, 24)
    now = replace(
        firm,
        allocation=firm.allocation.assign(visits=2),
        visits=village_firm(FRIENDS[:1], [2], log=[agreed("C1", 17, "10:00")]).visits,
    )
    made, moved, standing = again(now, before, first_free=date(2026, 1, 20))
    assert planned_on(made, "C1") == [4, 17]
    assert check_replan(made.appointments, moved, standing, four_weeks()) == []
    found = check_replan(made.appointments, moved.iloc[:0], standing, four_weeks())
    assert [violation.rule for violation in found] == ["moved_untold", "moved_untold"]


def test_the_checker_sees_a_frozen_date_moved_one_untold_and_a_budget_passed():
    firm = village_firm(FRIENDS, [1, 1])
    made, moved, standing = again(firm, apart(firm))

    def broken(told, **limits):
        found = check_replan(made.appointments, told, replace(standing, **limits), four_weeks())
        return [violation.rule for violation in found]

    assert broken(moved, first_free=date(2026, 1, 8)) == ["frozen_moved"]
    assert broken(moved.iloc[:0]) == ["moved_untold"]
    assert broken(moved, changes_max=0) == ["moves_over"]


def test_a_year_planned_again_keeps_the_rules_and_the_budget():
    firm, chosen = brittany_firm(accounts_per_rep=25, reps=("Rennes", "Brest")), settings()
    careless = replace(chosen, regularity_minutes=300.0)
    stands = plan(firm, careless)
    before = stands.appointments
    standing = Standing(appointments=before, first_free=date(2026, 2, 1), changes_max=12, change_minutes=15.0)
    made, moved = plan_again(firm, chosen, firm.worth, standing)
    assert check_calendar(made.appointments, made.unplaced, firm, chosen, made.remarks) == []
    assert check_replan(made.appointments, moved, standing, chosen) == []
    assert 0 < moved["chosen"].sum() <= 12
    assert not (~moved["chosen"]).any(), "the same tables leave every date where it stood"
    assert made.tours["driving_minutes"].sum() < stands.tours["driving_minutes"].sum()
