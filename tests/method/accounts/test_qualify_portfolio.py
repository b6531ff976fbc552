from datetime import date

import pandas as pd
import pytest

from solver.method.accounts.qualify_portfolio import qualify, wallet
from solver.method.accounts.segment_portfolio import segment
from solver.tables import check
from tests.method.tables import accounts_table

AS_OF = date(2025, 12, 31)
FRESH = pd.Timestamp("2025-06-01")


def qualified(rows, revenue, **changes):
    accounts = accounts_table(
        [{"potential_on": FRESH if row.get("potential_eur") is not None else None, **row} for row in rows]
    )
    segments = segment(pd.DataFrame({"account_id": list(revenue), "revenue_eur": list(revenue.values())}))
    given = {
        "as_of": AS_OF,
        "potential_per_head_eur": None,
        "accessible_share": 0.8,
        "potential_fresh_months": 12,
    }
    table = check("qualification", qualify(accounts, segments, **(given | changes)))
    return table.set_index("account_id"), wallet(table, accounts)


def client(name, potential=None, **more):
    return {"account_id": name, "potential_eur": potential, **more}


def test_the_gap_is_what_can_be_won_less_what_is_bought():
    table, _facts = qualified(
        [client("C1", 1000.0), client("C2", 1000.0, accessible_share=0.5)], {"C1": 300.0, "C2": 600.0}
    )
    assert table["accessible_eur"].tolist() == [800, 500]
    assert table["gap_eur"].tolist() == [500, 0]
    assert table["share_of_wallet"].tolist() == pytest.approx([0.3, 0.6])


def test_an_unknown_potential_stays_unknown():
    table, facts = qualified([client("C1", 1000.0), client("C2", headcount=10)], {"C1": 10.0, "C2": 20.0})
    unknown = table.loc["C2"]
    assert unknown[["potential_eur", "accessible_eur", "share_of_wallet", "gap_eur"]].isna().all()
    assert (unknown["potential_class"], unknown["flag"]) == ("?", "unknown")
    assert (facts["known_clients"], facts["unknown"], facts["revenue_eur"]) == (1, 1, 10)


def test_where_no_potential_is_above_nothing_the_known_ones_are_the_least():
    rows = [client("C1", 0.0), client("C2", 0.0), client("C3")]
    table, _facts = qualified(rows, {"C1": 10.0, "C2": 20.0, "C3": 5.0})
    assert table["potential_class"].tolist() == ["C'", "C'", "?"]
    assert table["share_of_wallet"].isna().all()
    assert table["gap_eur"].iloc[:2].tolist() == [0, 0]


def test_a_quarter_of_the_wallet_is_no_longer_weak_and_six_tenths_are_not_yet_strong():
    rows = [client(f"C{n}", 100.0) for n in range(4)]
    _table, facts = qualified(rows, {"C0": 24.0, "C1": 25.0, "C2": 60.0, "C3": 61.0})
    assert (facts["weak"], facts["medium"], facts["strong"]) == (1, 2, 1)
    assert [facts["portfolio_rate"], facts["mean_rate"]] == pytest.approx([0.425, 0.425])


def test_a_headcount_gives_an_estimate_where_nothing_was_given():
    table, _facts = qualified(
        [client("C1", 1000.0, headcount=99), client("C2", headcount=10), client("C3")],
        {"C1": 10.0, "C2": 20.0, "C3": 5.0},
        potential_per_head_eur=400,
    )
    assert table["potential_basis"].tolist() == ["given", "estimated", "unknown"]
    assert table["potential_eur"].iloc[:2].tolist() == [1000, 4000]
    assert table["potential_on"].iloc[1] == pd.Timestamp(AS_OF)


@pytest.mark.parametrize(
    ("potential_on", "flag"),
    [("2024-12-31", None), ("2024-12-30", "stale"), (None, "stale")],
    ids=["a year old", "older", "undated"],
)
def test_a_potential_older_than_a_year_or_undated_is_stale(potential_on, flag):
    day = None if potential_on is None else pd.Timestamp(potential_on)
    table, _facts = qualified([client("C1", 1000.0, potential_on=day)], {"C1": 10.0})
    assert table["flag"].fillna("none").tolist() == [flag or "none"]


def test_a_client_who_buys_more_than_its_potential_is_flagged_and_kept_as_given():
    table, facts = qualified([client("C1", 100.0), client("C2", 100.0)], {"C1": 150.0, "C2": 100.0})
    assert table.loc["C1", "share_of_wallet"] == pytest.approx(1.5)
    assert (table.loc["C1", "potential_eur"], table.loc["C1", "gap_eur"]) == (100, 0)
    assert table["flag"].fillna("none").tolist() == ["over_100", "none"]
    assert facts["over_100"] == 1


def test_a_prospect_of_the_first_class_is_as_large_as_a_client_of_it():
    rows = [client("C1", 600.0), client("C2", 200.0), client("C3", 150.0), client("C4", 50.0)]
    rows += [client(f"P{size}", float(size), kind="prospect") for size in (200, 199, 150, 149, 5000)]
    rows += [client("F1", 160.0, kind="former_client")]
    # Clients: 600 and 200 make 80 % of 1,000, 150 brings 95 %.
    table, facts = qualified(rows, {"C1": 10.0, "C2": 10.0, "C3": 10.0, "C4": 10.0})
    assert table["potential_class"].to_dict() == {
        "C1": "A'",
        "C2": "A'",
        "C3": "B'",
        "C4": "C'",
        "F1": "B'",
        "P149": "C'",
        "P150": "B'",
        "P199": "B'",
        "P200": "A'",
        "P5000": "A'",
    }
    assert (facts["a_from_eur"], facts["b_from_eur"]) == (200, 150)
    assert (facts["prospects"], facts["prospect_accessible_eur"]) == (
        6,
        pytest.approx(0.8 * (149 + 150 + 199 + 200 + 5000 + 160)),
    )


def test_without_a_client_of_known_potential_the_cuts_are_found_on_everybody():
    rows = [client("C1"), client("P1", 80.0, kind="prospect"), client("P2", 20.0, kind="prospect")]
    table, facts = qualified(rows, {"C1": 10.0})
    assert table["potential_class"].to_dict() == {"C1": "?", "P1": "A'", "P2": "C'"}
    assert (facts["portfolio_rate"], facts["mean_rate"]) == (None, None)
    assert (facts["a_from_eur"], facts["b_from_eur"]) == (80, None)


def test_the_portfolio_rate_weighs_each_client_by_its_potential():
    # 90 of 1,000 and 90 of 100: 180 of 1,100 is 16 %, the mean of the rates is 49.5 %.
    _table, facts = qualified([client("C1", 1000.0), client("C2", 100.0)], {"C1": 90.0, "C2": 90.0})
    assert facts["portfolio_rate"] == pytest.approx(180 / 1100)
    assert facts["mean_rate"] == pytest.approx(0.495)
    assert (facts["weak"], facts["medium"], facts["strong"]) == (1, 0, 1)


def test_a_credit_note_does_not_widen_the_gap():
    table, _facts = qualified([client("C1", 100.0), client("C2", 100.0)], {"C1": -30.0, "C2": 10.0})
    assert table["gap_eur"].tolist() == [80, 70]


def test_of_a_portfolio_without_a_flag_none_is_counted():
    _table, facts = qualified([client("C1", 100.0)], {"C1": 10.0})
    assert [facts[flag] for flag in ("unknown", "over_100", "stale")] == [0, 0, 0]
