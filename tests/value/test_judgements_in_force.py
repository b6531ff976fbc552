"""The judged curves a plan uses: the parameters' own, or what people wrote on their worksheets."""

from solver.parameters import load_portfolio, override
from solver.parameters.method import MethodParameters
from solver.tables import check
from solver.value.judged import curve_table
from solver.value.judgements import judged_by, judgements_in_force
from tests.small_firm import write_small_firm


def test_without_a_worksheet_the_parameters_stand_and_nobody_judged():
    present = curve_table(MethodParameters().judged_curves)
    table = check("judgements", judgements_in_force([], present))
    assert table["judges"].eq(0).all()
    assert table[present.columns].equals(present.astype({"reference_visits": "float64"}))


def test_of_curves_that_people_judged_it_is_said_who_did_and_of_the_others_that_nobody_was_asked(tmp_path):
    firm = override(load_portfolio(write_small_firm(tmp_path)), ramp_visits=4)
    typed = judgements_in_force([], curve_table(firm.judged_curves))
    by_all = typed.assign(judges=1, judged_by="A. Morvan, 3 March 2026")
    assert judged_by(firm, by_all)["saturation"] == "A. Morvan, 3 March 2026"
    by_some = by_all.assign(judges=[0, *by_all["judges"][1:]])
    assert "product's default" in judged_by(firm, by_some)["saturation"]
    assert "A. Morvan, 3 March 2026" in judged_by(firm, by_some)["saturation"]


def test_of_each_judgement_it_is_said_whether_it_is_the_products_or_the_firms(tmp_path):
    firm = override(load_portfolio(write_small_firm(tmp_path)), ramp_visits=4, carry_over=0.65)
    said = judged_by(firm, judgements_in_force([], curve_table(firm.judged_curves)))
    assert said["ramp_visits"] == "the firm's portfolio"
    assert said["carry_over"] == said["ceiling_ratio"] == said["saturation"] == "product's default"
    assert said["wallet_power"] == said["call_effect"] == "product's default"
