"""How our workbooks look, and how a cell is written so that no text in it is ever taken for a formula."""

import datetime as dt
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import pandas as pd
import xlsxwriter

from solver.words.files import write_bytes

A4 = 9
MADE_ON = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)  # a fixed date keeps the same file the same
INK, PALE, INPUT, DOUBT, EDGE, SOFT = "#1F3A5F", "#E8EDF3", "#FFF9E5", "#FCE4D6", "#B7C3D0", "#6B7683"
DATE = "dd/mm/yyyy"
Kind = Literal[
    "text",
    "code",
    "number",
    "whole",
    "money",
    "euros",
    "share",
    "date",
    "flag",
    "time",
    "hours",
    "points",
    "fine",
    "duration",
]
NUMBER_FORMATS = {
    "text": "@",
    "code": "@",
    "flag": "@",
    "number": "#,##0.##",
    "whole": "0",
    "money": "#,##0.00",
    "euros": "#,##0",
    "share": "0%",
    "date": DATE,
    "time": "hh:mm",
    "hours": "#,##0.0",
    "points": "0.0",
    "fine": "#,##0.00",
    "duration": "#,##0",
}
WORDS, TO_THE_LEFT = ("text", "code", "flag"), ("date", "time")
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
        Number formats of this workbook alone, by kind of value.
    """

    def __init__(
        self,
        book: xlsxwriter.Workbook,
        looks: Mapping[str, Mapping[str, Any]] | None = None,
        numbers: Mapping[str, str] | None = None,
    ) -> None:
        self._book = book
        self._looks = {**LOOKS, **(looks or {})}
        self._numbers = {**NUMBER_FORMATS, **(numbers or {})}
        self._made: dict[tuple[str, str], Any] = {}

    def __call__(self, look: str, kind: Kind = "text") -> Any:
        """Return the format of a look for a kind of value."""
        if (look, kind) not in self._made:
            number = {"num_format": self._numbers[kind]}
            told = {**BASE, **self._looks[look], **number}
            if kind in TO_THE_LEFT or (kind in WORDS and "indent" in told):
                told["align"] = "left"
            elif kind not in WORDS:
                told.pop("indent", None)  # it would set a number to the left
            self._made[look, kind] = self._book.add_format(told)
        return self._made[look, kind]


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
    with xlsxwriter.Workbook(content, options | {"default_date_format": DATE}) as book:
        book.set_properties({"title": title, "created": MADE_ON})
        yield book
    write_bytes(path, content.getvalue())


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
