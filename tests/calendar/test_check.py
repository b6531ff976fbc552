from dataclasses import replace

import pandas as pd
import pytest

from solver.calendar.check import check_calendar
from tests.calendar.test_rules import closed, ruled, zone
from tests.calendar.village import MONDAY, agreed, done, four_weeks, plan, village_firm
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


def test_of_visits_agreed_there_may_be_more_than_were_allocated_and_of_visits_planned_not():
    firm = village_firm([(0.2, 0.0)], [1])
    two = pd.concat([day_of(("C1", "10:00", "11:00"))] * 2, ignore_index=True)
    two = two.assign(date=[MONDAY, MONDAY + pd.Timedelta(days=21)], visit_no=[1, 2])
    assert [one[:2] for one in told(firm, two)] == [("count", 1.0)]
    log = pd.concat(
        [village_firm([(0.2, 0.0)], [1], log=[agreed("C1", d, "10:00", 60)]).visits for d in (0, 21)]
    )
    known = replace(firm, visits=log)
    assert told(known, two.assign(status="agreed")) == []


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


def test_after_the_last_one_done_only_a_visit_that_is_due_may_lie_nearer_than_the_spacing():
    """One visit in 28 days, the last one 2 days before them: half of the 28 is day 12."""
    firm = village_firm([(0.2, 0.0)], [1], log=[done("C1", 2)])
    near = day_of(("C1", "10:00", "11:00"))  # the first Monday, 2 days after
    assert [one[:2] for one in told(firm, near)] == [("spacing", 12.0)]
    due = pd.DataFrame({"account_id": ["C1"], "due_on": MONDAY + pd.Timedelta(days=4), "channel": "visit"})
    assert told(replace(firm, journeys=due), near) == []
    assert [one[:2] for one in told(replace(firm, journeys=due.assign(channel="phone")), near)] == [
        ("spacing", 12.0)
    ]
    goal = due[["account_id", "due_on"]].assign(due_on=MONDAY + pd.Timedelta(days=3))
    assert told(replace(firm, goals=goal), near) == []  # four days until then, of which half is kept


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


def told(firm, appointments, unplaced=None, **changes):
    """Return of each violation the rule, by how much it is broken to the tenth, and the words."""
    table = (
        pd.DataFrame(columns=["rep_id", "account_id", "visit_no", "cause"]) if unplaced is None else unplaced
    )
    found = check_calendar(appointments, table, firm, four_weeks(**changes))
    return [(one.rule, round(one.amount, 1), one.message) for one in found]


def day_of(*stops, status="planned"):
    """Return the appointments of the first Monday: (account, start, end)."""
    rows = [
        {"rep_id": "R1", "account_id": code, "visit_no": 1, "date": MONDAY, "stop": stop, "start": start}
        | {"end": end, "travel_minutes": 0.0, "status": status, "gap_days": None, "ideal_gap_days": 28.0}
        for stop, (code, start, end) in enumerate(stops, start=1)
    ]
    return pd.DataFrame(rows)


NORTH = village_firm([(0.2, 0.0)], [1])  # 31.5 minutes from home
BOTH = village_firm([(0.2, 0.0)] * 2, [1, 1])  # and five minutes from each other


@pytest.mark.parametrize(
    ("firm", "appointments", "rules", "found"),
    [
        (NORTH, day_of(("C1", "10:00", "11:00")), {}, []),
        (BOTH, day_of(("C1", "10:00", "11:00"), ("C2", "11:05", "12:05")), {}, []),
        # Out of the house at 08:28.5, where the day starts at 08:30.
        (
            NORTH,
            day_of(("C1", "09:00", "10:00")),
            {},
            [("day_start", 1.5, "R1: 5 Jan 2026 starts 2 min too early")],
        ),
        (NORTH, day_of(("C1", "09:02", "10:02")), {}, []),
        # Eight hours and one of lunch after 08:30 are 17:30; back at 18:31.5, and at 17:29.5 in time.
        (
            NORTH,
            day_of(("C1", "17:00", "18:00")),
            {},
            [("day_end", 61.5, "R1: 5 Jan 2026 ends 62 min too late")],
        ),
        (NORTH, day_of(("C1", "15:58", "16:58")), {}, []),
        # From 11:00 on to 11:05 for the road; at 10:50 a quarter of an hour is missing.
        (
            BOTH,
            day_of(("C1", "10:00", "11:00"), ("C2", "10:50", "11:50")),
            {},
            [("overlap", 15.0, "R1: on 5 Jan 2026, 15 min are missing between two visits")],
        ),
        # An hour's visit of half of one.
        (
            NORTH,
            day_of(("C1", "10:00", "10:30")),
            {},
            [("too_short", 30.0, "R1: a visit of 5 Jan 2026 is 30 min too short")],
        ),
        # 123.1 minutes of road and visit, where four fifths of eight hours are kept free: 96.
        (
            NORTH,
            day_of(("C1", "10:00", "11:00")),
            {"day_reserve_share": 0.8},
            [("overfull", 27.1, "R1: 5 Jan 2026 is overfull by 27 min")],
        ),
    ],
)
def test_a_breach_is_told_with_its_amount(firm, appointments, rules, found):
    assert told(firm, appointments, **rules) == found


@pytest.mark.parametrize(
    ("caps", "found"),
    [
        ({"max_visits_day": 2.0, "max_drive_minutes": 68.1}, []),
        ({"max_visits_day": 1.0}, [("most_visits", 1.0, "R1: 5 Jan 2026 has 1 more than the most visits")]),
        (
            {"max_drive_minutes": 60.0},
            [("most_driving", 8.1, "R1: 5 Jan 2026 has 8 min more than the most driving")],
        ),
    ],
)
def test_more_visits_or_driving_than_the_rep_makes_a_day_are_told_with_how_many_more(caps, found):
    """Twice 31.5 minutes and five from door to door."""
    firm = replace(BOTH, reps=BOTH.reps.assign(**caps))
    assert told(firm, day_of(("C1", "10:00", "11:00"), ("C2", "11:05", "12:05"))) == found


def test_overtime_beyond_what_is_agreed_is_told_beyond_it():
    """188.1 minutes on a day of two hours: 68.1 above, half an hour of them allowed."""
    firm = village_firm([(0.2, 0.0)] * 2, [1, 1], hours=2.0)
    late = replace(firm, reps=firm.reps.assign(overtime_minutes=30.0, overtime_price=2.0))
    day = day_of(("C1", "09:02", "10:02"), ("C2", "10:07", "11:07"))
    assert told(late, day)[0] == ("overtime", 38.1, "R1: 5 Jan 2026 has 38 min too much overtime")
    enough = replace(firm, reps=firm.reps.assign(overtime_minutes=68.0, overtime_price=2.0))
    assert told(enough, day) == []


def test_visits_too_few_or_too_many_are_told_with_how_many():
    one = day_of(("C1", "10:00", "11:00"))
    assert told(BOTH, one) == [("count", -1, "C2: 0 visits placed or unplaced, 1 allocated or agreed")]
    extra = pd.DataFrame(
        {"rep_id": ["R1"] * 3, "account_id": ["C2"] * 3, "visit_no": [1, 2, 3], "cause": "?"}
    )
    assert told(BOTH, one, extra) == [("count", 2, "C2: 3 visits placed or unplaced, 1 allocated or agreed")]
    saturday = one.assign(date=MONDAY + pd.Timedelta(days=5))
    assert told(NORTH, saturday) == [("field_day", 1, "R1: visits planned on 10 Jan 2026, not a field day")]
    objecting = replace(NORTH, accounts=NORTH.accounts.assign(opposition_scope="processing"))
    assert told(objecting, one)[0][:2] == ("objection", 1)


@pytest.mark.parametrize(("apart", "amount"), [(6, 1.0), (7, None), (1, 6.0)])
def test_two_visits_nearer_than_half_their_fourteen_days_are_told_with_the_days_that_are_missing(
    apart, amount
):
    firm = village_firm([(0.2, 0.0)], [2], days=30)
    first = day_of(("C1", "10:00", "11:00"))
    second = first.assign(visit_no=2, date=MONDAY + pd.Timedelta(days=apart))
    found = told(firm, pd.concat([first, second], ignore_index=True), spacing_share=0.5)
    found = [one for one in found if one[0] == "spacing"]
    assert [one[1] for one in found] == ([] if amount is None else [amount])
    if apart == 1:
        assert found[0][2] == "C1: only 1 day before the visit of 6 Jan 2026"


def test_dates_that_an_account_asks_for_may_lie_as_near_as_it_asks():
    """Tuesdays and Thursdays are two and five days apart, eight visits in four weeks three and a half."""
    firm = ruled(village_firm([(0.2, 0.0)], [8]), {"account_id": "C1", "rhythm": "FREQ=WEEKLY;BYDAY=TU,TH"})
    days = [7 * week + day for week in range(4) for day in (1, 3)]
    visit = day_of(("C1", "10:00", "11:00"))
    table = pd.concat(
        [visit.assign(visit_no=n, date=MONDAY + pd.Timedelta(days=day)) for n, day in enumerate(days, 1)],
        ignore_index=True,
    )
    assert told(firm, table, spacing_share=1.0) == []
    moved = table.assign(date=table["date"].mask(table["visit_no"].eq(2), MONDAY + pd.Timedelta(days=2)))
    assert [one[:2] for one in told(firm, moved, spacing_share=1.0)] == [("spacing", 1.0), ("rhythm", 1)]


@pytest.mark.parametrize(
    ("rule", "start", "day", "rules"),
    [
        ({"open_hours": "Mo-Fr 10:00-12:00"}, "10:00", 0, []),
        ({"open_hours": "Mo-Fr 10:00-12:00"}, "11:59", 0, []),
        ({"open_hours": "Mo-Fr 10:00-12:00"}, "12:00", 0, ["closed_hours"]),
        ({"open_hours": "Mo-Fr 10:00-12:00"}, "09:59", 0, ["closed_hours"]),
        ({"open_hours": "Tu 10:00-12:00"}, "10:00", 0, ["closed_hours"]),
        ({"weekdays": "Tu!"}, "10:00", 0, ["weekday"]),
        ({"weekdays": "Tu"}, "10:00", 0, []),
        ({"weekdays": "Mo!"}, "10:00", 0, []),
    ],
)
def test_a_visit_at_closed_doors_or_on_another_day_of_the_week_is_told(rule, start, day, rules):
    firm = ruled(NORTH, {"account_id": "C1", **rule})
    hour = f"{int(start[:2]) + 1:02d}{start[2:]}"
    table = day_of(("C1", start, hour)).assign(date=MONDAY + pd.Timedelta(days=day))
    assert [one[0] for one in told(firm, table)] == rules


def test_a_visit_that_must_be_over_before_the_doors_close_ends_at_their_closing():
    firm = ruled(NORTH, {"account_id": "C1", "open_hours": "Mo 10:00-12:00"})
    for start, end, rules in (("11:00", "12:00", []), ("11:01", "12:01", ["closed_hours"])):
        assert [one[0] for one in told(firm, day_of(("C1", start, end)), hours_keep="whole")] == rules


@pytest.mark.parametrize(
    ("first", "last", "shut"), [(-3, -1, False), (-3, 0, True), (0, 3, True), (1, 3, False)]
)
@pytest.mark.parametrize("whose", ["C1", None, "C9"])
def test_a_closed_period_has_its_first_and_its_last_day_and_is_that_of_its_account_or_of_all(
    first, last, shut, whose
):
    firm = ruled(NORTH, closures=[closed(whose, first, last)])
    found = [one[0] for one in told(firm, day_of(("C1", "10:00", "11:00")))]
    assert found == (["closed_period"] if shut and whose != "C9" else [])


@pytest.mark.parametrize(
    ("turns", "rules"),
    [
        ([("N", "Mo!", None)], []),
        ([("N", "Tu!", None)], ["zone_day"]),
        ([("N", "Tu", None)], []),
        ([("N", "Mo!", "odd")], ["zone_day"]),  # 5 January is in week 2
        ([("N", "Mo!", "even")], []),
        ([("N", "Tu!", None), ("N", "Mo", None)], []),
        ([("S", "Tu!", None)], []),
    ],
)
def test_a_zone_has_its_turn_on_one_of_its_days_in_the_weeks_it_has(turns, rules):
    firm = ruled(NORTH, {"account_id": "C1", "zone": "N"}, zone_days=[zone(*turn) for turn in turns])
    assert [one[0] for one in told(firm, day_of(("C1", "10:00", "11:00")))] == rules
