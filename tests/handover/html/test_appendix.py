"""The appendix tells what differs, what was judged, and with which versions."""

import pandas as pd

from solver.handover.html.appendix import judgement_table
from solver.parameters.portfolio import Replan
from solver.report.appendix import (
    _shown,
    certificate_rows,
    changed_parameters,
    glossary,
    judged_parameters,
    step_overrides,
    versions,
)
from solver.report.findings.artifacts import Artifacts


def test_only_what_differs_from_the_default_is_listed(portfolio):
    assert [(name, default, here) for name, default, here, _meaning in changed_parameters(portfolio)] == [
        ("reserve_share", "0.10", "0.12")
    ]


def test_a_file_is_listed_by_its_name_and_a_small_number_with_its_decimals(portfolio):
    told = portfolio.model_copy(
        update={"response_file": "/home/somebody/own.csv", "growth_rate": 0.025, "attrition_rate": 0.02}
    )
    listed = {name: (default, here) for name, default, here, _meaning in changed_parameters(told)}
    assert listed["response_file"] == ("–", "own.csv")
    assert listed["growth_rate"] == ("0.03", "0.025")
    assert listed["attrition_rate"] == ("measured", "0.02")


def test_a_step_that_was_given_another_value_is_told(portfolio):
    manifest = {"steps": {"04_segment_portfolio": {"parameters": {"abc_cut_a": 0.7, "abc_cut_b": 0.95}}}}
    assert step_overrides(manifest, portfolio) == [("04_segment_portfolio", "abc_cut_a", "0.70")]


def test_the_certificate_is_written_in_words(facts):
    rows = dict(certificate_rows(Artifacts(facts)))
    assert rows["Status"] == "Proven best, within the gap"
    assert rows["Proven gap"] == "0.0083%"
    assert certificate_rows(Artifacts()) == []


def test_versions_start_with_the_product():
    manifest = {"version": "1.2.3", "steps": {"x": {"packages": {"pandas": "3", "numpy": "2"}}}}
    assert versions(manifest) == [("twelvefold", "1.2.3"), ("numpy", "2"), ("pandas", "3")]


def test_the_glossary_is_in_order_and_complete():
    terms = [term for term, _meaning in glossary()]
    assert terms == sorted(terms)
    assert "Share of wallet" in terms


def test_judgements_are_whole_named_and_called_so_once(portfolio):
    judged = {name: (value, meaning) for name, value, meaning in judged_parameters(portfolio)}
    value, _meaning = judged["judged_curves"]
    assert value.startswith("Key account to consolidate: 12 0.50 1.15; ")
    assert value.endswith("Economical management: 2 0.80 1.08")
    assert judged["score_weights"][0].startswith("Revenue (ABC): 30; Potential: 30")
    assert not any("judgement" in meaning for _value, meaning in judged.values())
    assert judged["offer_rate"][1] == "Offers beside the visits that succeed."
    below = {name: value for name, value, _meaning in judged_parameters(portfolio, curves_below=True)}
    assert below["judged_curves"] == "in the table below"


def test_the_judged_curves_have_a_table_and_their_judges_where_somebody_judged():
    curves = pd.DataFrame(
        {
            "account_type": ["high_potential"],
            "reference_visits": [8.0],
            "none": [0.55],
            "half": [0.74],
            "plus_half": [1.18],
            "saturation": [1.35],
            "gap_share": [0.08],
            "judges": [0],
            "spread": [0.0],
            "judged_by": [None],
            "sentence": ["Nobody judged it."],
        }
    )
    assert "High potential" in judgement_table(Artifacts({"judgements": curves}))
    assert "Judged by" not in judgement_table(Artifacts({"judgements": curves}))
    asked = curves.assign(judges=2, judged_by="Ann, sales manager")
    assert "Ann, sales manager" in judgement_table(Artifacts({"judgements": asked}))
    assert judgement_table(Artifacts()) is None


def test_what_a_new_plan_stands_on_is_told_with_its_folder_s_name_alone():
    told = _shown("replan", Replan(run="../somewhere/january").model_dump(mode="json", by_alias=True))
    assert "january" in told
    assert "somewhere" not in told
