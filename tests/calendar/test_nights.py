"""Nights away: what one saves is added up by hand on a village at the end of a long road."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from solver.calendar.check import check_calendar
from solver.calendar.elsewhere import with_nights
from solver.calendar.plan import plan_appointments
from solver.calendar.replan import Standing, plan_again
from solver.parameters import Stay
from solver.roads.places import stay_places
from tests.calendar.village import (
    MINUTES_PER_DEGREE,
    MONDAY,
    agreed,
    four_weeks,
    plan,
    planned_on,
    village_firm,
)

ONE_WAY = 1.2 * MINUTES_PER_DEGREE  # 189 minutes: 3 h 09
PLACES = [(1.2, -0.02), (1.2, 0.0), (1.2, 0.02)]


def far_away(visits=1, *, nights_max=5, cost=110.0, least=75.0, stays=()):
    """Three accounts 1.2 degrees north of home, 50 € an hour: a day of eight hours holds one visit there."""
    firm = village_firm(PLACES, [visits] * 3)
    reps = firm.reps.assign(nights_max=nights_max, night_cost_eur=cost, night_min_minutes=least)
    hour = pd.DataFrame({"rep_id": ["R1"], "cost_per_hour_eur": [50.0]})
    return replace(firm, reps=reps, visit_cost=hour, stays=stay_places(stays))


def broken(firm, result, nights=None):
    tables = (result.appointments, result.unplaced, firm, four_weeks(), result.remarks)
    return {v.rule for v in check_calendar(*tables, result.nights if nights is None else nights)}


def test_two_days_of_far_visits_have_a_night_between_them():
    """Three visits, one a day, drive 3 x 6 h 18; with a night 2 x 3 h 09 for all three of them."""
    firm = far_away()
    result = plan(firm)
    assert plan(far_away(nights_max=0)).tours["driving_minutes"].sum() == pytest.approx(6 * ONE_WAY, abs=1)
    days = result.tours["date"]
    assert len(result.nights) == 1
    assert list(days) == [result.nights["date"][0], result.nights["date"][0] + pd.Timedelta(days=1)]
    assert result.tours["driving_minutes"].sum() == pytest.approx(2 * ONE_WAY, abs=25)
    saved = result.nights["saved_hours"][0]
    assert saved == pytest.approx(2 * ONE_WAY / 60, abs=0.2)
    assert result.nights["saved_eur"][0] == pytest.approx(saved * 50, abs=1)
    assert broken(firm, result) == set()


def test_a_far_visit_that_is_agreed_keeps_its_day_and_the_night_lies_beside_it():
    """C2 is agreed for Wednesday 14 January: nobody moves it to sleep there on another evening."""
    firm = replace(far_away(), visits=village_firm(PLACES, [1] * 3, log=[agreed("C2", 9, "12:30")]).visits)
    result = plan(replace(firm, allocation=firm.allocation.assign(visits=[1, 1, 0])))
    assert planned_on(result, "C2") == [9]
    evenings = (result.nights["date"] - MONDAY).dt.days.tolist()
    assert evenings in ([8], [9])


def test_two_far_visits_agreed_for_days_apart_have_no_night_between_them():
    log = [agreed("C1", 2, "12:30"), agreed("C2", 9, "12:30")]
    firm = replace(far_away(), visits=village_firm(PLACES, [1] * 3, log=log).visits)
    firm = replace(firm, allocation=firm.allocation.assign(visits=[1, 1, 0]))
    result = plan(firm)
    assert planned_on(result, "C1") + planned_on(result, "C2") == [2, 9]
    assert result.nights.empty


def test_accounts_too_far_for_a_day_are_visited_overnight():
    """Two degrees are 5 h 15 one way: too far for eight hours there and back, not for a night between."""
    firm = far_away()
    firm = replace(firm, accounts=firm.accounts.assign(lat=50.0))
    assert len(plan(replace(firm, reps=firm.reps.assign(nights_max=0))).unplaced) == 3
    result = plan(firm)
    assert len(result.unplaced) == 0
    assert len(result.nights) == 1
    assert broken(firm, result) == set()


def test_the_checker_knows_a_night_by_its_name():
    firm = far_away()
    result = plan(firm)
    lone = result.appointments[result.appointments["date"] == result.nights["date"][0]]
    assert "night" in broken(firm, replace(result, appointments=lone))
    assert broken(far_away(nights_max=0), result) == {"most_nights"}
    assert broken(far_away(cost=400.0), result) == {"night"}, "6 h 18 at 50 € are 315 €"
    assert broken(far_away(least=200.0), result) == {"night"}, "3 h 09 from home"
    assert broken(firm, result, result.nights.head(0)) >= {"day_end"}, "both days drive home"


def test_a_night_that_should_not_be_is_told_with_what_it_lacks():
    """Two ways of 189.2 minutes are saved, less two short ones in the village: some 6 h 15, 315 € at most."""
    result = plan(far_away())
    tables = (result.appointments, result.unplaced)

    def told(firm, appointments=tables[0]):
        found = check_calendar(appointments, tables[1], firm, four_weeks(), result.remarks, result.nights)
        return {one.rule: one.amount for one in found}

    worth = result.nights["saved_eur"][0]
    assert told(far_away(cost=400.0)) == {"night": pytest.approx(400 - worth, abs=1)}
    assert told(far_away(cost=worth + 0.5)) == {}, "but for a euro"
    assert told(far_away(least=200.0)) == {"night": pytest.approx(200 - ONE_WAY, abs=1.5)}
    assert told(far_away(nights_max=0)) == {"most_nights": 1}
    alone = tables[0][tables[0]["date"] == result.nights["date"][0]]
    assert told(far_away(), alone)["night"] == 1


@pytest.mark.parametrize("terms", [{"nights_max": 0}, {"cost": 400.0}, {"least": 200.0}])
def test_a_night_that_may_not_be_or_does_not_pay_changes_no_date(terms):
    result, usual = plan(far_away(**terms)), plan(village_firm(PLACES, [1] * 3))
    assert result.nights.empty
    pd.testing.assert_frame_equal(result.appointments, usual.appointments)


def test_the_rep_sleeps_where_the_firm_says_and_a_place_without_a_road_is_told():
    inn, ship = Stay(name="Inn", lat=49.2, lon=-2.01), Stay(name="Ship", lat=49.0, lon=-4.0)

    class NoBridge:
        """Roads that end at the sea."""

        name = "law"

        def minutes(self, origins, targets):
            at_sea = [places["place_id"].eq("stay:Ship").to_numpy() for places in (origins, targets)]
            cut = at_sea[0][:, None] | at_sea[1][None, :]
            return np.where(cut, np.nan, four_weeks().roads.minutes(origins, targets))

    firm = far_away(stays=[inn, ship])
    result = plan_appointments(firm, four_weeks(roads=NoBridge()), firm.worth)
    assert result.nights["place_id"].tolist() == ["stay:Inn"]
    told = result.remarks["remark"].str.contains("no road leads to Ship")
    assert told.sum() == 1
    assert broken(firm, result) == set()


def test_more_nights_than_the_cap_are_told():
    firm = far_away(visits=2, nights_max=1)
    result = plan(firm)
    assert len(result.nights) == 1
    assert result.remarks["remark"].str.contains("the most that is allowed").sum() == 1
    assert not plan(far_away()).remarks["remark"].str.contains("the most that is allowed").any()


def standing_on(stood):
    return Standing(
        appointments=stood.appointments,
        nights=stood.nights,
        first_free=four_weeks().plan_start,
        changes_max=9,
        change_minutes=1.0,
    )


def test_a_night_that_stands_stays_where_it_is_and_goes_with_its_visits():
    firm = far_away()
    stood = plan(firm)
    standing = standing_on(stood)
    again, moved = plan_again(firm, four_weeks(), firm.worth, standing)
    pd.testing.assert_frame_equal(again.appointments, stood.appointments)
    pd.testing.assert_frame_equal(again.nights, stood.nights)
    assert moved.empty
    fewer = replace(firm, allocation=firm.allocation.assign(visits=[1, 0, 0]))
    alone, _moved = plan_again(fewer, four_weeks(), fewer.worth, standing)
    assert alone.nights.empty
    assert broken(fewer, alone) == set()


@pytest.mark.parametrize(
    ("terms", "nights"), [({"cost": 400.0}, 1), ({"least": 200.0}, 1), ({"nights_max": 0}, 0)]
)
def test_a_night_that_is_booked_stays_whatever_its_price_unless_the_rep_stays_away_no_more(terms, nights):
    stood = plan(far_away())
    firm = far_away(**terms)
    again, _moved = plan_again(firm, four_weeks(), firm.worth, standing_on(stood))
    assert len(again.nights) == nights
    assert broken(replace(firm, nights=stood.nights), again) == set()


def test_a_night_goes_before_where_a_day_was_said_to_start_or_end_and_other_days_keep_what_is_said():
    firm = far_away()
    said = firm.rep_days.assign(start_id="C1", end_id=None, start_time="09:00")
    said["end_id"] = said["end_id"].astype(object).mask(said["date"] <= MONDAY + pd.Timedelta(days=1), "C2")
    nights = pd.DataFrame({"rep_id": ["R1"], "date": [pd.Timestamp("2026-01-06")], "place_id": "stay:Inn"})
    days = with_nights(said, nights).set_index("date").iloc[:3]
    assert days["end_id"].fillna("").tolist() == ["C2", "stay:Inn", ""]
    assert days["start_id"].tolist() == ["C1", "C1", "stay:Inn"]
    assert days["start_time"].tolist() == ["09:00"] * 3


def test_a_night_is_where_one_day_ends_and_the_next_starts():
    firm = far_away()
    nights = pd.DataFrame({"rep_id": ["R1"], "date": [pd.Timestamp("2026-01-06")], "place_id": ["stay:Inn"]})
    days = with_nights(firm.rep_days, nights).set_index("date")
    assert days["end_id"].dropna().to_dict() == {pd.Timestamp("2026-01-06"): "stay:Inn"}
    assert days["start_id"].dropna().to_dict() == {pd.Timestamp("2026-01-07"): "stay:Inn"}
