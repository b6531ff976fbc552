"""Visits planned, with a day, without one, and dated once a prospect receives us, by hand."""

import pandas as pd

from solver.report.findings.budget import road_beside, with_road
from solver.report.findings.days import dated_later, days_add_up, days_in_words, in_turn

PLAN = pd.DataFrame({"account_id": ["C1", "P1"], "kind": ["client", "prospect"], "visits": [6, 4]})
DATED = pd.DataFrame({"account_id": ["C1"] * 5 + ["P1"]})
UNPLACED = pd.DataFrame({"account_id": ["C1"]})


def test_visits_planned_are_those_with_a_day_without_one_and_dated_later():
    assert dated_later(PLAN, DATED, UNPLACED) == 3
    tours = pd.DataFrame({"visit_minutes": [300.0, 60.0], "driving_minutes": [90.0, 30.0]})
    assert days_add_up(PLAN.assign(hours=[6.0, 4.0]), DATED, UNPLACED, tours) == (
        "10 visits planned = 6 with a day (5 to clients, 1 to prospects), 1 without a day, 3 dated once a "
        "prospect receives us: nobody knows beforehand who will. The days that are dated take 8\xa0h, the "
        "road included; step 10 planned 10\xa0h before the days were known, each visit with its mean share "
        "of a tour."
    )


def test_where_the_first_visit_found_no_day_the_second_is_the_first_that_is_made():
    dated = pd.DataFrame({"account_id": ["P1", "C1", "P1"], "visit_no": [3, 1, 2], "start": "09:00"})
    dated["date"] = pd.to_datetime(["2026-09-01", "2026-03-03", "2026-05-05"])
    assert in_turn(dated)["turn"].tolist() == [2, 1, 1]


def test_the_reason_stands_where_the_visits_with_a_day_are_counted():
    assert days_in_words(None, None, 1, 3) == (
        "3 dated once a prospect receives us: nobody knows beforehand who will; 1 visit has no day yet"
    )


def test_the_road_stands_beside_the_cost_and_the_sum_is_that_of_the_figures_printed():
    budget = pd.DataFrame({"visit_cost_eur": [1000.4], "other_cost_eur": [100.0]})
    assert with_road(budget, 200.4) == (
        "€1,300 together with the cost of the action plan; without the other contacts beside the visits and "
        "the calls to fix an hour"
    )
    said = road_beside(budget, 200.4, 10, 1500.0, 70.0)
    assert "the road, €200, comes on top: €1,300 for both. Not in it: €70 for the other contacts" in said
    assert "Of the €1,500 that the reps cost, €1,000 are" in said
    assert "costs €100 of hours on average, and €20 of road" in said
    assert road_beside(budget, 200.4, 0, 1500.0, 0.0).endswith("reserve and hours that stay unused.")
