"""The judged curves a plan uses: the parameters' own, or what people wrote on their worksheets."""

from solver.parameters.method import MethodParameters
from solver.tables import check
from solver.value.judged import curve_table
from solver.value.judgements import judgements_in_force


def test_without_a_worksheet_the_parameters_stand_and_nobody_judged():
    present = curve_table(MethodParameters().judged_curves)
    table = check("judgements", judgements_in_force([], present))
    assert table["judges"].eq(0).all()
    assert table[present.columns].equals(present.astype({"reference_visits": "float64"}))
