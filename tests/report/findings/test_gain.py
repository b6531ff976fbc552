"""What is said of the gain and of the hours, on figures small enough to be worked by hand."""

import pandas as pd
import pytest

from solver.report.findings.gain import (
    firmness,
    gain_range,
    gain_sentences,
    moves_nothing,
    older_curves,
    who_judged,
)
from solver.report.findings.hours import filled_down_to, hours_that_earn, last_hours_bring, visits_given_up

FACTS = {
    "gain_eur": 10_000.0,
    "gain_share": 0.1,
    "gain_eur_low_80": 6_000.0,
    "gain_eur_high_80": 17_000.0,
    "gain_share_low_80": 0.06,
    "gain_share_high_80": 0.17,
    "same_hours_gain_eur": 9_000.0,
    "of_what_visits_bring": 0.34,
    "net_of_road_eur": 9_500.0,
    "room_halved_eur": 7_000.0,
    "prospects_eur": 2_000.0,
    "unlogged_clients": 1,
    "unlogged_clients_eur": 1_000.0,
    "stale_eur": 500.0,
}


def rule(share):
    return pd.DataFrame(
        {"plan": ["plan", "by_revenue"], "gain_eur": [0.0, 100.0], "gain_share": [0.0, share]}
    )


def plans(**hours):
    cost = [hours[stop] * 50.0 for stop in ("fill", "horizon", "year")]
    return pd.DataFrame(
        {
            "stop_at": ["fill", "horizon", "year"],
            "hours": [hours[stop] for stop in ("fill", "horizon", "year")],
            "contribution_eur": [1000.0, 900.0, 700.0],
            "years_eur": [2000.0, 1800.0, 1400.0],
            "hours_cost_eur": cost,
            "road_cost_eur": [60.0, 50.0, 40.0],
        }
    )


def test_the_gain_is_said_with_its_range_its_parts_and_half_the_room():
    assert gain_range(FACTS) == "four times in five €6,000 to €17,000; €9,000 in today's hours"
    first, half, same, second, third, fourth = gain_sentences(FACTS, rule(0.02))
    assert "€10,000 more margin than today's visits in the first year (10.0%)" in first
    assert first.endswith("four times in five €6,000 to €17,000.")
    assert half == "If the room for growth is half as large: €7,000."
    assert same == "In the hours of today's visits it would bring €9,000."
    assert second.startswith("The gain is ")
    assert third == (
        "Of the gain, €2,000 come from prospects, €1,000 from 1 client without a logged visit, €500 from "
        "potentials out of date."
    )
    assert fourth.endswith("would bring €100 less (2.0%).")


def test_what_somebody_had_decided_before_the_plan_is_no_merit_of_the_plan():
    said = gain_sentences(FACTS | {"decided_accounts": 2, "decided_eur": 4_000.0}, rule(0.02))
    assert said[0].endswith("Of that, €4,000 come from 2 accounts whose visits somebody had decided before.")


def test_without_a_log_of_visits_nothing_is_said_of_a_gain():
    assert gain_range({}) == ""
    assert gain_sentences({}, rule(0.001)) == []


@pytest.mark.parametrize(("share", "said"), [(0.0012, True), (0.0099, True), (0.0101, False)])
def test_a_rule_that_loses_less_than_one_per_cent_does_nearly_as_well(share, said):
    assert ("nearly as well" in gain_sentences(FACTS, rule(share))[-1]) is said


def test_nobody_is_said_to_have_judged_where_no_worksheet_came_back():
    assert "defaults" in who_judged(pd.DataFrame({"judges": [0, 0]}))
    assert who_judged(pd.DataFrame({"judges": [1, 2]})).startswith("What visits bring was judged by 2 people")


def test_solid_numbers_are_counted_and_those_that_a_rule_holds():
    """b stays by its ceiling, a as its hours are worth more elsewhere; c, at its floor, does not stay."""
    stability = pd.DataFrame({"account_id": ["a", "b", "c"], "verdict": ["solid", "solid", "fragile"]})
    allocation = pd.DataFrame({"account_id": ["a", "b", "c"], "binding": ["hours", "class_ceiling", "floor"]})
    said = firmness(stability, allocation)
    assert said.startswith("With the assumptions varied, 2 of 3 numbers of visits stay")
    assert "1 of them because of a rule" in said


def test_visits_given_up_and_those_made_instead_come_to_the_difference_of_the_plans():
    """Of 9 visits, 3 do not pay; where visits stop there are 7: one other is made."""
    allocation = pd.DataFrame({"visits": [5, 4], "paying_visits": [3, 3]})
    stop = pd.DataFrame({"stop_at": ["fill", "horizon"], "visits": [9, 7]})
    assert visits_given_up(stop, allocation) == (
        "3 visits of the plan are given up there, and 1 other is made in the hours that frees."
    )
    assert visits_given_up(stop.assign(visits=[9, 6]), allocation).endswith("are given up there.")


def test_hours_that_do_not_earn_their_cost_are_said_with_what_they_bring_and_cost():
    assert hours_that_earn(plans(fill=20, horizon=15, year=10), 3) == (
        "Yes, 5\xa0h: 15\xa0h of the 20\xa0h planned earn their cost over the 3 years counted, 10\xa0h "
        "within the first."
    )
    assert last_hours_bring(plans(fill=20, horizon=15, year=10), 3) == (
        "The last 5\xa0h bring €100 in the first year (€200 over the 3 years counted) and cost €250 "
        "plus €10 of road."
    )
    assert hours_that_earn(plans(fill=20, horizon=15, year=15), 1) == (
        "Yes, 5\xa0h: 15\xa0h of the 20\xa0h planned earn their cost within the year."
    )
    assert last_hours_bring(plans(fill=20, horizon=20, year=10), 3) == ""
    assert hours_that_earn(plans(fill=20, horizon=20, year=10), 3) == (
        "No: 20\xa0h are planned and all earn their cost over the 3 years counted, 10\xa0h within the first."
    )
    assert hours_that_earn(plans(fill=200, horizon=191, year=10), 3).startswith(
        "No, apart from 9\xa0h: 191\xa0h of"
    )
    assert hours_that_earn(plans(fill=200, horizon=190, year=10), 3).startswith("Yes, 10\xa0h: 190\xa0h of")


def test_hours_below_their_cost_call_for_no_cut():
    prices = pd.DataFrame(
        {"rep_id": ["R1", "R2"], "price_eur": [9.0, 35.0], "first_year_price_eur": [4.0, 17.0]}
    )
    costs = pd.DataFrame({"rep_id": ["R1", "R2"], "cost_per_hour_eur": [46.0, 56.0]})
    said = filled_down_to(prices, costs, 3)
    assert said.startswith(
        "The hours are paid, so they are filled down to €9 to €35 an hour over the 3 years counted (€4"
    )
    assert "before cutting a rep, read the return of each" in said
    assert filled_down_to(prices.assign(price_eur=[9.0, 60.0]), costs, 3) == ""


def test_the_six_numbers_of_an_older_portfolio_are_read_with_a_notice():
    assert older_curves({"medium_account": [5, 0.6, 1.15]}) == ""
    told = older_curves({"medium_account": [5, 0.6, 0.8, 1.08, 1.15, 0.4], "high_potential": [8, 0.5, 1.5]})
    assert told.startswith("Medium account: six numbers, as portfolios of older versions have them.")
    assert told.endswith("the part of the gap is not read. Keep three.")


def test_a_judgement_that_moves_no_visit_says_why_its_gain_stands_twice():
    effects = pd.DataFrame(
        {
            "judgement": ["saturation", "first_year_share"],
            "half_gain_eur": [5.0, 9.0],
            "double_gain_eur": [12.0, 9.0],
        }
    )
    assert moves_nothing(effects) == (
        "Part of its potential that a new client buys in its first year: the same gain twice, as all "
        "prospects are scaled to what a new client brought; only their proportions count."
    )
    assert moves_nothing(effects.head(1)) == ""


def test_what_is_gained_beyond_the_potential_on_file_is_told_beside_the_other_parts():
    said = gain_sentences(FACTS | {"reached_clients": 3, "reached_eur": 1_500.0}, rule(0.02))
    assert any(
        each.endswith(
            "€1,500 come from 3 clients that already buy all that their potential on file lets us reach; an "
            "account may stand in several of these."
        )
        for each in said
    )
    assert not any("potential on file" in each for each in gain_sentences(FACTS, rule(0.02)))
