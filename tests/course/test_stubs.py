"""The answers go, three dots stay."""

import pytest

from solver.course.stubs import stub


def test_the_value_of_an_answer_becomes_three_dots():
    assert stub("a = 2  # SOLUTION\ncheck(a)") == "a = ...\ncheck(a)"


def test_an_equals_sign_inside_the_answer_goes_too():
    assert stub('reason = "a = b"  # SOLUTION') == "reason = ..."


def test_a_block_vanishes_and_leaves_the_names_that_are_used_below():
    source = "# BEGIN SOLUTION\nhelper = 1\nplan = {\n    'C01': helper,\n}\n# END SOLUTION\ncheck(plan)"
    assert stub(source) == "# Your work goes here.\nplan = ...\ncheck(plan)"


def test_a_name_that_a_later_exercise_reads_is_left_to_fill_in():
    source = "# BEGIN SOLUTION\nmodel = build()\n# END SOLUTION\nn = 2  # SOLUTION\ncheck(n)"
    assert "model = ..." in stub(source, later="model.solve()")
    assert "model = ..." not in stub(source, later="# BEGIN SOLUTION\nmodel.solve()\n# END SOLUTION")
    assert "model = ..." not in stub(source, later="model = other()")


@pytest.mark.parametrize("source", ["# BEGIN SOLUTION\na = 1", "# END SOLUTION", "check(2)  # SOLUTION"])
def test_marks_that_do_not_pair_are_refused(source):
    with pytest.raises(ValueError, match="SOLUTION"):
        stub(source)
