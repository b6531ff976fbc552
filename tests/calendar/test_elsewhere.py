"""Days that start or end elsewhere than at home: the drives are added up by hand."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from solver.calendar import uncompiled
from solver.calendar.build import build_territory
from solver.calendar.check import check_calendar
from solver.calendar.engine import compiled_search
from solver.calendar.occurrences import list_occurrences
from solver.calendar.tours import Tours
from solver.intake.partners.owners import check_elsewhere
from solver.method.time.measure_time import rep_days
from solver.parameters import Rep
from solver.words.errors import PortfolioError
from tests.calendar.village import MINUTES_PER_DEGREE, four_weeks, plan, village_firm


def on_tuesdays(firm, **said):
    """Return a firm whose rep starts or ends elsewhere, or later, on Tuesdays."""
    tuesday = firm.rep_days["date"].dt.day_name().eq("Tuesday")
    none = dict.fromkeys(("start_id", "end_id", "start_time"))
    columns = {
        name: pd.Series(text, index=firm.rep_days.index).where(tuesday)
        for name, text in (none | said).items()
    }
    return replace(firm, rep_days=firm.rep_days.assign(**columns))


def with_depot(visits):
    """C1 lies 0.6 degrees north of home, a depot that nobody visits 0.5, a day has seven hours."""
    return village_firm([(0.6, 0.0), (0.5, 0.0)], [visits, 0], hours=7.0)


def broken(firm, result):
    return {
        violation.rule
        for violation in check_calendar(result.appointments, result.unplaced, firm, four_weeks())
    }


def test_the_visit_goes_to_the_day_that_starts_and_ends_near_it():
    firm = on_tuesdays(with_depot(1), start_id="C2", end_id="C2")
    result = plan(firm)
    assert result.appointments["date"].dt.day_name().tolist() == ["Tuesday"]
    assert result.tours["driving_minutes"].tolist() == [pytest.approx(0.2 * MINUTES_PER_DEGREE, abs=0.1)]
    assert result.appointments["travel_minutes"].tolist() == [
        pytest.approx(0.1 * MINUTES_PER_DEGREE, abs=0.1)
    ]
    assert broken(firm, result) == set()
    # From home the same hour is reached only by leaving before the day starts.
    assert broken(with_depot(1), result) == {"day_start"}


def test_a_day_may_end_elsewhere_than_it_starts():
    firm = on_tuesdays(with_depot(1), end_id="C2")
    result = plan(firm)
    assert result.tours["driving_minutes"].tolist() == [pytest.approx(0.7 * MINUTES_PER_DEGREE, abs=0.1)]
    assert broken(firm, result) == set()


def test_a_day_that_starts_later_has_its_first_visit_later():
    firm = on_tuesdays(with_depot(1), start_id="C2", end_id="C2", start_time="13:30")
    result = plan(firm)
    assert result.appointments["start"].tolist() == ["13:50"]
    assert broken(firm, result) == set()
    early = replace(result, appointments=result.appointments.assign(start="09:00", end="10:00"))
    assert broken(firm, early) == {"day_start"}


def test_a_colleagues_home_is_a_place_too():
    firm = with_depot(1)
    reps = pd.DataFrame({"rep_id": ["R1", "R2"], "home_lat": [48.0, 48.6], "home_lon": -2.0})
    firm = on_tuesdays(replace(firm, reps=reps), start_id="home:R2", end_id="home:R2")
    result = plan(firm)
    assert result.tours["driving_minutes"].tolist() == [10.0]  # five minutes from door to door at least
    assert broken(firm, result) == set()


@pytest.mark.parametrize("search", [lambda: compiled_search(), lambda: uncompiled.improved])
def test_both_searches_count_the_same_cost(search):
    firm = village_firm([(0.3, 0.1), (0.5, 0.0), (-0.2, 0.1)], [4, 2, 3])
    firm = on_tuesdays(firm, start_id="C2", end_id="C3", start_time="10:00")
    tours = Tours(build_territory("R1", list_occurrences(firm, four_weeks()), firm, firm.worth, four_weeks()))
    stops, cost = search()(tours)
    again = Tours(tours.territory)
    again.fill(stops)
    assert again.cost == cost
    assert broken(firm, plan(firm)) == set()


def ann(*lines, day_hours=7.0):
    home = {"home_lat": 48.0, "home_lon": -2.0, "annual_cost_eur": 6e4, "day_hours": day_hours}
    elsewhere = [{"weekdays": ["tuesday"]} | line for line in lines]
    return Rep.model_validate({"rep_id": "R1", "name": "Ann", **home, "elsewhere": elsewhere})


def days_of(rep):
    """The field days of January as step 2 writes them, and which of them are Tuesdays."""
    days = rep_days([rep], date(2026, 1, 5), date(2026, 2, 1), "FR", day_start="08:30")
    field = days[days["activity"].eq("field")]
    return field, field["date"].dt.day_name().eq("Tuesday")


def test_step_2_writes_beside_its_field_days_where_they_start():
    field, tuesdays = days_of(ann({"start_id": "C2", "start_time": "10:00"}))
    assert tuesdays.any()
    assert set(field.loc[tuesdays, "start_id"]) == {"C2"}
    assert set(field.loc[tuesdays, "start_time"]) == {"10:00"}
    assert field.loc[~tuesdays, ["start_id", "start_time"]].isna().all(axis=None)
    assert field["end_id"].isna().all()


@pytest.mark.parametrize(("start", "hours"), [("14:00", 1.5), ("10:00", 5.5), ("08:00", 7.0), ("17:00", 0.0)])
def test_a_day_that_starts_late_ends_as_usual(start, hours):
    """Seven hours from 08:30; from 14:00 on, one and a half of them are left."""
    field, tuesdays = days_of(ann({"start_time": start}))
    assert field.loc[tuesdays, "field_hours"].unique().tolist() == [hours]
    assert field.loc[~tuesdays, "field_hours"].unique().tolist() == [7.0]


def test_a_rep_whose_every_day_starts_too_late_is_refused():
    every = ["monday", "tuesday", "wednesday", "thursday", "friday"]
    with pytest.raises(PortfolioError, match="no hour in the field"):
        days_of(ann({"weekdays": every, "start_time": "17:00"}))


def test_the_last_line_of_a_day_of_the_week_wins_whole():
    field, tuesdays = days_of(ann({"start_id": "C2", "start_time": "10:00"}, {"end_id": "C3"}))
    assert set(field.loc[tuesdays, "end_id"]) == {"C3"}
    assert field[["start_id", "start_time"]].isna().all(axis=None)
    assert set(field["field_hours"]) == {7.0}


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("C22", "“C22”, which is no account and no home → did you mean C2?"),
        ("R9", "give the code of an account, or home:R1 for the home of R1"),
        ("C3", "“C3”, and nobody knows where that lies → give it a postcode"),
    ],
)
def test_a_place_that_nobody_knows_is_refused(code, said):
    places = pd.DataFrame({"place_id": ["C2", "C3", "home:R1"], "lat": [48.5, None, 48.0], "lon": -2.0})
    with pytest.raises(PortfolioError) as refused:
        check_elsewhere(places, [ann({"end_id": code})])
    assert said in str(refused.value)
    check_elsewhere(places, [ann({"start_id": "C2", "end_id": "home:R1"})])
