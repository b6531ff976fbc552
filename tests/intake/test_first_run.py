"""From `init` to a complete run: how many edits it takes, beside what only the firm knows of its reps.

An edit is one line, or one block of lines that belong together, written because `init` or a message asked for
it. The homes and the costs of the reps stand as `init` guesses them, for they are not counted.
"""

import pytest

from solver.flow.whole import walk
from solver.parameters import load_portfolio
from solver.run import STEPS
from tests.conftest import ROOT
from tests.everyday import ATTACK, MORE
from tests.in_process import few_draws
from tests.intake.outcome import outcome_of

pytestmark = MORE
CASES = ROOT / "tests" / "intake" / "cases"
MOST_EDITS = 3
TO_THE_END = ("activities_not_visits", "sheet_per_rep", "two_currencies")  # the others too in `make attack`
AS_FAR_AS_RATES = 3  # by then whatever a proposal lacks has stopped it
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
def test_at_most_three_edits_lead_from_a_proposal_to_twelve_steps(name, tmp_path, capsys, monkeypatch):
    few_draws(monkeypatch)
    outcome = outcome_of(CASES / name, tmp_path / name)
    text = outcome.yaml
    for old, new in EDITS[name]:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path = tmp_path / name / "portfolio.yaml"
    path.write_text(text, encoding="utf-8")
    whole = ATTACK or name in TO_THE_END
    made = walk(load_portfolio(path), last=STEPS[-1].number if whole else AS_FAR_AS_RATES).made
    with capsys.disabled():
        print(f"{name}: {len(EDITS[name])} edits")
    steps = STEPS if whole else STEPS[:AS_FAR_AS_RATES]
    assert {name for spec in steps for name in spec.makes} == set(made)
    assert len(EDITS[name]) <= MOST_EDITS
