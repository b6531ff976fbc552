"""The verdicts on rankings of ten clients, whose captures can be counted by hand."""

import numpy as np
import pytest

from solver.evidence.verdicts import AS_GOOD, BETTER_AT_LOSSES, NO_SIGNAL, WORSE, foresees, judge, verdict


def judged(worths, next_eur, lost=()):
    gone = np.isin(np.arange(len(next_eur)), lost)
    return judge(
        {name: np.array(worth, dtype=float) for name, worth in worths.items()},
        np.array(next_eur, dtype=float),
        gone,
        draws=200,
        seed=1,
    )["rankings"]


def test_revenue_tells_equal_scores_apart_but_not_where_risk_alone_is_judged():
    """A fifth of ten are two: the best by either, then the largest by score, the first by behaviour."""
    best_and_nine_equal = [2, *[1] * 9]
    found = judged(
        {"revenue": range(10), "score": best_and_nine_equal, "behaviour": best_and_nine_equal},
        [0, 5, 5, 5, 5, 5, 5, 5, 5, 60],
    )
    assert found["revenue"]["capture"]["value"] == pytest.approx(65 / 100)
    assert found["score"]["capture"]["value"] == pytest.approx(60 / 100)
    assert found["behaviour"]["capture"]["value"] == pytest.approx(5 / 100)
    assert found["score"]["capture_eur"] == 60
    assert found["score"]["capture_more"]["value"] == pytest.approx(-5 / 100)


def test_what_a_ranking_captures_is_told_in_euros_to_the_cent():
    """Two of ten clients at a third of a euro."""
    assert judged({"revenue": range(10, 0, -1)}, [1 / 3] * 10)["revenue"]["capture_eur"] == 0.67


def test_a_ranking_says_something_by_what_it_captures_or_by_whom_it_loses():
    """Sixty clients, the first twelve large or the last ten lost; noise is lost evenly and buys alike."""
    ranked, evenly = {"revenue": range(60, 0, -1)}, range(3, 60, 6)
    assert judged(ranked, [100] * 12 + [1] * 48, lost=evenly)["revenue"]["verdict"] == AS_GOOD
    assert judged(ranked, [1] * 60, lost=range(50, 60))["revenue"]["verdict"] == AS_GOOD
    assert judged(ranked, [1] * 60, lost=evenly)["revenue"]["verdict"] == NO_SIGNAL


def test_a_client_decides_a_capture_that_it_moves_by_more_than_five_points():
    alike = judged({"revenue": range(10, 0, -1)}, [10] * 10)["revenue"]
    assert alike["decided_by"] is None  # 2 of 10 with everybody, 2 of 9 without the first
    large = judged({"revenue": range(10, 0, -1)}, [20, *[10] * 9])["revenue"]
    assert large["capture"]["value"] == pytest.approx(30 / 110)
    assert large["decided_by"] == {"place": 0, "without": pytest.approx(20 / 90)}


def test_fewer_than_ten_lost_are_counted_and_not_judged():
    nine, ten = (
        judged({"revenue": range(40, 0, -1), "score": range(40)}, [1] * 40, lost=range(40 - count, 40))
        for count in (9, 10)
    )
    assert nine["revenue"]["auc"] is None
    assert nine["score"]["auc_more"] is None
    assert (nine["revenue"]["caught"], nine["score"]["caught"]) == (8, 0)
    assert nine["score"]["more_caught"]["value"] == -8
    assert ten["revenue"]["auc"]["value"] == 1.0
    assert ten["score"]["auc_more"]["value"] == -1.0


@pytest.mark.parametrize(
    ("known", "told"),
    [
        ({"signal": False, "capture": 1.0, "auc": 1.0}, NO_SIGNAL),
        ({"signal": True}, AS_GOOD),
        ({"signal": True, "capture": 1.0}, AS_GOOD),
        ({"signal": True, "capture": -1.0}, WORSE),
        ({"signal": True, "auc": -1.0}, WORSE),
        ({"signal": True, "capture": -1.0, "auc": 1.0}, BETTER_AT_LOSSES),
    ],
)
def test_there_are_four_verdicts(known, told):
    assert verdict(**known) == told


def test_a_risk_foresees_where_it_orders_the_lost_surely_and_the_right_way_round():
    lost = np.arange(40) < 10
    right, wrong = np.arange(40.0), -np.arange(40.0)
    sure, unsure = {"loss_risk": {"auc": 0.049}}, {"loss_risk": {"auc": 0.05}}
    assert foresees({"loss_risk": right}, lost, sure) is True
    assert foresees({"loss_risk": right}, lost, unsure) is False
    assert foresees({"loss_risk": wrong}, lost, sure) is False
    assert foresees({"loss_risk": right}, np.arange(40) < 9, sure) is None
    assert foresees({"revenue": right}, lost, {}) is None
    assert foresees({"behaviour": right}, lost, {"behaviour": {"auc": 0.01}}) is True
