"""Today's hours beside two other plans, by hand."""

import pandas as pd
import pytest

from solver.report.findings.hours import three_plans

STOPPING = pd.DataFrame(
    {
        "stop_at": ["fill", "horizon", "year"],
        "hours": [100.0, 80.0, 50.0],
        "spare_hours": [2.0, 22.0, 52.0],
        "contribution_eur": [1000.0, 970.0, 900.0],
        "years_eur": [2000.0, 1940.0, 1800.0],
        "hours_cost_eur": [500.0, 400.0, 250.0],
        "road_cost_eur": [50.0, 40.0, 25.0],
    }
)


def test_three_plans_are_set_against_todays_hours():
    fewer = pd.Series(
        {
            "hours": -30.0,
            "contribution_eur": 940.0,
            "change_eur": -60.0,
            "years_change_eur": -110.0,
            "cost_change_eur": -200.0,
        }
    )
    rows = three_plans(STOPPING, fewer).set_index("plan_of_hours")
    assert rows["hours"].tolist() == [100, 80, 72]
    assert rows["change_eur"].tolist() == [0, -30, -60]
    # 1940 - 40 against 2000 - 50, the road deducted from both
    assert rows["years_change_eur"].tolist() == pytest.approx([0, -50, -110])
    assert rows["cost_change_eur"].tolist() == [0, -100, -200]
    assert rows.index[2] == "One rep fewer, accounts taken over"
