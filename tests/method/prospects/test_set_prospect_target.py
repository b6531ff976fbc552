from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver.method.prospects.set_prospect_target import (
    _apportion,
    need_sentence,
    prospect_need,
    prospecting_capacity,
    share_target,
    target_facts,
    target_sentence,
    what_fits,
)
from solver.method.time.working_days import plan_share
from solver.tables import check
from solver.words.errors import PortfolioError
from tests.method.tables import accounts_table

USUAL = {
    "revenue_eur": 1_000_000.0,
    "growth_rate": 0.05,
    "attrition_rate": 0.10,
    "client_growth_rate": 0.03,
    "new_client_revenue_eur": 10_000.0,
    "conversion_rate": 0.20,
    "visits_per_prospect": 1.75,
}


def need(**changes):
    return prospect_need(**(USUAL | changes))


def test_a_goal_that_is_reached_without_prospecting_needs_no_rate_and_one_that_is_not_does():
    """10 % lost and 5 % wanted are 1,050,000 less 900,000: as much comes by itself."""
    reached = {"client_growth_rate": 0.0, "inflow_eur": 150_000.0, "conversion_rate": 0.0}
    assert (need(**reached)["to_win_eur"], need(**reached)["prospect_visits"]) == (0, 0)
    with pytest.raises(PortfolioError):
        need(**reached | {"inflow_eur": 149_999.0})


@pytest.mark.parametrize(
    ("total", "weights", "limits", "shares"),
    [
        (3, (1, 1, 1), (9, 9, 9), (1, 1, 1)),
        (4, (1, 1, 1), (9, 9, 9), (2, 1, 1)),  # of equal remainders the first
        (5, (1, 1, 2), (9, 9, 9), (1, 1, 3)),  # 1.25, 1.25 and 2.5
        (6, (1, 1, 4), (9, 9, 2), (2, 2, 2)),
        (7, (1, 3), (9, 3), (4, 3)),
        (10, (0.1, 0.2, 0.7), (9, 9, 9), (1, 2, 7)),  # whatever floating point says
        (0, (1, 1), (9, 9), (0, 0)),
    ],
)
def test_whole_shares_are_in_proportion_and_none_is_above_its_limit(total, weights, limits, shares):
    found = _apportion(total, np.array(weights, float), np.array(limits, float))
    assert found.tolist() == [*shares]


def capacity(*reps):
    """Reps as (prospects, hours per visit, available hours), at most four visits per prospect."""
    table = pd.DataFrame(reps, columns=["prospects", "hours_per_visit", "available_hours"])
    table.insert(0, "rep_id", [f"R{number}" for number in range(len(reps))])
    table["by_hours"] = (table["available_hours"] / table["hours_per_visit"]).astype("int64")
    table["met"] = table["prospects"].astype("float64")
    table["by_file"] = table["prospects"] * 4
    return table


def test_the_bridge_from_today_to_the_goal():
    found = need()
    # 1,000,000 - 100,000 + 27,000 = 927,000; the goal is 1,050,000.
    assert found["expected_eur"] == pytest.approx(927_000)
    assert found["to_win_eur"] == pytest.approx(123_000)
    assert (found["new_clients"], found["prospects"], found["prospect_visits"]) == (13, 65, 114)


def test_newcomers_who_come_by_themselves_and_clients_won_back_need_no_prospecting():
    found = need(inflow_eur=50_000.0, won_back_eur=3_000.0)
    # 1,050,000 - 927,000 - 53,000 = 70,000: 7 clients, 35 prospects, 62 visits (61.25).
    assert found["to_win_eur"] == pytest.approx(70_000)
    assert (found["new_clients"], found["prospects"], found["prospect_visits"]) == (7, 35, 62)


def test_pursuits_are_the_prospects_over_those_that_a_pursuit_meets():
    assert need(met_per_pursuit=0.25)["pursuits"] == 260  # 65 prospects, one of four met


def test_rounding_up_forgives_floating_point():
    # 0.1 + 0.2 is a hair above 0.3 in binary: 3 clients, not 4.
    found = need(revenue_eur=100_000, growth_rate=0.1 + 0.2, attrition_rate=0, client_growth_rate=0)
    assert found["new_clients"] == 3


def test_half_a_year_bears_half_of_what_is_to_be_won():
    share = plan_share(date(2026, 1, 1), date(2026, 7, 1))
    assert need(plan_share=share)["new_clients"] == 7  # 123,000 x 182/365 = 61,332


def test_no_need_means_no_target_and_says_so():
    found = need(growth_rate=-0.10)
    assert (found["to_win_eur"], found["prospect_visits"], found["pursuits"]) == (0, 0, 0)
    assert "the goal needs no prospecting, and the target is zero" in need_sentence(found)
    target = check("prospect_target", share_target(found, capacity((0, 1.5, 1000), (5, 1.5, 900))))
    assert target["prospect_visits"].tolist() == [0, 0]


def test_the_sentence_says_the_need():
    assert need_sentence(need()) == (
        "To reach €1,050,000, prospecting must win €123,000: 13 clients, hence 65 prospects to meet and "
        "114 visits."
    )


def test_a_rate_of_zero_is_refused_by_its_name():
    with pytest.raises(PortfolioError, match="state conversion_rate above zero"):
        need(conversion_rate=0.0)


def test_no_revenue_is_refused():
    with pytest.raises(PortfolioError, match="no revenue in the last 12 months"):
        need(revenue_eur=0.0)


def test_the_target_follows_the_prospects_on_file():
    target = check("prospect_target", share_target(need(), capacity((60, 2, 1000), (20, 1, 1000))))
    # 114 visits by 60 and 20 prospects: 85.5 and 28.5, ties to the first.
    assert target["prospect_visits"].tolist() == [86, 28]
    assert target["prospect_hours"].tolist() == [172, 28]
    assert target["capacity_share"].tolist() == pytest.approx([0.172, 0.028])


def test_a_rep_without_the_hours_leaves_the_rest_to_the_others():
    target = share_target(need(), capacity((60, 2, 100), (20, 1, 1000)))
    assert target["prospect_visits"].tolist() == [50, 64]


def test_a_target_above_the_hours_is_refused_with_what_would_have_to_change():
    with pytest.raises(PortfolioError) as refusal:
        share_target(need(), capacity((80, 2, 100)))
    assert str(refusal.value) == (
        "the target is 114 visits to prospects; the reps' 100\u00a0h hold 50 at most → find 128\u00a0h more, "
        "or lower growth_rate to −2.3%, or win 46.5% of the prospects visited instead of 20.0%"
    )


def test_the_hours_that_were_missing_are_enough():
    share_target(need(), capacity((80, 2, 100 + 128)))


def facts(target_need, table, met_in_the_plan=0.4):
    target = share_target(target_need, table)
    return target_facts(target_need, target, table, met_in_the_plan=met_in_the_plan)


def test_the_target_is_what_the_prospects_on_file_can_take_and_the_missing_names_are_counted():
    found = facts(need(), capacity((10, 2, 1000)))
    # 10 met take 40 of the 114 visits; 55 of the 65 prospects are missing, and 4 names of 10 are met: 138.
    assert (found["target_visits"], found["names_to_find"]) == (40, 138)
    assert target_sentence(found) == (
        "Of 10 prospects on file, 10 can be expected to be met. They can take 40 of the 114 visits needed. "
        "At the usual 1.75 each, 138 more names must be found; step 10 may visit each more often, and says "
        "how many are missing then."
    )


def test_where_those_met_take_all_visits_it_is_said_how_many_each():
    """114 visits on 40 prospects met are 2.9 each, where 1.75 are usual: 65 would have to be met."""
    found = facts(need(), capacity((40, 2, 1000)))
    assert target_sentence(found).startswith(
        "Of 40 prospects on file, 40 can be expected to be met. They take all 114 visits, 2.9 each. At the "
        "usual 1.75 each, "
    )


def test_without_prospects_on_file_nothing_is_shared_and_all_are_still_to_be_found():
    found = facts(need(), capacity((0, 2, 1000)), met_in_the_plan=0.5)
    assert (found["target_visits"], found["names_to_find"]) == (0, 2 * 65)


def test_a_rep_with_hours_and_no_prospects_takes_none_of_the_target():
    target = share_target(need(), capacity((20, 1, 30), (0, 1, 1000)))
    assert target["prospect_visits"].tolist() == [30, 0]


@given(
    growth_rate=st.floats(0.0, 0.3),
    conversion_rate=st.floats(0.05, 0.6),
    visits_per_prospect=st.floats(1, 3),
    share=st.floats(0.25, 1),
    visits=st.integers(0, 400),
    by_themselves=st.tuples(st.floats(0, 40_000), st.floats(0, 40_000)),
)
def test_what_would_have_to_change_does_fit(
    growth_rate, conversion_rate, visits_per_prospect, share, visits, by_themselves
):
    given_ = {
        "growth_rate": growth_rate,
        "conversion_rate": conversion_rate,
        "visits_per_prospect": visits_per_prospect,
        "plan_share": share,
        **dict(zip(("inflow_eur", "won_back_eur"), by_themselves, strict=True)),
    }
    change = what_fits(need(**given_), visits)
    tenths = [1000 * rate for rate in change.values() if rate is not None]
    assert tenths == pytest.approx([round(tenth) for tenth in tenths], abs=1e-6)
    assert need(**given_ | {"growth_rate": change["growth_rate"]})["prospect_visits"] <= visits
    if change["conversion_rate"] is not None:
        change_of_rate = given_ | {"conversion_rate": change["conversion_rate"]}
        assert need(**change_of_rate)["prospect_visits"] <= visits


@given(
    reps=st.lists(
        st.tuples(st.integers(0, 50), st.floats(0.5, 3), st.floats(0, 500)), min_size=1, max_size=6
    ),
    growth_rate=st.floats(-0.2, 0.4),
)
def test_a_target_is_shared_out_as_far_as_hours_and_file_allow_or_refused(reps, growth_rate):
    table, wanted = capacity(*reps), need(growth_rate=growth_rate)
    limits = table[["by_hours", "by_file"]].min(axis=1)
    target = min(wanted["prospect_visits"], table["by_file"].sum())
    if table["by_hours"].sum() < target:
        with pytest.raises(PortfolioError):
            share_target(wanted, table)
    else:
        shares = share_target(wanted, table)["prospect_visits"]
        assert shares.sum() == min(target, limits.sum())
        assert (shares <= limits).all()


def test_opposed_prospects_do_not_count_and_hours_are_net_of_the_reserve():
    accounts = accounts_table(
        [
            {"account_id": "P1", "kind": "prospect"},
            {"account_id": "P2", "kind": "prospect", "opposed": True},
            {"account_id": "P3", "kind": "prospect"},
            {"account_id": "C1"},
            {"account_id": "C2", "rep_id": "R2"},
        ]
    )
    time = pd.DataFrame(
        {
            "rep_id": ["R1", "R1", "R2"],
            "month": ["2026-01", "2026-02", "2026-01"],
            "available_hours": [50.0, 60.0, 90.0],
        }
    )
    visits = pd.DataFrame(
        {"account_id": ["C1", "C2", "P1", "P2", "P3"], "hours_per_visit": [3.0, 2.0, 1.0, 9.0, 1.2]}
    )
    met = pd.Series({"P1": 1.0, "P2": 1.0, "P3": 0.5})
    found = prospecting_capacity(accounts, time, visits, met, prospect_visits_max=4)
    assert found["prospects"].tolist() == [2, 0]
    assert found["met"].tolist() == [1.5, 0]
    assert found["hours_per_visit"].tolist() == pytest.approx([1.1, 2.0])
    assert found["by_hours"].tolist() == [100, 45]
    assert found["by_file"].tolist() == [6, 0]


def test_the_facts_say_what_the_target_takes_of_the_hours():
    found = facts(need(), capacity((40, 1.5, 1000)))
    assert (found["prospects_on_file"], found["met_on_file"]) == (40, 40)
    assert found["capacity_share"] == pytest.approx(114 * 1.5 / 1000)


def test_a_firm_without_hours_and_without_a_need_takes_no_share_of_them():
    nothing = need() | {"prospect_visits": 0}
    target = share_target(nothing, capacity((40, 1.5, 0)))
    found = target_facts(nothing, target, capacity((40, 1.5, 0)), met_in_the_plan=0.4)
    assert (found["target_visits"], found["prospect_hours"], found["capacity_share"]) == (0, 0, 0)
    assert target["capacity_share"].tolist() == [0]


def test_enough_prospects_on_file_and_no_name_to_find():
    found = facts(need(), capacity((80, 1.5, 1000)))
    assert target_sentence(found) == ("Of 80 prospects on file, 80 can be expected to be met: enough.")


def test_the_hours_that_are_missing_are_those_of_the_longest_visits():
    """50 and 10 visits fit where 114 are asked for: the 54 others, at two hours each, take 108."""
    with pytest.raises(PortfolioError, match="hold 60 at most → find 108\u00a0h more"):
        share_target(need(), capacity((80, 2, 100), (80, 1, 10)))


@pytest.mark.parametrize(("met", "each"), [(1.5, "76.0 each"), (0.5, "114.0 each")])
def test_visits_are_told_of_each_prospect_met_and_of_one_where_none_is_sure_to_be(met, each):
    found = need() | {"prospects_on_file": 3, "met_on_file": met, "names_to_find": 9, "target_visits": 114}
    assert each in target_sentence(found)


def test_a_rep_without_an_account_is_taken_to_need_the_hours_of_the_mean_visit():
    accounts = accounts_table([{"account_id": "C1"}, {"account_id": "P1", "kind": "prospect"}])
    time = pd.DataFrame({"rep_id": ["R1", "R9"], "month": "2026-01", "available_hours": [50.0, 50.0]})
    visits = pd.DataFrame({"account_id": ["C1", "P1"], "hours_per_visit": [3.0, 2.0]})
    found = prospecting_capacity(accounts, time, visits, pd.Series({"P1": 0.5}), prospect_visits_max=4)
    assert found["hours_per_visit"].tolist() == [2, 2.5]
    assert found[["prospects", "met", "by_hours", "by_file"]].to_numpy().tolist() == [
        [1, 0.5, 25, 2],
        [0, 0, 20, 0],
    ]
