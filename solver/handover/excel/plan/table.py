"""A sheet that holds one table: sums above the heads, a hidden line of column codes, filters, A4."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from solver.handover.excel.looks import Styles, print_on_a4
from solver.handover.excel.plan.measure import heading_height, row_heights, width_of
from solver.parameters.method import MOST_VISITS
from solver.tables.units import UNITS, UnitName
from solver.words.i18n import _

SPARE_LINES = 200  # lines somebody may add below are still summed, coloured and offered their words
TITLE_ROW, SENTENCE_ROW = 0, 1
SHOWN_SUM, SHOWN_COUNT = 109, 103  # of SUBTOTAL: what a filter hides does not count


@dataclass(frozen=True)
class Area:
    """Where a table lies in the workbook, so that formulas can point at it.

    Attributes
    ----------
    sheet : str
        Name of the sheet.
    heading : int
        Row of the heads, from 0.
    lines : int
        How many lines of data lie below.
    places : dict of str to int
        Column of each code, from 0.
    """

    sheet: str
    heading: int
    lines: int
    places: dict[str, int]

    @property
    def first(self) -> int:
        """First row of data."""
        return self.heading + 1

    @property
    def last(self) -> int:
        """Last row of data."""
        return self.heading + max(self.lines, 1)

    @property
    def reach(self) -> int:
        """Last row that sums and colours reach."""
        return self.last + SPARE_LINES

    def cell(self, name: str, row: int) -> str:
        """Point at the cell of one line, from within the sheet."""
        return str(xl_rowcol_to_cell(row, self.places[name], col_abs=True))

    def column(self, name: str) -> str:
        """Point at a whole column, from within the sheet."""
        letter = xl_col_to_name(self.places[name])
        return f"${letter}${self.first + 1}:${letter}${self.reach + 1}"

    def outside(self, name: str) -> str:
        """Point at a whole column from another sheet."""
        return f"{quoted(self.sheet)}!{self.column(name)}"


@dataclass(frozen=True)
class Field:
    """One column of a table.

    Attributes
    ----------
    name : str
        Code in the hidden line.
    heading : str
    values : sequence
        What the cells hold; of a formula, what it comes to.
    unit : str
        How the values are written.
    units : sequence of str, optional
        The same line by line, where lines differ.
    formula : callable, optional
        Formula of a row, from its number.
    to_fill : bool
        Whether somebody may write here.
    total : bool
        Whether the shown lines are summed above the head.
    folded : bool
        Whether the column is folded away at first.
    hidden : bool
        Whether the column is for the reading back alone.
    least, most : float
        Bounds of the width, in characters.
    choices : str, optional
        Range of the words on offer.
    free : bool
        Whether other words than those on offer may be written.
    whole : bool
        Whether only a number of visits makes sense.
    hint : str, optional
        Said beside the cell when it is chosen.
    """

    name: str
    heading: str
    values: Sequence[Any]
    unit: UnitName = "text"
    units: Sequence[UnitName] | None = None
    formula: Callable[[Area, int], str] | None = None
    to_fill: bool = False
    total: bool = False
    folded: bool = False
    hidden: bool = False
    least: float = 7
    most: float = 40
    choices: str | None = None
    free: bool = False
    whole: bool = False
    hint: str | None = None


@dataclass(frozen=True)
class Layout:
    """What a sheet holds beside its table.

    Attributes
    ----------
    title, sentence : str
    fields : sequence of Field
    frozen : int
        Columns that stay in sight.
    above : int
        Lines kept free between the sentence and the sums.
    most_lines : int
        Of text in one cell.
    """

    title: str
    sentence: str
    fields: Sequence[Field]
    frozen: int = 2
    above: int = 0
    most_lines: int = 4

    @property
    def heading(self) -> int:
        """Row of the heads: below the title, the sentence, what is kept free, the sums and the codes."""
        return SENTENCE_ROW + self.above + 3

    def area(self, sheet_name: str) -> Area:
        """Return where the table lies."""
        places = {one.name: place for place, one in enumerate(self.fields)}
        return Area(sheet_name, self.heading, len(self.fields[0].values), places)


def quoted(sheet_name: str) -> str:
    """Return the name of a sheet as formulas write it."""
    return "'" + sheet_name.replace("'", "''") + "'"


def literal(text: str) -> str:
    """Return a text of ours as formulas write it."""
    return '"' + text.replace('"', '""') + '"'


def write_table(sheet: Any, styles: Styles, layout: Layout) -> Area:
    """Write a table on a sheet of its own, and return where it lies."""
    area = layout.area(sheet.get_name())
    widths = [width_of(one) for one in layout.fields]
    sheet.hide_gridlines(2)
    sheet.write_string(TITLE_ROW, 0, layout.title, styles("title"))
    sheet.write_string(SENTENCE_ROW, 0, layout.sentence, styles("soft"))
    sheet.set_row(TITLE_ROW, 28)
    sheet.set_row(SENTENCE_ROW, 18)
    sheet.set_row(area.heading - 1, None, None, {"hidden": True})
    sheet.set_row(area.heading, heading_height(layout.fields, widths))
    heights = row_heights(layout.fields, widths, layout.most_lines)
    for row, height in enumerate(heights, start=area.first):
        sheet.set_row(row, height)
    for place, (one, width) in enumerate(zip(layout.fields, widths, strict=True)):
        _write_field(sheet, styles, area, place, one, width)
    _count(sheet, styles, area, layout.fields)
    codes = [place for place, one in enumerate(layout.fields) if one.unit in ("id", "phone")]
    if codes:
        lines = [
            f"{column}{area.first + 1}:{column}{area.reach + 1}" for column in map(xl_col_to_name, codes)
        ]
        sheet.ignore_errors({"number_stored_as_text": " ".join(lines)})
    sheet.freeze_panes(area.first, layout.frozen)
    sheet.autofilter(area.heading, 0, area.last, len(layout.fields) - 1)
    print_on_a4(sheet, area.heading)
    return area


def _write_field(sheet: Any, styles: Styles, area: Area, place: int, one: Field, width: float) -> None:
    """Write one column: width, sum, code, head, cells, and the words on offer."""
    fold = {"level": 1, "hidden": True} if one.folded else {"hidden": True} if one.hidden else {}
    sheet.set_column(place, place, width, None, fold)
    _write_sum(sheet, styles, area, place, one)
    sheet.write_string(area.heading - 1, place, one.name, styles("id"))
    sheet.write_string(
        area.heading, place, one.heading, styles("to_fill_heading" if one.to_fill else "heading")
    )
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
    """Write the values of a column, each as what it is; texts are never taken for formulas."""
    look = "wrapped" if UNITS[one.unit].holds in ("text", "code") else "cell"
    look = "to_fill" if one.to_fill else look
    units = one.units or [one.unit] * len(one.values)
    made = {unit: styles(look, unit) for unit in sorted(set(units))}
    for row, (value, unit) in enumerate(zip(one.values, units, strict=True), start=area.first):
        if one.formula is not None:
            sheet.write_formula(row, place, one.formula(area, row), made[unit], value)
        elif value is None:
            sheet.write_blank(row, place, None, made[unit])
        elif isinstance(value, str):
            sheet.write_string(row, place, value, made[unit])
        elif isinstance(value, int | float):
            sheet.write_number(row, place, value, made[unit])
        else:
            sheet.write_datetime(row, place, value, made[unit])


def _offer(sheet: Any, area: Area, place: int, one: Field) -> None:
    """Offer words, or ask for a whole number or a date; nothing is forbidden but warned of."""
    rule: dict[str, Any] = {"validate": "any"}
    if one.choices is not None:
        rule = {"validate": "list", "source": f"={one.choices}", "show_error": not one.free}
    elif one.whole:
        rule = {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": MOST_VISITS}
    if one.hint is not None:
        rule |= {"input_title": one.heading[:32], "input_message": one.hint[:255]}
    if len(rule) > 1:
        rule |= {"error_type": "warning"}
        sheet.data_validation(area.first, place, area.reach, place, rule)
