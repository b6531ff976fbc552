"""Saved and lost, planned and done: what became of an earlier run, counted by hand."""

from datetime import date

import pandas as pd
import pytest

from solver.evidence.churn_ledger import churn_ledger, effect_can_be_told, saved_and_lost
from solver.evidence.followed import by_rep, followed, kept_shares

THEN, NOW = date(2025, 6, 30), date(2025, 12, 31)


def test_four_of_six_contacted_and_three_of_four_others_saved_tell_no_effect():
    """Ten clients of 2,000 a half-year and 4,000 of margin; seven bought 1,000 again, three nothing."""
    codes = [f"C{n}" for n in range(10)]
    saved = [*codes[:4], *codes[6:9]]
    before = [(code, "2025-03-01", 4000.0) for code in codes]
    since = [(code, "2025-10-01", 1000.0) for code in saved]
    sales = pd.DataFrame([*before, *since], columns=["account_id", "date", "revenue_eur"])
    sales["date"] = pd.to_datetime(sales["date"])
    visits = pd.DataFrame({"account_id": codes[:6], "date": pd.Timestamp("2025-08-01"), "status": "done"})
    at_risk = pd.DataFrame({"account_id": codes, "margin_eur": 4000.0})
    ledger = churn_ledger(at_risk, {"C0"}, sales, visits, seen_on=THEN, as_of=NOW)
    assert ledger["margin_eur"].sum() == 40_000
    assert ledger.loc[ledger["heat"].eq("hot"), "account_id"].tolist() == ["C0"]
    counts = saved_and_lost(ledger)
    assert counts[["contacted", "clients", "saved", "lost"]].to_numpy().tolist() == [
        [True, 6, 4, 2],
        [False, 4, 3, 1],
    ]
    assert [round(100 * share) for share in counts["saved_share"]] == [67, 75]
    assert not effect_can_be_told(counts)


def test_who_bought_less_than_half_of_its_usual_half_year_is_open_and_a_visit_that_found_nobody_no_contact():
    sales = pd.DataFrame(
        {
            "account_id": ["C0", "C0"],
            "date": pd.to_datetime(["2025-03-01", "2025-10-01"]),
            "revenue_eur": [4000.0, 999.0],
        }
    )
    visits = pd.DataFrame(
        {"account_id": ["C0"], "date": pd.to_datetime(["2025-08-01"]), "status": ["not_met"]}
    )
    at_risk = pd.DataFrame({"account_id": ["C0"], "margin_eur": [1.0]})
    ledger = churn_ledger(at_risk, set(), sales, visits, seen_on=THEN, as_of=NOW)
    assert ledger[["contacted", "outcome"]].to_numpy().tolist() == [[False, "open"]]


def test_who_bought_nothing_for_half_a_year_is_lost_and_who_did_a_day_later_is_open():
    """From 30 June to 31 December is half a year."""
    sales = pd.DataFrame({"account_id": ["C0", "C1"], "date": pd.to_datetime(["2025-06-30", "2025-07-01"])})
    at_risk = pd.DataFrame({"account_id": ["C0", "C1"], "margin_eur": 1.0})
    nobody = pd.DataFrame({"account_id": [], "date": pd.to_datetime([]), "status": []})
    seen_on = date(2025, 7, 1)
    ledger = churn_ledger(at_risk, set(), sales.assign(revenue_eur=100.0), nobody, seen_on=seen_on, as_of=NOW)
    assert ledger["outcome"].tolist() == ["lost", "open"]


def test_eighteen_of_twenty_saved_are_more_than_ten_and_fifteen_may_be_chance():
    """Of 22 each, 19 less 11 is .364, above 1.96 √(.0054 + .0114) = .253; 16 less 11 is .227, below .280."""
    for saved, told in ((18, True), (15, False)):
        assert effect_can_be_told(pd.DataFrame({"clients": [20, 20], "saved": [saved, 10]})) is told


def test_what_was_bought_more_than_a_year_before_is_no_usual_half_year():
    """Nothing in the twelve months up to then: whatever it buys again is as much as usual."""
    sales = pd.DataFrame(
        {
            "account_id": ["C0", "C0"],
            "date": pd.to_datetime(["2024-06-15", "2025-10-01"]),
            "revenue_eur": [4000.0, 999.0],
        }
    )
    nobody = pd.DataFrame({"account_id": [], "date": pd.to_datetime([]), "status": []})
    at_risk = pd.DataFrame({"account_id": ["C0"], "margin_eur": [1.0]})
    ledger = churn_ledger(at_risk, set(), sales, nobody, seen_on=THEN, as_of=NOW)
    assert ledger["outcome"].tolist() == ["saved"]


def test_seven_of_ten_on_time_and_eight_done():
    codes = [f"C{n}" for n in range(12)]
    planned = pd.DataFrame({"account_id": codes[:10], "rep_id": "R1", "date": pd.Timestamp("2025-09-15")})
    made = [(code, "2025-09-20", "done") for code in codes[:7]]
    made += [("C7", "2025-10-20", "done"), ("C8", "2025-09-10", "not_met")]
    made += [("C10", "2025-09-15", "done"), ("C0", "2025-12-01", "done")]
    visits = pd.DataFrame(made, columns=["account_id", "date", "status"]).assign(
        rep_id="R1", duration_minutes=60.0
    )
    visits["date"] = pd.to_datetime(visits["date"])
    reports = pd.DataFrame(
        {
            "account_id": ["C1"],
            "rep_id": ["R1"],
            "date": pd.to_datetime(["2025-09-20"]),
            "promise_kept": ["kept"],
        }
    )
    types = pd.DataFrame({"account_id": codes, "account_type": "going_concern"})
    table = followed(planned, visits, reports, types, seen_on=THEN, as_of=NOW)
    (line,) = table.to_dict("records")
    assert line == {
        "rep_id": "R1",
        "account_type": "going_concern",
        "planned": 10,
        "done": 7,
        "late": 1,
        "not_met": 1,
        "not_done": 1,
        "unplanned": 2,
        "hours": 11.0,
        "promises_kept": 1,
    }
    assert kept_shares(table) == {"on_time": 0.7, "done": 0.8}


def test_each_rep_and_type_is_counted_by_itself_and_without_a_promise_none_was_kept():
    """R1 kept its date at C0, not the one at C1; R2 went for half an hour where nothing was planned."""
    planned = pd.DataFrame({"account_id": ["C0", "C1"], "rep_id": "R1", "date": pd.Timestamp("2025-09-15")})
    made = pd.DataFrame({"account_id": ["C0", "C2"], "rep_id": ["R1", "R2"], "status": "done"})
    made = made.assign(date=pd.Timestamp("2025-09-15"), duration_minutes=[90.0, 30.0])
    reports = pd.DataFrame(
        {"account_id": ["C0"] * 3, "rep_id": "R1", "promise_kept": ["kept", "kept", "broken"]}
    )
    reports["date"] = pd.to_datetime(["2025-06-30", "2025-12-31", "2025-09-15"])
    types = pd.DataFrame(
        {
            "account_id": ["C0", "C1", "C2"],
            "account_type": ["going_concern", "high_potential", "going_concern"],
        }
    )
    table = followed(planned, made, reports, types, seen_on=THEN, as_of=NOW)
    assert table.drop(columns=["late", "not_met"]).to_numpy().tolist() == [
        [
            "R1",
            "going_concern",
            1,
            1,
            0,
            0,
            1.5,
            1,
        ],  # one promise before the earlier run, one broken: one kept since
        ["R1", "high_potential", 1, 0, 1, 0, 0.0, 0],
        ["R2", "going_concern", 0, 0, 0, 1, 0.5, 0],
    ]
    shares = by_rep(table).set_index("rep_id")["on_time_share"]
    assert shares["R1"] == 0.5
    assert pd.isna(shares["R2"])
    assert kept_shares(table.iloc[2:]) == {"on_time": None, "done": None}


@pytest.mark.parametrize(
    ("days_off", "outcome"), [(-11, "not_done"), (-10, "done"), (10, "done"), (11, "late"), (40, "late")]
)
def test_a_visit_ten_days_off_keeps_its_date_one_later_is_late_and_one_earlier_is_no_visit_of_it(
    days_off, outcome
):
    planned = pd.DataFrame({"account_id": ["C0"], "rep_id": "R1", "date": pd.to_datetime(["2025-09-15"])})
    day = pd.Timestamp("2025-09-15") + pd.Timedelta(days=days_off)
    made = pd.DataFrame(
        {"account_id": ["C0"], "rep_id": "R1", "date": [day], "status": "done", "duration_minutes": 60.0}
    )
    reports = pd.DataFrame({"account_id": [], "rep_id": [], "date": pd.to_datetime([]), "promise_kept": []})
    types = pd.DataFrame({"account_id": ["C0"], "account_type": ["going_concern"]})
    (line,) = followed(planned, made, reports, types, seen_on=THEN, as_of=NOW).to_dict("records")
    assert line[outcome] == 1
    assert line["unplanned"] == (outcome == "not_done")


def test_the_ledger_names_the_largest_margin_first_and_equal_ones_by_their_code():
    sales = pd.DataFrame({"account_id": ["C0"], "date": pd.to_datetime(["2025-03-01"]), "revenue_eur": [1.0]})
    nobody = pd.DataFrame({"account_id": [], "date": pd.to_datetime([]), "status": []})
    at_risk = pd.DataFrame({"account_id": ["C2", "C0", "C3", "C1"], "margin_eur": [5.0, 5.0, 9.0, 1.0]})
    ledger = churn_ledger(at_risk, set(), sales, nobody, seen_on=THEN, as_of=NOW)
    assert ledger["account_id"].tolist() == ["C3", "C0", "C2", "C1"]


def test_after_a_quarter_a_client_is_saved_by_half_a_usual_half_year_and_lost_by_half_a_year_of_silence():
    """All bought 4,000 in the year before: 1,000 saves. The silent one bought last in August."""
    bought = [
        *[("saved", "2025-03-01", 4000.0), ("saved", "2026-02-01", 1000.0)],
        *[("open", "2025-12-01", 4000.0), ("less", "2025-12-01", 4000.0), ("less", "2026-03-01", 900.0)],
        ("silent", "2025-08-01", 4000.0),
    ]
    sales = pd.DataFrame(bought, columns=["account_id", "date", "revenue_eur"])
    sales["date"] = pd.to_datetime(sales["date"])
    codes = ["saved", "open", "less", "silent"]
    visits = pd.DataFrame({"account_id": [], "date": pd.to_datetime([]), "status": []})
    at_risk = pd.DataFrame({"account_id": codes, "margin_eur": [4.0, 3.0, 2.0, 1.0]})
    ledger = churn_ledger(at_risk, set(), sales, visits, seen_on=NOW, as_of=date(2026, 3, 31))
    assert ledger["outcome"].tolist() == ["saved", "open", "open", "lost"]
