"""All that is handed over, written side by side: the same ten figures, the same bytes twice, all listed."""

import datetime as dt
import re
import shutil
import subprocess
from html import unescape

import icalendar
import pptx
import pytest
import python_calamine

from solver.handover.write import WRITERS, failures, write_handover
from solver.report.findings.headline import KNOWN, headline
from solver.report.findings.read import read_findings
from solver.run import OUTPUTS, Run, select_outputs
from solver.words.errors import PortfolioError
from solver.words.files import file_hash
from tests.handover.figures_alike import places
from tests.made_up_firm import synthetic

pytestmark = pytest.mark.whole


@pytest.fixture(scope="module", params=["en", "fr"])
def handed_over(request, tmp_path_factory):
    """A run with everything in it, and what was written."""
    made = synthetic.write_run(tmp_path_factory.mktemp("handover") / "firm", request.param)
    written = write_handover(made)
    return made, {one.output.name: one.files for one in written}


@pytest.fixture(scope="module")
def figures(handed_over):
    """Value and wording of each figure, in the language of the run."""
    run, _files = handed_over
    with run.spoken():
        found = headline(read_findings(run).artifacts)
        return {code: (figure.value, figure.written) for code, figure in found.items()}


def bare(text):
    """Return a text with plain spaces, as somebody reads it."""
    return re.sub(r"\s+", " ", text.replace("\u200b", ""))


def page_text(path):
    return bare(unescape(re.sub(r"<[^>]+>", " ", path.read_text(encoding="utf-8"))))


def pdf_text(path):
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not there to read the PDF")
    read = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)
    return bare(read.stdout.decode("utf-8"))


def slides_text(path):
    said = []
    for slide in pptx.Presentation(path).slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                said.append(shape.text_frame.text)
            if shape.has_table:
                said += [cell.text for row in shape.table.rows for cell in row.cells]
    return bare(" ".join(said))


def workbook_numbers(path):
    """Return every number of the first sheet: the summary."""
    rows = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    return [cell for row in rows for cell in row if isinstance(cell, float)]


def test_all_ten_figures_can_be_told_of_a_whole_run(figures):
    assert list(figures) == [known.code for known in KNOWN]
    assert len(figures) == 10


@pytest.mark.parametrize(
    ("name", "read"), [("report", page_text), ("pdf", pdf_text), ("slides", slides_text)]
)
def test_every_text_says_the_same_ten_figures(handed_over, figures, name, read):
    text = read(handed_over[1][name][0])
    missing = [code for code, (_value, written) in figures.items() if bare(written) not in text]
    assert missing == []


def test_the_workbook_holds_the_same_ten_figures_in_full(handed_over, figures):
    numbers = workbook_numbers(handed_over[1]["excel"][0])
    missing = [
        code
        for code, (value, _written) in figures.items()
        if not any(number == pytest.approx(value, rel=1e-9) for number in numbers)
    ]
    assert missing == []


def test_every_named_figure_reads_alike_in_every_file(handed_over):
    run, _files = handed_over
    found = places(read_findings(run))
    assert found.loc[~found["agrees"], ["figure", "defined", "file", "printed"]].to_dict("records") == []
    files = found.groupby("figure")["file"].nunique()
    assert (files >= 2).sum() >= 10, "the ten at least are printed in more than one file"


def test_the_calendars_hold_every_visit_with_a_date_once(handed_over, figures):
    calendars = [path for path in handed_over[1]["agenda"] if path.suffix == ".ics"]
    events = [
        event
        for path in calendars
        for event in icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")
        if isinstance(event.decoded("DTSTART"), dt.datetime)
    ]
    assert len(events) == figures["appointments"][0]
    assert len({str(event["UID"]) for event in events}) == len(events)


def test_the_manifest_lists_every_file_with_its_hash(handed_over):
    run, files = handed_over
    listed = {path: sha for kind in run.manifest()["outputs"].values() for path, sha in kind.items()}
    made = {path.relative_to(run.path).as_posix() for paths in files.values() for path in paths}
    assert set(listed) == made
    assert all(file_hash(run.path / path) == sha for path, sha in listed.items())


def test_nothing_else_is_left_in_the_run_folder(handed_over):
    run, files = handed_over
    made = {path for paths in files.values() for path in paths}
    known = {run.portfolio_path, run.manifest_path}
    others = [path for path in run.path.rglob("*") if path.is_file() and path not in made | known]
    assert [path for path in others if "artifacts" not in path.parts] == []


@pytest.mark.parametrize(
    "handed_over", ["en", pytest.param("fr", marks=pytest.mark.attack)], indirect=True, scope="module"
)
def test_the_same_run_gives_the_same_bytes_in_every_file(handed_over):
    run, files = handed_over
    before = {path: file_hash(path) for paths in files.values() for path in paths}
    write_handover(run)
    assert {path: file_hash(path) for path in before} == before


def test_half_a_run_hands_over_what_it_can(tmp_path):
    half = Run.create(tmp_path / "half", synthetic.portfolio())
    written = {one.output.name: one.files for one in write_handover(half)}
    assert [name for name, files in written.items() if files] == ["report"]


def test_one_kind_of_file_can_be_made_alone(handed_over):
    run, _files = handed_over
    (written,) = write_handover(run, select_outputs("excel"))
    assert written.files == [run.path / "plan.xlsx"]


@pytest.mark.parametrize(
    ("error", "told"),
    [(PortfolioError("the disk is full", fix="make room"), "the disk is full"), (KeyError("x"), "KeyError")],
)
def test_a_file_that_fails_is_told_and_takes_no_other_with_it(handed_over, monkeypatch, error, told):
    def fails(_findings):
        raise error

    run, _files = handed_over
    monkeypatch.setattr("solver.handover.excel.plan.write_plan", fails)
    workbook, others = write_handover(run, select_outputs("excel,exports"))
    assert (workbook.output.name, workbook.files) == ("excel", [])
    (line,) = failures([workbook, others])
    assert told in line
    assert others.files
    assert not others.failed


def test_every_kind_of_file_has_its_writer():
    assert list(WRITERS) == [output.name for output in OUTPUTS]
