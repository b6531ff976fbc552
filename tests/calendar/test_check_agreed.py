"""The checker on appointments already taken: which of them stand, and how long they take."""

import pandas as pd
import pytest

from solver.calendar.check_agreed import agreed_minutes, check_agreed

WEDNESDAY = pd.Timestamp("2026-01-14")


def one(account_id="C1", day=0, start="10:00", **terms):
    """An appointment taken for Wednesday 14 January at ten, or so many days later."""
    usual = {"account_id": account_id, "date": WEDNESDAY + pd.Timedelta(days=day), "start_time": start}
    return usual | {"duration_minutes": None, "flexible": None, "leeway_minutes": float("nan")} | terms


def dated(account_id="C1", day=0, start="10:00"):
    date = WEDNESDAY + pd.Timedelta(days=day)
    return {"account_id": account_id, "date": date, "stop": 1, "start": start, "status": "agreed"}


def told(taken, planned):
    found = check_agreed(pd.DataFrame(planned), pd.DataFrame(taken))
    return [(broken.rule, broken.where, broken.amount) for broken in found]


@pytest.mark.parametrize(
    ("taken", "planned", "rule"),
    [
        (one(), dated(), None),
        (one(), dated(start="10:01"), "agreed_moved"),
        (one(), dated(day=1), "agreed_moved"),
        (one(leeway_minutes=15.0), dated(start="10:15"), None),
        (one(leeway_minutes=15.0), dated(start="09:45"), None),
        (one(leeway_minutes=15.0), dated(start="10:16"), "agreed_leeway"),
        (one(leeway_minutes=15.0), dated(day=1), "agreed_moved"),
        (one(start=None), dated(start="16:00"), None),
        (one(flexible="day"), dated(start="16:00"), None),
        (one(flexible="week"), dated(day=4), None),  # the Sunday of that week
        (one(flexible="week"), dated(day=-2), None),
        (one(flexible="week"), dated(day=5), "agreed_week"),
        (one(flexible="week"), dated(day=-3), "agreed_week"),
    ],
)
def test_an_appointment_stands_on_its_day_at_its_time_as_freely_as_it_was_taken(taken, planned, rule):
    assert told([taken], [planned]) == ([] if rule is None else [(rule, "C1", 1)])


def test_of_two_appointments_one_visit_keeps_one_and_that_of_a_day_is_looked_at_first():
    assert told([one(flexible="week"), one()], [dated()]) == [("agreed_week", "C1", 1)]
    assert told([one(flexible="week"), one()], [dated(), dated(day=1)]) == []
    assert told([one("C2")], [dated("C1")]) == [], "an account in nobody's diary"


def test_a_visit_taken_for_a_week_lasts_as_long_on_each_of_its_seven_days():
    lengths = agreed_minutes(
        pd.DataFrame(
            [one(duration_minutes=45.0), one("C2", flexible="week", duration_minutes=30.0), one("C3")]
        )
    )
    week = pd.date_range("2026-01-12", "2026-01-18")
    assert lengths == {("C1", WEDNESDAY): 45} | {("C2", day): 30 for day in week}
