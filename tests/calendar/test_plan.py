from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from solver.calendar.check import check_calendar
from solver.calendar.plan import plan_appointments
from solver.tables import check
from solver.words.errors import PortfolioError
from tests.calendar.brittany import brittany_firm, settings
from tests.calendar.village import (
    MINUTES_PER_DEGREE,
    MONDAY,
    agreed,
    another_order,
    done,
    four_weeks,
    plan,
    planned_on,
    village_firm,
)
from tests.everyday import draws


def violations(firm, result, chosen):
    return check_calendar(result.appointments, result.unplaced, firm, chosen)


def test_two_accounts_of_one_village_fall_on_the_same_day():
    firm = village_firm([(0.4, 0.0), (-0.4, 0.0), (0.4, 0.0), (-0.4, 0.0)], [1, 1, 1, 1])
    result = plan(firm)
    assert planned_on(result, "C1") == planned_on(result, "C3")
    assert planned_on(result, "C2") == planned_on(result, "C4")
    there_and_back = 4 * 0.4 * MINUTES_PER_DEGREE + 2 * 5
    assert result.tours["driving_minutes"].sum() == pytest.approx(there_and_back, abs=0.2)


def test_a_day_is_written_with_its_clock_times_and_its_lunch():
    """Home, 0.1° (15.8 → 20 min), a visit, 5 min, a visit of the same village; on slots of 5 minutes."""
    firm = village_firm([(0.1, 0.0), (0.1, 0.0), (0.1, 0.0)], [1, 1, 1], minutes=100.0)
    day = plan(firm).appointments
    assert day["start"].tolist() == ["08:50", "10:35", "13:20"]
    assert day["end"].tolist() == ["10:30", "12:15", "15:00"]
    assert day["travel_minutes"].tolist() == [15.8, 5.0, 5.0]
    assert day["stop"].tolist() == [1, 2, 3]


def test_an_agreed_visit_stays_at_its_date_and_time_and_the_day_is_built_around_it():
    firm = village_firm([(0.3, 0.0), (0.3, 0.0), (0.3, 0.01)], [1, 1, 1], log=[agreed("C2", 8, "11:10", 45)])
    result = plan(firm)
    fixed = result.appointments[result.appointments["status"] == "agreed"].iloc[0]
    assert (fixed["account_id"], fixed["date"], fixed["start"], fixed["end"]) == (
        "C2",
        MONDAY + pd.Timedelta(days=8),
        "11:10",
        "11:55",
    )
    assert planned_on(result, "C1") == planned_on(result, "C3") == [8]
    assert violations(firm, result, four_weeks()) == []


def test_leave_is_respected():
    firm = village_firm([(0.1, 0.0)] * 12, [1] * 12, days=10)
    firm.rep_days.loc[firm.rep_days.index[1:9], "field_hours"] = 0.0
    result = plan(firm, four_weeks(regularity_minutes=0))
    assert {(day - MONDAY).days for day in result.appointments["date"]} <= {0, 11}


def test_a_half_day_takes_half():
    """A full day of 4 h takes three visits of an hour with the drive; the half day takes one."""
    firm = village_firm([(0.1, 0.0)] * 5, [1] * 5, days=2, hours=[4.0, 2.0])
    stops = plan(firm).tours.set_index("date")["stops"]
    assert stops.tolist() == [3, 1]


def test_the_reserve_of_each_day_is_kept_free():
    firm = village_firm([(0.1, 0.0)] * 30, [1] * 30, days=5)
    for reserve in (0.0, 0.25, 0.5):
        filled = plan(firm, four_weeks(day_reserve_share=reserve)).tours["filled_share"]
        assert filled.max() <= 1 - reserve + 1e-6


def test_too_many_visits_leave_out_the_least_valuable_and_say_so():
    """One day of 8 h, 20 min from home: room for six visits of an hour; the two cheapest stay out."""
    values = [(f"C{i}", 1, value) for i, value in enumerate([50, 900, 800, 10, 700, 600, 500, 400], start=1)]
    firm = village_firm([(0.1, 0.0)] * 8, [1] * 8, days=1, values=values)
    result = plan(firm)
    assert result.unplaced["account_id"].tolist() == ["C1", "C4"]
    assert result.unplaced["cause"].str.startswith("no room from 5 Jan 2026 to 1 Feb 2026").all()


def test_a_rep_without_a_field_day_places_nothing_and_says_so():
    firm = village_firm([(0.1, 0.0), (0.2, 0.0)], [1, 2], hours=0.0)
    result = plan(firm)
    assert result.appointments.empty
    assert result.tours.empty
    assert len(result.unplaced) == 3
    assert set(result.unplaced["cause"]) == {"the rep has no field day in the plan"}


def test_a_visit_longer_than_a_day_says_how_much_is_missing():
    """2° north: 315.3 min each way and an hour on site: 690.6 min of 480."""
    result = plan(village_firm([(2.0, 0.0), (0.1, 0.0)], [1, 1]))
    assert result.unplaced["account_id"].tolist() == ["C1"]
    assert "690 min" in result.unplaced["cause"][0]
    assert "480" in result.unplaced["cause"][0]


def test_a_far_account_is_visited_where_there_is_room_whatever_its_value():
    firm = village_firm([(1.2, 0.0), (0.1, 0.0)], [1, 1], values=[("C1", 1, 0.0), ("C2", 1, 5000.0)])
    assert plan(firm).unplaced.empty


def test_a_visit_that_finds_no_day_in_the_weeks_before_it_is_due_is_made_late():
    """Due on the second Friday, and the rep is away for these two weeks."""
    firm = village_firm([(0.1, 0.0)], [1], hours=[0.0] * 10 + [8.0] * 10)
    due = pd.DataFrame({"account_id": ["C1"], "due_on": MONDAY + pd.Timedelta(days=11), "channel": "visit"})
    result = plan(replace(firm, journeys=due))
    assert result.appointments["date"].ge(MONDAY + pd.Timedelta(days=14)).tolist() == [True]
    assert result.unplaced.empty


def test_a_visit_that_is_due_comes_before_the_more_valuable_that_are_not():
    """An hour and a half a day holds one visit of an hour: four days for five accounts."""
    worth = [(f"C{n}", 1, 100.0 * n) for n in range(1, 6)]
    firm = village_firm([(0.0, 0.01)] * 5, [1] * 5, hours=[1.5] * 4 + [0.0] * 16, values=worth)
    assert plan(firm).unplaced["account_id"].tolist() == ["C1"]
    due = pd.DataFrame({"account_id": ["C1"], "due_on": MONDAY + pd.Timedelta(days=2), "channel": "visit"})
    result = plan(replace(firm, journeys=due))
    assert result.unplaced["account_id"].tolist() == ["C2"]
    first = result.appointments.set_index("account_id")["date"]["C1"]
    assert first <= MONDAY + pd.Timedelta(days=2)


def test_a_visit_that_is_late_is_made_in_the_first_weeks_with_room():
    """Thirteen weeks, last seen ten days before, due on the 26th day: the rep is away for four weeks."""
    firm = village_firm([(0.1, 0.0)], [1], days=65, hours=[0.0] * 20 + [8.0] * 45, log=[done("C1", 10)])
    due = pd.DataFrame({"account_id": ["C1"], "due_on": MONDAY + pd.Timedelta(days=25), "channel": "visit"})
    thirteen_weeks = four_weeks(plan_end=date(2026, 4, 5))
    assert planned_on(plan(firm, thirteen_weeks), "C1")[0] >= 45  # without it, by the rhythm
    late = planned_on(plan(replace(firm, journeys=due), thirteen_weeks), "C1")[0]
    assert 28 <= late <= 25 + 14


def test_agreed_visits_too_near_together_leave_no_room_for_a_third():
    log = [agreed("C1", 8, "09:00"), agreed("C1", 21, "09:00")]
    result = plan(village_firm([(0.1, 0.0)], [3], log=log), four_weeks(spacing_share=1.0))
    assert result.unplaced["cause"].tolist() == ["too near to another visit of this account, agreed or done"]
    assert planned_on(result, "C1") == [8, 21]


def test_a_window_in_the_leave_names_its_dates():
    firm = village_firm([(0.1, 0.0)], [4], days=20)
    firm.rep_days.loc[firm.rep_days["date"] >= MONDAY + pd.Timedelta(days=18), "field_hours"] = 0.0
    result = plan(firm)
    assert result.unplaced["visit_no"].tolist() == [4]
    assert result.unplaced["cause"].str.contains("no field day from 25 Jan 2026 to 1 Feb 2026").all()


def test_an_account_without_coordinates_is_planned_at_the_mean_drive_and_flagged():
    result = plan(village_firm([(0.2, 0.0), (-0.4, 0.0), None], [1, 1, 1]))
    assert len(result.appointments) == 3
    assert result.remarks["account_id"].tolist() == ["C3"]
    assert "no coordinates" in result.remarks["remark"][0]
    alone = plan(village_firm([None], [1]))
    assert alone.tours["driving_minutes"].tolist() == [60.0]  # step 2's 30 minutes, out and back


def test_agreed_visits_that_fit_badly_are_kept_and_remarked_on():
    log = [
        agreed("C1", 5, "10:00"),  # a Saturday
        agreed("C2", 8, "10:00"),
        agreed("C3", 8, "10:30"),
        agreed("C9", 9, "10:00"),  # nobody's account
    ]
    firm = village_firm([(0.1, 0.0), (0.5, 0.0), (-0.5, 0.0)], [1, 1, 1], log=log)
    firm.visits.loc[firm.visits["account_id"] == "C9", "rep_id"] = None
    result = plan(firm)
    assert result.appointments["start"].tolist() == ["10:00", "10:00", "10:30"]
    remarks = result.remarks.set_index("account_id")["remark"]
    assert remarks["C1"] == "agreed for 10 Jan 2026, a day without field time"
    assert "too little time" in remarks["C2"]
    assert "in no rep's diary" in remarks["C9"]
    assert violations(firm, result, four_weeks()) == []


def test_a_late_appointment_makes_a_later_day():
    firm = village_firm([(0.1, 0.0)] * 9, [1] * 9, days=1, log=[agreed("C1", 0, "18:00")])
    result = plan(firm)
    assert result.appointments["start"].iloc[-1] == "18:00"
    assert result.appointments["start"].iloc[0] >= "10:00"
    assert violations(firm, result, four_weeks()) == []


def test_gap_days_count_from_the_log_then_from_visit_to_visit():
    firm = village_firm([(0.1, 0.0)], [2], log=[done("C1", 10)])
    table = plan(firm).appointments
    days = planned_on(plan(firm), "C1")
    assert table["gap_days"].tolist() == [days[0] + 10, days[1] - days[0]]
    assert table["ideal_gap_days"].tolist() == [14.0, 14.0]


def test_the_alternative_is_another_day_with_room():
    firm = village_firm([(0.4, 0.0), (0.4, 0.0), (-0.4, 0.0)], [1, 1, 1])
    result = plan(firm)
    dates = result.appointments.set_index("account_id")["date"]
    other = result.other_days(result.appointments).set_index("account_id")
    assert set(other.index) == {"C1", "C2", "C3"}
    assert (other["date"] != dates.reindex(other.index)).all()
    assert other["date"].isin(firm.rep_days["date"]).all()
    assert (other["extra_driving_minutes"] >= 0).all()


def test_nothing_to_plan_gives_empty_tables():
    result = plan(village_firm([(0.1, 0.0)], [0]))
    for name in ("appointments", "tours", "unplaced"):
        table = getattr(result, name)
        assert table.empty
        pd.testing.assert_frame_equal(check(name, table), table, check_dtype=False)


def test_an_unknown_rep_is_refused():
    firm = village_firm([(0.1, 0.0)], [1])
    firm.allocation["rep_id"] = "R7"
    with pytest.raises(PortfolioError, match=r"no rep R7.*R1"):
        plan(firm)


def test_settings_out_of_bounds_are_refused():
    with pytest.raises(PortfolioError, match=r"spacing_share”: 1\.5 is out of bounds"):
        four_weeks(spacing_share=1.5)
    with pytest.raises(PortfolioError, match="not a time of the day"):
        four_weeks(day_start="8.30")


@pytest.mark.parametrize(("visits", "rounds"), [(3_500, 100), (100_000, 100), (350_000, 28), (2_000_000, 20)])
def test_a_very_large_firm_gets_fewer_rounds_a_visit(visits, rounds):
    asked = four_weeks(iterations_per_visit=100)
    assert asked.for_so_many(visits).iterations_per_visit == rounds  # ten million in all


@pytest.fixture(scope="module")
def small_year():
    firm = brittany_firm(accounts_per_rep=20, reps=("Rennes", "Brest"), agreed_per_rep=2)
    chosen = settings(iterations_per_visit=2)
    return firm, chosen, plan(firm, chosen)


def test_a_year_of_two_reps_keeps_every_rule_and_the_tables_are_the_canonical_ones(small_year):
    firm, chosen, result = small_year
    assert violations(firm, result, chosen) == []
    assert len(result.appointments) + len(result.unplaced) == firm.allocation["visits"].sum()
    for name in ("appointments", "tours", "unplaced"):
        table = getattr(result, name)
        pd.testing.assert_frame_equal(check(name, table), table, check_dtype=False)


@pytest.mark.parametrize("processors", [1, 8])
def test_the_same_year_gives_the_same_tables_whatever_the_processors(small_year, processors, monkeypatch):
    firm, chosen, result = small_year
    monkeypatch.setattr("os.cpu_count", lambda: processors)
    other = plan(firm, chosen)
    for name in ("appointments", "tours", "unplaced", "remarks"):
        pd.testing.assert_frame_equal(getattr(other, name), getattr(result, name))
    asked = result.appointments
    pd.testing.assert_frame_equal(other.other_days(asked), result.other_days(asked))


def test_other_days_are_looked_for_where_somebody_asks(small_year):
    _firm, _chosen, result = small_year
    every, few = result.other_days(result.appointments), result.appointments.head(3)
    wanted = every.merge(few[["account_id", "visit_no"]])
    pd.testing.assert_frame_equal(result.other_days(few), wanted)


def test_rows_in_another_order_give_the_same_tables(small_year):
    firm, chosen, result = small_year
    shuffled = another_order(firm)
    other = plan_appointments(shuffled, chosen, shuffled.worth)
    pd.testing.assert_frame_equal(other.appointments, result.appointments)
    pd.testing.assert_frame_equal(other.unplaced, result.unplaced)


def test_one_rep_s_plan_does_not_hang_on_the_others(small_year):
    firm, chosen, result = small_year
    alone = plan_appointments(replace(firm, allocation=firm.allocation.query("rep_id == 'R2'")), chosen)
    with_all = plan_appointments(firm, chosen)
    own = with_all.appointments[with_all.appointments["rep_id"] == "R2"].reset_index(drop=True)
    planned = alone.appointments[alone.appointments["rep_id"] == "R2"].reset_index(drop=True)
    pd.testing.assert_frame_equal(planned, own)
    assert len(result.appointments)


@pytest.mark.whole
@hypothesis_settings(max_examples=draws(12, 50))
@given(data=st.data())
def test_whatever_the_firm_the_calendar_keeps_every_rule(data):
    count = data.draw(st.integers(1, 8))
    degree = st.floats(-0.8, 0.8).map(lambda x: round(x, 2))
    places = data.draw(st.lists(st.none() | st.tuples(degree, degree), min_size=count, max_size=count))
    visits = data.draw(st.lists(st.integers(0, 6), min_size=count, max_size=count))
    minutes = data.draw(st.lists(st.sampled_from([20.0, 47.0, 60.0, 200.0]), min_size=count, max_size=count))
    hours = data.draw(st.lists(st.sampled_from([0.0, 3.75, 7.5]), min_size=20, max_size=20))
    log = [
        (agreed if ahead else done)(f"C{account}", day, *([clock] if ahead else []))
        for account, day, ahead, clock in data.draw(
            st.lists(
                st.tuples(
                    st.integers(1, count),
                    st.integers(1, 27),
                    st.booleans(),
                    st.sampled_from(["08:00", "11:35", "14:00", "18:30", None]),
                ),
                max_size=4,
            )
        )
    ]
    firm = village_firm(places, visits, minutes, hours=hours, log=log)
    chosen = four_weeks(
        iterations_per_visit=5,
        day_reserve_share=data.draw(st.sampled_from([0.0, 0.1, 0.3])),
        spacing_share=data.draw(st.sampled_from([0.0, 0.5, 0.9])),
        slot_minutes=data.draw(st.sampled_from([1, 5, 15])),
        lunch_minutes=data.draw(st.sampled_from([0, 60])),
    )
    result = plan(firm, chosen)
    assert violations(firm, result, chosen) == []
    assert np.isfinite(result.tours["driving_minutes"]).all()
