"""Note or multiplier, the contact cap, and the four journeys."""

from datetime import date

import pandas as pd
import pytest

from solver.method.behaviour.build_typology import behaviour_table
from solver.method.behaviour.journeys import (
    cost_per_visit,
    plan_journeys,
    to_working_days,
    weigh_win_backs,
)
from solver.method.behaviour.weigh_typology import (
    newsletters_per_quarter,
    stakes_table,
    weigh_typology,
)
from solver.parameters.method import MethodParameters
from solver.tables import check
from solver.tables.codes import BEHAVIOURS
from solver.words.errors import PortfolioError
from tests.method.tables import accounts_table, sales_table

DEFAULTS = MethodParameters()
AS_OF, START, END = date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31)
VISIT_COST = pd.DataFrame({"rep_id": ["R1"], "cost_per_visit_eur": [80.0]})


def people(rows):
    """Contacts written as (account_id, opposed)."""
    return pd.DataFrame(rows, columns=["account_id", "opposed"]).astype({"opposed": "bool"})


def weigh(accounts, behaviours, contacts=(), **changes):
    typology = pd.DataFrame(behaviours, columns=["account_id", "behaviour"])
    arguments = {
        "typology_mode": "note",
        "typology_note": DEFAULTS.typology_note,
        "typology_multiplier": DEFAULTS.typology_multiplier,
        "contacts_per_quarter_max": 4,
        "newsletter_months": 3,
        "plan_start": START,
        "plan_end": END,
        **changes,
    }
    notes = weigh_typology(accounts_table(accounts), people(contacts), typology, **arguments)
    check("typology_notes", notes)
    return notes.set_index("account_id")


def test_only_who_gets_the_newsletters_gives_a_contact_a_quarter_to_them():
    """Four contacts a quarter of one person, three where a newsletter goes there."""
    accounts = [{"account_id": code} for code in "ab"]
    behaviours = [(code, "standard") for code in "ab"]
    assert weigh(accounts, behaviours, readers={"a"})["visit_cap"].tolist() == [12, 16]


@pytest.mark.parametrize(
    ("revenue", "shares"), [([300, 100], [0.75, 0.25]), ([0, 0], [0, 0]), ([-5, 5], [0, 0])]
)
def test_behaviours_share_out_the_revenue_and_a_firm_without_any_has_no_shares(revenue, shares):
    typology = pd.DataFrame({"account_id": ["a", "b", "p"], "behaviour": ["loyal", "at_risk", "new"]})
    bought = pd.DataFrame({"account_id": ["a", "b"], "revenue_eur": [float(each) for each in revenue]})
    gaps = pd.DataFrame({"account_id": ["a", "b"], "gap_eur": [40.0, float("nan")]})
    table = stakes_table(typology, bought, gaps).set_index("behaviour")
    assert table.loc[["loyal", "at_risk"], "revenue_share"].tolist() == shares
    assert table.loc[["loyal", "at_risk", "new", "lost"], "accounts"].tolist() == [1, 1, 1, 0]
    assert table.loc[["loyal", "at_risk", "new", "lost"], "gap_eur"].tolist() == [40, 0, 0, 0]
    facts = bought.rename(columns={"revenue_eur": "revenue_12m_eur"})
    assert (
        behaviour_table(typology, facts)
        .set_index("behaviour")["revenue_share"][["loyal", "at_risk"]]
        .tolist()
        == shares
    )


@pytest.mark.parametrize(("months_apart", "a_quarter"), [(0, 0), (1, 3), (2, 1.5), (3, 1), (12, 0.25)])
def test_newsletters_so_many_months_apart_are_so_many_a_quarter_and_nought_means_none(
    months_apart, a_quarter
):
    assert newsletters_per_quarter(months_apart) == a_quarter


def test_a_note_leaves_the_frequency_alone_and_a_multiplier_leaves_the_score_alone():
    accounts, behaviours = [{"account_id": "a"}, {"account_id": "p", "kind": "prospect"}], [("a", "at_risk")]
    noted = weigh(accounts, behaviours)
    assert noted.loc["a", ["typology_note", "frequency_multiplier"]].tolist() == [4, 1]
    multiplied = weigh(accounts, behaviours, typology_mode="multiplier")
    assert multiplied["typology_note"].isna().all()
    assert multiplied["frequency_multiplier"].tolist() == [1.25, 1]


def test_a_cap_counts_quarters_and_people():
    notes = weigh(
        [{"account_id": "none"}, {"account_id": "two"}, {"account_id": "one_of_two"}],
        [],
        [("two", False), ("two", False), ("one_of_two", True), ("one_of_two", False)],
    )
    assert notes["visit_cap"].to_dict() == {"none": 12, "two": 24, "one_of_two": 12}


def test_opposition_is_a_hard_stop_of_the_account_or_of_all_its_people():
    notes = weigh(
        [{"account_id": "account", "opposed": True}, {"account_id": "people"}],
        [],
        [("account", False), ("people", True)],
    )
    assert notes["visit_cap"].tolist() == [0, 0]


def test_a_plan_of_half_a_year_has_half_the_contacts():
    assert weigh([{"account_id": "a"}], [], plan_end=date(2026, 6, 30))["visit_cap"].tolist() == [6]


def test_newsletters_may_not_take_every_contact():
    with pytest.raises(PortfolioError, match="nobody may be visited → write more months"):
        weigh([{"account_id": "a"}], [], contacts_per_quarter_max=1)


def test_one_contact_left_in_a_quarter_is_a_visit_a_quarter_and_a_quarter_of_one_is_one_a_year():
    assert weigh([{"account_id": "a"}], [], contacts_per_quarter_max=2).loc["a", "visit_cap"] == 4
    a_quarter = weigh([{"account_id": "a"}], [], contacts_per_quarter_max=1, newsletter_months=4)
    assert a_quarter.loc["a", "visit_cap"] == 1  # a quarter of a contact in each of four quarters


def test_counting_the_behaviour_twice_is_not_offered():
    with pytest.raises(PortfolioError, match="“both” is no way to weigh"):
        weigh([{"account_id": "a"}], [], typology_mode="both")


def test_a_behaviour_without_a_note_is_refused():
    with pytest.raises(PortfolioError, match="no value for: lost"):
        weigh([{"account_id": "a"}], [], typology_note=dict.fromkeys(BEHAVIOURS[:-1], 1.0))


LOST = [
    {"account_id": "dear", "kind": "former_client"},
    {"account_id": "cheap", "kind": "former_client"},
    {"account_id": "older", "kind": "former_client"},
    {"account_id": "angry", "kind": "former_client", "opposed": True},
]
# 12 % of a margin of 2,000 is 240, above two visits at 80; 12 % of 1,000 is 120, below.
LOST_SALES = [
    ("dear", "2023-05-01", 5000.0, 3000.0),
    ("cheap", "2023-05-01", 2500.0, 1500.0),
    ("angry", "2023-05-01", 9000.0, 1000.0),
]


def win_backs():
    notes = weigh(LOST, [(row["account_id"], "lost") for row in LOST]).reset_index()
    return notes, weigh_win_backs(
        accounts_table(LOST),
        notes,
        sales_table(LOST_SALES),
        VISIT_COST,
        as_of=AS_OF,
        margin_rate=0.3,
        win_back_rate=0.12,
        win_back_visits=2,
    )


def test_a_win_back_must_be_worth_more_than_its_visits():
    found = win_backs()[1].set_index("account_id")
    assert found.loc["dear", ["value_eur", "cost_eur", "decision"]].tolist() == [240, 160, "worth_it"]
    assert found["decision"].drop("dear").to_dict() == {
        "cheap": "not_worth_it",
        "older": "unknown_value",
        "angry": "opposed",
    }


def plan(
    accounts,
    behaviours,
    segments,
    sales=(("x", "2023-01-02", 1.0),),
    contacts=(),
    risk_argued=None,
    detractors=(),
    found=None,
):
    table = plan_journeys(
        accounts_table(accounts),
        weigh(accounts, behaviours, contacts).reset_index(),
        pd.DataFrame(segments, columns=["account_id", "segment", "margin_eur"]),
        sales_table(list(sales)),
        VISIT_COST,
        win_backs()[1] if found is None else found,
        plan_start=START,
        plan_end=END,
        welcome_months=6,
        welcome_contacts=4,
        win_back_visits=2,
        phone_contact_cost_eur=12,
        risk_argued=risk_argued,
        detractors=detractors,
    )
    return check("journeys", table)


def test_win_back_visits_are_spread_over_the_plan():
    table = plan(LOST, [(row["account_id"], "lost") for row in LOST], [])
    assert table["account_id"].tolist() == ["dear", "dear"]
    assert table["due_on"].dt.date.tolist() == [date(2026, 5, 4), date(2026, 9, 1)]  # 2 May is a Saturday
    assert table["value_eur"].tolist() == [240, 240]
    assert table["cost_eur"].tolist() == [160, 160]


def test_prevention_is_two_calls_around_a_visit():
    table = plan([{"account_id": "a"}], [("a", "at_risk")], [("a", "C", 900.0)])
    table = table[table["journey"] == "prevention"]
    assert table["channel"].tolist() == ["phone", "visit", "phone"]
    assert table["due_on"].is_monotonic_increasing
    assert table["cost_eur"].tolist() == [104, 104, 104]  # 12 + 80 + 12
    assert table["value_eur"].tolist() == [900, 900, 900]


def test_nobody_is_called_because_of_a_risk_that_the_past_does_not_show():
    firm = [{"account_id": "a"}, {"account_id": "b"}], [("a", "at_risk"), ("b", "loyal")], [("b", "A", 900.0)]
    planned = {argued: set(plan(*firm, risk_argued=argued)["journey"]) for argued in (True, None, False)}
    assert planned[True] == planned[None] == {"prevention", "retention"} | (planned[False] - {"retention"})
    assert "prevention" not in planned[False]


def test_who_said_that_it_would_not_recommend_the_firm_is_asked_why_whatever_the_past_shows():
    firm = [{"account_id": "a"}, {"account_id": "b"}], [("a", "at_risk"), ("b", "loyal")], [("b", "A", 900.0)]
    table = plan(*firm, risk_argued=False, detractors={"b"})
    table = table[table["account_id"].isin(["a", "b"])]
    assert table["journey"].tolist() == ["prevention"] * 3
    assert table["account_id"].unique().tolist() == ["b"]
    assert table["purpose"].iloc[0] == "Ask why it would not recommend us"


def test_a_call_takes_the_place_of_a_visit_that_costs_more_than_is_at_stake():
    table = plan([{"account_id": "a"}], [("a", "at_risk")], [("a", "C", 79.0)])
    assert set(table.loc[table["journey"] == "prevention", "channel"]) == {"phone"}
    table = plan([{"account_id": "a"}], [("a", "at_risk")], [("a", "C", 80.0)])  # what a visit costs
    assert "visit" in set(table.loc[table["journey"] == "prevention", "channel"])


def test_nothing_is_at_stake_at_a_loss_nor_where_no_margin_is_known_and_half_a_euro_is_half_a_euro():
    names = ("loss", "unknown", "little")
    table = plan(
        [{"account_id": name} for name in names],
        [(name, "at_risk") for name in names],
        [("loss", "C", -300.0), ("little", "C", 0.5)],
    )
    assert table.groupby("account_id")["value_eur"].first()[[*names]].tolist() == [0, 0, 0.5]
    assert set(table.loc[table["account_id"].isin(names), "channel"]) == {"phone"}


def test_a_welcome_runs_from_the_first_order_and_what_fell_due_is_past():
    table = plan(
        [{"account_id": "late"}, {"account_id": "fresh"}],
        [("late", "new"), ("fresh", "new")],
        [("late", "C", 500.0), ("fresh", "C", 500.0)],
        [("late", "2025-08-15", 100.0), ("fresh", "2025-12-20", 100.0)],
    )
    numbers = table[table["journey"] == "welcome"].groupby("account_id")["contact_no"].agg(list)
    # Contacts are due 46, 91, 137 and 183 days after the order: 15 August is the past for all but the last.
    assert numbers.to_dict() == {"fresh": [1, 2, 3, 4], "late": [4]}


def test_the_loyal_are_asked_in_a_quarter_of_the_plan_and_reviewed_half_way():
    table = plan([{"account_id": "large"}], [("large", "loyal")], [("large", "A", 5000.0)])
    kept = table[table["journey"] == "retention"]
    assert kept["channel"].tolist() == ["phone", "visit"]
    days = (kept["due_on"] - pd.Timestamp(START)).dt.days.tolist()
    assert days == pytest.approx([365 / 4, 365 / 2], abs=3)  # on the nearest working day


def test_retention_is_for_the_loyal_among_the_largest():
    table = plan(
        [{"account_id": "large"}, {"account_id": "small"}],
        [("large", "loyal"), ("small", "loyal")],
        [("large", "A", 5000.0), ("small", "B", 5000.0)],
    )
    assert table.loc[table["journey"] == "retention", "account_id"].unique().tolist() == ["large"]


def test_nobody_who_objects_is_on_a_journey():
    table = plan(
        [{"account_id": "a", "opposed": True}, {"account_id": "b"}],
        [("a", "at_risk"), ("b", "at_risk")],
        [("a", "A", 5000.0), ("b", "A", 5000.0)],
        contacts=[("b", True)],
    )
    assert table.loc[table["journey"] == "prevention"].empty


def test_every_contact_falls_on_a_working_day_of_the_plan():
    accounts = [{"account_id": f"a{n}"} for n in range(9)]
    behaviours = [(f"a{n}", ("at_risk", "loyal", "new")[n % 3]) for n in range(9)]
    table = plan(accounts, behaviours, [(f"a{n}", "A", 100.0 * n) for n in range(9)])
    assert (table["due_on"].dt.day_of_week < 5).all()
    assert table["due_on"].between(pd.Timestamp(START), pd.Timestamp(END)).all()


def test_a_firm_where_nothing_happens_has_no_journey():
    found = plan([{"account_id": "a"}], [("a", "standard")], [("a", "C", 100.0)])
    found = found[found["journey"] != "win_back"]
    assert found.empty


def of_journey(table, journey):
    return table[table["journey"] == journey]


def test_prevention_calls_after_a_week_sees_after_a_month_and_calls_again_after_three():
    found = of_journey(plan([{"account_id": "a"}], [("a", "at_risk")], [("a", "C", 900.0)]), "prevention")
    # 8, 30 and 91 days after 1 January 2026; the 31st is a Saturday.
    assert found["due_on"].dt.strftime("%m-%d").tolist() == ["01-09", "02-02", "04-02"]


def test_a_welcome_is_a_visit_and_a_call_in_turn_first_whether_all_went_well_last_a_review():
    firm = [{"account_id": "fresh"}], [("fresh", "new")], [("fresh", "C", 500.0)]
    found = of_journey(plan(*firm, [("fresh", "2025-12-20", 100.0)]), "welcome")
    assert found["channel"].tolist() == ["visit", "phone", "visit", "phone"]
    # 46, 91, 137 and 183 days after 20 December; 21 March is a Saturday and 21 June a Sunday.
    assert found["due_on"].dt.strftime("%m-%d").tolist() == ["02-04", "03-23", "05-06", "06-22"]
    assert found["purpose"].tolist() == [
        "Check that the first orders went well",
        *["Answer questions; show what else we supply"] * 2,
        "Review the first months; find out the next needs",
    ]


def test_a_new_client_without_an_order_is_welcomed_from_the_start_of_its_relation_or_of_the_plan():
    firm = [{"account_id": "since", "since_on": pd.Timestamp("2025-12-20")}, {"account_id": "unknown"}]
    names = [row["account_id"] for row in firm]
    table = plan(firm, [(name, "new") for name in names], [(name, "C", 500.0) for name in names])
    first = of_journey(table, "welcome").groupby("account_id")["due_on"].min().dt.strftime("%m-%d")
    assert first.to_dict() == {"since": "02-04", "unknown": "02-16"}  # 46 days after 20 December, 1 January


def test_a_contact_that_falls_on_the_last_weekend_of_the_plan_is_made_on_the_friday_before():
    # The plan ends on Sunday 31 May 2026: Saturday and Sunday go back to Friday, an earlier Sunday on.
    days = pd.Series(pd.to_datetime(["2026-05-30", "2026-05-31", "2026-05-24", "2026-05-29"]))
    moved = to_working_days(days, pd.Timestamp("2026-05-31"))
    assert moved.dt.strftime("%m-%d").tolist() == ["05-29", "05-29", "05-25", "05-29"]


def test_an_account_of_no_rep_costs_the_mean_visit():
    costs = pd.DataFrame({"rep_id": ["R1", "R2"], "cost_per_visit_eur": [80.0, 100.0]})
    assert cost_per_visit(pd.Series(["R2", None, "R1"]), costs).tolist() == [100, 90, 80]


def test_a_win_back_begins_with_what_made_them_leave_and_goes_on_with_an_offer():
    names = ("dear", "late", "asked")
    found = pd.DataFrame(
        {
            "account_id": names,
            "rep_id": "R1",
            "lost_reason": ["price", "delivery", None],
            "value_eur": 500.0,
            "cost_eur": 160.0,
            "decision": "worth_it",
        }
    )
    lost = [{"account_id": name, "kind": "former_client"} for name in names]
    table = plan(lost, [(name, "lost") for name in names], [], found=found)
    assert table.groupby("account_id")["purpose"].agg(list).to_dict() == {
        "asked": ["Learn why they left", "Make the offer that answers it"],
        "dear": ["Make an offer: they left over the price", "Make the offer that answers it"],
        "late": ["Show first what was mended: they left over it", "Make the offer that answers it"],
    }
