"""Today's hours beside two other plans, by hand."""

import pandas as pd
import pytest

from solver.report.findings.artifacts import Artifacts
from solver.report.findings.hours import three_plans
from solver.report.findings.hours_answer import _above_the_rule, a_rep_fewer

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
    assert rows.index[2] == "One rep fewer at the least loss, accounts taken over"


def team(return_share, recruit, low=None, high=None):
    """One rep, without whom 60 are lost of what 200 a year bring; and one more beside it."""
    return Artifacts(
        {
            "team_size": pd.DataFrame(
                {
                    "team_change": ["one_fewer", "one_more"],
                    "rep_id": "R1",
                    "change_eur": [-60.0, 5.0],
                    "years_change_eur": [-110.0, 9.0],
                    "cost_change_eur": [-200.0, 200.0],
                    "return_share": [return_share, recruit],
                    "return_low_80": [low, None],
                    "return_high_80": [high, None],
                    "sizing": ["short" if return_share > 1.5 else "right", None],
                }
            ).astype({"return_low_80": "float64", "return_high_80": "float64"})
        }
    )


@pytest.mark.parametrize(
    ("return_share", "recruit", "said"),
    [
        (0.9, 0.1, "the size is right (a return of 90%; 50% to 150% by rule of thumb)."),
        (1.8, 0.4, "the team is short of people (a return of 180%; 50% to 150% by rule of thumb)."),
        (
            1.8,
            -0.89,
            "no rep can be spared (a return of 180%; 50% to 150% by rule of thumb), but the accounts on file "
            "would not pay one more (a return of −89%): new names come first.",
        ),
    ],
)
def test_nobody_is_hired_for_accounts_that_would_not_pay_it_whatever_the_rule_of_thumb(
    return_share, recruit, said
):
    assert a_rep_fewer(team(return_share, recruit)).endswith(said)


def test_the_return_of_the_rep_least_missed_stands_beside_the_highest():
    few = team(0.69, 0.1, 0.2, 1.6)
    lines = few.table("team_size")
    other = lines.head(1).assign(rep_id="R2", return_share=1.88)
    said = a_rep_fewer(Artifacts({"team_size": pd.concat([lines, other], ignore_index=True)}))
    assert "One rep fewer, the one least missed, saves €200 in a year" in said
    assert (
        "a return of 69%, four times in five 20% to 160%, of the rep least missed; up to 188% of the" in said
    )


@pytest.mark.parametrize(
    ("returns", "recruit", "named"),
    [
        ((0.9, 1.94), -0.7, "Bea (194%)"),
        ((0.9, 1.94), 0.2, None),  # one more would pay: the size of the team says so
        ((1.6, 1.94), -0.7, None),  # all above: that says it, too
        ((0.9, 1.2), -0.7, None),
    ],
)
def test_a_return_above_the_rule_of_thumb_is_explained_where_the_accounts_leave_no_work_for_one_more(
    returns, recruit, named
):
    lines = team(returns[0], recruit).table("team_size")
    other = lines.head(1).assign(rep_id="R2", return_share=returns[1])
    reps = pd.DataFrame({"rep_id": ["R1", "R2"], "name": ["Ann", "Bea"]})
    both = pd.concat([lines, other], ignore_index=True)
    said = _above_the_rule(Artifacts({"team_size": both, "reps": reps}))
    assert bool(said) is bool(named)
    if said:
        assert f"more than 150% says that the team is short of people: {named}." in said[0]
        assert "a rep more would return −70% at best" in said[0]


def test_what_a_rep_fewer_loses_over_the_years_is_of_the_visits_of_one_year():
    said = a_rep_fewer(team(0.9, 0.1))
    assert "saves €200 in a year" in said
    assert "would have brought €60 in it and €110 over the years counted" in said
