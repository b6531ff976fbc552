"""How our workbooks look, and how a cell is written so that no text in it is ever taken for a formula."""

import datetime as dt
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from solver.tables.units import DAY, UNITS, UnitName
from solver.words.files import writing

A4 = 9
MADE_ON = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)  # a fixed date keeps the same file the same
INK, PALE, INPUT, DOUBT, EDGE, SOFT = "#1F3A5F", "#E8EDF3", "#FFF9E5", "#FCE4D6", "#B7C3D0", "#6B7683"
LONGEST_TITLE, LONGEST_MESSAGE = 32, 255  # what a spreadsheet shows of a note beside a cell

BASE = {"font_name": "Calibri", "font_size": 11, "valign": "vcenter"}
LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "font_color": INK},
    "section": {"bold": True, "font_size": 12, "font_color": INK, "bottom": 1, "bottom_color": EDGE},
    "line": {"text_wrap": True},
    "soft": {"font_color": SOFT, "italic": True},
    "link": {"font_color": INK, "underline": 1},
    "note": {"font_size": 9, "font_color": SOFT, "text_wrap": True, "valign": "bottom"},
    "heading": {"bold": True, "bg_color": INK, "font_color": "#FFFFFF", "text_wrap": True, "border": 1},
    "optional": {"bold": True, "bg_color": PALE, "font_color": INK, "text_wrap": True, "border": 1},
    "shown": {"bg_color": PALE, "border": 1, "border_color": EDGE, "text_wrap": True},
    "input": {"bg_color": INPUT, "border": 1, "border_color": EDGE, "text_wrap": True},
    "doubt": {"bg_color": DOUBT, "border": 1, "border_color": EDGE, "text_wrap": True},
    "known": {"border": 1, "border_color": EDGE, "text_wrap": True},
    "example": {"italic": True, "font_color": SOFT, "bg_color": "#F5F6F8", "bottom": 1, "bottom_color": EDGE},
    "blank": {},
}


class Styles:
    """The formats of one workbook, each made once.

    Parameters
    ----------
    book : Workbook
    looks : mapping, optional
        Looks of this workbook alone, before those that all have.
    numbers : mapping, optional
        Number formats of this workbook alone, by unit.
    """

    def __init__(
        self,
        book: xlsxwriter.Workbook,
        looks: Mapping[str, Mapping[str, Any]] | None = None,
        numbers: Mapping[UnitName, str] | None = None,
    ) -> None:
        self._book = book
        self._looks = {**LOOKS, **(looks or {})}
        self._numbers = {name: unit.sheet for name, unit in UNITS.items()} | dict(numbers or {})
        self._made: dict[tuple[str, str], Any] = {}

    def __call__(self, look: str, unit: UnitName = "text") -> Any:
        """Return the format of a look for values in a unit."""
        if (look, unit) not in self._made:
            told = {**BASE, **self._looks[look], "num_format": self._numbers[unit]}
            holds = UNITS[unit].holds
            if holds in ("date", "time") or (not UNITS[unit].is_number and "indent" in told):
                told["align"] = "left"
            elif UNITS[unit].is_number:
                told.pop("indent", None)  # it would set a number to the left
            self._made[look, unit] = self._book.add_format(told)
        return self._made[look, unit]


@contextmanager
def new_book(path: Path, title: str) -> Iterator[xlsxwriter.Workbook]:
    """Open a workbook to write; it never makes a formula or a link out of a text, and is whole or not there.

    Raises
    ------
    PortfolioError
        The file cannot be written.
    """
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, options | {"default_date_format": DAY}) as book:
        book.set_properties({"title": title, "created": MADE_ON})
        yield book
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(path.name + ".part")
        beside.write_bytes(content.getvalue())
        beside.replace(path)


def write_value(sheet: Any, row: int, column: int, value: Any, style: Any) -> None:
    """Write one value as what it is; a text stays a text, whatever it begins with."""
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, dt.datetime | dt.date | dt.time):
        sheet.write_datetime(row, column, value, style)
    elif isinstance(value, bool) or not isinstance(value, int | float):
        sheet.write_string(row, column, str(value), style)
    else:
        sheet.write_number(row, column, value, style)


def plain_values(values: pd.Series) -> list[Any]:
    """Return the values as Python has them, none where there is none."""
    if pd.api.types.is_datetime64_any_dtype(values):
        return [None if pd.isna(value) else value.to_pydatetime() for value in values]
    plain = values.astype(object).where(values.notna(), None)
    return [value.item() if hasattr(value, "item") else value for value in plain]


def offer(
    sheet: Any, area: tuple[int, int, int, int], choices: Sequence[str], *, strict: bool = True
) -> None:
    """Offer a list of words in an area of a sheet."""
    options = {"validate": "list", "source": list(choices), "error_type": "stop" if strict else "information"}
    sheet.data_validation(*area, options)


def explain(book: xlsxwriter.Workbook, styles: Styles, name: str, text: Sequence[tuple[str, str]]) -> Any:
    """Add a sheet of plain words; each paragraph comes with its look: title, section, line, soft or link.

    A link goes to the sheet of that name.
    """
    sheet = book.add_worksheet(name)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 3)
    sheet.set_column(1, 1, 105)
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    for row, (look, words) in enumerate(text):
        lines = -(-len(words) // 105) if look in ("line", "soft") else 1
        sheet.set_row(row, {"title": 30, "section": 28}.get(look, 4 + 16 * lines))
        if look == "link":
            sheet.write_url(row, 1, f"internal:'{words}'!A1", styles("link"), words)
        else:
            sheet.write_string(row, 1, words, styles(look))
    return sheet


def print_on_a4(sheet: Any, heading_row: int) -> None:
    """Print a wide sheet across A4, its heading on each page."""
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(heading_row)
    sheet.set_margins(0.4, 0.4, 0.5, 0.5)
    sheet.set_footer("&L&A&R&P / &N")
