from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver.method.prospects.set_prospect_target import (
    need_sentence,
    prospect_need,
    prospecting_capacity,
    share_target,
    target_facts,
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


def capacity(*reps):
    """Reps as (prospects, hours per visit, available hours), at most four visits per prospect."""
    table = pd.DataFrame(reps, columns=["prospects", "hours_per_visit", "available_hours"])
    table.insert(0, "rep_id", [f"R{number}" for number in range(len(reps))])
    table["by_hours"] = (table["available_hours"] / table["hours_per_visit"]).astype("int64")
    table["by_file"] = table["prospects"] * 4
    return table


def test_the_bridge_from_today_to_the_goal():
    found = need()
    # 1,000,000 - 100,000 + 27,000 = 927,000; the goal is 1,050,000.
    assert found["expected_eur"] == pytest.approx(927_000)
    assert found["to_win_eur"] == pytest.approx(123_000)
    assert (found["new_clients"], found["prospects"], found["prospect_visits"]) == (13, 65, 114)


def test_rounding_up_forgives_floating_point():
    # 0.1 + 0.2 is a hair above 0.3 in binary: 3 clients, not 4.
    found = need(revenue_eur=100_000, growth_rate=0.1 + 0.2, attrition_rate=0, client_growth_rate=0)
    assert found["new_clients"] == 3


def test_half_a_year_bears_half_of_what_is_to_be_won():
    share = plan_share(date(2026, 1, 1), date(2026, 7, 1))
    assert need(plan_share=share)["new_clients"] == 7  # 123,000 x 182/365 = 61,332


def test_no_need_means_no_target_and_says_so():
    found = need(growth_rate=-0.10)
    assert (found["to_win_eur"], found["prospect_visits"], found["calls"]) == (0, 0, 0)
    assert "no prospect has to be visited, and the target is zero" in need_sentence(found)
    target = check("prospect_target", share_target(found, capacity((0, 1.5, 1000), (5, 1.5, 900))))
    assert target["prospect_visits"].tolist() == [0, 0]


def test_the_sentence_says_the_need():
    assert need_sentence(need()) == (
        "To reach €1,050,000, €123,000 must come from new clients: 13 clients, hence 65 prospects to visit "
        "and 114 visits."
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
        "or lower growth_rate to -2.3%, or win 46.5% of the prospects visited instead of 20.0%"
    )


def test_the_hours_that_were_missing_are_enough():
    share_target(need(), capacity((80, 2, 100 + 128)))


def test_a_target_above_the_prospects_on_file_is_refused():
    with pytest.raises(PortfolioError, match=r"the 10 prospects on file can take 40 .* add prospects"):
        share_target(need(), capacity((10, 2, 1000)))


def test_without_prospects_on_file_nothing_is_shared_and_all_are_still_to_be_found():
    table = capacity((0, 2, 1000))
    target = share_target(need(), table)
    assert target["prospect_visits"].tolist() == [0]
    assert target_facts(need(), target, table)["prospects_to_find"] == need()["prospects"]


@given(
    growth_rate=st.floats(0.0, 0.3),
    conversion_rate=st.floats(0.05, 0.6),
    visits_per_prospect=st.floats(1, 3),
    share=st.floats(0.25, 1),
    visits=st.integers(0, 400),
)
def test_what_would_have_to_change_does_fit(growth_rate, conversion_rate, visits_per_prospect, share, visits):
    given_ = {
        "growth_rate": growth_rate,
        "conversion_rate": conversion_rate,
        "visits_per_prospect": visits_per_prospect,
        "plan_share": share,
    }
    change = what_fits(need(**given_), visits)
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
def test_a_target_is_shared_out_whole_and_within_every_limit_or_refused(reps, growth_rate):
    table, wanted = capacity(*reps), need(growth_rate=growth_rate)
    limits = table[["by_hours", "by_file"]].min(axis=1)
    if not table["prospects"].any():
        assert share_target(wanted, table)["prospect_visits"].sum() == 0
    elif limits.sum() < wanted["prospect_visits"]:
        with pytest.raises(PortfolioError):
            share_target(wanted, table)
    else:
        shares = share_target(wanted, table)["prospect_visits"]
        assert shares.sum() == wanted["prospect_visits"]
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
    found = prospecting_capacity(accounts, time, visits, prospect_visits_max=4)
    assert found["prospects"].tolist() == [2, 0]
    assert found["hours_per_visit"].tolist() == pytest.approx([1.1, 2.0])
    assert found["by_hours"].tolist() == [100, 45]
    assert found["by_file"].tolist() == [8, 0]


def test_the_facts_say_how_many_prospects_are_still_to_be_found():
    reps = capacity((40, 1.5, 1000))
    found = target_facts(need(), share_target(need(), reps), reps, attrition={"rate": 0.1})
    assert (found["prospects_on_file"], found["prospects_to_find"]) == (40, 25)
    assert found["capacity_share"] == pytest.approx(114 * 1.5 / 1000)
    assert found["attrition"] == {"rate": 0.1}
