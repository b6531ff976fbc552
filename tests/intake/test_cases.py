"""Small folders after faults of real exports: every figure right, or refused in words that name the fix."""

import json
import os
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.intake.outcome import other_figures, outcome_of

CASES = Path(os.environ.get("TWELVEFOLD_CASES") or ROOT.parent / "shared" / "cases")
FOLDERS = sorted(file.parent for file in CASES.glob("*/expected.json"))

# Forms of accounting entries and of workbooks that are still read wrong, by the beginning of their names.
NOT_READ_YET = ("fec_deposit", "fec_retention", "sheet_per_rep")


def _case(folder):
    expected_to_fail = pytest.mark.xfail(reason="a form that is not read yet", strict=False)
    marks = [expected_to_fail] if folder.name.startswith(NOT_READ_YET) else []
    return pytest.param(folder, id=folder.name, marks=marks)


@pytest.mark.skipif(not FOLDERS, reason=f"the folders of cases are not beside this project: {CASES}")
@pytest.mark.parametrize("folder", [_case(folder) for folder in FOLDERS])
def test_a_folder_gives_the_right_figures_or_says_what_to_do(folder, tmp_path):
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    outcome = outcome_of(folder, tmp_path / folder.name)
    if outcome.refusal is not None:
        assert outcome.refusal.fix or "→" in str(outcome.refusal)
    else:
        assert other_figures(expected, outcome.intake) == []
