import pandas as pd
import pytest

from solver.calendar.calls import call_list, phoning_hours
from tests.calendar.village import done, four_weeks, plan, village_firm


def people(*rows):
    columns = ["contact_id", "account_id", "name", "role", "phone", "opposed"]
    return pd.DataFrame(list(rows), columns=columns)


ANN = ("P1", "C1", "Ann", "user", "0102030401", False)
BOB = ("P2", "C1", "Bob", "decision_maker", "0102030402", False)
EVE = ("P3", "C1", "Eve", "decision_maker", "0102030403", True)


def calls(visits=(1,), log=(), contacts=(), kinds=None, phones=None, opposed=(), scores=(), **changes):
    ids = [f"C{i}" for i in range(1, len(visits) + 1)]
    firm = village_firm([(0.1, 0.0)] * len(ids), list(visits), log=log)
    result = plan(firm)
    accounts = firm.accounts.assign(
        kind=kinds or ["client"] * len(ids),
        phone=phones or ["0200000000"] * len(ids),
        opposed=[account_id in opposed for account_id in ids],
    )
    grid = pd.DataFrame(list(scores), columns=["account_id", "score"])
    return call_list(
        result.appointments,
        result.alternatives,
        accounts,
        people(*contacts),
        grid,
        firm.visits,
        four_weeks(),
        **{"call_weeks": 4} | changes,
    )


def test_the_decision_maker_is_asked_for_on_a_direct_line():
    row = calls(contacts=[ANN, BOB]).iloc[0]
    assert (row["contact"], row["phone"], row["priority"]) == ("Bob", "0102030402", 1)
    assert row["week"].startswith("2026-W0")
    assert row["alternative_on"] != row["proposed_on"]


def test_a_contact_without_a_telephone_comes_after_one_who_has_one():
    mute = ("P0", "C1", "Max", "decision_maker", None, False)
    assert calls(contacts=[mute, ANN]).iloc[0]["contact"] == "Ann"
    alone = calls(contacts=[mute]).iloc[0]
    assert (alone["contact"], alone["phone"]) == ("Max", "0200000000")


def test_an_opposed_contact_never_appears_nor_the_line_of_one():
    assert calls(contacts=[EVE, ANN]).iloc[0]["contact"] == "Ann"
    row = calls(contacts=[EVE], phones=["0102030403"]).iloc[0]
    assert pd.isna(row["contact"])
    assert pd.isna(row["phone"])


def test_an_opposed_account_never_appears():
    assert calls(visits=(1, 1), opposed=["C1"])["account_id"].tolist() == ["C2"]


def test_calls_as_urgent_as_each_other_come_by_date_then_by_account():
    """Nine accounts nobody has visited, seven of which fill a day: two days at least."""
    table = calls(visits=(1,) * 9)
    assert table["week"].tolist() == sorted(table["week"])
    for _week, week in table.groupby("week"):
        found = list(zip(week["proposed_on"], week["account_id"], strict=True))
        assert found == sorted(found)
    assert table.groupby("week")["proposed_on"].nunique().max() > 1
    assert table.groupby("proposed_on").size().max() > 1


def test_lateness_times_score_sets_the_order_within_the_week():
    """Gap 28 days. C1: 42 / 28 x 10 = 15. C2: 28 / 28 x 30 = 30. C3, never visited, no score: 1 x 20."""
    log = [done("C1", 42), done("C2", 28)]
    table = calls(visits=(1, 1, 1), log=log, scores=[("C1", 10.0), ("C2", 30.0)])
    assert len(table) == 3
    for _week, week in table.groupby("week"):
        order = [account_id for account_id in ("C2", "C3", "C1") if account_id in set(week["account_id"])]
        assert week["account_id"].tolist() == order
        assert week["priority"].tolist() == list(range(1, len(week) + 1))


def test_only_the_weeks_asked_for_are_listed():
    table = calls(visits=(4,), call_weeks=2)
    assert len(table) == 2
    assert (table["proposed_on"] < pd.Timestamp("2026-01-19")).all()


def test_three_prospects_reached_four_times_in_five_and_one_in_three_saying_yes_take_twelve_calls():
    """3 / (0.80 x 0.333) = 11.3, so 12 calls; at 6 min a call, 67.6 minutes in the mean."""
    table = calls(
        visits=(1, 1, 1), kinds=["prospect"] * 3, reach_rate=0.8, appointment_rate=0.333, minutes_per_call=6
    )
    hours = phoning_hours(table.assign(week="2026-W02"), minutes_per_call=6)
    assert hours["calls"].tolist() == [12]
    assert hours["hours"].tolist() == pytest.approx([3 * 6 / (0.8 * 0.333) / 60], abs=0.01)


def test_no_visit_no_call():
    assert calls(visits=(0,)).empty
