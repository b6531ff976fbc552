"""A step of a journey never comes after the next one."""

import pandas as pd

from solver.calendar.diary import Diary
from solver.calendar.phone import phone_time
from solver.calendar.room import accepted
from solver.calendar.steps import Steps
from solver.tables import empty
from tests.calendar.test_diary import ONE_PERSON, PLAN, office_on, touch, touches_table, visits_on
from tests.method.diary.tables import AS_OF
from tests.method.tables import accounts_table

OFFICES = office_on("2026-01-02", "2026-01-09", "2026-01-16")
FIRST_STEP = touch("prevention", "2026-01-01", "2026-01-09", touch_id="S1")
SECOND_STEP = touch("prevention", "2026-01-05", "2026-02-01", "visit", touch_id="S2", no=2)
THIRD_STEP = touch("prevention", "2026-03-05", "2026-04-01", touch_id="S3", no=3)
FOUR_VISITS = ("2026-01-26", "2026-02-16", "2026-03-02", "2026-03-23")


def steps_dated(*visits, talks=(), offices=OFFICES, steps=(FIRST_STEP, SECOND_STEP, THIRD_STEP)):
    """Return the day, the channel and the cause of each step, once all calls have their days."""
    seen, rows = visits_on(*visits), touches_table(*steps)
    room = accepted(
        seen,
        empty("visits"),
        empty("touchpoints"),
        accounts_table([{"account_id": "C1"}]),
        ONE_PERSON,
        as_of=AS_OF,
        contacts_per_quarter_max=4,
    )
    phone = phone_time(offices, pd.Series({"R1": 1.0}))
    diary = Diary(seen, room, phone=phone, **PLAN | {"rep_days": offices, "touches": rows})
    placed = [diary.place(rows[rows["touch_id"].eq(step)]) for step in rows["touch_id"]]
    for day in talks:
        phone.call("C1", "R1", pd.Timestamp(day), 6.0)
    table = diary.brought_up(rows, pd.concat(placed, ignore_index=True)).set_index("touch_id")
    return table.assign(placed_on=table["placed_on"].dt.strftime("%m-%d"))


def test_a_step_without_room_is_asked_in_the_call_that_fixes_the_visit_of_the_next_step():
    """Four visits fill the quarter. That of the 26th is for step two: its hour is fixed on the 16th."""
    offices = pd.concat([OFFICES, office_on("2026-04-01", "2026-04-10")])
    table = steps_dated(*FOUR_VISITS, talks=["2026-01-16"], offices=offices)
    assert table["placed_on"].to_dict() == {"S1": "01-16", "S2": "01-26", "S3": "04-01"}
    assert table["cause"]["S1"] == "one call for both: the rep phones there that day anyway"


def test_a_step_without_room_or_a_call_is_brought_up_at_a_visit_before_the_next_step():
    table = steps_dated("2026-01-06", *FOUR_VISITS)
    assert table.loc["S1"].tolist() == ["01-06", "visit", "no room for a call: its next visit brings it up"]
    assert table["placed_on"]["S2"] == "01-26"


def test_a_step_with_no_way_before_the_next_one_has_no_day_and_its_cause():
    """The one visit before is that of the second step, the one call, on 2 April, comes after it."""
    table = steps_dated(*FOUR_VISITS, talks=["2026-04-02"])
    assert pd.isna(table["placed_on"]["S1"])
    assert table["cause"]["S1"] == "no room before the next step, and no call or visit to bring it up"


def test_the_visit_of_a_step_comes_after_the_call_of_the_step_before():
    """The first step can be phoned on the 9th alone; of the visits of the 7th and the 20th, the second one
    is for the second step. Without that, the second step is a call of its weeks after the 9th."""
    offices = office_on("2026-01-09", "2026-01-23")
    table = steps_dated("2026-01-07", "2026-01-20", offices=offices, steps=(FIRST_STEP, SECOND_STEP))
    assert table["placed_on"].to_dict() == {"S1": "01-09", "S2": "01-20"}
    table = steps_dated("2026-01-07", offices=offices, steps=(FIRST_STEP, SECOND_STEP))
    assert table["placed_on"].to_dict() == {"S1": "01-09", "S2": "01-23"}
    assert table["channel"]["S2"] == "phone"


def journey(*dated):
    """The steps of one journey, of calls due on these days of January, those given placed on another."""
    rows = [
        {"touch_id": f"s{no}", "account_id": "C1", "motive": "prevention", "no": no, "channel": channel}
        | {"due_from": pd.Timestamp("2026-01-01"), "due_on": pd.Timestamp(f"2026-01-{day:02}")}
        for no, (day, channel) in enumerate(dated, start=1)
    ]
    return rows, Steps(pd.DataFrame(rows))


def test_a_step_lies_between_the_last_one_before_it_and_the_first_one_behind():
    rows, steps = journey((5, "phone"), (12, "phone"), (19, "phone"), (26, "phone"))
    days = [*pd.date_range("2026-01-01", "2026-01-31")]
    steps.on = {"s1": pd.Timestamp("2026-01-07"), "s4": pd.Timestamp("2026-01-30")}
    assert steps.latest(rows[0]) is None
    assert (steps.latest(rows[2]).day, steps.next(rows[1]).day) == (7, 30)
    assert steps.next(rows[3]) is None
    # s3 has no day yet: it will have the 19th at the latest.
    assert [day.day for day in steps.between(rows[1], days, [])] == [*range(8, 19)]
    assert [day.day for day in steps.between(rows[3], days, [])] == [*range(8, 32)]
    assert [day.day for day in steps.after(rows[2], days)] == [*range(8, 32)]


def test_steps_are_known_by_the_day_they_are_due_then_by_their_number_and_once_alone():
    rows, _steps = journey((19, "phone"), (5, "phone"), (5, "visit"))
    other = [rows[0] | {"touch_id": "x", "motive": "news"}]
    steps = Steps(pd.DataFrame([rows[0], rows[2], rows[1], *other]))
    assert {key: [one["touch_id"] for one in each] for key, each in steps.of.items()} == {
        ("C1", "prevention"): ["s2", "s3", "s1"]
    }
    steps.know(pd.DataFrame(rows))
    assert len(steps.of["C1", "prevention"]) == 3
    assert [steps.holds(one) for one in (rows[0], *other)] == [True, False]


def test_a_step_by_visit_will_take_the_last_visit_of_its_weeks():
    rows, steps = journey((5, "phone"), (19, "visit"))
    days, visits = [*pd.date_range("2026-01-01", "2026-01-31")], pd.to_datetime(["2026-01-06", "2026-01-15"])
    assert [day.day for day in steps.between(rows[0], days, [*visits])] == [*range(1, 15)]
    assert [day.day for day in steps.between(rows[0], days, [])] == [*range(1, 19)]
    assert steps.holds(rows[0])
    assert not steps.holds({"motive": "newsletter"})


def test_what_is_known_of_a_journey_is_not_learnt_twice():
    rows, steps = journey((5, "phone"), (12, "phone"))
    steps.know(pd.DataFrame(rows))
    assert [step["touch_id"] for step in steps.of["C1", "prevention"]] == ["s1", "s2"]
