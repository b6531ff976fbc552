"""Recommendation, people known, competitors, origins, profiles, win-back, ladder: worked out by hand."""

from datetime import date

import pandas as pd
import pytest

from solver.method.accounts.competitors import competitors
from solver.method.accounts.coverage import coverage
from solver.method.actions.range_ladder import range_gaps
from solver.method.behaviour.journeys import plan_journeys, weigh_win_backs
from solver.method.behaviour.profile import segment_profile
from solver.method.behaviour.recommendation import (
    detractors,
    promoters,
    recommendation,
    who_to_ask_for_a_name,
)
from solver.method.prospects.origins import origins
from solver.parameters.reasons import WIN_BACK_FACTORS
from solver.tables import check, empty

AS_OF = date(2025, 12, 31)


def discovered(rows):
    """Table `discoveries` of rows that say a few of its columns."""
    names = list(empty("discoveries").columns)
    return check("discoveries", pd.DataFrame([dict.fromkeys(names) | row for row in rows], columns=names))


def answers(promoters, passives, detractors):
    notes = [10] * promoters + [7] * passives + [3] * detractors
    return discovered({"account_id": f"C{n:03d}", "recommend": note} for n, note in enumerate(notes))


def behaving(codes, behaviour="loyal"):
    return pd.DataFrame({"account_id": list(codes), "behaviour": behaviour})


def test_eighteen_promoters_and_eight_detractors_of_forty_make_plus_25_within_1_and_49():
    told = answers(18, 14, 8)
    first = recommendation(told, behaving(told["account_id"])).iloc[0]
    assert first[["answers", "promoters", "passives", "detractors"]].tolist() == [40, 18, 14, 8]
    assert first["nps"] == pytest.approx(25)
    assert [round(first["low_nps"]), round(first["high_nps"])] == [1, 49]
    # 1.96 √((.45 + .2 − .25²) / 40) = .23755 to either side.
    assert [first["low_nps"], first["high_nps"]] == pytest.approx([1.245, 48.755], abs=1e-2)
    sure = recommendation(answers(40, 0, 0), behaving(answers(40, 0, 0)["account_id"])).iloc[0]
    assert sure[["low_nps", "nps", "high_nps"]].tolist() == [100, 100, 100]
    never = recommendation(answers(0, 1, 39), behaving(answers(0, 1, 39)["account_id"])).iloc[0]
    assert (never["low_nps"], never["nps"]) == (-100, -97.5)


def test_twenty_nine_answers_make_no_figure_and_name_who_is_firm():
    told = answers(2, 26, 1)
    table = recommendation(told, behaving(told["account_id"]))
    assert table["answers"].tolist() == [29, 29]
    assert table["nps"].isna().all()
    assert who_to_ask_for_a_name(told)["account_id"].tolist() == ["C000", "C001", "C028"]


def test_thirty_answers_make_a_figure():
    told = answers(2, 27, 1)
    assert recommendation(told, behaving(told["account_id"]))["nps"].tolist() == pytest.approx([100 / 30] * 2)


def test_promoters_said_so_or_are_delighted_and_were_not_asked_and_detractors_said_so_of_late():
    accounts = pd.DataFrame(
        {"account_id": list("ABCDE"), "kind": "client", "satisfaction": [5, 5, None, 2, 4]}
    )
    said = [("A", 6, "2025-06-01"), ("C", 9, "2025-06-01"), ("D", 3, "2024-06-01"), ("E", 5, None)]
    told = discovered(
        {"account_id": code, "recommend": note, "recommend_on": pd.Timestamp(day)} for code, note, day in said
    )
    assert promoters(accounts, told) == {"B", "C"}
    assert detractors(told, AS_OF) == {"A", "E"}


def test_whom_we_know_at_each_client_and_whom_we_met():
    accounts = pd.DataFrame({"account_id": ["A", "B", "P"], "kind": ["client", "client", "prospect"]})
    contacts = pd.DataFrame(
        {
            "account_id": ["A", "A", "B"],
            "name": ["Anne Morvan", "Luc Berre", "Rose Kerbrat"],
            "role": ["decision_maker", "prescriber", "buyer"],
        }
    )
    reports = pd.DataFrame(
        {
            "account_id": ["A", "A"],
            "date": pd.to_datetime(["2025-06-01", "2024-12-31"]),
            "contact_name": ["anne MORVAN", "Luc Berre"],
            "visit_outcome": pd.Series([None, "met"], dtype="str"),
        }
    )
    table = coverage(
        accounts, contacts, reports, pd.Series({"A": 900.0, "B": 100.0}), as_of=AS_OF, abc_cut_a=0.8
    )
    assert table.to_numpy().tolist() == [
        ["A", True, 2, "met", "known", False],
        ["B", False, 1, "none", "none", True],
    ]


def test_competitors_stand_by_how_often_they_were_found_then_by_name_and_others_last():
    found = {"Zed": 5, "Armor": 5, "Often": 6, "Once": 1, "Seven of others": 4}
    names = [name for name, times in found.items() for _time in range(times)]
    told = discovered({"account_id": f"C{n:02d}", "competitor": name} for n, name in enumerate(names))
    known = pd.DataFrame({"account_id": told["account_id"], "potential_eur": 10.0})
    nothing = pd.DataFrame({"account_id": [], "date": pd.to_datetime([]), "stage": []}, dtype="str")
    table = competitors(told, known, nothing)
    assert table["competitor"].fillna("others").tolist() == ["Often", "Armor", "Zed", "others"]
    assert table["accounts"].tolist() == [6, 5, 5, 5]
    assert table["potential_eur"].tolist() == [60, 50, 50, 50]


def test_a_competitor_at_five_accounts_has_a_name_and_the_others_are_others():
    rows = [
        {"account_id": f"C{n}", "competitor": name, "competitor_edge": edge}
        for n, (name, edge) in enumerate(
            [("Armor Pro", "price"), ("ARMOR PRO", "delivery;price"), ("Armor pro", None)]
            + [("Armor Pro", None)] * 2
            + [("Breizh", "quality")]
        )
    ]
    qualification = pd.DataFrame(
        {"account_id": [f"C{n}" for n in range(6)], "potential_eur": [1000.0] * 5 + [300.0]}
    )
    events = pd.DataFrame(
        {
            "account_id": ["C0", "C0", "C5"],
            "date": pd.to_datetime(["2025-01-01", "2025-02-01", "2025-01-01"]),
            "stage": ["called", "won", "lost"],
        }
    )
    table = competitors(discovered(rows), qualification, events)
    assert table.fillna("").to_numpy().tolist() == [
        ["Armor Pro", 5, 5000.0, "price", 2, 1, 0],
        ["", 1, 300.0, "quality", 1, 0, 1],
    ]


def test_who_was_introduced_is_counted_apart_from_who_was_called():
    events = pd.DataFrame(
        {
            "account_id": ["P1", "P1", "P2", "P2", "P3", "P3"],
            "date": pd.to_datetime([*["2025-01-01", "2025-03-01"] * 2, "2025-01-01", "2025-03-01"]),
            "stage": ["called", "won", "called", "quoted", "quoted", "reached"],
        }
    )
    table = origins(discovered([{"account_id": "P1", "introduced_by": "C1"}]), events)
    assert table[["origin", "pursuits", "won"]].to_numpy().tolist() == [
        ["introduced", 1, 1],
        ["call", 1, 0],
        ["other", 1, 0],
    ]
    # Wilson, 1 of 1 at 95 %: 1 / (1 + 1.96²) = 0.2065.
    assert table.loc[0, "low_win_rate"] == pytest.approx(0.2065, abs=1e-4)


def test_a_profile_says_orders_basket_and_trade():
    accounts = pd.DataFrame(
        {"account_id": ["A", "B"], "headcount": [10.0, 30.0], "naf": ["25.62B", "25.62B"]}
    )
    sales = pd.DataFrame(
        {
            "account_id": ["A", "A", "A", "B"],
            "date": pd.Timestamp("2025-06-01"),
            "order_id": ["1", "1", "2", "3"],
            "family": ["EPI", "VISS", "EPI", "EPI"],
            "revenue_eur": [100.0, 50.0, 150.0, 600.0],
        }
    )
    segments = pd.DataFrame({"account_id": ["A", "B"], "segment": "A"})
    (line,) = segment_profile(accounts, sales, behaving("AB"), segments, as_of=AS_OF).to_dict("records")
    # Three orders of 900 together; medians of (2, 1) orders, (2, 1) families, (10, 30) employees.
    assert line == {
        "behaviour": "loyal",
        "segment": "A",
        "clients": 2,
        "orders": 1.5,
        "mean_basket_eur": 300.0,
        "families": 1.5,
        "headcount_median": 20.0,
        "top_naf": "25.62B (2)",
    }


@pytest.mark.parametrize(
    ("reason", "margin", "value", "decision"),
    [
        ("price", 5000, 780, "worth_it"),  # 0.12 × 1.3 × 5,000 against 2 × 110
        ("service", 5000, 420, "worth_it"),
        ("closed", 5000, 0, "not_worth_it"),
        ("service", 1500, 126, "not_worth_it"),
        (None, 1500, 180, "not_worth_it"),
    ],
)
def test_why_they_left_says_whether_to_win_them_back(reason, margin, value, decision):
    made = win_backs(reason, margin)
    assert made.loc[0, "value_eur"] == pytest.approx(value)
    assert (made.loc[0, "cost_eur"], made.loc[0, "decision"]) == (220, decision)


def win_backs(reason, margin):
    return weigh_win_backs(
        pd.DataFrame({"account_id": ["L"], "rep_id": ["R1"]}),
        pd.DataFrame({"account_id": ["L"], "behaviour": ["lost"], "visit_cap": [12]}),
        pd.DataFrame(
            {
                "account_id": ["L"],
                "date": pd.to_datetime(["2023-06-01"]),
                "order_id": ["1"],
                "revenue_eur": [2.0 * margin],
                "cost_eur": [1.0 * margin],
            }
        ),
        pd.DataFrame({"rep_id": ["R1"], "cost_per_visit_eur": [110.0]}),
        as_of=AS_OF,
        margin_rate=0.3,
        win_back_rate=0.12,
        win_back_visits=2,
        lost_reasons=pd.Series({"L": reason}).dropna(),
        win_back_factors=WIN_BACK_FACTORS,
    )


@pytest.mark.parametrize(
    ("reason", "words"),
    [("price", "Make an offer"), ("quality", "Show first what was mended"), (None, "Learn why they left")],
)
def test_what_is_said_first_goes_by_why_they_left(reason, words):
    made = plan_journeys(
        pd.DataFrame({"account_id": ["L"], "rep_id": ["R1"], "since_on": [pd.NaT]}),
        pd.DataFrame({"account_id": ["L"], "behaviour": ["lost"], "visit_cap": [12]}),
        pd.DataFrame({"account_id": [], "segment": [], "margin_eur": []}).astype({"account_id": "str"}),
        empty("sales"),
        pd.DataFrame({"rep_id": ["R1"], "cost_per_visit_eur": [110.0]}),
        win_backs(reason, 5000),
        plan_start=date(2026, 1, 1),
        plan_end=date(2026, 12, 31),
        welcome_months=6,
        welcome_contacts=4,
        win_back_visits=2,
        phone_contact_cost_eur=12,
    )
    assert made["journey"].tolist() == ["win_back", "win_back"]
    assert made.loc[0, "purpose"].startswith(words)
    assert made.loc[1, "purpose"] == "Make the offer that answers it"


def test_four_of_six_peers_buy_the_next_rung_for_1400_and_own_1000_leaves_400():
    peers = [f"C{n}" for n in range(1, 7)]
    bought = [("C0", "éco", 1000.0), *((code, "éco", 500.0) for code in peers)]
    bought += zip(peers[:4], ["standard"] * 4, [1200.0, 1300.0, 1500.0, 1700.0], strict=True)
    sales = pd.DataFrame(bought, columns=["account_id", "family", "revenue_eur"]).assign(
        date=pd.Timestamp("2025-06-01")
    )
    codes = ["C0", *peers]
    types = pd.DataFrame({"account_id": codes, "account_type": "going_concern"})
    segments = pd.DataFrame({"account_id": codes, "segment": "B"})
    ladders = {"Gants": ["éco", "standard", "pro"]}

    def gaps(known):
        qualification = pd.DataFrame({"account_id": codes, "gap_eur": known})
        return range_gaps(sales, types, segments, qualification, ladders, as_of=AS_OF)

    found = gaps(5000.0).set_index("account_id")
    # The median of 1,200, 1,300, 1,500 and 1,700 is 1,400.
    assert found.loc["C0", ["family", "kind", "peers", "own_eur", "gap_eur"]].tolist() == [
        "standard",
        "next_range",
        6,
        1000.0,
        400.0,
    ]
    assert gaps(250.0).set_index("account_id").loc["C0", "gap_eur"] == 250.0
