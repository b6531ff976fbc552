from datetime import date

import pandas as pd
import pytest

from solver.method.time.measure_time import rep_days, rep_time, time_by_rep, visit_cost, visit_time
from solver.parameters import Rep
from solver.tables import check
from solver.words.errors import PortfolioError
from tests.method.tables import accounts_table
from tests.roads.one_way import Listed, steady

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
ANN = {"rep_id": "R1", "name": "Ann", "home_lat": 48.1, "home_lon": -1.7, "annual_cost_eur": 66_000}
BOB = {"rep_id": "R2", "name": "Bob", "home_lat": 48.4, "home_lon": -4.5, "annual_cost_eur": 60_000}
TRAVEL = {"roads": steady(1.3, 55), "stops_per_day": 4}
MINUTES = {"visit_minutes": 60, "prospect_visit_minutes": 45, "preparation_minutes": 15}


@pytest.fixture
def days():
    return rep_days([Rep(**BOB, leave_days=30), Rep(**ANN)], *YEAR, "FR", day_start="08:30")


@pytest.fixture
def reps():
    rows = [Rep(**ANN).model_dump(), Rep(**BOB).model_dump()]
    return pd.DataFrame(rows).drop(columns="absences")


@pytest.fixture
def accounts():
    return accounts_table(
        [
            {"account_id": "C1", "lat": 48.2, "lon": -1.7},
            {"account_id": "C2", "lat": 48.1, "lon": -1.5},
            {"account_id": "P1", "kind": "prospect", "lat": 48.3, "lon": -1.7},
            {"account_id": "C3", "rep_id": "R2", "lat": 48.4, "lon": -4.4},
            {"account_id": "F1", "kind": "supplier", "rep_id": None},
        ]
    )


def test_every_day_of_the_plan_is_there_once_per_rep(days):
    check("rep_days", days)
    assert days.groupby("rep_id").size().to_dict() == {"R1": 365, "R2": 365}
    assert days["rep_id"].is_monotonic_increasing


def test_a_usual_year_worked_by_hand(days):
    # 2026: 365 - 104 - 9 = 252; less 25 leave, 4 training, 3 fairs, 12 meetings = 208; every week but the
    # three of August and the last of December has its half Friday: 53 - 4 = 49 halves, 24.5 days.
    year = time_by_rep(rep_time(days, 0.1)).iloc[0]
    assert (year["weekend_days"], year["holiday_days"], year["leave_days"]) == (104, 9, 25)
    assert (year["training_days"], year["fair_days"], year["meeting_days"]) == (4, 3, 12)
    assert (year["admin_days"], year["field_days"]) == (24.5, 183.5)
    assert year["capacity_hours"] == pytest.approx(183.5 * 7.5)
    assert year["reserve_hours"] == pytest.approx(183.5 * 0.75)
    assert year["available_hours"] == pytest.approx(183.5 * 6.75)


def test_the_calendar_is_the_sum_of_all_the_rest_month_by_month(days):
    time = check("rep_time", rep_time(days, 0.1))
    parts = [name for name in time if name.endswith("_days") and name != "calendar_days"]
    assert (time[parts].sum(axis=1) == time["calendar_days"]).all()
    assert time["calendar_days"].tolist() == [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] * 2


def test_a_rep_away_all_year_is_refused_by_name():
    away = {"start": YEAR[0], "end": YEAR[1], "activity": "leave"}
    with pytest.raises(PortfolioError, match=r"Ann \(R1\) has no hour in the field .* → shorten"):
        rep_days([Rep(**ANN, absences=[away])], *YEAR, "FR", day_start="08:30")


def test_a_prospect_visit_has_its_own_length_and_suppliers_have_none(accounts, reps):
    visits = check("visit_time", visit_time(accounts, reps, **MINUTES, **TRAVEL))
    assert visits["account_id"].tolist() == ["C1", "C2", "C3", "P1"]
    assert visits["visit_minutes"].tolist() == [75, 75, 75, 60]
    expected = (visits["visit_minutes"] + visits["travel_minutes"]) / 60
    assert visits["hours_per_visit"].tolist() == pytest.approx(expected.tolist())
    # C1 lies 0.1 degree of latitude from home: 11.12 km, 14.455 km by road, 15.8 minutes at 55 km/h.
    assert visits["home_minutes"].iloc[0] == pytest.approx(15.77, abs=0.01)


def test_an_account_without_a_known_rep_is_refused(accounts, reps):
    accounts.loc[accounts["account_id"] == "C2", "rep_id"] = "JPD"
    with pytest.raises(PortfolioError, match="the first is C2, with “JPD” → name one of the reps"):
        visit_time(accounts, reps, **MINUTES, **TRAVEL)


def test_the_cost_of_a_visit_is_its_hours_at_the_cost_of_a_field_hour(accounts, reps):
    time = pd.DataFrame(
        {"rep_id": ["R1", "R2"], "month": ["2026-01", "2026-01"], "capacity_hours": [1100.0, 1200.0]}
    )
    visits = pd.DataFrame({"account_id": ["C1", "C2", "C3"], "hours_per_visit": [1.5, 2.5, 2.0]})
    cost = check("visit_cost", visit_cost(accounts, reps, time, visits, plan_start=YEAR[0], plan_end=YEAR[1]))
    assert cost["cost_per_hour_eur"].tolist() == pytest.approx([60, 50])
    assert cost["cost_per_visit_eur"].tolist() == pytest.approx([120, 100])


def test_half_a_year_bears_half_the_cost(accounts, reps):
    time = pd.DataFrame({"rep_id": ["R1"], "month": ["2026-01"], "capacity_hours": [550.0]})
    visits = pd.DataFrame({"account_id": ["C1"], "hours_per_visit": [2.0]})
    cost = visit_cost(accounts, reps, time, visits, plan_start=date(2026, 1, 1), plan_end=date(2026, 6, 30))
    assert cost["annual_cost_eur"].tolist() == pytest.approx([66_000 * 181 / 365])


def test_the_same_driving_for_all_leaves_the_way_from_home_as_it_is(accounts, reps):
    by_place = visit_time(accounts, reps, **MINUTES, **TRAVEL)
    alike = visit_time(accounts, reps, **MINUTES, **TRAVEL, travel_minutes_per_visit=45)
    assert alike["travel_minutes"].tolist() == [45.0] * 4
    # A client takes 60 + 15 + 45 minutes, a prospect 45 + 15 + 45.
    assert alike.set_index("account_id")["hours_per_visit"].to_dict() == {
        **dict.fromkeys(["C1", "C2", "C3"], 2.0),
        "P1": 1.75,
    }
    assert alike["home_minutes"].tolist() == by_place["home_minutes"].tolist()


def test_a_way_back_that_takes_longer_counts_as_such(reps):
    """Uphill to C1, down to C2: a day of four stops drives there and back, and three legs in between.

    From home 20 and 30, back 40 and 50: 30 and 40 one way. C1 to C2 10, C2 to C1 30: 20 a leg.
    """
    ways = {("home", "C1"): 20, ("C1", "home"): 40, ("home", "C2"): 30, ("C2", "home"): 50}
    roads = Listed(ways | {("C1", "C2"): 10, ("C2", "C1"): 30})
    accounts = accounts_table([{"account_id": name, "lat": 48.2, "lon": -1.7} for name in ("C1", "C2")])
    visits = visit_time(accounts, reps, roads, stops_per_day=4, **MINUTES)
    assert visits["home_minutes"].tolist() == [30, 40]
    assert visits["travel_minutes"].tolist() == [(2 * 30 + 3 * 20) / 4, (2 * 40 + 3 * 20) / 4]


def test_an_account_that_no_road_reaches_takes_the_mean_drive_of_the_others(reps):
    roads = Listed({("home", "C1"): 20, ("C1", "home"): 40})
    accounts = accounts_table([{"account_id": name, "lat": 48.2, "lon": -1.7} for name in ("C1", "C2")])
    visits = visit_time(accounts, reps, roads, stops_per_day=1, **MINUTES)
    assert visits["home_minutes"].isna().tolist() == [False, True]
    assert visits["travel_minutes"].tolist() == [60, 60]


def test_a_day_that_starts_later_is_so_much_shorter_and_one_that_starts_sooner_no_longer(days):
    """Mondays start at a customer's at 10:00, an hour and a half late; the last line of a day wins, whole."""
    usual = days[days["rep_id"] == "R1"].set_index("date")["field_hours"]
    elsewhere = [
        {"weekdays": ["monday", "tuesday"], "start_id": "C1", "start_time": "10:00"},
        {"weekdays": ["tuesday"], "end_id": "C2", "start_time": "07:00"},
    ]
    found = rep_days([Rep(**ANN, elsewhere=elsewhere)], *YEAR, "FR", day_start="08:30").set_index("date")
    monday, tuesday = (pd.Timestamp(day) for day in ("2026-01-19", "2026-01-20"))
    assert usual[monday] - found["field_hours"][monday] == 1.5
    assert found.loc[monday, ["start_id", "start_time"]].tolist() == ["C1", "10:00"]
    assert found["field_hours"][tuesday] == usual[tuesday]
    assert found.loc[tuesday, ["end_id", "start_time"]].tolist() == ["C2", "07:00"]
    assert pd.isna(found["start_id"][tuesday])
    off = found[found["field_hours"] == 0]
    assert off[["start_id", "end_id", "start_time"]].isna().all(axis=None), "days without field hours"


def test_a_rep_without_accounts_is_reckoned_with_the_mean_visit(accounts, reps):
    time = pd.DataFrame({"rep_id": ["R2", "R1"], "month": "2026-01", "capacity_hours": [1200.0, 1100.0]})
    visits = pd.DataFrame({"account_id": ["C1", "C2"], "hours_per_visit": [1.5, 2.5]})
    cost = visit_cost(accounts, reps.iloc[::-1], time, visits, plan_start=YEAR[0], plan_end=YEAR[1])
    assert cost["rep_id"].tolist() == ["R1", "R2"]
    assert cost["hours_per_visit"].tolist() == [2.0, 2.0]
