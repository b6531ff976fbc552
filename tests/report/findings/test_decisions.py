"""The rules behind the decisions, on facts small enough to be worked by hand."""

import numpy as np
import pandas as pd
import pytest

from solver.report.findings import (
    rules_on_accounts,
    rules_on_contacts,
    rules_on_hours,
    rules_on_losses,
    rules_on_prospects,
)
from solver.report.findings.artifacts import Artifacts
from solver.report.findings.decisions import decisions

REPS = pd.DataFrame({"rep_id": ["R1", "R2"], "name": ["Ann", "Bob"]})
ACCOUNTS = pd.DataFrame({"account_id": list("abcp"), "name": ["Ay", "Bee", "<Cee>", "Pea"]})


def allocation(**columns):
    """Four accounts of R1, an hour a visit: a and b gain visits, c loses some, p is a prospect."""
    table = pd.DataFrame(
        {
            "account_id": list("abcp"),
            "rep_id": "R1",
            "kind": ["client", "client", "client", "prospect"],
            "visits_today": [1, 0, 4, 0],
            "min_visits": 0,
            "visits": [3, 2, 1, 2],
            "hours_per_visit": 1.0,
            "expected_visits": [3.0, 2.0, 1.0, 2.0],
            "hours": [3.0, 2.0, 1.0, 2.0],
            "contribution_eur": [360.0, 150.0, 100.0, 90.0],
            "binding": "hours",
        }
    )
    return table.assign(**columns).astype({"visits_today": "Int64"})


def response():
    """a: +100, +80, +60, +10; b: +80, +70, +5; c: 100 whatever is done beyond 5 a visit; p: +50, +40."""
    curves = {
        "a": [120.0, 220.0, 300.0, 360.0, 370.0],
        "b": [0.0, 80.0, 150.0, 155.0],
        "c": [95.0, 100.0, 105.0, 110.0, 115.0],
        "p": [0.0, 50.0, 90.0],
    }
    rows = [(name, k, value) for name, values in curves.items() for k, value in enumerate(values)]
    return pd.DataFrame(rows, columns=["account_id", "visits", "contribution_eur"])


def prices(first=90.0, second=50.0):
    return pd.DataFrame({"rep_id": ["R1", "R2"], "first_year_price_eur": [first, second]})


def test_hours_move_towards_the_dear_rep(portfolio):
    """50 h × (90 − 50) = €2,000 at most."""
    found = rules_on_hours.move_hours(Artifacts({"hour_prices": prices(), "reps": REPS}), portfolio)
    assert found.title == "Move accounts from Ann to Bob"
    assert found.euros == 2000
    assert "€90 with Ann and €50 with Bob" in found.why


@pytest.mark.parametrize(("first", "second"), [(55.0, 50.0), (0.0, 0.0), (np.nan, 50.0)])
def test_prices_that_are_near_or_unknown_move_nothing(portfolio, first, second):
    assert (
        rules_on_hours.move_hours(Artifacts({"hour_prices": prices(first, second), "reps": REPS}), portfolio)
        is None
    )


def test_idle_hours_cost_what_an_hour_costs(portfolio):
    """R2 leaves 100 of 1,000 h unused at €60; the 4 % of R1 are within the tolerance."""
    found = rules_on_hours.use_idle_hours(
        Artifacts(
            {
                "ledger": pd.DataFrame(
                    {
                        "rep_id": ["R1", "R2"],
                        "capacity_hours": [1000.0, 1000.0],
                        "unused_hours": [40.0, 100.0],
                    }
                ),
                "visit_cost": pd.DataFrame({"rep_id": ["R1", "R2"], "cost_per_hour_eur": [50.0, 60.0]}),
                "reps": REPS,
            }
        ),
        portfolio,
    )
    assert found.title == "Bob has 100\xa0h free"
    assert found.euros == 6000


def test_accounts_to_visit_more_are_named_with_what_they_gain(portfolio):
    """a goes from 1 to 3 visits, 220 to 360; b from none to 2, 0 to 150; the prospect from 0 to 90."""
    artifacts = {"allocation": allocation(), "response": response(), "accounts": ACCOUNTS}
    found = rules_on_accounts.visit_more(Artifacts(artifacts), portfolio)
    assert found.title == "Visit more often: Bee, Ay, Pea"
    assert found.euros == 150 + 140 + 90


def test_of_an_account_to_visit_more_that_may_change_hands_that_is_decided_first(portfolio):
    artifacts = {"allocation": allocation(), "response": response(), "accounts": ACCOUNTS}
    handed = pd.DataFrame({"account_id": ["b", "c", None]})
    found = rules_on_accounts.visit_more(Artifacts(artifacts | {"hand_over": handed}), portfolio)
    assert found.why.endswith(" Bee may change hands: decide first who goes there.")
    assert "change hands" not in rules_on_accounts.visit_more(Artifacts(artifacts), portfolio).why


def test_whose_potential_has_to_be_asked_first_is_no_example_of_who_to_visit_more(portfolio):
    """a gains 140 with a gap, b 150 without one, the prospect 90 by an old potential; all asked, all stay."""
    qualification = pd.DataFrame(
        {
            "account_id": list("abcp"),
            "revenue_eur": [100.0, 500.0, 50.0, 0.0],
            "gap_eur": [40.0, 0.0, 0.0, 0.0],
            "flag": [None, None, None, "stale"],
        }
    )
    artifacts = {"allocation": allocation(), "response": response(), "accounts": ACCOUNTS}
    found = rules_on_accounts.visit_more(Artifacts(artifacts | {"qualification": qualification}), portfolio)
    assert found.title == "Visit more often: Ay"
    assert found.euros == 140
    assert found.why.endswith("Accounts whose potential has to be asked first are not among them.")
    unsure = {"qualification": qualification.assign(flag="unknown")}
    found = rules_on_accounts.visit_more(Artifacts(artifacts | unsure), portfolio)
    assert found.euros == 380
    assert found.why.endswith(
        " Of the €380, €150 comes from 1 account that already buys all that its potential on file lets us "
        "reach: ask whether it is more."
    )


def test_accounts_to_visit_less_free_more_than_they_give_up(portfolio):
    """c goes from 4 visits to 1: 3 h at €90 are worth 270, 115 − 100 = 15 are given up."""
    artifacts = {
        "allocation": allocation(),
        "response": response(),
        "accounts": ACCOUNTS,
        "hour_prices": prices(),
    }
    found = rules_on_accounts.visit_less(Artifacts(artifacts), portfolio)
    assert found.title == "Accept that 1 client gets fewer visits"
    assert found.euros == 255
    assert "This frees 3\xa0h" in found.why
    ids = ["c-economy-2026", "c-leaving-2026", "a-economy-2026"]
    plan = pd.DataFrame({"action_id": ids, "account_id": ["c", "c", "a"], "calls": [2, 1, 5]})
    net = rules_on_accounts.visit_less(Artifacts(artifacts | {"action_plan": plan}), portfolio)
    assert (net.euros, net.stake) == (255 - 2 * 12, "worth of the time, less the loss and the calls")
    assert "2 calls in their place cost €24, taken off as well" in net.why
    given_up = allocation(visits_today=[4, 0, 4, 0], visits=[3, 2, 0, 2])
    plan["account_id"], plan["action_id"] = "a", ["a-economy-2026", "a-verify-2026", "a-leaving-2026"]
    less = rules_on_accounts.visit_less(
        Artifacts(artifacts | {"allocation": given_up, "action_plan": plan}), portfolio
    )
    assert less.why.endswith("1 account gets neither a visit nor a call.")  # c
    held = {"allocation": given_up.assign(binding=["hours", "hours", "hold", "hours"]), "action_plan": plan}
    less = rules_on_accounts.visit_less(Artifacts(artifacts | held), portfolio)
    assert less.why.endswith("neither a visit nor a call, 1 of them on hold or objecting.")


def test_the_names_that_are_missing_are_asked_for_with_the_margin_that_hangs_on_them(portfolio):
    """€100 asked, €40 expected: 60 short; a name brings .5 × .1 × €10 = .5, so 120 names; 25% is €15."""
    need = {
        "to_win_in_plan_eur": 100.0,
        "conversion_rate": 0.1,
        "new_client_revenue_eur": 10.0,
        "met_in_the_plan": 0.5,
        "prospects": 50,
    }
    expected = {"revenue_eur": 40.0, "margin_rate": 0.25, "met": 40.0}
    facts = {"need.json": need, "certificate.json": {"prospects_expected": expected}}
    found = rules_on_prospects.find_names(Artifacts(facts), portfolio)
    assert found.title == "Say who finds 120 more names to call, and by when"
    assert found.why.endswith(
        "A name is counted at €0: 50.0% of those called are met, 10.0% of those met become clients, and a "
        "client brings €10 in its first year (step 3)."
    )
    assert found.euros == pytest.approx(15.0)
    expected["revenue_eur"] = 100.0
    assert rules_on_prospects.find_names(Artifacts(facts), portfolio) is None


def test_hours_that_nobody_may_use_again_are_told_beside_those_that_are_freed(portfolio):
    """Of the 3 h that c gives back, 1 h was of a visit that nobody may repeat: 2 h at €90, €10 given up."""
    artifacts = {
        "allocation": allocation(),
        "response": response(),
        "accounts": ACCOUNTS,
        "hour_prices": prices(),
        "gain_sources": pd.DataFrame(
            {"group": ["over_visited"], "hours_change": [-2.0], "contribution_change_eur": [-10.0]}
        ),
    }
    found = rules_on_accounts.visit_less(Artifacts(artifacts), portfolio)
    assert found.euros == 180 - 10
    assert found.why.startswith("This frees 2\xa0h.")
    assert "it would be 3\xa0h, as the list of these accounts adds up, and a loss of €15" in found.why


def test_without_a_log_of_visits_nothing_is_said_of_today(portfolio):
    artifacts = {
        "allocation": allocation(visits_today=None),
        "response": response(),
        "accounts": ACCOUNTS,
        "hour_prices": prices(),
    }
    assert rules_on_accounts.visit_more(Artifacts(artifacts), portfolio) is None
    assert rules_on_accounts.visit_less(Artifacts(artifacts), portfolio) is None


def test_prospect_time_is_worth_what_prospects_are_expected_to_bring(portfolio):
    """2 visits of one hour out of the 16 h that a reserve of 4 h leaves: 12.5 %; 90 expected."""
    artifacts = {
        "allocation": allocation(),
        "response": response(),
        "ledger": pd.DataFrame({"rep_id": ["R1"], "capacity_hours": [20.0], "reserve_hours": [4.0]}),
    }
    found = rules_on_prospects.hold_prospect_time(Artifacts(artifacts), portfolio)
    assert (found.title, found.euros) == ("Hold 12.5% of the hours for visits for prospects", 90.0)


def test_what_prospects_bring_is_weighed_against_what_todays_visits_to_them_would(portfolio):
    """Of the 90 expected, the plan's gain holds 60: today's visits would bring 30."""
    artifacts = {
        "allocation": allocation(),
        "response": response(),
        "ledger": pd.DataFrame({"rep_id": ["R1"], "capacity_hours": [20.0], "reserve_hours": [4.0]}),
        "gain.json": {"prospects_eur": 60.0},
    }
    found = rules_on_prospects.hold_prospect_time(Artifacts(artifacts), portfolio)
    assert (found.euros, found.stake) == (60.0, "expected gain")
    assert found.why.endswith("Today's visits to prospects would bring €30 of it.")
    frontier = pd.DataFrame({"target_share": [0.0, 1.0, 1.2], "cost_eur": [0.0, 24.4, None]})
    asked = rules_on_prospects.hold_prospect_time(
        Artifacts(artifacts | {"prospect_frontier": frontier}), portfolio
    )
    assert asked.why.startswith(found.why)
    assert "The target itself costs €24 a year, road included" in asked.why


def test_who_may_wait_for_an_answer_is_called_first_and_what_is_known_of_it_is_said(portfolio):
    complaints = pd.DataFrame(
        {
            "account_id": list("abc"),
            "open": [1, 0, 0],
            "alarm": [True, True, False],
            "ask_first": [False, False, True],
        }
    )
    segments = pd.DataFrame({"account_id": list("abc"), "revenue_eur": [100.0, 250.0, 50.0]})
    artifacts = Artifacts({"complaints": complaints, "segments": segments, "accounts": ACCOUNTS})
    found = rules_on_contacts.answer_complaints(artifacts, portfolio)
    # b complained twice, and both times it was settled: nobody calls it.
    assert found.title == "Call 2 clients who complained, before anything is offered there; first Ay, <Cee>"
    assert found.why == (
        "They bought €150 worth in the last 12 months: 1 has a complaint open; of 1 nobody noted whether it "
        "was settled."
    )
    quiet = complaints.assign(open=0, alarm=False, ask_first=False)
    assert (
        rules_on_contacts.answer_complaints(Artifacts({**artifacts, "complaints": quiet}), portfolio) is None
    )


def calls_beside(**touched):
    """Return a run in which a, b and c may leave, a in 9 of 10 cases; each is touched once, as told."""
    losses = pd.DataFrame({"account_id": list("abc"), "p": [0.9, 0.8, 0.7], "basis": "measured"})
    bought = pd.DataFrame({"account_id": list("abc"), "revenue_eur": 100.0, "margin_eur": 50.0})
    touches = pd.DataFrame(
        [(f"{code}-1", code, *touch[:1]) for code, touch in touched.items()],
        columns=["touch_id", "account_id", "motive"],
    )
    dates = pd.DataFrame(
        [(f"{code}-1", *touch[1:]) for code, touch in touched.items()],
        columns=["touch_id", "channel", "placed_on"],
    ).astype({"placed_on": "datetime64[us]"})
    tables = {"loss_risk": losses, "segments": bought, "accounts": ACCOUNTS.assign(opposed=False)}
    tables |= {"allocation": allocation(), "reps": REPS, "touches": touches, "touch_dates": dates}
    return Artifacts(tables)


def test_each_call_that_is_asked_for_has_its_day_or_is_told_to_have_none(portfolio):
    """a is called as it may leave, b at a visit for what it complained of, c by nobody."""
    run = calls_beside(
        a=("leaving", "phone", "2026-01-02"),
        b=("complaint", "visit", "2026-01-08"),
        c=("offer", "phone", None),
    )
    found = rules_on_losses.call_who_may_leave(run, portfolio)
    assert found.title.startswith("Call 3 clients who may leave")
    assert found.who == (
        "Who: Ann 3. When: 1 of these calls stands in the diary, on 2 January 2026. 1 is asked at a visit. "
        "1 has no day yet."
    )
    gaps = pd.DataFrame({"account_id": ["a", "zz"], "gap_eur": [2_300.0, 50.0]})
    told = rules_on_losses.call_who_may_leave(Artifacts({**run, "qualification": gaps}), portfolio)
    assert "Of what is left to win, €2,300 lies there: do not count on it." in told.why
    assert told.why.endswith(
        "2 of them are to get more visits, first Ay (1 → 3) and Bee (0 → 2): only those that say that they "
        "will order."
    )


def test_who_may_leave_takes_its_own_margin_along_and_the_largest_is_named_where_it_is_more_than_half(
    portfolio,
):
    """€900 × 60%, 80 × 10% and, of c whose margin nobody knows, 70 × the mean 610 / 1,200: 540 + 8 + 36."""
    run = calls_beside(a=("leaving", "phone", "2026-01-02"))
    bought = pd.DataFrame(
        {
            "account_id": list("abc"),
            "revenue_eur": [1_000.0, 100.0, 100.0],
            "margin_eur": [600.0, 10.0, np.nan],
        }
    )
    bought["margin_eur"] = bought["margin_eur"].astype(float)
    found = rules_on_losses.call_who_may_leave(Artifacts({**run, "segments": bought}), portfolio)
    assert found.euros == pytest.approx(540 + 8 + 70 * 610 / 1_200)
    assert "One of them, Ay, stands for 93% of the €584 of margin expected to leave." in found.why
    even = rules_on_losses.call_who_may_leave(run, portfolio)
    assert (even.euros, "One of them" in even.why) == (pytest.approx(120), False), "45 + 40 + 35"


def test_who_objects_to_being_canvassed_is_not_among_those_to_call(portfolio):
    run = calls_beside(a=("leaving", "phone", "2026-01-02"))
    bound = run.table("allocation").assign(binding=["hours", "opposition", "hours", "hours"])
    objecting = ACCOUNTS.assign(opposed=[False, False, True, False])
    run = Artifacts({**run, "allocation": bound, "accounts": objecting})
    found = rules_on_losses.call_who_may_leave(run, portfolio)
    assert found.title == "Call Ay, who may leave, and sell nothing there before that call"
    assert "2 more object to being canvassed, and nobody calls them." in found.why
    assert found.who.endswith("When: this call stands in the diary, on 2 January 2026.")


def held_by_contacts(**more):
    """a, b and p stand at 2 visits, all that their people accept; c is held by something else."""
    held = allocation(
        visits=[2, 2, 1, 2],
        binding=["contact_cap", "contact_cap", "hours", "contact_cap"],
        next_visit_eur=[60.0, 45.0, 5.0, 40.0],
        visit_price_eur=30.0,
    )
    rules = pd.DataFrame(
        {
            "rule": ["contact_cap", "contact_cap", "ceilings"],
            "rep_id": ["R1", "R2", "R1"],
            "forgone_eur": [80.0, np.nan, 99.0],
        }
    )
    return {"allocation": held, "accounts": ACCOUNTS, "rule_prices": rules, **more}


def second_contact(portfolio, **more):
    return rules_on_contacts.find_second_contacts(Artifacts(held_by_contacts(**more)), portfolio)


def test_a_second_person_is_weighed_by_what_the_limit_costs_and_one_visit_more_stands_beside_it(portfolio):
    """The rule costs €80; a visit more brings 30, 15 and 10 beyond the €30 of its hours."""
    found = second_contact(portfolio)
    assert found.title == "Find a second person to talk to at 3 accounts, first Ay, Bee, Pea"
    assert (found.euros, found.stake) == (80, "cost of that limit, at most")
    assert "the plan would bring €80 more; one visit more each alone €55 more than their hours" in found.why
    two = pd.DataFrame({"account_id": ["a", "a", "b", "b"], "opposed": [False, False, False, True]})
    assert second_contact(portfolio, contacts=two).why.endswith(
        "At 1 two people are on file already: there it takes one more."
    )


def test_nobody_is_looked_for_where_another_rule_holds_the_visits_or_the_limit_costs_nothing(portfolio):
    free = held_by_contacts()
    assert second_contact(portfolio, allocation=free["allocation"].assign(binding="class_ceiling")) is None
    assert second_contact(portfolio, allocation=free["allocation"].assign(next_visit_eur=20.0)) is None
    assert second_contact(portfolio, rule_prices=free["rule_prices"].assign(forgone_eur=0.0)) is None


def test_a_decision_says_whose_reps_act_and_between_which_days(portfolio):
    days = pd.DataFrame(
        {
            "account_id": ["a", "a", "b"],
            "date": pd.to_datetime(["2026-02-10", "2026-01-06", "2026-03-02"]),
        }
    )
    reps = pd.DataFrame({"rep_id": ["R1", "R2"], "name": ["Ana Ruiz", "Bo Lind"]})
    held = held_by_contacts()["allocation"].assign(rep_id=["R1", "R2", "R1", "R1"]).head(3)
    found = second_contact(portfolio, allocation=held, appointments=days, reps=reps)
    assert found.who == (
        "Who: Ana Ruiz 1, Bo Lind 1. When: these 2 accounts are first visited between 6 January 2026 and "
        "2 March 2026."
    )
    some = second_contact(portfolio, allocation=held, appointments=days[days["account_id"] == "a"], reps=reps)
    assert some.who.endswith("When: 1 of these accounts is first visited on 6 January 2026.")
    assert second_contact(portfolio, allocation=held, reps=reps).who == "Who: Ana Ruiz 1, Bo Lind 1."


def at_risk(lost: int, of: int, base: float) -> pd.DataFrame:
    rate = (lost + 20 * base) / (of + 20)
    return pd.DataFrame(
        {
            "behaviour": ["at_risk"],
            "clients": [of],
            "lost_clients": [lost],
            "loss_rate": [rate],
            "low_rate": [rate / 2],
            "high_rate": [rate * 2],
            "base_rate": [base],
            "lost_share": [0.2],
            "low_share": [0.1],
            "high_share": [0.4],
            "recency_months": [1.2],
        }
    )


def test_large_clients_at_risk_are_worth_the_margin_expected_to_be_lost(portfolio):
    """A fifth of the €200 is expected to go; 0 lost of 40 is below the rate of all: nobody is leaving."""
    artifacts = risky_firm()

    def found_with(lost: int):
        losses = at_risk(lost, 40, 0.1)
        return rules_on_losses.keep_clients_at_risk(
            Artifacts({**artifacts, "label_losses": losses}), portfolio
        )

    found = found_with(10)
    assert found.title == "Keep a large client at risk: Ay"
    assert found.euros == pytest.approx(40)
    assert found.stake == "expected loss of margin with those whose orders fall, €20 to €80"
    assert "Of 40 clients so called a year ago by their orders alone, 10 were lost" in found.why
    calm = found_with(0)
    assert calm.title == "Ask a large client what is wrong: Ay"


def test_the_loss_expected_is_that_of_each_client_where_its_risk_was_measured(portfolio):
    """€200 of margin at a risk of 3 % is €6, whatever the rate of the behaviour."""
    risk = pd.DataFrame({"account_id": list("abc"), "p": [0.03, 0.5, 0.5], "basis": "measured"})
    artifacts = Artifacts({**risky_firm(), "label_losses": at_risk(10, 40, 0.1), "loss_risk": risk})
    found = rules_on_losses.keep_clients_at_risk(artifacts, portfolio)
    assert found.euros == pytest.approx(6)
    assert found.stake == "expected loss of margin, by the risk of each client"
    by_label = Artifacts({**artifacts, "loss_risk": risk.assign(basis="label_rate")})
    assert rules_on_losses.keep_clients_at_risk(by_label, portfolio).euros == pytest.approx(40)


def test_where_no_loss_could_be_measured_none_is_claimed(portfolio):
    found = rules_on_losses.keep_clients_at_risk(Artifacts(risky_firm()), portfolio)
    assert found.title == "Ask a large client what is wrong: Ay"
    assert found.euros == 200
    assert "60.0% of the total" in found.why


def test_a_large_client_that_only_complains_has_no_part_in_a_rate_measured_on_orders(portfolio):
    complains = {**risky_firm(by_orders=["loyal", "loyal", "at_risk"]), "label_losses": at_risk(10, 40, 0.1)}
    found = rules_on_losses.keep_clients_at_risk(Artifacts(complains), portfolio)
    assert found.stake == "their margin; how many leave is unknown"


def risky_firm(by_orders=None):
    names = ["at_risk", "loyal", "at_risk"]
    return {
        "typology": pd.DataFrame(
            {
                "account_id": list("abc"),
                "behaviour": names,
                "by_orders": by_orders or names,
                "recency_months": 1.0,
            }
        ),
        "segments": pd.DataFrame(
            {
                "account_id": list("abc"),
                "segment": ["A", "A", "C"],
                "revenue_eur": [600.0, 300.0, 100.0],
                "margin_eur": [200.0, 90.0, 50.0],
            }
        ),
        "accounts": ACCOUNTS,
    }


def test_an_unchecked_potential_is_worth_the_growth_that_rests_on_it(portfolio):
    """a is expected to go from a margin of 200 to 360; c is a C client and does not count."""
    artifacts = {
        "qualification": pd.DataFrame({"account_id": list("abc"), "flag": ["stale", None, "unknown"]}),
        "segments": pd.DataFrame(
            {"account_id": list("abc"), "segment": ["A", "A", "C"], "margin_eur": [200.0, 90.0, 10.0]}
        ),
        "allocation": allocation(),
        "accounts": ACCOUNTS,
    }
    found = rules_on_accounts.learn_potentials(Artifacts(artifacts), portfolio)
    assert found.title == "Ask Ay what they buy in all"
    assert found.euros == 160


def test_lines_set_aside_are_worth_their_margin_whatever_their_sign(portfolio, facts):
    """|1,000| + |−400| = €1,400 at the usual margin of 30 % is €420; 8 lines in all."""
    found = rules_on_accounts.repair_data(Artifacts({"quality.json": facts["quality.json"]}), portfolio)
    assert found.title == "Correct 8 lines of the sales files, first: unknown account"
    assert found.euros == pytest.approx(420)


def test_a_dependence_is_a_share_above_the_limit(portfolio):
    def found(largest):
        segments = pd.DataFrame(
            {
                "account_id": ["a", "b"],
                "revenue_eur": [largest, 100 - largest],
                "margin_eur": [largest / 4, 1.0],
            }
        )
        return rules_on_accounts.lessen_dependence(
            Artifacts({"segments": segments, "accounts": ACCOUNTS}), portfolio
        )

    assert portfolio.dependence_share == 0.25
    assert found(60.0).title == "Lessen the dependence on Ay"
    assert found(60.0).euros == 15
    few = pd.DataFrame(
        {"account_id": list("abcd"), "revenue_eur": 25.0, "margin_eur": 5.0}
    )  # a quarter each is at the limit, not above it
    assert (
        rules_on_accounts.lessen_dependence(Artifacts({"segments": few, "accounts": ACCOUNTS}), portfolio)
        is None
    )


def test_decisions_that_bring_something_are_not_questioned_and_the_others_cost_their_price(portfolio):
    """Alone, a costs 20 and b 5; c brings 8; the line of all together is no account."""
    prices_of = pd.DataFrame(
        {"account_id": ["a", "b", "c", None], "forgone_eur": [20.0, 5.0, -8.0, 16.0], "sentence": ""}
    )
    found = rules_on_hours.review_locks(
        Artifacts({"decision_prices": prices_of, "accounts": ACCOUNTS}), portfolio
    )
    assert found.title.startswith("Look again at 2 numbers of visits set by hand, first Ay, ")
    assert found.why.startswith("Of 3 set by hand, these cost €25 in the first year")
    assert found.euros == pytest.approx(25)


def test_accounts_that_a_nearer_rep_could_take_are_one_decision_with_its_gain(portfolio):
    """The plan brings 1,000, with a at the nearer rep 1,040."""
    lines = pd.DataFrame(
        {
            "account_id": ["a", None],
            "new_rep_id": ["R2", None],
            "contribution_eur": [300.0, 1000.0],
            "new_contribution_eur": [340.0, 1040.0],
            "years_change_eur": [90.0, 90.0],
        }
    )
    found = rules_on_hours.hand_accounts_over(
        Artifacts({"hand_over": lines, "accounts": ACCOUNTS}), portfolio
    )
    assert found.title == "Hand over 1 account to a nearer rep: Ay"
    assert found.euros == pytest.approx(40)


def test_hours_that_do_not_earn_their_cost_are_questioned(portfolio):
    """The last 10 h bring 300 over the years and cost 500, and 50 of road: 250 more than they bring."""
    plans = pd.DataFrame(
        {
            "stop_at": ["fill", "horizon", "year"],
            "hours": [100.0, 90.0, 70.0],
            "contribution_eur": [5000.0, 4850.0, 4600.0],
            "years_eur": [10_000.0, 9_700.0, 9_200.0],
            "hours_cost_eur": [5_000.0, 4_500.0, 3_500.0],
            "road_cost_eur": [400.0, 350.0, 300.0],
        }
    )
    found = rules_on_hours.question_last_visits(Artifacts({"stopping_plans": plans}), portfolio)
    assert found.title == "Find 10\xa0h of visits something better to do"
    assert found.euros == pytest.approx(250)


def test_decisions_come_largest_first_and_are_at_most_five(run, portfolio, firm, facts):
    found = decisions(Artifacts({**firm, **facts}), portfolio)
    assert len(found) == 5
    euros = [decision.euros for decision in found]
    assert euros == sorted(euros, reverse=True)
    assert all(decision.title and decision.why and decision.stake for decision in found)


def test_a_run_that_holds_nothing_calls_for_no_decision(portfolio):
    assert decisions(Artifacts({}), portfolio) == []


def test_the_prices_of_a_rule_add_up_over_the_reps_and_the_decision_with_that_amount_is_named():
    rules = pd.DataFrame(
        {
            "rule": ["contact_cap", "contact_cap", "ceilings"],
            "rep_id": ["R1", "R2", "R1"],
            "forgone_eur": 50.0,
        }
    )
    assert "Contacts accepted cost €100 over the reps" in rules_on_contacts.contacts_rule(rules)
    assert "Contacts accepted" not in rules_on_contacts.contacts_rule(rules[rules["rule"] == "ceilings"])
