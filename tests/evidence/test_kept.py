"""An earlier run's promises against what came: every figure here can be worked out by hand."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from solver.evidence.kept import (
    Earlier,
    bounds_kept,
    found_figures,
    goal_so_far,
    promises_kept,
    since,
    verdict_on_bounds,
)
from solver.evidence.promises import account_promises, figure_promises, parameters_hash, promises, size_bands
from solver.evidence.proposals import _ratio, proposals

NEED = {
    "goal_eur": 1100.0,
    "new_clients": 2,
    "prospect_visits": 8,
    "conversion_rate": 0.1,
    "attrition": {"client_rate": 0.2, "client_low": 0.1, "client_high": 0.3},
}
EXPECTED = pd.DataFrame(
    [
        ("attrition_rate", 0.10, 0.05, 0.20),
        ("stated_growth", 0.05, -0.02, 0.12),
        ("inflow_eur", 30.0, 10.0, 60.0),
        ("new_client_revenue_eur", 50.0, None, None),
        ("conversion_rate", 0.10, 0.05, 0.60),
    ],
    columns=["figure", "expected", "low_80", "high_80"],
)
# Four clients, a former one and two prospects; the margin is 30 % of sales throughout.
ALLOCATION = pd.DataFrame(
    {
        "account_id": ["A", "B", "C", "D", "F", "P1", "P2"],
        "kind": ["client"] * 4 + ["former_client", "prospect", "prospect"],
        "visits": [12, 6, 4, 0, 1, 4, 4],
        "expected_visits": [12.0, 6.0, 4.0, 0.0, 1.0, 4.0, 4.0],
        "contribution_eur": [120.0, 90.0, 60.0, 30.0, 2.0, 6.0, 4.0],
    }
)
REVENUE = pd.Series({"A": 400.0, "B": 300.0, "C": 200.0, "D": 100.0, "F": 0.0})
BANDS = pd.DataFrame({"from_eur": [0.0, 250.0], "low": [0.0, 0.5], "high": [2.0, 1.5], "clients": [30, 30]})


def earlier(**more):
    accounts = account_promises(ALLOCATION, REVENUE, BANDS)
    table = promises(
        figure_promises(NEED, EXPECTED, ALLOCATION, NEED["new_clients"]),
        accounts,
        as_of=date(2025, 12, 31),
        plan_start=date(2026, 1, 1),
        plan_end=date(2026, 12, 31),
        parameters={"growth_rate": 0.1},
    )
    kinds = ALLOCATION.set_index("account_id")["kind"]
    return Earlier(promises=table, kinds=kinds, revenue_eur=REVENUE, **more)


def sales_of(year, **amounts):
    return pd.DataFrame(
        {
            "account_id": list(amounts),
            "date": pd.Timestamp(f"{year}-06-15"),
            "revenue_eur": [float(amount) for amount in amounts.values()],
            "cost_eur": np.nan,
        }
    )


# A grew by a half, B fell below half, C did as expected, D left; P1 was won, and X came by itself.
SALES = pd.concat(
    [sales_of(2025, A=400, B=300, C=200, D=100), sales_of(2026, A=600, B=140, C=200, P1=80, X=20)]
)
VISITS = pd.DataFrame(
    {
        "account_id": ["A"] * 12 + ["B"] * 9 + ["P1"] * 2 + ["P2"],
        "date": pd.Timestamp("2026-05-04"),
        "status": "done",
    }
)


def kept(as_of=date(2026, 12, 31), **more):
    then = earlier(**more)
    return promises_kept(then, since(then, SALES, VISITS, as_of=as_of, margin_rate=0.3))


def test_bounds_are_the_multiples_of_the_account_s_own_size():
    made = account_promises(ALLOCATION, REVENUE, BANDS).set_index(["promise", "account_id"])
    assert made.loc[("account_contribution", "B"), ["low", "high", "basis"]].tolist() == [45, 135, "own_past"]
    assert made.loc[("account_contribution", "C"), ["low", "high"]].tolist() == [0, 120]
    assert made.loc[("account_contribution", "P1"), ["low", "high", "basis"]].tolist() == [6, 6, "point"]
    assert made.loc[("account_visits", "A"), "expected"] == 12


def test_a_figure_is_promised_with_the_interval_that_step_3_gave_it():
    made = figure_promises(NEED, EXPECTED, ALLOCATION, NEED["new_clients"]).set_index("promise")
    told = ["low", "expected", "high", "basis"]
    assert made.loc["attrition_rate", told].tolist() == [0.05, 0.1, 0.2, "own_past"]
    assert made.loc["new_client_revenue_eur", told].tolist() == [50, 50, 50, "point"]
    half_met = ALLOCATION.assign(expected_visits=0.5 * ALLOCATION["visits"])
    promised = figure_promises(NEED, EXPECTED, half_met, 1.6).set_index("promise")["expected"]
    assert promised[["visits", "prospect_visits", "new_clients"]].tolist() == [31, 4, 1.6]
    # The visits that are needed are held against visits made: no chance is in that.
    assert made.loc["prospect_need", told].tolist() == [8, 8, 8, "point"]


def test_nine_of_ten_clients_of_the_past_ended_within_the_bounds():
    before = pd.Series({f"C{n:03d}": 1000.0 + n for n in range(90)})
    after = before * np.tile(np.linspace(0.5, 1.5, 30), 3)
    bands = size_bands(before, after)
    assert bands["from_eur"].tolist() == [0.0, 1030.0, 1060.0]
    assert bands["low"].tolist() == pytest.approx([0.55] * 3)
    assert bands["high"].tolist() == pytest.approx([1.45] * 3)


def test_clients_are_banded_by_what_they_bought_whatever_their_code():
    before = pd.Series({f"C{99 - n:03d}": 1000.0 + n for n in range(90)})
    bands = size_bands(before, before * 2)
    assert bands["from_eur"].tolist() == [0.0, 1030.0, 1060.0]
    assert (bands[["low", "high"]] == 2.0).all(axis=None)


def test_what_ends_on_its_bound_holds_and_beyond_it_is_above_or_below():
    then = earlier()
    now = since(then, SALES, VISITS, as_of=date(2026, 12, 31), margin_rate=0.3)
    ends = [(0.2, 0.2, 0.3), (0.3, 0.2, 0.3), (0.1, 0.2, 0.3), (0.4, 0.2, 0.3), (0.5, 0.2, 0.3)]
    figures = [
        {"held": low <= found <= high, "found": found, "low": low, "high": high} for found, low, high in ends
    ]
    alone = bounds_kept(then, now, [])
    both = bounds_kept(then, now, [*figures, {"held": None}])
    assert {name: both[name] - alone[name] for name in ("promised", "held", "below", "above")} == {
        "promised": 5,
        "held": 2,
        "below": 1,
        "above": 2,
    }


def test_visits_done_where_none_was_planned_have_no_share():
    allocation = ALLOCATION.assign(visits=0, expected_visits=0.0)
    accounts = account_promises(allocation, REVENUE, BANDS)
    none = promises(
        figure_promises(NEED, EXPECTED, allocation, 0.0),
        accounts,
        as_of=date(2025, 12, 31),
        plan_start=date(2026, 1, 1),
        plan_end=date(2026, 12, 31),
        parameters={},
    )
    then = Earlier(promises=none, kinds=allocation.set_index("account_id")["kind"], revenue_eur=REVENUE)
    now = since(then, SALES, VISITS, as_of=date(2026, 12, 31), margin_rate=0.3)
    told = promises_kept(then, now)["visits"]
    assert (told["planned"], told["done"], told["as_planned_share"], told["followed"]) == (0, 24, None, None)


def test_too_few_clients_give_no_bounds():
    few = pd.Series({f"C{n}": 1.0 + n for n in range(29)})
    assert size_bands(few, few).empty
    assert set(account_promises(ALLOCATION, REVENUE, size_bands(few, few))["basis"]) == {"point"}


def test_bounds_that_held_are_counted_with_those_above_and_below():
    # A: 180 of 60-180 holds; B: 42 of 45-135 is below; C: 60 of 0-120 and D: 0 of 0-60 hold.
    # Of the firm: a quarter of the clients lost, of .1-.3, holds; so do a tenth of the revenue lost, 4.4 %
    # of growth of those who stayed, 20 from a newcomer who came by itself, one of two visited prospects won.
    bounds = kept()["bounds"]
    assert (bounds["promised"], bounds["held"], bounds["below"], bounds["above"]) == (9, 8, 1, 0)
    assert verdict_on_bounds(bounds) == "right"


def test_an_account_above_its_bounds_and_one_below_are_both_taken_off_those_that_held():
    """A: 30 % of 601 are 180.3, above 180; B: 42 are below 45; C and D hold; of the firm all five do."""
    then = earlier()

    def told(amount):
        others = SALES[SALES["account_id"].ne("A")]
        sales = pd.concat([others, sales_of(2025, A=400), sales_of(2026, A=amount)])
        now = since(then, sales, VISITS, as_of=date(2026, 12, 31), margin_rate=0.3)
        return bounds_kept(then, now, [])

    assert told(601) == {"promised": 4, "held": 2, "below": 1, "above": 1, "share": 0.5}
    assert told(600) == {"promised": 4, "held": 3, "below": 1, "above": 0, "share": 0.75}


@pytest.mark.parametrize(
    ("share", "verdict"),
    [(0.79, "too_narrow"), (0.8, "right"), (0.95, "right"), (0.96, "too_wide"), (None, "none")],
)
def test_eighty_to_ninety_five_of_a_hundred_bounds_should_hold(share, verdict):
    assert verdict_on_bounds({"share": share}) == verdict


def test_the_difference_is_split_into_losses_growth_and_newcomers():
    told = kept()["contribution"]
    assert told["expected"] == pytest.approx(312)
    assert told["realised"] == pytest.approx(312)  # 30 % of 1,040
    assert told["losses"] == pytest.approx(-30)  # D
    assert told["growth"] == pytest.approx(60 - 48 + 0)  # A, B, C
    assert told["newcomers"] == pytest.approx(24 + 6 - 12)  # P1 and X, less what was expected of F, P1, P2
    assert told["losses"] + told["growth"] + told["newcomers"] == pytest.approx(told["difference"])
    assert (told["lost_clients"], told["kept_clients"]) == (1, 3)


def test_figures_of_the_year_are_set_beside_what_came():
    found = {each["promise"]: each["found"] for each in kept()["figures"]}
    assert found["goal_eur"] == 1040
    assert found["attrition_rate"] == pytest.approx(100 / 1000)
    assert found["client_loss_rate"] == 0.25
    assert found["client_growth_rate"] == pytest.approx(940 / 900 - 1)
    assert (found["new_clients"], found["new_client_revenue_eur"]) == (1, 80)  # P1 was a prospect
    assert found["inflow_eur"] == 20  # X was not
    assert found["conversion_rate"] == 0.5
    assert (found["visits"], found["prospect_visits"]) == (24, 3)


def test_visits_as_planned_are_those_done_where_they_were_planned():
    # 12 of 12 at A, 6 of 6 at B whatever more, 0 of 4 at C, 0 of 1 at F, 2 of 4 and 1 of 4 at the prospects.
    told = kept()["visits"]
    assert (told["planned"], told["done"], told["as_planned"]) == (31, 24, 21)
    assert told["as_planned_share"] == pytest.approx(21 / 31)
    assert not told["followed"]


def test_only_visits_done_within_the_days_of_the_plan_are_visits_of_it():
    other = [
        ("2025-12-31", "done"),
        ("2026-01-01", "done"),
        ("2026-05-04", "not_met"),
        ("2026-12-31", "done"),
    ]
    days, status = zip(*other, ("2027-01-01", "done"), strict=True)
    visits = pd.DataFrame({"account_id": "A", "date": pd.to_datetime(days), "status": status})
    found = since(earlier(), SALES, visits, as_of=date(2027, 6, 30), margin_rate=0.3)
    assert found.visits.to_dict() == {"A": 2}


def test_without_a_log_nothing_is_said_of_visits():
    then = earlier()
    told = promises_kept(then, since(then, SALES, VISITS.iloc[:0], as_of=date(2026, 12, 31), margin_rate=0.3))
    assert told["visits"] is None
    assert {each["promise"]: each["found"] for each in told["figures"]}["visits"] is None


def test_lost_clients_on_the_list_are_counted_where_that_run_had_one():
    assert kept()["loss_list"] is None
    risk = pd.DataFrame(
        {"account_id": ["A", "B", "C", "D", "F"], "p": [0.1, 0.1, 0.2, 0.4, 0.9], "basis": "x"}
    )
    told = kept(loss_risk=risk)["loss_list"]
    assert told == {
        "too_early": False,
        "clients": 4,
        "listed": 1,
        "lost": 1,
        "caught": 1,
        "by_revenue": 1,
        "expected_lost": pytest.approx(0.8),
    }


def test_who_had_no_risk_then_is_not_among_those_listed():
    risk = pd.DataFrame({"account_id": ["C", "D"], "p": [0.2, 0.4], "basis": "x"})
    told = kept(loss_risk=risk)["loss_list"]
    assert (told["clients"], told["listed"], told["lost"], told["caught"]) == (2, 1, 1, 1)
    assert told["expected_lost"] == pytest.approx(0.6)


def test_the_risk_of_a_year_is_not_judged_before_the_year_is_over():
    risk = pd.DataFrame({"account_id": ["A", "D"], "p": [0.1, 0.4], "basis": "x"})
    assert kept(as_of=date(2026, 7, 1), loss_risk=risk)["loss_list"] == {"too_early": True}


def test_half_way_through_the_plan_sums_are_halved_and_figures_of_a_year_wait():
    told = kept(as_of=date(2026, 7, 1))
    assert told["plan_share"] == pytest.approx(182 / 365)
    assert told["contribution"]["expected"] == pytest.approx(312 * 182 / 365)
    found = {each["promise"]: each["found"] for each in told["figures"]}
    assert found["goal_eur"] is found["client_growth_rate"] is found["attrition_rate"] is None
    assert found["contribution_eur"] == pytest.approx(312)
    so_far = told["so_far"]  # A, B, C, P1 and X for 1,040 by mid-June, against 1,000 of the four in 2025
    assert (so_far["revenue_eur"], so_far["before_eur"]) == (1040, 1000)
    assert so_far["change"] == pytest.approx(0.04)
    assert -1 < so_far["low"] < 0.04 < so_far["high"] < 1
    assert (so_far["accounts"], so_far["wanted"]) == (6, pytest.approx(0.1))  # 1,100 is the goal
    assert kept()["so_far"] is None  # the plan is over: its figures are held or broken


def test_as_long_as_the_plan_goes_on_its_bounds_are_counted_and_not_judged():
    """Of the four clients, and of five figures of the firm: losses twice, growth, newcomers, conversion."""
    told = kept(as_of=date(2026, 12, 30))["bounds"]
    assert told == {"promised": 9, "held": None, "below": None, "above": None, "share": None}


def test_a_plan_so_far_without_sales_a_year_before_or_without_a_goal_is_held_against_nothing():
    then = earlier()
    now = since(then, SALES[SALES["date"].dt.year.eq(2026)], VISITS, as_of=date(2026, 7, 1), margin_rate=0.3)
    assert goal_so_far(then, now) is None
    now = since(then, SALES, VISITS, as_of=date(2026, 7, 1), margin_rate=0.3)
    nothing = replace(then, revenue_eur=REVENUE * 0)
    assert goal_so_far(nothing, now) is None
    aimless = replace(then, promises=then.promises[then.promises["promise"].ne("goal_eur")])
    assert goal_so_far(aimless, now) is None


def test_the_plan_counts_from_its_first_to_its_last_day_and_the_year_from_the_day_after_that_run():
    days = ["2025-12-31", "2026-01-01", "2026-12-31", "2027-01-01"]
    lines = pd.DataFrame({"account_id": "A", "date": pd.to_datetime(days), "revenue_eur": [1.0, 2, 4, 8]})
    lines = lines.assign(cost_eur=np.nan)
    before = lines.assign(date=lines["date"] - pd.DateOffset(years=1), revenue_eur=lines["revenue_eur"] * 16)
    sales = pd.concat([lines, before.iloc[:3]])  # 16 and 32 in 2025, and 64 on its last day
    now = since(earlier(), sales, VISITS, as_of=date(2027, 6, 30), margin_rate=0.5)
    assert (now.revenue_eur["A"], now.margin_eur["A"], now.year_eur["A"]) == (6, 3, 6)
    assert now.year_before_eur["A"] == 1 + 32 + 64
    assert (now.share, now.plan_over, now.year_over) == (1, True, True)
    first = since(earlier(), sales, VISITS, as_of=date(2026, 1, 1), margin_rate=0.5)
    assert (first.share, first.revenue_eur["A"], first.plan_over) == (pytest.approx(1 / 365), 2, False)
    assert not first.year_over


def test_a_list_by_risk_and_one_of_the_smallest_may_catch_different_clients():
    """D, the smallest, left; C bore the highest risk and stayed."""
    risk = pd.DataFrame({"account_id": ["A", "B", "C", "D"], "p": [0.1, 0.1, 0.4, 0.2], "basis": "x"})
    told = kept(loss_risk=risk)["loss_list"]
    assert (told["listed"], told["lost"], told["caught"], told["by_revenue"]) == (1, 1, 0, 1)


def many_clients(growth=0.1, count=40):
    """Make a firm of equal clients that all grow alike, a quarter of them gone."""
    ids = [f"C{n:02d}" for n in range(count)]
    revenue = pd.Series(100.0, index=ids)
    allocation = pd.DataFrame({"account_id": ids, "kind": "client", "visits": 1, "contribution_eur": 30.0})
    allocation["expected_visits"] = 1.0
    table = promises(
        figure_promises(NEED, EXPECTED, allocation, NEED["new_clients"]),
        account_promises(allocation, revenue, BANDS),
        as_of=date(2025, 12, 31),
        plan_start=date(2026, 1, 1),
        plan_end=date(2026, 12, 31),
        parameters={},
    )
    then = Earlier(table, allocation.set_index("account_id")["kind"], revenue)
    stay = ids[count // 4 :]
    sales = pd.concat(
        [sales_of(2025, **dict.fromkeys(ids, 100)), sales_of(2026, **dict.fromkeys(stay, 100 * (1 + growth)))]
    )
    return then, since(then, sales, VISITS.iloc[:0], as_of=date(2026, 12, 31), margin_rate=0.3)


ACCOUNTS = pd.DataFrame({"account_id": ["P1"], "potential_eur": [400.0], "accessible_share": [0.5]})


def test_a_judged_parameter_is_proposed_anew_from_thirty_cases_on():
    told = proposals(*many_clients(), {"client_growth_rate": 0.03, "attrition_rate": None}, ACCOUNTS)
    [growth] = told
    assert growth["parameter"] == "client_growth_rate"
    assert (growth["old"], growth["cases"]) == (0.03, 30)
    assert growth["new"] == pytest.approx(0.1)
    assert growth["low"] == pytest.approx(growth["high"])  # all grew alike


def test_below_thirty_cases_the_parameter_stays_and_the_cases_are_told():
    [growth] = proposals(*many_clients(count=36), {"client_growth_rate": 0.03}, ACCOUNTS)
    assert (growth["new"], growth["cases"]) == (None, 27)


def test_what_was_stated_of_losses_is_held_against_the_revenue_that_left():
    told = proposals(*many_clients(), {"attrition_rate": 0.05}, ACCOUNTS)
    assert told[0]["new"] == pytest.approx(0.25)
    assert told[0]["low"] < 0.25 < told[0]["high"]


@pytest.mark.parametrize(("visited", "new"), [(30, 0.4), (29, None)])
def test_the_rate_of_win_backs_is_that_of_the_former_clients_who_were_visited(visited, new):
    """12 of 30 visited bought again, 40 %; one who was not visited did too, and a client is none of them."""
    ids = [f"F{n:02d}" for n in range(40)]
    kinds = pd.Series(["former_client"] * 40 + ["client"], index=[*ids, "A"])
    then = replace(earlier(), kinds=kinds)
    sales = sales_of(2026, **dict.fromkeys([*ids[:12], ids[35], "A"], 50))
    visits = VISITS.iloc[:1].merge(pd.DataFrame({"who": [*ids[:visited], "A"]}), how="cross")
    visits = visits.assign(account_id=visits["who"])
    now = since(then, sales, visits, as_of=date(2026, 12, 31), margin_rate=0.3)
    [rate] = proposals(then, now, {"win_back_rate": 0.1}, ACCOUNTS)
    assert (rate["cases"], rate["old"]) == (visited, 0.1)
    assert rate["new"] == (pytest.approx(new) if new else None)
    assert new is None or 0 < rate["low"] < new < rate["high"] < 1


def test_where_no_former_client_was_visited_no_rate_of_win_backs_is_proposed():
    now = since(earlier(), SALES, VISITS, as_of=date(2026, 12, 31), margin_rate=0.3)
    assert proposals(earlier(), now, {"win_back_rate": 0.1}, ACCOUNTS) == []


def test_the_bounds_of_a_ratio_are_those_of_the_ratio_estimator():
    """1 and 3 over 2 and 2 are 1; each is off by 1: 1.96 × √(2 × 2 / 1) / 4 = 0.98."""
    above, below = pd.Series([1.0, 3.0]), pd.Series([2.0, 2.0])
    assert _ratio(above, below) == pytest.approx((1, 0.02, 1.98, 2))
    assert _ratio(above, below, less=1.0) == pytest.approx((0, -0.98, 0.98, 2))
    more = _ratio(pd.Series([1.0, 3.0, 2.0]), pd.Series([2.0, 2.0, 2.0]))  # 1.96 × √(2 × 3 / 2) / 6 = 0.566
    assert more == pytest.approx((1, 0.434, 1.566, 3), abs=1e-3)
    assert _ratio(above[:1], below[:1]) == pytest.approx((0.5, 0.5, 0.5, 1))
    assert _ratio(above[:0], below[:0]) is None


def test_the_hash_says_whether_parameters_are_the_same_whatever_their_order():
    assert parameters_hash({"a": 1, "b": 2}) == parameters_hash({"b": 2, "a": 1})
    assert parameters_hash({"a": 1}) != parameters_hash({"a": 2})


def test_a_first_purchase_long_ago_makes_no_newcomer():
    then = earlier()
    old = pd.concat([sales_of(2020, P1=10), SALES])
    now = since(then, old, VISITS, as_of=date(2026, 12, 31), margin_rate=0.3)
    found = found_figures(then, now)
    assert (found["new_clients"], found["inflow_eur"]) == (0, 20)
