"""Small folders after faults of real exports: every figure right, or refused in words that name the fix."""

import json
import os
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.intake.outcome import other_figures, outcome_of

CASES = Path(os.environ.get("TWELVEFOLD_CASES") or ROOT.parent / "shared" / "cases")
FOLDERS = sorted(file.parent for file in CASES.glob("*/expected.json"))


@pytest.mark.skipif(not FOLDERS, reason=f"the folders of cases are not beside this project: {CASES}")
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_folder_gives_the_right_figures_or_says_what_to_do(folder, tmp_path):
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    outcome = outcome_of(folder, tmp_path / folder.name)
    if outcome.refusal is not None:
        assert outcome.refusal.fix or "→" in str(outcome.refusal)
    else:
        assert other_figures(expected, outcome.intake) == []
