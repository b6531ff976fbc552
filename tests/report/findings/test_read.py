"""What several files of a run say is worked out once for all of them, in the language of the run."""

from types import SimpleNamespace

import pytest

from solver.report.findings import answers, decisions
from solver.report.findings.artifacts import Artifacts
from solver.report.findings.read import Findings
from solver.words.i18n import current_language, spoken


@pytest.mark.parametrize(("module", "name"), [(answers, "answers"), (decisions, "decisions")])
def test_what_several_files_say_is_worked_out_once_in_the_language_of_the_run(monkeypatch, module, name):
    asked = []
    monkeypatch.setattr(
        module, name, lambda artifacts, portfolio: asked.append(current_language()) or ["one"]
    )
    french = SimpleNamespace(language="fr", currency="EUR")
    findings = Findings(None, french, Artifacts(), None)
    with spoken("en"):
        said = [getattr(findings, name) for _file in range(3)]
    assert said == [("one",)] * 3
    assert asked == ["fr"]
