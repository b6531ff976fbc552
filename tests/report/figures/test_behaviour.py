"""What is said of the clients at risk, on figures worked by hand."""

import pandas as pd

from solver.report.figures.behaviour import expected_to_go


def test_what_those_at_risk_are_expected_to_take_along_goes_by_the_risk_of_each():
    """0.1 × 250 + 0.2 × 50, and nothing by a negative revenue; d is loyal."""
    typology = pd.DataFrame({"account_id": list("abcd"), "behaviour": ["at_risk"] * 3 + ["loyal"]})
    segments = pd.DataFrame({"account_id": list("abcd"), "revenue_eur": [250.0, 50.0, -80.0, 750.0]})
    loss_risk = pd.DataFrame({"account_id": list("abcd"), "p": [0.1, 0.2, 0.9, 0.9], "basis": "measured"})
    said = expected_to_go(typology, segments, loss_risk)
    assert said == (
        "By the risk of each to buy nothing in the year to come, €35 of their revenue is expected to go."
    )
    assert not expected_to_go(typology.assign(behaviour="loyal"), segments, loss_risk)
    assert not expected_to_go(typology, segments, loss_risk.assign(basis="judged"))
