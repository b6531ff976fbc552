"""What a territory holds of the tables, told before anything is searched for."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from solver.calendar.build import _cap, build_territory, rep_travel, visit_values
from solver.calendar.nights import (
    _evenings,
    _Trip,
    close_idle_nights,
    nights_that_pay,
    openings,
    saved_seconds,
)
from solver.calendar.occurrences import list_occurrences
from solver.calendar.sleeping import night_terms
from solver.calendar.territory import HOME, NO_LIMIT, Occurrence
from solver.calendar.tours import Tours
from solver.parameters import Stay
from tests.calendar.test_nights import ONE_WAY, far_away
from tests.calendar.village import MINUTES_PER_DEGREE, MONDAY, agreed, four_weeks, village_firm
from tests.roads.one_way import Listed

INN = Stay(name="Inn", lat=49.2, lon=-2.01)


def territory_of(firm, **changes):
    chosen = four_weeks(**changes)
    return build_territory("R1", list_occurrences(firm, chosen), firm, firm.worth, chosen)


def test_the_most_driving_of_a_day_is_said_in_minutes_and_its_most_visits_as_they_are():
    firm = village_firm([(0.1, 0.0)], [1])
    capped = replace(firm, reps=firm.reps.assign(max_drive_minutes=120.0, max_visits_day=4))
    assert (territory_of(capped).most_driving, territory_of(capped).most_visits) == (7200, 4)
    unsaid = firm.reps.assign(max_drive_minutes=np.nan)
    assert _cap("R1", unsaid, "max_drive_minutes", 60) == _cap("R1", unsaid, "other", 1) == NO_LIMIT


def test_a_visit_of_which_nothing_more_is_said_may_have_any_hour_and_any_day_of_its_window():
    said = {"place": 1, "number": 1, "seconds": 60, "first_day": 0, "last_day": 9, "ideal_day": 4}
    found = vars(Occurrence(**said, gap_days=28.0))
    assert {name: value for name, value in found.items() if name not in said | {"gap_days": 0}} == {
        "fixed": False,
        "clock": None,
        "least_gap": 0,
        "slack_days": None,
        "leeway": 0,
        "not_before": 0,
        "must": False,
    }


def test_a_rep_who_stays_away_knows_the_beds_and_another_none():
    away, home = territory_of(far_away(stays=[INN])), territory_of(far_away(stays=[INN], nights_max=0))
    assert (list(away.ids), list(away.sleeping.stays)) == (["C1", "C2", "C3", "stay:Inn"], [4])
    assert (list(home.ids), home.sleeping) == (["C1", "C2", "C3"], None)
    assert away.travel[HOME, 4] / 60 == pytest.approx(ONE_WAY, abs=1)
    assert home.travel.shape == (4, 4)


@pytest.mark.parametrize(
    ("terms", "away"), [({}, True), ({"nights_max": 0}, False), ({"nights_max": np.nan}, False)]
)
def test_nights_have_terms_where_some_are_allowed_and_an_hour_has_its_cost(terms, away):
    """A night of 100 € is worth two hours at 50 €."""
    found = night_terms("R1", far_away(cost=100.0, **terms))
    assert (found is not None) is away
    if found is not None:
        assert (found.most, found.worth, found.least) == (5, 7200, 4500)
    free = replace(far_away(), visit_cost=pd.DataFrame({"rep_id": ["R1"], "cost_per_hour_eur": [0.0]}))
    assert night_terms("R1", free) is None


def test_days_hold_their_hours_less_the_reserve_and_an_agreed_visit_its_day_and_hour():
    """Half a day on Tuesday; C1 agreed for Saturday, a day without hours; a fifth is kept free."""
    firm = village_firm([(0.1, 0.0), (0.2, 0.0)], [1, 1], log=[agreed("C1", 5, "10:30", 90.0)])
    days = firm.rep_days.assign(field_hours=[8.0, 4.0, *[8.0] * 18])
    found = territory_of(replace(firm, rep_days=days.iloc[::-1]), day_reserve_share=0.2)
    assert found.days[:7] == [0, 1, 2, 3, 4, 5, 7]
    assert found.field_seconds[:7] == [28800, 14400, 28800, 28800, 28800, 0, 28800]
    assert found.capacity[:7] == [23040, 11520, 23040, 23040, 23040, 0, 23040]
    one, other = found.occurrences
    assert (one.fixed, one.clock, one.seconds, one.first_day, one.last_day) == (True, 37800, 5400, 5, 5)
    assert (other.fixed, other.clock, other.seconds, other.must) == (False, None, 3600, False)
    assert (found.most_driving, found.most_visits, found.overtime) == (NO_LIMIT, NO_LIMIT, ())


def test_caps_and_overtime_are_those_of_the_rep():
    firm = village_firm([(0.1, 0.0)], [1], days=2, hours=[8.0, 0.0], log=[agreed("C1", 1, None)])
    reps = firm.reps.assign(
        max_drive_minutes=90.0, max_visits_day=3.0, overtime_minutes=45.0, overtime_price=1.5
    )
    found = territory_of(replace(firm, reps=reps))
    assert (found.most_driving, found.most_visits) == (5400, 3)
    assert (list(found.overtime), found.overtime_price) == ([2700, 0], 150), "none on a day without hours"
    assert found.capacity == [28800 + 2700, 0]
    assert [found.over(0, work) for work in (28800, 28801, 31500)] == [0, 1, 2700]
    assert found.overtime_cost(0, 28800 + 200) == 300


def test_an_account_without_a_place_lies_at_the_mean_drive_and_where_none_has_one_at_that_of_step_2():
    half = territory_of(village_firm([(0.1, 0.0), (0.3, 0.0), None], [1, 1, 1]))
    mean = 0.2 * MINUTES_PER_DEGREE
    assert (half.travel[3] / 60).tolist() == [pytest.approx(mean, abs=0.1)] * 3 + [0]
    assert (half.travel[:, 3] / 60).tolist() == [pytest.approx(mean, abs=0.1)] * 3 + [0]
    nowhere = territory_of(village_firm([None, None], [1, 1]))
    assert (nowhere.travel / 60).tolist() == [[0, 30, 30], [30, 0, 30], [30, 30, 0]]


def test_a_visit_is_worth_a_minute_more_than_the_longest_way_and_forty_times_what_it_brings_in_hours():
    """No way home is longer than 94.6 minutes; one visit in 28 days may lie half of them from its day: 20
    minutes. Of 300 € in two hours, 200 are 1 h 20 of visits and 53 h 20 of road."""
    places = [(0.3, 0.0), (0.1, 0.0)]
    plain = territory_of(village_firm(places, [1, 1]), regularity_minutes=20.0)
    least = 1 + 0.6 * MINUTES_PER_DEGREE + 20 * (2 * 14 / 28) ** 2
    assert plain.prizes == [[], [pytest.approx(60 * least, abs=60)], [pytest.approx(60 * least, abs=60)]]
    worth = [("C1", 1, 200.0), ("C2", 1, 100.0)]
    valued = territory_of(village_firm(places, [1, 1], values=worth), regularity_minutes=20.0)
    more = [high[0] - low[0] for high, low in zip(valued.prizes[1:], plain.prizes[1:], strict=True)]
    assert [one / 3600 for one in more] == pytest.approx([40 * 200 / 150, 40 * 100 / 150], abs=0.01)


def test_each_visit_is_worth_what_it_adds():
    response = pd.DataFrame(
        {
            "account_id": ["b", "b", "a", "a", "a"],
            "visits": [1, 0, 2, 0, 1],
            "contribution_eur": [9, 2, 30, 10, 25],
        }
    )
    assert visit_values(response).to_numpy().tolist() == [["a", 1, 15], ["a", 2, 5], ["b", 1, 7]]


WAYS = {("home", "C1"): 30, ("C1", "home"): 32, ("home", "C2"): 50, ("C2", "home"): 54}
WAYS |= {("C1", "C2"): 20, ("C2", "C1"): 22}


@pytest.mark.parametrize("cut", [("C2", "home"), ("home", "C2")])
def test_where_one_way_home_is_missing_an_account_lies_at_the_mean_drive_of_the_others(cut):
    """The other account is 30 minutes from home: so is C2 from anywhere and everything from C2."""
    firm = village_firm([(0.1, 0.0), (0.2, 0.0)], [1, 1])
    rest = ("R1", ["C1", "C2"], firm.accounts, firm.reps, firm.visit_time)
    assert rep_travel(*rest, Listed(WAYS)).tolist() == [[0, 30, 50], [32, 0, 20], [54, 22, 0]]
    ways = {pair: minutes for pair, minutes in WAYS.items() if pair != cut}
    assert rep_travel(*rest, Listed(ways)).tolist() == [[0, 30, 30], [32, 0, 30], [30, 30, 0]]


def test_where_no_way_leads_between_two_accounts_the_rep_drives_by_home_and_without_any_as_step_2_says():
    firm = village_firm([(0.1, 0.0), (0.2, 0.0)], [1, 1])
    rest = ("R1", ["C1", "C2"], firm.accounts, firm.reps)
    ways = {pair: minutes for pair, minutes in WAYS.items() if "home" in pair}
    told = firm.visit_time.assign(travel_minutes=[10.0, 40.0])
    assert rep_travel(*rest, told, Listed(ways)).tolist() == [[0, 30, 50], [32, 0, 82], [54, 84, 0]]
    assert rep_travel(*rest, told, Listed({})).tolist() == [[0, 25, 25], [25, 0, 25], [25, 25, 0]]


def test_of_two_far_visits_without_a_day_the_night_is_tried_nearest_to_the_middle_of_what_both_may_have():
    """Twenty working days: of the evenings 0 to 18 the middle is the 9th, a Friday; before it the 8th."""
    tours = Tours(territory_of(far_away()))
    first, second = _Trip(None, [0]), _Trip(None, [1])
    assert _evenings(tours, first, second) == [8]
    assert _evenings(tours, _Trip(3, [0]), second) == [3]
    assert _evenings(tours, first, _Trip(3, [1])) == [2]
    assert _evenings(tours, _Trip(3, [0]), _Trip(8, [1])) == [3, 7]
    assert _evenings(tours, first, _Trip(0, [1])) == []  # nobody works the day before


def spread_out(*days, **terms):
    """Tours with a far visit on each of these days, nobody asleep yet."""
    firm = far_away(visits=2, **terms)
    tours = Tours(territory_of(firm, regularity_minutes=0))
    for visit, day in zip((0, 2, 4, 1, 3, 5), days, strict=False):
        tours.insert(visit, tours.territory.days.index(day), 0)
    return tours


def test_evenings_that_are_tried_share_no_day_and_no_trip_and_are_no_more_than_are_left():
    """Six far days: a night takes two of them, and no day lies beside two nights."""
    tours = spread_out(0, 1, 2, 14, 15, 16)
    opened = openings(tours)
    days = sorted(day for evening in opened for day in (evening, evening + 1))
    assert len(opened) >= 2
    assert len(days) == len(set(days)) == 2 * len(opened)
    assert len(openings(tours, 1)) == 1
    assert openings(tours, 0) == {}
    assert len(openings(spread_out(0, 1, 2, 14, 15, 16, nights_max=1))) == 1
    assert openings(spread_out(0, 1, 2, 14, 15, 16, cost=330.0)) == {}, "6 h 18 at 50 € are 315 €"


def test_a_night_saves_the_way_home_and_back_less_the_ways_by_the_bed_and_pays_above_its_cost():
    """Two ways of 189 minutes; C1 and C2 are 2.1 minutes apart and C2's town has the bed."""
    tours = spread_out(0, 1)
    slept = Tours(replace(tours.territory, nights={0: 2}))
    slept.insert(0, 0, 0)
    assert nights_that_pay(slept) == {}, "nobody there the day after"
    assert close_idle_nights(slept).territory.nights == {}
    slept.insert(2, 1, 0)
    travel = slept.travel
    saved = travel[1, HOME] + travel[HOME, 2] - travel[1, 2] - travel[2, 2]
    assert saved_seconds(slept, 0) == saved
    assert saved / 60 == pytest.approx(2 * ONE_WAY, abs=12)
    assert nights_that_pay(slept) == {0: 2}
    assert close_idle_nights(slept) is slept
    dear = replace(slept.territory.sleeping, cost_eur=float(saved) / 3600 * 50)
    at_cost = Tours(replace(slept.territory, sleeping=dear))
    at_cost.insert(0, 0, 0)
    at_cost.insert(2, 1, 0)
    assert nights_that_pay(at_cost) == {}, "what it saves is what it costs"


def test_nights_of_a_plan_that_stands_are_kept_between_two_days_in_a_row_and_no_more_than_are_allowed():
    """After Monday and Wednesday of the first week, not before the weekend; beds are rows of the roads."""
    days = [MONDAY + pd.Timedelta(days=day) for day in (0, 2, 4)]
    table = pd.DataFrame({"rep_id": "R1", "date": days, "place_id": ["C2", "stay:Inn", "C3"]})
    standing = replace(far_away(stays=[INN]), nights=table)
    assert dict(territory_of(standing).nights) == {0: 2, 2: 4}
    one = replace(far_away(stays=[INN], nights_max=1), nights=table)
    assert dict(territory_of(one).nights) == {0: 2}
    assert dict(territory_of(replace(standing, nights=table.assign(rep_id="R2"))).nights) == {}
    first = territory_of(standing)
    assert [first.ends_of(day) for day in (0, 1, 2, 3)] == [(HOME, 2), (2, HOME), (HOME, 4), (4, HOME)]
    # On a day without a visit beside a night the rep would drive home and come back.
    assert first.idle(0) == first.idle(1) == first.travel[HOME, 2] + first.travel[2, HOME]
    assert first.idle(4) == 0
