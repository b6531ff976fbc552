from dataclasses import replace

import pandas as pd
import pytest

from solver.calendar.check import check_calendar
from tests.calendar.village import MONDAY, agreed, four_weeks, plan, village_firm
from tests.roads.one_way import Listed


@pytest.fixture(scope="module")
def sound():
    """Three accounts in one village 31.5 min from home; C1 twice, C2 agreed on Tuesday at ten."""
    firm = village_firm([(0.2, 0.0)] * 3, [2, 1, 1], log=[agreed("C2", 1, "10:00", 60)])
    return firm, plan(firm)


def rules(firm, result, appointments=None, unplaced=None, **changes):
    found = check_calendar(
        result.appointments if appointments is None else appointments,
        result.unplaced if unplaced is None else unplaced,
        firm,
        four_weeks(**changes),
    )
    return [(violation.rule, violation.where) for violation in found]


def changed(result, account_id, visit_no=1, **values):
    table = result.appointments.copy()
    row = (table["account_id"] == account_id) & (table["visit_no"] == visit_no)
    assert row.sum() == 1
    for column, value in values.items():
        table.loc[row, column] = value
    return table


def test_a_sound_calendar_has_no_violation(sound):
    assert rules(*sound) == []


def test_a_visit_lost_is_counted(sound):
    firm, result = sound
    assert ("count", "C3") in rules(firm, result, result.appointments.query("account_id != 'C3'"))


def test_a_visit_that_nobody_allocated_is_counted(sound):
    firm, result = sound
    extra = pd.DataFrame({"rep_id": ["R1"], "account_id": ["C3"], "visit_no": [2], "cause": ["?"]})
    assert rules(firm, result, unplaced=extra) == [("count", "C3")]


def test_a_visit_on_a_saturday_is_seen(sound):
    firm, result = sound
    assert ("field_day", "R1") in rules(
        firm, result, changed(result, "C3", date=MONDAY + pd.Timedelta(days=5))
    )


def test_a_visit_to_who_objects_to_any_use_of_its_data_is_seen_agreed_or_not(sound):
    firm, result = sound
    accounts = firm.accounts.assign(opposition_scope=[None, "processing", "canvassing"])
    assert rules(replace(firm, accounts=accounts), result) == [("objection", "C2")]


@pytest.mark.parametrize("change", [{"start": "10:05"}, {"date": MONDAY + pd.Timedelta(days=2)}])
def test_an_agreed_visit_moved_is_seen(sound, change):
    firm, result = sound
    assert ("agreed_moved", "C2") in rules(firm, result, changed(result, "C2", **change))


def test_two_visits_too_near_are_seen(sound):
    """Ideal gap 14 days, half of it 7: the same week is too near."""
    firm, result = sound
    first = result.appointments.query("account_id == 'C1' and visit_no == 1")["date"].iloc[0]
    near = changed(result, "C1", visit_no=2, date=first + pd.Timedelta(days=1))
    assert ("spacing", "C1") in rules(firm, result, near)


def test_a_day_above_its_hours_net_of_reserve_is_seen(sound):
    """A day of 8 h with a reserve of 80 % holds 96 min; an hour on site and 63 min of road are 123."""
    assert ("overfull", "R1") in rules(*sound, day_reserve_share=0.8)


def test_a_visit_cut_short_is_seen(sound):
    firm, result = sound
    row = result.appointments.query("account_id == 'C3'").iloc[0]
    short = f"{row['start'][:3]}{int(row['start'][3:]) + 1:02d}"
    assert ("too_short", "R1") in rules(firm, result, changed(result, "C3", end=short))


def test_a_departure_before_the_day_starts_is_seen():
    """31.5 min of road before a visit at 09:00: out of the house at 08:28."""
    firm = village_firm([(0.2, 0.0)], [1])
    result = plan(firm)
    assert rules(firm, result, result.appointments.assign(start="09:00", end="10:00")) == [
        ("day_start", "R1")
    ]


def test_two_visits_at_the_same_time_are_seen():
    firm = village_firm([(0.2, 0.0)] * 2, [1, 1])
    result = plan(firm)
    table = result.appointments.assign(start="10:00", end="11:00")
    assert rules(firm, result, table) == [("overlap", "R1")]


def test_a_day_that_ends_too_late_is_seen():
    firm = village_firm([(0.2, 0.0)], [1])
    result = plan(firm)
    assert rules(firm, result, result.appointments.assign(start="17:00", end="18:00")) == [("day_end", "R1")]


ROUND = {("home", "C1"): 30, ("C1", "C2"): 10, ("C2", "home"): 30}


@pytest.mark.parametrize(
    ("slow", "rule"), [(None, None), (("C1", "C2"), "overlap"), (("C2", "home"), "day_end")]
)
def test_roads_are_read_in_the_direction_they_are_driven(slow, rule):
    """C1 at 09:00, ten minutes on to C2, and home; against that round every way takes an hour."""
    against = {(there, here): 60 for here, there in ROUND}
    roads = Listed(against | ROUND | ({} if slow is None else {slow: 180}))
    firm = village_firm([(0.1, 0.0), (0.2, 0.0)], [1, 1], days=1, hours=4.0)
    result = plan(firm, four_weeks(roads=Listed(against | ROUND), day_reserve_share=0.0))
    assert result.appointments["account_id"].tolist() == ["C1", "C2"]
    assert result.tours["driving_minutes"].tolist() == [70]
    found = [name for name, _where in rules(firm, result, roads=roads)]
    assert found == [] if rule is None else rule in found
