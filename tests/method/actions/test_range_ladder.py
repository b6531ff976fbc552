"""The next rung of a range, where half of those who are like a client are on it."""

from datetime import date

import pandas as pd
import pytest

from solver.method.actions.range_ladder import range_gaps
from tests.method.actions.test_write_action_plan import baskets

LADDER = {"Gloves": ("Cotton", "Leather", "Kevlar")}


def gaps_of(rows, gap_eur=1e9, ladders=LADDER):
    names = sorted({name for name, _family, _revenue in rows})
    return range_gaps(
        baskets(rows),
        pd.DataFrame({"account_id": names, "account_type": "medium_account"}),
        pd.DataFrame({"account_id": names, "segment": "B"}),
        pd.DataFrame({"account_id": names, "gap_eur": gap_eur}),
        ladders,
        as_of=date(2025, 12, 31),
    )


def five(*on_leather):
    """Five clients like z, some of whom buy leather for so much."""
    rows = [(f"c{n}", "Cotton", 50.0) for n in range(5)]
    return rows + [(f"c{n}", "Leather", spent) for n, spent in enumerate(on_leather)]


def test_who_stands_on_a_rung_is_worth_the_median_of_the_next_less_what_it_spends_on_its_own():
    """Three of five like it buy leather, for 300, 400 and 900: 400 less its own 100."""
    found = gaps_of([*five(300.0, 900.0, 400.0), ("z", "Cotton", 100.0)])
    (row,) = found[found["account_id"].eq("z")].to_dict("records")
    assert (row["family"], row["kind"], row["peers"]) == ("Leather", "next_range", 5)
    assert (row["buying_share"], row["own_eur"], row["gap_eur"]) == (pytest.approx(0.6), 100, 300)


def test_half_of_those_like_it_are_enough_and_fewer_are_not():
    six = [*five(300.0, 300.0, 300.0), ("c5", "Cotton", 50.0), ("z", "Cotton", 100.0)]
    assert "z" in set(gaps_of(six)["account_id"])
    assert "z" not in set(gaps_of([row for row in six if row != ("c2", "Leather", 300.0)])["account_id"])


def test_four_like_it_are_too_few():
    rows = [row for row in five(300.0, 300.0, 300.0) if row[0] != "c4"]
    assert gaps_of([*rows, ("z", "Cotton", 100.0)]).empty


def test_from_the_highest_rung_bought_the_next_is_looked_at_and_from_the_top_none():
    """z buys cotton and leather: kevlar is next, which all five buy for 900; y buys kevlar already."""
    rows = [(f"c{n}", family, 900.0) for n in range(5) for family in ("Cotton", "Kevlar")]
    found = gaps_of([*rows, ("z", "Cotton", 10.0), ("z", "Leather", 200.0), ("y", "Kevlar", 5.0)])
    assert found[["account_id", "family", "own_eur", "gap_eur"]].to_numpy().tolist() == [
        ["z", "Kevlar", 200.0, 700.0]
    ]


def test_who_spends_as_much_already_or_buys_nothing_of_the_range_has_nothing_to_take_up():
    rows = five(300.0, 300.0, 300.0)
    assert "z" not in set(gaps_of([*rows, ("z", "Cotton", 300.0)])["account_id"])
    assert "z" not in set(gaps_of([*rows, ("z", "Boots", 100.0)])["account_id"])


def test_the_gap_of_the_account_is_the_most_where_it_is_known():
    rows = [*five(300.0, 400.0, 900.0), ("z", "Cotton", 100.0)]
    assert gaps_of(rows, gap_eur=120.0).set_index("account_id").loc["z", "gap_eur"] == 120
    assert gaps_of(rows, gap_eur=float("nan")).set_index("account_id").loc["z", "gap_eur"] == 300
    assert gaps_of(rows, gap_eur=0.0).empty


def test_of_two_ranges_the_larger_gap_comes_first():
    boots = [(f"c{n}", family, spent) for n in range(5) for family, spent in (("Low", 10.0), ("High", 600.0))]
    rows = [*five(300.0, 300.0, 300.0), *boots, ("z", "Cotton", 100.0), ("z", "Low", 100.0)]
    found = gaps_of(rows, ladders=LADDER | {"Boots": ("Low", "High")})
    assert found.loc[found["account_id"].eq("z"), ["family", "gap_eur"]].to_numpy().tolist() == [
        ["High", 500.0],
        ["Leather", 200.0],
    ]
