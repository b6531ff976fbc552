"""How good a ranking was, held against counting it one by one."""

from math import ceil

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver.evidence.measures import captured, caught, holm, loss_auc, top_count, without_each

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
