"""The appendix tells what differs, what was judged, and with which versions."""

from solver.reporting.html.appendix import (
    certificate_rows,
    changed_parameters,
    glossary,
    step_overrides,
    versions,
)


def test_only_what_differs_from_the_default_is_listed(portfolio):
    assert [(name, default, here) for name, default, here, _meaning in changed_parameters(portfolio)] == [
        ("reserve_share", "0.10", "0.12")
    ]


def test_a_step_that_was_given_another_value_is_told(portfolio):
    manifest = {"steps": {"04_segment_portfolio": {"parameters": {"abc_cut_a": 0.7, "abc_cut_b": 0.95}}}}
    assert step_overrides(manifest, portfolio) == [("04_segment_portfolio", "abc_cut_a", "0.70")]


def test_the_certificate_is_written_in_words(facts):
    rows = dict(certificate_rows(facts))
    assert rows["Status"] == "Proven best, within the gap"
    assert rows["Proven gap"] == "0.0083%"
    assert certificate_rows({}) == []


def test_versions_start_with_the_product():
    manifest = {"version": "1.2.3", "steps": {"x": {"packages": {"pandas": "3", "numpy": "2"}}}}
    assert versions(manifest) == [("twelvefold", "1.2.3"), ("numpy", "2"), ("pandas", "3")]


def test_the_glossary_is_in_order_and_complete():
    terms = [term for term, _meaning in glossary()]
    assert terms == sorted(terms)
    assert "Share of wallet" in terms
