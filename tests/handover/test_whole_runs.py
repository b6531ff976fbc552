"""What whole runs hand over: every named figure reads alike in every kind of file, notebooks included."""

import pytest

from solver.report.findings.read import read_findings
from tests.handover.figures_alike import places
from tests.made_once import course_case

pytestmark = pytest.mark.whole
KINDS = ("index.html", "report.pdf", "plan.xlsx", "summary.pptx", "agenda/", "cockpit.html", "notebooks/")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_named_figure_reads_alike_in_pages_papers_workbook_slides_and_notebooks(
    tmp_path_factory, language
):
    found = places(read_findings(course_case(tmp_path_factory, language)))
    assert found.loc[~found["agrees"], ["figure", "defined", "file", "printed"]].to_dict("records") == []
    silent = [kind for kind in KINDS if not found["file"].str.startswith(kind).any()]
    assert silent == [], "every kind of file prints a named figure"
