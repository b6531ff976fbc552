import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver.method.accounts.abc_curve import abc_classes
from solver.words.errors import PortfolioError


def classes(amounts, rule="own_line_included", cut_a=0.8, cut_b=0.95):
    values = pd.Series(amounts, index=[f"{n:03}" for n in range(len(amounts))], dtype="float64")
    return "".join(abc_classes(values, cut_a, cut_b, rule)["abc"].reindex(values.index))


def test_a_cumulative_share_equal_to_the_cut_is_inside_it():
    # 30, 55, 70, 80, 88, 95, 100: the shares add up to both cuts only but for floating point.
    assert classes([30, 25, 15, 10, 8, 7, 5]) == "AAAABBC"


def test_under_the_crossing_rule_too_a_cut_is_reached_but_for_floating_point():
    # 10 + 20 + 50 = 80 and 15 more = 95, in binary a hair below; whoever comes after is beyond the cut.
    for amounts in ([50, 20, 10, 8, 7, 5], [40, 30, 10, 15, 5], [30, 25, 15, 10, 8, 7, 5]):
        total, above, expected = sum(amounts), 0, {}
        for amount in sorted(amounts, reverse=True):
            expected[amount] = "A" if above * 100 < 80 * total else "B" if above * 100 < 95 * total else "C"
            above += amount
        assert classes(amounts, "crossing") == "".join(expected[amount] for amount in amounts)


def test_crossing_takes_the_line_that_passes_the_cut_but_not_the_one_after_reaching_it():
    assert classes([50, 35, 10, 5], "crossing") == "AABC"
    assert classes([50, 30, 15, 5], "crossing") == "AABC"


def test_equal_amounts_share_one_class():
    # Together the three twenties pass 80 %, so none of them is an A.
    assert classes([40, 20, 20, 20]) == "ACCC"
    assert classes([40, 20, 20, 20], "crossing") == "AAAA"


def test_amounts_that_differ_by_floating_point_only_are_equal():
    assert classes([0.5, 0.1 + 0.2, 0.3]) == "ACC"


def test_amounts_that_differ_by_less_than_half_a_cent_are_equal():
    """The last two stand for 10.00 both: together they pass 95 %, apart the first of them would not."""
    assert classes([80, 10.004, 9.996]) == "ACC"
    assert classes([80, 10.01, 9.99]) == "ABC"


@pytest.mark.parametrize("rule", ["own_line_included", "crossing"])
@pytest.mark.parametrize("nothing", [0, -5])
def test_who_bought_nothing_is_a_c_even_where_all_the_others_are_within_the_cut(rule, nothing):
    assert classes([80, 20, nothing], rule, cut_b=1.0) == "ABC"


def test_the_largest_is_an_a_even_above_the_cut():
    assert classes([90, 6, 4]) == "ACC"
    assert classes([100]) == "A"


def test_equal_clients_are_all_alike():
    assert classes([10] * 7) == "AAAAAAA"


def test_credit_notes_do_not_lengthen_class_a():
    table = abc_classes(pd.Series({"a": 80.0, "b": 20.0, "c": -50.0, "d": 0.0}), 0.8, 0.95)
    assert table["abc"].to_dict() == {"a": "A", "b": "C", "d": "C", "c": "C"}
    assert table["cumulative_share"].tolist() == pytest.approx([0.8, 1.0, 1.0, 0.5])


def test_nothing_to_rank_is_refused():
    with pytest.raises(PortfolioError, match="no account has a positive amount"):
        classes([0, -5])


amounts = st.lists(st.integers(-500, 10_000), min_size=1, max_size=40).filter(lambda given: max(given) > 0)


@given(amounts, st.randoms(), st.sampled_from(["own_line_included", "crossing"]))
def test_the_order_of_the_rows_changes_nothing(given_, random, rule):
    values = pd.Series(given_, index=[f"{n:03}" for n in range(len(given_))], dtype="float64")
    shuffled = list(values.index)
    random.shuffle(shuffled)
    table = abc_classes(values, 0.8, 0.95, rule)
    pd.testing.assert_frame_equal(table, abc_classes(values.loc[shuffled], 0.8, 0.95, rule))
    assert table["abc"].is_monotonic_increasing
    assert values.groupby(values).apply(lambda equal: table.loc[equal.index, "abc"].nunique()).eq(1).all()


@given(amounts)
def test_class_a_never_passes_its_cut_with_more_than_the_largest_amount(given_):
    values = pd.Series(given_, dtype="float64")
    table = abc_classes(values, 0.8, 0.95)
    beyond = table[(table["abc"] == "A") & (table["cumulative_share"] > 0.8 + 1e-9)]
    assert (values[beyond.index] == values.max()).all()
