import pandas as pd
import pytest

from solver.calendar.remarks_lunch import remarks_on_lunch
from tests.calendar.village import MONDAY, four_weeks


def day(*stops, agreed=2):
    """Return a day of stops (start, end, minutes of the drive there); the second is agreed unless said."""
    return pd.DataFrame(
        [
            {
                "rep_id": "R1",
                "account_id": f"C{stop}",
                "date": MONDAY,
                "stop": stop,
                "start": start,
                "end": end,
                "travel_minutes": drive,
                "status": "agreed" if stop == agreed else "planned",
            }
            for stop, (start, end, drive) in enumerate(stops, start=1)
        ]
    )


@pytest.mark.parametrize(
    ("second", "is_told"),
    [
        (("12:20", "13:35", 20.0), True),  # from 12:05 to 12:20 there is the drive alone
        (("12:55", "14:00", 20.0), False),  # half an hour before the drive of 20 minutes
        (("12:54", "14:00", 20.0), True),
    ],
)
def test_a_day_with_an_agreed_visit_and_no_half_hour_near_midday_is_told(second, is_told):
    """Lunch is wished for at 12:30 for an hour: a break counts from 11:00 to 15:00."""
    table = day(("10:45", "12:05", 30.0), second, ("14:20", "15:20", 20.0))
    remarks = list(remarks_on_lunch(table, four_weeks()))
    assert bool(remarks) is is_told
    if is_told:
        assert remarks[0]["account_id"] == "C2"
        assert remarks[0]["remark"].startswith("5 Jan 2026: no half hour free for lunch near midday")


def test_a_day_that_ends_before_the_break_or_of_a_firm_without_lunch_is_not_told():
    morning = day(("09:00", "12:00", 30.0), ("12:30", "14:20", 20.0))
    assert not list(remarks_on_lunch(morning, four_weeks()))
    packed = day(("10:45", "12:05", 30.0), ("12:20", "13:35", 15.0), ("13:50", "15:20", 15.0))
    assert list(remarks_on_lunch(packed, four_weeks()))
    assert not list(remarks_on_lunch(packed, four_weeks(lunch_minutes=0)))
