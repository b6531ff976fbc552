"""What the tables of step 12 say of a day, counted by hand on a village."""

import pandas as pd
import pytest

from solver.calendar.result_tables import _area, _gap_days
from solver.words.i18n import MISSING
from tests.calendar.village import MONDAY, agreed, done, plan, village_firm

NEAR = (0.1, 0.0)  # 15.8 minutes from home


def test_a_day_is_named_after_the_town_with_most_visits_and_of_two_alike_after_its_first():
    assert _area(["Brest", "Rennes", "Rennes"]) == "Rennes"
    assert _area(["Vannes", "Brest", "Brest", "Vannes"]) == "Vannes"
    assert _area([None, "Brest", pd.NA]) == "Brest"
    assert _area([None]) == MISSING


def test_days_since_the_visit_before_count_whoever_made_it_and_nothing_before_the_first():
    """C1 is seen by R2 on the 2nd and by R1 on the 9th, two weeks after the last visit done; C2 once."""
    dated = pd.DataFrame({"account_id": ["C1", "C1", "C2"], "visit_no": [2, 1, 1]})
    dated["date"] = [MONDAY + pd.Timedelta(days=day) for day in (9, 2, 4)]
    log = village_firm([NEAR], [1], log=[done("C1", 12), done("C1", 90)]).visits
    gaps = _gap_days(dated, log)
    assert gaps.tolist()[:2] == [7.0, 14.0]
    assert pd.isna(gaps.iloc[2])


def test_gaps_and_roads_are_told_to_a_tenth():
    """Three visits in 28 days lie 9.3 apart; 0.3 degrees are 47.3 minutes."""
    table = plan(village_firm([(0.3, 0.0)], [3])).appointments
    assert table["ideal_gap_days"].tolist() == [9.3] * 3
    assert table["travel_minutes"].tolist() == [47.3] * 3


def test_a_day_is_summed_up_with_its_road_and_what_it_fills():
    """Two visits of an hour in one village, 94.6 minutes there and back and five between: 219.6 of 480."""
    firm = village_firm([(0.3, 0.0)] * 2, [1, 1], days=1)
    result = plan(firm)
    (row,) = result.tours.to_dict("records")
    assert (row["stops"], row["visit_minutes"], row["area"]) == (2, 120.0, "T(0.3, 0.0)")
    assert row["driving_minutes"] == pytest.approx(99.6, abs=0.1)
    assert row["filled_share"] == pytest.approx((120 + 99.6) / 480, abs=1e-3)
    assert result.appointments["travel_minutes"].tolist() == [pytest.approx(47.3, abs=0.05), 5.0]
    assert result.appointments["date"].eq(MONDAY).all()
    idle = plan(village_firm([NEAR], [1], log=[agreed("C1", 5, "10:00")]))
    assert idle.tours["filled_share"].tolist() == [1.0]
