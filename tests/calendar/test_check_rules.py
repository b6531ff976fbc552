"""The checker on what accounts ask of the day: doors, closures, weekdays and turns, each at its edge."""

from types import SimpleNamespace

import pandas as pd
import pytest

from solver.calendar.check_rules import check_rules

MONDAY, TUESDAY, NEXT_MONDAY = "2026-01-05", "2026-01-06", "2026-01-12"  # weeks 2, 2 and 3


def broken(day, start="09:00", *, asked=None, closures=(), zone_days=(), keep="start"):
    """Return the rules that one visit of an hour to C1 breaks."""
    rules = pd.DataFrame([{"account_id": "C1", **(asked or {})}])
    named = {
        "closures": ["account_id", "from_on", "to_on"],
        "zone_days": ["rep_id", "zone", "weekdays", "weeks"],
    }
    tables = SimpleNamespace(
        visit_rules=rules.reindex(columns=["account_id", "open_hours", "weekdays", "zone"]),
        closures=pd.DataFrame(list(closures), columns=named["closures"]),
        zone_days=pd.DataFrame(list(zone_days), columns=named["zone_days"]),
        visit_time=pd.DataFrame({"account_id": ["C1"], "visit_minutes": [60.0]}),
    )
    for column in ("from_on", "to_on"):
        tables.closures[column] = pd.to_datetime(tables.closures[column])
    visit = pd.DataFrame(
        {"rep_id": ["R1"], "account_id": ["C1"], "date": [pd.Timestamp(day)], "start": [start]}
    )
    found = list(check_rules(visit, tables, SimpleNamespace(hours_keep=keep)))
    assert all(each.where == "C1" and each.amount == 1 for each in found)
    return [each.rule for each in found]


@pytest.mark.parametrize(
    ("start", "keep", "rules"),
    [
        ("07:59", "start", ["closed_hours"]),
        ("08:00", "start", []),
        ("11:59", "start", []),
        ("12:00", "start", ["closed_hours"]),
        ("11:00", "whole", []),  # its hour ends as they close
        ("11:01", "whole", ["closed_hours"]),
        ("13:30", "whole", ["closed_hours"]),  # at noon
    ],
)
def test_doors_are_open_from_their_first_minute_to_the_one_before_their_last(start, keep, rules):
    assert broken(MONDAY, start, asked={"open_hours": "Mo-Fr 08:00-12:00,14:00-18:00"}, keep=keep) == rules


def test_who_says_nothing_is_open_on_every_day_at_every_hour():
    assert broken("2026-01-04", "23:00", keep="whole") == []


@pytest.mark.parametrize(
    ("account_id", "from_on", "to_on", "rules"),
    [
        ("C1", MONDAY, MONDAY, ["closed_period"]),
        (None, "2026-01-01", MONDAY, ["closed_period"]),  # everyone is closed
        ("C1", MONDAY, "2026-02-01", ["closed_period"]),
        ("C1", "2026-01-01", "2026-01-04", []),
        ("C1", TUESDAY, "2026-02-01", []),
        ("C2", MONDAY, MONDAY, []),
    ],
)
def test_a_closure_holds_on_its_first_day_and_on_its_last(account_id, from_on, to_on, rules):
    assert broken(MONDAY, closures=[(account_id, from_on, to_on)]) == rules


@pytest.mark.parametrize(
    ("weekdays", "rules"),
    [("tu,th!", ["weekday"]), ("mo,th!", []), ("tu,th", [])],  # a wish is no must
)
def test_only_a_must_closes_the_other_weekdays(weekdays, rules):
    assert broken(MONDAY, asked={"weekdays": weekdays}) == rules


@pytest.mark.parametrize(
    ("day", "turns", "rules"),
    [
        (MONDAY, [("R1", "north", "mo!", None)], []),
        (TUESDAY, [("R1", "north", "mo!", None)], ["zone_day"]),
        (TUESDAY, [("R1", "north", "mo", None)], []),
        (MONDAY, [("R1", "north", "mo!", "even")], []),
        (MONDAY, [("R1", "north", "mo!", "odd")], ["zone_day"]),
        (NEXT_MONDAY, [("R1", "north", "mo!", "odd")], []),
        (NEXT_MONDAY, [("R1", "north", "mo!", "even")], ["zone_day"]),
        (TUESDAY, [("R1", "north", "mo!", None), ("R1", "north", "tu", None)], []),  # one turn is enough
        (TUESDAY, [("R2", "north", "mo!", None)], []),  # of another rep
        (TUESDAY, [("R1", "south", "mo!", None)], []),
    ],
)
def test_a_zone_has_its_turn_on_its_weekdays_in_its_weeks(day, turns, rules):
    assert broken(day, asked={"zone": "north"}, zone_days=turns) == rules
