"""What is said of the margin at which prospects are valued."""

import pandas as pd
import pytest

from solver.report.findings.artifacts import Artifacts
from solver.report.findings.margins import where_the_margin_is_not_measured

SEGMENTS = pd.DataFrame({"margin_eur": [20.0, 5.0], "revenue_eur": [80.0, 20.0]})  # a quarter


@pytest.mark.parametrize(
    ("basis", "rate", "said"),
    [
        ("measured", 0.25, ""),
        ("stated", 0.25, ""),
        ("stated", 0.30, "at the stated margin of 30.0%; the clients make 25.0%"),
        ("assumed", 0.30, "assumed to be 30.0%"),
    ],
)
def test_a_margin_that_is_not_the_clients_own_is_told_with_what_it_rests_on(portfolio, basis, rate, said):
    taken = {"prospects_expected": {"margin_rate": rate, "margin_basis": basis}}
    found = " ".join(
        where_the_margin_is_not_measured(
            Artifacts({"segments": SEGMENTS, "certificate.json": taken}), portfolio
        )
    )
    assert bool(found) == bool(said)
    assert said in found
