"""The report on paper: twelve pages, the ten figures, the same bytes, half a run, teams of every size."""

import re
import shutil
from dataclasses import replace

import pandas as pd
import pytest

from solver.handover.pdf import write_pdf
from solver.handover.pdf.report import report_data
from solver.report.findings.artifacts import Artifacts
from solver.report.findings.headline import headline
from solver.report.findings.pac import TRACKS
from solver.report.findings.read import read_findings
from solver.run import Run
from tests.handover.pdf.reading import objects, one_line, page_count, page_texts
from tests.made_up_firm import synthetic

pytestmark = pytest.mark.whole


@pytest.fixture(scope="module")
def french(tmp_path_factory):
    return synthetic.write_run(tmp_path_factory.mktemp("french") / "run", "fr")


@pytest.fixture(scope="module")
def report(french):
    return write_pdf(read_findings(french))[0]


@pytest.fixture(scope="module")
def pages(french):
    return report_data(read_findings(french))["pages"]


def with_reps(findings, count):
    """The same findings with more reps, each copied from one there is; the accounts are dealt out."""
    artifacts = Artifacts(findings.artifacts)
    there = list(artifacts["reps"]["rep_id"])
    ids = [f"R{place:02d}" for place in range(count)]
    for name in ("reps", "ledger", "hour_prices", "visit_cost", "prospect_target", "budget"):
        table = artifacts[name].set_index("rep_id")
        copied = table.loc[[there[place % len(there)] for place in range(count)]]
        artifacts[name] = copied.reset_index(drop=True).assign(rep_id=ids)
    artifacts["reps"]["name"] = [f"Rep {id_}" for id_ in ids]
    dealt = [ids[place % count] for place in range(len(artifacts["allocation"]))]
    artifacts["allocation"] = artifacts["allocation"].assign(rep_id=dealt)
    return replace(findings, artifacts=Artifacts(artifacts))


def test_the_report_has_twelve_pages_at_most_and_says_so(report):
    assert report.name == "report.pdf"
    count = page_count(report)
    assert 8 <= count <= 12
    feet = re.findall(r"(\d+) / (\d+)\s*$", "\n".join(page_texts(report)), flags=re.MULTILINE)
    assert [int(first) for first, _last in feet] == list(range(2, count + 1))
    assert {int(last) for _first, last in feet} == {count}


def test_the_ten_figures_are_written_as_everywhere(report, french, speak):
    findings = read_findings(french)
    speak("fr")
    summary = one_line(page_texts(report)[1])
    figures = headline(findings.artifacts)
    assert len(figures) >= 8
    for figure in figures.values():
        assert one_line(figure.written) in summary


def test_no_page_is_empty_or_runs_over(report, pages):
    assert page_count(report) == len(pages) + 1
    assert all(page["parts"] and page["title"] for page in pages)


def test_two_reports_of_one_run_are_the_same_to_the_byte(report, french, tmp_path):
    elsewhere = tmp_path / "moved"
    shutil.copytree(french.path, elsewhere)
    (elsewhere / "report.pdf").unlink()
    assert write_pdf(read_findings(Run(elsewhere)))[0].read_bytes() == report.read_bytes()


def test_names_from_outside_are_only_names(report):
    text = one_line("".join(page_texts(report)))
    assert b"/URI" not in objects(report)
    assert any(one_line(name) in text for name in synthetic.DANGEROUS_NAMES)


def test_the_file_says_whose_it_is_and_is_light(report, french):
    content = objects(report)
    assert b"pdfuaid" in content
    assert b"(fr" in content
    assert french.portfolio().firm.replace("&", "&amp;").encode() in content
    assert report.stat().st_size < 3_000_000


@pytest.mark.parametrize(
    "there",
    [
        ("allocation", "certificate.json", "comparison"),
        ("allocation", "certificate.json", "comparison", "accounts", "reps", "segments", "scores"),
    ],
)
def test_half_a_run_is_still_a_report(french, tmp_path, there):
    findings = read_findings(french)
    half = {name: findings.artifacts[name] for name in there if name in findings.artifacts}
    moved = Run.create(tmp_path / "run", findings.portfolio)
    path = write_pdf(replace(findings, run=moved, artifacts=Artifacts(half)))[0]
    assert 4 <= page_count(path) <= 12


@pytest.mark.parametrize("count", [1, 12, 25])
def test_a_team_of_any_size_fits_in_twelve_pages(french, tmp_path, count):
    findings = with_reps(read_findings(french), count)
    path = write_pdf(replace(findings, run=Run.create(tmp_path / "run", findings.portfolio)))[0]
    assert page_count(path) <= 12
    assert f"Rep R{count - 1:02d}" in "".join(page_texts(path))


def test_an_action_plan_of_as_many_lines_as_there_can_be_stands_on_one_page(french, tmp_path):
    findings = read_findings(french)
    plan = findings.artifacts.table("action_plan")
    lines = [(track, f"Une action au nom assez long, numéro {n}") for track in TRACKS for n in range(8)]
    rows = [plan.iloc[[0]].assign(track=track, action=action) for track, action in lines]
    full = Artifacts(findings.artifacts) | {"action_plan": pd.concat(rows, ignore_index=True)}
    path = write_pdf(
        replace(findings, run=Run.create(tmp_path / "run", findings.portfolio), artifacts=Artifacts(full))
    )[0]
    found = [len(re.findall(r"numéro", text)) for text in page_texts(path)]
    assert [count for count in found if count] == [len(lines)]
    assert page_count(path) <= 12


def test_the_action_plan_stands_on_one_page_with_twelve_lines_a_track_at_most(pages):
    (page,) = [page for page in pages if page["step"] == "Étape 11"]
    tables = [part["table"] for part in page["parts"] if part["kind"] == "table"]
    assert 1 <= len(tables) <= 3
    assert all(1 <= len(table["rows"]) <= 12 for table in tables)
