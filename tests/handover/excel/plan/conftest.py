"""A plan of the made-up firm, written once."""

import pandas as pd
import pytest

from solver.handover.excel.plan import write_plan
from solver.report.findings.read import read_findings
from tests.made_up_firm import synthetic

DECIDED = pd.DataFrame(
    {
        "account_id": ["C0001", "C0002", "C0003", "C0004", "C0005"],
        "min_visits": pd.array([None, 20, None, None, None], dtype="Int64"),
        "max_visits": pd.array([None, None, 1, None, None], dtype="Int64"),
        "locked_visits": pd.array([5, None, None, 0, None], dtype="Int64"),
        "reason": ["agreed", "won back", "=1+1", "refuses", "nearer"],
        "author": "Anne",
        "decided_on": pd.Timestamp("2025-12-02"),
        "from_plan": [True, False, True, True, True],
    }
)


@pytest.fixture(scope="session")
def findings(tmp_path_factory):
    """The made-up firm with a decision of every sort, one of them a change of rep."""
    run = synthetic.write_run(tmp_path_factory.mktemp("plan") / "run")
    found = read_findings(run)
    owners = found.artifacts["accounts"].set_index("account_id")["rep_id"]
    other = "SRO" if owners["C0005"] != "SRO" else "MTR"
    found.artifacts["decisions"] = DECIDED.assign(new_rep_id=[None, None, None, None, other])
    return found


@pytest.fixture(scope="session")
def plan(findings):
    return write_plan(findings)[0]
