"""What a prospect is worth, worked out by hand on a few prospects."""

from math import exp, log, sqrt

import numpy as np
import pandas as pd
import pytest

from solver.value.prospects import (
    expected_of_plan,
    first_year_revenue,
    former_client_values,
    met_in_the_year,
    prospect_terms,
    visits_to_date,
    win_chances,
)

FUNNEL = {"visits_per_prospect": 1.75, "ceiling_ratio": 1.6}
MEETING = {"met_per_pursuit": 119 / 511, "appointment_rate": 141 / 387, "kept_rate": 119 / 141}
WIN_RATES = {"called": 0.12, "visited": 0.12, "quoted": 0.35, "lost": 0.06}


def accounts(*rows):
    """Accounts of (id, accessible potential, and what else is not usual)."""
    usual = {
        "kind": "prospect",
        "account_type": "prospect_to_watch",
        "naf": "43.21A",
        "headcount": None,
        "flag": None,
        "stage": None,
    }
    table = [usual | {"account_id": name, "accessible_eur": worth} | more for name, worth, more in rows]
    return pd.DataFrame(table)


def first_years(*rows, mean=None):
    """First-year revenue by account, before the factor unless a mean is given: shares of a quarter."""
    table = accounts(*rows)
    found = first_year_revenue(
        table, first_year_share=0.25, new_client_revenue_eur=1000.0 if mean is None else mean
    ).set_index("account_id")
    return found["first_year_eur"]


def test_the_usual_visits_have_the_usual_chance_and_the_first_has_two_thirds_of_it():
    chances = win_chances(np.array([0.10]), np.array([0, 1, 1.75, 1000]), **FUNNEL)
    first = 1.6 * (1 - exp(-log(1.6 / 0.6) / 1.75))
    assert chances[0] == pytest.approx([0, 0.1 * first, 0.10, 0.16])
    assert first == pytest.approx(0.69, abs=0.005)


def test_no_number_of_visits_wins_more_than_certainly():
    assert win_chances(np.array([0.9]), np.array([26]), **FUNNEL).max() == 1.0


def test_two_pursuits_meet_four_prospects_of_ten_and_whoever_was_visited_is_met():
    stages = pd.Series(["called", None, "lost", "reached", "appointment", "visited", "quoted"])
    met = met_in_the_year(stages, MEETING, 2)
    # 1 - (1 - .233)² = .41; reached: 1 - (1 - .364 x .844)² = .52; an appointment is kept 84 times of 100.
    assert met == pytest.approx([0.4115, 0.4115, 0.4115, 0.5201, 0.8440, 1, 1], abs=5e-4)


def test_known_potentials_keep_their_proportions_and_the_mean_is_that_of_a_new_client():
    found = first_years(("a", 10_000.0, {}), ("b", 30_000.0, {}), mean=9_000.0)
    assert found.to_dict() == pytest.approx({"a": 4_500, "b": 13_500})


def test_an_old_potential_is_drawn_half_way_to_the_median_on_the_scale_of_ratios():
    found = first_years(("a", 10_000.0, {}), ("b", 10_000.0, {}), ("old", 90_000.0, {"flag": "stale"}))
    assert found["old"] / found["a"] == pytest.approx(sqrt(90_000 * 10_000) / 10_000)


def test_an_unknown_potential_follows_the_heads_of_its_own_trade_from_ten_cases_on():
    trade = [(f"t{n}", 2_000.0, {"naf": "10.13A", "headcount": 10}) for n in range(10)]
    few = [(f"f{n}", 9_000.0, {"naf": "30.11Z", "headcount": 10}) for n in range(9)]
    clients = [("c", 8_000.0, {"naf": "10.71C", "headcount": 10, "kind": "client"})]
    unknown = [
        ("own", None, {"naf": "10.51A", "headcount": 20}),
        ("all", None, {"naf": "30.30Z", "headcount": 20}),
        ("none", None, {"naf": None, "headcount": None}),
    ]
    nobody = [(f"n{n}", 2_000.0, {"naf": "10.13A", "headcount": 0}) for n in range(12)]  # no figure a head
    found = first_years(*trade, *few, *clients, *nobody, *unknown)
    # Division 10: ten prospects at 200 a head and a client at 800; the median is 200. All 20: half way
    # between 200 and 800.
    assert found["own"] / found["t0"] == pytest.approx(2.0)
    assert found["all"] / found["t0"] == pytest.approx(20 * 500 / 2_000)
    assert found["none"] == pytest.approx(found["t0"])  # the median of the 31 known prospects


def test_an_unknown_potential_is_never_worth_more_than_the_mean_of_those_to_follow():
    found = first_years(
        ("f1", 10_000.0, {"account_type": "prospect_to_follow", "headcount": 10}),
        ("f2", 20_000.0, {"account_type": "prospect_to_follow", "headcount": 10}),
        ("large", None, {"headcount": 500}),
    )
    assert found["large"] == pytest.approx((found["f1"] + found["f2"]) / 2)


def test_a_potential_given_as_nothing_is_nothing_and_not_unknown():
    found = first_years(("zero", 0.0, {"headcount": 50}), ("b", 8_000.0, {}))
    assert found["zero"] == 0
    assert first_years(("zero", 0.0, {}), ("other", 0.0, {})).tolist() == [0, 0]


def test_where_no_potential_is_known_each_prospect_is_the_mean_newcomer():
    alone = accounts(("a", None, {"headcount": 3}), ("b", None, {}))
    told = first_year_revenue(alone, first_year_share=0.25, new_client_revenue_eur=7_000.0)
    assert list(told.columns) == ["account_id", "first_year_eur"]
    found = first_years(("a", None, {"headcount": 3}), ("b", None, {}), mean=7_000.0)
    assert found.tolist() == [7_000, 7_000]


def terms(*rows):
    return prospect_terms(
        accounts(*rows),
        WIN_RATES,
        MEETING,
        pursuits_a_year=2,
        first_year_share=0.25,
        new_client_revenue_eur=10_000.0,
    )


def test_the_stage_moves_the_chance_and_clients_are_not_among_the_prospects():
    found = terms(
        ("c", 1_000.0, {"kind": "client"}),
        ("q", 1_000.0, {"stage": "quoted"}),
        ("l", 1_000.0, {"stage": "lost"}),
        ("n", 1_000.0, {}),
    )
    assert found["account_id"].tolist() == ["q", "l", "n"]
    assert list(found.columns) == ["account_id", "first_year_eur", "win_rate", "met"]
    assert found["win_rate"].tolist() == [0.35, 0.06, 0.12]
    assert found["first_year_eur"].tolist() == pytest.approx([10_000] * 3)


def test_a_former_client_is_worth_its_last_margin_and_nothing_where_it_is_unknown():
    found = former_client_values(
        np.array([5_000.0, np.nan, -40.0]), np.array([0, 1.75]), win_back_rate=0.12, **FUNNEL
    )
    assert found == pytest.approx(np.array([[0, 600], [0, 0], [0, 0]]))


def test_a_plan_of_usual_visits_to_mean_prospects_wins_what_step_3_counts_on():
    # 100 prospects met, 1.75 visits each, 12 of 100 won at 10,000: 175 visits, 12 clients, 120,000 euros.
    known = terms(*[(f"p{n:03d}", 1_000.0, {"stage": "visited"}) for n in range(100)])
    found = expected_of_plan(known, pd.Series(1.75, index=known["account_id"]), **FUNNEL)
    assert found == pytest.approx(
        {
            "approached": 100,
            "planned_visits": 175,
            "met": 100,
            "visits": 175,
            "clients": 12,
            "revenue_eur": 120_000,
        }
    )


def test_who_gets_no_visit_is_neither_approached_nor_met():
    known = terms(("a", 1_000.0, {"stage": "visited"}), ("b", 1_000.0, {"stage": "visited"}))
    found = expected_of_plan(known, pd.Series({"a": 2, "b": 0}), **FUNNEL)
    assert (found["approached"], found["met"], found["visits"]) == (1, 1, 2)
    assert expected_of_plan(known, pd.Series({"a": 2}), **FUNNEL) == found, "nor who is not in the plan"
    once = expected_of_plan(known, pd.Series({"a": 1}), **FUNNEL)
    assert (once["approached"], once["met"], once["visits"]) == (1, 1, 1)


def test_a_firm_of_one_head_tells_what_a_head_buys():
    """300 a head of one, 100 of each of four: the middle is 200, of which three heads buy 600."""
    found = first_years(
        ("one", 300.0, {"headcount": 1}), ("four", 400.0, {"headcount": 4}), ("new", None, {"headcount": 3})
    )
    assert found["new"] / found["four"] == pytest.approx(600 / 400)


def test_a_trade_is_the_first_two_digits_of_its_code_with_or_without_the_dot():
    """Five bakers and five butchers of division 10 at 200 a head make the ten; the ninety others say 900."""
    food = [(f"t{n}", 2_000.0, {"naf": ("1071C", "10.13A")[n % 2], "headcount": 10}) for n in range(10)]
    others = [(f"o{n}", 9_000.0, {"naf": "2511Z", "headcount": 10}) for n in range(90)]
    found = first_years(*food, *others, ("new", None, {"naf": "1089Z", "headcount": 10}))
    assert found["new"] == pytest.approx(found["t0"])


def test_as_many_visits_to_a_prospect_get_a_date_as_are_expected_and_one_at_least():
    plan = pd.DataFrame(
        {
            "kind": ["client", "prospect", "prospect", "prospect", "prospect"],
            "visits": [4, 4, 4, 1, 0],
            "expected_visits": [4.0, 1.6, 4.0, 0.3, 0.0],
        }
    )
    assert visits_to_date(plan)["visits"].tolist() == [4, 2, 4, 1, 0]
