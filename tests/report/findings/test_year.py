"""What is said beside the bridge of the year, on figures small enough to be worked by hand."""

import pandas as pd

from solver.report.findings.artifacts import Artifacts
from solver.report.findings.year import beside_the_contribution


def test_from_the_margin_of_the_bridge_to_the_contribution_every_euro_has_a_line():
    """1,000 last year, 80 leave by the rate, 30 come alone, 50 by the plan: 1,000 if the curves hold.

    Client by client 0.5 x 60 + 0.1 x 200 = 50 leave: 30 fewer. The plan brings 1,003, so 3 are left.
    """
    lines = pd.DataFrame(
        {
            "line": ["last_year", "leave", "alone", "plan_stated", "forecast"],
            "margin_eur": [1000.0, -80.0, 30.0, 50.0, 1000.0],
        }
    )
    artifacts = Artifacts(
        {
            "certificate.json": {"contribution_eur": 1003.2},
            "loss_risk": pd.DataFrame({"account_id": ["a", "b"], "p": [0.5, 0.1]}),
            "segments": pd.DataFrame({"account_id": ["a", "b"], "margin_eur": [60.0, 200.0]}),
        }
    )
    assert beside_the_contribution(artifacts, lines) == (
        "The plan's contribution, €1,003, is the margin of “Forecast of the year”, €1,000, less €30 of those "
        "who come by themselves, +€30 for losses counted client by client, +€3 for clients silent for a year "
        "and visits of today that nobody may repeat."
    )
    assert beside_the_contribution(artifacts, lines.iloc[:3]) == ""  # no plan in the bridge yet
