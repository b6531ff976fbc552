"""Why a visit has no day, in the order in which the causes exclude it; and which other days it could have."""

import pytest

from solver.calendar.causes import alternatives_to, cause_of
from tests.calendar.test_dates_asked import overtime
from tests.calendar.test_rules import closed, ruled
from tests.calendar.test_tours import tours_of
from tests.calendar.village import MINUTES_PER_DEGREE, agreed, four_weeks, village_firm

NEAR = (0.1, 0.0)
ALL = "5 Jan 2026 to 1 Feb 2026"


def cause(firm, *placed, visit=0, **changes):
    """Return why a visit has no day once others have theirs: (visit, day)."""
    tours = tours_of(firm, **changes)
    for other, day in placed:
        tours.insert(other, day, len(tours.stops[day]))
    return cause_of(tours, visit, four_weeks(**changes))


def test_a_rep_without_a_field_day_or_with_none_in_the_weeks_of_the_visit():
    assert cause(village_firm([NEAR], [1], hours=0.0)) == "the rep has no field day in the plan"
    late = cause(village_firm([NEAR], [4], days=5), visit=3)
    assert late.startswith("the rep has no field day from ")
    assert late.endswith(" to 1 Feb 2026")


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (385.0, "no room"),  # 94.6 of road and 385 are 479.6 of the 480 there are
        (386.0, "longer than a day: 480 min with the drive, the longest day offers 480"),
        (400.0, "longer than a day: 494 min with the drive, the longest day offers 480"),
    ],
)
def test_a_visit_longer_than_a_day_is_told_with_the_minutes_it_takes(minutes, said):
    firm = village_firm([(0.3, 0.0), NEAR], [1, 1], minutes=[minutes, 300.0], days=1)
    assert cause(firm, (1, 0)).startswith(said)


@pytest.mark.parametrize(
    ("most", "said"), [(95.0, "no room"), (94.0, "too far: 94 min of driving there and back")]
)
def test_an_account_farther_than_the_rep_drives_a_day_is_too_far(most, said):
    firm = village_firm([(0.3, 0.0), NEAR], [1, 1], minutes=[60.0, 400.0], days=1)
    firm.reps["max_drive_minutes"] = most
    found = cause(firm, (1, 0))
    assert found.startswith(said)
    assert ("the rep drives 94 a day at most" in found) is (most == 94)


def test_rules_are_the_cause_where_they_leave_no_day_and_not_where_one_is_merely_full():
    """Closed on Monday alone, and Tuesday is full; closed on both; and open on Saturdays only."""
    firm = village_firm([NEAR, NEAR], [1, 1], minutes=[60.0, 420.0], days=2)
    assert cause(ruled(firm, closures=[closed("C1", 0, 0)]), (1, 1)).startswith(f"no room from {ALL}")
    assert cause(ruled(firm, closures=[closed("C1", 0, 1)])) == (
        f"no day from {ALL} may hold it: closed period"
    )
    both = ruled(firm, {"account_id": "C1", "open_hours": "Tu 08:00-18:00"}, closures=[closed("C1", 1, 1)])
    assert cause(both) == f"no day from {ALL} may hold it: opening hours, closed period"
    assert cause(ruled(firm, {"account_id": "C1", "weekdays": "Sa!"})).endswith(": days of the week")


def test_a_day_without_hours_opens_no_door():
    """C1 opens on Saturdays alone; C2 is agreed for one, on which the rep has no hours."""
    log = [agreed("C2", 5, "10:00")]
    firm = ruled(
        village_firm([NEAR] * 2, [1, 1], log=log), {"account_id": "C1", "open_hours": "Sa 08:00-18:00"}
    )
    assert cause(firm) == f"no day from {ALL} may hold it: opening hours"


def test_hours_that_no_day_of_the_rep_reaches_are_the_cause():
    firm = ruled(village_firm([NEAR], [1], days=2), {"account_id": "C1", "open_hours": "Mo-Fr 06:00-07:00"})
    assert cause(firm) == "the account is not open at any time that the rep's day allows"


def test_days_with_room_too_near_to_another_visit_are_told_apart_from_days_without_room():
    """Two visits in four weeks, a week apart at least; both in the first three days."""
    firm = village_firm([NEAR], [2], days=3)
    assert cause(firm, (0, 0), visit=1) == "the rep has no field day from 16 Jan 2026 to 1 Feb 2026"
    two = village_firm([NEAR], [2], days=15)
    assert cause(two, (0, 13), visit=1) == "the days with room are too near to another visit of this account"
    asking = ruled(two, {"account_id": "C1", "min_gap_days": 10})
    assert cause(asking, (0, 10), visit=1) == (
        "this account asks for 10 days between two visits: no day is left for one more"
    )


def test_the_other_days_of_a_visit_are_those_that_cost_least_within_a_fortnight_first():
    """C1 and C2 share a village 47.3 minutes away. C1 on the first Monday alone: beside C2 on Wednesday it
    saves its own way but five minutes from door to door; on another empty day the way stays the same."""
    firm = village_firm([(0.3, 0.0), (0.3, 0.0)], [1, 1])
    tours = tours_of(firm, regularity_minutes=0)
    tours.insert(0, 0, 0)
    tours.insert(1, 2, 0)
    before = (tours.cost, [list(stops) for stops in tours.stops])
    best, second = alternatives_to(tours, 0)
    way = 2 * 0.3 * MINUTES_PER_DEGREE
    assert (best.day, second.day) == (2, 1)
    assert best.extra_seconds / 60 == pytest.approx(5 - way, abs=0.1)
    assert second.extra_seconds == 0
    # From 08:30 and 47.3 minutes of road, on slots of five.
    assert second.start == (8 * 60 + 30 + 50) * 60
    assert len(alternatives_to(tours, 0, number=1)) == 1
    assert (tours.cost, tours.stops) == before, "they are left as they were"
    far = tours_of(firm, regularity_minutes=0)
    far.insert(0, 0, 0)
    far.insert(1, far.territory.days.index(15), 0)
    assert far.territory.days[alternatives_to(far, 0, number=1)[0].day] <= 14, (
        "however cheap, a fortnight first"
    )
    late = tours_of(firm, regularity_minutes=0)  # of the last Monday a fortnight before, the 19th
    late.insert(0, late.territory.days.index(21), 0)
    late.insert(1, late.territory.days.index(14), 0)
    assert late.territory.days[alternatives_to(late, 0, number=1)[0].day] == 14
    early = tours_of(firm, regularity_minutes=0)
    early.insert(0, early.territory.days.index(21), 0)
    early.insert(1, early.territory.days.index(4), 0)
    assert early.territory.days[alternatives_to(early, 0, number=1)[0].day] == 7
    near = tours_of(firm, regularity_minutes=0)
    near.insert(0, 0, 0)
    near.insert(1, near.territory.days.index(14), 0)
    assert near.territory.days[alternatives_to(near, 0, number=1)[0].day] == 14


def test_a_day_with_overtime_may_hold_what_the_others_do_not():
    firm = village_firm([(0.3, 0.0)], [1], days=1, hours=2.5)
    assert cause(firm) == "longer than a day: 154 min with the drive, the longest day offers 150"
    assert not cause(overtime(firm, 10.0)).startswith("longer")
