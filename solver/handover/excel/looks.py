"""How our workbooks look, and how a cell is written so that no text in it is ever taken for a formula."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pandas as pd
import xlsxwriter
from babel.numbers import get_currency_symbol

from solver.parameters.portfolio import Branding
from solver.report.look.brand import Brand, brand_of
from solver.report.look.theme import PAPER, SHADE
from solver.tables.units import UNITS, UnitName
from solver.words.i18n import BABEL_LOCALES, current_language

SOFT, RULE = "#6B7683", "#D5DBE1"
TO_FILL, TO_FILL_HEAD, DOUBT = "#FFF9D6", "#FFE577", "#FCE4D6"
LATE = {"bg_color": "#F8D7CD", "font_color": "#8A2A0C"}
SOON = {"bg_color": "#FFE9B8", "font_color": "#6B4A00"}
DONE = {"font_color": "#55606E", "bg_color": "#DFF0E6"}
OVER = {"bg_color": "#B3261E", "font_color": "#FFFFFF", "bold": True}
BASE = {"font_name": "Calibri", "font_size": 11, "valign": "vcenter"}
TABLE_SIZE = 10


def looks_of(brand: Brand) -> dict[str, dict[str, Any]]:
    """Return the looks of the cells in the colours of the firm."""
    cell = {"font_size": TABLE_SIZE, "valign": "top", "bottom": 1, "bottom_color": RULE, "indent": 1}
    head = {
        "font_size": TABLE_SIZE,
        "bold": True,
        "text_wrap": True,
        "valign": "top",
        "border": 1,
        "indent": 1,
    }
    to_fill = cell | {"text_wrap": True, "bg_color": TO_FILL, "border": 1, "border_color": RULE}
    sums = {"font_size": TABLE_SIZE, "bold": True, "bg_color": SHADE, "top": 1, "bottom": 1, "indent": 1}
    return {
        "title": {"bold": True, "font_size": 18, "font_color": brand.primary_ink},
        "section": {
            "bold": True,
            "font_size": 13,
            "font_color": brand.primary_ink,
            "bottom": 2,
            "bottom_color": brand.primary,
        },
        "line": {"text_wrap": True, "valign": "top"},
        "soft": {"font_color": SOFT, "italic": True},
        "blank": {},
        "verdict": {"text_wrap": True, "valign": "vcenter", "font_size": 12, "bg_color": SHADE, "indent": 1},
        "link": {"font_color": brand.primary_ink, "underline": 1, "valign": "top"},
        "heading": head | {"bg_color": brand.primary, "font_color": brand.on_primary, "border_color": PAPER},
        "to_fill_heading": head | {"bg_color": TO_FILL_HEAD, "font_color": "#3A2F00", "border_color": RULE},
        "optional_heading": head | {"bg_color": SHADE, "font_color": brand.primary_ink, "border_color": RULE},
        "note": {"font_size": 9, "font_color": SOFT, "text_wrap": True, "valign": "bottom"},
        "example": {"font_color": SOFT, "italic": True, "bg_color": SHADE, "bottom": 1, "bottom_color": RULE},
        "cell": cell,
        "wrapped": cell | {"text_wrap": True},
        "strong": cell | {"bold": True},
        "strong_wrapped": cell | {"bold": True, "text_wrap": True},
        "fixed": cell | {"bg_color": SHADE},
        "fixed_wrapped": cell | {"bg_color": SHADE, "text_wrap": True},
        "to_fill": to_fill,
        "doubtful": to_fill | {"bg_color": DOUBT},
        "answer": to_fill | {"locked": False},
        "sum": sums | {"border_color": RULE, "top_color": RULE, "bottom_color": RULE},
        "id": {"font_size": 8, "font_color": "#999999"},
    }


def numbers_of(currency: str) -> dict[UnitName, str]:
    """Return the number formats of the plan; the program that opens it puts its own separators in.

    Parameters
    ----------
    currency : str
        Three letters, as in EUR.
    """
    symbol = get_currency_symbol(currency, BABEL_LOCALES[current_language()]).replace('"', "")
    french = current_language() == "fr"

    def money(digits: str) -> str:
        if french:
            return f'{digits}\u00a0"{symbol}"'
        return f'"{symbol}"{digits};-"{symbol}"{digits}'

    return {
        "text": "General",
        "code": "General",
        "week": "General",
        "count": "#,##0",
        "minutes": "#,##0",
        "hours": "#,##0.0",
        "duration": '#,##0\u00a0"h"',
        "money": money("#,##0"),
        "cents": money("#,##0.00"),
        "share": "0.0\u00a0%" if french else "0.0%",
        "number": "General",
    }


class Styles:
    """The formats of one workbook, each made once.

    Parameters
    ----------
    book : Workbook
    brand : Brand, optional
        Of the firm; ours where the workbook belongs to none.
    numbers : mapping, optional
        Number formats of this workbook alone, by unit of value.
    """

    def __init__(
        self,
        book: xlsxwriter.Workbook,
        brand: Brand | None = None,
        numbers: Mapping[UnitName, str] | None = None,
    ) -> None:
        self._book = book
        self._looks = looks_of(brand or brand_of(Branding.model_validate({})))
        self._numbers = {name: unit.sheet for name, unit in UNITS.items()} | dict(numbers or {})
        self._made: dict[tuple[str, str], Any] = {}

    def __call__(self, look: str, unit: UnitName = "text") -> Any:
        """Return the format of a look for a unit of value."""
        if (look, unit) not in self._made:
            number = {"num_format": self._numbers[unit]}
            told = {**BASE, **self._looks[look], **number}
            holds = UNITS[unit].holds
            if holds in ("date", "time") or (not UNITS[unit].is_number and "indent" in told):
                told["align"] = "left"
            elif UNITS[unit].is_number:
                told.pop("indent", None)  # it would set a number to the left
            self._made[look, unit] = self._book.add_format(told)
        return self._made[look, unit]


def write_value(sheet: Any, row: int, column: int, value: Any, style: Any) -> None:
    """Write one value as what it is; a text stays a text, whatever it begins with."""
    if isinstance(value, str):  # first, as most are
        sheet.write_string(row, column, value, style)
    elif value is None or value is pd.NA or value != value:
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
