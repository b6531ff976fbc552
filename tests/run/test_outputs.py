"""The output files can be chosen by name, and a wrong name is told with those that exist."""

import pytest

from solver.run import OUTPUTS, Run, producer, select_outputs
from solver.words.errors import PortfolioError
from solver.words.files import file_hash


def test_nothing_said_means_everything():
    assert select_outputs(None) == OUTPUTS


def test_names_are_taken_in_the_order_of_the_registry_whatever_the_spaces():
    assert [output.name for output in select_outputs("excel , report")] == ["report", "excel"]


def test_an_unknown_name_is_told_with_the_names_that_exist():
    with pytest.raises(PortfolioError, match="excell") as caught:
        select_outputs("report,excell")
    assert "report, pdf, excel, agenda, animation, slides, cockpit, exports" in str(caught.value)


def test_every_need_is_made_by_a_step():
    assert [producer(need).number for output in OUTPUTS for need in output.needs]


def test_the_manifest_keeps_what_was_handed_over_before_and_is_not_made_now(tmp_path):
    run = Run(tmp_path)
    for name in ("index.html", "plan.xlsx"):
        (tmp_path / name).write_text(name, encoding="utf-8", newline="\n")
    run.record_outputs({"report": [tmp_path / "index.html"]})
    run.record_outputs({"excel": [tmp_path / "plan.xlsx"]})
    assert run.manifest()["outputs"] == {
        "excel": {"plan.xlsx": file_hash(tmp_path / "plan.xlsx")},
        "report": {"index.html": file_hash(tmp_path / "index.html")},
    }
