"""The slides, opened again as a reader opens them: native, whole, readable, the same every time."""

import io
import zipfile
from datetime import date

import pandas as pd
import pytest
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.util import Emu
from python_calamine import CalamineWorkbook

from solver.handover.slides import measure, write_slides
from solver.handover.slides.action import WEEK_COLUMNS, in_brief
from solver.handover.slides.deck import one_line, same_bytes
from solver.handover.slides.shapes import BODY, SIDE, Line, fitting, tall
from solver.handover.slides.visits import _card, _chosen, _hours_left
from solver.report.findings.artifacts import Artifacts
from solver.report.findings.headline import headline
from solver.report.findings.read import read_findings
from solver.report.look.brand import brand_of
from solver.report.look.theme import tint
from solver.report.past.sentences import classes_warning
from tests.made_up_firm import synthetic

LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><rect width="20" height="10"/></svg>'
FOOT = ("Slide Number", "Footer")


@pytest.fixture(scope="module", params=["en", "fr"])
def made(request, tmp_path_factory):
    """The findings of the made-up firm and the deck made of them."""
    findings = read_findings(synthetic.write_run(tmp_path_factory.mktemp("slides") / "run", request.param))
    (path,) = write_slides(findings)
    return findings, path, Presentation(path)


def texts(shape):
    """Every text frame of a shape, with its width."""
    if shape.has_text_frame:
        frame = shape.text_frame
        yield frame, Emu(shape.width - (frame.margin_left or 0) - (frame.margin_right or 0)).inches
    elif shape.has_table:
        for row in shape.table.rows:
            for cell, column in zip(row.cells, shape.table.columns, strict=True):
                yield cell.text_frame, Emu(column.width - cell.margin_left - cell.margin_right).inches


def all_text(deck):
    return "\n".join(
        frame.text for slide in deck.slides for shape in slide.shapes for frame, _ in texts(shape)
    )


def needed(frame, width):
    """Height that the paragraphs of a frame take, by the widths of their letters."""
    lines = [
        Line(
            run.text, run.font.size.pt, bold=bool(run.font.bold), before=(paragraph.space_before or Emu(0)).pt
        )
        for paragraph in frame.paragraphs
        for run in paragraph.runs
    ]
    return tall(lines, width)


def test_there_are_ten_wide_slides_at_most_each_with_a_message_and_a_note(made):
    _findings, _path, deck = made
    assert len(deck.slides) == 10
    assert round(deck.slide_width / deck.slide_height, 2) == 1.78
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert all(titles)
    assert len(set(titles)) == 10
    for slide in deck.slides:
        assert slide.notes_slide.notes_text_frame.text.strip()
    for slide in list(deck.slides)[1:]:
        assert ":" in slide.notes_slide.notes_text_frame.text.splitlines()[-1]


def test_the_ten_figures_are_written_as_in_every_file(made, speak):
    findings, _path, deck = made
    speak(findings.portfolio.language)
    written = all_text(deck)
    figures = headline(findings.artifacts)
    assert len(figures) == 10
    for figure in figures.values():
        assert f"{figure.written}\n{figure.label}" in written


def test_charts_and_tables_can_be_edited(made):
    _findings, _path, deck = made
    shapes = [shape for slide in deck.slides for shape in slide.shapes]
    charts = [shape.chart for shape in shapes if shape.has_chart]
    assert len(charts) >= 3
    assert sum(shape.has_table for shape in shapes) >= 6
    assert not any(shape.shape_type == 13 for shape in shapes)  # no picture stands for a figure
    for chart in charts:
        book = chart.part.chart_workbook.xlsx_part.blob
        rows = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
        assert [row[0] for row in rows[1:]] == list(chart.plots[0].categories)
        assert [row[1] for row in rows[1:]] == list(chart.plots[0].series[0].values)
    data = CategoryChartData()
    data.categories = ["a", "b"]
    data.add_series("c", [1, 2])
    charts[0].replace_data(data)
    assert list(charts[0].plots[0].series[0].values) == [1.0, 2.0]


def test_the_chart_of_visits_holds_the_visits_of_the_plan(made):
    findings, _path, deck = made
    allocation = findings.artifacts["allocation"]
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    sums = {sum(series.values) for chart in charts for series in chart.plots[0].series}
    assert allocation["visits"].sum() in sums
    assert allocation["visits_today"].sum() in sums


def test_who_cannot_see_a_chart_or_a_table_is_told_what_it_shows(made):
    _findings, _path, deck = made
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_chart or shape.has_table:
                assert shape._element.xpath(".//p:cNvPr")[0].get("descr")


def test_letters_are_large_and_no_text_runs_over(made):
    _findings, _path, deck = made
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.is_placeholder and shape.name.startswith(FOOT):
                continue
            bottom = Emu(shape.top + shape.height).inches
            assert shape.left >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert bottom <= 6.95
            for frame, width in texts(shape):
                runs = [run for paragraph in frame.paragraphs for run in paragraph.runs]
                assert all(run.font.size.pt >= BODY for run in runs), shape.name
                if shape.has_text_frame and runs:
                    inside = Emu(shape.height - (frame.margin_top or 0) - (frame.margin_bottom or 0)).inches
                    assert needed(frame, width) <= inside + 0.01, frame.text
            if shape.has_table:
                for row in shape.table.rows:
                    for cell, column in zip(row.cells, shape.table.columns, strict=True):
                        width = Emu(column.width - cell.margin_left - cell.margin_right).inches
                        assert needed(cell.text_frame, width) <= Emu(row.height).inches, cell.text_frame.text


def test_pages_carry_their_number_and_nothing_is_left_to_be_clicked(made):
    _findings, _path, deck = made
    for slide in list(deck.slides)[1:]:
        assert slide._element.xpath(".//a:fld[@type='slidenum']")
    for slide in deck.slides:
        for shape in slide.placeholders:
            assert shape.text_frame.text


def test_the_file_says_whose_and_when_and_nothing_else(made):
    findings, path, deck = made
    properties = deck.core_properties
    assert properties.created.date() == properties.modified.date() == findings.portfolio.as_of
    assert properties.author == findings.portfolio.firm
    with zipfile.ZipFile(path) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in archive.namelist() if "thumbnail" in name or "printer" in name]
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"PowerPoint Presentation" not in everything
    assert b"Macintosh" not in everything


def test_the_same_run_gives_the_same_bytes(made):
    findings, path, _deck = made
    before = path.read_bytes()
    assert write_slides(findings)[0].read_bytes() == before


def test_half_a_run_has_slides_too(made, tmp_path):
    findings, path, _deck = made
    before = path.read_bytes()
    kept = {
        name: findings.artifacts[name]
        for name in ("accounts", "allocation", "comparison", "certificate.json")
    }
    write_slides(type(findings)(findings.run, findings.portfolio, Artifacts(kept), findings.brand))
    deck = Presentation(path)
    assert 3 <= len(deck.slides) < 10
    path.write_bytes(before)


def test_a_firm_without_a_log_of_visits_has_slides_too(made):
    findings, path, _deck = made
    before = path.read_bytes()
    allocation = findings.artifacts["allocation"].copy()
    allocation["visits_today"] = pd.array([pd.NA] * len(allocation), dtype="Int64")
    artifacts = findings.artifacts | {"allocation": allocation}
    write_slides(type(findings)(findings.run, findings.portfolio, Artifacts(artifacts), findings.brand))
    assert len(Presentation(path).slides) == 10
    path.write_bytes(before)


def test_classes_that_the_past_does_not_confirm_are_told_under_the_examples(made):
    findings, path, _deck = made
    before = path.read_bytes()
    unsure = {"consequences": {"classes_confirmed": False, "risk_argued": False}}
    artifacts = Artifacts(findings.artifacts | {"evidence.json": unsure})
    with findings.spoken():
        warning = classes_warning(unsure)
    write_slides(type(findings)(findings.run, findings.portfolio, artifacts, findings.brand))
    told = Presentation(path)
    assert warning in all_text(told)
    test_letters_are_large_and_no_text_runs_over((findings, path, told))
    path.write_bytes(before)


def examples_of(*lines):
    """Clients who give visits up: account, change, rep and the hours that the rep has left."""
    table = pd.DataFrame(lines, columns=["account_id", "change", "rep_id", "unused_hours"])
    table["hours_left"] = table["unused_hours"] > 1.5
    return table.assign(kind="client", visits=1, contribution_eur=0.0, hour_price_eur=40.0, no_example=False)


def test_whose_potential_is_reached_or_who_was_decided_on_is_no_example_of_growth():
    table = examples_of(("a", 12, "R1", 0.0), ("b", 8, "R1", 0.0), ("c", -3, "R1", 0.0))
    table["no_example"] = table["account_id"].eq("a")
    assert [row["account_id"] for row in _chosen(table)][:2] == ["b", "c"]


def test_examples_are_of_reps_whose_hours_are_used_up():
    """a gives up most, and R1 has 65 h left; of R2, without an hour left, b and c give up as many."""
    table = examples_of(
        ("a", -20, "R1", 65.0), ("b", -5, "R2", 1.0), ("c", -5, "R2", 1.0), ("d", 9, "R2", 1.0)
    )
    assert [row["account_id"] for row in _chosen(table)][:2] == ["d", "b"]
    assert _hours_left(_chosen(table)) == ""


def test_hours_left_beside_a_scarce_hour_are_explained():
    """Two reps with 65 and 45 h, each counted once."""
    table = examples_of(("a", -20, "R1", 65.0), ("b", 5, "R1", 65.0), ("c", 3, "R2", 45.0))
    assert _hours_left(_chosen(table)).startswith("110\xa0h of their reps stay unused")


def test_the_card_of_who_complained_says_what_is_asked_first():
    row = {"name": "Ay", "account_type": "going_concern", "visits": 3, "visits_today": 2.0, "reason": "…"}
    row |= {"first": "whether the complaint of 5 Dec 2025 is settled", "revenue_eur": 9.0}
    told = [line.text for line in _card(row, 18)]
    assert "Ask first: whether the complaint of 5 Dec 2025 is settled" in told
    assert not [text for text in (line.text for line in _card(row | {"first": None}, 18)) if "Ask" in text]


@pytest.mark.parametrize("heads", [["Week of", "Visits", "agreed"], ["Semaine du", "Visites", "convenues"]])
def test_no_word_of_a_head_of_the_first_weeks_is_broken(heads):
    for head, wide in zip(heads, WEEK_COLUMNS, strict=False):
        assert all(measure.width(word, 14, bold=True) <= wide - 2 * SIDE for word in head.split())


def test_one_rep_is_no_average_and_has_no_total(made):
    findings, path, _deck = made
    before = path.read_bytes()
    one = {}
    for name, table in findings.artifacts.items():
        alone = hasattr(table, "columns") and "rep_id" in table
        one[name] = table[table["rep_id"] == "LBR"].reset_index(drop=True) if alone else table
    write_slides(type(findings)(findings.run, findings.portfolio, Artifacts(one), findings.brand))
    budget = [
        shape.table
        for shape in Presentation(path).slides[8].shapes
        if shape.has_table and len(shape.table.columns) == 6
    ]
    assert len(budget[0].rows) == 2
    path.write_bytes(before)


def test_logo_and_colours_are_the_firms_and_stay_readable(made, tmp_path):
    findings, path, _deck = made
    before = path.read_bytes()
    logo = tmp_path / "logo.svg"
    logo.write_text(LOGO, encoding="utf-8")
    branding = findings.portfolio.branding.model_copy(update={"primary": "#ffe000", "logo": str(logo)})
    write_slides(type(findings)(findings.run, findings.portfolio, findings.artifacts, brand_of(branding)))
    deck = Presentation(path)
    cover = deck.slides[0]
    pictures = [shape for shape in cover.shapes if shape.shape_type == 13]
    assert pictures[0].image.content_type == "image/png"
    assert pictures[0].width == pytest.approx(2 * pictures[0].height, rel=0.02)
    assert findings.portfolio.firm in pictures[0]._element.xpath(".//p:cNvPr")[0].get("descr")
    assert str(cover.shapes.title.text_frame.paragraphs[0].runs[0].font.color.rgb) == "000000"
    path.write_bytes(before)


def test_names_are_no_more_than_names(made):
    findings, path, _deck = made
    before = path.read_bytes()
    accounts = findings.artifacts["accounts"].copy()
    accounts["name"] = list(synthetic.DANGEROUS_NAMES) * (len(accounts) // 3)
    artifacts = findings.artifacts | {"accounts": accounts}
    write_slides(type(findings)(findings.run, findings.portfolio, Artifacts(artifacts), findings.brand))
    deck = Presentation(path)
    written = all_text(deck)
    assert all(name in written for name in synthetic.DANGEROUS_NAMES)
    for chart in (shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart):
        with zipfile.ZipFile(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)) as book:
            assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
    with zipfile.ZipFile(path) as archive:
        assert not any(b'TargetMode="External"' in archive.read(name) for name in archive.namelist())
    path.write_bytes(before)


def test_a_text_from_outside_stands_on_one_line_without_signs_that_no_slide_holds():
    assert one_line("a\nb\tc\x00d\ud800e\u00a0f") == "a b c de\u00a0f"


def test_the_widths_of_letters_are_those_of_the_font():
    # Published widths of Helvetica: H 722, e 556, l 222, o 556, space 278, thousandths of the size.
    assert measure.width("Hello", 72) == pytest.approx((722 + 556 + 2 * 222 + 556) / 1000)
    assert measure.width("é", 72) == measure.width("e", 72)
    assert measure.count_lines("aaa aaa aaa", 72, 3 * 0.556 + 0.01) == 3
    assert measure.count_lines("a" * 10, 72, 3 * 0.556) == 4


def test_a_text_is_made_smaller_before_it_runs_over():
    lines = fitting([Line("word " * 200, 20)], 4.0, 3.0)
    assert lines[0].size < 20
    assert measure.cut("A very long name indeed", 14, 1.0).endswith("…")
    assert measure.cut("Short", 14, 1.0) == "Short"


def test_a_zip_keeps_its_content_whatever_its_dates():
    first, second = io.BytesIO(), io.BytesIO()
    for target, year in ((first, 2001), (second, 2002)):
        with zipfile.ZipFile(target, "w") as archive:
            archive.writestr(zipfile.ZipInfo("a.txt", (year, 1, 1, 0, 0, 0)), "text")
    day = date(2025, 12, 31)
    assert same_bytes(first.getvalue(), day) == same_bytes(second.getvalue(), day)


def test_tints_go_from_white_to_the_colour():
    assert tint("#123456", 0.0) == "#ffffff"
    assert tint("#123456", 1.0) == "#123456"


def test_a_slide_says_of_a_decision_what_there_is_room_for_and_ends_with_a_sentence():
    short, long = "These get 12 visits.", "Of them " + "many " * 40 + "wait."
    assert in_brief(f"{short} They bring €90.") == f"{short} They bring €90."
    assert in_brief(f"{short} {long} They bring €90.") == short
    assert in_brief(long) == long
