"""Dates asked for, agreed visits that leave some freedom, and overtime: each binds, or says so."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from solver.calendar import uncompiled
from solver.calendar.build import build_territory
from solver.calendar.check_rules import check_rhythms
from solver.calendar.engine import compiled_search
from solver.calendar.occurrences import list_occurrences
from solver.calendar.tours import Tours
from solver.calendar.trial import found_days
from solver.calendar.weeks import rhythm_dates
from solver.tables.rhythm import read_rhythm
from solver.tables.week import WeekError
from solver.words.errors import PortfolioError
from tests.calendar.test_rules import HERE, broken, closed, paced, ruled
from tests.calendar.village import MONDAY, agreed, done, four_weeks, plan, planned_on, village_firm

YEAR = date(2026, 1, 1), date(2026, 12, 31)


@pytest.mark.parametrize(
    ("text", "since", "first_three", "count"),
    [
        ("FREQ=MONTHLY;BYDAY=1MO", None, ["01-05", "02-02", "03-02"], 12),
        ("FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR", None, ["01-30", "04-24", "07-31"], 4),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", None, ["01-31", "02-28", "03-31"], 12),
        ("FREQ=WEEKLY;INTERVAL=4;BYDAY=TU", date(2025, 12, 18), ["01-13", "02-10", "03-10"], 13),
        ("FREQ=WEEKLY;INTERVAL=2", date(2025, 12, 31), ["01-14", "01-28", "02-11"], 26),
    ],
)
def test_a_rhythm_gives_the_dates_of_the_calendar(text, since, first_three, count):
    """Every fourth Tuesday is counted from the week of the last visit, Thursday 18 December 2025."""
    dates = rhythm_dates(text, *YEAR, since)
    assert [f"{day:%m-%d}" for day in dates[:3]] == first_three
    assert len(dates) == count
    assert read_rhythm(text).text == text


def test_days_of_every_week_stand_beside_numbered_ones():
    """Tuesdays of January 2026 are the 6th, 13th, 20th and 27th, its second Friday is the 9th."""
    rhythm = read_rhythm("FREQ=MONTHLY;BYDAY=TU,2FR").text
    assert [day.day for day in rhythm_dates(rhythm, YEAR[0], date(2026, 1, 31), None)] == [6, 9, 13, 20, 27]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("every Monday", "every Monday"),
        ("FREQ=DAILY", "FREQ=DAILY"),
        ("FREQ=WEEKLY;BYDAY=1MO", "BYDAY=1MO"),
        ("FREQ=MONTHLY;BYDAY=MONDAY", "BYDAY=MONDAY"),
        ("FREQ=WEEKLY;UNTIL=20261231", "UNTIL=20261231"),
        ("FREQ=WEEKLY;BYMINUTE=30", "BYMINUTE=30"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY=32"),
        ("BYDAY=MO", "BYDAY=MO"),
    ],
)
def test_a_rhythm_that_cannot_be_read_names_its_part(text, part):
    with pytest.raises(WeekError, match=part):
        read_rhythm(text)


def rhythmic(firm, rhythm, slack=None, **more):
    """Return a firm whose first account asks for a rhythm."""
    rule = {"account_id": "C1", "rhythm": rhythm, "rhythm_slack_days": slack}
    return ruled(firm, rule, **more)


def test_visits_stand_on_the_dates_asked_for():
    """Wednesdays of every second week from 5 January on: days 2 and 16; without a word, days 7 and 21."""
    firm = village_firm([HERE], [2])
    assert planned_on(plan(firm), "C1") != [2, 16]
    asking = rhythmic(firm, "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE")
    result = plan(asking)
    assert planned_on(result, "C1") == [2, 16]
    assert result.appointments["visit_no"].tolist() == [1, 2]
    assert broken(asking, result) == set()
    assert broken(asking, plan(firm)) == {"rhythm"}
    assert result.remarks["remark"].tolist() == ["2 of 2 dates of its rhythm kept"]


def test_a_closed_date_moves_within_its_leeway_and_the_remark_counts_it():
    firm = village_firm([HERE], [2])
    asking = rhythmic(firm, "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", 1, closures=[closed("C1", 1, 2)])
    result = plan(asking)
    assert planned_on(result, "C1") == [3, 16]
    assert broken(asking, result) == set()
    assert result.remarks["remark"].tolist() == [
        "1 of 2 dates of its rhythm kept, the others moved by 1 day at most"
    ]
    strict = rhythmic(firm, "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", closures=[closed("C1", 1, 2)])
    assert "closed period" in plan(strict).unplaced["cause"].iloc[0]


def test_the_hour_of_a_rhythm_is_kept_and_the_checker_knows_it():
    asking = rhythmic(village_firm([HERE], [2]), "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE;BYHOUR=10")
    result = plan(asking)
    assert result.appointments["start"].tolist() == ["10:00", "10:00"]
    assert broken(asking, result, start="11:00", end="12:00") == {"rhythm"}


def test_a_rhythm_of_more_dates_than_visits_is_refused_with_what_to_do():
    """Four Mondays in four weeks, three visits in the plan."""
    asking = rhythmic(village_firm([HERE], [3]), "FREQ=WEEKLY;BYDAY=MO")
    with pytest.raises(PortfolioError) as refused:
        plan(asking)
    assert str(refused.value) == (
        "accounts, column “rhythm”: C1: its rhythm FREQ=WEEKLY;BYDAY=MO has 4 dates from 5 Jan 2026 to "
        "1 Feb 2026, and the plan gives it 3 visits → decide on as many visits in the file of decisions "
        "(min_visits), or ask for fewer dates"
    )


def test_one_visit_is_too_few_for_two_dates():
    asking = rhythmic(village_firm([HERE], [1]), "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO")
    with pytest.raises(PortfolioError, match=r"2 dates .* the plan gives it 1 visit →"):
        plan(asking)


@pytest.mark.parametrize(
    ("agreed_on", "planned_on", "missed"), [(14, 0, 0), (0, 14, 0), (13, 0, 0), (14, 7, 1)]
)
def test_a_date_agreed_is_the_one_asked_for_that_is_nearest_and_the_other_is_to_be_kept(
    agreed_on, planned_on, missed
):
    days = [MONDAY + pd.Timedelta(days=day) for day in (agreed_on, planned_on)]
    visits = pd.DataFrame(
        {"account_id": "C1", "date": days, "status": ["agreed", "planned"], "start": "09:00"}
    )
    rules = pd.DataFrame(
        {"account_id": ["C1"], "rhythm": "FREQ=WEEKLY;INTERVAL=2", "rhythm_slack_days": pd.NA}
    )
    asked = {"C1": [MONDAY, MONDAY + pd.Timedelta(days=14)]}
    found = list(check_rhythms(visits, pd.DataFrame({"account_id": []}), asked, rules))
    assert [violation.amount for violation in found] == [1] * missed
    excused = pd.DataFrame({"account_id": ["C1"] * missed})
    assert list(check_rhythms(visits, excused, asked, rules)) == []


def test_all_rhythms_of_more_dates_than_visits_are_refused_at_once():
    mondays = {"rhythm": "FREQ=WEEKLY;BYDAY=MO"}
    asking = ruled(
        village_firm([HERE, HERE], [3, 2]), *({"account_id": one} | mondays for one in ("C1", "C2"))
    )
    with pytest.raises(PortfolioError, match="1 other account has more dates than visits too: C2 → decide"):
        plan(asking)


def test_who_gets_no_visit_has_no_date_to_keep_and_that_is_told():
    """Whoever objects, or is on hold, may have had a rhythm: it is no reason to refuse the plan of all."""
    asking = rhythmic(village_firm([HERE, HERE], [0, 1]), "FREQ=WEEKLY;BYDAY=MO")
    result = plan(asking)
    told = result.remarks.set_index("account_id")["remark"]
    assert told["C1"] == "asks for dates, and the plan gives it no visit"
    assert broken(asking, result) == set()


def test_visits_beyond_the_dates_halve_the_longest_wait():
    """The first Monday of January is day 0, that of February lies outside: the second visit is on day 14."""
    asking = rhythmic(village_firm([HERE], [2]), "FREQ=MONTHLY;BYDAY=1MO")
    result = plan(asking)
    assert planned_on(result, "C1") == [0, 14]
    assert broken(asking, result) == set()


def test_an_agreed_visit_takes_the_place_of_the_date_nearest_to_it():
    firm = village_firm([HERE], [2], log=[agreed("C1", 3, "10:00")])
    result = plan(rhythmic(firm, "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"))
    assert planned_on(result, "C1") == [3, 16]


def test_a_date_without_a_day_is_asked_for_all_the_same_in_the_next_plan():
    """What no day holds is taken from an account in step 10, but not where the client named the date."""
    firm = rhythmic(
        village_firm([HERE], [2]), "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", closures=[closed("C1", 2, 2)]
    )
    rows = list_occurrences(firm, four_weeks())
    tours = Tours(build_territory("R1", rows, firm, None, four_weeks()))
    tours.insert(1, 12, 0)
    assert found_days([tours], {"R1": rows})["placed"].tolist() == [2]


def freed(firm, **terms):
    """Return a firm whose agreed visits leave some freedom."""
    return replace(firm, visits=firm.visits.assign(**{"flexible": None, "leeway_minutes": None} | terms))


def test_what_was_agreed_for_a_week_moves_within_it_to_where_it_saves_a_drive():
    """C2 is agreed for Wednesday at 17:00, C1 for Monday: the same road, so Monday for both."""
    log = [agreed("C1", 0, "10:00"), agreed("C2", 2, "16:00")]
    firm = village_firm([(0.3, 0.0), (0.3, 0.01)], [1, 1], log=log)
    assert planned_on(plan(firm), "C2") == [2]
    free = freed(firm, flexible=[None, "week"])
    result = plan(free)
    assert planned_on(result, "C2") == [0]
    assert result.appointments["status"].tolist() == ["agreed", "agreed"]
    assert broken(free, result) == set()
    assert broken(firm, result) == {"agreed_moved"}
    assert result.remarks["remark"].tolist() == [
        "agreed for the week of 7 Jan 2026: it is on 5 Jan 2026 at "
        f"{result.appointments['start'].iloc[1]}, to be told"
    ]
    later = result.appointments["date"].where(result.appointments["account_id"].eq("C1"), MONDAY)
    out = later.mask(later.index == 1, MONDAY + pd.Timedelta(days=7))
    assert "agreed_week" in broken(free, result, date=out)


def test_a_week_without_room_keeps_the_day_that_was_agreed_and_says_so():
    """The rep has no field day in the first week: the visit stays on its Wednesday, as if agreed for it."""
    firm = village_firm([HERE], [1], log=[agreed("C1", 2, None)])
    firm = replace(firm, rep_days=firm.rep_days[firm.rep_days["date"] >= MONDAY + pd.Timedelta(days=7)])
    result = plan(freed(firm, flexible="week"))
    assert planned_on(result, "C1") == [2]
    assert "agreed for 7 Jan 2026, a day without field time" in set(result.remarks["remark"])


def test_what_was_agreed_for_a_day_leaves_the_hour_free():
    """At 16:00 a second visit of three hours would not fit behind it; at any time it does."""
    firm = village_firm([HERE, HERE], [1, 1], [60.0, 330.0], days=1, log=[agreed("C1", 0, "12:00", 60)])
    assert plan(firm).unplaced["account_id"].tolist() == ["C2"]
    free = freed(firm, flexible="day")
    result = plan(free)
    assert result.unplaced.empty
    assert broken(free, result) == set()


def test_the_checker_knows_how_long_a_visit_was_agreed_for():
    """C1 is agreed for two hours, usually one: an end after one hour is an hour too short."""
    firm = village_firm([HERE, HERE], [1, 1], days=1, log=[agreed("C1", 0, "10:00", 120)])
    result = plan(firm)
    assert broken(firm, result) == set()
    long = result.appointments["account_id"].eq("C1")
    assert "too_short" in broken(firm, result, end=result.appointments["end"].mask(long, "11:00"))


def test_a_leeway_lets_an_agreed_visit_wait_a_little_and_no_more():
    """The visit before ends at 10:50, five minutes of road away: 25 minutes after what was agreed."""
    firm = village_firm(
        [HERE, HERE], [1, 1], [120.0, 60.0], days=1, hours=4.0, log=[agreed("C2", 0, "10:30")]
    )
    assert plan(firm).unplaced["account_id"].tolist() == ["C1"]
    free = freed(firm, leeway_minutes=25.0)
    result = plan(free)
    assert result.appointments["start"].tolist() == ["08:50", "10:55"]
    assert broken(free, result) == set()
    assert broken(freed(firm, leeway_minutes=10.0), result) == {"agreed_leeway"}
    assert result.remarks["remark"].tolist() == [
        "agreed for 5 Jan 2026: it is at 10:55 instead of 10:30, within its leeway"
    ]


def overtime(firm, minutes, price=2.0):
    return replace(firm, reps=firm.reps.assign(overtime_minutes=minutes, overtime_price=price))


def test_overtime_takes_in_a_visit_that_the_day_does_not_hold():
    """Three hours of visits and 41.5 min of road on a day of three hours: 41.5 min too many."""
    firm = village_firm([HERE] * 3, [1] * 3, days=1, hours=3.0)
    assert len(plan(firm).unplaced) == 1
    late = overtime(firm, 50.0)
    result = plan(late)
    assert result.unplaced.empty
    assert broken(late, result) == set()
    assert "overtime" in broken(overtime(firm, 20.0), result)
    assert "1 day takes overtime, 0.7\N{NO-BREAK SPACE}h in all" in set(result.remarks["remark"])
    assert len(plan(overtime(firm, 20.0)).unplaced) == 1


@pytest.mark.parametrize(("price", "days"), [(0.5, 1), (3.0, 2)])
def test_overtime_is_taken_where_it_saves_more_driving_than_its_price(price, days):
    """All on one day: 41.5 min above it, 26.5 min of road less. At half price worth it, at three not."""
    firm = village_firm([HERE] * 3, [1] * 3, days=5, hours=3.0)
    assert len(plan(overtime(firm, 50.0, price), four_weeks(regularity_minutes=0)).tours) == days


@pytest.mark.parametrize("seed", range(3))
def test_both_searches_count_the_same_cost_with_all_of_it(seed):
    places = [(0.05 * (1 + (i * 7 + seed) % 5), 0.03 * i) for i in range(6)]
    log = [agreed("C1", 8, "10:00"), agreed("C2", 9, None), agreed("C3", 15, "11:30"), done("C4", 9)]
    firm = village_firm(places, [2, 1, 3, 4, 2, 3], 75.0, hours=5.0, log=log)
    firm = overtime(paced(firm, max_visits_day=3), 45.0)
    firm = freed(firm, flexible=["week", "day", None, None], leeway_minutes=[None, None, 15.0, None])
    firm = ruled(
        firm,
        {"account_id": "C4", "rhythm": "FREQ=WEEKLY;BYDAY=TU;BYHOUR=11", "rhythm_slack_days": 2},
        {"account_id": "C5", "rhythm": "FREQ=MONTHLY;BYDAY=2TH"},
    )
    chosen = four_weeks()
    occurrences = list_occurrences(firm, chosen)
    for search in (compiled_search(), uncompiled.improved):
        tours = Tours(build_territory("R1", occurrences, firm, firm.worth, chosen))
        stops, cost = search(tours)
        again = Tours(tours.territory)
        again.fill(stops)
        assert again.cost == cost
        assert all(again.times(day) is not None for day in range(len(stops)))
    assert broken(firm, plan(firm)) == set()
