"""The one writer of our workbooks: the file, a sheet that holds one table, a sheet of plain words."""

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from solver.handover.excel.fields import SENTENCE_ROW, TITLE_ROW, Area, Field, Layout, Limits
from solver.handover.excel.looks import Styles, write_value
from solver.handover.excel.measure import EDGE, TEXT_LINE, heading_height, lines_of, row_heights, width_of
from solver.tables.units import DAY
from solver.words.files import write_bytes
from solver.words.i18n import _, counted, format_number

A4 = 9
MADE_ON = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)  # a fixed date keeps the same file the same
SHOWN_SUM, SHOWN_COUNT = 109, 103  # of SUBTOTAL: what a filter hides does not count
LONGEST_TITLE, LONGEST_MESSAGE = 32, 255  # what a spreadsheet shows of a note beside a cell
LONGEST_NAME = 31  # what a spreadsheet takes for the name of a sheet
NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
WORDS_WIDTH = 105  # characters
DIGIT_PIXELS, CELL_PIXELS = 7, 5  # of a digit, and around what a cell holds
WIDEST_PIXELS = 1090  # across A4: 10 points become 9 in Calibri, 7 where a wider letter stands in for it


@contextmanager
def new_book(path: Path, title: str, **about: str) -> Iterator[xlsxwriter.Workbook]:
    """Open a workbook to write; it never makes a formula or a link out of a text, and is whole or not there.

    Parameters
    ----------
    path : Path
        Its folder is made where it is missing.
    title : str
    **about
        More of what the properties of the document say.

    Raises
    ------
    PortfolioError
        The file cannot be written.
    """
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, options | {"default_date_format": DAY}) as book:
        book.set_properties({"title": title, "created": MADE_ON, **about})
        yield book
    write_bytes(path, content.getvalue())


def sheet_name(words: str) -> str:
    """Return words as a spreadsheet takes them for the name of a sheet."""
    return words.translate(NOT_IN_NAMES)[:LONGEST_NAME].strip()


def write_table(sheet: Any, styles: Styles, layout: Layout) -> Area:
    """Write a table on a sheet of its own, and return where it lies."""
    area = layout.area(sheet.get_name())
    widths = [width_of(one) for one in layout.fields]
    seen = next(place for place, one in enumerate(layout.fields) if not one.hidden)
    sheet.hide_gridlines(2)
    write_title(sheet, styles, layout.title, layout.sentence, seen)
    if layout.coded:
        sheet.set_row(area.heading - 1, None, None, {"hidden": True})
    sheet.set_row(area.heading, heading_height(layout.fields, widths))
    heights = row_heights(layout.fields, widths, layout.most_lines)
    for row, height in enumerate(heights, start=area.first):
        sheet.set_row(row, height)
    for place, (one, width) in enumerate(zip(layout.fields, widths, strict=True)):
        _write_field(sheet, styles, layout, area, place, one, width)
    if layout.sums:
        _count(sheet, styles, area, layout.fields)
    codes = [place for place, one in enumerate(layout.fields) if one.unit in ("id", "phone")]
    if codes:
        lines = [
            f"{column}{area.first + 1}:{column}{area.reach + 1}" for column in map(xl_col_to_name, codes)
        ]
        sheet.ignore_errors({"number_stored_as_text": " ".join(lines)})
    sheet.freeze_panes(area.first, layout.frozen)
    if layout.filters:
        last = area.reach if layout.blank_lines else area.last
        sheet.autofilter(area.heading, 0, last, len(layout.fields) - 1)
    print_on_a4(sheet, area.heading)
    if layout.printed:
        _print_what_is_read(sheet, styles, layout, area, widths)
    return area


def _print_what_is_read(
    sheet: Any, styles: Styles, layout: Layout, area: Area, widths: Sequence[float]
) -> None:
    """Keep paper to the first lines and columns: fitted to A4, everything would be 4 points high."""
    pixels, last = 0.0, 0
    for place, (one, width) in enumerate(zip(layout.fields, widths, strict=True)):
        pixels += 0.0 if one.folded or one.hidden else width * DIGIT_PIXELS + CELL_PIXELS
        if pixels <= WIDEST_PIXELS:
            last = place
    lines = len(layout.fields[0].values)
    shown = min(lines, layout.printed)
    if shown < lines:
        note = _("Of {lines}, paper shows the first {shown}.")
        words = note.format(lines=counted(lines, "{n} line", "{n} lines"), shown=format_number(shown))
        first = next(place for place, one in enumerate(layout.fields) if not one.hidden)
        sheet.write_string(SENTENCE_ROW, first, f"{layout.sentence} {words}", styles("soft"))
    sheet.print_area(0, 0, area.first + shown - 1, last)


def _write_field(
    sheet: Any, styles: Styles, layout: Layout, area: Area, place: int, one: Field, width: float
) -> None:
    """Write one column: width, sum, code, head, cells, and the words on offer."""
    fold = {"level": 1, "hidden": True} if one.folded else {"hidden": True} if one.hidden else {}
    sheet.set_column(place, place, width, styles("blank", one.unit) if layout.blank_lines else None, fold)
    if layout.sums:
        _write_sum(sheet, styles, area, place, one)
    if layout.coded:
        sheet.write_string(area.heading - 1, place, one.name, styles("id"))
    head = one.head or ("to_fill_heading" if one.to_fill else "heading")
    sheet.write_string(area.heading, place, one.heading, styles(head))
    _write_cells(sheet, styles, area, place, one)
    _offer(sheet, area, place, one)


def _write_sum(sheet: Any, styles: Styles, area: Area, place: int, one: Field) -> None:
    """Sum the shown lines above the head of a column that is summed; count them above the first."""
    row = area.heading - 2
    if one.total and any(value is not None for value in one.values):
        total = sum(value for value in one.values if value is not None)
        formula = f"=SUBTOTAL({SHOWN_SUM},{area.column(one.name)})"
        sheet.write_formula(row, place, formula, styles("sum", one.unit), total)
    else:
        sheet.write_blank(row, place, None, styles("sum"))


def _count(sheet: Any, styles: Styles, area: Area, fields: Sequence[Field]) -> None:
    """Count the shown lines above the first head, and say beside it what is counted where there is room."""
    row, first = area.heading - 2, fields[0]
    count = sum(value is not None for value in first.values)
    formula = f"=SUBTOTAL({SHOWN_COUNT},{area.column(first.name)})"
    sheet.write_formula(row, 0, formula, styles("sum", "count"), count)
    beside = next(place for place, one in enumerate(fields) if place and not (one.folded or one.hidden))
    if not fields[beside].total:
        sums = any(one.total for one in fields)
        words = _("lines shown, and their sums") if sums else _("lines shown")
        sheet.write_string(row, beside, words, styles("sum"))


def _write_cells(sheet: Any, styles: Styles, area: Area, place: int, one: Field) -> None:
    """Write the values of a column, or the formulas that come to them."""
    looks, units = one.cell_looks(), one.units or [one.unit] * len(one.values)
    made = {pair: styles(*pair) for pair in sorted(set(zip(looks, units, strict=True)))}
    for row, (value, look, unit) in enumerate(zip(one.values, looks, units, strict=True), start=area.first):
        if one.formula is not None:
            sheet.write_formula(row, place, one.formula(area, row), made[look, unit], value)
        else:
            write_value(sheet, row, place, value, made[look, unit])


def _offer(sheet: Any, area: Area, place: int, one: Field) -> None:
    """Offer words, or ask for a number or a date; where nothing is forbidden it is warned of."""
    rule: dict[str, Any] = {"validate": "any"}
    if one.choices is not None:
        source = f"={one.choices}" if isinstance(one.choices, str) else list(one.choices)
        rule = {"validate": "list", "source": source, "show_error": not one.free}
    elif one.limits is not None:
        rule = rule_of(one.limits)
    if one.hint is not None:
        rule |= {"input_title": one.heading[:LONGEST_TITLE], "input_message": one.hint[:LONGEST_MESSAGE]}
    if len(rule) > 1:
        rule |= {"error_type": "stop" if one.strict else "warning"}
        sheet.data_validation(area.first, place, area.reach, place, rule)


def rule_of(limits: Limits) -> dict[str, Any]:
    """Return limits as a cell is given them."""
    rule: dict[str, Any] = {"validate": limits.what, "criteria": ">", "value": limits.low}
    if limits.high is not None:
        between = {"criteria": "between", "minimum": limits.low, "maximum": limits.high}
        rule = {"validate": limits.what, **between}
    if limits.said:
        rule |= {"error_title": limits.title[:LONGEST_TITLE], "error_message": limits.said[:LONGEST_MESSAGE]}
    return rule


def write_title(sheet: Any, styles: Styles, title: str, sentence: str, place: int = 0) -> None:
    """Write what a sheet is called, and one sentence about it."""
    sheet.write_string(TITLE_ROW, place, title, styles("title"))
    sheet.write_string(SENTENCE_ROW, place, sentence, styles("soft"))
    sheet.set_row(TITLE_ROW, 28)
    sheet.set_row(SENTENCE_ROW, 18)


def write_across(
    sheet: Any, row: int, places: tuple[int, int], words: str, style: Any, width: float, spare: int = 0
) -> None:
    """Write a paragraph across columns that are so many characters wide together, as high as it takes."""
    sheet.merge_range(row, places[0], row, places[1], "", style)
    sheet.write_string(row, places[0], words, style)
    sheet.set_row(row, EDGE + TEXT_LINE * (lines_of(words, width) + spare))


def explain(book: xlsxwriter.Workbook, styles: Styles, name: str, text: Sequence[tuple[str, str]]) -> Any:
    """Add a sheet of plain words; each paragraph comes with its look: title, section, line, soft or link.

    A link goes to the sheet of that name.
    """
    sheet = book.add_worksheet(name)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 3)
    sheet.set_column(1, 1, WORDS_WIDTH)
    for row, (look, words) in enumerate(text):
        usual = EDGE + TEXT_LINE * lines_of(words, WORDS_WIDTH)
        sheet.set_row(row, {"title": 30, "section": 28}.get(look, usual))
        if look == "link":
            sheet.write_url(row, 1, f"internal:'{words}'!A1", styles("link"), words)
        else:
            sheet.write_string(row, 1, words, styles(look))
    print_on_a4(sheet)
    return sheet


def colour(
    book: Any, sheet: Any, cells: tuple[int, int, int, int], formula: str, look: dict[str, Any], **more: Any
) -> None:
    """Colour the cells of an area for which a formula, written for the first of them, holds."""
    rule = {"type": "formula", "criteria": formula, "format": book.add_format(look), **more}
    sheet.conditional_format(*cells, rule)


def print_on_a4(sheet: Any, heading_row: int | None = None) -> None:
    """Print a wide sheet across A4, its heading, where it has one, on each page."""
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    if heading_row is not None:
        sheet.repeat_rows(heading_row)
    sheet.set_margins(0.4, 0.4, 0.5, 0.5)
    sheet.set_footer("&L&A&R&P / &N")
