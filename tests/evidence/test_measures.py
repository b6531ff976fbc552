"""How good a ranking was, held against counting it one by one."""

from math import ceil

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver.evidence.measures import (
    by_chance,
    captured,
    caught,
    chance_of_auc,
    chance_of_capture,
    chance_of_difference,
    holm,
    loss_auc,
    losses_foreseen,
    places,
    top_count,
    without_each,
)

rankings = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 50), st.booleans()), min_size=6, max_size=16
).filter(lambda rows: 0 < sum(row[2] for row in rows) < len(rows) and sum(row[1] > 0 for row in rows) > 1)


def columns(rows):
    worth, value, lost = map(np.array, zip(*rows, strict=True))
    return np.argsort(-worth, kind="stable"), worth.astype(float), value.astype(float), lost


@given(rankings)
def test_leaving_one_client_out_is_the_capture_of_the_others(rows):
    order, _worth, value, _lost = columns(rows)
    found = without_each(order, value)
    for left_out in range(len(rows)):
        others = [client for client in order.tolist() if client != left_out]
        first = others[: ceil(len(others) / 5)]
        assert found[left_out] == pytest.approx(value[first].sum() / value[others].sum())


@given(rankings)
def test_the_first_fifth_holds_its_share_and_the_last_its_losses(rows):
    order, _worth, value, lost = columns(rows)
    fifth, once = ceil(len(rows) / 5), np.ones((1, len(rows)), dtype=int)
    assert captured(order, value, once) == pytest.approx([value[order[:fifth]].sum() / value.sum()])
    assert caught(order, lost, once).tolist() == [lost[order[-fifth:]].sum()]


@given(rankings)
def test_the_auc_is_the_share_of_pairs_in_which_the_lost_one_stood_below(rows):
    _order, worth, _value, lost = columns(rows)
    pairs = [
        1.0 if gone < kept else 0.5 if gone == kept else 0.0 for gone in worth[lost] for kept in worth[~lost]
    ]
    assert loss_auc(worth, lost, np.ones((1, len(rows)), dtype=int)) == pytest.approx([np.mean(pairs)])


@pytest.mark.parametrize(("clients", "count"), [(1, 1), (4, 1), (5, 1), (6, 2), (10, 2), (11, 3), (100, 20)])
def test_a_fifth_is_rounded_up(clients, count):
    assert top_count(clients) == count


def test_the_smallest_of_three_chances_counts_three_times_and_none_falls_below_the_one_before():
    assert holm({"a": 0.04, "b": 0.01, "c": 0.03}) == {"a": 0.06, "b": 0.03, "c": 0.06}
    assert holm({"a": 0.9, "b": 0.6}) == {"a": 1.0, "b": 1.0}


def test_a_capture_is_as_rare_as_the_lots_beyond_it_on_either_side_and_never_surer_than_sure():
    """Of four lots one is as good as the best: (1 + 1) of (1 + 4), on two sides; none beyond: 1 of 5."""
    lots = np.array([0.1, 0.2, 0.3, 0.4])
    assert [chance_of_capture(share, lots) for share in (0.4, 0.1, 0.5, 0.0)] == [0.8, 0.8, 0.4, 0.4]
    assert chance_of_capture(0.2, lots) == 1.0  # three above, two below: twice 3 of 5 is more than all


def test_the_order_of_two_lost_below_two_who_stayed_is_chance_one_time_in_four():
    """Mann and Whitney: U = 0 of 4, half a step less than 2 from the middle, over √(2 · 2 · 5 / 12)."""
    worth = np.array([1.0, 2.0, 3.0, 4.0])
    assert chance_of_auc(worth, np.array([True, True, False, False])) == pytest.approx(0.2453, abs=1e-4)
    assert chance_of_auc(worth, np.array([False, False, True, True])) == pytest.approx(0.2453, abs=1e-4)
    assert chance_of_auc(worth, np.ones(4, dtype=bool)) == 1
    assert chance_of_auc(worth, np.zeros(4, dtype=bool)) == 1
    assert chance_of_auc(np.ones(4), np.array([True, True, False, False])) == 1


@pytest.mark.parametrize(("value", "chance"), [(1.96, 0.05), (-1.96, 0.05), (0.0, 1.0)])
def test_a_difference_of_two_spreads_is_chance_one_time_in_twenty(value, chance):
    assert chance_of_difference(value, np.array([-1.0, 1.0, np.nan])) == pytest.approx(chance, abs=1e-4)
    assert chance_of_difference(3 * value, np.array([-3.0, 3.0])) == pytest.approx(chance, abs=1e-4)
    assert chance_of_difference(value, np.array([3.0, 3.0])) == 1


def test_a_fifth_by_lot_of_equal_clients_is_a_fifth_and_of_nothing_nothing():
    assert by_chance(np.full(10, 7.0), 3, 1).tolist() == pytest.approx([0.2] * 3)
    assert by_chance(np.zeros(5), 3, 1).tolist() == [0, 0, 0]
    one = by_chance(np.array([1.0, 0, 0, 0, 0]), 500, 1)  # one of five: found by one lot in five
    assert np.mean(one) == pytest.approx(0.2, abs=0.05)
    assert sorted(set(one.tolist())) == [0, 1]
    assert (np.diff(one) >= 0).all()


def test_equal_worth_is_told_apart_by_the_second_figure_then_by_its_place():
    worth, then = np.array([1.0, 2.0, 1.0, 1.0]), np.array([5.0, 0.0, 9.0, 5.0])
    assert places(worth, then).tolist() == [1, 2, 0, 3]


def test_losses_are_foreseen_by_thirds_the_safest_first():
    told = losses_foreseen(
        np.array([0.9, 0.1, 0.5, 0.2, 0.3, 0.8]),
        np.array([True, False, True, False, False, True]),
        np.full(6, 10.0),
        0.5,
    )
    assert (told["predicted"], told["lost"]) == (pytest.approx(2.8), 3)
    assert [(third["clients"], third["lost"]) for third in told["thirds"]] == [(2, 0), (2, 1), (2, 2)]
    assert [third["predicted"] for third in told["thirds"]] == pytest.approx([0.3, 0.8, 1.7])
    assert (told["predicted_eur"], told["by_share_eur"], told["lost_eur"]) == (28, 30, 30)
