"""Small folders after faults of real exports: figures right, or refused in words that say what to do."""

import json

import pytest

from tests.conftest import ROOT
from tests.everyday import a_part
from tests.intake.outcome import other_figures, outcome_of

FOLDERS = sorted(file.parent for file in (ROOT / "tests" / "intake" / "cases").glob("*/expected.json"))


@pytest.mark.parametrize("folder", a_part(FOLDERS), ids=lambda folder: folder.name)
def test_a_folder_gives_the_right_figures_or_says_what_to_do(folder, tmp_path):
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    outcome = outcome_of(folder, tmp_path / folder.name)
    told = " ".join(outcome.yaml.replace("\n  # ", " ").split()) + f" {outcome.refusal or ''}"
    assert [words for words in expected.get("says", []) if words not in told] == []
    assert [
        words for words in expected.get("never", []) if words in outcome.yaml + str(outcome.refusal)
    ] == []
    if "says" in expected:
        assert outcome.refusal is not None
    else:
        assert outcome.refusal is None, str(outcome.refusal)
        assert other_figures(expected, outcome.intake) == []
