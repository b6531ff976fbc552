"""The written rule that places absences, on calendars one can check against a wall calendar."""

from datetime import date

import pytest

from solver.method.time.working_days import calendar_days, place_absences
from solver.parameters import Rep
from solver.words.errors import PortfolioError

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def rep(**changes):
    nothing = dict.fromkeys(
        ["leave_days", "training_days", "fair_days", "meeting_days_per_month", "admin_days_per_week"], 0
    )
    known = {"rep_id": "R1", "name": "Ann", "home_lat": 48, "home_lon": -2, "annual_cost_eur": 60000}
    return Rep(**(known | nothing | changes))


def placed(activity, start=YEAR[0], end=YEAR[1], **changes):
    days = place_absences(rep(**changes), calendar_days(start, end, "FR"))
    chosen = days[days["activity"] == activity]
    return [
        f"{day:%m-%d}" + ("" if share == 0 else " half")
        for day, share in zip(chosen["date"], chosen["field_share"], strict=True)
    ]


def test_alsace_moselle_has_two_more_holidays():
    def holidays(*region):
        days = calendar_days(date(2025, 1, 1), date(2025, 12, 31), "FR", *region)
        return (days["activity"] == "holiday").sum()

    assert holidays() == 10
    # Good Friday 18 April and Friday 26 December 2025 are both working days elsewhere.
    assert holidays("Alsace-Moselle") == 12
    assert holidays("57") == 12


@pytest.mark.parametrize(
    ("country", "region", "fix"),
    [("FR", "Bretagne", "write one of: 57, 6AE"), ("ZZ", None, "two letters of the country, as in FR")],
)
def test_an_unknown_calendar_is_refused(country, region, fix):
    with pytest.raises(PortfolioError, match=f"no calendar of public holidays for {country}.*{fix}"):
        calendar_days(*YEAR, country, region)


def test_leave_takes_three_weeks_of_august_then_the_end_of_december():
    found = placed("leave", leave_days=20)
    assert found[:15] == [
        *("08-03", "08-04", "08-05", "08-06", "08-07"),
        *("08-10", "08-11", "08-12", "08-13", "08-14"),
        *("08-17", "08-18", "08-19", "08-20", "08-21"),
    ]
    assert found[15:] == ["12-24", "12-28", "12-29", "12-30", "12-31"]


def test_a_holiday_within_the_leave_is_not_counted_as_leave():
    # 15 August 2025 is a Friday.
    found = placed("leave", date(2025, 1, 1), date(2025, 12, 31), leave_days=19)
    assert "08-15" not in found
    assert found[:14][-1] == "08-22"
    assert len(found) == 19


def test_dated_leave_of_the_summer_replaces_the_weeks_of_august():
    dated = [{"start": "2026-07-06", "end": "2026-07-24", "activity": "leave"}]
    found = placed("leave", leave_days=19, absences=dated)
    # 14 July is a holiday: the three weeks take 14 days, so one day of August and five of December are left.
    assert found[:14][-1] == "07-24"
    assert found[14:] == ["08-03", "12-28", "12-29", "12-30", "12-31"]


def test_what_is_left_of_the_leave_falls_on_a_monday_of_each_quarter():
    weeks = set(placed("leave", leave_days=20))
    found = [day for day in placed("leave", leave_days=24) if day not in weeks]
    assert [date(2026, int(day[:2]), int(day[3:])).weekday() for day in found] == [0, 0, 0, 0]
    assert [(int(day[:2]) + 2) // 3 for day in found] == [1, 2, 3, 4]


def test_meetings_fall_on_the_first_working_monday_of_the_month():
    assert placed("meeting", meeting_days_per_month=1) == [
        *("01-05", "02-02", "03-02", "04-13", "05-04", "06-01"),
        *("07-06", "08-03", "09-07", "10-05", "11-02", "12-07"),
    ]


def test_half_a_meeting_day_a_month_is_half_a_day():
    assert placed("meeting", date(2026, 1, 1), date(2026, 2, 28), meeting_days_per_month=0.5) == [
        "01-05 half",
        "02-02 half",
    ]


def test_a_month_without_a_working_day_asks_for_no_meeting():
    away = [{"start": "2026-02-01", "end": "2026-02-28", "activity": "leave"}]
    found = placed("meeting", date(2026, 1, 1), date(2026, 3, 31), meeting_days_per_month=1, absences=away)
    assert found == ["01-05", "03-02"]


def test_office_work_takes_half_of_friday_or_of_the_last_day_worked_before():
    may = (date(2026, 4, 27), date(2026, 5, 17))
    # Fridays 1 and 8 May are holidays.
    assert placed("admin", *may, admin_days_per_week=0.5) == ["04-30 half", "05-07 half", "05-15 half"]


def test_office_work_of_a_day_and_a_half_takes_friday_and_half_of_thursday():
    week = (date(2026, 3, 2), date(2026, 3, 8))
    assert placed("admin", *week, admin_days_per_week=1.5) == ["03-05 half", "03-06"]


def test_a_quarter_of_a_day_a_week_is_half_a_day_every_other_week():
    month = (date(2026, 3, 2), date(2026, 3, 29))
    assert placed("admin", *month, admin_days_per_week=0.25) == ["03-13 half", "03-27 half"]


def test_a_week_on_leave_asks_for_no_office_work():
    away = [{"start": "2026-03-09", "end": "2026-03-13", "activity": "leave"}]
    month = (date(2026, 3, 2), date(2026, 3, 22))
    assert placed("admin", *month, admin_days_per_week=0.5, absences=away) == ["03-06 half", "03-20 half"]


def test_a_shorter_plan_bears_its_part_of_the_year():
    # January to June is 181 of 365 days: 25 x 181/365 = 12.4, to the nearest half day 12.5.
    found = placed("leave", date(2026, 1, 1), date(2026, 6, 30), leave_days=25)
    assert len(found) == 13
    assert [day for day in found if day.endswith("half")] == found[-1:]


def test_dated_training_counts_towards_the_days_of_the_year():
    dated = [{"start": "2026-06-01", "end": "2026-06-02", "activity": "training"}]
    found = placed("training", training_days=4, absences=dated)
    assert len(found) == 4
    assert {"06-01", "06-02"} < set(found)


def test_of_two_absences_on_one_day_leave_wins_and_weekends_stay_weekends():
    both = [
        {"start": "2026-03-02", "end": "2026-03-08", "activity": "fair"},
        {"start": "2026-03-02", "end": "2026-03-03", "activity": "leave"},
    ]
    assert placed("leave", absences=both) == ["03-02", "03-03"]
    assert placed("fair", absences=both) == ["03-04", "03-05", "03-06"]


def test_weekdays_out_of_the_field_are_office_days_after_leave_and_meetings_took_theirs():
    # August 2026 begins on a Saturday: 21 working days, Thursdays on 6, 13, 20 and 27.
    august = date(2026, 8, 1), date(2026, 8, 31)
    dated = [{"start": date(2026, 8, 6), "end": date(2026, 8, 6), "activity": "fair"}]
    only = rep(field_weekdays=["thursday"], absences=dated, meeting_days_per_month=1)
    days = place_absences(only, calendar_days(*august, "FR"))
    field = days[days["activity"] == "field"]
    assert field["date"].dt.day.tolist() == [13, 20, 27]
    assert field["field_share"].tolist() == [1.0, 1.0, 1.0]
    counts = {"admin": 16, "weekend": 10, "field": 3, "fair": 1, "meeting": 1}
    assert days["activity"].value_counts().to_dict() == counts


def test_office_work_of_the_week_is_done_on_the_days_out_of_the_field():
    week = date(2026, 9, 7), date(2026, 9, 13)
    two_days = {"field_weekdays": ["tuesday", "thursday"], "admin_days_per_week": 0.5}
    assert placed("admin", *week, **two_days) == ["09-07", "09-09", "09-11"]


def test_a_month_bears_meetings_for_its_part_of_the_plan():
    """Two of the four weeks of February: half of the day a month. Eight a month: 8/31 on 31 December wait for
    40/31 of the first five days of January, in all 1.5, on its first two working days."""
    assert placed("meeting", date(2026, 2, 15), date(2026, 2, 28), meeting_days_per_month=1) == ["02-16 half"]
    found = placed("meeting", date(2026, 12, 31), date(2027, 1, 5), meeting_days_per_month=8)
    assert found == ["01-04", "01-05 half"]


def test_the_third_week_of_august_may_begin_on_the_21st():
    # August 2023: Mondays on the 7th, 14th, 21st and 28th; Tuesday the 15th is a holiday.
    found = placed("leave", date(2023, 1, 1), date(2023, 12, 31), leave_days=19)
    assert found[:14] == [f"08-{day:02}" for day in (7, 8, 9, 10, 11, 14, 16, 17, 18, 21, 22, 23, 24, 25)]
    assert len(found) == 19
