"""From `init` to a complete run: how many edits it takes, beside what only the firm knows of its reps.

An edit is one line, or one block of lines that belong together, written because `init` or a message asked for
it. The homes and the costs of the reps stand as `init` guesses them, for they are not counted.
"""

import pytest

from solver.flow.whole import walk
from solver.parameters import load_portfolio
from solver.run import STEPS
from tests.conftest import ROOT
from tests.intake.outcome import outcome_of

CASES = ROOT / "tests" / "intake" / "cases"
MOST_EDITS = 3
# Ten folders, and what somebody writes: (words of the proposal, words in their place).
EDITS: dict[str, list[tuple[str, str]]] = {
    "activities_not_visits": [],
    "document_types": [],
    "invoice_list_with_drafts": [],
    "months_across": [],
    "one_flat_file": [],
    "quantity_times_price": [],
    "sheet_per_rep": [],
    "squashed_headers": [],
    "two_currencies": [
        (
            "    columns:\n      account_id: Code client\n      date: Date",
            "    rates: {CHF: 1.05}\n    columns:\n      account_id: Code client\n      date: Date",
        )
    ],
    "zoho_by_another_name": [],
}


@pytest.mark.whole
@pytest.mark.parametrize("name", EDITS)
def test_at_most_three_edits_lead_from_a_proposal_to_twelve_steps(name, tmp_path, capsys):
    outcome = outcome_of(CASES / name, tmp_path / name)
    text = outcome.yaml
    for old, new in EDITS[name]:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path = tmp_path / name / "portfolio.yaml"
    path.write_text(text, encoding="utf-8")
    made = walk(load_portfolio(path)).made
    with capsys.disabled():
        print(f"{name}: {len(EDITS[name])} edits")
    assert {name for spec in STEPS for name in spec.makes} == set(made)
    assert len(EDITS[name]) <= MOST_EDITS
