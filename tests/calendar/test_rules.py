"""The rules that reps live by: each binds, says so where it cannot be kept, and is seen by the checker."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from solver.calendar import uncompiled
from solver.calendar.build import build_territory
from solver.calendar.check import check_calendar
from solver.calendar.clock import Shift, start_times
from solver.calendar.engine import compiled_search
from solver.calendar.occurrences import list_occurrences
from solver.calendar.tours import Tours
from solver.tables import TABLES, check
from tests.calendar.village import (
    MONDAY,
    agreed,
    another_order,
    done,
    four_weeks,
    plan,
    planned_on,
    village_firm,
)

HERE = (0.1, 0.0)  # 15.8 minutes from home


def ruled(firm, *rules, closures=(), zone_days=()):
    """Return a firm with rules of accounts: `account_id` and any of the columns of `visit_rules`."""
    names = [*TABLES["visit_rules"].names]
    return replace(
        firm,
        visit_rules=check("visit_rules", pd.DataFrame(list(rules), columns=names)),
        closures=check(
            "closures", pd.DataFrame(list(closures), columns=["account_id", "from_on", "to_on", "reason"])
        ),
        zone_days=check(
            "zone_days", pd.DataFrame(list(zone_days), columns=["rep_id", "zone", "weekdays", "weeks"])
        ),
    )


def closed(account_id, first, last):
    """Return a line of `closures`, in days after the first Monday."""
    days = (MONDAY + pd.Timedelta(days=day) for day in (first, last))
    return {"account_id": account_id, **dict(zip(("from_on", "to_on"), days, strict=True))}


def zone(name, weekdays, weeks=None, rep_id="R1"):
    """Return a line of `zone_days`."""
    return {"rep_id": rep_id, "zone": name, "weekdays": weekdays, "weeks": weeks}


def broken(firm, result, **changes):
    """Return the rules that a calendar breaks once columns of its appointments are changed."""
    tables = result.appointments.assign(**changes), result.unplaced, firm, four_weeks()
    found = check_calendar(*tables, result.remarks)
    return {violation.rule for violation in found}


def weekdays_of(result):
    return sorted(set(result.appointments["date"].dt.day_name()))


def test_a_visit_waits_until_the_account_opens():
    """15.8 min of road, on slots of five minutes: there at 08:50, open from 10:00."""
    firm = ruled(village_firm([HERE], [1]), {"account_id": "C1", "open_hours": "Mo-Fr 10:00-12:00"})
    result = plan(firm)
    assert result.appointments["start"].tolist() == ["10:00"]
    assert result.tours["driving_minutes"].tolist() == [31.5]
    assert broken(firm, result) == set()
    assert broken(firm, result, start="09:00", end="10:00") == {"closed_hours"}
    assert broken(firm, result, start="12:00", end="13:00") == {"closed_hours"}


def test_closed_days_of_the_week_are_kept_free():
    rules = [{"account_id": f"C{i}", "open_hours": "We 08:00-18:00"} for i in range(1, 4)]
    firm = ruled(village_firm([HERE, HERE, (-0.2, 0.0)], [1, 1, 1]), *rules)
    result = plan(firm)
    assert weekdays_of(result) == ["Wednesday"]
    assert broken(firm, result) == set()
    assert broken(firm, result, date=MONDAY) == {"closed_hours"}


def test_lunch_closing_lets_a_visit_end_after_it_began_in_time_unless_it_must_be_whole():
    """The only day has 30 min of the morning left where the account closes at noon for two hours."""
    firm = village_firm([HERE], [1], days=1, hours=8.0)
    firm = ruled(firm, {"account_id": "C1", "open_hours": "Mo 11:30-12:00,14:00-18:00"})
    assert plan(firm).appointments["start"].tolist() == ["11:30"]
    whole = four_weeks(hours_keep="whole")
    result = plan(firm, whole)
    assert result.appointments["start"].tolist() == ["14:00"]
    assert check_calendar(result.appointments, result.unplaced, firm, whole) == []
    early = result.appointments.assign(start="11:30", end="12:30")
    assert [v.rule for v in check_calendar(early, result.unplaced, firm, whole)] == ["closed_hours"]


def test_hours_that_the_day_of_the_rep_does_not_reach_are_the_cause():
    """The day starts at 08:30: who closes at 08:00 is never met."""
    firm = ruled(village_firm([HERE], [1]), {"account_id": "C1", "open_hours": "Mo-Su 06:00-08:00"})
    result = plan(firm)
    assert result.appointments.empty
    assert result.unplaced["cause"].tolist() == [
        "the account is not open at any time that the rep's day allows"
    ]


def test_who_opens_on_saturdays_only_is_named_with_its_hours():
    firm = ruled(village_firm([HERE], [1]), {"account_id": "C1", "open_hours": "Sa 08:00-18:00"})
    assert plan(firm).unplaced["cause"].str.contains("opening hours").tolist() == [True]


def test_a_rep_who_leaves_after_lunch_may_come_home_when_lunch_would_have_let_them():
    """Eight hours from 08:30 with an hour of lunch end at 17:30, even where the rep leaves at 15:30 only."""
    day = Shift(begin=510 * 60, seconds=480 * 60, lunch_start=750 * 60, lunch_seconds=3600)
    assert start_times(day, [1800, 1800], [3600], [None], [((57600, 64800),)]) == [57600]
    assert start_times(day, [1800, 1801], [3600], [None], [((57600, 64800),)]) is None


def test_a_closed_period_moves_the_visit_and_one_of_all_accounts_moves_all():
    firm = village_firm([HERE, HERE], [1, 1])
    firm = ruled(firm, closures=[closed("C1", 0, 17), closed(None, 21, 25)])
    result = plan(firm)
    assert 17 < planned_on(result, "C1")[0] < 21
    assert not 21 <= planned_on(result, "C2")[0] <= 25
    assert broken(firm, result) == set()
    assert broken(firm, result, date=MONDAY + pd.Timedelta(days=21)) == {"closed_period"}


def test_an_account_closed_all_along_has_its_closed_period_as_the_cause():
    firm = ruled(village_firm([HERE, HERE], [1, 1]), closures=[closed("C1", -5, 60)])
    result = plan(firm)
    assert result.unplaced["account_id"].tolist() == ["C1"]
    assert "closed period" in result.unplaced["cause"][0]


def test_a_weekday_that_must_be_kept_is_and_one_wished_for_gives_way_to_twenty_minutes_of_driving():
    """C1 and C2 share a village 78.8 minutes away, on Thursdays; a wish of C3 for Tuesdays costs less."""
    firm = ruled(
        village_firm([(0.5, 0.0)] * 3, [1, 1, 1]),
        {"account_id": "C1", "weekdays": "Th!"},
        {"account_id": "C2", "weekdays": "Th"},
        {"account_id": "C3", "weekdays": "Tu"},
    )
    result = plan(firm)
    assert weekdays_of(result) == ["Thursday"]
    assert broken(firm, result) == set()
    assert broken(firm, result, date=MONDAY) == {"weekday"}
    assert result.remarks["remark"].tolist() == ["1 of 2 visits with a wished day of the week fall on one"]
    alone = ruled(village_firm([(0.5, 0.0)], [1]), {"account_id": "C1", "weekdays": "Tu"})
    assert weekdays_of(plan(alone)) == ["Tuesday"]


def test_the_days_of_a_zone_are_those_of_the_rep_who_goes_there():
    """R2 is in the blue zone on Fridays; R1, who has no days for it, goes there on any."""
    firm = ruled(
        village_firm([(0.5, 0.0)] * 2, [1, 1]),
        {"account_id": "C1", "zone": "blue"},
        {"account_id": "C2", "weekdays": "Mo!"},
        zone_days=[zone("blue", "Fr!", rep_id="R2")],
    )
    assert weekdays_of(plan(firm)) == ["Monday"]


def test_a_weekday_on_which_the_rep_is_never_in_the_field_is_the_cause():
    firm = ruled(village_firm([HERE], [1]), {"account_id": "C1", "weekdays": "Su!"})
    assert "days of the week" in plan(firm).unplaced["cause"][0]


def test_a_zone_has_its_turn_on_its_days_and_in_its_weeks():
    """Weeks 2 to 5 of 2026: the blue zone on Fridays of even weeks, so on 9 or 23 January."""
    firm = ruled(
        village_firm([HERE, HERE], [1, 1]),
        {"account_id": "C1", "zone": "blue"},
        {"account_id": "C2", "zone": "red"},
        zone_days=[zone("blue", "Fr!", "even"), zone("red", "Mo")],
    )
    result = plan(firm)
    assert planned_on(result, "C1")[0] in (4, 18)
    assert broken(firm, result) == set()
    assert broken(firm, result, date=MONDAY + pd.Timedelta(days=11)) == {"zone_day"}


def test_the_price_of_a_zone_is_told():
    """In one village, C1 on Fridays and C2 on Mondays: 94 minutes of the road are driven twice."""
    far = [(0.3, 0.0), (0.3, 0.0)]
    rules = [{"account_id": "C1", "zone": "blue"}, {"account_id": "C2", "zone": "red"}]
    days = [zone("blue", "Fr!"), zone("red", "Mo!")]
    told = plan(ruled(village_firm(far, [1, 1]), *rules, zone_days=days)).remarks["remark"].tolist()
    assert "the days of zone blue: without them, less driving by 1.5\xa0h" in told
    free = plan(ruled(village_firm(far, [1, 1]), *rules[:1], zone_days=days)).remarks["remark"].tolist()
    assert not any("zone red" in remark for remark in free)  # no account lies in it


def test_a_zone_of_another_rep_does_not_bind_and_one_without_a_field_day_is_the_cause():
    rules = [{"account_id": "C1", "zone": "blue"}]
    free = ruled(village_firm([HERE], [1]), *rules, zone_days=[zone("blue", "Su!", rep_id="R2")])
    assert plan(free).unplaced.empty
    bound = ruled(village_firm([HERE], [1]), *rules, zone_days=[zone("blue", "Su!")])
    assert "days of the zone" in plan(bound).unplaced["cause"][0]


def test_a_least_gap_keeps_visits_further_apart_than_half_their_ideal_gap():
    """Four weeks, two visits: 14 days apart at best, 7 by the usual rule; C2 draws both near 12 January."""
    log = [agreed("C2", 8, None), agreed("C2", 16, None)]
    firm = village_firm([(0.4, 0.0), (0.4, 0.0)], [2, 2], log=log)
    assert planned_on(plan(firm), "C1") == [8, 16]
    firm = ruled(firm, {"account_id": "C1", "min_gap_days": 13})
    result = plan(firm)
    first, second = planned_on(result, "C1")
    assert second - first >= 13
    assert broken(firm, result) == set()
    near = result.appointments.copy()
    near.loc[near["account_id"] == "C1", "date"] = [MONDAY + pd.Timedelta(days=day) for day in (2, 11)]
    rules = {v.rule for v in check_calendar(near, result.unplaced, firm, four_weeks())}
    assert "least_gap" in rules
    assert "spacing" not in rules


def test_a_least_gap_counts_from_the_last_visit_done():
    firm = village_firm([HERE], [1], log=[done("C1", 3)])
    firm = ruled(firm, {"account_id": "C1", "min_gap_days": 26})
    result = plan(firm)
    assert planned_on(result, "C1")[0] >= 23
    assert broken(firm, result, date=MONDAY + pd.Timedelta(days=22)) == {"least_gap"}


def test_visits_for_which_the_least_gap_leaves_no_room_have_no_day_and_say_why():
    """Three visits twelve days apart take the days 0, 12 and 24, one of them a Saturday: two have a day."""
    firm = ruled(village_firm([HERE], [4]), {"account_id": "C1", "min_gap_days": 12})
    result = plan(firm)
    assert len(result.appointments) == 2
    assert set(result.unplaced["cause"]) == {
        "this account asks for 12 days between two visits: no day is left for one more"
    }
    assert len(result.unplaced) == 2
    assert broken(firm, result) == set()


def test_a_longest_gap_draws_visits_back_to_their_ideal_days():
    """C2 draws C1 to the 2nd and the 25th day, 23 days apart, to save 33 minutes of road each; an hour a week
    of lateness is more than that."""
    log = [agreed("C2", 2, None), agreed("C2", 25, None)]
    firm = village_firm([(0.12, 0.0), (0.12, 0.0)], [2, 2], log=log)
    assert planned_on(plan(firm), "C1") == [2, 25]
    firm = ruled(firm, {"account_id": "C1", "max_gap_days": 14})
    result = plan(firm)
    assert planned_on(result, "C1") == [7, 21]
    assert result.remarks.empty


def test_a_visit_that_is_late_all_the_same_is_told():
    """Two days late cost 17 minutes, a drive of its own 58."""
    log = [agreed("C2", 8, None), agreed("C2", 16, None), done("C1", 14)]
    firm = village_firm([(0.2, 0.0), (0.2, 0.0)], [2, 2], log=log)
    firm = ruled(firm, {"account_id": "C1", "max_gap_days": 14})
    result = plan(firm)
    assert planned_on(result, "C1") == [0, 16]
    assert result.remarks["remark"].tolist() == ["16 days between two visits, more than the 14 asked for"]
    assert broken(firm, result) == set()
    untold = check_calendar(result.appointments, result.unplaced, firm, four_weeks())
    assert [(violation.rule, violation.amount) for violation in untold] == [("longest_gap", 2)]
    another = result.remarks.assign(remark="no coordinates: the drive is the mean of the rep's accounts")
    untold = check_calendar(result.appointments, result.unplaced, firm, four_weeks(), another)
    assert [violation.rule for violation in untold] == ["longest_gap"]


def test_a_wait_that_is_too_long_lifts_no_visit_above_a_dearer_one():
    """The only day holds one of two visits: that of C2 is worth more, C1 asks for a visit a week."""
    free = village_firm([HERE, HERE], [1, 1], 240.0, days=1, hours=7.0, values=[("C2", 1, 900.0)])
    firm = ruled(free, {"account_id": "C1", "max_gap_days": 7})
    assert planned_on(plan(firm), "C2") == [0]
    prizes = [
        build_territory("R1", list_occurrences(one, four_weeks()), one, one.worth, four_weeks()).prizes
        for one in (firm, free)
    ]
    assert prizes[0] == prizes[1]


def test_a_day_far_too_late_is_better_than_none():
    """The rep has the last day of the plan alone, two weeks late: two hours, more than the visit's prize."""
    firm = village_firm([HERE], [1], days=20, hours=[0.0] * 19 + [8.0], log=[done("C1", 28)])
    firm = ruled(firm, {"account_id": "C1", "max_gap_days": 7})
    result = plan(firm, four_weeks(regularity_minutes=0))
    assert planned_on(result, "C1") == [25]


def test_a_longest_gap_that_takes_more_visits_says_how_many():
    firm = ruled(village_firm([HERE], [1], log=[done("C1", 20)]), {"account_id": "C1", "max_gap_days": 7})
    result = plan(firm)
    remark = result.remarks["remark"][0]
    assert broken(firm, result) == set()
    assert "more than the 7 asked for" in remark
    assert "4 visits a plan, and 1 visit is planned" in remark


def paced(firm, **limits):
    """Return a firm whose rep has limits of its own, or drives at another pace."""
    return replace(firm, reps=firm.reps.assign(**limits))


def test_a_day_holds_no_more_visits_than_the_rep_makes():
    """Three neighbours fit into one day; the rep makes two visits a day at most."""
    firm = village_firm([HERE] * 3, [1] * 3, days=2)
    assert sorted(plan(firm).tours["stops"]) == [3]
    capped = paced(firm, max_visits_day=2)
    result = plan(capped)
    assert sorted(result.tours["stops"]) == [1, 2]
    assert broken(capped, result) == set()
    assert broken(paced(firm, max_visits_day=1), result) == {"most_visits"}
    assert "1 day holds the most visits that the rep makes a day, 2" in set(result.remarks["remark"])


def test_a_day_takes_no_more_driving_than_the_rep_said():
    """Two accounts, an hour and a half of driving each, on opposite sides: not on one day of two hours."""
    firm = village_firm([(0.3, 0.0), (-0.3, 0.0)], [1, 1], hours=9.0)
    firm = replace(
        firm, rep_days=firm.rep_days[firm.rep_days["date"].isin([MONDAY, MONDAY + pd.Timedelta(days=9)])]
    )
    together = plan(firm, four_weeks(regularity_minutes=0))
    capped = paced(firm, max_drive_minutes=120.0)
    result = plan(capped)
    assert result.tours["driving_minutes"].tolist() == [94.6, 94.6]
    assert broken(capped, result) == set()
    assert broken(paced(firm, max_drive_minutes=90.0), result) == {"most_driving"}
    assert len(together.appointments) == 2


def test_who_is_further_than_the_rep_drives_a_day_has_no_day_and_the_cause_says_so():
    result = plan(paced(village_firm([(0.5, 0.0)], [1], hours=9.0), max_drive_minutes=120.0))
    assert result.appointments.empty
    assert result.unplaced["cause"].tolist() == [
        "too far: 157 min of driving there and back, the rep drives 120 a day at most"
    ]


def test_a_rep_who_drives_slower_than_the_roads_say_has_longer_drives_and_the_checker_knows_it():
    firm = paced(village_firm([HERE], [1]), drive_factor=1.2)
    result = plan(firm)
    assert result.tours["driving_minutes"].tolist() == [pytest.approx(1.2 * 31.54, abs=0.1)]
    assert broken(firm, result) == set()
    assert broken(paced(firm, drive_factor=2.0), result) == {"day_start"}
    assert result.remarks["remark"].tolist() == ["drives take 1.20 times as long as the roads say"]


def busy_firm(seed):
    """Return nine accounts with every kind of rule on days that cannot hold all their visits."""
    random = np.random.default_rng(seed)
    visits = random.integers(1, 6, 9).tolist()
    places = [(float(x), float(y)) for x, y in random.uniform(-0.3, 0.3, (9, 2))]
    log = [agreed("C1", 8, "10:00"), agreed("C2", 9, None), agreed("C3", 15, "11:30")]
    firm = village_firm(places, visits, 75.0, hours=5.0, log=log)
    firm = paced(firm, max_visits_day=3, max_drive_minutes=150.0, drive_factor=1.1)
    return ruled(
        firm,
        {"account_id": "C1", "open_hours": "Mo-Fr 08:00-12:00,14:00-18:00"},
        {"account_id": "C2", "open_hours": "Mo-We 09:30-11:00", "min_gap_days": 4},
        {"account_id": "C4", "open_hours": "Mo-Fr 10:15-11:00", "weekdays": "Tu,Th"},
        {"account_id": "C5", "weekdays": "We,Fr!", "max_gap_days": 9},
        {"account_id": "C6", "zone": "blue"},
        {"account_id": "C7", "open_hours": "Mo,Tu 14:00-16:00; Fr 08:00-10:00"},
        closures=[closed("C8", 0, 9), closed(None, 4, 4)],
        zone_days=[zone("blue", "Mo!", "odd"), zone("blue", "Th!")],
    )


@pytest.mark.parametrize("seed", range(6))
def test_both_searches_keep_all_rules_and_count_the_same_cost(seed):
    firm, chosen = busy_firm(seed), four_weeks()
    occurrences = list_occurrences(firm, chosen)
    for search in (compiled_search(), uncompiled.improved):
        tours = Tours(build_territory("R1", occurrences, firm, firm.worth, chosen))
        stops, cost = search(tours)
        again = Tours(tours.territory)
        again.fill(stops)
        assert again.cost == cost
        assert all(again.times(day) is not None for day in range(len(stops)))
    result = plan(firm)
    assert broken(firm, result) == set()


def test_rules_in_another_order_give_the_same_tables():
    """Two closed periods and two zone days that overlap, and two visits agreed for one hour."""
    log = [
        agreed("C6", 8, "10:00", 30.0),
        agreed("C6", 8, "10:00", 90.0),
        agreed("C1", 9, None),
        done("C2", 9),
    ]
    firm = ruled(
        village_firm([(0.1 * i, 0.02 * i) for i in range(1, 7)], [1, 2, 3, 4, 2, 3], log=log),
        {"account_id": "C1", "weekdays": "Tu", "zone": "N"},
        {"account_id": "C2", "open_hours": "Mo-Fr 10:00-12:00,14:00-17:00"},
        {"account_id": "C3", "zone": "N", "min_gap_days": 6},
        {"account_id": "C4", "zone": "S", "max_gap_days": 9},
        closures=[closed("C4", 2, 9), closed("C4", 8, 12), closed(None, 21, 21)],
        zone_days=[zone("N", "Mo"), zone("N", "We!", "odd"), zone("S", "Th")],
    )
    due = [MONDAY + pd.Timedelta(days=day) for day in (4, 15, 18)]
    journeys = pd.DataFrame({"account_id": ["C3", "C5", "C3"], "channel": "visit", "due_on": due})
    firm = replace(firm, journeys=journeys)
    first, other = plan(firm), plan(another_order(firm))
    for name in ("appointments", "tours", "unplaced", "remarks"):
        pd.testing.assert_frame_equal(getattr(other, name), getattr(first, name))
    asked = first.appointments
    pd.testing.assert_frame_equal(other.other_days(asked), first.other_days(asked))
