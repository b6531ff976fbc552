import pytest

from tests.benchmarks.sector_tours import sector_tours
from tests.calendar.brittany import brittany_firm, settings
from tests.calendar.village import MINUTES_PER_DEGREE, four_weeks, plan, village_firm


def sectors(firm, result, chosen):
    tables = (firm.accounts, firm.reps, firm.rep_days, firm.visit_time)
    return sector_tours(result.appointments, *tables, chosen)


def test_five_directions_are_five_weekdays():
    """Five accounts around home, one visit each: five tours there and back, one per weekday."""
    places = [(0.2, 0.0), (-0.2, 0.0), (0.0, 0.3), (0.0, -0.3), (0.2, 0.3)]
    firm = village_firm(places, [1] * 5)
    table = sectors(firm, plan(firm), four_weeks())
    assert sorted(day.weekday() for day in table["date"]) == [0, 1, 2, 3, 4]
    north = table["driving_minutes"].min()
    assert north == pytest.approx(2 * 0.2 * MINUTES_PER_DEGREE, rel=1e-3)


def test_the_same_visits_are_laid_out_and_overfull_days_marked():
    firm = village_firm([(0.2, 0.0)] * 3, [4, 4, 4], minutes=[100.0, 200.0, 300.0], hours=5.0)
    result = plan(firm)
    table = sectors(firm, result, four_weeks())
    assert table["stops"].sum() == len(result.appointments)
    assert (table["overfull"] == (table["visit_minutes"] + table["driving_minutes"] > 300)).all()


def test_our_tours_drive_less_for_the_same_visits():
    firm = brittany_firm(accounts_per_rep=30, reps=("Rennes",), agreed_per_rep=0)
    chosen = settings(iterations_per_visit=2)
    result = plan(firm, chosen)
    assert result.tours["driving_minutes"].sum() < sectors(firm, result, chosen)["driving_minutes"].sum()
