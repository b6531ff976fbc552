"""What stands on a slide: texts, tables and charts that can be edited, each as large as its room allows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Inches, Pt

from solver.handover.slides import measure
from solver.handover.slides.deck import LANGUAGES, Box, rgb, unbroken
from solver.report.look import theme
from solver.words.i18n import current_language, format_money

BODY = 14
SMALLEST = 10  # for a text that nobody foresaw; a test holds the usual ones to BODY
PADDING = 0.08  # above and below the text of a cell
SIDE = 0.09
FRENCH_FORM = "[$-40C]"
PLAIN_TABLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
Colour = str | MSO_THEME_COLOR
PRIMARY, ACCENT, TITLE_INK = MSO_THEME_COLOR.ACCENT_1, MSO_THEME_COLOR.ACCENT_2, MSO_THEME_COLOR.TEXT_2


@dataclass(frozen=True)
class Line:
    """One paragraph.

    Attributes
    ----------
    text : str
    size : float
        In points; it is made smaller where the room is short.
    bold : bool
    colour : str or theme colour
    before : float
        Points above it.
    exact : bool
        Every sign as it is given: a figure that other files show too.
    """

    text: str
    size: float = BODY
    bold: bool = False
    colour: Colour = theme.INK
    before: float = 0
    exact: bool = False


@dataclass(frozen=True)
class Column:
    """One column of a table: its head, its width in inches, and whether it is set to the right."""

    head: str
    width: float
    right: bool = False
    bold: bool = False


Cell = str | Sequence[Line]


def write(
    slide: Any, box: Box, lines: Sequence[Line], *, name: str, anchor: MSO_ANCHOR = MSO_ANCHOR.TOP
) -> Any:
    """Write paragraphs into a box without overflowing it.

    Parameters
    ----------
    slide : Slide
    box : tuple of float
    lines : sequence of Line
    name : str
        What the shape is called in the list of shapes.
    anchor : MSO_ANCHOR
    """
    shape = slide.shapes.add_textbox(*(Inches(side) for side in box))
    shape.name = name
    _fill(shape.text_frame, fitting(lines, box[2], box[3]), anchor)
    return shape


def panel(
    slide: Any,
    box: Box,
    lines: Sequence[Line],
    *,
    name: str,
    colour: Colour = theme.SHADE,
    inside: float = 0.16,
) -> Any:
    """Write paragraphs on a coloured ground; without any it is a mere ground."""
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *(Inches(side) for side in box))
    shape.name = name
    shape._element.remove(shape._element.find(qn("p:style")))  # shadows, and a colour of letters of its own
    shape.fill.solid()
    _paint(shape.fill.fore_color, colour)
    shape.line.fill.background()
    _fill(shape.text_frame, fitting(lines, box[2] - 2 * inside, box[3] - 2 * inside), MSO_ANCHOR.TOP, inside)
    return shape


def fitting(lines: Sequence[Line], width: float, room: float) -> list[Line]:
    """Return the paragraphs at the sizes at which they fit, none below the smallest."""
    for less in range(31):
        tried = _smaller(lines, less)
        if tall(tried, width) <= room:
            break
    return tried


def tall(lines: Sequence[Line], width: float) -> float:
    """Return the height of paragraphs one above the other, in inches."""
    return sum(
        measure.height(measure.count_lines(line.text, line.size, width, bold=line.bold), line.size)
        + line.before / measure.POINTS
        for line in lines
    )


def table(
    slide: Any,
    box: Box,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    *,
    name: str,
    alt: str,
    head: tuple[Colour, Colour],
    last_bold: bool = False,
    size: float = BODY,
    fills: Mapping[tuple[int, int], str] | None = None,
    least: float = 0.36,
    stretch: float = 0.0,
) -> float:
    """Add a table that can be edited, and return where it ends, in inches.

    Parameters
    ----------
    slide : Slide
    box : tuple of float
        The height is the room there is; the table takes what it needs.
    columns : sequence of Column
    rows : sequence of sequence
        Texts, or paragraphs.
    name, alt : str
        What it is called, and what a reader who cannot see it is told.
    head : tuple
        Colour of the heading row and of the letters in it.
    last_bold : bool
        The last row is a total.
    size : float
    fills : mapping, optional
        Colour of some cells, by row and column, the heading not counted.
    least : float
        Least height of a row.
    stretch : float
        Inches that a row may grow by where there is room.
    """
    heads = [[Line(column.head, size, bold=True, colour=head[1])] for column in columns]
    plain = [[_lines(cell, column, size) for cell, column in zip(row, columns, strict=True)] for row in rows]
    made, heights = _fitting_rows([heads, *plain], columns, box[3], least)
    if rows:
        more = min(stretch, max(0.0, box[3] - sum(heights)) / len(rows))
        heights = [heights[0], *(height + more for height in heights[1:])]
    sides = (box[0], box[1], sum(column.width for column in columns), sum(heights))
    frame = slide.shapes.add_table(len(made), len(columns), *(Inches(side) for side in sides))
    describe(frame, name, alt)
    grid = frame.table
    grid._tbl.tblPr.find(qn("a:tableStyleId")).text = PLAIN_TABLE
    grid.horz_banding = False
    for place, column in enumerate(columns):
        grid.columns[place].width = Inches(column.width)
    for row, height in enumerate(heights):
        grid.rows[row].height = Inches(height)
        for place, column in enumerate(columns):
            cell, lines = grid.cell(row, place), made[row][place]
            if last_bold and row == len(made) - 1:
                lines = [replace(line, bold=True) for line in lines]
            _write_cell(cell, lines, right=column.right)
            if row:
                _rule(cell, theme.PAPER if fills else theme.RULE)
            ground = (fills or {}).get((row - 1, place)) if row else head[0]
            if ground is not None:
                _ground(cell, ground)
    return box[1] + sum(heights)


def _fitting_rows(
    rows: Sequence[Sequence[Sequence[Line]]], columns: Sequence[Column], room: float, least: float
) -> tuple[list[list[list[Line]]], list[float]]:
    """Return the rows at the sizes at which they fit, and their heights."""
    for less in range(BODY):
        made = [[_smaller(cell, less) for cell in row] for row in rows]
        heights = [max(least, _row_height(row, columns)) for row in made]
        if sum(heights) <= room:
            break
    return made, heights


def _smaller(lines: Sequence[Line], less: float) -> list[Line]:
    """Return paragraphs in smaller letters, none below the smallest."""
    return [replace(line, size=max(line.size - less, min(line.size, SMALLEST))) for line in lines]


def bars(
    slide: Any,
    box: Box,
    categories: Sequence[str],
    series: Mapping[str, Sequence[float | None]],
    *,
    name: str,
    alt: str,
    colours: Sequence[Colour],
    form: str = "#,##0",
    stacked: bool = False,
    across: bool = False,
    size: float = BODY,
    inks: Sequence[Colour | None] = (theme.INK, theme.INK),
    gap: int = 45,
) -> Any:
    """Add a bar chart that can be edited: its figures lie in a workbook inside the slides.

    Parameters
    ----------
    slide : Slide
    box : tuple of float
    categories : sequence of str
        Words of ours alone: in a chart's workbook a name from outside could begin a formula.
    series : mapping of str to sequence of float
    name, alt : str
    colours : sequence
        One a series.
    form : str
        Format of the figures at the bars.
    stacked, across : bool
        Series one above the other; bars from left to right, the first category on top.
    size : float
    inks : sequence
        Colour of the figures of each series; none where it carries none.
    gap : int
        Room between the categories, in per cent of a bar.
    """
    data = CategoryChartData(number_format=form)
    data.categories = list(categories)
    for title, values in series.items():
        data.add_series(title, list(values))
    kinds = {
        (False, False): XL_CHART_TYPE.COLUMN_CLUSTERED,
        (True, False): XL_CHART_TYPE.COLUMN_STACKED,
        (False, True): XL_CHART_TYPE.BAR_CLUSTERED,
        (True, True): XL_CHART_TYPE.BAR_STACKED,
    }
    frame = slide.shapes.add_chart(kinds[stacked, across], *(Inches(side) for side in box), data)
    describe(frame, name, alt)
    chart = frame.chart
    chart.font.size = Pt(size)
    chart.font.color.rgb = rgb(theme.INK)
    chart.has_title = False
    chart.has_legend = len(series) > 1
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.TOP
        chart.legend.include_in_layout = False
    _axes(chart, across=across)
    plot = chart.plots[0]
    plot.gap_width = gap
    plot.overlap = 100 if stacked else -5
    for one, colour, ink in zip(plot.series, colours, inks, strict=False):
        one.invert_if_negative = False
        one.format.fill.solid()
        _paint(one.format.fill.fore_color, colour)
        if ink is not None:
            _figures(one, form, size, ink, inside=stacked)
    return chart


def figure_form(*, money: bool = False) -> str:
    """Return the spreadsheet format of a figure, or of an amount, as the language writes it."""
    french = current_language() == "fr"
    form = f"{FRENCH_FORM}#,##0" if french else "#,##0"
    if not money:
        return form
    sign = format_money(1).replace("1", "").strip("\u00a0\u202f ")
    return f'{form}\\ "{sign}"' if french else f'"{sign}"{form}'


def describe(frame: Any, name: str, alt: str) -> None:
    """Name a shape and say what it shows to those who cannot see it."""
    frame.name = name
    frame._element.xpath(".//p:cNvPr")[0].set("descr", alt)


def _axes(chart: Any, *, across: bool) -> None:
    values, categories = chart.value_axis, chart.category_axis
    values.visible = False
    values.has_major_gridlines = False
    categories.has_major_gridlines = False
    categories.major_tick_mark = XL_TICK_MARK.NONE
    categories.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    categories.format.line.color.rgb = rgb(theme.RULE)
    categories.reverse_order = across


def _figures(series: Any, form: str, size: float, ink: Colour, *, inside: bool) -> None:
    labels = series.data_labels
    labels.show_value = True
    labels.number_format = form
    labels.number_format_is_linked = False
    labels.font.size = Pt(size)
    labels.position = XL_LABEL_POSITION.CENTER if inside else XL_LABEL_POSITION.OUTSIDE_END
    _paint(labels.font.color, ink)
    labels._element.find(f"{qn('c:txPr')}/{qn('a:bodyPr')}").set("wrap", "none")


def _lines(cell: Cell, column: Column, size: float) -> list[Line]:
    return [Line(cell, size, bold=column.bold)] if isinstance(cell, str) else list(cell)


def _row_height(cells: Sequence[Sequence[Line]], columns: Sequence[Column]) -> float:
    return max(
        tall(lines, column.width - 2 * SIDE) + 2 * PADDING
        for lines, column in zip(cells, columns, strict=True)
    )


def _write_cell(cell: Any, lines: Sequence[Line], *, right: bool) -> None:
    cell.margin_left = cell.margin_right = Inches(SIDE)
    cell.margin_top = cell.margin_bottom = Inches(PADDING / 2)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    _paragraphs(cell.text_frame, lines, PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT)


def _ground(cell: Any, colour: Colour) -> None:
    cell.fill.solid()
    _paint(cell.fill.fore_color, colour)


def _rule(cell: Any, colour: str) -> None:
    """Draw a thin line under a cell."""
    properties = cell._tc.get_or_add_tcPr()
    line, solid, ground = (OxmlElement(name) for name in ("a:lnB", "a:solidFill", "a:srgbClr"))
    line.set("w", "9525")
    ground.set("val", colour[1:].upper())
    solid.append(ground)
    line.append(solid)
    properties.insert(0, line)  # the format wants lines before the ground


def _fill(frame: Any, lines: Sequence[Line], anchor: MSO_ANCHOR, inside: float = 0.0) -> None:
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Inches(inside)
    frame.vertical_anchor = anchor
    _paragraphs(frame, lines, PP_ALIGN.LEFT)


def _paragraphs(frame: Any, lines: Sequence[Line], align: PP_ALIGN) -> None:
    frame.word_wrap = True
    for place, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.alignment = align
        paragraph.space_before = Pt(line.before)
        run = paragraph.add_run()
        run.text = line.text if line.exact else unbroken(line.text)
        run.font.size = Pt(line.size)
        run.font.bold = line.bold
        _paint(run.font.color, line.colour)
        run._r.get_or_add_rPr().set("lang", LANGUAGES[current_language()])


def _paint(target: Any, colour: Colour) -> None:
    if isinstance(colour, str):
        target.rgb = RGBColor.from_string(colour[1:].upper())
    else:
        target.theme_color = colour
