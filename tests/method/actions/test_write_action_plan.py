"""The action plan sums to the allocation, whatever the accounts; what each action says; what is stopped."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.method.actions.cross_selling import family_gaps, like_clients
from solver.method.actions.stopped import calls_instead, list_stopped
from solver.method.actions.write_action_plan import (
    balance_hours,
    carry_notes,
    notes_without_action,
    summarise_budget,
    write_action_plan,
)
from solver.tables import check, empty
from solver.tables.codes import CLIENT_TYPES, PROSPECT_TYPES
from solver.words.errors import PortfolioError
from tests.method.tables import accounts_table

START, END, AS_OF = date(2026, 1, 1), date(2026, 12, 31), date(2025, 12, 31)
VISIT_COST = pd.DataFrame({"rep_id": ["R1", "R2"], "cost_per_hour_eur": [50.0, 40.0]})
NO_FIELDS = pd.DataFrame({"account_id": [], "fields": [], "field_ids": []}, dtype="str")
NO_JOURNEYS = pd.DataFrame({"account_id": [], "journey": [], "channel": [], "due_on": []}).astype(
    {"account_id": "str", "journey": "str", "channel": "str", "due_on": "datetime64[us]"}
)
NO_GAPS = pd.DataFrame(
    columns=["account_id", "family", "kind", "peers", "buying_share", "own_eur", "gap_eur"]
).astype({"account_id": "str", "family": "str", "kind": "str", "own_eur": "float64", "gap_eur": "float64"})


def account(account_id="a", **facts):
    """Return one account with everything the plan is written from; 2 hours a visit, 30 % margin."""
    usual = {
        "account_id": account_id,
        "rep_id": "R1",
        "kind": "client",
        "account_type": "going_concern",
        "behaviour": "standard",
        "visits": 4,
        "visits_today": 4,
        "visit_cap": 12,
        "hours_per_visit": 2.0,
        "revenue_eur": 10_000.0,
        "margin_eur": 3_000.0,
        "contribution_eur": 3_000.0,
        "potential_eur": 20_000.0,
        "gap_eur": 6_000.0,
        "flag": None,
        "binding": "hours",
    }
    return {**usual, **facts}


def contacts(account_id, journey, channels, due_on="2026-06-30"):
    return pd.DataFrame(
        {"account_id": account_id, "journey": journey, "channel": channels, "due_on": pd.Timestamp(due_on)}
    )


def allocation_of(table):
    return table[
        [
            "account_id",
            "rep_id",
            "kind",
            "visits",
            "visits_today",
            "hours_per_visit",
            "contribution_eur",
            "binding",
        ]
    ].assign(hours=table["visits"] * table["hours_per_visit"])


def plan(
    accounts,
    journeys=NO_JOURNEYS,
    gaps=NO_GAPS,
    fields=NO_FIELDS,
    promises=None,
    response=None,
    risk=None,
    owing=None,
    known=None,
    promoters=(),
    waiting=(),
    first_calls=None,
    silent=(),
    call_worth=None,
):
    table = pd.DataFrame(accounts)
    found = write_action_plan(
        allocation_of(table),
        table[["account_id", "account_type"]],
        table.loc[table["kind"] == "client", ["account_id", "revenue_eur", "margin_eur"]],
        table[["account_id", "potential_eur", "gap_eur", "flag"]],
        table[["account_id", "behaviour"]].dropna(),
        table[["account_id", "visit_cap"]],
        journeys,
        gaps,
        fields,
        VISIT_COST,
        promises,
        response,
        risk,
        owing,
        known,
        promoters,
        waiting,
        first_calls,
        silent,
        call_worth,
        plan_start=START,
        plan_end=END,
        margin_rate=0.3,
        newsletter_months=3,
        phone_contact_cost_eur=12,
        letter_contact_cost_eur=1.5,
    )
    return check("action_plan", found)


def test_a_main_action_holds_all_visits_their_hours_and_their_cost():
    row = plan([account()]).iloc[0]
    assert (row["visits"], row["hours"], row["budget_eur"]) == (4, 8, 400)
    assert (row["action"], row["channel"], row["track"]) == ("Keep a core client", "visit", "sales")
    assert row["objective"] == "Hold the revenue of the year at €10,000 at least by 31 Dec 2026"


def test_the_goal_is_the_revenue_that_step_10_expects():
    row = plan([account(account_type="key_account_to_develop", contribution_eur=3_900.0)]).iloc[0]
    assert (row["start_value"], row["goal_value"]) == pytest.approx((10_000, 13_000))
    assert row["objective"] == "Raise the revenue of the year from €10,000 to €13,000 by 31 Dec 2026"


@pytest.mark.parametrize(
    ("potential_eur", "gap_eur", "asked"),
    [
        (20_000.0, 3_000.0, ""),
        (20_000.0, 2_999.0, "; on file less is left to win: ask first what it buys"),
        (float("nan"), float("nan"), "; its potential is unknown: ask for it first"),
    ],
)
def test_a_goal_that_the_file_does_not_bear_says_what_to_ask_first(potential_eur, gap_eur, asked):
    """The goal is 3,000 more than today."""
    known = {"potential_eur": potential_eur, "gap_eur": gap_eur}
    row = plan([account(account_type="key_account_to_develop", contribution_eur=3_900.0, **known)]).iloc[0]
    raised = "Raise the revenue of the year from €10,000 to €13,000 by 31 Dec 2026"
    assert row["objective"] == raised + asked


@pytest.mark.parametrize(
    ("p", "basis", "leaving"), [(0.9, "measured", True), (0.5, "measured", False), (0.9, "judged", False)]
)
def test_to_a_client_more_likely_to_leave_than_to_stay_nothing_is_sold(p, basis, leaving):
    risk = pd.DataFrame({"account_id": ["a"], "p": [p], "basis": [basis]})
    clients = [account(account_type="key_account_to_develop", contribution_eur=3_900.0)]
    found = plan(clients, gaps=gap_table({"own_eur": 0.0, "gap_eur": 3_000.0}), risk=risk)
    main = found[found["action"] == ("Keep a client who may leave" if leaving else "Develop a key account")]
    main = main.iloc[0]
    assert ("Sell a new family" in set(found["action"])) is not leaving
    assert main["objective"].startswith("Sell nothing before it has said why") is leaving
    assert main["action_id"] == ("a-stay-2026" if leaving else "a-develop-2026")
    assert main["goal_value"] == pytest.approx(10_000 * (1 - p) if leaving else 13_000)


def test_to_who_owes_too_much_nothing_is_sold_before_it_has_settled():
    """Late since 17 October; or 6,000 owed where 5,000 is the limit. The visits stay, the goal is today's."""
    owing = pd.DataFrame(
        {
            "account_id": ["a", "b"],
            "overdue_eur": [800.0, None],
            "overdue_on": [pd.Timestamp("2025-10-17"), pd.NaT],
            "late_eur": [None, None],
            "outstanding_eur": [None, 6_000.0],
            "credit_limit_eur": [None, 5_000.0],
            "too_late": [True, False],
        }
    )
    clients = [account(id_, contribution_eur=3_900.0, visits=visits) for id_, visits in (("a", 4), ("b", 0))]
    gaps = gap_table({"own_eur": 0.0, "gap_eur": 3_000.0})
    assert "Sell a new family" in set(plan(clients, gaps=gaps)["action"])
    found = plan(clients, gaps=gaps, owing=owing)
    assert "Sell a new family" not in set(found["action"])
    assert found.loc[found["account_id"].eq("a"), "visits"].sum() == 4
    assert found.loc[found["action"].eq("Keep a core client"), "goal_value"].tolist() == [10_000, 10_000]
    first = found[found["action"].eq("Settle the account first")]
    assert first["channel"].tolist() == ["visit", "phone"]
    assert first["objective"].tolist() == [
        "With accounting, agree by 2 Apr 2026 on how the €800 overdue since 17 Oct 2025 are paid; sell "
        "nothing more before",
        "With accounting, agree by 2 Apr 2026 on how the €6,000 owed come below the limit of €5,000; sell "
        "nothing more before",
    ]


def test_who_decides_and_a_name_are_asked_for_at_visits_that_are_planned_anyway():
    """a lacks both, b the prescriber, c gets no visit, d is no main account; all would recommend the firm."""
    known = pd.DataFrame(
        {
            "account_id": list("abcd"),
            "main": [True, True, True, False],
            "decision_maker": ["none", "met", "none", "none"],
            "prescriber": ["none", "none", "known", "none"],
        }
    )
    clients = [account(code, visits=0 if code == "c" else 4) for code in "abcd"]
    found = plan(clients, known=known, promoters=set("abcd"))
    asked = found[found["action"].str.startswith(("Find", "Ask"))]
    assert [(row.account_id, row.action, row.visits, row.channel) for row in asked.itertuples()] == [
        ("a", "Find who decides and prescribes", 0, "visit"),
        ("a", "Ask for a name", 0, "visit"),
        ("b", "Find who decides and prescribes", 0, "visit"),
        ("b", "Ask for a name", 0, "visit"),
        ("d", "Ask for a name", 0, "visit"),
    ]
    names = found[found["action"].eq("Ask for a name")]
    sought = found[found["action"].str.startswith("Find")]["objective"].tolist()
    assert sought == [
        "Know and meet who decides and who prescribes here, by 2 Jul 2026",
        "Know and meet who prescribes here, by 2 Jul 2026",
    ]
    assert names[["start_value", "goal_value"]].drop_duplicates().to_numpy().tolist() == [[0, 1]]
    assert found["budget_eur"].sum() == plan(clients)["budget_eur"].sum()


def test_a_journey_takes_its_visits_first_and_calls_the_rest():
    journeys = contacts("a", "prevention", ["phone", "visit", "phone"])
    found = plan([account(behaviour="at_risk")], journeys).set_index("action")
    assert found.loc["Prevent a departure", ["visits", "budget_eur"]].tolist() == [1, 100 + 24]
    assert found.loc["Keep a core client", "visits"] == 3
    told = found.loc["Prevent a departure", ["objective", "indicator", "goal_value"]]
    assert told["objective"].startswith("Find out what has changed: 3 contacts by ")
    assert (told["indicator"], told["goal_value"]) == ("Contacts held", 3), "on the revenue it has one goal"


def test_without_a_visit_a_journey_goes_by_phone():
    journeys = contacts("a", "prevention", ["phone", "visit", "phone"])
    found = plan([account(behaviour="at_risk", visits=0, visits_today=0)], journeys).set_index("action")
    assert found.loc["Prevent a departure", ["channel", "visits", "budget_eur"]].tolist() == ["phone", 0, 36]


def test_calls_stay_within_the_contacts_that_people_accept():
    journeys = contacts("a", "prevention", ["phone", "visit", "phone"])
    full = plan([account(behaviour="at_risk", visits=12, visits_today=20)], journeys)
    assert full["budget_eur"].sum() == 12 * 2 * 50  # no room for a call beside twelve visits
    one_left = plan([account(behaviour="at_risk", visits=11, visits_today=20)], journeys)
    assert one_left["budget_eur"].sum() == 11 * 2 * 50 + 12


def test_each_visit_given_up_becomes_a_call():
    assert plan([account(visits=2, visits_today=5)])["budget_eur"].tolist() == [200 + 36]


def test_calls_in_place_of_visits_are_as_many_as_earn_most_beyond_their_cost():
    """A call is worth half a visit here: the second visit brings 40, the third 30, the fourth 10."""
    response = pd.DataFrame(
        {"account_id": "a", "visits": range(6), "contribution_eur": [0.0, 100, 140, 170, 180, 181]}
    )
    targets = pd.DataFrame({"account_id": ["a"], "visits": [1], "visits_today": [6]})
    assert calls_instead(targets, response, 0.5, 12.0).tolist() == [2]  # 20 and 15 beside 12; the third 5
    assert calls_instead(targets, response, 0.2, 12.0).tolist() == [0]
    assert calls_instead(targets, response, None, 12.0).tolist() == [4]  # of five visits given up
    found = plan([account(visits=0, visits_today=4)], response=response, call_worth=0.01)
    assert found.empty  # a call would bring a euro: neither visit nor call


@pytest.mark.parametrize(("days", "most"), [(365, 4), (273, 3), (181, 2), (90, 1), (31, 1), (455, 5)])
def test_nobody_is_called_in_place_of_a_visit_more_often_than_once_a_quarter(days, most):
    """Twelve visits given up: a call for each quarter of the plan, a month counting as one."""
    targets = pd.DataFrame({"account_id": ["a"], "visits": [0], "visits_today": [12]})
    assert calls_instead(targets, None, None, 12.0, days).tolist() == [most]


@pytest.mark.parametrize("binding", ["lock", "decision"])
def test_where_somebody_decided_on_no_visit_nobody_calls_in_its_place_nor_to_sell_nor_to_verify(binding):
    """Four visits are given up: four calls, and one to verify. A complaint is called about in both cases."""
    fields = pd.DataFrame({"account_id": ["a"], "fields": ["e-mail"], "field_ids": ["email"]})
    for rule, calls in (("hours", {"complaint": 1, "keep": 4, "verify": 1}), (binding, {"complaint": 1})):
        nobody = account(visits=0, binding=rule, behaviour="loyal")
        found = plan([nobody], fields=fields, first_calls=first_call("complaint"))
        made = dict(zip(found["action_id"].str.split("-").str[1], found["calls"], strict=True))
        assert made == calls


def test_a_client_without_a_visit_is_called_twice_and_a_lost_one_is_left_alone():
    found = plan(
        [account(visits=0, visits_today=0), account("b", visits=0, visits_today=0, behaviour="lost")]
    )
    assert found["account_id"].tolist() == ["a"]
    assert found[["channel", "budget_eur"]].iloc[0].tolist() == ["phone", 24]


def test_an_account_that_objects_is_in_no_action():
    assert plan([account(visits=0, visit_cap=0, flag="stale"), account("b")])["account_id"].tolist() == ["b"]


GAP = {"account_id": "a", "family": "EPI", "kind": "new_family", "peers": 9, "buying_share": 0.75}


def gap_table(*rows):
    return pd.DataFrame([{**GAP, "own_eur": 0.0, **row} for row in rows])


def test_cross_selling_takes_a_quarter_of_the_visits_and_part_of_the_growth():
    growing = account(visits=8, visits_today=8, contribution_eur=3_900.0)
    found = plan([growing], gaps=gap_table({"gap_eur": 4_000.0})).set_index("action")
    assert found["visits"].to_dict() == {"Sell a new family": 2, "Keep a core client": 6}
    row = found.loc["Sell a new family"]
    assert row["objective"] == (
        "Within the goal of the year, sell EPI by 2 Jul 2026, for €750 a year: 75% of similar clients buy "
        "it, €4,000 at this size"
    )
    assert (row["indicator"], row["goal_value"]) == ("Revenue in EPI", pytest.approx(750))


def test_nobody_calls_a_record_on_hold_not_even_to_verify_it():
    """A likely double with a journey and a family gap: its twin may be another rep's, who calls there."""
    fields = pd.DataFrame({"account_id": ["a"], "fields": ["headcount"], "field_ids": ["headcount"]})
    given = {
        "journeys": contacts("a", "prevention", ["phone"]),
        "gaps": gap_table({"gap_eur": 4_000.0}),
        "fields": fields,
    }
    growing = account(visits=8, visits_today=8, contribution_eur=3_900.0)
    assert len(plan([growing], **given)) == 4
    held = plan([growing | {"visits": 0, "binding": "hold"}], **given)
    assert held["action"].tolist() == []


def test_goals_of_selling_never_pass_the_goal_of_the_account():
    growing = account(visits=8, contribution_eur=3_600.0)
    gaps = gap_table(
        {"gap_eur": 3_000.0},
        {"family": "VISS", "kind": "more_of_family", "own_eur": 500.0, "gap_eur": 1_000.0},
    )
    found = plan([growing], gaps=gaps).set_index("action")
    added = found["goal_value"] - found["start_value"]
    assert added.to_dict() == pytest.approx(
        {"Sell a new family": 500, "Sell more of a family": 500, "Keep a core client": 2_000}
    )


@pytest.mark.parametrize("behaviour", ["new", "at_risk", "inactive", "lost"])
def test_nothing_more_is_sold_to_those_who_may_leave(behaviour):
    growing = account(visits=8, contribution_eur=3_900.0, behaviour=behaviour)
    assert "Sell a new family" not in set(plan([growing], gaps=gap_table({"gap_eur": 4_000.0}))["action"])


def test_nothing_is_sold_and_no_name_asked_where_a_complaint_waits_for_its_answer():
    growing = account(visits=8, contribution_eur=3_900.0, behaviour="developing")
    given = {"gaps": gap_table({"gap_eur": 4_000.0}), "promoters": {"a"}}
    assert {"Sell a new family", "Ask for a name"} <= set(plan([growing], **given)["action"])
    assert plan([growing], **given, waiting={"a"})["action"].tolist() == ["Keep a core client"]


def test_a_family_whose_margin_does_not_pay_a_visit_is_left_out():
    growing = account(visits=8, contribution_eur=3_090.0)  # 300 more revenue, 90 of margin, a visit costs 100
    assert len(plan([growing], gaps=gap_table({"gap_eur": 4_000.0}))) == 1


def test_prospects_are_won_by_visits_or_kept_informed():
    rows = [
        account("p", kind="prospect", account_type="priority_prospect", behaviour=None, visits=3),
        account("q", kind="prospect", account_type="prospect_to_follow", behaviour=None, visits=0),
        account("r", kind="prospect", account_type="prospect_to_watch", behaviour=None, visits=0),
    ]
    found = plan(rows).set_index("account_id")
    assert found["action"].to_dict() == {"p": "Win a prospect", "q": "Keep a prospect informed"}
    assert found["objective"]["p"] == "Obtain a first order by 2 Jul 2026; potential €20,000 a year"
    assert found.loc["q", ["channel", "budget_eur"]].tolist() == ["email", 6]  # four newsletters


def test_a_former_client_that_is_visited_is_won_back_with_all_its_visits():
    rows = [account("f", kind="former_client", account_type="former_client", behaviour="lost", visits=3)]
    found = plan(rows, contacts("f", "win_back", ["visit", "visit"]))
    assert found[["action", "visits"]].to_numpy().tolist() == [["Win back a former client", 3]]
    assert plan(rows)[["action", "visits"]].to_numpy().tolist() == [["Win back a former client", 3]]


def test_what_is_not_known_is_asked_at_a_visit_else_by_phone():
    fields = pd.DataFrame(
        {"account_id": ["a", "b"], "fields": ["SIRET", "SIRET, phone"], "field_ids": ["siret", "siret;phone"]}
    )
    rows = [account(flag="stale"), account("b", visits=0)]
    found = plan(rows, fields=fields)
    asked = found[found["track"] == "information"].set_index("account_id")
    assert asked["objective"].tolist() == [  # nobody knows yet when that visit is: step 12 says it
        "At the first visit, find out or correct: SIRET; potential (out of date)",
        "Find out or correct by 2 Apr 2026: SIRET, phone",
    ]
    assert asked["due_on"].dt.strftime("%m-%d").tolist() == ["12-31", "04-02"]
    assert asked[["channel", "visits", "budget_eur"]].to_numpy().tolist() == [
        ["visit", 0, 0],
        ["phone", 0, 12],
    ]


def test_a_potential_that_step_1_asks_for_is_not_asked_for_twice_whatever_the_language():
    asked = {"account_id": ["a", "b"], "field_ids": ["siret;potential_on", "accessible_share"]}
    fields = pd.DataFrame({**asked, "fields": ["SIRET; potentiel (plus de 12 mois)", "part accessible"]})
    found = plan([account(flag="stale"), account("b", flag="stale")], fields=fields)
    told = found[found["track"] == "information"].set_index("account_id")["objective"]
    assert told["a"].endswith(": SIRET; potentiel (plus de 12 mois)")
    assert told["b"].endswith(": part accessible; potential (out of date)")
    below = pd.DataFrame({"account_id": ["a"], "field_ids": ["potential_eur"], "fields": ["potential (low)"]})
    found = plan([account(flag="over_100")], fields=below)
    assert found[found["track"].eq("information")]["objective"].iloc[0].endswith("correct: potential (low)")


@pytest.mark.parametrize(("gap", "asked"), [(2_900.0, True), (3_100.0, False)])
def test_where_the_goal_asks_for_more_than_the_potential_leaves_the_potential_is_asked_for(gap, asked):
    """The goal is 13,000, of 10,000 today: 3,000 more."""
    growing = account(account_type="key_account_to_develop", contribution_eur=3_900.0, gap_eur=gap)
    told = plan([growing]).query("track == 'information'")["objective"]
    assert told.str.contains("less is left to win than the goal asks for").tolist() == [True] * asked


def test_a_promise_is_kept_at_a_visit_else_by_phone_and_an_overdue_one_first_thing():
    promises = pd.DataFrame(
        {
            "account_id": ["a", "b", "gone"],
            "rep_id": "R1",
            "action": "Send the catalogue",
            "agreed_on": pd.to_datetime(["2025-12-10", "2025-11-03", "2025-12-01"]),
            "due_on": pd.to_datetime(["2026-02-13", "2025-11-30", None]),
            "status": ["to_do", "overdue", "to_do"],
        }
    )
    found = plan([account(), account("b", visits=0)], promises=promises).set_index("account_id")
    kept = found[found["action"] == "Keep a promise"]
    assert kept["objective"].tolist() == [
        "By 13 Feb 2026, as agreed on 10 Dec 2025: Send the catalogue",
        "By 1 Jan 2026, as agreed on 3 Nov 2025: Send the catalogue",
    ]
    assert kept["channel"].tolist() == ["visit", "phone"]
    assert kept["visits"].sum() == 0  # the visits stay with the main action: the hours still add up


@st.composite
def portfolios(draw):
    """Any mix of accounts, with journeys, family gaps and fields to verify."""
    rows, journeys, gaps = [], [NO_JOURNEYS], [NO_GAPS]
    for number in range(draw(st.integers(1, 6))):
        kind = draw(st.sampled_from(["client", "client", "prospect", "former_client"]))
        types = {"client": CLIENT_TYPES, "prospect": PROSPECT_TYPES, "former_client": ("former_client",)}[
            kind
        ]
        behaviour = draw(st.sampled_from(["new", "loyal", "at_risk", "standard", "lost"]))
        cap = draw(st.sampled_from([0, 3, 12, 24]))
        row = account(
            f"a{number}",
            rep_id=draw(st.sampled_from(["R1", "R2"])),
            kind=kind,
            account_type=draw(st.sampled_from(types)),
            behaviour=None if kind == "prospect" else "lost" if kind == "former_client" else behaviour,
            visit_cap=cap,
            visits=draw(st.integers(0, cap + 2)),  # a decision may pass the cap
            visits_today=draw(st.sampled_from([None, 0, 3, 15])),
            hours_per_visit=draw(st.sampled_from([0.75, 1.1, 2.3])),
            contribution_eur=draw(st.sampled_from([0.0, 2_000.0, 3_600.0])),
            flag=draw(st.sampled_from([None, "stale"])),
        )
        rows.append(row)
        if kind == "client" and draw(st.booleans()):
            journeys.append(contacts(row["account_id"], "prevention", ["phone", "visit", "phone"]))
            gaps.append(gap_table({"account_id": row["account_id"], "gap_eur": 4_000.0}))
    return rows, pd.concat(journeys, ignore_index=True), pd.concat(gaps, ignore_index=True)


@settings(max_examples=25)
@given(portfolios())
def test_the_plan_sums_to_the_allocation_and_to_the_capacity_for_any_portfolio(drawn):
    rows, journeys, gaps = drawn
    table = pd.DataFrame(rows).astype({"visits_today": "Int64"})
    found = plan(rows, journeys, gaps)
    allocation = allocation_of(table)
    used = allocation.groupby("rep_id")["hours"].sum()
    ledger = pd.DataFrame(
        {"rep_id": used.index, "free_hours": 0.0, "reserve_hours": 10.0, "unused_hours": 1.5}
    )
    ledger["capacity_hours"] = used.to_numpy() + 11.5
    balance = balance_hours(found, allocation, ledger)
    assert balance["plan_visits"].tolist() == balance["allocated_visits"].tolist()
    assert balance["plan_hours"].to_numpy() == pytest.approx(balance["allocated_hours"].to_numpy())
    assert found["action_id"].is_unique
    assert found["due_on"].between(pd.Timestamp(START), pd.Timestamp(END)).all()
    hour_price = found["rep_id"].map({"R1": 50.0, "R2": 40.0}).astype("float64")
    calls = (found["budget_eur"] - found["hours"] * hour_price).groupby(found["account_id"])
    room = (table["visit_cap"] - table["visits"]).clip(lower=0).set_axis(table["account_id"])
    # Newsletters are not calls: they have their own part of the contacts.
    phoned = calls.sum().where(found.groupby("account_id")["channel"].agg("first") != "email", 0)
    assert (phoned <= 12 * room.reindex(phoned.index) + 1e-6).all()


def test_a_plan_that_loses_a_visit_is_refused():
    table = pd.DataFrame([account(), account("b")])
    found = plan([account(), account("b")])
    ledger = pd.DataFrame(
        {
            "rep_id": ["R1"],
            "free_hours": 1.0,
            "reserve_hours": 1.0,
            "unused_hours": 0.0,
            "capacity_hours": 18.0,
        }
    )
    assert balance_hours(found, allocation_of(table), ledger)["difference_hours"].tolist() == [0]
    short = found.assign(visits=found["visits"].where(found["account_id"] != "b", 3))
    with pytest.raises(PortfolioError, match="gives account “b” 3 visits, the allocation 4"):
        balance_hours(short, allocation_of(table), ledger)
    with pytest.raises(PortfolioError, match=r"the hours of R1 do not add up: 1\.0"):
        balance_hours(found, allocation_of(table), ledger.assign(capacity_hours=19.0))


def test_a_budget_counts_hours_calls_and_what_hangs_on_the_visits():
    rows = [account(visits=2, visits_today=5, contribution_eur=3_500.0), account("b", rep_id="R2", visits=0)]
    table = pd.DataFrame(rows)
    response = pd.DataFrame(
        {"account_id": ["a", "b", "a"], "visits": [0, 0, 1], "contribution_eur": [3_000.0, 3_000.0, 9.0]}
    )
    found = check(
        "budget", summarise_budget(plan(rows), allocation_of(table), response, VISIT_COST)
    ).set_index("rep_id")
    assert found.loc["R1"].tolist() == [2, 4, 200, 36, 500]
    assert found.loc["R2"].tolist() == [0, 0, 0, 48, 0]  # four visits given up, four calls


def test_a_budget_of_visits_alone_leaves_nothing_for_the_rest_whatever_floating_point_says():
    """Three visits of a tenth of an hour at 50 euros: 15; but three times 0.1 is a hair above 0.3."""
    made = pd.DataFrame({"rep_id": "R1", "visits": 1, "hours": [0.1] * 3, "budget_eur": [5.0] * 3})
    visits = pd.DataFrame({"rep_id": "R1", "account_id": list("abc"), "contribution_eur": 0.0})
    response = pd.DataFrame({"account_id": ["a"], "visits": [0], "contribution_eur": [0.0]})
    found = summarise_budget(made, visits, response, VISIT_COST)
    assert [*map(str, found.loc[found["rep_id"].eq("R1"), "other_cost_eur"])] == ["0.0"]


SCOPES = {"angry": "canvassing", "unlisted": "processing"}  # the latter is on no list


def test_what_is_stopped_says_what_replaces_it():
    towns = {
        "kept": "Brest",
        "passed": "Brest",
        "far": "Rennes",
        "angry": "Brest",
        "same": "Brest",
        "new": "Brest",
        "unlisted": "Brest",
        "twice": "Brest",
        "undated": "Nantes",
    }
    accounts = accounts_table(
        [
            {
                "account_id": name,
                "town": town,
                "opposed": name in SCOPES,
                "opposition_scope": SCOPES.get(name),
            }
            for name, town in towns.items()
        ]
    )
    visits = {
        "kept": (10, 4),
        "passed": (3, 0),
        "far": (2, 0),
        "angry": (1, 0),
        "same": (4, 4),
        "new": (None, 2),
        "unlisted": (5, 0),
        "twice": (20, 0),
        "undated": (30, 0),
    }
    table = pd.DataFrame(
        [account(name, visits_today=today, visits=now) for name, (today, now) in visits.items()]
    )
    allocation = allocation_of(table.astype({"visits_today": "Int64"}))
    bound = {"twice": "hold", "undated": "no_day"}
    allocation["binding"] = [bound.get(name, "hours") for name in allocation["account_id"]]
    booked = pd.DataFrame({"account_id": ["kept", "kept", "far", "passed"], "calls": [1, 1, 1, 0]})
    found = check("stopped", list_stopped(accounts, allocation, booked)).set_index("account_id")
    assert found["hours_freed"].to_dict() == {
        "kept": 12,
        "passed": 6,
        "far": 4,
        "undated": 60,
        "twice": 40,
        "angry": 2,
    }
    assert list(found.index) == ["kept", "passed", "far", "undated", "twice", "angry"], (
        "what nobody chose comes last"
    )
    assert found["reason"].tolist() == [
        *["by choice"] * 3,
        *["no day was found", "on hold", "it objects to being canvassed"],
    ]
    assert found["instead"].tolist() == [
        "Fewer visits, better prepared. In the year, 2 calls.",
        "A word in passing when the rep is in town.",
        "The web shop. In the year, 1 call.",
        "The web shop.",
        "Nothing until somebody decides whether this record stays.",
        "Nothing: the account objects to being canvassed.",
    ]


def baskets(rows):
    """Sales written as (account_id, family, revenue_eur), all in 2025."""
    table = pd.DataFrame(rows, columns=["account_id", "family", "revenue_eur"])
    return table.assign(date=pd.Timestamp("2025-05-05"), order_id="X", cost_eur=None)


def gaps_of(rows, gap_eur=1e9, types="medium_account"):
    names = sorted({name for name, _family, _revenue in rows})
    return family_gaps(
        baskets(rows),
        pd.DataFrame({"account_id": names, "account_type": types}),
        pd.DataFrame({"account_id": names, "segment": "B"}),
        pd.DataFrame({"account_id": names, "gap_eur": gap_eur}),
        as_of=AS_OF,
    )


# Five clients spend a quarter of 1,000 on EPI; the sixth spends all its 2,000 on VISS.
PEERS = [row for n in range(5) for row in ((f"c{n}", "VISS", 750.0), (f"c{n}", "EPI", 250.0))]


def test_a_family_that_similar_clients_buy_is_worth_their_part_of_the_basket():
    found = gaps_of([*PEERS, ("z", "VISS", 2_000.0)])
    row = found.iloc[0]
    assert row[["account_id", "family", "kind", "peers"]].tolist() == ["z", "EPI", "new_family", 5]
    assert (row["buying_share"], row["gap_eur"]) == (1.0, pytest.approx(500))
    assert len(found) == 1


def test_a_family_hardly_bought_is_up_selling():
    found = gaps_of([*PEERS, ("z", "VISS", 1_900.0), ("z", "EPI", 100.0)])
    assert found[["kind", "own_eur"]].iloc[0].tolist() == ["more_of_family", 100]
    assert found["gap_eur"].iloc[0] == pytest.approx(2_000 * (0.25 - 0.05))


def test_families_together_never_pass_the_gap_of_the_account():
    rows = [(f"c{n}", family, 100.0) for n in range(5) for family in ("VISS", "EPI", "OUTIL")]
    found = gaps_of([*rows, ("z", "VISS", 900.0)], gap_eur=400.0)
    # A third of 900 each: 300, then what is left of 400.
    assert found.loc[found["account_id"] == "z", "gap_eur"].tolist() == pytest.approx([300, 100])


def test_half_the_usual_part_of_a_family_is_no_gap_and_a_euro_less_is_one():
    # A quarter of the basket is usual: of 2,000 an eighth is 250.
    assert gaps_of([*PEERS, ("z", "VISS", 1_750.0), ("z", "EPI", 250.0)]).empty
    found = gaps_of([*PEERS, ("z", "VISS", 1_751.0), ("z", "EPI", 249.0)]).iloc[0]
    assert found[["account_id", "kind", "own_eur", "gap_eur"]].tolist() == [
        "z",
        "more_of_family",
        249.0,
        251.0,
    ]


def test_four_similar_clients_are_too_few_to_tell():
    assert gaps_of([*PEERS[2:], ("z", "VISS", 2_000.0)]).empty


@pytest.mark.parametrize(("of_the_class", "group"), [(6, "medium_account B"), (5, "medium_account")])
def test_a_client_is_held_against_its_class_where_five_others_are_in_it_and_else_against_its_type(
    of_the_class, group
):
    codes = [f"c{n}" for n in range(8)]
    types = pd.DataFrame({"account_id": codes, "account_type": "medium_account"})
    classes = ["B"] * of_the_class + ["C"] * (8 - of_the_class)
    segments = pd.DataFrame({"account_id": codes, "segment": classes})
    clients, members, sizes = like_clients(types, segments, [*codes])
    assert clients.set_index("account_id").loc["c0", "group"] == group
    assert sizes[["medium_account", "medium_account B"]].tolist() == [8, of_the_class]
    assert len(members) == 16, "each is in its class and in its type"
    fewer, _members, _sizes = like_clients(types, segments, codes[1:])
    assert fewer["group"].eq("medium_account").all()


def test_credit_notes_undo_a_purchase():
    rows = [*PEERS, ("z", "VISS", 2_000.0), ("z", "EPI", 300.0), ("z", "EPI", -300.0)]
    assert gaps_of(rows)["kind"].tolist() == ["new_family"]


def test_goals_are_counted_from_what_todays_visits_bring_even_where_values_leave_todays_revenue_out():
    # 4 visits bring 600 beyond today's margin, 6 bring 900: 300 more, 1 000 of revenue at 30 %.
    values = [0.0, 200, 380, 500, 600, 780, 900]
    response = pd.DataFrame({"account_id": "a", "visits": range(7), "contribution_eur": values})
    more = plan([account(visits=6, contribution_eur=900.0)], response=response)
    assert more["goal_value"].tolist() == pytest.approx([11_000.0])
    fewer = plan([account(visits=2, visits_today=9, contribution_eur=380.0)], response=response)
    # Today's 9 visits are worth what the last number valued is: 520 less, 1 733 of revenue.
    assert fewer["goal_value"].tolist() == pytest.approx([10_000 - 520 / 0.3])


def test_without_a_log_the_values_are_taken_to_hold_todays_revenue():
    response = pd.DataFrame({"account_id": "a", "visits": [0, 4], "contribution_eur": [0.0, 3_300.0]})
    found = plan([account(visits_today=pd.NA, contribution_eur=3_300.0)], response=response)
    assert found["goal_value"].tolist() == pytest.approx([11_000.0])


def test_an_action_keeps_its_number_whatever_the_other_accounts_do():
    rows = [account("a"), account("b", kind="prospect", account_type="priority_prospect", behaviour=None)]
    both, alone = plan(rows), plan(rows[1:])
    assert alone["action_id"].tolist() == both.loc[both["account_id"] == "b", "action_id"].tolist()
    assert alone["action_id"].tolist() == ["b-win-2026"]


def test_what_a_returned_plan_notes_goes_on_with_its_action():
    found = plan([account("a"), account("b")])
    first, second = found["action_id"].tolist()[:2]
    notes = check(
        "plan_notes",
        pd.DataFrame(
            [
                {"action_id": first, "account_id": "a", "status": "done", "due_on": None},
                {"action_id": second, "account_id": "b", "status": "to_do", "due_on": "2026-05-04"},
                {"action_id": "z-win-2026", "account_id": "z", "status": "dropped", "due_on": None},
            ]
        ).assign(track=None, action=None, action_owner=None, comment="x"),
    )
    carried = check("action_plan", carry_notes(found, notes)).set_index("action_id")
    assert carried["status"].to_dict() == {first: "done", second: "to_do"}
    assert carried.loc[second, "due_on"] == pd.Timestamp("2026-05-04")
    assert carried.loc[first, "due_on"] == found["due_on"].iloc[0]
    assert notes_without_action(found, notes)["action_id"].tolist() == ["z-win-2026"]
    pd.testing.assert_frame_equal(carry_notes(found, empty("plan_notes")), found)


def test_what_nobody_chose_is_named_and_prospects_and_half_visited_ones_have_their_own_remedy():
    """Of what was decided the most hours come first, then by code; no town, no word in passing."""
    names = ["far", "fixed", "alike", "fewer", "prospect", "seen"]
    accounts = accounts_table([{"account_id": name, "town": None} for name in names])
    table = pd.DataFrame(
        [
            account("far", visits_today=9, visits=0, binding="too_far"),
            account("fixed", visits_today=3, visits=0, binding="lock"),
            account("alike", visits_today=3, visits=0),
            account("fewer", visits_today=9, visits=5, kind="former_client"),
            account("prospect", visits_today=1, visits=0, kind="prospect"),
            account("seen", visits_today=2, visits=2),
        ]
    )
    found = list_stopped(accounts, allocation_of(table.astype({"visits_today": "Int64"})))
    told = found[["account_id", "hours_freed", "reason", "instead"]].to_numpy().tolist()
    phone = "The web shop."
    assert told == [
        ["fewer", 8.0, "by choice", "Fewer visits, better prepared."],
        ["alike", 6.0, "by choice", phone],
        ["fixed", 6.0, "decided or agreed", phone],
        ["prospect", 2.0, "by choice", "The newsletter, until a need shows."],
        ["far", 18.0, "too far for a day", phone],
    ]


def test_a_family_pays_for_a_visit_from_the_cost_of_one_on_and_for_no_more_than_its_margin():
    """A visit costs 100, a third of 333.34 more revenue at 30 %; a quarter of 12 visits, but two are paid."""

    def selling(growth, visits=12):
        growing = account(visits=visits, visits_today=visits, contribution_eur=0.3 * (10_000 + growth))
        found = plan(
            [growing], gaps=gap_table({"gap_eur": 9_000.0, "kind": "more_of_family", "own_eur": 10.0})
        )
        return found[found["action"].eq("Sell more of a family")]

    assert selling(4 * 333.0).empty
    assert selling(4 * 333.4)["visits"].tolist() == [1]
    assert selling(4 * 2.5 * 333.4)["visits"].tolist() == [2]
    (row,) = selling(4 * 3.5 * 333.4).to_dict("records")
    assert (row["visits"], row["start_value"]) == (3, 10)
    assert row["goal_value"] == pytest.approx(10 + 3.5 * 333.4)
    assert row["due_on"] == pd.Timestamp("2026-10-01")
    assert row["objective"].startswith("Within the goal of the year, raise EPI by 1 Oct 2026 from €10 a year")
    (by_phone,) = selling(4 * 333.4, visits=0).to_dict("records")
    assert (by_phone["channel"], by_phone["budget_eur"]) == ("phone", 12)


def test_two_promises_of_one_visit_have_two_numbers_and_one_without_a_day_a_quarter_of_the_plan():
    promises = pd.DataFrame(
        {
            "account_id": ["a", "a", "a"],
            "rep_id": "R1",
            "action": ["Call back", "Send samples", "Meet"],
            "agreed_on": pd.to_datetime(["2025-12-10", "2025-12-10", "2025-12-11"]),
            "due_on": pd.to_datetime([None, "2026-03-02", "2027-02-01"]),
            "status": "to_do",
        }
    )
    found = plan([account(visits=0, visits_today=0)], promises=promises).set_index("action_id")
    told = found.loc[found["action"].eq("Keep a promise"), "due_on"].dt.strftime("%Y-%m-%d").to_dict()
    assert told == {
        "a-promise-251210-2026": "2026-03-02",
        "a-promise-251210-2026-2": "2026-04-02",
        "a-promise-251211-2026": "2026-12-31",
    }


def test_calls_are_shared_out_in_the_order_of_the_actions():
    """Three contacts are left: the promise takes one, the journey two of its three, the main action none."""
    promise = pd.DataFrame(
        {"account_id": ["a"], "rep_id": "R1", "action": "Call back", "agreed_on": pd.Timestamp("2025-12-10")}
    ).assign(due_on=pd.Timestamp("2026-03-02"), status="to_do")
    journeys = contacts("a", "prevention", ["phone", "visit", "phone"])
    client = account(behaviour="at_risk", visits=0, visits_today=5, visit_cap=3)
    found = plan([client], journeys, promises=promise)
    assert dict(zip(found["action"], found["calls"], strict=True)) == {
        "Keep a promise": 1,
        "Prevent a departure": 2,
    }


def test_hours_that_do_not_add_up_by_more_than_rounding_are_refused_and_an_unknown_account_is_named():
    table, found = pd.DataFrame([account()]), plan([account()])
    kept = {"free_hours": 1.0, "reserve_hours": 2.0, "unused_hours": 3.0}
    ledger = pd.DataFrame({"rep_id": ["R1", "R2"], **kept, "capacity_hours": [14.0, 6.0]})
    balance = balance_hours(found, allocation_of(table), ledger)
    assert balance["plan_hours"].tolist() == [8, 0]
    assert balance["difference_hours"].tolist() == [0, 0]
    with pytest.raises(PortfolioError, match="the hours of R2 do not add up: 1"):
        balance_hours(found, allocation_of(table), ledger.assign(capacity_hours=[14.0, 5.0]))
    stranger = pd.concat([found, found.assign(account_id="z", visits=1)])
    with pytest.raises(PortfolioError, match="gives account “z” 1 visit, the allocation 0"):
        balance_hours(stranger, allocation_of(table), ledger)


@pytest.mark.parametrize(
    ("expected", "words"),
    [(10_049.0, "Hold the"), (10_051.0, "Raise"), (9_951.0, "Hold the"), (9_949.0, "Hold at least")],
)
def test_a_change_of_half_a_percent_is_none(expected, words):
    row = plan([account(contribution_eur=0.3 * expected)]).iloc[0]
    assert row["objective"].startswith(words)


def test_a_client_without_revenue_is_to_order_again_and_one_at_a_loss_aims_at_todays():
    nothing = account(revenue_eur=0.0, margin_eur=0.0, contribution_eur=0.0)
    at_a_loss = account("b", margin_eur=-100.0, contribution_eur=-100.0)
    found = plan([nothing, at_a_loss]).set_index("account_id")
    assert found.loc["a", "objective"].startswith("Obtain an order again by 31 Dec 2026")
    assert found.loc["b", "goal_value"] == 10_000


def test_prospects_are_due_by_their_type_and_a_potential_that_nobody_knows_is_to_be_found_out():
    types = {"p": "priority_prospect", "q": "prospect_to_follow", "r": "prospect_to_watch"}
    rows = [account(code, kind="prospect", account_type=kind, behaviour=None) for code, kind in types.items()]
    rows[2]["potential_eur"] = None
    found = plan(rows).set_index("account_id")
    assert found["due_on"].dt.strftime("%m-%d").to_dict() == {"p": "07-02", "q": "10-01", "r": "12-31"}
    assert found.loc["r", "objective"] == "Obtain a first order by 31 Dec 2026; find out the potential"
    assert found[["start_value", "goal_value"]].drop_duplicates().to_numpy().tolist() == [[0, 1]]


def first_call(motive, purpose="Find out why it stops buying"):
    """Return the call that comes before all others at account a, as the diary has it."""
    row = {"account_id": "a", "motive": motive, "purpose": purpose, "due_on": pd.Timestamp("2026-01-15")}
    return pd.DataFrame([row])


def test_a_call_that_another_motive_makes_is_not_in_the_budget_again():
    """Four visits given up are four calls at 12; the first of them is the one to who may leave."""
    given_up = account(account_type="economical_management", visits=0, visits_today=4)
    alone = plan([given_up]).iloc[0]
    assert (alone["calls"], alone["budget_eur"]) == (4, 48)
    first, main = (row for _, row in plan([given_up], first_calls=first_call("leaving")).iterrows())
    assert (first["calls"], first["budget_eur"]) == (1, 12)
    assert (main["calls"], main["budget_eur"], main["channel"]) == (3, 36, "phone")


@pytest.mark.parametrize("motive", ["complaint", "leaving"])
def test_the_call_before_all_others_is_an_action_due_when_the_diary_has_it(motive):
    """Its people accept the four visits alone: the call is made all the same, and takes none of the rest."""
    found = plan([account(visit_cap=4)], first_calls=first_call(motive))
    call = found[found["action_id"].eq(f"a-{motive}-2026")].iloc[0]
    assert (call["channel"], call["visits"], call["calls"], call["budget_eur"]) == ("phone", 0, 1, 12)
    assert call["due_on"] == pd.Timestamp("2026-01-15")
    assert call["objective"] == "Call by 15 Jan 2026, and sell nothing before: find out why it stops buying"
    assert (call["start_value"], call["goal_value"]) == (0, 1)
    assert found["visits"].sum() == 4


def test_who_may_leave_and_gets_no_visit_is_asked_about_its_record_in_its_first_call_alone():
    fields = pd.DataFrame({"account_id": ["a"], "fields": ["e-mail"], "field_ids": ["email"]})
    for visits, motive, asked in ((0, "leaving", False), (0, "complaint", True), (4, "leaving", True)):
        found = plan([account(visits=visits)], fields=fields, first_calls=first_call(motive))
        assert ("Verify the record" in set(found["action"])) is asked


def test_where_its_people_accept_no_more_visits_one_more_person_is_asked_for_once():
    """The list of the file asks main accounts for a second contact already: there nothing is added."""
    fields = pd.DataFrame({"account_id": ["a"], "fields": ["a second contact"], "field_ids": ["contact"]})
    more = "one more person to talk to: those on file accept no more visits"
    for known, binding, asked in ((None, "contact_cap", 1), (None, "hours", 0), (fields, "contact_cap", 0)):
        found = plan([account(binding=binding)], **({} if known is None else {"fields": known}))
        assert found["objective"].str.count(more).sum() == asked


@pytest.mark.parametrize(("accepts", "there"), [(1, False), (4, True)])
def test_beside_the_first_call_to_who_may_leave_stands_no_action_without_a_contact(accepts, there):
    """Four visits are given up. Whose people accept one contact gets the first call, others three more."""
    risk = pd.DataFrame({"account_id": ["a"], "p": [0.9], "basis": ["measured"]})
    lone = account(account_type="economical_management", visits=0, visits_today=4, visit_cap=accepts)
    found = plan([lone], risk=risk, first_calls=first_call("leaving"))
    assert ("a-stay-2026" in set(found["action_id"])) is there
    assert found["calls"].gt(0).all()


def test_who_may_leave_is_not_asked_for_a_name():
    risk = pd.DataFrame({"account_id": ["a"], "p": [0.9], "basis": ["measured"]})
    asked = [set(plan([account()], risk=each, promoters=("a",))["action"]) for each in (None, risk)]
    assert ["Ask for a name" in actions for actions in asked] == [True, False]


def test_what_may_not_be_called_is_not_budgeted():
    given_up = account(account_type="economical_management", visits=0, visits_today=4)
    assert plan([given_up], silent=("a",)).empty


def test_what_is_done_or_not_goes_from_nothing_to_once_and_what_is_owed_to_nothing():
    """Of a: welcomed by three contacts, a promise, who decides, a name, a record; b is won, d won back."""
    owing = pd.DataFrame(
        {
            "account_id": ["a", "c"],
            "overdue_eur": [800.0, None],
            "overdue_on": [pd.Timestamp("2025-10-17"), pd.NaT],
            "late_eur": None,
            "outstanding_eur": [None, 6_000.0],
            "credit_limit_eur": [None, 5_000.0],
            "too_late": [True, False],
        }
    )
    known = pd.DataFrame({"account_id": ["a"], "main": True, "decision_maker": "none", "prescriber": "none"})
    promised = {
        "rep_id": "R1",
        "action": "Send it",
        "agreed_on": pd.Timestamp("2025-12-10"),
        "status": "to_do",
    }
    promises = pd.DataFrame({"account_id": ["a"], "due_on": pd.to_datetime(["2026-02-13"]), **promised})
    rows = [
        account("a", flag="stale"),
        account("b", kind="prospect", account_type="prospect_to_follow", behaviour=None),
        account("c", visits=0),
        account("d", kind="former_client", account_type="former_client", behaviour="lost", visits=3),
        account("e", kind="prospect", account_type="prospect_to_follow", behaviour=None, visits=0),
    ]
    journeys = contacts("a", "welcome", ["visit", "phone", "visit"])
    found = plan(rows, journeys, promises=promises, owing=owing, known=known, promoters={"a"})
    found = found[~found["action"].str.startswith("Keep a core")].set_index(["account_id", "action"])
    assert found[["start_value", "goal_value"]].agg(tuple, axis=1).to_dict() == {
        ("a", "Ask for a name"): (0, 1),
        ("a", "Find who decides and prescribes"): (0, 2),  # neither is known
        ("a", "Keep a promise"): (0, 1),
        ("a", "Settle the account first"): (800, 0),
        ("a", "Verify the record"): (0, 1),
        ("a", "Welcome a new client"): (0, 3),
        ("b", "Win a prospect"): (0, 1),
        ("c", "Settle the account first"): (0, 0),  # below its limit, nothing is overdue
        ("d", "Win back a former client"): (0, 1),
        ("e", "Keep a prospect informed"): (0, 1),
    }


def test_a_new_family_is_sold_by_the_middle_of_the_plan_more_of_one_and_the_next_range_by_autumn():
    growing = [account(code, visits=8, contribution_eur=3_900.0) for code in "abc"]
    kinds = {"a": "new_family", "b": "more_of_family", "c": "next_range"}
    gaps = gap_table(
        *[{"account_id": code, "kind": kind, "gap_eur": 4_000.0} for code, kind in kinds.items()]
    )
    found = plan(growing, gaps=gaps)
    sold = found[found["indicator"].eq("Revenue in EPI")].set_index("account_id")
    assert sold["due_on"].dt.strftime("%m-%d").to_dict() == {"a": "07-02", "b": "10-01", "c": "10-01"}


def test_a_family_that_pays_one_visit_of_its_quarter_gets_one_and_without_a_visit_it_is_one_call():
    """Growth of 2,800 is 700 a family: 210 of margin pay two visits at 100, and a quarter of 12 is three."""
    gaps = gap_table({"gap_eur": 4_000.0})
    twelve = plan([account(visits=12, contribution_eur=3_840.0)], gaps=gaps).set_index("action")
    assert twelve.loc["Sell a new family", "visits"] == 2
    just = plan([account(visits=12, contribution_eur=3_000.0 + 400.0)], gaps=gaps).set_index("action")
    assert just.loc["Sell a new family", "visits"] == 1  # 1,333 of growth: a quarter's margin is just 100
    called = plan([account(visits=0, visits_today=0, contribution_eur=3_900.0)], gaps=gaps).set_index(
        "action"
    )
    assert called.loc["Sell a new family", ["channel", "calls"]].tolist() == ["phone", 1]


def test_who_accepts_one_contact_gets_one_and_who_objects_keeps_the_visit_that_was_decided():
    found = plan([account(visits=0, visits_today=3, visit_cap=1), account("b", visits=1, visit_cap=0)])
    told = {row.account_id: (row.visits, row.calls) for row in found.itertuples()}
    assert told == {"a": (0, 1), "b": (1, 0)}
