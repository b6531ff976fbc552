"""From the tables of the steps to the problem: bounds, rules, refusals."""

from dataclasses import fields

import numpy as np
import pandas as pd
import pytest

from solver.allocation import allocate, check
from solver.allocation.explain.baselines import compare_plans
from solver.allocation.explain.prices import rule_prices
from solver.allocation.problem.build import Rules, StepTables, build_problem
from solver.parameters.method import MethodParameters
from solver.words.errors import PortfolioError
from tests.value.test_response import CURVES


def test_a_chance_rises_by_default_as_far_as_the_portfolio_says():
    assert Rules.ceiling_ratio == MethodParameters().conversion_ceiling
    assert Rules.most_visits == 26  # a visit a fortnight
    assert (Rules.value_years, Rules.carry_over, Rules.plan_years) == (1, 0, 1)
    assert (Rules.km_cost_eur, Rules.speed_kmh) == (0, 0)


def steps():
    ids = ["c1", "c2", "c3", "p1", "p2", "f1", "bank"]
    kinds = ["client", "client", "client", "prospect", "prospect", "former_client", "banker"]
    visited = ids[:6]
    return {
        "accounts": pd.DataFrame(
            {
                "account_id": ids,
                "name": [f"Firm {id_}" for id_ in ids],
                "kind": kinds,
                "rep_id": ["r1"] * 6 + [None],
                "opposed": [False, False, True, False, False, False, False],
            }
        ),
        "account_types": pd.DataFrame(
            {
                "account_id": visited,
                "account_type": [
                    "key_account_to_develop",
                    *["economical_management"] * 2,
                    *["priority_prospect", "prospect_to_watch", "former_client"],
                ],
            }
        ),
        "scores": pd.DataFrame(
            {
                "account_id": visited,
                "score": [90.0, 40.0, 20.0, 60.0, 60.0, 30.0],
                "score_class": ["S1", "S3", "S4", "S2", "S2", "S4"],
            }
        ),
        "qualification": pd.DataFrame(
            {
                "account_id": visited,
                "potential_eur": [400_000.0, 50_000.0, 50_000.0, 100_000.0, np.nan, np.nan],
                "gap_eur": [200_000.0, 10_000.0, 10_000.0, np.nan, np.nan, np.nan],
            }
        ),
        "segments": pd.DataFrame(
            {
                "account_id": ["c1", "c2", "c3"],
                "revenue_eur": [200_000.0, 40_000.0, 40_000.0],
                "margin_eur": [60_000.0, np.nan, 8_000.0],
            }
        ),
        "typology_notes": pd.DataFrame({"account_id": visited, "visit_cap": [9, 9, 9, 9, 2, 9]}),
        "visit_time": pd.DataFrame({"account_id": visited, "hours_per_visit": [1.5, 1.0, 1, 1, 1, 1]}),
        "rep_time": pd.DataFrame(
            {
                "rep_id": ["r1", "r1"],
                "month": ["2026-01", "2026-02"],
                "available_hours": [10.0, 12.0],
                "reserve_hours": [1.0, 1.2],
            }
        ),
        "prospect_target": pd.DataFrame({"rep_id": ["r1"], "prospect_visits": [3]}),
        "visits_today": pd.Series({"c1": 8, "c2": 2}),
        "loss_risk": pd.DataFrame({"account_id": ["c1"], "p": [0.1]}),
        "prospects": pd.DataFrame({"account_id": ["p1"], "size_fold": [2.0], "win_fold": [1.5]}),
        "past_margin_eur": pd.Series({"f1": 900.0}),
    }


OPTIONS = {
    "judged_curves": CURVES,
    "class_floors": {"S1": 4, "S2": 2, "S3": 1, "S4": 1},
    "class_ceilings": {"S1": 12, "S2": 8, "S3": 4, "S4": 3},
    "margin_rate": 0.25,
    "save_share": 0.3,
    "conversion_rate": 0.2,
    "win_back_rate": 0.1,
    "visits_per_prospect": 3.0,
    "new_client_eur": 15_000.0,
}


def given_rules(decisions=None, parts=None, **options):
    parts = steps() if parts is None else parts
    tables = {field.name for field in fields(StepTables)}
    given = parts | {"decisions": decisions} | OPTIONS | options
    return (
        StepTables(**{name: value for name, value in given.items() if name in tables}),
        Rules(**{name: value for name, value in given.items() if name not in tables}),
    )


def built(decisions=None, parts=None, **options):
    return build_problem(*given_rules(decisions, parts, **options))


def bounds(problem):
    columns = ["account_id", "min_visits", "max_visits", "floor_rule", "ceiling_rule"]
    return {row[0]: tuple(row[1:]) for row in problem.accounts[columns].itertuples(index=False)}


def decide(**columns):
    empty = {"min_visits": [np.nan], "max_visits": [np.nan], "locked_visits": [np.nan]}
    return pd.DataFrame({"account_id": ["c1"], **empty} | {name: [value] for name, value in columns.items()})


def test_bounds_come_from_class_cap_and_opposition():
    assert bounds(built()) == {
        "c1": (4, 9, "class_floor", "contact_cap"),
        "c2": (1, 4, "class_floor", "class_ceiling"),
        "c3": (0, 0, "", "opposition"),
        "f1": (0, 2, "", "former_most"),
        "p1": (0, 8, "", "class_ceiling"),
        "p2": (0, 2, "", "contact_cap"),
    }


def test_hours_and_reserve_are_summed_over_the_months():
    reps = built().reps
    assert reps["hours"].tolist() == [22.0]
    assert reps["reserve_hours"].tolist() == pytest.approx([2.2])
    assert reps["prospect_visits_min"].tolist() == [3]


def test_values_use_own_margin_then_the_firms():
    problem = built()
    value = problem.response.set_index(["account_id", "visits"])["contribution_eur"]
    assert value["c1", 0] == pytest.approx(0.3 * 200_000 * (0.5 - 0.1))  # 60 000 of 200 000
    assert value["c2", 0] == pytest.approx(0.25 * 40_000 * 0.9)
    # p1 is twice the mean newcomer, at 1.5 x 20 %; nothing is known of p2; f1 at what it last brought
    assert value["p1", 3] == pytest.approx(0.25 * 15_000 * 2 * 0.2 * 1.5)
    assert value["p2", 3] == pytest.approx(0.25 * 15_000 * 0.2)
    assert value["f1", 3] == pytest.approx(900 * 0.1)


def test_a_margin_out_of_reason_gives_way_to_the_firms():
    parts = steps()
    parts["segments"].loc[0, ["revenue_eur", "margin_eur"]] = [10.0, -300.0]
    value = built(parts=parts).response.set_index(["account_id", "visits"])["contribution_eur"]
    assert value["c1", 8] == pytest.approx(0.25 * 10 * (1 - 0.1))


def test_who_buys_more_than_the_accessible_part_has_a_gap_up_to_its_potential_and_none_beyond_it():
    parts = steps()
    parts["qualification"]["gap_eur"] = [0.0, 0.0, 10_000.0, np.nan, np.nan, np.nan]
    parts["qualification"]["potential_eur"] = [201_000.0, 30_000.0, 50_000.0, 100_000.0, np.nan, np.nan]
    value = built(parts=parts).response.set_index(["account_id", "visits"])["contribution_eur"]
    # c1: 1,000 of gap and .3 of the 20,000 about to leave; c2 buys more than its potential: nothing caps it
    assert value["c1", 26] == pytest.approx(0.3 * (180_000 + 1_000 + 6_000))
    assert value["c2", 26] > 0.25 * 40_000


def test_the_plan_is_the_best_over_the_years_counted_with_the_road_of_its_visits_deducted():
    parts = steps()
    parts["visit_time"] = parts["visit_time"].assign(travel_minutes=30.0)
    over = {"carry_over": 0.65, "value_years": 3, "km_cost_eur": 0.4, "speed_kmh": 60.0}
    problem, this_year = built(parts=parts, **over), built(parts=parts)
    row = problem.account_ids.get_loc("c1")
    first_year = this_year.value_eur[row]
    assert problem.contribution_eur[row] == pytest.approx(
        first_year
    )  # what is printed stays the first year's
    # 1 + .65 + .65^2 years, and 30 km of road at .40 a visit
    assert problem.value_eur[row] == pytest.approx(2.0725 * first_year - 12 * np.arange(len(first_year)))
    plan = allocate(problem)
    assert check(problem, plan) == []
    assert plan.objective_eur == pytest.approx(
        2.0725 * problem.value_of(plan.visits.to_numpy()).sum() - 12 * plan.visits.sum()
    )


def test_without_road_the_years_counted_leave_the_plan_as_it_is():
    years = built(carry_over=0.65, value_years=3)
    assert allocate(years).visits.tolist() == allocate(built()).visits.tolist()


def test_a_multiplier_of_the_behaviour_moves_floors_and_ceilings_of_the_class():
    parts = steps()
    parts["typology_notes"]["frequency_multiplier"] = [0.5, 1.25, 1, 1, 1, 1]
    rows = bounds(built(parts=parts, visits_today=pd.Series({"c1": 2})))
    assert rows["c1"] == (2, 6, "class_floor", "class_ceiling")  # 4 and 12
    assert rows["c2"] == (1, 5, "class_floor", "class_ceiling")  # 1 and 4


def test_the_plan_is_sound():
    problem = built()
    assert check(problem, allocate(problem)) == []


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"min_visits": 6}, (6, 9, "decision", "contact_cap")),
        ({"min_visits": 11}, (11, 11, "decision", "decision")),
        ({"max_visits": 5}, (4, 5, "class_floor", "decision")),
        ({"max_visits": 2}, (2, 2, "class_floor", "decision")),
        ({"locked_visits": 2}, (2, 9, "class_floor", "contact_cap")),
        ({"locked_visits": 12}, (4, 12, "class_floor", "decision")),
        # Equal to the ceiling that holds anyway, a decision changes nothing, and is not what holds it.
        ({"max_visits": 9}, (4, 9, "class_floor", "contact_cap")),
        ({"min_visits": 9}, (9, 9, "decision", "contact_cap")),
        ({"locked_visits": 9}, (4, 9, "class_floor", "contact_cap")),
        ({"min_visits": 3, "max_visits": 3, "locked_visits": 3}, (3, 3, "decision", "decision")),
    ],
)
def test_decisions_win_over_classes_and_caps(columns, expected):
    problem = built(decide(**columns))
    assert bounds(problem)["c1"] == expected
    if "locked_visits" in columns:
        assert allocate(problem).visits["c1"] == columns["locked_visits"]


def test_own_values_replace_the_curves():
    own = pd.DataFrame(
        {
            "account_id": np.repeat(["c1", "c2", "c3", "p1", "p2", "f1"], 27),
            "visits": np.tile(range(27), 6),
            "contribution_eur": np.tile(np.arange(27.0), 6),
        }
    )
    problem = built(own_response=own, judged_curves=None)
    assert problem.value_of(np.ones(6, dtype=int)).sum() == 6


def test_accounts_without_own_values_keep_their_curves_and_ceilings_end_where_the_values_end():
    own = pd.DataFrame({"account_id": "c1", "visits": range(6), "contribution_eur": [0.0, 5, 9, 12, 14, 15]})
    mixed, curved = built(own_response=own), built()
    value = mixed.response.set_index(["account_id", "visits"])["contribution_eur"]
    assert value["c1"].tolist() == [0, 5, 9, 12, 14, 15]
    others = [account for account in curved.account_ids if account != "c1"]
    pd.testing.assert_series_equal(
        value[others], curved.response.set_index(["account_id", "visits"])["contribution_eur"][others]
    )
    assert bounds(mixed)["c1"] == (4, 5, "class_floor", "last_valued")
    assert mixed.accounts.set_index("account_id")["own_values"].sum() == 1


def test_own_values_that_end_below_what_was_agreed_are_refused():
    own = pd.DataFrame({"account_id": "c1", "visits": [0, 1], "contribution_eur": [0.0, 5.0]})
    with pytest.raises(PortfolioError, match="the ceiling is 3 visits but its values stop at 1"):
        built(own_response=own, agreed_visits=pd.Series({"c1": 3}))


@pytest.mark.parametrize(
    ("decisions", "message"),
    [
        (
            decide(account_id="c3", min_visits=1),
            "row 2, column “account_id”: account “c3” is opposed",
        ),
        (decide(account_id="c3", locked_visits=2), "account “c3” is opposed to contact"),
        (decide(account_id="bank", max_visits=2), "“bank” is not an account that gets visits"),
        (decide(locked_visits=30), "row 2, column “locked_visits”: “c1”: locked visit beyond the ceiling"),
        (decide(locked_visits=5, max_visits=3), "“c1”: locked visit beyond the ceiling"),
        (decide(locked_visits=2, min_visits=3), "“c1”: the lock is below the floor"),
        (
            decide(max_visits=2, min_visits=3),
            "row 2, column “min_visits”: “c1”: the floor is above",
        ),
        (pd.concat([decide(max_visits=2)] * 2), "decisions, row 3, column “account_id”: “c1” is there twice"),
    ],
)
def test_decisions_that_contradict_are_refused(decisions, message):
    with pytest.raises(PortfolioError) as refused:
        built(decisions)
    assert message in str(refused.value)


def test_an_opposed_account_may_be_locked_at_none():
    assert allocate(built(decide(account_id="c3", locked_visits=0))).visits["c3"] == 0


def without_rep(parts):
    parts["accounts"].loc[4, "rep_id"] = None


def without_duration(parts):
    parts["visit_time"] = parts["visit_time"].query("account_id != 'c2'")


def strange_class(parts):
    parts["scores"].loc[0, "score_class"] = "S9"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (without_rep, "accounts, row 6, column “rep_id”: account “p2” has no rep"),
        (without_duration, "visit_time, column “hours_per_visit”: account “c2” has no line"),
        (strange_class, "no bound is set for class “S9”"),
    ],
)
def test_tables_that_lack_something_are_refused(change, message):
    parts = steps()
    change(parts)
    with pytest.raises(PortfolioError) as refused:
        built(parts=parts)
    assert message in str(refused.value)


def test_nothing_to_value_with_is_refused():
    with pytest.raises(PortfolioError, match="nothing to value a visit with"):
        built(judged_curves=None)


def test_a_former_client_that_is_not_worth_winning_back_gets_no_visit():
    refused = built(win_backs=[]).accounts.set_index("account_id").loc["f1"]
    assert (refused["max_visits"], refused["ceiling_rule"]) == (0, "not_worth_it")
    kept = built(win_backs=["f1"]).accounts.set_index("account_id").loc["f1"]
    assert kept["max_visits"] == 2


def test_an_account_whose_people_all_object_is_as_good_as_opposed():
    parts = steps()
    parts["typology_notes"].loc[0, "visit_cap"] = 0
    silent = built(parts=parts).accounts.set_index("account_id").loc["c1"]
    assert (silent["max_visits"], silent["ceiling_rule"]) == (0, "opposition")


def test_a_client_that_bought_nothing_gets_no_more_than_a_former_client_or_what_it_accepted():
    parts = steps()
    parts["segments"].loc[1, "revenue_eur"] = 0.0  # c2, whose class allows 4
    silent = built(parts=parts).accounts.set_index("account_id").loc["c2"]
    assert (silent["max_visits"], silent["ceiling_rule"]) == (2, "former_most")
    accepted = (
        built(parts=parts, visits_today=pd.Series({"c2": 3})).accounts.set_index("account_id").loc["c2"]
    )
    assert (accepted["max_visits"], accepted["ceiling_rule"]) == (3, "former_most")
    allowed = built(decide(account_id="c2", max_visits=4, min_visits=4), parts=parts).accounts
    assert allowed.set_index("account_id").loc["c2", "max_visits"] == 4


@pytest.mark.parametrize(
    ("account", "scope", "agreed", "expected"),
    [
        ("c1", None, 0, (0, 0, "", "opposition")),  # nobody says what it objects to: to being canvassed
        ("c1", "canvassing", 0, (0, 0, "", "opposition")),
        ("c1", "canvassing", 3, (3, 3, "agreed", "agreed")),  # a client keeps what it agreed to, no more
        ("c1", "processing", 3, (0, 0, "", "processing")),  # hard: not even what was agreed
        ("p1", "canvassing", 3, (0, 0, "", "opposition")),
        ("p1", "processing", 3, (0, 0, "", "processing")),
        ("f1", "canvassing", 1, (0, 0, "", "opposition")),
    ],
)
def test_an_objection_to_canvassing_leaves_agreed_visits_to_a_client_one_to_processing_none(
    account, scope, agreed, expected
):
    parts = steps()
    ours = parts["accounts"]["account_id"].eq(account)
    parts["accounts"] = parts["accounts"].assign(
        opposed=ours, opposition_scope=pd.Series(scope, index=ours.index, dtype="str").where(ours)
    )
    problem = built(parts=parts, agreed_visits=pd.Series({account: agreed}))
    assert bounds(problem)[account] == expected
    told = rule_prices(problem)
    assert not told["rule"].isin(["processing", "opposition"]).any()  # what no one may lift has no price


@pytest.mark.parametrize(
    ("scope", "decided", "visits"), [(None, {"min_visits": 3}, 3), ("canvassing", {"locked_visits": 4}, 4)]
)
def test_a_decision_keeps_service_visits_of_a_client_that_objects_up_to_those_of_last_year(
    scope, decided, visits
):
    parts = steps()
    ours = parts["accounts"]["account_id"].eq("c1")
    parts["accounts"] = parts["accounts"].assign(
        opposed=ours, opposition_scope=pd.Series(scope, index=ours.index, dtype="str").where(ours)
    )
    last_year = pd.Series({"c1": 4})
    problem = built(decide(account_id="c1", **decided), parts=parts, visits_today=last_year)
    assert bounds(problem)["c1"] == (visits, visits, "decision", "decision")
    assert allocate(problem).visits["c1"] == visits


@pytest.mark.parametrize(
    ("scope", "decided"), [("canvassing", {"min_visits": 5}), ("processing", {"min_visits": 1})]
)
def test_no_decision_gives_more_than_last_year_nor_anything_to_who_objects_to_any_use_of_its_data(
    scope, decided
):
    parts = steps()
    ours = parts["accounts"]["account_id"].eq("c1")
    parts["accounts"] = parts["accounts"].assign(
        opposed=ours, opposition_scope=pd.Series(scope, index=ours.index, dtype="str").where(ours)
    )
    with pytest.raises(PortfolioError, match="account “c1” is opposed to contact"):
        built(decide(account_id="c1", **decided), parts=parts, visits_today=pd.Series({"c1": 4}))


def test_no_client_is_cut_by_a_rule_below_the_visits_it_accepted():
    accepted = pd.Series({"c1": 20, "c2": 7, "p2": 5})
    rows = bounds(built(visits_today=accepted))
    assert rows["c1"] == (4, 20, "class_floor", "contact_cap")  # people accept 9, the class allows 12
    assert rows["c2"] == (1, 7, "class_floor", "class_ceiling")  # the class allows 4
    assert bounds(built(visits_today=pd.Series({"c1": 40})))["c1"][1] == 26  # one every two weeks


@pytest.mark.parametrize(("today", "most"), [(0, 3), (1, 4), (2, 5), (5, 10)])
def test_an_account_rises_in_a_year_by_the_ramp_or_doubles(today, most):
    parts = steps()
    parts["typology_notes"]["visit_cap"] = 99
    ceilings = {"S1": 24, "S2": 24, "S3": 24, "S4": 24}
    problem = built(
        parts=parts, visits_today=pd.Series({"c1": today}), ramp_visits=3, class_ceilings=ceilings
    )
    rows = bounds(problem)
    assert rows["c1"] == (min(4, most), most, "class_floor", "ramp")
    assert rows["p1"][1] == 24  # nobody has visited a prospect yet
    assert problem.accounts.set_index("account_id").loc["c1", "next_max"] == 24
    lifted = built(decide(min_visits=12), parts, visits_today=pd.Series({"c1": today}), ramp_visits=3)
    assert bounds(lifted)["c1"][:2] == (12, 12)


def test_likely_doubles_and_prospects_to_delete_wait_for_a_decision():
    held = built(doubles={"c2"}, to_delete={"p1", "c1"})
    rows = bounds(held)
    assert rows["c2"] == rows["p1"] == (0, 0, "", "hold")
    assert rows["c1"][1] == 9  # a client buys: it is on no list of records to delete
    assert bounds(built(decide(account_id="c2", min_visits=2), doubles={"c2"}))["c2"][:2] == (2, 2)


def test_who_objects_and_buys_gets_the_visits_it_agreed_to_and_no_other():
    rows = bounds(built(agreed_visits=pd.Series({"c3": 2})))
    assert rows["c3"] == (2, 2, "agreed", "agreed")


def test_visits_of_the_journeys_are_a_floor_below_the_ceiling():
    journeys = pd.Series({"c1": 6, "c2": 9})
    problem = built(journey_visits=journeys)
    assert bounds(problem)["c1"] == (6, 9, "journey", "contact_cap")
    assert bounds(problem)["c2"] == (4, 4, "journey", "class_ceiling")
    assert problem.accounts.set_index("account_id").loc["c1", "next_min"] == 4
    visits = allocate(problem).visits
    assert visits["c1"] >= 6


def test_dates_of_a_rhythm_are_a_floor_above_that_of_the_class_and_not_above_what_the_client_accepts():
    """C1 accepts nine visits, and asks for twelve dates: that is for somebody to settle."""
    problem = built(rhythm_visits=pd.Series({"c1": 12, "c2": 9}))
    assert bounds(problem)["c1"] == (9, 9, "rhythm", "contact_cap")
    assert bounds(problem)["c2"] == (9, 9, "rhythm", "rhythm")
    as_many = built(rhythm_visits=pd.Series({"c2": 4}))  # as its class allows: nothing gives way
    assert bounds(as_many)["c2"] == (4, 4, "rhythm", "class_ceiling")
    assert problem.accounts.set_index("account_id").loc["c2", "next_min"] == 1
    decided = built(decide(account_id="c2", max_visits=3), rhythm_visits=pd.Series({"c2": 9}))
    assert bounds(decided)["c2"][:2] == (3, 3)
    assert bounds(built(rhythm_visits=pd.Series({"c3": 9})))["c3"][:2] == (0, 0)  # who objects asks for none


def test_each_limit_has_its_own_price_and_together_they_cost_no_less_than_the_dearest():
    parts = steps()
    parts["rep_time"]["available_hours"] = [20.0, 22.0]
    options = {"visits_today": pd.Series({"c1": 2, "c2": 2}), "ramp_visits": 2, "doubles": {"f1"}}
    problem = built(parts=parts, **options)
    prices = rule_prices(problem).set_index("rule")["forgone_eur"]
    assert {"ramp", "class_ceiling", "hold", "contact_cap"} <= set(prices.index)
    assert prices["ramp"] > 0
    assert prices["all_rules"] >= prices.drop("all_rules").max() - 1e-6


def test_an_account_too_far_for_a_day_gets_no_visit_even_where_its_class_has_a_floor():
    parts = steps()
    parts["visit_time"] = parts["visit_time"].assign(home_minutes=200.0, visit_minutes=60.0)
    rows = bounds(built(parts=parts, day_hours=pd.Series({"r1": 7.5})))
    assert rows["c1"] == (0, 0, "", "too_far")  # 2 x 200 + 60 minutes are 7.67 hours
    assert bounds(built(parts=parts, day_hours=pd.Series({"r1": 7.7})))["c1"][0] == 4
    exactly = bounds(built(parts=parts, day_hours=pd.Series({"r1": 460 / 60})))
    assert exactly["c1"][0] == 4, "a visit that takes the whole day"
    parts["visit_time"] = parts["visit_time"].assign(travel_minutes=200.0)
    overnight = built(parts=parts, day_hours=pd.Series({"r1": 7.5}), night_eur=pd.Series({"c1": 55.0}))
    assert bounds(overnight)["c1"][0] == 4
    assert overnight.road_eur[overnight.account_ids.get_loc("c1")] == 55.0, "half the night, and no km priced"


def test_an_account_whose_way_is_unknown_fits_the_day_that_holds_its_time_on_site():
    parts = steps()
    parts["visit_time"] = parts["visit_time"].assign(home_minutes=np.nan, visit_minutes=60.0)
    assert bounds(built(parts=parts, day_hours=pd.Series({"r1": 1.0})))["c1"][0] == 4
    assert bounds(built(parts=parts, day_hours=pd.Series({"r1": 0.99})))["c1"][3] == "too_far"


def test_what_no_day_holds_is_taken_off_the_rep_it_is_known_of_alone():
    parts = steps() | {"held_hours": pd.Series({"another": 3.0})}
    assert built(parts=parts).reps[["hours", "no_day_hours"]].iloc[0].tolist() == [22.0, 0.0]


@pytest.mark.parametrize(("today", "most"), [(4, 2), (5, 3), (6, 3)])
def test_half_a_year_accepts_half_the_visits_of_a_year_to_who_bought_nothing_rounded_up(today, most):
    """A client that bought nothing may keep what it had: half of four is two, half of five or six three."""
    parts = steps() | {"visits_today": pd.Series({"c2": today})}
    parts["segments"].loc[1, "revenue_eur"] = 0.0
    assert bounds(built(parts=parts, plan_years=0.5))["c2"][1] == most


def test_visits_already_agreed_are_a_floor_that_lifts_the_ceiling():
    rows = bounds(built(agreed_visits=pd.Series({"p2": 3})))
    assert rows["p2"] == (3, 3, "agreed", "agreed")


def test_a_prospect_gets_no_more_than_the_most_for_a_prospect():
    assert bounds(built(prospect_visits_max=4))["p1"] == (0, 4, "", "prospect_most")


def test_a_prospect_takes_hours_road_and_target_by_its_chance_to_be_met():
    parts = steps()
    parts["prospects"] = parts["prospects"].assign(met=0.4)
    parts["visit_time"] = parts["visit_time"].assign(travel_minutes=30.0)
    problem = built(parts=parts, km_cost_eur=0.4, speed_kmh=60.0)
    p1, p2 = problem.account_ids.get_indexer(["p1", "p2"])
    assert problem.hours[[p1, p2]].tolist() == pytest.approx([0.4, 1.0])
    assert problem.road_eur[[p1, p2]].tolist() == pytest.approx([0.4 * 12, 12])  # 30 km at .40
    assert problem.levels.target_parts[[p1, p2], 2].tolist() == [2 * 8, 2 * 20]


def test_no_more_visits_to_prospects_are_asked_for_than_those_on_file_can_take():
    parts = steps()
    parts["prospects"] = pd.DataFrame({"account_id": ["p1", "p2"], "met": 0.25})
    parts["prospect_target"] = parts["prospect_target"].assign(prospect_visits=9)
    problem = built(parts=parts)  # eight visits and two at most, one time of four: two whole ones
    assert problem.prospect_visits_min.tolist() == [2]
    assert problem.prospect_visits_asked.tolist() == [9]
    assert problem.reps["prospect_visits_no_day"].tolist() == [0]
    assert check(problem, allocate(problem)) == []
    # No plan holds what was asked for, so none is said to.
    assert not compare_plans(problem, allocate(problem))["meets_prospect_target"].any()


def test_what_a_trial_found_no_day_for_is_not_asked_again_and_what_it_takes_off_the_target_is_known():
    """P1 could have had eight visits and has days for one, P2 two: of nine, three are left of the ten."""
    parts = steps()
    parts["prospect_target"] = parts["prospect_target"].assign(prospect_visits=9)
    found = {"placed_most": pd.Series({"p1": 1.0, "c1": 5.0}), "held_hours": pd.Series({"r1": 20.0})}
    problem = built(parts=parts | found)
    assert bounds(problem)["c1"] == (4, 5, "class_floor", "no_day")
    assert bounds(problem)["p1"] == (0, 1, "", "no_day")
    assert bounds(problem)["c2"] == bounds(built())["c2"]
    # 22 hours are there, whole days hold 20 of them.
    assert problem.reps[["hours", "no_day_hours"]].iloc[0].tolist() == [20.0, 2.0]
    line = problem.reps[["prospect_visits_asked", "prospect_visits_no_day", "prospect_visits_min"]].iloc[0]
    assert line.tolist() == [9, 6, 3]
