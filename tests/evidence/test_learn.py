"""An elasticity is learnt where visits were drawn at random, and refused where they follow sales."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from solver.evidence.learn import (
    PUBLISHED,
    PUBLISHED_SPREAD,
    Estimate,
    Panel,
    _by_type,
    _refusal,
    chance_of_spread,
    last_sales,
    learn_from_panel,
    learn_response,
    months_on_record,
    visit_panel,
    with_both_taken_out,
)

SEEDS = 150


def panel(seed, elasticity, *, visits="at_random", accounts=250, periods=8):
    """Make a firm whose sales answer visits as planted; how its visits come about is chosen."""
    draw = np.random.default_rng(seed)
    level, season = np.exp(draw.normal(8, 1, (accounts, 1))), np.exp(draw.normal(0, 0.1, periods))
    chance = draw.normal(0, 0.25, (accounts, periods))
    walk = np.cumsum(draw.normal(0, 0.15, (accounts, periods)), axis=1)
    before = np.column_stack([draw.normal(0, 0.25, accounts), chance[:, :-1]])
    pull = {"at_random": 0.0, "after_sales": before, "with_the_trend": walk}[visits]
    made = 1.0 + draw.poisson(5 * np.exp(pull), (accounts, periods))
    trend = walk if visits == "with_the_trend" else 0.0
    sales = level * season * np.exp(chance + trend) * made**elasticity
    return Panel(pd.RangeIndex(accounts), sales, made, 3)


@pytest.mark.parametrize("elasticity", [0, 0.15, 0.3])
def test_where_visits_are_drawn_at_random_the_interval_holds_what_was_planted(elasticity):
    found = [learn_from_panel(panel(seed, elasticity)) for seed in range(SEEDS)]
    told = [each for each in found if each["refused"] is None]
    assert len(told) >= 0.6 * SEEDS
    assert np.mean([each["low"] <= elasticity <= each["high"] for each in told]) >= 0.9


@pytest.mark.parametrize(
    ("visits", "elasticity"), [("after_sales", 0), ("with_the_trend", 0), ("after_sales", 0.3)]
)
def test_where_visits_follow_sales_nothing_is_learnt(visits, elasticity):
    found = [learn_from_panel(panel(seed, elasticity, visits=visits))["refused"] for seed in range(40)]
    assert None not in found
    assert set(found) <= {"next_visits", "last_sales", "disagree"}


def test_too_few_accounts_and_visits_that_never_change_are_refused_by_name():
    whole = panel(1, 0.3)
    assert learn_from_panel(whole.only(np.arange(250) < 199))["refused"] == "few_accounts"
    steady = Panel(whole.accounts, whole.sales, np.full(whole.visits.shape, 6.0), 3)
    assert learn_from_panel(steady)["refused"] == "no_variation"


def test_the_slope_without_account_and_period_is_the_one_worked_out_by_hand():
    # Two accounts, two periods: the first doubles its visits and its sales rise by a half, the second rests.
    visited = np.log([[4.0, 8.0], [4.0, 4.0]])
    bought = np.log([[100.0, 150.0], [70.0, 70.0]])
    assert with_both_taken_out(bought, visited).value == pytest.approx(np.log(1.5) / np.log(2))


def test_the_error_of_a_slope_is_summed_up_account_by_account():
    """Slope 2; two accounts pull it by a sixth either way, times √(3/2) for three accounts: √(1/12)."""
    visited = np.array([[1.0, -1.0], [-1.0, 1.0], [0.0, 0.0]])
    bought = np.array([[1.0, -1.0], [-3.0, 3.0], [0.0, 0.0]])
    found = with_both_taken_out(bought, visited)
    assert (found.value, found.error) == (pytest.approx(2), pytest.approx(np.sqrt(1 / 12)))


def test_an_estimate_as_sure_as_the_published_one_ends_half_way():
    shrunk = Estimate(0.0, PUBLISHED_SPREAD, np.zeros(1)).shrunk()
    assert shrunk.value == pytest.approx(PUBLISHED / 2)
    assert shrunk.error == pytest.approx(PUBLISHED_SPREAD / np.sqrt(2))


def test_estimates_two_errors_apart_are_told_from_chance_as_cochran_does():
    # Q = 2 · (0.2/0.1)² = 8 on one degree of freedom: P = 0.0047.
    apart = [Estimate(0.1, 0.1, np.zeros(1)), Estimate(0.5, 0.1, np.zeros(1))]
    assert chance_of_spread(apart) == pytest.approx(0.00468, abs=1e-5)


def test_types_are_told_apart_only_where_they_differ():
    one, other = panel(3, 0.0), panel(4, 0.6)
    both = Panel(
        pd.RangeIndex(500), np.vstack([one.sales, other.sales]), np.vstack([one.visits, other.visits]), 3
    )
    types = pd.Series(["calm"] * 250 + ["keen"] * 250)
    found = learn_from_panel(both, types)
    assert found["by_type"]["calm"]["high"] < found["by_type"]["keen"]["low"]
    same = learn_from_panel(one, pd.Series(["calm", "keen"] * 125))
    assert same["refused"] is None
    assert same["by_type"] == {}


def tables(made, as_of="2025-12-31"):
    """Write a panel of quarters as invoices and visits, dated within them."""
    accounts, periods = made.sales.shape
    ends = pd.date_range(end=as_of, periods=periods, freq="QE")
    sales = pd.DataFrame(
        {
            "account_id": np.repeat([f"C{n}" for n in range(accounts)], periods),
            "date": np.tile(ends - pd.Timedelta(days=30), accounts),
            "revenue_eur": made.sales.ravel(),
        }
    )
    count = made.visits.astype(int).ravel()
    visits = sales.loc[sales.index.repeat(count), ["account_id", "date"]].assign(status="done")
    first = sales.assign(date=ends[0] - pd.Timedelta(days=85)).iloc[:1].assign(revenue_eur=0.0)
    opening = visits.iloc[:1].assign(date=ends[0] - pd.Timedelta(days=85), status="done", account_id="X")
    return pd.concat([first, sales], ignore_index=True), pd.concat([opening, visits], ignore_index=True)


def test_tables_are_cut_into_the_shortest_period_in_which_everybody_is_seen():
    made = next(each for seed in range(20) if learn_from_panel(each := panel(seed, 0.3))["refused"] is None)
    found = learn_response(*tables(made), as_of=date(2025, 12, 31))
    assert found["months"] == 24
    cut = visit_panel(*tables(made), date(2025, 12, 31), 24)
    assert (cut.period_months, cut.sales.shape[1]) == (3, 8)
    assert found["elasticity"] == pytest.approx(learn_from_panel(made)["elasticity"])


def test_who_buys_and_is_visited_each_month_is_looked_at_by_the_month():
    days = [month + pd.Timedelta(days=9) for month in pd.date_range("2024-01-01", periods=24, freq="MS")]
    codes = [f"C{n}" for n in range(202)]
    sales = pd.DataFrame({"account_id": np.repeat(codes, 24), "date": days * 202, "revenue_eur": 100.0})
    visits = sales[["account_id", "date"]].assign(status="done")
    cut = visit_panel(sales, visits, date(2025, 12, 31), 24)
    assert (cut.period_months, cut.sales.shape) == (1, (202, 24))
    assert cut.sales.sum() == 202 * 24 * 100  # the last month is in it
    assert cut.visits.sum() == 202 * 24
    missed = visits[~(visits["account_id"].eq("C7") & visits["date"].eq(days[3]))]
    nothing = sales[~(sales["account_id"].eq("C8") & sales["date"].eq(days[5]))]
    whole = visit_panel(nothing, missed, date(2025, 12, 31), 24).accounts
    assert set(codes) - set(whole) == {"C7", "C8"}, "once not visited, once nothing bought"


def test_three_years_are_set_beside_the_sales_of_the_year_before_each():
    """Of twelve quarters the last eight have a year before them, whose sales answer to no visit of theirs."""
    made = panel(5, 0.3, periods=12)
    found = last_sales(np.log(made.sales), np.log(made.visits), 4)
    assert abs(found.t) < 3
    shifted = np.log(np.roll(made.visits, -4, axis=1))  # visits that follow the sales of the year before
    assert last_sales(np.log(made.sales), np.roll(shifted, 8, axis=1), 4).t > 5


def test_a_log_of_one_year_is_too_short_and_the_habit_is_still_shown():
    made = panel(5, 0.3)
    sales, visits = tables(made)
    found = learn_response(sales, visits[visits["date"] > "2024-12-31"], as_of=date(2025, 12, 31))
    assert found["refused"] == "short_log"
    assert found["months"] < 12
    assert found["naive_t"] > 1.96


def test_without_visits_or_sales_there_is_nothing_to_learn_from():
    sales, visits = tables(panel(5, 0.3))
    for left in ((sales.iloc[:0], visits), (sales, visits.iloc[:0])):
        assert learn_response(*left, as_of=date(2025, 12, 31))["refused"] == "short_log"


@pytest.mark.parametrize(
    ("next_visits", "last_sales", "refused"),
    [
        (0.0, 0.0, None),
        (1.63, -1.63, None),
        (1.64, 0.0, "next_visits"),
        (-1.64, 0.0, "next_visits"),
        (0.0, -1.64, "last_sales"),
        (float("nan"), 0.0, "next_visits"),
        (-9.0, 9.0, "next_visits"),
    ],
)
def test_a_placebo_that_answers_either_way_refuses_the_number(next_visits, last_sales, refused):
    sure, alike = Estimate(0.2, 0.01, np.full(4, 0.001)), Estimate(0.2, 0.01, np.zeros(4))
    tests = {"next_visits_t": next_visits, "last_sales_t": last_sales}
    assert _refusal(sure, alike, tests) == refused


def test_an_estimate_too_coarse_or_unlike_the_other_one_is_refused():
    calm = {"next_visits_t": 0.0, "last_sales_t": 0.0}
    coarse = Estimate(0.2, PUBLISHED, np.full(4, 0.001))
    assert _refusal(Estimate(0.2, PUBLISHED, np.zeros(4)), coarse, calm) == "too_coarse"
    apart = Estimate(0.9, 0.01, np.array([0.01, -0.01, 0.02, -0.02]))
    assert _refusal(apart, Estimate(0.2, 0.01, np.zeros(4)), calm) == "disagree"


def test_a_slope_five_errors_from_nothing_lies_within_1_96_errors_of_itself():
    found = Estimate(0.5, 0.1, np.zeros(1))
    assert found.t == pytest.approx(5)
    assert found.interval() == (pytest.approx(0.304, abs=1e-4), pytest.approx(0.696, abs=1e-4))


def test_two_estimates_disagree_beyond_1_96_times_what_they_have_not_in_common():
    """Pulls of 3 and 4 hundredths apart make 0.05: up to 0.098 is chance."""
    pulls = np.array([0.03, -0.04])
    one = Estimate(0.3, 0.05, pulls)
    assert one.agrees(Estimate(0.3 + 0.097, 0.0, np.zeros(2)))
    assert not one.agrees(Estimate(0.3 + 0.099, 0.0, np.zeros(2)))
    assert one.agrees(Estimate(0.3 - 0.097, 0.0, np.zeros(2)))


@pytest.mark.parametrize(("error", "refused"), [(0.158, None), (0.1585, "too_coarse")])
def test_an_interval_wider_than_twice_the_published_elasticity_is_too_coarse(error, refused):
    """Twice 1.96 errors against 0.62, twice the 0.31 of other firms."""
    wide = Estimate(0.2, error, np.full(4, 0.1))
    calm = {"next_visits_t": 0.0, "last_sales_t": 0.0}
    assert _refusal(Estimate(0.2, error, np.zeros(4)), wide, calm) == refused


def test_two_hundred_accounts_are_enough_to_look_at_and_thirty_of_a_type():
    whole = panel(1, 0.3)
    assert learn_from_panel(whole.only(np.arange(250) < 200))["refused"] != "few_accounts"
    one, other = panel(3, 0.0), panel(4, 0.9)
    both = Panel(
        pd.RangeIndex(500), np.vstack([one.sales, other.sales]), np.vstack([one.visits, other.visits]), 3
    )
    for keen, told in ((30, {"calm", "keen"}), (29, set())):
        types = pd.Series(["calm"] * 250 + ["keen"] * keen + [None] * (250 - keen))
        assert set(_by_type(both, types)) == told


def monthly(seen, accounts):
    """The first `seen` accounts buy and are visited every month; the others miss every third month."""
    days = [month + pd.Timedelta(days=9) for month in pd.date_range("2024-01-01", periods=24, freq="MS")]
    codes = [f"C{n:03}" for n in range(accounts)]
    sales = pd.DataFrame({"account_id": np.repeat(codes, 24), "date": days * accounts, "revenue_eur": 100.0})
    left_out = sales["account_id"].ge(f"C{seen:03}") & sales["date"].dt.month.mod(3).eq(1)
    sales = sales[~left_out]
    return sales, sales[["account_id", "date"]].assign(status="done")


@pytest.mark.parametrize(("accounts", "months"), [(250, 1), (251, 3)])
def test_eight_accounts_of_ten_seen_each_month_are_nearly_all(accounts, months):
    assert visit_panel(*monthly(200, accounts), date(2025, 12, 31), 24).period_months == months


def test_across_accounts_twice_the_visits_go_with_twice_the_sales_from_thirty_accounts_on():
    """Sales of 100 a visit: a slope of 1 across accounts, whatever caused it; 29 accounts are too few."""
    codes = [f"C{n:02}" for n in range(30)]
    visits = pd.DataFrame({"account_id": np.repeat(codes, [1 + n % 4 for n in range(30)])})
    visits = visits.assign(date=pd.Timestamp("2025-06-10"), status="done")
    counts = visits["account_id"].value_counts()[codes].to_numpy()
    sales = pd.DataFrame(
        {"account_id": codes, "date": pd.Timestamp("2025-06-12"), "revenue_eur": 100.0 * counts}
    )
    found = learn_response(sales, visits, as_of=date(2025, 12, 31))
    assert (found["naive"], found["refused"]) == (pytest.approx(1), "short_log")
    fewer = learn_response(sales.iloc[1:], visits, as_of=date(2025, 12, 31))
    assert (fewer["naive"], fewer["naive_t"]) == (None, None)


def test_months_on_record_are_whole_ones_of_both_tables_and_only_visits_that_were_made_count():
    def table(*days):
        return pd.DataFrame({"account_id": "a", "date": pd.to_datetime(days), "status": "done"})

    end = date(2025, 12, 31)
    assert months_on_record(table("2023-01-01"), table("2025-11-30", "2025-12-31"), end) == 1
    assert months_on_record(table("2025-07-02"), table("2025-01-01"), end) == 5
    made = table("2024-01-01", "2025-11-30").assign(status=["not_met", "done"])
    assert months_on_record(table("2023-01-01"), made, end) == 1
    assert months_on_record(table("2023-01-01"), table("2026-01-01"), end) == 0
