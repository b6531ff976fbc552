"""What a territory says of its days, on five days written by hand."""

from dataclasses import replace

import numpy as np
import pytest

from solver.calendar.suits import _distances
from solver.calendar.territory import HOME, NO_LIMIT, Sleeping, Territory, round_up
from tests.calendar.village import MONDAY

TRAVEL = np.array([[0, 100, 300], [120, 0, 50], [340, 60, 0]])
PLAIN = Territory(
    rep_id="R1",
    days=[0, 1, 2, 4, 7],
    field_seconds=[1000, 1000, 1000, 500, 0],
    capacity=[900, 900, 900, 450, 0],
    travel=TRAVEL,
    occurrences=[],
    prizes=[],
    spacing_share=0.5,
    regularity_seconds=0,
    slot_seconds=300,
    day_start=30_600,
    lunch_start=45_000,
    lunch_seconds=3600,
    iterations=0,
    seed="1",
)
LATE = replace(PLAIN, capacity=[1200, 1100, 900, 450, 0], overtime=[300, 200, 0, 0, 0], overtime_price=250)


def test_days_start_and_end_at_home_and_at_the_usual_hour_unless_they_say_otherwise():
    assert [PLAIN.ends_of(day) for day in (0, 4)] == [(HOME, HOME)] * 2
    assert PLAIN.begin(3) == 30_600
    away = replace(PLAIN, starts=[0, 1, 0, 0, 0], ends=[1, 0, 0, 0, 2], begins=[1, 2, 3, 4, 5])
    assert [away.ends_of(day) for day in range(5)] == [(0, 1), (1, 0), (0, 0), (0, 0), (0, 2)]
    assert [away.begin(day) for day in (0, 4)] == [1, 5]


def test_a_night_goes_before_where_the_evening_ends_and_the_morning_starts():
    slept = replace(PLAIN, nights={1: 2})
    assert [slept.ends_of(day) for day in range(4)] == [(0, 0), (0, 2), (2, 0), (0, 0)]
    said = replace(slept, starts=[1] * 5, ends=[1] * 5)
    assert [said.ends_of(day) for day in range(4)] == [(1, 1), (1, 2), (2, 1), (1, 1)]


def test_a_day_without_a_visit_beside_a_night_costs_the_way_to_the_bed_and_back_the_longer_of_two():
    """To 1 and back 220 seconds, to 2 and back 640."""
    assert [replace(PLAIN, nights={1: 1}).idle(day) for day in range(4)] == [0, 220, 220, 0]
    assert [replace(PLAIN, nights={1: 1, 2: 2}).idle(day) for day in range(5)] == [0, 220, 640, 640, 0]
    assert PLAIN.idle(0) == 0


def test_the_weekday_of_a_day_counts_from_the_first_one_of_the_plan():
    assert [PLAIN.weekday(day) for day in range(5)] == [0, 1, 2, 4, 0]
    assert [replace(PLAIN, first_weekday=5).weekday(day) for day in range(5)] == [5, 6, 0, 2, 5]


@pytest.mark.parametrize(
    ("work", "over", "cost"), [(900, 0, 0), (901, 1, 2), (902, 2, 5), (1200, 300, 750), (0, 0, 0)]
)
def test_work_above_a_day_without_its_overtime_is_overtime_and_costs_its_price(work, over, cost):
    """The first day holds 1,200 seconds, 300 of them overtime, at 2.5 seconds of driving each."""
    assert (LATE.over(0, work), LATE.overtime_cost(0, work)) == (over, cost)
    assert LATE.longest(0) == 1300
    assert (PLAIN.over(0, work), PLAIN.overtime_cost(0, work), PLAIN.longest(0)) == (over, 0, 1000)


def test_without_a_word_a_territory_has_no_limit_no_rule_and_no_night():
    assert (PLAIN.most_driving, PLAIN.most_visits) == (NO_LIMIT, NO_LIMIT)
    assert (PLAIN.off_day_seconds, PLAIN.first_weekday, PLAIN.overtime_price) == (0, 0, 0)
    assert (PLAIN.sleeping, len(PLAIN.rules), len(PLAIN.nights), len(PLAIN.overtime)) == (None, 0, 0, 0)


def test_times_are_rounded_up_to_whole_slots():
    assert round_up(np.array([0, 1, 299, 300, 301, 600]), 300).tolist() == [0, 300, 300, 300, 600, 600]


def test_a_night_has_to_save_the_hours_that_its_price_pays_rounded_up():
    """100 € at 30 € an hour are three hours and 20 minutes."""
    sleeping = Sleeping(most=1, cost_eur=100.0, hour_eur=30.0, least_minutes=75.51)
    assert (sleeping.worth, sleeping.least) == (12_000, 4531)
    assert replace(sleeping, cost_eur=100.001).worth == 12_001


@pytest.mark.parametrize(
    ("others", "gap", "told"),
    [
        ([], 9, (None, None, True)),
        ([0, 20], 7, (10, 10, True)),
        ([0, 20], 10, (10, 10, True)),
        ([0, 20], 11, (10, 10, False)),
        ([3, 4, 16, 30], 6, (6, 6, True)),
        ([4], 7, (6, None, False)),
        ([16], 7, (None, 6, False)),
        ([10], 1, (0, None, False)),  # another one on the day itself lies before it
    ],
)
def test_a_day_keeps_its_distance_from_the_last_visit_before_and_the_first_one_behind(others, gap, told):
    day, *rest = (MONDAY + np.timedelta64(n, "D") for n in (10, *others))
    since, until, kept = told
    assert _distances(day, rest, gap) == {"days_since": since, "days_until": until, "gap_kept": kept}
