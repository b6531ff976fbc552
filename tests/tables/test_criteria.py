"""The criteria: one line each, from which weights, scales and points follow."""

from solver.parameters.method import MethodParameters
from solver.tables.criteria import CRITERIA, usual_weights


def test_the_usual_weights_of_both_grids_sum_to_100():
    assert sum(usual_weights().values()) == 100
    assert sum(usual_weights(prospects=True).values()) == 100


def test_the_parameters_start_from_the_usual_weights():
    assert MethodParameters().score_weights == usual_weights()
    assert MethodParameters().score_weights_prospects == usual_weights(prospects=True)


def test_every_scale_is_a_parameter():
    assert {each.scale for each in CRITERIA if each.scale} <= set(MethodParameters.model_fields)
