"""What whole runs hand over: every named figure reads alike in every kind of file, notebooks included."""

import re

import pytest

from solver.report.findings.goals import account_goals
from solver.report.findings.read import read_findings
from solver.report.findings.year import forecast_of
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


def test_the_lines_from_last_year_to_the_goals_add_up_to_the_euro_as_they_are_printed(tmp_path_factory):
    """The forecast, the goals of the accounts and the gain are those that the answers and the plan print."""
    findings = read_findings(course_case(tmp_path_factory, "en"))
    page = (findings.run.path / "index.html").read_text(encoding="utf-8")
    table = re.search(
        r"<table[^>]*>(?:(?!</table>).)*From last year to the goals.*?</table>", page, re.DOTALL
    )
    assert table is not None
    printed, parts = {}, {"revenue": 0, "margin": 0}
    for row in re.findall(r"<tr[^>]*>(<td.*?)</tr>", table[0]):
        line, revenue, margin = (re.sub("<.*?>", "", cell) for cell in row.split("</td>")[:3])
        amounts = {"revenue": euros(revenue), "margin": euros(margin)}
        if line.startswith("="):
            assert amounts["revenue"] == parts["revenue"], line
            assert amounts["margin"] in (None, parts["margin"]), line
        else:
            parts = {name: parts[name] + (amounts[name] or 0) for name in parts}
        printed[line] = amounts
    year, gain = forecast_of(findings.artifacts), findings.artifacts.facts("gain.json")
    goals = account_goals(findings.artifacts.table("action_plan"))
    assert printed["= Forecast of the year"]["revenue"] == round(year.total_eur)
    assert printed["= Goals account by account, no forecast"]["revenue"] == round(goals.sum())
    of_the_plan = [amounts for line, amounts in printed.items() if line.startswith("Plan: ")]
    assert sum(amounts["margin"] for amounts in of_the_plan) == round(gain["gain_eur"])
    assert sum(amounts["revenue"] for amounts in of_the_plan) == round(gain["revenue_eur"])


def euros(text):
    """Read an amount as the English page writes it; none where it is not known."""
    digits = re.sub(r"[^\d]", "", text)
    return None if not digits else int(digits) * (-1 if "−" in text else 1)
