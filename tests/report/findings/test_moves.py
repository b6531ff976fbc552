"""Who gains, who loses, who is followed without a visit: each counted by one definition."""

import pandas as pd

from solver.report.findings.goals import account_goals
from solver.report.findings.moves import unvisited, visit_moves

ALLOCATION = pd.DataFrame(
    {
        "account_id": ["up", "down", "same", "new", "angry", "far", "idle", "erased", "double"],
        "visits_today": pd.array([2, 5, 3, None, 4, 0, 0, 0, 0], dtype="Int64"),
        "visits": [6, 1, 3, 2, 0, 0, 0, 0, 0],
        "contribution_eur": [9.0, 8.0, 7.0, 6.0, 0.0, 0.0, 0.0, 0.0, 0.0],
        "binding": [*["hours"] * 4, "opposition", "too_far", "hours", "processing", "hold"],
    }
)


def test_gains_and_losses_are_counted_on_the_logged_visits():
    moves = visit_moves(ALLOCATION)
    assert list(moves.gaining["account_id"]) == ["up", "new"]
    assert list(moves.losing["account_id"]) == ["down", "angry"]
    assert visit_moves(ALLOCATION.assign(visits_today=pd.NA)) is None


def test_who_objects_or_lives_too_far_is_not_followed_without_a_visit():
    without = unvisited(ALLOCATION)
    assert (without.followed, without.opposed, without.too_far, without.on_hold) == (1, 2, 1, 1)
    assert without.left_alone == [
        "2 accounts object to being approached.",
        "1 is too far for a day.",
        "1 record is on hold.",
    ]


def test_an_account_counts_once_among_the_goals_whatever_its_journeys_and_families():
    plan = pd.DataFrame(
        {
            "account_id": ["a", "a", "a", "b"],
            "action_id": ["a-prevention-2026", "a-new_family-2026", "a-keep-2026", "b-develop-2026"],
            "goal_value": [50.0, 20.0, 80.0, 10.0],
        }
    )
    assert account_goals(plan).to_dict() == {"a": 80.0, "b": 10.0}
