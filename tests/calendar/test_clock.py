import pytest

from solver.calendar.clock import Shift, start_times, times_as_agreed

HOUR = 3600


def hours(starts):
    return None if starts is None else [start / HOUR for start in starts]


def shift(begin=8, length=8, lunch=1):
    return Shift(int(begin * HOUR), length * HOUR, 12 * HOUR, lunch * HOUR)


def times(legs, visits, clocks=None, day=None):
    clocks = clocks or [None] * len(visits)
    seconds = [None if clock is None else clock * HOUR for clock in clocks]
    return hours(
        start_times(day or shift(), [leg * HOUR for leg in legs], [v * HOUR for v in visits], seconds)
    )


def test_a_morning_has_no_lunch():
    assert times([1, 1, 1], [1, 1]) == [9, 11]


def test_lunch_is_taken_on_the_arrival_nearest_to_noon():
    """9-11 a visit, arrival at 11:30, lunch, 12:30-13:30 the second; before the third it would be 13:00."""
    assert times([1, 0.5, 0.5, 1], [2, 1, 1]) == [9, 12.5, 14]


def test_an_agreed_time_is_waited_for():
    assert times([1, 1, 1], [1, 1], [None, 14]) == [9, 14]


def test_an_agreed_time_that_cannot_be_reached_refuses_the_order():
    assert times([1, 1, 1], [1, 1], [None, 10]) is None


def test_a_day_longer_than_its_hours_is_refused():
    assert times([1, 0, 1], [5, 2]) is None
    assert times([1, 0, 1], [4, 2]) == [9, 14]


def test_no_lunch_where_none_is_wished_for():
    assert times([1, 1, 1], [2, 2], day=shift(lunch=0)) == [9, 12]


def test_agreed_times_stand_even_where_the_road_is_too_long():
    legs, visits = [HOUR, 2 * HOUR, HOUR], [HOUR, HOUR]
    assert hours(times_as_agreed(shift(), legs, visits, [9 * HOUR, 11 * HOUR])) == [9, 11]


def alone(drive, *, clock=None, opening=None, leeway=0.0):
    """The start of a single stop of an hour, so many hours of driving after eight o'clock."""
    opening = opening and tuple((int(first * HOUR), int(last * HOUR)) for first, last in opening)
    agreed = None if clock is None else int(clock * HOUR)
    legs = [int(drive * HOUR), 0]
    found = start_times(shift(lunch=0), legs, [HOUR], [agreed], [opening], [int(leeway * HOUR)])
    return None if found is None else found[0] / HOUR


@pytest.mark.parametrize(("drive", "start"), [(1, 10), (2.5, 10.5), (3, 11), (3.5, 14), (6, 14), (6.5, 14.5)])
def test_the_rep_waits_until_the_account_opens_again(drive, start):
    """Visits may start from ten to eleven and from two to three: the last moment of each is one of it."""
    assert alone(drive, opening=((10, 11), (14, 15))) == start


def test_who_comes_after_the_last_opening_is_refused():
    assert alone(7.5, opening=((10, 11), (14, 15))) is None


@pytest.mark.parametrize(("drive", "start"), [(1, 9.5), (2, 10), (2.25, 10.25), (2.5, 10.5), (2.75, None)])
def test_an_agreed_start_may_be_as_much_earlier_or_later_as_its_leeway(drive, start):
    """Agreed for ten, give or take half an hour."""
    assert alone(drive, clock=10, leeway=0.5) == start


def test_a_day_without_a_stop_has_no_start():
    assert start_times(shift(), [0], [], []) == []


def test_agreed_times_are_kept_and_what_lies_between_follows_the_stop_before():
    legs, visits = [HOUR, HOUR, HOUR, HOUR], [HOUR, 2 * HOUR, HOUR]
    assert hours(times_as_agreed(shift(), legs, visits, [None, 10 * HOUR, None])) == [9, 10, 13]


def test_who_is_home_at_the_end_of_the_break_or_leaves_at_its_beginning_takes_none():
    """Home at one, in a day of five hours; a minute later the break is taken, before the second visit."""
    assert times([1, 1, 0.5], [2, 0.5], day=shift(length=5)) == [9, 12]
    assert times([1, 1, 0.5], [2, 0.6], day=shift(length=6)) == [9, 13]
    assert times([1, 1], [1], day=shift(begin=12)) == [13]
    assert times([1, 1], [1], day=shift(begin=11.9)) != [12.9]
