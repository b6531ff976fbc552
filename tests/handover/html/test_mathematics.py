"""Formulas are drawn in the page, or left readable."""

import pytest

from solver.handover.html.mathematics import formula


@pytest.mark.parametrize(
    "latex",
    [
        r"R_i \le \frac{a}{b}",
        r"\max \sum_i \sum_k v_i(k) \, y_{ik} \ge 0",
        r"\text{coût d'une heure} \times \sum_{i \in \mathrm{prospects}(r)} x_i",
    ],
)
@pytest.mark.parametrize("display", [False, True])
def test_what_the_notebooks_write_is_drawn(latex, display):
    drawn = formula(latex, display=display)
    assert "<path" in drawn
    assert "<code" not in drawn


def test_the_source_is_kept_for_those_who_cannot_see_it():
    assert 'role="img" aria-label="a &lt; b"' in formula("a < b")


def test_what_is_not_understood_stays_readable():
    assert formula(r"\unknown{x} < 1") == r"<code>\unknown{x} &lt; 1</code>"


def test_lines_and_wide_spaces_are_where_a_display_formula_is_cut():
    drawn = formula(r"\begin{aligned} a &= b \\ c &= d \qquad e = f \end{aligned}", display=True)
    assert drawn.count("<br>") == 1
    assert drawn.count('class="math"') == 3


def test_the_same_formula_is_the_same_to_the_byte():
    first = formula(r"\frac{x^c}{d + x^c}")
    formula.cache_clear()
    assert formula(r"\frac{x^c}{d + x^c}") == first
