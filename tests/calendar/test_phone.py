"""Minutes on the phone: of which day, whose, and how many are left."""

import pandas as pd
import pytest

from solver.calendar.phone import PhoneTime, phone_time

DAYS = pd.date_range("2026-01-05", "2026-01-09")  # Monday to Friday
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = DAYS


def week(**shares):
    """R1 works eight hours: in the office on Tuesday and Friday, on leave on Thursday, else in the field."""
    kinds = ["field", "admin", "field", "leave", "admin"]
    table = pd.DataFrame({"rep_id": "R1", "date": DAYS, "activity": kinds, "field_share": [1, 0, 1, 0, 0.5]})
    return phone_time(table.iloc[::-1], pd.Series({"R1": 8.0}))


def test_half_of_the_office_and_half_an_hour_of_the_field_are_there_and_nothing_of_the_leave():
    """Eight hours in the office are four on the phone, half a day of them two."""
    phone = week()
    assert phone.whole["R1"] == {MONDAY: 30.0, TUESDAY: 240.0, WEDNESDAY: 30.0, FRIDAY: 120.0}
    assert phone.days("R1", MONDAY, FRIDAY) == [MONDAY, TUESDAY, WEDNESDAY, FRIDAY]
    assert phone.days("R1", TUESDAY, WEDNESDAY) == [TUESDAY, WEDNESDAY]
    assert phone.days("R1", THURSDAY, THURSDAY) == []
    assert phone.days("R2", MONDAY, FRIDAY) == []
    days = pd.DataFrame({"rep_id": ["R3"], "date": [MONDAY], "activity": "admin", "field_share": 0.0})
    assert phone_time(days, pd.Series({"R1": 8.0})).whole["R3"] == {MONDAY: 0.0}, "of unknown hours"


def test_days_in_the_office_come_first_and_the_emptiest_where_none_is_better():
    phone = week()
    every = phone.days("R1", MONDAY, FRIDAY)
    assert phone.office_first("R1", every) == [TUESDAY, FRIDAY, MONDAY, WEDNESDAY]
    assert phone.least_taken("R1", every) == [TUESDAY, FRIDAY, MONDAY, WEDNESDAY]
    phone.take("R1", TUESDAY, 225.0)
    phone.take("R1", MONDAY, 1.0)
    assert phone.least_taken("R1", every) == [FRIDAY, WEDNESDAY, MONDAY, TUESDAY]
    phone.take("R1", FRIDAY, 12.0)
    assert phone.least_taken("R1", every) == [WEDNESDAY, MONDAY, FRIDAY, TUESDAY], "parts of .03, .10 and .94"
    assert phone.office_first("R1", every)[0] == TUESDAY


def test_a_day_is_free_to_its_last_minute_and_an_untouched_one_takes_a_longer_call():
    """Thirty minutes hold five calls of six; a call of forty takes all of the day, and no part of one."""
    phone = week()
    for _call in range(4):
        phone.take("R1", MONDAY, 6.0)
    assert phone.free("R1", MONDAY, 6.0)
    assert not phone.free("R1", MONDAY, 6.1)
    assert phone.free("R1", WEDNESDAY, 40.0)
    assert not phone.free("R1", MONDAY, 40.0)
    phone.take("R1", WEDNESDAY, 40.0)
    assert phone.left["R1"][WEDNESDAY] == 0
    assert phone.whole["R1"][WEDNESDAY] == 30
    assert not phone.free("R1", WEDNESDAY, 6.0)
    assert not phone.free("R1", THURSDAY, 1.0)


def test_a_thirtieth_taken_thirty_times_is_the_whole_whatever_floating_point_says():
    phone = week()
    for _call in range(29):
        assert phone.free("R1", FRIDAY, 120 / 30)
        phone.take("R1", FRIDAY, 120 / 30 + 1e-9)
    assert phone.free("R1", FRIDAY, 120 / 30)


@pytest.mark.parametrize("phone", [PhoneTime(), week()])
def test_who_is_no_rep_phones_when_it_suits(phone):
    assert not phone.knows("manager")
    assert phone.free("manager", MONDAY, 999.0)
    phone.take("manager", MONDAY, 999.0)
    assert phone.free("manager", MONDAY, 999.0)


def test_an_account_is_phoned_once_a_day_by_whoever_did_and_by_nobody_else():
    """Thirty minutes on Monday: R1's call of thirty takes them all, and says what else falls on that day."""
    phone = week()
    assert phone.able("C1", "R1", MONDAY, 30.0)
    assert phone.call("C1", "R1", MONDAY, 30.0)
    assert not phone.call("C1", "R1", MONDAY, 30.0), "the same call"
    assert phone.talks_with("C1") == {MONDAY: "R1"}
    assert phone.talks_with("C2") == {}
    assert phone.able("C1", "R1", MONDAY, 30.0), "in the call made anyway"
    assert not phone.able("C2", "R1", MONDAY, 30.0), "no minute is left for another"
    assert not phone.able("C1", "manager", MONDAY, 1.0), "it speaks with R1 that day"
    assert phone.able("C2", "manager", MONDAY, 1.0)
