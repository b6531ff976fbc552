"""A field test: what it can show, who is drawn, and what comes of it."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from solver.evidence.field_test import (
    candidates,
    detectable_effect,
    draw_test,
    read_outcome,
    spread_of_changes,
)
from solver.words.errors import PortfolioError
from tests.everyday import draws

START, END = date(2026, 1, 1), date(2026, 12, 31)


@pytest.mark.parametrize(("accounts", "effect"), [(20, 0.31), (400, 0.06)])
def test_the_effect_that_can_be_seen_is_the_published_one(accounts, effect):
    assert round(detectable_effect(accounts, 0.25), 2) == effect


def test_the_smallest_effect_that_can_be_seen_has_pairs_less_two_degrees_of_freedom():
    """Of twenty accounts ten pairs, t of 8 at 95 % and 80 %: (1.8595 + 0.8889) × 0.25 × 2 / √20."""
    assert detectable_effect(20, 0.25) == pytest.approx(0.30728, abs=1e-5)


def clients(count=40, seed=0):
    draw = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "account_id": [f"C{n:03d}" for n in range(count)],
            "name": [f"Client {n}" for n in range(count)],
            "town": "Rennes",
            "rep_id": ["R1", "R2"] * (count // 2),
            "revenue_eur": np.exp(draw.normal(9, 1, count)),
            "visits": draw.integers(3, 13, count),
        }
    )


def test_a_pair_is_of_one_rep_and_the_lot_gives_one_of_it_a_quarter_more():
    test = draw_test(clients(), 20, seed=1)
    assert len(test) == 20
    for _, pair in test.groupby("pair"):
        assert len(set(pair["rep_id"])) == 1
        more, usual = pair.set_index("group").loc[["more", "usual"]].itertuples()
        assert usual.visits_wanted == usual.visits
        assert more.visits * 1.25 <= more.visits_wanted < more.visits * 1.25 + 1


def test_the_same_seed_draws_the_same_lots_and_another_draws_others():
    first, again, other = (draw_test(clients(), 40, seed) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(first, again)
    assert not first["account_id"].equals(other["account_id"])


def test_a_test_that_was_drawn_is_the_pair_the_group_the_client_and_its_visits():
    drawn = draw_test(clients(), 20, 1)
    assert list(drawn.columns) == ["pair", "group", *clients().columns, "visits_wanted"]
    assert drawn["pair"].tolist() == [pair for pair in range(1, 11) for _each in range(2)]
    assert drawn["group"].tolist() == ["more", "usual"] * 10


def test_the_lot_favours_neither_of_a_pair():
    larger = [
        pair.set_index("group")["revenue_eur"].idxmax()
        for seed in range(40)
        for _, pair in draw_test(clients(), 40, seed).groupby("pair")
    ]
    assert 0.45 < np.mean([group == "more" for group in larger]) < 0.55


@pytest.mark.parametrize(
    ("revenue", "visits"), [((10, 20), (6, 6)), ((5000, 5001), (6, 12)), ((5000, 5001), (12, 6))]
)
def test_the_pair_that_is_least_alike_in_revenue_or_visits_is_the_one_left_out(revenue, visits):
    alike = [(1000 * n + more, 6) for n in range(1, 5) for more in (0, 10)]
    table = pd.DataFrame([*alike, *zip(revenue, visits, strict=True)], columns=["revenue_eur", "visits"])
    table = table.assign(account_id=[f"C{n}" for n in range(10)], rep_id="R1")
    assert set(draw_test(table, 8, seed=1)["account_id"]) == {f"C{n}" for n in range(8)}


@pytest.mark.parametrize("accounts", [7, 6, 0, -2])
def test_an_odd_or_too_small_number_is_refused(accounts):
    with pytest.raises(PortfolioError, match="even number of accounts, 8 at least"):
        draw_test(clients(), accounts, 1)


def test_more_accounts_than_there_are_is_refused_with_how_many_there_are():
    with pytest.raises(PortfolioError, match="40 clients can take part"):
        draw_test(clients(), 60, 1)


def test_who_objects_who_is_decided_on_and_who_is_hardly_visited_takes_no_part():
    ids = ["OK", "OPPOSED", "DECIDED", "SELDOM", "PROSPECT"]
    accounts = pd.DataFrame(
        {
            "account_id": ids,
            "name": ids,
            "town": "Rennes",
            "rep_id": "R1",
            "kind": ["client"] * 4 + ["prospect"],
            "opposed": [False, True, False, False, False],
        }
    )
    sales = pd.DataFrame({"account_id": ids, "date": pd.Timestamp("2025-06-01"), "revenue_eur": 100.0})
    counts = [3, 9, 9, 2, 9]
    visits = pd.DataFrame(
        {"account_id": np.repeat(ids, counts), "date": pd.Timestamp("2025-05-01"), "status": "done"}
    )
    decisions = pd.DataFrame({"account_id": ["DECIDED"]})
    found = candidates(accounts, sales, visits, decisions, date(2025, 12, 31))
    assert found[["account_id", "visits", "revenue_eur"]].to_numpy().tolist() == [["OK", 3, 100.0]]


def outcome(test, effect, seed, spread=0.25, as_of=END):
    """Play the year of the test: more visits move the log of sales by `effect`."""
    draw = np.random.default_rng(seed)
    moved = np.where(test["group"] == "more", effect, 0.0) + draw.normal(0, spread, len(test))
    before = test["revenue_eur"].to_numpy()
    both = [("2025-06-01", before), ("2026-06-01", before * np.exp(moved))]
    sales = pd.concat(
        [
            pd.DataFrame({"account_id": test["account_id"], "date": pd.Timestamp(day), "revenue_eur": amount})
            for day, amount in both
        ]
    )
    made = test.loc[test.index.repeat(test["visits_wanted"]), ["account_id"]]
    visits = made.assign(date=pd.Timestamp("2026-03-01"), status="done")
    return read_outcome(test, sales, visits, start=START, end=END, as_of=as_of)


@pytest.mark.whole
@pytest.mark.parametrize("effect", [0, 0.05, 0.15])
def test_the_interval_of_a_test_holds_the_effect_that_was_planted(effect):
    test = draw_test(clients(100), 100, 1)
    found = [outcome(test, effect, seed) for seed in range(draws(80, 200))]
    assert np.mean([each["low"] <= effect <= each["high"] for each in found]) > 0.85  # nine times in ten


def test_an_effect_as_large_as_said_is_found_four_times_in_five():
    test = draw_test(clients(100), 100, 1)
    effect = detectable_effect(100, 0.25)
    found = [outcome(test, effect, seed)["low"] > 0 for seed in range(draws(120, 300))]
    assert 0.73 < np.mean(found) < 0.87


def test_without_any_chance_the_effect_is_read_off_to_the_digit():
    test = draw_test(clients(), 40, 1)
    found = outcome(test, np.log(1.1), seed=1, spread=0)
    assert found["effect"] == pytest.approx(2 * 0.1 / 2.1)
    assert found["pairs"] == 20
    more = test.loc[test["group"] == "more", "visits_wanted"].sum()
    usual = test.loc[test["group"] == "usual", "visits_wanted"].sum()
    assert found["visits_done"] == {"more": more, "usual": usual}


def test_an_account_that_left_counts_in_its_group():
    test = draw_test(clients(), 40, 1)
    gone = test.loc[test["group"] == "usual", "account_id"].iloc[0]
    sales = pd.concat(
        [
            pd.DataFrame({"account_id": test["account_id"], "date": pd.Timestamp(day), "revenue_eur": 100.0})
            for day in ("2025-06-01", "2026-06-01")
        ]
    )
    sales = sales[~(sales["account_id"].eq(gone) & sales["date"].gt("2026-01-01"))]
    visits = pd.DataFrame({"account_id": [], "date": pd.to_datetime([]), "status": []})
    found = read_outcome(test, sales, visits, start=START, end=END, as_of=END)
    assert found["pairs"] == 20
    assert found["effect"] > 0


def test_a_pair_of_which_one_bought_nothing_the_year_before_has_no_change_to_tell():
    """Of ten pairs one is left out; what a client buys for the first time is no rise of anything."""
    test = draw_test(clients(), 20, 1)
    new = test["account_id"].iloc[0]
    days = {"2025-06-01": 100.0, "2026-06-01": 110.0}
    sales = pd.concat(
        test[["account_id"]].assign(date=pd.Timestamp(day), revenue_eur=eur) for day, eur in days.items()
    )
    sales = sales[~(sales["account_id"].eq(new) & sales["date"].lt("2026-01-01"))]
    nobody = pd.DataFrame({"account_id": [], "date": pd.to_datetime([]), "status": []})
    found = read_outcome(test, sales, nobody, start=START, end=END, as_of=END)
    assert found["pairs"] == 9
    assert found["effect"] == pytest.approx(0)
    assert found["visits_done"] == {"more": 0, "usual": 0}


def test_credit_notes_above_the_sales_are_no_sales_before_or_after():
    """One of ten with the usual visits ends below nothing: −2 of change, as if it bought none."""
    test = draw_test(clients(), 20, 1)
    days = ("2025-06-01", "2026-06-01")
    sales = pd.concat(test[["account_id"]].assign(date=pd.Timestamp(day), revenue_eur=0.9) for day in days)
    usual = sales["account_id"].eq(test["account_id"].iloc[1])
    nobody = pd.DataFrame({"account_id": [], "date": pd.to_datetime([]), "status": []})
    told = {"start": START, "end": END, "as_of": END}
    after = sales.mask(usual & sales["date"].gt(days[0]), sales.assign(revenue_eur=-5.0))
    assert read_outcome(test, after, nobody, **told)["effect"] == pytest.approx(0.2)
    before = sales.mask(usual & sales["date"].le(days[0]), sales.assign(revenue_eur=-5.0))
    assert read_outcome(test, before, nobody, **told)["pairs"] == 9


@pytest.mark.parametrize(
    ("day", "counts"),
    [("2024-12-31", False), ("2026-01-01", True), ("2026-12-31", True), ("2027-01-01", False)],
)
def test_the_first_and_the_last_day_of_a_test_are_days_of_it(day, counts):
    """Who has more visits buys half as much again on that day: 2 × 50 / 250 more."""
    test = draw_test(clients(), 20, 1)
    days = ("2025-01-01", "2026-06-01")
    sales = [test[["account_id"]].assign(date=pd.Timestamp(one), revenue_eur=100.0) for one in days]
    more = test.loc[test["group"].eq("more"), ["account_id"]]
    sales.append(more.assign(date=pd.Timestamp(day), revenue_eur=50.0))
    visits = more.assign(date=pd.Timestamp(day), status="done")
    found = read_outcome(test, pd.concat(sales), visits, start=START, end=END, as_of=END)
    assert found["visits_done"] == {"more": 10 * counts, "usual": 0}
    assert found["effect"] == pytest.approx(2 * 50 / 250 * counts)


def test_a_test_that_still_runs_says_so():
    test = draw_test(clients(), 40, 1)
    assert outcome(test, 0.1, 1, as_of=date(2026, 12, 30))["refused"] == "not_over"


def test_the_spread_of_changes_is_that_of_clients_of_both_years():
    ids = [f"C{n}" for n in range(31)]
    sales = pd.concat(
        [
            pd.DataFrame({"account_id": ids[:30], "date": pd.Timestamp("2024-06-01"), "revenue_eur": 100.0}),
            pd.DataFrame(
                {
                    "account_id": ids[:30],
                    "date": pd.Timestamp("2025-06-01"),
                    "revenue_eur": [100 / 1.5, 150.0] * 15,
                }
            ),
            pd.DataFrame({"account_id": ids[30:], "date": pd.Timestamp("2025-06-01"), "revenue_eur": 9e9}),
        ]
    )
    everybody = pd.DataFrame({"account_id": ids})
    spread, measured_on = spread_of_changes(everybody, sales, date(2025, 12, 31))
    assert (spread, measured_on) == (pytest.approx(0.4 * np.sqrt(30 / 29)), 30)


def test_the_spread_is_that_of_those_who_may_take_part_and_judged_where_they_are_few():
    ids = [f"C{n:02d}" for n in range(60)]
    sales = pd.concat(
        [
            pd.DataFrame({"account_id": ids, "date": pd.Timestamp("2024-06-01"), "revenue_eur": 100.0}),
            pd.DataFrame(
                {
                    "account_id": ids,
                    "date": pd.Timestamp("2025-06-01"),
                    "revenue_eur": [*[100.0] * 30, *[50.0, 400.0] * 15],
                }
            ),
        ]
    )
    calm, few = (pd.DataFrame({"account_id": ids[:count]}) for count in (30, 29))
    assert spread_of_changes(calm, sales, date(2025, 12, 31)) == (0.0, 30)
    assert spread_of_changes(few, sales, date(2025, 12, 31)) == (0.25, 0)
