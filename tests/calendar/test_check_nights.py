"""The checker of nights on two days written by hand: 1 degree of latitude is 157.7 minutes of road."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from solver.calendar.check_nights import check_nights
from tests.calendar.village import MINUTES_PER_DEGREE, MONDAY, four_weeks, village_firm

TUESDAY = MONDAY + pd.Timedelta(days=1)
SAVED = 2 * MINUTES_PER_DEGREE - 5  # home and back, less the way from door to door
PLACES = {"C1": (1.0, 0.0), "C2": (1.0, 0.0), "C3": (0.2, 0.0), "C4": (1.5, 0.0)}


def firm(hour_eur=60.0, **terms):
    """Return a firm whose rep may sleep out once, for 100 €, an hour from home; an hour costs 60 €."""
    village = village_firm([*PLACES.values()], [1] * len(PLACES))
    usual = {"nights_max": 1.0, "night_cost_eur": 100.0, "night_min_minutes": 60.0}
    hours = pd.DataFrame({"rep_id": ["R1"], "cost_per_hour_eur": [hour_eur]})
    return replace(village, reps=village.reps.assign(**usual | terms), visit_cost=hours.dropna())


def stops(*rows):
    """Return visits written as (account, day, place in it)."""
    return pd.DataFrame(rows, columns=["account_id", "date", "stop"]).assign(rep_id="R1")


def nights(place="C2", dates=(MONDAY,)):
    return pd.DataFrame({"rep_id": "R1", "date": [*dates], "place_id": place})


AROUND = stops(("C1", MONDAY, 1), ("C2", TUESDAY, 1))


def told(tables, appointments=AROUND, slept=None):
    slept = nights() if slept is None else slept
    found = check_nights(slept, appointments, tables, four_weeks().roads)
    return [(one.rule, pytest.approx(one.amount, abs=0.01)) for one in found]


def test_a_night_far_from_home_that_saves_more_than_it_costs_keeps_the_rules():
    assert told(firm()) == []


@pytest.mark.parametrize(("lacks", "said"), [(0.9, []), (1.5, [("night", 1.5)]), (40.0, [("night", 40.0)])])
def test_a_night_may_cost_a_euro_more_than_it_saves_at_the_price_of_the_hour(lacks, said):
    """310.3 minutes at 60 € an hour are 310.3 €."""
    assert told(firm(night_cost_eur=SAVED + lacks)) == said


@pytest.mark.parametrize(("lacks", "said"), [(0.4, []), (1.0, [("night", 1.0)]), (40.0, [("night", 40.0)])])
def test_a_night_may_lie_half_a_minute_nearer_to_home_than_the_rep_says(lacks, said):
    assert told(firm(night_min_minutes=MINUTES_PER_DEGREE + lacks)) == said


def test_the_way_to_the_bed_and_from_it_is_taken_off_what_a_night_saves():
    """The bed half a degree beyond both: of two degrees one is saved, 157.7 €."""
    slept = nights("C4")
    assert told(firm(night_cost_eur=MINUTES_PER_DEGREE + 9), slept=slept) == [("night", 9.0)]
    one_way = stops(("C4", MONDAY, 1), ("C2", TUESDAY, 1))  # slept at the last stop: 1.5 + 1 − 0.5 degrees
    assert told(firm(night_cost_eur=2 * MINUTES_PER_DEGREE + 9), one_way, slept) == [("night", 9.0)]
    other_way = stops(("C2", MONDAY, 1), ("C4", TUESDAY, 1))
    assert told(firm(night_cost_eur=2 * MINUTES_PER_DEGREE + 9), other_way, slept) == [("night", 9.0)]


def test_the_last_stop_of_the_evening_and_the_first_of_the_morning_count_in_whatever_order_they_stand():
    """C3 lies near home: first on Monday and last on Tuesday it changes nothing."""
    table = stops(("C3", TUESDAY, 2), ("C2", TUESDAY, 1), ("C1", MONDAY, 2), ("C3", MONDAY, 1))
    assert told(firm(night_cost_eur=SAVED + 9), table) == [("night", 9.0)]
    early = stops(("C1", MONDAY, 1), ("C3", MONDAY, 2), ("C2", TUESDAY, 1))
    # From C3 home and from home to C2 are 1.2 degrees, from C3 to the bed 0.8 of them: 0.4 are saved.
    assert told(firm(night_cost_eur=100.0), early) == [("night", 100 - 0.4 * MINUTES_PER_DEGREE)]


@pytest.mark.parametrize("kept", ["C1", "C2"])
def test_a_night_has_a_visit_on_the_day_before_it_and_on_the_day_after(kept):
    assert told(firm(), AROUND[AROUND["account_id"] == kept]) == [("night", 1.0)]


@pytest.mark.parametrize(("day", "hours"), [(MONDAY, 0.0), (TUESDAY, 0.0), (MONDAY, 0.5), (TUESDAY, 0.5)])
def test_a_night_lies_between_two_days_in_the_field_however_short(day, hours):
    tables = firm()
    days = tables.rep_days.assign(field_hours=tables.rep_days["field_hours"].mask(_is(tables, day), hours))
    assert told(replace(tables, rep_days=days)) == ([] if hours else [("night", 1.0)])
    assert told(replace(tables, rep_days=tables.rep_days[~_is(tables, day)])) == [("night", 1.0)]


def _is(tables, day):
    return tables.rep_days["date"] == day


@pytest.mark.parametrize(("most", "said"), [(3.0, []), (2.0, []), (1.0, [("most_nights", 1.0)])])
def test_as_many_nights_as_a_rep_may_spend_are_not_too_many(most, said):
    week = [MONDAY + pd.Timedelta(days=day) for day in range(4)]
    visits = stops(*(("C1", day, 1) for day in week))
    two = nights("C1", (week[0], week[2]))
    assert told(firm(nights_max=most), visits, two) == said


@pytest.mark.parametrize("most", [0.0, np.nan])
def test_who_says_no_number_of_nights_spends_none(most):
    assert told(firm(nights_max=most)) == [("most_nights", 1.0)]


def test_reps_are_told_in_the_order_of_their_codes():
    tables = firm()
    both = pd.concat([tables.reps.assign(rep_id="R2"), tables.reps], ignore_index=True)
    slept = pd.concat([nights().assign(rep_id="R2"), nights()], ignore_index=True)
    found = check_nights(slept, AROUND.head(0), replace(tables, reps=both), four_weeks().roads)
    assert [(one.rule, one.where) for one in found] == [("night", "R1"), ("night", "R2")]


def test_where_an_hour_has_no_price_a_night_saves_nothing():
    assert told(firm(hour_eur=np.nan)) == [("night", 100.0)]


def test_a_night_without_terms_of_its_own_may_lie_anywhere_and_costs_nothing():
    assert told(firm(hour_eur=np.nan, night_cost_eur=np.nan, night_min_minutes=np.nan)) == []


def test_a_night_that_is_booked_was_weighed_then_and_still_needs_its_visits():
    dear, near = {"night_cost_eur": 900.0}, {"night_min_minutes": 900.0}
    for terms in (dear, near):
        tables = firm(**terms)
        assert [rule for rule, _ in told(tables)] == ["night"]
        assert told(replace(tables, nights=nights())) == []
        for another in (nights(dates=(TUESDAY,)), nights().assign(rep_id="R2")):
            assert [rule for rule, _ in told(replace(tables, nights=another))] == ["night"]
    assert told(replace(firm(), nights=nights()), AROUND.head(1)) == [("night", 1.0)]
